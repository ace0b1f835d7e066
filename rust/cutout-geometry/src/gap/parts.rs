//! What is left of a piece: which of its edges are the old outline, and whether single precision can
//! hold its rings.

use crate::cells::NONE;
use crate::join::Least;
use crate::params::FillRule;
use crate::partition::pieces::Pieces;
use crate::point::{Bounds, Point, by_x_then_y, distance_squared_to_segment, length_squared};
use crate::report::Repairs;
use crate::shape::{Ring, Shape, ring_area, ring_holds};
use core::ops::Range;

/// What the boolean operation's rounding can move a point by, as a fraction of the piece's size.
const GRID: f64 = 1.0 / (1u64 << 44) as f64;
/// What rounding to single precision can move one by, as a fraction of the largest coordinate, with
/// room for what mending a ring takes.
pub(crate) const SINGLE: f64 = 8.0 / (1u64 << 24) as f64;
/// The same for double precision.
pub(super) const DOUBLE: f64 = 1.0 / (1u64 << 43) as f64;
/// How often a ring that rounding folds is mended.
const ROUNDS: usize = 8;

/// The outline edges of a piece, sorted by the least x of their box.
pub(crate) struct Outlines {
    edges: Vec<(Point, Point, Bounds)>,
    /// For each of them the largest x of those up to it.
    reach: Vec<f64>,
    /// All vertices of the piece, by x.
    vertices: Vec<Point>,
    /// How far rounding may have moved a point.
    pub grid: f64,
}

impl Outlines {
    pub fn of(pieces: &Pieces, rings: Range<usize>, is_cut: &[bool], bounds: &Bounds) -> Self {
        let mut edges = Vec::new();
        let mut vertices = Vec::new();
        for ring in rings {
            for (edge, next) in pieces.edges(ring) {
                let (a, b) = (pieces.points[edge], pieces.points[next]);
                vertices.push(a);
                if !is_cut[edge] {
                    edges.push((a, b, Bounds::of(&[a, b])));
                }
            }
        }
        vertices.sort_unstable_by(by_x_then_y);
        let size = bounds.size();
        let far = size.x.max(size.y) + bounds.min.x.abs().max(bounds.min.y.abs());
        Self { vertices, grid: GRID * far, ..Self::along(edges) }
    }

    /// Of edges alone, each with its box: [`Outlines::restore`] finds no vertices.
    pub fn along(mut edges: Vec<(Point, Point, Bounds)>) -> Self {
        edges.sort_by(|a, b| a.2.min.x.total_cmp(&b.2.min.x));
        let mut reach = f64::NEG_INFINITY;
        let reach = edges
            .iter()
            .map(|e| {
                reach = reach.max(e.2.max.x);
                reach
            })
            .collect();
        Self { edges, reach, vertices: Vec::new(), grid: 0.0 }
    }

    /// The vertex of the piece that a point was, to within rounding; else the point.
    pub fn restore(&self, p: Point) -> Point {
        let from = self.vertices.partition_point(|v| v.x < p.x - self.grid);
        let near = self.vertices[from..].iter().take_while(|v| v.x <= p.x + self.grid);
        let mut found = p;
        let mut least = self.grid * self.grid;
        for &v in near {
            let distance = length_squared(v - p);
            if distance <= least {
                (found, least) = (v, distance);
            }
        }
        found
    }

    /// Appends a ring, whose edges carry `key` where they are not outline.
    pub fn write(&self, ring: &[Point], tolerance: f64, key: u32, out: &mut Pieces) {
        for (at, &a) in ring.iter().enumerate() {
            let b = ring[if at + 1 == ring.len() { 0 } else { at + 1 }];
            out.push(a, if self.has(a, b, tolerance) { NONE } else { key });
        }
        if !out.end_ring() {
            out.drop_ring();
        }
    }

    /// Whether an edge lies on one of the outline.
    pub fn has(&self, p: Point, q: Point, tolerance: f64) -> bool {
        let bounds = Bounds::of(&[p, q]);
        let last = self.edges.partition_point(|e| e.2.min.x <= bounds.max.x + tolerance);
        for ((a, b, bounds_of_edge), &reach) in self.edges[..last].iter().zip(&self.reach[..last]).rev() {
            if reach < bounds.min.x - tolerance {
                return false;
            }
            let is_near = bounds_of_edge.min.y <= bounds.max.y + tolerance
                && bounds.min.y - tolerance <= bounds_of_edge.max.y;
            if is_near && to_segment(p, *a, *b) <= tolerance && to_segment(q, *a, *b) <= tolerance {
                return true;
            }
        }
        false
    }
}

