//! How far each stretch of a border may stray into the pieces on its sides.
//!
//! Comes in: pieces. Goes out: for a stretch of a border the height of a strip over it that no strip
//! over another border of the piece reaches. A stretch may use half of the way to the nearest other
//! edge: two strips that met would make their stretches nearer to each other than they are. At a
//! corner, where that way is nothing, each of the two edges gets its side of the bisector.

use crate::pace::{self, Pace};
use crate::partition::pieces::Pieces;
use crate::point::{Bounds, Point, distance_squared_to_segment, unit};
use crate::predicate::orient;

/// What an edge takes, in steps.
const STEPS: usize = 8;

/// How much of the free room is used; the rest keeps lines apart.
const SHARE: f64 = 0.85;
/// The steepest rise out of a corner, as rise over run.
const STEEPEST: f64 = 0.8;

/// One side of a border: an edge of the piece there, which lies to its left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    pub a: Point,
    pub b: Point,
    /// The ring's vertex before `a`, and the one after `b`.
    before: Point,
    after: Point,
    piece: u32,
    edge: u32,
    /// The ring's edges before and after.
    neighbors: [u32; 2],
}

impl Side {
    pub fn of(pieces: &Pieces, ring: usize, edge: usize, piece: u32) -> Self {
        let range = pieces.ring_range(ring);
        let count = range.len();
        let index = |steps: usize| range.start + (edge - range.start + steps) % count;
        let point = |steps: usize| pieces.points[index(steps)];
        Self {
            a: point(0),
            b: point(1),
            before: point(count - 1),
            after: point(2),
            piece,
            edge: edge as u32,
            neighbors: [index(count - 1) as u32, index(1) as u32],
        }
    }

    /// Rise over run that the corner at `a` leaves to this edge.
    pub fn slope_at_a(&self) -> f64 {
        (SHARE * half_angle_tangent(self.a, self.b, self.before)).min(STEEPEST)
    }

    /// The same at `b`.
    pub fn slope_at_b(&self) -> f64 {
        (SHARE * half_angle_tangent(self.b, self.after, self.a)).min(STEEPEST)
    }
}

/// The edges of all pieces. Reused.
#[derive(Debug, Default)]
pub(super) struct Rooms {
    /// Piece by piece, by the least x of their box.
    edges: Vec<Edge>,
    /// For each of them the largest x of those of its piece up to it.
    reach: Vec<f64>,
    /// First edge of each piece, and one entry past the last.
    first: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    a: Point,
    b: Point,
    bounds: Bounds,
    index: u32,
}

impl Rooms {
    /// Takes in the pieces, unless it is told to stop. Cost: edges log edges.
    pub fn take(&mut self, pieces: &Pieces, pace: &Pace<'_>) {
        self.edges.clear();
        self.reach.clear();
        self.first.clear();
        for piece in 0..pieces.pieces.len() {
            if !pace.step(STEPS * pieces.piece_points(piece).len()) {
                return;
            }
            let first = self.edges.len();
            self.first.push(first as u32);
            for ring in pieces.piece_rings(piece) {
                for (edge, next) in pieces.edges(ring) {
                    let (a, b) = (pieces.points[edge], pieces.points[next]);
                    self.edges.push(Edge { a, b, bounds: Bounds::of(&[a, b]), index: edge as u32 });
                }
            }
            let mine = &mut self.edges[first..];
            pace::sort_by(pace, mine, |e, f| {
                e.bounds.min.x.total_cmp(&f.bounds.min.x).then(e.index.cmp(&f.index))
            });
            let mut reach = f64::NEG_INFINITY;
            self.reach.extend(mine.iter().map(|e| {
                reach = reach.max(e.bounds.max.x);
                reach
            }));
        }
        self.first.push(self.edges.len() as u32);
    }

