//! Feeds libFuzzer's bytes to `cutout_tests::fuzz::carve`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(fault) = cutout_tests::fuzz::carve::check(bytes) {
        panic!("{fault}");
    }
});
