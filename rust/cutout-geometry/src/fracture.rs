//! The front door: raw rings and params in, finished fragments out.

use crate::assemble::Assembler;
use crate::cells::{ArrangementScratch, Cells, VoronoiScratch};
use crate::error::FractureError;
use crate::fragment::Fragments;
use crate::params::FractureParams;
use crate::partition::pieces::Pieces;
use crate::partition::{Inconsistent, Partition};
use crate::pattern::{self, Cuts, PatternScratch};
use crate::point::Point;
use crate::shape::Shape;

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
pub struct Fracturer {
    shape: Shape,
    cuts: Cuts,
    pattern: PatternScratch,
    local_sites: Vec<Point>,
    cells: Cells,
    voronoi: VoronoiScratch,
    arrangement: ArrangementScratch,
    partition: Partition,
    pieces: Pieces,
    assembler: Assembler,
}

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
        params.validate()?;
        self.shape.load(rings, params.fill_rule)?;
        let mut cuts = core::mem::take(&mut self.cuts);
        let drawn = pattern::cuts(params, &self.shape, &mut self.pattern, &mut cuts);
        let result = match drawn {
            Ok(()) => self.cut(&cuts, params, check),
            Err(error) => Err(error.into()),
        };
        self.cuts = cuts;
        result
    }

    /// The same with the pattern's answer given by the caller; `params` still rules what is done
    /// with the pieces.
    ///
    /// # Errors
    /// See [`FractureError`].
    pub fn fracture_with_cuts(
        &mut self,
        rings: &[&[Point]],
        cuts: &Cuts,
        params: &FractureParams,
        check: &dyn Checkpoint,
    ) -> Result<Fracture, FractureError> {
        self.shape.load(rings, params.fill_rule)?;
        self.cut(cuts, params, check)
    }

    fn cut(&mut self, cuts: &Cuts, params: &FractureParams, check: &dyn Checkpoint) -> Result<Fracture, FractureError> {
        go_on(check, 0.1)?;
        self.make_cells(cuts, params);
        go_on(check, 0.3)?;
        self.partition.run(&self.shape, &self.cells, &mut self.pieces).map_err(|Inconsistent| self.broken("borders", 0.0))?;
        go_on(check, 0.6)?;
        let fragments = self.assembler.run(&self.pieces, self.shape.origin, |_| true);
        self.finish(fragments)
    }

    fn make_cells(&mut self, cuts: &Cuts, params: &FractureParams) {
        let Self { shape, cells, voronoi, arrangement, local_sites, .. } = self;
        let origin = shape.origin;
        match cuts {
            Cuts::Sites(sites) => {
                local_sites.clear();
                local_sites.extend(sites.iter().map(|&s| s - origin));
                cells.make_voronoi(local_sites, &shape.bounds, None, voronoi);
            }
            Cuts::Lines(lines) => {
                let lines = lines.iter().map(|l| (l.a - origin, l.b - origin));
                cells.make_arrangement(lines, &shape.bounds, arrangement);
            }
            Cuts::Bricks(course) => cells.make_bricks(course, origin, &shape.bounds),
        }
        let _ = params;
    }

    fn finish(&self, fragments: Fragments) -> Result<Fracture, FractureError> {
        let shape = &self.shape;
        let area_out: f64 = fragments.iter().map(crate::Fragment::area).sum();
        if (area_out - shape.area).abs() > AREA_TOLERANCE * shape.area {
            return Err(self.broken("areas", area_out));
        }
        let holes = shape.rings.iter().filter(|r| r.is_hole).count() as u32;
        let report = Report {
            repairs: shape.repairs,
            area_in: shape.area,
            area_out,
            vertices: shape.points.len() as u32,
            outlines: shape.rings.len() as u32 - holes,
            holes,
        };
        Ok(Fracture { fragments, report, input_clockwise: shape.input_clockwise })
    }

    fn broken(&self, found: &'static str, area_out: f64) -> FractureError {
        FractureError::Broken { found, area_in: self.shape.area, area_out }
    }
}

/// How far the pieces' areas may add up to something else than the outline's, relative to it.
const AREA_TOLERANCE: f64 = 1e-9;

fn go_on(check: &dyn Checkpoint, progress: f32) -> Result<(), FractureError> {
    if check.reach(progress) { Ok(()) } else { Err(FractureError::Cancelled) }
}
