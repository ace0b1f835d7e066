//! Why an outline cannot be carved. Every message is one sentence that names what is wrong, its value and
//! what is allowed.

use super::limits::{MAX_PAIRS, MAX_PATH_POINTS, MAX_TOOL_POINTS, MAX_TOOLS};
use crate::error::FractureError;
use crate::params::MAX_COORDINATE;
use core::fmt;

/// What is wrong with a tool, or with what is to become of the parts.
#[derive(Clone, Debug, PartialEq)]
pub enum ToolError {
    /// A number that is too small, too large, or none.
    OutOfRange {
        /// Its name.
        key: &'static str,
        /// Its value.
        given: f64,
        /// The least that is allowed.
        least: f64,
        /// The most that is allowed.
        most: f64,
    },
    /// A point that is not finite, or too far off.
    BadPoint {
        /// What it belongs to.
        key: &'static str,
        /// Which one, from 0.
        index: usize,
        /// The point.
        x: f64,
        /// The point.
        y: f64,
    },
    /// A ring or a path with too few points, or too many.
    PointCount {
        /// What it belongs to.
        key: &'static str,
        /// How many there are.
        points: usize,
        /// The least that is allowed.
        least: usize,
        /// The most that are allowed.
        most: usize,
    },
    /// Rings that enclose nothing.
    NoArea,
    /// More tools than [`MAX_TOOLS`].
    TooManyTools {
        /// How many there are.
        tools: usize,
    },
    /// A path so long and round ends so fine that there would be more than [`MAX_TOOL_POINTS`] corners.
    TooFine {
        /// How many there would be.
        corners: usize,
    },
    /// The transform of the tool leaves it no area, or is not finite.
    BadPlacement,
    /// Parts that have more or fewer rings than there are, or none.
    PartRings {
        /// How many they have together.
        parts: usize,
        /// How many there are.
        rings: usize,
    },
}

impl fmt::Display for ToolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { key, given, least, most } => {
                write!(f, "{key:?} is {given:?}: numbers from {least:?} to {most:?} are allowed")
            }
            Self::BadPoint { key, index, x, y } => write!(
                f,
                "{key:?} has the point ({x:?}, {y:?}) at index {index}: finite coordinates from -{MAX_COORDINATE:?} to {MAX_COORDINATE:?} are allowed"
            ),
            Self::PointCount { key, points, least, most } => {
                write!(f, "{key:?} has {points} different points: {least} to {most} are allowed")
            }
            Self::NoArea => write!(f, "\"polygon\" encloses no area: rings that enclose some are allowed"),
            Self::TooManyTools { tools } => {
                write!(f, "there are {tools} tools: 1 to {MAX_TOOLS} are allowed")
            }
            Self::TooFine { corners } => write!(
                f,
                "\"tolerance\" gives the tool {corners} corners: a tolerance that gives at most {MAX_TOOL_POINTS} is allowed (paths of up to {MAX_PATH_POINTS} points)"
            ),
            Self::PartRings { parts, rings } => write!(
                f,
                "\"parts\" are of {parts} rings together: at least one each and all {rings} of the polygon are allowed"
            ),
            Self::BadPlacement => {
                write!(f, "\"transform\" is not finite or has a scale of 0: any other is allowed")
            }
        }
    }
}

impl core::error::Error for ToolError {}

/// Why a carving gives no parts.
#[derive(Clone, Debug, PartialEq)]
pub enum CarveError {
    /// A tool was refused.
    Tool {
        /// Which one, from 0.
        index: usize,
        /// Why.
        error: ToolError,
    },
    /// What is to become of the parts was refused.
    Options(ToolError),
    /// Outline and tool have too many points to be compared.
    TooMuch {
        /// Points of the outline.
        outline: usize,
        /// Corners of the tool.
        tool: usize,
    },
    /// The outline was refused, the params of what is to be shattered were, it was cancelled, or the result
    /// failed its own check.
    Fracture(FractureError),
}

impl fmt::Display for CarveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tool { index: 0, error } => write!(f, "tool {error}"),
            Self::Tool { index, error } => write!(f, "tool at index {index}: {error}"),
            Self::Options(error) => write!(f, "options {error}"),
            Self::TooMuch { outline, tool } => write!(
                f,
                "polygon has {outline} points and the tool {tool} corners: up to {MAX_PAIRS} pairs of them are allowed"
            ),
            Self::Fracture(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for CarveError {}

impl<E: Into<FractureError>> From<E> for CarveError {
    fn from(error: E) -> Self {
        Self::Fracture(error.into())
    }
}
