//! Traces the pieces' rings: along the outline until it leaves the cell, along the cell's border
//! until the outline comes back.
//!
//! Comes in: crossings in order. Goes out: [`Pieces`], by cell. Because cells are convex every ring
//! traced is an outer one; rings of the outline that stay inside a cell are holes or islands in it.
//! Cost: linear in what comes out, plus holes x rings of a cell with several.

use super::borders::{Borders, Inconsistent};
use super::pieces::{Pieces, Slivers};
use super::walk::{InnerRing, Walk};
use crate::cells::{Cells, DOUBTFUL, NONE};
use crate::pace::Pace;
use crate::point::Point;
use crate::shape::{Shape, ring_area, ring_holds};
use core::hint::select_unpredictable;

/// What a cell takes, in steps.
const STEPS: usize = 16;

/// Reused memory.
#[derive(Debug, Default)]
pub(crate) struct Tracer {
    visited: Vec<bool>,
    /// Crossings by the half-edge over which they enter a cell.
    entries: Vec<u32>,
    /// Where the entries of each half-edge end, and so those of the next begin.
    entry_ends: Vec<u32>,
    /// Holes of the current cell: piece and ring of the shape.
    holes: Vec<(u32, u32)>,
    /// Pieces of the current cell, set aside while holes are put between them.
    aside: Aside,
    slivers: Slivers,
    /// Whether a piece without width was dropped, or two crossings in a row are one to within a few
    /// roundings.
    pub is_doubtful: bool,
}

/// What pieces are traced from.
#[derive(Clone, Copy)]
pub(crate) struct Crossed<'a> {
    pub shape: &'a Shape,
    pub cells: &'a Cells,
    pub walk: &'a Walk,
    pub borders: &'a Borders,
}

#[derive(Debug, Default)]
struct Aside {
    points: Vec<Point>,
    keys: Vec<u32>,
    ring_starts: Vec<u32>,
}

impl Tracer {
    /// Fills `pieces`; told to stop, it ends with an error.
    pub fn run(
        &mut self,
        of: &Crossed<'_>,
        pieces: &mut Pieces,
        pace: &Pace<'_>,
    ) -> Result<(), Inconsistent> {
        let &Crossed { shape, cells, walk, borders } = of;
        pieces.clear();
        pieces.key_count = borders.parts();
        self.visited.clear();
        self.visited.resize(walk.crossings.len(), false);
        self.slivers.clear();
        self.is_doubtful = false;
        self.find_entries(cells, walk, borders);
        let mut inner = walk.inner_rings.as_slice();
        for cell in 0..cells.len() as u32 {
            if !pace.step(STEPS) {
                return Err(Inconsistent);
            }
            let first_piece = pieces.pieces.len();
            let is_crossed = self.trace_cell(cell, of, pieces)?;
            if !is_crossed {
                self.trace_whole_cell(cell, cells, borders, pieces);
            }
            let here = inner.iter().take_while(|r| r.cell == cell).count();
            let (mine, rest) = inner.split_at(here);
            inner = rest;
            self.place_inner_rings(cell, mine, shape, first_piece, pieces);
        }
        self.slivers.close(pieces);
        Ok(())
    }

    /// Groups the crossings by the half-edge over which they enter a cell, in order along the border: the
    /// ways into a cell then lie side by side.
    fn find_entries(&mut self, cells: &Cells, walk: &Walk, borders: &Borders) {
        let Self { entries, entry_ends, .. } = self;
        let entered = |crossing: u32| {
            let crossing = &walk.crossings[crossing as usize];
            let upper = cells.edges[crossing.border as usize].twin;
            (if crossing.leaves_lower { upper } else { crossing.border }) as usize
        };
        entry_ends.clear();
        entry_ends.resize(cells.edges.len() + 1, 0);
        for &crossing in &borders.order {
            entry_ends[entered(crossing) + 1] += 1;
        }
        let mut total = 0;
        for end in entry_ends.iter_mut() {
            total += *end;
            *end = total;
        }
        entries.clear();
        entries.resize(borders.order.len(), NONE);
        for &crossing in &borders.order {
            // A cursor from where the half-edge's entries begin to where they end.
            let cursor = &mut entry_ends[entered(crossing)];
            entries[*cursor as usize] = crossing;
            *cursor += 1;
        }
    }

