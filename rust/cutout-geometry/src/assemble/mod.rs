//! Pieces into [`Fragments`]: measures every piece, finds its neighbours, and copies the columns
//! into storage of their exact size. The only stage that allocates for its result.

mod measure;

use crate::cells::NONE;
use crate::fragment::{Bond, Fragments, Head};
use crate::gap::Border;
use crate::join::Least;
use crate::pace::{self, Pace};
use crate::partition::pieces::Pieces;
use crate::point::{Bounds, Point, length};
use measure::measure;

/// Pieces after which it is asked whether to go on.
const MANY: usize = 256;

/// What a piece takes to be given bonds, in steps.
const BOND: usize = 32;

/// Edges after which it is asked.
const STRETCH: usize = 1 << 13;

/// Reused memory.
#[derive(Debug, Default)]
pub(crate) struct Assembler {
    cut_edges: CutEdges,
    /// For each key the exclusive or of its two cut edges' places, counted from one, and of their pieces.
    mates: Vec<[u32; 2]>,
    /// Edges that two pieces share, from both sides.
    /// Here and below what lies past a run's own is left over.
    shared: Vec<SharedEdge>,
    /// The same while they are being sorted.
    by_neighbor: Vec<SharedEdge>,
    /// Where the shared edges of each piece begin.
    starts: Vec<u32>,
    cursors: Vec<u32>,
    /// How many bonds there are once a piece has its own.
    bond_ends: Vec<u32>,
    bonds: Vec<Bond>,
    heads: Vec<Head>,
    on_outline: Vec<bool>,
    /// A result that was given back.
    spare: Fragments,
}

impl Assembler {
    /// Measures every piece, unless it is told to stop. Cost: linear.
    pub fn measure(&mut self, pieces: &Pieces, pace: &Pace<'_>) {
        let Self { heads, cut_edges, .. } = self;
        cut_edges.begin(pieces.points.len());
        heads.clear();
        let count = pieces.pieces.len();
        for first in (0..count).step_by(MANY) {
            let end = count.min(first + MANY);
            heads.extend((first..end).map(|piece| measure(pieces, piece, cut_edges)));
            if !pace.step(pieces.piece_points(end - 1).end - pieces.piece_points(first).start) {
                return;
            }
        }
    }

    /// The measures of every piece, until a result is made of them.
    pub fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// Whether every measured piece meets the least.
    pub fn all_meet(&self, least: Least) -> bool {
        self.heads.iter().all(|head| least.is_met(head.area, &head.bounds))
    }

    /// Makes the result of pieces that have been measured; told to stop, nothing. Cost: linear. `origin` is
    /// added to every coordinate.
    pub fn run(
        &mut self,
        pieces: &Pieces,
        origin: Point,
        in_mask: impl Fn(u32) -> bool,
        pace: &Pace<'_>,
    ) -> Fragments {
        self.begin(pieces);
        self.pair_cut_edges(pieces.key_count, pace);
        if pace.is_over() {
            return Fragments::default();
        }
        let shared_edges = self.find_shared_edges(pieces.pieces.len(), pace);
        if pace.is_over() {
            return Fragments::default();
        }
        self.sort_shared_edges(shared_edges, pace);
        let bonds = self.find_bonds(shared_edges, pieces, pace);
        if !pace.step(pieces.points.len()) {
            return Fragments::default();
        }
        let mut first_bond = 0;
        for (piece, head) in self.heads.iter_mut().enumerate() {
            (head.first_bond, head.in_mask) = (first_bond, in_mask(pieces.pieces[piece].cell));
            first_bond = first_bond.max(self.bond_ends[piece]);
        }
        self.copy(pieces, bonds, origin, pace)
    }

