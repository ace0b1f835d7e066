#!/usr/bin/env bash
# Builds the extension and puts it where the addon looks for it.
#
#   tools/build.sh release   what ships: both the release and the debug entry of cutout.gdextension
#   tools/build.sh fast      for tests: optimised, with checks, quick to build; the debug entry alone
#
# The editor and a headless run load the debug entry, an exported game the release entry. So a test run
# never replaces what ships, and a release build is what the demo shows.
set -euo pipefail
profile=${1:?release or fast?}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v cargo >/dev/null || {
	echo "There is no Rust toolchain here: get Rust 1.94 or newer (rustup installs it)" >&2
	exit 1
}
case $(uname -m) in
x86_64 | amd64) machine=x86_64 ;;
aarch64 | arm64) machine=arm64 ;;
*) machine=$(uname -m) ;;
esac
case $(uname -s) in
Linux) built=libcutout_batch.so name=libcutout_batch.linux.template_KIND.$machine.so ;;
Darwin) built=libcutout_batch.dylib name=libcutout_batch.macos.template_KIND.universal.dylib ;;
*) built=cutout_batch.dll name=cutout_batch.windows.template_KIND.$machine.dll ;;
esac
cargo build --locked -p cutout-godot --profile "$profile"
from=${CARGO_TARGET_DIR:-target}/$profile/$built
bin=addons/cutout/bin
mkdir -p "$bin"
kinds=(debug)
[ "$profile" = release ] && kinds=(debug release)
for kind in "${kinds[@]}"; do
	to=$bin/${name/KIND/$kind}
	# Beside it, then moved: an engine that has the old one loaded keeps it.
	cp "$from" "$to.new"
	mv "$to.new" "$to"
	echo "$to ($profile, $(($(wc -c <"$to") / 1024)) KiB)"
done
