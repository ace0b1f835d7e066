//! Bridged pieces are the pieces with holes, each hole on a way there and back.
//!
//! The oracle is the same fracture with its holes kept: take the edges that a bridged ring runs along both
//! ways, and what is left are the edges of the outer ring and the holes, bit for bit.

use super::tiling::bits;
use super::{Checked, Law, broken};
use crate::Point;
use crate::exact::{orient, segments_meet};
use crate::outline::length;
use crate::pieces::Piece;
use std::collections::{HashMap, HashSet};

/// Each piece is one ring, whose seams lie inside of the piece and meet nothing but at their ends; without
/// them it is the piece with its holes kept, with the same area and neighbours.
///
/// # Errors
/// The first violation.
pub fn check(kept: &[Piece], bridged: &[Piece]) -> Checked {
    if kept.len() != bridged.len() {
        return broken(Law::Bridges, format!("{} pieces became {}", kept.len(), bridged.len()));
    }
    for (index, (with_holes, piece)) in kept.iter().zip(bridged).enumerate() {
        let told = |what: &str| broken(Law::Bridges, format!("piece {index}: {what}"));
        let [ring] = piece.rings.as_slice() else {
            return told(&format!("{} of {} rings left", piece.rings.len(), with_holes.rings.len()));
        };
        let edges: HashSet<_> = piece.edges().map(|(_, _, a, b)| (bits(a), bits(b))).collect();
        let is_seam = |a: Point, b: Point| edges.contains(&(bits(b), bits(a)));
        let flagged = |piece: &Piece| -> HashSet<_> {
            let edges = piece.edges().map(|(_, _, a, b)| (bits(a), bits(b)));
            edges.zip(piece.on_outline.iter().copied()).collect()
        };
        let left: HashSet<_> =
            flagged(piece).into_iter().filter(|((a, b), _)| !edges.contains(&(*b, *a))).collect();
        if left != flagged(with_holes) {
            return told("without its seams it is not the piece with holes");
        }
        let seams: Vec<_> =
            piece.edges().map(|(_, _, a, b)| (a, b)).filter(|&(a, b)| is_seam(a, b)).collect();
        if seams.len() % 2 != 0 || seams.len() / 2 >= with_holes.rings.len() {
            return told(&format!("{} sides of seams for {} rings", seams.len(), with_holes.rings.len()));
        }
        for &(a, b) in &seams {
            if let Some(fault) = fault_of_seam(with_holes, &seams, a, b) {
                return told(&format!("the seam {a:?} -> {b:?} {fault}"));
            }
        }
        if let Some(p) = crossing_at_a_point(ring) {
            return told(&format!("the ring crosses itself at {p:?}"));
        }
        let around: f64 = piece.edges().map(|(_, _, a, b)| length(a, b)).sum();
        let far = piece.vertices().map(|p| p.x.abs().max(p.y.abs())).fold(0.0, f64::max);
        let rounding = 1e-9 * with_holes.area + 16.0 * f64::EPSILON * far * around;
        if (piece.area - with_holes.area).abs() > rounding {
            return told(&format!("area {} became {}", with_holes.area, piece.area));
        }
        if neighbors(piece) != neighbors(with_holes) {
            return told("the neighbours have changed");
        }
    }
    Ok(())
}

fn neighbors(piece: &Piece) -> Vec<usize> {
    piece.bonds.iter().map(|bond| bond.neighbor).collect()
}

/// What is wrong with a seam of a piece: it meets an edge or another seam but in a common end, or lies
/// outside.
fn fault_of_seam(piece: &Piece, seams: &[(Point, Point)], a: Point, b: Point) -> Option<&'static str> {
    let others = piece.edges().map(|(_, _, p, q)| (p, q)).chain(seams.iter().copied());
    for (p, q) in others.filter(|&(p, q)| (p, q) != (a, b) && (q, p) != (a, b)) {
        let on_edge = |v: Point| v != p && v != q && segments_meet(p, q, v, v);
        let on_seam = |v: Point| v != a && v != b && segments_meet(a, b, v, v);
        let shared = p == a || p == b || q == a || q == b;
        if on_edge(a) || on_edge(b) || on_seam(p) || on_seam(q) || (!shared && segments_meet(a, b, p, q)) {
            return Some("meets an edge");
        }
    }
    (piece.contains((a + b) * 0.5) == Some(false)).then_some("lies outside")
}

/// A point that a ring passes twice, changing sides.
fn crossing_at_a_point(ring: &[Point]) -> Option<Point> {
    let mut passes: HashMap<_, Vec<[Point; 2]>> = HashMap::new();
    for (i, &p) in ring.iter().enumerate() {
        let ends = [ring[(i + ring.len() - 1) % ring.len()], ring[(i + 1) % ring.len()]];
        passes.entry(bits(p)).or_default().push(ends);
    }
    ring.iter().copied().find(|&p| {
        let here = &passes[&bits(p)];
        here.iter().enumerate().any(|(i, one)| {
            here[..i].iter().any(|two| {
                let sides = two.map(|q| side_of_turn(*one, p, q));
                sides.contains(&Some(true)) && sides.contains(&Some(false))
            })
        })
    })
}

/// Whether `q` lies left of the way `before -> p -> after`; `None`: along it.
fn side_of_turn([before, after]: [Point; 2], p: Point, q: Point) -> Option<bool> {
    let (of_in, of_out) = (orient(before, p, q), orient(p, after, q));
    let is_along = |side: f64, from: Point| {
        side == 0.0 && (q.x - p.x) * (from.x - p.x) + (q.y - p.y) * (from.y - p.y) > 0.0
    };
    if is_along(of_in, before) || is_along(of_out, after) {
        return None;
    }
    let is_left_turn = orient(before, p, after) > 0.0;
    Some(if is_left_turn { of_in > 0.0 && of_out > 0.0 } else { of_in > 0.0 || of_out > 0.0 })
}
