//! Shapes that are parts of another one.
//!
//! Comes in: pieces of a shape, in its frame. Goes out: a [`Shape`] of the same frame whose vertices are
//! theirs, bit for bit. Cost: linear, and that of looking for crossings.

use super::{Contact, Ring, Room, Shape, ring_area};
use crate::partition::pieces::Pieces;
use crate::point::{Bounds, Point};
use core::ops::Range;

/// How far past the outline's box a ring is cut off, in sides of the box: what lies farther off costs
/// precision near by.
const REACH: f64 = 2.0;

impl Shape {
    /// Becomes some of the pieces of `whole`, in a row. Whether its rings are what those of a shape have to
    /// be: no point comes twice in a row, no edge crosses another one, and they touch only if they may.
    pub(crate) fn take_part(
        &mut self,
        whole: &Self,
        pieces: &Pieces,
        part: Range<usize>,
        is_touching: bool,
    ) -> bool {
        self.points.clear();
        self.rings.clear();
        self.origin = whole.origin;
        for piece in part {
            let rings = pieces.piece_rings(piece);
            let outer = rings.start;
            for ring in rings {
                let start = self.points.len() as u32;
                self.points.extend_from_slice(pieces.ring(ring));
                let end = self.points.len() as u32;
                self.rings.push(Ring { start, end, is_hole: ring != outer });
            }
        }
        self.bounds = if self.points.is_empty() { whole.bounds } else { Bounds::of(&self.points) };
        self.area = self.rings.iter().map(|&r| ring_area(self.ring(r))).sum();
        self.is_touching = is_touching;
        self.room = Room::Unknown;
        let worst = if is_touching { Contact::Vertex } else { Contact::None };
        let is_right = self.rings.iter().all(|&ring| !repeats_a_point(self.ring(ring)))
            && (self.rings.is_empty() || self.find_contact() <= worst);
        self.divide_into_chains();
        is_right
    }
}

/// Whether a point of a ring is the next one as well.
fn repeats_a_point(ring: &[Point]) -> bool {
    ring.first() == ring.last() || ring.windows(2).any(|pair| pair[0] == pair[1])
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
