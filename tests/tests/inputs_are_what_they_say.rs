//! The generators and the oracle checked on themselves, with no geometry crate in sight.

use cutout_tests::Point;
use cutout_tests::exact::{Touching, first_clash};
use cutout_tests::outline::{FillRule, Outline};
use cutout_tests::random::Rng;
use cutout_tests::shapes::Kind;

fn ring(points: &[[f64; 2]]) -> Vec<Point> {
    points.iter().map(|p| Point { x: p[0], y: p[1] }).collect()
}

fn square(x: f64, y: f64, r: f64) -> Vec<Point> {
    ring(&[[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]])
}

#[test]
fn tame_kinds_need_no_repair() {
    let tame = Kind::ALL.iter().position(|&k| k == Kind::NearlyStraight).unwrap();
    for &kind in &Kind::ALL[..tame] {
        for seed in 0..60 {
            let rings = kind.rings(&mut Rng::new(seed), 3 + (seed as usize * 7) % 90);
            let clash = first_clash(rings.iter().map(Vec::as_slice), Touching::Never);
            assert_eq!(clash, None, "{kind:?} seed {seed}");
        }
    }
}

#[test]
fn nasty_kinds_are_nasty() {
    for kind in [
        Kind::Tangle,
        Kind::BowTie,
        Kind::Duplicates,
        Kind::Spikes,
        Kind::TouchingHoles,
        Kind::OverlappingHoles,
        Kind::OverlappingIslands,
        Kind::Pinched,
    ] {
        let clashes = (0..50)
            .filter(|&seed| {
                let rings = kind.rings(&mut Rng::new(seed), 20);
                first_clash(rings.iter().map(Vec::as_slice), Touching::Never).is_some()
            })
            .count();
        assert!(clashes >= 30, "{kind:?}: only {clashes} of 50 need repair");
    }
}

#[test]
fn area_counts_holes_and_islands_by_their_nesting_in_any_order_and_winding() {
    let mut hole = square(0.0, 0.0, 3.0);
    hole.reverse();
    let rings = vec![square(0.0, 0.0, 1.0), hole, square(0.0, 0.0, 5.0), square(20.0, 0.0, 1.0)];
    for fill in [FillRule::NonZero, FillRule::EvenOdd] {
        let outline = Outline::of(rings.clone(), fill);
        assert_eq!(outline.area, Some(100.0 - 36.0 + 4.0 + 4.0));
        assert_eq!(outline.contains(Point { x: 0.0, y: 0.0 }), Some(true));
        assert_eq!(outline.contains(Point { x: 2.0, y: 0.0 }), Some(false));
        assert_eq!(outline.contains(Point { x: 4.0, y: 0.5 }), Some(true));
        assert_eq!(outline.contains(Point { x: 10.0, y: 0.5 }), Some(false));
    }
}

#[test]
fn a_bow_tie_fills_both_its_lobes() {
    let bow = ring(&[[0.0, 0.0], [4.0, 4.0], [4.0, 0.0], [0.0, 4.0]]);
    for fill in [FillRule::NonZero, FillRule::EvenOdd] {
        let outline = Outline::of(vec![bow.clone()], fill);
        assert!(!outline.is_clean);
        assert!((outline.area.unwrap() - 8.0).abs() < 1e-12);
    }
}

#[test]
fn a_pentagram_fills_its_middle_by_nonzero_only() {
    let star: Vec<Point> = (0..5)
        .map(|i| {
            let t = std::f64::consts::TAU * f64::from(i * 2) / 5.0;
            Point { x: libm::cos(t), y: libm::sin(t) }
        })
        .collect();
    let nonzero = Outline::of(vec![star.clone()], FillRule::NonZero);
    let evenodd = Outline::of(vec![star], FillRule::EvenOdd);
    let middle = Point { x: 0.01, y: 0.02 };
    assert_eq!((nonzero.contains(middle), evenodd.contains(middle)), (Some(true), Some(false)));
    assert!(nonzero.area.unwrap() > evenodd.area.unwrap() + 0.1);
}

#[test]
fn overlapping_holes_are_taken_off_once() {
    let rings = vec![square(0.0, 0.0, 4.0), square(0.0, 0.0, 1.0), square(1.75, 0.0, 1.0)];
    let outline = Outline::of(rings, FillRule::NonZero);
    assert!((outline.area.unwrap() - (64.0 - 7.5)).abs() < 1e-9);
    assert_eq!(outline.contains(Point { x: 0.85, y: 0.1 }), Some(false));
}
