//! The repair of outlines.

use super::input::{Bytes, rings};
use super::{Checked, Outcome, is_clear};
use crate::Point;
use crate::exact::{Touching, first_clash};
use crate::outline::{self, Outline, shoelace};
use cutout_geometry::ShapeError;
use cutout_geometry::limits::MAX_COORDINATE;
use cutout_geometry::params::FillRule;
use cutout_geometry::shape::Shape;

/// Repairs the outline that the bytes tell.
///
/// # Errors
/// The law that was broken: a refusal without its reason, an area other than the one that `i_overlay`
/// gives for the same rings, a ring that is not simple or not wound right, or a repaired outline that is
/// another one when it is repaired again.
pub fn check(bytes: &[u8]) -> Checked {
    let mut bytes = Bytes::new(bytes);
    let fill_rule = if bytes.byte() % 4 == 3 { FillRule::EvenOdd } else { FillRule::NonZero };
    let rings = rings(&mut bytes);
    let mut shape = Shape::default();
    match shape.load(&borrowed(&rings), fill_rule) {
        Err(error) => {
            is_clear(&error, &["polygon"])?;
            if is_rightly_refused(&error, &rings, fill_rule) {
                Ok(Outcome::Refused)
            } else {
                Err(format!("refused without reason: {error}"))
            }
        }
        Ok(()) => {
            if let Some(error) = door_fault(&rings) {
                return Err(format!("taken in spite of: {error}"));
            }
            let meaning = meaning(&rings, fill_rule);
            is_legal(&shape, &meaning)?;
            is_stable(&shape, &meaning)?;
            Ok(Outcome::Taken)
        }
    }
}

/// Rings as slices.
#[must_use]
pub fn borrowed(rings: &[Vec<Point>]) -> Vec<&[Point]> {
    rings.iter().map(Vec::as_slice).collect()
}

/// What the rings mean to the oracle. Rings that the door takes.
fn meaning(rings: &[Vec<Point>], fill_rule: FillRule) -> Outline {
    let fill_rule = match fill_rule {
        FillRule::NonZero => outline::FillRule::NonZero,
        FillRule::EvenOdd => outline::FillRule::EvenOdd,
    };
    Outline::of(rings.to_vec(), fill_rule)
}

/// What is wrong with rings whatever they enclose: the first fault, ring by ring.
fn door_fault(rings: &[Vec<Point>]) -> Option<ShapeError> {
    if rings.iter().all(Vec::is_empty) {
        return Some(ShapeError::Empty);
    }
    rings.iter().enumerate().find_map(|(ring, points)| {
        if points.len() < 3 {
            return Some(ShapeError::TooFewPoints { ring, points: points.len() });
        }
        points.iter().enumerate().find_map(|(vertex, &Point { x, y })| {
            if !x.is_finite() || !y.is_finite() {
                Some(ShapeError::NotFinite { ring, vertex, x, y })
            } else if x.abs().max(y.abs()) > MAX_COORDINATE {
                Some(ShapeError::OutOfRange { ring, vertex, x, y })
            } else {
                None
            }
        })
    })
}

/// Whether the refusal names the first fault, or the outline has no area to speak of.
#[must_use]
pub fn is_rightly_refused(error: &ShapeError, rings: &[Vec<Point>], fill_rule: FillRule) -> bool {
    match door_fault(rings) {
        // Compared as words: NaN is not equal to itself.
        Some(fault) => fault.to_string() == error.to_string(),
        None if *error == ShapeError::NoArea => {
            let outline = meaning(rings, fill_rule);
            outline.area.is_none_or(|area| area <= outline.slack() * outline.perimeter)
        }
        None => false,
    }
}

fn is_legal(shape: &Shape, meaning: &Outline) -> Result<(), String> {
    let rings: Vec<Vec<Point>> = shape.outline_rings().collect();
    let area: f64 = rings.iter().map(|ring| shoelace(ring)).sum();
    let slack = meaning.area_slack();
    if (area - shape.outline_area()).abs() > slack {
        return Err(format!("the rings' area is {area}, the shape says {}", shape.outline_area()));
    }
    if let Some(truth) = meaning.area
        && (area - truth).abs() > slack
    {
        return Err(format!("the repaired area is {area}, i_overlay gives {truth}; allowed {slack:e}"));
    }
    for (index, ring) in rings.iter().enumerate() {
        if ring.len() < 3 || (0..ring.len()).any(|i| ring[i] == ring[(i + 1) % ring.len()]) {
            return Err(format!("ring {index} has an edge without length: {ring:?}"));
        }
    }
    // Where nothing had to be rebuilt, edges meet nowhere but in their corners.
    if meaning.is_clean
        && let Some(clash) = first_clash(rings.iter().map(Vec::as_slice), Touching::Never)
    {
        return Err(format!("clean rings meet after the repair: {clash:?}"));
    }
    Ok(())
}

/// A repaired outline is its own repair: the same area, whatever ring and vertex it starts with.
fn is_stable(shape: &Shape, meaning: &Outline) -> Result<(), String> {
    let mut rings: Vec<Vec<Point>> = shape.outline_rings().collect();
    rings.reverse();
    for ring in &mut rings {
        ring.reverse();
        ring.rotate_left(1);
    }
    let mut again = Shape::default();
    // Rings are nested by now: even-odd tells the same as depth does.
    match again.load(&borrowed(&rings), FillRule::NonZero) {
        Ok(()) => {
            let (first, second) = (shape.outline_area(), again.outline_area());
            if (first - second).abs() <= 2.0 * meaning.area_slack() {
                Ok(())
            } else {
                Err(format!("the repaired outline has {first}, repaired again {second}"))
            }
        }
        Err(ShapeError::NoArea) if shape.outline_area() <= meaning.slack() * meaning.perimeter => Ok(()),
        Err(error) => Err(format!("the repaired outline is refused: {error}")),
    }
}
