//! Outlines in parts that touch along a cut: no piece runs across it, and each part is cut as an outline is.
#![allow(clippy::unwrap_used)] // helpers that fail are failed tests

use cutout_geometry::carve::{Anchors, Tool};
use cutout_geometry::fracture::parts_of;
use cutout_geometry::params::{FillRule, Holes, Mask, Pattern};
use cutout_geometry::{Checkpoint, Fracture, FractureError, FractureParams, Fracturer};
use cutout_tests::Point;
use cutout_tests::carving::{at, carve, polygon, with};
use cutout_tests::case::Case;
use cutout_tests::laws::{self, CutBy, HoleRule};
use cutout_tests::outline::{self, Outline};
use cutout_tests::pieces::{self, Bond, Piece};
use cutout_tests::random::Rng;
use geo::{Area, BooleanOps};
use std::cell::Cell;

/// `CUTOUT_CASES=100000 cargo test ... --test apart` tries more.
const CASES: u64 = 1_500;

/// What a cut across the outline leaves of it, all of which holds: the rings of each part.
fn parts_along_a_cut(rng: &mut Rng, rings: &[Vec<Point>]) -> Vec<Vec<Vec<Point>>> {
    let mut bounds = [rings[0][0]; 2];
    for p in rings.iter().flatten() {
        bounds[0] = at(bounds[0].x.min(p.x), bounds[0].y.min(p.y));
        bounds[1] = at(bounds[1].x.max(p.x), bounds[1].y.max(p.y));
    }
    let size = bounds[1] - bounds[0];
    let place = |x: f64, y: f64| bounds[0] + at(size.x * x, size.y * y);
    let path = vec![
        place(-0.5, rng.between(-0.2, 1.2)),
        place(rng.between(0.2, 0.8), rng.between(0.0, 1.0)),
        place(1.5, rng.between(-0.2, 1.2)),
    ];
    let mut carving = with(Tool::Cut { path, width: 0.0 });
    carving.tools[0].tolerance = 1e-4;
    let around = [(-1.0, -1.0), (2.0, -1.0), (2.0, 2.0), (-1.0, 2.0)].map(|(x, y)| place(x, y)).to_vec();
    carving.anchors = Anchors::At { points: Vec::new(), ring: around };
    pieces::of(&carve(rings, &carving)).into_iter().map(|part| part.rings).collect()
}

fn fracture(
    fracturer: &mut Fracturer,
    parts: &[Vec<Vec<Point>>],
    params: &FractureParams,
    check: &dyn Checkpoint,
) -> Result<Fracture, FractureError> {
    let rings: Vec<&[Point]> = parts.iter().flatten().map(Vec::as_slice).collect();
    let counts: Vec<usize> = parts.iter().map(Vec::len).collect();
    fracturer.fracture_apart(&parts_of(&rings, &counts).unwrap(), params, check)
}

/// Area of what a piece and a part have in common, as `geo` finds it.
fn in_common(piece: &Piece, part: &[Vec<Point>]) -> f64 {
    polygon(&piece.rings).intersection(&polygon(part)).unsigned_area()
}

/// Each part with the pieces in it, of which the bonds lead to pieces of the same part.
fn by_part(parts: &[Vec<Vec<Point>>], pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let part_of: Vec<usize> = pieces
        .iter()
        .map(|piece| {
            let common: Vec<f64> = parts.iter().map(|part| in_common(piece, part)).collect();
            (0..parts.len()).max_by(|&l, &r| common[l].total_cmp(&common[r])).unwrap()
        })
        .collect();
    let mut found = vec![Vec::new(); parts.len()];
    let place: Vec<usize> = (part_of.iter().enumerate())
        .map(|(index, &part)| part_of[..index].iter().filter(|&&other| other == part).count())
        .collect();
    for (index, piece) in pieces.iter().enumerate() {
        let bonds = piece.bonds.iter().map(|bond| {
            assert_eq!(part_of[bond.neighbor], part_of[index], "no bond leads across the cut");
            Bond { neighbor: place[bond.neighbor], ..*bond }
        });
        found[part_of[index]].push(Piece { bonds: bonds.collect(), ..piece.clone() });
    }
    found
}

