//! Outlines of several rings.

use super::{Rings, at, polar, simple};
use crate::Point;
use crate::random::Rng;
use std::collections::BTreeSet;

fn moved(ring: Vec<Point>, radius: f64, center: Point) -> Vec<Point> {
    ring.into_iter().map(|p| p * radius + center).collect()
}

/// A small ring of any tame kind about the origin, radius at most 1.1.
fn small(rng: &mut Rng) -> Vec<Point> {
    let n = 3 + rng.below(12);
    match rng.below(4) {
        0 => simple::convex(rng, n),
        1 => simple::jagged(rng, n, 0.3),
        2 => simple::star(rng, 14),
        _ => vec![at(-0.7, -0.7), at(0.7, -0.7), at(0.7, 0.7), at(-0.7, 0.7)],
    }
}

/// Places for small rings on a lattice of pitch `pitch` within radius `reach`, shuffled.
fn lattice(rng: &mut Rng, pitch: f64, reach: f64) -> Vec<Point> {
    let steps = (reach / pitch).floor() as i32;
    let mut places: Vec<Point> = (-steps..=steps)
        .flat_map(|i| (-steps..=steps).map(move |j| at(f64::from(i) * pitch, f64::from(j) * pitch)))
        .filter(|p| p.x * p.x + p.y * p.y <= reach * reach)
        .collect();
    rng.shuffle(&mut places);
    places
}

/// A blob with up to 9 holes that keep their distance.
pub fn holed(rng: &mut Rng, n: usize) -> Rings {
    let mut rings = vec![simple::blob(rng, n.max(12))];
    let pitch = rng.between(0.2, 0.45);
    let count = 1 + rng.below(9);
    for place in lattice(rng, pitch, 0.45).into_iter().take(count) {
        let radius = pitch * rng.between(0.05, 0.44);
        rings.push(moved(small(rng), radius, place));
    }
    rings
}

/// Holes with an island in each, and some of those with a hole again.
pub fn islands_in_holes(rng: &mut Rng, n: usize) -> Rings {
    let mut rings = vec![simple::blob(rng, n.max(12))];
    let count = 1 + rng.below(3);
    for place in lattice(rng, 0.42, 0.42).into_iter().take(count) {
        let mut radius = 0.19;
        for _ in 0..1 + rng.below(4) {
            let n = 8 + rng.below(16);
            // Evenly enough around the circle that the next ring fits well inside.
            let ring = (0..n).map(|i| polar(1.0, (i as f64 + 0.4 * rng.unit()) / n as f64)).collect();
            rings.push(moved(ring, radius, place));
            radius *= 0.5;
        }
    }
    rings
}

/// Several islands apart from each other, some with holes.
pub fn archipelago(rng: &mut Rng, n: usize) -> Rings {
    let mut rings = Vec::new();
    let count = 2 + rng.below(4);
    for place in lattice(rng, 0.6, 0.9).into_iter().take(count) {
        let size = (n / count).max(5);
        if rng.chance(0.4) {
            for ring in holed(rng, size) {
                rings.push(moved(ring, 0.18, place));
            }
        } else {
            rings.push(moved(simple::jagged(rng, size, 0.3), 0.27, place));
        }
    }
    rings
}

/// A ring around one large hole.
pub fn annulus(rng: &mut Rng, n: usize) -> Rings {
    let n = n.max(8) / 2;
    let hole = rng.between(0.3, 0.97);
    let turn = if rng.chance(0.5) { 0.0 } else { rng.unit() };
    vec![
        (0..n).map(|i| polar(1.0, i as f64 / n as f64)).collect(),
        // Inside the inscribed circle of the outer ring even for few vertices.
        (0..n)
            .map(|i| polar(hole * libm::cos(std::f64::consts::PI / n as f64), turn + i as f64 / n as f64))
            .collect(),
    ]
}

/// Whether rings of [`grid_cells`] may touch in corners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pinches {
    /// Cells that meet in a corner only are joined.
    Avoided,
    /// Left as they come.
    Welcome,
}

/// The outline of a random set of unit squares: every edge along an axis, on whole numbers over 8.
/// Straight runs keep their vertices or lose them at random. `holes`: chance that an inner square
/// is taken out.
pub fn grid_cells(rng: &mut Rng, n: usize, pinches: Pinches, holes: f64) -> Rings {
    let count = (n / 3).clamp(1, 60);
    let mut cells: BTreeSet<(i32, i32)> = BTreeSet::from([(0, 0)]);
    while cells.len() < count {
        let all: Vec<_> = cells.iter().copied().collect();
        let &(x, y) = rng.pick(&all);
        let (dx, dy) = *rng.pick(&[(1, 0), (-1, 0), (0, 1), (0, -1)]);
        if (x + dx).abs() <= 8 && (y + dy).abs() <= 8 {
            cells.insert((x + dx, y + dy));
        }
    }
    let inner: Vec<_> = cells
        .iter()
        .copied()
        .filter(|&(x, y)| (-1..=1).all(|i| (-1..=1).all(|j| cells.contains(&(x + i, y + j)))))
        .collect();
    for cell in inner {
        if rng.chance(holes) {
            cells.remove(&cell);
        }
    }
    if pinches == Pinches::Avoided {
        fill_pinches(&mut cells);
    }
    let keep_straight = rng.chance(0.5);
    trace(&cells, keep_straight)
}

fn fill_pinches(cells: &mut BTreeSet<(i32, i32)>) {
    loop {
        let pinch = (-10..=10).flat_map(|x| (-10..=10).map(move |y| (x, y))).find_map(|(x, y)| {
            let full = |i, j| cells.contains(&(x + i, y + j));
            match (full(0, 0), full(1, 0), full(0, 1), full(1, 1)) {
                (true, false, false, true) => Some((x + 1, y)),
                (false, true, true, false) => Some((x, y)),
                _ => None,
            }
        });
        match pinch {
            Some(cell) => {
                cells.insert(cell);
            }
            None => return,
        }
    }
}

/// Walks the borders of a set of unit squares, the squares on the left.
fn trace(cells: &BTreeSet<(i32, i32)>, keep_straight: bool) -> Rings {
    let mut edges: BTreeSet<((i32, i32), (i32, i32))> = BTreeSet::new();
    for &(x, y) in cells {
        let corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
        for i in 0..4 {
            let (a, b) = (corners[i], corners[(i + 1) % 4]);
            if !edges.remove(&(b, a)) {
                edges.insert((a, b));
            }
        }
    }
    let mut rings = Vec::new();
    while let Some(&(start, next)) = edges.first() {
        edges.remove(&(start, next));
        let mut ring = vec![start, next];
        while ring[ring.len() - 1] != start {
            let here = ring[ring.len() - 1];
            let found =
                edges.range((here, (i32::MIN, i32::MIN))..=(here, (i32::MAX, i32::MAX))).next().copied();
            let Some(edge) = found else { break };
            edges.remove(&edge);
            ring.push(edge.1);
        }
        ring.pop();
        let n = ring.len();
        let straight = |i: usize| {
            let (a, b, c) = (ring[(i + n - 1) % n], ring[i], ring[(i + 1) % n]);
            (b.0 - a.0, b.1 - a.1) == (c.0 - b.0, c.1 - b.1)
        };
        rings.push(
            (0..n)
                .filter(|&i| keep_straight || !straight(i))
                .map(|i| at(f64::from(ring[i].0) / 8.0, f64::from(ring[i].1) / 8.0))
                .collect(),
        );
    }
    rings
}
