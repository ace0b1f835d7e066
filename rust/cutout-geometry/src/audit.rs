//! Are these pieces right? Asked where a cut ran through vertices or along edges, of the very
//! coordinates that will be handed out.
//!
//! Comes in: [`Pieces`]. Goes out: yes or no. Yes means: every ring is simple, wound and nested right;
//! every edge is shared, reversed, with exactly one other piece under one key, or is outline; the
//! outline keeps its length and its corners, and the area adds up. All decided exactly but for lengths
//! and areas. Cost: edges log edges, plus the pairs of edges whose boxes overlap; allocates.

use crate::cells::{Cells, NONE};
use crate::overlay::each_overlap;
use crate::pace::{self, Pace};
use crate::partition::pieces::Pieces;
use crate::point::{Bounds, Point, by_x_then_y, length};
use crate::predicate::{meet, orient};
use crate::shape::Shape;

/// How far lengths and areas may be off, relative, besides the rounding of coordinates.
const TOLERANCE: f64 = 1e-9;
/// How far a piece may reach out of its cell, in units of the cells' tolerance: an edge along a border
/// is split at vertices that were moved by one tolerance.
const OVERHANG: f64 = 16.0;

/// Units in the last place of the largest coordinate that two points must be apart to stay two.
const GRAIN: f64 = 4.0;

/// How far an outline edge may lie off the outline, as a part of the outline's largest coordinate.
const STRAY: f64 = 4e-12;

/// How far vertices of single precision may lie off the outline, in roundings: theirs, that of a corner that
/// is near, and the bending of an edge from one to the other.
const ROOM: f64 = 4.0;

/// What an edge takes to be looked up, in steps.
const EDGE: usize = 8;

/// How many points are held against a line in a step.
const POINTS_A_STEP: usize = 8;

/// Pieces under audit.
pub(crate) struct Audit<'a> {
    shape: &'a Shape,
    pieces: &'a Pieces,
    /// How far what was rounded to single precision lies off; 0 where nothing was.
    rounding: f64,
    pace: &'a Pace<'a>,
    /// Points as they will be handed out.
    points: Vec<Point>,
    edges: Vec<Edge>,
}

#[derive(Clone, Copy)]
struct Edge {
    from: u32,
    to: u32,
    ring: u32,
    piece: u32,
}

/// One thing that must hold.
type Check<'a> = fn(&Audit<'a>) -> bool;

impl<'a> Audit<'a> {
    /// Takes in the pieces of a shape, whose vertices are off by a rounding to single precision, or by none.
    /// Told to stop, it finds something or nothing.
    pub fn of(pieces: &'a Pieces, shape: &'a Shape, rounding: f64, pace: &'a Pace<'a>) -> Self {
        let points = pieces.points.iter().map(|&p| p + shape.origin).collect();
        let mut edges = Vec::with_capacity(pieces.points.len());
        for piece in 0..pieces.pieces.len() {
            if !pace.step(pieces.piece_points(piece).len()) {
                break;
            }
            for ring in pieces.piece_rings(piece) {
                for (from, to) in pieces.edges(ring) {
                    let [from, to, ring, piece] = [from, to, ring, piece].map(|i| i as u32);
                    edges.push(Edge { from, to, ring, piece });
                }
            }
        }
        Self { shape, pieces, rounding, pace, points, edges }
    }

    /// What keeps the pieces from being a partition of the shape; `None` where they are one.
    pub fn fault(&self) -> Option<&'static str> {
        let checks: [(Check<'a>, &str); 4] = [
            (Self::are_rings_simple, "rings"),
            (Self::are_borders_shared, "borders"),
            (Self::is_outline_kept, "outline"),
            (Self::is_whole, "areas"),
        ];
        checks.into_iter().find(|(holds, _)| !holds(self)).map(|(_, fault)| fault)
    }

    /// Whether the pieces are a partition of the shape, each in its cell.
    pub fn is_sound_in(&self, cells: &Cells) -> bool {
        self.is_in_cells(cells) && self.fault().is_none()
    }

    fn is_in_cells(&self, cells: &Cells) -> bool {
        let reach = OVERHANG * cells.tolerance;
        (0..self.pieces.pieces.len()).all(|piece| {
            let cell = self.pieces.pieces[piece].cell;
            if cell == NONE {
                return true; // what a mask leaves whole
            }
            let lines = &cells.edges[cells.edge_range(cell)];
            let points = &self.pieces.points[self.pieces.piece_points(piece)];
            self.pace.step(lines.len() * points.len() / POINTS_A_STEP)
                && lines.iter().all(|edge| points.iter().all(|&p| edge.line.distance(p) <= reach))
        })
    }

    fn at(&self, point: u32) -> Point {
        self.points[point as usize]
    }

    fn ring(&self, ring: usize) -> &[Point] {
        &self.points[self.pieces.ring_range(ring)]
    }

