//! Lines with fewer points: the algorithm of Ramer (1972), Douglas and Peucker (1973).
//!
//! Comes in: points in a row and a tolerance. Goes out: some of them, the first and the last included, so
//! that the others lie within the tolerance of the line that is left. `geo` has the algorithm too; it asks
//! the platform's `hypot`, whose last bit differs between platforms, and calls itself once a point where
//! every split takes one point off, which overflows a thread's stack.

use crate::point::{Point, length_squared};

/// Splits at the farthest point on the way to a range. Past them ranges are halved: the tolerance holds as
/// before, a point more may stay, and teeth that get smaller and smaller do not cost the square of their
/// number. Outlines traced from pictures ask for about twenty.
const MOST_LEVELS: u32 = 256;

/// The points of `line` with those left out that lie within `tolerance` (same unit; 0 or less, or not a
/// number, leaves none out) of what is left. No stretch is taken out that would leave fewer than `least` in
/// all. Cost: `n log n` where splits are even, at most a few hundred looks at each point.
pub(crate) fn thinned(line: &[Point], tolerance: f64, least: usize) -> Vec<Point> {
    let is_kept = kept(line, tolerance, least);
    line.iter().zip(is_kept).filter_map(|(&p, is_kept)| is_kept.then_some(p)).collect()
}

/// For each point of `line` whether [`thinned`] keeps it.
pub(crate) fn kept(line: &[Point], tolerance: f64, least: usize) -> Vec<bool> {
    let reaches_out = |span: &Span, p| span.distance_squared(p) > tolerance * tolerance;
    if line.len() < 3 || tolerance.is_nan() || tolerance <= 0.0 {
        return vec![true; line.len()];
    }
    let mut is_kept = vec![true; line.len()];
    let mut kept = line.len();
    let mut ranges = vec![(0, line.len() - 1, 0)];
    while let Some((first, last, level)) = ranges.pop() {
        if last - first < 2 {
            continue;
        }
        let span = Span::new(line[first], line[last]);
        let farthest = span.farthest(line, first + 1..last);
        if reaches_out(&span, line[farthest]) {
            let split = if level < MOST_LEVELS { farthest } else { first + (last - first) / 2 };
            // What comes first on the line is looked at first.
            ranges.extend([(split, last, level + 1), (first, split, level + 1)]);
        } else if kept - (last - first - 1) >= least {
            kept -= last - first - 1;
            is_kept[first + 1..last].fill(false);
        }
    }
    is_kept
}

/// A segment, which may be a point.
struct Span {
    from: Point,
    to: Point,
    along: Point,
    square: f64,
}

impl Span {
    fn new(from: Point, to: Point) -> Self {
        let along = to - from;
        Self { from, to, along, square: length_squared(along) }
    }

    /// By the cross product and not by the nearest point of the segment: among points of pixels all of it
    /// but one division is exact, so points that are equally far are found to be.
    fn distance_squared(&self, p: Point) -> f64 {
        let (Point { x, y }, along) = (p - self.from, self.along);
        let ahead = x * along.x + y * along.y;
        if ahead > 0.0 && ahead < self.square {
            let across = along.x * y - along.y * x;
            across * across / self.square
        } else if ahead > 0.0 {
            length_squared(p - self.to)
        } else {
            x * x + y * y
        }
    }

