//! Cuts a shape by cells: the hot path.
//!
//! shape + cells -> [`walk`] (crossings) -> [`borders`] (their order, what is inside) -> [`trace`]
//! (rings) -> [`pieces`]

mod borders;
pub(crate) mod pieces;
mod trace;
mod walk;

use crate::cells::Cells;
use crate::shape::Shape;
use borders::Borders;
pub(crate) use borders::Inconsistent;
use pieces::Pieces;
use trace::Tracer;
use walk::Walk;

/// Reused memory of the partition.
#[derive(Debug, Default)]
pub(crate) struct Partition {
    walk: Walk,
    borders: Borders,
    tracer: Tracer,
}

impl Partition {
    /// Cuts `shape` by `cells` into `pieces`. Cost: vertices + crossings + cells.
    pub fn run(&mut self, shape: &Shape, cells: &Cells, pieces: &mut Pieces) -> Result<(), Inconsistent> {
        self.walk.run(shape, cells);
        self.borders.sort(&mut self.walk, cells)?;
        self.tracer.run(shape, cells, &self.walk, &self.borders, pieces)
    }
}
