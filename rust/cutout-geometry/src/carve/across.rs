//! The parts that a path leaves which runs across a shape: closed around the box of the shape it is a ring,
//! and one side of the shape is inside of it, the other one outside ([`crate::overlay::clip`]).
//!
//! Comes in: a shape and a path. Goes out: the pieces that the planar graph of the two gives
//! ([`crate::overlay::bite`]), in its order, each ring from the point where it has it begin. Where the two
//! might differ it is left to that: paths that end inside the box, or cross themselves, parts with next to no
//! corner of the outline. Cost: that of [`crate::overlay::clip`], and the outline's points for each stretch of the
//! outline between two crossings, [`MOST_STEPS`] at most.

use crate::cells::NONE;
use crate::overlay::clip;
use crate::pace::Pace;
use crate::partition::pieces::Pieces;
use crate::point::{Bounds, Point};
use crate::shape::{Shape, ring_area};

/// Outlines of fewer points are left to the graph: it has them in a tenth of a millisecond.
const LEAST_POINTS: usize = 256;
/// So many points are compared to find where stretches of the outline begin; where that does not do, the graph
/// takes no longer.
const MOST_STEPS: usize = 1 << 21;
/// Points that are compared in a step.
const POINTS_A_STEP: usize = 16;
/// How far around the box the path is closed, in sides of the box.
const MARGIN: f64 = 0.25;

/// Reused memory.
#[derive(Debug, Default)]
pub(super) struct Across {
    /// The path, closed, to learn whether it meets itself.
    ring: Shape,
    clipped: Pieces,
}

/// A ring of a piece, and where it begins.
#[derive(Clone, Copy)]
struct Begun {
    ring: usize,
    first: usize,
    rank: u32,
}

impl Across {
    /// Fills `pieces` with the parts on the two sides of the path, all of cell 0. False: the path does not
    /// plainly run across, or it was told to stop; `pieces` are then anything.
    pub fn divide(&mut self, shape: &Shape, path: &[Point], pieces: &mut Pieces, pace: &Pace<'_>) -> bool {
        if shape.points.len() < LEAST_POINTS {
            return false;
        }
        let Some(mut ring) = closed(path, &shape.bounds) else { return false };
        if !self.ring.is_plain(&ring) {
            return false;
        }
        if ring_area(&ring) < 0.0 {
            ring.reverse();
        }
        clip(shape, &ring, &mut self.clipped, pace).is_ok() && self.put_in_order(shape, pieces, pace)
    }

    /// Writes what was clipped as the graph would have it.
    fn put_in_order(&self, shape: &Shape, pieces: &mut Pieces, pace: &Pace<'_>) -> bool {
        let clipped = &self.clipped;
        let mut steps = 0;
        let mut order: Vec<Vec<Begun>> = Vec::with_capacity(clipped.pieces.len());
        for piece in 0..clipped.pieces.len() {
            let mut rings = Vec::new();
            for ring in clipped.piece_rings(piece) {
                let Some(begun) = begun(shape, clipped, ring, &mut steps) else { return false };
                rings.push(begun);
            }
            // The outer one stays the first.
            rings[1..].sort_unstable_by_key(|ring| ring.rank);
            order.push(rings);
            if !pace.step(clipped.piece_points(piece).len()) {
                return false;
            }
        }
        order.sort_by_key(|rings| rings[0].rank);
        pieces.clear();
        pieces.key_count = clipped.key_count;
        for rings in &order {
            pieces.begin_piece(0);
            for &Begun { ring, first, .. } in rings {
                let range = clipped.ring_range(ring);
                for at in (first..range.end).chain(range.start..first) {
                    pieces.push(clipped.points[at], clipped.keys[at]);
                }
                if !pieces.end_ring() {
                    return false;
                }
            }
        }
        pace.step(clipped.points.len() + steps / POINTS_A_STEP)
    }
}

