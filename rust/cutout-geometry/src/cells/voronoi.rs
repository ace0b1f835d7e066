//! Sites into cells: the Voronoi diagram, read off the Delaunay triangulation's edge rings.
//!
//! Comes in: sites in any order, with duplicates. Goes out: one cell a distinct site, in the order
//! in which the sites came. Two sites give two half-planes, collinear sites give strips.
//! Cost: k log k.

use super::delaunay::{Delaunay, NO_EDGE};
use super::{Cells, DOUBTFUL, HalfEdge, NONE, VertexMerge, distance_squared};
use crate::pace::{self, Pace};
use crate::params::Grain;
use crate::point::{Bounds, Point, by_x_then_y};
use crate::predicate::{Line, orient};
use crate::single::NARROW;

/// Vertices farther out than this many times the outline's largest coordinate count as at infinity:
/// nearly collinear sites put them anywhere, overflow included, and no outline reaches them.
const FAR: f64 = 1e6;

/// Borders after which it is asked whether to go on.
const MANY: usize = 1 << 13;
/// What a stage takes of a site, in steps.
const STEPS: usize = 16;

/// Sites nearer to each other than this many times the cells' tolerance are one: the border between
/// them would have a direction, but no place.
const SITE_TOLERANCE: f64 = 64.0;

/// Reused memory of [`Cells::make_voronoi`].
#[derive(Debug, Default)]
pub(crate) struct VoronoiScratch {
    delaunay: Delaunay,
    /// All sites in sweep order.
    order: Vec<Placed>,
    /// The same while they are being sorted.
    placed: Vec<Placed>,
    sorted: Vec<Point>,
    first_edge: Vec<u32>,
    /// Position of a site (input index) in the sweep order, [`NONE`] for a duplicate.
    rank: Vec<u32>,
    /// Triangles, as the three Delaunay edges around them.
    triangles: Vec<[u32; 3]>,
    /// What is asked of each Delaunay edge.
    sides: Vec<Side>,
    /// The line of every other Delaunay edge; their reverse ones have the very negative.
    lines: Vec<Line>,
    /// Delaunay edge that each half-edge is made of. Never shrinks.
    made_of: Vec<u32>,
    merge: VertexMerge,
}

/// A directed Delaunay edge, in one place: whole passes ask for all of it, here and there in memory.
#[derive(Clone, Copy, Debug)]
struct Side {
    /// The vertex to its left.
    left: u32,
    /// The half-edge made of it.
    half_edge: u32,
    /// The cell that it comes from.
    cell: u32,
}

impl Side {
    const UNKNOWN: Self = Self { left: NONE, half_edge: NONE, cell: NONE };
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

/// Where a diagram is drawn.
pub(crate) struct Plane<'a> {
    /// The outline's box: precision is kept inside it.
    pub bounds: &'a Bounds,
    /// Draws the diagram in a stretched plane.
    pub stretch: Option<&'a Stretch>,
}

impl Cells {
    /// Fills `self` with the Voronoi diagram of the sites, unless it is told to stop.
    pub fn make_voronoi(
        &mut self,
        sites: &[Point],
        plane: &Plane<'_>,
        scratch: &mut VoronoiScratch,
        pace: &Pace<'_>,
    ) {
        let Plane { bounds, stretch } = *plane;
        if stretch.is_some() || !lie_in(sites, bounds) {
            self.near = 0.0;
        }
        self.start(bounds);
        scratch.sort(sites, stretch, SITE_TOLERANCE * self.tolerance, pace);
        if pace.is_over() {
            return;
        }
        let count = scratch.sorted.len();
        if count <= 1 {
            self.first.push(0);
            self.finish(bounds);
            return;
        }
        if !scratch.delaunay.build(&scratch.sorted, pace) {
            return;
        }
        scratch.delaunay.first_edges(count, &mut scratch.first_edge);
        if !pace.step(STEPS * count) {
            return;
        }
        self.place_vertices(scratch, stretch, pace);
        if !pace.step(STEPS * count) {
            return;
        }
        self.merge_vertices(scratch);
        if !pace.step(STEPS * count) {
            return;
        }
        let least = scratch.draw_lines(stretch);
        let size = bounds.size();
        let narrow = (size.x + size.y) / NARROW;
        if self.near > 0.0 && least < narrow * narrow {
            self.tell_narrow(scratch, narrow);
        }
        if !pace.step(STEPS * count) {
            return;
        }
        if !self.find_borders(scratch, pace) {
            return;
        }
        self.doubts.iter_mut().for_each(|edge| *edge = scratch.sides[*edge as usize].cell);
        if !pace.step(STEPS * count) {
            return;
        }
        self.string_borders(scratch, pace);
        self.finish(bounds);
    }

