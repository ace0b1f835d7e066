//! Hashes of numbers that nobody chooses in order to make them collide.

/// Odd, with bits all over: 2^64 divided by the golden ratio.
pub const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Multiplications that [`Mixer::add_all`] has under way at a time.
const LANES: usize = 4;

/// A hash of words, one multiplication each: for [`Work::identity_hash`](crate::Work::identity_hash).
#[derive(Clone, Copy, Debug, Default)]
pub struct Mixer(u64);

impl Mixer {
    /// Adds a word.
    pub fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(FACTOR);
    }

    /// Adds many words. Four multiplications are under way at a time: one after the other, each would wait for
    /// the one before it, which takes longer than all else that a look at the cache does.
    pub fn add_all<T>(&mut self, items: &[T], word: impl Fn(&T) -> u64) {
        let mut lanes = [*self; LANES];
        let (rounds, rest) = items.as_chunks::<LANES>();
        for round in rounds {
            for (lane, item) in lanes.iter_mut().zip(round) {
                lane.add(word(item));
            }
        }
        rest.iter().for_each(|item| self.add(word(item)));
        lanes.iter().for_each(|lane| self.add(lane.0));
    }

    /// The hash of the words so far.
    pub fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::Mixer;
    use std::collections::BTreeSet;

    fn hash(words: &[u64]) -> u64 {
        let mut mixer = Mixer::default();
        mixer.add_all(words, |&word| word);
        mixer.finish()
    }

    #[test]
    fn many_words_are_told_apart_by_each_of_them_their_order_and_their_number() {
        let words: Vec<u64> = (1..=11).collect();
        let mut all: Vec<Vec<u64>> = (0..=11).map(|count| words[..count].to_vec()).collect();
        for at in 0..words.len() {
            let mut changed = words.clone();
            changed[at] = 0;
            all.push(changed);
        }
        for at in 1..words.len() {
            let mut swapped = words.clone();
            swapped.swap(at - 1, at);
            all.push(swapped);
            let mut turned = words.clone();
            turned.rotate_left(at);
            all.push(turned);
        }
        let hashes: BTreeSet<u64> = all.iter().map(|words| hash(words)).collect();
        assert_eq!(hashes.len(), all.len());
    }
}
