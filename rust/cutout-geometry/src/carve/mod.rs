//! Carves outlines: takes bites out of them, cuts along paths, and tells what stays from what comes off.
//!
//! Comes in: rings and a [`Carving`]: tools, used one after the other on what survives, and what becomes of
//! the parts. Goes out: a [`Fracture`] whose fragments carry a [`Role`](crate::Role): survivors (largest
//! first), what came off, and, where asked for, what the tools took. Every coordinate is one that single
//! precision holds, and rings are simple in it, so a result can be carved again; only what was shattered
//! is rounded later, like any fracture.
//!
//! | module | what it is |
//! |---|---|
//! | [`tool`] | circle, polygon, beam, swept path and cut as rings and paths |
//! | `options` | what becomes of the parts |
//! | `clip` | the parts where a tool plainly crosses the outline |
//! | `across` | the parts where a cut plainly runs across the outline |
//! | `near` | such parts in single precision, where the tool is |
//! | `parts` | the parts that one tool leaves: rounded, thinned out, measured |
//! | `hold` | which of them survive |
//! | `result` | all parts of all tools as fragments |
//!
//! The parts are faces of one planar graph of outline and tool ([`crate::overlay`]), decided by exact
//! predicates; where a tool of one ring plainly crosses the outline they are the same without the graph.
//! Parts that share a cut share its vertices bit for bit. Areas add up: that of the outline is that of the
//! fragments, `taken_area` and `dust_area` of the report together.
//!
//! Cost of a tool: that of sorting the edges of outline and tool, plus the pairs whose boxes overlap.

mod across;
mod error;
mod hold;
pub mod limits;
mod near;
mod options;
mod parts;
mod result;
pub mod tool;

pub use error::{CarveError, ToolError};
pub use options::{Anchors, BiteFate, Carving};
pub use tool::{Ends, PlacedTool, Placement, Tool};

use crate::assemble::Assembler;
use crate::error::FractureError;
use crate::fracture::{Checkpoint, Fracturer, LOAD};
use crate::fragment::Role;
use crate::pace::Pace;
use crate::params::{FillRule, FractureParams};
use crate::point::Point;
use crate::report::{Fracture, Report};
use crate::shape::Shape;
use limits::MAX_PAIRS;
use near::Thinning;
use parts::{Part, Parts};
use result::{Kept, Outline, Sharing};
use tool::Drawn;

/// Carves outlines, keeping its scratch memory. One for each worker thread.
#[derive(Debug, Default)]
pub struct Carver {
    shape: Shape,
    parts: Parts,
    fracturer: Fracturer,
    assembler: Assembler,
}

impl Carver {
    /// Carves an outline: rings in any order and winding, whose nesting tells outer rings, holes and islands
    /// apart. `shatter` says how small parts are broken up, where the carving asks for it.
    ///
    /// The answer has no fragment at all where nothing is left.
    ///
    /// # Errors
    /// See [`CarveError`]; the carver stays usable.
    pub fn carve(
        &mut self,
        rings: &[&[Point]],
        carving: &Carving,
        shatter: &FractureParams,
        check: &dyn Checkpoint,
    ) -> Result<Fracture, CarveError> {
        carving.validate()?;
        shatter.validate()?;
        let drawn = carving.draw()?;
        let given = carving.parts_of(rings)?;
        let pace = Pace::new(check);
        self.shape.load(rings, FillRule::NonZero)?;
        let vertices = self.shape.points.len();
        pace.step(LOAD * vertices);
        pace.go_on()?;
        let mut corners = vertices;
        for tool in &drawn {
            let tool = tool.points();
            if corners.saturating_mul(tool) > MAX_PAIRS {
                return Err(CarveError::TooMuch { outline: corners, tool });
            }
            // What it leaves may have all of its corners.
            corners = corners.saturating_add(tool);
        }
        let holes = self.shape.rings.iter().filter(|r| r.is_hole).count();
        let report = Report {
            repairs: self.shape.repairs,
            area_in: self.shape.area,
            vertices: vertices as u32,
            outlines: (self.shape.rings.len() - holes) as u32,
            holes: holes as u32,
            ..Report::default()
        };
        let input_clockwise = self.shape.input_clockwise;
        let outline = Outline::of(&self.shape, &drawn, carving);
        let request = Request { carving, shatter, check, pace: &pace };
        let mut answer = Answer { report, kept: Kept::default(), has_cuts: false, parts_share: false };
        let mut survivors: Vec<Part> = Vec::new();
        for (step, tool) in drawn.iter().enumerate() {
            pace.reach(step as f32 / drawn.len() as f32)?;
            answer.has_cuts |= !tool.paths.is_empty();
            survivors = if step == 0 {
                self.use_first(tool, &given, &request, &mut answer)?
            } else {
                self.use_next(step, tool, survivors, &request, &mut answer)?
            };
        }
        let Answer { mut report, mut kept, has_cuts, parts_share } = answer;
        survivors.iter().for_each(|part| kept.add(part, Role::Survivor, 0));
        let sharing = if parts_share {
            Sharing::Anywhere
        } else if has_cuts || carving.bite != BiteFate::Removed || carving.shatters() {
            Sharing::NearTools
        } else {
            Sharing::Nowhere
        };
        let fragments = kept.into_fragments(&outline, sharing, &mut self.assembler, &pace);
        pace.go_on()?;
        report.area_out = fragments.iter().map(crate::Fragment::area).sum();
        Ok(Fracture { fragments, report, input_clockwise })
    }

