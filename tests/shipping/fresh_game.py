"""A game that nobody has opened yet, in a folder with a space in its name, with nothing but the packed addon in it."""
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests/engine"))
sys.dont_write_bytecode = True

import drive  # noqa: E402

PLACE = ROOT / "build/shipping"


class Broken(Exception):
    """What went wrong, in one sentence."""


def packed(*options):
    """The addon's archive, made now."""
    archive = PLACE / "package.zip"
    made = subprocess.run([ROOT / "tools/package.py", *options, "--out", archive], check=False)
    if made.returncode:
        raise Broken("the package could not be made")
    return archive


def make(archive, name):
    """The game's folder: an empty project, and the addon out of the archive."""
    place = PLACE / name
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(HERE / "game", place, ignore=shutil.ignore_patterns("main.*"))
    with zipfile.ZipFile(archive) as source:
        source.extractall(place, [entry for entry in source.namelist() if entry.startswith("addons/")])
    return place


def write_game(place):
    """Puts the game's own scene there: after the addon is on, for before that its name means nothing."""
    for file in (HERE / "game").glob("main.*"):
        shutil.copy(file, place)
    settings = place / "project.godot"
    text = settings.read_text()
    settings.write_text(text.replace("[application]\n", '[application]\n\nrun/main_scene="res://main.tscn"', 1))


def editor_project(plugin):
    """A project with the addon and an editor plugin of this folder, known to the engine, so that no first scan is on."""
    place = PLACE / plugin
    shutil.rmtree(place, ignore_errors=True)
    (place / "addons").mkdir(parents=True)
    shutil.copytree(ROOT / "addons/cutout", place / "addons/cutout")
    settings = place / "project.godot"
    settings.write_text('config_version=5\n\n[application]\n\nconfig/features=PackedStringArray("4.6")\n')
    if subprocess.run([ROOT / "tools/import.sh", place], check=False).returncode:
        raise Broken("the project could not be imported")
    shutil.copytree(HERE / plugin, place / "addons" / plugin)
    with settings.open("a") as file:
        file.write(f'\n[editor_plugins]\n\nenabled=PackedStringArray("res://addons/{plugin}/plugin.cfg")\n')
    return place


def judge(what, code, lines, wanted):
    """Holds that a run ended well and said `wanted`."""
    if code is None:
        raise Broken(f"{what} hangs")
    if code:
        raise Broken(f"{what} ended with {drive.exit_name(code)}: {lines[-3:]}")
    if drive.faults(lines):
        raise Broken(f"{what} told of errors: {drive.faults(lines)[:3]}")
    if not any(wanted in line for line in lines):
        raise Broken(f'{what} did not say "{wanted}": {lines[-3:]}')


def enable_addon(godot, game):
    """Opens the editor in a window, for the first time, and has the addon switched on there. (A session without
    a window that is the first to find an extension crashes at its end, whatever the extension: the engine's.)"""
    command = [ROOT / "tools/display.sh", godot, "--rendering-driver", "opengl3", "--audio-driver", "Dummy"]
    log = PLACE / f"{game.name}.editor.log"
    code, lines = drive.logged_run([*command, "--editor", "--path", game], drive.SECONDS_PROCESS, log)
    judge("the editor's first session", code, lines, ":: enabled true")
    if 'CutoutBatch="*' not in (game / "project.godot").read_text():
        raise Broken("switching the addon on did not register the autoload")
    shutil.rmtree(game / "addons/enabler")
    settings = (game / "project.godot").read_text()
    (game / "project.godot").write_text(settings.replace(', "res://addons/enabler/plugin.cfg"', ""))


def tell(name, check):
    """Runs one check and ends the process as the tests do."""
    try:
        check()
    except (Broken, OSError, subprocess.SubprocessError) as why:
        print(f"  FAIL  {name}: {why}\n0 passed, 1 failed")
        sys.exit(1)
    print(f"  ok    {name}\n1 passed, 0 failed")