fn params_for(rng: &mut Rng, seed: u64) -> FractureParams {
    let patterns = [Pattern::Random, Pattern::Grid, Pattern::Hexagonal, Pattern::SlicesChaotic];
    FractureParams {
        pattern: *rng.pick(&patterns),
        fragment_count: 1 + rng.below(40) as u32,
        edge_padding: 0.0,
        holes: Holes::Keep,
        seed,
        ..FractureParams::default()
    }
}

#[test]
fn each_part_is_cut_as_an_outline_and_no_piece_is_of_two() {
    let cases = std::env::var("CUTOUT_CASES").ok().and_then(|v| v.parse().ok()).unwrap_or(CASES);
    let mut fracturer = Fracturer::default();
    let (mut checked, mut failures) = (0, Vec::new());
    for seed in 1..=cases {
        let case = Case::random(seed);
        let (rings, _) = case.build();
        let outline = Outline::of(rings.clone(), outline::FillRule::NonZero);
        if !outline.is_clean || outline.area.is_none() {
            continue;
        }
        let rng = &mut Rng::new(seed ^ 0xA9A7);
        let parts = parts_along_a_cut(rng, &rings);
        if parts.is_empty() {
            // Too thin for single precision.
            continue;
        }
        let params = params_for(rng, seed);
        let fracture = match fracture(&mut fracturer, &parts, &params, &()) {
            Ok(fracture) => fracture,
            Err(error) => {
                failures.push(format!("seed {seed}: {case:?}: {error}"));
                continue;
            }
        };
        let sum: f64 = parts.iter().flatten().map(|ring| outline::shoelace(ring)).sum();
        let report = &fracture.report;
        assert!((report.area_in - sum).abs() <= 1e-9 * sum, "seed {seed}: {sum}, {}", report.area_in);
        for (rings, pieces) in parts.iter().zip(by_part(&parts, &pieces::of(&fracture))) {
            let outline = Outline::of(rings.clone(), outline::FillRule::NonZero);
            let law = if report.in_single {
                laws::check_in_single(&outline, HoleRule::Kept, &pieces, seed)
            } else {
                laws::check(&outline, &CutBy::Anything, HoleRule::Kept, &pieces, seed)
            };
            if let Err(violation) = law {
                failures.push(format!("seed {seed}: {case:?}: {violation}"));
            }
        }
        checked += usize::from(parts.len() > 1);
    }
    assert!(checked as u64 > cases / 8, "{checked} outlines in parts");
    assert!(failures.is_empty(), "{} of {checked}:\n{}", failures.len(), failures.join("\n"));
}

fn two_halves() -> Vec<Vec<Vec<Point>>> {
    let square = |x: f64| vec![vec![at(x, 0.0), at(x + 100.0, 0.0), at(x + 100.0, 100.0), at(x, 100.0)]];
    vec![square(0.0), square(100.0)]
}

#[test]
fn one_pattern_is_laid_over_all_parts() {
    let params = FractureParams {
        pattern: Pattern::Points,
        points: vec![at(100.0, 20.0), at(100.0, 80.0)],
        ..FractureParams::default()
    };
    let mut fracturer = Fracturer::default();
    let apart = fracture(&mut fracturer, &two_halves(), &params, &()).unwrap();
    let boxes: Vec<[f64; 4]> = apart
        .fragments
        .iter()
        .map(|f| [f.bounds().min.x, f.bounds().min.y, f.bounds().max.x, f.bounds().max.y])
        .collect();
    let wanted = [
        [0.0, 0.0, 100.0, 50.0],
        [0.0, 50.0, 100.0, 100.0],
        [100.0, 0.0, 200.0, 50.0],
        [100.0, 50.0, 200.0, 100.0],
    ];
    assert_eq!(boxes, wanted);
    let report = &apart.report;
    assert_eq!((report.outlines, report.vertices, report.area_in, report.area_out), (2, 8, 2e4, 2e4));
}

