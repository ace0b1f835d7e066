//! A shape in two: what lies inside a ring, and what lies outside.
//!
//! Comes in: a [`Shape`] and a closed ring, in either winding, that may cross itself. Goes out: two
//! shapes in the same frame that share, bit for bit, every vertex of the ring between them: both are
//! read from one graph of `i_overlay` (64-bit integers), and every vertex that was one of the shape's
//! gets its own coordinates back. Cost: that of one boolean operation.

use super::rebuild::{Originals, insert_vertices, sorted_by_x};
use super::{Contact, Ring, Shape, ring_area};
use crate::audit::area_slack;
use crate::boolean::{self, Region, contour};
use crate::pace::Pace;
use crate::point::{Bounds, Point};

/// How often a ring is drawn in a little, where rounding left edges that cross.
const TRIES: i32 = 4;
/// By how much, as a fraction of its distance to its middle.
const DRAWN_IN: f64 = 1e-9;
/// What a vertex takes, in steps.
const STEPS: usize = 16;
/// How far past the outline's box a ring is cut off, in sides of the box: the grid of the boolean
/// operation must stay fine at the outline's size, however large the ring.
const REACH: f64 = 2.0;

/// The two parts could not be told apart. Not expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Indivisible;

impl Shape {
    /// Fills `inside` and `outside` with what lies on the two sides of `ring`, which is in the
    /// shape's own frame. Either may come out empty. Told to stop, it fails.
    pub(crate) fn divide(
        &self,
        ring: &[Point],
        inside: &mut Self,
        outside: &mut Self,
        pace: &Pace<'_>,
    ) -> Result<(), Indivisible> {
        let ring = cut_off(ring, &self.bounds);
        let originals = Originals::of(&self.points, &self.bounds);
        let steps = STEPS * self.points.len();
        for attempt in 0..TRIES {
            if !pace.step(steps) {
                break;
            }
            // Edges that rounding made cross lie within it of each other: a ring that is not quite
            // there parts them.
            let ring = draw_in(&ring, 1.0 - f64::from(attempt) * DRAWN_IN);
            self.overlay(&ring, &originals, inside, outside, pace);
            if !pace.step(steps) {
                break;
            }
            join_vertices(inside, outside, &originals, pace);
            if !pace.step(steps) {
                break;
            }
            let is_whole = (inside.area + outside.area - self.area).abs() <= area_slack(self, 0.0);
            if is_whole && inside.is_free_of_crossings() && outside.is_free_of_crossings() {
                return Ok(());
            }
        }
        Err(Indivisible)
    }

    fn overlay(
        &self,
        ring: &[Point],
        originals: &Originals,
        inside: &mut Self,
        outside: &mut Self,
        pace: &Pace<'_>,
    ) {
        let subject: Vec<_> = self.rings.iter().map(|&r| contour(self.ring(r))).collect();
        let divided = boolean::divide(&subject, &[contour(ring)]);
        if !pace.step(STEPS * self.points.len()) {
            return;
        }
        // One for both, so that both have the same for what the grid cannot tell apart.
        let mut vertices = originals.clone();
        inside.take_part(self, &divided.inside, &mut vertices);
        outside.take_part(self, &divided.outside, &mut vertices);
    }

    fn is_free_of_crossings(&mut self) -> bool {
        let is_right = self.rings.is_empty() || self.find_contact() != Contact::Crossing;
        self.divide_into_chains();
        is_right
    }

    /// Becomes a part of `whole`.
    fn take_part(&mut self, whole: &Self, region: &Region, vertices: &mut Originals) {
        self.points.clear();
        self.rings.clear();
        self.origin = whole.origin;
        for contours in region {
            for (index, points) in contours.iter().enumerate() {
                let start = self.points.len();
                // Rounded as polygon space will round it: far from the origin two crossings may be one there.
                let origin = self.origin;
                self.points
                    .extend(boolean::points(points).map(|p| vertices.nearest_or_new(p + origin - origin)));
                let mut kept = start;
                for at in start..self.points.len() {
                    let p = self.points[at];
                    if kept == start || self.points[kept - 1] != p {
                        self.points[kept] = p;
                        kept += 1;
                    }
                }
                while kept > start + 1 && self.points[kept - 1] == self.points[start] {
                    kept -= 1;
                }
                self.points.truncate(kept);
                if kept < start + 3 || ring_area(&self.points[start..]) == 0.0 {
                    self.points.truncate(start);
                    if index == 0 {
                        break; // and what was a hole in nothing
                    }
                    continue;
                }
                self.rings.push(Ring { start: start as u32, end: kept as u32, is_hole: index > 0 });
            }
        }
        self.bounds = if self.points.is_empty() { whole.bounds } else { Bounds::of(&self.points) };
        self.area = self.rings.iter().map(|&r| ring_area(self.ring(r))).sum();
        // Parts may touch themselves where the ring does, or where it touches the outline.
        self.is_touching = true;
    }
}

/// Makes vertices that came to lie on edges of either part, to within the grid, vertices of those edges:
/// later roundings could put them on the other side. Only what the ring has brought can have done so.
fn join_vertices(inside: &mut Shape, outside: &mut Shape, originals: &Originals, pace: &Pace<'_>) {
    let all = sorted_by_x([inside.points.as_slice(), &outside.points].concat());
    let new: Vec<Point> = all.iter().copied().filter(|&p| !originals.has(p)).collect();
    for part in [inside, outside] {
        if !pace.step(STEPS * all.len()) {
            return;
        }
        let candidates = |a: Point, b: Point| -> &[Point] {
            if originals.has(a) && originals.has(b) { &new } else { &all }
        };
        insert_vertices(part, candidates, originals.grid);
    }
}

/// How far a point lies inside of a side of a box, given the side's place on its axis.
type Depth = fn(Point, f64) -> f64;

/// The ring without what lies far outside of `bounds` (I. E. Sutherland and G. W. Hodgman, "Reentrant
/// polygon clipping", Communications of the ACM 17, 1974).
pub(crate) fn cut_off(ring: &[Point], bounds: &Bounds) -> Vec<Point> {
    let size = bounds.size();
    let reach = REACH * size.x.max(size.y);
    let (min, max) = (
        Point { x: bounds.min.x - reach, y: bounds.min.y - reach },
        Point { x: bounds.max.x + reach, y: bounds.max.y + reach },
    );
    let mut ring = ring.to_vec();
    let sides: [(f64, Depth); 4] = [
        (min.x, |p, at| p.x - at),
        (max.x, |p, at| at - p.x),
        (min.y, |p, at| p.y - at),
        (max.y, |p, at| at - p.y),
    ];
    for (at, depth) in sides {
        if ring.iter().all(|&p| depth(p, at) >= 0.0) {
            continue;
        }
        let mut kept = Vec::with_capacity(ring.len() + 4);
        for (index, &b) in ring.iter().enumerate() {
            let a = ring[if index == 0 { ring.len() - 1 } else { index - 1 }];
            let (from, to) = (depth(a, at), depth(b, at));
            if (from < 0.0) != (to < 0.0) {
                kept.push(a + (b - a) * (from / (from - to)));
            }
            if to >= 0.0 {
                kept.push(b);
            }
        }
        ring = kept;
    }
    ring
}

/// The ring scaled about the middle of its box.
fn draw_in(ring: &[Point], scale: f64) -> Vec<Point> {
    if scale == 1.0 {
        return ring.to_vec();
    }
    let middle = Bounds::of(ring).center();
    ring.iter().map(|&p| middle + (p - middle) * scale).collect()
}
