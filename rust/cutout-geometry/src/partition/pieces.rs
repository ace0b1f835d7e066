//! Pieces under construction: rings of points whose edges know what lies on their other side.
//!
//! Every cut edge carries a *key*; the two rings that share the edge carry the same key, and no
//! third one does. Joining, splitting and roughening work on keys, so that what two pieces share
//! stays shared. Outline edges carry none.

use crate::cells::NONE;
use crate::pace::Pace;
use crate::point::Point;
use crate::shape::ring_area;
use std::collections::BTreeMap;

/// The rings of one piece: an outer one and its holes, contiguous.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub first_ring: u32,
    /// The cell that it was cut by.
    pub cell: u32,
}

/// What an edge takes to be written anew, in steps.
const STEPS: usize = 4;

/// How many vertices are copied at once.
const BLOCK: usize = 8;

/// All pieces. Reused.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pieces {
    pub points: Vec<Point>,
    /// For each point the key of the edge that starts there, [`NONE`] on the outline.
    pub keys: Vec<u32>,
    /// First point of each ring, and one entry past the last.
    pub ring_starts: Vec<u32>,
    /// First ring of each piece; the last piece ends with the last ring.
    pub pieces: Vec<Piece>,
    /// Keys run below this.
    pub key_count: u32,
}

impl Pieces {
    pub fn clear(&mut self) {
        self.points.clear();
        self.keys.clear();
        self.ring_starts.clear();
        self.ring_starts.push(0);
        self.pieces.clear();
        self.key_count = 0;
    }

    pub fn rings(&self) -> usize {
        self.ring_starts.len() - 1
    }

    pub fn ring_range(&self, ring: usize) -> core::ops::Range<usize> {
        self.ring_starts[ring] as usize..self.ring_starts[ring + 1] as usize
    }

    /// The edges of a ring, each as the indices of the points that it starts and ends at.
    pub fn edges(&self, ring: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
        let range = self.ring_range(ring);
        let first = range.start;
        range.clone().zip(range.skip(1).chain([first]))
    }

    pub fn ring(&self, ring: usize) -> &[Point] {
        &self.points[self.ring_range(ring)]
    }

    /// Rings of a piece, the outer one first.
    pub fn piece_rings(&self, piece: usize) -> core::ops::Range<usize> {
        let end = self.pieces.get(piece + 1).map_or(self.rings(), |p| p.first_ring as usize);
        self.pieces[piece].first_ring as usize..end
    }

    /// Points of a piece, all its rings.
    pub fn piece_points(&self, piece: usize) -> core::ops::Range<usize> {
        let rings = self.piece_rings(piece);
        self.ring_starts[rings.start] as usize..self.ring_starts[rings.end] as usize
    }

    /// Fills `piece_of` with the piece that each point belongs to.
    pub fn list_owners(&self, piece_of: &mut Vec<u32>) {
        piece_of.clear();
        piece_of.resize(self.points.len(), 0);
        for piece in 0..self.pieces.len() {
            piece_of[self.piece_points(piece)].fill(piece as u32);
        }
    }

    /// Appends all pieces to `out`, edge by edge: `push` puts there what becomes of an edge, told by
    /// the indices of its two points, but for the point that it ends at. Told to stop, some of them.
    pub fn rewrite(&self, out: &mut Self, pace: &Pace<'_>, mut push: impl FnMut(&mut Self, usize, usize)) {
        for piece in 0..self.pieces.len() {
            if !pace.step(STEPS * self.piece_points(piece).len()) {
                return;
            }
            out.begin_piece(self.pieces[piece].cell);
            for ring in self.piece_rings(piece) {
                for (edge, next) in self.edges(ring) {
                    push(out, edge, next);
                }
                out.end_ring();
            }
        }
    }

    /// Area of a piece, holes taken off.
    pub fn piece_area(&self, piece: usize) -> f64 {
        self.piece_rings(piece).map(|ring| ring_area(self.ring(ring))).sum()
    }

    /// Rounds every point to what is left of it once `origin` has been added.
    pub fn round_to(&mut self, origin: Point) {
        for point in &mut self.points {
            *point = *point + origin - origin;
        }
    }

    /// A key that no edge carries yet.
    pub fn new_key(&mut self) -> u32 {
        self.key_count += 1;
        self.key_count - 1
    }

    /// Starts a piece; its outer ring must follow.
    pub fn begin_piece(&mut self, cell: u32) {
        self.pieces.push(Piece { first_ring: self.rings() as u32, cell });
    }

