//! `i_overlay` in `f32`, cell by cell; one overlay is kept and filled anew.

use super::lines::{self, HalfPlanes, Line};
use super::{Cuts, Outcome, Peer};
use crate::voronoi::Voronoi;
use crate::workloads::{Instance, Point32, signed_area};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::Solver;
use i_overlay::float::overlay::{FloatOverlay, OverlayOptions};

/// A shape: its outer ring and its holes.
pub(super) type Shape = Vec<Vec<Point32>>;

/// One intersection a cell.
pub struct CellByCell {
    subject: Shape,
    cuts: Cuts,
    voronoi: Voronoi,
    engine: Engine,
    pieces: Vec<Vec<Shape>>,
}

impl Default for CellByCell {
    fn default() -> Self {
        let overlay = FloatOverlay::new_empty(OverlayOptions::default(), Solver::default(), 64);
        Self {
            subject: Vec::new(),
            cuts: Cuts::default(),
            voronoi: Voronoi::default(),
            engine: Engine { overlay, clip: Vec::new() },
            pieces: Vec::new(),
        }
    }
}

impl Peer for CellByCell {
    fn name(&self) -> &'static str {
        "i_overlay f32"
    }

    fn load(&mut self, instance: &Instance) {
        self.pieces = Vec::new();
        self.subject.clone_from(&instance.rings);
        self.cuts = Cuts::of(instance);
    }

    fn cut(&mut self) {
        if self.cuts.lines.is_empty() {
            self.voronoi.cells(&self.cuts.sites, self.cuts.frame);
            for range in self.voronoi.cell_ranges() {
                self.engine.set_clip(&self.voronoi.vertices[range]);
                self.engine.overlay.reinit_with_subj_and_clip(&self.subject, &self.engine.clip);
                self.pieces.push(self.engine.overlay.overlay(OverlayRule::Intersect, FillRule::NonZero));
            }
        } else {
            let mut pieces = vec![vec![self.subject.clone()]];
            lines::cut(&mut self.engine, &mut pieces, &self.cuts.lines);
            self.pieces = pieces;
        }
    }

    fn outcome(&self) -> Outcome {
        nested_outcome(self.pieces.iter().flatten())
    }
}

/// Areas and counts of shapes that carry their holes.
pub(super) fn nested_outcome<'a>(shapes: impl Iterator<Item = &'a Shape>) -> Outcome {
    let mut outcome = Outcome::default();
    for shape in shapes {
        outcome.area += shape.iter().map(|ring| signed_area(ring)).sum::<f64>();
        outcome.pieces += 1;
    }
    outcome
}

struct Engine {
    overlay: FloatOverlay<Point32>,
    clip: Vec<Point32>,
}

impl Engine {
    fn set_clip(&mut self, points: &[[f64; 2]]) {
        self.clip.clear();
        self.clip.extend(points.iter().map(|p| p.map(|v| v as f32)));
    }
}

impl HalfPlanes for Engine {
    type Piece = Vec<Shape>;

    fn sides(piece: &Vec<Shape>, line: Line) -> (bool, bool) {
        line.sides_of(piece.iter().flatten().flatten().map(|p| p.map(f64::from)))
    }

    fn part(&mut self, piece: &Vec<Shape>, quad: [[f64; 2]; 4]) -> Vec<Shape> {
        self.set_clip(&quad);
        self.overlay.reinit_with_subj_and_clip(piece, &self.clip);
        self.overlay.overlay(OverlayRule::Intersect, FillRule::NonZero)
    }
}
