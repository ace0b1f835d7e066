//! Bonds are what the edges say.

use super::tiling::{bits, owners};
use super::{Checked, Law, broken};
use crate::Point;
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
        // Length and middle of each stretch.
        let mut shared: BTreeMap<usize, Vec<(f64, Point)>> = BTreeMap::new();
        let origin = piece.rings[0][0];
        for (_, _, a, b) in piece.edges() {
            if let Some(&(other, _)) = owners.get(&(bits(b), bits(a))) {
                let middle = (a - origin + (b - origin)) * 0.5;
                shared.entry(other).or_default().push((length(a, b), middle));
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
        for (bond, stretches) in piece.bonds.iter().zip(shared.values()) {
            let l: f64 = stretches.iter().map(|(length, _)| length).sum();
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
            let middle =
                stretches.iter().fold(Point { x: 0.0, y: 0.0 }, |sum, (length, at)| sum + *at * (length / l));
            // Stretches that are off by a rounding, together, draw the middle by that times how far off they are,
            // over the length of all: not at all where there is one alone.
            let farthest = stretches.iter().map(|&(_, at)| length(at, middle)).fold(0.0, f64::max);
            let extent = length(piece.bounds[0], piece.bounds[1]);
            let said = bond.midpoint - origin;
            let off = (said.x - middle.x).abs().max((said.y - middle.y).abs());
            if off > rounding + 1e-9 * extent + rounding * farthest / l {
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
