//! Class `CutoutFragment`: one piece of a result, its arrays made when they are asked for.

use crate::array_ids::object_ids;
use crate::decompose;
use crate::fragment_properties::{FragmentProperties, Read};
use crate::packed_points::{packed_points, points_variant};
use crate::pieces::{Piece, Pieces};
use cutout_geometry::Role;
use godot::builtin::AnyArray;
use godot::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// What a set of fragments shows; see [`crate::fragment_sets`].
pub type Shown = Rc<ShownResult>;

/// A result, and the fragments that show it.
#[derive(Debug, Default)]
pub struct ShownResult {
    /// The result.
    pub pieces: RefCell<Arc<Pieces>>,
    /// Which object shows which piece: an array of them all is known as such without a cast for each.
    pub members: RefCell<Vec<InstanceId>>,
    /// For reading them by name; none: by way of the engine's tables.
    pub properties: Option<Rc<FragmentProperties>>,
}

/// One piece of a fractured polygon.
///
/// All pieces of a result share one block of memory; each property makes its array when it is read, so
/// what a game does not ask for costs nothing. Keep the array in a variable rather than reading the
/// property in a loop.
///
/// Coordinates are those of the polygon that was submitted. Every ring follows the winding of that
/// polygon's outer ring, holes the reverse, and pieces that share a border have the very same vertices
/// along it.
#[derive(GodotClass)]
#[class(base=RefCounted, init, tool)]
pub struct CutoutFragment {
    /// The outer ring: at least 3 points, the first not repeated at the end.
    #[var(get = get_polygon, no_set)]
    polygon: PhantomVar<PackedVector2Array>,
    /// The rings of the holes, inside the outer ring. Empty unless the params' `holes` is `"keep"`.
    #[var(get = get_holes, no_set)]
    holes: PhantomVar<Array<PackedVector2Array>>,
    /// Area in square pixels, holes taken off.
    #[var(get = get_area, no_set)]
    area: PhantomVar<f64>,
    /// Centre of mass. May lie outside a concave piece.
    #[var(get = get_centroid, no_set)]
    centroid: PhantomVar<Vector2>,
    /// The smallest rectangle around the piece.
    #[var(get = get_bounds, no_set)]
    bounds: PhantomVar<Rect2>,
    /// Indices, in the same result, of the pieces that share a border with this one, ascending.
    #[var(get = get_neighbors, no_set)]
    neighbors: PhantomVar<PackedInt32Array>,
    /// Length in pixels of the border shared with each of [member neighbors], in the same order.
    #[var(get = get_shared_edge_lengths, no_set)]
    shared_edge_lengths: PhantomVar<PackedFloat32Array>,
    /// Midpoint of the border shared with each of [member neighbors], in the same order.
    #[var(get = get_shared_edge_midpoints, no_set)]
    shared_edge_midpoints: PhantomVar<PackedVector2Array>,
    /// One byte for each edge, [member polygon] first, then [member holes]: 1 when the edge from that
    /// vertex to the next lies on the old outline, 0 when it is a cut.
    #[var(get = get_on_outline, no_set)]
    on_outline: PhantomVar<PackedByteArray>,
    /// Whether the piece lies inside the params' `mask`; true where there is no mask.
    #[var(get = get_in_mask, no_set)]
    in_mask: PhantomVar<bool>,
    /// Whether the piece is convex and has no holes.
    #[var(get = get_is_convex, no_set)]
    is_convex: PhantomVar<bool>,
    /// Whether the engine cannot draw [member polygon] as it is: the piece has holes, or is so small, large or
    /// nearly straight somewhere that the engine's ear clipping gives up on it or draws something else. Give
    /// [member Polygon2D.polygons] its [method triangles] then.
    #[var(get = get_needs_triangles, no_set)]
    needs_triangles: PhantomVar<bool>,
    /// Whether the piece survives a carving: it is what is left of the polygon. False for what came off, and
    /// for the pieces of a fracture.
    #[var(get = get_survives, no_set)]
    survives: PhantomVar<bool>,
    /// Whether a carving's tool took it out: such pieces come only where the options' [code]bite[/code] is
    /// [code]"keep"[/code] or [code]"shatter"[/code].
    #[var(get = get_is_bite, no_set)]
    is_bite: PhantomVar<bool>,
    /// Which of a carving's tools took it off, from 0.
    #[var(get = get_tool_index, no_set)]
    tool_index: PhantomVar<i64>,
    /// Position of this piece in its result; what [member neighbors] refers to.
    #[var(get = get_index, no_set)]
    index: PhantomVar<i64>,

