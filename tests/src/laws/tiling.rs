//! The proof that pieces tile: every cut edge `p -> q` of a piece is an edge `q -> p` of exactly one
//! other piece, bit for bit, and what is left over is the outline, once.
//!
//! With rings that are simple and wound right this is all that tiling takes: the pieces' winding
//! numbers add up to that of their common border, and none of them is ever negative, so where the
//! sum is one there is one piece. A gap, an overlap or a T-junction leaves an edge without partner.

use super::{Checked, Law, broken};
use crate::Point;
use crate::outline::{Outline, length};
use crate::pieces::Piece;
use std::collections::{HashMap, HashSet};

/// A point by its bits.
type Bits = (u64, u64);

/// The piece that owns a directed edge, and whether it flags it outline.
pub(super) type Owners = HashMap<(Bits, Bits), (usize, bool)>;

pub(super) fn bits(p: Point) -> Bits {
    (p.x.to_bits(), p.y.to_bits())
}

/// The piece and flag of every directed edge.
pub(super) fn owners(pieces: &[Piece]) -> Result<Owners, super::Violation> {
    let mut owners = HashMap::new();
    for (index, piece) in pieces.iter().enumerate() {
        let edges: usize = piece.rings.iter().map(Vec::len).sum();
        if piece.on_outline.len() != edges {
            return broken(
                Law::SharedBorders,
                format!("piece {index} has {edges} edges and {} flags", piece.on_outline.len()),
            );
        }
        for ((ring, edge, a, b), &on_outline) in piece.edges().zip(&piece.on_outline) {
            if let Some((other, _)) = owners.insert((bits(a), bits(b)), (index, on_outline)) {
                return broken(
                    Law::SharedBorders,
                    format!(
                        "pieces {other} and {index} both own the edge {a:?} -> {b:?} (ring {ring} edge {edge})"
                    ),
                );
            }
        }
    }
    Ok(owners)
}

/// Cut edges have one partner each, outline edges none.
///
/// # Errors
/// The first violation.
pub fn shared_borders(pieces: &[Piece]) -> Checked {
    let owners = owners(pieces)?;
    for (index, piece) in pieces.iter().enumerate() {
        for ((ring, edge, a, b), &on_outline) in piece.edges().zip(&piece.on_outline) {
            let partner = owners.get(&(bits(b), bits(a)));
            let place = || format!("piece {index} ring {ring} edge {edge} {a:?} -> {b:?}");
            match (on_outline, partner) {
                (true, None) => {}
                (true, Some((other, _))) => {
                    return broken(
                        Law::SharedBorders,
                        format!("{} is flagged outline, but piece {other} shares it", place()),
                    );
                }
                (false, None) => {
                    return broken(
                        Law::SharedBorders,
                        format!("{} is a cut without a partner: a gap, an overlap or a T-junction", place()),
                    );
                }
                (false, Some(&(other, _))) if other == index => {
                    return broken(Law::SharedBorders, format!("{} borders its own piece", place()));
                }
                (false, Some(&(other, true))) => {
                    return broken(
                        Law::SharedBorders,
                        format!("{}: piece {other} flags it outline", place()),
                    );
                }
                (false, Some((_, false))) => {}
            }
        }
    }
    Ok(())
}

/// Outline edges lie on the input's edges; in an outline that needs no repair they also add up to
/// its length, and every corner of it is a vertex of some piece.
///
/// # Errors
/// The first violation.
pub fn outline_covered(outline: &Outline, pieces: &[Piece]) -> Checked {
    let slack = outline.slack();
    let mut covered = 0.0;
    let segments: Vec<(Point, Point)> = outline
        .rings
        .iter()
        .flat_map(|ring| (0..ring.len()).map(|i| (ring[i], ring[(i + 1) % ring.len()])))
        .collect();
    for (index, piece) in pieces.iter().enumerate() {
        for ((ring, edge, a, b), &on_outline) in piece.edges().zip(&piece.on_outline) {
            if !on_outline {
                continue;
            }
            covered += length(a, b);
            // The edge may span several input edges on one line, so its ends may lie on different
            // ones; that its middle lies on one as well leaves no room for a shortcut.
            let middle = Point { x: 0.5 * (a.x + b.x), y: 0.5 * (a.y + b.y) };
            for p in [a, b, middle] {
                if !segments.iter().any(|&(s, t)| near_segment(s, t, p, slack)) {
                    return broken(
                        Law::OutlineCovered,
                        format!(
                            "piece {index} ring {ring} edge {edge} {a:?} -> {b:?} is flagged outline and is not on it \
                             (at {p:?}, slack {slack:e})"
                        ),
                    );
                }
            }
        }
    }
    if !outline.is_clean {
        return Ok(());
    }
    let tolerance = 1e-9 * outline.perimeter + slack;
    if (covered - outline.perimeter).abs() > tolerance {
        return broken(
            Law::OutlineCovered,
            format!("outline edges are {covered} long in all, the outline is {}", outline.perimeter),
        );
    }
    let vertices: HashSet<Bits> = pieces.iter().flat_map(Piece::vertices).map(bits).collect();
    match outline.corners().find(|&p| !vertices.contains(&bits(p))) {
        Some(p) => broken(Law::OutlineCovered, format!("corner {p:?} of the outline is no piece's vertex")),
        None => Ok(()),
    }
}

/// Whether `p` is within `slack` of the segment.
pub(super) fn near_segment(a: Point, b: Point, p: Point, slack: f64) -> bool {
    if p.x < a.x.min(b.x) - slack
        || p.x > a.x.max(b.x) + slack
        || p.y < a.y.min(b.y) - slack
        || p.y > a.y.max(b.y) + slack
    {
        return false;
    }
    let d = b - a;
    let length = (d.x * d.x + d.y * d.y).sqrt();
    if length <= slack {
        return true;
    }
    let v = p - a;
    ((d.x * v.y - d.y * v.x) / length).abs() <= slack
}