    fn are_rings_simple(&self) -> bool {
        let has_length = |e: &Edge| self.at(e.from) != self.at(e.to);
        if (0..self.pieces.rings()).any(|r| self.pieces.ring_range(r).len() < 3)
            || !self.edges.iter().all(has_length)
        {
            return false;
        }
        let boxes: Vec<Bounds> =
            self.edges.iter().map(|e| Bounds::of([&self.at(e.from), &self.at(e.to)])).collect();
        let mut is_simple = self.pace.step(boxes.len());
        each_overlap(&boxes, self.pace, |i, j| {
            let (e, f) = (&self.edges[i], &self.edges[j]);
            if is_simple && e.piece == f.piece {
                is_simple = !self.clash(e, f);
            }
        });
        is_simple
            && (0..self.pieces.pieces.len()).all(|piece| {
                let points = self.pieces.piece_points(piece).len();
                self.pace.step(points) && self.is_nested(piece) && self.is_connected(piece)
            })
    }

    /// Whether two edges of a piece meet where they must not.
    fn clash(&self, e: &Edge, f: &Edge) -> bool {
        let [a, b, c, d] = [e.from, e.to, f.from, f.to].map(|p| self.at(p));
        let are_neighbors = e.to == f.from || f.to == e.from;
        let shared = a == c || a == d || b == c || b == d;
        (shared && !are_neighbors && e.ring == f.ring) || meet(a, b, c, d)
    }

    /// Outer ring counter-clockwise, holes clockwise, in it and out of each other.
    fn is_nested(&self, piece: usize) -> bool {
        let rings = self.pieces.piece_rings(piece);
        rings.clone().all(|ring| {
            let is_outer = ring == rings.start;
            let points = self.ring(ring);
            let is_turned_right = is_counter_clockwise(points) == is_outer;
            is_turned_right
                && (is_outer
                    || rings.clone().filter(|&other| other != ring).all(|other| {
                        let container = self.ring(other);
                        if !self.pace.step(container.len()) {
                            return false;
                        }
                        let inside = points.iter().find_map(|&p| lies_inside(container, p));
                        inside.is_none_or(|inside| inside == (other == rings.start))
                    }))
        })
    }

    /// Whether a piece hangs together: its rings do not touch all around a part of it.
    fn is_connected(&self, piece: usize) -> bool {
        let rings = self.pieces.piece_rings(piece);
        if rings.len() == 1 {
            return true;
        }
        let mut passes: Vec<([u64; 2], usize)> = rings
            .clone()
            .flat_map(|ring| self.ring(ring).iter().map(move |&p| (bits(p), ring - rings.start)))
            .collect();
        passes.sort_unstable();
        let mut group: Vec<usize> = (0..rings.len()).collect();
        passes.windows(2).filter(|pair| pair[0].0 == pair[1].0).all(|pair| {
            let (a, b) = (group[pair[0].1], group[pair[1].1]);
            group.iter_mut().filter(|g| **g == b).for_each(|g| *g = a);
            a != b
        })
    }

    fn are_borders_shared(&self) -> bool {
        let ends = |e: &Edge| [bits(self.at(e.from)), bits(self.at(e.to))];
        let sorted = |e: &Edge| {
            let [a, b] = ends(e);
            [a.min(b), a.max(b)]
        };
        let mut order: Vec<u32> = (0..self.edges.len() as u32).collect();
        let edge = |i: u32| &self.edges[i as usize];
        pace::sort_by(self.pace, &mut order, |&i, &j| sorted(edge(i)).cmp(&sorted(edge(j))).then(i.cmp(&j)));
        if self.pace.is_over() {
            return false;
        }
        let key = |e: &Edge| self.pieces.keys[e.from as usize];
        let mut keyed = vec![0_u32; self.pieces.key_count as usize];
        let is_shared = order.chunk_by(|&i, &j| sorted(edge(i)) == sorted(edge(j))).all(|same| match *same {
            _ if !self.pace.step(EDGE) => false,
            [i] => key(edge(i)) == NONE,
            [i, j] => {
                let (one, two) = (edge(i), edge(j));
                if let Some(count) = keyed.get_mut(key(one) as usize) {
                    *count += 1;
                }
                key(one) != NONE && key(one) == key(two) && one.piece != two.piece && ends(one) != ends(two)
            }
            _ => false,
        });
        is_shared && keyed.iter().all(|&count| count <= 1)
    }

    /// The area adds up.
    fn is_whole(&self) -> bool {
        let area: f64 = (0..self.pieces.pieces.len()).map(|piece| self.pieces.piece_area(piece)).sum();
        is_area_of(self.shape, area, self.rounding)
    }

