//! Rewrites pieces without the edges inside each group.
//!
//! Around the rest a ring goes on at its end with the ring's own next edge, or, where that one is
//! dissolved, with the edge after its twin, and so on: the walk turns around the vertex inside the
//! group. Loops that pass a point twice are divided there, so that every ring stays simple.

use super::Groups;
use crate::cells::NONE;
use crate::pace::{self, Pace};
use crate::partition::pieces::{Pieces, Slivers, Twins};
use crate::point::{Point, by_x_then_y};
use crate::shape::{ring_area, ring_holds};

/// What an edge takes, in steps.
const STEPS: usize = 8;

/// Reused memory.
#[derive(Debug, Default)]
pub(super) struct Dissolver {
    next: Vec<u32>,
    visited: Vec<bool>,
    /// The finished loops, by group: their points and keys in `points` and `keys`.
    loops: Vec<Loop>,
    points: Vec<Point>,
    keys: Vec<u32>,
    stack: Vec<(Point, u32)>,
    order: Vec<u32>,
    /// Of the traced points those that come more than once.
    repeats: Vec<bool>,
    /// For each edge the one of its piece that runs back along it.
    partner: Vec<u32>,
    slivers: Slivers,
}

/// What lies on the two sides of an edge.
pub(super) struct Sides<'a> {
    pub twins: &'a Twins,
    /// The piece that each edge belongs to.
    pub piece_of: &'a [u32],
}

#[derive(Clone, Copy, Debug)]
struct Loop {
    group: u32,
    start: u32,
    end: u32,
    area: f64,
}

impl Dissolver {
    /// Told to stop, it leaves the pieces as they are.
    pub(super) fn run(
        &mut self,
        pieces: &mut Pieces,
        sides: &Sides<'_>,
        groups: &mut Groups,
        pace: &Pace<'_>,
    ) {
        let Sides { twins, piece_of } = *sides;
        self.string_edges(pieces);
        if !pace.step(pieces.points.len()) {
            return;
        }
        self.pair_backtracks(pieces, pace);
        let partner = core::mem::take(&mut self.partner);
        let dissolved = |edge: usize, groups: &mut Groups| -> Option<usize> {
            if partner[edge] != NONE {
                return Some(partner[edge] as usize);
            }
            let twin = twins.of(edge, pieces.keys[edge])?;
            (groups.of(piece_of[edge]) == groups.of(piece_of[twin])).then_some(twin)
        };
        self.visited.clear();
        self.visited.resize(pieces.points.len(), false);
        self.loops.clear();
        self.points.clear();
        self.keys.clear();
        self.slivers.clear();
        for (begin, &piece) in piece_of.iter().enumerate() {
            if !pace.step(STEPS) {
                break;
            }
            if self.visited[begin] || dissolved(begin, groups).is_some() {
                continue;
            }
            self.stack.clear();
            let mut edge = begin;
            while !core::mem::replace(&mut self.visited[edge], true) {
                self.stack.push((pieces.points[edge], pieces.keys[edge]));
                let mut after = self.next[edge] as usize;
                // A vertex has finitely many edges; the bound is against a ring of dissolved ones.
                for _ in 0..pieces.points.len() {
                    match dissolved(after, groups) {
                        Some(twin) => after = self.next[twin] as usize,
                        None => break,
                    }
                }
                edge = after;
            }
            self.divide_loop(groups.of(piece), pace);
        }
        self.partner = partner;
        if !pace.step(self.points.len()) {
            return;
        }
        let cells: Vec<u32> = pieces.pieces.iter().map(|p| p.cell).collect();
        self.write(pieces, &cells);
        self.slivers.close(pieces);
    }

    /// Finds edges that run back along another of the same piece: an outline edge that lies on a cut.
    /// Between the two is nothing, so both go, and what is across the cut has the outline there.
    fn pair_backtracks(&mut self, pieces: &Pieces, pace: &Pace<'_>) {
        let Self { partner, order, next, .. } = self;
        partner.clear();
        partner.resize(pieces.points.len(), NONE);
        let ends = |e: u32| (pieces.points[e as usize], pieces.points[next[e as usize] as usize]);
        let sorted = |e: u32| {
            let (a, b) = ends(e);
            if (a.x, a.y) <= (b.x, b.y) { [a.x, a.y, b.x, b.y] } else { [b.x, b.y, a.x, a.y] }
        };
        let compare = |a: &[f64; 4], b: &[f64; 4]| {
            a.iter()
                .zip(b)
                .map(|(p, q)| p.total_cmp(q))
                .find(|o| o.is_ne())
                .unwrap_or(core::cmp::Ordering::Equal)
        };
        for piece in 0..pieces.pieces.len() {
            let edges = pieces.piece_points(piece);
            if !pace.step(STEPS * edges.len()) {
                return;
            }
            order.clear();
            order.extend(edges.start as u32..edges.end as u32);
            pace::sort_by(pace, order, |&a, &b| compare(&sorted(a), &sorted(b)).then(a.cmp(&b)));
            if pace.is_over() {
                return;
            }
            for same in order.chunk_by(|&a, &b| sorted(a) == sorted(b)) {
                for (index, &a) in same.iter().enumerate() {
                    let back = same[index + 1..].iter().find(|&&b| {
                        partner[a as usize] == NONE
                            && partner[b as usize] == NONE
                            && ends(a).0 == ends(b).1
                            && (pieces.keys[a as usize] == NONE) != (pieces.keys[b as usize] == NONE)
                    });
                    if let Some(&b) = back {
                        partner[a as usize] = b;
                        partner[b as usize] = a;
                    }
                }
            }
        }
    }

