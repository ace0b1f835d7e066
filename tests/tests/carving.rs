//! Carvings whose outcome is known: what survives, what comes off, what is refused.
#![allow(clippy::unwrap_used)] // what fails is a failed test

use cutout_geometry::carve::{Anchors, BiteFate, Ends, PlacedTool, Placement, Tool};
use cutout_geometry::{Carver, Carving, FractureParams, Role};
use cutout_tests::Point;
use cutout_tests::carving::{area_of, at, carve, count, polygon, with};
use cutout_tests::laws::rings;
use cutout_tests::outline::shoelace;
use cutout_tests::pieces;
use cutout_tests::random::Rng;
use geo::{Area, BooleanOps, Contains, MultiPolygon};

fn plate() -> Vec<Vec<Point>> {
    vec![vec![at(0.0, 0.0), at(400.0, 0.0), at(400.0, 300.0), at(0.0, 300.0)]]
}

fn cut(path: &[(f64, f64)], width: f64) -> Carving {
    with(Tool::Cut { path: path.iter().map(|&(x, y)| at(x, y)).collect(), width })
}

#[test]
fn a_bite_from_the_edge_leaves_one_survivor() {
    let carved = carve(&plate(), &with(Tool::Circle { center: at(400.0, 150.0), radius: 50.0 }));
    assert_eq!((carved.fragments.len(), count(&carved, Role::Survivor)), (1, 1));
    let half = 0.5 * std::f64::consts::PI * 2500.0;
    assert!((carved.report.taken_area - half).abs() < 0.01 * half);
    assert!((carved.fragments.get(0).unwrap().area() - (120_000.0 - half)).abs() < 0.01 * half);
}

#[test]
fn a_hole_survives_and_a_bite_inside_makes_one() {
    let mut rings = plate();
    rings.push(vec![at(40.0, 40.0), at(40.0, 80.0), at(80.0, 80.0), at(80.0, 40.0)]);
    let carved = carve(&rings, &with(Tool::Circle { center: at(250.0, 150.0), radius: 50.0 }));
    assert_eq!(carved.fragments.len(), 1);
    assert_eq!(carved.fragments.get(0).unwrap().holes().len(), 2);
}

#[test]
fn a_beam_across_lets_the_smaller_half_go() {
    let beam = Tool::Beam { from: at(300.0, -10.0), to: at(300.0, 310.0), width: 20.0, ends: Ends::Flat };
    let carved = carve(&plate(), &with(beam));
    assert_eq!((count(&carved, Role::Survivor), count(&carved, Role::Loose)), (1, 1));
    assert!((area_of(&carved, Role::Survivor) - 290.0 * 300.0).abs() < 0.1);
    assert!((area_of(&carved, Role::Loose) - 90.0 * 300.0).abs() < 0.1);
}

#[test]
fn only_what_is_cut_through_from_side_to_side_comes_apart() {
    // Into the plate and no further; out of it again; from edge to edge exactly.
    for (path, parts) in [
        (vec![(-10.0, 100.0), (200.0, 100.0)], 1),
        (vec![(-10.0, 100.0), (200.0, 100.0), (200.0, 310.0)], 2),
        (vec![(0.0, 100.0), (400.0, 120.0)], 2),
        (vec![(100.0, 100.0), (300.0, 100.0), (200.0, 250.0)], 1),
        // A closed path, a crossing one, and a dead end on a loop.
        (vec![(100.0, 100.0), (300.0, 100.0), (200.0, 250.0), (100.0, 100.0)], 2),
        (vec![(100.0, 100.0), (300.0, 100.0), (200.0, 250.0), (200.0, 50.0)], 2),
        (vec![(-10.0, 10.0), (410.0, 10.0), (410.0, 290.0), (200.0, 290.0), (200.0, -10.0)], 4),
    ] {
        let carved = carve(&plate(), &cut(&path, 0.0));
        assert_eq!(carved.fragments.len(), parts, "{path:?}");
        assert_eq!(count(&carved, Role::Survivor), 1);
        assert!((carved.report.area_out - 120_000.0).abs() < 1.0, "{path:?}");
        let corners: usize = carved.fragments.iter().map(|f| f.outer().len()).sum();
        if parts == 1 {
            assert_eq!(corners, 4, "{path:?}: what goes nowhere leaves no trace");
        }
    }
}

#[test]
fn a_cut_that_ends_inside_is_a_slit_where_it_has_a_width() {
    let carved = carve(&plate(), &cut(&[(-10.0, 100.0), (200.0, 100.0)], 4.0));
    assert_eq!(carved.fragments.len(), 1);
    assert!((carved.report.taken_area - 800.0).abs() < 0.1, "{}", carved.report.taken_area);
    assert_eq!(carved.fragments.get(0).unwrap().outer().len(), 8);
}

