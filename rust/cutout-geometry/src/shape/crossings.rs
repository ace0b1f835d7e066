//! Do any two edges of an outline cross or touch?
//!
//! Edges are taken together as chains that go one way (see [`super::chains`]): edges of one chain never
//! meet but in their common vertex, and two chains are looked into only where their boxes overlap (see
//! [`super::overlaps`]), halving the longer one until single edges are left. Cost: vertices, plus the
//! pairs of chains that overlap, times the logarithm of their length; decisions are exact.

use super::chains::{Chain, Chains};
use super::overlaps::Overlaps;
use crate::boxes::{least, most};
use crate::point::{Bounds, Point};
use crate::predicate::orient;

/// How edges that are not neighbours in their ring meet, the worst case of all pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Contact {
    /// Nowhere.
    None,
    /// In common end points only.
    Vertex,
    /// A crossing, an overlap, or an end point inside another edge.
    Crossing,
}

/// The worst contact of any two edges. `chains` are those of the rings.
pub(super) fn find_contact(
    points: &[Point],
    chains: &Chains,
    bounds: &Bounds,
    overlaps: &mut Overlaps,
) -> Contact {
    let all = &chains.all;
    let neighbors = neighbors_in_rings(points, chains);
    if neighbors == Contact::Crossing {
        return neighbors;
    }
    let mut worst = neighbors;
    let mut look_into = |one: usize, two: usize| {
        if !are_joined(all[one], all[two]) {
            worst = worst.max(contact_of_runs(points, all[one], all[two]));
        }
        worst != Contact::Crossing
    };
    overlaps.for_each(points, all, bounds, &mut look_into);
    worst
}

/// Whether one chain begins where the other ends.
fn are_joined(one: Chain, two: Chain) -> bool {
    one.last == two.first || two.last == one.first
}

/// The worst contact of chains that follow each other in a ring, but for the vertex that joins them.
///
/// Where both go the same way on an axis, say along growing x, the joint parts them: all of the first
/// lies at or before its x, all of the second at or after it, and two vertical edges there would be a
/// spike, which clean rings do not have. Only chains that turn back on both axes can meet.
fn neighbors_in_rings(points: &[Point], chains: &Chains) -> Contact {
    let mut worst = Contact::None;
    for ring in chains.rings() {
        let Some(last) = ring.clone().next_back() else { continue };
        let mut before = chains.all[last];
        for &chain in &chains.all[ring] {
            if before.heading ^ chain.heading == 0b11 {
                worst = worst.max(contact_of_runs(points, before, chain));
            }
            before = chain;
        }
    }
    worst
}

/// The worst contact of an edge of one run with one of another. Edges that follow each other in the
/// ring do not count: the ring is clean, so they share one point only.
fn contact_of_runs(points: &[Point], one: Chain, two: Chain) -> Contact {
    if !boxes_overlap(points, one, two) {
        return Contact::None;
    }
    let (halves, other) = match (one.is_edge(), two.is_edge()) {
        (true, true) if are_joined(one, two) => return Contact::None,
        (true, true) => return contact(points, one, two),
        (true, false) => (two.halves(), one),
        (false, true) => (one.halves(), two),
        // Two sides of a plate are a chain that spans it: halving what lies in it would lead nowhere.
        (false, false) if spread(points, one) >= spread(points, two) => (one.halves(), two),
        (false, false) => (two.halves(), one),
    };
    // The depth is the logarithm of the runs' lengths.
    let first = contact_of_runs(points, halves[0], other);
    if first == Contact::Crossing { first } else { first.max(contact_of_runs(points, halves[1], other)) }
}

/// Width and height of a run's box together.
fn spread(points: &[Point], run: Chain) -> f64 {
    let (a, b) = (points[run.first as usize], points[run.last as usize]);
    (a.x - b.x).abs() + (a.y - b.y).abs()
}

fn boxes_overlap(points: &[Point], one: Chain, two: Chain) -> bool {
    let [a, b, c, d] = [one.first, one.last, two.first, two.last].map(|i| points[i as usize]);
    (least(a.x, b.x) <= most(c.x, d.x))
        & (least(c.x, d.x) <= most(a.x, b.x))
        & (least(a.y, b.y) <= most(c.y, d.y))
        & (least(c.y, d.y) <= most(a.y, b.y))
}

