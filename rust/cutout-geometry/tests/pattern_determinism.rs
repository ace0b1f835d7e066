//! The same parameters give the same bits: again, with used memory, in any order, and on every platform.

mod domains;

use cutout_geometry::params::{Grain, Pattern, Value};
use cutout_geometry::pattern::{Cuts, PatternScratch, cuts};
use cutout_geometry::{FractureParams, Point};
use domains::{Form, Outline, cuts_of};

/// FNV-1a over the bits of every coordinate.
fn hash(answer: &Cuts) -> u64 {
    let points: Vec<Point> = match answer {
        Cuts::Sites(sites) => sites.clone(),
        Cuts::Lines(lines) => lines.iter().flat_map(|l| [l.a, l.b]).collect(),
        Cuts::Bricks(course) => vec![course.origin, course.size, Point { x: course.offset, y: 0.0 }],
    };
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in points.iter().flat_map(|p| [p.x, p.y]).flat_map(|v| v.to_bits().to_le_bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    hash
}

/// A request that uses every bit of chance that the pattern has.
fn request(pattern: Pattern, seed: u64) -> FractureParams {
    let mut params = FractureParams {
        pattern,
        seed,
        fragment_count: 40,
        slice_count: 7,
        radial_randomness: 0.6,
        parallel_angle: 33.0,
        parallel_angle_rand: 0.3,
        h_random: 0.5,
        v_random: 0.5,
        h_angle_rand: 0.2,
        v_angle_rand: 0.2,
        ..FractureParams::default()
    };
    params.points = vec![Point { x: 0.5, y: 0.25 }];
    params.segments = vec![[Point { x: 0.0, y: 0.0 }, Point { x: 1.0, y: 2.0 }]];
    params
}

fn outline() -> Outline {
    Outline::new(Form::Ring, 310.0, 217.0).moved(1000.1, -77.7)
}

/// Recorded on x86-64 Linux. A change here breaks replays and lockstep games of every user: it is a new major
/// version, or a mistake.
const GOLDEN: [(Pattern, u64, u64); 15] = [
    (Pattern::Random, 0x3dbd_63b7_ed87_9929, 0x12b7_a583_80d4_f14a),
    (Pattern::Grid, 0x02c4_60f4_d2dc_b00c, 0xd10c_17c0_b73f_aa33),
    (Pattern::Radial, 0x5805_5f25_d95e_5f11, 0x2073_d689_1813_f88f),
    (Pattern::Spiderweb, 0x9d97_8d85_517c_4643, 0xa2c8_780e_5e3f_74ce),
    (Pattern::Poisson, 0xbfa7_d29a_39cb_2a3a, 0x3b93_9eab_9f33_1d1d),
    (Pattern::Hexagonal, 0xaa22_6b5c_11a5_3c7f, 0x24dd_40eb_13f8_fc2b),
    (Pattern::Impact, 0xf05f_97ea_cb81_e471, 0xf7e1_65da_e3f8_4bc3),
    (Pattern::Points, 0x27be_e7d4_e5a4_cb95, 0x27be_e7d4_e5a4_cb95),
    (Pattern::Slice, 0x32cf_7f05_e822_5321, 0x32cf_7f05_e822_5321),
    (Pattern::SlicesRadial, 0x0736_8398_ec9b_1d46, 0xbaa7_41fe_a9c5_5226),
    (Pattern::SlicesParallel, 0xaa00_0370_7ccd_5e2a, 0x006d_0887_427a_c57c),
    (Pattern::SlicesGrid, 0x284c_4898_0362_87ca, 0x17e4_489b_50ff_76df),
    (Pattern::SlicesChaotic, 0x56e8_e698_c5ad_4399, 0xd927_0ef5_caed_41d2),
    (Pattern::SlicesManual, 0x60e4_0be7_60d7_de38, 0x60e4_0be7_60d7_de38),
    (Pattern::Bricks, 0xe8a6_2891_95b7_ce00, 0xe8a6_2891_95b7_ce00),
];

#[test]
fn every_pattern_gives_the_recorded_bits() {
    let wood = Grain { angle_degrees: 20.0, stretch: 3.0 };
    let now: Vec<_> = Pattern::ALL
        .iter()
        .map(|&pattern| {
            let plain = request(pattern, 1);
            let grained = FractureParams { grain: wood, ..request(pattern, u64::MAX) };
            (pattern, hash(&cuts_of(&plain, &outline())), hash(&cuts_of(&grained, &outline())))
        })
        .collect();
    let listing: String = now
        .iter()
        .map(|(pattern, a, b)| format!("    (Pattern::{pattern:?}, {a:#018x}, {b:#018x}),\n"))
        .collect();
    assert!(now == GOLDEN, "the bits have changed; now they are\n{listing}");
}

#[test]
fn used_memory_and_the_order_of_jobs_change_nothing() {
    let mut scratch = PatternScratch::default();
    let mut answer = Cuts::default();
    let mut run = |pattern, seed| {
        cuts(&request(pattern, seed), &outline(), &mut scratch, &mut answer)
            .unwrap_or_else(|e| panic!("{e}"));
        hash(&answer)
    };
    let jobs: Vec<_> = Pattern::ALL.iter().flat_map(|&p| (0..8).map(move |seed| (p, seed))).collect();
    let forwards: Vec<u64> = jobs.iter().map(|&(p, seed)| run(p, seed)).collect();
    let mut backwards: Vec<u64> = jobs.iter().rev().map(|&(p, seed)| run(p, seed)).collect();
    backwards.reverse();
    let fresh: Vec<u64> =
        jobs.iter().map(|&(p, seed)| hash(&cuts_of(&request(p, seed), &outline()))).collect();
    assert_eq!(forwards, backwards);
    assert_eq!(forwards, fresh);
}

#[test]
fn another_seed_gives_other_pieces_wherever_chance_has_a_part() {
    let without_chance =
        [Pattern::Hexagonal, Pattern::Points, Pattern::Slice, Pattern::SlicesManual, Pattern::Bricks];
    for &pattern in Pattern::ALL {
        let hashes: Vec<u64> =
            [0, 1, 1 << 32, u64::MAX].map(|s| hash(&cuts_of(&request(pattern, s), &outline()))).to_vec();
        let all_equal = hashes.iter().all(|&h| h == hashes[0]);
        assert_eq!(all_equal, without_chance.contains(&pattern), "{}", pattern.name());
        let mut distinct = hashes;
        distinct.sort_unstable();
        distinct.dedup();
        assert!(all_equal || distinct.len() == 4, "{}", pattern.name());
    }
}

#[test]
fn a_negative_seed_of_a_script_is_a_seed_of_its_own() {
    let mut params = FractureParams::default();
    params.set("seed", Value::Int(-1)).expect("any whole number");
    assert_eq!(params.seed, u64::MAX);
}
