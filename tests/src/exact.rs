//! Predicates whose answer no rounding changes, on `robust`'s adaptive arithmetic.

use crate::Point;
use std::cmp::Ordering;

/// Which side of the line from `a` to `b` the point `c` lies on: positive left, negative right,
/// zero on it.
#[must_use]
pub fn orient(a: Point, b: Point, c: Point) -> f64 {
    let coord = |p: Point| robust::Coord { x: p.x, y: p.y };
    robust::orient2d(coord(a), coord(b), coord(c))
}

/// Whether `p`, known to be on the line through `a` and `b`, lies on the segment.
fn within_box(a: Point, b: Point, p: Point) -> bool {
    a.x.min(b.x) <= p.x && p.x <= a.x.max(b.x) && a.y.min(b.y) <= p.y && p.y <= a.y.max(b.y)
}

/// Whether two closed segments have a point in common.
#[must_use]
pub fn segments_meet(a: Point, b: Point, c: Point, d: Point) -> bool {
    if a.x.max(b.x) < c.x.min(d.x)
        || c.x.max(d.x) < a.x.min(b.x)
        || a.y.max(b.y) < c.y.min(d.y)
        || c.y.max(d.y) < a.y.min(b.y)
    {
        return false;
    }
    let (d1, d2) = (orient(c, d, a), orient(c, d, b));
    let (d3, d4) = (orient(a, b, c), orient(a, b, d));
    let apart = |u: f64, v: f64| (u > 0.0 && v < 0.0) || (u < 0.0 && v > 0.0);
    if apart(d1, d2) && apart(d3, d4) {
        return true;
    }
    (d1 == 0.0 && within_box(c, d, a))
        || (d2 == 0.0 && within_box(c, d, b))
        || (d3 == 0.0 && within_box(a, b, c))
        || (d4 == 0.0 && within_box(a, b, d))
}

/// Whether the insides of two segments cross, or run along each other for a stretch. Touching in a
/// point is neither.
#[must_use]
pub fn segments_cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    let (d1, d2) = (orient(c, d, a), orient(c, d, b));
    let (d3, d4) = (orient(a, b, c), orient(a, b, d));
    if d1 == 0.0 && d2 == 0.0 {
        // On one line: do they share more than a point?
        let along = |p: Point| if a.x == b.x { p.y } else { p.x };
        let (low, high) = (along(a).min(along(b)), along(a).max(along(b)));
        let (from, to) = (along(c).min(along(d)), along(c).max(along(d)));
        return low.max(from) < high.min(to);
    }
    let apart = |u: f64, v: f64| (u > 0.0 && v < 0.0) || (u < 0.0 && v > 0.0);
    apart(d1, d2) && apart(d3, d4)
}

/// How often a ring winds around a point, counter-clockwise positive. `None`: the point is on the
/// ring.
#[must_use]
pub fn winding(ring: &[Point], p: Point) -> Option<i32> {
    let mut turns = 0;
    let mut a = *ring.last()?;
    for &b in ring {
        if (a.y <= p.y) != (b.y <= p.y) {
            let side = orient(a, b, p);
            if side == 0.0 {
                return None;
            }
            if (side > 0.0) == (b.y > a.y) {
                turns += if b.y > a.y { 1 } else { -1 };
            }
        } else if (a.y == p.y || b.y == p.y) && within_box(a, b, p) && orient(a, b, p) == 0.0 {
            return None;
        }
        a = b;
    }
    Some(turns)
}

/// An edge of one of several rings.
#[derive(Clone, Copy, Debug)]
struct Edge {
    a: Point,
    b: Point,
    ring: usize,
    index: usize,
}

/// How two edges of a set of rings may meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touching {
    /// Rings may touch each other (not themselves) in points.
    RingsInPoints,
    /// No two rings may have a point in common.
    Never,
}

/// Two edges that meet where they must not: `(ring, edge)` twice.
pub type Clash = ((usize, usize), (usize, usize));

/// The first two edges that make a set of rings not simple: edges of one ring meeting anywhere but
/// at the corner they share, a ring folding back on itself, or rings meeting against `touching`.
/// Sweeps by x; near `n log n` for shapes that are not all of one width.
#[must_use]
pub fn first_clash<'a>(rings: impl Iterator<Item = &'a [Point]>, touching: Touching) -> Option<Clash> {
    let mut edges = Vec::new();
    let mut lengths = Vec::new();
    for (ring, points) in rings.enumerate() {
        lengths.push(points.len());
        for index in 0..points.len() {
            edges.push(Edge { a: points[index], b: points[(index + 1) % points.len()], ring, index });
        }
    }
    edges.sort_by(|e, f| e.a.x.min(e.b.x).total_cmp(&f.a.x.min(f.b.x)));
    let mut active: Vec<Edge> = Vec::new();
    for &e in &edges {
        let left = e.a.x.min(e.b.x);
        let mut clash = None;
        active.retain(|f| {
            if f.a.x.max(f.b.x) < left {
                return false;
            }
            if clash.is_none() && clashes(e, *f, &lengths, touching) {
                clash = Some(((f.ring, f.index), (e.ring, e.index)));
            }
            true
        });
        if clash.is_some() {
            return clash;
        }
        active.push(e);
    }
    None
}

