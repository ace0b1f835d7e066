//! Single rings that need no repair before they are rounded to `f32`.

use super::{at, polar};
use crate::Point;
use crate::exact::segments_meet;
use crate::random::Rng;

/// Seven arms.
pub fn star(rng: &mut Rng, n: usize) -> Vec<Point> {
    let n = n.max(3);
    (0..n)
        .map(|i| {
            let t = i as f64 / n as f64;
            let wave = libm::cos(7.0 * std::f64::consts::TAU * t);
            polar((0.72 + 0.28 * wave) * rng.between(0.9, 1.1), t)
        })
        .collect()
}

/// Round, with slow waves.
pub fn blob(rng: &mut Rng, n: usize) -> Vec<Point> {
    let n = n.max(3);
    let waves: Vec<(f64, f64, f64)> =
        [2.0, 3.0, 5.0, 8.0].into_iter().map(|k| (k, rng.between(0.02, 0.12), rng.unit())).collect();
    (0..n)
        .map(|i| {
            let t = i as f64 / n as f64;
            let wave: f64 =
                waves.iter().map(|&(k, a, p)| a * libm::sin(std::f64::consts::TAU * (k * t + p))).sum();
            polar(1.0 + wave, t)
        })
        .collect()
}

/// A bar with teeth of random depth and width, many of them exactly as deep as others.
pub fn comb(rng: &mut Rng, n: usize) -> Vec<Point> {
    let teeth = (n / 4).max(1);
    let width = 2.0 / teeth as f64;
    let mut ring = vec![at(1.0, 1.0), at(-1.0, 1.0)];
    for i in 0..teeth {
        let x = -1.0 + width * i as f64;
        let depth = if rng.chance(0.5) { -1.0 } else { rng.between(-1.0, 0.7) };
        let gap = x + width * rng.between(0.3, 0.7);
        ring.extend([at(x, depth), at(gap, depth)]);
        if i + 1 < teeth {
            ring.extend([at(gap, 0.8), at(x + width, 0.8)]);
        }
    }
    let last = ring[ring.len() - 1];
    if last.x < 1.0 {
        ring.extend([at(last.x, 0.8), at(1.0, 0.8)]);
    }
    ring
}

/// A band wound one to five times.
pub fn spiral(rng: &mut Rng, n: usize) -> Vec<Point> {
    let half = (n / 2).max(16);
    // A chord must not cut through to the winding inside it.
    let turns = rng.between(1.0, (half as f64 / 12.0).min(5.0));
    let pitch = 0.9 / turns;
    let thickness = pitch * rng.between(0.05, 0.6);
    let inner = |i: usize| {
        let s = i as f64 / (half - 1) as f64;
        (0.05 + 0.9 * s, turns * s)
    };
    let outside = (0..half).map(inner).map(|(r, t)| polar(r + thickness, t));
    let back = (0..half).rev().map(inner).map(|(r, t)| polar(r, t));
    outside.chain(back).collect()
}

/// Radius at random, vertex by vertex: deep, thin teeth.
pub fn jagged(rng: &mut Rng, n: usize, least: f64) -> Vec<Point> {
    let n = n.max(3);
    (0..n).map(|i| polar(rng.between(least, 1.0), i as f64 / n as f64)).collect()
}

/// Random points joined in random order and untangled by reversing crossing stretches (2-opt).
pub fn untangled(rng: &mut Rng, n: usize) -> Vec<Point> {
    let n = n.max(3);
    let mut ring: Vec<Point> = (0..n).map(|_| at(rng.between(-1.0, 1.0), rng.between(-1.0, 1.0))).collect();
    loop {
        let mut crossing = None;
        'search: for i in 0..n {
            for j in i + 2..n {
                if (i, j) != (0, n - 1) && segments_meet(ring[i], ring[i + 1], ring[j], ring[(j + 1) % n]) {
                    crossing = Some((i + 1, j));
                    break 'search;
                }
            }
        }
        // Each reversal shortens the ring, so this ends.
        match crossing {
            Some((i, j)) => ring[i..=j].reverse(),
            None => return ring,
        }
    }
}

/// Random points on a circle: convex, some edges very short.
pub fn convex(rng: &mut Rng, n: usize) -> Vec<Point> {
    let mut turns: Vec<f64> = (0..n.max(3)).map(|_| rng.unit()).collect();
    turns.sort_by(f64::total_cmp);
    turns.into_iter().map(|t| polar(1.0, t)).collect()
}

/// Long thin arms that meet in a tiny middle.
pub fn needle(rng: &mut Rng, n: usize) -> Vec<Point> {
    let n = (n.max(6) / 2) * 2;
    let core = libm::pow(10.0, rng.between(-5.0, -1.0));
    (0..n)
        .map(|i| polar(if i % 2 == 0 { rng.between(0.5, 1.0) } else { core }, i as f64 / n as f64))
        .collect()
}
