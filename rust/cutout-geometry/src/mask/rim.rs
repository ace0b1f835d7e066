//! The border between the part of a shape that broke and the part that stays whole.
//!
//! Comes in: the pieces of the part that broke, for which this border was outline, and the rings of
//! the other part. Goes out: all pieces together, those that stay whole first. Wherever a cut meets
//! the border, its vertex is put into the ring on the other side, and every edge of the border gets
//! a key. Cost: edges log edges.

use crate::cells::NONE;
use crate::pace::{self, Pace};
use crate::partition::Partition;
use crate::partition::pieces::{Pieces, Twins};
use crate::point::{Point, by_x_then_y};
use crate::shape::Shape;

/// Reused memory.
#[derive(Debug, Default)]
pub(super) struct Rim {
    out: Pieces,
    twins: Twins,
    /// Where outline edges are crossed: the edge by its end vertex, in order along it.
    crossings: Vec<(u32, Point)>,
    /// Edges of the part that broke.
    edges: Vec<Edge>,
    lonely: Vec<Edge>,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    from: Point,
    to: Point,
    /// The index of its start in the pieces, or of its end vertex in a shape.
    index: u32,
    is_inside: bool,
}

impl Edge {
    /// Its ends, the lesser first.
    fn sorted(&self) -> [Point; 2] {
        if by_x_then_y(&self.from, &self.to).is_le() { [self.from, self.to] } else { [self.to, self.from] }
    }
}

impl Rim {
    /// Puts the outside before `pieces`, and makes the border between the two shared, unless it is told to
    /// stop.
    pub fn join(
        &mut self,
        (inside, outside): (&Shape, &Shape),
        partition: &Partition,
        pieces: &mut Pieces,
        pace: &Pace<'_>,
    ) {
        partition.crossings_of_edges(&mut self.crossings);
        self.list_edges(inside, pace);
        let mut out = core::mem::take(&mut self.out);
        out.clear();
        out.key_count = pieces.key_count;
        self.push_outside(outside, &mut out);
        let first_inside = out.points.len();
        pieces.rewrite(&mut out, pace, |out, edge, _| out.push(pieces.points[edge], pieces.keys[edge]));
        if !pace.is_over() {
            self.pair(&mut out, first_inside, pace);
            core::mem::swap(&mut out, pieces);
        }
        self.out = out;
    }

    /// The edges of the part that broke, sorted by their ends.
    fn list_edges(&mut self, inside: &Shape, pace: &Pace<'_>) {
        self.edges.clear();
        for &ring in &inside.rings {
            let points = inside.ring(ring);
            for (at, &to) in points.iter().enumerate() {
                let from = points[if at == 0 { points.len() - 1 } else { at - 1 }];
                self.edges.push(Edge { from, to, index: ring.start + at as u32, is_inside: true });
            }
        }
        pace::sort_by(pace, &mut self.edges, |a, b| {
            by_x_then_y(&a.from, &b.from).then_with(|| by_x_then_y(&a.to, &b.to))
        });
    }

    fn push_outside(&self, shape: &Shape, out: &mut Pieces) {
        for &ring in &shape.rings {
            if !ring.is_hole {
                out.begin_piece(NONE);
            }
            let points = shape.ring(ring);
            for (at, &from) in points.iter().enumerate() {
                let to = points[if at + 1 == points.len() { 0 } else { at + 1 }];
                out.push(from, NONE);
                for &(_, point) in self.crossings_between(to, from).iter().rev() {
                    out.push(point, NONE);
                }
            }
            out.end_ring();
        }
    }

    /// The crossings of the inside's edge `from -> to`, in order; none where it has no such edge.
    fn crossings_between(&self, from: Point, to: Point) -> &[(u32, Point)] {
        let order = |e: &Edge| by_x_then_y(&e.from, &from).then_with(|| by_x_then_y(&e.to, &to));
        let Ok(found) = self.edges.binary_search_by(order) else { return &[] };
        let index = self.edges[found].index;
        let start = self.crossings.partition_point(|c| c.0 < index);
        let end = self.crossings.partition_point(|c| c.0 <= index);
        self.crossings.get(start..end).unwrap_or(&[])
    }

    /// Gives edges without twin that run along each other, one on each side of the border, one key.
    fn pair(&mut self, pieces: &mut Pieces, first_inside: usize, pace: &Pace<'_>) {
        self.twins.find(pieces);
        self.lonely.clear();
        for ring in 0..pieces.rings() {
            for (edge, next) in pieces.edges(ring) {
                let key = pieces.keys[edge];
                if key != NONE && self.twins.of(edge, key).is_some() {
                    continue;
                }
                let (from, to) = (pieces.points[edge], pieces.points[next]);
                self.lonely.push(Edge { from, to, index: edge as u32, is_inside: edge >= first_inside });
            }
        }
        pace::sort_by(pace, &mut self.lonely, |a, b| {
            let ([a0, a1], [b0, b1]) = (a.sorted(), b.sorted());
            by_x_then_y(&a0, &b0).then_with(|| by_x_then_y(&a1, &b1)).then(a.index.cmp(&b.index))
        });
        for same in self.lonely.chunk_by(|a, b| a.sorted() == b.sorted()) {
            if !pace.step(same.len()) {
                return;
            }
            let mut partners: Vec<&Edge> = same.iter().filter(|e| e.is_inside).collect();
            for outer in same.iter().filter(|e| !e.is_inside) {
                if let Some(at) = partners.iter().position(|inner| inner.from == outer.to) {
                    let inner = partners.remove(at);
                    let key = pieces.new_key();
                    pieces.keys[outer.index as usize] = key;
                    pieces.keys[inner.index as usize] = key;
                }
            }
        }
    }
}
