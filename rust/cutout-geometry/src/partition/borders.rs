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
use crate::cells::{Cells, HalfEdge, NONE};
use crate::pace::Pace;
use crate::point::Point;
use crate::predicate::Line;
use core::hint::select_unpredictable;

/// Crossings sorted by border, and the winding number of the shape at every vertex of the cells.
#[derive(Debug, Default)]
pub(crate) struct Borders {
    /// For each half-edge of the cells, where its crossings begin in `order`; one entry more at the
    /// end. Only the lower half-edge of a border has any.
    pub first: Vec<u32>,
    /// Crossing indices, by border, along the lower half-edge.
    pub order: Vec<u32>,
    /// Where the vertices of the cells are: at most the tolerance from where the cells have them,
    /// moved onto crossings that came to lie there. One entry more, for infinity, says nothing.
    pub vertices: Vec<Point>,
    /// Whether a crossing was made one with another or with a vertex, or came out of turn.
    pub has_moved: bool,
    /// At the vertices of the cells, and at infinity.
    winding: Vec<i32>,
    /// How the winding changes along each half-edge.
    rise: Vec<i32>,
    /// How it changes from the start of its cell's first half-edge to that of each half-edge; one entry
    /// more at the end.
    before: Vec<i32>,
    /// The winding at the start of each cell's first half-edge.
    bases: Vec<i32>,
    /// The cell of each half-edge; one entry more at the end.
    owners: Vec<u32>,
    moved: Vec<bool>,
    /// Cells whose own borders do not tell their winding.
    silent: Vec<u32>,
    queue: Vec<u32>,
    /// Where each crossing of `order` lies along its border.
    keys: Vec<f64>,
}

/// How many half-edges a pass looks at in a step.
const EDGES_A_STEP: usize = 4;

/// Not reached yet.
const UNKNOWN: i32 = i32::MIN;

/// The crossings contradict each other. Not expected: the shape was not free of crossings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Inconsistent;

impl Borders {
    /// Sorts the walk's crossings, unless it is told to stop. Cost: crossings + borders.
    pub fn sort(&mut self, walk: &mut Walk, cells: &Cells, pace: &Pace<'_>) -> Result<(), Inconsistent> {
        let steps = cells.edges.len() / EDGES_A_STEP;
        self.bucket(walk, cells.edges.len());
        go_on(pace.step(steps))?;
        self.spread_winding(walk, cells, pace)?;
        go_on(pace.step(steps))?;
        self.vertices.clear();
        self.vertices.extend_from_slice(&cells.vertices);
        self.vertices.push(Point { x: 0.0, y: 0.0 });
        self.order_along(walk, cells);
        self.has_moved = false;
        if self.is_regular(walk, cells) { Ok(()) } else { self.mend(walk, cells) }
    }

    /// Whether a vertex of the cells lies inside the shape; infinity does not.
    pub fn is_inside(&self, vertex: u32) -> bool {
        self.winding[self.slot_of(vertex)] == 1
    }

