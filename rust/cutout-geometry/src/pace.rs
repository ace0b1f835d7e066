//! Asking whether to go on, within stages that may take long.
//!
//! A stage counts its steps, and where it is told to stop it ends with whatever it has: its caller asks
//! [`Pace::reach`] before it looks at that. So no stage has to hand an error up, and a small job pays an
//! addition here and there.

use crate::error::FractureError;
use crate::fracture::Checkpoint;
use crate::pattern::Domain;
use crate::point::{Bounds, Point};
use core::cell::Cell;

/// Steps from one question to the next. A step is what takes some ten nanoseconds: an edge looked at.
const STEPS: usize = 1 << 15;

/// One fracture's questions.
pub(crate) struct Pace<'a> {
    check: &'a dyn Checkpoint,
    progress: Cell<f32>,
    steps: Cell<usize>,
    is_over: Cell<bool>,
}

impl<'a> Pace<'a> {
    pub fn new(check: &'a dyn Checkpoint) -> Self {
        Self { check, progress: Cell::new(0.0), steps: Cell::new(0), is_over: Cell::new(false) }
    }

    /// Ends a stage, at a progress that holds until the next one ends.
    ///
    /// # Errors
    /// [`FractureError::Cancelled`], where the stage was told to stop or the next is not wanted.
    pub fn reach(&self, progress: f32) -> Result<(), FractureError> {
        self.progress.set(progress);
        if self.ask() { Ok(()) } else { Err(FractureError::Cancelled) }
    }

    /// Counts steps within a stage. False: stop, what comes out is thrown away.
    #[inline]
    pub fn step(&self, steps: usize) -> bool {
        let steps = self.steps.get() + steps;
        self.steps.set(steps);
        if steps < STEPS { !self.is_over.get() } else { self.ask() }
    }

    /// Whether the fracture has been told to stop.
    pub fn is_over(&self) -> bool {
        self.is_over.get()
    }

    #[cold]
    fn ask(&self) -> bool {
        self.steps.set(0);
        if !self.is_over.get() {
            self.is_over.set(!self.check.reach(self.progress.get()));
        }
        !self.is_over.get()
    }
}

/// An outline that patterns ask, as long as they are wanted.
pub(crate) struct Asked<'a> {
    pub domain: &'a dyn Domain,
    /// What one answer costs, in steps.
    pub cost: usize,
    pub pace: &'a Pace<'a>,
}

impl Domain for Asked<'_> {
    fn bounds(&self) -> Bounds {
        self.domain.bounds()
    }

    fn contains(&self, p: Point) -> bool {
        self.pace.step(self.cost) && self.domain.contains(p)
    }

    fn area(&self) -> f64 {
        self.domain.area()
    }

    fn is_over(&self) -> bool {
        self.pace.is_over()
    }
}
