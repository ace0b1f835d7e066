//! A course of bricks into cells: rows of rectangles, each row shifted against the one below.
//!
//! Comes in: a course and the box to cover. Goes out: one cell a brick, row by row; the bricks at
//! the rim reach to infinity. Where joints of neighbouring rows miss each other a long side has two
//! neighbours, as two borders. Cost: bricks log bricks, for the sort that pairs their sides; linear but
//! for that.

use super::{Cells, HalfEdge, NONE};
use crate::pace::{self, Pace};
use crate::pattern::BrickCourse;
use crate::point::{Bounds, Point};
use crate::predicate::Line;

/// What a brick takes, in steps.
const STEPS: usize = 16;

/// Rows from below, each by its first cell and the joints between its bricks.
struct Row {
    first_cell: u32,
    joints: Vec<f64>,
    /// Height of the bed joint under the row; none under the lowest.
    bottom: Option<f64>,
}

/// A part of a bed joint that one brick below and one above share.
struct BedPart {
    below: u32,
    above: u32,
    left: u32,
    right: u32,
}

impl Cells {
    /// Fills `self` with the bricks that touch `bounds` (both shifted by `origin`), unless it is told to stop.
    pub fn make_bricks(&mut self, course: &BrickCourse, origin: Point, bounds: &Bounds, pace: &Pace<'_>) {
        self.start(bounds);
        let rows = lay_rows(course, origin, bounds);
        let mut beds: Vec<Vec<BedPart>> = Vec::with_capacity(rows.len() + 1);
        beds.push(Vec::new());
        // Vertices at the ends of each row's upright joints, below and above.
        let mut joint_ends: Vec<Vec<[u32; 2]>> =
            rows.iter().map(|r| vec![[NONE; 2]; r.joints.len()]).collect();
        for upper in 1..rows.len() {
            let (low, high) = joint_ends.split_at_mut(upper);
            let (Some(below), Some(above)) = (low.last_mut(), high.first_mut()) else { continue };
            if !pace.step(STEPS * below.len()) {
                return;
            }
            beds.push(self.bed(&rows[upper - 1], &rows[upper], below, above));
        }
        beds.push(Vec::new());
        for (index, row) in rows.iter().enumerate() {
            if !pace.step(STEPS * row.joints.len()) {
                return;
            }
            self.lay_row(row, rows.get(index + 1), &joint_ends[index], &beds[index], &beds[index + 1]);
        }
        self.pair_twins(pace);
        if !pace.is_over() {
            self.finish(bounds);
        }
    }

    /// The vertices and parts of the joint between two rows, from left to right.
    fn bed(
        &mut self,
        below: &Row,
        above: &Row,
        ends_below: &mut [[u32; 2]],
        ends_above: &mut [[u32; 2]],
    ) -> Vec<BedPart> {
        let y = above.bottom.unwrap_or(0.0);
        let mut parts = Vec::with_capacity(below.joints.len() + above.joints.len() + 1);
        let (mut b, mut a) = (0, 0);
        let mut left = NONE;
        while b < below.joints.len() || a < above.joints.len() {
            let at_below = below.joints.get(b).copied().unwrap_or(f64::INFINITY);
            let at_above = above.joints.get(a).copied().unwrap_or(f64::INFINITY);
            let x = at_below.min(at_above);
            let vertex = self.vertices.len() as u32;
            self.vertices.push(Point { x, y });
            parts.push(BedPart {
                below: below.first_cell + b as u32,
                above: above.first_cell + a as u32,
                left,
                right: vertex,
            });
            if at_below - x <= self.tolerance {
                ends_below[b][1] = vertex;
                b += 1;
            }
            if at_above - x <= self.tolerance {
                ends_above[a][0] = vertex;
                a += 1;
            }
            left = vertex;
        }
        parts.push(BedPart {
            below: below.first_cell + b as u32,
            above: above.first_cell + a as u32,
            left,
            right: NONE,
        });
        parts
    }

    /// The half-edges of a row's bricks: bottom, right, top, left. Bed and lid lie from left to right as the
    /// bricks do, so each part is looked at once.
    fn lay_row(
        &mut self,
        row: &Row,
        next: Option<&Row>,
        joint_ends: &[[u32; 2]],
        mut bed: &[BedPart],
        mut lid: &[BedPart],
    ) {
        for index in 0..=row.joints.len() {
            let cell = row.first_cell + index as u32;
            if let Some(y) = row.bottom {
                let down = Line { nx: 0.0, ny: -1.0, d: -y };
                for part in first_of(&mut bed, |p| p.above == cell) {
                    self.add(down, part.below, part.left);
                }
            }
            if let (Some(&x), Some(ends)) = (row.joints.get(index), joint_ends.get(index)) {
                self.add(Line { nx: 1.0, ny: 0.0, d: x }, cell + 1, ends[0]);
            }
            if let Some(y) = next.and_then(|n| n.bottom) {
                let up = Line { nx: 0.0, ny: 1.0, d: y };
                for part in first_of(&mut lid, |p| p.below == cell).iter().rev() {
                    self.add(up, part.above, part.right);
                }
            }
            if let Some(before) = index.checked_sub(1) {
                self.add(Line { nx: -1.0, ny: 0.0, d: -row.joints[before] }, cell - 1, joint_ends[before][1]);
            }
            self.first.push(self.edges.len() as u32);
        }
    }

