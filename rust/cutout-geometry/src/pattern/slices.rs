//! Cut lines: one, through a point, parallel, across each other, at random.
//!
//! Generated lines reach past the bounds at both ends, so it makes no difference to them whether cuts extend.

use super::field::{Fibres, Field};
use super::{CutLine, Domain};
use crate::angle::{direction_of_degrees, direction_of_turns};
use crate::point::unit;
use crate::rng::Rng;
use crate::{Bounds, FractureParams, Point};

/// How much farther than the farthest corner a line reaches.
const OVERREACH: f64 = 1.25;

/// The most that a line turns from its direction, degrees.
const MAX_TURN_DEGREES: f64 = 45.0;

pub(super) fn single(params: &FractureParams, bounds: Bounds, out: &mut Vec<CutLine>) {
    let line = match (params.line_start, params.line_end) {
        (Some(a), Some(b)) => CutLine { a, b },
        _ => through(bounds, bounds.center(), Point { x: 1.0, y: 0.0 }),
    };
    out.push(line);
}

/// Lines through the origin at equal angles. They meet in one point exactly: see [`concurrent`].
pub(super) fn radial(params: &FractureParams, bounds: Bounds, rng: &mut Rng, out: &mut Vec<CutLine>) {
    let origin = params.origin.unwrap_or_else(|| bounds.center());
    let stray = 0.5 * params.radial_randomness;
    let fibres = Fibres::new(params.grain);
    for i in 0..params.slice_count {
        let half_turns = (f64::from(i) + stray * rng.signed()) / f64::from(params.slice_count);
        out.push(concurrent(bounds, origin, grained(fibres, half_turns)));
    }
}

/// Lines at equal distances over the extent of the bounds, each turned about its middle.
pub(super) fn parallel(params: &FractureParams, bounds: Bounds, rng: &mut Rng, out: &mut Vec<CutLine>) {
    let (size, center) = (bounds.size(), bounds.center());
    let along = direction_of_degrees(params.parallel_angle);
    let across = Point { x: -along.y, y: along.x };
    let extent = size.x * across.x.abs() + size.y * across.y.abs();
    let step = extent / f64::from(params.slice_count + 1);
    for i in 0..params.slice_count {
        let offset = (f64::from(i) - 0.5 * f64::from(params.slice_count - 1)) * step;
        let turn = MAX_TURN_DEGREES * params.parallel_angle_rand * rng.signed();
        let direction = direction_of_degrees(params.parallel_angle + turn);
        out.push(through(bounds, center + across * offset, direction));
    }
}

/// Upright lines, then level ones.
pub(super) fn grid(params: &FractureParams, bounds: Bounds, rng: &mut Rng, out: &mut Vec<CutLine>) {
    let (size, center) = (bounds.size(), bounds.center());
    let step = size.x / f64::from(params.h_slices + 1);
    for i in 1..=params.h_slices {
        let x = params.h_start.unwrap_or(bounds.min.x)
            + (f64::from(i) + 0.5 * params.h_random * rng.signed()) * step;
        let direction = direction_of_degrees(90.0 + MAX_TURN_DEGREES * params.h_angle_rand * rng.signed());
        out.push(through(bounds, Point { x, y: center.y }, direction));
    }
    let step = size.y / f64::from(params.v_slices + 1);
    for i in 1..=params.v_slices {
        let y = params.v_start.unwrap_or(bounds.min.y)
            + (f64::from(i) + 0.5 * params.v_random * rng.signed()) * step;
        let direction = direction_of_degrees(MAX_TURN_DEGREES * params.v_angle_rand * rng.signed());
        out.push(through(bounds, Point { x: center.x, y }, direction));
    }
}

/// Lines through random inner points. Directions are stratified, one to each equal share of the half turn:
/// chance alone puts lines nearly on top of each other, which leaves splinters.
pub(super) fn chaotic(params: &FractureParams, domain: &dyn Domain, rng: &mut Rng, out: &mut Vec<CutLine>) {
    let bounds = domain.bounds();
    let mut field = Field::unpadded(domain, params.slice_count);
    let center = field.center();
    let fibres = Fibres::new(params.grain);
    for i in 0..params.slice_count {
        let p = center + field.sample(rng, &[]);
        let half_turns = (f64::from(i) + rng.unit()) / f64::from(params.slice_count);
        out.push(through(bounds, p, grained(fibres, half_turns)));
    }
}

/// The direction at a fraction of half a turn in relaxed space, brought back: a grain draws it to the fibres.
fn grained(fibres: Fibres, half_turns: f64) -> Point {
    unit(fibres.restore(direction_of_turns(0.5 * half_turns)))
}

/// The line through `p` in a direction, from beyond the bounds to beyond them.
fn through(bounds: Bounds, p: Point, direction: Point) -> CutLine {
    let arm = direction * reach(bounds, p);
    CutLine { a: p - arm, b: p + arm }
}

/// As [`through`], with the middle of the line on one point exactly, so that all such lines cross in one point
/// and leave no splinters around it.
///
/// Point and arm are rounded to a multiple of a power of two that is coarse enough for their sum and difference
/// to be exact: two bits or so are lost.
fn concurrent(bounds: Bounds, p: Point, direction: Point) -> CutLine {
    let length = reach(bounds, p);
    let largest = length + p.x.abs().max(p.y.abs());
    let quantum = libm::exp2(libm::ceil(libm::log2(largest)) - 51.0);
    let round = |v: f64| libm::rint(v / quantum) * quantum;
    let p = Point { x: round(p.x), y: round(p.y) };
    let arm = Point { x: round(direction.x * length), y: round(direction.y * length) };
    CutLine { a: p - arm, b: p + arm }
}

/// A length from `p` past every corner of the bounds.
fn reach(bounds: Bounds, p: Point) -> f64 {
    let x = (p.x - bounds.min.x).abs().max((bounds.max.x - p.x).abs());
    let y = (p.y - bounds.min.y).abs().max((bounds.max.y - p.y).abs());
    OVERREACH * libm::hypot(x, y)
}
