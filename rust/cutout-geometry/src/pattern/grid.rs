//! One site a cell of a grid, shaken.

use super::field::MAX_PADDING_OF_SIDE;
use crate::rng::Rng;
use crate::{Bounds, FractureParams, Point};

/// The sites row by row. All of them: one outside the outline still shapes the pieces beside it.
pub(super) fn sites(params: &FractureParams, bounds: Bounds, rng: &mut Rng, out: &mut Vec<Point>) {
    let size = bounds.size();
    let center = bounds.center();
    let cell = |side: f64, count: u32| {
        (side - 2.0 * params.edge_padding.min(MAX_PADDING_OF_SIDE * side)) / f64::from(count)
    };
    let cell = Point { x: cell(size.x, params.grid_cols), y: cell(size.y, params.grid_rows) };
    let stray = 0.5 * params.grid_jitter;
    out.reserve((params.grid_rows * params.grid_cols) as usize);
    for row in 0..params.grid_rows {
        for column in 0..params.grid_cols {
            let x = place(column, params.grid_cols) + stray * rng.signed();
            let y = place(row, params.grid_rows) + stray * rng.signed();
            out.push(Point { x: center.x + cell.x * x, y: center.y + cell.y * y });
        }
    }
}

/// The middle of cell `i` of `count`, in cells from the centre of all.
fn place(i: u32, count: u32) -> f64 {
    f64::from(i) - 0.5 * f64::from(count - 1)
}