    fn add(&mut self, line: Line, neighbor: u32, start: u32) {
        self.edges.push(HalfEdge { line, neighbor, twin: NONE, start, cut: NONE });
    }

    /// Two bricks share one border at most, so a pair of cells names it.
    fn pair_twins(&mut self, pace: &Pace<'_>) {
        let mut borders: Vec<(u32, u32, u32)> = Vec::with_capacity(self.edges.len());
        for cell in 0..self.len() as u32 {
            for edge in self.edge_range(cell) {
                let neighbor = self.edges[edge].neighbor;
                borders.push((cell.min(neighbor), cell.max(neighbor), edge as u32));
            }
        }
        pace::sort_by(pace, &mut borders, Ord::cmp);
        if pace.is_over() {
            return;
        }
        for pair in borders.chunks_exact(2) {
            self.edges[pair[0].2 as usize].twin = pair[1].2;
            self.edges[pair[1].2 as usize].twin = pair[0].2;
        }
    }
}

/// Takes those that lie first and are a brick's.
fn first_of<'a>(parts: &mut &'a [BedPart], is_its: impl Fn(&BedPart) -> bool) -> &'a [BedPart] {
    let count = parts.iter().take_while(|part| is_its(part)).count();
    let (its, rest) = parts.split_at(count);
    *parts = rest;
    its
}

fn lay_rows(course: &BrickCourse, origin: Point, bounds: &Bounds) -> Vec<Row> {
    let corner = course.origin - origin;
    let mut rows = Vec::new();
    let mut first_cell = 0;
    let mut course_index = ((bounds.min.y - corner.y) / course.size.y).floor();
    let mut bottom = None;
    loop {
        let shift = (course_index * course.offset).rem_euclid(1.0);
        let left = corner.x + shift * course.size.x;
        let mut joints = Vec::new();
        let mut brick = ((bounds.min.x - left) / course.size.x).floor() + 1.0;
        loop {
            let x = left + brick * course.size.x;
            if x >= bounds.max.x {
                break;
            }
            if x > bounds.min.x {
                joints.push(x);
            }
            brick += 1.0;
        }
        let count = joints.len() as u32 + 1;
        rows.push(Row { first_cell, joints, bottom });
        first_cell += count;
        course_index += 1.0;
        let y = corner.y + course_index * course.size.y;
        if y >= bounds.max.y {
            return rows;
        }
        bottom = Some(y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::cell::Cell;

    #[test]
    fn every_part_of_a_bed_is_looked_at_by_its_brick_and_by_the_one_before_alone() {
        // Each brick looking at all of a bed took seconds for a strip of one long row.
        const BRICKS: u32 = 1000;
        let bed: Vec<BedPart> =
            (0..2 * BRICKS).map(|i| BedPart { below: i / 2, above: 0, left: i, right: i + 1 }).collect();
        let (mut parts, looks) = (bed.as_slice(), Cell::new(0));
        for brick in 0..BRICKS {
            let its = first_of(&mut parts, |part| {
                looks.set(looks.get() + 1);
                part.below == brick
            });
            assert!(its.iter().map(|part| part.left).eq([2 * brick, 2 * brick + 1]));
        }
        assert!(parts.is_empty());
        assert_eq!(looks.get(), 2 * BRICKS + BRICKS - 1);
    }

    #[test]
    fn a_strip_of_long_rows_is_laid_and_every_side_has_its_other() {
        const BRICKS: u32 = 32_000;
        let size = Point { x: 2.0, y: 1.0 };
        let course = BrickCourse { origin: Point { x: 0.0, y: 0.0 }, size, offset: 0.5 };
        let length = size.x * f64::from(BRICKS);
        let bounds = Bounds { min: Point { x: 0.0, y: 0.0 }, max: Point { x: length, y: 2.0 } };
        let mut cells = Cells::default();
        cells.make_bricks(&course, Point { x: 0.0, y: 0.0 }, &bounds, &Pace::new(&()));
        // The shifted row begins and ends with a half.
        assert_eq!(cells.len(), 2 * BRICKS as usize + 1);
        let mut sides = 0;
        for cell in 0..cells.len() as u32 {
            for edge in cells.edge_range(cell) {
                let HalfEdge { neighbor, twin, .. } = cells.edges[edge];
                let other = cells.edges[twin as usize];
                assert_eq!((other.neighbor, other.twin as usize), (cell, edge));
                assert!(cells.edge_range(neighbor).contains(&(twin as usize)));
                sides += 1;
            }
        }
        // Upright joints and the bed's parts, each from both sides.
        assert_eq!(sides, 2 * ((BRICKS as usize - 1) + BRICKS as usize + 2 * BRICKS as usize));
    }
}
