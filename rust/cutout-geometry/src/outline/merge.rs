//! One outline around many rings that lie side by side, as the triangles of a mesh do.
//!
//! Comes in: rings in any order and winding, each of which covers what it runs around. Goes out: the rings
//! of their union, outer ones counter-clockwise and holes clockwise; an edge that two of them share is gone.

use crate::boolean::{self, Contour};
use crate::point::Point;
use crate::shape::ring_area;
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::float::overlay::{FloatOverlay, OverlayOptions};

/// The union of all rings, each filled. Rings without area, and those with coordinates that are no
/// numbers, cover nothing. The union of no rings is none. Cost: `n log n` in the edges.
#[must_use]
pub fn merged(rings: &[Vec<Point>]) -> Vec<Vec<Point>> {
    let contours: Vec<Contour> = rings
        .iter()
        .filter_map(|ring| {
            let area = ring_area(ring);
            // All one way, so that rings which overlap add up rather than cancel out.
            let mut contour = boolean::contour(ring);
            if area < 0.0 {
                contour.reverse();
            }
            (area != 0.0 && area.is_finite()).then_some(contour)
        })
        .collect();
    let nothing: [Contour; 0] = [];
    let union = FloatOverlay::<[f64; 2], i64>::from_subj_and_clip_custom(
        &contours,
        &nothing,
        OverlayOptions::ogc(),
        boolean::solver(),
    )
    .overlay(OverlayRule::Subject, FillRule::NonZero);
    union.iter().flatten().map(|contour| boolean::points(contour).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Vec<Point> {
        points.iter().map(|&(x, y)| Point { x, y }).collect()
    }

    fn area(rings: &[Vec<Point>]) -> f64 {
        rings.iter().map(|r| ring_area(r)).sum()
    }

    #[test]
    fn triangles_of_either_winding_become_the_outline_around_them() {
        let lower = ring(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]);
        let upper = ring(&[(0.0, 0.0), (0.0, 10.0), (10.0, 10.0)]);
        let outline = merged(&[lower, upper]);
        assert_eq!(outline.len(), 1);
        assert_eq!(outline[0].len(), 4);
        assert!((area(&outline) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn a_ring_of_triangles_keeps_its_hole_and_far_islands_stay_apart() {
        let strip = |a: (f64, f64), b, c, d| [ring(&[a, b, c]), ring(&[a, c, d])];
        let (o, i) = (
            [(0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (0.0, 30.0)],
            [(10.0, 10.0), (20.0, 10.0), (20.0, 20.0), (10.0, 20.0)],
        );
        let mut rings: Vec<_> =
            (0..4).flat_map(|k| strip(o[k], o[(k + 1) % 4], i[(k + 1) % 4], i[k])).collect();
        rings.push(ring(&[(100.0, 0.0), (110.0, 0.0), (100.0, 10.0)]));
        let outline = merged(&rings);
        assert_eq!(outline.len(), 3);
        assert!((area(&outline) - (800.0 + 50.0)).abs() < 1e-9);
    }

    #[test]
    fn what_covers_nothing_is_left_out() {
        assert!(merged(&[]).is_empty());
        let flat = ring(&[(0.0, 0.0), (5.0, 5.0), (9.0, 9.0)]);
        let broken = ring(&[(0.0, f64::NAN), (5.0, 5.0), (9.0, 0.0)]);
        assert!(merged(&[flat, broken]).is_empty());
    }
}
