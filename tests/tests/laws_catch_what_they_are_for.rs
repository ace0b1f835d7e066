//! Each law on a sound partition, and on the same one spoiled in the way that the law is there for.

use cutout_tests::Point;
use cutout_tests::laws::mask::Mask;
use cutout_tests::laws::{self, CutBy, HoleRule, Law};
use cutout_tests::outline::{FillRule, Outline, length, shoelace};
use cutout_tests::pieces::{Bond, Piece};

fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

fn ring(points: &[[f64; 2]]) -> Vec<Point> {
    points.iter().map(|p| at(p[0], p[1])).collect()
}

/// A rectangle of 4 by 2 with a hole of 1 by 1 in its right half, cut at x = 2.
fn outline() -> Outline {
    let outer = ring(&[[0.0, 0.0], [4.0, 0.0], [4.0, 2.0], [0.0, 2.0]]);
    Outline::of(vec![outer, hole()], FillRule::NonZero)
}

fn hole() -> Vec<Point> {
    ring(&[[2.5, 0.5], [2.5, 1.5], [3.5, 1.5], [3.5, 0.5]])
}

fn sites() -> CutBy {
    CutBy::Sites(vec![at(1.0, 1.0), at(3.0, 1.0)])
}

fn sound() -> Vec<Piece> {
    let border = |neighbor| vec![Bond { neighbor, length: 2.0, midpoint: at(2.0, 1.0) }];
    vec![
        Piece {
            rings: vec![ring(&[[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])],
            on_outline: vec![true, false, true, true],
            area: 4.0,
            centroid: at(1.0, 1.0),
            bounds: [at(0.0, 0.0), at(2.0, 2.0)],
            bonds: border(1),
            is_convex: true,
            in_mask: true,
        },
        Piece {
            rings: vec![ring(&[[2.0, 0.0], [4.0, 0.0], [4.0, 2.0], [2.0, 2.0]]), hole()],
            on_outline: vec![true, true, true, false, true, true, true, true],
            area: 3.0,
            centroid: at(3.0, 1.0),
            bounds: [at(2.0, 0.0), at(4.0, 2.0)],
            bonds: border(0),
            is_convex: false,
            in_mask: true,
        },
    ]
}

/// The law that breaks when the sound partition is spoiled.
fn caught(spoil: impl Fn(&mut Vec<Piece>)) -> Option<Law> {
    let mut pieces = sound();
    spoil(&mut pieces);
    laws::check(&outline(), &sites(), HoleRule::Kept, &pieces, 1).err().map(|v| v.law)
}

fn restate(piece: &mut Piece) {
    piece.area = piece.rings.iter().map(|r| shoelace(r)).sum();
}

#[test]
fn a_sound_partition_breaks_no_law() {
    assert_eq!(laws::check(&outline(), &sites(), HoleRule::Kept, &sound(), 1), Ok(()));
    let lines = CutBy::Lines(vec![[at(2.0, -1.0), at(2.0, 5.0)]]);
    assert_eq!(laws::check(&outline(), &lines, HoleRule::Kept, &sound(), 1), Ok(()));
}

#[test]
fn no_pieces_is_no_answer() {
    assert_eq!(caught(Vec::clear), Some(Law::SimpleRings));
}

#[test]
fn an_edge_without_length_is_caught() {
    assert_eq!(caught(|p| p[0].rings[0].insert(1, at(2.0, 0.0))), Some(Law::SimpleRings));
}

#[test]
fn a_ring_that_crosses_itself_is_caught() {
    assert_eq!(caught(|p| p[0].rings[0].swap(1, 2)), Some(Law::SimpleRings));
}

#[test]
fn a_ring_that_touches_itself_is_caught() {
    assert_eq!(caught(|p| p[0].rings[0].insert(3, at(1.0, 0.0))), Some(Law::SimpleRings));
}

#[test]
fn a_ring_wound_the_wrong_way_is_caught() {
    assert_eq!(caught(|p| p[0].rings[0].reverse()), Some(Law::Winding));
    assert_eq!(caught(|p| p[1].rings[1].reverse()), Some(Law::Winding));
}

#[test]
fn a_hole_outside_its_piece_is_caught() {
    assert_eq!(
        caught(|p| p[1].rings[1].iter_mut().for_each(|v| v.x += 10.0)),
        Some(Law::Nesting),
        "moved away"
    );
    assert_eq!(
        caught(|p| p[1].rings[1].iter_mut().for_each(|v| v.x += 1.0)),
        Some(Law::Nesting),
        "moved over the rim"
    );
}

#[test]
fn a_hole_where_none_may_be_is_caught() {
    let broken = laws::check(&outline(), &sites(), HoleRule::Split, &sound(), 1).unwrap_err();
    assert_eq!(broken.law, Law::NoHoles);
}

#[test]
fn a_gap_of_one_bit_is_caught() {
    let nudge = |v: f64| f64::from_bits(v.to_bits() - 1);
    assert_eq!(caught(|p| p[0].rings[0][1].x = nudge(2.0)), Some(Law::SharedBorders));
}

#[test]
fn a_t_junction_is_caught() {
    assert_eq!(
        caught(|p| {
            p[0].rings[0].insert(2, at(2.0, 1.0));
            p[0].on_outline.insert(2, false);
        }),
        Some(Law::SharedBorders)
    );
}

#[test]
fn a_wrong_outline_flag_is_caught() {
    assert_eq!(caught(|p| p[0].on_outline[1] = true), Some(Law::SharedBorders));
    assert_eq!(caught(|p| p[0].on_outline[0] = false), Some(Law::SharedBorders));
    assert_eq!(caught(|p| p[0].on_outline.truncate(3)), Some(Law::SharedBorders));
}

#[test]
fn a_piece_given_twice_is_caught() {
    assert_eq!(caught(|p| p.push(p[0].clone())), Some(Law::SharedBorders));
}

#[test]
fn a_piece_that_leaves_the_outline_is_caught() {
    assert_eq!(
        caught(|p| {
            p[0].rings[0][0].x = -0.001;
            p[0].bounds[0].x = -0.001;
            restate(&mut p[0]);
        }),
        Some(Law::OutlineCovered)
    );
}

#[test]
fn a_piece_that_is_missing_is_caught() {
    assert_eq!(
        caught(|p| {
            p.pop();
            p[0].on_outline[1] = true;
            p[0].bonds.clear();
        }),
        Some(Law::OutlineCovered)
    );
}

#[test]
fn a_corner_cut_off_is_caught() {
    assert_eq!(
        caught(|p| {
            p[0].rings[0].remove(0);
            p[0].on_outline = vec![false, true, true];
        }),
        Some(Law::OutlineCovered)
    );
}

#[test]
fn a_hole_that_was_filled_is_caught_by_area() {
    let mut pieces = sound();
    pieces[1].rings.pop();
    pieces[1].on_outline.truncate(4);
    let broken = laws::area::check(&outline(), &pieces, 0.0).unwrap_err();
    assert_eq!(broken.law, Law::Area);
    let samples =
        (0..20).filter_map(|seed| laws::samples::check(&outline(), &pieces, seed, 0.0).err()).count();
    assert!(samples > 10, "the samples see it as well");
}

#[test]
fn overlapping_pieces_are_caught_by_samples() {
    let mut pieces = sound();
    pieces[0].rings[0][1].x = 3.0;
    pieces[0].rings[0][2].x = 3.0;
    pieces[0].bounds[1].x = 3.0;
    assert!((0..20).any(|seed| laws::samples::check(&outline(), &pieces, seed, 0.0).is_err()));
}

#[test]
fn a_piece_outside_its_cell_is_caught() {
    let apart = CutBy::Sites(vec![at(1.0, 1.0), at(3.1, 1.0)]);
    let broken = laws::check(&outline(), &apart, HoleRule::Kept, &sound(), 1).unwrap_err();
    assert_eq!(broken.law, Law::Cells);
}

#[test]
fn a_cut_inside_a_cell_is_caught() {
    let one = CutBy::Sites(vec![at(1.0, 1.0)]);
    let broken = laws::check(&outline(), &one, HoleRule::Kept, &sound(), 1).unwrap_err();
    assert_eq!(broken.law, Law::Cells);
}

#[test]
fn a_piece_on_both_sides_of_a_line_is_caught() {
    let lines = CutBy::Lines(vec![[at(0.0, 1.0), at(1.0, 1.0)]]);
    let broken = laws::check(&outline(), &lines, HoleRule::Kept, &sound(), 1).unwrap_err();
    assert_eq!(broken.law, Law::Sides);
}

#[test]
fn wrong_measures_are_caught() {
    assert_eq!(caught(|p| p[0].area += 1e-6), Some(Law::Measures));
    assert_eq!(caught(|p| p[0].centroid.x += 1e-5), Some(Law::Measures));
    assert_eq!(caught(|p| p[0].bounds[1].y += 1e-9), Some(Law::Measures));
    assert_eq!(caught(|p| p[0].is_convex = false), Some(Law::Measures));
    assert_eq!(caught(|p| p[1].is_convex = true), Some(Law::Measures));
}

#[test]
fn wrong_bonds_are_caught() {
    assert_eq!(caught(|p| p[0].bonds.clear()), Some(Law::Bonds));
    assert_eq!(caught(|p| p[0].bonds[0].neighbor = 0), Some(Law::Bonds));
    assert_eq!(caught(|p| p[0].bonds[0].length = 2.1), Some(Law::Bonds));
    assert_eq!(caught(|p| p[1].bonds[0].midpoint.y = 1.1), Some(Law::Bonds));
    let twice = |p: &mut Vec<Piece>| {
        let bond = p[0].bonds[0];
        p[0].bonds.push(bond);
    };
    assert_eq!(caught(twice), Some(Law::Bonds));
}

#[test]
fn a_piece_on_the_wrong_side_of_the_mask_is_caught() {
    let left = Mask::Ring(ring(&[[-1.0, -1.0], [2.0, -1.0], [2.0, 3.0], [-1.0, 3.0]]));
    let disc = Mask::Circle(at(1.0, 1.0), 1.6);
    let check = |mask: &Mask, flags: [bool; 2], seed| {
        let mut pieces = sound();
        pieces.iter_mut().zip(flags).for_each(|(piece, flag)| piece.in_mask = flag);
        laws::mask::check(&outline(), mask, 0.0, &pieces, seed).map_err(|v| v.law)
    };
    for seed in 0..20 {
        assert_eq!(check(&left, [true, false], seed), Ok(()));
        assert_eq!(check(&left, [false, true], seed), Err(Law::Mask), "flags the wrong way round");
        assert_eq!(check(&left, [true, true], seed), Err(Law::Mask), "the rest said to be inside");
    }
    assert!(
        (0..20).any(|seed| check(&disc, [true, false], seed).is_err()),
        "a border that is not the disc's"
    );
}

#[test]
fn a_cut_outside_of_the_mask_is_caught() {
    let mut pieces = sound();
    assert_eq!(laws::mask::rest_is_whole(&pieces), Ok(()));
    pieces.iter_mut().for_each(|piece| piece.in_mask = false);
    assert_eq!(laws::mask::rest_is_whole(&pieces).map_err(|v| v.law), Err(Law::Mask));
}

#[test]
fn the_lengths_of_the_sound_partition_are_what_they_seem() {
    assert_eq!(length(at(2.0, 0.0), at(2.0, 2.0)), 2.0);
    assert_eq!(outline().area, Some(7.0));
    assert!(outline().is_clean);
}
