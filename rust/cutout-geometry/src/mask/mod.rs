//! The part of an outline that breaks.
//!
//! Comes in: a shape and a mask. Goes out: the part inside, which the pattern is laid over and which
//! the partition cuts as if it were all there is, and the part outside, whose rings become pieces as
//! they are. The border between the two follows the mask's ring, corner for corner; a circle is a
//! polygon of the same area, an uneven one where borders are to be jagged. [`rim`] makes it a border like any
//! other: pieces on its two sides share their vertices bit for bit.

mod rim;

use crate::angle::direction_of_turns;
use crate::audit::is_area_of;
use crate::overlay::{Grid, Parts, bite, clip, is_bitten};
use crate::pace::Pace;
use crate::params::{FractureParams, Mask};
use crate::partition::Partition;
use crate::partition::pieces::{Piece, Pieces};
use crate::point::Point;
use crate::rng::Rng;
use crate::shape::{Shape, cut_off, ring_area};
use rim::Rim;

/// What a mask leaves to break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of the shape: there is no mask, or it holds the shape.
    #[default]
    Whole,
    /// Some of it.
    Part,
    /// None of it: the mask misses the shape.
    Nothing,
}

/// Corners of a circle that is no larger than the outline: it strays from the true one by less than
/// a thousandth of its radius.
const CORNERS: f64 = 64.0;
/// Corners of a circle whose edges become jagged: each is to be long enough to show it.
const ROUGH_CORNERS: u32 = 20;
/// How far these corners stray at full roughness, as a fraction of the radius.
const STRAY: f64 = 0.1;
/// How far they stray along the circle, as a fraction of the way to the next.
const STRAY_ALONG: f64 = 0.35;
/// The stream of chance that they are drawn from. Those of the patterns are small numbers.
const STREAM: u64 = 0x6D61_736B;
/// What taking a vertex over takes, in steps.
const STEPS: usize = 16;
/// The most corners.
const MOST_CORNERS: f64 = 4096.0;

/// Reused memory.
#[derive(Debug, Default)]
pub(crate) struct Masker {
    extent: Extent,
    inside: Shape,
    outside: Shape,
    parts: Pieces,
    /// The mask's own ring, to learn whether it meets itself.
    ring: Shape,
    rim: Rim,
}

/// The two parts could not be told apart, or nobody wants them any more. Not expected otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Indivisible;

impl Masker {
    /// Divides the shape by the mask of `params`, if there is one. Cost: that of loading the mask's ring and,
    /// where it is simple and nothing of the outline comes near it but where they cross, that of [`clip`],
    /// else that of [`bite`].
    pub fn divide(
        &mut self,
        shape: &Shape,
        params: &FractureParams,
        pace: &Pace<'_>,
    ) -> Result<Extent, Indivisible> {
        self.extent = Extent::Whole;
        let Some(mask) = &params.mask else { return Ok(self.extent) };
        let mut ring = cut_off(&ring_of(mask, shape, params), &shape.bounds);
        if ring_area(&ring) < 0.0 {
            ring.reverse();
        }
        let is_clipped = self.is_simple(mask)
            && clip(shape, &ring, &mut self.parts, pace).is_ok()
            && self.take_parts(shape, false, pace);
        if !is_clipped {
            bite(shape, &[ring], &[], &mut self.parts, pace).map_err(|_| Indivisible)?;
            if !self.take_parts(shape, true, pace) {
                return Err(Indivisible);
            }
        }
        self.extent = match (self.inside.rings.is_empty(), self.outside.rings.is_empty()) {
            (true, _) => Extent::Nothing,
            (false, true) => Extent::Whole,
            (false, false) => Extent::Part,
        };
        Ok(self.extent)
    }

    /// Whether a mask neither crosses itself nor runs back along itself. Circles do not, nor as a blow leaves
    /// them.
    fn is_simple(&mut self, mask: &Mask) -> bool {
        match mask {
            Mask::Circle { .. } => true,
            Mask::Ring(ring) => self.ring.is_plain(ring),
        }
    }

