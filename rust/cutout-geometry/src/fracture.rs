//! The front door: raw rings and params in, finished fragments out.

use crate::error::FractureError;
use crate::fragment::Fragments;
use crate::params::FractureParams;
use crate::pattern::Cuts;
use crate::point::Point;

/// Where a running fracture asks whether to go on. Polled every few thousand steps, so a slow
/// implementation does not show.
pub trait Checkpoint {
    /// Called with the progress so far, in 0..=1. False stops the fracture with
    /// [`FractureError::Cancelled`].
    fn reach(&self, progress: f32) -> bool;
}

/// Never stops.
impl Checkpoint for () {
    fn reach(&self, _progress: f32) -> bool {
        true
    }
}

/// What was mended in an outline at the door.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Repairs {
    /// Points equal to their predecessor, removed.
    pub duplicate_points: u32,
    /// Points on the straight line between their neighbours, removed.
    pub collinear_points: u32,
    /// Points at the tip of a spike without width, removed.
    pub spikes: u32,
    /// Rings whose direction was turned (outer rings counter-clockwise, holes clockwise).
    pub reversed_rings: u32,
    /// Rings without area, removed.
    pub dropped_rings: u32,
    /// True when edges crossed or touched and the outline was rebuilt by the fill rule.
    pub rebuilt: bool,
}

/// What a fracture says about itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Report {
    /// What was mended.
    pub repairs: Repairs,
    /// Area of the repaired outline.
    pub area_in: f64,
    /// Area of all pieces.
    pub area_out: f64,
    /// Vertices of the repaired outline.
    pub vertices: u32,
    /// Outer rings of the repaired outline.
    pub outlines: u32,
    /// Holes of the repaired outline.
    pub holes: u32,
}

/// A finished fracture.
#[derive(Clone, Debug)]
pub struct Fracture {
    /// The pieces.
    pub fragments: Fragments,
    /// What happened.
    pub report: Report,
    /// Whether the input's first outer ring ran clockwise (negative shoelace area). The fragments
    /// are counter-clockwise all the same; callers that keep the input's winding reverse them.
    pub input_clockwise: bool,
}

/// Cuts outlines, keeping its scratch memory: after a few calls no allocation is made but for the
/// result. One for each worker thread.
#[derive(Debug, Default)]
pub struct Fracturer {}

impl Fracturer {
    /// Cuts an outline by a pattern.
    ///
    /// `rings` may come in any order and winding; nesting tells outer rings, holes and islands
    /// apart. Cost: vertices + crossings + cells, for the sites family `k log k` in the sites.
    ///
    /// # Errors
    /// See [`FractureError`]; the fracturer stays usable.
    pub fn fracture(
        &mut self,
        rings: &[&[Point]],
        params: &FractureParams,
        check: &dyn Checkpoint,
    ) -> Result<Fracture, FractureError> {
        let cuts = Cuts::Sites(Vec::new());
        self.fracture_with_cuts(rings, &cuts, params, check)
    }

    /// The same with the pattern's answer given by the caller; `params` still rules what is done
    /// with the pieces.
    ///
    /// # Errors
    /// See [`FractureError`].
    pub fn fracture_with_cuts(
        &mut self,
        _rings: &[&[Point]],
        _cuts: &Cuts,
        _params: &FractureParams,
        _check: &dyn Checkpoint,
    ) -> Result<Fracture, FractureError> {
        Err(FractureError::Broken { found: "not built yet", area_in: 0.0, area_out: 0.0 })
    }
}
