//! Sites into cells: the Voronoi diagram, read off the Delaunay triangulation's edge rings.
//!
//! Comes in: sites in any order, with duplicates. Goes out: one cell a distinct site, in the order
//! in which the sites came. Two sites give two half-planes, collinear sites give strips.
//! Cost: k log k.

use super::delaunay::{Delaunay, NO_EDGE};
use super::{Cells, DOUBTFUL, HalfEdge, NONE, VertexMerge, distance_squared};
use crate::params::Grain;
use crate::point::{Bounds, Point};
use crate::predicate::{Line, orient};

/// Vertices farther out than this many times the outline's largest coordinate count as at infinity:
/// nearly collinear sites put them anywhere, overflow included, and no outline reaches them.
const FAR: f64 = 1e6;

/// Sites nearer to each other than this many times the cells' tolerance are one: the border between
/// them would have a direction, but no place.
const SITE_TOLERANCE: f64 = 64.0;

/// Reused memory of [`Cells::make_voronoi`].
#[derive(Debug, Default)]
pub(crate) struct VoronoiScratch {
    delaunay: Delaunay,
    /// All sites in sweep order.
    order: Vec<Placed>,
    sorted: Vec<Point>,
    first_edge: Vec<u32>,
    /// Position of a site (input index) in the sweep order, [`NONE`] for a duplicate.
    rank: Vec<u32>,
    /// Cell of a site in sweep order.
    cell_of: Vec<u32>,
    /// Vertex to the left of each Delaunay edge.
    left_vertex: Vec<u32>,
    /// Half-edge made of each Delaunay edge.
    half_edge: Vec<u32>,
    /// Delaunay edge that each half-edge was made of.
    made_of: Vec<u32>,
    merge: VertexMerge,
}

/// A site in the plane of the diagram.
#[derive(Clone, Copy, Debug)]
struct Placed {
    place: Point,
    /// Its index in the input.
    site: u32,
}

/// An affine stretch of the plane that the diagram is drawn in: cells get long along a direction
/// and stay convex. The identity for patterns without grain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    /// Rows of the matrix into the stretched plane.
    pub to: [[f64; 2]; 2],
    /// Rows of its inverse.
    pub back: [[f64; 2]; 2],
}

impl Stretch {
    /// Cells `grain.stretch` times longer than wide along the grain, of the same area.
    pub fn along(grain: Grain) -> Self {
        let Point { x: c, y: s } = grain.direction();
        let wide = grain.stretch.sqrt();
        let matrix = |along: f64, across: f64| {
            let mixed = c * s * (along - across);
            [[along * c * c + across * s * s, mixed], [mixed, along * s * s + across * c * c]]
        };
        Self { to: matrix(1.0 / wide, wide), back: matrix(wide, 1.0 / wide) }
    }

    fn apply(rows: &[[f64; 2]; 2], p: Point) -> Point {
        Point { x: rows[0][0] * p.x + rows[0][1] * p.y, y: rows[1][0] * p.x + rows[1][1] * p.y }
    }
}

impl Cells {
    /// Fills `self` with the Voronoi diagram of the sites. `bounds` is the outline's box: precision
    /// is kept inside it. `stretch` draws the diagram in a stretched plane.
    pub fn make_voronoi(
        &mut self,
        sites: &[Point],
        bounds: &Bounds,
        stretch: Option<&Stretch>,
        scratch: &mut VoronoiScratch,
    ) {
        self.start(bounds);
        scratch.sort(sites, stretch, SITE_TOLERANCE * self.tolerance);
        let count = scratch.sorted.len();
        if count <= 1 {
            self.first.push(0);
            return;
        }
        scratch.delaunay.build(&scratch.sorted);
        scratch.delaunay.first_edges(count, &mut scratch.first_edge);
        self.place_vertices(scratch, stretch);
        self.merge_vertices(scratch);
        self.string_borders(sites.len(), scratch, stretch);
        self.finish(bounds);
    }

    /// A vertex at the circumcentre of every triangle.
    fn place_vertices(&mut self, scratch: &mut VoronoiScratch, stretch: Option<&Stretch>) {
        let VoronoiScratch { delaunay, sorted, left_vertex, .. } = scratch;
        left_vertex.clear();
        left_vertex.resize(delaunay.slots(), NONE);
        let far = FAR * self.tolerance / super::MERGE_TOLERANCE;
        for e in 0..delaunay.slots() as u32 {
            if !delaunay.is_live(e) || left_vertex[e as usize] != NONE {
                continue;
            }
            let second = delaunay.next_left(e);
            let third = delaunay.next_left(second);
            if delaunay.next_left(third) != e {
                continue;
            }
            let [a, b, c] = [e, second, third].map(|edge| sorted[delaunay.origin(edge) as usize]);
            let turn = orient(a, b, c);
            if turn <= 0.0 {
                continue; // the outer face of a lone triangle, or a chain of collinear sites
            }
            let center = circumcenter(a, b, c, turn);
            let center = stretch.map_or(center, |s| Stretch::apply(&s.back, center));
            if !(center.x.abs() <= far && center.y.abs() <= far) {
                continue; // as good as at infinity
            }
            let vertex = self.vertices.len() as u32;
            self.vertices.push(center);
            for edge in [e, second, third] {
                left_vertex[edge as usize] = vertex;
            }
        }
    }

