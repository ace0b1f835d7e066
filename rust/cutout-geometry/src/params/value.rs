//! Values on their way in: what a script's dictionary holds, in plain Rust.

use std::fmt;

use super::{Grain, Mask};
use crate::Point;

/// One value of a script, as the binding hands it to [`FractureParams::set`](super::FractureParams::set).
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value (GDScript's `null`): sets a key back to *unset* where it can be.
    Unset,
    /// `bool`.
    Bool(bool),
    /// `int`.
    Int(i64),
    /// `float`.
    Float(f64),
    /// `String` or `StringName`.
    Text(String),
    /// `Vector2`.
    Point(Point),
    /// `PackedVector2Array`, or an array of `Vector2`.
    Points(Vec<Point>),
    /// An array of arrays of points.
    PointLists(Vec<Vec<Point>>),
    /// A dictionary of exactly `center` and `radius`.
    Circle {
        /// The value of its key `center`, pixels.
        center: Point,
        /// The value of its key `radius`, pixels.
        radius: f64,
    },
    /// A dictionary of exactly `angle` and `stretch`.
    Grain {
        /// The value of its key `angle`, degrees.
        angle_degrees: f64,
        /// The value of its key `stretch`.
        stretch: f64,
    },
    /// Anything else, by the name of its type.
    Other(&'static str),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unset => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Text(value) => Quoted(value).fmt(f),
            Self::Point(p) => write!(f, "({:?}, {:?})", p.x, p.y),
            Self::Points(points) if points.len() == 1 => f.write_str("1 point"),
            Self::Points(points) => write!(f, "{} points", points.len()),
            Self::PointLists(lists) if lists.len() == 1 => f.write_str("1 list of points"),
            Self::PointLists(lists) => write!(f, "{} lists of points", lists.len()),
            Self::Circle { center, radius } => {
                write!(f, "{{center: ({:?}, {:?}), radius: {radius:?}}}", center.x, center.y)
            }
            Self::Grain { angle_degrees, stretch } => {
                write!(f, "{{angle: {angle_degrees:?}, stretch: {stretch:?}}}")
            }
            Self::Other(type_name) => write!(f, "of type {type_name}"),
        }
    }
}

impl From<Grain> for Value {
    fn from(grain: Grain) -> Self {
        Self::Grain { angle_degrees: grain.angle_degrees, stretch: grain.stretch }
    }
}

impl From<&Option<Mask>> for Value {
    fn from(mask: &Option<Mask>) -> Self {
        match mask {
            None => Self::Unset,
            Some(Mask::Circle { center, radius }) => Self::Circle { center: *center, radius: *radius },
            Some(Mask::Ring(ring)) => Self::Points(ring.clone()),
        }
    }
}

/// A script's text in quotes, one line, cut off where it gets long: a message is read, not scrolled.
pub(super) struct Quoted<'a>(pub(super) &'a str);

/// As many characters of a text are shown: four times the longest name of a key.
const MAX_SHOWN: usize = 100;

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(MAX_SHOWN) {
            Some((end, _)) => write!(f, "{:?}...", self.0.get(..end).unwrap_or_default()),
            None => write!(f, "{:?}", self.0),
        }
    }
}
