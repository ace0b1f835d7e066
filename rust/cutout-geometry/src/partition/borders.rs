//! Puts the crossings of every border in order, and tells which vertices of the cells are inside.
//!
//! Comes in: a [`Walk`]. Goes out: [`Borders`].
//!
//! What is inside follows from counting alone. Every ring is a closed walk over cells, so it crosses
//! each cell's boundary as often inwards as outwards; the signed crossings of a border are therefore
//! the difference of the winding numbers at its two ends, consistently around every cell, and
//! everything at infinity is outside. Coordinates only order the crossings *within* one border, and
//! there the winding at its start says which kind must come next: two crossings that rounding put
//! the wrong way round are swapped back. So the rings traced from here on always close.

use super::walk::{Crossing, Walk};
use crate::cells::{Cells, NONE};
use crate::point::Point;

/// Crossings sorted by border, and the winding number of the shape at every vertex of the cells.
#[derive(Debug, Default)]
pub(crate) struct Borders {
    /// For each half-edge of the cells, where its crossings begin in `order`; one entry more at the
    /// end. Only the lower half-edge of a border has any.
    pub first: Vec<u32>,
    /// Crossing indices, by border, along the lower half-edge.
    pub order: Vec<u32>,
    /// Whether a vertex of the cells lies inside the shape.
    pub inside: Vec<bool>,
    /// Where the vertices of the cells are: at most the tolerance from where the cells have them,
    /// moved onto crossings that came to lie there.
    pub vertices: Vec<Point>,
    /// Whether a crossing was made one with another or with a vertex, or came out of turn.
    pub has_moved: bool,
    winding: Vec<i32>,
    /// How the winding changes along each half-edge.
    rise: Vec<i32>,
    /// How it changes from the start of its cell's first half-edge to that of each half-edge.
    before: Vec<i32>,
    /// The winding at the start of each cell's first half-edge.
    bases: Vec<i32>,
    moved: Vec<bool>,
    queue: Vec<u32>,
    keys: Vec<f64>,
}

/// Not reached yet.
const UNKNOWN: i32 = i32::MIN;

/// The crossings contradict each other. Not expected: the shape was not free of crossings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Inconsistent;

impl Borders {
    /// Sorts the walk's crossings. Cost: crossings + borders.
    pub fn sort(&mut self, walk: &mut Walk, cells: &Cells) -> Result<(), Inconsistent> {
        self.bucket(walk, cells.edges.len());
        self.spread_winding(walk, cells)?;
        self.has_moved = false;
        self.vertices.clear();
        self.vertices.extend_from_slice(&cells.vertices);
        self.moved.clear();
        self.moved.resize(cells.vertices.len(), false);
        for border in 0..cells.edges.len() {
            let range = self.first[border] as usize..self.first[border + 1] as usize;
            if !range.is_empty() {
                self.sort_border(border, range, walk, cells)?;
            }
        }
        Ok(())
    }

    /// Crossings of a border, in order along its lower half-edge.
    pub fn of(&self, border: u32) -> &[u32] {
        &self.order[self.first[border as usize] as usize..self.first[border as usize + 1] as usize]
    }

    /// An id for the part of a border after its first `passed` crossings, the same from both sides.
    pub fn part(&self, border: u32, passed: u32) -> u32 {
        self.first[border as usize] + border + passed
    }

    /// The border that an id of [`Borders::part`] lies on. Cost: log borders.
    pub fn border_of(&self, part: u32) -> usize {
        let borders = self.first.len().saturating_sub(1);
        let (mut low, mut high) = (0, borders);
        while low + 1 < high {
            let middle = (low + high) / 2;
            if self.part(middle as u32, 0) <= part { low = middle } else { high = middle }
        }
        low
    }

    /// One more than the largest id that [`Borders::part`] gives.
    pub fn parts(&self) -> u32 {
        self.order.len() as u32 + self.first.len() as u32
    }

