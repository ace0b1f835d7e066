//! From a fracture in double precision to pieces in the engine's single precision.
//!
//! Comes in: `cutout_geometry::Fracture` (f64, counter-clockwise). Goes out: [`Pieces`], their columns of
//! exact size. Invariants: every ring has at least 3 vertices, no two neighbours of a ring are equal in f32,
//! outer rings run like the input's outer ring and holes the other way, and neighbours refer to pieces that
//! are there.

use super::{PieceHead, Pieces};
use cutout_geometry::{Fracture, Point};
use godot::builtin::{Rect2, Vector2};

/// Rounds fractures; keeps its memory from one to the next.
#[derive(Default)]
pub struct Rounder {
    ring: RoundedRing,
    /// Index of each fragment among the pieces; -1: rounded away.
    kept: Vec<i32>,
}

impl Rounder {
    /// Rounds a fracture to the engine's precision.
    ///
    /// A vertex that falls onto its successor goes, with the edge between them, and so does the tip of a
    /// spike that has no width left; a ring of fewer than 3 vertices goes; a piece without an outer ring
    /// goes, and its neighbours forget it. Linear in the size.
    pub fn pieces_of(&mut self, fracture: &Fracture) -> Pieces {
        let mut pieces = with_room_for(fracture);
        let Self { ring, kept } = self;
        kept.clear();
        let clockwise = fracture.input_clockwise;
        for fragment in fracture.fragments.iter() {
            let flags = fragment.on_outline();
            let (outer_flags, mut hole_flags) = split_at_most(flags, fragment.outer().len());
            if !ring.fill(fragment.outer(), outer_flags, clockwise) {
                kept.push(-1);
                continue;
            }
            kept.push(i32::try_from(pieces.heads.len()).unwrap_or(i32::MAX));
            let index = pieces.heads.len();
            let mut taken = ring.taken;
            pieces.heads.push(PieceHead {
                first_ring: u32::try_from(pieces.ring_starts.len()).unwrap_or(u32::MAX),
                first_bond: 0,
                area: fragment.area(),
                centroid: rounded(fragment.centroid()),
                bounds: Rect2::new(ring.min, ring.max - ring.min),
                in_mask: fragment.in_mask(),
                is_convex: fragment.is_convex(),
                role: fragment.role(),
                step: fragment.step(),
            });
            ring.append_to(&mut pieces);
            for hole in fragment.holes() {
                let (flags, rest) = split_at_most(hole_flags, hole.len());
                hole_flags = rest;
                if ring.fill(hole, flags, clockwise) {
                    ring.append_to(&mut pieces);
                    taken.add(ring.taken);
                }
            }
            if let Some(head) = pieces.heads.get_mut(index).filter(|_| taken.area != 0.0) {
                taken.take_from(head, fragment.centroid());
            }
        }
        pieces.ring_starts.push(u32::try_from(pieces.vertices.len()).unwrap_or(u32::MAX));
        append_bonds(fracture, kept, &mut pieces);
        pieces
    }
}

/// Empty pieces whose columns hold all of a fracture without growing.
fn with_room_for(fracture: &Fracture) -> Pieces {
    let (mut vertices, mut rings, mut bonds) = (0, 0, 0);
    for fragment in fracture.fragments.iter() {
        vertices += fragment.on_outline().len();
        rings += 1 + fragment.holes().len();
        bonds += fragment.bonds().len();
    }
    Pieces {
        vertices: Vec::with_capacity(vertices),
        on_outline: Vec::with_capacity(vertices),
        ring_starts: Vec::with_capacity(rings + 1),
        heads: Vec::with_capacity(fracture.fragments.len()),
        neighbors: Vec::with_capacity(bonds),
        lengths: Vec::with_capacity(bonds),
        midpoints: Vec::with_capacity(bonds),
        report: fracture.report,
        ..Pieces::default()
    }
}

fn append_bonds(fracture: &Fracture, kept: &[i32], pieces: &mut Pieces) {
    for (fragment, &index) in fracture.fragments.iter().zip(kept) {
        let Some(head) = usize::try_from(index).ok().and_then(|i| pieces.heads.get_mut(i)) else {
            continue;
        };
        head.first_bond = u32::try_from(pieces.neighbors.len()).unwrap_or(u32::MAX);
        for bond in fragment.bonds() {
            match kept.get(bond.neighbor as usize) {
                Some(&neighbor) if neighbor >= 0 => {
                    pieces.neighbors.push(neighbor);
                    pieces.lengths.push(bond.length as f32);
                    pieces.midpoints.push(rounded(bond.midpoint));
                }
                _ => {}
            }
        }
    }
}

/// What went with the tips of spikes: as long as they are, they are a part of small pieces.
#[derive(Clone, Copy, Default)]
struct Taken {
    area: f64,
    /// Area times place.
    moment: [f64; 2],
}

impl Taken {
    fn corner(a: Vector2, b: Vector2, c: Vector2) -> Self {
        let offset = |p: Vector2| (f64::from(p.x) - f64::from(b.x), f64::from(p.y) - f64::from(b.y));
        let ((ax, ay), (cx, cy)) = (offset(a), offset(c));
        let area = 0.5 * (cx * ay - cy * ax);
        let third = |p: f32, q: f32, r: f32| area * (f64::from(p) + f64::from(q) + f64::from(r)) / 3.0;
        Self { area, moment: [third(a.x, b.x, c.x), third(a.y, b.y, c.y)] }
    }

