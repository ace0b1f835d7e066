//! A honeycomb.

use super::Domain;
use super::field::Fibres;
use crate::params::MAX_SITES;
use crate::{FractureParams, Point};

/// The distance between rows of a lattice of equilateral triangles with sides of length 1: half the root of 3.
const ROW_HEIGHT: f64 = 0.866_025_403_784_438_6;

/// The lattice over the bounds, one cell beyond them on every side, sized so that `fragment_count` cells have
/// the outline's area; larger if a thin outline's bounds hold too many of those. With a grain, a stretched one.
pub(super) fn sites(params: &FractureParams, domain: &dyn Domain, out: &mut Vec<Point>) {
    let bounds = domain.bounds();
    let center = bounds.center();
    let fibres = Fibres::new(params.grain);
    let half = fibres.relaxed_half(bounds.size() * 0.5);
    let mut lattice =
        Lattice::covering(half, (domain.area() / (ROW_HEIGHT * f64::from(params.fragment_count))).sqrt());
    while lattice.len() > f64::from(MAX_SITES) {
        lattice = Lattice::covering(
            half,
            lattice.spacing * (lattice.len() / f64::from(MAX_SITES)).sqrt().max(1.01),
        );
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
