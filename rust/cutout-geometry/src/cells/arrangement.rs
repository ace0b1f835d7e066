//! Cut lines into cells: the arrangement of the lines, built by inserting one line after another.
//!
//! Comes in: lines, each by two points. Goes out: the convex faces that they divide the plane into.
//!
//! Each insertion classifies every vertex once (left, right, or on the line within the tolerance)
//! and from there on looks at these signs alone, as in K. Sugihara and M. Iri, "A robust
//! topology-oriented incremental algorithm for Voronoi diagrams" (1994): concurrent and coincident
//! lines are no special case and no rounding can tear the structure. Cost: lines x vertices.

use super::{Cells, DOUBTFUL, HalfEdge, NONE, distance_squared};
use crate::pace::Pace;
use crate::point::{Bounds, Point};
use crate::predicate::Line;

/// Faces after which it is asked whether to go on.
const FACES: u32 = 1 << 10;
/// What a line takes of a face, in steps.
const STEPS: usize = 8;

/// Box edges carry this instead of a cut.
const FRAME: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Edge {
    origin: u32,
    next: u32,
    face: u32,
    cut: u32,
}

/// Reused memory of [`Cells::make_arrangement`]. Edge `e` and `e ^ 1` are twins.
#[derive(Debug, Default)]
pub(crate) struct ArrangementScratch {
    vertices: Vec<Point>,
    on_frame: Vec<bool>,
    signs: Vec<i8>,
    edges: Vec<Edge>,
    /// One edge of each face.
    faces: Vec<u32>,
    lines: Vec<Line>,
    half_edge: Vec<u32>,
    made_of: Vec<u32>,
}

impl Cells {
    /// Fills `self` with the faces of the lines' arrangement. Lines without a direction (two equal
    /// points) and repeated lines add nothing. `bounds` is the outline's box. Unless it is told to stop.
    pub fn make_arrangement(
        &mut self,
        lines: impl Iterator<Item = (Point, Point)>,
        bounds: &Bounds,
        scratch: &mut ArrangementScratch,
        pace: &Pace<'_>,
    ) {
        self.start(bounds);
        scratch.frame(bounds);
        for (index, (a, b)) in lines.enumerate() {
            let line = line_through(a, b);
            scratch.lines.push(line.unwrap_or(Line { nx: 0.0, ny: 0.0, d: 0.0 }));
            if let Some(line) = line
                && !scratch.insert(line, index as u32, self.tolerance, pace)
            {
                return;
            }
        }
        self.take_faces(scratch);
        self.is_doubtful = scratch.shortest() <= DOUBTFUL * self.tolerance;
        self.finish(bounds);
    }

    fn take_faces(&mut self, scratch: &mut ArrangementScratch) {
        let ArrangementScratch { vertices, on_frame, edges, faces, lines, half_edge, made_of, .. } = scratch;
        half_edge.clear();
        half_edge.resize(edges.len(), NONE);
        made_of.clear();
        for &begin in faces.iter() {
            let mut e = begin;
            loop {
                let edge = edges[e as usize];
                if edge.cut != FRAME {
                    let start = if on_frame[edge.origin as usize] { NONE } else { edge.origin };
                    half_edge[e as usize] = self.edges.len() as u32;
                    made_of.push(e);
                    // Edges are made with the even one running along the line: its left face lies on
                    // the line's negative side, so the line is positive outside.
                    let line = lines[edge.cut as usize];
                    let line = if e & 1 == 0 { line } else { line.flipped() };
                    let neighbor = edges[(e ^ 1) as usize].face;
                    self.edges.push(HalfEdge { line, neighbor, twin: NONE, start, cut: edge.cut });
                }
                e = edge.next;
                if e == begin {
                    break;
                }
            }
            self.first.push(self.edges.len() as u32);
        }
        for (edge, &e) in self.edges.iter_mut().zip(made_of.iter()) {
            edge.twin = half_edge[(e ^ 1) as usize];
        }
        self.vertices.extend_from_slice(vertices);
    }
}

impl ArrangementScratch {
    /// Length of the shortest edge.
    fn shortest(&self) -> f64 {
        let ends = self.edges.chunks_exact(2).map(|pair| [pair[0].origin, pair[1].origin]);
        let squared =
            |[a, b]: [u32; 2]| distance_squared(self.vertices[a as usize], self.vertices[b as usize]);
        ends.map(squared).fold(f64::INFINITY, f64::min).sqrt()
    }

    /// One face, a box well around the bounds. The outline never reaches its edges.
    fn frame(&mut self, bounds: &Bounds) {
        self.edges.clear();
        self.faces.clear();
        self.lines.clear();
        let size = bounds.size();
        let margin = size.x.max(size.y).max(f64::MIN_POSITIVE);
        let (low, high) = (bounds.min, bounds.max);
        let corner = |x, y| Point { x, y };
        self.vertices.clear();
        self.vertices.extend([
            corner(low.x - margin, low.y - margin),
            corner(high.x + margin, low.y - margin),
            corner(high.x + margin, high.y + margin),
            corner(low.x - margin, high.y + margin),
        ]);
        self.on_frame.clear();
        self.on_frame.resize(4, true);
        for side in 0..4u32 {
            let after = (side + 1) % 4;
            self.edges.push(Edge { origin: side, next: 2 * after, face: 0, cut: FRAME });
            self.edges.push(Edge { origin: after, next: 2 * ((side + 3) % 4) + 1, face: NONE, cut: FRAME });
        }
        self.faces.push(0);
    }

