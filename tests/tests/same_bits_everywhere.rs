//! The same input gives the same bits: whatever the fracturer did before, on however many threads,
//! in whatever order.

use cutout_geometry::params::{FillRule, Holes};
use cutout_geometry::{Fracture, Fracturer};
use cutout_tests::case::Case;
use cutout_tests::random::Rng;
use cutout_tests::trial;
use rayon::prelude::*;

const CASES: u64 = 2_000;

/// FNV-1a over every number of the answer, in order.
fn hash(fracture: &Fracture) -> u64 {
    let mut h = 0xCBF2_9CE4_8422_2325_u64;
    let mut eat = |bits: u64| {
        for byte in bits.to_le_bytes() {
            h = (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    };
    for fragment in fracture.fragments.iter() {
        for ring in std::iter::once(fragment.outer()).chain(fragment.holes()) {
            eat(ring.len() as u64);
            ring.iter().for_each(|p| {
                eat(p.x.to_bits());
                eat(p.y.to_bits());
            });
        }
        fragment.on_outline().iter().for_each(|&on| eat(u64::from(on)));
        let centroid = fragment.centroid();
        [fragment.area(), centroid.x, centroid.y].iter().for_each(|v| eat(v.to_bits()));
        for bond in fragment.bonds() {
            eat(u64::from(bond.neighbor));
            [bond.length, bond.midpoint.x, bond.midpoint.y].iter().for_each(|v| eat(v.to_bits()));
        }
    }
    h
}

/// The answer's hash; 0 for a refusal.
fn answer(fracturer: &mut Fracturer, seed: u64) -> u64 {
    let case = Case::random(seed);
    let (rings, cut_by) = case.build();
    let holes = *Rng::new(seed).pick(&[Holes::Keep, Holes::Split, Holes::Bridge]);
    let params = trial::params(holes, FillRule::NonZero);
    trial::cut(fracturer, &rings, &cut_by, &params).map_or(0, |fracture| hash(&fracture))
}

fn fresh() -> Vec<u64> {
    (0..CASES).map(|seed| answer(&mut Fracturer::default(), seed)).collect()
}

#[test]
fn scratch_from_other_outlines_changes_nothing() {
    let mut fracturer = Fracturer::default();
    let reused: Vec<u64> = (0..CASES).map(|seed| answer(&mut fracturer, seed)).collect();
    assert_eq!(reused, fresh());
    assert!(reused.iter().filter(|&&h| h == 0).count() < CASES as usize / 20, "most were answered");
}

#[test]
fn the_order_of_jobs_changes_nothing() {
    let mut order: Vec<u64> = (0..CASES).collect();
    Rng::new(3).shuffle(&mut order);
    let mut fracturer = Fracturer::default();
    let mut shuffled = vec![0; CASES as usize];
    for seed in order {
        shuffled[seed as usize] = answer(&mut fracturer, seed);
    }
    assert_eq!(shuffled, fresh());
}

#[test]
fn one_two_and_many_threads_give_the_same_bits() {
    let expected = fresh();
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let found: Vec<u64> =
            pool.install(|| (0..CASES).into_par_iter().map_init(Fracturer::default, answer).collect());
        assert_eq!(found, expected, "{threads} threads");
    }
}