    fn string_edges(&mut self, pieces: &Pieces) {
        self.next.clear();
        for ring in 0..pieces.rings() {
            let range = pieces.ring_range(ring);
            self.next.extend(range.clone().map(|e| e as u32 + 1));
            if let Some(last) = self.next.last_mut() {
                *last = range.start as u32;
            }
        }
    }

    /// Turns the traced loop into one or more loops that pass no point twice.
    fn divide_loop(&mut self, group: u32, pace: &Pace<'_>) {
        let Self { stack, order, repeats, .. } = self;
        if !find_repeats(stack, order, repeats, pace) {
            let whole = core::mem::take(&mut self.stack);
            self.add_loop(group, &whole);
            self.stack = whole;
            return;
        }
        let traced = core::mem::take(&mut self.stack);
        let mut open: Vec<(Point, u32)> = Vec::with_capacity(traced.len());
        for (index, &(point, key)) in traced.iter().enumerate() {
            // What comes once closes nothing.
            let closed = self.repeats[index].then(|| open.iter().position(|(p, _)| *p == point)).flatten();
            if !pace.step(if self.repeats[index] { open.len() } else { 1 }) {
                break;
            }
            if let Some(at) = closed {
                let inner: Vec<(Point, u32)> = open.drain(at..).collect();
                self.add_loop(group, &inner);
            }
            open.push((point, key));
        }
        self.add_loop(group, &open);
        self.stack = traced;
    }

    fn add_loop(&mut self, group: u32, edges: &[(Point, u32)]) {
        if edges.len() < 3 {
            if let [(_, a), (_, b)] = *edges {
                self.slivers.add(a, b);
            }
            return;
        }
        let start = self.points.len();
        self.points.extend(edges.iter().map(|e| e.0));
        self.keys.extend(edges.iter().map(|e| e.1));
        let area = ring_area(&self.points[start..]);
        if area == 0.0 {
            self.points.truncate(start);
            self.keys.truncate(start);
            return;
        }
        self.loops.push(Loop { group, start: start as u32, end: self.points.len() as u32, area });
    }

    /// Groups in order; in each its outer loops, every one followed by the holes that it holds.
    fn write(&mut self, pieces: &mut Pieces, cells: &[u32]) {
        let key_count = pieces.key_count;
        pieces.clear();
        pieces.key_count = key_count;
        // Stable: within a group in the order in which they were traced.
        self.loops.sort_by_key(|l| l.group);
        for group in self.loops.chunk_by(|a, b| a.group == b.group) {
            for outer in group.iter().filter(|l| l.area > 0.0) {
                pieces.begin_piece(cells.get(outer.group as usize).copied().unwrap_or(NONE));
                self.push(outer, pieces);
                for hole in group.iter().filter(|l| l.area < 0.0) {
                    if self.outer_of(hole, group) == Some(outer.start) {
                        self.push(hole, pieces);
                    }
                }
            }
        }
    }

    fn push(&self, ring: &Loop, pieces: &mut Pieces) {
        let range = ring.start as usize..ring.end as usize;
        for (&point, &key) in self.points[range.clone()].iter().zip(&self.keys[range]) {
            pieces.push(point, key);
        }
        pieces.end_ring();
    }

    /// The smallest outer loop of the group around a hole, by its start.
    fn outer_of(&self, hole: &Loop, group: &[Loop]) -> Option<u32> {
        let ring = |l: &Loop| &self.points[l.start as usize..l.end as usize];
        let mut outers = group.iter().filter(|l| l.area > 0.0);
        let first = outers.next()?;
        if outers.next().is_none() {
            return Some(first.start);
        }
        group
            .iter()
            .filter(|l| l.area > 0.0 && l.area > -hole.area)
            .filter(|l| ring_holds(ring(l), ring(hole)))
            .min_by(|a, b| a.area.total_cmp(&b.area))
            .map(|l| l.start)
    }
}

/// Marks the points that come more than once. Whether there are any.
fn find_repeats(
    stack: &[(Point, u32)],
    order: &mut Vec<u32>,
    repeats: &mut Vec<bool>,
    pace: &Pace<'_>,
) -> bool {
    // -0 and 0 are one place; adding 0 makes them one number.
    let at = |i: u32| stack[i as usize].0 + Point { x: 0.0, y: 0.0 };
    order.clear();
    order.extend(0..stack.len() as u32);
    pace::sort_by(pace, order, |&a, &b| by_x_then_y(&at(a), &at(b)));
    repeats.clear();
    repeats.resize(stack.len(), false);
    let mut any = false;
    for pair in order.windows(2) {
        if at(pair[0]) == at(pair[1]) {
            any = true;
            pair.iter().for_each(|&i| repeats[i as usize] = true);
        }
    }
    any
}
