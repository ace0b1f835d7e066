//! What a mask says breaks, breaks; the rest stays whole.

use super::{Checked, Law, broken};
use crate::Point;
use crate::exact::winding;
use crate::outline::{Outline, length};
use crate::pieces::Piece;
use crate::random::Rng;

/// Points a case.
const POINTS: usize = 60;
/// How far a circle that is cut as a polygon may stray, as a fraction of its radius.
const CIRCLE_SLACK: f64 = 0.02;

/// A mask, as far as a test knows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Mask {
    /// The disc of that centre and radius.
    Circle(Point, f64),
    /// What a ring winds around.
    Ring(Vec<Point>),
}

impl Mask {
    /// Whether a point is inside; `None`: too near to the border to say.
    #[must_use]
    pub fn contains(&self, p: Point, slack: f64) -> Option<bool> {
        match self {
            Self::Circle(center, radius) => {
                let off = length(*center, p) - radius;
                (off.abs() > CIRCLE_SLACK * radius + slack).then_some(off < 0.0)
            }
            Self::Ring(ring) => {
                let near = (0..ring.len())
                    .any(|i| super::tiling::near_segment(ring[i], ring[(i + 1) % ring.len()], p, slack));
                if near { None } else { winding(ring, p).map(|turns| turns != 0) }
            }
        }
    }
}

/// Every point of a piece is on the side of the mask that the piece's flag says, `reach` or more from
/// the border (jagged borders stray by so much).
///
/// # Errors
/// The first point that is not.
pub fn check(outline: &Outline, mask: &Mask, reach: f64, pieces: &[Piece], seed: u64) -> Checked {
    let mut rng = Rng::new(seed ^ 0x3A5C);
    let slack = outline.slack() + reach;
    for i in 0..POINTS {
        let piece_index = rng.below(pieces.len());
        let piece = &pieces[piece_index];
        let [min, max] = piece.bounds;
        let mut p = Point { x: rng.between(min.x, max.x), y: rng.between(min.y, max.y) };
        if i % 2 == 0 {
            let ring: &Vec<Point> = rng.pick(&piece.rings);
            let v = *rng.pick(ring);
            p = v + (p - v) * libm::pow(10.0, rng.between(-6.0, 0.0));
        }
        if piece.contains(p) != Some(true) {
            continue;
        }
        let Some(inside) = mask.contains(p, slack) else { continue };
        if inside != piece.in_mask {
            let (found, said) = if inside { ("in", "out of") } else { ("out of", "in") };
            return broken(
                Law::Mask,
                format!("{p:?} is {found} the mask, its piece {piece_index} says it is {said} it"),
            );
        }
    }
    Ok(())
}

/// What stays whole is not cut: no two pieces outside of the mask share a border.
///
/// # Errors
/// The first border.
pub fn rest_is_whole(pieces: &[Piece]) -> Checked {
    for (index, piece) in pieces.iter().enumerate().filter(|(_, piece)| !piece.in_mask) {
        if let Some(bond) = piece.bonds.iter().find(|bond| !pieces[bond.neighbor].in_mask) {
            return broken(
                Law::Mask,
                format!("pieces {index} and {} are both outside of the mask, and cut apart", bond.neighbor),
            );
        }
    }
    Ok(())
}
