//! Bytes -> pieces. Comes in: anything. Goes out: [`Baked`] that keeps its invariants, or what is wrong with
//! the bytes, in one sentence.
//!
//! Memory is taken only for what the bytes are long enough to hold, so a number of nonsense costs nothing.
//! What is read is checked even though its hash is right: a hash says that nothing was lost on the way, not
//! that it was right before.

use crate::baked::{Baked, Bond, Decomposition, Made, Piece, Ring};
use crate::{FORMAT, MAGIC, fingerprint, floats};
use core::fmt;

/// Bytes of the hash at the end.
const SUM: usize = 8;

/// Why bytes are no pieces. Completes a sentence that begins with what holds the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// There are none.
    Empty,
    /// They are something else.
    Foreign,
    /// They are of a later addon.
    TooNew(u16),
    /// They are of no version that there ever was.
    NoVersion(u16),
    /// Their hash is wrong.
    Broken,
    /// Their hash is right, and the named part is impossible.
    Damaged(&'static str),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("holds no pieces: bake them"),
            Self::Foreign => f.write_str("holds bytes that are no baked pieces: bake them again"),
            Self::TooNew(found) => {
                write!(
                    f,
                    "has format {found}, up to {FORMAT} is read: update the addon, or bake again with this one"
                )
            }
            Self::NoVersion(found) => write!(f, "has format {found}, 1 to {FORMAT} are read: bake again"),
            Self::Broken => f.write_str("was cut off or changed since it was baked: bake again"),
            Self::Damaged(what) => write!(f, "is damaged ({what} is out of its range): bake again"),
        }
    }
}

impl core::error::Error for ReadError {}

/// The pieces in `bytes`.
///
/// # Errors
/// What is wrong with them. Never panics, whatever they are.
pub fn read(bytes: &[u8]) -> Result<Baked, ReadError> {
    let (signed, sum) = split(bytes)?;
    if fingerprint::of_bytes(signed) != sum {
        return Err(ReadError::Broken);
    }
    let mut from = Bytes(signed.get(MAGIC.len() + 2..).unwrap_or_default());
    let baked = body(&mut from)?;
    if from.0.is_empty() { Ok(baked) } else { Err(ReadError::Damaged("the length")) }
}

/// Gives bytes the hash that they should have: for tests of what lies behind it. Those too short to have
/// one stay as they are.
pub fn sign(bytes: &mut [u8]) {
    if let Some(end) = bytes.len().checked_sub(SUM) {
        let (signed, sum) = bytes.split_at_mut(end);
        sum.copy_from_slice(&fingerprint::of_bytes(signed).to_le_bytes());
    }
}

fn split(bytes: &[u8]) -> Result<(&[u8], u64), ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let (magic, rest) = bytes.split_first_chunk::<4>().ok_or(ReadError::Foreign)?;
    if magic != MAGIC {
        return Err(ReadError::Foreign);
    }
    let (version, _) = rest.split_first_chunk::<2>().ok_or(ReadError::Broken)?;
    match u16::from_le_bytes(*version) {
        0 => Err(ReadError::NoVersion(0)),
        found if found > FORMAT => Err(ReadError::TooNew(found)),
        _ => {
            let (signed, sum) = bytes.split_last_chunk::<SUM>().ok_or(ReadError::Broken)?;
            Ok((signed, u64::from_le_bytes(*sum)))
        }
    }
}

fn body(from: &mut Bytes<'_>) -> Result<Baked, ReadError> {
    let length = from.count("the addon's version")?;
    let by =
        core::str::from_utf8(from.take(length)?).map_err(|_| ReadError::Damaged("the addon's version"))?;
    let made = Made { by: by.to_owned(), outline: from.word()?, source: from.word()?, params: from.word()? };
    let mutual = match from.byte()? {
        0 => false,
        1 => true,
        _ => return Err(ReadError::Damaged("a flag")),
    };
    let pieces = from.count("the number of pieces")?;
    let rings = from.count("the number of rings")?;
    let corners = from.count("the number of corners")?;
    let points = from.count("the number of points")?;
    let bonds = from.count("the number of bonds")?;

    let rings_of = from.counts(pieces, 1, rings, "the number of rings")?;
    let corners_of = from.counts(rings, 3, corners, "the number of corners")?;
    let point_of = corner_points(corners, points, from)?;
    let piece_flags = from.bits(3 * pieces)?;
    let on_outline = from.bits(corners)?;
    let xs = floats::read(points, from)?;
    let ys = floats::read(points, from)?;
    let centroid_xs = floats::read(pieces, from)?;
    let centroid_ys = floats::read(pieces, from)?;

    let mut made_pieces = Vec::with_capacity(pieces);
    let mut corner = 0;
    let mut ring_sizes = corners_of.iter();
    for (index, &count) in rings_of.iter().enumerate() {
        let mut piece = Piece {
            area: from.area()?,
            centroid: [centroid_xs[index], centroid_ys[index]],
            in_mask: piece_flags[3 * index],
            is_convex: piece_flags[3 * index + 1],
            decomposition: piece_flags[3 * index + 2].then(Decomposition::default),
            ..Piece::default()
        };
        // It would be taken for its own convex part.
        if !piece.is_convex && piece.decomposition.is_none() {
            return Err(ReadError::Damaged("a flag"));
        }
        for &size in ring_sizes.by_ref().take(count) {
            let of_ring = corner..corner + size;
            let points = point_of[of_ring.clone()].iter().map(|&point| [xs[point], ys[point]]).collect();
            piece.rings.push(Ring { points, on_outline: on_outline[of_ring].to_vec() });
            corner += size;
        }
        made_pieces.push(piece);
    }
    read_bonds(&mut made_pieces, bonds, mutual, from)?;
    for piece in &mut made_pieces {
        let corners = piece.corners();
        if let Some(known) = &mut piece.decomposition {
            *known = decomposition(corners, from)?;
        }
    }
    Ok(Baked { made, pieces: made_pieces })
}

