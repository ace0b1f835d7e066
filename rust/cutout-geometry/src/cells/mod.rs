//! A subdivision of the whole plane into convex cells: what every pattern becomes before the
//! outline is walked through it.
//!
//! Comes in: sites, lines or a brick course. Goes out: [`Cells`], for each cell its border edges
//! counter-clockwise with the line each lies on, the cell across and its start vertex.
//!
//! Invariants that the partition relies on:
//! - the two half-edges of a border are twins and carry exactly negated lines;
//! - around a cell the half-edges come counter-clockwise, and the end vertex of one is the start
//!   vertex of the next (none: the border runs to infinity there);
//! - vertices closer than [`Cells::tolerance`] have been made one, borders between them removed.
//!
//! Cells need not be convex to the last bit: vertices are rounded. The partition's topology does not
//! depend on it.

mod arrangement;
mod bricks;
mod delaunay;
mod voronoi;

use crate::point::{Bounds, Point};
use crate::predicate::Line;
use core::hint::select_unpredictable;

pub(crate) use arrangement::ArrangementScratch;
pub(crate) use voronoi::{Plane, Stretch, VoronoiScratch};

/// Index that stands for "none": no vertex (the border goes to infinity), no neighbour.
pub(crate) const NONE: u32 = u32::MAX;

/// Vertices closer than this fraction of the reach (largest coordinate) are one. About 2^-40: far
/// above the rounding of a well-conditioned crossing (2^-52), far below what `f32` can tell (2^-24).
const MERGE_TOLERANCE: f64 = 1e-12;

/// What is no longer than this many tolerances makes cells, and pieces, doubtful.
pub(crate) const DOUBTFUL: f64 = 16.0;

/// One side of a border between two cells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HalfEdge {
    /// Positive outside the cell, on the neighbour's side.
    pub line: Line,
    /// The cell across.
    pub neighbor: u32,
    /// The same border seen from the neighbour.
    pub twin: u32,
    /// Where the border starts, going counter-clockwise around the cell; [`NONE`]: at infinity.
    pub start: u32,
    /// Which cut the border lies on (cut-line patterns), [`NONE`] for sites.
    pub cut: u32,
}

/// The subdivision. Reused from call to call.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    /// First half-edge of each cell, and one entry past the last.
    pub first: Vec<u32>,
    pub edges: Vec<HalfEdge>,
    pub vertices: Vec<Point>,
    /// Distance below which two points are one, in polygon units.
    pub tolerance: f64,
    /// Distance below which points are one when they are handed out: the tolerance is no smaller. Set
    /// before cells are made.
    pub grain: f64,
    /// Whether some border is hardly longer than the tolerance, so that rounding may have turned its cells
    /// over.
    pub is_doubtful: bool,
    /// What is nearer to something else than this is told, by its cell. Set before cells are made; 0:
    /// nothing.
    pub near: f64,
    /// The same, or the tolerance if that is more.
    pub watched: f64,
    /// Cells with borders that are shorter than that, or that meet at an angle of next to nothing, in any
    /// order.
    pub doubts: Vec<u32>,
    /// Bound of the rounding of every line's distance at points within reach.
    pub error_bound: f64,
}

impl Cells {
    /// How many cells there are; at least one.
    pub fn len(&self) -> usize {
        self.first.len() - 1
    }

    /// Half-edge indices of a cell, counter-clockwise.
    pub fn edge_range(&self, cell: u32) -> core::ops::Range<usize> {
        self.first[cell as usize] as usize..self.first[cell as usize + 1] as usize
    }

    /// The half-edge after `edge`, counter-clockwise around its cell.
    pub fn next_edge(&self, cell: u32, edge: u32) -> u32 {
        let [first, end] = [cell, cell + 1].map(|cell| self.first[cell as usize]);
        select_unpredictable(edge + 1 == end, first, edge + 1)
    }

    /// The cells on both sides of a half-edge.
    pub fn beside(&self, edge: u32) -> [u32; 2] {
        let edge = &self.edges[edge as usize];
        [edge.neighbor, self.edges[edge.twin as usize].neighbor]
    }

    fn start(&mut self, bounds: &Bounds) {
        self.first.clear();
        self.first.push(0);
        self.edges.clear();
        self.vertices.clear();
        self.tolerance = (MERGE_TOLERANCE * bounds.reach()).max(self.grain);
        self.watched = self.tolerance.max(self.near);
        self.doubts.clear();
        self.is_doubtful = false;
        self.error_bound = 0.0;
    }

    fn finish(&mut self, bounds: &Bounds) {
        let reach = bounds.reach();
        self.error_bound = self.edges.iter().fold(0.0, |most, edge| {
            let bound = edge.line.error_bound(reach);
            if bound > most { bound } else { most }
        });
    }

    /// Whether `p` is on the far side of the half-edge `edge` of `cell`, exactly; a point on the
    /// border belongs to the cell of the lower index.
    #[inline]
    pub fn is_outside(&self, cell: u32, edge: &HalfEdge, p: Point, distance: f64) -> bool {
        if distance.abs() > self.error_bound {
            return distance > 0.0;
        }
        let side = edge.line.side_exact(p);
        side > 0.0 || (side == 0.0 && edge.neighbor < cell)
    }

    /// The cell that holds `p`, walking from `from` across the border that `p` is farthest beyond.
    pub fn locate(&self, p: Point, from: u32) -> u32 {
        let mut cell = from;
        // Each step gets nearer to `p`, so no cell comes twice but for rounding at a vertex.
        for _ in 0..=self.len() {
            let mut farthest = None;
            let mut most = f64::NEG_INFINITY;
            for edge in &self.edges[self.edge_range(cell)] {
                let distance = edge.line.distance(p);
                if distance > most && self.is_outside(cell, edge, p, distance) {
                    most = distance;
                    farthest = Some(edge.neighbor);
                }
            }
            match farthest {
                Some(neighbor) => cell = neighbor,
                None => return cell,
            }
        }
        cell
    }
}

/// Merges vertices: a small union-find over vertex indices.
#[derive(Debug, Default)]
pub(crate) struct VertexMerge {
    parent: Vec<u32>,
}

impl VertexMerge {
    fn reset(&mut self, vertices: usize) {
        self.parent.clear();
        self.parent.extend(0..vertices as u32);
    }

    fn find(&mut self, mut vertex: u32) -> u32 {
        while self.parent[vertex as usize] != vertex {
            let above = self.parent[self.parent[vertex as usize] as usize];
            self.parent[vertex as usize] = above;
            vertex = above;
        }
        vertex
    }

    /// Makes the two one; the lower index stands for both, so that the order of merges does not show.
    fn merge(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high as usize] = low;
    }
}

/// Squared distance of two points.
fn distance_squared(a: Point, b: Point) -> f64 {
    let d = a - b;
    d.x * d.x + d.y * d.y
}