fn contact(points: &[Point], one: Chain, two: Chain) -> Contact {
    let [a, b, c, d] = [one.first, one.last, two.first, two.last].map(|i| points[i as usize]);
    let (c_side, d_side) = (orient(a, b, c), orient(a, b, d));
    if c_side * d_side > 0.0 {
        return Contact::None;
    }
    let (a_side, b_side) = (orient(c, d, a), orient(c, d, b));
    if a_side * b_side > 0.0 {
        return Contact::None;
    }
    let collinear = c_side == 0.0 && d_side == 0.0;
    let shared = a == c || a == d || b == c || b == d;
    if !shared {
        // Underflow can turn a product of opposite signs into zero, never the other way round.
        return Contact::Crossing;
    }
    if !collinear {
        return Contact::Vertex;
    }
    // On one line with a common end: overlapping if the other ends lie on the same side of it.
    let (common, p, q) = if a == c {
        (a, b, d)
    } else if a == d {
        (a, b, c)
    } else if b == c {
        (b, a, d)
    } else {
        (b, a, c)
    };
    let (u, v) = (p - common, q - common);
    if u.x * v.x + u.y * v.y > 0.0 { Contact::Crossing } else { Contact::Vertex }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Repairs;
    use crate::shape::star::room_to_see;
    use crate::shape::{Ring, clean, ring_contains};
    use proptest::prelude::*;

    /// Rings of small integer points: many touch, cross and overlap.
    fn rings(most: usize) -> impl Strategy<Value = Vec<Vec<(i8, i8)>>> {
        prop::collection::vec(prop::collection::vec((-9i8..9, -9i8..9), 3..most), 1..4)
    }

    fn take(raw: &[Vec<(i8, i8)>]) -> (Vec<Point>, Vec<Ring>) {
        let (mut points, mut rings) = (Vec::new(), Vec::new());
        for ring in raw {
            let start = points.len();
            let ring = ring.iter().map(|&(x, y)| Point { x: x.into(), y: y.into() });
            clean::clean_into(ring, &mut points, &mut Repairs::default());
            if points.len() < start + 3 {
                points.truncate(start);
            } else {
                rings.push(Ring { start: start as u32, end: points.len() as u32, is_hole: false });
            }
        }
        (points, rings)
    }

    /// All pairs of edges, in integers.
    fn by_integers(points: &[Point], rings: &[Ring]) -> Contact {
        let mut edges = Vec::new();
        for ring in rings {
            edges.extend(
                (ring.start..ring.end).map(|v| (v, if v + 1 == ring.end { ring.start } else { v + 1 })),
            );
        }
        let at = |v: u32| (points[v as usize].x as i64, points[v as usize].y as i64);
        let turn = |a: (i64, i64), b: (i64, i64), c: (i64, i64)| {
            ((b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)).signum()
        };
        let holds = |a: (i64, i64), b: (i64, i64), p: (i64, i64)| {
            turn(a, b, p) == 0
                && (a.0.min(b.0)..=a.0.max(b.0)).contains(&p.0)
                && (a.1.min(b.1)..=a.1.max(b.1)).contains(&p.1)
        };
        let mut worst = Contact::None;
        for (i, one) in edges.iter().enumerate() {
            for two in edges.iter().skip(i + 1).filter(|two| one.1 != two.0 && two.1 != one.0) {
                let (a, b, c, d) = (at(one.0), at(one.1), at(two.0), at(two.1));
                let proper = turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
                let ends = |p, q, r: (i64, i64)| holds(p, q, r) && p != r && q != r;
                let inner = ends(a, b, c) || ends(a, b, d) || ends(c, d, a) || ends(c, d, b);
                let same = (a == c && b == d) || (a == d && b == c);
                let common = a == c || a == d || b == c || b == d;
                worst = worst.max(match (proper || inner || same, common) {
                    (true, _) => Contact::Crossing,
                    (false, true) => Contact::Vertex,
                    (false, false) => Contact::None,
                });
            }
        }
        worst
    }

    fn contact_of(points: &[Point], rings: &[Ring]) -> (Contact, Chains) {
        let mut chains = Chains::default();
        chains.divide(points, rings);
        (find_contact(points, &chains, &Bounds::of(points), &mut Overlaps::default()), chains)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn contacts_are_those_of_all_pairs_of_edges(raw in rings(9)) {
            let (points, rings) = take(&raw);
            prop_assert_eq!(contact_of(&points, &rings).0, by_integers(&points, &rings));
        }

        #[test]
        fn a_star_has_no_contact(raw in prop::collection::vec((-9i8..9, -9i8..9), 3..8)) {
            let (points, rings) = take(&[raw]);
            if !rings.is_empty() && room_to_see(&points, Bounds::of(&points).center()).is_some() {
                prop_assert_eq!(by_integers(&points, &rings), Contact::None);
            }
        }

        #[test]
        fn a_point_is_in_the_chains_where_it_is_in_the_ring(raw in rings(30), x in -9i8..9, y in -9i8..9) {
            let (points, rings) = take(&raw);
            let chains = contact_of(&points, &rings).1;
            for (index, ring) in rings.iter().enumerate() {
                let p = Point { x: x.into(), y: y.into() };
                let expected = ring_contains(&points[ring.range()], p);
                prop_assert_eq!(chains.ring_contains(&points, index, p), expected);
            }
        }
    }

    #[test]
    fn many_chains_are_swept_as_few_are_compared() {
        // A comb of 200 teeth, and the same with one tooth bent into the next.
        let mut comb: Vec<Point> = (0..400)
            .map(|i| Point { x: f64::from(i / 2 * 2 + (i % 2)), y: if i % 2 == 0 { 0.0 } else { 50.0 } })
            .collect();
        comb.extend([Point { x: 400.0, y: -10.0 }, Point { x: -1.0, y: -10.0 }]);
        let ring = [Ring { start: 0, end: comb.len() as u32, is_hole: false }];
        let (contact, chains) = contact_of(&comb, &ring);
        assert!(chains.all.len() > super::super::overlaps::FEW);
        assert_eq!(contact, Contact::None);
        comb[201].x += 2.5;
        assert_eq!(contact_of(&comb, &ring).0, Contact::Crossing);
    }
}
