//! What bodies of pieces that were cut alike have in common: corners, triangles and shapes. A wall of equal
//! bricks has as many of each as one brick, whoever breaks when.

use crate::decompose;
use crate::piece_look::placed;
use crate::pieces::{Piece, Pieces};
use godot::classes::ConvexPolygonShape2D;
use godot::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::sync::{self, Arc};

/// Results whose forms are found again: those that broke last, or were prepared for it.
const RECENT_RESULTS: usize = 64;
/// Pieces of all these results together, at most, but for those of the last one.
const RECENT_PIECES: usize = 65_536;

/// A piece about its centre of mass, as bodies want it.
#[derive(Debug)]
pub struct PieceForm {
    /// The corners: the outer ring, then the holes.
    pub points: PackedVector2Array,
    /// Three a triangle.
    pub indices: PackedInt32Array,
    shapes: Vec<Shape>,
    /// Texture coordinates of the corners, and where they lay last: mostly they lie there again.
    uvs: RefCell<Option<(Transform2D, PackedVector2Array)>>,
    /// Whether the game changed a shape: no other piece is to get it.
    is_spoiled: Cell<bool>,
    /// Spare bodies that have its shapes on them.
    spare_count: Cell<i64>,
}

#[derive(Debug)]
struct Shape {
    object: Gd<ConvexPolygonShape2D>,
    /// As it was made; shared with the shape itself for as long as nobody writes to that.
    hull: PackedVector2Array,
}

impl Shape {
    /// The hull of `corners`, in a shape that nobody needs or else a new one.
    fn of(corners: &PackedVector2Array, unneeded: Option<Gd<ConvexPolygonShape2D>>) -> Self {
        let is_new = unneeded.is_none();
        let mut object = unneeded.unwrap_or_else(ConvexPolygonShape2D::new_gd);
        if !is_new && object.get_custom_solver_bias() != 0.0 {
            object.set_custom_solver_bias(0.0);
        }
        if turns_one_way(corners.as_slice()) {
            object.set_points(corners);
            return Self { object, hull: corners.clone() };
        }
        // Points on a straight edge may have come to lie a rounding inside: the hull is without them.
        object.set_point_cloud(corners);
        let hull = object.get_points();
        Self { object, hull }
    }

    fn is_as_made(&self) -> bool {
        self.object.get_points() == self.hull && self.object.get_custom_solver_bias() == 0.0
    }
}

/// Whether the ring of a piece that was convex before it was rounded still turns the same way at each corner.
fn turns_one_way(ring: &[Vector2]) -> bool {
    let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
    let after = ring.iter().cycle().skip(1);
    let mut turns = before.zip(ring).zip(after).map(|((before, at), after)| {
        // Exact but for one rounding of the last difference: no sign comes out wrong.
        let wide = |from: &Vector2, to: &Vector2| {
            (f64::from(to.x) - f64::from(from.x), f64::from(to.y) - f64::from(from.y))
        };
        let (along, on) = (wide(before, at), wide(at, after));
        along.0 * on.1 - along.1 * on.0
    });
    let Some(first) = turns.next() else { return false };
    first != 0.0 && turns.all(|turn| turn * first > 0.0)
}

/// Triangles of convex pieces, by the number of their corners: the arrays are shared.
#[derive(Debug, Default)]
struct Fans {
    by_corners: Vec<Option<PackedInt32Array>>,
}

/// The forms that bodies have now, living or spare.
#[derive(Debug, Default)]
pub struct PieceForms {
    recent: VecDeque<FormsOfResult>,
    /// Of all these results.
    pieces: usize,
    fans: Fans,
}

#[derive(Debug)]
struct FormsOfResult {
    pieces: sync::Weak<Pieces>,
    stretch: Transform2D,
    /// By the index of the piece.
    forms: Vec<Weak<PieceForm>>,
}

impl PieceForm {
    /// How many shapes it has.
    pub fn shape_count(&self) -> usize {
        self.shapes.len()
    }

    /// Its shapes.
    pub fn shapes(&self) -> impl Iterator<Item = &Gd<ConvexPolygonShape2D>> {
        self.shapes.iter().map(|shape| &shape.object)
    }

    /// The shapes of a form that nobody has any more.
    pub fn into_shapes(self) -> Vec<Gd<ConvexPolygonShape2D>> {
        self.shapes.into_iter().map(|shape| shape.object).collect()
    }

