//! Outlines whose edges cross, overlap or touch, rebuilt by the fill rule.
//!
//! Shapes meeting shapes is a library's job, see [`boolean`] (geo's boolean operations use 32-bit
//! integers, which move every vertex by 1e-9 of the outline). Afterwards every vertex that was one of the
//! input's gets its own coordinates back, and vertices that came to lie on an edge are inserted there:
//! rings meet in common vertices only.

use super::crossings::Contact;
use super::{Ring, Shape, ring_area};
use crate::boolean::{self, Contour, Region, contour, overlay};
use crate::error::ShapeError;
use crate::params::FillRule;
use crate::point::{Bounds, Point, by_x_then_y, length, length_squared};
use crate::predicate::orient;
use i_overlay::core::fill_rule::FillRule as OverlayFill;
use i_overlay::core::overlay_rule::OverlayRule;

/// What the library's rounding can move a crossing by, as a fraction of the outline's size, with
/// room for a few of them: 2^-44.
const GRID: f64 = 1.0 / (1u64 << 44) as f64;
/// How often an outline is rebuilt whose edges still cross once its vertices have been put back.
const ROUNDS: usize = 3;

/// Rebuilds `shape` in place. The order of the result's rings depends on the input alone.
pub(super) fn rebuild(shape: &mut Shape, fill_rule: FillRule) -> Result<(), ShapeError> {
    let mut originals = Originals::of(&shape.points, &shape.bounds);
    let mut region = resolve(shape, fill_rule);
    for _ in 0..ROUNDS {
        take_region(shape, &region, &mut originals);
        if shape.rings.is_empty() {
            return Err(ShapeError::NoArea);
        }
        insert_touching(shape, originals.grid);
        shape.bounds = Bounds::of(&shape.points);
        if shape.find_contact() != Contact::Crossing {
            break;
        }
        let contours: Vec<_> = shape.rings.iter().map(|&r| contour(shape.ring(r))).collect();
        region = overlay(&contours, &[], OverlayRule::Subject, OverlayFill::EvenOdd);
    }
    Ok(())
}

/// What one ring fills.
struct Filled {
    contours: Vec<Contour>,
    area: f64,
}

/// Every ring filled by the rule on its own, then put together by depth: even depths add, odd depths
/// take away.
fn resolve(shape: &Shape, fill_rule: FillRule) -> Region {
    let rule = match fill_rule {
        FillRule::NonZero => OverlayFill::NonZero,
        FillRule::EvenOdd => OverlayFill::EvenOdd,
    };
    let fill = |&ring: &Ring| {
        let region = overlay(&[contour(shape.ring(ring))], &[], OverlayRule::Subject, rule);
        Filled { area: boolean::area(&region), contours: region.into_iter().flatten().collect() }
    };
    let filled: Vec<Filled> = shape.rings.iter().map(fill).collect();
    let depths: Vec<usize> = filled.iter().map(|one| depth(one, &filled)).collect();
    let deepest = depths.iter().copied().max().unwrap_or(0);
    let mut region = Region::new();
    for level in 0..=deepest {
        // The regions of one level may overlap; outer contours run counter-clockwise and holes
        // clockwise, so non-zero is their union.
        let contours: Vec<_> = filled
            .iter()
            .zip(&depths)
            .filter(|&(_, &depth)| depth == level)
            .flat_map(|(one, _)| one.contours.iter().cloned())
            .collect();
        let rule = if level % 2 == 0 { OverlayRule::Union } else { OverlayRule::Difference };
        let so_far: Vec<_> = region.into_iter().flatten().collect();
        region = overlay(&so_far, &contours, rule, OverlayFill::NonZero);
    }
    region
}

/// In how many larger rings most of a ring's area lies. Area, not vertices: a hole that follows the
/// outer ring and sticks out by a rounding has most of its vertices outside. And the area that is
/// filled, not the shoelace's: the two halves of a bow tie cancel there.
fn depth(one: &Filled, all: &[Filled]) -> usize {
    let holds = |other: &&Filled| {
        if other.area <= one.area {
            return false;
        }
        let common = overlay(&one.contours, &other.contours, OverlayRule::Intersect, OverlayFill::NonZero);
        2.0 * boolean::area(&common) > one.area
    };
    all.iter().filter(holds).count()
}

