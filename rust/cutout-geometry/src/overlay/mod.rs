//! Cuts a shape by cells where the fast way cannot be trusted: cuts that run through vertices and
//! along edges, features finer than rounding.
//!
//! Comes in: a shape and cells. Goes out: [`Pieces`] that are right by construction.
//!
//! Outline edges and borders of cells become the segments of one planar graph: [`noding`] splits
//! them until no two meet but in common ends, decided exactly on the rounded coordinates themselves;
//! [`graph`] strings the faces by exact angles; [`inside`] tells by winding numbers which of them the
//! shape fills; [`pieces`] writes these down. Outlines stay where they are to the last bit that
//! rounding leaves, borders bend to meet their vertices. As "snapping noder" and "overlay graph" the
//! two halves are known from JTS (M. Davis, OverlayNG, 2020); the exact check at the end of each round
//! is what makes an answer of it that cannot be wrong, only late.
//!
//! Cost: segments log segments, plus the pairs whose boxes overlap, a few times over; allocates. Only
//! for inputs that need it.

mod bite;
mod borders;
mod clip;
mod graph;
mod inside;
mod nodes;
mod noding;
mod pieces;
mod sweep;

use crate::cells::Cells;
use crate::pace::Pace;
use crate::partition::pieces::Pieces;
use crate::point::Point;
use crate::shape::Shape;
use crate::single::rounding;
pub(crate) use bite::{bite, is_bitten};
use borders::Bending;
pub(crate) use clip::clip;
use inside::Fill;
pub(crate) use nodes::Grid;
use nodes::Nodes;
use noding::Segment;
pub(crate) use sweep::each_overlap;

/// How far borders may bend, in tolerances of the cells, one after the other where segments do not
/// come apart.
const COARSENESS: [f64; 4] = [1.0, 0.0, 16.0, 256.0];

/// The segments would not come apart. Not expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unresolved;

/// A shape in the part that the cells cut, and the part, if any, that stays whole.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'a> {
    /// What is cut.
    pub breaking: &'a Shape,
    /// What is not; it shares its frame and the vertices between the two.
    pub whole: Option<&'a Shape>,
    /// Where vertices may be. Of single precision: the faces of the graph are then simple there, and outlines
    /// bend by its rounding.
    pub grid: Grid,
}

/// Fills `pieces` with what a shape and the cells have in common, behind the parts that stay whole.
/// Gives back, for each key of the pieces, the half-edge that it lies on.
pub(crate) fn cut(
    parts: &Parts<'_>,
    cells: &Cells,
    pieces: &mut Pieces,
    pace: &Pace<'_>,
) -> Result<Vec<u32>, Unresolved> {
    // Where rounded outlines keep crossing, they bend as well, after all else: they then follow what they were
    // less closely.
    let is_rounded = parts.grid != Grid::Double;
    let last = is_rounded.then_some((1.0, true));
    for (coarseness, bends) in COARSENESS.map(|coarseness| (coarseness, false)).into_iter().chain(last) {
        let mut nodes = Nodes::new(parts.breaking, parts.grid);
        let fineness = if is_rounded { rounding(parts.breaking) } else { 0.0 };
        let tolerance = coarseness * cells.tolerance.max(fineness);
        let mut segments = Vec::new();
        let breaking = |a, b| Segment::breaking(a, b).bending(bends);
        add_outline(parts.breaking, breaking, &mut nodes, &mut segments, pace);
        if let Some(whole) = parts.whole {
            add_outline(whole, |a, b| Segment::whole(a, b).bending(bends), &mut nodes, &mut segments, pace);
        }
        nodes.end_outline();
        if parts.whole.is_some() {
            // What is put on an edge that both parts have is put on both.
            noding::unite(&nodes, &mut segments, pace);
        }
        let bending = Bending { cells, tolerance, pace };
        borders::add(parts.breaking, bending, &mut nodes, &mut segments);
        if pace.is_over() {
            return Err(Unresolved);
        }
        if noding::resolve(&mut nodes, &mut segments, tolerance, pace).is_ok() {
            let borders = pieces::write(&nodes.points, &segments, Some(cells), Fill::of_parts, pieces, pace);
            pace.step(STEPS * nodes.points.len());
            return Ok(borders);
        }
        if pace.is_over() {
            return Err(Unresolved);
        }
    }
    Err(Unresolved)
}

/// What a node takes to be found, in steps.
const STEPS: usize = 16;

/// An outline's edges, interior on the left.
fn add_outline(
    shape: &Shape,
    segment: impl Fn(u32, u32) -> Segment,
    nodes: &mut Nodes,
    segments: &mut Vec<Segment>,
    pace: &Pace<'_>,
) {
    shape.rings.iter().for_each(|&ring| add_ring(shape.ring(ring), &segment, nodes, segments, pace));
}

fn add_ring(
    points: &[Point],
    segment: impl Fn(u32, u32) -> Segment,
    nodes: &mut Nodes,
    segments: &mut Vec<Segment>,
    pace: &Pace<'_>,
) {
    let Some(&last) = points.last() else { return };
    let mut from = nodes.add(last);
    for &point in points {
        if !pace.step(STEPS) {
            return;
        }
        let to = nodes.add(point);
        segments.push(segment(from, to));
        from = to;
    }
}
