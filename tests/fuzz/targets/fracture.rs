//! Feeds libFuzzer's bytes to `cutout_tests::fuzz::whole`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(fault) = cutout_tests::fuzz::whole::check(bytes) {
        panic!("{fault}");
    }
});
