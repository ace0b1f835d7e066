//! Laws of the patterns that cut along lines, and of bricks.

mod domains;

use cutout_geometry::params::{Grain, Pattern, Value};
use cutout_geometry::pattern::{CutLine, Cuts, Domain, PatternScratch, cuts};
use cutout_geometry::{Bounds, FractureParams, Point};
use domains::{Form, Outline, cuts_of, lines_of, outlines};
use proptest::prelude::*;
use robust::{Coord, orient2d};

fn params(pattern: Pattern, slice_count: u32, seed: u64) -> FractureParams {
    FractureParams { pattern, slice_count, seed, ..FractureParams::default() }
}

fn angle_degrees(line: &CutLine) -> f64 {
    let d = line.b - line.a;
    d.y.atan2(d.x).to_degrees().rem_euclid(180.0)
}

/// The angle between two directions of lines.
fn turn(a: f64, b: f64) -> f64 {
    let difference = (a - b).rem_euclid(180.0);
    difference.min(180.0 - difference)
}

fn distance_to_line(p: Point, line: &CutLine) -> f64 {
    let (d, w) = (line.b - line.a, p - line.a);
    ((d.x * w.y - d.y * w.x) / d.x.hypot(d.y)).abs()
}

fn side(line: &CutLine, p: Point) -> f64 {
    let coord = |p: Point| Coord { x: p.x, y: p.y };
    orient2d(coord(line.a), coord(line.b), coord(p))
}

/// Whether the line passes through the bounds and both its ends lie beyond them.
fn spans(line: &CutLine, bounds: Bounds) -> bool {
    let corners = [
        bounds.min,
        Point { x: bounds.max.x, y: bounds.min.y },
        bounds.max,
        Point { x: bounds.min.x, y: bounds.max.y },
    ];
    let (d, size) = (line.b - line.a, bounds.size());
    let length = d.x.hypot(d.y);
    let middle = bounds.center();
    // Ends that are farther along the line than any corner.
    let along = |p: Point| ((p.x - middle.x) * d.x + (p.y - middle.y) * d.y) / length;
    let reach = 0.5 * size.x.hypot(size.y);
    let sides: Vec<bool> = corners.iter().map(|&c| side(line, c) > 0.0).collect();
    along(line.a) < -0.99 * reach
        && along(line.b) > 0.99 * reach
        && sides.contains(&true)
        && sides.contains(&false)
}

