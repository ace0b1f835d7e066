//! Joins pieces across the borders between them: pieces that are too small or too thin to stand
//! alone, and pieces divided by a cut that does not go through.
//!
//! Comes in: [`Pieces`]. Goes out: fewer of them, whose rings still share every vertex with their
//! neighbours. Cost: pieces log pieces, and the points of all rings.

mod dissolve;

use crate::pace::Pace;
use crate::partition::pieces::{Pieces, Twins};
use crate::point::{Bounds, Point, length};
use dissolve::{Dissolver, Sides};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Reused memory.
#[derive(Debug, Default)]
pub(crate) struct Joiner {
    twins: Twins,
    piece_of: Vec<u32>,
    groups: Groups,
    dissolver: Dissolver,
}

/// What joining two pieces costs, in steps.
const STEPS: usize = 64;

/// Pieces below this are joined to a neighbour.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Least {
    /// Area, square units.
    pub area: f64,
    /// Thickness: area over the longer side of the box.
    pub width: f64,
}

impl Least {
    pub fn is_met(&self, area: f64, bounds: &Bounds) -> bool {
        let size = bounds.size();
        area >= self.area && area > self.width * size.x.max(size.y)
    }
}

impl Joiner {
    /// Starts a round: every piece stands alone.
    pub fn begin(&mut self, pieces: &Pieces, pace: &Pace<'_>) {
        self.twins.find(pieces);
        pieces.list_owners(&mut self.piece_of);
        self.groups.reset(pieces.pieces.len());
        pace.step(pieces.points.len());
    }

    /// Joins the pieces on both sides of every edge that `is_cut` says is no cut. It is given the
    /// edge's key and its two ends.
    pub fn join_across(&mut self, pieces: &Pieces, is_cut: impl Fn(u32, Point, Point) -> bool) {
        for_each_pair(pieces, &self.twins, |edge, twin, a, b| {
            if !is_cut(pieces.keys[edge], a, b) {
                self.groups.join(self.piece_of[edge], self.piece_of[twin]);
            }
        });
    }

    /// Joins groups that are less than `least` to the neighbour with the longest shared border,
    /// smallest first. Those without neighbours stay.
    pub fn join_small(&mut self, pieces: &Pieces, least: Least, pace: &Pace<'_>) {
        let count = pieces.pieces.len();
        let mut areas = vec![0.0; count];
        let mut thin = vec![true; count];
        for piece in 0..count {
            if !pace.step(pieces.piece_points(piece).len()) {
                return;
            }
            let group = self.groups.of(piece as u32) as usize;
            let area = pieces.piece_area(piece);
            areas[group] += area;
            let bounds = Bounds::of(pieces.ring(pieces.pieces[piece].first_ring as usize));
            thin[group] &= !Least { area: f64::NEG_INFINITY, ..least }.is_met(area, &bounds);
        }
        let mut borders = self.borders(pieces, pace);
        let is_small = |group: usize, areas: &[f64], thin: &[bool]| areas[group] < least.area || thin[group];
        let mut queue: BinaryHeap<Reverse<(AreaKey, u32)>> = (0..count as u32)
            .filter(|&p| self.groups.of(p) == p && is_small(p as usize, &areas, &thin))
            .map(|p| Reverse((AreaKey(areas[p as usize]), p)))
            .collect();
        while let Some(Reverse((AreaKey(area), group))) = queue.pop() {
            if !pace.step(STEPS) {
                return;
            }
            if self.groups.of(group) != group || areas[group as usize] != area {
                continue; // joined, or grown, since it was queued
            }
            let longest = borders[group as usize].iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
            let Some((&neighbor, _)) = longest else { continue };
            let kept = self.groups.join(group, neighbor);
            let gone = if kept == group { neighbor } else { group };
            merge_borders(&mut borders, kept, gone);
            areas[kept as usize] = areas[group as usize] + areas[neighbor as usize];
            // A thin piece gives its neighbour no width; two thin ones stay so.
            thin[kept as usize] = thin[group as usize] && thin[neighbor as usize];
            if is_small(kept as usize, &areas, &thin) {
                queue.push(Reverse((AreaKey(areas[kept as usize]), kept)));
            }
        }
    }

    /// Ends the round: rewrites `pieces` with the edges inside each group gone, and rings that pass a
    /// point twice divided there. Told to stop, it leaves them as they are.
    pub fn finish(&mut self, pieces: &mut Pieces, pace: &Pace<'_>) {
        let Self { twins, piece_of, groups, .. } = self;
        self.dissolver.run(pieces, &Sides { twins, piece_of }, groups, pace);
    }

    /// Shared border lengths between groups.
    fn borders(&mut self, pieces: &Pieces, pace: &Pace<'_>) -> Vec<BTreeMap<u32, f64>> {
        let mut borders = vec![BTreeMap::new(); pieces.pieces.len()];
        let Self { groups, piece_of, twins, .. } = self;
        for_each_pair(pieces, twins, |edge, twin, a, b| {
            let (one, two) = (groups.of(piece_of[edge]), groups.of(piece_of[twin]));
            if one != two && pace.step(STEPS) {
                let length = length(b - a);
                *borders[one as usize].entry(two).or_insert(0.0) += length;
                *borders[two as usize].entry(one).or_insert(0.0) += length;
            }
        });
        borders
    }
}

/// Every shared edge once, with its twin and its two ends.
fn for_each_pair(pieces: &Pieces, twins: &Twins, mut visit: impl FnMut(usize, usize, Point, Point)) {
    for ring in 0..pieces.rings() {
        for (edge, next) in pieces.edges(ring) {
            if let Some(twin) = twins.of(edge, pieces.keys[edge])
                && edge < twin
            {
                visit(edge, twin, pieces.points[edge], pieces.points[next]);
            }
        }
    }
}

fn merge_borders(borders: &mut [BTreeMap<u32, f64>], kept: u32, gone: u32) {
    let moved = core::mem::take(&mut borders[gone as usize]);
    for (&other, &length) in &moved {
        if other != kept {
            borders[other as usize].remove(&gone);
            *borders[other as usize].entry(kept).or_insert(0.0) += length;
            *borders[kept as usize].entry(other).or_insert(0.0) += length;
        }
    }
    borders[kept as usize].remove(&gone);
}

/// Areas in a heap: ordered as `total_cmp` does.
#[derive(Clone, Copy, Debug, PartialEq)]
struct AreaKey(f64);

impl Eq for AreaKey {}

impl PartialOrd for AreaKey {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for AreaKey {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// Which pieces belong together (union-find). The lowest piece of a group names it.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    parent: Vec<u32>,
}

impl Groups {
    fn reset(&mut self, pieces: usize) {
        self.parent.clear();
        self.parent.extend(0..pieces as u32);
    }

    pub(crate) fn of(&mut self, mut piece: u32) -> u32 {
        while self.parent[piece as usize] != piece {
            let above = self.parent[self.parent[piece as usize] as usize];
            self.parent[piece as usize] = above;
            piece = above;
        }
        piece
    }

    fn join(&mut self, a: u32, b: u32) -> u32 {
        let (a, b) = (self.of(a), self.of(b));
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high as usize] = low;
        low
    }
}
