//! Pieces made ahead of time, as bytes that a game ships: everything that a break needs of them, so that
//! nothing is computed when they are read.
//!
//! | module | what it is |
//! |---|---|
//! | [`baked`] | the pieces and what they were made of, in plain columns |
//! | [`fingerprint`] | hashes of an outline, of what it came from, of params: the same on every platform |
//! | [`writer`] | [`Baked`] -> bytes |
//! | [`reader`] | bytes -> [`Baked`], or one sentence |
//! | `floats` | a column of `f32` without the bytes that it shares with the one before |
//!
//! # Format, version 1
//! `CUTB`, the version (`u16`), the body, and the XXH3 of all of that (`u64`). All numbers are little-endian;
//! *varint* is LEB128. The body:
//!
//! 1. the version of the addon that wrote it (varint length, UTF-8), three hashes (`u64`: outline, source,
//!    params), whether the bonds are mutual (`u8`);
//! 2. varints: how many pieces, rings, corners (vertices of all rings), points (different vertices), bonds;
//! 3. a piece: its number of rings; a ring: its number of corners; as varints;
//! 4. a corner: 0 for the next point, else 1 more than the zigzag of its distance to where a walk back along
//!    the neighbour would be (one before the last corner's point), as a varint: a byte each, mostly;
//! 5. bits: for each piece whether it is in the mask, convex, decomposed; for each corner whether its edge is
//!    on the outline;
//! 6. columns of `f32`: x and y of the points, x and y of the centroids; the areas (`f64`);
//! 7. the bonds of each piece (those to later pieces alone where all are mutual): how many, steps from one
//!    neighbour to the next; columns of lengths and of midpoints' x and y;
//! 8. for each decomposed piece its triangles and convex parts by corner, as varints.
#![cfg_attr(not(test), warn(clippy::disallowed_methods))]
#![forbid(unsafe_code)]

pub mod baked;
pub mod fingerprint;
mod floats;
pub mod reader;
pub mod writer;

pub use baked::{Baked, Bond, Decomposition, Made, Piece, Ring};
pub use reader::{ReadError, read};
pub use writer::write;

/// The first bytes of what was baked.
const MAGIC: &[u8; 4] = b"CUTB";
/// The version of the format that is written, and the last one that is read.
pub const FORMAT: u16 = 1;