    /// False: it was told to stop.
    fn insert(&mut self, line: Line, cut: u32, tolerance: f64, pace: &Pace<'_>) -> bool {
        let Self { vertices, signs, .. } = self;
        signs.clear();
        signs.extend(vertices.iter().map(|&v| {
            let distance = line.distance(v);
            if distance.abs() <= tolerance { 0 } else { distance.signum() as i8 }
        }));
        for edge in (0..self.edges.len() as u32).step_by(2) {
            let (a, b) = (self.edges[edge as usize].origin, self.edges[edge as usize + 1].origin);
            if self.signs[a as usize] * self.signs[b as usize] < 0 {
                self.split_edge(edge, line);
            }
        }
        for face in 0..self.faces.len() as u32 {
            self.split_face(face, cut);
            if face % FACES == FACES - 1 && !pace.step(STEPS * FACES as usize) {
                return false;
            }
        }
        pace.step(STEPS)
    }

    /// Puts a vertex on `edge` and its twin where the line crosses.
    fn split_edge(&mut self, edge: u32, line: Line) {
        let (forth, back) = (self.edges[edge as usize], self.edges[edge as usize + 1]);
        let (a, b) = (self.vertices[forth.origin as usize], self.vertices[back.origin as usize]);
        let (at_a, at_b) = (line.distance(a), line.distance(b));
        let t = at_a / (at_a - at_b);
        let middle = self.vertices.len() as u32;
        self.vertices.push(a + (b - a) * t);
        self.signs.push(0);
        self.on_frame.push(forth.cut == FRAME);
        // The old pair keeps a -> middle; the new pair is middle -> b.
        let new = self.edges.len() as u32;
        self.edges.push(Edge { origin: middle, ..forth });
        self.edges.push(Edge { origin: back.origin, next: edge + 1, ..back });
        self.edges[edge as usize].next = new;
        self.edges[edge as usize + 1].origin = middle;
        // Whoever led to the old back edge leads to the new one now.
        let mut before = back.next;
        while self.edges[before as usize].next != edge + 1 {
            before = self.edges[before as usize].next;
        }
        self.edges[before as usize].next = new + 1;
    }

    /// Joins the two on-line vertices of a face that lies on both sides of the line.
    fn split_face(&mut self, face: u32, cut: u32) {
        let begin = self.faces[face as usize];
        // `rising`: the edge that arrives at the on-line vertex where the ring comes from the negative
        // side and goes on to the positive one; `falling`: the other way.
        let (mut rising, mut falling) = (None, None);
        let (mut rises, mut falls) = (0, 0);
        let mut last_sign = 0;
        let mut last_edge = begin;
        let mut e = begin;
        // Two rounds: the first finds the last sign that is not zero.
        for round in 0..2 {
            loop {
                let sign = self.signs[self.edges[e as usize].origin as usize];
                if sign == 0 {
                    last_edge = e;
                } else {
                    if round == 1 && last_sign * sign < 0 {
                        if sign > 0 {
                            rising = Some(last_edge);
                            rises += 1;
                        } else {
                            falling = Some(last_edge);
                            falls += 1;
                        }
                    }
                    last_sign = sign;
                }
                e = self.edges[e as usize].next;
                if e == begin {
                    break;
                }
            }
        }
        let (Some(rising), Some(falling), 1, 1) = (rising, falling, rises, falls) else {
            return;
        };
        self.connect(face, falling, rising, cut);
    }

    /// Splits `face` by an edge from the origin of `falling` to the origin of `rising`. Going
    /// counter-clockwise the ring is negative from `falling` on, so the negative part lies to the
    /// left of the way back.
    fn connect(&mut self, face: u32, falling: u32, rising: u32, cut: u32) {
        let before = |edges: &[Edge], e: u32| {
            let mut b = e;
            while edges[b as usize].next != e {
                b = edges[b as usize].next;
            }
            b
        };
        let (before_falling, before_rising) = (before(&self.edges, falling), before(&self.edges, rising));
        let along = self.edges.len() as u32;
        let new_face = self.faces.len() as u32;
        // `along` closes the negative part: rising -> falling, then on from `falling`.
        let from_rising = self.edges[rising as usize].origin;
        let from_falling = self.edges[falling as usize].origin;
        self.edges.push(Edge { origin: from_rising, next: falling, face, cut });
        self.edges.push(Edge { origin: from_falling, next: rising, face: new_face, cut });
        self.edges[before_rising as usize].next = along;
        self.edges[before_falling as usize].next = along + 1;
        self.faces[face as usize] = along;
        self.faces.push(along + 1);
        let mut e = along + 1;
        loop {
            self.edges[e as usize].face = new_face;
            e = self.edges[e as usize].next;
            if e == along + 1 {
                break;
            }
        }
    }
}

/// The line from `a` to `b`, positive on its right; `None` where the points are one.
pub(super) fn line_through(a: Point, b: Point) -> Option<Line> {
    let along = b - a;
    let length = (along.x * along.x + along.y * along.y).sqrt();
    if !(length.is_finite() && length > 0.0) {
        return None;
    }
    let (nx, ny) = (along.y / length, -along.x / length);
    let middle = Point { x: 0.5 * (a.x + b.x), y: 0.5 * (a.y + b.y) };
    Some(Line { nx, ny, d: nx * middle.x + ny * middle.y })
}
