//! Pieces as an engine gets them, in single precision: every ring is simple there, by a check of its own.

use cutout_geometry::Fracturer;
use cutout_geometry::params::{FractureParams, Holes};
use cutout_tests::Point;
use cutout_tests::case::Case;
use cutout_tests::exact::{Touching, first_clash};
use cutout_tests::outline::shoelace;
use cutout_tests::pieces;
use cutout_tests::trial;

fn single(p: Point) -> Point {
    Point { x: f64::from(p.x as f32), y: f64::from(p.y as f32) }
}

/// The first piece that rounding folds onto itself, turns over or takes an edge from. `Ok`: none, and
/// whether the pieces had to be cut anew.
fn first_fold(seed: u64, holes: Holes, fracturer: &mut Fracturer) -> Result<bool, String> {
    let (rings, cut_by) = Case::random(seed).build();
    let params = FractureParams { holes, ..FractureParams::default() };
    let Ok(fracture) = trial::cut(fracturer, &rings, &cut_by, &params) else { return Ok(false) };
    for (index, piece) in pieces::of(&fracture).iter().enumerate() {
        let rounded: Vec<Vec<Point>> =
            piece.rings.iter().map(|ring| ring.iter().copied().map(single).collect()).collect();
        if let Some(clash) = first_clash(rounded.iter().map(Vec::as_slice), Touching::RingsInPoints) {
            return Err(format!("seed {seed} {holes:?} piece {index}: {clash:?} of {:?}", piece.rings));
        }
        if let Some(ring) = rounded.iter().enumerate().find(|(r, ring)| (shoelace(ring) > 0.0) != (*r == 0)) {
            return Err(format!("seed {seed} {holes:?} piece {index}: ring {} is turned over", ring.0));
        }
    }
    Ok(fracture.report.in_single)
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

#[test]
fn every_ring_is_simple_in_single_precision() {
    let (first, cases) = (setting("CUTOUT_SEED", 30_000_001), setting("CUTOUT_CASES", 2500));
    let mut fracturer = Fracturer::default();
    let (mut folds, mut cut_anew) = (Vec::new(), 0);
    for seed in first..first + cases {
        for holes in [Holes::Keep, Holes::Split] {
            match first_fold(seed, holes, &mut fracturer) {
                Ok(anew) => cut_anew += u64::from(anew),
                Err(fold) => folds.push(fold),
            }
        }
    }
    assert!(folds.is_empty(), "{} folds, the first: {}", folds.len(), folds[0]);
    // Those that need it are among them, and are few.
    assert!(cut_anew > 0 && cut_anew < cases, "{cut_anew} were cut anew");
}
