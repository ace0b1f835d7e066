//! The front door: what games ask for, what they get wrong, and the same bits every time.
#![allow(clippy::unwrap_used)] // helpers that fail are failed tests

use cutout_geometry::params::{Grain, Holes, Pattern};
use cutout_geometry::pattern::{CutLine, Cuts};
use cutout_geometry::{Checkpoint, Fracture, FractureError, FractureParams, Fracturer, Point, ShapeError};

fn p(x: f64, y: f64) -> Point {
    Point { x, y }
}

fn rectangle(x: f64, y: f64, width: f64, height: f64) -> Vec<Point> {
    vec![p(x, y), p(x + width, y), p(x + width, y + height), p(x, y + height)]
}

fn shoelace(ring: &[Point]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    0.5 * ring.iter().zip(next).map(|(a, b)| a.x * b.y - a.y * b.x).sum::<f64>()
}

/// Area by this file's own arithmetic.
fn total_area(fracture: &Fracture) -> f64 {
    fracture.fragments.iter().map(|f| shoelace(f.outer()) + f.holes().map(shoelace).sum::<f64>()).sum()
}

fn cut(rings: &[Vec<Point>], cuts: &Cuts, holes: Holes) -> Fracture {
    let rings: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
    let params = FractureParams { holes, ..FractureParams::default() };
    Fracturer::default().fracture_with_cuts(&rings, cuts, &params, &()).unwrap()
}

fn sites(points: &[(f64, f64)]) -> Cuts {
    Cuts::Sites(points.iter().map(|&(x, y)| p(x, y)).collect())
}

/// Every edge that is a cut runs backwards, bit for bit, in exactly one other piece; no outline edge does.
fn assert_borders_shared(fracture: &Fracture) {
    let bits = |a: Point| (a.x.to_bits(), a.y.to_bits());
    let mut edges = std::collections::BTreeMap::new();
    for fragment in fracture.fragments.iter() {
        let mut flags = fragment.on_outline().iter();
        for ring in core::iter::once(fragment.outer()).chain(fragment.holes()) {
            for (i, &a) in ring.iter().enumerate() {
                let b = ring[(i + 1) % ring.len()];
                let outline = *flags.next().unwrap();
                assert!(edges.insert((bits(a), bits(b)), outline).is_none(), "an edge comes twice");
            }
        }
    }
    for (&(a, b), &outline) in &edges {
        assert_eq!(edges.contains_key(&(b, a)), !outline, "{a:?} -> {b:?}");
    }
}

#[test]
fn one_site_gives_the_shape_and_two_give_two_pieces() {
    let square = [rectangle(0.0, 0.0, 10.0, 10.0)];
    let whole = cut(&square, &sites(&[(3.0, 3.0)]), Holes::Split);
    assert_eq!(whole.fragments.len(), 1);
    assert_eq!(whole.fragments.get(0).unwrap().outer(), square[0].as_slice());
    let halves = cut(&square, &sites(&[(2.5, 5.0), (7.5, 5.0)]), Holes::Split);
    assert_eq!(halves.fragments.len(), 2);
    let half = halves.fragments.get(0).unwrap();
    assert_eq!((half.area(), half.centroid(), half.is_convex()), (50.0, p(2.5, 5.0), true));
    assert_eq!(half.bonds().len(), 1);
    assert_eq!(
        (half.bonds()[0].neighbor, half.bonds()[0].length, half.bonds()[0].midpoint),
        (1, 10.0, p(5.0, 5.0))
    );
}

#[test]
fn duplicate_and_collinear_sites_lose_nothing() {
    let square = [rectangle(-1.0, -1.0, 4.0, 4.0)];
    let repeated =
        cut(&square, &sites(&[(0.0, 0.0), (0.0, 0.0), (2.0, 0.0), (2.0, 0.0), (1.0, 2.0)]), Holes::Split);
    assert_eq!(repeated.fragments.len(), 3);
    let in_line = cut(&square, &sites(&[(0.0, 0.5), (1.0, 0.5), (2.0, 0.5), (-0.5, 0.5)]), Holes::Split);
    assert_eq!(in_line.fragments.len(), 4);
    for fracture in [&repeated, &in_line] {
        assert!((total_area(fracture) - 16.0).abs() < 1e-12);
        assert_borders_shared(fracture);
    }
}

