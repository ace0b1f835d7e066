//! `geo-clipper`, Clipper 1 in C++ behind `geo-types`, on a grid of 2^-16 units.

use super::geo::{convex, nested_outcome, polygon, sides};
use super::lines::{self, HalfPlanes, Line};
use super::{Cuts, Outcome, Peer};
use crate::voronoi::Voronoi;
use crate::workloads::Instance;
use geo_clipper::Clipper;
use geo_types::{MultiPolygon, Polygon};

/// Grid steps a unit.
const SCALE: f64 = 65536.0;

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
        "geo-clipper x65536"
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
                self.pieces.push(subject.intersection(&convex(&self.voronoi.vertices[range]), SCALE));
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

struct Sides;

impl HalfPlanes for Sides {
    type Piece = MultiPolygon<f64>;

    fn sides(piece: &MultiPolygon<f64>, line: Line) -> (bool, bool) {
        sides(piece, line)
    }

    fn part(&mut self, piece: &MultiPolygon<f64>, quad: [[f64; 2]; 4]) -> MultiPolygon<f64> {
        piece.intersection(&convex(&quad), SCALE)
    }
}
