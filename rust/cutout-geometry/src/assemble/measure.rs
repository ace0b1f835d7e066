//! What is measured of a piece in one way around it: area, centroid, box and convexity; and its cut edges.

use super::CutEdges;
use crate::cells::NONE;
use crate::fragment::{Head, Role};
use crate::partition::pieces::Pieces;
use crate::point::{Bounds, Point};
use crate::predicate::{orient, turn_for_sure};

/// How many vertices of a long ring are passed at once.
const BLOCK: usize = 32;

/// Area, centroid, box and convexity; and the piece's cut edges, for every vertex is passed anyway.
pub(super) fn measure(pieces: &Pieces, piece: usize, cut_edges: &mut CutEdges) -> Head {
    let rings = pieces.piece_rings(piece);
    let range = pieces.ring_range(rings.start);
    let (first, end) = (range.start as u32, range.end as u32);
    let (outer, keys) = (&pieces.points[range.clone()], &pieces.keys[range]);
    let base = outer[0];
    let mut way = Way::ending(outer);
    let run = Run { points: outer, keys, first, piece: piece as u32 };
    if outer.len() < BLOCK {
        way.pass(run, cut_edges);
    } else {
        way = way.pass_long(run, cut_edges);
    }
    let Way { mut sums, turns, bounds, .. } = way;
    cut_edges.end_ring(first, end);
    for ring in rings.clone().skip(1) {
        let range = pieces.ring_range(ring);
        let (first, end) = (range.start as u32, range.end as u32);
        let (points, keys) = (&pieces.points[range.clone()], &pieces.keys[range]);
        let mut last = points[points.len() - 1] - base;
        for (edge, (&p, &key)) in (first..).zip(points.iter().zip(keys)) {
            cut_edges.add(edge, piece as u32, key);
            sums.add(last, p - base);
            last = p - base;
        }
        cut_edges.end_ring(first, end);
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
        role: Role::default(),
        step: 0,
    }
}

/// The way around a ring, from vertex to vertex, and what is measured on it.
struct Way {
    base: Point,
    last: Point,
    last_offset: Point,
    edge_before: Point,
    sums: Sums,
    turns: Turns,
    bounds: Bounds,
}

impl Way {
    /// At a ring's last vertex.
    fn ending(ring: &[Point]) -> Self {
        let last = ring[ring.len() - 1];
        Self {
            base: ring[0],
            last,
            last_offset: last - ring[0],
            edge_before: last - ring[ring.len() - 2],
            sums: Sums::default(),
            turns: Turns::default(),
            bounds: Bounds::EMPTY,
        }
    }

    /// Past all vertices of a run.
    #[inline(always)]
    fn pass(&mut self, run: Run<'_>, cut_edges: &mut CutEdges) {
        for (edge, (&p, &key)) in (run.first..).zip(run.points.iter().zip(run.keys)) {
            cut_edges.add(edge, run.piece, key);
            self.step::<true>(p);
        }
    }

    /// The same for a long ring: most of it is outline, and that it is not convex is soon known.
    #[inline(never)]
    fn pass_long(mut self, run: Run<'_>, cut_edges: &mut CutEdges) -> Self {
        let mut first = run.first;
        for (points, keys) in run.points.chunks(BLOCK).zip(run.keys.chunks(BLOCK)) {
            let has_cuts = keys.iter().fold(NONE, |all, key| all & key) != NONE;
            match (has_cuts, self.turns.reflex) {
                (true, _) => self.pass(Run { points, keys, first, ..run }, cut_edges),
                (false, true) => points.iter().for_each(|&p| self.step::<false>(p)),
                (false, false) => points.iter().for_each(|&p| self.step::<true>(p)),
            }
            first += points.len() as u32;
        }
        self
    }

    /// On to the next vertex; looks which way the ring turns where that is asked for.
    #[inline(always)]
    fn step<const TURNS: bool>(&mut self, p: Point) {
        let (along, offset) = (p - self.last, p - self.base);
        self.sums.add(self.last_offset, offset);
        if TURNS {
            self.turns.add(self.edge_before, along);
        }
        self.bounds.include(p);
        (self.last, self.last_offset, self.edge_before) = (p, offset, along);
    }
}

/// Vertices of a ring that follow each other, the keys of their edges, and whose they are.
#[derive(Clone, Copy)]
struct Run<'a> {
    points: &'a [Point],
    keys: &'a [u32],
    /// Index of the first one.
    first: u32,
    piece: u32,
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
