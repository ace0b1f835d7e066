//! `geo`'s `BooleanOps` in `f64`, its usual scalar.

use super::lines::{self, HalfPlanes, Line};
use super::{Cuts, Outcome, Peer};
use crate::voronoi::Voronoi;
use crate::workloads::Instance;
use geo::{Area, BooleanOps, CoordsIter, MultiPolygon, Polygon};
use geo_types::{Coord, LineString};

/// One intersection a cell.
#[derive(Default)]
pub struct CellByCell {
    subject: Option<Polygon<f64>>,
    cuts: Cuts,
    voronoi: Voronoi,
    pieces: Vec<MultiPolygon<f64>>,
}

impl Peer for CellByCell {
    fn name(&self) -> &'static str {
        "geo BooleanOps"
    }

    fn load(&mut self, instance: &Instance) {
        self.pieces = Vec::new();
        self.subject = Some(polygon(instance));
        self.cuts = Cuts::of(instance);
    }

    fn cut(&mut self) {
        let Some(subject) = &self.subject else { return };
        if self.cuts.lines.is_empty() {
            self.voronoi.cells(&self.cuts.sites, self.cuts.frame);
            for range in self.voronoi.cell_ranges() {
                let cell = convex(&self.voronoi.vertices[range]);
                self.pieces.push(subject.intersection(&cell));
            }
        } else {
            let mut pieces = vec![MultiPolygon::new(vec![subject.clone()])];
            lines::cut(&mut Sides, &mut pieces, &self.cuts.lines);
            self.pieces = pieces;
        }
    }

    fn outcome(&self) -> Outcome {
        nested_outcome(&self.pieces)
    }
}

/// The outline of an instance as `geo` wants it.
pub(super) fn polygon(instance: &Instance) -> Polygon<f64> {
    let mut rings = instance.rings.iter().map(|ring| {
        ring.iter().map(|p| Coord { x: f64::from(p[0]), y: f64::from(p[1]) }).collect::<LineString<f64>>()
    });
    let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
    Polygon::new(outer, rings.collect())
}

/// A polygon without holes.
pub(super) fn convex(points: &[[f64; 2]]) -> Polygon<f64> {
    Polygon::new(points.iter().map(|p| Coord { x: p[0], y: p[1] }).collect(), Vec::new())
}

/// Areas and counts of polygons that carry their holes.
pub(super) fn nested_outcome(pieces: &[MultiPolygon<f64>]) -> Outcome {
    let area = pieces.iter().map(Area::unsigned_area).sum();
    Outcome { area, pieces: pieces.iter().map(|p| p.0.len()).sum(), loose_holes: 0 }
}

/// The sides of a polygon's vertices.
pub(super) fn sides(piece: &MultiPolygon<f64>, line: Line) -> (bool, bool) {
    line.sides_of(piece.coords_iter().map(|c| [c.x, c.y]))
}

struct Sides;

impl HalfPlanes for Sides {
    type Piece = MultiPolygon<f64>;

    fn sides(piece: &MultiPolygon<f64>, line: Line) -> (bool, bool) {
        sides(piece, line)
    }

    fn part(&mut self, piece: &MultiPolygon<f64>, quad: [[f64; 2]; 4]) -> MultiPolygon<f64> {
        piece.intersection(&convex(&quad))
    }
}