#[test]
fn anchors_decide_what_survives() {
    let beam = Tool::Beam { from: at(200.0, -10.0), to: at(200.0, 310.0), width: 20.0, ends: Ends::Flat };
    let survivors = |anchors: Anchors| {
        let carved = carve(&plate(), &Carving { anchors, ..with(beam.clone()) });
        count(&carved, Role::Survivor)
    };
    let points = |points: &[(f64, f64)]| Anchors::At {
        points: points.iter().map(|&(x, y)| at(x, y)).collect(),
        ring: Vec::new(),
    };
    assert_eq!(survivors(Anchors::Largest), 1);
    assert_eq!(survivors(points(&[(10.0, 10.0)])), 1);
    // On the border, and in both.
    assert_eq!(survivors(points(&[(0.0, 10.0), (400.0, 300.0)])), 2);
    assert_eq!(survivors(points(&[(200.0, 150.0), (500.0, 0.0)])), 0);
    let ground = vec![at(-100.0, 290.0), at(500.0, 290.0), at(500.0, 400.0), at(-100.0, 400.0)];
    assert_eq!(survivors(Anchors::At { points: vec![], ring: ground }), 2);
    let beside = vec![at(-100.0, 300.0), at(500.0, 300.0), at(500.0, 400.0), at(-100.0, 400.0)];
    assert_eq!(survivors(Anchors::At { points: vec![], ring: beside }), 0, "to touch is not to hold");
}

#[test]
fn what_was_apart_before_survives_apart() {
    let mut rings = plate();
    rings.push(vec![at(500.0, 0.0), at(520.0, 0.0), at(520.0, 20.0), at(500.0, 20.0)]);
    let carved = carve(&rings, &with(Tool::Circle { center: at(0.0, 0.0), radius: 30.0 }));
    assert_eq!((count(&carved, Role::Survivor), carved.fragments.len()), (2, 2));
}

#[test]
fn thresholds_shatter_what_is_small_and_drop_dust() {
    // 30, 60 and 290 wide.
    let strokes = |x: f64| {
        PlacedTool::from(Tool::Beam { from: at(x, -10.0), to: at(x, 310.0), width: 10.0, ends: Ends::Flat })
    };
    let carving = Carving::with(vec![strokes(35.0), strokes(105.0)]);
    let plain = carve(&plate(), &carving);
    assert_eq!((count(&plain, Role::Survivor), count(&plain, Role::Loose)), (1, 2));
    assert_eq!(plain.fragments.iter().map(|f| f.step()).collect::<Vec<_>>(), [0, 0, 1]);
    let dusty = carve(&plate(), &Carving { dust_area: 10_000.0, ..carving.clone() });
    assert_eq!(dusty.fragments.len(), 2);
    assert!((dusty.report.dust_area - 9_000.0).abs() < 1.0, "{}", dusty.report.dust_area);
    let shattered =
        carve(&plate(), &Carving { shatter_area: 20_000.0, dust_area: 10_000.0, ..carving.clone() });
    assert_eq!((count(&shattered, Role::Survivor), count(&shattered, Role::Loose)), (1, 10));
    let fallen = carve(&plate(), &Carving { min_survivor_area: 1e6, ..carving });
    assert_eq!(
        (count(&fallen, Role::Survivor), count(&fallen, Role::Loose)),
        (0, 2),
        "no second tool on nothing"
    );
}

#[test]
fn a_tool_that_misses_changes_no_bit_and_one_around_all_leaves_nothing() {
    let missed = carve(&plate(), &with(Tool::Circle { center: at(900.0, 0.0), radius: 50.0 }));
    assert_eq!(missed.fragments.get(0).unwrap().outer().len(), 4);
    assert_eq!((missed.report.taken_area, missed.report.area_out), (0.0, 120_000.0));
    let gone = carve(&plate(), &with(Tool::Circle { center: at(200.0, 150.0), radius: 5e5 }));
    assert!(gone.fragments.is_empty());
    assert_eq!(gone.report.taken_area, 120_000.0);
}

#[test]
fn the_same_tool_twice_takes_nothing_the_second_time() {
    let tool = Tool::Sweep { path: vec![at(390.0, 10.0), at(210.3, 160.7), at(333.0, 299.0)], radius: 21.7 };
    let once = carve(&plate(), &with(tool.clone()));
    let rings: Vec<Vec<Point>> = once
        .fragments
        .iter()
        .filter(|f| f.role() == Role::Survivor)
        .flat_map(|f| std::iter::once(f.outer()).chain(f.holes()).map(<[Point]>::to_vec).collect::<Vec<_>>())
        .collect();
    let again = carve(&rings, &with(tool));
    assert!(again.report.taken_area < 1e-3, "{}", again.report.taken_area);
    assert_eq!(count(&again, Role::Survivor), 1);
}

