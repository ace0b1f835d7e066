//! Boxes of edges or chains, compared many at once.

use crate::point::Point;

/// The smaller of two finite numbers (`f64::min` pays for NaN).
#[inline]
pub(crate) fn least(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// The larger of two finite numbers.
#[inline]
pub(crate) fn most(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// A number in single precision that is no larger, by at most two units in the last place. Without the
/// branches of `f32::next_down`.
#[inline]
fn below(value: f64) -> f32 {
    let nearest = value as f32;
    nearest - (nearest.abs() * f32::EPSILON + f32::MIN_POSITIVE)
}

/// How many boxes are compared at once.
pub(crate) const LANES: usize = 16;

/// As many boxes by column, rounded outwards to single precision: twice as many fit a register.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Boxes {
    left: [f32; LANES],
    right: [f32; LANES],
    bottom: [f32; LANES],
    top: [f32; LANES],
}

impl Boxes {
    /// Boxes that overlap nothing.
    pub const EMPTY: Self = Self {
        left: [f32::INFINITY; LANES],
        right: [f32::NEG_INFINITY; LANES],
        bottom: [f32::INFINITY; LANES],
        top: [f32::NEG_INFINITY; LANES],
    };

    /// Makes one the box of two points.
    pub fn set(&mut self, lane: usize, a: Point, b: Point) {
        self.left[lane] = below(least(a.x, b.x));
        self.right[lane] = -below(-most(a.x, b.x));
        self.bottom[lane] = below(least(a.y, b.y));
        self.top[lane] = -below(-most(a.y, b.y));
    }

    /// One bit a box, set where it overlaps the box of `lane` in `other`. Always all lanes and no branch,
    /// so that the compiler makes a handful of vector instructions of it.
    pub fn overlaps(&self, other: &Self, lane: usize) -> u32 {
        let (left, right) = (other.left[lane], other.right[lane]);
        let (bottom, top) = (other.bottom[lane], other.top[lane]);
        let hits: [bool; LANES] = core::array::from_fn(|i| {
            (self.left[i] <= right)
                & (self.right[i] >= left)
                & (self.bottom[i] <= top)
                & (self.top[i] >= bottom)
        });
        hits.iter().enumerate().fold(0, |bits, (i, &hit)| bits | u32::from(hit) << i)
    }
}
