//! What a worker does with one job: widen the rings, fracture or carve, round to the engine's precision.

use crate::outline::{Outline, bits_of};
use crate::pieces::{Pieces, Rounder};
use crate::worker_thread::wait_for_turn;
use cutout_geometry::carve::ToolError;
use cutout_geometry::fracture::{PartRings, parts_of};
use cutout_geometry::{
    CarveError, Carver, Carving, Checkpoint, FractureError, FractureParams, Fracturer, Point, Report,
};
use cutout_scheduler::{Mixer, Run, Stop, Work};
use std::cell::Cell;
use std::sync::Arc;

/// One fracture, or carving, to be made. Plain data: it may cross threads.
#[derive(Clone, Debug)]
pub struct FractureJob {
    /// What is cut.
    pub outline: Outline,
    /// How many of its rings are of each part that stays apart from the others even where they touch; empty: they
    /// are one outline. Those of a carving are its own.
    pub parts: Vec<usize>,
    /// How it is cut, or how a carving shatters what is small; shared by all jobs of a batch.
    pub params: Arc<FractureParams>,
    /// What it is carved with; none: it is fractured.
    pub carving: Option<Arc<Carving>>,
    /// What was given up to save time; empty: nothing.
    pub degraded: String,
    /// Whether concave pieces are decomposed on the worker, for bodies and meshes that will ask for it. No
    /// part of the job's identity: a result without still serves, and is decomposed when asked.
    pub decomposes: bool,
    /// Whether a preview will draw the pieces. No part of the job's identity either, so previews are made by a
    /// scheduler without a cache.
    pub draws: bool,
}

/// Memory that a worker keeps from job to job.
#[derive(Default)]
struct Scratch {
    fracturer: Fracturer,
    carver: Carver,
    rounder: Rounder,
    points: Vec<Point>,
}

thread_local! {
    /// Boxed, for it is taken out for each job.
    static SCRATCH: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

impl FractureJob {
    /// Makes the fracture on the calling thread.
    ///
    /// # Errors
    /// See [`CarveError`]; its message is ready to be shown.
    pub fn run(&self, check: &dyn Checkpoint) -> Result<Pieces, CarveError> {
        // Taken out rather than borrowed: after a panic in the geometry the next job starts with
        // fresh memory, and a job run inside another one would not find it borrowed.
        let mut scratch = SCRATCH.take().unwrap_or_default();
        let result = scratch.fracture(self, check);
        SCRATCH.set(Some(scratch));
        result
    }

    /// The same job, with concave pieces decomposed on the worker or not.
    pub fn decomposed(self, decomposes: bool) -> Self {
        Self { decomposes, ..self }
    }
}

/// What a job's record keeps of its pieces.
#[derive(Clone, Debug)]
pub struct Summary {
    /// How many there are.
    pub pieces: usize,
    /// What the fracture says about itself.
    pub report: Report,
    /// What was given up to save time; empty: nothing.
    pub degraded: String,
}

/// Asks the scheduler whether to go on.
struct Asking<'a>(&'a Run<'a>);

impl Checkpoint for Asking<'_> {
    fn reach(&self, progress: f32) -> bool {
        self.0.reach(progress)
    }
}

impl Work for FractureJob {
    type Output = Pieces;
    type Shared = FractureParams;
    type Summary = Summary;
    const PANICKED: &'static str = "the fracture panicked; please report the polygon and params";

    fn on_worker() {
        wait_for_turn();
    }

    fn run(&self, run: &Run<'_>) -> Result<Pieces, Stop> {
        let mut pieces = Self::run(self, &Asking(run)).map_err(|error| match error {
            CarveError::Fracture(FractureError::Cancelled) => Stop::Cancelled,
            error => Stop::Failed(error.to_string()),
        })?;
        if self.decomposes {
            pieces.decompose();
        }
        if self.draws {
            pieces.draw();
        }
        Ok(pieces)
    }

    fn heap_bytes(&self) -> usize {
        let tools = self.carving.as_ref().map_or(0, |carving| carving.heap_bytes());
        self.outline.heap_bytes() + self.parts.capacity() * size_of::<usize>() + tools
    }

    fn shared(&self) -> Option<&Arc<FractureParams>> {
        // Params without lists are small, and too many are made to look each of them up.
        (self.params.heap_bytes() > 0).then_some(&self.params)
    }

    fn shared_bytes(params: &FractureParams) -> usize {
        params.heap_bytes()
    }

    fn output_bytes(pieces: &Pieces) -> usize {
        pieces.heap_bytes()
    }

    fn summary(pieces: &Pieces) -> Summary {
        Summary { pieces: pieces.len(), report: pieces.report, degraded: pieces.degraded.clone() }
    }

    fn identity_hash(&self) -> u64 {
        let outline = &self.outline;
        let mut hash = Mixer::default();
        hash.add_all(outline.points(), |&point| bits_of(point));
        outline.inner_ends().iter().for_each(|&end| hash.add(u64::from(end)));
        // Those of the params that differ most often; is_identical compares all.
        hash.add(self.params.seed);
        hash.add(u64::from(self.params.fragment_count));
        hash.add(self.params.pattern as u64);
        if let Some(carving) = &self.carving {
            carving.each_number(|number| hash.add(number.to_bits()));
        }
        hash.finish()
    }

    fn is_identical(&self, other: &Self) -> bool {
        self.outline.inner_ends() == other.outline.inner_ends()
            && (Arc::ptr_eq(&self.params, &other.params) || self.params == other.params)
            && self.parts == other.parts
            && self.carving == other.carving
            && self.degraded == other.degraded
            && self.outline.same_bits(&other.outline)
    }
}

impl Scratch {
    fn fracture(&mut self, job: &FractureJob, check: &dyn Checkpoint) -> Result<Pieces, CarveError> {
        self.points.clear();
        self.points
            .extend(job.outline.points().iter().map(|p| Point { x: f64::from(p.x), y: f64::from(p.y) }));
        let outline = &job.outline;
        let mut rest = self.points.as_slice();
        // The usual single ring costs no allocation.
        let mut inner: Vec<&[Point]> = Vec::new();
        let rings: &[&[Point]] = if outline.inner_ends().is_empty() {
            &[rest]
        } else {
            for ring in outline.rings() {
                let (points, behind) = rest.split_at(ring.len().min(rest.len()));
                inner.push(points);
                rest = behind;
            }
            &inner
        };
        let fracture = match &job.carving {
            None if job.parts.is_empty() => self.fracturer.fracture(rings, &job.params, check)?,
            None => {
                let parts = parts_of(rings, &job.parts)
                    .map_err(|PartRings { parts, rings }| ToolError::PartRings { parts, rings })
                    .map_err(CarveError::Options)?;
                self.fracturer.fracture_apart(&parts, &job.params, check)?
            }
            Some(carving) => self.carver.carve(rings, carving, &job.params, check)?,
        };
        let mut pieces = self.rounder.pieces_of(&fracture);
        pieces.degraded.clone_from(&job.degraded);
        self.fracturer.recycle(fracture.fragments);
        Ok(pieces)
    }
}
