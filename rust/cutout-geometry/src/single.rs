//! Single precision, in which pieces are handed to an engine: do they stay simple there?
//!
//! Comes in: pieces. Goes out: yes or no, exactly, of the rounded coordinates. Four ways to tell, each for
//! what the one before leaves over:
//!
//! 1. Nothing of the whole partition comes near anything. A ring stays simple where each of its vertices is
//!    farther from every edge that is not its own than the two can move: together less than 3 roundings. The
//!    stages before tell where that may not be so, from distances that they have anyway: corners from borders
//!    and borders from each other (`cells`, `walk`, `borders`: cells in which anything is nearer than
//!    [`nearness`]), the outline from itself ([`Shape::room`]). Between these distances and those that are
//!    asked for lie the angles at which borders and edges meet: see [`NARROW`].
//! 2. All of the piece is seen from its centroid, with room for the rounding.
//! 3. The rounded edges are compared, those of which rounding has moved an end with all, or swept over where
//!    these are many.
//! 4. Pieces that fold are cut once more, on vertices of single precision (`fracture`).

use crate::boxes::{Boxes, LANES, most};
use crate::fragment::Head;
use crate::overlay::each_overlap;
use crate::pace::{self, Pace};
use crate::partition::pieces::Pieces;
use crate::point::{Bounds, Point, length};
use crate::predicate::{meet, runs_back};
use crate::shape::{Shape, ring_area, room_to_see};

/// Half a unit in the last place of an `f32`, as a fraction of the number.
const ROUNDING: f64 = 1.0 / (1u64 << 24) as f64;

/// What is nearer than this many roundings is told.
///
/// How near a vertex may then be to an edge that is not its own, in roundings, where sites are a [`NARROW`]th
/// of the outline's size apart: 4096 / (2 * 256) = 8 from a border to a vertex of another one of the cell,
/// for two borders meet at an angle of at least half that ratio; 4096 / (4 * 256) = 4 from an edge of the
/// outline to a vertex of the cells, past which it may cut a corner as flat as that; 4096 / 1024 = 4 from an
/// edge of the outline to a crossing on the next one, see [`SLANT`]. All are more than 3.
const NEAR: f64 = 4096.0;

/// Sites nearer to each other than the outline's size by this make cells whose borders meet at sharp angles,
/// or nearly run on: they are told.
pub(crate) const NARROW: f64 = 256.0;

/// What is some way from a corner of an outline with room, on one of its edges, is at least that way by this
/// from the next edge.
pub(crate) const SLANT: f64 = 1024.0;

/// By how many roundings times width and height of its box together twice the area of a triangle in a piece
/// changes, with room: each of its two edges by a rounding an axis, times the other one.
const ROOM: f64 = 4.0;

/// Up to this many edges whose ends have moved are compared with all of a piece; more are swept over.
const FEW: usize = 256;

/// A point as single precision keeps it.
pub(crate) fn single(p: Point) -> Point {
    Point { x: f64::from(p.x as f32), y: f64::from(p.y as f32) }
}

/// Whether single precision holds every coordinate of a shape, so that rounding moves none. Without a branch
/// a vertex.
pub(crate) fn is_single(shape: &Shape) -> bool {
    let stays = |p: Point| single(p) == p;
    shape.points.iter().fold(true, |all, &p| all & stays(p + shape.origin))
}

/// How far rounding moves a coordinate of a shape at most.
pub(crate) fn rounding(shape: &Shape) -> f64 {
    ROUNDING * shape.outline_reach()
}

/// What is nearer than this may meet in single precision, where borders meet at sharp angles.
pub(crate) fn nearness(shape: &Shape) -> f64 {
    NEAR * rounding(shape)
}

/// How far apart that leaves everything at least.
pub(crate) fn apart(near: f64) -> f64 {
    near * (4.0 / NEAR)
}

