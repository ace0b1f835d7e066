//! What is painted on an outline: triangles whose corners carry a texture coordinate and a colour.
//!
//! Comes in: the triangles of the old object, and those of a piece of it. Goes out: the piece in triangles
//! that each lie in one triangle of the skin, so that what is painted stays where it was to the last pixel,
//! however the texture is bent. Clipping is Sutherland and Hodgman's (1974), a triangle against a triangle;
//! a corner of the piece keeps its bits.

use crate::point::{Bounds, Point};
use crate::predicate::orient;

/// A part smaller than this share of its triangle is rounding, not paint.
const LEAST_SHARE: f64 = 1e-9;

/// A corner of the skin, or of what is cut from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SkinVertex {
    /// Where it is.
    pub point: Point,
    /// Texture coordinate, in the unit in which it came.
    pub uv: Point,
    /// Red, green, blue and opacity.
    pub color: [f32; 4],
}

/// The painted triangles of an object.
#[derive(Clone, Debug, Default)]
pub struct Skin {
    triangles: Vec<([SkinVertex; 3], Bounds)>,
}

/// A piece's part of a skin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaintedPiece {
    /// Corners; a place may come more than once.
    pub vertices: Vec<SkinVertex>,
    /// Three indices each, into `vertices`.
    pub triangles: Vec<[u32; 3]>,
}

impl Skin {
    /// A skin of triangles; those without area are left out, and so is what does not name a vertex.
    #[must_use]
    pub fn new(vertices: &[SkinVertex], triangles: impl IntoIterator<Item = [usize; 3]>) -> Self {
        let corners = |[a, b, c]: [usize; 3]| {
            let found = [*vertices.get(a)?, *vertices.get(b)?, *vertices.get(c)?];
            let turn = orient(found[0].point, found[1].point, found[2].point);
            let [a, b, c] = found;
            match turn {
                left if left > 0.0 => Some([a, b, c]),
                right if right < 0.0 => Some([a, c, b]),
                _ => None,
            }
        };
        let bounded = |corners: [SkinVertex; 3]| (corners, Bounds::of(corners.iter().map(|v| &v.point)));
        Self { triangles: triangles.into_iter().filter_map(corners).map(bounded).collect() }
    }

    /// The part of the skin under a piece, given in triangles of either winding. Cost: product of the
    /// triangles, a comparison of boxes for those that lie apart.
    #[must_use]
    pub fn under(&self, piece: impl IntoIterator<Item = [Point; 3]>) -> PaintedPiece {
        let mut painted = PaintedPiece::default();
        let mut part = Vec::with_capacity(9);
        let mut scratch = Vec::with_capacity(9);
        for triangle in piece {
            let area = orient(triangle[0], triangle[1], triangle[2]).abs();
            let bounds = Bounds::of(&triangle);
            for (corners, corner_bounds) in &self.triangles {
                if !bounds.meets(corner_bounds) {
                    continue;
                }
                part.clear();
                part.extend_from_slice(&triangle);
                for side in 0..3 {
                    clip(&mut part, corners[side].point, corners[(side + 1) % 3].point, &mut scratch);
                }
                if ring_share(&part, area) > LEAST_SHARE {
                    painted.push(&part, corners);
                }
            }
        }
        painted
    }
}

impl PaintedPiece {
    /// Adds a convex part that lies in the triangle of these corners.
    fn push(&mut self, part: &[Point], corners: &[SkinVertex; 3]) {
        let Ok(first) = u32::try_from(self.vertices.len()) else { return };
        self.vertices.extend(part.iter().map(|&point| at(point, corners)));
        self.triangles.extend((2..part.len() as u32).map(|last| [first, first + last - 1, first + last]));
    }
}

