//! Gaps: every piece shrinks from its cuts by what was asked for, stays along the outline, and nothing
//! is lost without being told.
#![allow(clippy::unwrap_used)] // helpers that fail are failed tests

use cutout_geometry::params::{FractureParams, Holes, Mask, Pattern};
use cutout_geometry::{Fracture, FractureError, Fracturer};
use cutout_tests::Point;
use cutout_tests::case::Case;
use cutout_tests::exact::{Touching, first_clash, orient};
use cutout_tests::laws::{self, CutBy, HoleRule};
use cutout_tests::outline::{Outline, length, shoelace};
use cutout_tests::pieces::{self, Piece};
use cutout_tests::random::Rng;
use cutout_tests::trial;
use std::collections::BTreeMap;

const CASES: u64 = 2_500;
/// Points looked at in each case.
const POINTS: usize = 60;
/// How many gaps off its cuts a piece has lost nothing.
const REACH: f64 = 2.5;

/// Params of a case, its gap from far finer than a piece to wider than most.
fn random_params(seed: u64, outline: &Outline) -> FractureParams {
    let mut rng = Rng::new(seed ^ 0x6A9);
    FractureParams {
        gap: outline.extent * libm::pow(10.0, rng.between(-4.0, -1.0)),
        edge_roughness: *rng.pick(&[0.0, 0.0, 0.5]),
        holes: *rng.pick(&[Holes::Keep, Holes::Keep, Holes::Split]),
        ..FractureParams::default()
    }
}

fn bounds_hold(piece: &Piece, p: Point) -> bool {
    let [min, max] = piece.bounds;
    min.x <= p.x && p.x <= max.x && min.y <= p.y && p.y <= max.y
}

fn holder(pieces: &[Piece], p: Point) -> Option<usize> {
    pieces.iter().position(|piece| bounds_hold(piece, p) && piece.contains(p) == Some(true))
}

/// Distance of a point from a segment, and whether its foot lies between the ends.
fn to_segment(p: Point, a: Point, b: Point) -> (f64, bool) {
    let (d, v) = (b - a, p - a);
    let square = d.x * d.x + d.y * d.y;
    let at = (d.x * v.x + d.y * v.y) / square;
    (length(p, a + d * at.clamp(0.0, 1.0)), (0.0..=1.0).contains(&at))
}

/// Whether a gap leaves a point of a piece: `None` near corners, where either will do, and beside a cut's
/// line past its end, where a strip may go on until the outline meets it.
fn is_left(piece: &Piece, p: Point, gap: f64, slack: f64) -> Option<bool> {
    let mut nearest = f64::INFINITY;
    let mut is_in_line = false;
    for ((_, _, a, b), &on_outline) in piece.edges().zip(&piece.on_outline) {
        if on_outline {
            continue;
        }
        let (away, is_beside) = to_segment(p, a, b);
        if is_beside && away < gap - slack && orient(a, b, p) > 0.0 {
            return Some(false);
        }
        nearest = nearest.min(away);
        let off_line = orient(a, b, p).abs() / length(a, b);
        is_in_line |= off_line < gap + slack;
    }
    (nearest > REACH * gap && !is_in_line).then_some(true)
}