    /// A vertex at the circumcentre of every triangle.
    fn place_vertices(&mut self, scratch: &mut VoronoiScratch, stretch: Option<&Stretch>, pace: &Pace<'_>) {
        let count = scratch.find_triangles();
        if !pace.step(STEPS * count) {
            return;
        }
        let VoronoiScratch { delaunay, triangles, sides, .. } = scratch;
        sides.clear();
        sides.resize(delaunay.slots(), Side::UNKNOWN);
        let far = FAR * self.tolerance / super::MERGE_TOLERANCE;
        for triangle in &triangles[..count] {
            let [a, b, c] = triangle.map(|edge| delaunay.place(edge));
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
            for edge in triangle {
                sides[*edge as usize].left = vertex;
            }
        }
    }

    /// Makes vertices one that lie within the tolerance along a border (cocircular sites).
    fn merge_vertices(&mut self, scratch: &mut VoronoiScratch) {
        let VoronoiScratch { delaunay, sides, merge, .. } = scratch;
        let Some(last) = self.vertices.len().checked_sub(1) else { return };
        let limit = self.tolerance * self.tolerance;
        let doubtful = DOUBTFUL * DOUBTFUL * limit;
        let watched = doubtful.max(self.near * self.near);
        let mut merged = false;
        for e in (0..delaunay.slots() as u32).step_by(2) {
            let (left, right) = (sides[e as usize].left, sides[e as usize + 1].left);
            let [from, to] = [left, right].map(|vertex| self.vertices[(vertex as usize).min(last)]);
            let apart = distance_squared(from, to);
            let is_short = (left != NONE) & (right != NONE) & delaunay.is_live(e) & (apart <= watched);
            if !is_short {
                continue;
            }
            if apart <= limit {
                if !merged {
                    merge.reset(self.vertices.len());
                }
                merge.merge(left, right);
                merged = true;
            } else if left != right {
                self.is_doubtful |= apart <= doubtful;
                self.doubts.extend([e, e ^ 1]);
            }
        }
        if merged {
            for side in sides.iter_mut().filter(|side| side.left != NONE) {
                side.left = merge.find(side.left);
            }
        }
    }

    /// Tells the cells of sites that are near each other, and those next to both; as all here by an edge that
    /// comes from each until cells have numbers.
    #[cold]
    fn tell_narrow(&mut self, scratch: &VoronoiScratch, narrow: f64) {
        let VoronoiScratch { delaunay, .. } = scratch;
        for e in (0..delaunay.slots() as u32).filter(|&e| delaunay.is_live(e)) {
            if distance_squared(delaunay.place(e), delaunay.place(e ^ 1)) < narrow * narrow {
                // From both sides of the edge this tells all four.
                self.doubts.extend([e, delaunay.next_left(e) ^ 1]);
            }
        }
    }

    fn string_borders(&mut self, scratch: &VoronoiScratch, pace: &Pace<'_>) {
        let VoronoiScratch { sides, lines, made_of, .. } = scratch;
        let count = self.first.last().map_or(0, |&count| count as usize);
        for some in made_of[..count].chunks(MANY) {
            self.edges.extend(some.iter().map(|&e| {
                let line = lines[e as usize / 2];
                let sign = SIGNS[e as usize % 2];
                let across = sides[e as usize ^ 1];
                HalfEdge {
                    line: Line { nx: line.nx * sign, ny: line.ny * sign, d: line.d * sign },
                    neighbor: across.cell,
                    twin: across.half_edge,
                    // Counter-clockwise around the cell a border starts right of its Delaunay edge.
                    start: across.left,
                    cut: NONE,
                }
            }));
            if !pace.step(some.len()) {
                return;
            }
        }
    }

    /// Numbers the half-edges, cell by cell. False: it was told to stop.
    fn find_borders(&mut self, scratch: &mut VoronoiScratch, pace: &Pace<'_>) -> bool {
        let VoronoiScratch { delaunay, first_edge, rank, sides, made_of, .. } = scratch;
        if made_of.len() <= delaunay.slots() {
            made_of.resize(delaunay.slots() + 1, NO_EDGE);
        }
        let (mut cell, mut count) = (0, 0);
        for some in rank.chunks(MANY) {
            for &at in some.iter().filter(|at| **at != NONE) {
                let begin = first_edge[at as usize];
                if begin != NO_EDGE {
                    let mut e = begin;
                    loop {
                        let start = sides[e as usize ^ 1].left;
                        let side = &mut sides[e as usize];
                        // Written every time, kept where the border has a length: no branch that only luck
                        // would predict.
                        (side.half_edge, side.cell) = (count as u32, cell);
                        made_of[count] = e;
                        count += usize::from((start == NONE) | (start != side.left));
                        e = delaunay.next_around(e);
                        if e == begin {
                            break;
                        }
                    }
                }
                self.first.push(count as u32);
                cell += 1;
            }
            if !pace.step(STEPS * some.len()) {
                return false;
            }
        }
        true
    }
}

