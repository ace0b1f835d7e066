//! The front door: raw rings and params in, finished fragments out.

mod apart;

use crate::assemble::Assembler;
use crate::audit::{Audit, grain, is_area_of};
use crate::cells::{ArrangementScratch, Cells, NONE, Plane, Stretch, VoronoiScratch};
use crate::error::FractureError;
use crate::fragment::Fragments;
use crate::gap::{Gap, Loss, Shrinker};
use crate::holes::{HoleOpener, Opening};
use crate::join::{Joiner, Least};
use crate::mask::{Extent, Indivisible, Masker};
use crate::overlay::Grid;
use crate::pace::{Asked, Pace};
use crate::params::{FractureParams, Holes, ParamError, Pattern};
use crate::partition::pieces::Pieces;
use crate::partition::{Partition, PartitionError};
use crate::pattern::{self, Cuts, PatternScratch};
use crate::point::{Point, length};
use crate::report::{Fracture, Report};
use crate::rough::{Roughener, Roughness};
use crate::shape::{Room, Shape};
use crate::single::{Folds, nearness, rounding};
pub use apart::{PartRings, parts_of};

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

/// Cuts outlines, keeping its scratch memory: after a few calls no allocation is made but for the
/// result. One for each worker thread.
#[derive(Debug, Default)]
pub struct Fracturer {
    keeps_thin: bool,
    /// How far the last outline's vertices were rounded to single precision; 0: not at all.
    rounding: f64,
    shape: Shape,
    cuts: Cuts,
    pattern: PatternScratch,
    local_sites: Vec<Point>,
    cells: Cells,
    voronoi: VoronoiScratch,
    arrangement: ArrangementScratch,
    masker: Masker,
    partition: Partition,
    pieces: Pieces,
    joiner: Joiner,
    hole_opener: HoleOpener,
    roughener: Roughener,
    shrinker: Shrinker,
    assembler: Assembler,
    folds: Folds,
}

