#!/usr/bin/env bash
# Renders every pattern on three outlines to docs/images/patterns-*.png, off screen.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools/build.sh release
godot=$(tools/godot.sh)
tools/import.sh godot_project
log=build/gallery.log
mkdir -p build
tools/display.sh timeout 180 "$godot" --path godot_project --rendering-driver opengl3 --audio-driver Dummy \
	--resolution 760x240 res://demos/gallery/patterns.tscn -- --out="$PWD/docs/images" >"$log" 2>&1 || {
	tail -n 20 "$log" >&2
	exit 1
}
if grep -E '^(SCRIPT ERROR|USER ERROR|ERROR):|panicked at' "$log" >&2; then
	exit 1
fi
ls docs/images/patterns-*.png
