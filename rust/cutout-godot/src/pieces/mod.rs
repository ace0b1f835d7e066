//! A finished fracture in the engine's single precision: what a worker hands to the main thread.
//!
//! [`Pieces`] are flat columns, shared by all the `CutoutFragment`s of a result; [`Rounder`] makes them.

mod baked;
mod rounding;

pub use rounding::Rounder;

use crate::decompose::{Decomposition, decompose_all};
use crate::drawing::Drawing;
use cutout_geometry::{Report, Role};
use godot::builtin::{Rect2, Vector2};

/// What a piece is, apart from its rings and bonds.
#[derive(Clone, Copy, Debug)]
pub struct PieceHead {
    first_ring: u32,
    first_bond: u32,
    /// Area with the holes taken off, square pixels; computed in f64.
    pub area: f64,
    /// Centre of mass.
    pub centroid: Vector2,
    /// Box of the outer ring.
    pub bounds: Rect2,
    /// Whether the piece lies in the mask.
    pub in_mask: bool,
    /// Whether it has no hole and no reflex corner.
    pub is_convex: bool,
    /// What became of it in a carving.
    pub role: Role,
    /// Which tool took it off.
    pub step: usize,
}

/// All pieces of one result.
#[derive(Clone, Debug, Default)]
pub struct Pieces {
    vertices: Vec<Vector2>,
    on_outline: Vec<u8>,
    /// First vertex of each ring, and one entry more.
    ring_starts: Vec<u32>,
    heads: Vec<PieceHead>,
    neighbors: Vec<i32>,
    lengths: Vec<f32>,
    midpoints: Vec<Vector2>,
    /// What the fracture says about itself.
    pub report: Report,
    /// What was given up to save time; empty: nothing.
    pub degraded: String,
    /// Of the pieces that are not convex; empty until asked for.
    decompositions: Vec<Option<Box<Decomposition>>>,
    /// For a preview; none until asked for.
    drawing: Option<Box<Drawing>>,
}

/// A view of one piece.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    all: &'a Pieces,
    index: usize,
}

impl Pieces {
    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// The piece of that index.
    pub fn get(&self, index: usize) -> Option<Piece<'_>> {
        (index < self.heads.len()).then_some(Piece { all: self, index })
    }

    /// All pieces in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Piece<'_>> + '_ {
        (0..self.heads.len()).map(|index| Piece { all: self, index })
    }

    /// Decomposes what is not convex, so that nobody need later: for the worker.
    pub fn decompose(&mut self) {
        self.decompositions = decompose_all(self);
    }

    /// Makes the drawing of a preview: for the worker.
    pub fn draw(&mut self) {
        self.drawing = Some(Box::new(Drawing::of(self)));
    }

    /// The drawing, where one was made.
    pub fn drawing(&self) -> Option<&Drawing> {
        self.drawing.as_deref()
    }

    /// Bytes held on the heap, for the memory bound.
    pub fn heap_bytes(&self) -> usize {
        let decomposed = self.decompositions.iter().flatten();
        decomposed.map(|known| size_of::<Decomposition>() + known.heap_bytes()).sum::<usize>()
            + self.decompositions.capacity() * size_of::<usize>()
            + self.drawing.as_ref().map_or(0, |drawing| size_of::<Drawing>() + drawing.heap_bytes())
            + self.vertices.capacity() * size_of::<Vector2>()
            + self.on_outline.capacity()
            + self.ring_starts.capacity() * size_of::<u32>()
            + self.heads.capacity() * size_of::<PieceHead>()
            + self.neighbors.capacity() * size_of::<i32>()
            + self.lengths.capacity() * size_of::<f32>()
            + self.midpoints.capacity() * size_of::<Vector2>()
    }

    fn ring(&self, index: usize) -> &[Vector2] {
        let start = self.ring_starts.get(index).map_or(0, |&start| start as usize);
        let end = self.ring_starts.get(index + 1).map_or(start, |&end| end as usize);
        self.vertices.get(start..end).unwrap_or_default()
    }
}

impl<'a> Piece<'a> {
    /// Area, centroid and so on.
    pub fn head(self) -> &'a PieceHead {
        &self.all.heads[self.index]
    }

    /// The outer ring, without a repeated last point.
    pub fn outer(self) -> &'a [Vector2] {
        self.all.ring(self.first_ring())
    }

    /// The holes.
    pub fn holes(self) -> impl ExactSizeIterator<Item = &'a [Vector2]> + 'a {
        (self.first_ring() + 1..self.ring_end()).map(move |ring| self.all.ring(ring))
    }

    /// All vertices: the outer ring's, then those of the holes.
    pub fn vertices(self) -> &'a [Vector2] {
        &self.all.vertices[self.vertex_range()]
    }

    /// One flag an edge (from a vertex to the next of its ring), in the order of `vertices`.
    pub fn on_outline(self) -> &'a [u8] {
        &self.all.on_outline[self.vertex_range()]
    }

    /// Indices of the pieces that share a border with this one.
    pub fn neighbors(self) -> &'a [i32] {
        &self.all.neighbors[self.bond_range()]
    }

    /// Lengths of the shared borders, in pixels, in the order of `neighbors`.
    pub fn shared_edge_lengths(self) -> &'a [f32] {
        &self.all.lengths[self.bond_range()]
    }

    /// Midpoints of the shared borders, in the order of `neighbors`.
    pub fn shared_edge_midpoints(self) -> &'a [Vector2] {
        &self.all.midpoints[self.bond_range()]
    }

    /// Whether all that are not convex were decomposed ahead of time.
    pub fn is_looked_at(self) -> bool {
        !self.all.decompositions.is_empty()
    }

    /// Its decomposition, where one was made ahead of time.
    pub fn decomposition(self) -> Option<&'a Decomposition> {
        self.all.decompositions.get(self.index)?.as_deref()
    }

    fn first_ring(self) -> usize {
        self.head().first_ring as usize
    }

    fn ring_end(self) -> usize {
        let rings = self.all.ring_starts.len().saturating_sub(1);
        self.all.heads.get(self.index + 1).map_or(rings, |next| next.first_ring as usize)
    }

    fn vertex_range(self) -> core::ops::Range<usize> {
        let starts = &self.all.ring_starts;
        starts[self.first_ring()] as usize..starts[self.ring_end()] as usize
    }

    fn bond_range(self) -> core::ops::Range<usize> {
        let end = self
            .all
            .heads
            .get(self.index + 1)
            .map_or(self.all.neighbors.len(), |next| next.first_bond as usize);
        self.head().first_bond as usize..end
    }
}