impl Fracturer {
    /// A fracturer for callers that stay in `f64`. The default one joins pieces to a neighbour that
    /// are thinner than a single-precision ring can hold at the outline's coordinates (four units in
    /// the last place); this one hands them out.
    #[must_use]
    pub fn keeping_thin_pieces() -> Self {
        Self { keeps_thin: true, ..Self::default() }
    }

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
        let pace = Pace::new(check);
        let extent = self.load(rings, params, &pace)?;
        self.draw(params, &pace, |fracturer, cuts| fracturer.cut(cuts, extent, params, &pace))
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
        let pace = Pace::new(check);
        self.shape.load(rings, params.fill_rule)?;
        cuts.check(&self.shape.outline_bounds())?;
        let extent = self.divide_by_mask(params, &pace)?;
        self.cut(cuts, extent, params, &pace)
    }

    /// Gives the memory of a result that was read back: the next result takes it over, and then holds as much
    /// as the largest of those before it. Without it each result is new memory of exactly its size.
    pub fn recycle(&mut self, fragments: Fragments) {
        self.assembler.recycle(fragments);
    }

    /// Takes an outline in, and finds out what the mask leaves to break.
    fn load(
        &mut self,
        rings: &[&[Point]],
        params: &FractureParams,
        pace: &Pace<'_>,
    ) -> Result<Extent, FractureError> {
        self.shape.load(rings, params.fill_rule)?;
        self.shape.divide_into_chains();
        // Here and below a small outline pays additions alone.
        pace.step(LOAD * self.shape.points.len());
        pace.go_on()?;
        self.divide_by_mask(params, pace)
    }

    /// Lays the pattern over the outline that was taken in, for `cut` to cut by it.
    fn draw(
        &mut self,
        params: &FractureParams,
        pace: &Pace<'_>,
        cut: impl FnOnce(&mut Self, &Cuts) -> Result<Fracture, FractureError>,
    ) -> Result<Fracture, FractureError> {
        let mut cuts = core::mem::take(&mut self.cuts);
        let Self { shape, masker, pattern, .. } = self;
        // The pattern is laid over what breaks; bricks keep their places in the wall.
        let domain = if params.pattern == Pattern::Bricks { &*shape } else { masker.breaking(shape) };
        let asked = Asked { domain, cost: domain.cost_of_contains(), pace };
        let drawn = pattern::cuts(params, &asked, pattern, &mut cuts);
        let result = match drawn {
            Ok(()) => cut(self, &cuts),
            Err(error) => Err(error.into()),
        };
        self.cuts = cuts;
        result
    }

    fn cut(
        &mut self,
        cuts: &Cuts,
        extent: Extent,
        params: &FractureParams,
        pace: &Pace<'_>,
    ) -> Result<Fracture, FractureError> {
        pace.reach(0.1)?;
        let is_watched = matches!(cuts, Cuts::Sites(_))
            && extent == Extent::Whole
            && self.shape.room != Room::Unknown
            && !self.keeps_thin;
        self.cells.near = if is_watched { nearness(&self.shape) } else { 0.0 };
        if extent == Extent::Nothing {
            self.make_cells(&Cuts::default(), params, pace);
        } else {
            self.make_cells(cuts, params, pace);
        }
        pace.reach(0.3)?;
        self.rounding = 0.0;
        let is_doubtful = self.cut_by_cells(pace)?;
        let Finished { mut loss, is_changed } = self.finish_pieces(cuts, params, is_doubtful, pace)?;
        if !self.keeps_thin && self.is_any_folded(!(is_doubtful || is_changed), pace)? {
            loss = self.cut_in_single(cuts, params, pace)?;
        }
        // What the mask leaves whole belongs to no cell.
        let is_inside = |cell: u32| match extent {
            Extent::Whole => true,
            Extent::Part => cell != NONE,
            Extent::Nothing => false,
        };
        let origin = self.shape.origin;
        let Self { assembler, pieces, shrinker, .. } = self;
        let fragments = if params.gap > 0.0 {
            assembler.run_apart(pieces, shrinker.borders(), origin, is_inside, pace)
        } else {
            assembler.run(pieces, origin, is_inside, pace)
        };
        pace.go_on()?;
        self.finish(fragments, loss)
    }

    /// What is done to pieces once they are cut, up to their measures.
    fn finish_pieces(
        &mut self,
        cuts: &Cuts,
        params: &FractureParams,
        is_doubtful: bool,
        pace: &Pace<'_>,
    ) -> Result<Finished, FractureError> {
        pace.reach(0.6)?;
        let mut is_changed = self.join(cuts, params, pace)?;
        let mut loss = Loss::default();
        if params.edge_roughness > 0.0 || params.gap > 0.0 {
            loss = self.finish_borders(params, is_doubtful, pace)?;
            is_changed = true;
        } else {
            is_changed |= self.open_holes(params.holes, is_doubtful, pace)?;
        }
        pace.reach(0.8)?;
        if is_changed {
            self.assembler.measure(&self.pieces, pace);
            pace.go_on()?;
        }
        Ok(Finished { loss, is_changed })
    }

    /// Whether a piece folds onto itself in single precision. `is_cut_plainly`: pieces are those of the
    /// partition, which knows where nothing came near anything.
    fn is_any_folded(&mut self, is_cut_plainly: bool, pace: &Pace<'_>) -> Result<bool, FractureError> {
        let Self { folds, partition, cells, pieces, assembler, shape, .. } = self;
        let doubts = (is_cut_plainly && cells.near > 0.0).then(|| partition.doubts(cells));
        let is_any = folds.is_any(pieces, assembler.heads(), shape, doubts, pace);
        pace.go_on()?;
        Ok(is_any)
    }

    /// The same pieces once more, by overlay on the very vertices that single precision has: what its
    /// rounding folds onto itself is parted there; where that is too fine for it in one direction only, on
    /// coarser ones. Where that cannot be either they stay what they were.
    #[cold]
    fn cut_in_single(
        &mut self,
        cuts: &Cuts,
        params: &FractureParams,
        pace: &Pace<'_>,
    ) -> Result<Loss, FractureError> {
        self.rounding = rounding(&self.shape);
        for grid in [Grid::Single, Grid::Even] {
            let parts = self.masker.parts(&self.shape, grid);
            let overlaid = self.partition.overlay(&parts, &self.cells, &mut self.pieces, pace);
            pace.go_on()?;
            if overlaid.is_ok()
                && self.audit(pace).is_ok()
                && let Ok(Finished { loss, .. }) = self.finish_pieces(cuts, params, true, pace)
                && !self.pieces.pieces.is_empty()
            {
                return Ok(loss);
            }
            pace.go_on()?;
        }
        self.rounding = 0.0;
        let is_doubtful = self.cut_by_cells(pace)?;
        Ok(self.finish_pieces(cuts, params, is_doubtful, pace)?.loss)
    }

    /// Opens holes and makes the borders what they are to look like: jagged, or apart.
    fn finish_borders(
        &mut self,
        params: &FractureParams,
        touches: bool,
        pace: &Pace<'_>,
    ) -> Result<Loss, FractureError> {
        // The seams of split holes are cuts like others. Bridges are not: they come last, and are
        // laid along what is there by then.
        let (first, last) = match params.holes {
            Holes::Bridge => (Holes::Keep, Holes::Bridge),
            holes => (holes, Holes::Keep),
        };
        self.open_holes(first, touches, pace)?;
        if params.edge_roughness > 0.0 {
            let margin = self.thinnest().max(LEAST_MARGIN * self.shape.outline_reach());
            let roughness = Roughness { degree: params.edge_roughness, seed: params.seed, margin };
            self.roughener.run(&mut self.pieces, roughness, pace);
            pace.reach(0.7)?;
        }
        let mut loss = Loss::default();
        if params.gap > 0.0 {
            let gap = Gap {
                width: params.gap,
                thinnest: self.thinnest(),
                is_single: !self.keeps_thin,
                is_split: params.holes == Holes::Split,
            };
            loss = self.shrinker.run(&mut self.pieces, &self.shape, gap, pace);
            pace.reach(0.75)?;
            if self.pieces.pieces.is_empty() {
                return Err(ParamError::gap_takes_all(params.gap).into());
            }
        }
        self.open_holes(last, touches, pace)?;
        Ok(loss)
    }

    /// Finds out what the mask leaves to break.
    fn divide_by_mask(&mut self, params: &FractureParams, pace: &Pace<'_>) -> Result<Extent, FractureError> {
        let divided = self.masker.divide(&self.shape, params, pace);
        pace.go_on()?;
        divided.map_err(|Indivisible| self.broken("mask", 0.0))
    }

    /// Cuts what breaks into pieces, what stays whole before them; by exact overlay where the fast way
    /// met what it cannot be trusted with. Whether it met any such thing.
    fn cut_by_cells(&mut self, pace: &Pace<'_>) -> Result<bool, FractureError> {
        let breaking = self.masker.breaking(&self.shape);
        match self.partition.run(breaking, &self.cells, &mut self.pieces, pace) {
            Ok(touches) => {
                if touches {
                    self.divide_touching(pace)?;
                }
                let has_rim = self.masker.add_outside(&self.partition, &mut self.pieces, pace);
                if has_rim {
                    self.divide_touching(pace)?;
                }
                if !(touches || has_rim) {
                    return Ok(false);
                }
                let is_sound = Audit::of(&self.pieces, &self.shape, 0.0, pace).is_sound_in(&self.cells);
                pace.go_on()?;
                if is_sound {
                    self.pieces.round_to(self.shape.origin);
                    return Ok(touches);
                }
            }
            Err(error) => {
                pace.go_on()?;
                if error != PartitionError::Inconsistent {
                    return Err(self.refuse(error));
                }
            }
        }
        let parts = self.masker.parts(&self.shape, Grid::Double);
        let overlaid = self.partition.overlay(&parts, &self.cells, &mut self.pieces, pace);
        pace.reach(0.5)?;
        overlaid.map_err(|error| self.refuse(error))?;
        self.audit(pace)?;
        Ok(true)
    }

    /// Refuses pieces that are not a partition of the shape. Not expected ever.
    fn audit(&self, pace: &Pace<'_>) -> Result<(), FractureError> {
        let fault = Audit::of(&self.pieces, &self.shape, self.rounding, pace).fault();
        pace.go_on()?;
        match fault {
            Some(fault) => Err(self.broken(fault, 0.0)),
            None => Ok(()),
        }
    }

    /// Measures the pieces, and joins those that a cut did not part from side to side, and those too
    /// small or too thin. False: none was.
    fn join(&mut self, cuts: &Cuts, params: &FractureParams, pace: &Pace<'_>) -> Result<bool, FractureError> {
        let least = Least { area: params.min_fragment_area, width: self.thinnest() };
        let dead_ends = match cuts {
            Cuts::Lines(lines) if !params.extend => lines.as_slice(),
            _ => &[],
        };
        self.assembler.measure(&self.pieces, pace);
        pace.go_on()?;
        if dead_ends.is_empty() && self.assembler.all_meet(least) {
            return Ok(false);
        }
        self.joiner.begin(&self.pieces, pace);
        if !dead_ends.is_empty() {
            let Self { partition, cells, shape, joiner, pieces, .. } = self;
            let reach = SEGMENT_REACH * shape.bounds.size().x.max(shape.bounds.size().y);
            joiner.join_across(pieces, |key, a, b| {
                let border = partition.border_of(key);
                let cut = border.and_then(|edge| cells.edges.get(edge)).map_or(NONE, |edge| edge.cut);
                // Between what breaks and what stays whole there is no cut, but a border.
                let Some(line) = dead_ends.get(cut as usize) else { return true };
                let (from, to) = (line.a - shape.origin, line.b - shape.origin);
                lies_along(a, from, to, reach) && lies_along(b, from, to, reach)
            });
        }
        self.joiner.join_small(&self.pieces, least, pace);
        pace.reach(0.65)?;
        self.joiner.finish(&mut self.pieces, pace);
        pace.go_on()?;
        Ok(true)
    }

    /// The least thickness that a single-precision ring can hold at the outline's coordinates.
    fn thinnest(&self) -> f64 {
        if self.keeps_thin {
            return 0.0;
        }
        THINNEST * self.shape.outline_reach()
    }

    /// Opens the holes as asked for. False: the pieces are what they were.
    fn open_holes(&mut self, mode: Holes, touches: bool, pace: &Pace<'_>) -> Result<bool, FractureError> {
        if mode == Holes::Keep || self.pieces.rings() == self.pieces.pieces.len() {
            return Ok(false);
        }
        // Seams are chosen on the very coordinates that are handed out.
        self.pieces.round_to(self.shape.origin);
        let room = self.thinnest().max(grain(&self.shape));
        let opening = Opening { mode, is_touching: touches, room };
        self.hole_opener.run(&mut self.pieces, opening, pace);
        pace.go_on()?;
        if touches && mode == Holes::Split {
            self.audit(pace)?;
        }
        Ok(true)
    }

    /// Divides rings that pass a point twice: where the outline's rings touch, or where a vertex of
    /// the outline lies on a cut.
    fn divide_touching(&mut self, pace: &Pace<'_>) -> Result<(), FractureError> {
        self.joiner.begin(&self.pieces, pace);
        self.joiner.finish(&mut self.pieces, pace);
        pace.go_on()
    }

    fn make_cells(&mut self, cuts: &Cuts, params: &FractureParams, pace: &Pace<'_>) {
        let Self { shape, masker, cells, voronoi, arrangement, local_sites, .. } = self;
        let shape = masker.breaking(shape);
        let origin = shape.origin;
        cells.grain = grain(shape);
        match cuts {
            Cuts::Sites(sites) => {
                local_sites.clear();
                local_sites.extend(sites.iter().map(|&s| s - origin));
                let stretch = (!params.grain.is_none()).then(|| Stretch::along(params.grain));
                let plane = Plane { bounds: &shape.bounds, stretch: stretch.as_ref() };
                cells.make_voronoi(local_sites, &plane, voronoi, pace);
            }
            Cuts::Lines(lines) => {
                let lines = lines.iter().map(|l| (l.a - origin, l.b - origin));
                cells.make_arrangement(lines, &shape.bounds, arrangement, pace);
            }
            Cuts::Bricks(course) => cells.make_bricks(course, origin, &shape.bounds, pace),
        }
    }

    fn finish(&self, fragments: Fragments, loss: Loss) -> Result<Fracture, FractureError> {
        let shape = &self.shape;
        let area_out: f64 = fragments.iter().map(crate::Fragment::area).sum();
        if !is_area_of(shape, area_out + loss.area, self.rounding) {
            return Err(self.broken("areas", area_out));
        }
        // An outline of next to no size (1e-19 across, say) may be smaller than rounding.
        if fragments.is_empty() {
            return Err(self.broken("no pieces", area_out));
        }
        let holes = shape.rings.iter().filter(|r| r.is_hole).count() as u32;
        let report = Report {
            repairs: shape.repairs,
            area_in: shape.area,
            area_out,
            gap_area: loss.area,
            in_single: self.rounding > 0.0,
            vanished: loss.pieces,
            vertices: shape.points.len() as u32,
            outlines: shape.rings.len() as u32 - holes,
            holes,
            ..Report::default()
        };
        Ok(Fracture { fragments, report, input_clockwise: shape.input_clockwise })
    }

    fn refuse(&self, error: PartitionError) -> FractureError {
        match error {
            PartitionError::TooManyCrossings => FractureError::TooManyCrossings,
            PartitionError::Inconsistent => self.broken("borders", 0.0),
        }
    }

    fn broken(&self, found: &'static str, area_out: f64) -> FractureError {
        broken(found, self.shape.area, area_out)
    }
}

