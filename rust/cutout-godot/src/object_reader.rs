//! Class `CutoutObjectReader`: what a node shows that is to be broken, read off it in one call.

use crate::engine_object::{cast, is, is_ours, node_in};
use crate::outline_tools::merged_rings;
use crate::piece_body::CutoutPieceBody;
use crate::piece_look::{Properties, copied_from, groups_of};
use crate::polygon_source::PolygonSource;
use godot::classes::{
    AnimatedSprite2D, CanvasItem, CollisionObject2D, MeshInstance2D, Node, Node2D, Polygon2D, Sprite2D,
};
use godot::prelude::*;

/// The method by which a node tells its outline itself.
const TELLS_OUTLINE: &str = "get_polygon_data";
/// Where a node that was carved keeps its outline: `META` of `CutoutSurvivor`.
const CARVED: &str = "_cutout_carved";

/// What the scripts take for a scale of 0 (`is_zero_approx`).
const LEAST_DETERMINANT: f64 = 1e-5;

/// Reads what the pieces of a node take over. For the addon's own scripts.
#[derive(GodotClass)]
#[class(base=RefCounted, init, tool)]
pub struct CutoutObjectReader {}

#[godot_api]
impl CutoutObjectReader {
    /// What [param object], a [Node2D], shows: itself, or the first node below it where it is a body or an area. An
    /// array: that node; from its space to the object's; what the pieces take over, by the name of the property;
    /// the groups that they join; null for none of these. Of a [Polygon2D] also its rings (of the area that all of its
    /// polygons cover together), from its space to pixels of its texture, its colour, its texture, whether it smooths
    /// its edges, where texture or colours are bent a [CutoutSkin], and whether it was carved: then the rings are
    /// those of each of its polygons. Empty for a [CutoutPieceBody], where nothing is shown, and where the object
    /// cannot be broken: it is none, outside the tree or about to be freed, or has no area on the screen.
    #[func]
    fn read(object: Variant) -> VarArray {
        let object = node_in(&object).filter(is_there);
        object.and_then(|object| Seen::of(&object)).map(Seen::told).unwrap_or_default()
    }

    /// Whether a node is of a kind that has an outline of its own.
    #[func]
    fn has_outline(node: Variant) -> bool {
        node_in(&node).is_some_and(|node| has_outline(&node))
    }

    /// The first node below, top down, that has an outline and is not hidden; null: there is none.
    #[func]
    fn shown_part(node: Variant) -> Option<Gd<Node2D>> {
        shown_part(&node_in::<Node>(&node)?)
    }

    /// What pieces take over from [param item], by the name of the property, where it differs from a new one, and the
    /// groups that they join; null for none of these. Of the nodes above it too, up to [param last], where that is
    /// not null.
    #[func]
    fn look_of(item: Variant, last: Variant) -> VarArray {
        let Some(item) = node_in::<CanvasItem>(&item) else { return VarArray::new() };
        let last = node_in::<CanvasItem>(&last);
        let copied = copied_from(&item, last.as_ref());
        [told(copied), told(groups_of(&item, last.as_ref()))].into_iter().collect()
    }
}

/// What a node shows.
struct Seen {
    part: Gd<Node2D>,
    to_object: Transform2D,
    copied: Option<Properties>,
    groups: Option<Array<StringName>>,
    polygon: Option<SeenPolygon>,
}

struct SeenPolygon {
    node: Gd<Polygon2D>,
    source: PolygonSource,
    was_carved: bool,
}

impl Seen {
    fn of(object: &Gd<Node2D>) -> Option<Self> {
        let body: Option<Gd<CollisionObject2D>> = cast(object);
        let part = if is_piece(object) {
            return None;
        } else if body.is_some() && !tells_outline(object) {
            shown_part(object)?
        } else if has_outline(object) {
            object.clone()
        } else {
            return None;
        };
        let (item, last) = (cast::<CanvasItem>(&part)?, cast::<CanvasItem>(object)?);
        let polygon = if tells_outline(&part) { None } else { cast(&part).map(SeenPolygon::of) };
        Some(Self {
            to_object: to_object(&part, object),
            copied: copied_from(&item, Some(&last)),
            groups: groups_of(&item, Some(&last)),
            polygon,
            part,
        })
    }

