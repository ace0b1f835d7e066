//! One raw ring into one without duplicate points, straight-through points and spikes.

use crate::fracture::Repairs;
use crate::point::Point;
use crate::predicate::{orient, turn_for_sure};

/// Appends the cleaned ring to `out`. Exact: only points that are *exactly* equal to, or in line
/// with, their neighbours go. Fewer than three points appended: nothing with an area was left.
/// Cost: linear, with no branch a vertex for a ring that is clean.
pub(super) fn clean_into(
    ring: impl Iterator<Item = Point> + Clone,
    out: &mut Vec<Point>,
    repairs: &mut Repairs,
) {
    let start = out.len();
    out.extend(ring.clone());
    if is_clean_for_sure(&out[start..]) {
        return;
    }
    out.truncate(start);
    for p in ring {
        push(p, start, out, repairs);
    }
    // The seam: the last points against the first ones, until nothing gives.
    loop {
        let before = out.len();
        close(start, out, repairs);
        if out.len() == before || out.len() - start < 3 {
            break;
        }
    }
}

/// Whether every corner of the ring turns, beyond what rounding could make up.
fn is_clean_for_sure(ring: &[Point]) -> bool {
    let [.., before_last, mut last] = *ring else { return false };
    let mut edge_before = last - before_last;
    ring.iter().fold(ring.len() >= 3, |is_clean, &p| {
        let edge = p - last;
        let turn = turn_for_sure(edge_before, edge);
        (last, edge_before) = (p, edge);
        is_clean & (turn != 0.0)
    })
}

fn push(p: Point, start: usize, out: &mut Vec<Point>, repairs: &mut Repairs) {
    loop {
        let len = out.len();
        if len > start && out[len - 1] == p {
            repairs.duplicate_points += 1;
            return;
        }
        if len < start + 2 || orient(out[len - 2], out[len - 1], p) != 0.0 {
            out.push(p);
            return;
        }
        count(out[len - 2], out[len - 1], p, repairs);
        out.pop();
    }
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
