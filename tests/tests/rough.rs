//! Jagged cuts: the same pieces with the same areas and neighbours, other borders, and all laws hold.
#![allow(clippy::unwrap_used)] // helpers that fail are failed tests

use cutout_geometry::params::{FractureParams, Holes, Pattern};
use cutout_geometry::{Fracture, Fracturer};
use cutout_tests::Point;
use cutout_tests::case::Case;
use cutout_tests::exact::{Touching, first_clash};
use cutout_tests::laws::{self, CutBy, HoleRule};
use cutout_tests::pieces::{self, Piece};
use cutout_tests::random::Rng;
use cutout_tests::trial;
use std::collections::BTreeSet;

const CASES: u64 = 8_000;

fn random_params(seed: u64) -> FractureParams {
    let mut rng = Rng::new(seed ^ 0x0F00);
    FractureParams {
        edge_roughness: *rng.pick(&[0.05, 0.3, 0.7, 1.0]),
        holes: *rng.pick(&[Holes::Keep, Holes::Keep, Holes::Split]),
        seed: rng.bits(),
        ..FractureParams::default()
    }
}

fn bits(p: Point) -> (u64, u64) {
    (p.x.to_bits(), p.y.to_bits())
}

/// Straight and jagged pieces are one for one the same: corners, outline, neighbours, areas.
fn check_same_pieces(straight: &[Piece], rough: &[Piece], slack: f64) -> Result<usize, String> {
    if straight.len() != rough.len() {
        return Err(format!("{} pieces became {}", straight.len(), rough.len()));
    }
    let mut added = 0;
    for (index, (a, b)) in straight.iter().zip(rough).enumerate() {
        let neighbors = |p: &Piece| p.bonds.iter().map(|bond| bond.neighbor).collect::<Vec<_>>();
        if neighbors(a) != neighbors(b) {
            return Err(format!("piece {index} has other neighbours"));
        }
        if (a.area - b.area).abs() > slack + 1e-12 * a.area {
            return Err(format!("piece {index} of area {} has {} now", a.area, b.area));
        }
        let outline = |p: &Piece| -> BTreeSet<_> {
            let flagged = p.edges().zip(p.on_outline.clone()).filter(|(_, flag)| *flag);
            flagged.map(|((_, _, from, to), _)| (bits(from), bits(to))).collect()
        };
        if outline(a) != outline(b) {
            return Err(format!("piece {index} has another part of the outline"));
        }
        let corners: BTreeSet<_> = b.vertices().map(bits).collect();
        if let Some(p) = a.vertices().find(|&p| !corners.contains(&bits(p))) {
            return Err(format!("piece {index} lost its corner {p:?}"));
        }
        added += b.vertices().count() - a.vertices().count();
    }
    Ok(added)
}

#[test]
fn jagged_borders_break_no_law_and_move_no_area() {
    let mut fracturer = Fracturer::keeping_thin_pieces();
    let mut added = 0;
    for seed in 1..=CASES {
        let case = Case::random(seed);
        let (rings, cut_by) = case.build();
        let params = random_params(seed);
        let plain = FractureParams { edge_roughness: 0.0, ..params.clone() };
        let Ok(straight) = trial::cut(&mut fracturer, &rings, &cut_by, &plain) else { continue };
        let rough = trial::cut(&mut fracturer, &rings, &cut_by, &params).unwrap();
        let outline = trial::outline_of(rings, &params);
        let (straight, rough) = (pieces::of(&straight), pieces::of(&rough));
        let holes = if params.holes == Holes::Keep { HoleRule::Kept } else { HoleRule::Split };
        let told = |what: &str| format!("seed {seed}: {case:?} {:?}: {what}", params.holes);
        // What is wrong without roughness is no fault of its.
        if laws::check(&outline, &CutBy::Anything, holes, &straight, seed).is_err() {
            continue;
        }
        let checked = laws::check(&outline, &CutBy::Anything, holes, &rough, seed);
        assert!(checked.is_ok(), "{}", told(&format!("{checked:?}")));
        let slack = 64.0 * f64::EPSILON * outline.magnitude * outline.perimeter;
        match check_same_pieces(&straight, &rough, slack) {
            Ok(vertices) => added += vertices,
            Err(what) => panic!("{}", told(&what)),
        }
    }
    assert!(added > 100_000, "borders are jagged: {added} vertices more");
}

/// Rounded to single precision, as an engine keeps points.
fn rounded(ring: &[Point]) -> Vec<Point> {
    ring.iter().map(|p| Point { x: f64::from(p.x as f32), y: f64::from(p.y as f32) }).collect()
}

