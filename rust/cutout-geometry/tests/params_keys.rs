//! Every key of the parameters: default, range, error sentence.

use cutout_geometry::params::{
    Family, FillRule, Grain, Holes, KEYS, KeySpec, Kind, MAX_COORDINATE, MAX_CUTS, MAX_SITES, MIN_LENGTH,
    Mask, Pattern, Value,
};
use cutout_geometry::{FractureParams, ParamError, Point};
use proptest::prelude::*;

fn point(x: f64, y: f64) -> Point {
    Point { x, y }
}

fn text(name: &str) -> Value {
    Value::Text(name.to_owned())
}

/// What the contract promises, written down a second time: key, default, patterns that must read it.
fn contract() -> Vec<(&'static str, Value)> {
    use Value::{Bool, Float, Grain, Int, PointLists, Points, Unset};
    vec![
        ("pattern", text("random")),
        ("fragment_count", Int(10)),
        ("min_cell_distance", Float(0.1)),
        ("edge_padding", Float(5.0)),
        ("grid_rows", Int(3)),
        ("grid_cols", Int(3)),
        ("grid_jitter", Float(0.3)),
        ("origin", Unset),
        ("ring_count", Int(3)),
        ("ring_size", Float(50.0)),
        ("points_per_ring", Int(8)),
        ("radial_variation", Float(0.2)),
        ("poisson_attempts", Int(30)),
        ("impact_falloff", Float(2.0)),
        ("points", Points(vec![])),
        ("line_start", Unset),
        ("line_end", Unset),
        ("slice_count", Int(3)),
        ("radial_randomness", Float(0.0)),
        ("parallel_angle", Float(0.0)),
        ("parallel_angle_rand", Float(0.0)),
        ("h_start", Unset),
        ("v_start", Unset),
        ("h_slices", Int(3)),
        ("v_slices", Int(3)),
        ("h_random", Float(0.0)),
        ("v_random", Float(0.0)),
        ("h_angle_rand", Float(0.0)),
        ("v_angle_rand", Float(0.0)),
        ("segments", PointLists(vec![])),
        ("extend", Bool(true)),
        ("brick_size", Unset),
        ("brick_offset", Float(0.5)),
        ("seed", Int(0)),
        ("min_fragment_area", Float(0.0)),
        ("holes", text("split")),
        ("fill_rule", text("nonzero")),
        ("edge_roughness", Float(0.0)),
        ("grain", Grain { angle_degrees: 0.0, stretch: 1.0 }),
        ("gap", Float(0.0)),
        ("mask", Unset),
    ]
}

#[test]
fn the_table_holds_the_keys_and_defaults_of_the_contract_and_no_others() {
    let table: Vec<_> = KEYS.iter().map(|spec| (spec.name, spec.default_value())).collect();
    assert_eq!(table, contract());
}

