//! Delaunay triangulation by divide and conquer.
//!
//! L. Guibas and J. Stolfi, "Primitives for the manipulation of general subdivisions and the
//! computation of Voronoi diagrams", ACM Transactions on Graphics 4 (1985). Chosen over sweep-hull
//! because it needs nothing but the two exact predicates, takes collinear and cocircular sites
//! without a special case, and its edge rings *are* the neighbour lists that the cells want.
//!
//! Comes in: distinct sites, sorted by x, then y. Goes out: for every site its neighbours
//! counter-clockwise. Cost: k log k.

use crate::pace::Pace;
use crate::point::Point;
use crate::predicate::{in_circle, in_circle_filter, orient, orient_filter};
use core::hint::select_unpredictable;

/// So many sites are a part after which it is asked whether to go on.
const MANY: usize = 256;
/// What one of them took, in steps.
const STEPS: usize = 64;

/// A directed edge; its reverse is `edge ^ 1`.
pub(super) type EdgeId = u32;

/// No edge.
pub(super) const NO_EDGE: EdgeId = u32::MAX;

/// A directed edge.
#[derive(Clone, Copy, Debug)]
struct Edge {
    /// Where its site is: with the edge, so that no test waits for a second look-up.
    place: Point,
    /// Its site, `u32::MAX` for a slot without an edge.
    origin: u32,
    /// The next edge counter-clockwise around the same origin.
    next: EdgeId,
    /// The next edge clockwise around the same origin.
    previous: EdgeId,
}

impl Edge {
    /// What stands in a slot that was never used.
    const UNUSED: Self = Self { place: Point { x: 0.0, y: 0.0 }, origin: u32::MAX, next: 0, previous: 0 };
}

/// The triangulation, as rings of directed edges around their origins. Reused from call to call.
#[derive(Debug, Default)]
pub(super) struct Delaunay {
    /// Never shrinks; what lies past `used` is left over.
    edges: Vec<Edge>,
    used: u32,
    /// Slots to be used again: entries `1..=free_count`.
    free: Vec<EdgeId>,
    free_count: u32,
}

impl Delaunay {
    /// Triangulates distinct sites sorted by `(x, y)`. False: it was told to stop, what is there is nothing.
    pub fn build(&mut self, sites: &[Point], pace: &Pace<'_>) -> bool {
        (self.used, self.free_count) = (0, 0);
        // No planar graph has more than three edges a vertex; a spare slot where sites are few.
        if self.edges.len() < 6 * sites.len() {
            self.edges.resize(6 * sites.len(), Edge::UNUSED);
            self.free.resize(3 * sites.len() + 1, NO_EDGE);
        }
        sites.len() < 2 || self.divide(sites, 0, sites.len(), pace).is_some()
    }

    /// The first outgoing edge of each site (or [`NO_EDGE`]), into `first`.
    pub fn first_edges(&self, sites: usize, first: &mut Vec<EdgeId>) {
        first.clear();
        // One entry more, for the slots that hold no edge.
        first.resize(sites + 1, NO_EDGE);
        for (edge, &Edge { origin, .. }) in self.edges[..self.slots()].iter().enumerate().rev() {
            first[(origin as usize).min(sites)] = edge as EdgeId;
        }
        first.truncate(sites);
    }

    /// How many directed edge slots there are, dead ones included.
    pub fn slots(&self) -> usize {
        self.used as usize
    }

    /// Whether the slot holds an edge.
    pub fn is_live(&self, edge: EdgeId) -> bool {
        self.edges[edge as usize].origin != u32::MAX
    }

    pub fn origin(&self, edge: EdgeId) -> u32 {
        self.edges[edge as usize].origin
    }

    /// Where the edge's origin is; anywhere for a slot without an edge.
    pub fn place(&self, edge: EdgeId) -> Point {
        self.edges[edge as usize].place
    }

    /// The next edge counter-clockwise around the origin.
    pub fn next_around(&self, edge: EdgeId) -> EdgeId {
        self.edges[edge as usize].next
    }

    /// The next edge of the face to the left.
    pub fn next_left(&self, edge: EdgeId) -> EdgeId {
        self.edges[(edge ^ 1) as usize].previous
    }

