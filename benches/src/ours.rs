//! Cutout Batch itself behind [`Peer`]: from raw rings and sites to finished fragments, that is
//! with the outline checked, areas, centroids, bounds, convexity, bonds and flags.

use crate::peers::{Outcome, Peer};
use crate::workloads::{CutBy, Instance};
use cutout_geometry::params::Holes;
use cutout_geometry::pattern::{CutLine, Cuts};
use cutout_geometry::{Fracture, FractureParams, Fracturer, Point};

/// The geometry crate, one reused [`Fracturer`], holes kept.
pub struct Ours {
    rings: Vec<Vec<Point>>,
    cuts: Cuts,
    params: FractureParams,
    fracturer: Fracturer,
    fracture: Option<Fracture>,
}

impl Default for Ours {
    fn default() -> Self {
        Self {
            rings: Vec::new(),
            cuts: Cuts::default(),
            params: FractureParams { holes: Holes::Keep, ..FractureParams::default() },
            fracturer: Fracturer::default(),
            fracture: None,
        }
    }
}

impl Ours {
    /// The last answer, `None` after a refusal.
    #[must_use]
    pub fn fracture(&self) -> Option<&Fracture> {
        self.fracture.as_ref()
    }
}

/// The rings of an instance as the geometry takes them.
#[must_use]
pub fn rings(instance: &Instance) -> Vec<Vec<Point>> {
    let mut rings = Vec::new();
    fill(&mut rings, instance);
    rings
}

fn fill(rings: &mut Vec<Vec<Point>>, instance: &Instance) {
    rings.resize_with(instance.rings.len(), Vec::new);
    for (ring, given) in rings.iter_mut().zip(&instance.rings) {
        ring.clear();
        ring.extend(given.iter().copied().map(point));
    }
}

/// The cuts of an instance as the geometry takes them.
#[must_use]
pub fn cuts(instance: &Instance) -> Cuts {
    match &instance.cut_by {
        CutBy::Sites(sites) => Cuts::Sites(sites.iter().copied().map(point).collect()),
        CutBy::Lines(lines) => {
            Cuts::Lines(lines.iter().map(|&[a, b]| CutLine { a: point(a), b: point(b) }).collect())
        }
    }
}

fn point([x, y]: [f32; 2]) -> Point {
    Point { x: x.into(), y: y.into() }
}

impl Peer for Ours {
    fn name(&self) -> &'static str {
        "Cutout Batch"
    }

    fn load(&mut self, instance: &Instance) {
        self.fracture = None;
        // Into the memory that is there: freeing and allocating an outline of a megabyte here would have
        // the allocator give pages back, and the answer pay for getting them again.
        fill(&mut self.rings, instance);
        self.cuts = cuts(instance);
    }

    fn cut(&mut self) {
        // Five slices of slices, as a caller would have them; more rings than that go on the heap.
        let few: [&[Point]; 5] = std::array::from_fn(|i| self.rings.get(i).map_or(&[][..], Vec::as_slice));
        let many: Vec<&[Point]>;
        let rings = if self.rings.len() <= few.len() {
            &few[..self.rings.len()]
        } else {
            many = self.rings.iter().map(Vec::as_slice).collect();
            &many
        };
        self.fracture = self.fracturer.fracture_with_cuts(rings, &self.cuts, &self.params, &()).ok();
    }

    fn outcome(&self) -> Outcome {
        let Some(fracture) = &self.fracture else { return Outcome::default() };
        // Measured anew from the points, like the peers' answers.
        let ring_area = |ring: &[Point]| {
            let n = ring.len();
            (0..n).map(|i| ring[i].x * ring[(i + 1) % n].y - ring[(i + 1) % n].x * ring[i].y).sum::<f64>()
                * 0.5
        };
        let area = fracture
            .fragments
            .iter()
            .flat_map(|f| std::iter::once(f.outer()).chain(f.holes()))
            .map(ring_area)
            .sum();
        Outcome { area, pieces: fracture.fragments.len(), loose_holes: 0 }
    }
}