/// What is painted at a point of the triangle's plane: linear in it.
fn at(point: Point, corners: &[SkinVertex; 3]) -> SkinVertex {
    let [a, b, c] = corners;
    if let Some(same) = corners.iter().find(|corner| corner.point == point) {
        return *same;
    }
    let whole = orient(a.point, b.point, c.point);
    let (v, w) = (orient(c.point, a.point, point) / whole, orient(a.point, b.point, point) / whole);
    let u = 1.0 - v - w;
    let color = |channel: usize| {
        (u * f64::from(a.color[channel]) + v * f64::from(b.color[channel]) + w * f64::from(c.color[channel]))
            as f32
    };
    SkinVertex {
        point,
        uv: Point { x: u * a.uv.x + v * b.uv.x + w * c.uv.x, y: u * a.uv.y + v * b.uv.y + w * c.uv.y },
        color: [0, 1, 2, 3].map(color),
    }
}

/// Keeps what lies to the left of the line from `from` to `to`, the line included.
fn clip(part: &mut Vec<Point>, from: Point, to: Point, scratch: &mut Vec<Point>) {
    scratch.clear();
    let Some(&last) = part.last() else { return };
    let (mut before, mut before_side) = (last, orient(from, to, last));
    for &point in part.iter() {
        let side = orient(from, to, point);
        if (side > 0.0 && before_side < 0.0) || (side < 0.0 && before_side > 0.0) {
            let t = before_side / (before_side - side);
            scratch.push(before + (point - before) * t);
        }
        if side >= 0.0 {
            scratch.push(point);
        }
        (before, before_side) = (point, side);
    }
    core::mem::swap(part, scratch);
}

/// Area of a ring as a share of a triangle's, both doubled.
fn ring_share(ring: &[Point], of: f64) -> f64 {
    if ring.len() < 3 || of == 0.0 {
        return 0.0;
    }
    let doubled: f64 = ring.windows(2).skip(1).map(|edge| orient(ring[0], edge[0], edge[1])).sum();
    doubled.abs() / of
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    /// A square of two triangles whose texture is bent along the diagonal.
    fn bent() -> Skin {
        let corner = |x: f64, y: f64, u: f64, v: f64, red: f32| SkinVertex {
            point: point(x, y),
            uv: point(u, v),
            color: [red, 0.0, 0.0, 1.0],
        };
        let vertices = [
            corner(0.0, 0.0, 0.0, 0.0, 0.0),
            corner(10.0, 0.0, 5.0, 0.0, 1.0),
            corner(10.0, 10.0, 10.0, 10.0, 1.0),
            corner(0.0, 10.0, 0.0, 20.0, 0.0),
        ];
        // Either winding.
        Skin::new(&vertices, [[0, 1, 2], [0, 3, 2], [0, 0, 1], [0, 1, 9]])
    }

    fn area(painted: &PaintedPiece) -> f64 {
        let corner = |&index: &u32| painted.vertices[index as usize].point;
        painted
            .triangles
            .iter()
            .map(|t| 0.5 * orient(corner(&t[0]), corner(&t[1]), corner(&t[2])).abs())
            .sum()
    }

    #[test]
    fn a_piece_across_a_bend_is_painted_from_both_sides() {
        let piece = [[point(2.0, 0.0), point(10.0, 8.0), point(2.0, 8.0)]];
        let painted = bent().under(piece);
        assert!((area(&painted) - 32.0).abs() < 1e-9);
        for vertex in &painted.vertices {
            let Point { x, y } = vertex.point;
            // Either triangle's map, written down by hand.
            let wanted = if y <= x { (0.5 * x + 0.5 * y, y) } else { (x, 2.0 * y - x) };
            assert!((vertex.uv.x - wanted.0).abs() < 1e-9 && (vertex.uv.y - wanted.1).abs() < 1e-9);
            assert!((f64::from(vertex.color[0]) - 0.1 * x).abs() < 1e-6);
        }
    }

    #[test]
    fn corners_keep_their_bits_and_what_is_not_painted_is_left_out() {
        let odd = 0.1 + 0.2;
        let painted = bent().under([[point(5.0, odd), point(7.0, odd), point(7.0, 1.0)]]);
        assert!(painted.vertices.iter().any(|v| v.point == point(5.0, odd)));
        let half_out = bent().under([[point(-10.0, 0.0), point(10.0, 0.0), point(10.0, 10.0)]]);
        assert!(area(&half_out) < 100.0 - 20.0);
        assert!(bent().under([[point(50.0, 0.0), point(60.0, 0.0), point(60.0, 9.0)]]).vertices.is_empty());
    }
}
