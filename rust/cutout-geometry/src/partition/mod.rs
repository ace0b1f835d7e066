//! Cuts a shape by cells: the hot path.
//!
//! shape + cells -> [`walk`] (crossings) -> [`borders`] (their order, what is inside) -> [`trace`]
//! (rings) -> [`pieces`]

mod borders;
pub(crate) mod pieces;
mod row;
mod touches;
mod trace;
mod walk;

use crate::cells::Cells;
use crate::overlay::{self, Parts};
use crate::pace::Pace;
use crate::point::Point;
use crate::shape::{Room, Shape};
use borders::Borders;
use borders::Inconsistent;
use pieces::Pieces;
use touches::Touches;
use trace::{Crossed, Tracer};
use walk::Walk;

/// Why a shape was not cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartitionError {
    /// More than [`crate::limits::MAX_CROSSINGS`].
    TooManyCrossings,
    /// The crossings contradict each other.
    Inconsistent,
}

impl From<Inconsistent> for PartitionError {
    fn from(Inconsistent: Inconsistent) -> Self {
        Self::Inconsistent
    }
}

/// Reused memory of the partition.
#[derive(Debug, Default)]
pub(crate) struct Partition {
    walk: Walk,
    borders: Borders,
    tracer: Tracer,
    touches: Touches,
    /// Half-edge of each key, where the pieces come from the overlay.
    overlaid: Vec<u32>,
}

impl Partition {
    /// Cuts `shape` by `cells` into `pieces`. True: rings may pass a point twice and are to be divided
    /// there, and what comes out is to be audited, for something lay on something else and was put in
    /// or moved there. Told to stop, it ends with some error. Cost: vertices + crossings + cells.
    pub fn run(
        &mut self,
        shape: &Shape,
        cells: &Cells,
        pieces: &mut Pieces,
        pace: &Pace<'_>,
    ) -> Result<bool, PartitionError> {
        self.overlaid.clear();
        if !self.walk.run(shape, cells, pace) {
            return Err(PartitionError::TooManyCrossings);
        }
        if cells.near > 0.0 && shape.room == Room::Asked {
            self.walk.look_along_edges(shape, cells, pace);
        }
        self.borders.sort(&mut self.walk, cells, pace)?;
        let crossed = Crossed { shape, cells, walk: &self.walk, borders: &self.borders };
        self.tracer.run(&crossed, pieces, pace)?;
        let is_doubtful = !self.walk.touches.is_empty()
            || self.walk.is_lost
            || cells.is_doubtful
            || self.borders.has_moved
            || self.tracer.is_doubtful;
        self.touches.insert(&mut self.walk.touches, pieces, (&self.borders, cells), pace);
        Ok(is_doubtful || shape.is_touching)
    }

    /// The same by exact overlay, and with what stays whole: for what [`Partition::run`] cannot be
    /// trusted with. Slower by an order of magnitude.
    pub fn overlay(
        &mut self,
        parts: &Parts<'_>,
        cells: &Cells,
        pieces: &mut Pieces,
        pace: &Pace<'_>,
    ) -> Result<(), PartitionError> {
        self.overlaid = overlay::cut(parts, cells, pieces, pace).map_err(|_| PartitionError::Inconsistent)?;
        Ok(())
    }

    /// Cells of the last run in which something came near something else (see [`Cells::near`]), in any order.
    pub fn doubts<'a>(&'a self, cells: &'a Cells) -> impl Iterator<Item = &'a u32> {
        cells.doubts.iter().chain(&self.walk.doubts)
    }

    /// The half-edge of the cells that a key of the last run's pieces lies on, if it is one of theirs.
    pub fn border_of(&self, key: u32) -> Option<usize> {
        if !self.overlaid.is_empty() {
            return self.overlaid.get(key as usize).map(|&border| border as usize);
        }
        self.touches
            .border_of(key)
            .or_else(|| (key < self.borders.parts()).then(|| self.borders.border_of(key)))
    }

    /// Where the last run's outline is crossed: each crossing with its edge, by the index of the
    /// edge's end vertex in the shape; sorted by edge, and in order along it.
    pub fn crossings_of_edges(&self, found: &mut Vec<(u32, Point)>) {
        found.clear();
        found.extend(self.walk.crossings.iter().map(|c| (c.vertex, c.point)));
        // Stable: the walk has met them in order along each edge.
        found.sort_by_key(|c| c.0);
    }
}
