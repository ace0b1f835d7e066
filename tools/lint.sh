#!/usr/bin/env bash
# Every check of style; goes through all of them and fails at the end.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
failed=0
try() {
	echo "== $1"
	shift
	"$@" || failed=1
}

try "rustfmt" cargo fmt --all --check
try "clippy" cargo clippy --locked --all-targets -- -D warnings
try "architecture" tools/check_architecture.py
try "what ships" tools/check_shipping.py
try "workflow" tools/lint_workflow.sh
# gdtoolkit goes into a folder of its own, where Python can get it.
venv=${CUTOUT_CACHE:-.cache}/gdtoolkit
if [ ! -x "$venv/bin/gdlint" ]; then
	python3 -m venv "$venv" && "$venv/bin/pip" -q install 'gdtoolkit==4.*' || rm -rf "$venv"
fi
if [ -x "$venv/bin/gdlint" ]; then
	mapfile -t scripts < <(git ls-files '*.gd' ':!tests/engine/faults')
	try "gdformat" "$venv/bin/gdformat" --check "${scripts[@]}"
	try "gdlint" "$venv/bin/gdlint" "${scripts[@]}"
else
	echo "== GDScript: left out, gdtoolkit cannot be had here"
fi
exit $failed
