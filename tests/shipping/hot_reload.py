#!/usr/bin/env python3
"""The extension is reloaded in the editor while jobs are in flight: no crash, no thread left, and jobs work again.

    tests/shipping/hot_reload.py      the last line is `N passed, N failed`

Wants the library of `make build-fast`: one without debug assertions stays in memory, and its old code goes on.
"""
import fresh_game as fresh

RELOADS = 4


def check():
    """The whole way."""
    godot = fresh.drive.engine()
    log = fresh.PLACE / "reload.log"
    code, lines = fresh.drive.engine_run(godot, fresh.editor_project("reloader"), ["--editor"], fresh.drive.SECONDS_PROCESS, log)
    fresh.judge("the editor", code, lines, ":: quit with jobs in flight")
    said = [line for line in lines if line.startswith(":: ")]
    busy = [line for line in said if "open jobs, threads: [" in line and "threads: []" not in line]
    for wanted, found in {
        "threads at work before each reload": len(busy),
        "reloads that left no thread": sum(line == ":: status 0, threads left: []" for line in said),
        "params that kept their values": sum(line.startswith(":: params keep 7") for line in said),
        "times that jobs worked again": sum(line == ":: 3 of 3 jobs are done" for line in said),
        "times that the blocking call worked again": sum(line == ":: 5 pieces" for line in said),
    }.items():
        if found != RELOADS:
            raise fresh.Broken(f"{wanted}: {found} of {RELOADS} ({log})")


if __name__ == "__main__":
    fresh.tell("the extension is reloaded with jobs in flight", check)
