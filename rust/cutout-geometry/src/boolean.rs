//! Boolean operations where shapes meet shapes: `i_overlay`, on its 64-bit integers, whose grid is finer
//! than `f64` itself at the outline's size.
//!
//! Comes in: rings. Goes out: a [`Region`]; outer contours run counter-clockwise, holes clockwise. The
//! library moves vertices by its rounding; who needs them as they were puts them back.

use crate::point::Point;
use crate::shape::ring_area;
use i_overlay::core::extract::BooleanExtractionBuffer;
use i_overlay::core::fill_rule::FillRule as OverlayFill;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::{Precision, Solver};
use i_overlay::float::overlay::{FloatOverlay, OverlayOptions};

/// How near a crossing has to come to a vertex to be that vertex: one step of the grid, and four times as far
/// in each further round of splitting (told as powers of two of the square). The library's own choice, half a
/// power more each round, takes so many rounds where needles cross at their tips that edges multiply without
/// end: an outline of 37 points kept a worker for minutes. After five rounds it is what `f64` tells apart.
const PRECISION: Precision = Precision { start: 0, progression: 4 };

/// A ring as the library has it.
pub(crate) type Contour = Vec<[f64; 2]>;
/// Shapes as the library has them: each an outer contour and its holes.
pub(crate) type Region = Vec<Vec<Contour>>;

/// What a clip leaves of a subject.
#[derive(Default)]
pub(crate) struct Divided {
    pub inside: Region,
    pub outside: Region,
}

/// One operation. Vertices on straight runs stay, those of the input that lie in line may go.
pub(crate) fn overlay(subject: &[Contour], clip: &[Contour], rule: OverlayRule, fill: OverlayFill) -> Region {
    new_overlay(subject, clip, false).overlay(rule, fill)
}

/// What lies inside of `clip` and what outside, both by the non-zero rule and read from one graph: they
/// share every vertex of the border between them. Vertices on straight runs stay.
pub(crate) fn divide(subject: &[Contour], clip: &[Contour]) -> Divided {
    let mut overlay = new_overlay(subject, clip, true);
    let Some(graph) = overlay.build_graph_view(OverlayFill::NonZero) else { return Divided::default() };
    let mut buffer = BooleanExtractionBuffer::default();
    let inside = graph.extract_shapes(OverlayRule::Intersect, &mut buffer);
    let outside = graph.extract_shapes(OverlayRule::Difference, &mut buffer);
    Divided { inside, outside }
}

fn new_overlay(
    subject: &[Contour],
    clip: &[Contour],
    keeps_input_collinear: bool,
) -> FloatOverlay<[f64; 2], i64> {
    let mut options = OverlayOptions::ogc();
    options.preserve_input_collinear = keeps_input_collinear;
    options.preserve_output_collinear = true;
    options.clean_result = false;
    FloatOverlay::from_subj_and_clip_custom(subject, clip, options, solver())
}

/// How the library is to look for crossings.
pub(crate) fn solver() -> Solver {
    Solver::with_precision(PRECISION)
}

/// A ring for the library.
pub(crate) fn contour(ring: &[Point]) -> Contour {
    ring.iter().map(|p| [p.x, p.y]).collect()
}

/// The points of a contour.
pub(crate) fn points(contour: &Contour) -> impl Iterator<Item = Point> {
    contour.iter().map(|&[x, y]| Point { x, y })
}

/// Area of a region, holes taken off.
pub(crate) fn area(region: &Region) -> f64 {
    region.iter().flatten().map(|contour| ring_area(&points(contour).collect::<Vec<_>>())).sum()
}
