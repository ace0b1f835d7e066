//! Thinning out a set of points: one of the closest pair goes, until as many are left as are wanted.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::neighborhood::Neighborhood;

/// Which points are left, and the queue of the closest.
#[derive(Clone, Debug, Default)]
pub(super) struct Elimination {
    kept: Vec<bool>,
    /// Square of the distance to the nearest other point, as bits (numbers that are not negative order as their
    /// bits do), and the point. Distances only grow while points go, so a stale entry comes up too early, never
    /// too late, and is put back.
    closest: BinaryHeap<Reverse<(u64, u32)>>,
}

impl Elimination {
    /// Chooses `count` of the points in `neighborhood`. O(n log n) for points that are spread evenly.
    pub(super) fn thin_out(&mut self, neighborhood: &Neighborhood, count: usize) {
        let total = neighborhood.len();
        self.kept.clear();
        self.kept.resize(total, true);
        self.closest.clear();
        if total <= count {
            return;
        }
        for i in 0..total {
            self.enqueue(neighborhood, i as u32);
        }
        let mut left = total;
        while left > count {
            let Some(Reverse((distance, i))) = self.closest.pop() else { return };
            let now = neighborhood.nearest_distance_squared(i, &self.kept).to_bits();
            if now > distance {
                self.closest.push(Reverse((now, i)));
            } else {
                self.kept[i as usize] = false;
                left -= 1;
            }
        }
    }

    pub(super) fn is_kept(&self, i: usize) -> bool {
        self.kept[i]
    }

    fn enqueue(&mut self, neighborhood: &Neighborhood, i: u32) {
        let distance = neighborhood.nearest_distance_squared(i, &self.kept);
        self.closest.push(Reverse((distance.to_bits(), i)));
    }
}