    /// Every edge without a partner lies on an edge of the shape, and together they have its length
    /// and its corners.
    fn is_outline_kept(&self) -> bool {
        let is_outline = |e: &&Edge| self.pieces.keys[e.from as usize] == NONE;
        let outline: Vec<[Point; 2]> = self.edges.iter().filter(is_outline).map(|e| self.local(e)).collect();
        if !self.pace.step(self.edges.len()) {
            return false;
        }
        if !lie_on(&outline, self.shape, ROOM * self.rounding, self.pace) {
            return false;
        }
        if self.shape.repairs.rebuilt || self.rounding > 0.0 {
            return true; // edges of a rebuilt outline, or of a rounded one, may lie on each other
        }
        let around: f64 = outline.iter().map(|&[a, b]| length(b - a)).sum();
        let perimeter = perimeter(self.shape);
        if (around - perimeter).abs() > TOLERANCE * perimeter {
            return false;
        }
        let mut present: Vec<[u64; 2]> = self.pieces.points.iter().map(|&p| bits(p)).collect();
        pace::sort_by(self.pace, &mut present, Ord::cmp);
        let is_present =
            |corner: &Point| self.pace.step(EDGE) && present.binary_search(&bits(*corner)).is_ok();
        self.shape.points.iter().all(is_present)
    }

    /// An edge's ends where the shape has them.
    fn local(&self, edge: &Edge) -> [Point; 2] {
        [edge.from, edge.to].map(|p| self.pieces.points[p as usize])
    }
}

/// A place to compare and sort by. -0 and 0 are one number.
fn bits(p: Point) -> [u64; 2] {
    [(p.x + 0.0).to_bits(), (p.y + 0.0).to_bits()]
}

/// Whether each of the edges runs along one of the shape's.
fn lie_on(edges: &[[Point; 2]], shape: &Shape, slack: f64, pace: &Pace<'_>) -> bool {
    let reach = STRAY * shape.bounds.reach() + grain(shape) + slack;
    let sides: Vec<[Point; 2]> = shape
        .rings
        .iter()
        .flat_map(|&ring| {
            let points = shape.ring(ring);
            points.iter().zip(points.iter().cycle().skip(1)).map(|(&a, &b)| [a, b])
        })
        .collect();
    let boxes: Vec<Bounds> = edges
        .iter()
        .map(|[a, b]| Bounds::of([a, b]))
        .chain(sides.iter().map(|[a, b]| Bounds::of([a, b]).grown(reach)))
        .collect();
    let mut is_on = vec![false; edges.len()];
    if !pace.step(boxes.len()) {
        return false;
    }
    each_overlap(&boxes, pace, |i, j| {
        let (edge, side) = (i.min(j), i.max(j));
        if let (Some(&ends), Some(&[a, b])) =
            (edges.get(edge), side.checked_sub(edges.len()).and_then(|side| sides.get(side)))
        {
            let limit = reach * length(b - a);
            is_on[edge] |= ends.into_iter().all(|p| orient(a, b, p).abs() <= limit);
        }
    });
    is_on.into_iter().all(|on| on)
}

/// Distance below which two points may become one when they are moved to where the shape came from.
pub(crate) fn grain(shape: &Shape) -> f64 {
    GRAIN * f64::EPSILON * shape.outline_reach()
}

/// Whether the area of pieces, all together, is that of their shape: but for a billionth of it, and for the
/// rounding of coordinates far from the origin, or a coarser one. Cost: nothing, or linear where it is not
/// the first of these.
pub(crate) fn is_area_of(shape: &Shape, area: f64, rounding: f64) -> bool {
    let (off, relative) = ((area - shape.area).abs(), TOLERANCE * shape.area);
    let grain = || f64::EPSILON * shape.outline_reach() + ROOM * rounding;
    off <= relative || off <= relative + grain() * perimeter(shape)
}

/// Length of all rings of a shape.
fn perimeter(shape: &Shape) -> f64 {
    let ring_length = |ring: &[Point]| -> f64 {
        let ends = ring.iter().zip(ring.iter().cycle().skip(1));
        ends.map(|(&a, &b)| length(b - a)).sum()
    };
    shape.rings.iter().map(|&ring| ring_length(shape.ring(ring))).sum()
}

/// Whether a simple ring runs counter-clockwise, exactly: by its turn at the leftmost, lowest corner.
pub(crate) fn is_counter_clockwise(ring: &[Point]) -> bool {
    let order = |&a: &usize, &b: &usize| by_x_then_y(&ring[a], &ring[b]);
    let Some(corner) = (0..ring.len()).min_by(order) else { return false };
    let (before, after) = ((corner + ring.len() - 1) % ring.len(), (corner + 1) % ring.len());
    orient(ring[before], ring[corner], ring[after]) > 0.0
}

/// Whether a point is inside a ring; `None` on it.
fn lies_inside(ring: &[Point], p: Point) -> Option<bool> {
    let mut a = *ring.last()?;
    let mut inside = false;
    for &b in ring {
        let spans = (a.y > p.y) != (b.y > p.y);
        if (spans || a.y == p.y || b.y == p.y) && Bounds::of([&a, &b]).contains(p) && orient(a, b, p) == 0.0 {
            return None;
        }
        if spans && (orient(a, b, p) > 0.0) == (b.y > a.y) {
            inside = !inside;
        }
        a = b;
    }
    Some(inside)
}
