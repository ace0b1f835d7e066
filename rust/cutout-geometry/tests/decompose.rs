//! Triangles and convex parts of pieces, rounded as an engine stores them.
#![allow(clippy::unwrap_used)] // helpers that fail are failed tests

use cutout_geometry::decompose::{Drawn, EarClipping, Vertex, convex_parts, is_plainly_convex, triangles};
use cutout_geometry::params::{FractureParams, Holes, Pattern};
use cutout_geometry::{Fracturer, Fragment, Point};
use proptest::prelude::*;

/// The fragment's rings without vertices that rounding makes equal, and where its holes start.
fn rounded(fragment: Fragment<'_>) -> (Vec<Vertex>, Vec<usize>) {
    let (mut vertices, mut starts) = (Vec::new(), Vec::new());
    for ring in core::iter::once(fragment.outer()).chain(fragment.holes()) {
        starts.push(vertices.len());
        let mut ring: Vec<Vertex> = ring.iter().map(|p| [p.x as f32, p.y as f32]).collect();
        ring.dedup();
        vertices.extend(ring);
    }
    (vertices, starts.split_off(1))
}

fn twice_area(ring: &[Vertex]) -> f64 {
    let at = |i: usize| ring[i % ring.len()].map(f64::from);
    let [x, y] = at(0);
    (0..ring.len()).map(|i| (at(i)[0] - x) * (at(i + 1)[1] - y) - (at(i + 1)[0] - x) * (at(i)[1] - y)).sum()
}

/// By the exact predicate: the difference of a coordinate of 1e-19 and one of 1e-3 is not exact in `f64`.
fn turns_left(triangle: &[Vertex]) -> bool {
    let at = |i: usize| {
        let [x, y] = triangle[i].map(f64::from);
        robust::Coord { x, y }
    };
    robust::orient2d(at(0), at(1), at(2)) > 0.0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn triangles_and_parts_cover_a_piece_and_parts_are_convex(
        arms in 3..40_u32, depth in 0.1..0.9_f64, scale in prop::sample::select(vec![1e-2, 1.0, 100.0, 1e5]),
        hole in any::<bool>(), mode in 0..3_usize, pattern in 0..Pattern::ALL.len(), seed in any::<u64>(),
    ) {
        let ring = |n: u32, size: f64, deep: f64| -> Vec<Point> {
            (0..n).map(|i| {
                let (sin, cos) = libm::sincos(f64::from(i) / f64::from(n) * std::f64::consts::TAU);
                let radius = if i % 2 == 0 { size } else { size * deep };
                Point { x: f64::from((radius * cos) as f32), y: f64::from((radius * sin) as f32) }
            }).collect()
        };
        let outer = ring(2 * arms, scale, depth);
        let inner = ring(9, 0.5 * depth * scale, 1.0);
        let rings: Vec<&[Point]> = if hole { vec![&outer, &inner] } else { vec![&outer] };
        let params = FractureParams {
            pattern: Pattern::ALL[pattern],
            holes: [Holes::Split, Holes::Keep, Holes::Bridge][mode],
            points: vec![Point { x: 0.1 * scale, y: 0.2 * scale }, Point { x: -0.3 * scale, y: 0.1 * scale }],
            segments: vec![[Point { x: -scale, y: -0.1 * scale }, Point { x: scale, y: 0.3 * scale }]],
            ring_size: 0.3 * scale, edge_padding: 0.02 * scale, seed, ..FractureParams::default()
        };
        let fracture = Fracturer::default().fracture(&rings, &params, &()).unwrap();
        for fragment in fracture.fragments.iter() {
            let (vertices, holes) = rounded(fragment);
            let found = triangles(&vertices, &holes);
            let corners = |part: &[usize]| part.iter().map(|&i| vertices[i]).collect::<Vec<_>>();
            let total: f64 = found.iter().map(|t| twice_area(&corners(t))).sum();
            let outer_end = holes.first().copied().unwrap_or(vertices.len());
            let mut truth = twice_area(&vertices[..outer_end]);
            for (h, &start) in holes.iter().enumerate() {
                truth += twice_area(&vertices[start..holes.get(h + 1).copied().unwrap_or(vertices.len())]);
            }
            prop_assert!(found.iter().all(|t| turns_left(&corners(t))));
            // Rounding may have folded a corner over, by as much as single precision can tell.
            prop_assert!((total - truth).abs() <= 1e-9 * truth + 1e-7 * scale * scale, "{total} of {truth}");
            let parts = convex_parts(&vertices, &found);
            let mut covered = 0.0;
            for part in &parts {
                let ring = corners(part);
                prop_assert!(part.len() == 3 || is_plainly_convex(&ring), "{ring:?}");
                prop_assert!((0..part.len()).all(|i| part[i + 1..].iter().all(|other| ring[i] != vertices[*other])));
                covered += twice_area(&ring);
            }
            // Triangles too thin for single precision are left out.
            let size = fragment.bounds().size();
            prop_assert!((covered - truth).abs() <= 1e-5 * size.x.max(size.y).powi(2), "{covered} of {truth}");
        }
    }
}

