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

use super::row::{Exit, Row, Way};
use super::touches::Touch;
use crate::cells::{Cells, HalfEdge, NONE};
use crate::limits::MAX_CROSSINGS;
use crate::pace::Pace;
use crate::point::Point;
use crate::shape::Shape;
use core::hint::select_unpredictable;

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
    /// Cells in which a vertex or a crossing came near something, in any order. Crossings near each other on
    /// a border are added by `borders`.
    pub doubts: Vec<u32>,
    /// Whether rounding had the walk going round a vertex of the cells.
    pub is_lost: bool,
    /// On which edge each cell was looked at last. Coming back to one on the same edge means that rounding
    /// has the walk going round a vertex of the cells; it then stops where it is, which is right to within
    /// that rounding.
    seen_on: Vec<u32>,
}

/// Vertices after which it is asked whether to go on.
const MANY: usize = 1 << 10;
/// What a crossing takes, in steps.
const STEPS: usize = 4;

impl Walk {
    /// Walks all rings. False: there are more than [`MAX_CROSSINGS`], or it was told to stop.
    pub fn run(&mut self, shape: &Shape, cells: &Cells, pace: &Pace<'_>) -> bool {
        self.crossings.clear();
        self.inner_rings.clear();
        self.touches.clear();
        self.doubts.clear();
        self.is_lost = false;
        self.seen_on.clear();
        self.seen_on.resize(cells.len(), NONE);
        let mut cell = 0;
        for ring in 0..shape.rings.len() as u32 {
            let vertices = shape.rings[ring as usize].len();
            // The web has 32 bits.
            cell = if vertices.saturating_mul(vertices) > DENSE * cells.len() {
                self.walk_ring::<true>(shape, cells, ring, cell, pace)
            } else {
                self.walk_ring::<false>(shape, cells, ring, cell, pace)
            };
            if self.crossings.len() > MAX_CROSSINGS || pace.is_over() {
                return false;
            }
        }
        self.inner_rings.sort_unstable_by_key(|r| (r.cell, r.ring));
        true
    }

    /// Tells the cells along the crossed edges that the outline comes near.
    pub fn look_along_edges(&mut self, shape: &Shape, cells: &Cells, pace: &Pace<'_>) {
        let Self { crossings, doubts, .. } = self;
        for crossings in crossings.chunk_by(|a, b| (a.ring, a.vertex) == (b.ring, b.vertex)) {
            let Crossing { ring, vertex, .. } = crossings[0];
            if !pace.step(STEPS) {
                return;
            }
            if !shape.has_room_at(ring, vertex, cells.near) {
                doubts.extend(crossings.iter().flat_map(|c| cells.beside(c.border)));
            }
        }
    }

    /// Walks a ring: in each cell over the vertices that lie inside, to the edge that leaves it. Vertices of
    /// a `DENSE` ring are mostly found in the disc around one before, of the others each is looked at: which
    /// are in it only luck would predict.
    fn walk_ring<const DENSE: bool>(
        &mut self,
        shape: &Shape,
        cells: &Cells,
        ring: u32,
        near: u32,
        pace: &Pace<'_>,
    ) -> u32 {
        let range = shape.rings[ring as usize];
        let points = shape.ring(range);
        let Some(&start) = points.first() else { return near };
        let home = cells.locate(start, near);
        let first_crossing = self.crossings.len();
        let end = points.len();
        let limit = cells.watched.max(2.0 * cells.error_bound);
        let mut cell = home;
        // The end of the edge that is walked, once round.
        let mut index = 1;
        while index <= end {
            let (index_before, crossings_before) = (index, self.crossings.len());
            let (stop, most) = ((index + MANY).min(end + 1), crossings_before + MANY);
            while index < stop && self.crossings.len() < most {
                let row = Row::of(cells, cell, limit);
                // Not of the last edge, which ends where the first begins.
                index += row.count_inside::<DENSE>(cells, &points[index..stop.min(end)]);
                if index == stop {
                    break;
                }
                let at = select_unpredictable(index == end, 0, index);
                let (p, q) = (points[index - 1], points[at]);
                let edge_id = range.start + index as u32;
                self.seen_on[cell as usize] = edge_id;
                let exit = match row.way(cells, p, q) {
                    Way::In => None,
                    Way::Out(exit) => Some(exit),
                    Way::Unsure => self.look_closer(cells, cell, p, q),
                };
                let Some(Exit { edge, t }) = exit else {
                    index += 1;
                    continue;
                };
                let half_edge = &cells.edges[edge as usize];
                if self.seen_on[half_edge.neighbor as usize] == edge_id {
                    self.is_lost = true;
                    index += 1;
                    continue;
                }
                let (point, is_near) = place_on_edge(p, q, t, cells);
                if is_near {
                    self.doubts.extend([cell, half_edge.neighbor]);
                }
                let at = Place { ring, vertex: range.start + at as u32, count: index as u32 };
                self.cross(edge, half_edge.twin, half_edge.neighbor, point, at);
                cell = half_edge.neighbor;
            }
            let crossings = self.crossings.len() - crossings_before;
            if !pace.step(index - index_before + STEPS * crossings) || self.crossings.len() > MAX_CROSSINGS {
                return home;
            }
        }
        if cell != home {
            self.go_home(cells, cell, home, start, Place { ring, vertex: range.start, count: end as u32 });
        }
        self.link(ring, first_crossing, range.len() as u32, home);
        home
    }

