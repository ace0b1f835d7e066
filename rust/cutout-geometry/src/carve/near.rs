//! A part in single precision where a ring was clipped: only what the tool touched is looked at.
//!
//! Comes in: a piece of [`crate::overlay::clip`], of a shape whose coordinates single precision holds. Goes
//! out: its rings, rounded and with fewer points near the tool. What is not plain (needles, points that
//! rounding makes one, edges that come to touch) is left to the long way, which rounds and mends the piece as
//! a whole.
//!
//! The shape's own edges meet nowhere, so only those that the tool has made, cut short, or that points were
//! left out of are asked what they meet. Cost: the points of the piece, and the edges near those.

use crate::cells::NONE;
use crate::gap::parts::is_tip;
use crate::outline::kept;
use crate::partition::pieces::Pieces;
use crate::point::{Bounds, Point};
use crate::predicate::{meet, runs_back};
use crate::shape::ring_area;
use crate::single::single;

/// More edges than these are left to the long way, which sorts them.
const MOST_CHANGED: usize = 512;
/// So many edges in a row are asked for by one box.
const GROUP: usize = 8;

/// Which points may be left out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Thinning {
    /// Where: those of rings that the tool touched, near the tool.
    pub near: Bounds,
    /// How far what is left may stray; 0: no point is left out.
    pub tolerance: f64,
}

/// A ring as it will be handed out.
struct Ring {
    points: Vec<Point>,
    /// Edges that are none of the shape's, by the point that they start at; ascending.
    changed: Vec<usize>,
}

/// The rings of a piece, the outer one first, in the outline's space; none where it is not plain. `least`:
/// the width of a needle that is one.
pub(super) fn rounded(
    pieces: &Pieces,
    piece: usize,
    origin: Point,
    least: f64,
    thinning: &Thinning,
) -> Option<Vec<Vec<Point>>> {
    let mut rings = Vec::with_capacity(pieces.piece_rings(piece).len());
    for ring in pieces.piece_rings(piece) {
        let range = pieces.ring_range(ring);
        let (points, keys) = (&pieces.points[range.clone()], &pieces.keys[range]);
        if keys.iter().all(|&key| key == NONE) {
            let points = points.iter().map(|&p| p + origin).collect();
            rings.push(Ring { points, changed: Vec::new() });
        } else {
            rings.extend(Touched::of(points, keys, origin, least)?.thinned(thinning));
        }
    }
    has_no_contact(&rings)?;
    Some(rings.into_iter().map(|ring| ring.points).collect())
}

/// A ring that the tool touched.
struct Touched {
    points: Vec<Point>,
    /// Whether a point is none of the shape's.
    is_new: Vec<bool>,
}

impl Touched {
    fn of(points: &[Point], keys: &[u32], origin: Point, least: f64) -> Option<Self> {
        let count = points.len();
        let before = |at: usize| if at == 0 { count - 1 } else { at - 1 };
        let after = |at: usize| if at + 1 == count { 0 } else { at + 1 };
        let is_new: Vec<bool> = (0..count).map(|at| keys[at] != NONE || keys[before(at)] != NONE).collect();
        let round = |(&p, &is_new): (&Point, &bool)| if is_new { single(p + origin) } else { p + origin };
        let rounded: Vec<Point> = points.iter().zip(&is_new).map(round).collect();
        for at in 0..count {
            let [from, to] = [before(at), after(at)];
            if !(is_new[from] || is_new[at] || is_new[to]) {
                continue;
            }
            if rounded[at] == rounded[to] || is_tip([points[from], points[at], points[to]], least) {
                return None;
            }
        }
        Some(Self { points: rounded, is_new })
    }

    /// Without the points that may be left out; none where nothing of a hole is left.
    fn thinned(self, thinning: &Thinning) -> Option<Ring> {
        let area = ring_area(&self.points);
        let is_kept = self.kept(thinning);
        let thin = self.with(&is_kept);
        let left = ring_area(&thin.points);
        if thin.points.len() >= 3 && left != 0.0 && (left > 0.0) == (area > 0.0) {
            return Some(thin);
        }
        (area > 0.0).then(|| self.with(&vec![true; self.points.len()]))
    }

    fn kept(&self, thinning: &Thinning) -> Vec<bool> {
        let Self { points, .. } = self;
        let count = points.len();
        let mut is_kept = vec![true; count];
        if thinning.tolerance <= 0.0 {
            return is_kept;
        }
        let is_near = |at: usize| thinning.near.contains(points[at]);
        let start = (0..count).find(|&at| !is_near(at));
        let mut line: Vec<Point> = Vec::new();
        let mut thin_out = |from: usize, steps: usize| {
            // From one point that stays to another one, or back to the same.
            line.clear();
            line.extend((0..=steps).map(|step| points[(from + step) % count]));
            let least = if steps == count { 4 } else { 2 };
            for (step, stays) in kept(&line, thinning.tolerance, least).into_iter().enumerate() {
                is_kept[(from + step) % count] &= stays;
            }
        };
        let Some(start) = start else {
            thin_out(0, count);
            return is_kept;
        };
        let mut from = 0;
        for step in 1..=count {
            if is_near((start + step) % count) {
                continue;
            }
            if step > from + 1 {
                thin_out((start + from) % count, step - from);
            }
            from = step;
        }
        is_kept
    }

