#!/usr/bin/env python3
"""The packed addon in a game that is exported, with the extension beside it, and breaks something by itself.

    tests/shipping/exported_game.py      the last line is `N passed, N failed`

Wants the libraries for release (`make build`) and an export template (tools/godot_template.sh).
"""
import platform
import subprocess

import fresh_game as fresh


def check():
    """The whole way."""
    godot = fresh.drive.engine()
    found = subprocess.run(
        [fresh.ROOT / "tools/godot_template.sh"], stdout=subprocess.PIPE, text=True, check=False
    )
    if found.returncode:
        raise fresh.Broken("there is no export template")
    game = fresh.make(fresh.packed(), "an exported game")
    fresh.enable_addon(godot, game)
    fresh.write_game(game)
    presets = game / "export_presets.cfg"
    machine = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"
    text = presets.read_text().replace("TEMPLATE", found.stdout.strip()).replace("ARCHITECTURE", machine)
    presets.write_text(text)
    out = fresh.PLACE / "exported"
    fresh.shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    arguments = ["--export-release", "Linux", str(out / "game")]
    code, lines = fresh.drive.engine_run(godot, game, arguments, fresh.drive.SECONDS_PROCESS, fresh.PLACE / "export.log")
    fresh.judge("the export", code, lines, "")
    files = sorted(file.name for file in out.iterdir())
    print(f"  exported: {', '.join(files)}")
    if not any(name.endswith(f".{machine}.so") and "template_release" in name for name in files):
        raise fresh.Broken("the extension does not lie beside the game")
    command = [out / "game", "--headless", "--audio-driver", "Dummy"]
    code, lines = fresh.drive.logged_run(command, fresh.drive.SECONDS_PROCESS, fresh.PLACE / "exported.log", folder="/")
    fresh.judge("the exported game", code, lines, ":: 12 pieces, 12 fragments of area 8100.000")


if __name__ == "__main__":
    fresh.tell("an exported game breaks what it has", check)
