//! Baked pieces for tests: those of a real fracture, rounded the plainest way, and random ones.

use crate::Point;
use crate::random::Rng;
use cutout_bake::{Baked, Bond, Decomposition, Made, Piece, Ring};
use cutout_geometry::{Fracture, FractureParams, decompose, fragment::Fragment};

/// The pieces of a fracture in single precision, decomposed where they are not convex.
#[must_use]
pub fn of_fracture(fracture: &Fracture, params: &FractureParams, outline: &[Vec<Point>]) -> Baked {
    let rings: Vec<Vec<[f32; 2]>> = outline.iter().map(|ring| ring.iter().map(rounded).collect()).collect();
    let made = Made {
        by: "1.2.3".to_owned(),
        outline: cutout_bake::fingerprint::of_outline(rings.iter().map(Vec::as_slice)),
        source: cutout_bake::fingerprint::of_bytes(b"a source"),
        params: cutout_bake::fingerprint::of_params(params),
    };
    Baked { made, pieces: fracture.fragments.iter().map(piece).collect() }
}

fn piece(fragment: Fragment<'_>) -> Piece {
    let mut flags = fragment.on_outline().iter().copied();
    let mut ring = |points: &[Point]| Ring {
        points: points.iter().map(rounded).collect(),
        on_outline: points.iter().map(|_| flags.next().unwrap_or(false)).collect(),
    };
    let mut rings = vec![ring(fragment.outer())];
    rings.extend(fragment.holes().map(ring));
    let decomposition = (!fragment.is_convex()).then(|| decomposition_of(&rings));
    Piece {
        rings,
        area: fragment.area(),
        centroid: rounded(&fragment.centroid()),
        in_mask: fragment.in_mask(),
        is_convex: fragment.is_convex(),
        bonds: (fragment.bonds().iter())
            .map(|bond| Bond {
                neighbor: bond.neighbor,
                length: bond.length as f32,
                midpoint: rounded(&bond.midpoint),
            })
            .collect(),
        decomposition,
    }
}

fn decomposition_of(rings: &[Ring]) -> Decomposition {
    let vertices: Vec<[f32; 2]> = rings.iter().flat_map(|ring| ring.points.iter().copied()).collect();
    let mut hole_starts = Vec::new();
    let mut end = 0;
    for ring in rings {
        end += ring.points.len();
        hole_starts.push(end);
    }
    hole_starts.pop();
    let triangles = decompose::triangles(&vertices, &hole_starts);
    let parts = decompose::convex_parts(&vertices, &triangles);
    let index = |&at: &usize| at as u32;
    Decomposition {
        triangles: triangles.iter().map(|triangle| triangle.each_ref().map(index)).collect(),
        convex_parts: parts.iter().map(|part| part.iter().map(index).collect()).collect(),
    }
}

fn rounded(p: &Point) -> [f32; 2] {
    [p.x as f32, p.y as f32]
}

/// Pieces that keep the invariants of [`Baked`] and no others: any finite numbers, points that come again or
/// do not, bonds that the other side knows of or not.
#[must_use]
pub fn random(rng: &mut Rng) -> Baked {
    let count = rng.below(8);
    let known: Vec<[f32; 2]> = (0..1 + rng.below(12)).map(|_| [number(rng), number(rng)]).collect();
    let mutual = rng.chance(0.5);
    let mut pieces: Vec<Piece> = (0..count).map(|_| random_piece(rng, &known)).collect();
    for index in 0..count {
        for neighbor in 0..count {
            if neighbor == index || (mutual && neighbor < index) || rng.chance(0.4) {
                continue;
            }
            let border = (number(rng), [number(rng), number(rng)]);
            let bond =
                |neighbor: usize| Bond { neighbor: neighbor as u32, length: border.0, midpoint: border.1 };
            pieces[index].bonds.push(bond(neighbor));
            if mutual {
                pieces[neighbor].bonds.push(bond(index));
            }
        }
    }
    let by = ["", "0.1.0", "12.34.56-größer"];
    let made =
        Made { by: (*rng.pick(&by)).to_owned(), outline: rng.bits(), source: rng.bits(), params: rng.bits() };
    Baked { made, pieces }
}

fn random_piece(rng: &mut Rng, known: &[[f32; 2]]) -> Piece {
    let rings: Vec<Ring> = (0..1 + rng.below(3))
        .map(|_| {
            let size = 3 + rng.below(9);
            let point = |rng: &mut Rng| match rng.chance(0.6) {
                true => *rng.pick(known),
                false => [number(rng), number(rng)],
            };
            Ring {
                points: (0..size).map(|_| point(rng)).collect(),
                on_outline: (0..size).map(|_| rng.chance(0.3)).collect(),
            }
        })
        .collect();
    let corners = rings.iter().map(|ring| ring.points.len()).sum();
    let corner = |rng: &mut Rng| rng.below(corners) as u32;
    let decomposition = rng.chance(0.5).then(|| Decomposition {
        triangles: (0..rng.below(9)).map(|_| [corner(rng), corner(rng), corner(rng)]).collect(),
        convex_parts: (0..rng.below(4))
            .map(|_| (0..3 + rng.below(5)).map(|_| corner(rng)).collect())
            .collect(),
    });
    Piece {
        rings,
        area: rng.between(1e-9, 1e9),
        centroid: [number(rng), number(rng)],
        in_mask: rng.chance(0.5),
        is_convex: decomposition.is_none() || rng.chance(0.5),
        bonds: Vec::new(),
        decomposition,
    }
}

/// Any finite number, whole ones often.
fn number(rng: &mut Rng) -> f32 {
    match rng.below(4) {
        0 => rng.below(2000) as f32 - 1000.0,
        1 => *rng.pick(&[0.0, -0.0, f32::MIN_POSITIVE, 1e-45, f32::MAX, -1.0]),
        2 => rng.between(-500.0, 500.0) as f32,
        _ => Some(f32::from_bits(rng.bits() as u32)).filter(|any| any.is_finite()).unwrap_or(0.5),
    }
}

/// Whether both are the same to the bit, 0 apart from -0.
///
/// # Errors
/// Where they differ.
pub fn same_bits(a: &Baked, b: &Baked) -> Result<(), String> {
    let bits = |baked: &Baked| -> Vec<Vec<u32>> {
        let of_piece = |piece: &Piece| {
            let points = piece.rings.iter().flat_map(|ring| &ring.points).flatten();
            let bonds = piece.bonds.iter().flat_map(|b| [b.length, b.midpoint[0], b.midpoint[1]]);
            points.copied().chain(piece.centroid).chain(bonds).map(f32::to_bits).collect()
        };
        baked.pieces.iter().map(of_piece).collect()
    };
    if a != b {
        return Err(format!("{a:?}\nbecame\n{b:?}"));
    }
    if bits(a) != bits(b) { Err("the bits differ".to_owned()) } else { Ok(()) }
}
