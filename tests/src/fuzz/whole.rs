//! The whole fracture: rings and params out of bytes.

use super::input::{Bytes, params, rings};
use super::params::bound_work;
use super::shape::{borrowed, is_rightly_refused};
use super::{Checked, Outcome, is_clear};
use crate::Point;
use crate::outline::{perimeter, shoelace};
use crate::trial;
use cutout_geometry::params::Holes;
use cutout_geometry::shape::Shape;
use cutout_geometry::{Fracture, FractureError, Fracturer};

/// How far the pieces' areas may add up to something else than the outline's.
const AREA_TOLERANCE: f64 = 1e-9;
/// How wide a slit may be, as a part of the largest coordinate, that a gap closes because its sides could
/// cross in single precision; and how far off vertices may lie that were put there.
const NEEDLE: f64 = 8.0 / (1u64 << 24) as f64;

/// Fractures what the bytes tell.
///
/// # Errors
/// The law that was broken: a refusal without its reason, area lost or won against `i_overlay`'s, a
/// piece without area or with an edge without length, a hole where there should be none, a neighbour
/// that does not know of it.
pub fn check(bytes: &[u8]) -> Checked {
    let mut bytes = Bytes::new(bytes);
    let mut params = params(&mut bytes);
    let rings = rings(&mut bytes);
    let mut shape = Shape::default();
    if shape.load(&borrowed(&rings), params.fill_rule).is_ok() {
        bound_work(&mut params, &shape);
    }
    match Fracturer::default().fracture(&borrowed(&rings), &params, &()) {
        Ok(fracture) => {
            let (mut rounding, needle) = (rounding(&rings), NEEDLE * magnitude(&rings));
            let outline = trial::outline_of(rings, &params);
            if fracture.report.in_single {
                // Cut on the vertices that an engine gets, because of a piece that would have folded there.
                rounding += needle * outline.perimeter;
            }
            // A gap takes area away from the pieces on purpose.
            if params.gap == 0.0 {
                let slack = outline.area_slack() + AREA_TOLERANCE * fracture.report.area_in;
                if let Some(truth) = outline.area
                    && (fracture.report.area_in - truth).abs() > slack
                {
                    return Err(format!("area {} in, i_overlay gives {truth}", fracture.report.area_in));
                }
            }
            is_legal(&fracture, params.holes, params.gap, rounding, needle)?;
            Ok(Outcome::Taken)
        }
        Err(error) => {
            is_clear(&error, &[])?;
            match &error {
                // Far below the smallest outline that is promised (1e-3 across) it is a refusal.
                FractureError::Broken { area_in, .. } if *area_in < 1e-12 => Ok(Outcome::Refused),
                FractureError::Broken { .. } => Ok(Outcome::GivenUp),
                FractureError::Shape(fault) if !is_rightly_refused(fault, &rings, params.fill_rule) => {
                    Err(format!("refused without reason: {error}"))
                }
                _ => Ok(Outcome::Refused),
            }
        }
    }
}

/// What rounding of coordinates may do to an area: far from the origin a small piece is coarse.
pub(super) fn rounding(rings: &[Vec<Point>]) -> f64 {
    let size = cutout_geometry::Bounds::of(rings.iter().flatten()).size();
    // A cut may be as long as the outline is wide, and there may be dozens.
    64.0 * f64::EPSILON * magnitude(rings) * (size.x + size.y)
}

fn magnitude(rings: &[Vec<Point>]) -> f64 {
    rings.iter().flatten().map(|p| p.x.abs().max(p.y.abs())).fold(0.0, f64::max)
}

fn is_legal(fracture: &Fracture, holes: Holes, gap: f64, rounding: f64, needle: f64) -> Result<(), String> {
    let fragments = &fracture.fragments;
    let (mut sum, mut border) = (0.0, 0.0);
    for piece in fragments.iter() {
        let index = piece.index();
        let mut area = 0.0;
        for ring in core::iter::once(piece.outer()).chain(piece.holes()) {
            if ring.len() < 3 || (0..ring.len()).any(|i| ring[i] == ring[(i + 1) % ring.len()]) {
                return Err(format!("piece {index} has an edge without length: {ring:?}"));
            }
            if ring.iter().any(|p| !p.x.is_finite() || !p.y.is_finite()) {
                return Err(format!("piece {index} is not finite: {ring:?}"));
            }
            area += shoelace(ring);
            border += perimeter(ring);
        }
        if area.is_nan() || area <= -rounding || piece.area() <= 0.0 {
            return Err(format!("piece {index} has an area of {area}, {} said", piece.area()));
        }
        if holes != Holes::Keep && gap == 0.0 && !fracture.report.repairs.rebuilt && piece.holes().len() > 0 {
            return Err(format!("piece {index} has {} holes", piece.holes().len()));
        }
        for bond in piece.bonds() {
            let back = fragments.get(bond.neighbor as usize).map(|other| {
                other.index() != index && other.bonds().iter().any(|b| b.neighbor as usize == index)
            });
            if back != Some(true) || bond.length.is_nan() || bond.length <= 0.0 {
                return Err(format!("piece {index}: {bond:?} is not returned"));
            }
        }
        sum += area;
    }
    let truth = fracture.report.area_in;
    // A gap as wide as the pieces may leave nothing.
    if gap == 0.0 && (fragments.is_empty() || (sum - truth).abs() > 2.0 * AREA_TOLERANCE * truth + rounding) {
        return Err(format!("{} pieces have {sum}, the outline {truth}", fragments.len()));
    }
    if gap > 0.0 && sum > truth * (1.0 + AREA_TOLERANCE) + rounding + needle * border {
        return Err(format!("with a gap the pieces have {sum}, the outline {truth}"));
    }
    Ok(())
}
