//! What a worker does with one job: widen the rings, fracture, round to the engine's precision.

use crate::outline::Outline;
use crate::pieces::{Pieces, single_precision};
use cutout_geometry::{Checkpoint, FractureError, FractureParams, Fracturer, Point};
use std::cell::RefCell;
use std::sync::Arc;

/// One fracture to be made. Plain data: it may cross threads.
#[derive(Clone, Debug)]
pub struct FractureJob {
    /// What is cut.
    pub outline: Outline,
    /// How it is cut; shared by all jobs of a batch.
    pub params: Arc<FractureParams>,
}

/// Memory that a worker keeps from job to job.
#[derive(Default)]
struct Scratch {
    fracturer: Fracturer,
    points: Vec<Point>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl FractureJob {
    /// Makes the fracture on the calling thread.
    ///
    /// # Errors
    /// See [`FractureError`]; its message is ready to be shown.
    pub fn run(&self, check: &dyn Checkpoint) -> Result<Pieces, FractureError> {
        // Taken out rather than borrowed: after a panic in the geometry the next job starts with
        // fresh memory, and a job run inside another one would not find it borrowed.
        let mut scratch = SCRATCH.take();
        let result = scratch.fracture(self, check);
        SCRATCH.set(scratch);
        result
    }

    /// Bytes of the input on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.outline.heap_bytes()
    }
}

impl Scratch {
    fn fracture(&mut self, job: &FractureJob, check: &dyn Checkpoint) -> Result<Pieces, FractureError> {
        self.points.clear();
        self.points
            .extend(job.outline.points().iter().map(|p| Point { x: f64::from(p.x), y: f64::from(p.y) }));
        let mut rings: Vec<&[Point]> = Vec::with_capacity(job.outline.inner_ends().len() + 1);
        let mut rest = self.points.as_slice();
        for ring in job.outline.rings() {
            let (points, behind) = rest.split_at(ring.len().min(rest.len()));
            rings.push(points);
            rest = behind;
        }
        let fracture = self.fracturer.fracture(&rings, &job.params, check)?;
        Ok(single_precision(&fracture))
    }
}
