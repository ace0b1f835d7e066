#!/usr/bin/env bash
# Builds the extension and puts it where the addon looks for it.
#
#   tools/build.sh PROFILE [TARGET]
#
#   release   what ships: both the release and the debug entry of cutout.gdextension
#   fast      for tests: optimised, with checks, quick to build; the debug entry alone
#
# TARGET is a target of rustc; this machine's where none is named. Besides: `universal-apple-darwin` (both
# processors in one file), and `wasm32-unknown-emscripten` with or without `+threads` behind it, which wants a
# nightly toolchain with its sources, and emcc. CUTOUT_FEATURES adds features of cutout-godot, CUTOUT_BIN names another folder for the library.
#
# The editor and a headless run load the debug entry, an exported game the release entry. So a test run
# never replaces what ships, and a release build is what the demo shows.
set -euo pipefail
profile=${1:?release or fast?}
target=${2:-}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v cargo >/dev/null || {
	echo "There is no Rust toolchain here: get Rust 1.94 or newer (rustup installs it)" >&2
	exit 1
}
# What the linker calls it, and what the addon calls it: check_shipping.py holds the latter against cutout.gdextension.
host=$(rustc -vV | sed -n 's/^host: //p')
case ${target:-$host} in
x86_64-unknown-linux-*) built=libcutout_batch.so name=libcutout_batch.linux.template_KIND.x86_64.so ;;
aarch64-unknown-linux-*) built=libcutout_batch.so name=libcutout_batch.linux.template_KIND.arm64.so ;;
x86_64-pc-windows-*) built=cutout_batch.dll name=cutout_batch.windows.template_KIND.x86_64.dll ;;
aarch64-pc-windows-*) built=cutout_batch.dll name=cutout_batch.windows.template_KIND.arm64.dll ;;
*-apple-darwin) built=libcutout_batch.dylib name=libcutout_batch.macos.template_KIND.universal.dylib ;;
aarch64-apple-ios) built=libcutout_batch.dylib name=libcutout_batch.ios.template_KIND.arm64.dylib ;;
aarch64-linux-android) built=libcutout_batch.so name=libcutout_batch.android.template_KIND.arm64.so ;;
x86_64-linux-android) built=libcutout_batch.so name=libcutout_batch.android.template_KIND.x86_64.so ;;
wasm32-unknown-emscripten) built=cutout_batch.wasm name=cutout_batch.web.template_KIND.wasm32.wasm ;;
wasm32-unknown-emscripten+threads) built=cutout_batch.wasm name=cutout_batch.web.template_KIND.wasm32.threads.wasm ;;
*)
	echo "cutout.gdextension has no entry for ${target:-$host}" >&2
	exit 1
	;;
esac

# build TARGET: builds for it; the file's path in `from`.
build() {
	local triple=${1%+threads} features=${CUTOUT_FEATURES:-} toolchain=() options=()
	case $1 in
	*-linux-android)
		# Devices with pages of 16 KiB load nothing that is aligned to less.
		export RUSTFLAGS="${RUSTFLAGS:-} -C link-arg=-Wl,-z,max-page-size=16384"
		;;
	*-emscripten*)
		local flags="-C link-args=-sSIDE_MODULE=2 -Zlink-native-libraries=no"
		flags+=" -Cllvm-args=-enable-emscripten-cxx-exceptions=0 -Zemscripten-wasm-eh=false"
		case $1 in
		*+threads) flags+=" -C link-args=-pthread -C target-feature=+atomics" features+=",web" ;;
		*) features+=",web-nothreads" ;;
		esac
		export RUSTFLAGS="${RUSTFLAGS:-} $flags"
		toolchain=(+nightly) options=(-Zbuild-std)
		;;
	esac
	[ -n "$triple" ] && options+=(--target "$triple")
	[ -n "$features" ] && options+=(--features "${features#,}")
	# So written, because the bash of macOS takes an empty list for an unset one.
	cargo ${toolchain[@]+"${toolchain[@]}"} build --locked -p cutout-godot --profile "$profile" \
		${options[@]+"${options[@]}"}
	from=${CARGO_TARGET_DIR:-target}/${triple:+$triple/}$profile/$built
}

if [ "$target" = universal-apple-darwin ]; then
	parts=()
	for half in aarch64-apple-darwin x86_64-apple-darwin; do
		build "$half"
		parts+=("$from")
	done
	from=${CARGO_TARGET_DIR:-target}/$built
	lipo -create "${parts[@]}" -output "$from"
else
	build "$target"
fi
bin=${CUTOUT_BIN:-addons/cutout/bin}
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
