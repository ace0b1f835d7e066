//! Pieces into [`Fragments`]: measures every piece, finds its neighbours, and copies the columns
//! into storage of their exact size. The only stage that allocates for its result.

use crate::fragment::{Bond, Fragments, Head};
use crate::join::Least;
use crate::partition::pieces::{Pieces, Twins};
use crate::point::{Bounds, Point};
use crate::predicate::{orient, turn_for_sure};

/// Reused memory.
#[derive(Debug, Default)]
pub(crate) struct Assembler {
    twins: Twins,
    piece_of: Vec<u32>,
    shared: Vec<SharedEdge>,
    bonds: Vec<Bond>,
    heads: Vec<Head>,
    on_outline: Vec<bool>,
}

impl Assembler {
    /// Measures every piece. Cost: linear.
    pub fn measure(&mut self, pieces: &Pieces) {
        self.heads.clear();
        self.heads.extend((0..pieces.pieces.len()).map(|piece| measure(pieces, piece)));
    }

    /// Whether every measured piece meets the least.
    pub fn all_meet(&self, least: Least) -> bool {
        self.heads.iter().all(|head| least.is_met(head.area, &head.bounds))
    }

    /// Makes the result of pieces that have been measured. Cost: linear. `origin` is added to every
    /// coordinate.
    pub fn run(&mut self, pieces: &Pieces, origin: Point, in_mask: impl Fn(u32) -> bool) -> Fragments {
        self.twins.find(pieces);
        self.piece_of.clear();
        self.piece_of.resize(pieces.points.len(), 0);
        for piece in 0..pieces.pieces.len() {
            self.piece_of[pieces.piece_points(piece)].fill(piece as u32);
        }
        self.bonds.clear();
        self.on_outline.clear();
        for piece in 0..pieces.pieces.len() {
            let first_bond = self.bonds.len();
            self.bond(pieces, piece);
            let head = &mut self.heads[piece];
            head.first_bond = first_bond as u32;
            head.in_mask = in_mask(pieces.pieces[piece].cell);
        }
        self.copy(pieces, origin)
    }

    /// Appends the bonds of a piece, one a neighbour, sorted; and says which edges are outline.
    fn bond(&mut self, pieces: &Pieces, piece: usize) {
        let Self { twins, piece_of, shared, bonds, on_outline, .. } = self;
        shared.clear();
        for ring in pieces.piece_rings(piece) {
            let range = pieces.ring_range(ring);
            for edge in range.clone() {
                let twin = twins.of(edge, pieces.keys[edge]);
                on_outline.push(twin.is_none());
                let Some(twin) = twin else { continue };
                let neighbor = piece_of[twin];
                if neighbor as usize != piece {
                    shared.push(SharedEdge {
                        neighbor,
                        edge: edge as u32,
                        next: next_in(&range, edge) as u32,
                    });
                } // else a bridge to a hole: both sides are this piece
            }
        }
        // By neighbour, and for each in the order of the ring, so that sums have the same bits always.
        shared.sort_unstable_by_key(|edge| (edge.neighbor, edge.edge));
        for edges in shared.chunk_by(|a, b| a.neighbor == b.neighbor) {
            let (mut length, mut midpoint) = (0.0, Point { x: 0.0, y: 0.0 });
            for edge in edges {
                let (a, b) = (pieces.points[edge.edge as usize], pieces.points[edge.next as usize]);
                let along = b - a;
                let here = (along.x * along.x + along.y * along.y).sqrt();
                length += here;
                midpoint = midpoint + Point { x: 0.5 * (a.x + b.x) * here, y: 0.5 * (a.y + b.y) * here };
            }
            bonds.push(Bond { neighbor: edges[0].neighbor, length, midpoint: midpoint / length });
        }
    }

    fn copy(&self, pieces: &Pieces, origin: Point) -> Fragments {
        let mut points = Vec::with_capacity(pieces.points.len());
        points.extend(pieces.points.iter().map(|&p| p + origin));
        let mut heads = Vec::with_capacity(self.heads.len());
        heads.extend(self.heads.iter().map(|head| Head {
            centroid: head.centroid + origin,
            bounds: Bounds { min: head.bounds.min + origin, max: head.bounds.max + origin },
            ..*head
        }));
        let mut bonds = Vec::with_capacity(self.bonds.len());
        bonds.extend(self.bonds.iter().map(|bond| Bond { midpoint: bond.midpoint + origin, ..*bond }));
        Fragments {
            points,
            on_outline: self.on_outline.as_slice().to_vec(),
            ring_starts: pieces.ring_starts.as_slice().to_vec(),
            heads,
            bonds,
        }
    }
}

/// An edge that a piece shares with another: the indices of its two points.
#[derive(Clone, Copy, Debug)]
struct SharedEdge {
    neighbor: u32,
    edge: u32,
    next: u32,
}

fn next_in(ring: &core::ops::Range<usize>, edge: usize) -> usize {
    if edge + 1 == ring.end { ring.start } else { edge + 1 }
}

/// Area, centroid, box and convexity.
fn measure(pieces: &Pieces, piece: usize) -> Head {
    let rings = pieces.piece_rings(piece);
    let outer = pieces.ring(rings.start);
    let base = outer[0];
    let mut sums = Sums::default();
    let mut turns = Turns::default();
    let mut bounds = Bounds::EMPTY;
    let (mut a, mut b) = (outer[outer.len() - 2], outer[outer.len() - 1]);
    for &c in outer {
        sums.add(b - base, c - base);
        turns.add(a, b, c);
        bounds.include(c);
        (a, b) = (b, c);
    }
    for ring in rings.clone().skip(1) {
        let points = pieces.ring(ring);
        let mut last = points[points.len() - 1] - base;
        for &p in points {
            sums.add(last, p - base);
            last = p - base;
        }
    }
    let twice_area = sums.twice_area;
    let centroid = if twice_area > 0.0 { base + sums.moment / (3.0 * twice_area) } else { base };
    Head {
        first_ring: rings.start as u32,
        first_bond: 0,
        area: 0.5 * twice_area,
        centroid,
        bounds,
        in_mask: true,
        is_convex: rings.len() == 1 && turns.are_convex(outer),
    }
}

/// Shoelace sums over a ring's edges.
#[derive(Default)]
struct Sums {
    twice_area: f64,
    moment: Point,
}

impl Sums {
    #[inline]
    fn add(&mut self, p: Point, q: Point) {
        let cross = p.x * q.y - p.y * q.x;
        self.twice_area += cross;
        self.moment = self.moment + (p + q) * cross;
    }
}

/// Which way a ring's corners turn, as far as rounding lets one tell.
#[derive(Default)]
struct Turns {
    reflex: bool,
    unsure: bool,
}

impl Turns {
    #[inline]
    fn add(&mut self, a: Point, b: Point, c: Point) {
        let turn = turn_for_sure(a, b, c);
        self.reflex |= turn < 0.0;
        self.unsure |= turn == 0.0;
    }

    /// Whether the simple counter-clockwise ring has no reflex corner, exactly. A cut meeting a border
    /// of cells at a vertex that rounding bent inwards counts as straight.
    fn are_convex(&self, ring: &[Point]) -> bool {
        !self.reflex && (!self.unsure || is_convex(ring))
    }
}

fn is_convex(ring: &[Point]) -> bool {
    let (mut a, mut b) = (ring[ring.len() - 2], ring[ring.len() - 1]);
    for &c in ring {
        if orient(a, b, c) < 0.0 {
            return false;
        }
        (a, b) = (b, c);
    }
    true
}
