//! Pieces to what is baked of them, and back: the same to the bit.

use super::{PieceHead, Pieces};
use crate::decompose::Decomposition;
use cutout_bake::{Baked, Bond, Made, Piece, Ring};
use cutout_geometry::Role;
use godot::builtin::{Rect2, Vector2};

impl Pieces {
    /// What is baked of them.
    pub fn to_baked(&self, made: Made) -> Baked {
        Baked { made, pieces: self.iter().map(baked_piece).collect() }
    }

    /// The pieces that were baked, decomposed as they were.
    pub fn from_baked(baked: &Baked) -> Self {
        let mut pieces = Self::default();
        let index = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        for piece in &baked.pieces {
            let first_ring = index(pieces.ring_starts.len());
            let first_vertex = pieces.vertices.len();
            for ring in &piece.rings {
                pieces.ring_starts.push(index(pieces.vertices.len()));
                pieces.vertices.extend(ring.points.iter().copied().map(vector));
                pieces.on_outline.extend(ring.on_outline.iter().map(|&flag| u8::from(flag)));
            }
            let outer = piece.rings.first().map_or(0, |ring| ring.points.len());
            let vertices = pieces.vertices.get(first_vertex..).unwrap_or_default();
            pieces.decompositions.push(piece.decomposition.as_ref().map(|known| {
                let indices = |part: &Vec<u32>| part.iter().map(|&corner| corner as usize).collect();
                let parts = known.convex_parts.iter().map(indices);
                let triangles = known.triangles.iter().map(|t| t.map(|corner| corner as usize)).collect();
                Box::new(Decomposition::known(triangles, parts.collect()))
            }));
            let bounds = bounds_of(vertices.get(..outer).unwrap_or_default());
            pieces.heads.push(PieceHead {
                first_ring,
                first_bond: index(pieces.neighbors.len()),
                area: piece.area,
                centroid: vector(piece.centroid),
                bounds,
                in_mask: piece.in_mask,
                role: Role::default(),
                step: 0,
                is_convex: piece.is_convex,
            });
            for bond in &piece.bonds {
                pieces.neighbors.push(i32::try_from(bond.neighbor).unwrap_or(i32::MAX));
                pieces.lengths.push(bond.length);
                pieces.midpoints.push(vector(bond.midpoint));
            }
        }
        pieces.ring_starts.push(index(pieces.vertices.len()));
        pieces
    }
}

fn baked_piece(piece: super::Piece<'_>) -> Piece {
    let head = piece.head();
    let mut flags = piece.on_outline().iter();
    let rings = core::iter::once(piece.outer()).chain(piece.holes()).map(|ring| Ring {
        points: ring.iter().copied().map(array).collect(),
        on_outline: flags.by_ref().take(ring.len()).map(|&flag| flag != 0).collect(),
    });
    let bonds = piece.neighbors().iter().zip(piece.shared_edge_lengths()).zip(piece.shared_edge_midpoints());
    Piece {
        rings: rings.collect(),
        area: head.area,
        centroid: array(head.centroid),
        in_mask: head.in_mask,
        is_convex: head.is_convex,
        bonds: bonds
            .map(|((&neighbor, &length), &midpoint)| Bond {
                neighbor: u32::try_from(neighbor).unwrap_or(0),
                length,
                midpoint: array(midpoint),
            })
            .collect(),
        decomposition: piece.decomposition().map(baked_decomposition),
    }
}

/// Parts by their corners: a part is made of the piece's own.
fn baked_decomposition(known: &Decomposition) -> cutout_bake::Decomposition {
    let index = |corner: usize| u32::try_from(corner).unwrap_or(0);
    cutout_bake::Decomposition {
        triangles: known.triangles().iter().map(|triangle| triangle.map(index)).collect(),
        convex_parts: known
            .convex_parts()
            .iter()
            .map(|part| part.iter().map(|&corner| index(corner)).collect())
            .collect(),
    }
}

fn bounds_of(points: &[Vector2]) -> Rect2 {
    let (mut min, mut max) = (Vector2::INF, -Vector2::INF);
    for &point in points {
        min = min.coord_min(point);
        max = max.coord_max(point);
    }
    Rect2::new(min, max - min)
}

fn vector([x, y]: [f32; 2]) -> Vector2 {
    Vector2::new(x, y)
}

fn array(v: Vector2) -> [f32; 2] {
    [v.x, v.y]
}
