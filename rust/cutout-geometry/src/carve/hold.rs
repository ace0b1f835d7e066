//! Which parts survive a tool.

use super::options::Anchors;
use super::parts::Part;
use crate::gap::parts::SINGLE;
use crate::overlay::{bite, is_bitten};
use crate::pace::Pace;
use crate::params::FillRule;
use crate::partition::pieces::Pieces;
use crate::point::{Bounds, Point, distance_squared_to_segment};
use crate::shape::{Shape, cut_off, ring_contains};

/// For each part of `shape`, what was carved, whether it survives; told to stop, anything.
pub(super) fn holding(parts: &[Part], shape: &Shape, anchors: &Anchors, pace: &Pace<'_>) -> Vec<bool> {
    match anchors {
        Anchors::Largest => largest(parts, shape),
        Anchors::At { points, ring } => {
            let reach = SINGLE * shape.outline_reach();
            let holds = |part: &Part| has_point(part, points, reach) || has_area_in(part, ring, pace);
            parts.iter().map(holds).collect()
        }
    }
}

/// Of each outer ring of the shape the largest part; the first, among equals.
fn largest(parts: &[Part], shape: &Shape) -> Vec<bool> {
    let outers: Vec<Vec<Point>> = (shape.rings.iter().filter(|r| !r.is_hole))
        .map(|&r| shape.ring(r).iter().map(|&p| p + shape.origin).collect())
        .collect();
    let boxes: Vec<Bounds> = outers.iter().map(Bounds::of).collect();
    let mut largest: Vec<Option<usize>> = vec![None; outers.len()];
    for (index, part) in parts.iter().enumerate() {
        let best = &mut largest[ring_of(part, &outers, &boxes)];
        if best.is_none_or(|best| part.area > parts[best].area) {
            *best = Some(index);
        }
    }
    let mut holds = vec![false; parts.len()];
    largest.into_iter().flatten().for_each(|index| holds[index] = true);
    holds
}

/// The innermost ring that a part lies in.
fn ring_of(part: &Part, outers: &[Vec<Point>], boxes: &[Bounds]) -> usize {
    if outers.len() == 1 {
        return 0;
    }
    let inside = inner_point(part);
    let size = |index: &usize| {
        let size = boxes[*index].size();
        size.x * size.y
    };
    (0..outers.len())
        .filter(|&index| boxes[index].contains(inside) && ring_contains(&outers[index], inside))
        .min_by(|a, b| size(a).total_cmp(&size(b)))
        .unwrap_or(0)
}

/// A point well inside of a part: in the middle of the longest stretch of a level line halfway between two
/// of its vertices.
fn inner_point(part: &Part) -> Point {
    let mut levels: Vec<f64> = part.rings[0].iter().map(|p| p.y).collect();
    levels.sort_unstable_by(f64::total_cmp);
    let widest = levels.windows(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])));
    let y = widest.map_or(0.0, |pair| 0.5 * (pair[0] + pair[1]));
    let mut crossings: Vec<f64> = Vec::new();
    for ring in &part.rings {
        let ends = ring.iter().zip(ring.iter().cycle().skip(1));
        let crossing = ends.filter(|(a, b)| (a.y > y) != (b.y > y));
        crossings.extend(crossing.map(|(a, b)| a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y))));
    }
    crossings.sort_unstable_by(f64::total_cmp);
    let stretch = crossings.chunks_exact(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])));
    Point { x: stretch.map_or(0.0, |pair| 0.5 * (pair[0] + pair[1])), y }
}

fn has_point(part: &Part, points: &[Point], reach: f64) -> bool {
    let grown = Bounds::of(&part.rings[0]).grown(reach);
    points.iter().filter(|&&p| grown.contains(p)).any(|&p| {
        part.rings.iter().fold(false, |inside, ring| inside != ring_contains(ring, p))
            || part.rings.iter().any(|ring| is_on(ring, p, reach))
    })
}

fn is_on(ring: &[Point], p: Point, reach: f64) -> bool {
    let Some(&last) = ring.last() else { return false };
    let mut a = last;
    ring.iter().any(|&b| {
        let is_near = distance_squared_to_segment(p, a, b) <= reach * reach;
        a = b;
        is_near
    })
}

fn has_area_in(part: &Part, ring: &[Point], pace: &Pace<'_>) -> bool {
    if ring.len() < 3 {
        return false;
    }
    let rings: Vec<&[Point]> = part.rings.iter().map(Vec::as_slice).collect();
    let (mut shape, mut common) = (Shape::default(), Pieces::default());
    if shape.load(&rings, FillRule::NonZero).is_err() {
        return false;
    }
    let ring: Vec<Point> = ring.iter().map(|&p| p - shape.origin).collect();
    bite(&shape, &[cut_off(&ring, &shape.bounds)], &[], &mut common, pace).is_ok()
        && common.pieces.first().is_some_and(|first| is_bitten(first.cell))
}
