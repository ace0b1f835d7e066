//! Masks as games draw them: with a hole on a bridge, with a spike, too small for the outline's coordinates.
#![allow(clippy::unwrap_used)] // helpers that fail are failed tests

use cutout_geometry::params::Mask;
use cutout_geometry::{Fracture, FractureParams, Fracturer, Point};

fn points<const N: usize>(ring: [[f64; 2]; N]) -> Vec<Point> {
    ring.map(|[x, y]| Point { x, y }).to_vec()
}

fn broken_by(outline: &[Point], mask: Mask) -> Fracture {
    let params = FractureParams { mask: Some(mask), fragment_count: 5, ..FractureParams::default() };
    Fracturer::default().fracture(&[outline], &params, &()).unwrap()
}

fn area_in(fracture: &Fracture) -> f64 {
    fracture.fragments.iter().filter(|piece| piece.in_mask()).map(|piece| piece.area()).sum()
}

fn square(at: f64, side: f64) -> Vec<Point> {
    points([[at, at], [at + side, at], [at + side, at + side], [at, at + side]])
}

#[test]
fn a_hole_on_a_bridge_that_begins_at_a_corner_of_the_outline_stays_what_it_is() {
    let ring = [
        [0.0, 0.0],
        [60.0, 0.0],
        [60.0, 60.0],
        [0.0, 60.0],
        [0.0, 0.0],
        [20.0, 20.0],
        [20.0, 40.0],
        [40.0, 40.0],
        [40.0, 20.0],
        [20.0, 20.0],
    ];
    let fracture = broken_by(&square(0.0, 100.0), Mask::Ring(points(ring)));
    assert!((area_in(&fracture) - 3200.0).abs() < 1e-6, "{}", area_in(&fracture));
}

#[test]
fn a_spike_to_a_corner_of_the_outline_takes_nothing_along() {
    let ring = [[20.0, 20.0], [60.0, 20.0], [60.0, 60.0], [20.0, 60.0], [20.0, 20.0], [0.0, 0.0]];
    let fracture = broken_by(&square(0.0, 100.0), Mask::Ring(points(ring)));
    assert!((area_in(&fracture) - 1600.0).abs() < 1e-6, "{}", area_in(&fracture));
}

#[test]
fn a_mask_of_which_rounding_leaves_nothing_breaks_nothing() {
    let outline = square(5e8, 100.0);
    let center = Point { x: 5e8 + 50.0, y: 5e8 + 50.0 };
    for radius in [1e-9, 1e-8, 1e-7, 3e-7, 1e-6, 1e-5] {
        let fracture = broken_by(&outline, Mask::Circle { center, radius });
        assert!((fracture.fragments.iter().map(|piece| piece.area()).sum::<f64>() - 1e4).abs() < 1e-3);
        assert!(area_in(&fracture) <= 10.0 * radius * radius + 1e-13, "{radius}: {}", area_in(&fracture));
    }
}
