//! Courses of bricks.

use crate::params::MAX_SITES;
use crate::{Bounds, FractureParams, ParamError, Point};

/// About so many bricks cover the bounds where no size is given.
const DEFAULT_BRICKS: f64 = 18.0;

/// A wall without end: brick `i` of course `j` spans `size` from
/// `origin + ((i + shift) * size.x, j * size.y)`, where `shift` is the fractional part of `j * offset`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BrickCourse {
    /// The corner with the least coordinates of brick 0 of course 0.
    pub origin: Point,
    /// Width and height of a brick, both more than 0.
    pub size: Point,
    /// How far each course is shifted against the one before, in brick widths, 0 to 1.
    pub offset: f64,
}

/// The wall laid from the corner of the bounds with the least coordinates.
pub(super) fn course(params: &FractureParams, bounds: Bounds) -> Result<BrickCourse, ParamError> {
    let span = bounds.size();
    let size = params.brick_size.unwrap_or_else(|| default_size(span));
    let bricks = ((span.x / size.x).ceil() + 1.0) * (span.y / size.y).ceil();
    if bricks > f64::from(MAX_SITES) {
        return Err(ParamError::Conflict {
            key: "brick_size",
            given: format!("({:?}, {:?}), which gives {bricks} bricks", size.x, size.y),
            allowed: format!(
                "sizes with up to {MAX_SITES} bricks in the bounds of {:?} x {:?}",
                span.x, span.y
            ),
        });
    }
    Ok(BrickCourse { origin: bounds.min, size, offset: params.brick_offset })
}

/// Bricks twice as wide as high, but no larger than the bounds.
fn default_size(span: Point) -> Point {
    let height = (span.x * span.y / (2.0 * DEFAULT_BRICKS)).sqrt();
    if height > span.y {
        Point { x: span.x / DEFAULT_BRICKS, y: span.y }
    } else if 2.0 * height > span.x {
        Point { x: span.x, y: span.y / DEFAULT_BRICKS }
    } else {
        Point { x: 2.0 * height, y: height }
    }
}
