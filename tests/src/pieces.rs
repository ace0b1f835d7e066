//! A fracture's answer as plain values.

use crate::Point;
use cutout_geometry::{Fracture, Fragment};

/// A border shared with another piece.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bond {
    /// Index of the other piece.
    pub neighbor: usize,
    /// Length of the shared border.
    pub length: f64,
    /// Midpoint of the border, weighted by length.
    pub midpoint: Point,
}

/// One piece.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The outer ring and then the holes.
    pub rings: Vec<Vec<Point>>,
    /// One flag an edge, ring after ring.
    pub on_outline: Vec<bool>,
    /// As stated by the geometry.
    pub area: f64,
    /// As stated by the geometry.
    pub centroid: Point,
    /// As stated by the geometry: smallest and largest corner.
    pub bounds: [Point; 2],
    /// As stated by the geometry.
    pub bonds: Vec<Bond>,
    /// As stated by the geometry.
    pub is_convex: bool,
    /// As stated by the geometry.
    pub in_mask: bool,
}

impl Piece {
    /// All edges: ring, index, from, to.
    pub fn edges(&self) -> impl Iterator<Item = (usize, usize, Point, Point)> + '_ {
        self.rings
            .iter()
            .enumerate()
            .flat_map(|(r, ring)| (0..ring.len()).map(move |i| (r, i, ring[i], ring[(i + 1) % ring.len()])))
    }

    /// All vertices.
    pub fn vertices(&self) -> impl Iterator<Item = Point> + '_ {
        self.rings.iter().flatten().copied()
    }

    /// Whether the point is inside; `None` on the border.
    #[must_use]
    pub fn contains(&self, p: Point) -> Option<bool> {
        let mut turns = 0;
        for ring in &self.rings {
            turns += crate::exact::winding(ring, p)?;
        }
        Some(turns != 0)
    }
}

/// The pieces of a fracture.
#[must_use]
pub fn of(fracture: &Fracture) -> Vec<Piece> {
    fracture.fragments.iter().map(Piece::from).collect()
}

/// The same on vertices of single precision.
#[must_use]
pub fn in_single(pieces: &[Piece]) -> Vec<Piece> {
    let mut stored = pieces.to_vec();
    for p in stored.iter_mut().flat_map(|piece| &mut piece.rings).flatten() {
        *p = Point { x: f64::from(p.x as f32), y: f64::from(p.y as f32) };
    }
    stored
}

impl From<Fragment<'_>> for Piece {
    fn from(fragment: Fragment<'_>) -> Self {
        let bond = |b: &cutout_geometry::Bond| Bond {
            neighbor: b.neighbor as usize,
            length: b.length,
            midpoint: b.midpoint,
        };
        Self {
            rings: std::iter::once(fragment.outer()).chain(fragment.holes()).map(<[Point]>::to_vec).collect(),
            on_outline: fragment.on_outline().to_vec(),
            area: fragment.area(),
            centroid: fragment.centroid(),
            bounds: [fragment.bounds().min, fragment.bounds().max],
            bonds: fragment.bonds().iter().map(bond).collect(),
            is_convex: fragment.is_convex(),
            in_mask: fragment.in_mask(),
        }
    }
}
