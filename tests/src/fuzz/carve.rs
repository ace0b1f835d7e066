//! Carving: an outline, tools and thresholds out of bytes.

use super::input::{Bytes, number, points, rings};
use super::shape::{borrowed, is_rightly_refused};
use super::whole::rounding;
use super::{Checked, Outcome, is_clear};
use crate::Point;
use crate::outline::shoelace;
use cutout_geometry::carve::{Anchors, BiteFate, Ends, PlacedTool, Placement, Tool};
use cutout_geometry::params::FillRule;
use cutout_geometry::{CarveError, Carver, Carving, Fracture, FractureError, FractureParams};

/// How far areas may add up to something else than the outline's.
const AREA_TOLERANCE: f64 = 1e-9;

/// Carves what the bytes tell.
///
/// # Errors
/// The law that was broken: a refusal without its reason, area lost or won without a word, a ring without
/// area, a point that single precision does not hold.
pub fn check(bytes: &[u8]) -> Checked {
    let (carving, rings) = read(bytes);
    let shatter = FractureParams { fragment_count: 4, ..FractureParams::default() };
    match Carver::default().carve(&borrowed(&rings), &carving, &shatter, &()) {
        Ok(fracture) => is_legal(&fracture, &carving, rounding(&rings)).map(|()| Outcome::Taken),
        Err(error) => {
            is_clear(&error, &[])?;
            match &error {
                CarveError::Fracture(FractureError::Broken { area_in, .. }) if *area_in < 1e-12 => {
                    Ok(Outcome::Refused)
                }
                CarveError::Fracture(FractureError::Broken { .. }) => Ok(Outcome::GivenUp),
                CarveError::Fracture(FractureError::Shape(fault))
                    if !is_rightly_refused(fault, &rings, FillRule::NonZero) =>
                {
                    Err(format!("refused without reason: {error}"))
                }
                _ => Ok(Outcome::Refused),
            }
        }
    }
}

/// What the bytes tell: how an outline is carved, and the outline.
#[must_use]
pub fn read(bytes: &[u8]) -> (Carving, Vec<Vec<Point>>) {
    let mut bytes = Bytes::new(bytes);
    let carving = carving(&mut bytes);
    (carving, rings(&mut bytes))
}

fn carving(bytes: &mut Bytes<'_>) -> Carving {
    let tools = (0..1 + bytes.below(3)).map(|_| placed(bytes)).collect();
    let threshold = |bytes: &mut Bytes<'_>| if bytes.below(4) == 0 { number(bytes) } else { 0.0 };
    Carving {
        anchors: match bytes.below(3) {
            0 => Anchors::At { points: points(bytes, 4), ring: points(bytes, 6) },
            _ => Anchors::Largest,
        },
        min_survivor_area: threshold(bytes),
        shatter_area: threshold(bytes),
        dust_area: threshold(bytes),
        bite: [BiteFate::Removed, BiteFate::Kept, BiteFate::Shattered][bytes.below(3)],
        simplify: threshold(bytes),
        ..Carving::with(tools)
    }
}

fn placed(bytes: &mut Bytes<'_>) -> PlacedTool {
    let one = |bytes: &mut Bytes<'_>| points(bytes, 2).first().copied().unwrap_or_default();
    let tool = match bytes.below(6) {
        0 | 1 => Tool::Circle { center: one(bytes), radius: number(bytes) },
        2 => Tool::Polygon(rings(bytes)),
        3 => {
            let ends = if bytes.below(2) == 0 { Ends::Round } else { Ends::Flat };
            Tool::Beam { from: one(bytes), to: one(bytes), width: number(bytes), ends }
        }
        4 => Tool::Sweep { path: points(bytes, 12), radius: number(bytes) },
        _ => {
            let width = if bytes.below(2) == 0 { 0.0 } else { number(bytes) };
            Tool::Cut { path: points(bytes, 12), width }
        }
    };
    let mut placement = Placement::default();
    if bytes.below(4) == 0 {
        (placement.x, placement.y, placement.origin) = (one(bytes), one(bytes), one(bytes));
    }
    PlacedTool { tool, placement, tolerance: if bytes.below(4) == 0 { number(bytes) } else { 0.1 } }
}

/// `rounding`: what that of coordinates may do to an area.
fn is_legal(fracture: &Fracture, carving: &Carving, rounding: f64) -> Result<(), String> {
    // Shards are rounded when they are handed on.
    let is_whole = carving.shatter_area == 0.0 && carving.bite != BiteFate::Shattered;
    for piece in fracture.fragments.iter() {
        let index = piece.index();
        for (at, ring) in core::iter::once(piece.outer()).chain(piece.holes()).enumerate() {
            if ring.len() < 3 || (0..ring.len()).any(|i| ring[i] == ring[(i + 1) % ring.len()]) {
                return Err(format!("piece {index} has an edge without length: {ring:?}"));
            }
            if is_whole && ring.iter().any(|p| !is_single(*p)) {
                return Err(format!("piece {index} has a point that single precision does not hold"));
            }
            if is_whole && (shoelace(ring) > 0.0) != (at == 0) {
                return Err(format!("piece {index} ring {at} has an area of {}", shoelace(ring)));
            }
        }
        if is_whole && piece.area() <= 0.0 {
            return Err(format!("piece {index} has an area of {}", piece.area()));
        }
        for bond in piece.bonds() {
            let back = fracture.fragments.get(bond.neighbor as usize);
            if back.is_none_or(|b| !b.bonds().iter().any(|b| b.neighbor as usize == index)) {
                return Err(format!("piece {index}: {bond:?} is not returned"));
            }
        }
    }
    let report = &fracture.report;
    let sum = report.area_out + report.taken_area + report.dust_area;
    // An outline of less area than rounding makes may lose it without a word.
    let untold = if report.area_in < rounding { rounding } else { 0.0 };
    let slack = AREA_TOLERANCE * (report.area_in + report.area_out) + untold;
    if sum.is_nan() || (sum - report.area_in).abs() > slack {
        return Err(format!("{sum} out, {} in: {report:?}", report.area_in));
    }
    Ok(())
}

fn is_single(p: Point) -> bool {
    f64::from(p.x as f32) == p.x && f64::from(p.y as f32) == p.y
}