    /// Adds a point to the ring being made, and the key of the edge that starts there. A point equal
    /// to the last one replaces it: the edge between them has no length.
    #[inline]
    pub fn push(&mut self, point: Point, key: u32) {
        let start = *self.ring_starts.last().unwrap_or(&0) as usize;
        if self.points.len() > start
            && let (Some(last), Some(last_key)) = (self.points.last(), self.keys.last_mut())
            && *last == point
        {
            *last_key = key;
            return;
        }
        self.points.push(point);
        self.keys.push(key);
    }

    /// Adds vertices of the outline that follow each other, no two in a row alike.
    pub fn push_run(&mut self, outline: &[Point], run: core::ops::Range<usize>) {
        if run.is_empty() {
            return;
        }
        self.push(outline[run.start], NONE);
        let (mut from, end) = (run.start + 1, self.points.len() + run.len() - 1);
        // In blocks of a constant length, of which most runs need one: where a loop over the vertices would
        // end only luck would predict. What is copied too far is taken back.
        while self.points.len() < end {
            if let Some(block) = outline.get(from..from + BLOCK) {
                self.points.extend_from_slice(block);
            } else {
                self.points.extend_from_slice(&outline[from..run.end]);
            }
            from += BLOCK;
        }
        self.points.truncate(end);
        while self.keys.len() < end {
            self.keys.extend_from_slice(&[NONE; BLOCK]);
        }
        self.keys.truncate(end);
    }

    /// Ends the ring being made. False, and no ring, where fewer than three points are left.
    pub fn end_ring(&mut self) -> bool {
        let start = *self.ring_starts.last().unwrap_or(&0) as usize;
        while self.points.len() > start + 1 && self.points.last() == self.points.get(start) {
            self.points.pop();
            self.keys.pop();
        }
        if self.points.len() < start + 3 {
            return false;
        }
        self.ring_starts.push(self.points.len() as u32);
        true
    }

    /// Takes back the points since the last ring ended.
    pub fn drop_ring(&mut self) {
        let start = *self.ring_starts.last().unwrap_or(&0) as usize;
        self.points.truncate(start);
        self.keys.truncate(start);
    }

    /// Keys of the ring being made (used where [`Pieces::end_ring`] refused it).
    pub fn open_keys(&self) -> &[u32] {
        &self.keys[*self.ring_starts.last().unwrap_or(&0) as usize..]
    }
}

/// Rings of two edges that came out of a stage: they have no width, and what lies on one side of
/// them meets what lies on the other.
#[derive(Debug, Default)]
pub(crate) struct Slivers {
    keys: BTreeMap<u32, u32>,
}

impl Slivers {
    pub fn clear(&mut self) {
        self.keys.clear();
    }

    /// Notes a ring of two edges, by their keys. Where one side is the outline, the edge across is
    /// left alone with its key, which makes it outline: nothing to note.
    pub fn add(&mut self, a: u32, b: u32) {
        if a != NONE && b != NONE && a != b {
            let (a, b) = (self.follow(a), self.follow(b));
            if a != b {
                self.keys.insert(a.max(b), a.min(b));
            }
        }
    }

    /// Gives the edges on both sides of each one key.
    pub fn close(&self, pieces: &mut Pieces) {
        if !self.keys.is_empty() {
            for key in pieces.keys.iter_mut().filter(|key| **key != NONE) {
                *key = self.follow(*key);
            }
        }
    }

    fn follow(&self, mut key: u32) -> u32 {
        // Every step leads to a lower key, so this ends.
        while let Some(&lower) = self.keys.get(&key) {
            key = lower;
        }
        key
    }
}

/// For each key the two edges (point indices) that carry it, [`NONE`] where an edge is missing
/// because its piece had no width and was dropped.
#[derive(Debug, Default)]
pub(crate) struct Twins {
    ends: Vec<[u32; 2]>,
}

impl Twins {
    /// Cost: linear.
    pub fn find(&mut self, pieces: &Pieces) {
        // One entry past the keys for all edges without one: no branch that only luck would predict.
        let keys = pieces.key_count;
        self.ends.clear();
        self.ends.resize(keys as usize + 1, [NONE; 2]);
        for (edge, &key) in pieces.keys.iter().enumerate() {
            let ends = &mut self.ends[key.min(keys) as usize];
            let slot = usize::from(ends[0] != NONE);
            ends[slot] = edge as u32;
        }
        self.ends[keys as usize] = [NONE; 2];
    }

    /// The edge on the other side of `edge`, if there is one.
    #[inline]
    pub fn of(&self, edge: usize, key: u32) -> Option<usize> {
        let [a, b] = *self.ends.get(key as usize)?;
        let other = if a as usize == edge { b } else { a };
        (other != NONE).then_some(other as usize)
    }
}