    fn bucket(&mut self, walk: &Walk, half_edges: usize) {
        self.first.clear();
        self.first.resize(half_edges + 1, 0);
        for crossing in &walk.crossings {
            self.first[crossing.border as usize + 1] += 1;
        }
        let mut total = 0;
        for entry in &mut self.first {
            total += *entry;
            *entry = total;
        }
        self.order.clear();
        self.order.resize(walk.crossings.len(), 0);
        for (index, crossing) in walk.crossings.iter().enumerate().rev() {
            // Filled from the back, using the next bucket's start as a cursor.
            let cursor = &mut self.first[crossing.border as usize + 1];
            *cursor -= 1;
            self.order[*cursor as usize] = index as u32;
        }
        // Each entry now holds the start of the bucket before it; shift them back.
        self.first.remove(0);
        self.first.push(walk.crossings.len() as u32);
    }

    /// Winding numbers of all vertices, from infinity inwards, cell by cell. Cost: borders + crossings.
    fn spread_winding(&mut self, walk: &Walk, cells: &Cells) -> Result<(), Inconsistent> {
        self.rise_along_borders(walk, cells);
        let mut is_consistent = self.find_bases(cells);
        // One entry past the vertices stands for infinity, where the winding is zero.
        let infinity = cells.vertices.len();
        self.winding.clear();
        self.winding.resize(infinity, UNKNOWN);
        self.winding.push(0);
        for cell in 0..cells.len() {
            for edge in cells.edge_range(cell as u32) {
                let winding = self.bases[cell] + self.before[edge];
                let slot = &mut self.winding[(cells.edges[edge].start as usize).min(infinity)];
                is_consistent &= (*slot == UNKNOWN) | (*slot == winding);
                is_consistent &= (winding == 0) | (winding == 1);
                *slot = winding;
            }
        }
        self.inside.clear();
        // A vertex of no border is never asked for.
        self.inside.extend(self.winding[..infinity].iter().map(|&winding| winding == 1));
        if is_consistent { Ok(()) } else { Err(Inconsistent) }
    }

    /// How the winding changes along each half-edge.
    fn rise_along_borders(&mut self, walk: &Walk, cells: &Cells) {
        self.rise.clear();
        self.rise.resize(cells.edges.len(), 0);
        for crossing in &walk.crossings {
            let step = winding_step(crossing);
            self.rise[crossing.border as usize] += step;
            self.rise[cells.edges[crossing.border as usize].twin as usize] -= step;
        }
    }

    /// The winding at the start of each cell's first half-edge, spread from the cells that reach to
    /// infinity to their neighbours; and how it changes from there to each other half-edge. Whether all
    /// of it fits together once round each cell.
    fn find_bases(&mut self, cells: &Cells) -> bool {
        let mut is_consistent = true;
        self.before.clear();
        self.bases.clear();
        self.queue.clear();
        self.queue.resize(cells.len() + 1, NONE);
        let mut queued = 0;
        for cell in 0..cells.len() as u32 {
            let (mut sum, mut base) = (0, UNKNOWN);
            for edge in cells.edge_range(cell) {
                self.before.push(sum);
                base = if cells.edges[edge].start == NONE { -sum } else { base };
                sum += self.rise[edge];
            }
            is_consistent &= sum == 0;
            self.bases.push(base);
            // Written every time, kept where the cell is open: here and below no branch that only luck
            // would predict.
            self.queue[queued] = cell;
            queued += usize::from(base != UNKNOWN);
        }
        let mut next = 0;
        while next < queued {
            let cell = self.queue[next];
            next += 1;
            let base = self.bases[cell as usize];
            for edge in cells.edge_range(cell) {
                let half_edge = &cells.edges[edge];
                let at_end = base + self.before[edge] + self.rise[edge];
                let across = &mut self.bases[half_edge.neighbor as usize];
                let is_new = *across == UNKNOWN;
                *across = if is_new { at_end - self.before[half_edge.twin as usize] } else { *across };
                self.queue[queued] = half_edge.neighbor;
                queued += usize::from(is_new);
            }
        }
        is_consistent & (queued == cells.len() || cells.edges.is_empty())
    }