#[test]
fn a_thousand_bites_in_a_row_keep_vertices_and_area_in_bounds() {
    let mut rings = plate();
    let mut rng = Rng::new(7);
    let mut truth: MultiPolygon<f64> = MultiPolygon::new(vec![polygon(&rings)]);
    let mut most = 0;
    for bite in 0..1_000 {
        let center = at(
            200.0 + 0.2 * f64::from(bite) + rng.between(-1.0, 1.0),
            80.0 + 60.0 * libm::sin(f64::from(bite) * 0.03),
        );
        let carving = Carving { simplify: 0.25, ..with(Tool::Circle { center, radius: 12.0 }) };
        let carved = carve(&rings, &carving);
        let parts = pieces::of(&carved);
        rings::check(&parts).unwrap();
        rings = parts
            .iter()
            .zip(carved.fragments.iter())
            .filter(|(_, f)| f.role() == Role::Survivor)
            .flat_map(|(p, _)| p.rings.clone())
            .collect();
        most = most.max(rings.iter().map(Vec::len).sum::<usize>());
        if bite % 10 == 0 {
            let disc: Vec<Point> = (0..64)
                .map(|i| {
                    let turn = std::f64::consts::TAU * f64::from(i) / 64.0;
                    center + at(libm::cos(turn), libm::sin(turn)) * 12.0
                })
                .collect();
            truth = truth.difference(&MultiPolygon::new(vec![polygon(&[disc])]));
        }
    }
    assert!(most < 300, "{most} vertices");
    let area: f64 = rings.iter().map(|ring| shoelace(ring)).sum();
    // Only every tenth bite was taken from it, 2 px apart: the ridges between.
    let oracle = truth.unsigned_area();
    assert!(area < oracle + 500.0 && area > oracle - 3_000.0, "{area} {oracle}");
    assert!(!truth.contains(&at(200.0, 80.0)));
}

#[test]
fn a_tool_in_a_space_of_its_own_comes_out_where_it_is_placed() {
    let tool = PlacedTool {
        tool: Tool::Circle { center: at(10.0, 0.0), radius: 10.0 },
        placement: Placement { x: at(0.0, 4.0), y: at(-2.0, 0.0), origin: at(200.0, 100.0) },
        tolerance: 0.01,
    };
    let carving = Carving { bite: BiteFate::Kept, ..Carving::with(vec![tool]) };
    let carved = carve(&plate(), &carving);
    let bite = carved.fragments.iter().find(|f| f.role() == Role::Bite).unwrap();
    let ellipse = std::f64::consts::PI * 40.0 * 20.0;
    assert!((bite.area() - ellipse).abs() < 0.01 * ellipse);
    assert!((bite.centroid().x - 200.0).abs() < 0.1 && (bite.centroid().y - 140.0).abs() < 0.1);
}

#[test]
fn limits_are_told_before_any_work() {
    let long: Vec<Point> = (0..5_000).map(|i| at(f64::from(i), f64::from(i % 7) * 100.0)).collect();
    let refused = |carving: &Carving| {
        let plate = plate();
        Carver::default()
            .carve(&[&plate[0]], carving, &FractureParams::default(), &())
            .unwrap_err()
            .to_string()
    };
    let told = refused(&with(Tool::Sweep { path: long.clone(), radius: 1.0 }));
    assert!(told.contains("\"path\" has 5000 different points: 1 to 4096"), "{told}");
    let mut fine = PlacedTool::from(Tool::Sweep { path: long[..4_000].to_vec(), radius: 1000.0 });
    fine.tolerance = 1e-3;
    let told = refused(&Carving::with(vec![fine]));
    assert!(told.contains("\"tolerance\" gives the tool"), "{told}");
    let told = refused(&Carving::with(vec![]));
    assert!(told.contains("there are 0 tools: 1 to 256"), "{told}");
    let told = refused(&Carving { dust_area: -1.0, ..cut(&[(0.0, 0.0), (1.0, 1.0)], 0.0) });
    assert!(told.contains("options \"dust_area\" is -1.0"), "{told}");
    let huge: Vec<Point> = (0..1 << 19)
        .map(|i| {
            let turn = std::f64::consts::TAU * f64::from(i) / f64::from(1 << 19);
            at(libm::cos(turn), libm::sin(turn)) * 1e5
        })
        .collect();
    let mut round = PlacedTool::from(Tool::Circle { center: at(0.0, 0.0), radius: 1e6 });
    round.tolerance = 1e-4;
    let many = Tool::Polygon(vec![huge.iter().step_by(16).copied().collect()]);
    let told = Carver::default()
        .carve(&[&huge], &with(many), &FractureParams::default(), &())
        .unwrap_err()
        .to_string();
    assert!(told.contains("524288 points and the tool 32768 corners"), "{told}");
}

