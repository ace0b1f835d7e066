//! Laws of the patterns that place sites.

mod domains;

use cutout_geometry::params::{Grain, MAX_SITES, Pattern};
use cutout_geometry::pattern::Domain;
use cutout_geometry::{Bounds, FractureParams, Point};
use domains::{Form, Outline, any_form, outlines, sites_of};
use proptest::prelude::*;
use std::cell::Cell;

fn distance(a: Point, b: Point) -> f64 {
    let d = a - b;
    (d.x * d.x + d.y * d.y).sqrt()
}

fn least_distance(sites: &[Point]) -> f64 {
    let mut least = f64::INFINITY;
    for (i, &a) in sites.iter().enumerate() {
        for &b in &sites[..i] {
            least = least.min(distance(a, b));
        }
    }
    least
}

fn nearest(sites: &[Point], p: Point) -> f64 {
    sites.iter().map(|&s| distance(s, p)).fold(f64::INFINITY, f64::min)
}

fn params(pattern: Pattern, fragment_count: u32, seed: u64) -> FractureParams {
    FractureParams { pattern, fragment_count, seed, ..FractureParams::default() }
}

/// The forms whose area tells how many sites fit at a distance.
fn wide_form() -> impl Strategy<Value = Form> {
    proptest::sample::select(vec![Form::Box, Form::Ring])
}

