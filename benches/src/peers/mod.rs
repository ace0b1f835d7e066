//! The libraries that one would otherwise cut with, one module each.
//!
//! Every peer is given the sites and makes cells or edges from them by [`crate::voronoi`] on the
//! clock, as Cutout Batch does. Off the clock, and so to the peer's advantage: turning the outline
//! into the library's own types, dropping the answer of the run before, and measuring the answer.
//! Buffers that a library lets one keep are kept. No peer is asked for areas, centroids or
//! neighbours.

pub mod clipper2;
pub mod clipper2_rust;
pub mod geo;
pub mod geo_clipper;
pub mod i_overlay;
pub mod i_overlay_slice;
pub mod lines;

use crate::voronoi::Frame;
use crate::workloads::{CutBy, Instance};
use delaunator::Point;

/// A library under the clock.
pub trait Peer {
    /// The crate and the way it is used.
    fn name(&self) -> &'static str;
    /// Takes an instance in, in the library's own types, and drops the last answer. Not timed.
    fn load(&mut self, instance: &Instance);
    /// From the loaded outline and cuts to pieces, which stay in the peer. Timed.
    fn cut(&mut self);
    /// What the last [`Peer::cut`] gave. Not timed.
    fn outcome(&self) -> Outcome;
}

/// What a peer's pieces come to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Sum of the areas, holes subtracted wherever the library's answer lets one tell a hole.
    pub area: f64,
    /// Outer rings.
    pub pieces: usize,
    /// Holes that the answer lists among the pieces, with only their winding to tell them by:
    /// whoever takes each ring for a piece counts their area twice wrong.
    pub loose_holes: usize,
}

impl Outcome {
    /// Adds a ring of a flat answer, where holes differ from pieces by winding only.
    pub fn add_flat_ring(&mut self, signed_area: f64) {
        self.area += signed_area;
        if signed_area < 0.0 {
            self.loose_holes += 1;
        } else {
            self.pieces += 1;
        }
    }
}

/// All peers, fastest way of use each.
#[must_use]
pub fn all() -> Vec<Box<dyn Peer>> {
    vec![
        Box::new(clipper2::CellByCell::default()),
        Box::new(clipper2_rust::CellByCell::default()),
        Box::new(geo::CellByCell::default()),
        Box::new(geo_clipper::CellByCell::default()),
        Box::new(i_overlay::CellByCell::default()),
        Box::new(i_overlay_slice::OnePass::default()),
    ]
}

/// The cuts of an instance in `f64`, and a box around its outline.
#[derive(Debug)]
pub struct Cuts {
    /// Voronoi sites, or none.
    pub sites: Vec<Point>,
    /// Cut lines, or none.
    pub lines: Vec<[[f64; 2]; 2]>,
    /// A box that holds the outline with room to spare.
    pub frame: Frame,
}

impl Default for Cuts {
    fn default() -> Self {
        Self { sites: Vec::new(), lines: Vec::new(), frame: Frame { min: [0.0; 2], max: [0.0; 2] } }
    }
}

impl Cuts {
    /// Of an instance.
    #[must_use]
    pub fn of(instance: &Instance) -> Self {
        let frame = Frame::around(instance.rings.iter().flatten().map(|p| p.map(f64::from)));
        match &instance.cut_by {
            CutBy::Sites(sites) => Self {
                sites: sites.iter().map(|p| Point { x: f64::from(p[0]), y: f64::from(p[1]) }).collect(),
                lines: Vec::new(),
                frame,
            },
            CutBy::Lines(lines) => Self {
                sites: Vec::new(),
                lines: lines.iter().map(|l| l.map(|p| p.map(f64::from))).collect(),
                frame,
            },
        }
    }
}
