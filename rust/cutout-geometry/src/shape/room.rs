//! Does the outline come near an edge of its own? Asked of the few edges that are crossed, on the chains that
//! the shape has been divided into.

use super::chains::Chain;
use super::overlaps::FEW;
use super::{Room, Shape};
use crate::point::{Bounds, Point, distance_squared_to_segment, length_squared};
use crate::single::{SLANT, apart, is_single};

impl Shape {
    /// What is known about a shape whose chains and their boxes have just been made.
    pub(super) fn room_by_chains(&self) -> Room {
        if self.chains.all.len() <= FEW && is_single(self) { Room::Asked } else { Room::Unknown }
    }

    /// Whether nothing of the outline but its neighbours comes near the edge that ends at the vertex `end` of
    /// a ring, and these leave it at an angle. `near` is how far off its ends it is asked for. Of
    /// [`Room::Asked`] shapes. Cost: the chains, many at once, and the logarithm of the length of those that
    /// are near.
    pub(crate) fn has_room_at(&self, ring: u32, end: u32, near: f64) -> bool {
        let Some(ring) = self.rings.get(ring as usize) else { return false };
        let before = |at: u32| if at == ring.start { ring.end - 1 } else { at - 1 };
        let after = if end + 1 == ring.end { ring.start } else { end + 1 };
        let start = before(end);
        let [o, p, q, s] = [before(start), start, end, after].map(|at| self.points[at as usize]);
        if !(is_wide(o, p, q, near) && is_wide(p, q, s, near)) {
            return false;
        }
        let reach = apart(near);
        let around = Bounds::of(&[p, q]).grown(reach);
        let edge = Chain { first: start, last: end, heading: 0 };
        self.overlaps.all(&around, &mut |chain| {
            self.chains.all.get(chain).is_none_or(|&chain| self.keeps_off(chain, edge, &around, reach))
        })
    }

    /// Whether a run of edges keeps off an edge, but for those that share an end with it.
    fn keeps_off(&self, run: Chain, edge: Chain, around: &Bounds, reach: f64) -> bool {
        let at = |vertex: u32| self.points[vertex as usize];
        let (a, b) = (at(run.first), at(run.last));
        if !Bounds::of(&[a, b]).meets(around) {
            return true;
        }
        if !run.is_edge() {
            // The depth is the logarithm of the run's length.
            return run.halves().into_iter().all(|half| self.keeps_off(half, edge, around, reach));
        }
        let ends = [edge.first, edge.last];
        if ends.contains(&run.first) || ends.contains(&run.last) {
            return true;
        }
        let (p, q) = (at(edge.first), at(edge.last));
        // They do not cross, so an end is nearest.
        [(a, p, q), (b, p, q), (p, a, b), (q, a, b)]
            .into_iter()
            .all(|(point, from, to)| distance_squared_to_segment(point, from, to) > reach * reach)
    }
}

/// Whether both edges of a corner have a length and are apart soon.
fn is_wide(a: Point, corner: Point, b: Point, near: f64) -> bool {
    let (u, v) = (a - corner, b - corner);
    let (uu, vv) = (length_squared(u), length_squared(v));
    let (dot, cross) = (u.x * v.x + u.y * v.y, u.x * v.y - u.y * v.x);
    uu.min(vv) > near * near && (dot <= 0.0 || cross * cross * (SLANT * SLANT) > uu * vv)
}