    /// The same for pieces that share no borders any more: their bonds are those that they had. All of them
    /// have been measured: who measured asks first whether to go on.
    pub fn run_apart(
        &mut self,
        pieces: &Pieces,
        borders: &[Border],
        origin: Point,
        in_mask: impl Fn(u32) -> bool,
        pace: &Pace<'_>,
    ) -> Fragments {
        self.begin(pieces);
        // Each border from both sides; by piece and neighbour, and for each two in the order given.
        let mut sides: Vec<([u32; 2], &Border)> = borders
            .iter()
            .flat_map(|border| {
                let [a, b] = border.pieces;
                [([a, b], border), ([b, a], border)]
            })
            .collect();
        pace::sort_stably_by(pace, &mut sides, |(l, _), (r, _)| l.cmp(r));
        self.bonds.clear();
        let mut rest = sides.as_slice();
        for piece in 0..pieces.pieces.len() {
            if !pace.step(BOND) {
                return Fragments::default();
            }
            let head = &mut self.heads[piece];
            head.first_bond = self.bonds.len() as u32;
            head.in_mask = in_mask(pieces.pieces[piece].cell);
            let mine = rest.partition_point(|(pieces, _)| pieces[0] as usize <= piece);
            let (mine, others) = rest.split_at(mine);
            rest = others;
            for shared in mine.chunk_by(|a, b| a.0 == b.0) {
                let mut sum = Stretches::default();
                shared.iter().for_each(|(_, border)| sum.add(border.midpoint, border.length));
                self.bonds.push(sum.bond(shared[0].0[1]));
            }
        }
        self.copy(pieces, self.bonds.len(), origin, pace)
    }

    /// Starts a result whose outline is every edge without a key.
    fn begin(&mut self, pieces: &Pieces) {
        self.on_outline.clear();
        self.on_outline.extend(pieces.keys.iter().map(|&key| key == NONE));
    }

    /// Brings the two edges of each key together.
    fn pair_cut_edges(&mut self, keys: u32, pace: &Pace<'_>) {
        let Self { cut_edges, mates, .. } = self;
        mates.clear();
        mates.resize(keys as usize, [0; 2]);
        let mut first = 1;
        for some in cut_edges.found().chunks(STRETCH) {
            for (place, cut) in (first..).zip(some) {
                let mate = &mut mates[cut.key as usize];
                *mate = [mate[0] ^ place, mate[1] ^ cut.piece];
            }
            first += STRETCH as u32;
            if !pace.step(STRETCH / 2) {
                return;
            }
        }
    }

    /// Lists the edges that two pieces share, from both sides, piece by piece; and notes those whose other
    /// side is gone as the outline's. How many they are. No branch that only luck would predict, and none in
    /// what follows.
    fn find_shared_edges(&mut self, pieces: usize, pace: &Pace<'_>) -> usize {
        let Self { mates, shared, by_neighbor, bonds, starts, on_outline, .. } = self;
        let cut_edges = self.cut_edges.found();
        if shared.len() <= cut_edges.len() {
            pace::grow(pace, shared, cut_edges.len() + 1, SharedEdge::default());
            pace::grow(pace, by_neighbor, cut_edges.len() + 1, SharedEdge::default());
        }
        if bonds.len() < cut_edges.len() {
            pace::grow(pace, bonds, cut_edges.len(), NO_BOND);
        }
        if pace.is_over() {
            return 0;
        }
        starts.clear();
        starts.resize(pieces + 1, 0);
        let mut count = 0;
        let mut first = 1;
        for some in cut_edges.chunks(STRETCH) {
            for (place, cut) in (first..).zip(some) {
                let [places, pieces] = mates[cut.key as usize];
                // What lay across had no width and was dropped.
                let is_alone = places == place;
                on_outline[cut.edge as usize] = is_alone;
                let neighbor = pieces ^ cut.piece;
                shared[count] = SharedEdge { piece: cut.piece, neighbor, edge: cut.edge, next: cut.next };
                // Not where both sides are this piece: a bridge to a hole.
                let is_shared = !is_alone & (neighbor != cut.piece);
                count += usize::from(is_shared);
                starts[cut.piece as usize + 1] += u32::from(is_shared);
            }
            first += STRETCH as u32;
            if !pace.step(STRETCH / 2) {
                return 0;
            }
        }
        let mut total = 0;
        for start in starts.iter_mut() {
            total += *start;
            *start = total;
        }
        count
    }

