//! A piece in triangles, and in convex parts.
//!
//! Comes in: a piece in single precision, holes and all. Goes out: triangles that use its vertices alone
//! and cover it exactly (ear clipping, the crate `earcutr`), and convex parts that are those triangles,
//! joined across a diagonal wherever the result stays convex (Hertel and Mehlhorn 1983: at most four
//! times as many parts as needed).

use crate::pieces::{Piece, Pieces};
use godot::builtin::Vector2;
use std::collections::HashMap;

/// A piece that is not convex, decomposed ahead of time.
#[derive(Clone, Debug)]
pub struct Decomposition {
    triangles: Vec<[usize; 3]>,
    convex_parts: Vec<Vec<Vector2>>,
}

impl Decomposition {
    /// Bytes held on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.triangles.capacity() * size_of::<[usize; 3]>()
            + self.convex_parts.iter().map(|part| part.capacity() * size_of::<Vector2>()).sum::<usize>()
            + self.convex_parts.capacity() * size_of::<Vec<Vector2>>()
    }
}

/// Decomposes all pieces that are not convex, so that the main thread need not: one entry a piece.
pub fn decompose_all(pieces: &Pieces) -> Vec<Option<Box<Decomposition>>> {
    pieces
        .iter()
        .map(|piece| {
            (!piece.head().is_convex).then(|| {
                let triangles = triangulate(piece);
                let convex_parts = join_triangles(piece, &triangles);
                Box::new(Decomposition { triangles, convex_parts })
            })
        })
        .collect()
}

/// Indices into the piece's vertices, three a triangle, all running the way of the outer ring. Triangles
/// without area are left out. Quadratic in the vertices at worst.
pub fn triangles(piece: Piece<'_>) -> Vec<[usize; 3]> {
    if piece.head().is_convex {
        return (2..piece.vertices().len()).map(|last| [0, last - 1, last]).collect();
    }
    piece.decomposition().map_or_else(|| triangulate(piece), |known| known.triangles.clone())
}

/// Convex rings that cover the piece, running the way of its outer ring.
pub fn convex_parts(piece: Piece<'_>) -> Vec<Vec<Vector2>> {
    if piece.head().is_convex {
        return vec![piece.outer().to_vec()];
    }
    piece
        .decomposition()
        .map_or_else(|| join_triangles(piece, &triangulate(piece)), |known| known.convex_parts.clone())
}

fn triangulate(piece: Piece<'_>) -> Vec<[usize; 3]> {
    let vertices = piece.vertices();
    let coordinates: Vec<f64> = vertices.iter().flat_map(|v| [f64::from(v.x), f64::from(v.y)]).collect();
    let mut hole_starts = Vec::new();
    let mut start = piece.outer().len();
    for hole in piece.holes() {
        hole_starts.push(start);
        start += hole.len();
    }
    let indices = earcutr::earcut(&coordinates, &hole_starts, 2).unwrap_or_default();
    let direction = ring_area(piece.outer());
    let (found, _) = indices.as_chunks::<3>();
    found
        .iter()
        .filter_map(|&[a, b, c]| {
            let area = turn(*vertices.get(a)?, *vertices.get(b)?, *vertices.get(c)?);
            match area * direction {
                same if same > 0.0 => Some([a, b, c]),
                other if other < 0.0 => Some([a, c, b]),
                _ => None,
            }
        })
        .collect()
}

fn join_triangles(piece: Piece<'_>, triangles: &[[usize; 3]]) -> Vec<Vec<Vector2>> {
    let vertices = piece.vertices();
    let sign = ring_area(piece.outer()).signum();
    let mut parts: Vec<Option<Vec<usize>>> = triangles.iter().map(|t| Some(t.to_vec())).collect();
    // Which part each directed edge belongs to, by the triangle it came from.
    let mut part_of: Vec<usize> = (0..parts.len()).collect();
    let edges: HashMap<(usize, usize), usize> = triangles
        .iter()
        .enumerate()
        .flat_map(|(index, &[a, b, c])| [((a, b), index), ((b, c), index), ((c, a), index)])
        .collect();
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
            let Some(joined) = joined.filter(|ring| is_convex_at(ring, &[from, to], vertices, sign)) else {
                continue;
            };
            parts[p] = Some(joined);
            parts[q] = None;
            part_of[q] = p;
        }
    }
    parts.into_iter().flatten().map(|ring| ring.iter().map(|&index| vertices[index]).collect()).collect()
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

fn is_convex_at(ring: &[usize], corners: &[usize], vertices: &[Vector2], sign: f64) -> bool {
    corners.iter().all(|corner| {
        let Some(at) = ring.iter().position(|index| index == corner) else { return false };
        let before = ring[(at + ring.len() - 1) % ring.len()];
        let after = ring[(at + 1) % ring.len()];
        turn(vertices[before], vertices[ring[at]], vertices[after]) * sign >= 0.0
    })
}

/// Twice the area of a triangle, positive when it runs from the x axis to the y axis.
fn turn(a: Vector2, b: Vector2, c: Vector2) -> f64 {
    let (ax, ay) = (f64::from(a.x), f64::from(a.y));
    (f64::from(b.x) - ax) * (f64::from(c.y) - ay) - (f64::from(b.y) - ay) * (f64::from(c.x) - ax)
}

fn ring_area(ring: &[Vector2]) -> f64 {
    let Some(&first) = ring.first() else { return 0.0 };
    ring.windows(2).map(|pair| turn(first, pair[0], pair[1])).sum()
}