    shown: Shown,
    at: u32,
}

#[godot_api]
impl CutoutFragment {
    /// The piece in triangles: three indices each, into [member polygon] followed by the points of
    /// [member holes]. Ready for [member Polygon2D.polygons] and meshes. Made anew by each call.
    #[func]
    fn triangles(&self) -> PackedInt32Array {
        self.of_piece(decompose::indices)
    }

    /// The piece in convex parts, holes left out: ready for [ConvexPolygonShape2D]. Made anew by each
    /// call.
    #[func]
    fn convex_parts(&self) -> Array<PackedVector2Array> {
        self.of_piece(|piece| {
            let parts = decompose::convex_parts(piece);
            parts.iter().map(|part| packed_points(part)).collect()
        })
    }

    #[func]
    fn get_polygon(&self) -> PackedVector2Array {
        self.of_piece(|piece| packed_points(piece.outer()))
    }

    #[func]
    fn get_holes(&self) -> Array<PackedVector2Array> {
        self.of_piece(|piece| piece.holes().map(packed_points).collect())
    }

    #[func]
    fn get_area(&self) -> f64 {
        self.of_piece(|piece| piece.head().area)
    }

    #[func]
    fn get_centroid(&self) -> Vector2 {
        self.of_piece(|piece| piece.head().centroid)
    }

    #[func]
    fn get_bounds(&self) -> Rect2 {
        self.of_piece(|piece| piece.head().bounds)
    }

    #[func]
    fn get_neighbors(&self) -> PackedInt32Array {
        self.of_piece(|piece| PackedInt32Array::from(piece.neighbors()))
    }

    #[func]
    fn get_shared_edge_lengths(&self) -> PackedFloat32Array {
        self.of_piece(|piece| PackedFloat32Array::from(piece.shared_edge_lengths()))
    }

    #[func]
    fn get_shared_edge_midpoints(&self) -> PackedVector2Array {
        self.of_piece(|piece| packed_points(piece.shared_edge_midpoints()))
    }

    #[func]
    fn get_on_outline(&self) -> PackedByteArray {
        self.of_piece(|piece| PackedByteArray::from(piece.on_outline()))
    }

    #[func]
    fn get_in_mask(&self) -> bool {
        self.of_piece(|piece| piece.head().in_mask)
    }

    #[func]
    fn get_is_convex(&self) -> bool {
        self.of_piece(|piece| piece.head().is_convex)
    }

    #[func]
    fn get_needs_triangles(&self) -> bool {
        self.of_piece(decompose::needs_triangles)
    }

    #[func]
    fn get_survives(&self) -> bool {
        self.of_piece(|piece| piece.head().role == Role::Survivor)
    }

    #[func]
    fn get_is_bite(&self) -> bool {
        self.of_piece(|piece| piece.head().role == Role::Bite)
    }

    #[func]
    fn get_tool_index(&self) -> i64 {
        self.of_piece(|piece| i64::try_from(piece.head().step).unwrap_or(i64::MAX))
    }

    #[func]
    fn get_index(&self) -> i64 {
        i64::from(self.at)
    }
}

