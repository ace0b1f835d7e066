//! Pieces as an engine gets them, in single precision: every ring is simple there, by a check of its own.

use core::cell::Cell;
use cutout_geometry::params::{FractureParams, Holes, Pattern};
use cutout_geometry::{Checkpoint, Fracturer};
use cutout_tests::Point;
use cutout_tests::case::Case;
use cutout_tests::exact::{Touching, first_clash};
use cutout_tests::finished::Finish;
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

/// A band wound up to a spiral, of so many vertices that single precision does not hold.
fn spiral(vertices: usize) -> Vec<Point> {
    let half = vertices / 2;
    let place = |index: usize, out: f64| {
        let turn = 12.0 * index as f64 / half as f64;
        let radius = 100.0 + 60.0 * turn + out;
        Point { x: radius * libm::cos(turn), y: radius * libm::sin(turn) }
    };
    (0..half).map(|index| place(index, 0.0)).chain((0..half).rev().map(|index| place(index, 150.0))).collect()
}

/// How often a fracture asks whether to go on: after as many steps each time.
fn asks(fracture: impl FnOnce(&mut Fracturer, &dyn Checkpoint)) -> u32 {
    struct Asked(Cell<u32>);
    impl Checkpoint for Asked {
        fn reach(&self, _: f32) -> bool {
            self.0.set(self.0.get() + 1);
            true
        }
    }
    let check = Asked(Cell::new(0));
    fracture(&mut Fracturer::default(), &check);
    check.0.get()
}

/// The same of a ring. It may be refused.
fn asks_for(ring: &[Point], params: &FractureParams) -> u32 {
    asks(|fracturer, check| {
        let _ = fracturer.fracture(&[ring], params, check);
    })
}

#[test]
fn a_piece_of_many_vertices_is_not_asked_by_pairs() {
    let params = FractureParams { fragment_count: 1, ..FractureParams::default() };
    // Four times the vertices, sixteen times the pairs.
    let (some, many) = (asks_for(&spiral(16_384), &params), asks_for(&spiral(65_536), &params));
    assert!(many < 6 * some && many < 400, "{some}, {many}");
}

#[test]
fn a_needle_under_a_honeycomb_is_not_held_against_all_of_it() {
    // Found by fuzzing: an area of 5e-34, and thousands of cells in its box. It took seconds.
    let needle = [
        [2.291_831_345_544_792e-38, 1.046_205_584_266_182_7e-33],
        [-0.100_000_001_490_116_12, 0.100_000_001_490_116_12],
        [2.291_831_345_544_792e-38, 1.046_205_584_266_182_7e-33],
        [0.749_894_201_755_523_7, 7.498_941_898_345_947],
        [0.0, 0.0],
        [-0.200_000_002_980_232_24, -0.200_000_002_980_232_24],
    ]
    .map(|[x, y]| Point { x, y });
    let asked =
        asks_for(&needle, &FractureParams { pattern: Pattern::Hexagonal, ..FractureParams::default() });
    assert!(asked < 1500, "{asked}");
}

#[test]
fn a_graph_that_bends_without_end_is_given_up_at_once() {
    // A tangle of 13 lines, which took seconds: each of its segments bent to dozens of vertices.
    let (rings, cut_by) = Case::random(41_053_866).build();
    let params =
        Finish::random(41_053_866, &trial::outline_of(rings.clone(), &FractureParams::default())).params;
    let rings: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
    let cuts = trial::cuts(&cut_by).unwrap();
    let asked = asks(|fracturer, check| {
        let fracture = fracturer.fracture_with_cuts(&rings, &cuts, &params, check).unwrap();
        assert!(fracture.report.in_single);
    });
    assert!(asked < 500, "{asked}");
}
