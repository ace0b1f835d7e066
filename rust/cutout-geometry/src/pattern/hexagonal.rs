//! A honeycomb.

use super::Domain;
use super::field::Fibres;
use crate::params::MAX_SITES;
use crate::{FractureParams, Point};

/// The distance between rows of a lattice of equilateral triangles with sides of length 1: half the root of 3.
const ROW_HEIGHT: f64 = 0.866_025_403_784_438_6;

/// Cells over the bounds for each one that is asked for, and of how few nobody needs to save any. A thin
/// outline is hit by about the root of them: a needle at a slant, asked for 10, would get hundreds of slivers
/// out of [`MAX_SITES`], after seconds.
const CELLS_FOR_EACH: u32 = 64;
const CHEAP_CELLS: u32 = 4096;

/// The lattice over the bounds, one cell beyond them on every side, sized so that `fragment_count` cells have
/// the outline's area; larger if a thin outline's bounds hold too many of those. With a grain, a stretched one.
pub(super) fn sites(params: &FractureParams, domain: &dyn Domain, out: &mut Vec<Point>) {
    let bounds = domain.bounds();
    let center = bounds.center();
    let fibres = Fibres::new(params.grain);
    let half = fibres.relaxed_half(bounds.size() * 0.5);
    let mut lattice =
        Lattice::covering(half, (domain.area() / (ROW_HEIGHT * f64::from(params.fragment_count))).sqrt());
    let most = params.fragment_count.saturating_mul(CELLS_FOR_EACH).clamp(CHEAP_CELLS, MAX_SITES);
    while lattice.len() > f64::from(most) {
        lattice =
            Lattice::covering(half, lattice.spacing * (lattice.len() / f64::from(most)).sqrt().max(1.01));
    }
    let Lattice { spacing, columns, rows } = lattice;
    for row in -rows..=rows {
        let shift = if row % 2 == 0 { 0.0 } else { 0.5 };
        for column in -columns..=columns {
            let x = (f64::from(column) + shift) * spacing;
            let y = f64::from(row) * ROW_HEIGHT * spacing;
            out.push(center + fibres.restore(Point { x, y }));
        }
    }
}

/// Rows and columns from minus to plus so many, 0 in the middle.
struct Lattice {
    spacing: f64,
    columns: i32,
    rows: i32,
}

impl Lattice {
    fn covering(half: Point, spacing: f64) -> Self {
        let columns = (half.x / spacing).ceil() as i32;
        let rows = (half.y / (ROW_HEIGHT * spacing)).ceil() as i32;
        Self { spacing, columns: columns.saturating_add(1), rows: rows.saturating_add(1) }
    }

    fn len(&self) -> f64 {
        (2.0 * f64::from(self.columns) + 1.0) * (2.0 * f64::from(self.rows) + 1.0)
    }
}