impl CutoutFragment {
    /// All properties by their names, those that are read most first.
    pub const PROPERTIES: [(&str, Read); 16] = [
        ("polygon", |own| own.of_piece(|piece| points_variant(piece.outer()))),
        ("area", |own| own.get_area().to_variant()),
        ("centroid", |own| own.get_centroid().to_variant()),
        ("neighbors", |own| own.get_neighbors().to_variant()),
        ("bounds", |own| own.get_bounds().to_variant()),
        ("holes", |own| own.get_holes().to_variant()),
        ("is_convex", |own| own.get_is_convex().to_variant()),
        ("needs_triangles", |own| own.get_needs_triangles().to_variant()),
        ("shared_edge_lengths", |own| own.get_shared_edge_lengths().to_variant()),
        ("shared_edge_midpoints", |own| own.get_shared_edge_midpoints().to_variant()),
        ("on_outline", |own| own.get_on_outline().to_variant()),
        ("in_mask", |own| own.get_in_mask().to_variant()),
        ("survives", |own| own.get_survives().to_variant()),
        ("is_bite", |own| own.get_is_bite().to_variant()),
        ("tool_index", |own| own.get_tool_index().to_variant()),
        ("index", |own| own.get_index().to_variant()),
    ];

    /// For reading it by the names of its properties.
    pub fn properties(&self) -> Option<&FragmentProperties> {
        self.shown.properties.as_deref()
    }

    /// The result that the piece is of, and its index there.
    pub fn source(&self) -> (Arc<Pieces>, usize) {
        (Arc::clone(&self.shown.pieces.borrow()), self.at as usize)
    }

    /// Of which pieces `fragments` are, where all of them are of this one's result: known by their ids,
    /// without a cast for each.
    pub fn indices_of(&self, fragments: &AnyArray) -> Option<(Arc<Pieces>, Vec<usize>)> {
        let pieces = self.shown.pieces.borrow();
        let members = self.shown.members.borrow();
        let members = members.get(..pieces.len())?;
        let id_of = |id: &InstanceId| id.to_i64().cast_unsigned();
        // For those that are not in the order of the result.
        let mut by_id: Vec<(u64, usize)> = Vec::new();
        let mut indices = Vec::with_capacity(fragments.len());
        for (at, id) in object_ids(fragments).enumerate() {
            if members.get(at).is_some_and(|member| id_of(member) == id) {
                indices.push(at);
                continue;
            }
            if by_id.is_empty() {
                by_id.extend(members.iter().map(id_of).zip(0..));
                by_id.sort_unstable();
            }
            let found = by_id.binary_search_by_key(&id, |&(id, _)| id).ok()?;
            indices.push(by_id[found].1);
        }
        Some((Arc::clone(&pieces), indices))
    }

    /// A fragment of its own for the piece of that index.
    pub fn of_result(pieces: &Arc<Pieces>, index: usize) -> Gd<Self> {
        let shown = Shown::default();
        shown.pieces.replace(Arc::clone(pieces));
        Self::showing(&shown, u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The fragment that shows the piece of index `at` of whatever result `shown` holds.
    pub fn showing(shown: &Shown, at: u32) -> Gd<Self> {
        Gd::from_init_fn(|_base| Self {
            polygon: PhantomVar::default(),
            holes: PhantomVar::default(),
            area: PhantomVar::default(),
            centroid: PhantomVar::default(),
            bounds: PhantomVar::default(),
            neighbors: PhantomVar::default(),
            shared_edge_lengths: PhantomVar::default(),
            shared_edge_midpoints: PhantomVar::default(),
            on_outline: PhantomVar::default(),
            in_mask: PhantomVar::default(),
            is_convex: PhantomVar::default(),
            needs_triangles: PhantomVar::default(),
            survives: PhantomVar::default(),
            is_bite: PhantomVar::default(),
            tool_index: PhantomVar::default(),
            index: PhantomVar::default(),
            shown: Rc::clone(shown),
            at,
        })
    }

    /// What `look` says of the piece; the default for a fragment that a script made, which shows none.
    fn of_piece<T: Default>(&self, look: impl FnOnce(Piece<'_>) -> T) -> T {
        self.shown.pieces.borrow().get(self.at as usize).map(look).unwrap_or_default()
    }
}
