//! A column of `f32`, lossless: each is stored as its difference, bit by bit, from the one before, less the
//! bytes of it that are zero at either end. After Gorilla (Pelkonen et al. 2015), by bytes rather than bits:
//! whole numbers take one or two bytes, neighbours share sign and exponent.

use crate::reader::{Bytes, ReadError};

/// First byte and number of bytes that each code stands for.
const SPANS: [(usize, usize); 11] =
    [(0, 0), (0, 1), (1, 1), (2, 1), (3, 1), (0, 2), (1, 2), (2, 2), (0, 3), (1, 3), (0, 4)];

/// Appends a column.
pub fn write(values: impl Iterator<Item = f32>, out: &mut Vec<u8>) {
    let mut codes = Vec::new();
    let mut bytes = Vec::new();
    let mut before = 0;
    for value in values {
        let bits = value.to_bits();
        let difference = (bits ^ before).to_le_bytes();
        before = bits;
        let first = difference.iter().position(|&byte| byte != 0).unwrap_or(0);
        let end = difference.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
        let code = SPANS.iter().position(|&(at, count)| at == first && at + count == end).unwrap_or(10);
        let (at, count) = SPANS[code];
        codes.push(code as u8);
        bytes.extend_from_slice(&difference[at..at + count]);
    }
    out.extend(codes.chunks(2).map(|pair| pair[0] | pair.get(1).map_or(0, |code| code << 4)));
    out.extend(bytes);
}

/// Reads a column of `count` finite values.
///
/// # Errors
/// When the bytes end before, or hold a code that there is none of or a value that is not finite.
pub fn read(count: usize, from: &mut Bytes<'_>) -> Result<Vec<f32>, ReadError> {
    let codes = from.take(count.div_ceil(2))?;
    let mut before = 0_u32;
    let mut values = Vec::with_capacity(count);
    for index in 0..count {
        let code = codes[index / 2] >> (4 * (index % 2)) & 0x0f;
        let &(at, count) = SPANS.get(usize::from(code)).ok_or(ReadError::Damaged("a number"))?;
        let mut difference = [0; 4];
        difference[at..at + count].copy_from_slice(from.take(count)?);
        before ^= u32::from_le_bytes(difference);
        let value = f32::from_bits(before);
        if !value.is_finite() {
            return Err(ReadError::Damaged("a number"));
        }
        values.push(value);
    }
    Ok(values)
}