#[test]
fn a_hole_inside_a_cell_stays_a_hole_or_is_opened() {
    let rings = [
        rectangle(0.0, 0.0, 12.0, 6.0),
        rectangle(1.0, 2.0, 2.0, 2.0),
        rectangle(8.0, 1.0, 1.0, 1.0),
        rectangle(9.5, 4.0, 1.0, 1.0),
    ];
    let two = sites(&[(3.0, 3.0), (9.0, 3.0)]);
    let area = 72.0 - 6.0;
    let kept = cut(&rings, &two, Holes::Keep);
    assert_eq!(kept.fragments.len(), 2);
    assert_eq!(kept.fragments.iter().map(|f| f.holes().len()).collect::<Vec<_>>(), [1, 2]);
    let split = cut(&rings, &two, Holes::Split);
    let bridged = cut(&rings, &two, Holes::Bridge);
    assert_eq!(bridged.fragments.len(), 2);
    assert!(split.fragments.len() >= 4);
    for fracture in [&kept, &split, &bridged] {
        assert!((total_area(fracture) - area).abs() < 1e-12);
    }
    for fragment in split.fragments.iter().chain(bridged.fragments.iter()) {
        assert_eq!(fragment.holes().len(), 0);
    }
    for fragment in split.fragments.iter() {
        let mut seen: Vec<_> = fragment.outer().iter().map(|a| (a.x.to_bits(), a.y.to_bits())).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), fragment.outer().len(), "a split piece passes a point twice");
    }
    assert_borders_shared(&kept);
    assert_borders_shared(&split);
}

#[test]
fn an_outline_edge_along_a_cut_is_no_neck() {
    // The notch's left side lies on the cut x = 75.
    let rings = [rectangle(0.0, 0.0, 200.0, 200.0), rectangle(75.0, 20.0, 50.0, 30.0)];
    let fracture = cut(&rings, &sites(&[(25.0, 23.25), (125.0, 23.25)]), Holes::Split);
    assert!((total_area(&fracture) - (40_000.0 - 1_500.0)).abs() < 1e-9);
    assert_borders_shared(&fracture);
}

#[test]
fn a_segment_cuts_only_what_it_crosses_from_side_to_side() {
    let square = rectangle(0.0, 0.0, 10.0, 10.0);
    let through = CutLine { a: p(-1.0, 4.0), b: p(11.0, 4.0) };
    let short = CutLine { a: p(-1.0, 7.0), b: p(6.0, 7.0) };
    let to_the_cut = CutLine { a: p(5.0, -1.0), b: p(5.0, 4.0) };
    let params = FractureParams { extend: false, ..FractureParams::default() };
    let count = |lines: &[CutLine]| {
        let cuts = Cuts::Lines(lines.to_vec());
        let fracture = Fracturer::default().fracture_with_cuts(&[&square], &cuts, &params, &()).unwrap();
        assert!((total_area(&fracture) - 100.0).abs() < 1e-12);
        assert_borders_shared(&fracture);
        fracture.fragments.len()
    };
    assert_eq!(count(&[through]), 2);
    assert_eq!(count(&[short]), 1);
    assert_eq!(count(&[through, short]), 2);
    assert_eq!(count(&[to_the_cut]), 1, "its other end hangs in the air");
    assert_eq!(count(&[through, to_the_cut]), 3);
}

#[test]
fn pieces_below_the_least_area_are_joined_not_dropped() {
    let square = rectangle(0.0, 0.0, 100.0, 100.0);
    let params = FractureParams { fragment_count: 60, min_cell_distance: 0.0, ..FractureParams::default() };
    let mut fracturer = Fracturer::default();
    let free = fracturer.fracture(&[&square], &params, &()).unwrap();
    let joined =
        fracturer.fracture(&[&square], &FractureParams { min_fragment_area: 250.0, ..params }, &()).unwrap();
    assert!(free.fragments.iter().any(|f| f.area() < 250.0));
    assert!(joined.fragments.iter().all(|f| f.area() >= 250.0));
    assert!(joined.fragments.len() > 5 && (total_area(&joined) - 1e4).abs() < 1e-8);
    assert_borders_shared(&joined);
}

