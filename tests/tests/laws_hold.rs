//! The laws, on every kind of outline and every kind of cut, comfortable or made to hit vertices and
//! edges exactly: all of them, with holes kept and with holes split.

use cutout_geometry::Fracturer;
use cutout_geometry::params::{FillRule, Holes};
use cutout_tests::case::Case;
use cutout_tests::trial;

const CASES: u64 = 30_000;

fn fill_rule(seed: u64) -> FillRule {
    if seed.is_multiple_of(3) { FillRule::EvenOdd } else { FillRule::NonZero }
}

fn break_no_law(seeds: impl Iterator<Item = u64>, holes: Holes) {
    let mut fracturer = Fracturer::keeping_thin_pieces();
    for seed in seeds {
        let case = Case::random(seed);
        let result = trial::run(&mut fracturer, &case, &trial::params(holes, fill_rule(seed)));
        assert!(
            result.is_ok(),
            "seed {seed}: {holes:?} {case:?}: {}",
            result.err().map_or(String::new(), |e| e.to_string())
        );
    }
}

#[test]
fn pieces_with_their_holes_break_no_law() {
    break_no_law(1..=CASES, Holes::Keep);
}

#[test]
fn pieces_with_their_holes_split_break_no_law() {
    break_no_law(CASES + 1..=2 * CASES, Holes::Split);
}