fn take_region(shape: &mut Shape, region: &Region, originals: &mut Originals) {
    shape.points.clear();
    shape.rings.clear();
    for contour in region.iter().flatten() {
        let start = shape.points.len();
        for point in boolean::points(contour) {
            // Rounded as polygon space will round it: far from the origin two crossings may be one there.
            let point = originals.nearest_or_new((point + shape.origin) - shape.origin);
            if shape.points.len() == start || shape.points.last() != Some(&point) {
                shape.points.push(point);
            }
        }
        while shape.points.len() > start + 1 && shape.points.last() == shape.points.get(start) {
            shape.points.pop();
        }
        if shape.points.len() - start < 3 || ring_area(&shape.points[start..]) == 0.0 {
            shape.points.truncate(start);
            continue;
        }
        shape.rings.push(Ring { start: start as u32, end: shape.points.len() as u32, is_hole: false });
    }
}

/// The input's vertices by x, to find the one that a snapped vertex came from.
struct Originals {
    by_x: Vec<Point>,
    grid: f64,
}

impl Originals {
    fn of(points: &[Point], bounds: &Bounds) -> Self {
        let size = bounds.size();
        let mut by_x = points.to_vec();
        by_x.sort_unstable_by(by_x_then_y);
        Self { by_x, grid: GRID * size.x.max(size.y) }
    }

    /// The nearest vertex within the grid's reach, else the point itself, which is one from now on: two
    /// crossings that the grid cannot tell apart are one, or edges between them would overlap.
    fn nearest_or_new(&mut self, p: Point) -> Point {
        let nearest = self.nearest(p);
        if nearest == p {
            let at = self.by_x.partition_point(|o| o.x < p.x);
            if self.by_x.get(at) != Some(&p) {
                self.by_x.insert(at, p);
            }
        }
        nearest
    }

    /// The nearest original within the grid's reach, else the point itself.
    fn nearest(&self, p: Point) -> Point {
        let from = self.by_x.partition_point(|o| o.x < p.x - self.grid);
        let mut best = p;
        let mut least = self.grid * self.grid;
        for &o in self.by_x[from..].iter().take_while(|o| o.x <= p.x + self.grid) {
            let distance = length_squared(o - p);
            if distance <= least {
                (best, least) = (o, distance);
            }
        }
        best
    }
}

/// Inserts every vertex that lies on an edge (within `reach`) into that edge.
fn insert_touching(shape: &mut Shape, reach: f64) {
    let mut by_x = shape.points.clone();
    by_x.sort_unstable_by(by_x_then_y);
    by_x.dedup();
    let mut points = Vec::with_capacity(shape.points.len());
    let mut rings = Vec::with_capacity(shape.rings.len());
    let mut on_edge: Vec<(f64, Point)> = Vec::new();
    for &ring in &shape.rings {
        let start = points.len() as u32;
        let old = shape.ring(ring);
        for (index, &a) in old.iter().enumerate() {
            let b = old[(index + 1) % old.len()];
            points.push(a);
            on_edge.clear();
            vertices_on(a, b, &by_x, reach, &mut on_edge);
            on_edge.sort_unstable_by(|p, q| p.0.total_cmp(&q.0));
            points.extend(on_edge.iter().map(|(_, p)| *p));
        }
        rings.push(Ring { start, end: points.len() as u32, is_hole: ring.is_hole });
    }
    shape.points = points;
    shape.rings = rings;
}

/// Vertices strictly between `a` and `b` and within `reach` of the line, with how far along they are.
fn vertices_on(a: Point, b: Point, by_x: &[Point], reach: f64, found: &mut Vec<(f64, Point)>) {
    let along = b - a;
    let length = length(along);
    let (low, high) = (a.x.min(b.x) - reach, a.x.max(b.x) + reach);
    let from = by_x.partition_point(|p| p.x < low);
    for &p in by_x[from..].iter().take_while(|p| p.x <= high) {
        let to = p - a;
        let at = (to.x * along.x + to.y * along.y) / length;
        if p != a && p != b && at > 0.0 && at < length && orient(a, b, p).abs() <= reach * length {
            found.push((at, p));
        }
    }
}