    /// The last of those points of the range that are farthest from the segment; its first where none has a
    /// distance. The range is not empty.
    fn farthest(&self, line: &[Point], range: core::ops::Range<usize>) -> usize {
        let (mut farthest, mut distance) = (range.start, 0.0);
        for index in range {
            let other = self.distance_squared(line[index]);
            if other >= distance {
                (farthest, distance) = (index, other);
            }
        }
        farthest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::algorithm::Simplify;
    use geo::{LineString, Polygon};
    use proptest::prelude::*;

    /// What `geo` keeps, of a path or of a ring that ends where it begins.
    fn by_geo(line: &[Point], tolerance: f64, is_ring: bool) -> Vec<Point> {
        let line = LineString::new(line.to_vec());
        if is_ring {
            Polygon::new(line, Vec::new()).simplify(tolerance).into_inner().0.0
        } else {
            line.simplify(tolerance).0
        }
    }

    fn same_as_geo(mut line: Vec<Point>, tolerance: f64) -> Result<(), TestCaseError> {
        prop_assert_eq!(thinned(&line, tolerance, 2), by_geo(&line, tolerance, false));
        line.push(line[0]);
        prop_assert_eq!(thinned(&line, tolerance, 4), by_geo(&line, tolerance, true));
        Ok(())
    }

    /// A row of steps between pixels: points that are equally far, the same point twice, spikes.
    fn pixels() -> impl Strategy<Value = Vec<[i64; 2]>> {
        prop::collection::vec((-2_i64..=2, -2_i64..=2), 1..200).prop_map(|steps| {
            let (mut x, mut y) = (0, 0);
            let mut to = |(dx, dy): (i64, i64)| {
                (x, y) = (x + dx, y + dy);
                [x, y]
            };
            steps.into_iter().map(&mut to).collect()
        })
    }

    /// Square of the distance of `p` from a segment as a fraction, exactly.
    fn exact_distance_squared(p: [i64; 2], [a, b]: [[i64; 2]; 2]) -> (i64, i64) {
        let (along, to) = ([b[0] - a[0], b[1] - a[1]], [p[0] - a[0], p[1] - a[1]]);
        let past = [p[0] - b[0], p[1] - b[1]];
        let square = along[0] * along[0] + along[1] * along[1];
        let ahead = to[0] * along[0] + to[1] * along[1];
        if ahead <= 0 {
            (to[0] * to[0] + to[1] * to[1], 1)
        } else if ahead >= square {
            (past[0] * past[0] + past[1] * past[1], 1)
        } else {
            ((along[0] * to[1] - along[1] * to[0]).pow(2), square)
        }
    }

    /// The same once more, plainly and exactly, as a function that calls itself; the tolerance in quarters.
    fn exactly(line: &[[i64; 2]], quarters: i64) -> Vec<[i64; 2]> {
        let [first, inner @ .., last] = line else { return line.to_vec() };
        let distance = |p: [i64; 2]| exact_distance_squared(p, [*first, *last]);
        let mut farthest = (0, (0, 1));
        for (at, &p) in inner.iter().enumerate() {
            let (part, whole) = distance(p);
            if part * farthest.1.1 >= farthest.1.0 * whole {
                farthest = (at + 1, (part, whole));
            }
        }
        let (at, (part, whole)) = farthest;
        if 16 * part <= quarters * quarters * whole {
            return vec![*first, *last];
        }
        let mut thin = exactly(&line[..=at], quarters);
        thin.pop();
        thin.extend(exactly(&line[at..], quarters));
        thin
    }

    fn points() -> impl Strategy<Value = Vec<Point>> {
        let point = (-1e4..1e4, -1e4..1e4).prop_map(|(x, y)| Point { x, y });
        prop::collection::vec(point, 1..200)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn of_pixels_the_points_are_those_of_exact_arithmetic(line in pixels(), quarters in 1_i64..32) {
            let coordinates = |p: &[i64; 2]| Point { x: p[0] as f64, y: p[1] as f64 };
            let given: Vec<Point> = line.iter().map(coordinates).collect();
            let wanted: Vec<Point> = exactly(&line, quarters).iter().map(coordinates).collect();
            prop_assert_eq!(thinned(&given, quarters as f64 / 4.0, 2), wanted);
        }

        #[test]
        fn of_any_points_they_are_those_that_geo_keeps(
            line in points(),
            tolerance in prop_oneof![0.0..3.0, 1.0..1e4],
        ) {
            same_as_geo(line, tolerance)?;
        }
    }

    /// Teeth that get smaller: each split at the farthest point takes off one.
    fn saw(teeth: i32) -> Vec<Point> {
        let tooth =
            |at: i32| Point { x: f64::from(at) * 1e-3, y: f64::from((teeth - at) * (1 - 2 * (at % 2))) };
        (0..teeth).map(tooth).collect()
    }

    #[test]
    fn a_saw_that_tapers_off_needs_no_stack_and_not_the_square_of_its_teeth() {
        let teeth = saw(400_000);
        let thin = move || thinned(&teeth, 0.5, 2).len();
        let on_little_stack = std::thread::Builder::new().stack_size(1 << 16).spawn(thin);
        assert_eq!(on_little_stack.expect("a thread").join().expect("no overflow"), 400_000);
    }

    #[test]
    fn past_the_deepest_split_the_tolerance_holds() {
        let (line, tolerance) = (saw(2000), 900.0);
        let thin = thinned(&line, tolerance, 2);
        assert!(thin.len() < line.len());
        for &p in &line {
            let near = |ends: &[Point]| Span::new(ends[0], ends[1]).distance_squared(p).sqrt();
            let nearest = thin.windows(2).map(near).fold(f64::INFINITY, f64::min);
            assert!(nearest <= tolerance, "{nearest}");
        }
    }

    #[test]
    fn no_tolerance_keeps_all_and_points_that_are_no_numbers_do_no_harm() {
        let line = saw(9);
        for tolerance in [0.0, -1.0, f64::NAN] {
            assert_eq!(thinned(&line, tolerance, 2), line);
        }
        assert_eq!(thinned(&[], 1.0, 2), []);
        assert_eq!(thinned(&line[..1], 1.0, 2), line[..1]);
        let broken = vec![Point { x: f64::NAN, y: 0.0 }; 5];
        assert!(thinned(&broken, 1.0, 2).len() >= 2);
        assert_eq!(thinned(&saw(50), f64::INFINITY, 2).len(), 2);
    }
}
