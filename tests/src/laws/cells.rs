//! Pieces lie where the sites or lines put them.

use super::tiling::{bits, owners};
use super::{Checked, HoleRule, Law, broken};
use crate::Point;
use crate::outline::{Outline, length};
use crate::pieces::Piece;

/// Every piece lies in the cell of one site: all its vertices are nearest to that site, within
/// rounding. Where holes are kept, every cut also parts two different sites.
///
/// # Errors
/// The first violation.
pub fn check_sites(outline: &Outline, sites: &[Point], holes: HoleRule, pieces: &[Piece]) -> Checked {
    if sites.is_empty() {
        return Ok(());
    }
    let slack = outline.slack();
    let mut site_of = Vec::with_capacity(pieces.len());
    for (index, piece) in pieces.iter().enumerate() {
        // A cell is convex, so the centroid of what lies in it is in it too. A sliver's centroid may
        // be as close to a neighbouring site as rounding: any site that takes all vertices will do.
        let near = nearest(sites, piece.centroid);
        let reach = length(sites[near], piece.centroid);
        let Some(site) = std::iter::once(near)
            .chain(
                (0..sites.len()).filter(|&s| {
                    s != near && length(sites[s], piece.centroid) <= reach + rounding(slack, reach)
                }),
            )
            .find(|&site| {
                piece.vertices().all(|v| excess(sites, site, v) <= rounding(slack, length(sites[site], v)))
            })
        else {
            let worst = piece.vertices().map(|v| excess(sites, near, v)).fold(0.0, f64::max);
            return broken(
                Law::Cells,
                format!(
                    "piece {index} leaves the cell of site {near} {:?} by {worst:e} (slack {slack:e})",
                    sites[near]
                ),
            );
        };
        site_of.push(site);
    }
    if holes != HoleRule::Kept {
        return Ok(());
    }
    let owners = owners(pieces)?;
    for (index, piece) in pieces.iter().enumerate() {
        for (_, _, a, b) in piece.edges() {
            let Some(&(other, _)) = owners.get(&(bits(b), bits(a))) else { continue };
            let (s, t) = (sites[site_of[index]], sites[site_of[other]]);
            if s != t {
                continue;
            }
            // Sites that are all but the same part pieces that are both in the cells of either.
            let on_bisector = |other: &Point| {
                *other != s
                    && [a, b].into_iter().all(|p| {
                        let reach = length(s, p);
                        (length(*other, p) - reach).abs() <= rounding(slack, reach)
                    })
            };
            if !sites.iter().any(on_bisector) {
                return broken(
                    Law::Cells,
                    format!(
                        "pieces {index} and {other} of the same site {s:?} are cut apart at {a:?} -> {b:?}"
                    ),
                );
            }
        }
    }
    Ok(())
}

/// A distance to a far site rounds in proportion.
fn rounding(slack: f64, distance: f64) -> f64 {
    slack + 16.0 * f64::EPSILON * distance
}

fn nearest(sites: &[Point], p: Point) -> usize {
    let mut best = (0, f64::INFINITY);
    for (i, &s) in sites.iter().enumerate() {
        let d = length(s, p);
        if d < best.1 {
            best = (i, d);
        }
    }
    best.0
}

/// How much nearer the nearest other site is than this one.
fn excess(sites: &[Point], site: usize, p: Point) -> f64 {
    length(sites[site], p) - sites.iter().map(|&s| length(s, p)).fold(f64::INFINITY, f64::min)
}

/// No piece reaches over a line.
///
/// # Errors
/// The first violation.
pub fn check_lines(outline: &Outline, lines: &[[Point; 2]], pieces: &[Piece]) -> Checked {
    let slack = outline.slack();
    for (l, &[a, b]) in lines.iter().enumerate() {
        let span = length(a, b);
        if span == 0.0 {
            continue;
        }
        let d = b - a;
        for (index, piece) in pieces.iter().enumerate() {
            let (mut left, mut right) = (0.0_f64, 0.0_f64);
            for p in piece.vertices() {
                let side = (d.x * (p.y - a.y) - d.y * (p.x - a.x)) / span;
                left = left.max(side);
                right = right.max(-side);
            }
            // The line's own ends round, and a vertex far past them rounds in proportion.
            let slack = slack * (1.0 + outline.extent / span) + 8.0 * f64::EPSILON * (a.x.abs() + a.y.abs());
            if left > slack && right > slack {
                return broken(
                    Law::Sides,
                    format!("piece {index} reaches {left:e} and {right:e} over line {l} (slack {slack:e})"),
                );
            }
        }
    }
    Ok(())
}