    fn sort_border(
        &mut self,
        border: usize,
        range: core::ops::Range<usize>,
        walk: &mut Walk,
        cells: &Cells,
    ) -> Result<(), Inconsistent> {
        let half_edge = &cells.edges[border];
        let along = |p: Point| half_edge.line.nx * p.y - half_edge.line.ny * p.x;
        let order = &mut self.order[range.clone()];
        self.keys.clear();
        self.keys.extend(order.iter().map(|&c| along(walk.crossings[c as usize].point)));
        insertion_sort(&mut self.keys, order);
        let start_vertex = half_edge.start;
        let inside = start_vertex != NONE && self.inside[start_vertex as usize];
        self.has_moved |= alternate(&mut self.keys, order, inside, walk)?;
        for (rank, &c) in order.iter().enumerate() {
            walk.crossings[c as usize].rank = rank as u32;
        }
        let end_vertex = cells.edges[half_edge.twin as usize].start;
        self.snap(range, start_vertex, end_vertex, along, walk, cells.tolerance);
        Ok(())
    }

    /// Makes crossings one with a vertex at the border's end, or with each other, that lie within the
    /// tolerance or were put beyond the end by rounding.
    fn snap(
        &mut self,
        range: core::ops::Range<usize>,
        start: u32,
        end: u32,
        along: impl Fn(Point) -> f64,
        walk: &mut Walk,
        tolerance: f64,
    ) {
        for slot in range.clone() {
            let here = self.order[slot] as usize;
            let at = along(walk.crossings[here].point);
            for (vertex, sign) in [(start, 1.0), (end, -1.0)] {
                if vertex == NONE {
                    continue;
                }
                let past_end = (along(self.vertices[vertex as usize]) - at) * sign;
                if past_end < -tolerance {
                    continue;
                }
                self.has_moved = true;
                // An edge nearly along the border may be put far past its end: then the vertex, which
                // lies on that edge to within rounding, is where it crosses.
                let is_near = past_end <= tolerance;
                if is_near && !core::mem::replace(&mut self.moved[vertex as usize], true) {
                    self.vertices[vertex as usize] = walk.crossings[here].point;
                } else {
                    walk.crossings[here].point = self.vertices[vertex as usize];
                }
            }
            if slot > range.start {
                let before = walk.crossings[self.order[slot - 1] as usize].point;
                let here = &mut walk.crossings[here];
                if (along(here.point) - along(before)) <= tolerance {
                    here.point = before;
                    self.has_moved = true;
                }
            }
        }
    }
}

/// Going along the lower half-edge, a ring that leaves the lower cell leads into the shape (interior
/// on its left), one that enters it leads out.
fn winding_step(crossing: &Crossing) -> i32 {
    if crossing.leaves_lower { 1 } else { -1 }
}

/// Sorts `order` by `keys`; stable, and there are few.
fn insertion_sort(keys: &mut [f64], order: &mut [u32]) {
    for i in 1..keys.len() {
        let mut j = i;
        while j > 0 && keys[j - 1] > keys[j] {
            keys.swap(j - 1, j);
            order.swap(j - 1, j);
            j -= 1;
        }
    }
}

/// Makes ways in and ways out alternate, starting with the kind that `inside` asks for, by moving
/// the nearest crossing of the right kind forward. Whether any was moved.
fn alternate(
    keys: &mut [f64],
    order: &mut [u32],
    mut inside: bool,
    walk: &Walk,
) -> Result<bool, Inconsistent> {
    let mut has_moved = false;
    for i in 0..order.len() {
        let fits = |c: u32| walk.crossings[c as usize].leaves_lower != inside;
        if !fits(order[i]) {
            let found = order[i..].iter().position(|&c| fits(c)).ok_or(Inconsistent)?;
            order[i..=i + found].rotate_right(1);
            keys[i..=i + found].rotate_right(1);
            has_moved = true;
        }
        inside = !inside;
    }
    Ok(has_moved)
}