/// The pieces with a gap against the same without.
fn check(before: &[Piece], after: &[Piece], gap: f64, outline: &Outline, seed: u64) -> Result<(), String> {
    let slack = outline.slack();
    let mut rng = Rng::new(seed ^ 0x51);
    for i in 0..POINTS {
        let piece = rng.pick(before);
        let [min, max] = piece.bounds;
        let p = if i % 3 == 0 {
            Point { x: rng.between(min.x, max.x), y: rng.between(min.y, max.y) }
        } else {
            let v = *rng.pick(&piece.rings[0]);
            let reach = gap * 4.0;
            v + Point { x: rng.between(-reach, reach), y: rng.between(-reach, reach) }
        };
        let Some(owner) = holder(before, p) else { continue };
        let found = holder(after, p);
        match is_left(&before[owner], p, gap, slack) {
            Some(true) if found.is_none() => return Err(format!("{p:?} of piece {owner} is gone")),
            Some(false) if found.is_some() => return Err(format!("{p:?} of piece {owner} is still there")),
            _ => {}
        }
    }
    for (index, piece) in after.iter().enumerate() {
        for bond in &piece.bonds {
            let back = after[bond.neighbor].bonds.iter().find(|other| other.neighbor == index);
            if back.is_none_or(|back| (back.length - bond.length).abs() > 1e-9 * bond.length) {
                return Err(format!("the bond of {index} with {} has no other side", bond.neighbor));
            }
        }
    }
    // Where no piece vanished or fell apart they are the same ones, with the same bonds.
    if before.len() == after.len() && owners(before, after).iter().copied().eq((0..before.len()).map(Some)) {
        for (index, (a, b)) in before.iter().zip(after).enumerate() {
            let bonds =
                |p: &Piece| p.bonds.iter().map(|bond| (bond.neighbor, bond.length)).collect::<Vec<_>>();
            let same =
                bonds(a).iter().zip(bonds(b)).all(|(x, y)| x.0 == y.0 && (x.1 - y.1).abs() <= 1e-9 * x.1);
            if a.bonds.len() != b.bonds.len() || !same {
                return Err(format!("piece {index} has other bonds"));
            }
        }
    }
    Ok(())
}

/// The piece without gap that each piece lies in, by a point inside of it.
fn owners(before: &[Piece], after: &[Piece]) -> Vec<Option<usize>> {
    use geo::InteriorPoint;
    after
        .iter()
        .map(|piece| {
            let ring = |ring: &Vec<Point>| geo_types::LineString::from(ring.clone());
            let polygon =
                geo_types::Polygon::new(ring(&piece.rings[0]), piece.rings[1..].iter().map(ring).collect());
            let inside: Point = polygon.interior_point()?.into();
            holder(before, inside)
        })
        .collect()
}

#[test]
fn pieces_shrink_from_their_cuts_and_nothing_is_lost() {
    let mut fracturer = Fracturer::keeping_thin_pieces();
    let (mut vanished, mut fell_apart, mut all_gone) = (0, 0, 0);
    let mut failures = Vec::new();
    for seed in 1..=CASES {
        let case = Case::random(seed);
        let (rings, cut_by) = case.build();
        let outline = trial::outline_of(rings.clone(), &FractureParams::default());
        let params = random_params(seed, &outline);
        let plain = FractureParams { gap: 0.0, ..params.clone() };
        let Ok(whole) = trial::cut(&mut fracturer, &rings, &cut_by, &plain) else { continue };
        let told = |what: &str| {
            format!(
                "seed {seed}: {case:?} gap {} {:?} rough {}: {what}",
                params.gap, params.holes, params.edge_roughness
            )
        };
        let before = pieces::of(&whole);
        let holes = if params.holes == Holes::Keep { HoleRule::Kept } else { HoleRule::Split };
        if laws::check(&outline, &CutBy::Anything, holes, &before, seed).is_err() {
            continue;
        }
        let fracture = match trial::cut(&mut fracturer, &rings, &cut_by, &params) {
            Ok(fracture) => fracture,
            Err(FractureError::Params(error)) if error.key() == "gap" => {
                all_gone += 1;
                continue;
            }
            Err(error) => {
                failures.push(told(&error.to_string()));
                continue;
            }
        };
        let after = pieces::of(&fracture);
        let rings = laws::rings::check(&after).and_then(|()| laws::measures::check(&after));
        if let Err(broken) = rings {
            failures.push(told(&broken.to_string()));
            continue;
        }
        let report = fracture.report;
        let area: f64 = after.iter().flat_map(|p| &p.rings).map(|ring| shoelace(ring)).sum();
        let off = (area + report.gap_area - whole.report.area_out).abs();
        if off > outline.area_slack() || report.gap_area < 0.0 {
            failures.push(told(&format!("area off by {off:e}")));
        }
        if let Err(broken) = check(&before, &after, params.gap, &outline, seed) {
            failures.push(told(&broken));
        }
        let mut parts = vec![0; before.len()];
        owners(&before, &after).into_iter().flatten().for_each(|owner| parts[owner] += 1);
        let gone = parts.iter().filter(|&&count| count == 0).count();
        if report.vanished as usize != gone {
            failures.push(told(&format!("{} vanished, {gone} are gone", report.vanished)));
        }
        vanished += gone;
        fell_apart += parts.iter().filter(|&&count| count > 1).count();
    }
    assert!(failures.is_empty(), "{} of {CASES}:\n{}", failures.len(), failures.join("\n"));
    // All of it has been tried.
    assert!(vanished > 100 && fell_apart > 10 && all_gone > 0, "{vanished} {fell_apart} {all_gone}");
}

