#!/usr/bin/env bash
# From nothing to pictures: builds the extension, gets the engine and a display, runs a demo.
#
#   tools/demo.sh FOLDER [DEMO]     where the pictures go; the gallery, or another folder of demos/
#
# The scene is run with `-- --out=FOLDER` (absolute): it breaks its images, prints its table, saves its
# pictures there and quits, with 0 when all went well.
set -euo pipefail
out=${1:?where do the pictures go?}
demo=${2:-gallery}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
step() { echo "[$1/4] $2" >&2; }

step 1 "building the release extension (two to four minutes the first time)"
tools/build.sh release
step 2 "getting Godot 4.6"
godot=$(tools/godot.sh)
step 3 "importing the project"
tools/import.sh godot_project
step 4 "breaking things off screen"
mkdir -p "$out"
find "$out" -maxdepth 1 -name '*.png' -delete
log=$out/output.txt
# The gallery tells real times; the others are films, each frame a sixtieth of a second however long it took.
pace=(--fixed-fps 60)
[ "$demo" = gallery ] && pace=()
set +e
tools/display.sh timeout 180 "$godot" --path godot_project --rendering-driver opengl3 --audio-driver Dummy \
	"${pace[@]}" "res://demos/$demo/$demo.tscn" -- --out="$out" 2>&1 | tee "$log" |
	sed '/^WARNING: Could not set V-Sync mode/{N;d}' # there is no screen to wait for
code=${PIPESTATUS[0]}
set -e
if [ "$code" -ne 0 ]; then
	echo "The demo ended with exit code $code; its output is in $log." >&2
	exit 1
fi
if grep -qE '^(SCRIPT ERROR|USER ERROR|ERROR):|panicked at' "$log"; then
	echo "The engine reported errors; they are in $log." >&2
	exit 1
fi
pictures=("$out"/*.png)
[ -s "${pictures[0]}" ] || {
	echo "The demo saved no picture in $out." >&2
	exit 1
}
printf 'Picture: %s\n' "${pictures[@]}"