    /// Sorts the shared edges by piece, by neighbour, and for each in the order of the ring, so that sums
    /// have the same bits always. By counting, stably, first by neighbour: a piece is the neighbour of as
    /// many edges as it has.
    fn sort_shared_edges(&mut self, count: usize, pace: &Pace<'_>) {
        let Self { shared, by_neighbor, starts, cursors, .. } = self;
        let (shared, by_neighbor) = (&mut shared[..count], &mut by_neighbor[..count]);
        scatter(shared, by_neighbor, starts, cursors, pace, |edge| edge.neighbor);
        if !pace.step(count) {
            return;
        }
        scatter(by_neighbor, shared, starts, cursors, pace, |edge| edge.piece);
    }

    /// Sums the shared edges up to bonds, one a neighbour; how many they are.
    fn find_bonds(&mut self, shared_edges: usize, pieces: &Pieces, pace: &Pace<'_>) -> usize {
        let Self { shared, bonds, bond_ends, .. } = self;
        bond_ends.clear();
        bond_ends.resize(pieces.pieces.len(), 0);
        let (mut count, mut sum) = (0, Stretches::default());
        let mut before = [NONE; 2];
        for some in shared[..shared_edges].chunks(STRETCH) {
            for edge in some {
                let here = [edge.piece, edge.neighbor];
                let is_new = (here[0] != before[0]) | (here[1] != before[1]);
                before = here;
                count += usize::from(is_new);
                sum.keep(!is_new);
                let (a, b) = (pieces.points[edge.edge as usize], pieces.points[edge.next as usize]);
                sum.add((a + b) * 0.5, length(b - a));
                // Written every time, right with the last one.
                bonds[count - 1] = sum.bond(edge.neighbor);
                bond_ends[edge.piece as usize] = count as u32;
            }
            if !pace.step(STRETCH) {
                return 0;
            }
        }
        count
    }

    /// Gives the memory of a result back, for the next one.
    pub fn recycle(&mut self, fragments: Fragments) {
        self.spare = fragments;
    }

    /// The result; told to stop, some that is not to be used. Each column is new memory, so it is asked after
    /// each.
    fn copy(&mut self, pieces: &Pieces, bonds: usize, origin: Point, pace: &Pace<'_>) -> Fragments {
        let Fragments { points, on_outline, ring_starts, heads, bonds: out } =
            core::mem::take(&mut self.spare);
        let points = refilled(points, pieces.points.iter().map(|&p| p + origin));
        let on_outline = copied(on_outline, &self.on_outline);
        let ring_starts = copied(ring_starts, &pieces.ring_starts);
        if !pace.step(points.len()) {
            return Fragments::default();
        }
        let heads = refilled(
            heads,
            self.heads.iter().map(|head| Head {
                centroid: head.centroid + origin,
                bounds: Bounds { min: head.bounds.min + origin, max: head.bounds.max + origin },
                ..*head
            }),
        );
        if !pace.step(BOND * heads.len()) {
            return Fragments::default();
        }
        Fragments {
            points,
            on_outline,
            ring_starts,
            heads,
            bonds: refilled(
                out,
                self.bonds[..bonds].iter().map(|bond| Bond { midpoint: bond.midpoint + origin, ..*bond }),
            ),
        }
    }
}

/// A column with something else in it.
fn refilled<T>(column: Vec<T>, content: impl ExactSizeIterator<Item = T>) -> Vec<T> {
    let mut column = emptied(column, content.len());
    column.extend(content);
    column
}

