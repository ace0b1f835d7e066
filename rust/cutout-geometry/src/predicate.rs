//! Exact geometric predicates: every decision of the crate (which side, which cell, which flip) is
//! one of these signs, so that rounding may move a coordinate but never changes the topology.
//!
//! Each predicate first evaluates in `f64` with a forward error bound; only when the value is
//! smaller than its bound does it fall back to exact expansion arithmetic. Orientation and incircle
//! use the crate `robust`, a port of J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic
//! and Fast Robust Geometric Predicates", Discrete & Computational Geometry 18 (1997).

use crate::point::{Bounds, Point};
use robust::Coord;

/// Relative rounding error of one `f64` operation (half an ulp of one).
const ROUNDING: f64 = f64::EPSILON * 0.5;
/// Shewchuk's bound `ccwerrboundA` for the orientation determinant.
const ORIENT_BOUND: f64 = (3.0 + 16.0 * ROUNDING) * ROUNDING;

/// Shewchuk's bound `iccerrboundA` for the incircle determinant.
const IN_CIRCLE_BOUND: f64 = (10.0 + 96.0 * ROUNDING) * ROUNDING;

/// Twice the signed area of the triangle `abc` up to rounding, with the exact sign: positive when
/// `abc` turns counter-clockwise, zero exactly when the points are collinear.
#[inline]
#[must_use]
pub fn orient(a: Point, b: Point, c: Point) -> f64 {
    let (det, is_sure) = orient_filter(a, b, c);
    if is_sure { det } else { orient_exact(a, b, c) }
}

/// [`orient`] up to rounding, and whether its sign is sure. Without a branch.
#[inline]
pub(crate) fn orient_filter(a: Point, b: Point, c: Point) -> (f64, bool) {
    let left = (a.x - c.x) * (b.y - c.y);
    let right = (a.y - c.y) * (b.x - c.x);
    let det = left - right;
    (det, det.abs() > ORIENT_BOUND * (left.abs() + right.abs()))
}

/// [`orient`] of the ends of two edges that follow each other where its sign is sure, and 0 where they
/// may be straight to within rounding. Without a branch.
#[inline]
pub(crate) fn turn_for_sure(edge: Point, next_edge: Point) -> f64 {
    // The filter of `orient`, relative to the vertex between the edges.
    let left = edge.x * next_edge.y;
    let right = edge.y * next_edge.x;
    let det = left - right;
    if det.abs() > ORIENT_BOUND * (left.abs() + right.abs()) { det } else { 0.0 }
}

/// Whether three points are collinear: where [`orient`] is zero. Cheap for points that are, as long as they
/// lie near each other in single precision: outlines finer than that have thousands.
#[inline]
pub(crate) fn are_collinear(a: Point, b: Point, c: Point) -> bool {
    let (det, is_sure) = orient_filter(a, b, c);
    if is_sure {
        return false;
    }
    let differences = [two_sum(a.x, -c.x), two_sum(b.y, -c.y), two_sum(a.y, -c.y), two_sum(b.x, -c.x)];
    // What single precision holds has a product that double precision holds.
    let is_exact = differences.iter().fold(true, |all, &(difference, low)| {
        all & (low == 0.0) & (f64::from(difference as f32) == difference)
    });
    if is_exact { det == 0.0 } else { orient_exact(a, b, c) == 0.0 }
}

#[cold]
fn orient_exact(a: Point, b: Point, c: Point) -> f64 {
    robust::orient2d(coord(a), coord(b), coord(c))
}

/// Positive when `d` lies inside the circle through the counter-clockwise triangle `abc`, negative
/// outside, zero exactly on it.
#[inline]
#[must_use]
pub fn in_circle(a: Point, b: Point, c: Point, d: Point) -> f64 {
    let (det, is_sure) = in_circle_filter(a, b, c, d);
    if is_sure { det } else { in_circle_exact(a, b, c, d) }
}

