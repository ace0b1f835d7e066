//! A whole input told by a few small numbers, so that a failure prints itself and shrinks well.

use crate::Point;
use crate::cuts::{Lines, Sites};
use crate::laws::CutBy;
use crate::random::Rng;
use crate::shapes::Kind;
use proptest::prelude::*;

/// What a case is cut by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutKind {
    /// Voronoi sites.
    Sites(Sites),
    /// Whole lines.
    Lines(Lines),
}

/// How large an outline is, in units, and where it lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Units for the radius of one that shapes are made with.
    pub scale: f64,
    /// Where the origin of the shape goes, in units.
    pub offset: Point,
}

/// The scales and offsets that the promises are made for: from a thousandth to a million units, and
/// up to a million away from the origin.
pub const FRAMES: [Frame; 9] = [
    Frame { scale: 100.0, offset: Point { x: 0.0, y: 0.0 } },
    Frame { scale: 100.0, offset: Point { x: 512.0, y: 300.0 } },
    Frame { scale: 1.0, offset: Point { x: 0.0, y: 0.0 } },
    Frame { scale: 1e-3, offset: Point { x: 0.0, y: 0.0 } },
    Frame { scale: 1e6, offset: Point { x: 0.0, y: 0.0 } },
    Frame { scale: 100.0, offset: Point { x: 1e6, y: -1e6 } },
    Frame { scale: 1e4, offset: Point { x: -1e6, y: 1e6 } },
    Frame { scale: 0.1, offset: Point { x: 1000.0, y: 0.0 } },
    Frame { scale: 64.0, offset: Point { x: 1024.0, y: -1024.0 } },
];

/// One input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// The outline's kind.
    pub kind: Kind,
    /// About how many vertices.
    pub size: usize,
    /// What cuts it.
    pub cut: CutKind,
    /// How many sites or lines.
    pub count: usize,
    /// Where and how large.
    pub frame: Frame,
    /// Turned by a random angle before rounding: nothing is axis-aligned any more.
    pub turned: bool,
    /// Everything else.
    pub seed: u64,
}

impl Case {
    /// A case from a seed alone, for long runs.
    #[must_use]
    pub fn random(seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        // Mostly small: small cases are fast, and shapes go wrong in the details.
        let most = *rng.pick(&[8, 16, 40, 120]);
        let most_cuts = *rng.pick(&[3, 8, 24]);
        Self {
            kind: *rng.pick(&Kind::ALL),
            size: 3 + rng.below(most),
            cut: if rng.chance(0.7) {
                CutKind::Sites(*rng.pick(&Sites::ALL))
            } else {
                CutKind::Lines(*rng.pick(&Lines::ALL))
            },
            count: 1 + rng.below(most_cuts),
            frame: *rng.pick(&FRAMES),
            turned: rng.chance(0.3),
            seed: rng.bits(),
        }
    }

    /// The rings, in any order and winding, rounded to `f32` as an engine would store them, and
    /// what cuts them.
    #[must_use]
    pub fn build(&self) -> (Vec<Vec<Point>>, CutBy) {
        let mut rng = Rng::new(self.seed);
        let mut rings = self.kind.rings(&mut rng, self.size);
        let mut cuts = match self.cut {
            CutKind::Sites(sites) => CutBy::Sites(sites.place(&mut rng, &rings, self.count)),
            CutKind::Lines(lines) => CutBy::Lines(lines.place(&mut rng, &rings, self.count)),
        };
        let turn = if self.turned { rng.between(0.0, std::f64::consts::TAU) } else { 0.0 };
        let (sin, cos) = (libm::sin(turn), libm::cos(turn));
        let frame = self.frame;
        let place = |p: &mut Point| {
            let (x, y) =
                if turn == 0.0 { (p.x, p.y) } else { (cos * p.x - sin * p.y, sin * p.x + cos * p.y) };
            *p = Point { x: x * frame.scale + frame.offset.x, y: y * frame.scale + frame.offset.y };
        };
        for ring in &mut rings {
            ring.iter_mut().for_each(place);
            ring.iter_mut().for_each(store);
            if rng.chance(0.3) {
                ring.reverse();
            }
            let start = rng.below(ring.len());
            ring.rotate_left(start);
        }
        rng.shuffle(&mut rings);
        // Patterns give cuts in f64; callers give them as f32.
        let stored = rng.chance(0.5);
        let place_cut = |p: &mut Point| {
            place(p);
            if stored {
                store(p);
            }
        };
        match &mut cuts {
            CutBy::Sites(sites) => sites.iter_mut().for_each(place_cut),
            CutBy::Lines(lines) => {
                lines.iter_mut().flatten().for_each(place_cut);
                lines.retain(|[a, b]| a != b);
            }
            CutBy::Anything => {}
        }
        (rings, cuts)
    }
}

fn store(p: &mut Point) {
    *p = Point { x: f64::from(p.x as f32), y: f64::from(p.y as f32) };
}

/// Any case; shrinks to fewer vertices, fewer cuts, earlier kinds and simpler frames.
pub fn any_case() -> impl Strategy<Value = Case> {
    (
        0..Kind::ALL.len(),
        prop_oneof![3 => 3..20_usize, 2 => 3..60_usize, 1 => 3..200_usize],
        any_cut(),
        prop_oneof![2 => 1..5_usize, 2 => 1..20_usize, 1 => 1..60_usize],
        0..FRAMES.len(),
        any::<bool>(),
        any::<u64>(),
    )
        .prop_map(|(kind, size, cut, count, frame, turned, seed)| Case {
            kind: Kind::ALL[kind],
            size,
            cut,
            count,
            frame: FRAMES[frame],
            turned,
            seed,
        })
}

fn any_cut() -> impl Strategy<Value = CutKind> {
    prop_oneof![
        2 => (0..Sites::ALL.len()).prop_map(|i| CutKind::Sites(Sites::ALL[i])),
        1 => (0..Lines::ALL.len()).prop_map(|i| CutKind::Lines(Lines::ALL[i])),
    ]
}