/// Whether a ring can be seen whole from the middle of its box, so that it is simple; and whether it has
/// room: no corner comes near an edge that is not its own, nor a point of an edge near the next one that is
/// not [`nearness`] near the corner between the two. Rounding then folds nothing of it. Cost: linear, with no
/// branch a vertex.
///
/// A point of the edge `pq` is farther from the next edge than from the line through `q` and the middle, past
/// which that edge lies. For `p` itself that is `turn / |q|`, for one that is `d` from `q` it is `d * turn /
/// (|pq| * |q|)`. `|q|` is at most half the diagonal of the box, and `|pq|` at most twice `|q|`, which mostly
/// is enough to know.
pub(crate) fn is_seen(ring: &[Point], bounds: &Bounds, rounding: f64) -> (bool, bool) {
    let Some(turn) = room_to_see(ring, bounds.center()) else { return (false, false) };
    let sides = bounds.size();
    let half_diagonal = 0.5 * length(sides);
    let room = turn - 2.0 * rounding * (sides.x + sides.y);
    let has_room = |longest: f64| room > longest * half_diagonal / SLANT;
    (true, has_room(2.0 * half_diagonal) || has_room(longest_edge(ring)))
}

/// What no edge of a ring is longer than: the most along x and the most along y together.
fn longest_edge(ring: &[Point]) -> f64 {
    let [first, .., last] = *ring else { return 0.0 };
    let along = |a: Point, b: Point| Point { x: (b.x - a.x).abs(), y: (b.y - a.y).abs() };
    let longest = ring.windows(2).fold(along(last, first), |longest, pair| {
        let along = along(pair[0], pair[1]);
        Point { x: most(along.x, longest.x), y: most(along.y, longest.y) }
    });
    longest.x + longest.y
}

/// Looks for pieces that fold. Reused memory, and what the last shape was.
#[derive(Debug, Default)]
pub(crate) struct Folds {
    origin: Point,
    rounding: f64,
    /// Cells to look at.
    cells: Vec<u32>,
    /// A piece's points as single precision keeps them.
    rounded: Vec<Point>,
    /// Its edges, by their ends among these.
    edges: Vec<[u32; 2]>,
    /// Those of which rounding has moved an end.
    moved: Vec<u32>,
    /// The boxes of all.
    boxes: Vec<Boxes>,
}

