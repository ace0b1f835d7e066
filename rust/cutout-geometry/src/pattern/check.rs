//! Cuts that come from a caller instead of a pattern, checked at the door.

use super::{BrickCourse, Cuts};
use crate::params::{MAX_COORDINATE, MAX_CUTS, MAX_SITES, MIN_LENGTH};
use crate::{Bounds, ParamError, Point};

impl Cuts {
    /// Checks cuts made by hand against the limits that generated ones keep. None at all leave the
    /// outline whole.
    ///
    /// # Errors
    /// Too many sites, lines or bricks, coordinates that are not finite or too large, bricks without
    /// a size; the key named is that of the pattern which gives such cuts.
    pub fn check(&self, bounds: &Bounds) -> Result<(), ParamError> {
        match self {
            Self::Sites(sites) => {
                check_count("points", sites.len(), MAX_SITES)?;
                sites.iter().enumerate().try_for_each(|(index, &p)| check_point("points", index, p))
            }
            Self::Lines(lines) => {
                check_count("segments", lines.len(), MAX_CUTS)?;
                lines.iter().enumerate().try_for_each(|(index, line)| {
                    check_point("segments", index, line.a)?;
                    check_point("segments", index, line.b)
                })
            }
            Self::Bricks(course) => check_course(course, bounds),
        }
    }
}

fn check_count(key: &'static str, count: usize, most: u32) -> Result<(), ParamError> {
    if count <= most as usize {
        return Ok(());
    }
    Err(ParamError::OutOfRange {
        key,
        given: format!("{count} entries"),
        allowed: format!("up to {most} entries"),
    })
}

fn check_point(key: &'static str, index: usize, p: Point) -> Result<(), ParamError> {
    if p.x.abs() <= MAX_COORDINATE && p.y.abs() <= MAX_COORDINATE {
        return Ok(());
    }
    Err(ParamError::BadEntry {
        key,
        index,
        given: format!("({:?}, {:?})", p.x, p.y),
        allowed: format!("finite coordinates from -{MAX_COORDINATE} to {MAX_COORDINATE}"),
    })
}

fn check_course(course: &BrickCourse, bounds: &Bounds) -> Result<(), ParamError> {
    let BrickCourse { origin, size, offset } = *course;
    check_point("brick_size", 0, origin)?;
    let span = bounds.size();
    let bricks = (span.x / size.x + 2.0) * (span.y / size.y + 2.0);
    let is_sound = size.x >= MIN_LENGTH
        && size.y >= MIN_LENGTH
        && offset.is_finite()
        && bricks <= f64::from(MAX_SITES) * 4.0;
    if is_sound {
        return Ok(());
    }
    Err(ParamError::OutOfRange {
        key: "brick_size",
        given: format!("({:?}, {:?})", size.x, size.y),
        allowed: format!(
            "sizes of at least {MIN_LENGTH} with up to {MAX_SITES} bricks in the outline's bounds"
        ),
    })
}
