//! Tables by job id.
//!
//! Ids are given out one after the other, by us alone, so nobody can choose them to collide, and jobs that
//! were submitted together are asked for together. So the place in the table is the id itself: neighbours lie
//! side by side, where hashes that scatter them would cost a miss of the processor's cache for each job.

use crate::mixer;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A table by job id.
pub type ById<T> = HashMap<u64, T, BuildHasherDefault<IdHasher>>;

/// The id in the low bits, which say where an entry lies; a mixture of all in the seven by which the table tells
/// entries apart before it compares them: the highest of a word as wide as an address, so bits 57 to 63, and
/// 25 to 31 where addresses have 32 bits.
#[derive(Clone, Copy, Debug, Default)]
pub struct IdHasher(u64);

const TAG: u64 = 0xfe00_0000_fe00_0000;

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(self.0 << 8 | u64::from(byte));
        }
    }

    fn write_u64(&mut self, id: u64) {
        self.0 = id;
    }

    fn finish(&self) -> u64 {
        // The upper half of the product twice: its lower half mixes less.
        let mixed = self.0.wrapping_mul(mixer::FACTOR) >> 32;
        self.0 & !TAG | (mixed << 32 | mixed) & TAG
    }
}

#[cfg(test)]
mod tests {
    use super::IdHasher;
    use std::hash::Hasher;

    fn hash(id: u64) -> u64 {
        let mut hasher = IdHasher::default();
        hasher.write_u64(id);
        hasher.finish()
    }

    #[test]
    fn ids_in_a_row_lie_in_a_row_and_can_be_told_apart() {
        assert!((1000..2000).all(|id| hash(id + 1) & 0xffff == (hash(id) + 1) & 0xffff));
        for tag in [|id| hash(id) >> 57, |id| hash(id) >> 25 & 0x7f] {
            let tags: std::collections::BTreeSet<u64> = (1000..1016).map(tag).collect();
            assert!(tags.len() >= 12, "{} tags for 16 neighbours", tags.len());
        }
    }
}
