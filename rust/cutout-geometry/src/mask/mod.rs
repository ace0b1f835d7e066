//! The part of an outline that breaks.
//!
//! Comes in: a shape and a mask. Goes out: the part inside, which the pattern is laid over and which
//! the partition cuts as if it were all there is, and the part outside, whose rings become pieces as
//! they are. The border between the two follows the mask's ring, corner for corner; a circle is a
//! polygon of the same area. [`rim`] makes it a border like any other: pieces on its two sides share
//! their vertices bit for bit.

mod rim;

use crate::angle::direction_of_turns;
use crate::overlay::Parts;
use crate::params::{FractureParams, Mask};
use crate::partition::Partition;
use crate::partition::pieces::Pieces;
use crate::point::Point;
use crate::shape::{Indivisible, Shape};
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
/// The most corners.
const MOST_CORNERS: f64 = 4096.0;

/// Reused memory.
#[derive(Debug, Default)]
pub(crate) struct Masker {
    extent: Extent,
    inside: Shape,
    outside: Shape,
    rim: Rim,
}

impl Masker {
    /// Divides the shape by the mask of `params`, if there is one.
    pub fn divide(&mut self, shape: &Shape, params: &FractureParams) -> Result<Extent, Indivisible> {
        self.extent = Extent::Whole;
        let Some(mask) = &params.mask else { return Ok(self.extent) };
        let ring = ring_of(mask, shape, params.edge_roughness > 0.0);
        shape.divide(&ring, &mut self.inside, &mut self.outside)?;
        self.extent = match (self.inside.rings.is_empty(), self.outside.rings.is_empty()) {
            (true, _) => Extent::Nothing,
            (false, true) => Extent::Whole,
            (false, false) => Extent::Part,
        };
        Ok(self.extent)
    }

    /// What of `shape` is to be cut.
    pub fn breaking<'a>(&'a self, shape: &'a Shape) -> &'a Shape {
        if self.extent == Extent::Part { &self.inside } else { shape }
    }

    /// Puts what stays whole before the pieces of the part that breaks. False: there is none.
    pub fn add_outside(&mut self, partition: &Partition, pieces: &mut Pieces) -> bool {
        if self.extent != Extent::Part {
            return false;
        }
        self.rim.join(&self.inside, &self.outside, partition, pieces);
        true
    }

    /// What of `shape` breaks, and what stays whole.
    pub fn parts<'a>(&'a self, shape: &'a Shape) -> Parts<'a> {
        let whole = (self.extent == Extent::Part).then_some(&self.outside);
        Parts { breaking: self.breaking(shape), whole }
    }
}

/// The mask as a ring in the shape's own frame.
fn ring_of(mask: &Mask, shape: &Shape, is_rough: bool) -> Vec<Point> {
    match mask {
        Mask::Ring(ring) => ring.iter().map(|&p| p - shape.origin).collect(),
        Mask::Circle { center, radius } => {
            let size = shape.bounds.size();
            // A circle larger than the outline bends less across it, and shows more of each edge.
            let excess = (radius / size.x.max(size.y)).max(1.0);
            let corners = if is_rough && excess == 1.0 {
                ROUGH_CORNERS
            } else {
                (CORNERS * excess.sqrt()).ceil().min(MOST_CORNERS) as u32
            };
            circle(*center - shape.origin, *radius, corners)
        }
    }
}

/// The regular polygon with the circle's area.
fn circle(center: Point, radius: f64, corners: u32) -> Vec<Point> {
    let turn = 1.0 / f64::from(corners);
    // A triangle from the centre to one edge has r^2 sin(turn) / 2.
    let share = f64::from(corners) * direction_of_turns(turn).y;
    let radius = radius * (core::f64::consts::TAU / share).sqrt();
    (0..corners).map(|i| center + direction_of_turns(f64::from(i) * turn) * radius).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::ring_area;

    #[test]
    fn a_circle_keeps_its_area_whatever_its_corners() {
        for corners in [3, 20, 64, 4096] {
            let ring = circle(Point { x: 100.0, y: -50.0 }, 7.0, corners);
            let area = core::f64::consts::PI * 49.0;
            assert!((ring_area(&ring) - area).abs() < 1e-9 * area, "{corners} corners");
        }
    }
}