#[test]
fn grain_makes_pieces_long() {
    let square = rectangle(0.0, 0.0, 100.0, 100.0);
    let params = FractureParams {
        fragment_count: 40,
        grain: Grain { angle_degrees: 0.0, stretch: 6.0 },
        ..FractureParams::default()
    };
    let fracture = Fracturer::default().fracture(&[&square], &params, &()).unwrap();
    let sum =
        |axis: fn(Point) -> f64| fracture.fragments.iter().map(|f| axis(f.bounds().size())).sum::<f64>();
    assert!(sum(|s| s.x) > 2.0 * sum(|s| s.y));
    assert!((total_area(&fracture) - 1e4).abs() < 1e-8);
}

#[test]
fn every_pattern_cuts_every_outline_without_a_gap() {
    let notched = vec![
        p(0.0, 0.0),
        p(90.0, 0.0),
        p(90.0, 60.0),
        p(60.0, 60.0),
        p(60.0, 30.0),
        p(30.0, 30.0),
        p(30.0, 60.0),
        p(0.0, 60.0),
    ];
    let shapes = [vec![rectangle(0.0, 0.0, 90.0, 60.0), rectangle(30.0, 20.0, 15.0, 20.0)], vec![notched]];
    let mut fracturer = Fracturer::default();
    for &pattern in Pattern::ALL {
        for rings in &shapes {
            let params = FractureParams {
                pattern,
                points: vec![p(10.0, 10.0), p(50.0, 10.0), p(70.0, 50.0)],
                segments: vec![[p(0.0, 0.0), p(90.0, 60.0)]],
                holes: Holes::Keep,
                ..FractureParams::default()
            };
            let refs: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
            let fracture =
                fracturer.fracture(&refs, &params, &()).unwrap_or_else(|e| panic!("{pattern:?}: {e}"));
            let area = shoelace(&rings[0]) - rings.get(1).map_or(0.0, |r| shoelace(r));
            assert!((total_area(&fracture) - area).abs() < 1e-9 * area, "{pattern:?}");
            assert!(fracture.fragments.len() > 1, "{pattern:?}");
            assert_borders_shared(&fracture);
        }
    }
}

#[test]
fn winding_and_order_of_the_rings_do_not_matter() {
    let mut rings =
        vec![rectangle(2.0, 2.0, 6.0, 6.0), rectangle(0.0, 0.0, 10.0, 10.0), rectangle(4.0, 4.0, 2.0, 2.0)];
    for turn in 0..8 {
        for (i, ring) in rings.iter_mut().enumerate() {
            if turn >> i & 1 == 1 {
                ring.reverse();
            }
        }
        let fracture = cut(&rings, &sites(&[(0.0, 0.0), (10.0, 3.0), (5.0, 9.0)]), Holes::Keep);
        assert!((total_area(&fracture) - (100.0 - 36.0 + 4.0)).abs() < 1e-12, "ring, hole and island");
        assert_eq!((fracture.report.outlines, fracture.report.holes), (2, 1));
    }
}

#[test]
fn bad_outlines_are_repaired_and_add_up() {
    let bow_tie = vec![p(0.0, 0.0), p(10.0, 10.0), p(10.0, 0.0), p(0.0, 10.0)];
    let spiked = vec![
        p(0.0, 0.0),
        p(0.0, 0.0),
        p(5.0, 0.0),
        p(5.0, -3.0),
        p(5.0, 0.0),
        p(10.0, 0.0),
        p(10.0, 10.0),
        p(0.0, 10.0),
        p(0.0, 0.0),
    ];
    let holes_touch =
        vec![rectangle(0.0, 0.0, 10.0, 10.0), rectangle(2.0, 2.0, 3.0, 3.0), rectangle(5.0, 3.0, 2.0, 3.0)];
    let holes_overlap =
        vec![rectangle(0.0, 0.0, 10.0, 10.0), rectangle(2.0, 2.0, 3.0, 3.0), rectangle(4.0, 3.0, 2.0, 3.0)];
    let hole_at_the_rim = vec![rectangle(0.0, 0.0, 10.0, 10.0), rectangle(0.0, 3.0, 2.0, 2.0)];
    let cases = [
        (vec![bow_tie], 50.0),
        (vec![spiked], 100.0),
        (holes_touch, 85.0),
        (holes_overlap, 87.0),
        (hole_at_the_rim, 96.0),
    ];
    for (rings, area) in cases {
        for holes in [Holes::Keep, Holes::Split] {
            let fracture = cut(&rings, &sites(&[(3.0, 5.0), (8.0, 4.0), (5.0, 9.0)]), holes);
            assert!(
                (total_area(&fracture) - area).abs() < 1e-9 * area,
                "{rings:?}: {}",
                total_area(&fracture)
            );
            assert!(fracture.report.repairs != cutout_geometry::Repairs::default());
        }
    }
}