    fn next_right_back(&self, edge: EdgeId) -> EdgeId {
        self.edges[(edge ^ 1) as usize].next
    }

    fn make_edge(&mut self, from: (u32, Point), to: (u32, Point)) -> EdgeId {
        let is_reused = self.free_count > 0;
        let edge = select_unpredictable(is_reused, self.free[self.free_count as usize], self.used);
        self.free_count -= u32::from(is_reused);
        self.used += select_unpredictable(is_reused, 0, 2);
        for (edge, (origin, place)) in [(edge, from), (edge ^ 1, to)] {
            self.edges[edge as usize] = Edge { place, origin, next: edge, previous: edge };
        }
        edge
    }

    /// The origin and where it is.
    fn end(&self, edge: EdgeId) -> (u32, Point) {
        let Edge { origin, place, .. } = self.edges[edge as usize];
        (origin, place)
    }

    /// Puts the lone edge `edge` into its origin's ring, right after `after` counter-clockwise.
    fn insert_after(&mut self, after: EdgeId, edge: EdgeId) {
        let behind = self.edges[after as usize].next;
        let here = &mut self.edges[edge as usize];
        (here.next, here.previous) = (behind, after);
        self.edges[after as usize].next = edge;
        self.edges[behind as usize].previous = edge;
    }

    /// A new edge from the destination of `a` to the origin of `b`, with one face on its left.
    #[inline(always)]
    fn connect(&mut self, a: EdgeId, b: EdgeId) -> EdgeId {
        let edge = self.make_edge(self.end(a ^ 1), self.end(b));
        let at_a = self.next_left(a);
        self.insert_after(at_a, edge);
        self.insert_after(b, edge ^ 1);
        edge
    }

    fn delete(&mut self, edge: EdgeId) {
        for e in [edge, edge ^ 1] {
            let Edge { next, previous, .. } = self.edges[e as usize];
            self.edges[previous as usize].next = next;
            self.edges[next as usize].previous = previous;
            self.edges[e as usize].origin = u32::MAX;
        }
        self.free_count += 1;
        self.free[self.free_count as usize] = edge & !1;
    }

    /// Triangulates `sites[from..to]`; gives the hull's counter-clockwise edge out of the leftmost
    /// site and its clockwise edge out of the rightmost. None: it was told to stop.
    fn divide(
        &mut self,
        sites: &[Point],
        from: usize,
        to: usize,
        pace: &Pace<'_>,
    ) -> Option<(EdgeId, EdgeId)> {
        match to - from {
            2 => {
                let edge = self.make_edge(site(sites, from), site(sites, from + 1));
                Some((edge, edge ^ 1))
            }
            3 => Some(self.three(sites, from)),
            count => {
                let middle = from + count / 2;
                let left = self.divide(sites, from, middle, pace)?;
                let right = self.divide(sites, middle, to, pace)?;
                if count >= MANY && !pace.step(STEPS * count) {
                    return None;
                }
                Some(self.merge(left, right))
            }
        }
    }

    fn three(&mut self, sites: &[Point], first: usize) -> (EdgeId, EdgeId) {
        let [p, q, r] = [first, first + 1, first + 2].map(|at| site(sites, at));
        let a = self.make_edge(p, q);
        let b = self.make_edge(q, r);
        self.insert_after(a ^ 1, b);
        let turn = orient(p.1, q.1, r.1);
        if turn == 0.0 {
            return (a, b ^ 1);
        }
        let c = self.connect(b, a);
        (select_unpredictable(turn > 0.0, a, c ^ 1), select_unpredictable(turn > 0.0, b ^ 1, c))
    }

    #[inline(always)]
    fn right_of(&self, p: Point, edge: EdgeId) -> bool {
        orient(p, self.place(edge ^ 1), self.place(edge)) > 0.0
    }

    #[inline(always)]
    fn left_of(&self, p: Point, edge: EdgeId) -> bool {
        orient(p, self.place(edge), self.place(edge ^ 1)) > 0.0
    }

