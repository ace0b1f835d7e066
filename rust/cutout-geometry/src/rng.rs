//! The one random generator of the crate.

/// `SplitMix64` (Steele, Lea and Flood, *Fast Splittable Pseudorandom Number Generators*, OOPSLA 2014).
///
/// Any state is a good state, zero included; 64 bits a step; the same bits on every platform.
#[derive(Clone, Debug)]
pub(crate) struct Rng {
    state: u64,
}

/// 2^64 divided by the golden ratio, made odd: the step of the generator's counter.
const GOLDEN_GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

impl Rng {
    /// The generator that starts at `state`.
    pub(crate) const fn new(state: u64) -> Self {
        Self { state }
    }

    /// The generator of one of several independent streams of a seed.
    ///
    /// The streams start where a generator seeded with `seed` gives its `stream`-th number, mixed once
    /// more: two patterns with the same seed share nothing, and neighbouring seeds are unrelated.
    pub(crate) fn for_stream(seed: u64, stream: u64) -> Self {
        let start = mix(seed.wrapping_add(GOLDEN_GAMMA.wrapping_mul(stream.wrapping_add(1))));
        Self::new(mix(start ^ stream))
    }

    /// The next 64 bits.
    pub(crate) const fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN_GAMMA);
        mix(self.state)
    }

    /// The next number in `[0, 1)`, a multiple of 2^-53.
    pub(crate) const fn unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.next_u64() >> 11) as f64 * STEP
    }

    /// The next number in `[-1, 1)`.
    pub(crate) const fn signed(&mut self) -> f64 {
        2.0 * self.unit() - 1.0
    }

    /// The next index below `len`, which must be at least 1 and below 2^32. The bias is below `len` / 2^64.
    pub(crate) const fn index(&mut self, len: usize) -> usize {
        ((self.next_u64() as u128 * len as u128) >> 64) as usize
    }
}

/// The finaliser of the generator (variant 13 of David Stafford's search for better mixers).
const fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reference outputs for seed 1234567, from the C version of Sebastiano Vigna.
    #[test]
    fn the_generator_gives_the_numbers_of_the_reference() {
        let mut rng = Rng::new(1_234_567);
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(expected.map(|_| rng.next_u64()), expected);
    }

    #[test]
    fn unit_numbers_stay_below_one_and_fill_the_range() {
        let mut rng = Rng::new(0);
        let mut buckets = [0_u32; 16];
        for _ in 0..16_000 {
            let x = rng.unit();
            assert!((0.0..1.0).contains(&x));
            buckets[(x * 16.0) as usize] += 1;
        }
        assert!(buckets.iter().all(|&n| (850..1150).contains(&n)), "{buckets:?}");
    }

    #[test]
    fn streams_of_one_seed_and_neighbouring_seeds_are_unrelated() {
        let mut firsts: Vec<u64> = (0..64)
            .flat_map(|seed| (0..16).map(move |stream| Rng::for_stream(seed, stream).next_u64()))
            .collect();
        firsts.sort_unstable();
        firsts.dedup();
        assert_eq!(firsts.len(), 64 * 16);
    }
}
