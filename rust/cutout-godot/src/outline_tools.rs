//! Class `CutoutOutline`: outlines made ready, for the scripts that read them off nodes.

use crate::outline::Outline;
use cutout_geometry::Point;
use cutout_geometry::outline::{capsule, chained, circle, merged, simplified};
use godot::classes::{
    CapsuleShape2D, CircleShape2D, ConcavePolygonShape2D, ConvexPolygonShape2D, RectangleShape2D, Shape2D,
};
use godot::prelude::*;

/// Makes outlines ready to be fractured: fewer points, or one outline around many.
///
/// Rings are an [Array] of [PackedVector2Array] in any order and winding.
#[derive(GodotClass)]
#[class(base=RefCounted, no_init, tool)]
pub struct CutoutOutline;

#[godot_api]
impl CutoutOutline {
    /// The rings without the points that lie within [param tolerance] pixels of what is left, where that
    /// can be done without rings coming to cross. Empty for what is no [Array] of rings.
    #[func]
    fn simplify(rings: Variant, tolerance: f64) -> Array<PackedVector2Array> {
        rings_out(&simplified(&rings_in(&rings), tolerance))
    }

    /// The rings of a physics shape; round ones have as many corners as their size asks for. Empty for one that
    /// has no area or, for a [ConcavePolygonShape2D], whose segments make no closed rings.
    #[func]
    fn of_shape(shape: Gd<Shape2D>) -> Array<PackedVector2Array> {
        rings_out(&rings_of_shape(shape).unwrap_or_default())
    }

    /// The rings of the area that [param rings] cover together, each of them filled: the outline of a mesh
    /// from its triangles. Empty for what is no [Array] of rings.
    #[func]
    fn merge(rings: Variant) -> Array<PackedVector2Array> {
        rings_out(&merged(&rings_in(&rings)))
    }
}

/// How far the chords of round shapes may stray from them, pixels: less than a pixel shows.
const ROUND_TOLERANCE: f64 = 0.25;

fn rings_of_shape(shape: Gd<Shape2D>) -> Option<Vec<Vec<Point>>> {
    let shape = match shape.try_cast::<CircleShape2D>() {
        Ok(round) => return Some(vec![circle(f64::from(round.get_radius()), ROUND_TOLERANCE)]),
        Err(other) => other,
    };
    let shape = match shape.try_cast::<CapsuleShape2D>() {
        Ok(round) => {
            let (radius, height) = (f64::from(round.get_radius()), f64::from(round.get_height()));
            return Some(vec![capsule(radius, height, ROUND_TOLERANCE)]);
        }
        Err(other) => other,
    };
    let shape = match shape.try_cast::<RectangleShape2D>() {
        Ok(flat) => {
            let half = flat.get_size() / 2.0;
            let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
            return Some(vec![corners.map(|(x, y)| wide(&Vector2::new(x * half.x, y * half.y))).to_vec()]);
        }
        Err(other) => other,
    };
    let shape = match shape.try_cast::<ConvexPolygonShape2D>() {
        Ok(convex) => return Some(vec![convex.get_points().as_slice().iter().map(wide).collect()]),
        Err(other) => other,
    };
    let concave = shape.try_cast::<ConcavePolygonShape2D>().ok()?;
    let segments = concave.get_segments();
    let (edges, _) = segments.as_slice().as_chunks::<2>();
    chained(&edges.iter().map(|[from, to]| [wide(from), wide(to)]).collect::<Vec<_>>())
}

/// The rings of the area that `rings` cover together, each of them filled.
pub fn merged_rings(rings: &[PackedVector2Array]) -> Array<PackedVector2Array> {
    let rings: Vec<Vec<Point>> =
        rings.iter().map(|ring| ring.as_slice().iter().map(wide).collect()).collect();
    rings_out(&merged(&rings))
}

fn rings_in(rings: &Variant) -> Vec<Vec<Point>> {
    let Ok(outline) = Outline::from_variant(rings) else { return Vec::new() };
    outline.rings().map(|ring| ring.iter().map(wide).collect()).collect()
}

fn wide(v: &Vector2) -> Point {
    Point { x: f64::from(v.x), y: f64::from(v.y) }
}

fn rings_out(rings: &[Vec<Point>]) -> Array<PackedVector2Array> {
    let narrow = |p: &Point| Vector2::new(p.x as f32, p.y as f32);
    rings.iter().map(|ring| ring.iter().map(narrow).collect::<PackedVector2Array>()).collect()
}