    fn merge(
        &mut self,
        (mut left_outer, mut left_inner): (EdgeId, EdgeId),
        (mut right_inner, mut right_outer): (EdgeId, EdgeId),
    ) -> (EdgeId, EdgeId) {
        // The lower common tangent of the two hulls.
        loop {
            let goes_left = self.left_of(self.place(right_inner), left_inner);
            let goes_right = !goes_left & self.right_of(self.place(left_inner), right_inner);
            if !(goes_left | goes_right) {
                break;
            }
            left_inner = select_unpredictable(goes_left, self.next_left(left_inner), left_inner);
            right_inner = select_unpredictable(goes_right, self.next_right_back(right_inner), right_inner);
        }
        let mut base = self.connect(right_inner ^ 1, left_inner);
        if self.origin(left_inner) == self.origin(left_outer) {
            left_outer = base ^ 1;
        }
        if self.origin(right_inner) == self.origin(right_outer) {
            right_outer = base;
        }
        // The merge bubble rises from tangent to tangent. Which side it takes only luck would predict, so
        // both are looked at to the end and no branch asks.
        loop {
            let left = self.candidate(base, Side::Left);
            let right = self.candidate(base, Side::Right);
            if !(left.is_valid | right.is_valid) {
                return (left_outer, right_outer);
            }
            let corners = [left.edge ^ 1, left.edge, right.edge, right.edge ^ 1].map(|e| self.place(e));
            let [a, b, c, d] = corners;
            let (mut inside, is_sure) = in_circle_filter(a, b, c, d);
            if !is_sure & left.is_valid & right.is_valid {
                inside = in_circle(a, b, c, d);
            }
            let takes_right = right.is_valid & (!left.is_valid | (inside > 0.0));
            base = self.connect(
                select_unpredictable(takes_right, right.edge, base ^ 1),
                select_unpredictable(takes_right, base ^ 1, left.edge ^ 1),
            );
        }
    }

    /// The edge on one side of the bubble that the base may be joined to, edges that fail the
    /// empty-circle test deleted on the way.
    #[inline(always)]
    fn candidate(&mut self, base: EdgeId, side: Side) -> Candidate {
        // The base as seen from the site that the candidates leave from: once round, there are no more.
        let last = match side {
            Side::Left => base ^ 1,
            Side::Right => base,
        };
        let edge = self.step(last, side);
        let after = self.step(edge, side);
        // Both tests at once, for whether the first holds is as good as random.
        let (right, left) = (self.place(base ^ 1), self.place(base));
        let (tip, tip_after) = (self.place(edge ^ 1), self.place(after ^ 1));
        let (mut turn, is_turn_sure) = orient_filter(tip, right, left);
        if !is_turn_sure & (edge != last) {
            turn = orient(tip, right, left);
        }
        let is_valid = (edge != last) & (turn > 0.0);
        let (inside, is_sure) = in_circle_filter(right, left, tip, tip_after);
        if is_valid & (after != last) & ((inside > 0.0) | !is_sure) {
            return Candidate { edge: self.thin_out(base, edge, last, side), is_valid };
        }
        Candidate { edge, is_valid }
    }

    /// Deletes edges from `edge` on that fail the empty-circle test; gives the first that does not.
    #[cold]
    fn thin_out(&mut self, base: EdgeId, mut edge: EdgeId, last: EdgeId, side: Side) -> EdgeId {
        let (right, left) = (self.place(base ^ 1), self.place(base));
        loop {
            let after = self.step(edge, side);
            if after == last || in_circle(right, left, self.place(edge ^ 1), self.place(after ^ 1)) <= 0.0 {
                return edge;
            }
            self.delete(edge);
            edge = after;
        }
    }

    /// The next edge around the same origin, away from the base.
    #[inline(always)]
    fn step(&self, edge: EdgeId, side: Side) -> EdgeId {
        let Edge { next, previous, .. } = self.edges[edge as usize];
        match side {
            Side::Left => next,
            Side::Right => previous,
        }
    }
}

/// A site's number and where it is.
fn site(sites: &[Point], at: usize) -> (u32, Point) {
    (at as u32, sites[at])
}

/// An edge that the base of the bubble may be joined to.
#[derive(Clone, Copy)]
struct Candidate {
    edge: EdgeId,
    /// Whether it is above the base.
    is_valid: bool,
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}