    fn told(self) -> VarArray {
        let Self { part, to_object, copied, groups, polygon } = self;
        // In a list of our own: to add to an array of the engine's costs as much as to make one.
        let mut seen = vec![part.to_variant(), to_object.to_variant(), told(copied), told(groups)];
        if let Some(SeenPolygon { node, source, was_carved }) = polygon {
            let rings: Array<PackedVector2Array> = if source.rings.len() > 1 && !was_carved {
                // Side by side, not one in the other.
                merged_rings(&source.rings)
            } else {
                source.rings.into_iter().collect()
            };
            seen.extend([
                rings.to_variant(),
                source.uv_transform.to_variant(),
                source.color.to_variant(),
                node.get_texture().to_variant(),
                node.get_antialiased().to_variant(),
                source.skin.to_variant(),
                was_carved.to_variant(),
            ]);
        }
        VarArray::from(seen.as_slice())
    }
}

impl SeenPolygon {
    fn of(node: Gd<Polygon2D>) -> Self {
        Self { source: PolygonSource::of(&node), was_carved: was_carved(&node), node }
    }
}

/// Whether a node is in the tree, and has an area there.
fn is_there(node: &Gd<Node2D>) -> bool {
    let has_area = || {
        let transform = node.get_global_transform();
        transform.is_finite() && f64::from(transform.determinant()).abs() >= LEAST_DETERMINANT
    };
    node.is_inside_tree() && !node.is_queued_for_deletion() && has_area()
}

fn told<T: ToGodot>(value: Option<T>) -> Variant {
    value.map(|value| value.to_variant()).unwrap_or_default()
}

fn is_piece(node: &Gd<impl Inherits<Node>>) -> bool {
    is_ours::<CutoutPieceBody>(node)
}

fn tells_outline(node: &Gd<Node2D>) -> bool {
    node.has_method(TELLS_OUTLINE)
}

fn has_outline(node: &Gd<Node2D>) -> bool {
    is::<Polygon2D>(node)
        || is::<Sprite2D>(node)
        || is::<AnimatedSprite2D>(node)
        || is::<MeshInstance2D>(node)
        || is_piece(node)
        || tells_outline(node)
}

fn shown_part(node: &Gd<impl Inherits<Node>>) -> Option<Gd<Node2D>> {
    let node: Gd<Node> = cast(node)?;
    for index in 0..node.get_child_count() {
        let Some(child) = node.get_child(index) else { continue };
        let is_hidden = || cast::<CanvasItem>(&child).is_some_and(|item| !item.is_visible());
        if is::<CollisionObject2D>(&child) || is_hidden() {
            continue;
        }
        let part = cast::<Node2D>(&child).filter(has_outline).or_else(|| shown_part(&child));
        if part.is_some() {
            return part;
        }
    }
    None
}

/// From the space of a part to that of its object. Not over global coordinates where that can be done without: what
/// they round differs from place to place, and equal crates are to have equal outlines.
fn to_object(part: &Gd<Node2D>, object: &Gd<Node2D>) -> Transform2D {
    let mut found = Transform2D::IDENTITY;
    let mut node = part.clone();
    while node != *object {
        let above = node.get_parent().and_then(|above| cast(&above));
        let Some(above) = above.filter(|_| !node.is_set_as_top_level()) else {
            return object.get_global_transform().affine_inverse() * part.get_global_transform();
        };
        found = node.get_transform() * found;
        node = above;
    }
    found
}

/// Whether a carving has left a polygon its outline, or a body that shows it.
fn was_carved(polygon: &Gd<Polygon2D>) -> bool {
    let name = StringName::from(CARVED);
    let mut node: Option<Gd<Node2D>> = cast(polygon);
    while let Some(item) = node {
        if item.has_meta(&name) {
            return true;
        }
        // What is in a body is shown by no other one.
        if is::<CollisionObject2D>(&item) {
            return false;
        }
        node = item.get_parent().and_then(|above| cast(&above));
    }
    false
}
