//! The part of an outline that breaks.

use crate::Point;

/// The part of an outline that breaks; what lies outside stays whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Mask {
    /// A disc.
    Circle {
        /// Its centre, pixels in polygon space.
        center: Point,
        /// Its radius, pixels, more than 0.
        radius: f64,
    },
    /// The inside of a ring, in either winding, without a repeated last point.
    Ring(Vec<Point>),
}
