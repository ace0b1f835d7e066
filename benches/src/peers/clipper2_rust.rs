//! `clipper2-rust`, the port of Clipper2 to Rust; one engine is kept and cleared.

use super::lines::{self, HalfPlanes, Line};
use super::{Cuts, Outcome, Peer};
use crate::voronoi::Voronoi;
use crate::workloads::Instance;
use clipper2_rust::{Clipper64, FillRule, Path64, Paths64, Point64};

/// Grid steps a unit, as for the other integer peers.
const SCALE: f64 = 65536.0;

/// One intersection a cell.
#[derive(Default)]
pub struct CellByCell {
    subject: Paths64,
    cuts: Cuts,
    voronoi: Voronoi,
    engine: Engine,
    pieces: Vec<Paths64>,
}

impl Peer for CellByCell {
    fn name(&self) -> &'static str {
        "clipper2-rust"
    }

    fn load(&mut self, instance: &Instance) {
        self.pieces = Vec::new();
        self.subject =
            instance.rings.iter().map(|ring| path(ring.iter().map(|p| p.map(f64::from)))).collect();
        self.cuts = Cuts::of(instance);
    }

    fn cut(&mut self) {
        if self.cuts.lines.is_empty() {
            self.voronoi.cells(&self.cuts.sites, self.cuts.frame);
            for range in self.voronoi.cell_ranges() {
                let cell = path(self.voronoi.vertices[range].iter().copied());
                self.pieces.push(self.engine.intersection(&self.subject, cell));
            }
        } else {
            let mut pieces = vec![self.subject.clone()];
            lines::cut(&mut self.engine, &mut pieces, &self.cuts.lines);
            self.pieces = pieces;
        }
    }

    fn outcome(&self) -> Outcome {
        let mut outcome = Outcome::default();
        for ring in self.pieces.iter().flatten() {
            outcome.add_flat_ring(clipper2_rust::area(ring) / (SCALE * SCALE));
        }
        outcome
    }
}

fn path(points: impl Iterator<Item = [f64; 2]>) -> Path64 {
    points.map(|[x, y]| Point64::new((x * SCALE).round() as i64, (y * SCALE).round() as i64)).collect()
}

#[derive(Default)]
struct Engine {
    clipper: Clipper64,
    /// The engine takes a list of paths; the list is kept, the path in it is the clip.
    clips: Paths64,
}

impl Engine {
    fn intersection(&mut self, subject: &Paths64, clip: Path64) -> Paths64 {
        self.clips.clear();
        self.clips.push(clip);
        self.clipper.clear();
        self.clipper.add_subject(subject);
        self.clipper.add_clip(&self.clips);
        let mut solution = Paths64::new();
        self.clipper.execute(clipper2_rust::ClipType::Intersection, FillRule::NonZero, &mut solution, None);
        solution
    }
}

impl HalfPlanes for Engine {
    type Piece = Paths64;

    fn sides(piece: &Paths64, line: Line) -> (bool, bool) {
        line.sides_of(piece.iter().flatten().map(|p| [p.x as f64 / SCALE, p.y as f64 / SCALE]))
    }

    fn part(&mut self, piece: &Paths64, quad: [[f64; 2]; 4]) -> Paths64 {
        self.intersection(piece, path(quad.into_iter()))
    }
}
