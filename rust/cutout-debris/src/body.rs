//! A piece as the contacts see it: a few corners, how far they reach, and how hard it is to turn.

use crate::vector::Vec2;

/// Outlines with more corners than this are seen by the contacts as their corners in sixteen directions.
pub const MOST_CORNERS: usize = 16;

/// Corners in a block.
pub const BLOCK: usize = 8;

/// A few corners of a piece side by side, in one line of the cache. Where there are fewer, the last one stands in
/// for those that are missing.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
pub struct Corners {
    /// To the right of the piece's centre.
    pub x: [f32; BLOCK],
    /// Below it.
    pub y: [f32; BLOCK],
}

impl Corners {
    const NONE: Self = Self { x: [0.0; BLOCK], y: [0.0; BLOCK] };

    /// Those of a list, the first of which is the `first`; none where the list ends before.
    fn of(list: &[Vec2], first: usize) -> Option<Self> {
        let some = list.get(first..)?;
        let last = some.last()?;
        let corner = |at: usize| some.get(at).unwrap_or(last);
        Some(Self { x: core::array::from_fn(|at| corner(at).x), y: core::array::from_fn(|at| corner(at).y) })
    }
}

/// Sine of an eighth of a turn.
const DIAGONAL: f32 = core::f32::consts::FRAC_1_SQRT_2;
/// Cosine and sine of a sixteenth of a turn.
const LONG: f32 = 0.923_879_5;
const SHORT: f32 = 0.382_683_43;

/// Directions in which a piece with many corners keeps one, in turn.
const DIRECTIONS: [Vec2; MOST_CORNERS] = [
    Vec2::new(1.0, 0.0),
    Vec2::new(LONG, SHORT),
    Vec2::new(DIAGONAL, DIAGONAL),
    Vec2::new(SHORT, LONG),
    Vec2::new(0.0, 1.0),
    Vec2::new(-SHORT, LONG),
    Vec2::new(-DIAGONAL, DIAGONAL),
    Vec2::new(-LONG, SHORT),
    Vec2::new(-1.0, 0.0),
    Vec2::new(-LONG, -SHORT),
    Vec2::new(-DIAGONAL, -DIAGONAL),
    Vec2::new(-SHORT, -LONG),
    Vec2::new(0.0, -1.0),
    Vec2::new(SHORT, -LONG),
    Vec2::new(DIAGONAL, -DIAGONAL),
    Vec2::new(LONG, -SHORT),
];

/// How a piece moves and touches, apart from where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Distance of the farthest vertex from the piece's centre.
    pub reach: f32,
    /// One over the squared radius of gyration: inverse inertia for a mass of 1.
    pub inverse_inertia: f32,
    /// How many corners the contacts see.
    pub corner_count: u8,
    /// The first of them.
    pub corners: Corners,
    /// The others, of a piece that has so many.
    pub more_corners: Option<Box<Corners>>,
}

impl Body {
    /// Measures a piece by its outer ring about its centre.
    ///
    /// The radius of gyration is taken as for a mass that sits halfway (in area) between the centre and
    /// the vertices: exact for a disc, and close for anything that looks like a shard.
    pub fn of(ring: &[Vec2]) -> Self {
        let mut farthest = 0.0_f32;
        let mut sum = 0.0_f32;
        for vertex in ring {
            let square = vertex.length_squared();
            farthest = farthest.max(square);
            sum += square;
        }
        let (extremes, count);
        let seen = if ring.len() > MOST_CORNERS {
            (extremes, count) = extremes_of(ring);
            &extremes[..count]
        } else {
            ring
        };
        let mean = sum / ring.len().max(1) as f32;
        let inverse_inertia = if mean > 0.0 { 2.0 / mean } else { 0.0 };
        Self {
            reach: farthest.sqrt(),
            inverse_inertia,
            // `MOST_CORNERS` at most.
            corner_count: seen.len() as u8,
            corners: Corners::of(seen, 0).unwrap_or(Corners::NONE),
            more_corners: Corners::of(seen, BLOCK).map(Box::new),
        }
    }
}

/// The corners that are the farthest in each direction, and how many these are.
fn extremes_of(ring: &[Vec2]) -> ([Vec2; MOST_CORNERS], usize) {
    let mut corners = [Vec2::ZERO; MOST_CORNERS];
    let mut count = 0;
    for direction in DIRECTIONS {
        let mut best = Vec2::ZERO;
        let mut best_distance = f32::NEG_INFINITY;
        for &vertex in ring {
            let distance = vertex.dot(direction);
            if distance > best_distance {
                best = vertex;
                best_distance = distance;
            }
        }
        // One vertex is often the farthest in two directions that follow each other.
        let known = &corners[..count];
        if known.last() != Some(&best) && known.first() != Some(&best) {
            corners[count] = best;
            count += 1;
        }
    }
    (corners, count)
}
