//! A result as flat arrays to be drawn in one go: for previews, where every slider makes a new one and a
//! loop over thousands of pieces in a script would be felt. Made on the worker.

use crate::decompose;
use crate::pieces::{Piece, Pieces};
use godot::prelude::*;

/// The golden ratio's fraction: neighbours in the order of pieces get shades far apart.
const SHADE_STEP: f64 = 0.618_033_988_749_894_9;

/// What a preview draws of a result.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    points: Vec<Vector2>,
    /// A texture coordinate for each point, whose x differs from piece to piece.
    shades: Vec<Vector2>,
    /// Three indices of points each.
    triangles: Vec<i32>,
    /// Two points for each edge on a cut, told by both pieces that share it.
    cuts: Vec<Vector2>,
    /// Two points for each edge on the old outline.
    rims: Vec<Vector2>,
    /// The outer ring of the piece of the least area.
    smallest: Vec<Vector2>,
    smallest_area: f64,
}

impl Drawing {
    /// The drawing of a result.
    pub fn of(pieces: &Pieces) -> Self {
        let mut drawing = Self::default();
        let mut smallest: Option<Piece<'_>> = None;
        for (index, piece) in pieces.iter().enumerate() {
            drawing.add(index, piece);
            if smallest.is_none_or(|least| piece.head().area < least.head().area) {
                smallest = Some(piece);
            }
        }
        if let Some(smallest) = smallest {
            drawing.smallest = smallest.outer().to_vec();
            drawing.smallest_area = smallest.head().area;
        }
        drawing
    }

    fn add(&mut self, index: usize, piece: Piece<'_>) {
        let first = self.points.len();
        let shade = (index as f64 * SHADE_STEP).fract() as f32;
        self.points.extend_from_slice(piece.vertices());
        self.shades.resize(self.points.len(), Vector2::new(shade, 0.5));
        let corners = decompose::triangles(piece).into_iter().flatten();
        self.triangles.extend(corners.map(|corner| i32::try_from(first + corner).unwrap_or(0)));
        let mut flags = piece.on_outline().iter();
        for ring in core::iter::once(piece.outer()).chain(piece.holes()) {
            let following = ring.iter().skip(1).chain(ring.first());
            for ((&from, &to), &on_outline) in ring.iter().zip(following).zip(&mut flags) {
                let into = if on_outline == 1 { &mut self.rims } else { &mut self.cuts };
                into.extend([from, to]);
            }
        }
    }

    /// The arrays by name; see `CutoutScheduler.event_drawing`.
    pub fn to_dictionary(&self) -> VarDictionary {
        let packed = |points: &Vec<Vector2>| PackedVector2Array::from(points.as_slice());
        vdict! {
            "points" => &packed(&self.points),
            "shades" => &packed(&self.shades),
            "triangles" => &PackedInt32Array::from(self.triangles.as_slice()),
            "cuts" => &packed(&self.cuts),
            "rims" => &packed(&self.rims),
            "smallest" => &packed(&self.smallest),
            "smallest_area" => self.smallest_area,
        }
    }

    /// Bytes held on the heap.
    pub fn heap_bytes(&self) -> usize {
        let points = [&self.points, &self.shades, &self.cuts, &self.rims, &self.smallest];
        points.iter().map(|points| points.capacity() * size_of::<Vector2>()).sum::<usize>()
            + self.triangles.capacity() * size_of::<i32>()
    }
}
