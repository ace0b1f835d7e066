//! Walks an outline from cell to cell.
//!
//! Comes in: a shape and cells. Goes out: [`Walk`], every crossing of an outline edge with a border
//! between cells, computed once, in the order in which the rings meet them; and the rings that stay
//! inside one cell.
//!
//! Inside a cell an edge leaves through the border that it meets first: a handful of dot products,
//! and none at all for vertices nearer to the last one tested than that one was to its cell's
//! borders. Whatever rounding does to a crossing's place, each ring is a closed walk over adjacent
//! cells, and that alone is what the later stages build on. Cost: vertices + crossings.

use super::touches::Touch;
use crate::cells::{Cells, HalfEdge, NONE, ROUND, in_rounds};
use crate::limits::MAX_CROSSINGS;
use crate::pace::Pace;
use crate::point::Point;
use crate::shape::Shape;

/// Where an outline passes from one cell into the next.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crossing {
    pub point: Point,
    /// The border, as its half-edge of the lower index.
    pub border: u32,
    /// The cell that is entered.
    pub into: u32,
    /// Whether the cell of the border's lower half-edge is left (else it is entered).
    pub leaves_lower: bool,
    /// First vertex of the outline after the crossing.
    pub vertex: u32,
    /// Vertices of the ring between this crossing and the next.
    pub vertices: u32,
    /// The ring's next crossing.
    pub next: u32,
    /// The ring, by its index in the shape.
    pub ring: u32,
    /// Place among the border's crossings, in order along the lower half-edge. Set by `borders`.
    pub rank: u32,
}

/// A ring that lies in one cell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InnerRing {
    pub cell: u32,
    pub ring: u32,
}

/// All crossings of a shape with the borders of cells. Reused.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    pub crossings: Vec<Crossing>,
    /// Sorted by cell, then by ring.
    pub inner_rings: Vec<InnerRing>,
    /// Vertices on borders.
    pub touches: Vec<Touch>,
    /// Whether rounding had the walk going round a vertex of the cells.
    pub is_lost: bool,
}

/// Vertices after which it is asked whether to go on.
const MANY: usize = 1 << 10;
/// What a crossing takes, in steps.
const STEPS: usize = 4;

/// Cells entered lately on one edge. Coming back to one means that rounding has the walk going round
/// a vertex of the cells; it then stops where it is, which is right to within that rounding.
const MEMORY: usize = 8;

impl Walk {
    /// Walks all rings. False: there are more than [`MAX_CROSSINGS`], or it was told to stop.
    pub fn run(&mut self, shape: &Shape, cells: &Cells, pace: &Pace<'_>) -> bool {
        self.crossings.clear();
        self.inner_rings.clear();
        self.touches.clear();
        self.is_lost = false;
        let mut cell = 0;
        for ring in 0..shape.rings.len() as u32 {
            cell = self.walk_ring(shape, cells, ring, cell, pace);
            if self.crossings.len() > MAX_CROSSINGS || pace.is_over() {
                return false;
            }
        }
        self.inner_rings.sort_unstable_by_key(|r| (r.cell, r.ring));
        true
    }

    fn walk_ring(&mut self, shape: &Shape, cells: &Cells, ring: u32, near: u32, pace: &Pace<'_>) -> u32 {
        let range = shape.rings[ring as usize];
        let points = shape.ring(range);
        let Some(&start) = points.first() else { return near };
        let home = cells.locate(start, near);
        let first_crossing = self.crossings.len();
        let mut step = Step { cell: home, anchor: start, clearance: 0.0, is_on_border: false };
        let mut p = start;
        let mut index = 1;
        for some in points[1..].chunks(MANY) {
            let crossings_before = self.crossings.len();
            for &q in some {
                if !step.is_clear(q) {
                    let at = Place { ring, vertex: range.start + index, count: index };
                    self.walk_edge(cells, &mut step, p, q, at);
                }
                p = q;
                index += 1;
            }
            if !pace.step(some.len() + STEPS * (self.crossings.len() - crossings_before)) {
                return home;
            }
        }
        let at = Place { ring, vertex: range.start, count: range.len() as u32 };
        if !step.is_clear(start) {
            self.walk_edge(cells, &mut step, p, start, at);
        }
        if step.cell != home {
            self.go_home(cells, step.cell, home, start, at);
        }
        self.link(ring, first_crossing, range.len() as u32, home);
        home
    }

