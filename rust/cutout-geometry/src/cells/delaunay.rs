//! Delaunay triangulation by divide and conquer.
//!
//! L. Guibas and J. Stolfi, "Primitives for the manipulation of general subdivisions and the
//! computation of Voronoi diagrams", ACM Transactions on Graphics 4 (1985). Chosen over sweep-hull
//! because it needs nothing but the two exact predicates, takes collinear and cocircular sites
//! without a special case, and its edge rings *are* the neighbour lists that the cells want.
//!
//! Comes in: distinct sites, sorted by x, then y. Goes out: for every site its neighbours
//! counter-clockwise. Cost: k log k.

use crate::point::Point;
use crate::predicate::{in_circle, orient};

/// A directed edge; its reverse is `edge ^ 1`.
pub(super) type EdgeId = u32;

/// No edge.
pub(super) const NO_EDGE: EdgeId = u32::MAX;

/// A directed edge.
#[derive(Clone, Copy, Debug, Default)]
struct Edge {
    /// Its site, `u32::MAX` for a slot without an edge.
    origin: u32,
    /// The next edge counter-clockwise around the same origin.
    next: EdgeId,
    /// The next edge clockwise around the same origin.
    previous: EdgeId,
}

/// The triangulation, as rings of directed edges around their origins. Reused from call to call.
#[derive(Debug, Default)]
pub(super) struct Delaunay {
    edges: Vec<Edge>,
    free: Vec<EdgeId>,
}

impl Delaunay {
    /// Triangulates distinct sites sorted by `(x, y)`.
    pub fn build(&mut self, sites: &[Point]) {
        self.edges.clear();
        self.free.clear();
        if sites.len() >= 2 {
            self.divide(sites, 0, sites.len());
        }
    }

    /// The first outgoing edge of each site (or [`NO_EDGE`]), into `first`.
    pub fn first_edges(&self, sites: usize, first: &mut Vec<EdgeId>) {
        first.clear();
        // One entry more, for the slots that hold no edge.
        first.resize(sites + 1, NO_EDGE);
        for (edge, &Edge { origin, .. }) in self.edges.iter().enumerate().rev() {
            first[(origin as usize).min(sites)] = edge as EdgeId;
        }
        first.truncate(sites);
    }

    /// How many directed edge slots there are, dead ones included.
    pub fn slots(&self) -> usize {
        self.edges.len()
    }

    /// Whether the slot holds an edge.
    pub fn is_live(&self, edge: EdgeId) -> bool {
        self.edges[edge as usize].origin != u32::MAX
    }

    pub fn origin(&self, edge: EdgeId) -> u32 {
        self.edges[edge as usize].origin
    }

