#!/usr/bin/env bash
# Prints the path of a Godot 4.6 (or newer) executable; gets one first where there is none.
#
#   tools/godot.sh          the path alone on stdout, progress on stderr
#
# Looks in this order: $GODOT, `godot` on PATH, the cache folder, Debian's packages. Nothing is installed
# on the machine: all goes into .cache/ (or $CUTOUT_CACHE), 530 MB.
set -uo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/debian_packages.sh"
cache=${CUTOUT_CACHE:-$(dirname "$tools")/.cache}
home=$cache/godot
binary=$home/root/usr/bin/godot
# Written last; holds the folder that the engine was made for, since its library paths are absolute.
stamp=$home/made-for

say() { echo "$*" >&2; }

give_up() {
	say "godot: $*"
	say "Install the official release of Godot 4.6 for this machine and set GODOT to its executable."
	exit 1
}

# is_new_enough FILE: whether it runs and says that it is 4.6 or newer.
is_new_enough() {
	local version
	version=$(timeout 300 "$1" --version 2>/dev/null | tail -n 1)
	[[ $version =~ ^([0-9]+)\.([0-9]+) ]] || return 1
	((BASH_REMATCH[1] > 4 || (BASH_REMATCH[1] == 4 && BASH_REMATCH[2] >= 6)))
}

is_cached() { [ -x "$binary" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$home" ]; }

# patch FOLDER: makes the engine unpacked in FOLDER run from $home with the libraries beside it. The
# binary itself is patched, for under a wrapper it would take the loader for itself, and child processes
# and exported games would break. Libraries with a search path of their own need it too.
patch() {
	local now=$1/root then=$home/root loader libraries triplet file
	triplet=$(basename "$(dirname "$(find "$now/usr/lib" -name libc.so.6 | head -n 1)")")
	loader=$(find "$now/usr/lib/$triplet" "$now/usr/lib64" -name 'ld-linux*.so.*' 2>/dev/null | head -n 1)
	[ -n "$triplet" ] && [ -n "$loader" ] || return 1
	libraries=usr/lib/$triplet
	patchelf() {
		"$loader" --library-path "$now/$libraries" "$now/usr/bin/patchelf" "$@"
	}
	find "$now/usr/lib/$triplet" -type f \( -name 'libpulse*.so*' -o -name 'libLLVM*.so*' \) |
		while read -r file; do
			patchelf --force-rpath --set-rpath "$then/$libraries:$then/$libraries/pulseaudio" "$file" || exit 1
		done || return 1
	patchelf --set-interpreter "$then/${loader#"$now/"}" --force-rpath \
		--set-rpath "$then/$libraries:$then/$libraries/pulseaudio" "$now/usr/bin/godot"
}

make_cached() {
	local making
	command -v dpkg >/dev/null && debian_mirror >/dev/null ||
		give_up "there is no Godot 4.6 here, and without Debian's packages none can be fetched."
	say "Getting Godot from Debian's packages into ${home#"$PWD"/} (once):"
	making=$cache/godot.making
	rm -rf "$making"
	mkdir -p "$making"
	# With the software renderer, so that scenes can be drawn without a screen.
	debian_unpack "$making" godot patchelf libgl1-mesa-dri libgl1 libglx-mesa0 ||
		give_up "Debian's package of Godot could not be fetched."
	say "  fitting it to the folder"
	patch "$making" || give_up "Debian's package of Godot could not be fitted to $home."
	# What runs from the old folder keeps its files until it ends.
	rm -rf "$home"
	mv "$making" "$home"
	is_new_enough "$binary" || give_up "Debian's package of Godot does not run here."
	echo "$home" >"$stamp"
	say "  done: $("$binary" --version | tail -n 1)"
}

if [ -n "${GODOT:-}" ]; then
	is_new_enough "$GODOT" || give_up "GODOT is \"$GODOT\", which is no Godot 4.6 or newer."
	command -v "$GODOT"
	exit
fi
if command -v godot >/dev/null && is_new_enough godot; then
	command -v godot
	exit
fi
mkdir -p "$cache" || exit 1
if ! is_cached; then
	# One at a time; who waited finds it made.
	exec 9>"$cache/godot.lock"
	flock 9
	is_cached || make_cached
fi
echo "$binary"