    /// Uses the first tool on the parts that there are, of which the outline that is loaded is made: the
    /// survivors.
    fn use_first(
        &mut self,
        tool: &Drawn,
        given: &[&[&[Point]]],
        request: &Request<'_>,
        answer: &mut Answer,
    ) -> Result<Vec<Part>, CarveError> {
        if given.len() == 1 {
            return self.use_tool(0, tool, request, answer);
        }
        answer.parts_share = parts::share_an_edge(given);
        answer.has_cuts |= answer.parts_share;
        let mut survivors = Vec::new();
        // What they lose where they lie on each other by a rounding.
        answer.report.dust_area += self.shape.area;
        for rings in given {
            // One so thin that nothing is left of it is lost too.
            if self.shape.load(rings, FillRule::NonZero).is_ok() {
                answer.report.dust_area -= self.shape.area;
                survivors.extend(self.use_tool(0, tool, request, answer)?);
            }
        }
        Ok(survivors)
    }

    /// Uses a later tool on what survived those before it, each part by itself: two that share a cut are not
    /// to grow together again. The survivors.
    fn use_next(
        &mut self,
        step: usize,
        tool: &Drawn,
        parts: Vec<Part>,
        request: &Request<'_>,
        answer: &mut Answer,
    ) -> Result<Vec<Part>, CarveError> {
        let bounds = tool.bounds();
        let mut survivors = Vec::with_capacity(parts.len());
        for part in parts {
            if !parts::may_meet(&part, &bounds) {
                survivors.push(part);
                continue;
            }
            let rings: Vec<&[Point]> = part.rings.iter().map(Vec::as_slice).collect();
            if self.shape.load(&rings, FillRule::NonZero).is_err() {
                // So thin that nothing is left of it.
                answer.report.dust_area += part.area;
                continue;
            }
            answer.report.dust_area += part.area - self.shape.area;
            survivors.extend(self.use_tool(step, tool, request, answer)?);
        }
        Ok(survivors)
    }

    /// Uses one tool on the shape that is loaded: the survivors.
    fn use_tool(
        &mut self,
        step: usize,
        tool: &Drawn,
        request: &Request<'_>,
        answer: &mut Answer,
    ) -> Result<Vec<Part>, CarveError> {
        let Self { shape, parts, fracturer, .. } = self;
        let Request { carving, shatter, check, pace } = *request;
        let Answer { report, kept, has_cuts, .. } = answer;
        let progress = step as f32 / carving.tools.len() as f32;
        let divided = parts.divide(shape, tool, pace);
        // What a stage gives that was told to stop is not looked at.
        pace.reach(progress)?;
        divided.map_err(|fault| broken(fault, shape.area))?;
        let shares_cuts = *has_cuts || carving.bite != BiteFate::Removed;
        let tolerance = if shares_cuts { 0.0 } else { carving.simplify };
        let thinning = Thinning { near: tool.bounds().grown(2.0 * tolerance), tolerance };
        let (rest, bites) = parts.in_single_precision(shape, &thinning, carving.bite, pace);
        report.taken_area += parts.taken_area();
        report.dust_area += parts.lost_area();
        pace.reach(progress)?;
        let holds = hold::holding(&rest, shape, &carving.anchors, pace);
        pace.reach(progress)?;
        let mut survivors = Vec::new();
        // Adds what a part breaks into; the area that it loses.
        let mut break_up = |part: &Part, role: Role, kept: &mut Kept| -> Result<f64, CarveError> {
            let rings: Vec<&[Point]> = part.rings.iter().map(Vec::as_slice).collect();
            let fracture = fracturer.fracture(&rings, shatter, &Within { check, progress })?;
            let area = kept.add_shards(&fracture.fragments, role, step, pace);
            fracturer.recycle(fracture.fragments);
            pace.go_on()?;
            Ok(part.area - area)
        };
        for (part, holds) in rest.into_iter().zip(holds) {
            if part.area < carving.dust_area {
                report.dust_area += part.area;
            } else if part.area < carving.shatter_area {
                report.dust_area += break_up(&part, Role::Loose, kept)?;
            } else if holds && part.area >= carving.min_survivor_area {
                survivors.push(part);
            } else {
                kept.add(&part, Role::Loose, step);
            }
        }
        for part in bites {
            // It was counted as taken, and is handed out all the same.
            report.taken_area -= part.area;
            if carving.bite == BiteFate::Shattered {
                report.dust_area += break_up(&part, Role::Bite, kept)?;
            } else {
                kept.add(&part, Role::Bite, step);
            }
        }
        Ok(survivors)
    }
}

/// What a carving is asked for, apart from its outline.
#[derive(Clone, Copy)]
struct Request<'a> {
    carving: &'a Carving,
    shatter: &'a FractureParams,
    check: &'a dyn Checkpoint,
    pace: &'a Pace<'a>,
}

/// What has come of it so far.
struct Answer {
    report: Report,
    kept: Kept,
    /// Whether a tool has cut without taking: parts share its vertices.
    has_cuts: bool,
    /// Whether the outline came in parts that share vertices.
    parts_share: bool,
}

/// Asks for a fracture with the progress of the carving that it is a part of.
struct Within<'a> {
    check: &'a dyn Checkpoint,
    progress: f32,
}

impl Checkpoint for Within<'_> {
    fn reach(&self, _progress: f32) -> bool {
        self.check.reach(self.progress)
    }
}

fn broken(found: &'static str, area_in: f64) -> CarveError {
    CarveError::Fracture(FractureError::Broken { found, area_in, area_out: 0.0 })
}