    pub fn destination(&self, edge: EdgeId) -> u32 {
        self.edges[(edge ^ 1) as usize].origin
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

    fn make_edge(&mut self, from: u32, to: u32) -> EdgeId {
        let edge = self.free.pop().unwrap_or_else(|| {
            let edge = self.edges.len() as EdgeId;
            self.edges.extend([Edge::default(); 2]);
            edge
        });
        for (e, at) in [(edge, from), (edge ^ 1, to)] {
            self.edges[e as usize] = Edge { origin: at, next: e, previous: e };
        }
        edge
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
    fn connect(&mut self, a: EdgeId, b: EdgeId) -> EdgeId {
        let edge = self.make_edge(self.destination(a), self.origin(b));
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
        self.free.push(edge & !1);
    }

    /// Triangulates `sites[from..to]`; gives the hull's counter-clockwise edge out of the leftmost
    /// site and its clockwise edge out of the rightmost.
    fn divide(&mut self, sites: &[Point], from: usize, to: usize) -> (EdgeId, EdgeId) {
        match to - from {
            2 => {
                let edge = self.make_edge(from as u32, from as u32 + 1);
                (edge, edge ^ 1)
            }
            3 => self.three(sites, from as u32),
            count => {
                let middle = from + count / 2;
                let left = self.divide(sites, from, middle);
                let right = self.divide(sites, middle, to);
                self.merge(sites, left, right)
            }
        }
    }

    fn three(&mut self, sites: &[Point], first: u32) -> (EdgeId, EdgeId) {
        let a = self.make_edge(first, first + 1);
        let b = self.make_edge(first + 1, first + 2);
        self.insert_after(a ^ 1, b);
        let turn = orient(sites[first as usize], sites[first as usize + 1], sites[first as usize + 2]);
        if turn > 0.0 {
            self.connect(b, a);
            (a, b ^ 1)
        } else if turn < 0.0 {
            let c = self.connect(b, a);
            (c ^ 1, c)
        } else {
            (a, b ^ 1)
        }
    }

    #[inline(always)]
    fn right_of(&self, sites: &[Point], p: u32, edge: EdgeId) -> bool {
        let (o, d) = (self.origin(edge) as usize, self.destination(edge) as usize);
        orient(sites[p as usize], sites[d], sites[o]) > 0.0
    }

    #[inline(always)]
    fn left_of(&self, sites: &[Point], p: u32, edge: EdgeId) -> bool {
        let (o, d) = (self.origin(edge) as usize, self.destination(edge) as usize);
        orient(sites[p as usize], sites[o], sites[d]) > 0.0
    }

    fn merge(
        &mut self,
        sites: &[Point],
        (mut left_outer, mut left_inner): (EdgeId, EdgeId),
        (mut right_inner, mut right_outer): (EdgeId, EdgeId),
    ) -> (EdgeId, EdgeId) {
        // The lower common tangent of the two hulls.
        loop {
            if self.left_of(sites, self.origin(right_inner), left_inner) {
                left_inner = self.next_left(left_inner);
            } else if self.right_of(sites, self.origin(left_inner), right_inner) {
                right_inner = self.next_right_back(right_inner);
            } else {
                break;
            }
        }
        let mut base = self.connect(right_inner ^ 1, left_inner);
        if self.origin(left_inner) == self.origin(left_outer) {
            left_outer = base ^ 1;
        }
        if self.origin(right_inner) == self.origin(right_outer) {
            right_outer = base;
        }
        // The merge bubble rises from tangent to tangent.
        loop {
            let left = self.candidate(sites, base, Side::Left);
            let right = self.candidate(sites, base, Side::Right);
            base = match (left, right) {
                (None, None) => return (left_outer, right_outer),
                (Some(l), None) => self.connect(base ^ 1, l ^ 1),
                (None, Some(r)) => self.connect(r, base ^ 1),
                (Some(l), Some(r)) => {
                    let at = |e: u32| sites[e as usize];
                    let inside = in_circle(
                        at(self.destination(l)),
                        at(self.origin(l)),
                        at(self.origin(r)),
                        at(self.destination(r)),
                    );
                    if inside > 0.0 { self.connect(r, base ^ 1) } else { self.connect(base ^ 1, l ^ 1) }
                }
            };
        }
    }

    /// The edge on one side of the bubble that the base may be joined to, edges that fail the
    /// empty-circle test deleted on the way.
    fn candidate(&mut self, sites: &[Point], base: EdgeId, side: Side) -> Option<EdgeId> {
        let step = |this: &Self, e: EdgeId| match side {
            Side::Left => this.edges[e as usize].next,
            Side::Right => this.edges[e as usize].previous,
        };
        // The base as seen from the site that the candidates leave from: once round, there are no more.
        let (first, last) = match side {
            Side::Left => (self.edges[(base ^ 1) as usize].next, base ^ 1),
            Side::Right => (self.edges[base as usize].previous, base),
        };
        let mut edge = first;
        if !self.right_of(sites, self.destination(edge), base) {
            return None;
        }
        let at = |e: u32| sites[e as usize];
        let (right, left) = (at(self.destination(base)), at(self.origin(base)));
        loop {
            let after = step(self, edge);
            if after == last
                || in_circle(right, left, at(self.destination(edge)), at(self.destination(after))) <= 0.0
            {
                return Some(edge);
            }
            self.delete(edge);
            edge = after;
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}
