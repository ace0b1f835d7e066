//! A background grid that tells whether there is room for another site.

use crate::Point;
use crate::point::length;

const NONE: u32 = u32::MAX;

/// Points in the cells of a grid, each cell a linked list.
#[derive(Clone, Debug, Default)]
pub(super) struct Neighborhood {
    cell_size: f64,
    half: Point,
    columns: usize,
    rows: usize,
    first: Vec<u32>,
    next: Vec<u32>,
    points: Vec<Point>,
}

impl Neighborhood {
    /// Empties the grid and lays it over the box from `-half` to `half`, for questions about `reach` at most,
    /// with about `capacity` cells at most.
    pub(super) fn reset(&mut self, half: Point, reach: f64, capacity: usize) {
        let (width, height) = (2.0 * half.x, 2.0 * half.y);
        let capacity = capacity.max(1) as f64;
        // The two terms bound the cells of a square box and of a very thin one.
        let least = (width * height / capacity).sqrt().max(width.max(height) / capacity);
        self.cell_size = reach.max(least);
        self.half = half;
        self.columns = (width / self.cell_size) as usize + 1;
        self.rows = (height / self.cell_size) as usize + 1;
        self.first.clear();
        self.first.resize(self.columns * self.rows, NONE);
        self.next.clear();
        self.points.clear();
    }

    pub(super) fn insert(&mut self, p: Point) {
        let (column, row) = self.cell(p);
        let slot = &mut self.first[row * self.columns + column];
        self.next.push(*slot);
        *slot = self.points.len() as u32;
        self.points.push(p);
    }

    /// Whether no point lies nearer to `p` than `distance`, which is at most the `reach` given to `reset`.
    pub(super) fn has_room(&self, p: Point, distance: f64) -> bool {
        let (column, row) = self.cell(p);
        let nearest_allowed = distance * distance;
        for row in row.saturating_sub(1)..=(row + 1).min(self.rows - 1) {
            for column in column.saturating_sub(1)..=(column + 1).min(self.columns - 1) {
                let mut i = self.first[row * self.columns + column];
                while i != NONE {
                    let d = self.points[i as usize] - p;
                    if d.x * d.x + d.y * d.y < nearest_allowed {
                        return false;
                    }
                    i = self.next[i as usize];
                }
            }
        }
        true
    }

    /// The cells without a point, each by its lower corner, in order; and the length of their sides.
    pub(super) fn free_cells(&self) -> (impl Iterator<Item = Point> + '_, f64) {
        let free = self.first.iter().enumerate().filter(|(_, first)| **first == NONE);
        let corners = free.map(|(index, _)| Point {
            x: (index % self.columns) as f64 * self.cell_size - self.half.x,
            y: (index / self.columns) as f64 * self.cell_size - self.half.y,
        });
        (corners, self.cell_size)
    }

    /// How many points there are.
    pub(super) fn len(&self) -> usize {
        self.points.len()
    }

    /// How crowded point `i` is by the `kept` points nearer than `reach`: the sum of `(1 - distance / reach)^8`.
    pub(super) fn crowding(&self, i: u32, reach: f64, kept: &[bool]) -> f64 {
        let p = self.points[i as usize];
        let (first_column, first_row) = self.cell(Point { x: p.x - reach, y: p.y - reach });
        let (last_column, last_row) = self.cell(Point { x: p.x + reach, y: p.y + reach });
        let mut crowding = 0.0;
        for row in first_row..=last_row {
            for column in first_column..=last_column {
                let mut j = self.first[row * self.columns + column];
                while j != NONE {
                    if j != i && kept[j as usize] {
                        let nearness = (1.0 - length(self.points[j as usize] - p) / reach).max(0.0);
                        let squared = nearness * nearness;
                        let to_the_fourth = squared * squared;
                        crowding += to_the_fourth * to_the_fourth;
                    }
                    j = self.next[j as usize];
                }
            }
        }
        crowding
    }

    /// The cell of a point; points outside the box belong to the nearest cell.
    fn cell(&self, p: Point) -> (usize, usize) {
        // The cast saturates: what is below 0 becomes 0.
        let column = ((p.x + self.half.x) / self.cell_size) as usize;
        let row = ((p.y + self.half.y) / self.cell_size) as usize;
        (column.min(self.columns - 1), row.min(self.rows - 1))
    }
}