#[test]
fn a_ring_that_touches_itself_along_an_edge_is_covered() {
    let ring: [Vertex; 8] = [
        [38.68512, -71.1476],
        [32.63732, -106.9336],
        [-16.6636, -98.60184],
        [-15.48141, -91.60661],
        [-18.46343, -92.73293],
        [-19.06325, -98.1963],
        [81.93824, -115.2654],
        [92.85165, -50.6886],
    ];
    let found = triangles(&ring, &[]);
    let total: f64 = found.iter().map(|t| twice_area(&t.map(|i| ring[i]))).sum();
    assert!((total - twice_area(&ring)).abs() < 1e-4 * total, "{total} of {}", twice_area(&ring));
}

#[test]
fn a_ring_that_an_engine_may_take_for_concave_is_not_plainly_convex() {
    assert!(is_plainly_convex(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]));
    // Convex, and so far off that its winding in single precision is chance.
    let far = [[1e5, 1e5], [1e5 + 0.0625, 1e5], [1e5 + 0.0625, 1e5 + 0.0625], [1e5, 1e5 + 0.0625]];
    assert!(!is_plainly_convex(&far));
    // A pentagram turns one way at each corner.
    let star: Vec<Vertex> = (0..5)
        .map(|i| {
            let t = f64::from(i) * 0.8 * std::f64::consts::PI;
            [t.cos() as f32, t.sin() as f32]
        })
        .collect();
    assert!(!is_plainly_convex(&star));
    assert!(!is_plainly_convex(&[[0.0, 0.0], [2.0, 0.0], [1.0, 0.5], [2.0, 2.0]]));
}

#[test]
fn a_ring_is_asked_about_as_the_engine_does_whichever_way_round_it_runs() {
    // Convex, and taken where the crosses of its corners are asked about the first of three. It runs
    // clockwise, and an engine turns such a ring round: about the last of three, one cross comes out negative.
    let ring: [Vertex; 4] =
        [[25.920734, -26.691515], [64.62897, -61.06255], [19.56049, -27.10941], [13.934875, -16.048653]];
    let corner = |i: usize| [ring[i % 4], ring[(i + 1) % 4], ring[(i + 2) % 4]];
    let cross = |[a, b, c]: [Vertex; 3]| (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    assert!((0..4).all(|i| !turns_left(&corner(i)) && cross(corner(i)) <= 0.0));
    let turned = |i: usize| {
        let [a, b, c] = corner(i);
        [c, b, a]
    };
    assert!((0..4).any(|i| cross(turned(i)) < 0.0));
    assert!(!is_plainly_convex(&ring));
    let mut reversed = ring;
    reversed.reverse();
    assert!(!is_plainly_convex(&reversed));
}

#[test]
fn what_an_engine_gives_up_on_or_draws_wrongly_is_known() {
    let drawn = |ring: &[Vertex]| EarClipping::default().draw(ring.iter().copied(), 1 << 16);
    // An L at the scale of a game, and so small that its reflex corner is flat to the engine.
    let l = |size: f32| {
        [[1.0, 1.0], [1.0, 2.0], [0.0, 2.0], [0.0, 0.0], [2.0, 0.0], [2.0, 1.0]]
            .map(|[x, y]| [size * x, size * y])
    };
    assert_eq!(drawn(&l(10.0)), Drawn::Right);
    assert_eq!(drawn(&l(1e-3)), Drawn::Wrong);
    // Simple, and refused by Godot 4.6.3: what is left of it in the end are three corners of one line.
    let refused: [Vertex; 15] = [
        [-34.54814, 30.306278],
        [-31.257835, 26.064226],
        [-41.126385, 20.905617],
        [-12.361, 1.701326],
        [23.165367, -44.101326],
        [26.647951, -40.19314],
        [-3.1669044, -4.436817],
        [35.504326, -30.254429],
        [41.12638, -23.945305],
        [29.338663, -18.801064],
        [1.4773102, 4.0995054],
        [19.54079, 35.11074],
        [3.2475777, 44.101322],
        [-29.40662, 27.031916],
        [-32.88821, 31.207312],
    ];
    assert_eq!(drawn(&refused), Drawn::Refused);
    assert_eq!(EarClipping::default().draw(refused.into_iter(), 100), Drawn::Unknown);
    assert_eq!(drawn(&refused[..2]), Drawn::Refused);
}
