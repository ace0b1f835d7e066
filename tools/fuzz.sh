#!/usr/bin/env bash
# Coverage-guided fuzzing with libFuzzer, on any toolchain: no sanitizer, which safe code does not need and
# which alone asks for a nightly compiler.
#
#   tools/fuzz.sh TARGET [SECONDS]    TARGET: shape, params, fracture, baked or carve
#
# Starts from tests/fuzz/corpus/TARGET.hex and what earlier runs found (target/fuzz/corpus). What breaks a law
# lands in target/fuzz/artifacts/TARGET; its hex goes into the corpus once it is mended.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
target=${1:?which target: shape, params, fracture, baked or carve}
seconds=${2:-60}
out=${CARGO_TARGET_DIR:-target}/fuzz
triple=$(rustc -vV | sed -n 's/^host: //p')

# The flags of cargo-fuzz, as far as they are stable.
flags="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4"
flags+=" -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table"
flags+=" -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 -Cdebug-assertions -Coverflow-checks"
CARGO_TARGET_DIR="$out/build" RUSTFLAGS="$flags" CARGO_PROFILE_RELEASE_LTO=off \
	cargo build --locked --release --target "$triple" -p cutout-fuzz --bin "$target"

corpus=$out/corpus/$target
mkdir -p "$corpus" "$out/artifacts/$target"
number=0
while read -r hex; do
	[[ $hex == "#"* ]] && continue
	printf '%s' "$hex" | xxd -r -p >"$corpus/seed_$((number += 1))"
done <"tests/fuzz/corpus/$target.hex"
# In processes of its own, so that an input on which the oracle takes too long is kept and passed over.
exec "$out/build/$triple/release/$target" "$corpus" -artifact_prefix="$out/artifacts/$target/" \
	-fork=1 -ignore_timeouts=1 -max_total_time="$seconds" -timeout=10 -max_len=600