#[test]
fn single_precision_folds_no_piece() {
    let mut fracturer = Fracturer::default();
    let mut failures = Vec::new();
    for seed in 1..=CASES {
        let case = Case::random(seed);
        let (rings, cut_by) = case.build();
        let outline = trial::outline_of(rings.clone(), &FractureParams::default());
        let params = FractureParams { holes: Holes::Keep, ..random_params(seed, &outline) };
        let Ok(fracture) = trial::cut(&mut fracturer, &rings, &cut_by, &params) else { continue };
        for fragment in fracture.fragments.iter().filter(|f| !f.bonds().is_empty()) {
            let single = |ring: &[Point]| -> Vec<Point> {
                ring.iter().map(|p| Point { x: f64::from(p.x as f32), y: f64::from(p.y as f32) }).collect()
            };
            let rings: Vec<_> =
                std::iter::once(fragment.outer()).chain(fragment.holes()).map(single).collect();
            let clash = first_clash(rings.iter().map(Vec::as_slice), Touching::RingsInPoints);
            if clash.is_some() {
                failures.push(format!("seed {seed}: {case:?} gap {}: {clash:?} {rings:?}", params.gap));
            }
        }
    }
    assert!(failures.is_empty(), "{} in {CASES}:\n{}", failures.len(), failures.join("\n"));
}

fn square() -> Vec<Point> {
    [[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]].map(|[x, y]| Point { x, y }).to_vec()
}

fn cut(params: &FractureParams) -> Fracture {
    Fracturer::default().fracture(&[&square()], params, &()).unwrap()
}

fn halves(gap: f64) -> FractureParams {
    FractureParams {
        pattern: Pattern::Points,
        points: vec![Point { x: 25.0, y: 50.0 }, Point { x: 75.0, y: 50.0 }],
        gap,
        ..FractureParams::default()
    }
}

#[test]
fn two_halves_are_each_smaller_by_the_gap() {
    let fracture = cut(&halves(3.0));
    let pieces = pieces::of(&fracture);
    assert_eq!(pieces.len(), 2);
    assert!((pieces[0].area - 4700.0).abs() < 1e-6 && (pieces[0].bounds[1].x - 47.0).abs() < 1e-9);
    assert!((pieces[1].bounds[0].x - 53.0).abs() < 1e-9);
    // The border is what it was.
    assert_eq!((pieces[0].bonds[0].neighbor, pieces[0].bonds[0].length), (1, 100.0));
    assert_eq!(pieces[0].bonds[0].midpoint, Point { x: 50.0, y: 50.0 });
    // Three sides are outline, one is a cut.
    assert_eq!(pieces[0].on_outline.iter().filter(|&&on| on).count(), 3);
    assert!((fracture.report.gap_area - 600.0).abs() < 1e-6);
    assert_eq!(fracture.report.vanished, 0);
}

