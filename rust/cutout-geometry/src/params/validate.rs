//! What parameters must satisfy together.

use super::limits::{MAX_CUTS, MAX_SITES};
use super::{FractureParams, KEYS, ParamError, Pattern};

impl FractureParams {
    /// Checks every range once more (fields are public) and what the pattern needs of several keys together.
    ///
    /// Linear in the number of points and segments.
    ///
    /// # Errors
    /// The first key at fault, in the order of [`KEYS`], then the first combination.
    pub fn validate(&self) -> Result<(), ParamError> {
        for spec in KEYS {
            spec.check(self)?;
        }
        match self.pattern {
            Pattern::Points if self.points.is_empty() => {
                let allowed = format!("1 to {MAX_SITES} points for the pattern \"points\"");
                Err(conflict("points", "empty", allowed))
            }
            Pattern::SlicesManual if self.segments.is_empty() => {
                let allowed = format!("1 to {MAX_CUTS} pairs of points for the pattern \"slices_manual\"");
                Err(conflict("segments", "empty", allowed))
            }
            Pattern::Slice => self.validate_line(),
            Pattern::Grid => {
                product_at_most(MAX_SITES, ("grid_rows", self.grid_rows), ("grid_cols", self.grid_cols))
            }
            Pattern::Radial => product_at_most(
                MAX_SITES,
                ("ring_count", self.ring_count),
                ("points_per_ring", self.points_per_ring),
            ),
            // One site is kept for the middle.
            Pattern::Spiderweb => product_at_most(
                MAX_SITES - 1,
                ("ring_count", self.ring_count),
                ("points_per_ring", self.points_per_ring),
            ),
            Pattern::SlicesGrid => match self.h_slices + self.v_slices {
                1..=MAX_CUTS => Ok(()),
                sum => {
                    let given = format!("{}, with \"v_slices\" {sum} together", self.h_slices);
                    Err(conflict(
                        "h_slices",
                        &given,
                        format!("1 to {MAX_CUTS} lines together with \"v_slices\""),
                    ))
                }
            },
            _ => Ok(()),
        }
    }

    fn validate_line(&self) -> Result<(), ParamError> {
        match (self.line_start, self.line_end) {
            (None, Some(_)) => {
                Err(conflict("line_start", "unset", "points where \"line_end\" is set".to_owned()))
            }
            (Some(_), None) => {
                Err(conflict("line_end", "unset", "points where \"line_start\" is set".to_owned()))
            }
            (Some(a), Some(b)) if a == b => Err(conflict(
                "line_end",
                &format!("({:?}, {:?}), as is \"line_start\"", b.x, b.y),
                "points other than \"line_start\"".to_owned(),
            )),
            _ => Ok(()),
        }
    }
}

fn conflict(key: &'static str, given: &str, allowed: String) -> ParamError {
    ParamError::Conflict { key, given: given.to_owned(), allowed }
}

fn product_at_most(
    limit: u32,
    (key, value): (&'static str, u32),
    (other_key, other): (&'static str, u32),
) -> Result<(), ParamError> {
    let product = u64::from(value) * u64::from(other);
    if product <= u64::from(limit) {
        return Ok(());
    }
    let given = format!("{value}, with {other_key:?} {other} that is {product} sites");
    Err(conflict(key, &given, format!("up to {limit} sites in all")))
}