/// Two strokes side by side enclose a sliver that only the slit's own hole tells apart.
#[test]
fn loops_of_a_slit_keep_what_is_in_them() {
    let path = vec![at(-139.0, 99.0), at(94.0, -63.0), at(-71.0, 67.0), at(-34.0, -123.0)];
    let plate = vec![at(-500.0, -500.0), at(500.0, -500.0), at(500.0, 500.0), at(-500.0, 500.0)];
    let carved = carve(&[plate], &Carving { bite: BiteFate::Kept, ..with(Tool::Cut { path, width: 4.3 }) });
    assert_eq!(carved.fragments.len(), 3);
    assert!((carved.report.area_out - 1e6).abs() < 1.0, "{:?}", carved.report);
    assert!(carved.fragments.iter().all(|f| (f.role() == Role::Loose) == (f.holes().len() == 0)));
}

#[test]
fn a_tool_that_misses_thins_nothing_out() {
    let corners = (0..64).map(|i| f64::from(i) / 64.0 * core::f64::consts::TAU);
    let disc: Vec<Point> = corners.map(|turn| at(50.0 * turn.cos(), 50.0 * turn.sin())).collect();
    for center in [at(900.0, 0.0), at(49.0, 49.0)] {
        let carving = Carving { simplify: 0.25, ..with(Tool::Circle { center, radius: 5.0 }) };
        let carved = carve(std::slice::from_ref(&disc), &carving);
        assert_eq!(carved.fragments.len(), 1);
        assert_eq!(carved.fragments.iter().map(|f| f.outer().len()).sum::<usize>(), 64, "{center:?}");
    }
}

#[test]
fn what_is_far_from_the_tool_stays_as_it_was_and_is_outline() {
    let corners = (0..512).map(|i| f64::from(i) / 512.0 * core::f64::consts::TAU);
    let disc: Vec<Point> = corners
        .map(|turn| at(100.0 * libm::cos(turn), 100.0 * libm::sin(turn)))
        .map(|p| at(f64::from(p.x as f32), f64::from(p.y as f32)))
        .collect();
    let center = at(100.0, 0.0);
    let carving = Carving { simplify: 0.25, ..with(Tool::Circle { center, radius: 12.0 }) };
    let carved = carve(std::slice::from_ref(&disc), &carving);
    let left = carved.fragments.get(0).unwrap();
    let is_far = |p: Point| (p.x - center.x).hypot(p.y - center.y) > 20.0;
    let stayed = left.outer().iter().filter(|&&p| is_far(p)).count();
    assert_eq!(stayed, disc.iter().filter(|&&p| is_far(p)).count());
    assert!(left.outer().iter().filter(|&&p| is_far(p)).all(|p| disc.contains(p)));
    let ends = left.outer().iter().zip(left.outer().iter().cycle().skip(1));
    for ((&a, &b), &is_outline) in ends.zip(left.on_outline()) {
        assert!(is_outline || !(is_far(a) && is_far(b)), "{a:?} {b:?}");
    }
    assert!(left.on_outline().iter().any(|is_outline| !is_outline), "the bite is no outline");
}

#[test]
fn survivors_that_share_a_cut_do_not_grow_together_under_the_next_tool() {
    let plate = [vec![at(0.0, 0.0), at(400.0, 0.0), at(400.0, 300.0), at(0.0, 300.0)]];
    let tools = [
        PlacedTool::from(Tool::Cut { path: vec![at(200.0, -10.0), at(200.0, 310.0)], width: 0.0 }),
        PlacedTool::from(Tool::Circle { center: at(100.0, 150.0), radius: 30.0 }),
        PlacedTool::from(Tool::Circle { center: at(200.0, 150.0), radius: 30.0 }),
    ];
    let points = vec![at(1.0, 1.0), at(399.0, 1.0)];
    for count_of_tools in 1..=3 {
        let anchors = Anchors::At { points: points.clone(), ring: Vec::new() };
        let carving = Carving { anchors, simplify: 0.25, ..Carving::with(tools[..count_of_tools].to_vec()) };
        let carved = carve(&plate, &carving);
        assert_eq!(count(&carved, Role::Survivor), 2, "{count_of_tools} tools");
        assert_eq!(carved.fragments.len(), 2);
        let all = area_of(&carved, Role::Survivor) + carved.report.taken_area + carved.report.dust_area;
        assert!((all - 120_000.0).abs() < 1e-6, "{all}");
    }
}

