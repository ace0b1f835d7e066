//! Masks on every kind of outline: what lies inside breaks, the rest stays whole, and all laws hold.
#![allow(clippy::unwrap_used)] // helpers that fail are failed tests

use cutout_geometry::params::{FractureParams, Holes, Mask as Params, Pattern};
use cutout_geometry::{Fracture, Fracturer};
use cutout_tests::Point;
use cutout_tests::case::{Case, CutKind};
use cutout_tests::cuts::{Lines, Sites};
use cutout_tests::laws::mask;
use cutout_tests::laws::{self, CutBy, HoleRule, Law};
use cutout_tests::masks;
use cutout_tests::outline::length;
use cutout_tests::pieces;
use cutout_tests::random::Rng;
use cutout_tests::trial::{self, Failure};

const CASES: u64 = 6_000;

fn is_in_general_position(cut: CutKind) -> bool {
    matches!(
        cut,
        CutKind::Sites(Sites::Scattered | Sites::Clustered | Sites::Repeated | Sites::Outside)
            | CutKind::Lines(Lines::Scattered | Lines::Parallel | Lines::Repeated | Lines::Missing)
    )
}

/// All laws on one masked case.
fn check(fracturer: &mut Fracturer, seed: u64, holes: Holes) -> Result<usize, Failure> {
    let case = Case::random(seed);
    let (rings, cut_by) = case.build();
    let mask = masks::any(&mut Rng::new(seed ^ 0x77), &rings);
    let params = FractureParams { mask: Some(trial::mask_param(&mask)), holes, ..FractureParams::default() };
    let outline = trial::outline_of(rings.clone(), &params);
    let fracture = match trial::cut(fracturer, &rings, &cut_by, &params) {
        Ok(fracture) => fracture,
        Err(_) if outline.area.is_none_or(|area| area <= outline.slack() * outline.perimeter) => {
            return Ok(0);
        }
        Err(error) => return Err(Failure::Refused(error)),
    };
    let pieces = pieces::of(&fracture);
    let hole_rule = if holes == Holes::Keep { HoleRule::Kept } else { HoleRule::Split };
    laws::check(&outline, &CutBy::Anything, hole_rule, &pieces, seed)?;
    mask::check(&outline, &mask, 0.0, &pieces, seed)?;
    if holes == Holes::Keep {
        mask::rest_is_whole(&pieces)?;
    }
    Ok(pieces.len())
}

/// Some masks run along the outline, through its vertices or across themselves, and where such a ring
/// meets cuts that aim at vertices as well, a piece may touch itself to within a rounding: fewer than
/// one in two hundred does. With cuts in general position, hardly any. Areas always add up.
#[test]
fn masked_cuts_break_no_law() {
    let mut fracturer = Fracturer::keeping_thin_pieces();
    let (mut failures, mut tame) = (Vec::new(), 0);
    for seed in 1..=CASES {
        let case = Case::random(seed);
        if let Err(failure) = check(&mut fracturer, seed, Holes::Keep) {
            tame += u64::from(is_in_general_position(case.cut));
            if let Failure::Broken(violation) = &failure {
                assert_ne!(violation.law, Law::Area, "seed {seed}: {case:?}: {failure}");
            }
            failures.push(format!("seed {seed}: {case:?}: {failure}"));
        }
    }
    let told = format!("{} of {CASES}, {tame} in general position:\n{}", failures.len(), failures.join("\n"));
    assert!(failures.len() < CASES as usize / 200 && tame < CASES / 1000, "{told}");
}

fn cut(rings: &[Vec<Point>], params: &FractureParams) -> Fracture {
    let rings: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
    Fracturer::default().fracture(&rings, params, &()).unwrap()
}

fn wall() -> Vec<Vec<Point>> {
    [[0.0, 0.0], [400.0, 0.0], [400.0, 300.0], [0.0, 300.0]]
        .map(|[x, y]| Point { x, y })
        .to_vec()
        .into_iter()
        .fold(vec![Vec::new()], |mut rings, p| {
            rings[0].push(p);
            rings
        })
}

const CENTER: Point = Point { x: 180.0, y: 120.0 };