    /// Rings through the cell's border; whether there was any crossing at all.
    fn trace_cell(&mut self, cell: u32, of: &Crossed<'_>, pieces: &mut Pieces) -> Result<bool, Inconsistent> {
        let edges = of.cells.edge_range(cell);
        let begin = edges.start.checked_sub(1).map_or(0, |before| self.entry_ends[before]);
        let end = edges.end.checked_sub(1).map_or(0, |last| self.entry_ends[last]);
        for index in begin as usize..end as usize {
            let entry = self.entries[index];
            if !self.visited[entry as usize] {
                pieces.begin_piece(cell);
                self.trace_ring(entry, cell, of, pieces)?;
                self.finish_ring(pieces);
            }
        }
        Ok(begin != end)
    }

    fn trace_ring(
        &mut self,
        begin: u32,
        cell: u32,
        of: &Crossed<'_>,
        pieces: &mut Pieces,
    ) -> Result<(), Inconsistent> {
        let &Crossed { shape, cells, walk, .. } = of;
        let mut entry = begin;
        loop {
            self.visited[entry as usize] = true;
            let crossing = &walk.crossings[entry as usize];
            pieces.push(crossing.point, NONE);
            if crossing.vertices == 0 {
                let d = walk.crossings[crossing.next as usize].point - crossing.point;
                self.is_doubtful |= d.x.abs().max(d.y.abs()) <= DOUBTFUL * cells.tolerance;
            }
            push_chain(shape, crossing.ring, crossing.vertex, crossing.vertices, pieces);
            entry = follow_border(crossing.next, cell, of, pieces)?;
            if entry == begin {
                return Ok(());
            }
            if self.visited[entry as usize] {
                return Err(Inconsistent);
            }
        }
    }

    fn finish_ring(&mut self, pieces: &mut Pieces) {
        if pieces.end_ring() {
            return;
        }
        if let [a, b] = *pieces.open_keys() {
            self.slivers.add(a, b);
        }
        self.is_doubtful = true;
        pieces.drop_ring();
        pieces.pieces.pop();
    }

    fn trace_whole_cell(&mut self, cell: u32, cells: &Cells, borders: &Borders, pieces: &mut Pieces) {
        let range = cells.edge_range(cell);
        if range.is_empty() || !range.clone().all(|e| borders.is_inside(cells.edges[e].start)) {
            return;
        }
        pieces.begin_piece(cell);
        for edge in range {
            let half_edge = &cells.edges[edge];
            let border = (edge as u32).min(half_edge.twin);
            pieces.push(borders.vertices[half_edge.start as usize], borders.part(border, 0));
        }
        self.finish_ring(pieces);
    }

    /// Rings that lie inside the cell: islands are pieces, holes belong to the smallest piece around.
    fn place_inner_rings(
        &mut self,
        cell: u32,
        rings: &[InnerRing],
        shape: &Shape,
        first_piece: usize,
        pieces: &mut Pieces,
    ) {
        for inner in rings.iter().filter(|r| !shape.rings[r.ring as usize].is_hole) {
            pieces.begin_piece(cell);
            push_ring(shape, inner.ring, pieces);
        }
        self.holes.clear();
        for inner in rings.iter().filter(|r| shape.rings[r.ring as usize].is_hole) {
            let hole = shape.ring(shape.rings[inner.ring as usize]);
            if let Some(piece) = piece_around(hole, first_piece, pieces) {
                self.holes.push((piece as u32, inner.ring));
            }
        }
        if self.holes.is_empty() {
            return;
        }
        self.holes.sort_unstable();
        insert_holes(&self.holes, first_piece, shape, pieces, &mut self.aside);
    }
}

