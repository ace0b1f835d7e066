//! Pairs of boxes that overlap.

use crate::pace::{self, Pace};
use crate::point::Bounds;

/// What a box takes, in steps, apart from those that it is held against.
const STEPS: usize = 4;

/// Calls `visit` for every pair of boxes that have a point in common, the one that starts later in the
/// sweep second. Sweeps along the axis on which the boxes are shorter. Cost: sorting, plus the pairs
/// that overlap on that axis. Told to stop, it visits no further ones.
pub(crate) fn each_overlap(boxes: &[Bounds], pace: &Pace<'_>, mut visit: impl FnMut(usize, usize)) {
    let (mut wide, mut high) = (0.0, 0.0);
    let mut all = Bounds::EMPTY;
    for b in boxes {
        wide += b.max.x - b.min.x;
        high += b.max.y - b.min.y;
        all.include(b.min);
        all.include(b.max);
    }
    let size = all.size();
    let along_x = wide * size.y <= high * size.x;
    let extent = |b: &Bounds| if along_x { (b.min.x, b.max.x) } else { (b.min.y, b.max.y) };
    let across = |b: &Bounds| if along_x { (b.min.y, b.max.y) } else { (b.min.x, b.max.x) };
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    pace::sort_by(pace, &mut order, |&i, &j| {
        extent(&boxes[i]).0.total_cmp(&extent(&boxes[j]).0).then(i.cmp(&j))
    });
    let mut active: Vec<usize> = Vec::new();
    for &i in &order {
        if !pace.step(STEPS + active.len()) {
            return;
        }
        let (low, _) = extent(&boxes[i]);
        let (bottom, top) = across(&boxes[i]);
        active.retain(|&j| {
            if extent(&boxes[j]).1 < low {
                return false;
            }
            let (other_bottom, other_top) = across(&boxes[j]);
            if other_bottom <= top && bottom <= other_top {
                visit(j, i);
            }
            true
        });
        active.push(i);
    }
}