    fn add(&mut self, other: Self) {
        self.area += other.area;
        self.moment = [self.moment[0] + other.moment[0], self.moment[1] + other.moment[1]];
    }

    /// Corrects what was measured before. Rounding may have made a spike larger than all of a piece that is
    /// next to nothing: that one stays as it was measured.
    fn take_from(self, head: &mut PieceHead, centroid: Point) {
        let area = head.area - self.area;
        if area > 0.5 * head.area {
            let place = |at: f64, moment: f64| (at * head.area - moment) / area;
            let center = Point { x: place(centroid.x, self.moment[0]), y: place(centroid.y, self.moment[1]) };
            (head.area, head.centroid) = (area, rounded(center));
        }
    }
}

/// One ring in single precision, before it is known whether it stays one.
#[derive(Default)]
struct RoundedRing {
    points: Vec<Vector2>,
    flags: Vec<u8>,
    taken: Taken,
    min: Vector2,
    max: Vector2,
}

impl RoundedRing {
    /// Rounds a ring; false when fewer than 3 vertices are left of it.
    fn fill(&mut self, ring: &[Point], on_outline: &[bool], reversed: bool) -> bool {
        self.points.clear();
        self.flags.clear();
        self.taken = Taken::default();
        for (index, &point) in ring.iter().enumerate() {
            let here = rounded(point);
            let flag = u8::from(on_outline.get(index).copied().unwrap_or(false));
            match self.flags.last_mut() {
                // The vertex before goes, with the edge between them.
                Some(before) if self.points.last() == Some(&here) => *before = flag,
                _ => {
                    self.points.push(here);
                    self.flags.push(flag);
                }
            }
        }
        while self.points.len() > 1 && self.points.first() == self.points.last() {
            self.points.pop();
            self.flags.pop();
        }
        self.measure();
        if self.drop_spikes() {
            self.measure();
        }
        if reversed {
            self.points.reverse();
            // The edge that leaves the new vertex j is the old one that arrived at it.
            self.flags.reverse();
            if !self.flags.is_empty() {
                self.flags.rotate_left(1);
            }
        }
        self.points.len() >= 3
    }

    /// Takes out the tips of spikes that rounding has left no width, or has turned inside out: no engine can
    /// triangulate them. Whether there were any.
    fn drop_spikes(&mut self) -> bool {
        let corner = self.min.abs().coord_max(self.max.abs());
        let unit = f64::from(corner.x.max(corner.y) * f32::EPSILON);
        // Nearly always there is none, and this one look is all.
        if self.points.len() <= 3 || !self.has_spike(unit) {
            return false;
        }
        let mut any = false;
        let (mut at, mut sound) = (0, 0);
        // Once round without finding one: taking a tip out may make one of either neighbour.
        while sound < self.points.len() && self.points.len() > 3 {
            let count = self.points.len();
            at %= count;
            let before = (at + count - 1) % count;
            let (a, b, c) = (self.points[before], self.points[at], self.points[(at + 1) % count]);
            if is_spike(a, b, c, unit) {
                self.taken.add(Taken::corner(a, b, c));
                self.flags[before] &= self.flags[at];
                self.points.remove(at);
                self.flags.remove(at);
                any = true;
                sound = 0;
                at = before.min(count - 2);
            } else {
                at += 1;
                sound += 1;
            }
        }
        any
    }

    fn has_spike(&self, unit: f64) -> bool {
        let [first, .., last] = self.points.as_slice() else { return false };
        let (mut a, mut b) = (last, first);
        self.points.iter().skip(1).chain([first]).any(|c| {
            let is_one = is_spike(*a, *b, *c, unit);
            (a, b) = (b, c);
            is_one
        })
    }

    fn measure(&mut self) {
        (self.min, self.max) = (Vector2::INF, -Vector2::INF);
        for &point in &self.points {
            self.min = self.min.coord_min(point);
            self.max = self.max.coord_max(point);
        }
    }

    fn append_to(&self, pieces: &mut Pieces) {
        pieces.ring_starts.push(u32::try_from(pieces.vertices.len()).unwrap_or(u32::MAX));
        pieces.vertices.extend_from_slice(&self.points);
        pieces.on_outline.extend_from_slice(&self.flags);
    }
}

/// Spikes up to this many units in the last place wide have no width that rounding has left alone.
const SPIKE_WIDTH: f64 = 4.0;
/// Shorter ones are corners like any other.
const SPIKE_LENGTH: f64 = 64.0;

/// Whether the way from `a` over `b` to `c` turns back at `b`, on the spot but for rounding.
fn is_spike(a: Vector2, b: Vector2, c: Vector2, unit: f64) -> bool {
    let offset = |p: Vector2| (f64::from(p.x) - f64::from(b.x), f64::from(p.y) - f64::from(b.y));
    let ((ax, ay), (cx, cy)) = (offset(a), offset(c));
    // Most corners are wider than a right angle.
    if ax * cx + ay * cy <= 0.0 {
        return false;
    }
    let (a_squared, c_squared) = (ax * ax + ay * ay, cx * cx + cy * cy);
    let longer = a_squared.max(c_squared).sqrt();
    (ax * cy - ay * cx).abs() <= SPIKE_WIDTH * unit * longer
        && a_squared.min(c_squared) > (SPIKE_LENGTH * unit) * (SPIKE_LENGTH * unit)
}

fn rounded(point: Point) -> Vector2 {
    Vector2::new(point.x as f32, point.y as f32)
}

fn split_at_most<T>(slice: &[T], at: usize) -> (&[T], &[T]) {
    slice.split_at(at.min(slice.len()))
}
