#!/usr/bin/env bash
# Prints the path of an export template for this machine's Linux, of the same version as the engine.
#
#   tools/godot_template.sh          the path alone on stdout, progress on stderr
#
# $GODOT_TEMPLATE, or Debian's, where the engine is Debian's too: it goes into .cache/ (or $CUTOUT_CACHE)
# and runs with the engine's libraries there.
set -uo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/debian_packages.sh"
cache=${CUTOUT_CACHE:-$(dirname "$tools")/.cache}
engine=$cache/godot/root
home=$cache/godot-template
binary=$home/root/usr/bin/godot-template-release
stamp=$home/made-for

give_up() {
	echo "template: $*" >&2
	echo "Get the export templates of the engine's version and set GODOT_TEMPLATE to the one for Linux, release." >&2
	exit 1
}

make_cached() {
	local making=$cache/godot-template.making triplet loader libraries
	echo "Getting Godot's export template from Debian's packages (once):" >&2
	rm -rf "$making"
	mkdir -p "$making"
	debian_unpack_alone "$making" godot-template-release || give_up "Debian's package could not be fetched."
	triplet=$(basename "$(dirname "$(find "$engine/usr/lib" -name libc.so.6 | head -n 1)")")
	loader=$(find "$engine/usr/lib/$triplet" "$engine/usr/lib64" -name 'ld-linux*.so.*' 2>/dev/null | head -n 1)
	libraries=$engine/usr/lib/$triplet
	"$loader" --library-path "$libraries" "$engine/usr/bin/patchelf" --set-interpreter "$loader" --force-rpath \
		--set-rpath "$libraries:$libraries/pulseaudio" "$making/root/usr/bin/godot-template-release" ||
		give_up "Debian's template could not be fitted to $engine."
	rm -rf "$home"
	mv "$making" "$home"
	echo "$engine" >"$stamp"
}

if [ -n "${GODOT_TEMPLATE:-}" ]; then
	[ -x "$GODOT_TEMPLATE" ] || give_up "GODOT_TEMPLATE is \"$GODOT_TEMPLATE\", which cannot be run."
	echo "$GODOT_TEMPLATE"
	exit
fi
[ "$("$tools/godot.sh")" = "$engine/usr/bin/godot" ] || give_up "the engine is not Debian's."
exec 9>"$cache/godot-template.lock"
flock 9
[ -x "$binary" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$engine" ] || make_cached
echo "$binary"
