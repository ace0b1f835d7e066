//! Areas add up.

use super::{Checked, Law, broken};
use crate::outline::{Outline, shoelace};
use crate::pieces::Piece;

/// The pieces' areas, by the shoelace formula, add up to the outline's within 1e-9 of it, and `rounding`
/// times its length.
///
/// # Errors
/// The difference.
pub fn check(outline: &Outline, pieces: &[Piece], rounding: f64) -> Checked {
    let Some(truth) = outline.area else { return Ok(()) };
    let sum: f64 = pieces.iter().flat_map(|p| &p.rings).map(|ring| shoelace(ring)).sum();
    let slack = outline.area_slack() + rounding * outline.perimeter;
    if (sum - truth).abs() <= slack {
        return Ok(());
    }
    broken(
        Law::Area,
        format!(
            "{} pieces have {sum} in all, the outline has {truth}: off by {:e}, allowed {slack:e}",
            pieces.len(),
            sum - truth
        ),
    )
}