/// The same for what is there as it is to be.
fn copied<T: Copy>(column: Vec<T>, content: &[T]) -> Vec<T> {
    let mut column = emptied(column, content.len());
    column.extend_from_slice(content);
    column
}

/// A column with nothing in it and room for so many; one that has too little gets exactly the memory that it
/// needs.
fn emptied<T>(mut column: Vec<T>, count: usize) -> Vec<T> {
    column.clear();
    if column.capacity() < count { Vec::with_capacity(count) } else { column }
}

/// An edge made by a cut: the indices of its two points, its piece and key.
#[derive(Clone, Copy, Debug, Default)]
struct CutEdge {
    edge: u32,
    next: u32,
    piece: u32,
    key: u32,
}

/// Edges that carry a key, piece by piece, in the order of their rings.
#[derive(Debug, Default)]
struct CutEdges {
    /// What lies past `count` is left over from earlier runs.
    all: Vec<CutEdge>,
    count: usize,
}

impl CutEdges {
    fn begin(&mut self, most: usize) {
        self.count = 0;
        if self.all.len() < most {
            self.all.resize(most, CutEdge::default());
        }
    }

    fn found(&self) -> &[CutEdge] {
        &self.all[..self.count]
    }

    /// Adds an edge if it carries a key. Written every time, kept where there is one: no branch that only
    /// luck would predict.
    #[inline]
    fn add(&mut self, edge: u32, piece: u32, key: u32) {
        self.all[self.count] = CutEdge { edge, next: edge + 1, piece, key };
        self.count += usize::from(key != NONE);
    }

    /// Closes a ring: its last edge ends where its first began.
    #[inline]
    fn end_ring(&mut self, first: u32, end: u32) {
        if let Some(last) = self.all[..self.count].last_mut().filter(|last| last.next == end) {
            last.next = first;
        }
    }
}

/// An edge that a piece shares with another: the indices of its two points.
#[derive(Clone, Copy, Debug, Default)]
struct SharedEdge {
    piece: u32,
    neighbor: u32,
    edge: u32,
    next: u32,
}

/// One pass of a counting sort: `starts` tells where the edges of each key begin in `to`.
fn scatter(
    from: &[SharedEdge],
    to: &mut [SharedEdge],
    starts: &[u32],
    cursors: &mut Vec<u32>,
    pace: &Pace<'_>,
    key: impl Fn(&SharedEdge) -> u32,
) {
    cursors.clear();
    cursors.extend_from_slice(starts);
    for some in from.chunks(STRETCH) {
        for edge in some {
            let cursor = &mut cursors[key(edge) as usize];
            to[*cursor as usize] = *edge;
            *cursor += 1;
        }
        if !pace.step(some.len()) {
            return;
        }
    }
}

/// What stands where a bond will.
const NO_BOND: Bond = Bond { neighbor: NONE, length: 0.0, midpoint: Point { x: 0.0, y: 0.0 } };

/// Sums over stretches of border.
#[derive(Clone, Copy)]
struct Stretches {
    length: f64,
    moment: Point,
}

impl Default for Stretches {
    fn default() -> Self {
        Self { length: 0.0, moment: Point { x: 0.0, y: 0.0 } }
    }
}

impl Stretches {
    #[inline]
    fn add(&mut self, midpoint: Point, length: f64) {
        self.length += length;
        self.moment = self.moment + midpoint * length;
    }

    /// Begins anew unless the sums are to be kept. A product, because processors choose between two
    /// floating-point numbers by a branch.
    #[inline]
    fn keep(&mut self, are_kept: bool) {
        let share = f64::from(u8::from(are_kept));
        self.length *= share;
        self.moment = self.moment * share;
    }

    /// The bond with a neighbour along the stretches.
    #[inline]
    fn bond(&self, neighbor: u32) -> Bond {
        Bond { neighbor, length: self.length, midpoint: self.moment / self.length }
    }
}