    /// Texture coordinates of the corners of `piece`, which has this form; `by` leads from its space.
    pub fn uvs(&self, piece: Piece<'_>, by: Transform2D) -> PackedVector2Array {
        let mut last = self.uvs.borrow_mut();
        if let Some((known, uvs)) = &*last
            && *known == by
        {
            return uvs.clone();
        }
        let uvs = placed(piece.vertices(), by);
        *last = Some((by, uvs.clone()));
        uvs
    }

    /// How many spare bodies have its shapes on them.
    pub fn spare_count(&self) -> i64 {
        self.spare_count.get()
    }

    /// Notes that so many more of them have.
    pub fn count_spare(&self, more: i64) {
        self.spare_count.set(self.spare_count.get() + more);
    }

    /// Looks whether the game changed a shape of it; once it did, no piece to come gets this form.
    pub fn is_as_made(&self) -> bool {
        if !self.is_spoiled.get() && !self.shapes.iter().all(Shape::is_as_made) {
            self.is_spoiled.set(true);
        }
        !self.is_spoiled.get()
    }
}

impl PieceForms {
    /// The form of a piece in the space that `stretch` leads to, where a body has it and the game has left its
    /// shapes as they were.
    pub fn find(
        &mut self,
        pieces: &Arc<Pieces>,
        index: usize,
        stretch: Transform2D,
    ) -> Option<Rc<PieceForm>> {
        let form = self.of_result(pieces, stretch)?.forms.get(index)?.upgrade()?;
        form.is_as_made().then_some(form)
    }

    /// Makes the form of a piece, of `shapes` that nobody needs first; `to_local` leads from its space to that of
    /// the body, whose origin is its centre of mass.
    pub fn make(
        &mut self,
        pieces: &Arc<Pieces>,
        index: usize,
        to_local: Transform2D,
        shapes: Vec<Gd<ConvexPolygonShape2D>>,
    ) -> Option<Rc<PieceForm>> {
        let piece = pieces.get(index)?;
        let points = placed(piece.vertices(), to_local);
        let mut unneeded = shapes.into_iter();
        let shapes = if piece.head().is_convex {
            vec![Shape::of(&points, unneeded.next())]
        } else {
            let parts = decompose::convex_parts(piece);
            parts.iter().map(|part| Shape::of(&placed(part, to_local), unneeded.next())).collect()
        };
        let indices = self.fans.triangles_of(piece);
        let form = PieceForm {
            points,
            indices,
            shapes,
            uvs: RefCell::default(),
            is_spoiled: Cell::default(),
            spare_count: Cell::default(),
        };
        let form = Rc::new(form);
        self.note(pieces, index, to_local, &form);
        Some(form)
    }

    fn note(&mut self, pieces: &Arc<Pieces>, index: usize, to_local: Transform2D, form: &Rc<PieceForm>) {
        let stretch = Transform2D { origin: Vector2::ZERO, ..to_local };
        if self.of_result(pieces, stretch).is_none() {
            self.make_room_for(pieces.len());
            let forms = core::iter::repeat_with(Weak::new).take(pieces.len()).collect();
            self.recent.push_front(FormsOfResult { pieces: Arc::downgrade(pieces), stretch, forms });
            self.pieces += pieces.len();
        }
        if let Some(place) = self.recent.front_mut().and_then(|found| found.forms.get_mut(index)) {
            *place = Rc::downgrade(form);
        }
    }

    /// Forgets those that were asked for longest ago.
    fn make_room_for(&mut self, more: usize) {
        while self.recent.len() >= RECENT_RESULTS || self.pieces + more > RECENT_PIECES {
            let Some(last) = self.recent.pop_back() else { return };
            self.pieces -= last.forms.len();
        }
    }

    /// Those of a result, which is then the first.
    fn of_result(&mut self, pieces: &Arc<Pieces>, stretch: Transform2D) -> Option<&FormsOfResult> {
        // No result that lives has the address of another one that is named here, even of one that has gone.
        let is_it = |found: &FormsOfResult| {
            core::ptr::eq(found.pieces.as_ptr(), Arc::as_ptr(pieces)) && found.stretch == stretch
        };
        let at = self.recent.iter().position(is_it)?;
        if at > 0 {
            let found = self.recent.remove(at)?;
            self.recent.push_front(found);
        }
        self.recent.front()
    }
}

impl Fans {
    fn triangles_of(&mut self, piece: Piece<'_>) -> PackedInt32Array {
        if !decompose::is_whole(piece) {
            return decompose::indices(piece);
        }
        let corners = piece.vertices().len();
        if self.by_corners.len() <= corners {
            self.by_corners.resize(corners + 1, None);
        }
        self.by_corners[corners].get_or_insert_with(|| decompose::indices(piece)).clone()
    }
}