    fn with(&self, is_kept: &[bool]) -> Ring {
        let Self { points, is_new } = self;
        let at: Vec<usize> = (0..points.len()).filter(|&at| is_kept[at]).collect();
        let next = |i: usize| at[if i + 1 == at.len() { 0 } else { i + 1 }];
        let is_changed = |&i: &usize| {
            let (from, to) = (at[i], next(i));
            is_new[from] || is_new[to] || to != (from + 1) % points.len()
        };
        Ring {
            changed: (0..at.len()).filter(is_changed).collect(),
            points: at.iter().map(|&at| points[at]).collect(),
        }
    }
}

/// Edges in a row, of one ring, and their box.
struct Group<'a> {
    ring: usize,
    edges: &'a [usize],
    bounds: Bounds,
}

/// None where a changed edge meets another edge but its neighbours', or these on its way back.
fn has_no_contact(rings: &[Ring]) -> Option<()> {
    if rings.iter().map(|ring| ring.changed.len()).sum::<usize>() > MOST_CHANGED {
        return None;
    }
    let groups: Vec<Group<'_>> = rings
        .iter()
        .enumerate()
        .flat_map(|(index, ring)| ring.changed.chunks(GROUP).map(move |edges| (index, ring, edges)))
        .map(|(ring_index, ring, edges)| {
            let bounds = Bounds::of(edges.iter().flat_map(|&at| ring.ends(at)));
            Group { ring: ring_index, edges, bounds }
        })
        .collect();
    let all = Bounds::of(groups.iter().flat_map(|group| [&group.bounds.min, &group.bounds.max]));
    for (index, ring) in rings.iter().enumerate() {
        if ring.changed.is_empty() && !Bounds::of(&ring.points).meets(&all) {
            continue;
        }
        for at in 0..ring.points.len() {
            let edge = ring.edge(at);
            let bounds = Bounds::of(&edge);
            if !bounds.meets(&all) {
                continue;
            }
            for group in groups.iter().filter(|group| group.bounds.meets(&bounds)) {
                for &other in group.edges {
                    let [from, to] = rings[group.ring].edge(other);
                    let is_clear = if group.ring != index {
                        are_apart(edge, [from, to])
                    } else if other == at {
                        true
                    } else if ring.next(other) == at {
                        !runs_back(from, to, edge[1])
                    } else if ring.next(at) == other {
                        !runs_back(edge[0], edge[1], to)
                    } else {
                        are_apart(edge, [from, to])
                    };
                    if !is_clear {
                        return None;
                    }
                }
            }
        }
    }
    Some(())
}

impl Ring {
    fn next(&self, at: usize) -> usize {
        if at + 1 == self.points.len() { 0 } else { at + 1 }
    }

    fn edge(&self, at: usize) -> [Point; 2] {
        [self.points[at], self.points[self.next(at)]]
    }

    fn ends(&self, at: usize) -> [&Point; 2] {
        [&self.points[at], &self.points[self.next(at)]]
    }
}

/// Whether two edges have no point in common; exact.
fn are_apart([a, b]: [Point; 2], [c, d]: [Point; 2]) -> bool {
    !Bounds::of(&[a, b]).meets(&Bounds::of(&[c, d]))
        || !(a == c || a == d || b == c || b == d || meet(a, b, c, d))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    fn ring(points: &[(f64, f64)], changed: &[usize]) -> Ring {
        Ring { points: points.iter().map(|&(x, y)| at(x, y)).collect(), changed: changed.to_vec() }
    }

    #[test]
    fn contacts_of_changed_edges_are_found() {
        let square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)];
        assert!(has_no_contact(&[ring(&square, &[0, 1, 2, 3])]).is_some());
        let bow_tie = [(0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 4.0)];
        assert!(has_no_contact(&[ring(&bow_tie, &[0])]).is_none());
        assert!(has_no_contact(&[ring(&bow_tie, &[])]).is_some(), "nothing was asked for");
        let spike = [(0.0, 0.0), (4.0, 0.0), (2.0, 0.0), (0.0, 4.0)];
        assert!(has_no_contact(&[ring(&spike, &[1])]).is_none());
        let touching = [ring(&square, &[]), ring(&[(1.0, 1.0), (1.0, 2.0), (4.0, 2.0)], &[1])];
        assert!(has_no_contact(&touching).is_none());
        let inside = [ring(&square, &[]), ring(&[(1.0, 1.0), (1.0, 2.0), (3.0, 2.0)], &[0, 1, 2])];
        assert!(has_no_contact(&inside).is_some());
    }

    #[test]
    fn points_far_from_the_tool_stay() {
        let points = [
            (0.0, 0.0),
            (1.0, 0.0),
            (2.0, 0.01),
            (3.0, 0.0),
            (9.0, 0.0),
            (9.5, 0.01),
            (10.0, 0.0),
            (5.0, 9.0),
        ];
        let touched = Touched {
            points: points.iter().map(|&(x, y)| at(x, y)).collect(),
            is_new: vec![true; points.len()],
        };
        let near = Bounds { min: at(0.5, -1.0), max: at(3.5, 1.0) };
        let thin = touched.thinned(&Thinning { near, tolerance: 0.1 }).map(|ring| ring.points.len());
        assert_eq!(thin, Some(5));
    }
}