/// The sizes and places that the geometry promises: a millionth of a thousand to a million, anywhere.
fn any_outline() -> impl Strategy<Value = Outline> {
    outlines(-3..=6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn scattered_patterns_place_exactly_the_sites_asked_for_all_inside(
        outline in any_outline(),
        pattern in proptest::sample::select(vec![Pattern::Random, Pattern::Poisson, Pattern::Impact]),
        count in 1_u32..80,
        seed: u64,
        stretch in prop_oneof![Just(1.0), 1.0..20.0],
        angle_degrees in 0.0..180.0,
        falloff in 0.0..8.0,
    ) {
        let params = FractureParams {
            grain: Grain { angle_degrees, stretch },
            impact_falloff: falloff,
            ..params(pattern, count, seed)
        };
        let sites = sites_of(&params, &outline);
        prop_assert_eq!(sites.len(), count as usize);
        for &site in &sites {
            prop_assert!(outline.contains(site), "{:?} lies outside", site);
        }
        prop_assert!(count == 1 || least_distance(&sites) > 0.0, "two sites on one spot");
    }

    #[test]
    fn sites_keep_the_padding_from_the_sides_of_a_box(
        pattern in proptest::sample::select(vec![Pattern::Random, Pattern::Poisson, Pattern::Impact, Pattern::Grid]),
        padding in 0.0..100.0, seed: u64,
    ) {
        let outline = Outline::new(Form::Box, 200.0, 100.0).moved(17.0, -3.0);
        let params = FractureParams { edge_padding: padding, ..params(pattern, 20, seed) };
        let bounds = outline.bounds();
        // A quarter of the side at most.
        let (x, y) = (padding.min(50.0) - 1e-9, padding.min(25.0) - 1e-9);
        for site in sites_of(&params, &outline) {
            prop_assert!(site.x >= bounds.min.x + x && site.x <= bounds.max.x - x, "{:?}", site);
            prop_assert!(site.y >= bounds.min.y + y && site.y <= bounds.max.y - y, "{:?}", site);
        }
    }

    #[test]
    fn random_sites_keep_a_distance_that_fits(seed: u64, fraction in 0.02..0.2, form in wide_form()) {
        let outline = Outline::new(form, 300.0, 200.0);
        // Under a third of what jams.
        let asked = fraction * 200.0;
        let count = (0.2 * outline.area() / (asked * asked)) as u32;
        prop_assume!((2..2000).contains(&count));
        let params = FractureParams {
            min_cell_distance: fraction, edge_padding: 0.0, ..params(Pattern::Random, count, seed)
        };
        prop_assert!(least_distance(&sites_of(&params, &outline)) >= asked);
    }

    #[test]
    fn poisson_sites_are_evenly_spread_at_every_seed(seed: u64, count in 5_u32..300, form in wide_form()) {
        let outline = Outline::new(form, 300.0, 300.0);
        let params = FractureParams { edge_padding: 0.0, ..params(Pattern::Poisson, count, seed) };
        let sites = sites_of(&params, &outline);
        let mean = (outline.area() / f64::from(count)).sqrt();
        prop_assert!(least_distance(&sites) >= 0.7 * mean, "{} of {}", least_distance(&sites), mean);
        // No hole: nothing inside is much farther from a site than the sites from each other.
        for i in 0..40 {
            for j in 0..40 {
                let p = Point { x: f64::from(i) * 7.5 - 146.0, y: f64::from(j) * 7.5 - 146.0 };
                if outline.contains(p) {
                    let far = nearest(&sites, p);
                    prop_assert!(far <= 1.75 * mean, "{:?} is {} from a site, mean {}", p, far, mean);
                }
            }
        }
    }

    #[test]
    fn grid_sites_stay_in_their_cells(
        rows in 1_u32..12, cols in 1_u32..12, jitter in 0.0..=1.0, seed: u64, outline in any_outline(),
    ) {
        let params = FractureParams {
            grid_rows: rows, grid_cols: cols, grid_jitter: jitter, edge_padding: 0.0, ..params(Pattern::Grid, 1, seed)
        };
        let sites = sites_of(&params, &outline);
        prop_assert_eq!(sites.len(), (rows * cols) as usize);
        let (bounds, size) = (outline.bounds(), outline.bounds().size());
        let slack = 1e-6 + jitter * 0.5;
        for (i, site) in sites.iter().enumerate() {
            let column = (site.x - bounds.min.x) / size.x * f64::from(cols) - 0.5 - (i as u32 % cols) as f64;
            let row = (site.y - bounds.min.y) / size.y * f64::from(rows) - 0.5 - (i as u32 / cols) as f64;
            prop_assert!(column.abs() <= slack && row.abs() <= slack, "site {} strays by {}, {}", i, column, row);
        }
    }

    #[test]
    fn ring_sites_stray_no_farther_than_half_the_way_to_the_next(
        rings in 1_u32..8, spokes in 3_u32..20, variation in 0.0..=1.0, ring_size in 0.5..100.0, seed: u64,
    ) {
        let outline = Outline::new(Form::Box, 300.0, 200.0);
        let origin = Point { x: 20.0, y: -11.0 };
        let base = FractureParams {
            ring_count: rings, points_per_ring: spokes, radial_variation: variation, ring_size,
            origin: Some(origin), ..params(Pattern::Radial, 1, seed)
        };
        let reach = 0.5 * variation + 1e-9;
        let counts: Vec<u32> = (1..=rings).map(|k| ((f64::from(spokes * k) / f64::from(rings)).round() as u32).max(3)).collect();
        let sites = sites_of(&base, &outline);
        prop_assert_eq!(sites.len() as u32, counts.iter().sum::<u32>());
        let mut rest = sites.as_slice();
        for (k, &count) in counts.iter().enumerate() {
            let (ring, after) = rest.split_at(count as usize);
            rest = after;
            for &site in ring {
                let radius = distance(site, origin) / ring_size;
                prop_assert!((radius - (k + 1) as f64).abs() <= reach, "ring {} at {}", k + 1, radius);
            }
        }

        let web = sites_of(&FractureParams { pattern: Pattern::Spiderweb, ..base }, &outline);
        prop_assert_eq!(web.len() as u32, 1 + rings * spokes);
        prop_assert_eq!(web[0], origin);
        for (i, &site) in web[1..].iter().enumerate() {
            let spoke = i as u32 / rings;
            let turn = (site.y - origin.y).atan2(site.x - origin.x) / std::f64::consts::TAU * f64::from(spokes);
            let stray = (turn - f64::from(spoke)).rem_euclid(f64::from(spokes));
            let stray = stray.min(f64::from(spokes) - stray);
            prop_assert!(stray <= reach, "spoke {} strays by {}", spoke, stray);
            prop_assert!(distance(site, origin) <= ring_size * f64::from(rings) * (1.0 + 1.5 * reach + reach * reach));
        }
    }

    #[test]
    fn a_power_of_two_in_size_changes_nothing_but_the_size(
        form in any_form(), exponent in -10..=10, seed: u64,
        pattern in proptest::sample::select(vec![
            Pattern::Random, Pattern::Poisson, Pattern::Impact, Pattern::Grid, Pattern::Hexagonal, Pattern::Spiderweb,
        ]),
    ) {
        let scale = 2_f64.powi(exponent);
        let small = params(pattern, 24, seed);
        let large = FractureParams {
            edge_padding: small.edge_padding * scale, ring_size: small.ring_size * scale, ..small.clone()
        };
        let expected: Vec<Point> =
            sites_of(&small, &Outline::new(form, 300.0, 200.0)).iter().map(|&p| p * scale).collect();
        prop_assert_eq!(sites_of(&large, &Outline::new(form, 300.0 * scale, 200.0 * scale)), expected);
    }
}

#[test]
fn every_small_seed_gives_poisson_a_full_set() {
    let outline = Outline::new(Form::Ring, 128.0, 128.0);
    for seed in 0..500 {
        assert_eq!(sites_of(&params(Pattern::Poisson, 12, seed), &outline).len(), 12, "seed {seed}");
    }
}

#[test]
fn a_domain_that_is_never_hit_still_gets_its_sites_within_the_bounds() {
    let outline = Outline::new(Form::Liar, 100.0, 10.0);
    for pattern in [Pattern::Random, Pattern::Poisson, Pattern::Impact] {
        let sites = sites_of(&params(pattern, 50, 3), &outline);
        assert_eq!(sites.len(), 50, "{}", pattern.name());
        assert!(sites.iter().all(|&p| outline.bounds().contains(p)), "{}", pattern.name());
    }
}

#[test]
fn the_distance_gives_way_before_the_count_does() {
    let outline = Outline::new(Form::Box, 100.0, 100.0);
    let params = FractureParams { min_cell_distance: 1.0, ..params(Pattern::Random, 100, 1) };
    let sites = sites_of(&params, &outline);
    assert_eq!(sites.len(), 100);
    // It gives way little more than it must: the jamming limit inside the padding is 7.5.
    assert!(least_distance(&sites) > 5.0, "{}", least_distance(&sites));
}

#[test]
fn each_island_gets_its_share_of_poisson_sites_at_every_seed() {
    let outline = Outline::new(Form::Islands, 1000.0, 1000.0);
    for seed in 0..100 {
        let sites = sites_of(&params(Pattern::Poisson, 40, seed), &outline);
        let left = sites.iter().filter(|p| p.x < 0.0).count();
        assert!((14..=26).contains(&left), "{left} of 40 at seed {seed}");
    }
}

#[test]
fn hexagonal_sites_have_six_neighbours_at_one_distance_and_the_cells_asked_for() {
    for count in [7, 30, 200] {
        let outline = Outline::new(Form::Box, 300.0, 200.0);
        let sites = sites_of(&params(Pattern::Hexagonal, count, 0), &outline);
        let spacing = least_distance(&sites);
        let cell_area = spacing * spacing * 3_f64.sqrt() / 2.0;
        assert!((outline.area() / cell_area / f64::from(count) - 1.0).abs() < 1e-9);
        for &site in sites.iter().filter(|&&p| outline.bounds().contains(p)) {
            let ring =
                sites.iter().filter(|&&other| (distance(site, other) / spacing - 1.0).abs() < 1e-9).count();
            assert_eq!(ring, 6, "around {site:?}");
        }
        let inside = sites.iter().filter(|&&p| outline.bounds().contains(p)).count() as f64;
        // Those on the border count whole or not at all: as many as the border is long.
        assert!((inside - f64::from(count)).abs() < 2.0 * f64::from(count).sqrt(), "{inside} of {count}");
    }
}

#[test]
fn a_honeycomb_in_the_bounds_of_a_hair_stays_within_the_limit() {
    let hair =
        Outline { form: Form::Diagonal, half: Point { x: 1e6, y: 1e6 }, center: Point { x: 0.0, y: 0.0 } };
    let sites = sites_of(&params(Pattern::Hexagonal, MAX_SITES, 0), &hair);
    assert!(sites.len() <= MAX_SITES as usize && sites.len() > MAX_SITES as usize / 2, "{}", sites.len());
}

#[test]
fn a_honeycomb_in_the_bounds_of_a_needle_has_few_cells_for_few_pieces() {
    let needle = Outline::new(Form::Needle, 1e6, 1e6);
    for (count, most) in [(1, 4096), (10, 4096), (200, 64 * 200), (5000, MAX_SITES as usize)] {
        let sites = sites_of(&params(Pattern::Hexagonal, count, 0), &needle).len();
        assert!(sites <= most && sites > most / 2, "{sites} for {count}");
    }
}

#[test]
fn impact_sites_crowd_around_the_origin_the_more_so_the_steeper_the_falloff() {
    let outline = Outline::new(Form::Box, 400.0, 400.0);
    let origin = Point { x: 60.0, y: -40.0 };
    let near = |falloff| {
        let params = FractureParams {
            impact_falloff: falloff,
            origin: Some(origin),
            edge_padding: 0.0,
            ..params(Pattern::Impact, 200, 5)
        };
        sites_of(&params, &outline).iter().filter(|&&p| distance(p, origin) < 60.0).count()
    };
    let counts: Vec<usize> = [0.0, 1.0, 2.0, 4.0].map(near).to_vec();
    assert!(counts.is_sorted_by(|a, b| a + 5 < *b), "{counts:?}");
    // Without a falloff the density is level: pi * 60^2 / 400^2 of 200 sites, about 14.
    assert!((8..=20).contains(&counts[0]), "{counts:?}");
}

#[test]
fn impact_sites_keep_the_distance_that_their_density_allows() {
    let outline = Outline::new(Form::Box, 400.0, 400.0);
    for seed in 0..50 {
        let params =
            FractureParams { impact_falloff: 0.0, edge_padding: 0.0, ..params(Pattern::Impact, 100, seed) };
        let least = least_distance(&sites_of(&params, &outline));
        // 40 on average; chance alone brings some pair within 4.
        assert!(least > 20.0, "{least} at seed {seed}");
    }
}

#[test]
fn an_impact_from_outside_is_strongest_on_the_side_that_it_hits() {
    let outline = Outline::new(Form::Box, 400.0, 400.0);
    for origin in [Point { x: 300.0, y: 0.0 }, Point { x: 5000.0, y: 100.0 }] {
        let params = FractureParams { origin: Some(origin), ..params(Pattern::Impact, 100, 5) };
        let sites = sites_of(&params, &outline);
        let right = sites.iter().filter(|p| p.x > 100.0).count();
        assert!(right > 60, "{right} of 100 on the near quarter");
        // The whole side, not a beam through its middle.
        let (low, high) =
            (sites.iter().filter(|p| p.y < -100.0).count(), sites.iter().filter(|p| p.y > 100.0).count());
        assert!(low > 8 && high > 8, "{low} below, {high} above");
    }
}

#[test]
fn a_grain_spreads_sites_wider_along_it_than_across() {
    let outline = Outline::new(Form::Box, 300.0, 300.0);
    for pattern in [Pattern::Random, Pattern::Poisson] {
        let params = FractureParams {
            grain: Grain { angle_degrees: 0.0, stretch: 9.0 },
            min_cell_distance: 0.2,
            ..params(pattern, 60, 1)
        };
        let sites = sites_of(&params, &outline);
        // In a metric in which the fibres are a ninth as long nobody is near; in the plain one somebody is.
        let relaxed: Vec<Point> = sites.iter().map(|p| Point { x: p.x / 3.0, y: p.y * 3.0 }).collect();
        assert!(least_distance(&relaxed) > 1.8 * least_distance(&sites), "{}", pattern.name());
    }
}

/// An outline that counts what it is asked: a try for a site asks at least once.
struct Asked(Outline, Cell<usize>);

impl Asked {
    fn count(&self) {
        self.1.set(self.1.get() + 1);
    }
}

impl Domain for Asked {
    fn bounds(&self) -> Bounds {
        self.0.bounds()
    }

    fn contains(&self, p: Point) -> bool {
        self.count();
        self.0.contains(p)
    }

    fn area(&self) -> f64 {
        self.0.area()
    }

    fn is_over(&self) -> bool {
        self.count();
        false
    }
}

#[test]
fn the_largest_requests_take_not_many_times_the_tries_a_site_of_small_ones() {
    for pattern in [Pattern::Random, Pattern::Poisson, Pattern::Impact] {
        let tries_a_site = |sites: u32| {
            let outline = Asked(Outline::new(Form::Ring, 1000.0, 1000.0), Cell::new(0));
            assert_eq!(sites_of(&params(pattern, sites, 1), &outline).len(), sites as usize);
            outline.1.get() as f64 / f64::from(sites)
        };
        let (few, many) = (tries_a_site(MAX_SITES / 16), tries_a_site(MAX_SITES));
        // Sixteen times as many where tries grew with the sites squared; twice where a round more is needed.
        assert!(many < 4.0 * few, "{}: {few} tries a site, {many} of many", pattern.name());
    }
}

#[test]
fn given_points_are_the_sites_as_they_are() {
    let points = vec![Point { x: 1.0, y: 2.0 }, Point { x: 1.0, y: 2.0 }, Point { x: -1e9, y: 0.1 }];
    let params = FractureParams { points: points.clone(), ..params(Pattern::Points, 1, 0) };
    assert_eq!(sites_of(&params, &Outline::new(Form::Box, 1.0, 1.0)), points);
}
