//! The bits of one fracture by every pattern, frozen: lockstep games and replays rely on them. A
//! change here breaks their saves and wants a major version.
#![allow(clippy::unwrap_used)] // helpers that fail are failed tests

mod golden;

use cutout_geometry::params::{Grain, Holes, Mask, Pattern};
use cutout_geometry::{Fracture, FractureParams, Fracturer, Point};
use golden::{Hash, blob};

/// Name of the pattern and the FNV-1a hash of its fragments.
const GOLDEN: &[(&str, u64)] = &[
    ("random", 0xad5d4cbcb4e601b4),
    ("grid", 0x8c9ba8efa9ccb2b7),
    ("radial", 0xd9a0bca61fbc8a36),
    ("spiderweb", 0x4e2553978ca9a377),
    ("poisson", 0x60c651fc1b7ec216),
    ("hexagonal", 0x69eeb87ab8af988d),
    ("impact", 0x0a37415e9add92ff),
    ("points", 0xc28a8646002ef92c),
    ("slice", 0x1602cd634792662c),
    ("slices_radial", 0x924256bb5ef1e150),
    ("slices_parallel", 0x054a238cd4641147),
    ("slices_grid", 0x0899699d5ad3fd03),
    ("slices_chaotic", 0xbcfab3c99f2f6fe1),
    ("slices_manual", 0x9043a8bd96d0471e),
    ("bricks", 0x26027b263afc58c0),
];

fn hash(fracture: &Fracture) -> u64 {
    let mut hash = Hash::new();
    for fragment in fracture.fragments.iter() {
        hash.take_rings(fragment);
        hash.take(fragment.area().to_bits());
        for bond in fragment.bonds() {
            hash.take(u64::from(bond.neighbor));
            hash.take(bond.length.to_bits());
        }
    }
    hash.0
}

/// A blob with a hole.
fn outline() -> [Vec<Point>; 2] {
    [blob(60, 100.0), blob(12, 20.0)]
}

/// What is asked for besides the pattern, and the hash of all patterns' answers to it.
const GOLDEN_FINISHES: &[(&str, u64)] = &[
    ("mask circle", 0x33c77085ddffb776),
    ("mask ring", 0x995de08c2bb53f4b),
    ("edge_roughness", 0x412c04748dcaca5b),
    ("gap", 0x727ecf13402d7d25),
    ("min_fragment_area", 0x2f2c281978914f65),
    ("bridge", 0x4d1b78cfc6032b46),
    ("all", 0x2317d93db27f981e),
];

#[test]
fn masks_roughness_gaps_and_least_areas_give_their_golden_bits() {
    let circle = Mask::Circle { center: Point { x: 10.0, y: 20.0 }, radius: 55.0 };
    let ring = [[-70.0, -40.0], [30.0, -60.0], [60.0, 30.0], [-10.0, 5.0], [-40.0, 70.0]];
    let ring = Mask::Ring(ring.map(|[x, y]| Point { x, y }).to_vec());
    let plain = FractureParams::default();
    let finishes = [
        ("mask circle", FractureParams { mask: Some(circle.clone()), ..plain.clone() }),
        ("mask ring", FractureParams { mask: Some(ring), holes: Holes::Keep, ..plain.clone() }),
        ("edge_roughness", FractureParams { edge_roughness: 0.6, ..plain.clone() }),
        ("gap", FractureParams { gap: 1.5, ..plain.clone() }),
        ("min_fragment_area", FractureParams { min_fragment_area: 300.0, ..plain.clone() }),
        ("bridge", FractureParams { holes: Holes::Bridge, ..plain.clone() }),
        (
            "all",
            FractureParams {
                mask: Some(circle),
                edge_roughness: 0.8,
                gap: 0.7,
                min_fragment_area: 100.0,
                holes: Holes::Bridge,
                ..plain
            },
        ),
    ];
    let rings = outline();
    let refs: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
    let mut fracturer = Fracturer::default();
    let mut found = Vec::new();
    for (name, finish) in finishes {
        let all = Pattern::ALL.iter().fold(0_u64, |all, &pattern| {
            let params = with_pattern(finish.clone(), pattern);
            all.rotate_left(7) ^ hash(&fracturer.fracture(&refs, &params, &()).unwrap())
        });
        found.push((name, all));
    }
    let told: String =
        found.iter().map(|(name, hash)| format!("    (\"{name}\", {hash:#018x}),\n")).collect();
    assert_eq!(found, GOLDEN_FINISHES, "the bits are now:\n{told}");
}

fn with_pattern(params: FractureParams, pattern: Pattern) -> FractureParams {
    FractureParams {
        pattern,
        seed: 42,
        fragment_count: 20,
        points: vec![Point { x: 3.0, y: 5.0 }, Point { x: -40.0, y: 10.0 }, Point { x: 20.0, y: -30.0 }],
        segments: vec![[Point { x: -90.0, y: -10.0 }, Point { x: 80.0, y: 25.0 }]],
        grain: Grain { angle_degrees: 30.0, stretch: 1.5 },
        ..params
    }
}

#[test]
fn every_pattern_gives_its_golden_bits() {
    let rings = outline();
    let refs: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
    let mut fracturer = Fracturer::default();
    let mut found = Vec::new();
    for &pattern in Pattern::ALL {
        let params = with_pattern(FractureParams::default(), pattern);
        found.push((pattern.name(), hash(&fracturer.fracture(&refs, &params, &()).unwrap())));
    }
    let told: String =
        found.iter().map(|(name, hash)| format!("    (\"{name}\", {hash:#018x}),\n")).collect();
    assert_eq!(found, GOLDEN, "the bits are now:\n{told}");
}