#[test]
fn parts_far_from_each_other_are_cut_as_they_were_without_being_told_apart() {
    let mut parts = two_halves();
    parts[1][0].iter_mut().for_each(|p| p.x += 50.0);
    let params = FractureParams { seed: 3, fragment_count: 30, ..FractureParams::default() };
    let mut fracturer = Fracturer::default();
    let apart = fracture(&mut fracturer, &parts, &params, &()).unwrap();
    let rings: Vec<&[Point]> = parts.iter().flatten().map(Vec::as_slice).collect();
    let whole = fracturer.fracture(&rings, &params, &()).unwrap();
    assert_eq!(pieces::of(&apart), pieces::of(&whole));
}

#[test]
fn what_the_params_say_holds_in_each_part() {
    let mut fracturer = Fracturer::default();
    let params = FractureParams { seed: 5, fragment_count: 40, ..FractureParams::default() };
    let area = |fracture: &Fracture| fracture.fragments.iter().map(|f| f.area()).sum::<f64>();
    let gap = FractureParams { gap: 1.0, ..params.clone() };
    let found = fracture(&mut fracturer, &two_halves(), &gap, &()).unwrap();
    let sum = area(&found) + found.report.gap_area;
    assert!(found.report.gap_area > 100.0 && (sum - 2e4).abs() < 1e-5, "{sum}");
    // Of the small part nothing is left, which is no fault of the large one.
    let mut parts = two_halves();
    parts[1][0] = vec![at(100.0, 40.0), at(101.0, 40.0), at(101.0, 60.0), at(100.0, 60.0)];
    let gap = FractureParams {
        pattern: Pattern::SlicesManual,
        segments: (0..40)
            .map(|i| [at(-10.0, 40.0 + 0.5 * f64::from(i)), at(150.0, 40.0 + 0.5 * f64::from(i))])
            .collect(),
        gap: 2.0,
        ..params.clone()
    };
    let found = fracture(&mut fracturer, &parts, &gap, &()).unwrap();
    assert!((area(&found) + found.report.gap_area - 10_020.0).abs() < 1e-5);
    let mask = Mask::Circle { center: at(150.0, 50.0), radius: 20.0 };
    let masked = FractureParams { mask: Some(mask), ..params.clone() };
    let found = fracture(&mut fracturer, &two_halves(), &masked, &()).unwrap();
    let whole = found.fragments.iter().filter(|f| f.area() == 1e4).count();
    assert_eq!(whole, 1, "the part that the mask misses is one piece");
    let even = FractureParams { fill_rule: FillRule::EvenOdd, ..params };
    let found = fracture(&mut fracturer, &two_halves(), &even, &()).unwrap();
    assert!((area(&found) - 2e4).abs() < 1e-5);
}

#[test]
fn it_is_the_same_on_each_run_and_ends_where_it_is_told_to() {
    struct Until(Cell<u32>);
    impl Checkpoint for Until {
        fn reach(&self, _progress: f32) -> bool {
            self.0.set(self.0.get().saturating_sub(1));
            self.0.get() > 0
        }
    }
    let params = FractureParams { fragment_count: 500, ..FractureParams::default() };
    let first = fracture(&mut Fracturer::default(), &two_halves(), &params, &()).unwrap();
    let mut used = Fracturer::default();
    for asked in 1..14 {
        let check = Until(Cell::new(asked));
        let stopped = fracture(&mut used, &two_halves(), &params, &check);
        if check.0.get() == 0 {
            assert!(matches!(stopped, Err(FractureError::Cancelled)), "asked {asked} times");
        }
    }
    let again = fracture(&mut used, &two_halves(), &params, &()).unwrap();
    assert_eq!(pieces::of(&first), pieces::of(&again));
}
