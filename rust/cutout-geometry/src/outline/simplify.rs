//! Rings with fewer points that stay within a tolerance, and that still do not cross.
//!
//! Comes in: rings as traced from pixels, a point at every step. Goes out: as many rings or fewer, each a
//! subset of its points. The algorithm of Ramer, Douglas and Peucker (`geo`'s) keeps the tolerance but may
//! make rings cross where they come close; then Visvalingam and Whyatt's does (`geo`'s, the variant that
//! keeps topology), and where even that cannot, the rings stay as they were.

use crate::params::FillRule;
use crate::point::Point;
use crate::shape::{Shape, ring_area};
use geo::algorithm::{Simplify, SimplifyVwPreserve};
use geo::{LineString, Polygon};

/// The rings with points left out that lie within `tolerance` (same unit as the points; not negative) of
/// the line that is left. Rings that lose their area go. Cost: about `n log n` in the points.
#[must_use]
pub fn simplified(rings: &[Vec<Point>], tolerance: f64) -> Vec<Vec<Point>> {
    let tolerance = if tolerance.is_finite() { tolerance.max(0.0) } else { 0.0 };
    let by_distance: Vec<_> =
        rings.iter().filter_map(|ring| open(polygon(ring).simplify(tolerance))).collect();
    if !crosses(&by_distance) || crosses(rings) {
        return by_distance;
    }
    // The triangle that a point spans with its neighbours: at the tolerance for a height and the same for
    // half a base.
    let area = tolerance * tolerance;
    let by_area: Vec<_> =
        rings.iter().filter_map(|ring| open(polygon(ring).simplify_vw_preserve(area))).collect();
    if crosses(&by_area) { rings.to_vec() } else { by_area }
}

fn polygon(ring: &[Point]) -> Polygon<f64> {
    // Closes the ring.
    Polygon::new(LineString::new(ring.to_vec()), Vec::new())
}

/// The ring without its repeated end; none when it has no area left.
fn open(polygon: Polygon<f64>) -> Option<Vec<Point>> {
    let (exterior, _) = polygon.into_inner();
    let mut ring = exterior.0;
    ring.pop();
    (ring.len() >= 3 && ring_area(&ring) != 0.0).then_some(ring)
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
    use crate::point::distance_squared_to_segment;

    /// A disc's edge in steps of one pixel.
    fn stairs(radius: i32) -> Vec<Point> {
        let mut ring = Vec::new();
        let (mut x, mut y) = (radius, 0);
        let mut push = |x: i32, y: i32| ring.push(Point { x: f64::from(x), y: f64::from(y) });
        for (dx, dy) in [(-1, 1), (-1, -1), (1, -1), (1, 1)] {
            for _ in 0..radius {
                push(x, y);
                // The corner of the step that stays nearer to the circle.
                let out = (x + dx) * (x + dx) + y * y - radius * radius;
                let up = x * x + (y + dy) * (y + dy) - radius * radius;
                if out.abs() < up.abs() {
                    x += dx
                } else {
                    y += dy
                }
                push(x, y);
                if out.abs() < up.abs() { y += dy } else { x += dx }
            }
        }
        ring
    }

    #[test]
    fn every_point_left_out_lies_within_the_tolerance() {
        let ring = stairs(40);
        for tolerance in [0.0, 0.5, 1.0, 3.0] {
            let found = &simplified(std::slice::from_ref(&ring), tolerance)[0];
            let edges = |i: usize| (found[i], found[(i + 1) % found.len()]);
            for &p in &ring {
                let nearest = (0..found.len())
                    .map(edges)
                    .map(|(a, b)| distance_squared_to_segment(p, a, b).sqrt())
                    .fold(f64::INFINITY, f64::min);
                assert!(nearest <= tolerance + 1e-9, "{nearest} at {tolerance}");
            }
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
