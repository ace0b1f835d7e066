//! `clipper2`, the C++ library behind a binding: what the parent addon cuts with.

use super::lines::{self, HalfPlanes, Line};
use super::{Cuts, Outcome, Peer};
use crate::voronoi::Voronoi;
use crate::workloads::Instance;
use clipper2::{Clipper, FillRule, Path, Paths, Point, PointScaler};

/// A grid of 2^-16 units: fine enough that the grid is not what the areas are compared for.
#[derive(Debug, Default, Copy, Clone, PartialEq, Hash)]
pub struct Fine;

impl PointScaler for Fine {
    const MULTIPLIER: f64 = 65536.0;
}

/// One intersection a cell.
#[derive(Default)]
pub struct CellByCell {
    subject: Paths<Fine>,
    cuts: Cuts,
    voronoi: Voronoi,
    pieces: Vec<Paths<Fine>>,
}

impl Peer for CellByCell {
    fn name(&self) -> &'static str {
        "clipper2"
    }

    fn load(&mut self, instance: &Instance) {
        self.pieces = Vec::new();
        self.subject = Paths::new(
            instance
                .rings
                .iter()
                .map(|ring| Path::new(ring.iter().map(|p| Point::new(p[0].into(), p[1].into())).collect()))
                .collect(),
        );
        self.cuts = Cuts::of(instance);
    }

    fn cut(&mut self) {
        if self.cuts.lines.is_empty() {
            self.voronoi.cells(&self.cuts.sites, self.cuts.frame);
            self.pieces.reserve(self.cuts.sites.len());
            for range in self.voronoi.cell_ranges() {
                let cell = self.voronoi.vertices[range].iter().map(|p| Point::new(p[0], p[1])).collect();
                self.pieces.push(intersection(&self.subject, Path::new(cell)));
            }
        } else {
            let mut pieces = vec![self.subject.clone()];
            lines::cut(&mut Sides, &mut pieces, &self.cuts.lines);
            self.pieces = pieces;
        }
    }

    fn outcome(&self) -> Outcome {
        let mut outcome = Outcome::default();
        for ring in self.pieces.iter().flat_map(Paths::iter) {
            outcome.add_flat_ring(ring.signed_area());
        }
        outcome
    }
}

fn intersection(subject: &Paths<Fine>, clip: Path<Fine>) -> Paths<Fine> {
    // The binding takes its operands by value, so the copy of the subject is part of its price.
    Clipper::new()
        .add_subject(subject.clone())
        .add_clip(clip)
        .intersect(FillRule::NonZero)
        .unwrap_or_default()
}

struct Sides;

impl HalfPlanes for Sides {
    type Piece = Paths<Fine>;

    fn sides(piece: &Paths<Fine>, line: Line) -> (bool, bool) {
        line.sides_of(piece.iter().flat_map(Path::iter).map(|p| [p.x(), p.y()]))
    }

    fn part(&mut self, piece: &Paths<Fine>, quad: [[f64; 2]; 4]) -> Paths<Fine> {
        intersection(piece, Path::new(quad.iter().map(|p| Point::new(p[0], p[1])).collect()))
    }
}
