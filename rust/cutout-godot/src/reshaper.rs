//! Class `CutoutReshaper`: gives nodes the shape of what survives a carving.

use crate::decompose::{convex_parts, each_convex_part};
use crate::packed_points::packed_points;
use crate::piece_builder::parts_of;
use godot::builtin::AnyArray;
use godot::classes::{CollisionObject2D, ConvexPolygonShape2D};
use godot::prelude::*;

/// Gives nodes the shape of what survives a carving. For the addon's own scripts.
#[derive(GodotClass)]
#[class(base=RefCounted, no_init, tool)]
pub struct CutoutReshaper;

/// The engine triangulates a polygon each time it draws it: in 50 µs where it has 64 points, in 3.5 ms where it has
/// 1024. In convex parts the latter takes a tenth, the former half as long again.
const MOST_POINTS_WHOLE: usize = 128;
/// Corners of a convex part that is drawn, at most: for the same reason.
const MOST_CORNERS: usize = 8;

#[godot_api]
impl CutoutReshaper {
    /// What a [Polygon2D] shows of [param fragments] together: a dictionary of [code]points[/code] and
    /// [code]polygons[/code], which are convex, or none where there is a single short ring.
    #[func]
    fn shown(fragments: AnyArray) -> VarDictionary {
        let parts = parts_of(&fragments);
        let pieces: Vec<_> = parts.iter().filter_map(|(pieces, index)| pieces.get(*index)).collect();
        let points: Vec<Vector2> = pieces.iter().flat_map(|piece| piece.vertices()).copied().collect();
        let mut polygons: Array<PackedInt32Array> = Array::new();
        let is_one_ring = matches!(pieces.as_slice(), [piece] if piece.holes().len() == 0);
        if !is_one_ring || points.len() > MOST_POINTS_WHOLE {
            let mut first = 0;
            for &piece in &pieces {
                each_convex_part(piece, |part| {
                    each_fan(part, first, |fan| polygons.push(&PackedInt32Array::from(fan)));
                });
                first += piece.vertices().len();
            }
        }
        let mut answer = VarDictionary::new();
        answer.set("points", &packed_points(&points));
        answer.set("polygons", &polygons);
        answer
    }

    /// Gives one of a body's owners of shapes the convex parts of [param fragments], in place of what it has.
    /// Shapes that are there already stay: most of them do, for a carving changes the parts near the tool alone.
    #[func]
    fn fill_shapes(mut body: Gd<CollisionObject2D>, owner_id: i64, fragments: AnyArray) {
        let Ok(owner) = u32::try_from(owner_id) else { return };
        let parts = parts_of(&fragments);
        let pieces = parts.iter().filter_map(|(pieces, index)| pieces.get(*index));
        let wanted: Vec<Vec<Vector2>> = pieces.flat_map(convex_parts).collect();
        let mut missing = Missing::of(&wanted);
        let mut spare = Vec::new();
        // From the end, for the engine numbers those behind one that goes anew.
        for index in (0..body.shape_owner_get_shape_count(owner)).rev() {
            let shape = body.shape_owner_get_shape(owner, index);
            let convex = shape.and_then(|shape| shape.try_cast::<ConvexPolygonShape2D>().ok());
            if convex.as_ref().is_some_and(|convex| missing.take(convex.get_points().as_slice())) {
                continue;
            }
            body.shape_owner_remove_shape(owner, index);
            spare.extend(convex.filter(is_ours_alone));
        }
        for index in missing.left() {
            let mut shape = spare.pop().unwrap_or_else(ConvexPolygonShape2D::new_gd);
            shape.set_points(&packed_points(&wanted[index]));
            body.shape_owner_add_shape(owner, &shape);
        }
    }
}

/// Whether nobody else refers to a shape.
fn is_ours_alone(shape: &Gd<ConvexPolygonShape2D>) -> bool {
    shape.get_reference_count() == 1
}

/// A convex part in parts of few corners; `first` is added to each index.
fn each_fan(part: &[usize], first: usize, mut visit: impl FnMut(&[i32])) {
    let index = |&corner: &usize| i32::try_from(first + corner).unwrap_or(0);
    let Some((tip, rest)) = part.split_first() else { return };
    let mut fan = Vec::with_capacity(MOST_CORNERS);
    let mut from = 0;
    while from + 1 < rest.len() {
        let to = rest.len().min(from + MOST_CORNERS - 1);
        fan.clear();
        fan.extend(core::iter::once(tip).chain(&rest[from..to]).map(index));
        visit(&fan);
        from = to - 1;
    }
}

/// Parts that no shape was found for yet.
struct Missing<'a> {
    parts: &'a [Vec<Vector2>],
    /// Their indices in the order of their coordinates, and whether each is still missing.
    sorted: Vec<(usize, bool)>,
}

impl<'a> Missing<'a> {
    fn of(parts: &'a [Vec<Vector2>]) -> Self {
        let mut sorted: Vec<(usize, bool)> = (0..parts.len()).map(|index| (index, true)).collect();
        sorted.sort_by(|&(a, _), &(b, _)| bits(&parts[a]).cmp(bits(&parts[b])).then(a.cmp(&b)));
        Self { parts, sorted }
    }

    /// Takes a part out; false where there is none with these corners.
    fn take(&mut self, corners: &[Vector2]) -> bool {
        let Self { parts, sorted } = self;
        let from = sorted.partition_point(|&(index, _)| bits(&parts[index]).lt(bits(corners)));
        let same = sorted[from..].iter_mut().take_while(|(index, _)| parts[*index] == corners);
        let Some((_, is_missing)) = same.into_iter().find(|(_, is_missing)| *is_missing) else {
            return false;
        };
        *is_missing = false;
        true
    }

    /// Those that nobody took.
    fn left(&self) -> impl Iterator<Item = usize> + '_ {
        self.sorted.iter().filter(|(_, is_missing)| *is_missing).map(|&(index, _)| index)
    }
}

/// The coordinates of a ring as something to sort by.
fn bits(ring: &[Vector2]) -> impl Iterator<Item = [u32; 2]> + '_ {
    ring.iter().map(|p| [p.x.to_bits(), p.y.to_bits()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_in_fans_keeps_every_corner_and_has_few_each() {
        for corners in 3..40 {
            let part: Vec<usize> = (0..corners).collect();
            let mut triangles = 0;
            each_fan(&part, 0, |fan| {
                assert!(fan.len() >= 3 && fan.len() <= MOST_CORNERS);
                triangles += fan.len() - 2;
            });
            assert_eq!(triangles, corners - 2);
        }
    }

    #[test]
    fn a_part_is_taken_once_for_each_time_that_it_is_there() {
        let at = |x: f32| vec![Vector2::new(x, 0.0), Vector2::new(x + 1.0, 0.0), Vector2::new(x, 1.0)];
        let parts = [at(2.0), at(0.0), at(2.0)];
        let mut missing = Missing::of(&parts);
        assert!(missing.take(&at(2.0)) && missing.take(&at(2.0)) && !missing.take(&at(2.0)));
        assert!(!missing.take(&at(7.0)));
        assert_eq!(missing.left().collect::<Vec<_>>(), [1]);
    }
}
