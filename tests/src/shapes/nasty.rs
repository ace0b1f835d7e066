//! Outlines that have to be repaired, and some that barely need not be.

use super::{Rings, at, nested, polar, simple};
use crate::Point;
use crate::random::Rng;

/// Runs of vertices off a straight line by little more than `f32` can tell, or by nothing.
pub fn nearly_straight(rng: &mut Rng, n: usize) -> Vec<Point> {
    let corners = 3 + rng.below(4);
    let between = (n / corners).max(2);
    let jitter = *rng.pick(&[0.0, 1e-7, 1e-6, 1e-4]);
    let mut ring = Vec::new();
    for c in 0..corners {
        let (a, b) = (polar(1.0, c as f64 / corners as f64), polar(1.0, (c + 1) as f64 / corners as f64));
        ring.push(a);
        for i in 1..between {
            let p = a + (b - a) * (i as f64 / between as f64);
            ring.push(at(p.x + rng.between(-jitter, jitter), p.y + rng.between(-jitter, jitter)));
        }
    }
    ring
}

/// One long shape hardly wider than rounding.
pub fn slivers(rng: &mut Rng, n: usize) -> Vec<Point> {
    let width = libm::pow(10.0, rng.between(-6.0, -2.0));
    let half = (n / 2).max(2);
    let slope = rng.between(-1.0, 1.0);
    let x = |i: usize| -1.0 + 2.0 * i as f64 / (half - 1) as f64;
    let mut ring: Vec<Point> = (0..half).map(|i| at(x(i), slope * x(i))).collect();
    ring.extend((0..half).rev().map(|i| at(x(i), slope * x(i) + width * rng.between(0.5, 1.0))));
    ring
}

/// A ring with one stretch turned around, so that it crosses itself.
pub fn bow_tie(rng: &mut Rng, n: usize) -> Vec<Point> {
    let mut ring = if n < 6 {
        vec![at(-1.0, -1.0), at(1.0, -1.0), at(1.0, 1.0), at(-1.0, 1.0)]
    } else {
        simple::jagged(rng, n, 0.5)
    };
    let from = rng.below(ring.len() - 2);
    let to = from + 2 + rng.below(ring.len() - from - 2);
    ring[from..to].reverse();
    ring
}

/// Random points in random order.
pub fn tangle(rng: &mut Rng, n: usize) -> Vec<Point> {
    let whole = rng.chance(0.5);
    (0..n.max(4))
        .map(|_| {
            let p = at(rng.between(-1.0, 1.0), rng.between(-1.0, 1.0));
            // On a coarse grid crossings fall on vertices and edges on each other.
            if whole { at((p.x * 4.0).round() / 4.0, (p.y * 4.0).round() / 4.0) } else { p }
        })
        .collect()
}

/// A tame outline with points repeated, the first at the end as well.
pub fn duplicates(rng: &mut Rng, n: usize) -> Rings {
    let tame = if rng.chance(0.5) { nested::holed(rng, n) } else { vec![simple::star(rng, n)] };
    tame.into_iter()
        .map(|ring| {
            let mut out = Vec::new();
            for &p in &ring {
                for _ in 0..1 + rng.below(3) {
                    out.push(p);
                }
            }
            if rng.chance(0.5) {
                out.push(ring[0]);
            }
            out
        })
        .collect()
}

/// A tame ring with spikes of no width, inwards and outwards.
pub fn spikes(rng: &mut Rng, n: usize) -> Vec<Point> {
    let ring = simple::blob(rng, n.max(5));
    let mut out = Vec::new();
    for &p in &ring {
        out.push(p);
        if rng.chance(0.2) {
            // Powers of two, so that tip and foot stay on one line after scaling.
            let tip = if rng.chance(0.5) { p * 1.5 } else { p * 0.5 };
            out.extend([tip, p]);
        }
    }
    out
}

/// A square with holes that touch its side, its corner, or each other: in a point or along an edge.
pub fn touching_holes(rng: &mut Rng) -> Rings {
    let outer = vec![at(-1.0, -1.0), at(1.0, -1.0), at(1.0, 1.0), at(-1.0, 1.0)];
    let square =
        |x: f64, y: f64, r: f64| vec![at(x - r, y - r), at(x + r, y - r), at(x + r, y + r), at(x - r, y + r)];
    let diamond = |x: f64, y: f64, r: f64| vec![at(x - r, y), at(x, y - r), at(x + r, y), at(x, y + r)];
    let mut rings = vec![outer];
    match rng.below(7) {
        // A corner of a hole on a side.
        0 => rings.push(diamond(0.0, -0.75, 0.25)),
        // A side on a side.
        1 => rings.push(square(0.0, -0.75, 0.25)),
        // A corner on a corner.
        2 => rings.push(square(-0.75, -0.75, 0.25)),
        // Two holes in a corner each.
        3 => rings.extend([diamond(-0.25, 0.0, 0.25), diamond(0.25, 0.0, 0.25)]),
        // Two holes along a side.
        4 => rings.extend([square(-0.25, 0.0, 0.25), square(0.25, 0.0, 0.25)]),
        // From side to side: the outline falls apart.
        5 => rings.push(diamond(0.0, 0.0, 1.0)),
        // A closed chain of holes: an island without a ring of its own.
        _ => rings.extend([
            diamond(-0.5, 0.0, 0.5),
            diamond(0.5, 0.0, 0.5),
            square(0.0, 0.5, 0.25),
            square(0.0, -0.5, 0.25),
        ]),
    }
    rings
}

/// A blob with holes that overlap each other.
pub fn overlapping_holes(rng: &mut Rng, n: usize) -> Rings {
    let mut rings = vec![simple::blob(rng, n.max(16))];
    for _ in 0..2 + rng.below(4) {
        let center = polar(rng.between(0.0, 0.25), rng.unit());
        let radius = rng.between(0.1, 0.25);
        let n = 5 + rng.below(8);
        rings.push((0..n).map(|i| polar(radius, i as f64 / n as f64) + center).collect());
    }
    rings
}

/// Outer rings that overlap each other.
pub fn overlapping_islands(rng: &mut Rng, n: usize) -> Rings {
    let count = 2 + rng.below(3);
    (0..count)
        .map(|i| {
            let center = polar(0.4, i as f64 / count as f64);
            let n = (n / count).clamp(5, 40);
            (0..n).map(|i| polar(rng.between(0.5, 0.6), i as f64 / n as f64) + center).collect()
        })
        .collect()
}

/// A ring that touches itself in its middle, once or several times.
pub fn pinched(rng: &mut Rng, n: usize) -> Vec<Point> {
    let petals = (n / 4).clamp(2, 12);
    let mut ring = Vec::new();
    for i in 0..petals {
        let turn = i as f64 / petals as f64;
        let width = 0.3 / petals as f64;
        let reach = rng.between(0.5, 1.0);
        ring.extend([at(0.0, 0.0), polar(reach, turn - width), polar(reach, turn + width)]);
    }
    ring
}
