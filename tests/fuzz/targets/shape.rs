//! Feeds libFuzzer's bytes to `cutout_tests::fuzz::shape`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(fault) = cutout_tests::fuzz::shape::check(bytes) {
        panic!("{fault}");
    }
});
