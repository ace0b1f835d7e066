//! One jagged line.
//!
//! Midpoint displacement (A. Fournier, D. Fussell and L. Carpenter, "Computer rendering of stochastic
//! models", Communications of the ACM 25, 1982) over facets of uneven length: a few large facets with
//! smaller ones on them, as in broken stone, and not the even teeth of noise.

use super::Roughness;
use super::room::{Rooms, Side};
use crate::point::{Point, length};
use crate::rng::Rng;

/// How far the middle of a stretch is moved at most, as a fraction of its length, at full roughness.
const SWING: f64 = 0.38;
/// The least of that which it is moved.
const LEAST_SWING: f64 = 0.3;
/// How far a vertex may stray along the line, as a fraction of a facet.
const STRAY: f64 = 0.38;
/// The fewest facets: two inner vertices can lie on different sides.
const FEWEST: usize = 3;
/// The most, whatever the scale.
const MOST: usize = 96;

/// Lengths that the pieces' size gives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// Length of a facet.
    pub facet: f64,
    /// Longest stretch that swings as one.
    pub swing: f64,
}

/// An inner vertex of the line.
#[derive(Clone, Copy, Debug, Default)]
struct Vertex {
    /// How far along the border.
    x: f64,
    /// How far to its left.
    d: f64,
    /// How far it may be to the left, and to the right.
    room: [f64; 2],
}

/// Reused memory.
#[derive(Debug, Default)]
pub(super) struct Jag {
    /// The inner vertices between the border's two ends.
    vertices: Vec<Vertex>,
    /// What is still to be displaced: between which two vertices.
    stretches: Vec<(usize, usize)>,
}

impl Jag {
    /// Appends the inner vertices of a line along a border, which goes from `a` to `b` of its first
    /// side; none where there is no room, or the border is too short.
    pub fn draw(
        &mut self,
        sides: [Side; 2],
        rooms: &Rooms,
        roughness: Roughness,
        scale: Scale,
        points: &mut Vec<Point>,
    ) {
        let (a, b) = (sides[0].a, sides[0].b);
        let along = b - a;
        let length = length(along);
        let facets = ((length / scale.facet).round() as usize).min(MOST);
        if facets < FEWEST {
            return;
        }
        let mut rng = Rng::for_stream(roughness.seed, identity(a, b));
        self.place(facets, length, &mut rng);
        if !self.find_room(&sides, rooms, scale, roughness.margin) {
            return;
        }
        self.swing(scale.swing, roughness.degree, &mut rng);
        self.fit();
        self.balance();
        self.straighten(roughness.margin);
        let ahead = along / length;
        let left = Point { x: -ahead.y, y: ahead.x };
        let inner = self.vertices.iter().skip(1).take(self.vertices.len().saturating_sub(2));
        points.extend(inner.map(|v| a + ahead * v.x + left * v.d));
    }

    /// Vertices at uneven distances.
    fn place(&mut self, facets: usize, length: f64, rng: &mut Rng) {
        let step = length / facets as f64;
        let at = |x: f64| Vertex { x, ..Vertex::default() };
        self.vertices.clear();
        self.vertices.push(at(0.0));
        self.vertices.extend((1..facets).map(|i| at((i as f64 + STRAY * rng.signed()) * step)));
        self.vertices.push(at(length));
    }

    /// What each side leaves to each vertex: the less of what it leaves to the two facets there. False
    /// where something is so near that a vertex' rounding could take the line past it.
    fn find_room(&mut self, sides: &[Side; 2], rooms: &Rooms, scale: Scale, margin: f64) -> bool {
        let (a, b) = (sides[0].a, sides[0].b);
        let last = self.vertices.len() - 1;
        let length = self.vertices[last].x;
        let place = |x: f64| {
            if x == 0.0 {
                a
            } else if x == length {
                b
            } else {
                a + (b - a) * (x / length)
            }
        };
        for (side, room) in sides.iter().zip([0, 1]) {
            // Seen from the far side the border begins where it ends.
            let (rise, fall) = if room == 0 {
                (side.slope_at_a(), side.slope_at_b())
            } else {
                (side.slope_at_b(), side.slope_at_a())
            };
            for vertex in &mut self.vertices {
                vertex.room[room] = f64::INFINITY;
            }
            for i in 0..last {
                let (p, q) = (place(self.vertices[i].x), place(self.vertices[i + 1].x));
                let height = rooms.height(side, p, q, scale.swing) - margin;
                if height <= 0.0 {
                    return false;
                }
                for at in [i, i + 1] {
                    let vertex = &mut self.vertices[at].room[room];
                    *vertex = vertex.min(height);
                }
            }
            // The first and the last facet rise out of a corner.
            for (at, slope, run) in
                [(1, rise, self.vertices[1].x), (last - 1, fall, length - self.vertices[last - 1].x)]
            {
                let vertex = &mut self.vertices[at].room[room];
                *vertex = vertex.min(slope * run - margin);
            }
        }
        for vertex in &mut self.vertices {
            // Room on one side only is no room: a vertex too near to something stays on the line.
            if vertex.room[0] <= 0.0 || vertex.room[1] <= 0.0 {
                vertex.room = [0.0; 2];
            }
        }
        for end in [0, last] {
            self.vertices[end].room = [0.0; 2];
        }
        true
    }

