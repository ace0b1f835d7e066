//! What a gap takes off a piece: a strip over each cut edge, and what lies between strips at corners.
//!
//! At a corner that turns left the strips overlap, and what they leave is the corner moved inwards. At
//! one that turns right they part; the room between them is filled up to where their far sides meet,
//! or, at sharp ones, to the width in front of the corner. Where a cut ends on the outline its strip
//! goes on until the outline meets the strip's far side.

use crate::point::{Point, length_squared, unit};
use crate::predicate::orient;

/// How far a filled corner, or a strip past its end on the outline, may reach, in widths.
const REACH: f64 = 2.0;

/// Appends the strips of a ring with its interior on the left. `is_cut` tells for each point whether
/// the edge that starts there is a cut. Every contour runs counter-clockwise.
pub(super) fn add(ring: &[Point], is_cut: &[bool], width: f64, strips: &mut Vec<Vec<[f64; 2]>>) {
    let count = ring.len();
    let mut push = |points: &[Point]| strips.push(points.iter().map(|p| [p.x, p.y]).collect());
    for at in 0..count {
        let (before, after) = ((at + count - 1) % count, (at + 1) % count);
        let (a, v, b) = (ring[before], ring[at], ring[after]);
        let over = normal(v, b) * width;
        if is_cut[at] {
            push(&[v, b, b + over, v + over]);
        }
        let over_before = normal(a, v) * width;
        match (is_cut[before], is_cut[at]) {
            (true, true) if orient(a, v, b) < 0.0 => push(&corner(v, over_before, over, width)),
            (true, false) => {
                if let Some([near, far]) = past_end(over_before, direction(a, v), b - v) {
                    push(&[v, v + near, v + far, v + over_before]);
                }
            }
            (false, true) => {
                if let Some([near, far]) = past_end(over, direction(b, v), a - v) {
                    push(&[v, v + over, v + far, v + near]);
                }
            }
            _ => {}
        }
    }
}

/// The unit vector from `a` to `b`.
fn direction(a: Point, b: Point) -> Point {
    unit(b - a)
}

/// The unit vector to the left of `a -> b`.
pub(super) fn normal(a: Point, b: Point) -> Point {
    let d = direction(a, b);
    Point { x: -d.y, y: d.x }
}

/// The room between two strips around a corner that turns right.
fn corner(v: Point, before: Point, after: Point, width: f64) -> Vec<Point> {
    let cosine = (before.x * after.x + before.y * after.y) / (width * width);
    // The far sides meet at 1 / cos(turn / 2) widths.
    if 2.0 <= REACH * REACH * (1.0 + cosine) {
        let tip = v + (before + after) / (1.0 + cosine);
        return vec![v, v + after, tip, v + before];
    }
    // Cut off square, a width in front of the corner: each far side goes on by tan(turn / 4) widths.
    let half = (0.5 * (1.0 + cosine)).max(0.0).sqrt();
    let more = ((1.0 - half) / (1.0 + half)).sqrt();
    let (ahead, back) = (Point { x: before.y, y: -before.x }, Point { x: -after.y, y: after.x });
    vec![v, v + after, v + after + back * more, v + before + ahead * more, v + before]
}

/// What a strip takes past the end of its cut on the outline, until its far side meets the edge there:
/// the corners next to the end, on the near side and on the far one, as seen from the end. `None`: the
/// far side meets the edge before the end already, or never. `over` is the way across the strip,
/// `ahead` the direction of the cut, `outline` the edge of the outline, from the end on.
fn past_end(over: Point, ahead: Point, outline: Point) -> Option<[Point; 2]> {
    let along = ahead.x * outline.x + ahead.y * outline.y;
    let across = over.x * outline.x + over.y * outline.y;
    if along <= 0.0 || across <= 0.0 {
        return None;
    }
    let square = length_squared(over);
    // Where the edge ends before, the outline goes on in some other way.
    let width = square.sqrt();
    let most = if square <= across { f64::INFINITY } else { REACH };
    // The near corner lies beyond the edge, so that rounding leaves nothing between edge and strip.
    let ahead = ahead * (width * (along * width / across).min(most));
    Some([ahead, ahead + over])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::ring_area;

    fn at(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    fn strips(ring: &[Point], is_cut: &[bool], width: f64) -> Vec<Vec<Point>> {
        let mut strips = Vec::new();
        add(ring, is_cut, width, &mut strips);
        strips.iter().map(|s| s.iter().map(|&[x, y]| at(x, y)).collect()).collect()
    }

    #[test]
    fn every_strip_runs_counter_clockwise() {
        let ring = [at(0.0, 0.0), at(9.0, 1.0), at(4.0, 3.0), at(9.5, 6.0), at(-3.0, 7.0), at(2.0, 3.5)];
        for cuts in 0..64_u32 {
            let is_cut: Vec<bool> = (0..6).map(|i| cuts >> i & 1 == 1).collect();
            for strip in strips(&ring, &is_cut, 0.5) {
                assert!(ring_area(&strip) > 0.0, "{cuts:b}: {strip:?}");
            }
        }
    }

    #[test]
    fn a_strip_goes_on_past_a_blunt_corner_of_the_outline() {
        // The cut ends where the outline turns 45 degrees to the left.
        let ring = [at(0.0, 0.0), at(10.0, 0.0), at(15.0, 5.0), at(0.0, 5.0)];
        let found = strips(&ring, &[true, false, false, false], 1.0);
        assert_eq!(found.len(), 2);
        assert!(found[1].contains(&at(11.0, 1.0)), "{:?}", found[1]);
        // Too short an edge: the strip goes on ahead.
        let short = [at(0.0, 0.0), at(10.0, 0.0), at(10.5, 0.5), at(10.5, 5.0), at(0.0, 5.0)];
        let found = strips(&short, &[true, false, false, false, false], 1.0);
        assert!(found[1].iter().any(|p| (p.x - 11.0).abs() < 1e-12), "{:?}", found[1]);
    }

    #[test]
    fn the_room_at_a_right_turn_is_filled_to_the_tip_or_squarely() {
        let v = at(0.0, 0.0);
        let tip = corner(v, at(0.0, 1.0), at(1.0, 0.0), 1.0);
        assert_eq!(tip[2], at(1.0, 1.0));
        // Turning back: a box, a width high.
        let back = corner(v, at(0.0, 1.0), at(0.0, -1.0), 1.0);
        assert_eq!(back[2..4], [at(1.0, -1.0), at(1.0, 1.0)]);
    }
}
