#!/usr/bin/env python3
"""The engine tests of jobs, requests and streams, with a library that has no threads, as on the web without them.

    tests/shipping/without_threads.py      the last line is `N passed, N failed`
"""
import os
import subprocess
import sys

import fresh_game as fresh

# The library has no threads indeed: a job is done inside the very question for events.
PROOF = """extends SceneTree


func _initialize() -> void:
	var scheduler: RefCounted = ClassDB.instantiate(&"CutoutScheduler")
	var square := PackedVector2Array([Vector2.ZERO, Vector2(9, 0), Vector2(9, 9), Vector2(0, 9)])
	scheduler.submit(square, {}, 0)
	OS.delay_msec(100)
	var before: Dictionary = scheduler.get_stats()
	var event: int = scheduler.next_event()
	print(":: waiting %d, event %d, threads %d" % [before["waiting"], event & 7, scheduler.get_stats()["threads"]])
	quit()
"""
# Names of tests, or parts of them.
TESTS = ["test_jobs/", "test_request_and_stream/", "test_fracture_object/"]


def project():
    """The host project of the engine tests, with the addon in it and a library of its own."""
    place = fresh.PLACE / "without threads"
    fresh.shutil.rmtree(place, ignore_errors=True)
    addon = place / "addons/cutout"
    fresh.shutil.copytree(fresh.ROOT / "addons/cutout", addon, ignore=fresh.shutil.ignore_patterns("bin"))
    host = fresh.ROOT / "godot_project"
    fresh.shutil.copy(host / "project.godot", place)
    for folder in ("art", "demos", "tests"):
        (place / folder).symlink_to((host / folder).resolve())
    built = os.environ | {"CUTOUT_FEATURES": "inline", "CUTOUT_BIN": str(addon / "bin")}
    for command in (["tools/build.sh", "fast"], ["tools/import.sh", place]):
        if subprocess.run(command, cwd=fresh.ROOT, env=built, check=False).returncode:
            raise fresh.Broken(f"{command[0]} failed")
    return place


def main():
    passed = failed = 0
    try:
        godot, place = fresh.drive.engine(), project()
        (place / "proof.gd").write_text(PROOF)
        code, lines = fresh.drive.engine_run(godot, place, ["-s", "res://proof.gd"], fresh.drive.SECONDS_PROCESS, fresh.PLACE / "proof.log")
        fresh.judge("the library without threads", code, lines, ":: waiting 1, event 1, threads 0")
        print("  ok    a job is done by who asks for events")
        passed += 1
        for text in TESTS:
            log = fresh.PLACE / f"without-threads-{text.strip('/')}.log"
            verdict = fresh.drive.run_in_one_process(godot, place, text, log)
            passed += verdict.passed
            failed += verdict.failed
            if not verdict.passed:
                print(f"  FAIL  no test passed of {text}")
                failed += 1
    except fresh.Broken as why:
        print(f"  FAIL  without threads: {why}")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
