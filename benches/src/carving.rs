//! Carving beside the `difference` of other libraries: a bite out of an outline, and five hundred out of one.

use crate::measure::quantile;
use crate::workloads::{self, Point32};
use cutout_geometry::carve::{PlacedTool, Tool};
use cutout_geometry::{Carver, Carving, Fracture, FractureParams, Point, Role};
use geo::{Area, BooleanOps, MultiPolygon, Polygon};
use geo_types::{Coord, LineString};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::Solver;
use i_overlay::float::overlay::{FloatOverlay, OverlayOptions};
use std::time::{Duration, Instant};

/// Sizes of the outlines.
pub const SIZES: [usize; 3] = [64, 1024, 16_384];
/// Bites out of one terrain.
pub const BITES: usize = 500;
/// Corners of a round tool: what ours takes for the radius below and its usual tolerance, or a few more.
const CORNERS: usize = 24;
const RADIUS: f64 = 8.0;
/// How far the terrain's outline may stray, as `carve` has it by itself.
const SIMPLIFY: f64 = 0.25;
/// How long each library is measured on each size.
const TIME: Duration = Duration::from_millis(400);

/// A library and what it took.
#[derive(Clone, Debug)]
pub struct Row {
    /// Who.
    pub name: &'static str,
    /// Microseconds: the median of a bite, or for the terrain all bites together.
    pub us: f64,
    /// Area that is left, of the last outline.
    pub left: f64,
    /// Points of what is left.
    pub points: usize,
}

/// Something that takes bites out of one outline.
trait Biter {
    fn name(&self) -> &'static str;
    fn load(&mut self, ring: &[Point32]);
    /// A round bite: ours is given its circle, the others the ring of one.
    fn bite(&mut self, center: [f64; 2]);
    fn left(&self) -> (f64, usize);
}

/// A bite out of an outline of `size` points, by each library: medians of interleaved runs.
#[must_use]
pub fn bites(size: usize) -> Vec<Row> {
    let ring = workloads::grown(size, 1, 4000 + size as u64).rings.swap_remove(0);
    let mut rows = Vec::new();
    for biter in &mut biters(0.0) {
        let mut samples = Vec::new();
        let start = Instant::now();
        while start.elapsed() < TIME || samples.len() < 5 {
            // On the border, elsewhere each time, so that the processor does not learn the one by heart.
            let at = ring[(samples.len() * 61 + 7) % ring.len()];
            biter.load(&ring);
            let began = Instant::now();
            biter.bite(at.map(f64::from));
            samples.push(began.elapsed().as_nanos() as f64 / 1000.0);
        }
        biter.load(&ring);
        biter.bite(ring[0].map(f64::from));
        let (left, points) = biter.left();
        rows.push(Row { name: biter.name(), us: quantile(&mut samples, 0.5), left, points });
    }
    rows
}

/// [`BITES`] bites all over one terrain, each out of what the one before left: all together, and those of the
/// first and the last tenth.
#[must_use]
pub fn terrain() -> Vec<(Row, f64, f64)> {
    let mut ring: Vec<Point32> = vec![[2000.0, 400.0], [0.0, 400.0]];
    ring.extend((0..=200).map(|i| [10.0 * i as f32, 30.0 * libm::sinf(0.11 * i as f32)]));
    let mut rows = Vec::new();
    for biter in &mut biters(SIMPLIFY) {
        biter.load(&ring);
        let mut times: Vec<f64> = (0..BITES)
            .map(|i| {
                let began = Instant::now();
                biter.bite([16.0 + (i * 397 % 1970) as f64, 30.0 + (i * 61 % 240) as f64]);
                began.elapsed().as_nanos() as f64 / 1000.0
            })
            .collect();
        let us = times.iter().sum();
        let tenth = BITES / 10;
        let last = quantile(&mut times[BITES - tenth..], 0.5);
        let first = quantile(&mut times[..tenth], 0.5);
        let (left, points) = biter.left();
        rows.push((Row { name: biter.name(), us, left, points }, first, last));
    }
    rows
}

fn biters(simplify: f64) -> [Box<dyn Biter>; 3] {
    let overlay = FloatOverlay::new_empty(OverlayOptions::default(), Solver::default(), 64);
    [
        Box::new(Ours { simplify, ..Ours::default() }),
        Box::new(Geo(MultiPolygon::new(Vec::new()))),
        Box::new(Overlay { overlay, shapes: Vec::new() }),
    ]
}

