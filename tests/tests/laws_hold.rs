//! The laws, on every kind of outline: all of them where cuts lie as patterns lay them; and on cuts
//! made to hit vertices and edges exactly, no panic and no wrong area, ever.

use cutout_geometry::Fracturer;
use cutout_geometry::params::{FillRule, Holes};
use cutout_tests::case::{Case, CutKind};
use cutout_tests::cuts::{Lines, Sites};
use cutout_tests::laws::Law;
use cutout_tests::trial::{self, Failure};

const CASES: u64 = 30_000;

/// Cuts that do not aim at the outline's vertices and edges.
fn is_in_general_position(cut: CutKind) -> bool {
    matches!(
        cut,
        CutKind::Sites(
            Sites::Scattered | Sites::Clustered | Sites::Repeated | Sites::InLine | Sites::Outside
        ) | CutKind::Lines(Lines::Scattered | Lines::Parallel | Lines::Repeated | Lines::Missing)
    )
}

fn fill_rule(seed: u64) -> FillRule {
    if seed.is_multiple_of(3) { FillRule::EvenOdd } else { FillRule::NonZero }
}

#[test]
fn cuts_in_general_position_break_no_law() {
    let mut fracturer = Fracturer::keeping_thin_pieces();
    let mut tried = 0;
    for seed in 1..=CASES {
        let case = Case::random(seed);
        if is_in_general_position(case.cut) {
            tried += 1;
            let result = trial::run(&mut fracturer, &case, &trial::params(Holes::Keep, fill_rule(seed)));
            assert!(
                result.is_ok(),
                "seed {seed}: {case:?}: {}",
                result.err().map_or(String::new(), |e| e.to_string())
            );
        }
    }
    assert!(tried > CASES / 4);
}

/// Cuts along edges and through vertices, sites on vertices and lattices: a ring may touch itself to
/// within a rounding there (fewer than one in a hundred does), and an outline may be refused in a
/// sentence. Pieces that do not add up to the outline never come out, and nothing panics.
#[test]
fn cuts_that_aim_at_vertices_and_edges_never_lose_area() {
    let mut fracturer = Fracturer::keeping_thin_pieces();
    let mut broken = 0;
    for seed in CASES + 1..=2 * CASES {
        let case = Case::random(seed);
        let holes = if seed % 2 == 0 { Holes::Keep } else { Holes::Split };
        match trial::run(&mut fracturer, &case, &trial::params(holes, fill_rule(seed))) {
            Ok(_) => {}
            Err(Failure::Broken(violation)) => {
                assert!(violation.law != Law::Area, "seed {seed}: {case:?}: {violation:?}");
                broken += 1;
            }
            Err(Failure::Refused(_)) => broken += 1,
        }
    }
    assert!(broken < CASES / 100, "{broken} of {CASES}");
}
