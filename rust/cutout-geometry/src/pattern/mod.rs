//! Where to cut: Voronoi sites or cut lines, drawn from a seed.
//!
//! In: checked [`FractureParams`] and a [`Domain`], which is all that a pattern may ask about the outline.
//! Out: [`Cuts`] in polygon space. This stage knows nothing of clipping. Invariant: the same parameters and
//! the same answers of the domain give the same bits on every platform; every seed gives a full set, whatever
//! the domain looks like; no loop depends on luck to end.
//!
//! Coordinates are computed relative to the centre of the bounds and moved into polygon space last, so an
//! outline far from the origin loses nothing but the last rounding.

mod bricks;
mod check;
mod cover;
mod elimination;
mod field;
mod grid;
mod hexagonal;
mod impact;
mod neighborhood;
mod poisson;
mod random;
mod rings;
mod slices;

pub use bricks::BrickCourse;

use crate::params::Pattern;
use crate::rng::Rng;
use crate::{Bounds, FractureParams, ParamError, Point};

/// What a pattern may ask about an outline.
pub trait Domain {
    /// The bounds; not empty, with a positive width and height.
    fn bounds(&self) -> Bounds;
    /// Whether a point lies inside; either answer will do on the border.
    fn contains(&self, p: Point) -> bool;
    /// The area inside, more than 0.
    fn area(&self) -> f64;
    /// Calls `visit` with the two ends of every edge. A domain that does not know its edges calls it never:
    /// thin ones are then searched for by trial.
    fn each_edge(&self, _visit: &mut dyn FnMut(Point, Point)) {}
    /// Whether nobody wants the pattern any more, asked often: it then ends soon, with whatever it has.
    fn is_over(&self) -> bool {
        false
    }
}

/// One cut: the line, or the segment, from one point to another. The two differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CutLine {
    /// Where it starts.
    pub a: Point,
    /// Where it ends.
    pub b: Point,
}

/// A pattern's answer, in polygon space.
#[derive(Clone, Debug, PartialEq)]
pub enum Cuts {
    /// Pieces are the Voronoi cells of these sites, at most [`MAX_SITES`](crate::params::MAX_SITES). Sites may lie
    /// outside the outline. Those of the pattern `points` may repeat.
    Sites(Vec<Point>),
    /// Pieces are what these cuts leave, at most [`MAX_CUTS`](crate::params::MAX_CUTS). The ends of a generated
    /// line lie outside the bounds; those of `slice` and `slices_manual` where the caller has put them.
    Lines(Vec<CutLine>),
    /// Pieces are bricks, at most [`MAX_SITES`](crate::params::MAX_SITES) of which touch the bounds.
    Bricks(BrickCourse),
}

impl Default for Cuts {
    fn default() -> Self {
        Self::Sites(Vec::new())
    }
}

/// Memory that the patterns reuse from one job to the next. Holds no state between calls.
#[derive(Clone, Debug, Default)]
pub struct PatternScratch {
    neighborhood: neighborhood::Neighborhood,
    elimination: elimination::Elimination,
    impact: impact::PolarIndex,
    local: Vec<Point>,
    active: Vec<u32>,
}

/// Where `params` ask to cut the outline. Reuses the vector of `out` if it is of the right kind.
///
/// Linear in the number of sites or lines; `poisson` O(n log n). For thin outlines `contains` is called up to
/// bounds area / outline area times (at most a few thousand times) a site, a few dozen times where the domain tells
/// its edges.
///
/// # Errors
/// Parameters that do not pass [`FractureParams::validate`], or ask for more bricks than the limit.
pub fn cuts(
    params: &FractureParams,
    domain: &dyn Domain,
    scratch: &mut PatternScratch,
    out: &mut Cuts,
) -> Result<(), ParamError> {
    params.validate()?;
    // The number of the pattern is part of the stream: a new pattern goes to the end of the enum.
    let mut rng = Rng::for_stream(params.seed, params.pattern as u64);
    let rng = &mut rng;
    match params.pattern {
        Pattern::Random => random::sites(params, domain, scratch, rng, sites_of(out)),
        Pattern::Grid => grid::sites(params, domain.bounds(), rng, sites_of(out)),
        Pattern::Radial => rings::radial_sites(params, domain.bounds(), rng, sites_of(out)),
        Pattern::Spiderweb => rings::spiderweb_sites(params, domain.bounds(), rng, sites_of(out)),
        Pattern::Poisson => poisson::sites(params, domain, scratch, rng, sites_of(out)),
        Pattern::Hexagonal => hexagonal::sites(params, domain, sites_of(out)),
        Pattern::Impact => impact::sites(params, domain, scratch, rng, sites_of(out)),
        Pattern::Points => sites_of(out).extend_from_slice(&params.points),
        Pattern::Slice => slices::single(params, domain.bounds(), lines_of(out)),
        Pattern::SlicesRadial => slices::radial(params, domain.bounds(), rng, lines_of(out)),
        Pattern::SlicesParallel => slices::parallel(params, domain.bounds(), rng, lines_of(out)),
        Pattern::SlicesGrid => slices::grid(params, domain.bounds(), rng, lines_of(out)),
        Pattern::SlicesChaotic => slices::chaotic(params, domain, rng, lines_of(out)),
        Pattern::SlicesManual => {
            lines_of(out).extend(params.segments.iter().map(|&[a, b]| CutLine { a, b }));
        }
        Pattern::Bricks => *out = Cuts::Bricks(bricks::course(params, domain.bounds())?),
    }
    Ok(())
}

/// The emptied vector of sites of `out`.
fn sites_of(out: &mut Cuts) -> &mut Vec<Point> {
    if !matches!(out, Cuts::Sites(_)) {
        *out = Cuts::Sites(Vec::new());
    }
    match out {
        Cuts::Sites(sites) => {
            sites.clear();
            sites
        }
        _ => unreachable!("made so above"),
    }
}

/// The emptied vector of lines of `out`.
fn lines_of(out: &mut Cuts) -> &mut Vec<CutLine> {
    if !matches!(out, Cuts::Lines(_)) {
        *out = Cuts::Lines(Vec::new());
    }
    match out {
        Cuts::Lines(lines) => {
            lines.clear();
            lines
        }
        _ => unreachable!("made so above"),
    }
}
