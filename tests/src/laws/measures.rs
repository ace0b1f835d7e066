//! Area, centroid, bounds and convexity, against `geo`.

use super::{Checked, Law, broken};
use crate::Point;
use crate::exact::orient;
use crate::outline::length;
use crate::pieces::Piece;
use geo::{Area, BoundingRect, Centroid};
use geo_types::{LineString, Polygon};

/// What each piece says of itself is what `geo` says of it.
///
/// # Errors
/// The first difference.
pub fn check(pieces: &[Piece]) -> Checked {
    for (index, piece) in pieces.iter().enumerate() {
        // Moved to the origin, so that `geo` rounds with the piece's size and not with its place.
        let origin = piece.rings[0][0];
        let local = |ring: &Vec<Point>| ring.iter().map(|&p| p - origin).collect::<LineString<f64>>();
        let polygon = Polygon::new(local(&piece.rings[0]), piece.rings[1..].iter().map(local).collect());
        let Some(bounds) = polygon.bounding_rect() else {
            return broken(Law::Measures, format!("piece {index} has no bounds"));
        };
        let extent = bounds.width().max(bounds.height());
        let rounding = 16.0 * f64::EPSILON * (origin.x.abs() + origin.y.abs() + extent);

        // What is stated may have been measured before the last rounding of the coordinates.
        let area = polygon.unsigned_area();
        let around: f64 = piece.edges().map(|(_, _, a, b)| length(a, b)).sum();
        if (piece.area - area).abs() > 1e-9 * area + rounding * around {
            return broken(Law::Measures, format!("piece {index} says area {}, geo says {area}", piece.area));
        }
        let corners = [bounds.min() + origin, bounds.max() + origin];
        for (said, found) in piece.bounds.iter().zip(corners) {
            if (said.x - found.x).abs() > rounding || (said.y - found.y).abs() > rounding {
                return broken(
                    Law::Measures,
                    format!("piece {index} says bounds {said:?}, geo says {found:?}"),
                );
            }
        }
        // Of a piece without width only the box binds the centroid: a quotient of two rounding errors.
        let said = piece.centroid - origin;
        let boxed = |v: f64, low: f64, high: f64| low - rounding <= v && v <= high + rounding;
        if !boxed(said.x, bounds.min().x, bounds.max().x) || !boxed(said.y, bounds.min().y, bounds.max().y) {
            return broken(
                Law::Measures,
                format!("piece {index}: centroid {:?} is out of its bounds", piece.centroid),
            );
        }
        if area > 1e-6 * extent * extent
            && let Some(centroid) = polygon.centroid()
        {
            let off = (said.x - centroid.x()).abs().max((said.y - centroid.y()).abs());
            if off > 1e-7 * extent + rounding * (1.0 + 4.0 * around * extent / area) {
                return broken(
                    Law::Measures,
                    format!("piece {index}: centroid {said:?} is {off:e} off geo's {centroid:?}"),
                );
            }
        }
        convexity(index, piece, rounding)?;
    }
    Ok(())
}

fn convexity(index: usize, piece: &Piece, rounding: f64) -> Checked {
    let reflex = deepest_reflex_corner(piece);
    if piece.is_convex && (piece.rings.len() > 1 || reflex > rounding) {
        let found = format!("piece {index} says it is convex, and has a corner {reflex:e} deep");
        return broken(Law::Measures, found);
    }
    if !piece.is_convex && piece.rings.len() == 1 && reflex == 0.0 && !is_barely_convex(piece, rounding) {
        return broken(Law::Measures, format!("piece {index} says it is not convex, and is"));
    }
    Ok(())
}

/// By how far a corner of the outer ring that turns right lies off the line of its neighbours; zero:
/// none does.
fn deepest_reflex_corner(piece: &Piece) -> f64 {
    corners(piece).filter(|&(a, b, c)| orient(a, b, c) < 0.0).map(depth).fold(0.0, f64::max)
}

/// Whether some corner is so nearly straight that rounding may turn it either way.
fn is_barely_convex(piece: &Piece, rounding: f64) -> bool {
    corners(piece).map(depth).any(|d| d <= rounding)
}

fn corners(piece: &Piece) -> impl Iterator<Item = (Point, Point, Point)> + '_ {
    let ring = &piece.rings[0];
    let n = ring.len();
    (0..n).map(move |i| (ring[i], ring[(i + 1) % n], ring[(i + 2) % n]))
}

fn depth((a, b, c): (Point, Point, Point)) -> f64 {
    let (u, v) = (b - a, c - b);
    let base = length(a, c).max(length(a, b)).max(length(b, c));
    if base == 0.0 { 0.0 } else { (u.x * v.y - u.y * v.x).abs() / base }
}
