//! Rings with fewer points that stay within a tolerance, and that still do not cross.
//!
//! Comes in: rings as traced from pixels, a point at every step. Goes out: as many rings or fewer, each a
//! subset of its points. The algorithm of Ramer, Douglas and Peucker keeps the tolerance but may make rings
//! cross where they come close; then Visvalingam and Whyatt's does (`geo`'s, the variant that keeps
//! topology), with the largest area that keeps the tolerance too, and where none does, the rings stay as
//! they were.

use super::thin::thinned;
use crate::params::FillRule;
use crate::point::{Point, distance_squared_to_segment};
use crate::shape::{Shape, ring_area};
use geo::algorithm::SimplifyVwPreserve;
use geo::{LineString, Polygon};

/// Points of a ring that ends where it begins, at least: those of a triangle.
const LEAST_POINTS: usize = 4;
/// Areas that are tried where rings come close, each a quarter of the one before.
const MOST_AREAS: i32 = 6;

/// The rings with points left out that lie within `tolerance` (same unit as the points; not negative) of
/// the line that is left. Rings that lose their area go. Rings that cross or touch as they come may do so
/// elsewhere too when they go. Cost: about `n log n` in the points.
#[must_use]
pub fn simplified(rings: &[Vec<Point>], tolerance: f64) -> Vec<Vec<Point>> {
    let tolerance = if tolerance.is_finite() { tolerance.max(0.0) } else { 0.0 };
    let by_distance: Vec<_> =
        rings.iter().filter_map(|ring| open(thinned(&closed(ring), tolerance, LEAST_POINTS))).collect();
    if !crosses(&by_distance) || crosses(rings) {
        return by_distance;
    }
    // The triangle that a point spans with its neighbours: at first the tolerance for a height and the same
    // for half a base.
    let mut area = tolerance * tolerance;
    for _ in 0..MOST_AREAS {
        let thin: Vec<_> = rings.iter().map(|ring| thinned_by_area(&closed(ring), area)).collect();
        let strays = |(ring, thin): (&Vec<_>, &Vec<_>)| !is_within(&closed(ring), thin, tolerance);
        if !rings.iter().zip(&thin).any(strays) {
            let by_area: Vec<_> = thin.into_iter().filter_map(open).collect();
            if !crosses(&by_area) {
                return by_area;
            }
        }
        area *= 0.25;
    }
    rings.to_vec()
}

/// The ring with its first point at its end again.
fn closed(ring: &[Point]) -> Vec<Point> {
    let end = ring.first().filter(|&first| ring.last() != Some(first));
    ring.iter().chain(end).copied().collect()
}

/// The ring without its repeated end; none when it has no area left.
fn open(mut ring: Vec<Point>) -> Option<Vec<Point>> {
    ring.pop();
    (ring.len() >= 3 && ring_area(&ring) != 0.0).then_some(ring)
}

fn thinned_by_area(ring: &[Point], area: f64) -> Vec<Point> {
    let polygon = Polygon::new(LineString::new(ring.to_vec()), Vec::new());
    polygon.simplify_vw_preserve(area).into_inner().0.0
}

/// Whether each point of a ring lies within the tolerance of the edge of `thin` that took its place. Both
/// end where they begin; `thin` is a subset, in the order of the ring, whose other points are distinct.
fn is_within(ring: &[Point], thin: &[Point], tolerance: f64) -> bool {
    let mut left = ring;
    thin.windows(2).all(|edge| {
        let until = left.iter().skip(1).position(|p| *p == edge[1]).map_or(0, |at| at + 1);
        let (skipped, rest) = left.split_at(until);
        left = rest;
        let is_near = |&p: &Point| distance_squared_to_segment(p, edge[0], edge[1]) <= tolerance * tolerance;
        until > 0 && skipped.iter().skip(1).all(is_near)
    })
}