#[test]
fn what_cannot_be_repaired_is_refused_in_one_sentence() {
    let mut fracturer = Fracturer::default();
    let mut error = |rings: &[&[Point]]| {
        let error = fracturer.fracture(rings, &FractureParams::default(), &()).unwrap_err();
        assert!(!error.to_string().is_empty() && !error.to_string().contains('\n'));
        error
    };
    assert_eq!(error(&[]), ShapeError::Empty.into());
    assert_eq!(error(&[&[]]), ShapeError::Empty.into());
    assert_eq!(error(&[&[p(0.0, 0.0), p(1.0, 1.0)]]), ShapeError::TooFewPoints { ring: 0, points: 2 }.into());
    assert_eq!(error(&[&[p(0.0, 0.0), p(1.0, 1.0), p(2.0, 2.0)]]), ShapeError::NoArea.into());
    let square = rectangle(0.0, 0.0, 1.0, 1.0);
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let refused = error(&[&square, &[p(0.0, 0.0), p(1.0, bad), p(1.0, 1.0)]]);
        assert!(
            matches!(refused, FractureError::Shape(ShapeError::NotFinite { ring: 1, vertex: 1, .. })),
            "{refused}"
        );
    }
    let far = error(&[&[p(0.0, 0.0), p(2e9, 0.0), p(1.0, 1.0)]]);
    assert!(matches!(far, FractureError::Shape(ShapeError::OutOfRange { ring: 0, vertex: 1, .. })), "{far}");
    let nan_site =
        fracturer.fracture_with_cuts(&[&square], &sites(&[(f64::NAN, 0.0)]), &FractureParams::default(), &());
    assert!(matches!(nan_site, Err(FractureError::Params(_))));
}

#[test]
fn more_crossings_than_the_limit_are_refused() {
    let mut comb = vec![p(9000.0, -1.0), p(0.0, -1.0)];
    for tooth in 0..4500 {
        let x = f64::from(2 * tooth);
        comb.extend([p(x, 1000.0), p(x + 1.0, 0.0)]);
    }
    let rows = (0..1000).map(|row| f64::from(row) + 0.5);
    let cuts = Cuts::Lines(rows.map(|y| CutLine { a: p(0.0, y), b: p(9000.0, y) }).collect());
    let refused = Fracturer::default().fracture_with_cuts(&[&comb], &cuts, &FractureParams::default(), &());
    assert_eq!(refused.unwrap_err(), FractureError::TooManyCrossings);
}

#[test]
fn a_checkpoint_that_says_stop_ends_the_fracture() {
    struct Stop;
    impl Checkpoint for Stop {
        fn reach(&self, _progress: f32) -> bool {
            false
        }
    }
    let square = rectangle(0.0, 0.0, 1.0, 1.0);
    let stopped = Fracturer::default().fracture(&[&square], &FractureParams::default(), &Stop);
    assert_eq!(stopped.unwrap_err(), FractureError::Cancelled);
}

#[test]
fn a_used_fracturer_gives_the_same_bits_as_a_new_one() {
    let rings = [rectangle(0.0, 0.0, 90.0, 60.0), rectangle(30.0, 20.0, 15.0, 20.0)];
    let refs: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
    let mut used = Fracturer::default();
    for round in 0..3 {
        for &pattern in Pattern::ALL {
            let params = FractureParams {
                pattern,
                seed: 7,
                points: vec![p(10.0, 10.0), p(50.0, 10.0)],
                segments: vec![[p(0.0, 0.0), p(90.0, 60.0)]],
                ..FractureParams::default()
            };
            let old = used.fracture(&refs, &params, &()).unwrap();
            let new = Fracturer::default().fracture(&refs, &params, &()).unwrap();
            assert_eq!(format!("{old:?}"), format!("{new:?}"), "{pattern:?} in round {round}");
        }
    }
}
