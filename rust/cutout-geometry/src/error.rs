//! What can be wrong with an outline or a fracture. Every message is one sentence that names the
//! argument, its value and what is allowed, ready to be shown to a game developer.

use crate::limits::{MAX_COORDINATE, MAX_CROSSINGS, MAX_VERTICES};
use crate::params::ParamError;
use core::fmt;

/// Why an outline is refused.
#[derive(Clone, Debug, PartialEq)]
pub enum ShapeError {
    /// No ring at all, or a first ring without points.
    Empty,
    /// A ring with one or two points.
    TooFewPoints {
        /// Index of the ring in the input.
        ring: usize,
        /// How many points it has.
        points: usize,
    },
    /// More points than [`MAX_VERTICES`] in all rings.
    TooManyPoints {
        /// How many there are.
        points: usize,
    },
    /// A coordinate that is NaN or infinite.
    NotFinite {
        /// Index of the ring in the input.
        ring: usize,
        /// Index of the vertex in the ring.
        vertex: usize,
        /// The point as given.
        x: f64,
        /// The point as given.
        y: f64,
    },
    /// A coordinate larger than [`MAX_COORDINATE`].
    OutOfRange {
        /// Index of the ring in the input.
        ring: usize,
        /// Index of the vertex in the ring.
        vertex: usize,
        /// The point as given.
        x: f64,
        /// The point as given.
        y: f64,
    },
    /// All points on one line, or everything cancels out.
    NoArea,
}

impl fmt::Display for ShapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "polygon is empty: at least one ring of 3 points is needed"),
            Self::TooFewPoints { ring, points } => {
                write!(f, "polygon ring {ring} has {points} points: a ring needs at least 3")
            }
            Self::TooManyPoints { points } => {
                write!(f, "polygon has {points} points: at most {MAX_VERTICES} are allowed")
            }
            Self::NotFinite { ring, vertex, x, y } => {
                write!(
                    f,
                    "polygon ring {ring} vertex {vertex} is ({x}, {y}): coordinates must be finite numbers"
                )
            }
            Self::OutOfRange { ring, vertex, x, y } => write!(
                f,
                "polygon ring {ring} vertex {vertex} is ({x}, {y}): coordinates from -{MAX_COORDINATE} to {MAX_COORDINATE} are allowed"
            ),
            Self::NoArea => write!(f, "polygon has no area: at least one ring must enclose some"),
        }
    }
}

impl core::error::Error for ShapeError {}

/// Why a fracture gives no pieces.
#[derive(Clone, Debug, PartialEq)]
pub enum FractureError {
    /// The outline was refused.
    Shape(ShapeError),
    /// The params were refused.
    Params(ParamError),
    /// The cuts would cross the outline more often than [`MAX_CROSSINGS`].
    TooManyCrossings,
    /// The caller's checkpoint said stop.
    Cancelled,
    /// The pieces failed the check that every fracture makes of its own result (areas that do not
    /// add up). Not expected ever; better than handing out wrong pieces.
    Broken {
        /// What the check found.
        found: &'static str,
        /// Area of the outline.
        area_in: f64,
        /// Area of the pieces.
        area_out: f64,
    },
}

impl fmt::Display for FractureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(error) => error.fmt(f),
            Self::Params(error) => error.fmt(f),
            Self::TooManyCrossings => write!(
                f,
                "polygon and params together give more than {MAX_CROSSINGS} crossings of outline and cuts: lower the number of points or of cuts"
            ),
            Self::Cancelled => write!(f, "cancelled"),
            Self::Broken { found, area_in, area_out } => write!(
                f,
                "internal check failed ({found}): the pieces' area is {area_out}, the polygon's {area_in}; please report the polygon and params"
            ),
        }
    }
}

impl core::error::Error for FractureError {}

impl From<ShapeError> for FractureError {
    fn from(error: ShapeError) -> Self {
        Self::Shape(error)
    }
}

impl From<ParamError> for FractureError {
    fn from(error: ParamError) -> Self {
        Self::Params(error)
    }
}