    /// Where a vertex, or infinity, has its place in the columns.
    fn slot_of(&self, vertex: u32) -> usize {
        (vertex as usize).min(self.winding.len() - 1)
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

    /// Winding numbers of all vertices. Cost: borders + crossings, and but for cells that no ring enters
    /// no branch that only luck would predict.
    fn spread_winding(&mut self, walk: &Walk, cells: &Cells, pace: &Pace<'_>) -> Result<(), Inconsistent> {
        let steps = cells.edges.len() / EDGES_A_STEP;
        self.rise_along_borders(walk, cells);
        let mut is_consistent = self.sum_rises(cells);
        go_on(pace.step(steps))?;
        self.find_owners(cells);
        go_on(pace.step(steps))?;
        self.find_bases(cells);
        go_on(pace.step(steps))?;
        // One entry past the vertices stands for infinity, where the winding is zero.
        let infinity = cells.vertices.len();
        self.winding.clear();
        self.winding.resize(infinity, UNKNOWN);
        self.winding.push(0);
        for ((half_edge, &before), &owner) in cells.edges.iter().zip(&self.before).zip(&self.owners) {
            let winding = self.bases[owner as usize].wrapping_add(before);
            let slot = &mut self.winding[(half_edge.start as usize).min(infinity)];
            is_consistent &= (*slot == UNKNOWN) | (*slot == winding);
            is_consistent &= (winding == 0) | (winding == 1);
            *slot = winding;
        }
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

    /// Adds the rises up. Whether they come to nothing once round each cell: one sum over all cells then
    /// tells how the winding changes within each.
    fn sum_rises(&mut self, cells: &Cells) -> bool {
        let mut sum = 0_i32;
        self.before.clear();
        self.before.extend(self.rise.iter().map(|&rise| {
            let before = sum;
            sum = sum.wrapping_add(rise);
            before
        }));
        self.before.push(sum);
        cells.first.iter().fold(true, |is_closed, &first| is_closed & (self.before[first as usize] == 0))
    }

    /// Lists the cell of each half-edge: as many cells as have begun there, but for the first. Asking the
    /// twins would go here and there in memory.
    fn find_owners(&mut self, cells: &Cells) {
        self.owners.clear();
        self.owners.resize(cells.edges.len() + 1, 0);
        for &first in &cells.first[1..] {
            self.owners[first as usize] += 1;
        }
        let mut owner = 0;
        for entry in &mut self.owners {
            owner += *entry;
            *entry = owner;
        }
    }

    /// The winding at the start of each cell's first half-edge. A border that reaches to infinity tells
    /// it, for the winding is zero there, and so does one along which it changes, for it is one on one
    /// side and zero on the other. The cells that have neither take it from their neighbours.
    fn find_bases(&mut self, cells: &Cells) {
        // One entry more, for what a border does not tell: written every time, read never.
        self.bases.clear();
        self.bases.resize(cells.len() + 1, UNKNOWN);
        let rises = self.rise.iter().zip(&self.before);
        for ((half_edge, (&rise, &before)), &owner) in cells.edges.iter().zip(rises).zip(&self.owners) {
            let is_open = half_edge.start == NONE;
            // Where it falls it begins inside. Infinity is outside; the sums find out where it is not.
            let at_start = i32::from(!is_open & (rise < 0));
            let told = select_unpredictable(is_open | (rise != 0), owner as usize, cells.len());
            self.bases[told] = at_start.wrapping_sub(before);
        }
        self.bases.truncate(cells.len());
        self.silent.clear();
        self.silent.resize(cells.len() + 1, NONE);
        let mut silent = 0;
        for (cell, &base) in self.bases.iter().enumerate() {
            // Written every time, kept where the cell is silent.
            self.silent[silent] = cell as u32;
            silent += usize::from(base == UNKNOWN);
        }
        self.silent.truncate(silent);
        // Breadth first from those that have a neighbour that knows; with room for one more, see below.
        self.queue.clear();
        for &cell in &self.silent {
            let mut known = cells
                .edge_range(cell)
                .filter(|&edge| self.bases[cells.edges[edge].neighbor as usize] != UNKNOWN);
            if let Some(edge) = known.next() {
                self.bases[cell as usize] = self.at_start_across(cells, edge) - self.before[edge];
                self.queue.push(cell);
            }
        }
        let (mut next, mut end) = (0, self.queue.len());
        self.queue.resize(silent + 1, NONE);
        while next < end {
            let cell = self.queue[next];
            next += 1;
            // The winding is one all around a silent cell, and so it is around a silent neighbour.
            let base = self.bases[cell as usize];
            for half_edge in &cells.edges[cells.edge_range(cell)] {
                let theirs = &mut self.bases[half_edge.neighbor as usize];
                let is_new = *theirs == UNKNOWN;
                // Written every time, kept where the neighbour is new.
                self.queue[end] = half_edge.neighbor;
                end += usize::from(is_new);
                *theirs = select_unpredictable(is_new, base, *theirs);
            }
        }
    }

    /// The winding at the start of a half-edge, as the cell across knows it: at the end of its twin.
    fn at_start_across(&self, cells: &Cells, edge: usize) -> i32 {
        let half_edge = &cells.edges[edge];
        let twin = half_edge.twin as usize;
        let base = self.bases[half_edge.neighbor as usize];
        base.wrapping_add(self.before[twin]).wrapping_add(self.rise[twin])
    }

    /// Sorts the crossings of each border along it.
    fn order_along(&mut self, walk: &Walk, cells: &Cells) {
        let Self { keys, order, first, .. } = self;
        keys.clear();
        keys.extend(order.iter().map(|&crossing| {
            let crossing = &walk.crossings[crossing as usize];
            along(&cells.edges[crossing.border as usize].line, crossing.point)
        }));
        // By insertion, stable: there are few on a border.
        for slot in 1..order.len() {
            let begin = first[walk.crossings[order[slot] as usize].border as usize] as usize;
            let mut at = slot;
            // One branch, and that nearly never taken.
            while at > 0 && (at > begin) & (keys[at - 1] > keys[at]) {
                keys.swap(at - 1, at);
                order.swap(at - 1, at);
                at -= 1;
            }
        }
    }

    /// Numbers the crossings of each border. Whether ways in and ways out alternate, and none is within
    /// what is watched of the next or of an end of its border.
    fn is_regular(&self, walk: &mut Walk, cells: &Cells) -> bool {
        let (mut key_before, mut inside_before) = (0.0, false);
        let mut is_regular = true;
        for (slot, (&crossing, &key)) in (0..).zip(self.order.iter().zip(&self.keys)) {
            let crossing = &mut walk.crossings[crossing as usize];
            let half_edge = &cells.edges[crossing.border as usize];
            let (start, end) = (half_edge.start, cells.edges[half_edge.twin as usize].start);
            crossing.rank = slot - self.first[crossing.border as usize];
            let is_first = crossing.rank == 0;
            let inside = select_unpredictable(is_first, self.is_inside(start), inside_before);
            let at_start = along(&half_edge.line, self.vertices[self.slot_of(start)]);
            let at_end = along(&half_edge.line, self.vertices[self.slot_of(end)]);
            is_regular &= (crossing.leaves_lower != inside)
                & (is_first | (key - key_before > cells.watched))
                & ((start == NONE) | (key - at_start > cells.watched))
                & ((end == NONE) | (at_end - key > cells.watched));
            (key_before, inside_before) = (key, crossing.leaves_lower);
        }
        is_regular
    }

    /// Makes the crossings of every border alternate, and those one that are too near to tell apart. Tells
    /// the cells of those that are near.
    #[cold]
    fn mend(&mut self, walk: &mut Walk, cells: &Cells) -> Result<(), Inconsistent> {
        self.moved.clear();
        self.moved.resize(cells.vertices.len(), false);
        for border in 0..cells.edges.len() {
            let range = self.first[border] as usize..self.first[border + 1] as usize;
            if range.is_empty() {
                continue;
            }
            let half_edge = &cells.edges[border];
            let inside = self.is_inside(half_edge.start);
            let order = &mut self.order[range.clone()];
            self.has_moved |= alternate(order, inside, walk)?;
            for (rank, &crossing) in order.iter().enumerate() {
                walk.crossings[crossing as usize].rank = rank as u32;
            }
            self.snap(range, half_edge, walk, cells);
        }
        Ok(())
    }

    /// Makes crossings one with a vertex at the border's end, or with each other, that lie within the
    /// tolerance or were put beyond the end by rounding.
    fn snap(&mut self, range: core::ops::Range<usize>, border: &HalfEdge, walk: &mut Walk, cells: &Cells) {
        let (start, end) = (border.start, cells.edges[border.twin as usize].start);
        let (tolerance, along) = (cells.tolerance, |p: Point| along(&border.line, p));
        let mut is_near = false;
        for slot in range.clone() {
            let here = self.order[slot] as usize;
            let at = along(walk.crossings[here].point);
            for (vertex, sign) in [(start, 1.0), (end, -1.0)] {
                if vertex == NONE {
                    continue;
                }
                let past_end = (along(self.vertices[vertex as usize]) - at) * sign;
                is_near |= past_end >= -cells.watched;
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
                let apart = along(here.point) - along(before);
                is_near |= apart <= cells.watched;
                if apart <= tolerance {
                    here.point = before;
                    self.has_moved = true;
                }
            }
        }
        if is_near {
            walk.doubts.extend(cells.beside(border.twin));
        }
    }
}

/// Going along the lower half-edge, a ring that leaves the lower cell leads into the shape (interior
/// on its left), one that enters it leads out.
fn winding_step(crossing: &Crossing) -> i32 {
    if crossing.leaves_lower { 1 } else { -1 }
}

/// An error where a stage is told to stop.
fn go_on(is_wanted: bool) -> Result<(), Inconsistent> {
    if is_wanted { Ok(()) } else { Err(Inconsistent) }
}

/// Where `p` lies along a line.
#[inline]
fn along(line: &Line, p: Point) -> f64 {
    line.nx * p.y - line.ny * p.x
}

/// Makes ways in and ways out alternate, starting with the kind that `inside` asks for, by moving
/// the nearest crossing of the right kind forward. Whether any was moved.
fn alternate(order: &mut [u32], mut inside: bool, walk: &Walk) -> Result<bool, Inconsistent> {
    let mut has_moved = false;
    for i in 0..order.len() {
        let fits = |c: u32| walk.crossings[c as usize].leaves_lower != inside;
        if !fits(order[i]) {
            let found = order[i..].iter().position(|&c| fits(c)).ok_or(Inconsistent)?;
            order[i..=i + found].rotate_right(1);
            has_moved = true;
        }
        inside = !inside;
    }
    Ok(has_moved)
}
