//! Pairs of boxes that overlap.

use crate::pace::{self, Pace};
use crate::point::Bounds;

/// What a box takes, in steps, apart from those that it is held against.
const STEPS: usize = 4;

/// So many boxes, or more, come on a strip.
const BOXES_A_STRIP: usize = 8;

/// Where those that are asked for are fewer than one of so many, the others are sifted first.
const FEW: usize = 4;

/// A box that the sweep has come to and not yet left behind.
#[derive(Clone, Copy)]
struct Active {
    /// Where it ends along the sweep.
    end: f64,
    /// What it covers across.
    low: f64,
    high: f64,
    /// Its place in the order of the sweep.
    rank: u32,
}

/// Calls `visit` for every pair of boxes that have a point in common, the one that starts later in the
/// sweep second, in its order. Sweeps along the axis on which the boxes are shorter, in strips as wide as
/// boxes are on the average, so that one is held against those beside it and not against all that the sweep
/// is at. Cost: sorting, plus the pairs that overlap on that axis and share a strip. Told to stop, it visits
/// no further ones.
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
    let strips = Strips::of(across(&all), if along_x { high } else { wide }, boxes.len());
    let mut active: Vec<Vec<Active>> = vec![Vec::new(); strips.count];
    let mut hits: Vec<u32> = Vec::new();
    for (rank, &i) in order.iter().enumerate() {
        let (start, end) = extent(&boxes[i]);
        let (low, high) = across(&boxes[i]);
        let own = Active { end, low, high, rank: rank as u32 };
        hits.clear();
        let mut held = 0;
        for strip in strips.at(low)..=strips.at(high) {
            let Some(active) = active.get_mut(strip) else { break };
            held += active.len();
            active.retain(|other| {
                if other.end < start {
                    return false;
                }
                // Of the strips that both are in, the first tells.
                if other.low <= high && low <= other.high && strips.at(low.max(other.low)) == strip {
                    hits.push(other.rank);
                }
                true
            });
            active.push(own);
        }
        hits.sort_unstable();
        hits.iter().for_each(|&other| visit(order[other as usize], i));
        if !pace.step(STEPS + held) {
            return;
        }
    }
}

/// The same of pairs of which one at least is `asked` for. Cost: linear in those far from all that are, that of
/// [`each_overlap`] in the others.
pub(super) fn each_overlap_of(
    boxes: &[Bounds],
    asked: impl Fn(usize) -> bool,
    pace: &Pace<'_>,
    mut visit: impl FnMut(usize, usize),
) {
    let is_asked: Vec<bool> = (0..boxes.len()).map(asked).collect();
    let count = is_asked.iter().filter(|asked| **asked).count();
    if count == 0 {
        return;
    }
    if count * FEW > boxes.len() {
        return each_overlap(boxes, pace, |i, j| {
            if is_asked[i] || is_asked[j] {
                visit(i, j);
            }
        });
    }
    let raster = Raster::of(boxes, &is_asked);
    let near: Vec<usize> = (0..boxes.len()).filter(|&i| is_asked[i] || raster.is_marked(&boxes[i])).collect();
    let near_boxes: Vec<Bounds> = near.iter().map(|&i| boxes[i]).collect();
    pace.step(STEPS * boxes.len());
    each_overlap(&near_boxes, pace, |i, j| {
        let (i, j) = (near[i], near[j]);
        if is_asked[i] || is_asked[j] {
            visit(i, j);
        }
    });
}

/// Squares that some boxes cover, so that others are known to be far from all of them.
struct Raster {
    side: usize,
    x: Strips,
    y: Strips,
    /// How many covered squares there are below and left of each corner of one.
    covered: Vec<u32>,
}

impl Raster {
    fn of(boxes: &[Bounds], is_asked: &[bool]) -> Self {
        let mut all = Bounds::EMPTY;
        for b in boxes {
            all.include(b.min);
            all.include(b.max);
        }
        let side = ((boxes.len() / BOXES_A_STRIP) as f64).sqrt() as usize + 1;
        let (x, y) = (Strips::even(side, (all.min.x, all.max.x)), Strips::even(side, (all.min.y, all.max.y)));
        let row = side + 1;
        // How many more boxes cover a square than do the one before it, by rows and columns.
        let mut change = vec![0_i32; row * row];
        for b in boxes.iter().zip(is_asked).filter(|(_, is_asked)| **is_asked).map(|(b, _)| b) {
            let (left, right) = (x.at(b.min.x), x.at(b.max.x) + 1);
            let (low, high) = (y.at(b.min.y), y.at(b.max.y) + 1);
            change[low * row + left] += 1;
            change[low * row + right] -= 1;
            change[high * row + left] -= 1;
            change[high * row + right] += 1;
        }
        let mut covered = vec![0_u32; row * row];
        let mut above = vec![0_i32; row];
        for low in 0..side {
            let (mut covering, mut so_far) = (0, 0);
            for left in 0..side {
                above[left] += change[low * row + left];
                covering += above[left];
                so_far += u32::from(covering > 0);
                covered[(low + 1) * row + left + 1] = covered[low * row + left + 1] + so_far;
            }
        }
        Self { side, x, y, covered }
    }

