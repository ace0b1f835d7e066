//! Outlines of the solids that physics engines know: round ones as rings of chords, and loose edges put
//! together to rings.
//!
//! Goes out: rings that run counter-clockwise about the origin (edges: as they are). Chords end on the true
//! outline and stray from it by no more than the tolerance, so a ring has as many corners as its size asks
//! for.

use crate::Point;
use crate::angle::direction_of_turns;
use crate::point::by_x_then_y;

/// Corners of a full circle, at least and at most: a multiple of 4, so that the extremes are corners.
const FEWEST_CORNERS: usize = 12;
const MOST_CORNERS: usize = 256;

/// A circle about the origin. `radius` and `tolerance` are above 0 and in the same unit.
pub fn circle(radius: f64, tolerance: f64) -> Vec<Point> {
    let corners = corners_of(radius, tolerance);
    (0..corners).map(|at| on_circle(radius, at, corners)).collect()
}

/// An upright capsule about the origin: two half circles `height` apart from end to end, at least
/// `2 * radius`, and the straight sides between.
pub fn capsule(radius: f64, height: f64, tolerance: f64) -> Vec<Point> {
    let straight = (height * 0.5 - radius).max(0.0);
    if straight == 0.0 {
        return circle(radius, tolerance);
    }
    let corners = corners_of(radius, tolerance);
    let half = corners / 2;
    let moved = |at: usize, by: f64| {
        let corner = on_circle(radius, at % corners, corners);
        Point { x: corner.x, y: corner.y + by }
    };
    // From the right along one end, and from the left along the other.
    let ends = [(0, straight), (half, -straight)];
    ends.into_iter()
        .flat_map(|(first, by)| (0..=half).map(move |step| (first + step, by)))
        .map(|(at, by)| moved(at, by))
        .collect()
}

/// The rings that edges make, each from one point to another, in any order and direction; none where they
/// leave an end loose, or more than two of them meet.
pub fn chained(edges: &[[Point; 2]]) -> Option<Vec<Vec<Point>>> {
    let mut ends: Vec<(Point, usize)> = Vec::with_capacity(2 * edges.len());
    for (index, &[from, to]) in edges.iter().enumerate() {
        if from != to {
            ends.extend([(from, index), (to, index)]);
        }
    }
    ends.sort_by(|a, b| by_x_then_y(&a.0, &b.0).then(a.1.cmp(&b.1)));
    let (pairs, loose) = ends.as_chunks::<2>();
    let meet_by_two =
        pairs.iter().all(|[a, b]| a.0 == b.0) && pairs.windows(2).all(|w| w[0][0].0 != w[1][0].0);
    if !loose.is_empty() || !meet_by_two {
        return None;
    }
    let mut is_done = vec![false; edges.len()];
    let mut rings = Vec::new();
    for first in 0..edges.len() {
        let [start, mut at] = edges[first];
        if is_done[first] || start == at {
            continue;
        }
        is_done[first] = true;
        let mut ring = vec![start];
        let mut along = first;
        while at != start {
            ring.push(at);
            let found = pairs.binary_search_by(|[end, _]| by_x_then_y(&end.0, &at));
            let [a, b] = pairs.get(found.ok()?)?;
            along = if a.1 == along { b.1 } else { a.1 };
            is_done[along] = true;
            let [from, to] = edges[along];
            at = if from == at { to } else { from };
        }
        if ring.len() >= 3 {
            rings.push(ring);
        }
    }
    Some(rings)
}

fn on_circle(radius: f64, at: usize, corners: usize) -> Point {
    let direction = direction_of_turns(at as f64 / corners as f64);
    Point { x: radius * direction.x, y: radius * direction.y }
}

/// So many that the middle of a chord is no farther from the circle than the tolerance.
fn corners_of(radius: f64, tolerance: f64) -> usize {
    let part = (tolerance / radius).clamp(1e-9, 0.5);
    let wanted = std::f64::consts::PI / libm::acos(1.0 - part);
    (libm::ceil(wanted) as usize).next_multiple_of(4).clamp(FEWEST_CORNERS, MOST_CORNERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(ring: &[Point]) -> f64 {
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).map(|(a, b)| a.x * b.y - a.y * b.x).sum::<f64>() / 2.0
    }

    #[test]
    fn a_circle_strays_by_no_more_than_the_tolerance() {
        for (radius, tolerance) in [(3.0, 0.25), (40.0, 0.25), (500.0, 0.25), (500.0, 2.0)] {
            let ring = circle(radius, tolerance);
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                let middle = ((a.x + b.x) / 2.0).hypot((a.y + b.y) / 2.0);
                assert!(radius - middle <= tolerance * 1.001, "{radius}: {middle}");
                assert!((a.x.hypot(a.y) - radius).abs() < 1e-9 * radius);
            }
            assert!(area(&ring) > 0.0);
        }
    }

    #[test]
    fn a_capsule_is_a_box_and_a_circle() {
        let ring = capsule(10.0, 50.0, 0.01);
        assert!((area(&ring) - (area(&circle(10.0, 0.01)) + 20.0 * 30.0)).abs() < 1e-9);
        let most = ring.iter().fold(0.0_f64, |most, p| most.max(p.y));
        assert!((most - 25.0).abs() < 1e-12, "{most}");
        assert_eq!(capsule(10.0, 20.0, 0.01), circle(10.0, 0.01));
    }

    #[test]
    fn edges_in_any_order_make_rings_and_loose_ones_none() {
        let p = |x: f64, y: f64| Point { x, y };
        let square = [p(0.0, 0.0), p(4.0, 0.0), p(4.0, 4.0), p(0.0, 4.0)];
        let far = square.map(|q| p(q.x + 9.0, q.y));
        let edges = [
            [square[2], square[1]],
            [far[0], far[1]],
            [square[0], square[1]],
            [far[1], far[2]],
            [square[3], square[2]],
            [far[3], far[2]],
            [square[0], square[3]],
            [far[3], far[0]],
        ];
        let rings =
            chained(&edges).map(|rings| rings.iter().map(|ring| area(ring).abs()).collect::<Vec<_>>());
        assert_eq!(rings, Some(vec![16.0, 16.0]));
        assert_eq!(chained(&edges[1..]), None);
        let crossing = [edges[0], edges[2], edges[4], edges[6], [square[0], far[0]], [far[0], square[0]]];
        assert_eq!(chained(&crossing), None);
    }
}
