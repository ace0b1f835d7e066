//! The decompositions of pieces: kept beside them where they are not convex, made on the worker.

use crate::pieces::{Piece, Pieces};
use cutout_geometry::decompose::{self, Drawn, EarClipping, Vertex};
use godot::builtin::{PackedInt32Array, Vector2};
use std::sync::OnceLock;

/// Corners that are compared at most to know whether the engine draws a piece: tenths of a millisecond. One
/// that takes more is better drawn in triangles, for the engine would compare as many each time that it is
/// drawn.
const STEPS: usize = 1 << 16;

/// A piece that is not convex, decomposed ahead of time.
#[derive(Clone, Debug)]
pub struct Decomposition {
    triangles: Vec<[usize; 3]>,
    convex_parts: Vec<Vec<usize>>,
    /// Whether it has to be drawn in these triangles; not known before somebody asks.
    needs_triangles: OnceLock<bool>,
}

impl Decomposition {
    fn of(piece: Piece<'_>) -> Self {
        let vertices = plain(piece.vertices());
        let mut hole_starts = Vec::new();
        let mut start = piece.outer().len();
        for hole in piece.holes() {
            hole_starts.push(start);
            start += hole.len();
        }
        let triangles = decompose::triangles(&vertices, &hole_starts);
        let convex_parts = decompose::convex_parts(&vertices, &triangles);
        Self { triangles, convex_parts, needs_triangles: OnceLock::new() }
    }

    /// One that was made before, by index into the piece's vertices.
    pub fn known(triangles: Vec<[usize; 3]>, convex_parts: Vec<Vec<usize>>) -> Self {
        Self { triangles, convex_parts, needs_triangles: OnceLock::new() }
    }

    /// Indices into the piece's vertices.
    pub fn triangles(&self) -> &[[usize; 3]] {
        &self.triangles
    }

    /// Convex rings that cover the piece: indices into its vertices.
    pub fn convex_parts(&self) -> &[Vec<usize>] {
        &self.convex_parts
    }

    /// Bytes held on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.triangles.capacity() * size_of::<[usize; 3]>()
            + self.convex_parts.iter().map(|part| part.capacity() * size_of::<usize>()).sum::<usize>()
            + self.convex_parts.capacity() * size_of::<Vec<usize>>()
    }
}

/// Decomposes all pieces that are not convex, so that the main thread need not: one entry a piece.
pub fn decompose_all(pieces: &Pieces) -> Vec<Option<Box<Decomposition>>> {
    let decomposed = |piece| {
        let made = Decomposition::of(piece);
        made.needs_triangles.get_or_init(|| !is_drawn(piece));
        Box::new(made)
    };
    pieces.iter().map(|piece| (!is_whole(piece)).then(|| decomposed(piece))).collect()
}

/// Whether the engine cannot draw the piece by its outer ring alone.
pub fn needs_triangles(piece: Piece<'_>) -> bool {
    match piece.decomposition() {
        Some(known) => *known.needs_triangles.get_or_init(|| !is_drawn(piece)),
        None => !is_whole(piece) && !is_drawn(piece),
    }
}

/// Whether the engine draws the outer ring as it is, where it is and about its centre of mass, as a
/// `Polygon2D` does; and whether it is all of the piece.
fn is_drawn(piece: Piece<'_>) -> bool {
    let mut clipping = EarClipping::default();
    let center = piece.head().centroid;
    let mut is_drawn_from = |origin: Vector2| {
        let ring = piece.outer().iter().map(|&corner| corner - origin).map(|corner| [corner.x, corner.y]);
        clipping.draw(ring, STEPS) == Drawn::Right
    };
    piece.holes().len() == 0 && is_drawn_from(Vector2::ZERO) && is_drawn_from(center)
}

/// Indices into the piece's vertices, three a triangle, all running the way of the outer ring. Triangles
/// without area are left out. Quadratic in the vertices at worst.
pub fn triangles(piece: Piece<'_>) -> Vec<[usize; 3]> {
    match piece.decomposition() {
        Some(known) => known.triangles.clone(),
        None if is_whole(piece) => (2..piece.vertices().len()).map(|last| [0, last - 1, last]).collect(),
        None => Decomposition::of(piece).triangles,
    }
}

/// The same as the engine takes them.
pub fn indices(piece: Piece<'_>) -> PackedInt32Array {
    triangles(piece).iter().flatten().map(|&index| i32::try_from(index).unwrap_or(-1)).collect()
}

/// Convex rings that cover the piece, running the way of its outer ring.
pub fn convex_parts(piece: Piece<'_>) -> Vec<Vec<Vector2>> {
    let vertices = piece.vertices();
    let corner = |&index: &usize| vertices.get(index).copied().unwrap_or_default();
    let mut parts = Vec::new();
    each_convex_part(piece, |part| parts.push(part.iter().map(corner).collect()));
    parts
}

/// Visits the same rings, as indices into the piece's vertices.
pub fn each_convex_part(piece: Piece<'_>, mut visit: impl FnMut(&[usize])) {
    let made;
    let known = match piece.decomposition() {
        Some(known) => known,
        None if is_whole(piece) => {
            return visit(&(0..piece.outer().len()).collect::<Vec<_>>());
        }
        None => {
            made = Decomposition::of(piece);
            &made
        }
    };
    known.convex_parts.iter().for_each(|part| visit(part));
}

/// Whether the piece is its own convex part, rounded as it is.
pub fn is_whole(piece: Piece<'_>) -> bool {
    if piece.is_looked_at() {
        return piece.decomposition().is_none();
    }
    piece.head().is_convex && decompose::is_plainly_convex(&plain(piece.outer()))
}

fn plain(vertices: &[Vector2]) -> Vec<Vertex> {
    vertices.iter().map(|v| [v.x, v.y]).collect()
}
