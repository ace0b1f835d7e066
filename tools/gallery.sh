#!/usr/bin/env bash
# Renders the pictures of the pages in docs/ off screen: every pattern on three outlines, and the guide's first break.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools/build.sh release
godot=$(tools/godot.sh)
tools/import.sh godot_project
mkdir -p build

# render SCENE WIDTHxHEIGHT
render() {
	local log=build/gallery.log
	tools/display.sh timeout 180 "$godot" --path godot_project --rendering-driver opengl3 --audio-driver Dummy \
		--fixed-fps 60 --resolution "$2" "res://demos/$1.tscn" -- --out="$PWD/docs/images" >"$log" 2>&1 || {
		tail -n 20 "$log" >&2
		exit 1
	}
	if grep -E '^(SCRIPT ERROR|USER ERROR|ERROR):|panicked at' "$log" >&2; then
		exit 1
	fi
}

render gallery/patterns 760x240
render guide/guide 250x240
ls docs/images/patterns-*.png docs/images/first_break.png