fn any_outline() -> impl Strategy<Value = Outline> {
    outlines(-3..=5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn generated_lines_cross_the_bounds_from_beyond_to_beyond(
        outline in any_outline(), count in 1_u32..40, seed: u64, randomness in 0.0..=1.0,
        pattern in proptest::sample::select(vec![
            Pattern::Slice, Pattern::SlicesRadial, Pattern::SlicesParallel, Pattern::SlicesGrid, Pattern::SlicesChaotic,
        ]),
        angle in -720.0..720.0,
    ) {
        let params = FractureParams {
            radial_randomness: randomness, parallel_angle: angle, h_slices: count, v_slices: count,
            h_random: randomness, v_random: randomness, h_angle_rand: randomness, v_angle_rand: randomness,
            ..params(pattern, count, seed)
        };
        let lines = lines_of(&params, &outline);
        let expected = match pattern { Pattern::Slice => 1, Pattern::SlicesGrid => 2 * count, _ => count };
        prop_assert_eq!(lines.len() as u32, expected);
        for line in &lines {
            prop_assert!(spans(line, outline.bounds()), "{:?} in {:?}", line, outline.bounds());
        }
    }

    #[test]
    fn radial_lines_meet_in_one_point_exactly_and_share_the_half_turn(
        outline in any_outline(), count in 1_u32..60, seed: u64, randomness in 0.0..0.9,
        x in -1.0..1.0, y in -1.0..1.0,
    ) {
        let bounds = outline.bounds();
        let origin = bounds.center() + Point { x: x * bounds.size().x, y: y * bounds.size().y };
        let params = FractureParams {
            radial_randomness: randomness, origin: Some(origin), ..params(Pattern::SlicesRadial, count, seed)
        };
        let lines = lines_of(&params, &outline);
        let size = bounds.size().x.max(bounds.size().y);
        // The sum of the ends is exact, so this is their middle.
        let hub = (lines[0].a + lines[0].b) * 0.5;
        // Far out the hub is a few last bits beside the origin.
        let slack = 1e-9 * size + 8.0 * f64::EPSILON * origin.x.abs().max(origin.y.abs());
        prop_assert!((hub.x - origin.x).abs() < slack && (hub.y - origin.y).abs() < slack, "{:?} {:?}", hub, origin);
        for (i, line) in lines.iter().enumerate() {
            prop_assert_eq!((line.a + line.b) * 0.5, hub);
            prop_assert!(side(line, hub) == 0.0, "line {} misses the hub", i);
            let step = 180.0 / f64::from(count);
            let stray = turn(angle_degrees(line), i as f64 * step);
            prop_assert!(stray <= 0.5 * randomness * step + 1e-4, "line {} strays by {} degrees", i, stray);
        }
    }

    #[test]
    fn parallel_lines_lie_at_equal_distances_over_the_extent_of_the_bounds(
        outline in any_outline(), count in 1_u32..40, seed: u64, angle in -720.0..720.0,
    ) {
        let params = FractureParams { parallel_angle: angle, ..params(Pattern::SlicesParallel, count, seed) };
        let lines = lines_of(&params, &outline);
        let size = outline.bounds().size();
        let (sin, cos) = angle.to_radians().sin_cos();
        let step = (size.x * sin.abs() + size.y * cos.abs()) / f64::from(count + 1);
        let slack = 1e-6 * size.x.max(size.y);
        for (i, line) in lines.iter().enumerate() {
            prop_assert!(turn(angle_degrees(line), angle) < 1e-4, "{} degrees", angle_degrees(line));
            let next = lines.get(i + 1).map_or(step, |next| distance_to_line(next.a, line));
            prop_assert!((next - step).abs() < slack, "line {}: {} to the next, not {}", i, next, step);
        }
        // The first and last lie one step from the sides: the corners farthest out are that far away.
        let bounds = outline.bounds();
        let corners = [bounds.min, Point { x: bounds.max.x, y: bounds.min.y }, bounds.max, Point { x: bounds.min.x, y: bounds.max.y }];
        for line in [&lines[0], &lines[lines.len() - 1]] {
            let near = corners.iter().map(|&c| distance_to_line(c, line)).filter(|d| (d - step).abs() < slack).count();
            prop_assert!(near >= 1);
        }
    }

    #[test]
    fn chaotic_lines_pass_through_the_inside_in_directions_of_their_own(
        form in proptest::sample::select(vec![Form::Box, Form::Ring, Form::Islands]), count in 1_u32..40, seed: u64,
    ) {
        let outline = Outline::new(form, 300.0, 300.0);
        let lines = lines_of(&params(Pattern::SlicesChaotic, count, seed), &outline);
        for (i, line) in lines.iter().enumerate() {
            let share = angle_degrees(line) / 180.0 * f64::from(count) - i as f64;
            prop_assert!((-1e-9..=1.0 + 1e-9).contains(&share), "line {} has share {}", i, share);
            // The point that it was drawn through is its middle.
            prop_assert!(outline.contains((line.a + line.b) * 0.5), "line {}", i);
        }
    }

    #[test]
    fn grid_lines_stray_and_turn_no_more_than_they_may(
        h in 0_u32..20, v in 0_u32..20, stray in 0.0..=1.0, rand in 0.0..=1.0, seed: u64, start in -500.0..500.0,
    ) {
        prop_assume!(h + v > 0);
        let outline = Outline::new(Form::Box, 300.0, 200.0);
        let params = FractureParams {
            h_slices: h, v_slices: v, h_random: stray, v_random: stray, h_angle_rand: rand, v_angle_rand: rand,
            h_start: Some(start), ..params(Pattern::SlicesGrid, 1, seed)
        };
        let lines = lines_of(&params, &outline);
        let (upright, level) = lines.split_at(h as usize);
        prop_assert_eq!(level.len(), v as usize);
        for (i, line) in upright.iter().enumerate() {
            let middle = (line.a + line.b) * 0.5;
            let place = (middle.x - start) / (300.0 / f64::from(h + 1)) - (i + 1) as f64;
            prop_assert!(place.abs() <= 0.5 * stray + 1e-9, "line {} at {}", i, place);
            prop_assert!(turn(angle_degrees(line), 90.0) <= 45.0 * rand + 1e-9);
        }
        for (i, line) in level.iter().enumerate() {
            let middle = (line.a + line.b) * 0.5;
            let place = (middle.y + 100.0) / (200.0 / f64::from(v + 1)) - (i + 1) as f64;
            prop_assert!(place.abs() <= 0.5 * stray + 1e-9, "line {} at {}", i, place);
            prop_assert!(turn(angle_degrees(line), 0.0) <= 45.0 * rand + 1e-9);
        }
    }
}

#[test]
fn a_grid_without_chance_is_exactly_upright_and_level() {
    let outline = Outline::new(Form::Ring, 300.0, 200.0).moved(0.3, 0.7);
    for (i, line) in lines_of(&params(Pattern::SlicesGrid, 1, 4), &outline).iter().enumerate() {
        assert!(if i < 3 { line.a.x == line.b.x } else { line.a.y == line.b.y }, "{line:?}");
    }
}

#[test]
fn a_slice_is_the_line_given_or_a_level_one_through_the_centre() {
    let outline = Outline::new(Form::Box, 10.0, 6.0).moved(100.0, 50.0);
    let (a, b) = (Point { x: 1.5, y: 2.5 }, Point { x: -4.0, y: 1e9 });
    let given = FractureParams { line_start: Some(a), line_end: Some(b), ..params(Pattern::Slice, 1, 0) };
    assert_eq!(lines_of(&given, &outline), [CutLine { a, b }]);
    let unset = lines_of(&params(Pattern::Slice, 1, 0), &outline);
    assert!(unset[0].a.y == 50.0 && unset[0].b.y == 50.0 && unset[0].a.x < 95.0 && unset[0].b.x > 105.0);
}

#[test]
fn manual_cuts_are_the_segments_as_they_are() {
    let segments = vec![
        [Point { x: 0.1, y: 0.2 }, Point { x: 3.0, y: -4.0 }],
        [Point { x: 7.0, y: 7.0 }, Point { x: 8.0, y: 7.0 }],
    ];
    let params = FractureParams { segments: segments.clone(), ..params(Pattern::SlicesManual, 1, 0) };
    let lines: Vec<[Point; 2]> =
        lines_of(&params, &Outline::new(Form::Box, 1.0, 1.0)).iter().map(|l| [l.a, l.b]).collect();
    assert_eq!(lines, segments);
}

#[test]
fn a_grain_draws_free_lines_to_its_direction() {
    let outline = Outline::new(Form::Box, 100.0, 100.0);
    for pattern in [Pattern::SlicesChaotic, Pattern::SlicesRadial] {
        let grained =
            FractureParams { grain: Grain { angle_degrees: 30.0, stretch: 10.0 }, ..params(pattern, 50, 2) };
        let near = |params: &FractureParams| {
            lines_of(params, &outline).iter().filter(|line| turn(angle_degrees(line), 30.0) < 15.0).count()
        };
        assert!(near(&params(pattern, 50, 2)) < 12 && near(&grained) > 30, "{}", pattern.name());
    }
}

#[test]
fn bricks_start_at_the_corner_of_the_bounds_and_are_about_eighteen_unless_told() {
    for (width, height) in [(300.0, 200.0), (1000.0, 1.0), (1.0, 1000.0), (1e-3, 1e-3)] {
        let outline = Outline::new(Form::Box, width, height).moved(5.0, 6.0);
        let Cuts::Bricks(course) = cuts_of(&params(Pattern::Bricks, 1, 0), &outline) else {
            panic!("no bricks")
        };
        assert_eq!((course.origin, course.offset), (outline.bounds().min, 0.5));
        let count = width * height / (course.size.x * course.size.y);
        assert!((count - 18.0).abs() < 1e-6, "{count} bricks in {width} x {height}");
        assert!(course.size.x <= width * 1.000_001 && course.size.y <= height * 1.000_001);
    }
}

#[test]
fn more_bricks_than_the_limit_are_refused_before_any_work() {
    let outline = Outline::new(Form::Box, 1000.0, 1000.0);
    let mut params = params(Pattern::Bricks, 1, 0);
    params.set("brick_size", Value::Point(Point { x: 1.0, y: 1.0 })).expect("in range by itself");
    let error = cuts(&params, &outline, &mut PatternScratch::default(), &mut Cuts::default())
        .expect_err("a million bricks");
    assert_eq!(
        error.to_string(),
        "params \"brick_size\" is (1.0, 1.0), which gives 1001000 bricks: allowed are sizes with up to 65536 bricks \
         in the bounds of 1000.0 x 1000.0"
    );
}
