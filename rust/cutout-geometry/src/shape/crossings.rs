//! Do any two edges of an outline cross or touch?
//!
//! A plane sweep (M. I. Shamos and D. Hoey, "Geometric intersection problems", 1976) over buckets
//! instead of a sorted queue, with the edges that span the current bucket in a plain list: outlines
//! cross a vertical line a handful of times, and scanning a handful beats balancing a tree. The
//! sweep runs along the axis on which edges are shorter, so that combs cost no more than blobs.
//! Cost: n plus the pairs of edges whose extents on the sweep axis overlap; decisions are exact.

use super::Ring;
use crate::point::{Bounds, Point};
use crate::predicate::orient;

/// How edges that are not neighbours in their ring meet, the worst case of all pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Contact {
    /// Nowhere.
    None,
    /// In common end points only.
    Vertex,
    /// A crossing, an overlap, or an end point inside another edge.
    Crossing,
}

/// Extent of an edge; `low..=high` along the sweep, `min..=max` across it.
#[derive(Clone, Copy, Debug)]
struct Span {
    low: f64,
    high: f64,
    min: f64,
    max: f64,
    from: u32,
    to: u32,
    last_bucket: u32,
}

/// Reused memory of the sweep.
#[derive(Debug, Default)]
pub(super) struct CrossingScratch {
    spans: Vec<Span>,
    sorted: Vec<Span>,
    bucket_ends: Vec<u32>,
    active: Vec<Span>,
}

/// The worst contact of any two edges.
pub(super) fn find_contact(
    points: &[Point],
    rings: &[Ring],
    bounds: &Bounds,
    scratch: &mut CrossingScratch,
) -> Contact {
    let sweep = Sweep::along_shorter_edges(points, rings, bounds);
    scratch.sort(points, rings, &sweep);
    let CrossingScratch { sorted, active, .. } = scratch;
    active.clear();
    let mut worst = Contact::None;
    for &span in sorted.iter() {
        let bucket = sweep.bucket(span.low);
        let mut index = 0;
        while index < active.len() {
            let other = active[index];
            if other.last_bucket < bucket {
                active.swap_remove(index);
                continue;
            }
            index += 1;
            if other.min > span.max || span.min > other.max || other.high < span.low || span.high < other.low
            {
                continue;
            }
            if other.to == span.from || span.to == other.from {
                continue; // neighbours: the ring is clean, so they share one point only
            }
            worst = worst.max(contact(points, &span, &other));
            if worst == Contact::Crossing {
                return worst;
            }
        }
        active.push(span);
    }
    worst
}

fn contact(points: &[Point], one: &Span, two: &Span) -> Contact {
    let [a, b, c, d] = [one.from, one.to, two.from, two.to].map(|i| points[i as usize]);
    let (c_side, d_side) = (orient(a, b, c), orient(a, b, d));
    if c_side * d_side > 0.0 {
        return Contact::None;
    }
    let (a_side, b_side) = (orient(c, d, a), orient(c, d, b));
    if a_side * b_side > 0.0 {
        return Contact::None;
    }
    let collinear = c_side == 0.0 && d_side == 0.0;
    let shared = a == c || a == d || b == c || b == d;
    if !shared {
        // Underflow can turn a product of opposite signs into zero, never the other way round.
        return Contact::Crossing;
    }
    if !collinear {
        return Contact::Vertex;
    }
    // On one line with a common end: overlapping if the other ends lie on the same side of it.
    let (common, p, q) = if a == c {
        (a, b, d)
    } else if a == d {
        (a, b, c)
    } else if b == c {
        (b, a, d)
    } else {
        (b, a, c)
    };
    let (u, v) = (p - common, q - common);
    if u.x * v.x + u.y * v.y > 0.0 { Contact::Crossing } else { Contact::Vertex }
}

/// Which axis is swept, and how it is cut into buckets.
struct Sweep {
    along_x: bool,
    start: f64,
    per_unit: f64,
    buckets: u32,
}

impl Sweep {
    fn along_shorter_edges(points: &[Point], rings: &[Ring], bounds: &Bounds) -> Self {
        let (mut x_total, mut y_total) = (0.0, 0.0);
        for ring in rings {
            let ring = &points[ring.range()];
            for pair in ring.windows(2) {
                x_total += (pair[1].x - pair[0].x).abs();
                y_total += (pair[1].y - pair[0].y).abs();
            }
        }
        let size = bounds.size();
        let along_x = x_total * size.y <= y_total * size.x;
        let (start, length) = if along_x { (bounds.min.x, size.x) } else { (bounds.min.y, size.y) };
        let buckets = points.len().max(1) as u32;
        Self { along_x, start, per_unit: f64::from(buckets) / length, buckets }
    }

    fn bucket(&self, at: f64) -> u32 {
        // Monotonic in `at`; the cast saturates.
        (((at - self.start) * self.per_unit) as u32).min(self.buckets - 1)
    }

    fn span(&self, points: &[Point], from: u32, to: u32) -> Span {
        let (a, b) = (points[from as usize], points[to as usize]);
        let (a, b) = if self.along_x { ((a.x, a.y), (b.x, b.y)) } else { ((a.y, a.x), (b.y, b.x)) };
        let (low, high) = if a.0 <= b.0 { (a.0, b.0) } else { (b.0, a.0) };
        let (min, max) = if a.1 <= b.1 { (a.1, b.1) } else { (b.1, a.1) };
        Span { low, high, min, max, from, to, last_bucket: self.bucket(high) }
    }
}

impl CrossingScratch {
    /// The edges' spans in order of their first bucket (a counting sort).
    fn sort(&mut self, points: &[Point], rings: &[Ring], sweep: &Sweep) {
        let Self { spans, sorted, bucket_ends, .. } = self;
        spans.clear();
        bucket_ends.clear();
        bucket_ends.resize(sweep.buckets as usize + 1, 0);
        for ring in rings {
            let mut from = ring.end - 1;
            for to in ring.start..ring.end {
                let span = sweep.span(points, from, to);
                bucket_ends[sweep.bucket(span.low) as usize + 1] += 1;
                spans.push(span);
                from = to;
            }
        }
        let mut total = 0;
        for end in bucket_ends.iter_mut() {
            total += *end;
            *end = total;
        }
        if let Some(&span) = spans.first() {
            sorted.clear();
            sorted.resize(spans.len(), span);
        }
        for span in spans.iter() {
            let slot = &mut bucket_ends[sweep.bucket(span.low) as usize];
            sorted[*slot as usize] = *span;
            *slot += 1;
        }
    }
}
