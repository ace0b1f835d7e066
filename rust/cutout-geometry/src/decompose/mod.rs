//! A ring with holes in triangles, and in convex parts that a game engine takes.
//!
//! Comes in: vertices in single precision, as they will be drawn and collided with: the outer ring, then the
//! holes, which run the other way. Goes out: triangles that use these vertices alone (ear clipping, the crate
//! `earcutr`), and convex parts that are those triangles, joined across a diagonal wherever the result stays
//! convex (Hertel and Mehlhorn 1983: at most four times as many parts as needed).
//!
//! Invariants: all run the way of the outer ring; none repeats a vertex or is without area; a part of more
//! than three vertices is convex by exact predicate *and* in the single-precision arithmetic in which an
//! engine asks (see [`is_plainly_convex`]). Triangles need no such care: nothing is ever asked of them.

mod clipping;
mod convex;

pub use clipping::{Drawn, EarClipping};
pub use convex::is_plainly_convex;

use crate::point::Point;
use crate::predicate::orient;
use std::collections::HashMap;

/// A vertex in single precision.
pub type Vertex = [f32; 2];

/// Indices into `vertices`, three a triangle. `hole_starts` tells where each hole begins. Quadratic in the
/// vertices at worst.
#[must_use]
pub fn triangles(vertices: &[Vertex], hole_starts: &[usize]) -> Vec<[usize; 3]> {
    let outer = vertices.get(..hole_starts.first().copied().unwrap_or(vertices.len())).unwrap_or_default();
    let coordinates: Vec<f64> = vertices.iter().flatten().copied().map(f64::from).collect();
    let indices = earcutr::earcut(&coordinates, hole_starts, 2).unwrap_or_default();
    let direction = ring_area(outer);
    let (found, _) = indices.as_chunks::<3>();
    let mut covered = 0.0;
    let found: Vec<[usize; 3]> = found
        .iter()
        .filter_map(|&[a, b, c]| {
            let area = turn(*vertices.get(a)?, *vertices.get(b)?, *vertices.get(c)?);
            covered += area.abs();
            match area * direction.signum() {
                same if same > 0.0 => Some([a, b, c]),
                other if other < 0.0 => Some([a, c, b]),
                _ => None,
            }
        })
        .collect();
    // The library does not promise to cover a ring that touches itself.
    if hole_starts.is_empty() && (covered - direction.abs()).abs() > COVER_TOLERANCE * direction.abs() {
        return ears(vertices, direction.signum());
    }
    found
}

/// How far the triangles' areas may add up to something else than the ring's before they are made anew.
const COVER_TOLERANCE: f64 = 1e-6;

/// The ears of one ring, cut off one by one by exact signs (Meisters 1975): vertices on an ear's border are
/// no obstacle, so a ring may touch itself. Where rounding has made it cross itself and there is no ear, the
/// smallest corner goes. Cubic at worst, for the few rings that need it.
fn ears(vertices: &[Vertex], direction: f64) -> Vec<[usize; 3]> {
    let mut ring: Vec<usize> = (0..vertices.len()).collect();
    let mut found = Vec::with_capacity(vertices.len());
    while ring.len() >= 3 {
        let corner = |i: usize| {
            let count = ring.len();
            [ring[(i + count - 1) % count], ring[i], ring[(i + 1) % count]]
        };
        let area = |[a, b, c]: [usize; 3]| turn(vertices[a], vertices[b], vertices[c]) * direction;
        let is_ear = |&i: &usize| {
            let [a, b, c] = corner(i);
            let holds = |&p: &usize| {
                let inside = |u: usize, v: usize| area([u, v, p]) > 0.0;
                inside(a, b) && inside(b, c) && inside(c, a)
            };
            area([a, b, c]) >= 0.0 && !ring.iter().any(holds)
        };
        // The flattest first: what is straight or folds back goes before it can be in the way.
        let flattest = |i: &usize, j: &usize| area(corner(*i)).abs().total_cmp(&area(corner(*j)).abs());
        let next = (0..ring.len())
            .filter(is_ear)
            .min_by(flattest)
            .or_else(|| (0..ring.len()).min_by(flattest))
            .unwrap_or(0);
        let ear = corner(next);
        if area(ear) > 0.0 {
            found.push(ear);
        }
        ring.remove(next);
    }
    found
}

