//! Pieces into [`Fragments`]: measures every piece, finds its neighbours, and copies the columns
//! into storage of their exact size. The only stage that allocates for its result.

use crate::cells::NONE;
use crate::fragment::{Bond, Fragments, Head};
use crate::gap::Border;
use crate::join::Least;
use crate::partition::pieces::Pieces;
use crate::point::{Bounds, Point, length};
use crate::predicate::{orient, turn_for_sure};

/// Reused memory.
#[derive(Debug, Default)]
pub(crate) struct Assembler {
    /// Edges that carry a key, piece by piece.
    cut_edges: Vec<CutEdge>,
    /// For each key the indices of its two cut edges.
    sides: Vec<[u32; 2]>,
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
        self.find_cut_edges(pieces);
        self.begin(pieces);
        let mut cut_edge = 0;
        for piece in 0..pieces.pieces.len() {
            self.begin_piece(piece, in_mask(pieces.pieces[piece].cell));
            cut_edge = self.bond(piece as u32, cut_edge, &pieces.points);
        }
        self.copy(pieces, origin)
    }

    /// The same for pieces that share no borders any more: their bonds are those that they had.
    pub fn run_apart(
        &mut self,
        pieces: &Pieces,
        borders: &[Border],
        origin: Point,
        in_mask: impl Fn(u32) -> bool,
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
        sides.sort_by_key(|(pieces, _)| *pieces);
        let mut rest = sides.as_slice();
        for piece in 0..pieces.pieces.len() {
            self.begin_piece(piece, in_mask(pieces.pieces[piece].cell));
            let mine = rest.partition_point(|(pieces, _)| pieces[0] as usize <= piece);
            let (mine, others) = rest.split_at(mine);
            rest = others;
            for shared in mine.chunk_by(|a, b| a.0 == b.0) {
                let stretches = shared.iter().map(|(_, border)| (border.midpoint, border.length));
                self.bonds.push(bond_along(shared[0].0[1], stretches));
            }
        }
        self.copy(pieces, origin)
    }

    /// Starts a result without bonds, whose outline is every edge without a key.
    fn begin(&mut self, pieces: &Pieces) {
        self.on_outline.clear();
        self.on_outline.extend(pieces.keys.iter().map(|&key| key == NONE));
        self.bonds.clear();
    }

    /// Starts the bonds of a measured piece.
    #[inline]
    fn begin_piece(&mut self, piece: usize, in_mask: bool) {
        let head = &mut self.heads[piece];
        head.first_bond = self.bonds.len() as u32;
        head.in_mask = in_mask;
    }

    /// Lists the edges that carry a key, piece by piece, and tells for each key the two that do.
    fn find_cut_edges(&mut self, pieces: &Pieces) {
        let Self { cut_edges, sides, .. } = self;
        cut_edges.clear();
        cut_edges.resize(pieces.points.len(), CutEdge::default());
        let mut count = 0;
        for piece in 0..pieces.pieces.len() {
            for ring in pieces.piece_rings(piece) {
                let range = pieces.ring_range(ring);
                let first = range.start as u32;
                for (edge, &key) in (first..).zip(&pieces.keys[range]) {
                    // Written every time, kept where there is a key: no branch that only luck would
                    // predict.
                    cut_edges[count] = CutEdge { edge, next: edge + 1, piece: piece as u32, key };
                    count += usize::from(key != NONE);
                }
                let end = pieces.ring_starts[ring + 1];
                if let Some(last) = cut_edges[..count].last_mut().filter(|last| last.next == end) {
                    last.next = first;
                }
            }
        }
        cut_edges.truncate(count);
        sides.clear();
        sides.resize(pieces.key_count as usize, [NONE; 2]);
        for (index, cut) in cut_edges.iter().enumerate() {
            let [first, second] = &mut sides[cut.key as usize];
            let side = if *first == NONE { first } else { second };
            *side = index as u32;
        }
    }

    /// Appends the bonds of a piece, one a neighbour, sorted. `begin` is its first entry in the list of
    /// cut edges; the next piece's is given back.
    fn bond(&mut self, piece: u32, begin: usize, points: &[Point]) -> usize {
        let Self { cut_edges, sides, shared, bonds, on_outline, .. } = self;
        shared.clear();
        let mut index = begin;
        while let Some(cut) = cut_edges.get(index).filter(|cut| cut.piece == piece) {
            let [a, b] = sides[cut.key as usize];
            let twin = if a as usize == index { b } else { a };
            match cut_edges.get(twin as usize) {
                // Both sides are this piece: a bridge to a hole.
                Some(twin) if twin.piece == piece => {}
                Some(twin) => {
                    shared.push(SharedEdge { neighbor: twin.piece, edge: cut.edge, next: cut.next })
                }
                // What lay across had no width and was dropped.
                None => on_outline[cut.edge as usize] = true,
            }
            index += 1;
        }
        // By neighbour, and for each in the order of the ring, so that sums have the same bits always.
        shared.sort_unstable_by_key(|edge| u64::from(edge.neighbor) << 32 | u64::from(edge.edge));
        for edges in shared.chunk_by(|a, b| a.neighbor == b.neighbor) {
            let stretches = edges.iter().map(|edge| {
                let (a, b) = (points[edge.edge as usize], points[edge.next as usize]);
                ((a + b) * 0.5, length(b - a))
            });
            bonds.push(bond_along(edges[0].neighbor, stretches));
        }
        index
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

/// An edge made by a cut: the indices of its two points, its piece and key.
#[derive(Clone, Copy, Debug, Default)]
struct CutEdge {
    edge: u32,
    next: u32,
    piece: u32,
    key: u32,
}

/// An edge that a piece shares with another: the indices of its two points.
#[derive(Clone, Copy, Debug)]
struct SharedEdge {
    neighbor: u32,
    edge: u32,
    next: u32,
}

/// The bond with a neighbour along stretches of border, each given by its midpoint and length.
#[inline]
fn bond_along(neighbor: u32, stretches: impl Iterator<Item = (Point, f64)>) -> Bond {
    let (mut length, mut midpoint) = (0.0, Point { x: 0.0, y: 0.0 });
    for (middle, here) in stretches {
        length += here;
        midpoint = midpoint + middle * here;
    }
    Bond { neighbor, length, midpoint: midpoint / length }
}

/// Area, centroid, box and convexity.
fn measure(pieces: &Pieces, piece: usize) -> Head {
    let rings = pieces.piece_rings(piece);
    let outer = pieces.ring(rings.start);
    let base = outer[0];
    let mut sums = Sums::default();
    let mut turns = Turns::default();
    let mut bounds = Bounds::EMPTY;
    let mut last = outer[outer.len() - 1];
    let mut edge_before = last - outer[outer.len() - 2];
    for &p in outer {
        let edge = p - last;
        sums.add(last - base, p - base);
        turns.add(edge_before, edge);
        bounds.include(p);
        (last, edge_before) = (p, edge);
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
    fn add(&mut self, edge: Point, next_edge: Point) {
        let turn = turn_for_sure(edge, next_edge);
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
