//! `i_overlay` in `f32`, `slice_by` all Voronoi edges (or cut lines) in one pass: the fastest peer.

use super::i_overlay::{Shape, nested_outcome};
use super::{Cuts, Outcome, Peer};
use crate::voronoi::Voronoi;
use crate::workloads::{Instance, Point32};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::float::slice::FloatSlice;

/// All cuts at once.
#[derive(Default)]
pub struct OnePass {
    subject: Shape,
    cuts: Cuts,
    voronoi: Voronoi,
    /// One path of two points a cut; kept, with its inner buffers, from run to run.
    paths: Vec<Vec<Point32>>,
    pieces: Vec<Shape>,
}

impl Peer for OnePass {
    fn name(&self) -> &'static str {
        "i_overlay slice_by"
    }

    fn load(&mut self, instance: &Instance) {
        self.pieces = Vec::new();
        self.subject.clone_from(&instance.rings);
        self.cuts = Cuts::of(instance);
    }

    fn cut(&mut self) {
        let segments = if self.cuts.lines.is_empty() {
            self.voronoi.edges(&self.cuts.sites, self.cuts.frame);
            &self.voronoi.edges
        } else {
            &self.cuts.lines
        };
        self.paths.resize_with(segments.len(), Vec::new);
        for (path, segment) in self.paths.iter_mut().zip(segments) {
            path.clear();
            path.extend(segment.map(|p| p.map(|v| v as f32)));
        }
        self.pieces = self.subject.slice_by(&self.paths, FillRule::NonZero);
    }

    fn outcome(&self) -> Outcome {
        nested_outcome(self.pieces.iter())
    }
}