#[test]
fn tools_that_together_have_too_many_corners_are_refused() {
    let disc = |size: f64| -> Vec<Point> {
        let corners = (0..40_000).map(|i| f64::from(i) / 40_000.0 * core::f64::consts::TAU);
        corners.map(|turn| at(size * turn.cos(), size * turn.sin())).collect()
    };
    let plate = vec![at(-900.0, -900.0), at(900.0, -900.0), at(900.0, 900.0), at(-900.0, 900.0)];
    let fine = |size: f64| PlacedTool::from(Tool::Polygon(vec![disc(size)]));
    let carving = Carving::with(vec![fine(400.0), fine(500.0)]);
    let refused = Carver::default().carve(&[&plate], &carving, &FractureParams::default(), &());
    let told = refused.err().map(|e| e.to_string()).unwrap_or_default();
    assert!(told.contains("40004 points and the tool 40000 corners"), "{told}");
}

#[test]
fn progress_never_runs_back_while_parts_are_shattered() {
    struct Told(std::cell::RefCell<Vec<f32>>);
    impl cutout_geometry::Checkpoint for Told {
        fn reach(&self, progress: f32) -> bool {
            self.0.borrow_mut().push(progress);
            true
        }
    }
    let plate = vec![at(0.0, 0.0), at(400.0, 0.0), at(400.0, 300.0), at(0.0, 300.0)];
    let stroke = |x: f64| Tool::Beam { from: at(x, -10.0), to: at(x, 310.0), width: 10.0, ends: Ends::Flat };
    let tools = [40.0, 80.0, 120.0].map(|x| PlacedTool::from(stroke(x))).to_vec();
    let carving = Carving { shatter_area: 20_000.0, ..Carving::with(tools) };
    let told = Told(std::cell::RefCell::default());
    Carver::default().carve(&[&plate], &carving, &FractureParams::default(), &told).unwrap();
    let told = told.0.into_inner();
    assert!(told.len() > 6 && told.is_sorted(), "{told:?}");
}

/// Two halves of a plate, which share a side.
fn halves() -> [Vec<Point>; 2] {
    let half = |x: f64| vec![at(x, 0.0), at(x + 200.0, 0.0), at(x + 200.0, 300.0), at(x, 300.0)];
    [half(0.0), half(200.0)]
}

#[test]
fn parts_that_touch_stay_apart_where_they_are_told_apart() {
    let circle = with(Tool::Circle { center: at(200.0, 150.0), radius: 30.0 });
    assert_eq!(count(&carve(&halves(), &circle), Role::Survivor), 1, "not told, they are one");
    let told = Carving { parts: vec![1, 1], simplify: 0.25, ..circle };
    let carved = carve(&halves(), &told);
    assert_eq!((count(&carved, Role::Survivor), carved.fragments.len()), (2, 2));
    let all = area_of(&carved, Role::Survivor) + carved.report.taken_area + carved.report.dust_area;
    assert!((all - 120_000.0).abs() < 1e-6 && carved.report.dust_area.abs() < 1.0, "{:?}", carved.report);
    let bonds: Vec<usize> = carved.fragments.iter().map(|f| f.bonds().len()).collect();
    assert_eq!(bonds, [1, 1], "what they share is a border");
    // One with an anchor stays, the other one comes off whole.
    let anchors = Anchors::At { points: vec![at(1.0, 1.0)], ring: Vec::new() };
    let carved = carve(&halves(), &Carving { anchors, ..told });
    assert_eq!((count(&carved, Role::Survivor), count(&carved, Role::Loose)), (1, 1));
    assert!((area_of(&carved, Role::Survivor) - area_of(&carved, Role::Loose)).abs() < 1e-6);
}

#[test]
fn parts_of_other_rings_than_there_are_are_refused() {
    let halves = halves();
    let rings: Vec<&[Point]> = halves.iter().map(Vec::as_slice).collect();
    for parts in [vec![1], vec![2, 1], vec![2, 0], vec![usize::MAX, 1]] {
        let carving = Carving { parts, ..with(Tool::Circle { center: at(0.0, 0.0), radius: 3.0 }) };
        let refused = Carver::default().carve(&rings, &carving, &FractureParams::default(), &());
        let told = refused.err().map(|e| e.to_string()).unwrap_or_default();
        assert!(told.starts_with("options \"parts\" are of"), "{told}");
    }
}
