//! Rings by themselves: simple, wound right, nested right.

use super::{Checked, Law, broken};
use crate::exact::{Touching, first_clash, winding};
use crate::outline::shoelace;
use crate::pieces::Piece;

/// Every ring has 3 corners or more, no edge without length, does not meet itself, and lies right.
///
/// # Errors
/// The first violation.
pub fn check(pieces: &[Piece]) -> Checked {
    if pieces.is_empty() {
        return broken(Law::SimpleRings, "no pieces at all".into());
    }
    for (index, piece) in pieces.iter().enumerate() {
        if piece.rings.is_empty() {
            return broken(Law::SimpleRings, format!("piece {index} has no ring"));
        }
        for (r, ring) in piece.rings.iter().enumerate() {
            if ring.len() < 3 {
                return broken(Law::SimpleRings, format!("piece {index} ring {r} has {} points", ring.len()));
            }
            if let Some(i) = (0..ring.len()).find(|&i| ring[i] == ring[(i + 1) % ring.len()]) {
                return broken(
                    Law::SimpleRings,
                    format!("piece {index} ring {r}: edge {i} at {:?} has no length", ring[i]),
                );
            }
            if !ring.iter().all(|p| p.x.is_finite() && p.y.is_finite()) {
                return broken(
                    Law::SimpleRings,
                    format!("piece {index} ring {r} has a point that is not finite"),
                );
            }
        }
        let rings = || piece.rings.iter().map(Vec::as_slice);
        if let Some(((r, i), (s, j))) = first_clash(rings(), Touching::RingsInPoints) {
            let edge = |r: usize, i: usize| {
                let ring = &piece.rings[r];
                (ring[i], ring[(i + 1) % ring.len()])
            };
            let law = if r == s { Law::SimpleRings } else { Law::Nesting };
            return broken(
                law,
                format!(
                    "piece {index}: ring {r} edge {i} {:?} meets ring {s} edge {j} {:?}; ring lengths {:?}",
                    edge(r, i),
                    edge(s, j),
                    piece.rings.iter().map(Vec::len).collect::<Vec<_>>()
                ),
            );
        }
        for (r, ring) in piece.rings.iter().enumerate() {
            let area = shoelace(ring);
            // A ring thinner than rounding has the winding that its vertices came in with.
            let thin =
                1e-15 * (piece.bounds[1].x - piece.bounds[0].x) * (piece.bounds[1].y - piece.bounds[0].y);
            if (r == 0 && area < -thin) || (r > 0 && area > thin) {
                return broken(
                    Law::Winding,
                    format!("piece {index} ring {r} of {} has area {area}", piece.rings.len()),
                );
            }
        }
        nesting(index, piece)?;
    }
    Ok(())
}

fn nesting(index: usize, piece: &Piece) -> Checked {
    for (h, hole) in piece.rings.iter().enumerate().skip(1) {
        for (r, other) in piece.rings.iter().enumerate() {
            if r == h {
                continue;
            }
            // Edges do not cross, so one vertex off the other ring decides.
            let Some(inside) = hole.iter().find_map(|&p| winding(other, p)).map(|turns| turns != 0) else {
                continue;
            };
            if inside != (r == 0) {
                let place = if r == 0 { "outside its outer ring" } else { "inside another hole" };
                return broken(Law::Nesting, format!("piece {index}: hole {h} lies {place}"));
            }
        }
    }
    Ok(())
}

/// No piece has a hole.
///
/// # Errors
/// The first piece that has one.
pub fn no_holes(pieces: &[Piece]) -> Checked {
    match pieces.iter().position(|p| p.rings.len() > 1) {
        Some(index) => {
            broken(Law::NoHoles, format!("piece {index} has {} holes", pieces[index].rings.len() - 1))
        }
        None => Ok(()),
    }
}
