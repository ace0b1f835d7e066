//! Area, centroid, bounds and convexity, against `geo`.

use super::{Checked, Law, broken};
use crate::Point;
use crate::exact::orient;
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

        let area = polygon.unsigned_area();
        if (piece.area - area).abs() > 1e-9 * area + 1e-14 * extent * extent {
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
            if off > 1e-7 * extent + rounding {
                return broken(
                    Law::Measures,
                    format!("piece {index}: centroid {said:?} is {off:e} off geo's {centroid:?}"),
                );
            }
        }
        let convex = is_convex(piece);
        if piece.is_convex != convex {
            return broken(
                Law::Measures,
                format!("piece {index} says is_convex {}, and is {convex}", piece.is_convex),
            );
        }
    }
    Ok(())
}

/// No hole and no corner that turns right.
fn is_convex(piece: &Piece) -> bool {
    let ring = &piece.rings[0];
    let n = ring.len();
    piece.rings.len() == 1 && (0..n).all(|i| orient(ring[i], ring[(i + 1) % n], ring[(i + 2) % n]) >= 0.0)
}