/// [`in_circle`] up to rounding, and whether its sign is sure. Without a branch.
#[inline]
pub(crate) fn in_circle_filter(a: Point, b: Point, c: Point, d: Point) -> (f64, bool) {
    let (a_rel, b_rel, c_rel) = (a - d, b - d, c - d);
    let (bc, cb) = (b_rel.x * c_rel.y, c_rel.x * b_rel.y);
    let (ca, ac) = (c_rel.x * a_rel.y, a_rel.x * c_rel.y);
    let (ab, ba) = (a_rel.x * b_rel.y, b_rel.x * a_rel.y);
    let lift = |p: Point| p.x * p.x + p.y * p.y;
    let (a_lift, b_lift, c_lift) = (lift(a_rel), lift(b_rel), lift(c_rel));
    let det = a_lift * (bc - cb) + b_lift * (ca - ac) + c_lift * (ab - ba);
    let size =
        (bc.abs() + cb.abs()) * a_lift + (ca.abs() + ac.abs()) * b_lift + (ab.abs() + ba.abs()) * c_lift;
    (det, det.abs() > IN_CIRCLE_BOUND * size)
}

#[cold]
fn in_circle_exact(a: Point, b: Point, c: Point, d: Point) -> f64 {
    robust::incircle(coord(a), coord(b), coord(c), coord(d))
}

#[inline]
fn coord(p: Point) -> Coord<f64> {
    Coord { x: p.x, y: p.y }
}

/// Whether two edges meet but in a common end.
#[must_use]
pub(crate) fn meet(a: Point, b: Point, p: Point, q: Point) -> bool {
    let (p_side, q_side) = (orient(a, b, p), orient(a, b, q));
    let (a_side, b_side) = (orient(p, q, a), orient(p, q, b));
    let are_apart = |l: f64, r: f64| (l > 0.0 && r < 0.0) || (l < 0.0 && r > 0.0);
    let lies_on = |v: Point, side: f64, from: Point, to: Point| {
        side == 0.0 && v != from && v != to && Bounds::of([&from, &to]).contains(v)
    };
    (are_apart(p_side, q_side) && are_apart(a_side, b_side))
        || lies_on(p, p_side, a, b)
        || lies_on(q, q_side, a, b)
        || lies_on(a, a_side, p, q)
        || lies_on(b, b_side, p, q)
}

/// Whether the edge from `b` to `c` runs back along that from `a` to `b`, or either has no length.
#[must_use]
pub(crate) fn runs_back(a: Point, b: Point, c: Point) -> bool {
    let (u, v) = (a - b, c - b);
    u.x * v.x + u.y * v.y >= 0.0 && orient(a, b, c) == 0.0
}

/// A directed line as the zero set of `nx * x + ny * y - d`, `(nx, ny)` of length one up to rounding.
///
/// The line is *defined* by its three `f64` coefficients, so that its sign at a point is a
/// well-posed exact question even where the coefficients themselves were rounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// x of the normal, which points to the positive side.
    pub nx: f64,
    /// y of the normal.
    pub ny: f64,
    /// Offset: the line's signed distance from the origin along the normal.
    pub d: f64,
}

impl Line {
    /// The same line, seen from its other side; exact.
    #[must_use]
    pub fn flipped(self) -> Self {
        Self { nx: -self.nx, ny: -self.ny, d: -self.d }
    }

    /// Rounded signed distance of `p`.
    #[inline]
    #[must_use]
    pub fn distance(&self, p: Point) -> f64 {
        self.nx * p.x + self.ny * p.y - self.d
    }

    /// How much [`Line::distance`] can be off for points whose coordinates are at most `reach` in size.
    #[must_use]
    pub fn error_bound(&self, reach: f64) -> f64 {
        // Two products and two sums: at most 4 roundings of terms bounded by reach, reach and d.
        4.0 * f64::EPSILON * ((self.nx.abs() + self.ny.abs()) * reach + self.d.abs())
    }

    /// Sign of `nx * x + ny * y - d`, exact: -1, 0 or 1 (as a float of that sign).
    #[cold]
    #[must_use]
    pub fn side_exact(&self, p: Point) -> f64 {
        let (a, a_low) = two_product(self.nx, p.x);
        let (b, b_low) = two_product(self.ny, p.y);
        expansion_sign([a_low, b_low, a, b, -self.d])
    }
}

/// Exact sign of a sum of five terms: grows a non-overlapping expansion term by term (Shewchuk's
/// GROW-EXPANSION), whose largest non-zero component has the sign of the sum.
fn expansion_sign(terms: [f64; 5]) -> f64 {
    let mut expansion = [0.0; 5];
    for (used, &term) in terms.iter().enumerate() {
        let mut carry = term;
        for component in expansion.iter_mut().take(used) {
            let (sum, low) = two_sum(carry, *component);
            *component = low;
            carry = sum;
        }
        expansion[used] = carry;
    }
    expansion.iter().rev().copied().find(|c| *c != 0.0).map_or(0.0, f64::signum)
}