#[test]
fn a_piece_that_vanishes_is_told_and_a_gap_that_takes_all_is_refused() {
    let thin = FractureParams {
        pattern: Pattern::SlicesManual,
        segments: vec![
            [Point { x: 40.0, y: -1.0 }, Point { x: 40.0, y: 101.0 }],
            [Point { x: 45.0, y: -1.0 }, Point { x: 45.0, y: 101.0 }],
        ],
        gap: 3.0,
        ..FractureParams::default()
    };
    let fracture = cut(&thin);
    assert_eq!((fracture.fragments.len(), fracture.report.vanished), (2, 1));
    assert!(fracture.fragments.iter().all(|f| f.bonds().is_empty()), "their only neighbour has gone");
    let square = square();
    let refused = Fracturer::default().fracture(&[&square], &halves(60.0), &());
    let told = refused.unwrap_err().to_string();
    assert!(told.contains("\"gap\" is 60"), "{told}");
}

#[test]
fn a_piece_that_falls_apart_gives_several() {
    // An hourglass below the cut: its waist is narrower than what the cut takes.
    let hourglass: Vec<Point> =
        [[0.0, 0.0], [100.0, 0.0], [100.0, 40.0], [60.0, 48.0], [100.0, 100.0], [0.0, 100.0]]
            .map(|[x, y]| Point { x, y })
            .to_vec();
    let params = FractureParams {
        pattern: Pattern::SlicesManual,
        segments: vec![[Point { x: 50.0, y: -10.0 }, Point { x: 50.0, y: 110.0 }]],
        gap: 11.0,
        ..FractureParams::default()
    };
    let fracture = Fracturer::default().fracture(&[&hourglass], &params, &()).unwrap();
    assert_eq!(fracture.fragments.len(), 3);
    // The left side keeps a bond with both parts of the right one.
    let bonds: BTreeMap<u32, usize> =
        fracture.fragments.iter().map(|f| (f.index() as u32, f.bonds().len())).collect();
    assert_eq!(bonds.values().copied().max(), Some(2));
}

#[test]
fn every_pattern_shrinks_with_masks_and_roughness_and_every_way_with_holes() {
    let rings = [
        square(),
        [[40.0, 40.0], [40.0, 55.0], [55.0, 55.0], [55.0, 40.0]].map(|[x, y]| Point { x, y }).to_vec(),
    ];
    let rings: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
    let circle = Mask::Circle { center: Point { x: 60.0, y: 60.0 }, radius: 30.0 };
    let mut fracturer = Fracturer::default();
    for &pattern in Pattern::ALL {
        for holes in [Holes::Split, Holes::Keep, Holes::Bridge] {
            for (mask, edge_roughness) in
                [(None, 0.0), (None, 0.7), (Some(&circle), 0.0), (Some(&circle), 0.7)]
            {
                let params = FractureParams {
                    pattern,
                    holes,
                    mask: mask.cloned(),
                    edge_roughness,
                    gap: 0.5,
                    min_fragment_area: 4.0,
                    points: vec![Point { x: 20.0, y: 60.0 }, Point { x: 70.0, y: 80.0 }],
                    segments: vec![[Point { x: -10.0, y: 47.0 }, Point { x: 110.0, y: 59.0 }]],
                    ..FractureParams::default()
                };
                let name = pattern.name();
                let fracture = fracturer.fracture(&rings, &params, &()).unwrap();
                let report = fracture.report;
                assert!((report.area_out + report.gap_area - 9775.0).abs() < 1e-5, "{name} {report:?}");
                assert!(report.gap_area > 10.0, "{name}");
                if holes != Holes::Keep {
                    assert!(fracture.fragments.iter().all(|f| f.holes().len() == 0), "{name} {holes:?}");
                }
                let pieces = pieces::of(&fracture);
                if holes != Holes::Bridge {
                    let checked = laws::rings::check(&pieces);
                    assert!(checked.is_ok(), "{name} {holes:?}: {checked:?}");
                }
            }
        }
    }
}
