//! Small pieces were joined to the neighbour with the longest shared border, by an oracle that knows of
//! nothing but areas and bonds.

use super::{Checked, Law, broken};
use crate::Point;
use crate::pieces::Piece;
use std::collections::BTreeMap;

/// Relative difference below which two areas or lengths are too near to each other to say which is less.
const NEAR: f64 = 1e-9;

/// What an oracle has to say about pieces joined.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// For each piece before the group that it ends up in.
    Groups(Vec<usize>),
    /// Two areas or two borders are alike to within rounding: either order will do.
    Ambiguous,
}

/// Joins, smallest first, every piece (or what it has grown to) of less than `least` to the neighbour with
/// the longest border. Cost: quadratic.
#[must_use]
pub fn expected(before: &[Piece], least: f64) -> Expected {
    let mut area: Vec<f64> = before.iter().map(|p| p.area).collect();
    let mut group: Vec<usize> = (0..before.len()).collect();
    loop {
        let alive = |g: usize| group[g] == g;
        let lengths = |g: usize| -> BTreeMap<usize, f64> {
            let mut lengths = BTreeMap::new();
            for (index, piece) in before.iter().enumerate().filter(|(i, _)| group[*i] == g) {
                for bond in piece.bonds.iter().filter(|b| group[b.neighbor] != group[index]) {
                    *lengths.entry(group[bond.neighbor]).or_insert(0.0) += bond.length;
                }
            }
            lengths
        };
        if (0..before.len()).any(|g| alive(g) && (area[g] - least).abs() <= NEAR * least) {
            return Expected::Ambiguous;
        }
        let mut small: Vec<usize> =
            (0..before.len()).filter(|&g| alive(g) && area[g] < least && !lengths(g).is_empty()).collect();
        small.sort_by(|&a, &b| area[a].total_cmp(&area[b]));
        let Some(&next) = small.first() else { return Expected::Groups(group) };
        if small.get(1).is_some_and(|&other| area[other] - area[next] <= NEAR * area[other]) {
            return Expected::Ambiguous;
        }
        let mut borders: Vec<(usize, f64)> = lengths(next).into_iter().collect();
        borders.sort_by(|a, b| b.1.total_cmp(&a.1));
        if borders.get(1).is_some_and(|other| borders[0].1 - other.1 <= NEAR * borders[0].1) {
            return Expected::Ambiguous;
        }
        let into = borders[0].0;
        area[into] += area[next];
        group.iter_mut().filter(|g| **g == next).for_each(|g| *g = into);
    }
}

/// The pieces `after` are the expected unions of those `before`: each lies in one group, and a group's have
/// its area.
///
/// # Errors
/// The first that is not.
pub fn check(before: &[Piece], after: &[Piece], groups: &[usize]) -> Checked {
    let mut wanted: BTreeMap<usize, f64> = BTreeMap::new();
    for (piece, &group) in before.iter().zip(groups) {
        *wanted.entry(group).or_insert(0.0) += piece.area;
    }
    let all: f64 = wanted.values().sum();
    let mut found: BTreeMap<usize, f64> = BTreeMap::new();
    for (index, piece) in after.iter().enumerate() {
        let Some(p) = inside(piece) else { continue };
        let Some(owner) = before.iter().position(|b| b.contains(p) != Some(false)) else {
            return broken(Law::Joined, format!("piece {index} lies where none was, at {p:?}"));
        };
        *found.entry(groups[owner]).or_insert(0.0) += piece.area;
    }
    for (group, &area) in &wanted {
        let has = found.get(group).copied().unwrap_or(0.0);
        if (has - area).abs() > NEAR * all {
            return broken(
                Law::Joined,
                format!("the pieces joined to {group} have {area} in all, found {has}"),
            );
        }
    }
    Ok(())
}

/// A point inside of a piece.
fn inside(piece: &Piece) -> Option<Point> {
    use geo::InteriorPoint;
    let ring = |ring: &Vec<Point>| geo_types::LineString::from(ring.clone());
    let polygon = geo_types::Polygon::new(ring(&piece.rings[0]), piece.rings[1..].iter().map(ring).collect());
    polygon.interior_point().map(Into::into)
}
