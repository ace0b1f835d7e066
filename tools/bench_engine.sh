#!/usr/bin/env bash
# The benchmark inside the engine, release build: prints its table, writes target/bench/engine.json, draws
# the frame times into docs/bench/.
#
#   tools/bench_engine.sh [TEXT]     only the sections with TEXT in their name; nothing is drawn then
#
# Wants the machine to itself: other work shows in every figure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools/build.sh release >&2
godot=$(tools/godot.sh)
tools/import.sh godot_project
out=${CARGO_TARGET_DIR:-$PWD/target}/bench/engine.json
mkdir -p "$(dirname "$out")"
timeout 900 "$godot" --headless --audio-driver Dummy --path godot_project -s res://bench/run.gd -- --out="$out" "$@"
echo "Figures: $out"
if [ $# -eq 0 ]; then
	mkdir -p docs/bench
	cp "$out" docs/bench/engine.json
	tools/plot_frames.py "$out" docs/bench/frames.svg
	echo "Frame times: docs/bench/frames.svg"
fi
