//! The borders of one cell as the walk along an outline sees them: by column, always as many.
//!
//! Comes in: a cell. Goes out: how many of the vertices that follow lie inside it, and where the edge to
//! the next one leaves it. All that is unsure is told so, not decided.

use crate::boxes::least;
use crate::cells::{Cells, HalfEdge};
use crate::point::Point;
use crate::predicate::Line;
use core::hint::select_unpredictable;

/// How many borders a row holds: hardly a cell has more.
const LANES: usize = 8;

/// A cell's borders.
pub(super) struct Row {
    /// The normals, and how far along them a point may lie that is inside for sure.
    nx: [f64; LANES],
    ny: [f64; LANES],
    inner: [f64; LANES],
    /// Half-edges of the cell.
    first: usize,
    end: usize,
    limit: f64,
}

/// Where an edge leaves a cell.
pub(super) struct Exit {
    /// Through which half-edge.
    pub edge: u32,
    /// Where on the edge, 0 at its start and 1 at its end.
    pub t: f64,
}

/// What becomes of an edge that begins in a cell.
pub(super) enum Way {
    /// It ends inside.
    In,
    /// It leaves, through the border that it meets first.
    Out(Exit),
    /// Its end is too near a border to tell, or it leaves where two meet, or the cell has more than a row
    /// holds.
    Unsure,
}

impl Row {
    /// The row of a cell in which nothing is as near to a border as `limit`, at least twice the error bound.
    #[inline(always)]
    pub fn of(cells: &Cells, cell: u32, limit: f64) -> Self {
        let range = cells.edge_range(cell);
        let (first, end) = (range.start, range.end);
        // What lies behind the cell's own is another cell's: no point is past those.
        let columns = |edges: &[HalfEdge; LANES]| Self {
            nx: edges.each_ref().map(|edge| edge.line.nx),
            ny: edges.each_ref().map(|edge| edge.line.ny),
            inner: core::array::from_fn(|lane| {
                edges[lane].line.d - limit + if first + lane < end { 0.0 } else { f64::INFINITY }
            }),
            first,
            end,
            limit,
        };
        match cells.edges.get(first..first + LANES).and_then(|edges| edges.first_chunk()) {
            Some(edges) => columns(edges),
            None => columns(&Self::at_end(&cells.edges[range])),
        }
    }

    /// The last borders that there are.
    #[cold]
    fn at_end(edges: &[HalfEdge]) -> [HalfEdge; LANES] {
        const NONE: HalfEdge =
            HalfEdge { line: Line { nx: 0.0, ny: 0.0, d: 0.0 }, neighbor: 0, twin: 0, start: 0, cut: 0 };
        core::array::from_fn(|lane| edges.get(lane).copied().unwrap_or(NONE))
    }

    fn is_whole(&self) -> bool {
        self.end - self.first <= LANES
    }

    /// How many of the points lie inside for sure, up to the first that does not. `DENSE`: where most of
    /// them are near each other, most are found in a disc around one before.
    #[inline(always)]
    pub fn count_inside<const DENSE: bool>(&self, cells: &Cells, points: &[Point]) -> usize {
        if !self.is_whole() {
            return self.count_inside_many(cells, points);
        }
        if !DENSE {
            return points.iter().position(|&q| self.may_be_past(q)).unwrap_or(points.len());
        }
        let mut disc = Disc::EMPTY;
        let is_past = |&q: &Point| {
            if disc.holds(q) {
                return false;
            }
            disc = Disc::within(q, self.room(q));
            self.may_be_past(q)
        };
        points.iter().position(is_past).unwrap_or(points.len())
    }

    #[cold]
    fn count_inside_many(&self, cells: &Cells, points: &[Point]) -> usize {
        let mut disc = Disc::EMPTY;
        let is_past = |&q: &Point| {
            if disc.holds(q) {
                return false;
            }
            let edges = cells.edges[self.first..self.end].iter();
            let past = edges.fold(f64::NEG_INFINITY, |most, edge| most.max(edge.line.distance(q)));
            disc = Disc::within(q, -past - self.limit);
            past > -self.limit
        };
        points.iter().position(is_past).unwrap_or(points.len())
    }

    #[inline(always)]
    fn along(&self, lane: usize, q: Point) -> f64 {
        self.nx[lane] * q.x + self.ny[lane] * q.y
    }

    #[inline(always)]
    fn may_be_past(&self, q: Point) -> bool {
        (0..LANES).fold(false, |is_past, lane| is_past | (self.along(lane, q) > self.inner[lane]))
    }

    /// How far a point may go without leaving.
    #[inline(always)]
    fn room(&self, q: Point) -> f64 {
        (0..LANES).fold(f64::INFINITY, |room, lane| least(room, self.inner[lane] - self.along(lane, q)))
    }

    /// The way of an edge from `p`, in the cell, to `q`.
    #[inline(always)]
    pub fn way(&self, cells: &Cells, p: Point, q: Point) -> Way {
        if !self.is_whole() {
            return Way::Unsure;
        }
        let mut past = (0..LANES)
            .fold(0_u32, |past, lane| past | u32::from(self.along(lane, q) > self.inner[lane]) << lane);
        if past == 0 {
            return Way::In;
        }
        let mut first = Exit { edge: 0, t: f64::INFINITY };
        while past != 0 {
            let edge = self.first + past.trailing_zeros() as usize;
            past &= past - 1;
            let line = &cells.edges[edge].line;
            let (at_p, at_q) = (line.distance(p).min(0.0), line.distance(q));
            let t = (at_p / (at_p - at_q)).clamp(0.0, 1.0);
            if (at_q <= cells.error_bound) | (t == first.t) {
                return Way::Unsure;
            }
            let is_first = t < first.t;
            first.edge = select_unpredictable(is_first, edge as u32, first.edge);
            first.t = if is_first { t } else { first.t };
        }
        Way::Out(first)
    }
}

/// A disc that is known to lie in the cell.
struct Disc {
    center: Point,
    radius_squared: f64,
}

impl Disc {
    const EMPTY: Self = Self { center: Point { x: 0.0, y: 0.0 }, radius_squared: 0.0 };

    fn within(center: Point, radius: f64) -> Self {
        // A little less, for its rounding.
        let radius = radius * (1.0 - 1e-9);
        Self { center, radius_squared: if radius > 0.0 { radius * radius } else { 0.0 } }
    }

    #[inline(always)]
    fn holds(&self, q: Point) -> bool {
        let d = q - self.center;
        d.x * d.x + d.y * d.y < self.radius_squared
    }
}
