//! Keys and values of params, and the patterns that they ask for.

use super::input::{Bytes, key_and_value, rings};
use super::shape::borrowed;
use super::{Checked, Outcome, is_clear};
use cutout_geometry::params::{FillRule, FractureParams, KEYS, KeySpec, MAX_CUTS, MAX_SITES, Value};
use cutout_geometry::pattern::{self, Cuts, Domain, PatternScratch};
use cutout_geometry::shape::Shape;

/// Sets the values that the bytes tell, one after the other, and draws the pattern that comes of it.
///
/// # Errors
/// The law that was broken: a refusal that changes something, or does not name the key and what is
/// allowed; a value that is not read as it was set; params that pass but give no cuts, or cuts that are
/// not finite or past the limits.
pub fn check(bytes: &[u8]) -> Checked {
    let mut bytes = Bytes::new(bytes);
    let outline = rings(&mut bytes);
    let mut params = FractureParams::default();
    let mut outcome = Outcome::Taken;
    for _ in 0..1 + bytes.below(12) {
        let (key, value) = key_and_value(&mut bytes);
        let before = params.clone();
        let shown: String = format!("{key:?} = {value:?}").chars().take(200).collect();
        match params.set(&key, value) {
            Ok(()) => reads_back(&key, &params).map_err(|fault| format!("{shown}: {fault}"))?,
            Err(error) => {
                outcome = Outcome::Refused;
                // As much of the key as the message is sure to show.
                let named = format!("{:?}", key.chars().take(10).collect::<String>());
                let named = named.trim_matches('"');
                is_clear(&error, &["params", named, "allowed are"])
                    .map_err(|fault| format!("{shown}: {fault}"))?;
                if error.key() != key {
                    return Err(format!("{shown}: the error is about {:?}", error.key()));
                }
                if params != before {
                    return Err(format!("{shown}: refused, and changed all the same"));
                }
            }
        }
    }
    if let Err(error) = params.validate() {
        is_clear(&error, &["params", error.key(), "allowed are"])?;
        return Ok(Outcome::Refused);
    }
    let mut shape = Shape::default();
    if shape.load(&borrowed(&outline), FillRule::NonZero).is_ok() {
        bound_work(&mut params, &shape);
        draws(&params, &shape)?;
    }
    Ok(outcome)
}

/// What was set is what is read, and setting that again changes nothing.
fn reads_back(key: &str, params: &FractureParams) -> Result<(), String> {
    let spec = KeySpec::find(key).ok_or("an unknown key was taken")?;
    let read = spec.value(params);
    let mut again = FractureParams::default();
    again
        .set(key, read.clone())
        .map_err(|error| format!("{read:?} was taken and is now refused: {error}"))?;
    let twice = spec.value(&again);
    if twice == read { Ok(()) } else { Err(format!("set to {read:?}, read as {twice:?}")) }
}

/// The least part of its bounds that an outline has to fill for more than two sites to be scattered over it:
/// chance takes long to hit a thin one.
const LEAST_COVERAGE: f64 = 0.05;

/// Fewer pieces where many were asked for: the limits have tests of their own, and a fuzzer wants speed.
pub fn bound_work(params: &mut FractureParams, shape: &Shape) {
    let size = shape.bounds().size();
    let is_thin = shape.outline_area() < LEAST_COVERAGE * size.x * size.y;
    for spec in KEYS {
        let most = match spec.name {
            "fragment_count" if is_thin => 2,
            "fragment_count" | "slice_count" => 16,
            "grid_rows" | "grid_cols" | "ring_count" | "h_slices" | "v_slices" => 8,
            "points_per_ring" => 16,
            "poisson_attempts" => 8,
            _ => continue,
        };
        if let Value::Int(value) = spec.value(params)
            && value > most
        {
            let _ = params.set(spec.name, Value::Int(1 + value % most));
        }
    }
}

fn draws(params: &FractureParams, shape: &Shape) -> Result<(), String> {
    let mut cuts = Cuts::default();
    if let Err(error) = pattern::cuts(params, shape, &mut PatternScratch::default(), &mut cuts) {
        // The one thing that depends on the outline.
        return is_clear(&error, &["params", "brick_size", "allowed are"]);
    }
    let (count, most) = match &cuts {
        Cuts::Sites(sites) => (sites.len(), MAX_SITES),
        Cuts::Lines(lines) => (lines.len(), MAX_CUTS),
        Cuts::Bricks(_) => (1, 1),
    };
    if count == 0 || count > most as usize {
        return Err(format!("{} gives {count} cuts", params.pattern.name()));
    }
    let bounds = shape.bounds();
    let is_finite = match &cuts {
        Cuts::Sites(sites) => sites.iter().all(|p| p.x.is_finite() && p.y.is_finite()),
        Cuts::Lines(lines) => {
            lines.iter().all(|l| l.a != l.b && [l.a, l.b].iter().all(|p| p.x.is_finite() && p.y.is_finite()))
        }
        Cuts::Bricks(course) => course.size.x > 0.0 && course.size.y > 0.0 && course.origin.x.is_finite(),
    };
    if is_finite { Ok(()) } else { Err(format!("{} on {bounds:?} gives {cuts:?}", params.pattern.name())) }
}
