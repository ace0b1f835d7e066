#!/usr/bin/env python3
"""The packed addon in a game that nobody has opened yet: switched on in the editor, and a sprite breaks.

    tests/shipping/fresh_project.py      the last line is `N passed, N failed`
"""
import fresh_game as fresh


def check():
    """The whole way."""
    godot = fresh.drive.engine()
    game = fresh.make(fresh.packed("--debug-only"), "a fresh game")
    fresh.enable_addon(godot, game)
    fresh.write_game(game)
    code, lines = fresh.drive.engine_run(godot, game, [], fresh.drive.SECONDS_PROCESS, fresh.PLACE / "a fresh game.log")
    fresh.judge("the game", code, lines, ":: 12 pieces, 12 fragments of area 8100.000")


if __name__ == "__main__":
    fresh.tell("a fresh project, in a folder with a space in its name", check)
