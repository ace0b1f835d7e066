//! Class `CutoutOutline`: outlines made ready, for the scripts that read them off nodes.

use crate::outline::Outline;
use cutout_geometry::Point;
use cutout_geometry::outline::{merged, simplified};
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

    /// The rings of the area that [param rings] cover together, each of them filled: the outline of a mesh
    /// from its triangles. Empty for what is no [Array] of rings.
    #[func]
    fn merge(rings: Variant) -> Array<PackedVector2Array> {
        rings_out(&merged(&rings_in(&rings)))
    }
}

fn rings_in(rings: &Variant) -> Vec<Vec<Point>> {
    let Ok(outline) = Outline::from_variant(rings) else { return Vec::new() };
    let wide = |v: &Vector2| Point { x: f64::from(v.x), y: f64::from(v.y) };
    outline.rings().map(|ring| ring.iter().map(wide).collect()).collect()
}

fn rings_out(rings: &[Vec<Point>]) -> Array<PackedVector2Array> {
    let narrow = |p: &Point| Vector2::new(p.x as f32, p.y as f32);
    rings.iter().map(|ring| ring.iter().map(narrow).collect::<PackedVector2Array>()).collect()
}
