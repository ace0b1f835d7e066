//! Bonds are what the edges say.

use super::tiling::{bits, owners};
use super::{Checked, Law, broken};
use crate::outline::length;
use crate::pieces::Piece;
use std::collections::BTreeMap;

/// Each piece's bonds, sorted by neighbour, are the lengths and middles of the edges that it shares.
///
/// # Errors
/// The first difference.
pub fn check(pieces: &[Piece]) -> Checked {
    let owners = owners(pieces)?;
    for (index, piece) in pieces.iter().enumerate() {
        // Length, and middle times length.
        let mut shared: BTreeMap<usize, (f64, f64, f64)> = BTreeMap::new();
        let origin = piece.rings[0][0];
        for (_, _, a, b) in piece.edges() {
            if let Some(&(other, _)) = owners.get(&(bits(b), bits(a))) {
                let l = length(a, b);
                let bond = shared.entry(other).or_insert((0.0, 0.0, 0.0));
                let middle = (a - origin + (b - origin)) * 0.5;
                *bond = (bond.0 + l, bond.1 + l * middle.x, bond.2 + l * middle.y);
            }
        }
        let said: Vec<usize> = piece.bonds.iter().map(|b| b.neighbor).collect();
        let found: Vec<usize> = shared.keys().copied().collect();
        if said != found {
            return broken(
                Law::Bonds,
                format!("piece {index} says neighbours {said:?}, its edges say {found:?}"),
            );
        }
        for (bond, (l, mx, my)) in piece.bonds.iter().zip(shared.values()) {
            let rounding = 16.0 * f64::EPSILON * (origin.x.abs() + origin.y.abs()) + 1e-9 * l;
            if (bond.length - l).abs() > rounding {
                return broken(
                    Law::Bonds,
                    format!(
                        "piece {index}, neighbour {}: length {} said, {l} found",
                        bond.neighbor, bond.length
                    ),
                );
            }
            let middle = bond.midpoint - origin;
            let extent = length(piece.bounds[0], piece.bounds[1]);
            let off = (middle.x - mx / l).abs().max((middle.y - my / l).abs());
            // Of two stretches far from each other a length that is off by a rounding moves the middle.
            if off > rounding + 1e-9 * extent + rounding * extent / l {
                return broken(
                    Law::Bonds,
                    format!(
                        "piece {index}, neighbour {}: midpoint {:?} is {off:e} off",
                        bond.neighbor, bond.midpoint
                    ),
                );
            }
        }
    }
    Ok(())
}