    /// Whether a box shares a square with one of those.
    fn is_marked(&self, b: &Bounds) -> bool {
        let at = |x: usize, y: usize| self.covered[y * (self.side + 1) + x];
        let (left, right) = (self.x.at(b.min.x), self.x.at(b.max.x) + 1);
        let (low, high) = (self.y.at(b.min.y), self.y.at(b.max.y) + 1);
        at(right, high) + at(left, low) > at(right, low) + at(left, high)
    }
}

/// The strips of a sweep, side by side across it.
struct Strips {
    count: usize,
    from: f64,
    per_unit: f64,
}

impl Strips {
    /// Strips over what boxes cover, which together are `sum` wide.
    fn of((low, high): (f64, f64), sum: f64, boxes: usize) -> Self {
        let (width, boxes) = (high - low, boxes.max(1));
        let wanted = width * boxes as f64 / sum;
        let most = (boxes / BOXES_A_STRIP).max(1);
        // No number where all are points.
        let count = if wanted < most as f64 { (wanted as usize).max(1) } else { most };
        Self::even(count, (low, high))
    }

    /// So many, at least one, side by side from one place to another.
    fn even(count: usize, (low, high): (f64, f64)) -> Self {
        let per_unit = count as f64 / (high - low);
        Self { count, from: low, per_unit: if per_unit.is_finite() { per_unit } else { 0.0 } }
    }

    /// The strip that a place is in. Never less for a larger one.
    fn at(&self, place: f64) -> usize {
        (((place - self.from) * self.per_unit) as usize).min(self.count - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::point::Point;
    use crate::rng::Rng;

    /// Boxes of which most are small, some are long, and some are points or lie on each other.
    fn boxes(count: usize, rng: &mut Rng) -> Vec<Bounds> {
        (0..count)
            .map(|i| {
                let mut side = || match rng.index(8) {
                    0 => 0.0,
                    1 => 40.0 * rng.unit(),
                    _ => rng.unit(),
                };
                let size = Point { x: side(), y: side() };
                let scale = if i % 3 == 0 { 50.0 } else { 8.0 };
                let min = Point { x: (scale * rng.unit()).floor(), y: scale * rng.unit() };
                Bounds { min, max: min + size }
            })
            .collect()
    }

    /// All pairs that overlap and of which one is asked for.
    fn by_pairs(boxes: &[Bounds], asked: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
        let pairs = (0..boxes.len()).flat_map(|i| (i + 1..boxes.len()).map(move |j| (i, j)));
        let overlap = |a: &Bounds, b: &Bounds| {
            a.min.x <= b.max.x && b.min.x <= a.max.x && a.min.y <= b.max.y && b.min.y <= a.max.y
        };
        pairs.filter(|&(i, j)| overlap(&boxes[i], &boxes[j]) && (asked(i) || asked(j))).collect()
    }

    #[test]
    fn every_pair_that_overlaps_is_visited_once() {
        let mut rng = Rng::new(11);
        for count in [0, 1, 2, 7, 16, 64, 500] {
            for _ in 0..20 {
                let boxes = boxes(count, &mut rng);
                let mut visited = Vec::new();
                each_overlap(&boxes, &Pace::new(&()), |i, j| visited.push((i.min(j), i.max(j))));
                visited.sort_unstable();
                assert_eq!(visited, by_pairs(&boxes, |_| true), "{count}");
                for every in [1, 3, 20, 1000] {
                    let asked = |i: usize| i % every == 2 % every;
                    let mut visited = Vec::new();
                    let visit = |i: usize, j: usize| visited.push((i.min(j), i.max(j)));
                    each_overlap_of(&boxes, asked, &Pace::new(&()), visit);
                    visited.sort_unstable();
                    assert_eq!(visited, by_pairs(&boxes, asked), "{count}, one of {every}");
                }
            }
        }
    }

    /// How often it is asked whether to go on, which tells how many steps were taken: one for each box that a
    /// box is held against.
    fn asks(boxes: &[Bounds]) -> u32 {
        use core::cell::Cell;
        struct Asked(Cell<u32>);
        impl crate::fracture::Checkpoint for Asked {
            fn reach(&self, _progress: f32) -> bool {
                self.0.set(self.0.get() + 1);
                true
            }
        }
        let check = Asked(Cell::new(0));
        each_overlap(boxes, &Pace::new(&check), |_, _| {});
        check.0.get()
    }

    #[test]
    fn boxes_as_small_as_they_are_many_are_held_against_few() {
        // A grid of boxes that meet at their sides: with all that the sweep is at it would be 12,000.
        let place = |i: u32| Point { x: f64::from(i % 512), y: f64::from(i / 512) };
        let boxes: Vec<Bounds> = (0..512 * 512)
            .map(|i| Bounds { min: place(i), max: place(i) + Point { x: 1.0, y: 1.0 } })
            .collect();
        let asked = asks(&boxes);
        assert!((100..1000).contains(&asked), "{asked}");
    }
}