/// Whether all sites lie in a box.
fn lie_in(sites: &[Point], bounds: &Bounds) -> bool {
    let mut all = Bounds::EMPTY;
    sites.iter().for_each(|&site| all.include(site));
    bounds.contains(all.min) && bounds.contains(all.max)
}

/// Of a Delaunay edge, by which of the two directions it is: what its line is multiplied by.
const SIGNS: [f64; 2] = [1.0, -1.0];

impl VoronoiScratch {
    /// Lists the faces of three edges, each once, by its lowest edge; how many they are.
    fn find_triangles(&mut self) -> usize {
        let Self { delaunay, triangles, .. } = self;
        if triangles.len() <= delaunay.slots() {
            triangles.resize(delaunay.slots() + 1, [NO_EDGE; 3]);
        }
        let mut count = 0;
        for first in 0..delaunay.slots() as u32 {
            let second = delaunay.next_left(first);
            let third = delaunay.next_left(second);
            let is_face = (delaunay.next_left(third) == first) & delaunay.is_live(first);
            // Written every time, kept where it is one.
            triangles[count] = [first, second, third];
            count += usize::from(is_face & (first < second) & (first < third));
        }
        count
    }

    /// The line of every border, once for its two sides; the least squared distance of two sites.
    fn draw_lines(&mut self, stretch: Option<&Stretch>) -> f64 {
        let Self { delaunay, lines, .. } = self;
        lines.clear();
        let mut least = f64::INFINITY;
        let edges = (0..delaunay.slots() as u32).step_by(2);
        lines.extend(edges.map(|e| {
            let (line, apart) = bisector(delaunay.place(e), delaunay.place(e + 1), stretch);
            least = if apart < least { apart } else { least };
            line
        }));
        least
    }

    /// Sorts the sites by `(x, y)`, takes duplicates out and numbers the cells in input order, unless it is
    /// told to stop.
    fn sort(&mut self, sites: &[Point], stretch: Option<&Stretch>, tolerance: f64, pace: &Pace<'_>) {
        let Self { order, placed, sorted, rank, .. } = self;
        order.clear();
        order.extend(sites.iter().enumerate().map(|(index, &p)| {
            let p = stretch.map_or(p, |stretch| Stretch::apply(&stretch.to, p));
            // -0 and 0 are one place; adding 0 makes them one number.
            Placed { place: Point { x: p.x + 0.0, y: p.y + 0.0 }, site: index as u32 }
        }));
        if !sort_few(order, placed) {
            pace::sort_by(pace, order, |a, b| {
                by_x_then_y(&a.place, &b.place).then_with(|| a.site.cmp(&b.site))
            });
            if pace.is_over() {
                return;
            }
        }
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
    }
}

/// Up to this many sites are sorted by counting how many lie before each.
const FEW: usize = 64;

/// Sorts sites by x with no branch that only luck would predict. False where there are many, or two have
/// the same x: the sites are then as they were.
fn sort_few(order: &mut Vec<Placed>, placed: &mut Vec<Placed>) -> bool {
    let count = order.len();
    if count > FEW {
        return false;
    }
    let mut places = [f64::INFINITY; FEW];
    for (x, site) in places.iter_mut().zip(order.iter()) {
        *x = site.place.x;
    }
    let compared = count.next_multiple_of(4);
    placed.clone_from(order);
    let mut total = 0;
    for site in order.iter() {
        let before: u64 = places[..compared].iter().map(|&x| u64::from(x < site.place.x)).sum();
        placed[before as usize] = *site;
        total += before as usize;
    }
    // 0 + 1 + 2 + ..: less where two count the same.
    let is_sorted = 2 * total == count * count.saturating_sub(1);
    if is_sorted {
        core::mem::swap(order, placed);
    }
    is_sorted
}

/// Circumcentre, relative to `a` so that far-off sites lose nothing. `turn` is twice the area.
fn circumcenter(a: Point, b: Point, c: Point, turn: f64) -> Point {
    let (u, v) = (b - a, c - a);
    let (uu, vv) = (u.x * u.x + u.y * u.y, v.x * v.x + v.y * v.y);
    let scale = 0.5 / turn;
    Point { x: a.x + (v.y * uu - u.y * vv) * scale, y: a.y + (u.x * vv - v.x * uu) * scale }
}

/// The line halfway between two sites, positive at `b`; in the plane of the outline. Exactly negated
/// where `a` and `b` change places. And the squared length that it was made one by.
fn bisector(a: Point, b: Point, stretch: Option<&Stretch>) -> (Line, f64) {
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
    let length_squared = normal.x * normal.x + normal.y * normal.y;
    let length = length_squared.sqrt();
    let (nx, ny) = (normal.x / length, normal.y / length);
    (Line { nx, ny, d: nx * middle.x + ny * middle.y }, length_squared)
}
