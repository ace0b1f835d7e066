#!/usr/bin/env python3
"""Holds together what ships: one version, and libraries that a build makes, the addon names and the workflow builds.

    tools/check_shipping.py              the last line is `N passed, N failed`
    tools/check_shipping.py --version    prints the version
"""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDON = ROOT / "addons/cutout"
WORKFLOW = ROOT / ".github/workflows/build.yml"
# What a game may be exported to, and the processors of each that Godot's own templates are made for (64 bits).
WANTED = {
    "linux.x86_64", "linux.arm64", "windows.x86_64", "windows.arm64", "macos", "android.arm64", "android.x86_64",
    "ios", "web.wasm32", "web.threads.wasm32",
}


def read(path):
    """A file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def version():
    """The version, where it stands."""
    return re.search(r'^\[workspace\.package\]\nversion = "([^"]+)"', read("Cargo.toml"), re.M)[1]


def libraries():
    """Platform -> kind -> file name, as cutout.gdextension has it. A platform: `linux.x86_64`."""
    found = {}
    section = read("addons/cutout/cutout.gdextension").split("[libraries]")[1].split("\n[")[0]
    for tags, file in re.findall(r'^([\w.]+) = "bin/([^"]+)"$', section, re.M):
        parts = tags.split(".")
        kind = next(part for part in parts if part in ("debug", "release"))
        parts.remove(kind)
        found.setdefault(".".join(parts), {})[kind] = file
    return found


def built_names():
    """Target of rustc -> file name with KIND in it, as tools/build.sh makes it."""
    return dict(re.findall(r"^(\S+)\) built=\S+ name=(\S+) ;;$", read("tools/build.sh"), re.M))


def workflow_targets():
    """The targets that the workflow builds."""
    return set(re.findall(r"target: (\S+?)[ ,}]*$", WORKFLOW.read_text(encoding="utf-8"), re.M))


def matches(pattern, target):
    """Whether a pattern of build.sh's `case` takes a target."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), target) is not None


def the_version_is_the_same_everywhere():
    now = version()
    plugin = re.search(r'^version="([^"]+)"', read("addons/cutout/plugin.cfg"), re.M)[1]
    assert plugin == now, f"plugin.cfg says {plugin}, Cargo.toml {now}"
    latest = re.findall(r"^## \[(\d[^\]]*)\]", read("CHANGELOG.md"), re.M)[0]
    assert latest == now, f"CHANGELOG.md ends at {latest}, Cargo.toml says {now}"
    minor = now.rpartition(".")[0]
    row = re.search(r"^\| 4\.6 \| (\S+) \|$", read("README.md"), re.M)
    assert row and row[1] == minor, f"the README's table does not say that {minor} is for Godot 4.6"
    for manifest in ROOT.glob("rust/*/Cargo.toml"):
        assert "version.workspace = true" in manifest.read_text(), f"{manifest} has a version of its own"
    assert re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", now), f"{now} is no semantic version"


def the_engine_s_version_is_the_same_everywhere():
    least = re.search(r'^compatibility_minimum = "([^"]+)"', read("addons/cutout/cutout.gdextension"), re.M)[1]
    assert f'"api-{least.replace(".", "-")}"' in read("Cargo.toml"), f"the godot crate is not set to {least}"
    assert f"Godot {least}" in read("CHANGELOG.md")


def every_platform_has_a_library_for_debug_and_release():
    found = libraries()
    assert set(found) == WANTED, f"entries differ from what is wanted: {set(found) ^ WANTED}"
    for platform, kinds in found.items():
        assert set(kinds) == {"debug", "release"}, f"{platform}: {kinds}"
        assert kinds["debug"] == kinds["release"].replace("template_release", "template_debug"), platform


def every_entry_is_what_a_build_makes():
    made = {name.replace("KIND", kind) for name in built_names().values() for kind in ("debug", "release")}
    named = {file for kinds in libraries().values() for file in kinds.values()}
    assert made == named, f"build.sh and cutout.gdextension differ: {made ^ named}"


def the_workflow_builds_every_entry():
    targets = workflow_targets()
    assert targets, "no targets found in the workflow"
    for target in targets:
        assert any(matches(pattern, target) for pattern in built_names()), f"build.sh does not know {target}"
    for pattern, name in built_names().items():
        assert any(matches(pattern, target) for target in targets), f"the workflow does not build {name}"


def every_native_class_has_an_icon():
    section = read("addons/cutout/cutout.gdextension").split("[icons]")[1]
    icons = dict(re.findall(r'^(\w+) = "([^"]+)"$', section, re.M))
    classes = set()
    for source in ROOT.glob("rust/cutout-godot/src/*.rs"):
        text = source.read_text()
        # Those of the params come from a macro: `Name of Family, ...`.
        classes |= set(re.findall(r"#\[class\([^\]]*\)\]\s*pub struct (\w+)|^    (Cutout\w+) of ", text, re.M))
    classes = {name for pair in classes for name in pair if name}
    assert set(icons) == classes, f"classes and icons differ: {set(icons) ^ classes}"
    for name, icon in icons.items():
        assert (ADDON / icon).is_file(), f"{name}: there is no {icon}"


def every_script_and_picture_keeps_its_uid():
    tracked = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "addons"], capture_output=True, text=True, check=False
    ).stdout.split()
    if not tracked:
        return  # not in a clone
    for file in tracked:
        beside = {".gd": ".uid", ".gdshader": ".uid", ".gdextension": ".uid", ".svg": ".import"}.get(Path(file).suffix)
        assert beside is None or file + beside in tracked, f"{file}{beside} is missing"


def every_crate_that_ships_is_named_with_its_licence():
    notes = read("THIRD_PARTY.md").split("Used by tests")[0]
    command = ["cargo", "tree", "--locked", "-p", "cutout-godot", "-e", "normal,no-proc-macro"]
    command += ["--prefix", "none", "--format", "{p}|{l}"]
    tree = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    lines = [line.removesuffix(" (*)") for line in tree.splitlines() if not line.startswith("cutout-")]
    shipped = {tuple(line.split("|")) for line in lines}
    assert len(shipped) > 20, f"cargo names only {len(shipped)} crates"
    for package, licence in sorted(shipped):
        crate = package.split()[0]
        row = next((line for line in notes.splitlines() if f"`{crate}`" in line), None)
        assert row, f"THIRD_PARTY.md does not name {crate}"
        assert all(word in row for word in licence.split(" OR ")), f"THIRD_PARTY.md: {crate} is under {licence}"


CHECKS = [
    the_version_is_the_same_everywhere,
    the_engine_s_version_is_the_same_everywhere,
    every_platform_has_a_library_for_debug_and_release,
    every_entry_is_what_a_build_makes,
    the_workflow_builds_every_entry,
    every_native_class_has_an_icon,
    every_script_and_picture_keeps_its_uid,
    every_crate_that_ships_is_named_with_its_licence,
]


def main():
    if sys.argv[1:] == ["--version"]:
        print(version())
        return 0
    failed = 0
    for check in CHECKS:
        name = check.__name__.replace("_", " ")
        try:
            check()
            print(f"  ok    shipping: {name}")
        except (AssertionError, OSError, subprocess.SubprocessError, TypeError, IndexError) as why:
            failed += 1
            print(f"  FAIL  shipping: {name}: {why}")
    print(f"{len(CHECKS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
