//! `holes: "bridge"` and `min_fragment_area` on every kind of outline and cut, each against an oracle of its
//! own: the same fracture with its holes kept, and a greedy joiner that knows of areas and bonds alone.
#![allow(clippy::unwrap_used)] // helpers that fail are failed tests

use cutout_geometry::Fracturer;
use cutout_geometry::params::{FractureParams, Holes};
use cutout_tests::case::Case;
use cutout_tests::laws::joined::Expected;
use cutout_tests::laws::{self, CutBy, HoleRule, Law};
use cutout_tests::pieces::{self, Piece};
use cutout_tests::random::Rng;
use cutout_tests::trial;

const CASES: u64 = 12_000;

fn cut(fracturer: &mut Fracturer, seed: u64, params: &FractureParams) -> Option<Vec<Piece>> {
    let (rings, cut_by) = Case::random(seed).build();
    trial::cut(fracturer, &rings, &cut_by, params).ok().map(|fracture| pieces::of(&fracture))
}

#[test]
fn bridged_pieces_are_the_pieces_with_holes_but_for_their_seams() {
    let mut fracturer = Fracturer::keeping_thin_pieces();
    let (mut holes, mut failures) = (0, Vec::new());
    for seed in 1..=CASES {
        let params = |holes| FractureParams { holes, ..FractureParams::default() };
        let Some(kept) = cut(&mut fracturer, seed, &params(Holes::Keep)) else { continue };
        let bridged = cut(&mut fracturer, seed, &params(Holes::Bridge)).unwrap();
        holes += kept.iter().map(|piece| piece.rings.len() - 1).sum::<usize>();
        if let Err(broken) = laws::bridged::check(&kept, &bridged) {
            failures.push(format!("seed {seed}: {:?}: {broken}", Case::random(seed)));
        }
    }
    assert!(failures.is_empty(), "{} of {CASES}:\n{}", failures.len(), failures.join("\n"));
    assert!(holes > 1_000, "{holes} holes");
}

#[test]
fn small_pieces_go_to_the_neighbour_with_the_longest_border() {
    let mut fracturer = Fracturer::keeping_thin_pieces();
    let (mut joined, mut ambiguous, mut failures) = (0, 0, Vec::new());
    for seed in 1..=CASES {
        let (rings, cut_by) = Case::random(seed).build();
        let keep = FractureParams { holes: Holes::Keep, ..FractureParams::default() };
        let Ok(plain) = trial::cut(&mut fracturer, &rings, &cut_by, &keep) else { continue };
        let before = pieces::of(&plain);
        let area = plain.report.area_out;
        let share = libm::pow(10.0, Rng::new(seed ^ 0xA3EA).between(-4.0, 0.5));
        let params = FractureParams { min_fragment_area: area * share, ..keep };
        let after = pieces::of(&trial::cut(&mut fracturer, &rings, &cut_by, &params).unwrap());
        let outline = trial::outline_of(rings, &params);
        let groups = match laws::joined::expected(&before, params.min_fragment_area) {
            Expected::Groups(groups) => Some(groups),
            Expected::Ambiguous => {
                ambiguous += 1;
                None
            }
        };
        let checked = laws::check(&outline, &CutBy::Anything, HoleRule::Kept, &after, seed)
            .and_then(|()| groups.map_or(Ok(()), |groups| laws::joined::check(&before, &after, &groups)));
        if let Err(broken) = checked {
            failures.push(format!("seed {seed}: {:?}, least {share}: {broken}", Case::random(seed)));
        }
        joined += before.len().saturating_sub(after.len());
    }
    assert!(failures.is_empty(), "{} of {CASES}:\n{}", failures.len(), failures.join("\n"));
    assert!(joined > 10_000 && ambiguous < CASES / 3, "{joined} joined, {ambiguous} ambiguous");
}

#[test]
fn the_oracles_find_what_they_are_for() {
    // A square with a hole, cut in four.
    let mut fracturer = Fracturer::keeping_thin_pieces();
    let seed = (1..CASES)
        .find(|&seed| {
            let keep = FractureParams { holes: Holes::Keep, ..FractureParams::default() };
            cut(&mut fracturer, seed, &keep)
                .is_some_and(|p| p.len() == 4 && p.iter().any(|p| p.rings.len() > 1))
        })
        .unwrap();
    let params = |holes| FractureParams { holes, ..FractureParams::default() };
    let kept = cut(&mut fracturer, seed, &params(Holes::Keep)).unwrap();
    let bridged = cut(&mut fracturer, seed, &params(Holes::Bridge)).unwrap();
    let law = |spoiled: &[Piece]| laws::bridged::check(&kept, spoiled).map_err(|v| v.law);
    assert_eq!(law(&bridged), Ok(()));
    assert_eq!(law(&kept), Err(Law::Bridges), "a hole that is left");
    let with_hole = kept.iter().position(|p| p.rings.len() > 1).unwrap();
    let mut spoiled = bridged.clone();
    spoiled[with_hole].rings[0].pop();
    spoiled[with_hole].on_outline.pop();
    assert_eq!(law(&spoiled), Err(Law::Bridges), "a corner that is gone");
    let groups = vec![0; kept.len()];
    let found = laws::joined::check(&kept, &kept[1..], &groups).map_err(|v| v.law);
    assert_eq!(found, Err(Law::Joined), "a piece that is gone");
    let largest = kept.iter().map(|p| p.area).fold(0.0, f64::max);
    assert_ne!(laws::joined::expected(&kept, 2.0 * largest), Expected::Groups((0..kept.len()).collect()));
    assert_eq!(laws::joined::expected(&kept, 0.0), Expected::Groups((0..kept.len()).collect()));
}
