//! Masks, comfortable and not.

use crate::Point;
use crate::laws::mask::Mask;
use crate::random::Rng;

/// The largest radius that params take.
const LARGEST: f64 = 1e9;

/// A mask for an outline: on it, along its box and vertices, across itself, far off, all around.
#[must_use]
pub fn any(rng: &mut Rng, rings: &[Vec<Point>]) -> Mask {
    let mut min = rings[0][0];
    let mut max = min;
    for p in rings.iter().flatten() {
        min = Point { x: min.x.min(p.x), y: min.y.min(p.y) };
        max = Point { x: max.x.max(p.x), y: max.y.max(p.y) };
    }
    let (size, middle) = (max - min, (min + max) * 0.5);
    let extent = size.x.max(size.y);
    let somewhere = |rng: &mut Rng| Point { x: rng.between(min.x, max.x), y: rng.between(min.y, max.y) };
    let star = |rng: &mut Rng, center: Point, reach: f64| -> Vec<Point> {
        let corners = 3 + rng.below(12);
        (0..corners)
            .map(|i| {
                let turn = std::f64::consts::TAU * (i as f64 + 0.8 * rng.unit()) / corners as f64;
                center + Point { x: libm::cos(turn), y: libm::sin(turn) } * (reach * rng.between(0.2, 1.0))
            })
            .collect()
    };
    match rng.below(9) {
        0 => Mask::Circle(somewhere(rng), extent * rng.between(0.05, 0.5)),
        1 => Mask::Circle(middle, (extent * libm::pow(10.0, rng.between(-4.0, 6.0))).min(LARGEST)),
        2 => {
            let (a, b) = (somewhere(rng), somewhere(rng));
            Mask::Ring(vec![a, Point { x: b.x, y: a.y }, b, Point { x: a.x, y: b.y }])
        }
        // Along the box of the outline, on vertices of it, and the outline itself.
        3 => Mask::Ring(vec![min, Point { x: middle.x, y: min.y }, middle, Point { x: min.x, y: middle.y }]),
        4 => {
            let ring = rng.pick(rings);
            let first = rng.below(ring.len());
            Mask::Ring((0..3).map(|i| ring[(first + i * ring.len() / 3) % ring.len()]).collect())
        }
        5 => Mask::Ring(rng.pick(rings).clone()),
        // Crossing itself, far off, all around.
        6 => Mask::Ring((0..3 + rng.below(6)).map(|_| somewhere(rng)).collect()),
        7 => Mask::Ring(star(rng, middle + size * 3.0, extent)),
        _ => {
            let center = somewhere(rng);
            Mask::Ring(star(rng, center, extent * 0.7))
        }
    }
}