/// The triangles of [`triangles`], joined to convex rings of indices. A part that is thinner than single
/// precision can tell beside the size of the whole is left out. About linear in their number.
#[must_use]
pub fn convex_parts(vertices: &[Vertex], triangles: &[[usize; 3]]) -> Vec<Vec<usize>> {
    let mut parts: Vec<Option<Vec<usize>>> = triangles.iter().map(|t| Some(t.to_vec())).collect();
    let mut part_of: Vec<usize> = (0..parts.len()).collect();
    // Which triangle each directed edge belongs to.
    let edges: HashMap<(usize, usize), usize> = triangles
        .iter()
        .enumerate()
        .flat_map(|(index, &[a, b, c])| [((a, b), index), ((b, c), index), ((c, a), index)])
        .collect();
    let mut ring = Vec::new();
    for (index, &[a, b, c]) in triangles.iter().enumerate() {
        for (from, to) in [(a, b), (b, c), (c, a)] {
            let Some(&other) = edges.get(&(to, from)) else { continue };
            if other < index {
                continue;
            }
            let (p, q) = (root(&mut part_of, index), root(&mut part_of, other));
            if p == q {
                continue;
            }
            let joined = match (&parts[p], &parts[q]) {
                (Some(first), Some(second)) => join(first, second, from, to),
                _ => None,
            };
            let Some(joined) = joined else { continue };
            ring.clear();
            ring.extend(joined.iter().map(|&index| vertices[index]));
            if !is_plainly_convex(&ring) {
                continue;
            }
            parts[p] = Some(joined);
            parts[q] = None;
            part_of[q] = p;
        }
    }
    let least = thinnest(vertices);
    parts.into_iter().flatten().filter(|part| is_thicker(part, vertices, least)).collect()
}

/// Twice the area of a triangle about which an engine may err that computes in single precision, about the
/// middle of what `vertices` make up.
fn thinnest(vertices: &[Vertex]) -> f64 {
    let reach = |axis: usize| {
        let values = || vertices.iter().map(move |v| v[axis]);
        f64::from(values().fold(f32::MIN, f32::max)) - f64::from(values().fold(f32::MAX, f32::min))
    };
    let size = reach(0).max(reach(1));
    4.0 * f64::from(f32::EPSILON) * size * size
}

/// Whether a convex part has more area than that, doubled: slivers that were joined are slivers still.
fn is_thicker(part: &[usize], vertices: &[Vertex], least: f64) -> bool {
    let Some((&first, others)) = part.split_first() else { return false };
    let fan = others
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .map(|(b, c)| turn(vertices[first], vertices[b], vertices[c]).abs());
    fan.sum::<f64>() > least
}

/// The part that a triangle has become part of.
fn root(part_of: &mut [usize], mut index: usize) -> usize {
    while part_of[index] != index {
        part_of[index] = part_of[part_of[index]];
        index = part_of[index];
    }
    index
}

/// Two rings as one, without the edge that `first` has from `from` to `to` and `second` the other way.
fn join(first: &[usize], second: &[usize], from: usize, to: usize) -> Option<Vec<usize>> {
    let at = first.iter().position(|&index| index == to)?;
    let other_at = second.iter().position(|&index| index == from)?;
    let mut ring: Vec<usize> = first[at..].iter().chain(&first[..at]).copied().collect();
    let around: Vec<usize> = second[other_at..].iter().chain(&second[..other_at]).copied().collect();
    if ring.last() != Some(&from) || around.last() != Some(&to) {
        return None;
    }
    ring.extend_from_slice(&around[1..around.len() - 1]);
    Some(ring)
}

fn widened([x, y]: Vertex) -> Point {
    Point { x: f64::from(x), y: f64::from(y) }
}

/// Twice the area of a triangle, positive when it runs from the x axis to the y axis; its sign is exact.
fn turn(a: Vertex, b: Vertex, c: Vertex) -> f64 {
    orient(widened(a), widened(b), widened(c))
}

fn ring_area(ring: &[Vertex]) -> f64 {
    let Some(&first) = ring.first() else { return 0.0 };
    ring.windows(2).map(|pair| turn(first, pair[0], pair[1])).sum()
}
