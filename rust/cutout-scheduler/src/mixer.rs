//! Hashes of numbers that nobody chooses in order to make them collide.

/// Odd, with bits all over: 2^64 divided by the golden ratio.
pub const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// A hash of words, one multiplication each: for [`Work::identity_hash`](crate::Work::identity_hash).
#[derive(Clone, Copy, Debug, Default)]
pub struct Mixer(u64);

impl Mixer {
    /// Adds a word.
    pub fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(FACTOR);
    }

    /// The hash of the words so far.
    pub fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}