    /// Makes inside and outside of the parts, of which rings may touch, or none does. Whether they are the
    /// whole shape and, rounded as they will be handed out, meet nowhere else.
    fn take_parts(&mut self, shape: &Shape, is_touching: bool, pace: &Pace<'_>) -> bool {
        let Self { parts, inside, outside, .. } = self;
        if !pace.step(STEPS * parts.points.len()) {
            return false;
        }
        parts.round_to(shape.origin);
        let is_in = |piece: &Piece| is_bitten(piece.cell);
        let (first, all) = (parts.pieces.partition_point(is_in), parts.pieces.len());
        inside.take_part(shape, parts, 0..first, is_touching)
            && outside.take_part(shape, parts, first..all, is_touching)
            && is_area_of(shape, inside.area + outside.area, 0.0)
    }

    /// What of `shape` is to be cut.
    pub fn breaking<'a>(&'a self, shape: &'a Shape) -> &'a Shape {
        if self.extent == Extent::Part { &self.inside } else { shape }
    }

    /// Puts what stays whole before the pieces of the part that breaks. False: there is none.
    pub fn add_outside(&mut self, partition: &Partition, pieces: &mut Pieces, pace: &Pace<'_>) -> bool {
        if self.extent != Extent::Part {
            return false;
        }
        self.rim.join((&self.inside, &self.outside), partition, pieces, pace);
        true
    }

    /// What of `shape` breaks, and what stays whole, for vertices of a grid.
    pub fn parts<'a>(&'a self, shape: &'a Shape, grid: Grid) -> Parts<'a> {
        let whole = (self.extent == Extent::Part).then_some(&self.outside);
        Parts { breaking: self.breaking(shape), whole, grid }
    }
}

/// The mask as a ring in the shape's own frame.
fn ring_of(mask: &Mask, shape: &Shape, params: &FractureParams) -> Vec<Point> {
    match mask {
        Mask::Ring(ring) => ring.iter().map(|&p| p - shape.origin).collect(),
        Mask::Circle { center, radius } => {
            let size = shape.bounds.size();
            // A circle larger than the outline bends less across it, and shows more of each edge.
            let excess = (radius / size.x.max(size.y)).max(1.0);
            let mut ring = if params.edge_roughness > 0.0 && excess == 1.0 {
                crater(params.edge_roughness, params.seed)
            } else {
                circle((CORNERS * excess.sqrt()).ceil().min(MOST_CORNERS) as u32)
            };
            // The same area as the disc's.
            let scale = radius * (core::f64::consts::PI / ring_area(&ring)).sqrt();
            let center = *center - shape.origin;
            ring.iter_mut().for_each(|p| *p = center + *p * scale);
            ring
        }
    }
}

/// A regular polygon around the origin.
fn circle(corners: u32) -> Vec<Point> {
    (0..corners).map(|i| direction_of_turns(f64::from(i) / f64::from(corners))).collect()
}

/// A circle as a blow leaves it.
fn crater(roughness: f64, seed: u64) -> Vec<Point> {
    let mut rng = Rng::for_stream(seed, STREAM);
    (0..ROUGH_CORNERS)
        .map(|i| {
            let turn = (f64::from(i) + STRAY_ALONG * rng.signed()) / f64::from(ROUGH_CORNERS);
            direction_of_turns(turn) * (1.0 + STRAY * roughness * rng.signed())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::FillRule;

    #[test]
    fn a_circle_keeps_its_area_whatever_its_corners() {
        let mut shape = Shape::default();
        let square = [[0.0, 0.0], [50.0, 0.0], [50.0, 50.0], [0.0, 50.0]].map(|[x, y]| Point { x, y });
        assert!(shape.load(&[&square], FillRule::NonZero).is_ok());
        for (radius, edge_roughness) in [(7.0, 0.0), (7.0, 0.3), (7.0, 1.0), (1000.0, 0.5)] {
            let mask = Mask::Circle { center: Point { x: 100.0, y: -50.0 }, radius };
            let params = FractureParams { edge_roughness, ..FractureParams::default() };
            let area = ring_area(&ring_of(&mask, &shape, &params));
            let disc = core::f64::consts::PI * radius * radius;
            assert!((area - disc).abs() < 1e-9 * disc, "{radius}: {area}");
        }
    }
}