/// Where the graph has a ring begin: with the least of its edges, told by the lesser of their ends and then
/// by the other. None where that hangs on more than the outline's points, or takes long to tell. The graph
/// takes the outline in edge by edge, each ring from its last point on: that is the rank of a point.
fn begun(shape: &Shape, pieces: &Pieces, ring: usize, steps: &mut usize) -> Option<Begun> {
    let range = pieces.ring_range(ring);
    let before = |at: usize| if at == range.start { range.end - 1 } else { at - 1 };
    let after = |at: usize| if at + 1 == range.end { range.start } else { at + 1 };
    let is_corner = |at: usize| pieces.keys[at] == NONE && pieces.keys[before(at)] == NONE;
    // A ring that the path does not meet is one run of the outline's points.
    let is_whole = range.clone().all(is_corner);
    let begins_run = |&at: &usize| {
        if is_whole { at == range.start } else { is_corner(at) && !is_corner(before(at)) }
    };
    let mut least: Option<(u32, usize)> = None;
    for at in range.clone().filter(begins_run) {
        *steps += shape.points.len();
        if *steps > MOST_STEPS {
            return None;
        }
        let index = shape.points.iter().position(|&p| p == pieces.points[at])?;
        let of = shape.rings.iter().find(|ring| ring.range().contains(&index))?;
        // The last point of the outline's ring, where the run comes by it, or else its own first.
        let (mut place, mut left) = (at, of.end as usize - 1 - index);
        while left > 0 && is_corner(after(place)) && after(place) != at {
            (place, left) = (after(place), left - 1);
        }
        let found = if left == 0 { (of.start, place) } else { (index as u32 + 1, at) };
        least = Some(least.map_or(found, |least| least.min(found)));
    }
    let (rank, place) = least?;
    if is_corner(after(place)) {
        Some(Begun { ring, first: place, rank })
    } else if is_corner(before(place)) {
        Some(Begun { ring, first: before(place), rank })
    } else {
        None
    }
}

/// The path, closed outside of the box. None where it does not begin and end out there.
fn closed(path: &[Point], bounds: &Bounds) -> Option<Vec<Point>> {
    let (&first, &last) = (path.first()?, path.last()?);
    let size = bounds.size();
    let rim = Bounds::of(path.iter().chain([&bounds.min, &bounds.max])).grown(MARGIN * size.x.max(size.y));
    let (out, back) = (way_out(last, bounds, &rim)?, way_out(first, bounds, &rim)?);
    let corners =
        [Point { x: rim.max.x, y: rim.min.y }, rim.max, Point { x: rim.min.x, y: rim.max.y }, rim.min];
    let is_ahead = out.side == back.side && along(back) > along(out);
    let turns = if is_ahead { 0 } else { (back.side + 3 - out.side) % 4 + 1 };
    let mut ring = path.to_vec();
    ring.push(out.place);
    ring.extend((0..turns).map(|turn| corners[(out.side + turn) % 4]));
    ring.push(back.place);
    ring.dedup();
    Some(ring)
}

/// A place on the rim: below, on the right, above or on the left, which is counter-clockwise.
#[derive(Clone, Copy)]
struct OnRim {
    side: usize,
    place: Point,
}

/// How far along its side a place is.
fn along(OnRim { side, place }: OnRim) -> f64 {
    [place.x, place.y, -place.x, -place.y][side]
}

