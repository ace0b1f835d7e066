//! Baked pieces: what is read is what was written, to the bit, and what was changed is refused.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // what fails is a failed test; the sizes are the record

use cutout_bake::{Baked, FORMAT, ReadError, fingerprint, read, write};
use cutout_geometry::params::Value;
use cutout_geometry::{FractureParams, Fracturer, Point};
use cutout_tests::baked::{of_fracture, random, same_bits};
use cutout_tests::random::Rng;

const CASES: u64 = 2_000;

fn star(points: usize, radius: f64) -> Vec<Point> {
    let at = |index: usize| {
        let angle = core::f64::consts::TAU * index as f64 / points as f64;
        let reach = radius * (0.72 + 0.28 * libm::cos(7.0 * angle));
        // As an engine stores it.
        let single = |v: f64| f64::from(v as f32);
        Point { x: single(reach * libm::cos(angle)), y: single(reach * libm::sin(angle)) }
    };
    (0..points).map(at).collect()
}

fn fractured(params: &FractureParams, outline: &[Vec<Point>]) -> Baked {
    let rings: Vec<&[Point]> = outline.iter().map(Vec::as_slice).collect();
    of_fracture(&Fracturer::default().fracture(&rings, params, &()).unwrap(), params, outline)
}

fn params(keys: &[(&str, Value)]) -> FractureParams {
    let mut params = FractureParams::default();
    keys.iter().for_each(|(key, value)| params.set(key, value.clone()).unwrap());
    params
}

#[test]
fn what_is_read_is_what_was_written_to_the_bit() {
    for seed in 0..CASES {
        let baked = random(&mut Rng::new(seed));
        let again = read(&write(&baked)).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        same_bits(&baked, &again).unwrap_or_else(|fault| panic!("seed {seed}: {fault}"));
    }
}

#[test]
fn the_pieces_of_real_fractures_come_back_and_take_two_thirds_of_the_plain_bytes() {
    let rim = star(96, 180.0);
    let hole = star(24, 40.0).into_iter().rev().collect();
    for (name, outline) in [("star", vec![star(64, 100.0)]), ("ring", vec![rim, hole])] {
        for pattern in ["random", "hexagonal", "spiderweb", "slices_grid", "bricks"] {
            for holes in ["split", "keep"] {
                let params = params(&[
                    ("pattern", Value::Text(pattern.to_owned())),
                    ("holes", Value::Text(holes.to_owned())),
                    ("fragment_count", Value::Int(40)),
                ]);
                let baked = fractured(&params, &outline);
                let bytes = write(&baked);
                same_bits(&baked, &read(&bytes).unwrap()).unwrap();
                println!(
                    "{name}, {pattern}, {holes}: {} pieces, {} bytes; plain {}",
                    baked.pieces.len(),
                    bytes.len(),
                    baked.plain_bytes()
                );
                assert!(baked.pieces.len() > 10, "{name}, {pattern}: {} pieces", baked.pieces.len());
                assert!(
                    3 * bytes.len() < 2 * baked.plain_bytes(),
                    "{name}, {pattern}: {} bytes",
                    bytes.len()
                );
            }
        }
    }
}

