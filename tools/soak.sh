#!/usr/bin/env bash
# The autoload for minutes on end inside the engine, release build; fails when memory grows or a job is lost.
#
#   tools/soak.sh [MINUTES]      10 when not told
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
minutes=${1:-10}
tools/build.sh release >&2
godot=$(tools/godot.sh)
tools/import.sh godot_project
timeout $((minutes * 60 + 120)) "$godot" --headless --audio-driver Dummy --path godot_project -s res://tests/soak.gd -- --minutes="$minutes"