impl Folds {
    /// Whether a piece folds; told to stop, none. `heads` are its pieces' measures, `cells` those to look at,
    /// in any order; without them all are.
    pub fn is_any<'a>(
        &mut self,
        pieces: &Pieces,
        heads: &[Head],
        shape: &Shape,
        cells: Option<impl Iterator<Item = &'a u32>>,
        pace: &Pace<'_>,
    ) -> bool {
        let is_known = cells.is_some();
        self.cells.clear();
        self.cells.extend(cells.into_iter().flatten());
        if is_known && self.cells.is_empty() {
            return false;
        }
        pace::sort_by(pace, &mut self.cells, Ord::cmp);
        (self.origin, self.rounding) = (shape.origin, rounding(shape));
        let mut pieces_and_heads = pieces.pieces.iter().zip(heads).enumerate();
        pieces_and_heads.any(|(piece, (of, head))| {
            let is_asked = !is_known || self.cells.binary_search(&of.cell).is_ok();
            pace.step(if is_asked { pieces.piece_points(piece).len() } else { 1 })
                && is_asked
                && self.folds(pieces, piece, head, pace)
        })
    }

    #[inline(never)]
    fn folds(&mut self, pieces: &Pieces, piece: usize, head: &Head, pace: &Pace<'_>) -> bool {
        let rings = pieces.piece_rings(piece);
        if rings.len() == 1 {
            let size = head.bounds.size();
            let room = ROOM * self.rounding * (size.x + size.y);
            let seen = room_to_see(pieces.ring(rings.start), head.centroid);
            if head.area > 0.0 && seen.is_some_and(|seen| seen > room) {
                return false;
            }
        }
        self.round(pieces, piece);
        !self.moved.is_empty() && (self.is_turned(pieces, piece) || self.meets_itself(pieces, piece, pace))
    }

    /// Rounds a piece, and lists its edges.
    #[inline(never)]
    fn round(&mut self, pieces: &Pieces, piece: usize) {
        let Self { origin, rounded, edges, moved, .. } = self;
        let range = pieces.piece_points(piece);
        let first = range.start;
        let given = |at: u32| pieces.points[first + at as usize] + *origin;
        rounded.clear();
        rounded.extend(pieces.points[range].iter().map(|&p| single(p + *origin)));
        edges.clear();
        moved.clear();
        for ring in pieces.piece_rings(piece) {
            let range = pieces.ring_range(ring);
            let mut from = (range.end - 1 - first) as u32;
            let mut is_from_kept = rounded[from as usize] == given(from);
            for to in range.start - first..range.end - first {
                let to = to as u32;
                let is_to_kept = rounded[to as usize] == given(to);
                if !(is_from_kept && is_to_kept) {
                    moved.push(edges.len() as u32);
                }
                edges.push([from, to]);
                (from, is_from_kept) = (to, is_to_kept);
            }
        }
    }

    /// Whether a ring runs the other way round, or has no area.
    fn is_turned(&self, pieces: &Pieces, piece: usize) -> bool {
        let rings = pieces.piece_rings(piece);
        let (outer, first) = (rings.start, pieces.piece_points(piece).start);
        rings.into_iter().any(|ring| {
            let range = pieces.ring_range(ring);
            let area = ring_area(&self.rounded[range.start - first..range.end - first]);
            !(if ring == outer { area > 0.0 } else { area < 0.0 })
        })
    }

    /// Whether two edges meet that did not; those that are what they were did not. Cost: where rounding has
    /// moved an end of few edges, these times all, sixteen at once; else that of [`each_overlap`].
    fn meets_itself(&mut self, pieces: &Pieces, piece: usize, pace: &Pace<'_>) -> bool {
        let Self { rounded, edges, moved, boxes, .. } = self;
        let at = |point: u32| rounded[point as usize];
        let given = &pieces.points[pieces.piece_points(piece)];
        let is_one = |l: u32, r: u32| at(l) == at(r) && given[l as usize] != given[r as usize];
        let clash = |one: usize, other: usize| {
            let ([a, b], [p, q]) = (edges[one], edges[other]);
            if b == p {
                return runs_back(at(a), at(b), at(q));
            }
            if q == a {
                return runs_back(at(p), at(a), at(b));
            }
            is_one(a, p) || is_one(a, q) || is_one(b, p) || is_one(b, q) || meet(at(a), at(b), at(p), at(q))
        };
        if moved.len() > FEW {
            let is_moved = |edge: usize| moved.binary_search(&(edge as u32)).is_ok();
            let bounds: Vec<Bounds> = edges.iter().map(|&[a, b]| Bounds::of(&[at(a), at(b)])).collect();
            let mut is_any = false;
            each_overlap(&bounds, pace, |one, other| {
                is_any = is_any || ((is_moved(one) || is_moved(other)) && clash(one, other));
            });
            return is_any;
        }
        boxes.clear();
        boxes.resize(edges.len().div_ceil(LANES), Boxes::EMPTY);
        for (edge, &[a, b]) in edges.iter().enumerate() {
            boxes[edge / LANES].set(edge % LANES, at(a), at(b));
        }
        moved.iter().any(|&edge| {
            let edge = edge as usize;
            let (own, lane) = (&boxes[edge / LANES], edge % LANES);
            pace.step(boxes.len())
                && boxes.iter().enumerate().any(|(block, some)| {
                    let mut hits = some.overlaps(own, lane);
                    if block == edge / LANES {
                        hits &= !(1 << lane);
                    }
                    core::iter::from_fn(|| {
                        let hit = hits.trailing_zeros() as usize;
                        hits &= hits.wrapping_sub(1);
                        (hit < LANES).then_some(LANES * block + hit)
                    })
                    .any(|other| clash(edge, other))
                })
        })
    }
}