/// From a way out along the border, counter-clockwise, to the next way in.
fn follow_border(exit: u32, cell: u32, of: &Crossed<'_>, pieces: &mut Pieces) -> Result<u32, Inconsistent> {
    let &Crossed { cells, walk, borders, .. } = of;
    let crossing = &walk.crossings[exit as usize];
    let border = crossing.border;
    let is_lower = crossing.leaves_lower;
    let mut edge = select_unpredictable(is_lower, border, cells.edges[border as usize].twin);
    let list = borders.of(border);
    let passed = crossing.rank + u32::from(is_lower);
    // The one after, or the one before: there is none before the first.
    let next = list.get(select_unpredictable(is_lower, passed, passed.wrapping_sub(1)) as usize);
    pieces.push(crossing.point, borders.part(border, passed));
    let mut found = next.copied();
    for _ in cells.edge_range(cell) {
        if let Some(entry) = found {
            return if walk.crossings[entry as usize].into == cell { Ok(entry) } else { Err(Inconsistent) };
        }
        edge = cells.next_edge(cell, edge);
        let half_edge = &cells.edges[edge as usize];
        if half_edge.start == NONE {
            return Err(Inconsistent);
        }
        let border = edge.min(half_edge.twin);
        let list = borders.of(border);
        let is_lower = edge == border;
        let passed = select_unpredictable(is_lower, 0, list.len() as u32);
        pieces.push(borders.vertices[half_edge.start as usize], borders.part(border, passed));
        // Its first, or its last.
        found = list.get(passed.saturating_sub(1) as usize).copied();
    }
    found.filter(|&entry| walk.crossings[entry as usize].into == cell).ok_or(Inconsistent)
}

fn push_chain(shape: &Shape, ring: u32, first: u32, count: u32, pieces: &mut Pieces) {
    let range = shape.rings[ring as usize].range();
    let start = first as usize;
    let end = start + count as usize;
    if end <= range.end {
        pieces.push_run(&shape.points, start..end);
    } else {
        let wrapped = end - range.end;
        pieces.push_run(&shape.points, start..range.end);
        pieces.push_run(&shape.points, range.start..range.start + wrapped);
    }
}

fn push_ring(shape: &Shape, ring: u32, pieces: &mut Pieces) {
    pieces.push_run(&shape.points, shape.rings[ring as usize].range());
    pieces.end_ring();
}

/// The smallest piece since `first_piece` whose outer ring holds the hole.
fn piece_around(hole: &[Point], first_piece: usize, pieces: &Pieces) -> Option<usize> {
    let candidates = first_piece..pieces.pieces.len();
    if candidates.len() == 1 {
        return Some(first_piece);
    }
    let outer = |piece: usize| pieces.ring(pieces.pieces[piece].first_ring as usize);
    candidates
        .filter(|&piece| ring_holds(outer(piece), hole))
        .min_by(|&a, &b| ring_area(outer(a)).total_cmp(&ring_area(outer(b))))
}

/// Puts the holes behind the outer rings of their pieces, all of them since `first_piece`.
fn insert_holes(
    holes: &[(u32, u32)],
    first_piece: usize,
    shape: &Shape,
    pieces: &mut Pieces,
    aside: &mut Aside,
) {
    if first_piece + 1 == pieces.pieces.len() {
        for &(_, ring) in holes {
            push_ring(shape, ring, pieces);
        }
        return;
    }
    // Every piece here is one ring still.
    let count = pieces.pieces.len() - first_piece;
    let first_ring = pieces.rings() - count;
    let cell = pieces.pieces[first_piece].cell;
    let first_point = pieces.ring_starts[first_ring] as usize;
    aside.points.clear();
    aside.points.extend(pieces.points.drain(first_point..));
    aside.keys.clear();
    aside.keys.extend(pieces.keys.drain(first_point..));
    aside.ring_starts.clear();
    aside
        .ring_starts
        .extend(pieces.ring_starts[first_ring..].iter().map(|&start| start - first_point as u32));
    pieces.ring_starts.truncate(first_ring + 1);
    pieces.pieces.truncate(first_piece);
    for (index, ring) in aside.ring_starts.windows(2).enumerate() {
        pieces.begin_piece(cell);
        let range = ring[0] as usize..ring[1] as usize;
        for (&p, &key) in aside.points[range.clone()].iter().zip(&aside.keys[range]) {
            pieces.push(p, key);
        }
        pieces.end_ring();
        for &(_, ring) in holes.iter().filter(|(piece, _)| *piece as usize == first_piece + index) {
            push_ring(shape, ring, pieces);
        }
    }
}