fn clashes(e: Edge, f: Edge, lengths: &[usize], touching: Touching) -> bool {
    if e.ring != f.ring {
        return match touching {
            Touching::Never => segments_meet(e.a, e.b, f.a, f.b),
            Touching::RingsInPoints => segments_cross(e.a, e.b, f.a, f.b),
        };
    }
    let n = lengths[e.ring];
    let (first, second) = match ((e.index + 1) % n == f.index, (f.index + 1) % n == e.index) {
        (true, true) => return true, // a ring of two
        (true, false) => (e, f),
        (false, true) => (f, e),
        (false, false) => return segments_meet(e.a, e.b, f.a, f.b),
    };
    // Neighbours share a corner; folded back onto each other they share more.
    orient(first.a, first.b, second.b) == 0.0 && folds_back(first.a, first.b, second.b)
}

/// Whether the path from `a` over `b` to `c`, all on one line, turns back at `b`.
#[must_use]
pub fn folds_back(a: Point, b: Point, c: Point) -> bool {
    let opposed = |u: Ordering, v: Ordering| u != Ordering::Equal && u == v.reverse();
    opposed(a.x.total_cmp(&b.x), b.x.total_cmp(&c.x)) || opposed(a.y.total_cmp(&b.y), b.y.total_cmp(&c.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[[f64; 2]]) -> Vec<Point> {
        points.iter().map(|p| Point { x: p[0], y: p[1] }).collect()
    }

    fn is_simple(points: &[[f64; 2]]) -> bool {
        first_clash(std::iter::once(ring(points).as_slice()), Touching::Never).is_none()
    }

    #[test]
    fn a_square_is_simple_and_a_bow_tie_is_not() {
        assert!(is_simple(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]));
        assert!(!is_simple(&[[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0]]));
    }

    #[test]
    fn collinear_corners_are_simple_and_spikes_are_not() {
        assert!(is_simple(&[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [1.0, 1.0]]));
        assert!(!is_simple(&[[0.0, 0.0], [2.0, 0.0], [1.0, 0.0], [1.0, 1.0]]));
        assert!(!is_simple(&[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]));
    }

    #[test]
    fn a_ring_that_touches_itself_is_not_simple() {
        assert!(!is_simple(&[[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [1.0, 0.0], [0.0, 2.0]]));
    }

    #[test]
    fn the_last_bit_decides_on_which_side_a_point_lies() {
        let (a, b) = (Point { x: 0.0, y: 0.0 }, Point { x: 3.0, y: 1.0 });
        let third = 1.0 / 3.0;
        assert!(orient(a, b, Point { x: 1.0, y: third }) < 0.0, "1/3 is rounded down");
        assert!(orient(a, b, Point { x: 1.0, y: f64::from_bits(third.to_bits() + 1) }) > 0.0);
    }

    #[test]
    fn winding_tells_inside_outside_and_border() {
        let square = ring(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]);
        assert_eq!(winding(&square, Point { x: 0.5, y: 0.5 }), Some(1));
        assert_eq!(winding(&square, Point { x: 1.5, y: 0.0 }), Some(0));
        assert_eq!(winding(&square, Point { x: 1.5, y: 1.0 }), Some(0));
        for (x, y) in [(0.0, 0.0), (0.5, 0.0), (1.0, 0.5), (0.25, 1.0), (0.0, 0.75)] {
            assert_eq!(winding(&square, Point { x, y }), None, "({x}, {y})");
        }
        let clockwise: Vec<Point> = square.iter().rev().copied().collect();
        assert_eq!(winding(&clockwise, Point { x: 0.5, y: 0.5 }), Some(-1));
    }

    #[test]
    fn rings_may_touch_in_points_only_where_that_is_allowed() {
        let a = ring(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]);
        let b = ring(&[[1.0, 0.5], [2.0, 0.0], [2.0, 1.0]]);
        let both = [a.as_slice(), b.as_slice()];
        assert!(first_clash(both.into_iter(), Touching::Never).is_some());
        assert!(first_clash(both.into_iter(), Touching::RingsInPoints).is_none());
        let c = ring(&[[1.0, 0.2], [2.0, 0.0], [1.0, 0.8]]);
        let along = [a.as_slice(), c.as_slice()];
        assert!(first_clash(along.into_iter(), Touching::RingsInPoints).is_some());
    }
}