#[test]
fn the_patterns_are_those_of_the_contract_in_their_families() {
    let names = |family| {
        Pattern::ALL.iter().filter(|p| p.family() == family).map(|p| p.name()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(Family::Sites), "random grid radial spiderweb poisson hexagonal impact points");
    assert_eq!(
        names(Family::Lines),
        "slice slices_radial slices_parallel slices_grid slices_chaotic slices_manual bricks"
    );
    assert_eq!(Holes::NAMES, ["split", "keep", "bridge"]);
    assert_eq!(FillRule::NAMES, ["nonzero", "evenodd"]);
    for &pattern in Pattern::ALL {
        assert_eq!(Pattern::from_name(pattern.name()), Some(pattern));
    }
}

#[test]
fn default_parameters_are_valid_for_every_pattern_that_needs_no_points() {
    for &pattern in Pattern::ALL {
        let params = FractureParams { pattern, ..FractureParams::default() };
        let needs_points = matches!(pattern, Pattern::Points | Pattern::SlicesManual);
        assert_eq!(params.validate().is_err(), needs_points, "{}", pattern.name());
    }
}

/// Accepts the value, reads it back, and passes the ranges of `validate`.
fn accepts(spec: &KeySpec, value: Value, expected: &Value) {
    let mut params = FractureParams::default();
    let shown = value.to_string();
    params.set(spec.name, value).unwrap_or_else(|e| panic!("{} should take {shown}: {e}", spec.name));
    assert_eq!(&spec.value(&params), expected);
}

/// Refuses the value, leaves the parameters alone, and says so in one sentence.
fn refuses(spec: &KeySpec, value: Value, given: &str) -> ParamError {
    let mut params = FractureParams::default();
    let Err(error) = params.set(spec.name, value) else { panic!("{} should refuse {given}", spec.name) };
    assert_eq!(params, FractureParams::default(), "{} changed on failure", spec.name);
    assert_eq!(error.key(), spec.name);
    let sentence = error.to_string();
    assert!(sentence.starts_with(&format!("params \"{}\" ", spec.name)), "{sentence}");
    assert!(sentence.contains(given), "{sentence} should show {given}");
    assert!(sentence.contains(": allowed are "), "{sentence}");
    assert!(!sentence.contains('\n') && !sentence.ends_with('.'), "{sentence}");
    error
}

#[test]
fn every_key_takes_both_ends_of_its_range_and_refuses_what_lies_past_them() {
    for spec in KEYS {
        match spec.kind() {
            Kind::Whole { min, max } => {
                for end in [min, max] {
                    accepts(spec, Value::Int(end.into()), &Value::Int(end.into()));
                    accepts(spec, Value::Float(end.into()), &Value::Int(end.into()));
                }
                for past in [i64::from(min) - 1, i64::from(max) + 1, i64::MIN, i64::MAX] {
                    let error = refuses(spec, Value::Int(past), &past.to_string());
                    let sentence = format!(
                        "params \"{}\" is {past}: allowed are whole numbers from {min} to {max}",
                        spec.name
                    );
                    assert_eq!(error.to_string(), sentence);
                }
                refuses(spec, Value::Float(f64::from(min) + 0.5), ".5");
            }
            Kind::Real { min, max, optional } => {
                for end in [min, max] {
                    accepts(spec, Value::Float(end), &Value::Float(end));
                }
                accepts(spec, Value::Int(1), &Value::Float(1.0));
                refuses(spec, Value::Float(min.next_down()), &format!("{:?}", min.next_down()));
                refuses(spec, Value::Float(max.next_up()), &format!("{:?}", max.next_up()));
                if optional {
                    accepts(spec, Value::Unset, &Value::Unset);
                }
            }
            Kind::Name(names) => {
                for name in names {
                    accepts(spec, text(name), &text(name));
                }
                refuses(spec, text(""), "\"\"");
                refuses(spec, text(&names[0].to_uppercase()), &names[0].to_uppercase());
            }
            Kind::Flag => {
                accepts(spec, Value::Bool(false), &Value::Bool(false));
                refuses(spec, Value::Int(1), "1");
            }
            Kind::Seed => {
                for seed in [i64::MIN, -1, 0, i64::MAX] {
                    accepts(spec, Value::Int(seed), &Value::Int(seed));
                }
                refuses(spec, Value::Float(0.5), "0.5");
                refuses(spec, Value::Float(1e19), "1e19");
            }
            Kind::Point => {
                let far = Value::Point(point(-MAX_COORDINATE, MAX_COORDINATE));
                accepts(spec, far.clone(), &far);
                accepts(spec, Value::Unset, &Value::Unset);
                refuses(spec, Value::Point(point(0.0, 2e9)), "(0.0, 2000000000.0)");
            }
            Kind::Size => {
                let least = Value::Point(point(MIN_LENGTH, MAX_COORDINATE));
                accepts(spec, least.clone(), &least);
                refuses(spec, Value::Point(point(0.0, 1.0)), "(0.0, 1.0)");
                refuses(spec, Value::Point(point(1.0, -1.0)), "(1.0, -1.0)");
            }
            Kind::Points => {
                let most = Value::Points(vec![point(1.0, 2.0); MAX_SITES as usize]);
                accepts(spec, most.clone(), &most);
                refuses(spec, Value::Points(vec![point(1.0, 2.0); 65_537]), "65537 points");
                refuses(
                    spec,
                    Value::Points(vec![point(0.0, 0.0), point(f64::NAN, 0.0)]),
                    "(NaN, 0.0) at index 1",
                );
            }
            Kind::Segments => {
                let pair = vec![point(0.0, 0.0), point(1.0, 0.0)];
                let most = Value::PointLists(vec![pair.clone(); MAX_CUTS as usize]);
                accepts(spec, most.clone(), &most);
                accepts(spec, Value::Points(pair.clone()), &Value::PointLists(vec![pair.clone()]));
                refuses(spec, Value::PointLists(vec![pair.clone(); 1025]), "1025 pairs");
                refuses(spec, Value::Points(vec![point(0.0, 0.0); 3]), "3 points");
                refuses(spec, Value::PointLists(vec![pair.clone(), vec![]]), "0 points at index 1");
                refuses(spec, Value::Points(vec![point(2.0, 3.0); 2]), "(2.0, 3.0) to (2.0, 3.0) at index 0");
                refuses(spec, Value::Points(vec![point(2.0, f64::INFINITY); 2]), "inf");
            }
            Kind::Grain => {
                let wood = Value::Grain { angle_degrees: 30.0, stretch: 4.0 };
                accepts(spec, wood.clone(), &wood);
                accepts(spec, Value::Point(point(30.0, 4.0)), &wood);
                refuses(spec, Value::Point(point(0.0, 0.5)), "stretch: 0.5");
                refuses(spec, Value::Grain { angle_degrees: f64::NAN, stretch: 1.0 }, "NaN");
            }
            Kind::Mask => {
                let circle = Value::Circle { center: point(1.0, 2.0), radius: 3.0 };
                accepts(spec, circle.clone(), &circle);
                let ring = vec![point(0.0, 0.0), point(1.0, 0.0), point(0.0, 1.0)];
                accepts(spec, Value::Points(ring.clone()), &Value::Points(ring.clone()));
                accepts(spec, Value::PointLists(vec![ring.clone()]), &Value::Points(ring.clone()));
                accepts(spec, Value::Points(vec![]), &Value::Unset);
                accepts(spec, Value::Unset, &Value::Unset);
                refuses(spec, Value::PointLists(vec![ring.clone(), ring.clone()]), "2 lists");
                refuses(spec, Value::Points(ring[..2].to_vec()), "2 points");
                refuses(spec, Value::Circle { center: point(0.0, 0.0), radius: 0.0 }, "radius: 0.0");
                refuses(spec, Value::Circle { center: point(0.0, f64::NAN), radius: 1.0 }, "NaN");
            }
        }
    }
}

#[test]
fn nan_and_infinity_are_refused_by_every_key_that_takes_numbers() {
    for spec in KEYS {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let shown = format!("{bad:?}");
            match spec.kind() {
                Kind::Whole { .. } | Kind::Real { .. } | Kind::Seed => {
                    refuses(spec, Value::Float(bad), &shown);
                }
                Kind::Point | Kind::Size | Kind::Grain => {
                    refuses(spec, Value::Point(point(bad, 1.0)), &shown);
                    refuses(spec, Value::Point(point(1.0, bad)), &shown);
                }
                Kind::Points | Kind::Mask => {
                    refuses(
                        spec,
                        Value::Points(vec![point(0.0, 0.0), point(1.0, 0.0), point(1.0, bad)]),
                        &shown,
                    );
                }
                Kind::Segments => {
                    refuses(spec, Value::Points(vec![point(0.0, 0.0), point(1.0, bad)]), &shown);
                }
                Kind::Flag | Kind::Name(_) => {}
            }
        }
    }
}