    /// Displaces the vertices, from the coarsest stretch to the finest.
    fn swing(&mut self, scale: f64, degree: f64, rng: &mut Rng) {
        self.stretches.clear();
        self.stretches.push((0, self.vertices.len() - 1));
        // Breadth first, so that every stretch is done before its halves; the list is the queue.
        let mut next = 0;
        while let Some(&(from, to)) = self.stretches.get(next) {
            next += 1;
            if to - from < 2 {
                continue;
            }
            let middle = from + (to - from) / 2 + (to - from) % 2 * rng.index(2);
            let (start, end) = (self.vertices[from], self.vertices[to]);
            let span = end.x - start.x;
            let size = LEAST_SWING + (1.0 - LEAST_SWING) * rng.unit();
            let sign = if rng.index(2) == 0 { 1.0 } else { -1.0 };
            let vertex = &mut self.vertices[middle];
            let straight = start.d + (end.d - start.d) * ((vertex.x - start.x) / span);
            vertex.d = straight + degree * SWING * sign * size * reach(span, scale);
            self.stretches.push((from, middle));
            self.stretches.push((middle, to));
        }
        // Around the straight line, so that both sides gain and lose.
        let last = self.vertices.len() - 1;
        let mean = self.imbalance() / self.vertices[last].x;
        self.vertices[1..last].iter_mut().for_each(|v| v.d -= mean);
    }

    /// Brings the vertices into their room, those far out more than those near.
    fn fit(&mut self) {
        for vertex in &mut self.vertices {
            let room = vertex.room[usize::from(vertex.d < 0.0)];
            let out = vertex.d / room;
            vertex.d = if room > 0.0 { vertex.d / (1.0 + out * out).sqrt() } else { 0.0 };
        }
    }

    /// Moves the line until what it takes from one side it gives back on that side elsewhere.
    fn balance(&mut self) {
        let excess = self.imbalance();
        // Towards the side that lost, each vertex by the same part of the room it has left there.
        let side = usize::from(excess > 0.0);
        let sign = if excess > 0.0 { -1.0 } else { 1.0 };
        let free = |v: &Vertex| v.room[side] - sign * v.d;
        let room = self.weighted(free);
        if room <= 0.0 {
            return;
        }
        let part = (excess.abs() / room).min(1.0);
        self.vertices.iter_mut().for_each(|v| v.d += sign * part * free(v));
        // Where that was not enough, what lies on the side that won shrinks.
        let rest = self.imbalance();
        let won = self.weighted(|v| (-sign * v.d).max(0.0));
        if part == 1.0 && won > 0.0 {
            let kept = 1.0 - (-sign * rest / won).clamp(0.0, 1.0);
            self.vertices.iter_mut().filter(|v| -sign * v.d > 0.0).for_each(|v| v.d *= kept);
        }
    }

    /// The area between the line and the straight border, left of it positive.
    fn imbalance(&self) -> f64 {
        self.weighted(|v| v.d)
    }

    /// Half the sum of `value` times the distance between each vertex' neighbours: for how far it lies
    /// out, the area under the line.
    fn weighted(&self, value: impl Fn(&Vertex) -> f64) -> f64 {
        self.vertices.windows(3).map(|v| 0.5 * (v[2].x - v[0].x) * value(&v[1])).sum()
    }

    /// Takes out vertices on the straight border between two others there. All, where none is off it
    /// by more than `least`.
    fn straighten(&mut self, least: f64) {
        if self.vertices.iter().all(|v| v.d.abs() <= least) {
            self.vertices.clear();
            return;
        }
        let mut kept = 1;
        for i in 1..self.vertices.len() {
            let is_last = i + 1 == self.vertices.len();
            let is_flat = |v: Option<&Vertex>| v.is_some_and(|v| v.d == 0.0);
            if is_last
                || !is_flat(self.vertices.get(i))
                || !is_flat(self.vertices.get(kept - 1))
                || !is_flat(self.vertices.get(i + 1))
            {
                self.vertices[kept] = self.vertices[i];
                kept += 1;
            }
        }
        self.vertices.truncate(kept);
    }
}

/// How far a stretch may swing: like its length to the power of seven eighths, and no farther than one
/// of the length `scale` does.
fn reach(span: f64, scale: f64) -> f64 {
    let part = (span / scale).min(1.0);
    scale * (part * (part * part.sqrt()).sqrt()).sqrt()
}

/// A number for a border, from its two ends.
fn identity(a: Point, b: Point) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for value in [a.x, a.y, b.x, b.y] {
        // Adding zero makes both zeros one.
        let mut bits = (value + 0.0).to_bits();
        bits = (bits ^ (bits >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        hash = (hash ^ bits ^ (bits >> 29)).wrapping_mul(0x0100_0000_01B3).rotate_left(23);
    }
    hash
}
