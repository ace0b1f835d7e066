#!/usr/bin/env python3
"""Runs the editor tests: the real editor without a screen, on a project made for it.

    tests/editor/drive.py [--or-none] [TEXT]
    tests/editor/drive.py --pictures FOLDER     pictures of the editor into FOLDER instead, drawn off screen

The scripts test_*.gd of this folder run in one editor, by the same rules as the engine tests. Besides, the
editor and a game are run without the native library. TEXT runs only the tests with it in their name. The
output goes to build/test-editor/. The last line is `N passed, N failed`; exit code 1 on any failure.
"""
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "engine"))
import drive  # noqa: E402

SECONDS = 3600
PROJECT = """config_version=5

[application]

config/name="Editor tests"
config/features=PackedStringArray("4.6", "GL Compatibility")

[editor_plugins]

enabled=PackedStringArray("res://addons/cutout/plugin.cfg", "res://addons/cutout_editor_tests/plugin.cfg")

[rendering]

renderer/rendering_method="gl_compatibility"
"""
BARE = "without_library"
MISSING = "Cutout Batch: the native library for"
BARE_PROJECT = """config_version=5

[application]

config/name="No library"
config/features=PackedStringArray("4.6", "GL Compatibility")

[autoload]

CutoutBatch="*res://addons/cutout/autoload/cutout_batch_processor.gd"

[editor_plugins]

enabled=PackedStringArray("res://addons/cutout/plugin.cfg")

[rendering]

renderer/rendering_method="gl_compatibility"
"""


def make_project(place):
    """A fresh project with the addon and the tests in it."""
    if place.exists():
        shutil.rmtree(place)
    (place / "addons").mkdir(parents=True)
    (place / "addons/cutout").symlink_to(ROOT / "addons/cutout")
    (place / "addons/cutout_editor_tests").symlink_to(HERE)
    (place / "tests").mkdir()
    for name in ("series.gd", "cutout_test.gd", "error_log.gd", "watchdog.gd"):
        (place / "tests" / name).symlink_to(HERE.parent / "engine" / name)
    for art in (ROOT / "godot_project/art").glob("*.png"):
        shutil.copy(art, place)
    (place / "project.godot").write_text(PROJECT)
    return place


def without_library(godot, place, show):
    """The editor and a game whose native library is missing: one sentence, and nothing that does not parse."""
    project = place / "bare"
    if project.exists():
        shutil.rmtree(project)
    (project / "addons").mkdir(parents=True)
    shutil.copytree(ROOT / "addons/cutout", project / "addons/cutout", ignore=shutil.ignore_patterns("*.so", "*.dylib", "*.dll"))
    shutil.copy(HERE / "bare_game.gd", project)
    (project / "project.godot").write_text(BARE_PROJECT)
    # The first opens what nobody has opened yet, the second what is known.
    runs = {
        "a first start of the editor": ["--editor", "--quit-after", "200"],
        "a second start of the editor": ["--editor", "--quit-after", "200"],
        "a game": ["-s", "res://bare_game.gd"],
    }
    verdict = drive.Verdict()
    for what, arguments in runs.items():
        name = f"{BARE}/{what}"
        code, lines = drive.engine_run(godot, project, arguments, SECONDS, place / f"bare {what}.log")
        told = [line for line in lines if MISSING in line and "ERROR" in line]
        faults = [line.strip() for line in lines if "Parse Error" in line or "SCRIPT ERROR" in line]
        faults += [line.strip() for line in lines if drive.FATAL.search(line) or drive.LEAK.search(line)]
        if len(told) != 1:
            faults.append(f"the sentence is told {len(told)} times, wanted once")
        if code != 0:
            faults.append(f"exit code {code}, wanted 0")
        verdict.faults += [(name, fault) for fault in faults]
        verdict.passed += not faults
        show(f"  {'FAIL' if faults else 'ok  '}  {name}")
        for fault in faults:
            show(f"        {fault}")
    return verdict


def main():
    parser = drive.arguments_of("editor")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="take pictures instead")
    asked = parser.parse_args()
    godot = drive.engine()
    place = ROOT / "build/test-editor"
    project = make_project(place / "project")
    # Settings and caches of the editor of its own, so that nobody's are touched or relied on.
    os.environ["XDG_CONFIG_HOME"] = str(place / "config")
    os.environ["XDG_CACHE_HOME"] = str(place / "cache")
    if subprocess.run([ROOT / "tools/import.sh", project]).returncode:
        print("0 passed, 1 failed")
        return 1
    show = drive.show_now
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
        arguments = ["--resolution", "1440x860", "--editor", "--", f"--pictures={asked.pictures.resolve()}"]
        code, lines = drive.engine_run(godot, project, arguments, SECONDS, place / "pictures.log", screen=True)
        taken = [line for line in lines if line.startswith("Picture:")]
        wrong = drive.faults(lines)
        show("\n".join([*taken, *wrong]))
        return 0 if code == 0 and taken and not wrong else 1
    verdict = drive.run_in_one_process(
        godot, project, asked.text, place / "editor.log", SECONDS, show, script=["--editor"]
    )
    if asked.text in BARE:
        bare = without_library(godot, place, show)
        verdict.passed += bare.passed
        verdict.faults += bare.faults
    return drive.close(verdict, "editor", asked)


if __name__ == "__main__":
    sys.exit(main())