/// `a + b` as a rounded sum and its exact rounding error (Knuth's TWO-SUM).
#[inline]
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_virtual = sum - a;
    let a_virtual = sum - b_virtual;
    (sum, (a - a_virtual) + (b - b_virtual))
}

/// `a * b` as a rounded product and its exact rounding error (Dekker and Veltkamp). Exact while
/// nothing over- or underflows, which the coordinate limits of the crate make sure of.
#[inline]
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    let (a_high, a_low) = split(a);
    let (b_high, b_low) = split(b);
    let error = product - a_high * b_high - a_low * b_high - a_high * b_low;
    (product, a_low * b_low - error)
}

#[inline]
fn split(a: f64) -> (f64, f64) {
    const SPLITTER: f64 = 134_217_729.0; // 2^27 + 1
    let c = SPLITTER * a;
    let high = c - (c - a);
    (high, a - high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The sign by integers: exact for coordinates that are small integers over a power of two.
    fn integer_sign(line: [i64; 3], p: [i64; 2]) -> i128 {
        let terms = [line[0], line[1], -line[2]].map(i128::from);
        (terms[0] * i128::from(p[0]) + terms[1] * i128::from(p[1]) + terms[2]).signum()
    }

    proptest! {
        #[test]
        fn the_side_of_a_line_has_the_sign_of_the_integers(
            nx in -(1i64 << 40)..(1i64 << 40), ny in -(1i64 << 40)..(1i64 << 40),
            x in -(1i64 << 40)..(1i64 << 40), near in -3i64..4,
        ) {
            // y and d chosen so that the sum nearly cancels and f64 alone would guess.
            let y = x / 3;
            let exact_d = i128::from(nx) * i128::from(x) + i128::from(ny) * i128::from(y);
            let d = (exact_d as f64) as i128;
            let expected = (exact_d - d + i128::from(near)).signum();
            let line = Line { nx: nx as f64, ny: ny as f64, d: d as f64 };
            if near == 0 {
                prop_assert_eq!(line.side_exact(Point { x: x as f64, y: y as f64 }) as i128, expected);
            }
            let small = Line { nx: (nx >> 20) as f64, ny: (ny >> 20) as f64, d: (near) as f64 };
            let p = [x >> 20, y >> 20];
            prop_assert_eq!(
                small.side_exact(Point { x: p[0] as f64, y: p[1] as f64 }) as i128,
                integer_sign([nx >> 20, ny >> 20, near], p)
            );
        }

        #[test]
        fn collinear_points_are_those_without_an_orientation(
            x in -1e3f32..1e3, y in -1e3f32..1e3, u in -40i32..40, v in -40i32..40, k in 0i32..9, off in -1i32..2,
        ) {
            // Steps of a unit in the last place of single precision, and of double precision.
            for unit in [f64::from(f32::EPSILON) * 512.0, f64::EPSILON * 512.0] {
                let a = Point { x: f64::from(x), y: f64::from(y) };
                let b = Point { x: a.x + f64::from(u) * unit, y: a.y + f64::from(v) * unit };
                let c = Point { x: a.x + f64::from(k * u) * unit, y: a.y + f64::from(k * v + off) * unit };
                prop_assert_eq!(are_collinear(a, b, c), orient(a, b, c) == 0.0);
                prop_assert_eq!(are_collinear(c, a, b), orient(a, b, c) == 0.0);
            }
        }

        #[test]
        fn orientation_is_antisymmetric_and_exact_on_a_line(x in -1e6f64..1e6, y in -1e6f64..1e6, k in 1i32..50) {
            let a = Point { x, y };
            let b = Point { x: x + f64::from(k), y: y + f64::from(k) };
            let c = Point { x: 12.0, y: -3.0 };
            prop_assert_eq!(orient(a, b, c).signum(), -orient(b, a, c).signum());
            let o = Point { x: 0.0, y: 0.0 };
            let one = Point { x: f64::from(k), y: f64::from(2 * k) };
            let two = Point { x: f64::from(3 * k), y: f64::from(6 * k) };
            prop_assert_eq!(orient(o, one, two), 0.0);
        }
    }
}
