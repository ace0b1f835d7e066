//! Gaps: every piece shrinks from its cuts, and stays where it is along the old outline.
//!
//! Comes in: pieces that share borders. Goes out: pieces that share none, and who had a border with
//! whom. [`strips`] lays a strip over each cut edge on the inside of its piece, and `i_overlay` (64-bit
//! integers) takes them off, so that what is left is simple whatever the strips do to each other: a
//! piece may vanish, or fall into parts. What is left and what was taken off are both measured, and
//! must add up to the outline. Cost: that of one boolean operation a piece.

pub(crate) mod parts;
mod strips;

use crate::boolean::{self, Region, contour};
use crate::cells::NONE;
use crate::holes::split_apart;
use crate::pace::Pace;
use crate::partition::pieces::{Pieces, Twins};
use crate::point::{Bounds, Point, length};
use crate::shape::{Shape, ring_area};
use crate::single::single;
use parts::Outlines;

/// The key of every edge that a gap has made: not outline, and shared with nobody.
const CUT: u32 = 0;

/// What is thinner than this part of a gap is what rounding left between a strip and the outline.
const DUST: f64 = 1e-6;
/// In how many shares an edge is divided among the parts of a piece that fell apart.
const SHARES: usize = 16;

/// What shrinking costs, in steps an edge.
const STEPS: usize = 64;

/// What a gap is to be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gap {
    /// How far pieces shrink, more than 0.
    pub width: f64,
    /// Parts with less thickness than this are no parts, see `Least`.
    pub thinnest: f64,
    /// Whether rings must stay simple in single precision.
    pub is_single: bool,
    /// Whether parts must have no holes: where rounding closes a channel, it leaves one.
    pub is_split: bool,
}

/// What a gap took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Loss {
    /// Area of the strips, and of pieces and parts that vanished.
    pub area: f64,
    /// Pieces of which nothing is left.
    pub pieces: u32,
}

/// A border as it was before the pieces shrank.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Border {
    /// The pieces on its two sides, as they are now.
    pub pieces: [u32; 2],
    pub length: f64,
    pub midpoint: Point,
}

/// Reused memory.
#[derive(Debug, Default)]
pub(crate) struct Shrinker {
    twins: Twins,
    is_cut: Vec<bool>,
    /// For each point the piece that it belongs to.
    piece_of: Vec<u32>,
    /// First part of each piece, and one entry past the last.
    first_part: Vec<u32>,
    borders: Vec<Border>,
    out: Pieces,
    rounded: Shape,
}

impl Shrinker {
    /// The borders that there were before the last run, one entry an edge.
    pub fn borders(&self) -> &[Border] {
        &self.borders
    }

    /// Shrinks `pieces`, which were cut from `shape`.
    pub fn run(&mut self, pieces: &mut Pieces, shape: &Shape, gap: Gap, pace: &Pace<'_>) -> Loss {
        self.twins.find(pieces);
        self.find_cuts(pieces);
        let mut out = core::mem::take(&mut self.out);
        out.clear();
        out.key_count = CUT + 1;
        self.first_part.clear();
        let mut loss = Loss::default();
        for piece in 0..pieces.pieces.len() {
            // An edge in a boolean operation is worth dozens.
            if !pace.step(STEPS * pieces.piece_points(piece).len()) {
                break;
            }
            let first = out.pieces.len();
            self.first_part.push(first as u32);
            loss.area += self.shrink(pieces, piece, shape, gap, &mut out);
            loss.pieces += u32::from(first == out.pieces.len());
        }
        self.first_part.push(out.pieces.len() as u32);
        if pace.is_over() {
            self.out = out;
            return loss;
        }
        self.list_borders(pieces, gap.width, &out, pace);
        core::mem::swap(&mut out, pieces);
        self.out = out;
        loss
    }

    /// Which edges have another piece across.
    fn find_cuts(&mut self, pieces: &Pieces) {
        pieces.list_owners(&mut self.piece_of);
        self.is_cut.clear();
        self.is_cut.resize(pieces.points.len(), false);
        for piece in 0..pieces.pieces.len() {
            let mine = pieces.piece_points(piece);
            for edge in mine.clone() {
                let key = pieces.keys[edge];
                let twin = if key == NONE { None } else { self.twins.of(edge, key) };
                self.is_cut[edge] = twin.is_some_and(|twin| !mine.contains(&twin));
            }
        }
    }

