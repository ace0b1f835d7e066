//! A piece as the contacts see it: a few corners, how far they reach, and how hard it is to turn.

use crate::vector::Vec2;

/// Outlines with more corners than this are seen by the contacts as their corners in sixteen directions.
pub const MOST_CORNERS: usize = 16;

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
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Body {
    /// Distance of the farthest vertex from the piece's centre.
    pub reach: f32,
    /// One over the squared radius of gyration: inverse inertia for a mass of 1.
    pub inverse_inertia: f32,
}

impl Body {
    /// Measures a piece by its outer ring about its centre, and appends its corners to `corners`.
    ///
    /// The radius of gyration is taken as for a mass that sits halfway (in area) between the centre and
    /// the vertices: exact for a disc, and close for anything that looks like a shard.
    pub fn of(ring: &[Vec2], corners: &mut Vec<Vec2>) -> Self {
        let mut farthest = 0.0_f32;
        let mut sum = 0.0_f32;
        for vertex in ring {
            let square = vertex.length_squared();
            farthest = farthest.max(square);
            sum += square;
        }
        if ring.len() <= MOST_CORNERS {
            corners.extend_from_slice(ring);
        } else {
            append_extremes(ring, corners);
        }
        let mean = sum / ring.len().max(1) as f32;
        let inverse_inertia = if mean > 0.0 { 2.0 / mean } else { 0.0 };
        Self { reach: farthest.sqrt(), inverse_inertia }
    }
}

fn append_extremes(ring: &[Vec2], corners: &mut Vec<Vec2>) {
    let first = corners.len();
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
        if corners[first..].last() != Some(&best) && corners[first..].first() != Some(&best) {
            corners.push(best);
        }
    }
}
