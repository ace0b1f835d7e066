//! The bits of one carving by every tool, frozen: lockstep games and replays rely on them.
#![allow(clippy::unwrap_used)] // helpers that fail are failed tests

mod golden;

use cutout_geometry::carve::{BiteFate, Ends, PlacedTool, Tool};
use cutout_geometry::{Carver, Carving, FractureParams, Point};
use golden::{Hash, blob};

/// Name of the tool and the FNV-1a hash of what is left and what is taken.
const GOLDEN: &[(&str, u64)] = &[
    ("circle", 0xff4b_ffc2_869a_137a),
    ("polygon", 0x4c8d_d291_5ad1_0b45),
    ("beam", 0xfa87_487b_d758_ab5c),
    ("sweep", 0x03aa_1f57_c875_0d35),
    ("cut", 0xdb2a_4756_a8a9_6790),
    ("slit", 0x0303_4b7e_4b30_b216),
    ("all", 0xb141_71fa_416c_c047),
];

fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

fn tools() -> Vec<Tool> {
    let path = vec![at(-90.0, 17.0), at(3.0, -12.5), at(20.0, 31.0), at(95.0, 40.25)];
    vec![
        Tool::Circle { center: at(31.0, 12.0), radius: 23.5 },
        Tool::Polygon(vec![
            vec![at(-60.0, -60.0), at(10.0, -9.0), at(-9.0, 70.0)],
            vec![at(-20.0, -20.0), at(-12.0, -12.0), at(-20.0, 2.0)],
        ]),
        Tool::Beam { from: at(-80.0, -30.0), to: at(25.0, 44.0), width: 7.0, ends: Ends::Round },
        Tool::Sweep { path: path.clone(), radius: 6.0 },
        Tool::Cut { path: path.clone(), width: 0.0 },
        Tool::Cut { path, width: 2.5 },
    ]
}

/// A blob with a hole, in single precision.
fn outline() -> [Vec<Point>; 2] {
    [blob(60, 64.0), blob(12, 16.0)]
        .map(|ring| ring.iter().map(|p| at(f64::from(p.x as f32), f64::from(p.y as f32))).collect())
}

fn hash(tools: Vec<Tool>) -> u64 {
    let rings = outline();
    let tools = tools.into_iter().map(PlacedTool::from).collect();
    let carving =
        Carving { bite: BiteFate::Kept, dust_area: 2.0, shatter_area: 60.0, ..Carving::with(tools) };
    let carved =
        Carver::default().carve(&[&rings[0], &rings[1]], &carving, &FractureParams::default(), &()).unwrap();
    let mut hash = Hash::new();
    for fragment in carved.fragments.iter() {
        hash.take(fragment.role() as u64);
        hash.take(fragment.step() as u64);
        hash.take_rings(fragment);
        fragment.on_outline().iter().for_each(|&flag| hash.take(u64::from(flag)));
        hash.take(fragment.area().to_bits());
    }
    hash.0
}

#[test]
fn the_bits_of_every_tool_are_those_of_this_version() {
    let mut found: Vec<u64> = tools().into_iter().map(|tool| hash(vec![tool])).collect();
    found.push(hash(tools()));
    let found: Vec<(&str, u64)> = GOLDEN.iter().map(|(name, _)| *name).zip(found).collect();
    assert_eq!(found, GOLDEN, "{found:#x?}");
}
