#!/usr/bin/env python3
"""Shows that the runner of the engine tests catches each kind of fault, in the real engine.

    tests/engine/self_test.py

Each script of faults/ is run by drive.py in a project of its own and has to be judged as FAULTS and
PROCESS_FAULTS say. The last line is `N passed, N failed`.
"""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import drive

HERE = Path(__file__).resolve().parent
RUNNER = ["run.gd", "series.gd", "cutout_test.gd", "error_log.gd", "watchdog.gd"]
PROJECT = """config_version=5
[application]
config/name="Runner"
config/features=PackedStringArray("4.6")
"""

# Script: the words that its failure has to be told with; None where all has to pass.
FAULTS = {
    "test_none": None,
    "test_failing_check": "the sum is 2, wanted 3",
    "test_no_check": "it checks nothing",
    "test_script_error": "call_what_is_not_there",
    "test_script_error_after_await": "call_what_is_not_there",
    "test_push_error": "nobody announced this",
    "test_push_warning": "nobody announced this either",
    "test_error_on_a_thread": "said on a thread",
    "test_failed_assert": "one is not more than two",
    "test_missing_error": "this never comes",
    "test_hanging_await": "the last thing that was seen",
    "test_hanging_loop": "the main thread does not answer",
    "test_node_in_the_tree": "left the node",
    "test_orphan": "left 1 nodes behind",
    "test_leak_at_exit": "Leaked instance",
    "test_leaked_rid": "leaked",
    "test_early_quit": "before the tests did",
    "test_crash": "signal",
    "test_unparsable": "does not parse",
    "test_no_test": "no method that starts with test_",
    "test_wrong_base": "does not extend CutoutTest",
}
PROCESS_FAULTS = {
    "as_announced": None,
    "wrong_exit_code": "exit code 4, wanted 3",
    "error_with_exit_code_0": "nobody announced this",
    "announced_error_missing": "this never comes",
    "hang": "hangs",
    "leak": "Leaked instance",
    "unparsable": "Parse",
}


def fresh_project(template, place, script):
    """The template with one script more, or just the template."""
    shutil.copytree(template, place)
    target = place / "tests" / script.relative_to(HERE / "faults")
    target.parent.mkdir(exist_ok=True)
    shutil.copy(script, target)
    return place


def judged(verdict, words):
    """What is wrong with a verdict, or nothing."""
    if words is None:
        return f"it passes, yet: {verdict.faults}" if verdict.faults or verdict.passed != 1 else None
    if not verdict.faults:
        return "the fault was not seen"
    if not any(words in why for _, why in verdict.faults):
        return f'nothing says "{words}": {verdict.faults}'
    return None


def main():
    godot = drive.engine()
    place = drive.ROOT / "build/test-engine/self-test"
    shutil.rmtree(place, ignore_errors=True)
    template = place / "template"
    (template / "tests").mkdir(parents=True)
    (template / "project.godot").write_text(PROJECT)
    for file in RUNNER:
        shutil.copy(HERE / file, template / "tests")
    if subprocess.run([drive.ROOT / "tools/import.sh", template]).returncode:
        print("0 passed, 1 failed")
        return 1
    passed = failed = 0
    scripts = sorted((HERE / "faults").glob("**/*.gd"))
    for script in scripts:
        name = script.stem
        process = script.parent.name == "process"
        words = (PROCESS_FAULTS if process else FAULTS).get(name, "a script that no table here names")
        project = fresh_project(template, place / ("process-" * process + name), script)
        log = place / f"{project.name}.log"
        silent = lambda line: None
        if process:
            verdict = drive.run_process_script(godot, project, project / "tests/process" / script.name, log, silent)
        else:
            verdict = drive.run_in_one_process(godot, project, "", log, drive.SECONDS_PROCESS, silent)
        wrong = judged(verdict, words)
        title = project.name.replace("_", " ")
        if wrong is None:
            passed += 1
            print(f"  ok    runner: {title}", flush=True)
        else:
            failed += 1
            print(f"  FAIL  runner: {title}: {wrong} (output: {log})", flush=True)
    for name in [*FAULTS, *PROCESS_FAULTS]:
        if not any(script.stem == name for script in scripts):
            failed += 1
            print(f"  FAIL  runner: {name}: no such script")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.exit(main())
