//! A finished fracture in the engine's single precision: what a worker hands to the main thread.
//!
//! Comes in: `cutout_geometry::Fracture` (f64, counter-clockwise). Goes out: [`Pieces`], flat columns
//! shared by all the `CutoutFragment`s of a result. Invariants: every ring has at least 3 vertices, no
//! two neighbours of a ring are equal in f32, outer rings run like the input's outer ring and holes the
//! other way, and neighbours refer to pieces that are there.

use crate::decompose::{Decomposition, decompose_all};
use cutout_geometry::{Fracture, Point, Report};
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

    /// Bytes held on the heap, for the memory bound.
    pub fn heap_bytes(&self) -> usize {
        let decomposed = self.decompositions.iter().flatten();
        decomposed.map(|known| size_of::<Decomposition>() + known.heap_bytes()).sum::<usize>()
            + self.decompositions.capacity() * size_of::<usize>()
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

/// Rounds a fracture to the engine's precision.
///
/// A vertex that falls onto its successor goes, with the edge between them, and so does the tip of a spike
/// that has no width left; a ring of fewer than 3
/// vertices goes; a piece without an outer ring goes, and its neighbours forget it. Linear in the size.
pub fn single_precision(fracture: &Fracture) -> Pieces {
    let mut pieces = Pieces { report: fracture.report, ..Pieces::default() };
    let count = fracture.fragments.len();
    pieces.heads.reserve_exact(count);
    pieces.ring_starts.reserve(count + 1);
    // Index of each fragment among the pieces; -1: rounded away.
    let mut kept: Vec<i32> = Vec::with_capacity(count);
    let clockwise = fracture.input_clockwise;
    let mut ring = RoundedRing::default();
    for fragment in fracture.fragments.iter() {
        let flags = fragment.on_outline();
        let (outer_flags, mut hole_flags) = split_at_most(flags, fragment.outer().len());
        if !ring.fill(fragment.outer(), outer_flags, clockwise) {
            kept.push(-1);
            continue;
        }
        kept.push(i32::try_from(pieces.heads.len()).unwrap_or(i32::MAX));
        pieces.heads.push(PieceHead {
            first_ring: u32::try_from(pieces.ring_starts.len()).unwrap_or(u32::MAX),
            first_bond: 0,
            area: fragment.area(),
            centroid: rounded(fragment.centroid()),
            bounds: bounds_of(&ring.points),
            in_mask: fragment.in_mask(),
            is_convex: fragment.is_convex(),
        });
        ring.append_to(&mut pieces);
        for hole in fragment.holes() {
            let (flags, rest) = split_at_most(hole_flags, hole.len());
            hole_flags = rest;
            if ring.fill(hole, flags, clockwise) {
                ring.append_to(&mut pieces);
            }
        }
    }
    pieces.ring_starts.push(u32::try_from(pieces.vertices.len()).unwrap_or(u32::MAX));
    append_bonds(fracture, &kept, &mut pieces);
    pieces
}

fn append_bonds(fracture: &Fracture, kept: &[i32], pieces: &mut Pieces) {
    for (fragment, &index) in fracture.fragments.iter().zip(kept) {
        let Some(head) = usize::try_from(index).ok().and_then(|i| pieces.heads.get_mut(i)) else {
            continue;
        };
        head.first_bond = u32::try_from(pieces.neighbors.len()).unwrap_or(u32::MAX);
        for bond in fragment.bonds() {
            match kept.get(bond.neighbor as usize) {
                Some(&neighbor) if neighbor >= 0 => {
                    pieces.neighbors.push(neighbor);
                    pieces.lengths.push(bond.length as f32);
                    pieces.midpoints.push(rounded(bond.midpoint));
                }
                _ => {}
            }
        }
    }
}

/// One ring in single precision, before it is known whether it stays one.
#[derive(Default)]
struct RoundedRing {
    points: Vec<Vector2>,
    flags: Vec<u8>,
}

impl RoundedRing {
    /// Rounds a ring; false when fewer than 3 vertices are left of it.
    fn fill(&mut self, ring: &[Point], on_outline: &[bool], reversed: bool) -> bool {
        self.points.clear();
        self.flags.clear();
        for (index, &point) in ring.iter().enumerate() {
            let here = rounded(point);
            let next = ring.get(index + 1).or(ring.first()).map_or(here, |&p| rounded(p));
            if here != next {
                self.points.push(here);
                self.flags.push(u8::from(on_outline.get(index).copied().unwrap_or(false)));
            }
        }
        self.drop_spikes();
        if reversed {
            self.points.reverse();
            // The edge that leaves the new vertex j is the old one that arrived at it.
            self.flags.reverse();
            if !self.flags.is_empty() {
                self.flags.rotate_left(1);
            }
        }
        self.points.len() >= 3
    }

    /// Takes out the tips of spikes that rounding has left no width, or has turned inside out: no engine can
    /// triangulate them.
    fn drop_spikes(&mut self) {
        let largest = self.points.iter().fold(0.0_f32, |most, p| most.max(p.x.abs()).max(p.y.abs()));
        let unit = f64::from(largest * f32::EPSILON);
        let (mut at, mut sound) = (0, 0);
        // Once round without finding one: taking a tip out may make one of either neighbour.
        while sound < self.points.len() && self.points.len() > 3 {
            let count = self.points.len();
            at %= count;
            let before = (at + count - 1) % count;
            let (a, b, c) = (self.points[before], self.points[at], self.points[(at + 1) % count]);
            if is_spike(a, b, c, unit) {
                self.flags[before] &= self.flags[at];
                self.points.remove(at);
                self.flags.remove(at);
                sound = 0;
                at = before.min(count - 2);
            } else {
                at += 1;
                sound += 1;
            }
        }
    }

    fn append_to(&self, pieces: &mut Pieces) {
        pieces.ring_starts.push(u32::try_from(pieces.vertices.len()).unwrap_or(u32::MAX));
        pieces.vertices.extend_from_slice(&self.points);
        pieces.on_outline.extend_from_slice(&self.flags);
    }
}

/// Spikes up to this many units in the last place wide have no width that rounding has left alone.
const SPIKE_WIDTH: f64 = 4.0;
/// Shorter ones are corners like any other.
const SPIKE_LENGTH: f64 = 64.0;

/// Whether the way from `a` over `b` to `c` turns back at `b`, on the spot but for rounding.
fn is_spike(a: Vector2, b: Vector2, c: Vector2, unit: f64) -> bool {
    let offset = |p: Vector2| (f64::from(p.x) - f64::from(b.x), f64::from(p.y) - f64::from(b.y));
    let ((ax, ay), (cx, cy)) = (offset(a), offset(c));
    let (a_squared, c_squared) = (ax * ax + ay * ay, cx * cx + cy * cy);
    let longer = a_squared.max(c_squared).sqrt();
    ax * cx + ay * cy > 0.0
        && (ax * cy - ay * cx).abs() <= SPIKE_WIDTH * unit * longer
        && a_squared.min(c_squared) > (SPIKE_LENGTH * unit) * (SPIKE_LENGTH * unit)
}

fn rounded(point: Point) -> Vector2 {
    Vector2::new(point.x as f32, point.y as f32)
}

fn bounds_of(points: &[Vector2]) -> Rect2 {
    let (mut min, mut max) = (Vector2::INF, -Vector2::INF);
    for &point in points {
        min = min.coord_min(point);
        max = max.coord_max(point);
    }
    Rect2::new(min, max - min)
}

fn split_at_most<T>(slice: &[T], at: usize) -> (&[T], &[T]) {
    slice.split_at(at.min(slice.len()))
}
