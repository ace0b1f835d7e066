#!/usr/bin/env bash
# Makes a project ready to run: its extensions known, its classes and pictures imported.
#
#   tools/import.sh PROJECT_FOLDER
#
# A run without the list of extensions does not know their classes, cannot read the autoload and hangs, and
# the import that would write the list aborts on a fresh tree. So the list is written first.
set -uo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=${1:?which project folder?}
godot=$("$tools/godot.sh") || exit 1
mkdir -p "$project/.godot"
# Through links too, for addons/ is one; never into the engine's own folder.
(cd "$project" && find -L . -name .godot -prune -o -name '*.gdextension' -print | sort |
	sed 's|^\./|res://|') >"$project/.godot/extension_list.cfg.new"
mv "$project/.godot/extension_list.cfg.new" "$project/.godot/extension_list.cfg"
log=$project/.godot/import.log
if ! timeout 3000 "$godot" --headless --path "$project" --import >"$log" 2>&1; then
	echo "The engine could not import $project:" >&2
	tail -n 20 "$log" >&2
	exit 1
fi
# The engine exits with 0 whatever a script or a picture says.
if grep -E '^(SCRIPT )?ERROR|^ERROR:|panicked at' "$log" >&2; then
	echo "The engine found faults while it imported $project (all of it: $log)." >&2
	exit 1
fi