/// Whether edges cross or touch, so that the shape would have to be rebuilt.
fn crosses(rings: &[Vec<Point>]) -> bool {
    if rings.is_empty() {
        return false;
    }
    let rings: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
    let mut shape = Shape::default();
    shape.load(&rings, FillRule::EvenOdd).is_err() || shape.is_rebuilt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disc's edge in steps of one pixel, from the bottom along the right side.
    fn stairs(radius: i32) -> Vec<Point> {
        let half_width = |y: i32| f64::from(radius * radius - y * (y + 1)).sqrt().floor();
        let corners = |y: i32| [y, y + 1].map(|at| Point { x: half_width(y), y: f64::from(at) });
        let right: Vec<Point> = (-radius..radius).flat_map(corners).collect();
        let left = right.iter().rev().map(|p| Point { x: -p.x, y: p.y });
        let mut ring: Vec<Point> = right.iter().copied().chain(left).collect();
        ring.dedup();
        ring
    }

    /// The farthest that a point of `ring` is from what was made of it.
    fn straying(ring: &[Point], found: &[Point]) -> f64 {
        let distance = |p: Point| {
            let ends = found.iter().zip(found.iter().cycle().skip(1));
            let each = ends.map(|(&a, &b)| distance_squared_to_segment(p, a, b).sqrt());
            each.fold(f64::INFINITY, f64::min)
        };
        ring.iter().map(|&p| distance(p)).fold(0.0, f64::max)
    }

    #[test]
    fn every_point_left_out_lies_within_the_tolerance() {
        let ring = stairs(40);
        for tolerance in [0.0, 0.5, 1.0, 3.0] {
            let found = &simplified(std::slice::from_ref(&ring), tolerance)[0];
            let strayed = straying(&ring, found);
            assert!(strayed <= tolerance + 1e-9, "{strayed} at {tolerance}");
            assert!(found.iter().all(|p| ring.contains(p)));
            if tolerance >= 1.0 {
                assert!(found.len() < ring.len() / 4, "{} of {}", found.len(), ring.len());
            }
        }
    }

    #[test]
    fn rings_that_come_close_do_not_come_to_cross() {
        // A belly of the outer ring, and the tip of a hole that hangs into it. By distance alone the belly
        // would go and the tip would stay.
        let outer = [(0.0, 0.0), (20.0, -4.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0)];
        let hole = [(10.0, 4.0), (20.0, -2.5), (30.0, 4.0), (30.0, 30.0), (10.0, 30.0)];
        let rings: Vec<Vec<Point>> =
            [&outer, &hole].map(|r| r.iter().map(|&(x, y)| Point { x, y }).collect()).to_vec();
        assert!(!crosses(&rings));
        let found = simplified(&rings, 4.5);
        assert!(!crosses(&found));
        assert_eq!(found[0].len(), 5, "the belly stays");
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn where_rings_come_close_the_tolerance_holds_too() {
        // A hoop; its rings, each thinned by distance alone, become squares that stand across each other.
        let mut rings = [stairs(40), stairs(36)];
        let eighth = rings[1].len() / 8;
        rings[1].rotate_left(eighth);
        for tolerance in [12.0, 14.0, 18.0] {
            let apart = |ring: &Vec<Point>| open(thinned(&closed(ring), tolerance, LEAST_POINTS));
            assert!(crosses(&rings.iter().filter_map(apart).collect::<Vec<_>>()), "a case of the other kind");
            let found = simplified(&rings, tolerance);
            assert!(!crosses(&found));
            for (ring, found) in rings.iter().zip(&found) {
                let strayed = straying(ring, found);
                assert!(strayed <= tolerance + 1e-9, "{strayed} at {tolerance}");
                assert!(found.len() < ring.len() / 2, "{} of {}", found.len(), ring.len());
            }
        }
    }

    #[test]
    fn what_has_no_area_goes_and_a_speck_stays() {
        let flat = vec![Point { x: 0.0, y: 0.0 }, Point { x: 4.0, y: 0.0 }, Point { x: 8.0, y: 0.0 }];
        let speck = vec![
            Point { x: 20.0, y: 0.0 },
            Point { x: 21.0, y: 0.0 },
            Point { x: 21.0, y: 1.0 },
            Point { x: 20.0, y: 1.0 },
        ];
        assert!(simplified(&[flat], 1.0).is_empty());
        assert_eq!(simplified(&[speck], 1.0).len(), 1);
        assert!(simplified(&[], 1.0).is_empty());
    }
}
