//! Jagged cuts: each shared border becomes a broken line, the same vertices for both of its sides.
//!
//! Comes in: pieces with straight borders. Goes out: the same pieces, whose borders are jagged; edges
//! of the outline stay as they were. [`room`] gives every stretch of a border a strip of its own, in
//! which no strip of another border lies, and [`jag`] draws a line that advances all the way and stays
//! in the strips: so no two borders cross, none crosses itself or the outline, and no check is needed
//! afterwards. What a piece gains on one stretch of a border it loses on another, so areas stay.
//!
//! Chance is drawn from the seed and the border's two ends, so a border is the same whatever else
//! there is. Cost: vertices log vertices, and the pairs of edges of one piece that are near each other.

mod jag;
mod room;

use crate::cells::NONE;
use crate::pace::Pace;
use crate::partition::pieces::{Pieces, Twins};
use crate::point::Point;
use jag::{Jag, Scale};
use room::{Rooms, Side};

/// Length of a facet, as a fraction of the side of a square with the mean area of the pieces.
const FACET: f64 = 0.15;

/// What a jagged line costs, in steps an edge.
const STEPS: usize = 64;

/// What borders are to look like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Roughness {
    /// How jagged, more than 0, at most 1.
    pub degree: f64,
    pub seed: u64,
    /// What vertices keep between each other, so that no rounding of theirs makes lines cross.
    pub margin: f64,
}

/// Reused memory.
#[derive(Debug, Default)]
pub(crate) struct Roughener {
    twins: Twins,
    piece_of: Vec<u32>,
    rooms: Rooms,
    jag: Jag,
    /// The lines that have been drawn, by key.
    lines: Vec<Line>,
    points: Vec<Point>,
    out: Pieces,
}

/// Where a border's inner vertices are, going from its lesser end to the other.
#[derive(Clone, Copy, Debug, Default)]
struct Line {
    first: u32,
    count: u32,
    /// Key of the second part; the first part keeps the border's own.
    base: u32,
}

impl Roughener {
    /// Makes the borders of `pieces` jagged.
    pub fn run(&mut self, pieces: &mut Pieces, roughness: Roughness, pace: &Pace<'_>) {
        self.twins.find(pieces);
        pieces.list_owners(&mut self.piece_of);
        if !pace.step(pieces.points.len()) {
            return;
        }
        self.rooms.take(pieces, pace);
        self.draw(pieces, roughness, pace);
        if !pace.is_over() {
            self.rewrite(pieces, pace);
        }
    }

    fn draw(&mut self, pieces: &mut Pieces, roughness: Roughness, pace: &Pace<'_>) {
        let size = mean_size(pieces);
        let scale = Scale { facet: FACET * size, swing: size };
        let Self { twins, piece_of, rooms, jag, lines, points, .. } = self;
        lines.clear();
        lines.resize(pieces.key_count as usize, Line::default());
        points.clear();
        for ring in 0..pieces.rings() {
            if !pace.step(STEPS * pieces.ring_range(ring).len()) {
                return;
            }
            for edge in pieces.ring_range(ring) {
                let side = Side::of(pieces, ring, edge, piece_of[edge]);
                // Each border once, from its lesser end.
                if (side.b.x, side.b.y) < (side.a.x, side.a.y) {
                    continue;
                }
                let Some(twin) = partner(pieces, twins, piece_of, edge) else { continue };
                let across = Side::of(pieces, ring_of(pieces, twin), twin, piece_of[twin]);
                let first = points.len() as u32;
                jag.draw([side, across], rooms, roughness, scale, points);
                let count = points.len() as u32 - first;
                if count > 0 {
                    lines[pieces.keys[edge] as usize] = Line { first, count, base: pieces.key_count };
                    pieces.key_count += count;
                }
            }
        }
    }

    fn rewrite(&mut self, pieces: &mut Pieces, pace: &Pace<'_>) {
        let Self { lines, points, out, .. } = self;
        out.clear();
        out.key_count = pieces.key_count;
        pieces.rewrite(out, pace, |out, edge, next| {
            let (a, b, key) = (pieces.points[edge], pieces.points[next], pieces.keys[edge]);
            let line = if key == NONE { Line::default() } else { lines[key as usize] };
            let inner = &points[line.first as usize..(line.first + line.count) as usize];
            let part = |i: u32| if i == 0 { key } else { line.base + i - 1 };
            if (a.x, a.y) <= (b.x, b.y) {
                out.push(a, key);
                inner.iter().zip(1..).for_each(|(&p, i)| out.push(p, part(i)));
            } else {
                out.push(a, part(line.count));
                inner.iter().zip(0..line.count).rev().for_each(|(&p, i)| out.push(p, part(i)));
            }
        });
        core::mem::swap(out, pieces);
    }
}

/// The edge across a border between two pieces. Seams have one piece on both sides, and are no cuts.
fn partner(pieces: &Pieces, twins: &Twins, piece_of: &[u32], edge: usize) -> Option<usize> {
    let key = pieces.keys[edge];
    if key == NONE {
        return None;
    }
    twins.of(edge, key).filter(|&twin| piece_of[twin] != piece_of[edge])
}

/// The ring that an edge belongs to.
fn ring_of(pieces: &Pieces, edge: usize) -> usize {
    pieces.ring_starts.partition_point(|&start| start as usize <= edge) - 1
}

/// The side of a square with the mean area of the pieces, of those that broke if any did.
fn mean_size(pieces: &Pieces) -> f64 {
    let mean = |is_wanted: &dyn Fn(u32) -> bool| {
        let areas = (0..pieces.pieces.len())
            .filter(|&piece| is_wanted(pieces.pieces[piece].cell))
            .map(|piece| pieces.piece_area(piece));
        let (sum, count) = areas.fold((0.0, 0.0), |(sum, count), area| (sum + area, count + 1.0));
        if count > 0.0 { (sum / count).max(0.0).sqrt() } else { 0.0 }
    };
    let broken = mean(&|cell| cell != NONE);
    if broken > 0.0 { broken } else { mean(&|_| true) }
}