/// Where a point beyond a side of the box comes to the rim when it goes straight away from that side.
fn way_out(p: Point, bounds: &Bounds, rim: &Bounds) -> Option<OnRim> {
    let Point { x, y } = p;
    if y < bounds.min.y {
        Some(OnRim { side: 0, place: Point { x, y: rim.min.y } })
    } else if x > bounds.max.x {
        Some(OnRim { side: 1, place: Point { x: rim.max.x, y } })
    } else if y > bounds.max.y {
        Some(OnRim { side: 2, place: Point { x, y: rim.max.y } })
    } else if x < bounds.min.x {
        Some(OnRim { side: 3, place: Point { x: rim.min.x, y } })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overlay::bite;
    use crate::params::FillRule;
    use crate::rng::Rng;
    use crate::single::single;

    fn at(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    /// A wavy ring around a point, in single precision.
    fn wavy(center: Point, radius: f64, count: usize, waves: f64) -> Vec<Point> {
        (0..count)
            .map(|i| {
                let turn = core::f64::consts::TAU * i as f64 / count as f64;
                let reach = radius * (1.0 + 0.2 * libm::sin(waves * turn));
                single(center + at(libm::cos(turn), libm::sin(turn)) * reach)
            })
            .collect()
    }

    #[test]
    fn what_lies_on_both_sides_of_a_path_is_what_the_graph_finds_in_its_order() {
        let rng = &mut Rng::for_stream(4, 0);
        let (mut across, mut found, mut wanted) = (Across::default(), Pieces::default(), Pieces::default());
        let pace = Pace::new(&());
        let mut divided = [0; 3];
        for trial in 0..400 {
            let waves = 3.0 + f64::from(trial % 40);
            let mut rings = vec![wavy(at(0.0, 0.0), 100.0, 300 + trial as usize, waves)];
            rings.extend((0..trial % 4).map(|i| wavy(at(40.0 * f64::from(i) - 60.0, 3.0), 12.0, 40, 5.0)));
            let rings: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
            let mut shape = Shape::default();
            shape.load(&rings, FillRule::NonZero).unwrap();
            let mut path = vec![at(-150.0, 100.0 * rng.signed())];
            path.extend((0..trial % 3).map(|_| at(60.0 * rng.signed(), 60.0 * rng.signed())));
            path.push(at(140.0 * rng.signed(), 150.0));
            let path: Vec<Point> = path.into_iter().map(|p| p - shape.origin).collect();
            if !across.divide(&shape, &path, &mut found, &pace) {
                continue;
            }
            divided[trial as usize % 3] += 1;
            assert!(bite(&shape, &[], core::slice::from_ref(&path), &mut wanted, &pace).is_ok());
            assert_eq!(found.ring_starts, wanted.ring_starts, "{trial}");
            let first_rings =
                |pieces: &Pieces| pieces.pieces.iter().map(|p| p.first_ring).collect::<Vec<_>>();
            assert_eq!(first_rings(&found), first_rings(&wanted), "{trial}");
            for (at, (&p, &q)) in found.points.iter().zip(&wanted.points).enumerate() {
                let far = (p.x - q.x).abs().max((p.y - q.y).abs());
                assert!(far < 1e-12 * 100.0, "{trial}: point {at}, {p:?} {q:?}");
                assert_eq!(found.keys[at] == NONE, wanted.keys[at] == NONE, "{trial}: edge {at}");
            }
        }
        assert!(divided.iter().all(|&count| count > 50), "{divided:?}");
    }

    #[test]
    fn a_path_is_closed_around_the_box_whichever_sides_it_comes_from() {
        let bounds = Bounds { min: at(-1.0, -1.0), max: at(1.0, 1.0) };
        let outside = [(0.3, -2.0), (2.0, 0.4), (-0.2, 2.0), (-2.0, -0.6), (0.7, -2.0), (2.0, 2.0)];
        let mut plain = Shape::default();
        for (i, &from) in outside.iter().enumerate() {
            for &to in outside.iter().skip(i + 1).chain(&outside[..i]) {
                let path = [at(from.0, from.1), at(0.0, 0.0), at(to.0, to.1)];
                let ring = closed(&path, &bounds).unwrap();
                assert!(plain.is_plain(&ring), "{from:?} {to:?}: {ring:?}");
                // Closed on the one side or on the other: both together are all that is around the box.
                let back = closed(&[path[2], path[1], path[0]], &bounds).unwrap();
                let rim = Bounds::of(ring.iter().chain(&back));
                let all = rim.size().x * rim.size().y;
                let sum = ring_area(&ring).abs() + ring_area(&back).abs();
                assert!((sum - all).abs() < 1e-9 * all, "{from:?} {to:?}: {sum} of {all}");
            }
        }
        for inside in
            [[at(-2.0, 0.0), at(0.0, 0.0)], [at(0.5, 0.5), at(2.0, 0.0)], [at(-2.0, 0.0), at(1.0, 0.0)]]
        {
            assert!(closed(&inside, &bounds).is_none());
        }
    }
}