fn clashes(fracture: &Fracture) -> usize {
    fracture
        .fragments
        .iter()
        .filter(|fragment| {
            let rings: Vec<_> =
                std::iter::once(fragment.outer()).chain(fragment.holes()).map(rounded).collect();
            first_clash(rings.iter().map(Vec::as_slice), Touching::RingsInPoints).is_some()
        })
        .count()
}

#[test]
fn rounding_to_single_precision_folds_no_jagged_ring_that_was_not_folded_straight() {
    let mut fracturer = Fracturer::default();
    let mut checked = 0;
    for seed in 1..=CASES {
        let case = Case::random(seed);
        let (rings, cut_by) = case.build();
        let params = FractureParams { holes: Holes::Keep, ..random_params(seed) };
        let plain = FractureParams { edge_roughness: 0.0, ..params.clone() };
        let Ok(straight) = trial::cut(&mut fracturer, &rings, &cut_by, &plain) else { continue };
        if clashes(&straight) > 0 {
            continue;
        }
        checked += 1;
        let rough = trial::cut(&mut fracturer, &rings, &cut_by, &params).unwrap();
        let degree = params.edge_roughness;
        assert_eq!(clashes(&rough), 0, "seed {seed}: {case:?}, roughness {degree}");
    }
    assert!(checked > CASES / 2, "{checked} of {CASES}");
}

fn square() -> Vec<Point> {
    [[0.0, 0.0], [200.0, 0.0], [200.0, 200.0], [0.0, 200.0]].map(|[x, y]| Point { x, y }).to_vec()
}

fn cut(params: &FractureParams) -> Fracture {
    Fracturer::default().fracture(&[&square()], params, &()).unwrap()
}

#[test]
fn every_pattern_has_jagged_cuts() {
    for &pattern in Pattern::ALL {
        let params = FractureParams {
            pattern,
            edge_roughness: 0.6,
            points: vec![Point { x: 50.0, y: 60.0 }, Point { x: 150.0, y: 90.0 }],
            segments: vec![[Point { x: 10.0, y: -10.0 }, Point { x: 190.0, y: 210.0 }]],
            ..FractureParams::default()
        };
        let straight = cut(&FractureParams { edge_roughness: 0.0, ..params.clone() });
        let rough = cut(&params);
        assert_eq!(straight.fragments.len(), rough.fragments.len(), "{}", pattern.name());
        let length =
            |f: &Fracture| f.fragments.iter().flat_map(|f| f.bonds()).map(|bond| bond.length).sum::<f64>();
        let longer = length(&rough) / length(&straight);
        assert!((1.01..1.6).contains(&longer), "{}: cuts are {longer} times as long", pattern.name());
    }
}

#[test]
fn more_roughness_strays_farther_and_another_seed_elsewhere() {
    let points = vec![Point { x: 50.0, y: 100.0 }, Point { x: 150.0, y: 100.0 }];
    let params = |edge_roughness, seed| FractureParams {
        pattern: Pattern::Points,
        points: points.clone(),
        edge_roughness,
        seed,
        ..FractureParams::default()
    };
    // The border is the line x = 100.
    let line = |roughness, seed| -> Vec<Point> {
        let fracture = cut(&params(roughness, seed));
        let piece = fracture.fragments.get(0).unwrap();
        piece.outer().iter().copied().filter(|p| p.x > 1.0 && p.y > 0.0 && p.y < 200.0).collect()
    };
    let strays = |roughness| line(roughness, 1).iter().map(|p| (p.x - 100.0).abs()).fold(0.0, f64::max);
    assert!(strays(0.2) > 0.5, "{}", strays(0.2));
    assert!(strays(1.0) > 2.0 * strays(0.2), "{} and {}", strays(0.2), strays(1.0));
    assert!(strays(1.0) < 60.0, "{}", strays(1.0));
    assert_ne!(line(0.5, 1), line(0.5, 2));
    assert_eq!(line(0.5, 1), line(0.5, 1));
}

#[test]
fn the_comparison_finds_area_that_moved() {
    // The comparison above can fail: a piece that gives area to its neighbour is found out.
    let straight = pieces::of(&cut(&FractureParams::default()));
    let mut spoiled = straight.clone();
    spoiled[0].area *= 1.0 + 1e-9;
    assert!(check_same_pieces(&straight, &straight, 0.0).is_ok());
    assert!(check_same_pieces(&straight, &spoiled, 0.0).is_err());
}
