//! Which chains lie near each other: the pairs whose boxes overlap.
//!
//! Where chains are few all boxes are compared, many at once. Otherwise a sweep over buckets (M. I.
//! Shamos and D. Hoey, "Geometric intersection problems", 1976) finds them, with the chains that span the
//! current bucket in a plain list: outlines cross a vertical line a handful of times, and scanning a
//! handful beats balancing a tree. The sweep runs along the axis on which chains are shorter, so that
//! combs cost no more than blobs. Cost: chains, plus the pairs whose extents on that axis overlap.

use super::chains::Chain;
use crate::boxes::{Boxes, LANES, least, most};
use crate::point::{Bounds, Point};

/// Up to this many chains all pairs of boxes are compared: the sweep's lists cost more than that.
pub(super) const FEW: usize = 128;

/// Reused memory.
#[derive(Debug, Default)]
pub(super) struct Overlaps {
    columns: Columns,
    sweep: Sweep,
}

impl Overlaps {
    /// Visits the pairs of chains whose boxes overlap, until `visit` says false.
    pub fn for_each(
        &mut self,
        points: &[Point],
        chains: &[Chain],
        bounds: &Bounds,
        visit: &mut impl FnMut(usize, usize) -> bool,
    ) {
        if chains.len() <= FEW {
            self.columns.fill(points, chains);
            self.columns.for_each_overlap(chains.len(), visit);
        } else {
            self.sweep.for_each_overlap(points, chains, bounds, visit);
        }
    }

    /// Whether `visit` says true of every chain whose box overlaps another box; of the last chains that were
    /// at most [`FEW`].
    pub fn all(&self, bounds: &Bounds, visit: &mut impl FnMut(usize) -> bool) -> bool {
        let mut own = Boxes::EMPTY;
        own.set(0, bounds.min, bounds.max);
        self.columns.boxes.iter().enumerate().all(|(block, boxes)| {
            let mut hits = boxes.overlaps(&own, 0);
            while hits != 0 {
                if !visit(LANES * block + hits.trailing_zeros() as usize) {
                    return false;
                }
                hits &= hits - 1;
            }
            true
        })
    }
}

/// The boxes of all chains. Reused.
#[derive(Debug, Default)]
struct Columns {
    boxes: Vec<Boxes>,
}

impl Columns {
    fn fill(&mut self, points: &[Point], chains: &[Chain]) {
        self.boxes.clear();
        self.boxes.resize(chains.len().div_ceil(LANES), Boxes::EMPTY);
        for (boxes, chains) in self.boxes.iter_mut().zip(chains.chunks(LANES)) {
            for (lane, chain) in chains.iter().enumerate() {
                boxes.set(lane, points[chain.first as usize], points[chain.last as usize]);
            }
        }
    }

    /// Visits the pairs of boxes that overlap, until `visit` says false.
    fn for_each_overlap(&self, count: usize, visit: &mut impl FnMut(usize, usize) -> bool) {
        for one in 1..count {
            let (block, lane) = (one / LANES, one % LANES);
            let own = &self.boxes[block];
            for (index, boxes) in self.boxes[..=block].iter().enumerate() {
                // Of its own block those before it.
                let before = if index == block { (1 << lane) - 1 } else { u32::MAX };
                let mut hits = boxes.overlaps(own, lane) & before;
                while hits != 0 {
                    if !visit(one, LANES * index + hits.trailing_zeros() as usize) {
                        return;
                    }
                    hits &= hits - 1;
                }
            }
        }
    }
}

/// Extent of a chain; `low..=high` along the sweep, `min..=max` across it.
#[derive(Clone, Copy, Debug)]
struct Span {
    low: f64,
    high: f64,
    min: f64,
    max: f64,
    chain: u32,
    last_bucket: u32,
}

/// The sweep's reused memory.
#[derive(Debug, Default)]
struct Sweep {
    spans: Vec<Span>,
    sorted: Vec<Span>,
    bucket_ends: Vec<u32>,
    active: Vec<Span>,
}

impl Sweep {
    /// Visits the pairs of chains whose boxes overlap, until `visit` says false.
    fn for_each_overlap(
        &mut self,
        points: &[Point],
        chains: &[Chain],
        bounds: &Bounds,
        visit: &mut impl FnMut(usize, usize) -> bool,
    ) {
        let buckets = Buckets::along_shorter_chains(points, chains, bounds);
        self.sort(points, chains, &buckets);
        let Self { sorted, active, .. } = self;
        active.clear();
        for &span in sorted.iter() {
            let bucket = buckets.of(span.low);
            let mut index = 0;
            while index < active.len() {
                let other = active[index];
                if other.last_bucket < bucket {
                    active.swap_remove(index);
                    continue;
                }
                index += 1;
                let overlap = (other.min <= span.max)
                    & (span.min <= other.max)
                    & (other.high >= span.low)
                    & (span.high >= other.low);
                if overlap && !visit(span.chain as usize, other.chain as usize) {
                    return;
                }
            }
            active.push(span);
        }
    }

    /// The chains' spans in order of their first bucket (a counting sort).
    fn sort(&mut self, points: &[Point], chains: &[Chain], buckets: &Buckets) {
        let Self { spans, sorted, bucket_ends, .. } = self;
        spans.clear();
        bucket_ends.clear();
        bucket_ends.resize(buckets.count as usize + 1, 0);
        for (index, &chain) in chains.iter().enumerate() {
            let span = buckets.span(points, chain, index as u32);
            bucket_ends[buckets.of(span.low) as usize + 1] += 1;
            spans.push(span);
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
            let slot = &mut bucket_ends[buckets.of(span.low) as usize];
            sorted[*slot as usize] = *span;
            *slot += 1;
        }
    }
}

/// Which axis is swept, and how it is cut into buckets.
struct Buckets {
    along_x: bool,
    start: f64,
    per_unit: f64,
    count: u32,
}

impl Buckets {
    fn along_shorter_chains(points: &[Point], chains: &[Chain], bounds: &Bounds) -> Self {
        let (mut x_total, mut y_total) = (0.0, 0.0);
        for chain in chains {
            let (a, b) = (points[chain.first as usize], points[chain.last as usize]);
            x_total += (b.x - a.x).abs();
            y_total += (b.y - a.y).abs();
        }
        let size = bounds.size();
        let along_x = x_total * size.y <= y_total * size.x;
        let (start, length) = if along_x { (bounds.min.x, size.x) } else { (bounds.min.y, size.y) };
        let count = chains.len().max(1) as u32;
        Self { along_x, start, per_unit: f64::from(count) / length, count }
    }

    fn of(&self, at: f64) -> u32 {
        // Monotonic in `at`; the cast saturates.
        (((at - self.start) * self.per_unit) as u32).min(self.count - 1)
    }

    fn span(&self, points: &[Point], chain: Chain, index: u32) -> Span {
        let (a, b) = (points[chain.first as usize], points[chain.last as usize]);
        let (a, b) = if self.along_x { ((a.x, a.y), (b.x, b.y)) } else { ((a.y, a.x), (b.y, b.x)) };
        let high = most(a.0, b.0);
        Span {
            low: least(a.0, b.0),
            high,
            min: least(a.1, b.1),
            max: most(a.1, b.1),
            chain: index,
            last_bucket: self.of(high),
        }
    }
}
