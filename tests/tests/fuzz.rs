//! The fuzz targets without a fuzzer: every frozen input, and random ones by seed.
//!
//! `CUTOUT_CASES=1000000 cargo test --profile fast -p cutout-tests --test fuzz` tries more of them;
//! `CUTOUT_BYTES=hex` shows one. The coverage-guided run is `make fuzz`.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // what fails is a failed test; the counts are the record

use cutout_tests::fuzz::{Checked, TARGETS, Target};
use cutout_tests::random::Rng;
use std::panic::{AssertUnwindSafe, catch_unwind};

const CASES: u64 = 10_000;
/// As many inputs in a thousand as may end with the geometry saying that its own result is wrong.
const GIVEN_UP_PER_MILLE: u64 = 2;

/// Inputs of a target that once broke a law, or that a fuzzer found to reach some code: hex, one a line.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let text = match target {
        "shape" => include_str!("../fuzz/corpus/shape.hex"),
        "params" => include_str!("../fuzz/corpus/params.hex"),
        "baked" => include_str!("../fuzz/corpus/baked.hex"),
        "carve" => include_str!("../fuzz/corpus/carve.hex"),
        _ => include_str!("../fuzz/corpus/fracture.hex"),
    };
    text.lines().filter(|line| !line.starts_with('#')).map(from_hex).collect()
}

fn from_hex(line: &str) -> Vec<u8> {
    let digits: Vec<u8> = line.chars().filter_map(|c| c.to_digit(16)).map(|d| d as u8).collect();
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The outcome; a panic is a broken law.
fn checked(target: Target, bytes: &[u8]) -> Checked {
    catch_unwind(AssertUnwindSafe(|| target(bytes))).unwrap_or_else(|_| Err("it panicked".to_owned()))
}

/// Random bytes, or a frozen input with some bytes changed, cut off or put in front of another's.
fn input(rng: &mut Rng, corpus: &[Vec<u8>]) -> Vec<u8> {
    if corpus.is_empty() || rng.chance(0.3) {
        let length = rng.below(300);
        return (0..length).map(|_| rng.bits() as u8).collect();
    }
    let mut bytes = rng.pick(corpus).clone();
    let other = rng.pick(corpus);
    match rng.below(4) {
        0 => bytes.truncate(rng.below(bytes.len().max(1))),
        1 => bytes.extend_from_slice(&other[rng.below(other.len().max(1)).min(other.len())..]),
        _ => {}
    }
    for _ in 0..1 + rng.below(6) {
        if let at @ 1.. = bytes.len() {
            bytes[rng.below(at)] = rng.bits() as u8;
        }
    }
    bytes
}

fn run(name: &str) {
    let target = TARGETS.iter().find(|(of, _)| *of == name).map(|(_, target)| *target).unwrap();
    let corpus = corpus(name);
    for bytes in &corpus {
        let result = checked(target, bytes);
        assert!(result.is_ok(), "{name}, frozen input {}: {}", hex(bytes), result.unwrap_err());
    }
    let cases = std::env::var("CUTOUT_CASES").ok().and_then(|v| v.parse().ok()).unwrap_or(CASES);
    let mut counts = [0; 3];
    for seed in 0..cases {
        let bytes = input(&mut Rng::new(seed), &corpus);
        match checked(target, &bytes) {
            Ok(outcome) => counts[outcome as usize] += 1,
            Err(fault) => panic!("{name}, seed {seed}, input {}: {fault:.600}", hex(&bytes)),
        }
    }
    let [taken, refused, given_up] = counts;
    println!(
        "{name}: {} frozen inputs; {cases} random ones: {taken} taken, {refused} refused, {given_up} given up",
        corpus.len()
    );
    // An input that is always refused tests nothing.
    assert!(
        taken > cases / 20 && refused > cases / 100,
        "{name}: {taken} taken, {refused} refused of {cases}"
    );
    assert!(given_up * 1_000 <= cases * GIVEN_UP_PER_MILLE, "{name}: {given_up} given up of {cases}");
}

#[test]
fn any_bytes_as_an_outline_are_repaired_or_refused() {
    run("shape");
}

#[test]
fn any_bytes_as_params_are_taken_or_refused() {
    run("params");
}

#[test]
fn any_bytes_as_a_fracture_keep_their_area_or_are_refused() {
    run("fracture");
}

#[test]
fn any_bytes_as_baked_pieces_are_read_or_refused() {
    run("baked");
}

#[test]
fn any_bytes_as_a_carving_keep_their_area_or_are_refused() {
    run("carve");
}

#[test]
#[ignore = "a lens for a failure: CUTOUT_BYTES holds the input"]
fn show_one_input() {
    let bytes = from_hex(&std::env::var("CUTOUT_BYTES").unwrap_or_default());
    let mut read = cutout_tests::fuzz::input::Bytes::new(&bytes[1.min(bytes.len())..]);
    println!("as shape: {:?}", cutout_tests::fuzz::input::rings(&mut read));
    let mut read = cutout_tests::fuzz::input::Bytes::new(&bytes);
    println!("as fracture: {:?}", cutout_tests::fuzz::input::params(&mut read));
    println!("    {:?}", cutout_tests::fuzz::input::rings(&mut read));
    println!("as carve: {:?}", cutout_tests::fuzz::carve::read(&bytes));
    for (name, target) in TARGETS {
        println!("{name}: {:?}", checked(target, &bytes));
    }
}
