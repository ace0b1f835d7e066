//! What sees what inside a piece: decided exactly.

use super::Corner;
use crate::audit::is_counter_clockwise;
use crate::overlay::each_overlap;
use crate::pace::Pace;
use crate::point::{Bounds, Point, distance_squared_to_segment};
use crate::predicate::{meet, orient};

/// The corner of `ring` nearest to `from_ring[from]` that passes `is_wanted` and is in its sight:
/// the segment runs inside, past the edges of `ring` and of `obstacles`, and farther from other vertices
/// than `room`.
pub(super) fn nearest_in_sight(
    from_ring: &[Corner],
    from: usize,
    ring: &[Corner],
    obstacles: &[Vec<Corner>],
    room: f64,
    is_wanted: impl Fn(usize) -> bool,
) -> Option<usize> {
    let start = from_ring[from].point;
    let after = from_ring[if from + 1 == from_ring.len() { 0 } else { from + 1 }].point;
    let distance = |i: usize| {
        let d = ring[i].point - start;
        d.x * d.x + d.y * d.y
    };
    // Nearest first without sorting them all: the next one is the least above the last, by
    // (distance, index).
    let mut last = (f64::NEG_INFINITY, 0);
    loop {
        let next = (0..ring.len())
            .filter(|&i| is_wanted(i))
            .map(|i| (distance(i), i))
            .filter(|&(d, i)| (d, i) > last || last.0 == f64::NEG_INFINITY)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        last = next;
        let end = ring[next.1].point;
        let is_open = end != start
            && in_cone(from_ring, from, end)
            && in_cone(ring, next.1, start)
            && is_free(start, end, ring)
            && obstacles.iter().all(|hole| is_free(start, end, hole))
            && obstacles
                .iter()
                .all(|hole| looks_inside(hole, start, [end]) && looks_inside(hole, end, [start]))
            && (obstacles.is_empty() || looks_inside(ring, start, [end, after]))
            && (room == 0.0
                || core::iter::once(ring)
                    .chain(obstacles.iter().map(Vec::as_slice))
                    .all(|r| is_clear(start, end, r, room)));
        if is_open {
            return Some(next.1);
        }
    }
}

/// A corner of the hole and one of the ring at the same place, where the hole lies inside of the ring.
pub(super) fn common_corner(hole: &[Corner], ring: &[Corner]) -> Option<(usize, usize)> {
    (0..hole.len()).find_map(|from| {
        let next = hole[if from + 1 == hole.len() { 0 } else { from + 1 }].point;
        let is_here = |&to: &usize| ring[to].point == hole[from].point && in_cone(ring, to, next);
        (0..ring.len()).find(is_here).map(|to| (from, to))
    })
}

/// Whether the direction from corner `at` to `p` leads inside (interior on the left of the ring).
pub(super) fn in_cone(ring: &[Corner], at: usize, p: Point) -> bool {
    let before = ring[if at == 0 { ring.len() - 1 } else { at - 1 }].point;
    let here = ring[at].point;
    let after = ring[if at + 1 == ring.len() { 0 } else { at + 1 }].point;
    let left_of_in = orient(before, here, p) > 0.0;
    let left_of_out = orient(here, after, p) > 0.0;
    if orient(before, here, after) > 0.0 { left_of_in && left_of_out } else { left_of_in || left_of_out }
}

/// Whether the ways from `p` to all of `ends` lead inside of a ring in one corner that it has at `p`; where
/// it has none they do. Rings that touch have corners in one place, and what runs inside of one may run
/// outside of the other.
fn looks_inside<const N: usize>(ring: &[Corner], p: Point, ends: [Point; N]) -> bool {
    let mut here = (0..ring.len()).filter(|&i| ring[i].point == p).peekable();
    here.peek().is_none() || here.any(|i| ends.iter().all(|&end| in_cone(ring, i, end)))
}

/// Whether the ring's vertices, but for the segment's ends, are farther from it than `room`.
fn is_clear(a: Point, b: Point, ring: &[Corner], room: f64) -> bool {
    let is_end = |p: Point| p == a || p == b;
    ring.iter().all(|c| is_end(c.point) || distance_squared_to_segment(c.point, a, b) > room * room)
}

/// Whether the open segment `ab` meets no edge of the ring, and no vertex.
fn is_free(a: Point, b: Point, ring: &[Corner]) -> bool {
    let Some(last) = ring.last() else { return true };
    let mut p = last.point;
    ring.iter().all(|corner| {
        let q = corner.point;
        let free = !blocks(a, b, p, q);
        p = q;
        free
    })
}

/// Whether the edge `pq` keeps `a` and `b` out of each other's sight.
pub(super) fn blocks(a: Point, b: Point, p: Point, q: Point) -> bool {
    let (low_x, high_x) = (a.x.min(b.x), a.x.max(b.x));
    let (low_y, high_y) = (a.y.min(b.y), a.y.max(b.y));
    if p.x.max(q.x) < low_x || p.x.min(q.x) > high_x || p.y.max(q.y) < low_y || p.y.min(q.y) > high_y {
        return false;
    }
    let (p_side, q_side) = (orient(a, b, p), orient(a, b, q));
    if p_side * q_side > 0.0 {
        return false;
    }
    let (a_side, b_side) = (orient(p, q, a), orient(p, q, b));
    if a_side * b_side > 0.0 {
        return false;
    }
    let meets_end = |v: Point| v == a || v == b;
    if p_side == 0.0 && q_side == 0.0 {
        // In line: only harmless where it touches an end from outside.
        let within = |v: Point| {
            let (u, w) = (v - a, b - a);
            let dot = u.x * w.x + u.y * w.y;
            dot > 0.0 && dot < w.x * w.x + w.y * w.y
        };
        return within(p) || within(q) || (meets_end(p) && meets_end(q));
    }
    // An edge that only shares an end with the segment does not block it.
    !(meets_end(p) || meets_end(q))
}

/// Whether a ring meets itself nowhere and runs counter-clockwise.
pub(super) fn is_simple(ring: &[Corner], pace: &Pace<'_>) -> bool {
    let points: Vec<Point> = ring.iter().map(|c| c.point).collect();
    if points.len() < 3 || !is_counter_clockwise(&points) {
        return false;
    }
    let ends = |i: usize| (points[i], points[if i + 1 == points.len() { 0 } else { i + 1 }]);
    let boxes: Vec<Bounds> = (0..points.len()).map(|i| Bounds::of([&ends(i).0, &ends(i).1])).collect();
    let mut is_simple = true;
    each_overlap(&boxes, pace, |i, j| {
        let ((a, b), (p, q)) = (ends(i), ends(j));
        let are_neighbors = i.abs_diff(j) == 1 || i.abs_diff(j) == points.len() - 1;
        let shared = a == p || a == q || b == p || b == q;
        is_simple &= shared == are_neighbors && !meet(a, b, p, q);
    });
    is_simple
}