#[test]
fn values_of_other_types_are_refused_by_every_key() {
    for spec in KEYS {
        let error = refuses(spec, Value::Other("Node"), "of type Node");
        assert!(matches!(error, ParamError::WrongType { .. }), "{error:?}");
        if !matches!(spec.kind(), Kind::Name(_)) {
            refuses(spec, text("ten"), "the text \"ten\"");
        }
    }
}

#[test]
fn an_unknown_key_names_itself_its_value_and_the_keys_and_a_slip_is_recognised() {
    let mut params = FractureParams::default();
    let error = params.set("fragmentcount", Value::Int(5)).expect_err("no such key");
    let sentence = error.to_string();
    assert!(
        sentence.starts_with(
            "params has no key \"fragmentcount\" (given 5; did you mean \"fragment_count\"?): allowed are pattern, "
        ),
        "{sentence}"
    );
    assert!(KEYS.iter().all(|spec| sentence.contains(spec.name)));
    let error = params.set("zzz", Value::Unset).expect_err("no such key");
    assert!(error.to_string().starts_with("params has no key \"zzz\" (given null): allowed are pattern, "));
    let error = params.set("pattern", text("poison")).expect_err("no such pattern");
    assert!(
        error.to_string().starts_with(
            "params \"pattern\" is \"poison\" (did you mean \"poisson\"?): allowed are random, grid, radial, "
        ),
        "{error}"
    );
}

