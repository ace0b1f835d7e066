//! Bytes of baked pieces, of which a game reads what its players may have touched.

use super::input::Bytes;
use super::{Checked, Outcome, is_clear};
use crate::baked::{random, same_bits};
use crate::random::Rng;
use cutout_bake::reader::sign;

/// Reads bytes as pieces: sound ones that the input's own bytes change somewhere, cut off or put more
/// behind, and give the right hash again, so that what lies behind the hash is reached.
///
/// # Errors
/// The law that was broken: a refusal that is no clear sentence, or pieces that are others once they were
/// written and read again.
pub fn check(bytes: &[u8]) -> Checked {
    let mut input = Bytes::new(bytes);
    let mut baked = match input.below(4) {
        0 => bytes.to_vec(),
        _ => cutout_bake::write(&random(&mut Rng::new(u64::from(input.byte())))),
    };
    let resign = input.below(8) != 0;
    if input.below(8) == 0 {
        baked.truncate(input.below(255) * baked.len() / 255);
    }
    if input.below(8) == 0 {
        baked.push(input.byte());
    }
    while !input.is_empty() {
        let at = (input.below(255) << 8 | input.below(255)) % baked.len().max(1);
        if let Some(byte) = baked.get_mut(at) {
            *byte = input.byte();
        } else {
            break;
        }
    }
    if resign {
        sign(&mut baked);
    }
    match cutout_bake::read(&baked) {
        Ok(read) => {
            let again = cutout_bake::read(&cutout_bake::write(&read)).map_err(|error| error.to_string())?;
            same_bits(&read, &again)?;
            Ok(Outcome::Taken)
        }
        Err(error) => {
            is_clear(&error, &["bake"])?;
            Ok(Outcome::Refused)
        }
    }
}
