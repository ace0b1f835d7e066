//! One raw ring into one without duplicate points, straight-through points and spikes.

use crate::fracture::Repairs;
use crate::point::Point;
use crate::predicate::{orient, turn_for_sure};

/// Appends the cleaned ring to `out`. Exact: only points that are *exactly* equal to, or in line
/// with, their neighbours go. Fewer than three points appended: nothing with an area was left. Gives the
/// signed area of a ring that was clean, for it was passed anyway.
/// Cost: linear, with no branch a vertex for a ring that is clean.
pub(super) fn clean_into(
    ring: impl Iterator<Item = Point> + Clone,
    out: &mut Vec<Point>,
    repairs: &mut Repairs,
) -> Option<f64> {
    let start = out.len();
    out.extend(ring.clone());
    let area = area_if_clean(&out[start..]);
    if area.is_some() {
        return area;
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
            return None;
        }
    }
}

/// What [`super::ring_area`] gives for a ring of which every corner turns, beyond what rounding could make
/// up. Both in one pass: large outlines are read from far away.
fn area_if_clean(ring: &[Point]) -> Option<f64> {
    let [base, .., before_last, mut last] = *ring else { return None };
    let mut edge_before = last - before_last;
    let (mut twice, mut offset_before) = (0.0, Point { x: 0.0, y: 0.0 });
    let mut is_clean = true;
    for &p in ring {
        let (edge, offset) = (p - last, p - base);
        is_clean &= turn_for_sure(edge_before, edge) != 0.0;
        twice += offset_before.x * offset.y - offset_before.y * offset.x;
        (last, edge_before, offset_before) = (p, edge, offset);
    }
    is_clean.then_some(0.5 * twice)
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