#[test]
fn every_changed_byte_and_every_missing_end_is_refused() {
    let bytes = write(&fractured(&FractureParams::default(), &[star(64, 100.0)]));
    assert_eq!(read(&[]), Err(ReadError::Empty));
    for length in 1..bytes.len() {
        assert!(read(&bytes[..length]).is_err(), "cut off at {length}");
    }
    for at in 0..bytes.len() {
        for flip in [1, 0x80, 0xff] {
            let mut changed = bytes.clone();
            changed[at] ^= flip;
            assert!(read(&changed).is_err(), "byte {at} ^ {flip}");
        }
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(read(&longer), Err(ReadError::Broken));
}

#[test]
fn bytes_of_another_kind_or_version_say_so() {
    assert_eq!(read(b"GDSC and more of it"), Err(ReadError::Foreign));
    assert_eq!(read(b"CU"), Err(ReadError::Foreign));
    let mut bytes = write(&Baked::default());
    bytes[4..6].copy_from_slice(&(FORMAT + 1).to_le_bytes());
    assert_eq!(read(&bytes), Err(ReadError::TooNew(FORMAT + 1)));
    bytes[4..6].copy_from_slice(&0_u16.to_le_bytes());
    assert_eq!(read(&bytes), Err(ReadError::NoVersion(0)));
}

/// It would be drawn and collided with as if it were convex.
#[test]
fn a_piece_that_is_not_convex_and_was_not_decomposed_is_refused() {
    let mut baked = fractured(&params(&[("holes", Value::Text("keep".to_owned()))]), &[star(64, 100.0)]);
    let dent = baked.pieces.iter_mut().find(|piece| !piece.is_convex).unwrap();
    assert!(dent.decomposition.take().is_some());
    assert_eq!(read(&write(&baked)), Err(ReadError::Damaged("a flag")));
}

/// Frozen: bytes that were written stay readable, and a change of the format needs a new version.
#[test]
fn the_first_version_stays_readable() {
    let frozen = include_str!("fixtures/baked_1.hex");
    let digits: Vec<u8> = frozen.chars().filter_map(|c| c.to_digit(16)).map(|d| d as u8).collect();
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    let baked = read(&bytes).unwrap();
    assert_eq!(baked.pieces.len(), 4);
    assert_eq!(baked.made.by, "0.1.0");
    assert_eq!(baked.pieces[0].rings[0].points, [[64.0, 96.0], [0.0, 96.0], [0.0, 48.0], [64.0, 48.0]]);
    assert_eq!(baked.pieces[3].bonds.iter().map(|bond| bond.neighbor).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(baked.pieces[2].decomposition.as_ref().map(|known| known.triangles.len()), Some(2));
    assert_eq!(write(&baked), bytes, "written the same as ever");
}

#[test]
fn another_outline_and_other_params_have_another_fingerprint() {
    let square: &[[f32; 2]] = &[[0.0, 0.0], [8.0, 0.0], [8.0, 8.0], [0.0, 8.0]];
    let of = |rings: &[&[[f32; 2]]]| fingerprint::of_outline(rings.iter().copied());
    let zero: &[[f32; 2]] = &[[-0.0, 0.0], [8.0, 0.0], [8.0, 8.0], [0.0, 8.0]];
    assert_eq!(of(&[square]), of(&[zero]), "0 is 0");
    assert_ne!(of(&[square]), of(&[&square[1..]]));
    assert_ne!(of(&[square]), of(&[&square[..2], &square[2..]]), "rings count");
    // Frozen: what was baked on one machine fits on another.
    assert_eq!(of(&[square]), 0x7a22_8c2b_7e14_be7d);

    let default = FractureParams::default();
    let mut seen = vec![fingerprint::of_params(&default)];
    for (key, value) in [
        ("seed", Value::Int(1)),
        ("fragment_count", Value::Int(11)),
        ("edge_padding", Value::Float(4.0)),
        ("pattern", Value::Text("poisson".to_owned())),
        ("holes", Value::Text("keep".to_owned())),
        ("mask", Value::Circle { center: Point { x: 1.0, y: 2.0 }, radius: 3.0 }),
        ("grain", Value::Grain { angle_degrees: 10.0, stretch: 2.0 }),
        ("gap", Value::Float(0.5)),
    ] {
        let hash = fingerprint::of_params(&params(&[(key, value)]));
        assert!(!seen.contains(&hash), "{key} makes no difference");
        seen.push(hash);
    }
    let unread = params(&[("brick_offset", Value::Float(0.1))]);
    assert_eq!(fingerprint::of_params(&unread), seen[0], "what the pattern does not read changes nothing");
}
