//! Pieces -> bytes. Comes in: [`Baked`] that keeps its invariants. Goes out: the bytes of the crate's
//! format. Linear in the size, but for a sorted map of the points.

use crate::baked::{Baked, Bond, Piece};
use crate::{FORMAT, MAGIC, fingerprint, floats};
use std::collections::BTreeMap;

/// The bytes that [`crate::read`] makes the same of, to the bit.
#[must_use]
pub fn write(baked: &Baked) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&FORMAT.to_le_bytes());
    body(baked, &mut out);
    let sum = fingerprint::of_bytes(&out);
    out.extend_from_slice(&sum.to_le_bytes());
    out
}

fn body(baked: &Baked, out: &mut Vec<u8>) {
    let made = &baked.made;
    varint(made.by.len(), out);
    out.extend_from_slice(made.by.as_bytes());
    for hash in [made.outline, made.source, made.params] {
        out.extend_from_slice(&hash.to_le_bytes());
    }
    let pieces = &baked.pieces;
    let mutual = are_mutual(pieces);
    out.push(u8::from(mutual));

    let (corners, points) = shared_points(pieces);
    let bonds = bonds_of(pieces, mutual);
    varint(pieces.len(), out);
    varint(pieces.iter().map(|piece| piece.rings.len()).sum(), out);
    varint(corners.len(), out);
    varint(points.len(), out);
    varint(bonds.iter().map(Vec::len).sum(), out);

    pieces.iter().for_each(|piece| varint(piece.rings.len(), out));
    pieces.iter().flat_map(|piece| &piece.rings).for_each(|ring| varint(ring.points.len(), out));
    corner_codes(&corners, out);

    let piece_flags = |piece: &Piece| [piece.in_mask, piece.is_convex, piece.decomposition.is_some()];
    let rings = || pieces.iter().flat_map(|piece| &piece.rings);
    bits(pieces.iter().flat_map(piece_flags), out);
    bits(rings().flat_map(|ring| ring.on_outline.iter().copied()), out);

    floats::write(points.iter().map(|p| p[0]), out);
    floats::write(points.iter().map(|p| p[1]), out);
    floats::write(pieces.iter().map(|piece| piece.centroid[0]), out);
    floats::write(pieces.iter().map(|piece| piece.centroid[1]), out);
    pieces.iter().for_each(|piece| out.extend_from_slice(&piece.area.to_le_bytes()));

    for of_piece in &bonds {
        varint(of_piece.len(), out);
        let mut before = 0;
        for bond in of_piece {
            varint((bond.neighbor - before) as usize, out);
            before = bond.neighbor;
        }
    }
    floats::write(bonds.iter().flatten().map(|bond| bond.length), out);
    floats::write(bonds.iter().flatten().map(|bond| bond.midpoint[0]), out);
    floats::write(bonds.iter().flatten().map(|bond| bond.midpoint[1]), out);

    for known in pieces.iter().filter_map(|piece| piece.decomposition.as_ref()) {
        varint(known.triangles.len(), out);
        known.triangles.iter().flatten().for_each(|&corner| varint(corner as usize, out));
        varint(known.convex_parts.len(), out);
        for part in &known.convex_parts {
            varint(part.len(), out);
            part.iter().for_each(|&corner| varint(corner as usize, out));
        }
    }
}

/// Which point each corner is, and the points in the order in which they first come. Points are one when
/// their bits are.
fn shared_points(pieces: &[Piece]) -> (Vec<u32>, Vec<[f32; 2]>) {
    let mut known: BTreeMap<[u32; 2], u32> = BTreeMap::new();
    let mut points = Vec::new();
    let mut corners = Vec::new();
    for point in pieces.iter().flat_map(|piece| &piece.rings).flat_map(|ring| &ring.points) {
        let index = *known.entry(point.map(f32::to_bits)).or_insert_with(|| {
            points.push(*point);
            (points.len() - 1) as u32
        });
        corners.push(index);
    }
    (corners, points)
}

fn corner_codes(corners: &[u32], out: &mut Vec<u8>) {
    let mut next = 0;
    let mut before = 0;
    for &corner in corners {
        if corner == next {
            next += 1;
            varint(0, out);
        } else {
            // Two pieces run along their border in opposite directions.
            let step = i64::from(corner) - i64::from(before) + 1;
            varint(1 + ((step << 1) ^ (step >> 63)) as usize, out);
        }
        before = corner;
    }
}

/// Whether each bond has its like on the other side.
fn are_mutual(pieces: &[Piece]) -> bool {
    pieces.iter().enumerate().all(|(index, piece)| {
        piece.bonds.iter().all(|bond| {
            let other = pieces.get(bond.neighbor as usize).map_or(&[][..], |other| &other.bonds);
            other.iter().any(|back| back.neighbor as usize == index && same_border(back, bond))
        })
    })
}

fn same_border(a: &Bond, b: &Bond) -> bool {
    a.length.to_bits() == b.length.to_bits() && a.midpoint.map(f32::to_bits) == b.midpoint.map(f32::to_bits)
}

/// The bonds of each piece that are written.
fn bonds_of(pieces: &[Piece], mutual: bool) -> Vec<Vec<Bond>> {
    let of_piece = |(index, piece): (usize, &Piece)| {
        let written = piece.bonds.iter().filter(|bond| !mutual || bond.neighbor as usize > index);
        written.copied().collect()
    };
    pieces.iter().enumerate().map(of_piece).collect()
}

/// LEB128.
fn varint(number: usize, out: &mut Vec<u8>) {
    let mut rest = number;
    while rest >= 0x80 {
        out.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

/// Eight to the byte, the first the lowest.
fn bits(flags: impl Iterator<Item = bool>, out: &mut Vec<u8>) {
    for (index, flag) in flags.enumerate() {
        if index % 8 == 0 {
            out.push(0);
        }
        if let Some(last) = out.last_mut() {
            *last |= u8::from(flag) << (index % 8);
        }
    }
}