#[test]
fn combinations_that_cannot_be_computed_are_refused_in_one_sentence() {
    let default = FractureParams::default;
    let cases = [
        (
            FractureParams { pattern: Pattern::Points, ..default() },
            "params \"points\" is empty: allowed are 1 to 65536 points for the pattern \"points\"",
        ),
        (
            FractureParams { pattern: Pattern::SlicesManual, ..default() },
            "params \"segments\" is empty: allowed are 1 to 1024 pairs of points for the pattern \"slices_manual\"",
        ),
        (
            FractureParams { pattern: Pattern::Slice, line_end: Some(point(1.0, 1.0)), ..default() },
            "params \"line_start\" is unset: allowed are points where \"line_end\" is set",
        ),
        (
            FractureParams { pattern: Pattern::Slice, line_start: Some(point(1.0, 1.0)), ..default() },
            "params \"line_end\" is unset: allowed are points where \"line_start\" is set",
        ),
        (
            FractureParams {
                pattern: Pattern::Slice,
                line_start: Some(point(1.0, 1.0)),
                line_end: Some(point(1.0, 1.0)),
                ..default()
            },
            "params \"line_end\" is (1.0, 1.0), as is \"line_start\": allowed are points other than \"line_start\"",
        ),
        (
            FractureParams { pattern: Pattern::Grid, grid_rows: 300, grid_cols: 300, ..default() },
            "params \"grid_rows\" is 300, with \"grid_cols\" 300 that is 90000 sites: allowed are up to 65536 sites in all",
        ),
        (
            FractureParams { pattern: Pattern::Radial, ring_count: 1000, points_per_ring: 100, ..default() },
            "params \"ring_count\" is 1000, with \"points_per_ring\" 100 that is 100000 sites: allowed are up to 65536 sites in all",
        ),
        (
            FractureParams {
                pattern: Pattern::Spiderweb,
                ring_count: 1024,
                points_per_ring: 64,
                ..default()
            },
            "params \"ring_count\" is 1024, with \"points_per_ring\" 64 that is 65536 sites: allowed are up to 65535 sites in all",
        ),
        (
            FractureParams { pattern: Pattern::SlicesGrid, h_slices: 0, v_slices: 0, ..default() },
            "params \"h_slices\" is 0, with \"v_slices\" 0 together: allowed are 1 to 1024 lines together with \"v_slices\"",
        ),
        (
            FractureParams { pattern: Pattern::SlicesGrid, h_slices: 1000, v_slices: 25, ..default() },
            "params \"h_slices\" is 1000, with \"v_slices\" 1025 together: allowed are 1 to 1024 lines together with \"v_slices\"",
        ),
    ];
    for (params, sentence) in cases {
        assert_eq!(params.validate().expect_err(sentence).to_string(), sentence);
    }
    // What a pattern does not read cannot be in its way.
    assert_eq!(
        FractureParams { grid_rows: 300, grid_cols: 300, h_slices: 0, v_slices: 0, ..default() }.validate(),
        Ok(())
    );
}

