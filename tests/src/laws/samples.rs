//! Points thrown at the pieces: each in exactly one piece, or outside.

use super::tiling::near_segment;
use super::{Checked, Law, broken};
use crate::Point;
use crate::outline::Outline;
use crate::pieces::Piece;
use crate::random::Rng;

/// Points a case. Half over the bounds, half near vertices of pieces, where things go wrong.
const POINTS: usize = 40;

/// What the outline fills is in one piece, what it does not fill in none; either will do within `rounding` of
/// its edges.
///
/// # Errors
/// The first point that is not.
pub fn check(outline: &Outline, pieces: &[Piece], seed: u64, rounding: f64) -> Checked {
    let mut rng = Rng::new(seed ^ 0x5A3F_1E5D);
    let slack = outline.slack() + rounding;
    let mut min = Point { x: f64::INFINITY, y: f64::INFINITY };
    let mut max = Point { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };
    for p in outline.rings.iter().flatten() {
        min = Point { x: min.x.min(p.x), y: min.y.min(p.y) };
        max = Point { x: max.x.max(p.x), y: max.y.max(p.y) };
    }
    for i in 0..POINTS {
        let p = if i % 2 == 0 {
            Point { x: rng.between(min.x, max.x), y: rng.between(min.y, max.y) }
        } else {
            let piece = rng.pick(pieces);
            let ring = rng.pick(&piece.rings);
            let v = *rng.pick(ring);
            let reach = outline.extent * libm::pow(10.0, rng.between(-7.0, -1.0));
            Point { x: v.x + rng.between(-reach, reach), y: v.y + rng.between(-reach, reach) }
        };
        let Some(filled) = outline.contains(p) else { continue };
        let holders: Option<Vec<usize>> = pieces
            .iter()
            .enumerate()
            .filter(|(_, piece)| {
                piece.bounds[0].x <= p.x
                    && p.x <= piece.bounds[1].x
                    && piece.bounds[0].y <= p.y
                    && p.y <= piece.bounds[1].y
            })
            .filter_map(|(i, piece)| match piece.contains(p) {
                Some(false) => None,
                Some(true) => Some(Some(i)),
                None => Some(None),
            })
            .collect();
        let Some(holders) = holders else { continue };
        if holders.len() == usize::from(filled) {
            continue;
        }
        // Within rounding of an edge of the outline either answer will do, but never two pieces.
        let on_edge = outline
            .rings
            .iter()
            .any(|r| (0..r.len()).any(|i| near_segment(r[i], r[(i + 1) % r.len()], p, slack)));
        if on_edge && holders.len() <= 1 {
            continue;
        }
        let place = if filled { "inside" } else { "outside" };
        return broken(Law::NoOverlap, format!("{p:?}, {place} the outline, lies in the pieces {holders:?}"));
    }
    Ok(())
}