/// A circle inside the true one.
fn round(center: [f64; 2]) -> impl Iterator<Item = [f64; 2]> {
    (0..CORNERS).map(move |corner| {
        let t = std::f64::consts::TAU * corner as f64 / CORNERS as f64;
        [center[0] + RADIUS * libm::cos(t), center[1] + RADIUS * libm::sin(t)]
    })
}

/// The geometry crate, one reused [`Carver`].
#[derive(Default)]
struct Ours {
    carver: Carver,
    simplify: f64,
    rings: Vec<Vec<Point>>,
    fracture: Option<Fracture>,
}

impl Biter for Ours {
    fn name(&self) -> &'static str {
        "Cutout Batch"
    }

    fn load(&mut self, ring: &[Point32]) {
        self.fracture = None;
        self.rings = vec![ring.iter().map(|&[x, y]| Point { x: x.into(), y: y.into() }).collect()];
    }

    fn bite(&mut self, [x, y]: [f64; 2]) {
        if let Some(fracture) = self.fracture.take() {
            let kept = fracture.fragments.iter().filter(|f| f.role() == Role::Survivor);
            let rings = kept.flat_map(|f| std::iter::once(f.outer()).chain(f.holes()));
            self.rings = rings.map(<[Point]>::to_vec).collect();
        }
        let tool = Tool::Circle { center: Point { x, y }, radius: RADIUS };
        let carving = Carving { simplify: self.simplify, ..Carving::with(vec![PlacedTool::from(tool)]) };
        let rings: Vec<&[Point]> = self.rings.iter().map(Vec::as_slice).collect();
        self.fracture = self.carver.carve(&rings, &carving, &FractureParams::default(), &()).ok();
    }

    fn left(&self) -> (f64, usize) {
        let fragments = self.fracture.iter().flat_map(|fracture| fracture.fragments.iter());
        fragments.fold((0.0, 0), |(area, points), f| (area + f.area(), points + f.on_outline().len()))
    }
}

/// `geo`'s `difference` in `f64`.
struct Geo(MultiPolygon<f64>);

impl Biter for Geo {
    fn name(&self) -> &'static str {
        "geo BooleanOps"
    }

    fn load(&mut self, ring: &[Point32]) {
        let line: LineString<f64> =
            ring.iter().map(|&[x, y]| Coord { x: f64::from(x), y: f64::from(y) }).collect();
        self.0 = MultiPolygon::new(vec![Polygon::new(line, Vec::new())]);
    }

    fn bite(&mut self, center: [f64; 2]) {
        let tool: LineString<f64> = round(center).map(|[x, y]| Coord { x, y }).collect();
        self.0 = self.0.difference(&Polygon::new(tool, Vec::new()));
    }

    fn left(&self) -> (f64, usize) {
        let rings = self.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        (self.0.unsigned_area(), rings.map(|ring| ring.0.len() - 1).sum())
    }
}

/// `i_overlay`'s difference in `f32`, one overlay kept and filled anew.
struct Overlay {
    overlay: FloatOverlay<Point32>,
    shapes: Vec<Vec<Vec<Point32>>>,
}

impl Biter for Overlay {
    fn name(&self) -> &'static str {
        "i_overlay f32"
    }

    fn load(&mut self, ring: &[Point32]) {
        self.shapes = vec![vec![ring.to_vec()]];
    }

    fn bite(&mut self, center: [f64; 2]) {
        let tool: Vec<Point32> = round(center).map(|[x, y]| [x as f32, y as f32]).collect();
        self.overlay.reinit_with_subj_and_clip(&self.shapes, &tool);
        self.shapes = self.overlay.overlay(OverlayRule::Difference, FillRule::NonZero);
    }

    fn left(&self) -> (f64, usize) {
        let rings = self.shapes.iter().flatten();
        rings
            .fold((0.0, 0), |(area, points), ring| (area + workloads::signed_area(ring), points + ring.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_leave_the_same() {
        let ring = workloads::grown(256, 1, 9).rings.swap_remove(0);
        let lefts: Vec<f64> = (biters(0.0).iter_mut())
            .map(|biter| {
                biter.load(&ring);
                biter.bite(ring[0].map(f64::from));
                biter.bite(ring[100].map(f64::from));
                biter.left().0
            })
            .collect();
        assert!(lefts.iter().all(|left| (left / lefts[0] - 1.0).abs() < 2e-3), "{lefts:?}");
    }
}