fn broken(found: &'static str, area_in: f64, area_out: f64) -> FractureError {
    FractureError::Broken { found, area_in, area_out }
}

/// What a vertex of an outline takes to be loaded, in steps.
pub(crate) const LOAD: usize = 8;

/// What became of pieces once they were cut.
struct Finished {
    loss: Loss,
    /// Whether they are others than the cut has made.
    is_changed: bool,
}

/// Pieces thinner than this fraction of the largest coordinate are joined to a neighbour: four units
/// in the last place of an `f32`, below which rounding would fold them over.
pub(crate) const THINNEST: f64 = 4.0 / (1u64 << 24) as f64;
/// What jagged lines keep between each other at least, as a fraction of the largest coordinate: more
/// than the rounding of a vertex.
const LEAST_MARGIN: f64 = 1e-12;
/// How far a segment's end may fall short of the side that it is to reach, as a fraction of the
/// outline's size: ends are given in `f32`.
pub(crate) const SEGMENT_REACH: f64 = 1e-6;

/// Whether `p`, a point of the line through `from` and `to`, lies between them.
fn lies_along(p: Point, from: Point, to: Point, reach: f64) -> bool {
    let (along, offset) = (to - from, p - from);
    let length = length(along);
    let at = (along.x * offset.x + along.y * offset.y) / length;
    at >= -reach && at <= length + reach
}
