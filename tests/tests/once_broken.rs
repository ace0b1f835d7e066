//! Inputs that once broke a law, each the smallest of its group in the long run (`million.rs`).
//! A case is told by the numbers that it is made of.

use cutout_geometry::Fracturer;
use cutout_geometry::params::{FillRule, Holes};
use cutout_tests::case::{Case, CutKind, FRAMES};
use cutout_tests::cuts::{Lines, Sites};
use cutout_tests::finished::{self, Fracturers};
use cutout_tests::shapes::Kind;
use cutout_tests::trial;

/// Size of the outline, number of cuts, place in [`FRAMES`], whether turned, seed.
type Numbers = (usize, usize, usize, bool, u64);

fn holds(kind: Kind, cut: CutKind, (size, count, frame, turned, seed): Numbers) {
    case_holds(&Case { kind, size, cut, count, frame: FRAMES[frame], turned, seed });
}

fn case_holds(case: &Case) {
    for holes in [Holes::Keep, Holes::Split] {
        for fill_rule in [FillRule::NonZero, FillRule::EvenOdd] {
            let mut fracturer = Fracturer::keeping_thin_pieces();
            let result = trial::run(&mut fracturer, case, &trial::params(holes, fill_rule));
            assert!(
                result.is_ok(),
                "{holes:?} {fill_rule:?} {case:?}: {}",
                result.err().map_or(String::new(), |e| e.to_string())
            );
        }
    }
}

fn through_vertices() -> CutKind {
    CutKind::Lines(Lines::ThroughVertices)
}

#[test]
fn no_edge_loses_its_length_where_lines_meet_far_from_the_origin() {
    holds(Kind::Jagged, CutKind::Lines(Lines::Concurrent), (10, 22, 5, false, 1_612_952_285_154_292_860));
}

#[test]
fn no_edge_loses_its_length_between_lines_that_are_nearly_one() {
    holds(Kind::Slivers, through_vertices(), (9, 7, 1, false, 9_065_747_852_886_257_146));
}

#[test]
fn rings_stay_simple_where_borders_are_as_short_as_rounding() {
    holds(Kind::NearlyStraight, through_vertices(), (6, 19, 3, true, 16_402_551_495_550_164_951));
}

#[test]
fn a_border_past_a_vertex_at_infinity_cuts_no_cell_in_two() {
    let lattice = CutKind::Sites(Sites::LatticeHalfStep);
    holds(Kind::HoledGrid, lattice, (8, 5, 2, true, 7_392_213_673_289_312_923));
}

#[test]
fn borders_stay_shared_where_a_cell_without_width_was_between() {
    holds(Kind::Slivers, through_vertices(), (5, 5, 0, true, 15_923_923_032_905_102_903));
}

#[test]
fn outline_edges_lie_on_the_outline_where_a_cut_nearly_follows_it() {
    holds(Kind::Slivers, through_vertices(), (4, 6, 8, false, 6_535_052_806_240_565_270));
}

#[test]
fn corners_stay_at_tips_finer_than_rounding() {
    holds(Kind::Needle, through_vertices(), (7, 23, 6, true, 3_040_926_318_011_681_789));
}

#[test]
fn holes_that_touch_all_around_a_part_make_it_a_piece_of_its_own() {
    holds(Kind::TouchingHoles, CutKind::Sites(Sites::InLine), (9, 4, 3, false, 7_842_427_596_547_457_146));
}

#[test]
fn no_hole_is_left_where_two_seams_a_hole_do_not_do() {
    holds(Kind::Holed, CutKind::Sites(Sites::Clustered), (5, 3, 6, false, 6_605_799_358_028_894_504));
}

#[test]
fn seams_are_chosen_on_the_coordinates_that_are_handed_out() {
    let missing = CutKind::Lines(Lines::Missing);
    holds(Kind::OverlappingHoles, missing, (4, 7, 6, false, 11_207_213_873_021_377_396));
}

#[test]
fn borders_stay_on_their_lines_where_a_long_edge_crosses_one_as_short_as_rounding() {
    let lattice = CutKind::Sites(Sites::LatticeHalfStep);
    holds(Kind::HoledGrid, lattice, (30, 19, 6, true, 18_215_901_475_959_199_946));
    holds(Kind::PinchedGrid, lattice, (19, 20, 4, true, 14_990_244_338_413_034_577));
    holds(
        Kind::NearlyStraight,
        CutKind::Sites(Sites::Mirrored),
        (12, 12, 2, false, 5_951_114_021_559_609_728),
    );
    holds(Kind::Rectilinear, through_vertices(), (60, 17, 3, true, 8_072_485_679_985_917_301));
}

/// Cases of the long run with all that is done to pieces (`finished.rs`), by their seeds.
fn finished_holds(seeds: &[u64]) {
    for &seed in seeds {
        let result = finished::run(&mut Fracturers::default(), seed);
        assert!(result.is_ok(), "{seed}: {}", result.err().map_or(String::new(), |e| e.to_string()));
    }
}

#[test]
fn the_middle_of_a_border_lies_between_its_stretches_short_as_one_of_them_is() {
    // The law was wrong: one is 8e-11 long.
    case_holds(&Case::random(64_080_981));
}

#[test]
fn seeds_of_the_first_finished_run_hold() {
    finished_holds(&[20_020_929, 20_021_078, 20_041_578]);
}

#[test]
fn a_hole_that_touches_the_ring_hangs_on_the_common_corner() {
    finished_holds(&[
        20_025_170, 20_040_329, 20_053_165, 20_075_295, 20_086_839, 20_124_184, 20_127_436, 20_170_946,
    ]);
}

#[test]
fn a_bridge_from_a_corner_of_two_rings_runs_inside_of_both() {
    finished_holds(&[20_108_606]);
}

#[test]
fn a_bridge_keeps_from_vertices_that_it_would_pass_by_a_rounding() {
    finished_holds(&[20_091_393]);
}

#[test]
fn a_channel_that_rounding_closes_beside_a_gap_leaves_no_hole() {
    finished_holds(&[20_006_594]);
}

#[test]
fn a_mask_far_from_the_origin_divides_on_the_coordinates_that_are_handed_out() {
    finished_holds(&[20_065_880, 20_081_414, 20_118_286, 20_178_297]);
}

#[test]
fn a_mask_divides_an_outline_as_thin_as_its_rounding() {
    finished_holds(&[20_033_131]);
}

#[test]
fn a_mask_within_a_rounding_of_a_tangled_outline_bends_to_it() {
    finished_holds(&[30_039_855, 30_250_491, 30_289_240]);
}

#[test]
fn a_mask_that_runs_back_along_itself_moves_no_corner() {
    finished_holds(&[41_006_113, 41_059_848]);
}

#[test]
fn a_tangle_on_the_grid_of_single_precision_comes_to_an_end_and_folds_nowhere() {
    finished_holds(&[40_044_409, 40_060_501, 40_068_109, 40_063_223, 40_058_264]);
}

#[test]
fn a_tangle_too_fine_for_single_precision_in_one_direction_folds_on_no_even_grid() {
    finished_holds(&[41_053_866, 43_125_967, 61_075_470, 61_163_117, 61_177_995, 61_189_881, 63_186_617]);
}

#[test]
fn a_cut_along_a_mask_divides_the_edges_on_both_of_its_sides() {
    finished_holds(&[20_040_370]);
}
