//! The pieces of one outline and what they were made of.
//!
//! Invariants, which the reader holds and the writer takes for granted: every piece has a ring, every ring
//! at least 3 corners, all numbers are finite, neighbours are other pieces in ascending order, indices of a
//! decomposition are of corners that are there.

/// What was baked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Baked {
    /// What it was made of.
    pub made: Made,
    /// The pieces, in the order of the live result.
    pub pieces: Vec<Piece>,
}

/// What pieces were made of: they are of no use for anything else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// The version of the addon that made them.
    pub by: String,
    /// [`crate::fingerprint::of_outline`] of the rings.
    pub outline: u64,
    /// [`crate::fingerprint::of_bytes`] of what the rings came from.
    pub source: u64,
    /// [`crate::fingerprint::of_params`].
    pub params: u64,
}

/// One piece.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Piece {
    /// The outer ring, then the holes.
    pub rings: Vec<Ring>,
    /// Square pixels, holes taken off.
    pub area: f64,
    /// Centre of mass.
    pub centroid: [f32; 2],
    /// Whether it lies in the mask.
    pub in_mask: bool,
    /// Whether it has no hole and no reflex corner.
    pub is_convex: bool,
    /// Borders with other pieces.
    pub bonds: Vec<Bond>,
    /// Of a piece that is not its own convex part: of each that is not convex, and of one that is no longer once
    /// it is rounded.
    pub decomposition: Option<Decomposition>,
}

/// One ring, the first point not repeated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ring {
    /// The corners.
    pub points: Vec<[f32; 2]>,
    /// Whether the edge from each corner to the next is on the old outline.
    pub on_outline: Vec<bool>,
}

/// A border with another piece.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bond {
    /// Index of the other piece.
    pub neighbor: u32,
    /// Pixels.
    pub length: f32,
    /// Middle of the border.
    pub midpoint: [f32; 2],
}

/// A piece in parts; corners are counted through all its rings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decomposition {
    /// Corners, three a triangle.
    pub triangles: Vec<[u32; 3]>,
    /// Corners of each convex part.
    pub convex_parts: Vec<Vec<u32>>,
}

impl Piece {
    /// Corners of all rings.
    #[must_use]
    pub fn corners(&self) -> usize {
        self.rings.iter().map(|ring| ring.points.len()).sum()
    }
}

impl Baked {
    /// Bytes of the same as plain arrays of the engine, headers left out: what [`crate::write`] saves is
    /// measured against it.
    #[must_use]
    pub fn plain_bytes(&self) -> usize {
        let of_piece = |piece: &Piece| {
            let decomposed = piece.decomposition.iter().map(|known| {
                known.triangles.len() * 12 + known.convex_parts.iter().map(|p| p.len() * 8).sum::<usize>()
            });
            // Area, centroid, bounds, flags; a point and a flag a corner; neighbour, length, midpoint a bond.
            (8 + 8 + 16 + 2) + piece.corners() * 9 + piece.bonds.len() * 16 + decomposed.sum::<usize>()
        };
        self.pieces.iter().map(of_piece).sum()
    }
}