    /// Makes vertices one that lie within the tolerance along a border (cocircular sites).
    fn merge_vertices(&mut self, scratch: &mut VoronoiScratch) {
        let VoronoiScratch { delaunay, left_vertex, merge, .. } = scratch;
        merge.reset(self.vertices.len());
        let limit = self.tolerance * self.tolerance;
        let doubtful = DOUBTFUL * DOUBTFUL * limit;
        let mut merged = false;
        for e in (0..delaunay.slots() as u32).step_by(2) {
            let (left, right) = (left_vertex[e as usize], left_vertex[e as usize + 1]);
            if left == NONE || right == NONE || !delaunay.is_live(e) {
                continue;
            }
            let apart = distance_squared(self.vertices[left as usize], self.vertices[right as usize]);
            if apart <= limit {
                merge.merge(left, right);
                merged = true;
            } else if apart <= doubtful && left != right {
                self.is_doubtful = true;
            }
        }
        if merged {
            for vertex in left_vertex.iter_mut().filter(|v| **v != NONE) {
                *vertex = merge.find(*vertex);
            }
        }
    }

    fn string_borders(&mut self, sites: usize, scratch: &mut VoronoiScratch, stretch: Option<&Stretch>) {
        let VoronoiScratch {
            delaunay,
            sorted,
            first_edge,
            rank,
            cell_of,
            left_vertex,
            half_edge,
            made_of,
            ..
        } = scratch;
        half_edge.clear();
        half_edge.resize(delaunay.slots(), NONE);
        made_of.clear();
        for &at in rank.iter().take(sites).filter(|at| **at != NONE) {
            let begin = first_edge[at as usize];
            if begin != NO_EDGE {
                let mut e = begin;
                loop {
                    // Counter-clockwise around the cell a border starts right of its Delaunay edge.
                    let (start, end) = (left_vertex[(e ^ 1) as usize], left_vertex[e as usize]);
                    if start == NONE || start != end {
                        // The very negative of the twin's: computed anew, for a branch on which of the
                        // two comes first costs more.
                        let line =
                            bisector(sorted[at as usize], sorted[delaunay.destination(e) as usize], stretch);
                        let neighbor = cell_of[delaunay.destination(e) as usize];
                        half_edge[e as usize] = self.edges.len() as u32;
                        made_of.push(e);
                        self.edges.push(HalfEdge { line, neighbor, twin: NONE, start, cut: NONE });
                    }
                    e = delaunay.next_around(e);
                    if e == begin {
                        break;
                    }
                }
            }
            self.first.push(self.edges.len() as u32);
        }
        for (edge, &e) in self.edges.iter_mut().zip(made_of.iter()) {
            edge.twin = half_edge[(e ^ 1) as usize];
        }
    }
}

impl VoronoiScratch {
    /// Sorts the sites by `(x, y)`, takes duplicates out and numbers the cells in input order.
    fn sort(&mut self, sites: &[Point], stretch: Option<&Stretch>, tolerance: f64) {
        let Self { order, sorted, rank, cell_of, .. } = self;
        order.clear();
        order.extend(sites.iter().enumerate().map(|(index, &p)| {
            let p = stretch.map_or(p, |stretch| Stretch::apply(&stretch.to, p));
            // -0 and 0 are one place; adding 0 makes them one number.
            Placed { place: Point { x: p.x + 0.0, y: p.y + 0.0 }, site: index as u32 }
        }));
        order.sort_unstable_by(|a, b| {
            let (p, q) = (a.place, b.place);
            p.x.total_cmp(&q.x).then_with(|| p.y.total_cmp(&q.y)).then_with(|| a.site.cmp(&b.site))
        });
        sorted.clear();
        rank.clear();
        rank.resize(sites.len(), NONE);
        for &Placed { place: p, site } in order.iter() {
            let is_new = |other: &Point| distance_squared(*other, p) > tolerance * tolerance;
            if sorted.iter().rev().take_while(|s| p.x - s.x <= tolerance).all(is_new) {
                rank[site as usize] = sorted.len() as u32;
                sorted.push(p);
            }
        }
        cell_of.clear();
        cell_of.resize(sorted.len(), NONE);
        for (cell, &at) in rank.iter().filter(|at| **at != NONE).enumerate() {
            cell_of[at as usize] = cell as u32;
        }
    }
}

/// Circumcentre, relative to `a` so that far-off sites lose nothing. `turn` is twice the area.
fn circumcenter(a: Point, b: Point, c: Point, turn: f64) -> Point {
    let (u, v) = (b - a, c - a);
    let (uu, vv) = (u.x * u.x + u.y * u.y, v.x * v.x + v.y * v.y);
    let scale = 0.5 / turn;
    Point { x: a.x + (v.y * uu - u.y * vv) * scale, y: a.y + (u.x * vv - v.x * uu) * scale }
}

/// The line halfway between two sites, positive at `b`; in the plane of the outline. Exactly negated
/// where `a` and `b` change places.
fn bisector(a: Point, b: Point, stretch: Option<&Stretch>) -> Line {
    let normal = b - a;
    let middle = Point { x: 0.5 * (a.x + b.x), y: 0.5 * (a.y + b.y) };
    let (normal, middle) = match stretch {
        None => (normal, middle),
        // A normal is mapped back by the transpose of the forward map.
        Some(Stretch { to, back }) => (
            Point {
                x: to[0][0] * normal.x + to[1][0] * normal.y,
                y: to[0][1] * normal.x + to[1][1] * normal.y,
            },
            Stretch::apply(back, middle),
        ),
    };
    let length = (normal.x * normal.x + normal.y * normal.y).sqrt();
    let (nx, ny) = (normal.x / length, normal.y / length);
    Line { nx, ny, d: nx * middle.x + ny * middle.y }
}