/// Which point each corner is.
fn corner_points(corners: usize, points: usize, from: &mut Bytes<'_>) -> Result<Vec<usize>, ReadError> {
    let mut of = Vec::with_capacity(corners);
    let (mut next, mut before) = (0_usize, 0_usize);
    for _ in 0..corners {
        let point = match from.varint()? {
            0 => {
                next += 1;
                next - 1
            }
            code => {
                let code = code - 1;
                let step = i64::from(code >> 1) ^ -i64::from(code & 1);
                let point = before as i64 - 1 + step;
                usize::try_from(point).map_err(|_| ReadError::Damaged("a corner"))?
            }
        };
        if point >= next || point >= points {
            return Err(ReadError::Damaged("a corner"));
        }
        of.push(point);
        before = point;
    }
    if next == points { Ok(of) } else { Err(ReadError::Damaged("the number of points")) }
}

fn read_bonds(
    pieces: &mut [Piece],
    bonds: usize,
    mutual: bool,
    from: &mut Bytes<'_>,
) -> Result<(), ReadError> {
    const BAD: ReadError = ReadError::Damaged("a neighbour");
    let mut ends: Vec<(usize, u32)> = Vec::with_capacity(bonds);
    for index in 0..pieces.len() {
        let mut neighbor = 0_u32;
        for nth in 0..from.count("the number of bonds")? {
            let step = from.varint()?;
            neighbor = neighbor.checked_add(step).ok_or(BAD)?;
            let at = neighbor as usize;
            // Ascending, and none twice.
            if at >= pieces.len() || at == index || (nth > 0 && step == 0) || (mutual && at < index) {
                return Err(BAD);
            }
            ends.push((index, neighbor));
        }
    }
    if ends.len() != bonds {
        return Err(ReadError::Damaged("the number of bonds"));
    }
    let lengths = floats::read(bonds, from)?;
    let xs = floats::read(bonds, from)?;
    let ys = floats::read(bonds, from)?;
    let border =
        |nth: usize, neighbor: u32| Bond { neighbor, length: lengths[nth], midpoint: [xs[nth], ys[nth]] };
    // By piece, so what a piece gets from earlier ones comes first, in order.
    for (nth, &(index, neighbor)) in ends.iter().enumerate() {
        pieces[index].bonds.push(border(nth, neighbor));
        if mutual {
            pieces[neighbor as usize].bonds.push(border(nth, index as u32));
        }
    }
    Ok(())
}

fn decomposition(corners: usize, from: &mut Bytes<'_>) -> Result<Decomposition, ReadError> {
    let count = from.count("the number of triangles")?;
    let mut triangles = Vec::with_capacity(count.min(from.0.len() / 3));
    for _ in 0..count {
        triangles.push([from.corner(corners)?, from.corner(corners)?, from.corner(corners)?]);
    }
    let count = from.count("the number of parts")?;
    let mut convex_parts = Vec::with_capacity(count);
    for _ in 0..count {
        let size = from.count("the size of a part")?;
        if size < 3 {
            return Err(ReadError::Damaged("the size of a part"));
        }
        convex_parts.push((0..size).map(|_| from.corner(corners)).collect::<Result<_, _>>()?);
    }
    Ok(Decomposition { triangles, convex_parts })
}

/// What was not read yet.
pub struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    /// The next `count` bytes.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], ReadError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(ReadError::Damaged("the length"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, ReadError> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn word(&mut self) -> Result<u64, ReadError> {
        self.take(8).map(|bytes| bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)))
    }

    fn area(&mut self) -> Result<f64, ReadError> {
        match f64::from_bits(self.word()?) {
            area if area.is_finite() && area > 0.0 => Ok(area),
            _ => Err(ReadError::Damaged("an area")),
        }
    }

    fn varint(&mut self) -> Result<u32, ReadError> {
        let mut number = 0_u64;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return u32::try_from(number).map_err(|_| ReadError::Damaged("a number"));
            }
        }
        Err(ReadError::Damaged("a number"))
    }

    /// How many of something that takes a byte each at least: no more than bytes are left.
    fn count(&mut self, what: &'static str) -> Result<usize, ReadError> {
        let count = self.varint()? as usize;
        if count <= self.0.len() { Ok(count) } else { Err(ReadError::Damaged(what)) }
    }

    /// So many counts, each of them `least` or more, that add up to `total`.
    fn counts(
        &mut self,
        number: usize,
        least: usize,
        total: usize,
        what: &'static str,
    ) -> Result<Vec<usize>, ReadError> {
        let mut sum = 0;
        let mut counts = Vec::with_capacity(number);
        for _ in 0..number {
            let count = self.count(what)?;
            sum += count;
            if count < least || sum > total {
                return Err(ReadError::Damaged(what));
            }
            counts.push(count);
        }
        if sum == total { Ok(counts) } else { Err(ReadError::Damaged(what)) }
    }

    fn corner(&mut self, corners: usize) -> Result<u32, ReadError> {
        let corner = self.varint()?;
        if (corner as usize) < corners { Ok(corner) } else { Err(ReadError::Damaged("a corner")) }
    }

    fn bits(&mut self, count: usize) -> Result<Vec<bool>, ReadError> {
        let bytes = self.take(count.div_ceil(8))?;
        Ok((0..count).map(|index| bytes[index / 8] >> (index % 8) & 1 == 1).collect())
    }
}
