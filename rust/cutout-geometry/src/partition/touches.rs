//! Puts outline vertices that lie on a border into the border's pieces.
//!
//! A vertex of the outline that lies on a border between cells belongs to one of the two, and the
//! ring of the other would pass over it along one straight edge; where the outline runs along the
//! border it would even do so in its own ring. Comes in: traced pieces. Goes out: the same with such
//! vertices on both sides, after which rings that pass a point twice can be divided there.
//! Cost: linear, and nothing where no vertex lies on a border.

use super::borders::Borders;
use super::pieces::Pieces;
use crate::cells::{Cells, NONE};
use crate::pace::{self, Pace};
use crate::point::Point;
use std::collections::BTreeMap;

/// A vertex on a border.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Touch {
    /// The border, by its lower half-edge.
    pub border: u32,
    pub point: Point,
}

/// Reused memory.
#[derive(Debug, Default)]
pub(crate) struct Touches {
    /// Border of each key past those that `Borders` gave out.
    borders: Vec<u32>,
    first_key: u32,
    out: Pieces,
}

impl Touches {
    /// Puts the vertices that the walk found on borders into the pieces.
    pub fn insert(
        &mut self,
        found: &mut Vec<Touch>,
        pieces: &mut Pieces,
        (borders, cells): (&Borders, &Cells),
        pace: &Pace<'_>,
    ) {
        self.borders.clear();
        self.first_key = pieces.key_count;
        if found.is_empty() {
            return;
        }
        let along = |border: u32, p: Point| {
            let line = cells.edges[border as usize].line;
            line.nx * p.y - line.ny * p.x
        };
        pace::sort_by(pace, found, |a, b| {
            let key = |t: &Touch| (along(t.border, t.point), t.point.x, t.point.y);
            let ((l, lx, ly), (r, rx, ry)) = (key(a), key(b));
            a.border.cmp(&b.border).then(l.total_cmp(&r)).then(lx.total_cmp(&rx)).then(ly.total_cmp(&ry))
        });
        if pace.is_over() {
            return;
        }
        found.dedup_by(|a, b| a.border == b.border && a.point == b.point);
        let Self { out, borders: new_borders, .. } = self;
        out.clear();
        out.key_count = pieces.key_count;
        let mut parts_of: BTreeMap<u32, u32> = BTreeMap::new();
        pieces.rewrite(out, pace, |out, edge, next| {
            let (a, b, key) = (pieces.points[edge], pieces.points[next], pieces.keys[edge]);
            let on_edge = if key == NONE {
                &[]
            } else {
                between(found, borders.border_of(key) as u32, a, b, &along, cells.tolerance)
            };
            push_edge(a, key, on_edge, out, &mut parts_of, new_borders, &along, b);
        });
        if !parts_of.is_empty() {
            core::mem::swap(out, pieces);
        }
    }

    /// The half-edge that a key made here lies on.
    pub fn border_of(&self, key: u32) -> Option<usize> {
        let index = key.checked_sub(self.first_key)?;
        self.borders.get(index as usize).map(|&border| border as usize)
    }
}

/// The touches of a border strictly between two of its points.
fn between<'a>(
    found: &'a [Touch],
    border: u32,
    a: Point,
    b: Point,
    along: &impl Fn(u32, Point) -> f64,
    tolerance: f64,
) -> &'a [Touch] {
    let (at_a, at_b) = (along(border, a), along(border, b));
    let (low, high) = (at_a.min(at_b) + tolerance, at_a.max(at_b) - tolerance);
    let from =
        found.partition_point(|t| t.border < border || (t.border == border && along(border, t.point) <= low));
    let to =
        found.partition_point(|t| t.border < border || (t.border == border && along(border, t.point) < high));
    found.get(from..to).unwrap_or(&[])
}

/// Pushes the edge from `a` to `b`, divided at the touches. Both sides of a border meet the same
/// touches, so the first one to come makes the keys of the parts, the other finds them.
#[allow(clippy::too_many_arguments)] // one edge and where it goes
fn push_edge(
    a: Point,
    key: u32,
    on_edge: &[Touch],
    out: &mut Pieces,
    parts_of: &mut BTreeMap<u32, u32>,
    borders: &mut Vec<u32>,
    along: &impl Fn(u32, Point) -> f64,
    b: Point,
) {
    let Some(first) = on_edge.first() else {
        out.push(a, key);
        return;
    };
    let count = on_edge.len() as u32;
    let base = *parts_of.entry(key).or_insert_with(|| {
        let base = out.key_count;
        out.key_count += count;
        borders.extend(on_edge.iter().map(|t| t.border));
        base
    });
    // Part 0 keeps the key; part i has base + i - 1.
    let key_of = |part: u32| if part == 0 { key } else { base + part - 1 };
    if along(first.border, a) <= along(first.border, b) {
        out.push(a, key_of(0));
        for (part, touch) in on_edge.iter().enumerate() {
            out.push(touch.point, key_of(part as u32 + 1));
        }
    } else {
        out.push(a, key_of(count));
        for (part, touch) in on_edge.iter().enumerate().rev() {
            out.push(touch.point, key_of(part as u32));
        }
    }
}
