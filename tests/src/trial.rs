//! One input through the geometry crate and all laws.

use crate::Point;
use crate::case::Case;
use crate::laws::mask::Mask;
use crate::laws::{self, CutBy, HoleRule, Violation};
use crate::outline::{self, Outline};
use crate::pieces;
use cutout_geometry::params::{self, FillRule, FractureParams, Holes};
use cutout_geometry::pattern::{CutLine, Cuts};
use cutout_geometry::{Fracture, FractureError, Fracturer, ShapeError};
use std::fmt;

/// How a trial went wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// No pieces where there should have been some.
    Refused(FractureError),
    /// A law is broken.
    Broken(Violation),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => write!(f, "refused: {error}"),
            Self::Broken(violation) => violation.fmt(f),
        }
    }
}

impl From<Violation> for Failure {
    fn from(violation: Violation) -> Self {
        Self::Broken(violation)
    }
}

/// The params that trials vary whatever the cuts.
#[must_use]
pub fn params(holes: Holes, fill_rule: FillRule) -> FractureParams {
    FractureParams { holes, fill_rule, ..FractureParams::default() }
}

/// Cuts a case and checks all laws. `Ok(None)`: rightly refused, for the outline has no area to
/// speak of.
///
/// # Errors
/// The first law that is broken, or a refusal without a reason.
pub fn run(
    fracturer: &mut Fracturer,
    case: &Case,
    params: &FractureParams,
) -> Result<Option<usize>, Failure> {
    let (rings, cut_by) = case.build();
    run_on(fracturer, rings, &cut_by, params, case.seed)
}

/// The same for rings and cuts of one's own.
///
/// # Errors
/// As [`run`].
pub fn run_on(
    fracturer: &mut Fracturer,
    rings: Vec<Vec<Point>>,
    cut_by: &CutBy,
    params: &FractureParams,
    seed: u64,
) -> Result<Option<usize>, Failure> {
    let fracture = match cut(fracturer, &rings, cut_by, params) {
        Ok(fracture) => fracture,
        Err(error) => {
            let outline = outline_of(rings, params);
            return if is_refusable(&error, &outline) { Ok(None) } else { Err(Failure::Refused(error)) };
        }
    };
    let outline = outline_of(rings, params);
    let pieces = pieces::of(&fracture);
    let holes = match params.holes {
        Holes::Keep => HoleRule::Kept,
        Holes::Split | Holes::Bridge => HoleRule::Split,
    };
    laws::check(&outline, cut_by, holes, &pieces, seed)?;
    Ok(Some(pieces.len()))
}

/// The rings with their meaning.
#[must_use]
pub fn outline_of(rings: Vec<Vec<Point>>, params: &FractureParams) -> Outline {
    let fill_rule = match params.fill_rule {
        FillRule::NonZero => outline::FillRule::NonZero,
        FillRule::EvenOdd => outline::FillRule::EvenOdd,
    };
    Outline::of(rings, fill_rule)
}

/// A mask as the geometry takes it.
#[must_use]
pub fn mask_param(mask: &Mask) -> params::Mask {
    match mask {
        Mask::Circle(center, radius) => params::Mask::Circle { center: *center, radius: *radius },
        Mask::Ring(ring) => params::Mask::Ring(ring.clone()),
    }
}

/// The fracture alone.
///
/// # Errors
/// What the geometry says.
pub fn cut(
    fracturer: &mut Fracturer,
    rings: &[Vec<Point>],
    cut_by: &CutBy,
    params: &FractureParams,
) -> Result<Fracture, FractureError> {
    let borrowed: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
    match cuts(cut_by) {
        Some(cuts) => fracturer.fracture_with_cuts(&borrowed, &cuts, params, &()),
        None => fracturer.fracture(&borrowed, params, &()),
    }
}

/// What an outline is cut by, where that is not left to params.
#[must_use]
pub fn cuts(cut_by: &CutBy) -> Option<Cuts> {
    match cut_by {
        CutBy::Sites(sites) => Some(Cuts::Sites(sites.clone())),
        CutBy::Lines(lines) => Some(Cuts::Lines(lines.iter().map(|&[a, b]| CutLine { a, b }).collect())),
        CutBy::Anything => None,
    }
}

/// Whether an outline is so thin that "no area" is a fair answer: rounding to the slack makes it
/// vanish.
pub(crate) fn is_refusable(error: &FractureError, outline: &Outline) -> bool {
    let vanishes = outline.area.is_none_or(|area| area <= outline.slack() * outline.perimeter);
    *error == FractureError::Shape(ShapeError::NoArea) && vanishes
}
