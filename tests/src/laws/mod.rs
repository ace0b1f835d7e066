//! What makes a fracture right. Each law finds its first violation and says where it is.

pub mod area;
pub mod bonds;
pub mod bridged;
pub mod cells;
pub mod joined;
pub mod mask;
pub mod measures;
pub mod rings;
pub mod samples;
pub mod tiling;

use crate::Point;
use crate::outline::Outline;
use crate::pieces::Piece;
use std::fmt;

/// A broken law.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The law, as a short name.
    pub law: Law,
    /// Where and by how much.
    pub found: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.law, self.found)
    }
}

/// The laws by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// Areas add up to the outline's.
    Area,
    /// Every ring is simple, with 3 distinct corners and no edge without length.
    SimpleRings,
    /// Outer rings run counter-clockwise, holes clockwise.
    Winding,
    /// Holes lie in their piece and in no other hole.
    Nesting,
    /// A piece has holes only where they were asked to be kept.
    NoHoles,
    /// Every cut edge is shared, reversed, with exactly one other piece; every outline edge is not.
    SharedBorders,
    /// Edges of the old outline lie on it and cover it once; its corners are still there.
    OutlineCovered,
    /// A point in the outline lies in one piece, a point outside in none.
    NoOverlap,
    /// A piece lies in the cell of one site, and no cut runs inside a cell.
    Cells,
    /// A piece lies on one side of each line.
    Sides,
    /// Area, centroid, bounds and convexity are what `geo` says.
    Measures,
    /// Bonds are the shared edges.
    Bonds,
    /// Pieces lie on the side of the mask that they say, and nothing outside of it is cut.
    Mask,
    /// A bridged piece is the one with holes, but for seams that lie inside.
    Bridges,
    /// Small pieces went to the neighbour with the longest border, and no others.
    Joined,
}

/// The result of a check.
pub type Checked = Result<(), Violation>;

pub(crate) fn broken<T>(law: Law, found: String) -> Result<T, Violation> {
    Err(Violation { law, found })
}

/// What the outline was cut by, as far as a law can tell from it where pieces must lie.
#[derive(Clone, Debug)]
pub enum CutBy {
    /// Voronoi sites, with straight borders.
    Sites(Vec<Point>),
    /// Whole lines through two points each.
    Lines(Vec<[Point; 2]>),
    /// Something whose pieces may lie anywhere (bricks, segments, jagged borders, joined pieces).
    Anything,
}

/// Whether pieces may have holes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoleRule {
    /// They are kept as rings.
    Kept,
    /// Pieces are cut until none has a hole.
    Split,
}

/// Applies every law that holds for a partition without gaps.
///
/// # Errors
/// The first violation.
pub fn check(outline: &Outline, cut_by: &CutBy, holes: HoleRule, pieces: &[Piece], seed: u64) -> Checked {
    rings::check(pieces)?;
    if holes == HoleRule::Split {
        rings::no_holes(pieces)?;
    }
    tiling::shared_borders(pieces)?;
    tiling::outline_covered(outline, pieces)?;
    area::check(outline, pieces, 0.0)?;
    match cut_by {
        CutBy::Sites(sites) => cells::check_sites(outline, sites, holes, pieces)?,
        CutBy::Lines(lines) => cells::check_lines(outline, lines, pieces)?,
        CutBy::Anything => {}
    }
    samples::check(outline, pieces, seed, 0.0)?;
    measures::check(pieces)?;
    bonds::check(pieces)
}

/// How far single precision moves an outline at most: four units in the last place of its largest coordinate.
#[must_use]
pub fn single_rounding(outline: &Outline) -> f64 {
    4.0 * f64::from(f32::EPSILON) * outline.magnitude
}

/// What holds of a partition on vertices of single precision: all but that it follows the outline closer.
///
/// # Errors
/// The first violation.
pub fn check_in_single(outline: &Outline, holes: HoleRule, pieces: &[Piece], seed: u64) -> Checked {
    rings::check(pieces)?;
    if holes == HoleRule::Split {
        rings::no_holes(pieces)?;
    }
    tiling::shared_borders(pieces)?;
    area::check(outline, pieces, single_rounding(outline))?;
    samples::check(outline, pieces, seed, single_rounding(outline))?;
    measures::check(pieces)?;
    bonds::check(pieces)
}