    /// Crosses borders until `q` is inside the current cell.
    fn walk_edge(&mut self, cells: &Cells, step: &mut Step, p: Point, q: Point, at: Place) {
        let mut visited = [NONE; MEMORY];
        let mut steps = 0;
        while let Some(exit) = step.exit(cells, p, q) {
            let edge = &cells.edges[exit.edge as usize];
            // All of them, for `contains` would branch at each.
            let is_back = visited.iter().fold(false, |is_back, &cell| is_back | (cell == edge.neighbor));
            if is_back || self.crossings.len() > MAX_CROSSINGS {
                step.anchor = q;
                step.clearance = 0.0;
                self.is_lost = true;
                return;
            }
            visited[steps % MEMORY] = step.cell;
            steps += 1;
            let point = place_on_edge(p, q, exit.t, cells.tolerance);
            self.cross(exit.edge, edge.twin, edge.neighbor, point, at);
            step.cell = edge.neighbor;
        }
        if step.is_on_border {
            self.touch(cells, step.cell, q);
        }
    }

    /// Notes that a vertex lies on borders of its cell.
    #[cold]
    fn touch(&mut self, cells: &Cells, cell: u32, point: Point) {
        let range = cells.edge_range(cell);
        for (edge, half_edge) in range.clone().zip(&cells.edges[range]) {
            if half_edge.line.distance(point).abs() <= cells.tolerance {
                self.touches.push(Touch { border: half_edge.twin.min(edge as u32), point });
            }
        }
    }

    fn cross(&mut self, edge: u32, twin: u32, into: u32, point: Point, at: Place) {
        self.crossings.push(Crossing {
            point,
            border: edge.min(twin),
            into,
            leaves_lower: edge < twin,
            vertex: at.vertex,
            vertices: at.count, // how many vertices of the ring came before; made a difference by `link`
            next: NONE,
            ring: at.ring,
            rank: 0,
        });
    }

    /// Closes a ring that came back to its first vertex in another cell: the vertex is, to within
    /// rounding, a vertex of the cells, and the way home leads round it.
    #[cold]
    fn go_home(&mut self, cells: &Cells, from: u32, home: u32, point: Point, at: Place) {
        self.is_lost = true;
        let mut came_by = vec![NONE; cells.len()];
        let mut queue = std::collections::VecDeque::from([home]);
        // Searched from home, so that following the marks leads there.
        while let Some(cell) = queue.pop_front() {
            if cell == from {
                break;
            }
            for edge in cells.edge_range(cell) {
                let half_edge = &cells.edges[edge];
                if half_edge.neighbor != home && came_by[half_edge.neighbor as usize] == NONE {
                    came_by[half_edge.neighbor as usize] = half_edge.twin;
                    queue.push_back(half_edge.neighbor);
                }
            }
        }
        let mut cell = from;
        while cell != home {
            let edge = came_by[cell as usize];
            let Some(half_edge) = cells.edges.get(edge as usize) else { return };
            self.cross(edge, half_edge.twin, half_edge.neighbor, point, at);
            cell = half_edge.neighbor;
        }
    }

    fn link(&mut self, ring: u32, first: usize, ring_vertices: u32, cell: u32) {
        let end = self.crossings.len();
        if first == end {
            self.inner_rings.push(InnerRing { cell, ring });
            return;
        }
        let before_first = self.crossings[first].vertices;
        for index in first..end {
            let (next, before_next) = if index + 1 < end {
                (index + 1, self.crossings[index + 1].vertices)
            } else {
                (first, before_first + ring_vertices)
            };
            let crossing = &mut self.crossings[index];
            crossing.next = next as u32;
            crossing.vertices = before_next - crossing.vertices;
        }
    }
}

/// Which edge of which ring is being walked, by its end vertex.
#[derive(Clone, Copy)]
struct Place {
    ring: u32,
    vertex: u32,
    /// Vertices of the ring before that one, from the ring's first.
    count: u32,
}