/// Outer rings, each with the holes that follow it.
pub(crate) fn each(rings: &[Vec<Point>]) -> impl Iterator<Item = &[Vec<Point>]> {
    let starts: Vec<usize> = (0..rings.len()).filter(|&i| i == 0 || ring_area(&rings[i]) > 0.0).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([rings.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| &rings[start..end])
}

/// Whether a part has an area, and more than the least thickness.
pub(crate) fn is_thicker(part: &[Vec<Point>], thinnest: f64) -> bool {
    let Some(outer) = part.first().filter(|outer| outer.len() >= 3) else { return false };
    let area: f64 = part.iter().map(|ring| ring_area(ring)).sum();
    area > 0.0 && Least { area: 0.0, width: thinnest }.is_met(area, &Bounds::of(outer))
}

/// Mends rings that the rounding of their coordinates, once they are handed out, would fold over or make
/// touch. `store` is that rounding, and `least` a few units of its last place. False: there are none.
pub(crate) fn mend(
    rings: &mut Vec<Vec<Point>>,
    whole: &Shape,
    store: fn(Point) -> Point,
    least: f64,
    stored: &mut Shape,
) -> bool {
    // What rounding left between a strip and the outline is such a needle.
    let mut is_mended = false;
    rings.iter_mut().for_each(|ring| is_mended |= blunt(ring, least));
    rings.retain(|ring| ring.len() >= 3);
    for round in 0..ROUNDS {
        let mut rounded: Vec<Vec<Point>> =
            rings.iter().map(|ring| ring.iter().map(|&p| store(p + whole.origin)).collect()).collect();
        if round > 0 {
            rounded.iter_mut().for_each(|ring| {
                blunt(ring, least);
            });
        }
        let refs: Vec<&[Point]> = rounded.iter().filter(|r| r.len() >= 3).map(Vec::as_slice).collect();
        if stored.load(&refs, FillRule::NonZero).is_err() {
            rings.clear();
            return true;
        }
        let Repairs { duplicate_points, spikes, dropped_rings, rebuilt, .. } = stored.repairs;
        if !rebuilt && duplicate_points + spikes + dropped_rings == 0 {
            if round > 0 {
                *rings = rounded;
                for ring in rings.iter_mut().flatten() {
                    *ring = *ring - whole.origin;
                }
            }
            return is_mended || round > 0;
        }
        rings.clear();
        let points = |ring: Ring| -> Vec<Point> {
            stored.ring(ring).iter().map(|&p| p + stored.origin - whole.origin).collect()
        };
        // Each outer ring with its holes.
        for &outer in stored.rings.iter().filter(|r| !r.is_hole) {
            rings.push(points(outer));
            for &hole in stored.rings.iter().filter(|r| r.is_hole) {
                if ring_holds(stored.ring(outer), stored.ring(hole)) {
                    rings.push(points(hole));
                }
            }
        }
    }
    true
}

/// Takes off the tips of needles thinner than `least`: their two sides would meet wherever rounding has
/// them cross. False: there are none.
fn blunt(ring: &mut Vec<Point>, least: f64) -> bool {
    let before = ring.len();
    let mut at = 0;
    let mut unchanged = 0;
    while ring.len() >= 3 && unchanged < ring.len() {
        let count = ring.len();
        at %= count;
        if is_tip([ring[(at + count - 1) % count], ring[at], ring[(at + 1) % count]], least) {
            ring.remove(at);
            // Its neighbours have new neighbours.
            at = (at + count - 2) % (count - 1);
            unchanged = 0;
        } else {
            at += 1;
            unchanged += 1;
        }
    }
    ring.len() < before
}

/// Whether a corner is the tip of a needle thinner than `least`.
pub(crate) fn is_tip([a, tip, b]: [Point; 3], least: f64) -> bool {
    let (u, v) = (a - tip, b - tip);
    let (near, far) = if length_squared(u) <= length_squared(v) { (a, b) } else { (b, a) };
    u.x * v.x + u.y * v.y > 0.0 && to_segment(near, tip, far) <= least
}

/// A point as double precision keeps it.
pub(super) fn double(p: Point) -> Point {
    p
}

/// The one of several pieces whose border is nearest to a point.
pub(super) fn nearest(pieces: &Pieces, mut among: Range<usize>, p: Point) -> Option<usize> {
    if among.len() <= 1 {
        return among.next();
    }
    let away = |piece: &usize| distance(pieces, *piece, p);
    among.min_by(|a, b| away(a).total_cmp(&away(b)))
}

/// Distance of a point from the border of a piece.
fn distance(pieces: &Pieces, piece: usize, p: Point) -> f64 {
    let mut least = f64::INFINITY;
    for ring in pieces.piece_rings(piece) {
        let points = pieces.ring(ring);
        let Some(&last) = points.last() else { continue };
        let mut a = last;
        for &b in points {
            least = least.min(to_segment(p, a, b));
            a = b;
        }
    }
    least
}

/// Distance of a point from a segment.
fn to_segment(p: Point, a: Point, b: Point) -> f64 {
    distance_squared_to_segment(p, a, b).sqrt()
}
