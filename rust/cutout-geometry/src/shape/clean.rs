//! One raw ring into one without duplicate points, straight-through points and spikes.

use crate::point::Point;
use crate::predicate::{are_collinear, orient, turn_for_sure};
use crate::report::Repairs;

/// Appends the cleaned ring to `out`. Exact: only points that are *exactly* equal to, or in line
/// with, their neighbours go. Fewer than three points appended: nothing with an area was left. Gives the
/// signed area, where passing the ring told it anyway.
/// Cost: linear, with no branch a vertex up to the first point equal to the one before, or the first spike.
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
    sweep.pass_straight(&mut out[start..], repairs);
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
    let (mut twice, mut twice_before, mut offset_before) = (0.0, 0.0, Point { x: 0.0, y: 0.0 });
    let mut clean = 0;
    for block in ring.chunks(BLOCK) {
        let sums = Sums { twice, before: [twice_before, f64::NAN] };
        let mut is_clean = true;
        for &p in block {
            let (edge, offset) = (p - last, p - base);
            is_clean &= turn_for_sure(edge_before, edge) != 0.0;
            twice_before = twice;
            twice += offset_before.x * offset.y - offset_before.y * offset.x;
            (last, edge_before, offset_before) = (p, edge, offset);
        }
        if !is_clean {
            return (Sweep { kept: clean, seen: clean, sums }, None);
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
    /// Points looked at.
    seen: usize,
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
    /// Looks at the points after those seen, up to a block in which one equals the one before it, or is a
    /// spike's tip. What is left are points halfway along an edge, and of those each can be told by its two
    /// neighbours in the ring as it came, whatever became of these: they lie on the same line. So nothing
    /// waits for the point before, and no branch asks which points stay: outlines finer than single precision
    /// have thousands of such points, and where only luck would predict.
    fn pass_straight(&mut self, ring: &mut [Point], repairs: &mut Repairs) {
        let [base, second, ..] = *ring else { return };
        if self.seen < 2 {
            if base == second {
                return;
            }
            *self = Self { kept: 2, seen: 2, sums: Sums { twice: 0.0, before: [0.0; 2] } };
        }
        let (mut before, mut last) = (ring[self.seen - 2], ring[self.seen - 1]);
        // Up to the last point that stays, which the corner there may yet take out.
        let mut twice = self.sums.before[0];
        let mut ends = [0_u8; BLOCK];
        while self.seen < ring.len() {
            let begin = self.seen;
            let end = ring.len().min(begin + BLOCK);
            // The corners that are not sure, by the points that their second edges end at.
            let (mut count, mut edge_before, mut corner) = (0, last - before, last);
            for (index, &p) in ring[begin..end].iter().enumerate() {
                let edge = p - corner;
                // Written every time, kept where it is one.
                ends[count] = index as u8;
                count += usize::from(turn_for_sure(edge_before, edge) == 0.0);
                (edge_before, corner) = (edge, p);
            }
            let mut is_taken = [false; BLOCK];
            let mut taken = 0;
            for &index in &ends[..count] {
                let at = begin + usize::from(index);
                let [a, b, c] = match index {
                    0 => [before, last, ring[at]],
                    1 => [last, ring[at - 1], ring[at]],
                    _ => [ring[at - 2], ring[at - 1], ring[at]],
                };
                if are_collinear(a, b, c) {
                    let (u, v) = (b - a, c - b);
                    if u.x * v.x + u.y * v.y <= 0.0 {
                        self.sums = self.sums_after(ring, twice);
                        return;
                    }
                    is_taken[usize::from(index)] = true;
                    taken += 1;
                }
            }
            repairs.collinear_points += taken;
            [before, last] = [ring[end - 2], ring[end - 1]];
            let mut kept = self.kept;
            for (index, &is_taken) in (begin..end).zip(&is_taken) {
                kept -= usize::from(is_taken);
                ring[kept] = ring[index];
                kept += 1;
            }
            twice = sum(&ring[self.kept - 2..kept - 1], base, twice);
            (self.kept, self.seen) = (kept, end);
        }
        self.sums = self.sums_after(ring, twice);
    }

    /// The sums of the points that stay, from the sum up to the last of them.
    fn sums_after(&self, ring: &[Point], twice: f64) -> Sums {
        let whole = sum(&ring[self.kept - 2..self.kept], ring[0], twice);
        Sums { twice: whole, before: [twice, f64::NAN] }
    }

    /// Looks at the points after those seen.
    fn go_on(&mut self, ring: &mut [Point], repairs: &mut Repairs) {
        let Some(&base) = ring.first() else { return };
        let mut kept = self.kept;
        let mut last = kept.checked_sub(1).map_or(base, |at| ring[at]);
        let mut edge_before = edge_into(&ring[..kept]);
        let unseen = self.seen..ring.len();
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

/// Twice the area, with that of the points of a run but the first one.
fn sum(run: &[Point], base: Point, twice: f64) -> f64 {
    let [first, rest @ ..] = run else { return twice };
    let (mut twice, mut offset_before) = (twice, *first - base);
    for &p in rest {
        let offset = p - base;
        twice += offset_before.x * offset.y - offset_before.y * offset.x;
        offset_before = offset;
    }
    twice
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;
    use crate::shape::ring_area;

    /// Point by point, as rings with duplicates and spikes are cleaned.
    fn clean_slowly(ring: &[Point], repairs: &mut Repairs) -> Vec<Point> {
        let mut points = ring.to_vec();
        let mut sweep = Sweep::default();
        sweep.go_on(&mut points, repairs);
        points.truncate(sweep.kept);
        points
    }

    #[test]
    fn points_halfway_along_an_edge_are_taken_out_as_they_are_one_by_one() {
        let mut rng = Rng::new(7);
        let mut taken = 0;
        for case in 0..3_000 {
            // Runs of up to five steps one way; half of the rings with some of no length, or back.
            let mut p = Point { x: 0.0, y: 0.0 };
            let mut ring = Vec::new();
            let is_plain = case % 2 == 0;
            for _ in 0..1 + rng.index(300) {
                let mut step = Point { x: rng.index(5) as f64 - 2.0, y: rng.index(5) as f64 - 2.0 };
                if is_plain {
                    step.x = 1.0 + rng.index(3) as f64;
                }
                if (step.x == 0.0 && step.y == 0.0) && rng.index(1 + case % 200) > 0 {
                    step.x = 1.0;
                }
                for _ in 0..1 + rng.index(5) {
                    p = p + step;
                    ring.push(p);
                }
            }
            let (mut repairs, mut repairs_slowly) = (Repairs::default(), Repairs::default());
            let slowly = clean_slowly(&ring, &mut repairs_slowly);
            let mut points = ring.clone();
            let mut sweep = Sweep::default();
            sweep.pass_straight(&mut points, &mut repairs);
            assert!(sweep.seen == points.len() || !is_plain || points.len() == 1);
            sweep.go_on(&mut points, &mut repairs);
            points.truncate(sweep.kept);
            assert_eq!((points.as_slice(), repairs), (slowly.as_slice(), repairs_slowly), "{ring:?}");
            if let Some(area) = sweep.area() {
                assert_eq!(area.to_bits(), (ring_area(&points) + 0.0).to_bits());
            }
            taken += repairs.collinear_points;
        }
        assert!(taken > 100_000, "{taken}");
    }
}