    /// Through which border `p -> q` leaves a cell, and where; `None`: `q` lies inside. For any
    /// cell, and wherever `q` lies.
    #[cold]
    #[inline(never)]
    fn look_closer(&mut self, cells: &Cells, cell: u32, p: Point, q: Point) -> Option<Exit> {
        let range = cells.edge_range(cell);
        let edges = &cells.edges[range.clone()];
        let mut farthest = f64::NEG_INFINITY;
        let mut first: Option<(usize, f64)> = None;
        for (index, edge) in edges.iter().enumerate() {
            let at_q = edge.line.distance(q);
            farthest = if at_q > farthest { at_q } else { farthest };
            if !cells.is_outside(cell, edge, q, at_q) {
                continue;
            }
            let at_p = edge.line.distance(p).min(0.0);
            let span = at_p - at_q;
            let t = if span < 0.0 { (at_p / span).clamp(0.0, 1.0) } else { 0.0 };
            let is_first = first.is_none_or(|(best, best_t)| {
                t < best_t || (t == best_t && is_past_start(cells, &edges[best], edge, p + (q - p) * t))
            });
            if is_first {
                first = Some((index, t));
            }
        }
        if first.is_none() && -farthest <= cells.watched {
            self.touch(cells, cell, q);
        }
        first.map(|(index, t)| Exit { edge: (range.start + index) as u32, t })
    }

    /// Notes that a vertex lies on borders of its cell, or near them.
    #[cold]
    fn touch(&mut self, cells: &Cells, cell: u32, point: Point) {
        self.doubts.push(cell);
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

/// Above how many vertices a ring is dense: their square over the number of cells.
const DENSE: usize = 600;

/// For two half-edges of a cell on the very same line (a brick below a joint), the later one of which
/// is `later`: whether `crossing` lies on that one.
#[cold]
fn is_past_start(cells: &Cells, earlier: &HalfEdge, later: &HalfEdge, crossing: Point) -> bool {
    let Some(start) = cells.vertices.get(later.start as usize) else { return false };
    let along = |p: Point| later.line.nx * p.y - later.line.ny * p.x;
    earlier.line == later.line && along(crossing) > along(*start)
}

/// The point at `t`, computed from the nearer end; the end itself where it is within the tolerance. Whether
/// it is near the end.
#[inline]
fn place_on_edge(p: Point, q: Point, t: f64, cells: &Cells) -> (Point, bool) {
    let (ends, is_near_end) = ([p, q], t > 0.5);
    let (from, to) = (ends[usize::from(is_near_end)], ends[usize::from(!is_near_end)]);
    // As bits: processors choose between two floating-point numbers by a branch.
    let t = f64::from_bits(select_unpredictable(is_near_end, (1.0 - t).to_bits(), t.to_bits()));
    let offset = (to - from) * t;
    let is_within = |reach: f64| offset.x.abs() <= reach && offset.y.abs() <= reach;
    if !is_within(cells.watched) {
        return (from + offset, false);
    }
    (if is_within(cells.tolerance) { from } else { from + offset }, true)
}
