//! Feeds libFuzzer's bytes to `cutout_tests::fuzz::baked`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(fault) = cutout_tests::fuzz::baked::check(bytes) {
        panic!("{fault}");
    }
});
