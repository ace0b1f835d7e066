//! Pieces into [`Fragments`]: measures every piece, finds its neighbours, and copies the columns
//! into storage of their exact size. The only stage that allocates for its result.

use crate::cells::NONE;
use crate::fragment::{Bond, Fragments, Head};
use crate::join::Least;
use crate::partition::pieces::{Pieces, Twins};
use crate::point::{Bounds, Point};
use crate::predicate::orient;

/// Reused memory.
#[derive(Debug, Default)]
pub(crate) struct Assembler {
    twins: Twins,
    piece_of: Vec<u32>,
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
            self.bond(pieces, piece, first_bond);
            let head = &mut self.heads[piece];
            head.first_bond = first_bond as u32;
            head.in_mask = in_mask(pieces.pieces[piece].cell);
        }
        self.copy(pieces, origin)
    }

    /// Appends the bonds of a piece, one a neighbour, sorted; and says which edges are outline.
    fn bond(&mut self, pieces: &Pieces, piece: usize, first_bond: usize) {
        for ring in pieces.piece_rings(piece) {
            let range = pieces.ring_range(ring);
            for edge in range.clone() {
                let key = pieces.keys[edge];
                let twin = if key == NONE { None } else { self.twins.of(edge, key) };
                self.on_outline.push(twin.is_none());
                let Some(twin) = twin else { continue };
                let neighbor = self.piece_of[twin];
                if neighbor as usize == piece {
                    continue; // a bridge to a hole: both sides are this piece
                }
                let (a, b) = edge_points(pieces, &range, edge);
                let along = b - a;
                let length = (along.x * along.x + along.y * along.y).sqrt();
                let weighted = Point { x: 0.5 * (a.x + b.x) * length, y: 0.5 * (a.y + b.y) * length };
                let bonds = &mut self.bonds;
                match bonds[first_bond..].iter_mut().find(|bond| bond.neighbor == neighbor) {
                    Some(bond) => {
                        bond.length += length;
                        bond.midpoint = bond.midpoint + weighted;
                    }
                    None => bonds.push(Bond { neighbor, length, midpoint: weighted }),
                }
            }
        }
        let mine = &mut self.bonds[first_bond..];
        mine.sort_unstable_by_key(|bond| bond.neighbor);
        for bond in mine {
            bond.midpoint = bond.midpoint / bond.length;
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

fn edge_points(pieces: &Pieces, ring: &core::ops::Range<usize>, edge: usize) -> (Point, Point) {
    let next = if edge + 1 == ring.end { ring.start } else { edge + 1 };
    (pieces.points[edge], pieces.points[next])
}

/// Area, centroid, box and convexity in one pass over the rings.
fn measure(pieces: &Pieces, piece: usize) -> Head {
    let rings = pieces.piece_rings(piece);
    let outer = pieces.ring(rings.start);
    let base = outer[0];
    let (mut twice_area, mut moment) = (0.0, Point { x: 0.0, y: 0.0 });
    for ring in rings.clone() {
        let points = pieces.ring(ring);
        let mut last = points[points.len() - 1] - base;
        for &p in points {
            let p = p - base;
            let cross = last.x * p.y - last.y * p.x;
            twice_area += cross;
            moment.x += (last.x + p.x) * cross;
            moment.y += (last.y + p.y) * cross;
            last = p;
        }
    }
    let centroid = if twice_area > 0.0 { base + moment / (3.0 * twice_area) } else { base };
    Head {
        first_ring: rings.start as u32,
        first_bond: 0,
        area: 0.5 * twice_area,
        centroid,
        bounds: Bounds::of(outer),
        in_mask: true,
        is_convex: rings.len() == 1 && is_convex(outer),
    }
}

/// Whether a simple counter-clockwise ring has no reflex corner, exactly. A cut meeting a border of
/// cells at a vertex that rounding bent inwards counts as straight.
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
