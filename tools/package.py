#!/usr/bin/env python3
"""Packs the addon for the asset library: `addons/`, licence and readme, and says what is in it and how large.

    tools/package.py [--all-platforms] [--debug-only] [--out FILE]

Goes by what lies in addons/cutout/bin: platforms whose libraries are missing there are named, and a failure
with --all-platforms. With --debug-only the libraries for release may be missing (tests; a game cannot be
exported with it). Libraries are stripped on the way where this machine can. The same files give the same
archive, byte for byte.
"""
import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import check_shipping

ROOT = check_shipping.ROOT
ADDON = check_shipping.ADDON
# Also beside the addon, for those who copy its folder alone.
NOTICES = ["LICENSE", "THIRD_PARTY.md", "CHANGELOG.md"]
REPOSITORY_LINK = re.compile(r"\[([^\]]*)\]\((?!https?:)([^)]*)\)")


def platforms_in(bin_folder):
    """Platform -> kinds that are there, and platform -> file names that are not."""
    there, missing = {}, {}
    for platform, kinds in check_shipping.libraries().items():
        for kind, file in kinds.items():
            (there if (bin_folder / file).is_file() else missing).setdefault(platform, {})[kind] = file
    return there, missing


def stripped(library):
    """The library's bytes, without symbols where `strip` knows its kind."""
    if library.suffix != ".so" or ".linux." not in library.name or not shutil.which("strip"):
        return library.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / library.name
        shutil.copyfile(library, copy)
        # Another machine's `strip` does not know this one's processor: as it is, then.
        subprocess.run(["strip", "--strip-unneeded", copy], stderr=subprocess.DEVNULL, check=False)
        return copy.read_bytes()


def readme():
    """The README, whose pictures and other pages are not in the archive."""
    text = check_shipping.read("README.md")
    text = re.sub(r"^!\[[^\]]*\]\([^)]*\)\n", "", text, flags=re.M)
    return REPOSITORY_LINK.sub(r"\1 (`\2` in the repository)", text)


def contents(there):
    """Name in the archive -> bytes."""
    files = {"LICENSE": (ROOT / "LICENSE").read_bytes(), "README.md": readme().encode()}
    for notice in NOTICES:
        files[f"addons/cutout/{notice}"] = (ROOT / notice).read_bytes()
    for path in sorted(ADDON.rglob("*")):
        inside = path.relative_to(ADDON)
        if path.is_file() and inside.parts[0] != "bin" and not path.name.startswith("."):
            files[f"addons/cutout/{inside.as_posix()}"] = path.read_bytes()
    for kinds in there.values():
        for file in kinds.values():
            files[f"addons/cutout/bin/{file}"] = stripped(ADDON / "bin" / file)
    return files


def write(archive, files):
    """The archive, the same for the same files."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as sink:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            sink.writestr(entry, files[name])


def kib(count):
    """A size as people read it."""
    return f"{count / 1024:,.0f} KiB"


def main():
    parser = argparse.ArgumentParser(description="Packs the addon.")
    parser.add_argument("--all-platforms", action="store_true")
    parser.add_argument("--debug-only", action="store_true")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    version = check_shipping.version()
    archive = asked.out or ROOT / f"build/package/cutout-batch-{version}.zip"
    there, missing = platforms_in(ADDON / "bin")
    if not there:
        print("There is no library in addons/cutout/bin: `make build` makes this machine's.", file=sys.stderr)
        return 1
    halves = [platform for platform in there if platform in missing]
    if halves and not asked.debug_only:
        print(f"Only one of debug and release is there for {', '.join(halves)}: `make build`.", file=sys.stderr)
        return 1
    files = contents(there)
    write(archive, files)
    for platform, kinds in there.items():
        sizes = ", ".join(f"{kind} {kib(len(files[f'addons/cutout/bin/{file}']))}" for kind, file in kinds.items())
        print(f"  in it: {platform:18} {sizes}")
    if missing:
        print(f"  not in it, not built here: {', '.join(p for p in missing if p not in there) or 'releases'}")
    rest = sum(len(data) for name, data in files.items() if "/bin/" not in name)
    print(f"  {len(files)} files; all but the libraries: {kib(rest)}")
    print(f"{archive}: {kib(archive.stat().st_size)}")
    return 1 if asked.all_platforms and missing else 0


if __name__ == "__main__":
    sys.exit(main())