fn crater(pattern: Pattern, holes: Holes) -> FractureParams {
    FractureParams {
        pattern,
        holes,
        fragment_count: 12,
        seed: 5,
        points: vec![CENTER, Point { x: 200.0, y: 100.0 }, Point { x: 350.0, y: 280.0 }],
        segments: vec![[Point { x: 0.0, y: 100.0 }, Point { x: 400.0, y: 140.0 }]],
        mask: Some(Params::Circle { center: CENTER, radius: 60.0 }),
        ..FractureParams::default()
    }
}

#[test]
fn every_pattern_breaks_the_crater_and_leaves_the_wall() {
    for &pattern in Pattern::ALL {
        let fracture = cut(&wall(), &crater(pattern, Holes::Keep));
        let inside: Vec<_> = fracture.fragments.iter().filter(|f| f.in_mask()).collect();
        let whole: Vec<_> = fracture.fragments.iter().filter(|f| !f.in_mask()).collect();
        assert_eq!(whole.len(), 1, "{}: the wall stays one piece", pattern.name());
        assert_eq!(whole[0].holes().len(), 1, "{}", pattern.name());
        assert!(inside.len() >= 2, "{}: {} pieces", pattern.name(), inside.len());
        let disc = std::f64::consts::PI * 3600.0;
        let area: f64 = inside.iter().map(|f| f.area()).sum();
        assert!((area - disc).abs() < 1e-9 * disc, "{}: {area} of {disc}", pattern.name());
        for fragment in &inside {
            assert!(fragment.outer().iter().all(|&p| length(p, CENTER) < 60.2), "{}", pattern.name());
        }
    }
}

#[test]
fn all_pieces_that_were_asked_for_lie_in_the_mask() {
    for pattern in [Pattern::Random, Pattern::Poisson, Pattern::Impact] {
        for holes in [Holes::Keep, Holes::Split] {
            let fracture = cut(&wall(), &crater(pattern, holes));
            let inside = fracture.fragments.iter().filter(|f| f.in_mask()).count();
            assert_eq!(inside, 12, "{}", pattern.name());
        }
    }
}

#[test]
fn split_holes_leave_no_ring_in_the_wall_and_cut_nothing_else() {
    let fracture = cut(&wall(), &crater(Pattern::Random, Holes::Split));
    assert!(fracture.fragments.iter().all(|f| f.holes().len() == 0));
    assert_eq!(fracture.fragments.iter().filter(|f| !f.in_mask()).count(), 2);
    let bridged = cut(&wall(), &crater(Pattern::Random, Holes::Bridge));
    assert_eq!(bridged.fragments.iter().filter(|f| !f.in_mask()).count(), 1);
}

#[test]
fn a_mask_that_divides_the_outline_leaves_as_many_pieces_as_it_falls_apart_into() {
    let band = Params::Ring(
        [[150.0, -10.0], [250.0, -10.0], [250.0, 310.0], [150.0, 310.0]]
            .map(|[x, y]| Point { x, y })
            .to_vec(),
    );
    let params = FractureParams { mask: Some(band), ..FractureParams::default() };
    let fracture = cut(&wall(), &params);
    let whole: Vec<f64> = fracture.fragments.iter().filter(|f| !f.in_mask()).map(|f| f.area()).collect();
    assert_eq!(whole.len(), 2);
    assert!(whole.iter().all(|area| (area - 45_000.0).abs() < 1e-6), "{whole:?}");
}

#[test]
fn a_mask_around_everything_changes_no_bit_and_one_beside_it_breaks_nothing() {
    let plain = cut(&wall(), &FractureParams::default());
    let around = Params::Circle { center: CENTER, radius: 1000.0 };
    let masked = cut(&wall(), &FractureParams { mask: Some(around), ..FractureParams::default() });
    assert_eq!(plain.fragments.len(), masked.fragments.len());
    for (a, b) in plain.fragments.iter().zip(masked.fragments.iter()) {
        assert_eq!(a.outer(), b.outer());
        assert!(b.in_mask());
    }
    let beside = Params::Circle { center: Point { x: 1000.0, y: 0.0 }, radius: 50.0 };
    let missed = cut(&wall(), &FractureParams { mask: Some(beside), ..FractureParams::default() });
    assert_eq!(missed.fragments.len(), 1);
    let piece = missed.fragments.get(0).unwrap();
    assert_eq!((piece.outer(), piece.in_mask()), (wall()[0].as_slice(), false));
}
