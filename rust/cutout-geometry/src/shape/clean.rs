//! One raw ring into one without duplicate points, straight-through points and spikes.

use crate::fracture::Repairs;
use crate::point::Point;
use crate::predicate::{are_collinear, orient, turn_for_sure};

/// Appends the cleaned ring to `out`. Exact: only points that are *exactly* equal to, or in line
/// with, their neighbours go. Fewer than three points appended: nothing with an area was left. Gives the
/// signed area, where passing the ring told it anyway.
/// Cost: linear, with no branch a vertex up to the first corner that rounding might make straight.
pub(super) fn clean_into(
    ring: impl Iterator<Item = Point>,
    out: &mut Vec<Point>,
    repairs: &mut Repairs,
) -> Option<f64> {
    let start = out.len();
    out.extend(ring);
    let (mut sweep, area) = sweep_while_clean(&out[start..]);
    if area.is_some() {
        return area;
    }
    sweep.go_on(&mut out[start..], repairs);
    out.truncate(start + sweep.kept);
    let swept = out.len();
    // The seam: the last points against the first ones, until nothing gives.
    loop {
        let before = out.len();
        close(start, out, repairs);
        if out.len() == before || out.len() - start < 3 {
            break;
        }
    }
    (out.len() == swept).then(|| sweep.area()).flatten()
}

/// How many corners are looked at before it is asked whether all were clean.
const BLOCK: usize = 256;

/// Passes the ring up to a corner that rounding might make straight, or to the end: then every corner
/// turns for sure, and the area is what [`super::ring_area`] gives. Both in one pass: large outlines are
/// read from far away.
fn sweep_while_clean(ring: &[Point]) -> (Sweep, Option<f64>) {
    let [base, .., before_last, mut last] = *ring else { return (Sweep::default(), None) };
    let mut edge_before = last - before_last;
    let (mut twice, mut offset_before) = (0.0, Point { x: 0.0, y: 0.0 });
    let mut clean = 0;
    for block in ring.chunks(BLOCK) {
        let twice_before = twice;
        let mut is_clean = true;
        for &p in block {
            let (edge, offset) = (p - last, p - base);
            is_clean &= turn_for_sure(edge_before, edge) != 0.0;
            twice += offset_before.x * offset.y - offset_before.y * offset.x;
            (last, edge_before, offset_before) = (p, edge, offset);
        }
        if !is_clean {
            return (Sweep { kept: clean, sums: Sums { twice: twice_before, ..Sums::default() } }, None);
        }
        clean += block.len();
    }
    (Sweep::default(), Some(0.5 * twice))
}

/// Takes points out of a ring in place.
#[derive(Debug, Default)]
struct Sweep {
    /// Points that stay, at the ring's begin.
    kept: usize,
    sums: Sums,
}

/// Twice the area of the points that stay, and what it was before the last of them and the one before
/// that; NaN: not known any more.
#[derive(Clone, Copy, Debug)]
struct Sums {
    twice: f64,
    before: [f64; 2],
}

impl Default for Sums {
    fn default() -> Self {
        Self { twice: 0.0, before: [f64::NAN; 2] }
    }
}

impl Sums {
    #[inline]
    fn add(&mut self, last: Point, p: Point) {
        let term = last.x * p.y - last.y * p.x;
        *self = Self { twice: self.twice + term, before: [self.twice, self.before[0]] };
    }

    fn take_back(&mut self) {
        *self = Self { twice: self.before[0], before: [self.before[1], f64::NAN] };
    }
}

impl Sweep {
    /// Looks at the points after those that stay.
    fn go_on(&mut self, ring: &mut [Point], repairs: &mut Repairs) {
        let Some(&base) = ring.first() else { return };
        let mut kept = self.kept;
        let mut last = kept.checked_sub(1).map_or(base, |at| ring[at]);
        let mut edge_before = edge_into(&ring[..kept]);
        let unseen = kept..ring.len();
        for at in unseen {
            let p = ring[at];
            if turn_for_sure(edge_before, p - last) == 0.0 {
                kept = self.take_out(&ring[..kept], p, repairs);
                let staying = &ring[..kept];
                last = staying.last().copied().unwrap_or(base);
                if kept > 0 && last == p {
                    repairs.duplicate_points += 1;
                    edge_before = edge_into(staying);
                    continue;
                }
            }
            self.sums.add(last - base, p - base);
            ring[kept] = p;
            kept += 1;
            (edge_before, last) = (p - last, p);
        }
        self.kept = kept;
    }

    /// How many of the points that stay do so where `p` comes after them.
    fn take_out(&mut self, staying: &[Point], p: Point, repairs: &mut Repairs) -> usize {
        let mut kept = staying;
        while let [.., before, last] = *kept
            && last != p
            && are_collinear(before, last, p)
        {
            count(before, last, p, repairs);
            self.sums.take_back();
            kept = &kept[..kept.len() - 1];
        }
        kept.len()
    }

    /// Area of the points that stay, if it was kept track of.
    fn area(&self) -> Option<f64> {
        (!self.sums.twice.is_nan()).then_some(0.5 * self.sums.twice)
    }
}

/// The edge that ends in the last point of a run; none: no length.
fn edge_into(run: &[Point]) -> Point {
    if let [.., before, last] = *run { last - before } else { Point { x: 0.0, y: 0.0 } }
}

fn close(start: usize, out: &mut Vec<Point>, repairs: &mut Repairs) {
    while out.len() - start >= 3 {
        let len = out.len();
        let (first, last) = (out[start], out[len - 1]);
        if first == last {
            repairs.duplicate_points += 1;
            out.pop();
        } else if orient(out[len - 2], last, first) == 0.0 {
            count(out[len - 2], last, first, repairs);
            out.pop();
        } else if orient(last, first, out[start + 1]) == 0.0 {
            count(last, first, out[start + 1], repairs);
            out.remove(start);
        } else {
            return;
        }
    }
}

fn count(before: Point, middle: Point, after: Point, repairs: &mut Repairs) {
    let (u, v) = (middle - before, after - middle);
    if u.x * v.x + u.y * v.y < 0.0 {
        repairs.spikes += 1;
    } else {
        repairs.collinear_points += 1;
    }
}
