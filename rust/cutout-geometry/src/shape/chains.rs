//! Rings as chains of edges that all go the same way on both axes.
//!
//! Such a chain is what makes questions about many edges cheap: its box, and that of any run of it, is
//! the box of the run's two ends; no two of its edges cross; and a horizontal line meets it once. (The
//! monotone chains of the JTS Topology Suite, M. Davis and others.) An outline of a thousand vertices
//! has a few dozen of them.

use super::Ring;
use crate::point::Point;
use crate::predicate::orient;

/// A run of edges of a ring, from vertex `first` to vertex `last`. The edge that closes a ring is a
/// chain of its own, from the ring's last vertex to its first; otherwise `first < last`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Chain {
    pub first: u32,
    pub last: u32,
    /// Bit 0: x grows along the chain (else it falls or stays). Bit 1: the same for y.
    pub heading: u8,
}

impl Chain {
    /// Whether the chain is one edge.
    pub fn is_edge(self) -> bool {
        self.last.wrapping_sub(self.first) == 1 || self.last < self.first
    }

    /// The two halves of a chain of several edges.
    pub fn halves(self) -> [Self; 2] {
        let middle = self.first.midpoint(self.last);
        [Self { last: middle, ..self }, Self { first: middle, ..self }]
    }
}

/// The chains of all rings, in order. Reused.
#[derive(Debug, Default)]
pub(super) struct Chains {
    pub all: Vec<Chain>,
    /// First chain of each ring, and one entry past the last.
    ring_starts: Vec<u32>,
    /// Scratch: where the edges of a ring begin to go another way.
    turns: Vec<u32>,
}

impl Chains {
    /// Divides the rings. Cost: linear, and no branch that depends on where the ring goes.
    pub fn divide(&mut self, points: &[Point], rings: &[Ring]) {
        self.all.clear();
        self.ring_starts.clear();
        for &ring in rings {
            self.ring_starts.push(self.all.len() as u32);
            let ring_points = &points[ring.range()];
            let [first, .., last] = *ring_points else { continue };
            let count = self.find_turns(ring_points);
            for (index, &turn) in self.turns[..count].iter().enumerate() {
                let end =
                    if index + 1 < count { self.turns[index + 1] } else { ring_points.len() as u32 - 1 };
                let heading = heading_of(ring_points[turn as usize], ring_points[turn as usize + 1]);
                self.all.push(Chain { first: ring.start + turn, last: ring.start + end, heading });
            }
            let closing = Chain { first: ring.end - 1, last: ring.start, heading: heading_of(last, first) };
            self.all.push(closing);
        }
        self.ring_starts.push(self.all.len() as u32);
    }

    /// The vertices at which the ring's edges begin to go another way, the first one among them.
    fn find_turns(&mut self, ring: &[Point]) -> usize {
        if self.turns.len() < ring.len() {
            self.turns.resize(ring.len(), 0);
        }
        let (mut count, mut heading) = (0, u8::MAX);
        for (vertex, pair) in ring.windows(2).enumerate() {
            let here = heading_of(pair[0], pair[1]);
            // Written every time, kept only where the heading changes.
            self.turns[count] = vertex as u32;
            count += usize::from(here != heading);
            heading = here;
        }
        count
    }

    /// Forgets the rings: what is asked of them is to be asked of their edges.
    pub fn clear(&mut self) {
        self.all.clear();
        self.ring_starts.clear();
    }

    /// Whether the rings have been divided since they were forgotten.
    pub fn are_known(&self) -> bool {
        !self.ring_starts.is_empty()
    }

    /// Follows a ring that was turned around.
    pub fn turn(&mut self, index: usize, ring: Ring) {
        if !self.are_known() {
            return;
        }
        let range = self.ring_starts[index] as usize..self.ring_starts[index + 1] as usize;
        let mirrored = |vertex: u32| ring.start + ring.end - 1 - vertex;
        for chain in &mut self.all[range] {
            // Runs level or upright count as the other way, which does: no edge of the chain turns back.
            *chain = Chain { first: mirrored(chain.last), last: mirrored(chain.first), ..*chain };
            chain.heading ^= 3;
        }
    }

    /// The chains of a ring.
    pub fn of(&self, ring: usize) -> &[Chain] {
        &self.all[self.ring_starts[ring] as usize..self.ring_starts[ring + 1] as usize]
    }

    /// The chains of every ring, one ring after the other.
    pub fn rings(&self) -> impl Iterator<Item = core::ops::Range<usize>> + '_ {
        self.ring_starts.windows(2).map(|pair| pair[0] as usize..pair[1] as usize)
    }

    /// Whether `p` is inside the ring: what [`super::ring_contains`] says, from one edge of each chain
    /// at the height of `p`. Cost: chains of the ring, and the logarithm of their lengths.
    pub fn ring_contains(&self, points: &[Point], ring: usize, p: Point) -> bool {
        let mut inside = false;
        for chain in self.of(ring) {
            let (first, last) = (points[chain.first as usize], points[chain.last as usize]);
            let above = last.y > p.y;
            if (first.y > p.y) == above {
                continue;
            }
            let (a, b) = if chain.is_edge() {
                (first, last)
            } else {
                let run = &points[chain.first as usize..=chain.last as usize];
                let at = run.partition_point(|q| (q.y > p.y) != above).max(1);
                (run[at - 1], run[at])
            };
            let turn = orient(a, b, p);
            inside ^= (turn > 0.0) == (b.y > a.y) && turn != 0.0;
        }
        inside
    }
}

#[inline]
fn heading_of(p: Point, q: Point) -> u8 {
    u8::from(q.x > p.x) | u8::from(q.y > p.y) << 1
}
