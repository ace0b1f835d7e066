//! Class `CutoutReshaper`: gives nodes the shape of what survives a carving.

use crate::decompose::{convex_parts, each_convex_part, needs_triangles};
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
/// Corners whose triangle has less than half of so many square pixels are flat: the engine takes a hundredth of
/// that for a line.
const LEAST_TURN: f32 = 1e-3;
/// The same as a part of the square of the polygon's size: four times what single precision may be wrong by.
const FLATTEST: f32 = 1e-6;

#[godot_api]
impl CutoutReshaper {
    /// What a [Polygon2D] shows of [param fragments] together: a dictionary of [code]points[/code] and
    /// [code]polygons[/code], which are convex, or none where there is a single short ring that the engine draws.
    #[func]
    fn shown(fragments: AnyArray) -> VarDictionary {
        let parts = parts_of(&fragments);
        let pieces: Vec<_> = parts.iter().filter_map(|(pieces, index)| pieces.get(*index)).collect();
        let points: Vec<Vector2> = pieces.iter().flat_map(|piece| piece.vertices()).copied().collect();
        let mut polygons: Array<PackedInt32Array> = Array::new();
        let is_drawn_whole = match pieces.as_slice() {
            [piece] => points.len() <= MOST_POINTS_WHOLE && !needs_triangles(*piece),
            _ => false,
        };
        if !is_drawn_whole {
            let mut first = 0;
            for &piece in &pieces {
                each_convex_part(piece, |part| {
                    each_drawn(part, piece.vertices(), |corners| {
                        let index = |&corner: &usize| i32::try_from(first + corner).unwrap_or(0);
                        let indices: Vec<i32> = corners.iter().map(index).collect();
                        polygons.push(&PackedInt32Array::from(indices.as_slice()));
                    });
                });
                first += piece.vertices().len();
            }
        }
        let mut answer = VarDictionary::new();
        answer.set("points", &packed_points(&points));
        answer.set("polygons", &polygons);
        answer
    }

    /// The convex parts of [param fragments] together.
    #[func]
    fn convex_parts(fragments: AnyArray) -> Array<PackedVector2Array> {
        let parts = parts_of(&fragments);
        let pieces = parts.iter().filter_map(|(pieces, index)| pieces.get(*index));
        pieces.flat_map(convex_parts).map(|part| packed_points(&part)).collect()
    }

    /// Gives one of a body's owners of shapes convex [param parts], in place of what it has. Shapes that are
    /// there already stay: most of them do, for a carving changes the parts near the tool alone.
    #[func]
    fn fill_shapes(mut body: Gd<CollisionObject2D>, owner_id: i64, parts: Array<PackedVector2Array>) {
        let Ok(owner) = u32::try_from(owner_id) else { return };
        let wanted: Vec<Vec<Vector2>> = parts.iter_shared().map(|part| part.to_vec()).collect();
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

/// The polygons by which the engine draws a convex part: of few corners each, and triangles where a corner is so
/// flat that it might not triangulate the whole.
fn each_drawn(part: &[usize], vertices: &[Vector2], mut visit: impl FnMut(&[usize])) {
    let Some((&tip, rest)) = part.split_first() else { return };
    let mut fan = Vec::with_capacity(MOST_CORNERS);
    let mut from = 0;
    while from + 1 < rest.len() {
        let to = rest.len().min(from + MOST_CORNERS - 1);
        fan.clear();
        fan.push(tip);
        fan.extend_from_slice(&rest[from..to]);
        if turns_plainly(&fan, vertices) {
            visit(&fan);
        } else {
            rest[from..to].windows(2).for_each(|pair| visit(&[tip, pair[0], pair[1]]));
        }
        from = to - 1;
    }
}

/// Whether no corner is flat: then no three of them lie nearly on a line, for of a convex ring's triangles the
/// smallest is that of three corners in a row.
fn turns_plainly(corners: &[usize], vertices: &[Vector2]) -> bool {
    let at = |index: usize| vertices.get(corners[index % corners.len()]).copied().unwrap_or_default();
    let longest = (0..corners.len()).map(|index| at(0).distance_squared_to(at(index))).fold(0.0, f32::max);
    let least = LEAST_TURN.max(FLATTEST * longest);
    let turn = |index: usize| (at(index + 1) - at(index)).cross(at(index + 2) - at(index + 1)).abs();
    (0..corners.len()).all(|index| turn(index) >= least)
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
    fn a_part_is_drawn_with_every_corner_and_few_of_them_at_a_time() {
        for corners in 3..40_usize {
            let part: Vec<usize> = (0..corners).collect();
            let on_circle =
                |at: &usize| Vector2::from_angle(*at as f32 / corners as f32 * core::f32::consts::TAU) * 50.0;
            let round: Vec<Vector2> = part.iter().map(on_circle).collect();
            // All but the last are on one side of it.
            let flat: Vec<Vector2> = part
                .iter()
                .map(|&at| Vector2::new(at as f32, if at + 1 == corners { 9.0 } else { 0.0 }))
                .collect();
            for (vertices, most) in [(round, MOST_CORNERS), (flat, 3)] {
                let mut triangles = 0;
                each_drawn(&part, &vertices, |drawn| {
                    assert!(drawn.len() >= 3 && drawn.len() <= most);
                    triangles += drawn.len() - 2;
                });
                assert_eq!(triangles, corners - 2);
            }
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
