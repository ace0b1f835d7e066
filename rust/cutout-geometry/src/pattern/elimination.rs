//! Thinning out a set of points: the most crowded one goes, until as many are left as are wanted.
//!
//! Yuksel, *Sample Elimination for Generating Poisson Disk Sample Sets* (Eurographics 2015).

use std::collections::BinaryHeap;

use super::Domain;
use super::neighborhood::Neighborhood;

/// Which points are left, and the queue of the most crowded.
#[derive(Clone, Debug, Default)]
pub(super) struct Elimination {
    kept: Vec<bool>,
    /// The crowding, as bits (numbers that are not negative order as their bits do), and the point. Crowding only
    /// falls while points go, so a stale entry comes up too early, never too late, and is put back.
    most_crowded: BinaryHeap<(u64, u32)>,
}

impl Elimination {
    /// Chooses `count` of the points in `neighborhood`, where those nearer than `reach` crowd each other.
    /// Ends early where nobody wants the answer. O(n log n) for points that are spread evenly and a `reach` of a
    /// few times their distance.
    pub(super) fn thin_out(
        &mut self,
        neighborhood: &Neighborhood,
        reach: f64,
        count: usize,
        domain: &dyn Domain,
    ) {
        let total = neighborhood.len();
        self.kept.clear();
        self.kept.resize(total, true);
        self.most_crowded.clear();
        if total <= count {
            return;
        }
        for i in 0..total as u32 {
            if domain.is_over() {
                return;
            }
            self.most_crowded.push((neighborhood.crowding(i, reach, &self.kept).to_bits(), i));
        }
        let mut left = total;
        while left > count {
            let Some((crowding, i)) = self.most_crowded.pop().filter(|_| !domain.is_over()) else { return };
            let now = neighborhood.crowding(i, reach, &self.kept).to_bits();
            if now < crowding {
                self.most_crowded.push((now, i));
            } else {
                self.kept[i as usize] = false;
                left -= 1;
            }
        }
    }

    pub(super) fn is_kept(&self, i: usize) -> bool {
        self.kept[i]
    }
}