#[test]
fn fields_that_were_written_past_set_are_checked_all_the_same() {
    let nan = f64::NAN;
    let spoilers: [fn(&mut FractureParams); 10] = [
        |p| p.fragment_count = 0,
        |p| p.ring_size = 0.0,
        |p| p.origin = Some(point(f64::NAN, 0.0)),
        |p| p.points = vec![point(0.0, f64::INFINITY)],
        |p| p.segments = vec![[point(1.0, 1.0); 2]],
        |p| p.h_start = Some(f64::NAN),
        |p| p.brick_size = Some(point(1.0, 0.0)),
        |p| p.grain = Grain { angle_degrees: 0.0, stretch: 0.0 },
        |p| p.mask = Some(Mask::Ring(vec![])),
        |p| p.mask = Some(Mask::Circle { center: point(0.0, 0.0), radius: -1.0 }),
    ];
    for (i, spoil) in spoilers.into_iter().enumerate() {
        let mut params = FractureParams::default();
        spoil(&mut params);
        assert!(params.validate().is_err(), "spoiler {i}");
    }
    assert!(FractureParams { gap: nan, ..FractureParams::default() }.validate().is_err());
}

fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>(), -1e3..1e3, Just(f64::NAN), Just(0.0), Just(1.0)]
}

fn any_point() -> impl Strategy<Value = Point> {
    (any_number(), any_number()).prop_map(|(x, y)| point(x, y))
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Unset),
        any::<bool>().prop_map(Value::Bool),
        prop_oneof![any::<i64>(), -2_i64..70_000].prop_map(Value::Int),
        any_number().prop_map(Value::Float),
        ".{0,80}".prop_map(Value::Text),
        proptest::sample::select([Pattern::NAMES, Holes::NAMES, FillRule::NAMES].concat()).prop_map(text),
        any_point().prop_map(Value::Point),
        proptest::collection::vec(any_point(), 0..6).prop_map(Value::Points),
        proptest::collection::vec(proptest::collection::vec(any_point(), 0..4), 0..4)
            .prop_map(Value::PointLists),
        (any_point(), any_number()).prop_map(|(center, radius)| Value::Circle { center, radius }),
        (any_number(), any_number())
            .prop_map(|(angle_degrees, stretch)| Value::Grain { angle_degrees, stretch }),
        Just(Value::Other("Object")),
    ]
}

fn any_key() -> impl Strategy<Value = String> {
    let known: Vec<&str> = KEYS.iter().map(|spec| spec.name).collect();
    prop_oneof![9 => proptest::sample::select(known).prop_map(str::to_owned), 1 => ".{0,90}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn whatever_is_set_nothing_panics_and_what_is_accepted_is_in_range(
        entries in proptest::collection::vec((any_key(), any_value()), 0..8)
    ) {
        let mut params = FractureParams::default();
        for (key, value) in entries {
            let before = params.clone();
            match params.set(&key, value) {
                Ok(()) => {
                    // Read back and set again: the same.
                    let spec = KeySpec::find(&key).expect("a key that was accepted");
                    let mut again = before;
                    prop_assert_eq!(again.set(&key, spec.value(&params)), Ok(()));
                    prop_assert_eq!(&again, &params);
                }
                Err(error) => {
                    prop_assert_eq!(&params, &before);
                    let sentence = error.to_string();
                    prop_assert!(sentence.starts_with("params ") && sentence.contains(&format!("{key:?}")), "{}", sentence);
                    prop_assert!(sentence.contains(": allowed are "), "{}", sentence);
                }
            }
        }
        // Only combinations may still be wrong.
        if let Err(error) = params.validate() {
            prop_assert!(matches!(error, ParamError::Conflict { .. }), "{error}");
        }
    }
}
