#!/usr/bin/env bash
# Runs a command with a screen that nobody sees, drawn in software.
#
#   tools/display.sh COMMAND [ARGUMENT]...
#
# Uses the machine's own Xvfb, else Debian's, unpacked into .cache/ (or $CUTOUT_CACHE). Exits with the
# command's exit code. No screen is needed, and one that is there is left alone.
set -uo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/debian_packages.sh"
cache=${CUTOUT_CACHE:-$(dirname "$tools")/.cache}
home=$cache/display
root=$home/root
server=
number_file=

say() { echo "$*" >&2; }

give_up() {
	say "display: $*"
	say "Install Xvfb (Debian and Ubuntu: the package xvfb), or use \`make play\` on a machine with a screen."
	exit 1
}

make_cached() {
	local making=$cache/display.making
	say "Getting an off-screen display from Debian's packages into ${home#"$PWD"/} (once):"
	rm -rf "$making"
	mkdir -p "$making"
	debian_unpack "$making" xvfb xkb-data x11-xkb-utils dash libgl1-mesa-dri libgl1 libglx-mesa0 ||
		give_up "Debian's Xvfb could not be fetched."
	local link
	for link in bin lib lib64; do
		[ -e "$making/root/$link" ] || ln -s "usr/$link" "$making/root/$link"
	done
	mkdir -p "$making/root/tmp" "$making/root/dev"
	chmod 1777 "$making/root/tmp"
	: >"$making/root/dev/null"
	rm -rf "$home"
	mv "$making" "$home"
	say "  done"
}

# start_server NUMBER_FILE: starts Xvfb, which writes the number of a free display into the file.
start_server() {
	local arguments=(-displayfd 3 -screen 0 1920x1080x24 -nolisten tcp -noreset)
	if command -v Xvfb >/dev/null && command -v xkbcomp >/dev/null; then
		Xvfb "${arguments[@]}" 3>"$1" >/dev/null 2>&1 9>&- &
	else
		mkdir -p "$cache" || exit 1
		exec 9>"$cache/display.lock"
		flock 9
		[ -x "$root/usr/bin/Xvfb" ] || make_cached
		exec 9>&-
		# It wants its keyboard compiler under /usr/bin, hence a root of its own. Clients reach it through the
		# abstract socket, which knows no folders.
		local enter=(chroot "$root")
		((EUID == 0)) || enter=(unshare --user --map-root-user chroot "$root")
		PATH=$PATH:/usr/sbin:/sbin "${enter[@]}" /usr/bin/Xvfb "${arguments[@]}" 3>"$1" >/dev/null 2>&1 &
	fi
	server=$!
}

stop_server() {
	[ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
	[ -n "$number_file" ] && rm -f "$number_file"
}

(($#)) || give_up "which command?"
number_file=$(mktemp)
trap stop_server EXIT
trap 'exit 130' INT TERM
start_server "$number_file"
for ((tenths = 0; tenths < 1200; tenths++)); do
	[ -s "$number_file" ] && break
	kill -0 "$server" 2>/dev/null || give_up "Xvfb does not run here."
	sleep 0.1
done
[ -s "$number_file" ] || give_up "Xvfb did not start within 120 s."
unset WAYLAND_DISPLAY
DISPLAY=:$(tr -d '[:space:]' <"$number_file") LIBGL_ALWAYS_SOFTWARE=1 "$@"