    /// How far the stretch `p -> q` of a side may stray into its piece, at most `most`. A stretch that
    /// begins or ends in the edge's corner may not come near to the neighbour there, see
    /// [`Side::slope_at_a`]; here that neighbour does not count.
    pub fn height(&self, side: &Side, p: Point, q: Point, most: f64) -> f64 {
        let bounds = Bounds::of(&[p, q]);
        // Nothing farther than this matters.
        let reach = 2.0 * most / SHARE;
        let piece = side.piece as usize;
        let mine = self.first[piece] as usize..self.first[piece + 1] as usize;
        let (edges, reached) = (&self.edges[mine.clone()], &self.reach[mine]);
        let last = edges.partition_point(|e| e.bounds.min.x <= bounds.max.x + reach);
        let mut height = most;
        for (edge, &reached) in edges[..last].iter().zip(&reached[..last]).rev() {
            if reached < bounds.min.x - reach {
                break;
            }
            let is_apart = edge.bounds.max.x < bounds.min.x - reach
                || edge.bounds.max.y < bounds.min.y - reach
                || edge.bounds.min.y > bounds.max.y + reach;
            let is_corner = (edge.index == side.neighbors[0] && (p == side.a || q == side.a))
                || (edge.index == side.neighbors[1] && (p == side.b || q == side.b));
            if !is_apart && !is_corner && edge.index != side.edge {
                height = height.min(0.5 * SHARE * distance(p, q, edge.a, edge.b));
            }
        }
        height
    }
}

/// The tangent of half the angle at `corner`, counter-clockwise from the way to `from` to the way to
/// `to`; infinite for half a turn and more.
fn half_angle_tangent(corner: Point, from: Point, to: Point) -> f64 {
    let turn = orient(corner, from, to);
    let (u, v) = (from - corner, to - corner);
    if turn <= 0.0 {
        // In line: straight on, or back along itself.
        let is_folded = turn == 0.0 && u.x * v.x + u.y * v.y > 0.0;
        return if is_folded { 0.0 } else { f64::INFINITY };
    }
    let (u, v) = (unit(u), unit(v));
    (u.x * v.y - u.y * v.x).max(0.0) / (1.0 + u.x * v.x + u.y * v.y)
}

/// Distance of two segments that do not cross.
fn distance(a: Point, b: Point, c: Point, d: Point) -> f64 {
    use distance_squared_to_segment as to_segment;
    let least =
        to_segment(c, a, b).min(to_segment(d, a, b)).min(to_segment(a, c, d)).min(to_segment(b, c, d));
    least.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    #[test]
    fn half_angles_are_those_of_the_corner() {
        let origin = at(0.0, 0.0);
        for (degrees, tangent) in [(90.0_f64, 1.0), (60.0, 1.0 / 3.0_f64.sqrt()), (120.0, 3.0_f64.sqrt())] {
            let (sin, cos) = degrees.to_radians().sin_cos();
            let found = half_angle_tangent(origin, at(2.0, 0.0), at(5.0 * cos, 5.0 * sin));
            assert!((found - tangent).abs() < 1e-12, "{degrees}: {found}");
        }
        assert_eq!(half_angle_tangent(origin, at(1.0, 0.0), at(-1.0, 0.0)), f64::INFINITY);
        assert_eq!(half_angle_tangent(origin, at(1.0, 0.0), at(0.0, -1.0)), f64::INFINITY);
        assert_eq!(half_angle_tangent(origin, at(1.0, 0.0), at(3.0, 0.0)), 0.0);
    }

    #[test]
    fn distances_of_segments_are_those_of_their_nearest_points() {
        assert_eq!(distance(at(0.0, 0.0), at(4.0, 0.0), at(1.0, 2.0), at(3.0, 5.0)), 2.0);
        assert_eq!(distance(at(0.0, 0.0), at(4.0, 0.0), at(7.0, 4.0), at(9.0, 9.0)), 5.0);
        assert_eq!(distance(at(0.0, 0.0), at(4.0, 0.0), at(4.0, 0.0), at(9.0, 9.0)), 0.0);
    }
}