/// The walker: the cell it is in, and a disc that is known to lie in that cell.
struct Step {
    cell: u32,
    anchor: Point,
    /// Squared radius of the disc around `anchor`.
    clearance: f64,
    /// Whether the vertex reached last lies on a border, to within the tolerance.
    is_on_border: bool,
}

struct Exit {
    edge: u32,
    /// Where on the edge, 0 at its start and 1 at its end.
    t: f64,
}

impl Step {
    #[inline]
    fn is_clear(&self, q: Point) -> bool {
        let d = q - self.anchor;
        d.x * d.x + d.y * d.y < self.clearance
    }

    /// The border through which `p -> q` leaves the cell, or `None` where `q` lies inside; the disc
    /// is then moved to `q`.
    #[inline]
    fn exit(&mut self, cells: &Cells, p: Point, q: Point) -> Option<Exit> {
        let range = cells.edge_range(self.cell);
        let edges = &cells.edges[range.clone()];
        // How far `q` is from the border that it is nearest to, or farthest past. Nearly all vertices are
        // inside, and this loop has no branch that could tell.
        let mut farthest = f64::NEG_INFINITY;
        in_rounds(edges.len(), |index| {
            let at_q = edges[index].line.distance(q);
            farthest = if at_q > farthest { at_q } else { farthest };
        });
        let exit = if farthest > -cells.error_bound {
            first_exit(cells, self.cell, edges, p, q)
                .map(|(edge, t)| Exit { edge: range.start as u32 + edge, t })
        } else {
            None
        };
        if exit.is_none() {
            // A little less than the distance to the nearest border, for its rounding.
            let radius = (-farthest - cells.error_bound) * (1.0 - 1e-9);
            self.anchor = q;
            self.clearance = if radius > 0.0 { radius * radius } else { 0.0 };
            self.is_on_border = -farthest <= cells.tolerance;
        }
        exit
    }
}

/// The first of a cell's borders that `p -> q` passes, by its place among `edges`, and where.
#[inline]
fn first_exit(cells: &Cells, cell: u32, edges: &[HalfEdge], p: Point, q: Point) -> Option<(u32, f64)> {
    let mut first: Option<(u32, f64)> = None;
    for (round, some) in edges.chunks(ROUND).enumerate() {
        // Those that `q` is past, or too near to tell: one bit each, mostly one in all.
        let mut past = 0_u32;
        in_rounds(some.len(), |index| {
            past |= u32::from(some[index].line.distance(q) > -cells.error_bound) << index;
        });
        while past != 0 {
            let index = past.trailing_zeros() as usize;
            past &= past - 1;
            let edge = &some[index];
            let at_q = edge.line.distance(q);
            if !cells.is_outside(cell, edge, q, at_q) {
                continue;
            }
            let at_p = edge.line.distance(p).min(0.0);
            let span = at_p - at_q;
            let t = if span < 0.0 { (at_p / span).clamp(0.0, 1.0) } else { 0.0 };
            let is_first = first.is_none_or(|(best, best_t)| {
                t < best_t
                    || (t == best_t && is_past_start(cells, &edges[best as usize], edge, p + (q - p) * t))
            });
            if is_first {
                first = Some(((ROUND * round + index) as u32, t));
            }
        }
    }
    first
}

/// For two half-edges of a cell on the very same line (a brick below a joint), the later one of which
/// is `later`: whether `crossing` lies on that one.
#[cold]
fn is_past_start(cells: &Cells, earlier: &HalfEdge, later: &HalfEdge, crossing: Point) -> bool {
    let Some(start) = cells.vertices.get(later.start as usize) else { return false };
    let along = |p: Point| later.line.nx * p.y - later.line.ny * p.x;
    earlier.line == later.line && along(crossing) > along(*start)
}

/// The point at `t`, computed from the nearer end; the end itself where it is within the tolerance.
fn place_on_edge(p: Point, q: Point, t: f64, tolerance: f64) -> Point {
    let (ends, is_near_end) = ([p, q], t > 0.5);
    let (from, to) = (ends[usize::from(is_near_end)], ends[usize::from(!is_near_end)]);
    let t = if is_near_end { 1.0 - t } else { t };
    let offset = (to - from) * t;
    if offset.x.abs() <= tolerance && offset.y.abs() <= tolerance { from } else { from + offset }
}