    /// Appends what is left of a piece. Gives back the area that is not.
    fn shrink(&mut self, pieces: &Pieces, piece: usize, shape: &Shape, gap: Gap, out: &mut Pieces) -> f64 {
        let points = pieces.piece_points(piece);
        let mut taken = 0.0;
        if self.is_cut[points.clone()].contains(&true) {
            let rings = pieces.piece_rings(piece);
            let mut strips = Vec::new();
            for ring in rings.clone() {
                let is_cut = &self.is_cut[pieces.ring_range(ring)];
                strips::add(pieces.ring(ring), is_cut, gap.width, &mut strips);
            }
            let bounds = Bounds::of(&pieces.points[points.clone()]);
            let subject: Vec<_> = rings.clone().map(|ring| contour(pieces.ring(ring))).collect();
            let divided = boolean::divide(&subject, &strips);
            taken += boolean::area(&divided.inside);
            let outlines = Outlines::of(pieces, rings, &self.is_cut, &bounds);
            taken += self.write(divided.outside, &outlines, pieces.pieces[piece].cell, shape, gap, out);
        } else {
            out.begin_piece(pieces.pieces[piece].cell);
            for ring in pieces.piece_rings(piece) {
                pieces.ring(ring).iter().for_each(|&p| out.push(p, NONE));
                out.end_ring();
            }
        }
        taken
    }

    /// Writes the parts of a piece; the area of those that are too thin is given back.
    fn write(
        &mut self,
        region: Region,
        outlines: &Outlines,
        cell: u32,
        shape: &Shape,
        gap: Gap,
        out: &mut Pieces,
    ) -> f64 {
        let thinnest = gap.thinnest.max(parts::DOUBLE * shape.outline_reach()).max(DUST * gap.width);
        let mut lost = 0.0;
        for contours in region {
            let mut rings: Vec<Vec<Point>> =
                contours.iter().map(|c| boolean::points(c).map(|p| outlines.restore(p)).collect()).collect();
            let before: f64 = rings.iter().map(|ring| ring_area(ring)).sum();
            let mut after = 0.0;
            let (store, unit): (fn(Point) -> Point, f64) =
                if gap.is_single { (single, parts::SINGLE) } else { (parts::double, parts::DOUBLE) };
            let unit = unit * shape.outline_reach();
            let is_mended = parts::mend(&mut rings, shape, store, 0.5 * unit, &mut self.rounded);
            let tolerance = if is_mended { unit } else { outlines.grid };
            for part in parts::each(&rings) {
                if parts::is_thicker(part, thinnest) {
                    after += part.iter().map(|ring| ring_area(ring)).sum::<f64>();
                    let split = if gap.is_split && part.len() > 1 { split_apart(part) } else { None };
                    let parts = split.iter().flatten().map(core::slice::from_ref);
                    for rings in if split.is_some() { parts.collect() } else { vec![part] } {
                        out.begin_piece(cell);
                        rings.iter().for_each(|ring| outlines.write(ring, tolerance, CUT, out));
                    }
                }
            }
            lost += before - after;
        }
        lost
    }

    /// Lists who has a border with whom. Where a piece fell apart its borders are divided among its
    /// parts, to [`SHARES`] of an edge.
    fn list_borders(&mut self, pieces: &Pieces, width: f64, out: &Pieces, pace: &Pace<'_>) {
        let Self { twins, is_cut, piece_of, first_part, borders, .. } = self;
        borders.clear();
        let parts_of = |edge: usize| {
            let piece = piece_of[edge] as usize;
            first_part[piece] as usize..first_part[piece + 1] as usize
        };
        for ring in 0..pieces.rings() {
            if !pace.step(STEPS * pieces.ring_range(ring).len()) {
                return;
            }
            for (edge, next) in pieces.edges(ring).filter(|&(edge, _)| is_cut[edge]) {
                let Some(twin) = twins.of(edge, pieces.keys[edge]).filter(|&twin| twin > edge) else {
                    continue;
                };
                let (a, b) = (pieces.points[edge], pieces.points[next]);
                let (here, across) = (parts_of(edge), parts_of(twin));
                let shares = if here.len() > 1 || across.len() > 1 { SHARES } else { 1 };
                let part = (b - a) / shares as f64;
                let length = length(part);
                let over = strips::normal(a, b) * width;
                for share in 0..shares {
                    let midpoint = a + part * (share as f64 + 0.5);
                    let here = parts::nearest(out, here.clone(), midpoint + over);
                    let across = parts::nearest(out, across.clone(), midpoint - over);
                    if let (Some(here), Some(across)) = (here, across) {
                        let pieces = [here as u32, across as u32];
                        borders.push(Border { pieces, length, midpoint });
                    }
                }
            }
        }
    }
}
