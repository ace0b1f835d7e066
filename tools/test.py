#!/usr/bin/env python3
"""Runs every test of the project, or one kind of them, and adds them up.

    tools/test.py [--only rust|engine] [TEXT]

TEXT runs only the tests with it in their name. The last line is `N passed, N failed`, and the exit code is
1 on any failure; what does not build, crashes or hangs is a failure too.
"""
import argparse
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# After which something counts as hanging: many times what it takes, for machines differ.
MINUTES_BUILD = 120
MINUTES_TESTS = 120
SECONDS_TO_END = 10
RUST_RESULT = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed;")
CLOSING = re.compile(r"^(\d+) passed, (\d+) failed$")
# Tests of the addon as a whole, each with projects of its own.
SHIPPING = {
    "the packed addon in a fresh project": "fresh_project.py",
    "the extension reloaded with jobs in flight": "hot_reload.py",
    "the editor's help of everything public": "documented.py",
    "the samples in README and guide": "samples.py",
    "jobs in the engine without threads": "without_threads.py",
}


def run(title, command, minutes, result=None, may_be_none=False):
    """Runs a command and shows what it says; (passed, failed). Without `result` it only has to succeed."""
    print(f"\n== {title}", flush=True)
    try:
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", start_new_session=True,
        )
    except OSError as missing:
        print(f"  FAIL  {title}: {missing}")
        return 0, 1
    late = threading.Event()

    def stop(by):
        late.set()
        os.killpg(process.pid, by)

    # First so that drivers can end their engines, which are no children of this group.
    timers = [
        threading.Timer(minutes * 60, stop, [signal.SIGTERM]),
        threading.Timer(minutes * 60 + SECONDS_TO_END, stop, [signal.SIGKILL]),
    ]
    for timer in timers:
        timer.start()
    passed = failed = 0
    last = None
    try:
        for line in process.stdout:
            last = line.rstrip("\n")
            found = result.match(last) if result else None
            if found:
                passed += int(found[1])
                failed += int(found[2])
            # The closing lines of the parts would be taken for that of the whole.
            if not (found and result is CLOSING):
                print(last, flush=True)
        process.wait()
    except KeyboardInterrupt:
        os.killpg(process.pid, signal.SIGTERM)
        raise
    finally:
        for timer in timers:
            timer.cancel()
    if late.is_set():
        print(f"  FAIL  {title}: hangs, killed after {minutes} min")
        return passed, failed + 1
    # A crash or a failed build names no test.
    if process.returncode and not failed:
        print(f"  FAIL  {title}: exit code {process.returncode}")
        failed += 1
    elif result and not may_be_none and not process.returncode and passed + failed == 0:
        print(f"  FAIL  {title}: not one test ran")
        failed += 1
    return passed, failed


def rust_parts(text):
    """What is tested without the engine."""
    cargo = ["cargo", "test", "--locked", "--profile", "fast", "--no-fail-fast"]
    yield "building the Rust tests", [*cargo, "--no-run"], MINUTES_BUILD, None
    yield "Rust tests", [*cargo, "--", *([text] if text else [])], MINUTES_TESTS, RUST_RESULT
    inline = ["cargo", "test", "--locked", "--profile", "fast", "-p", "cutout-scheduler", "--features", "inline"]
    yield "tests of the scheduler without threads", [*inline, "--no-fail-fast", "--", *([text] if text else [])], MINUTES_BUILD, RUST_RESULT
    if not text:
        check = ["tools/check_architecture.py"]
        yield "the rule of what may depend on what", check, MINUTES_TESTS, CLOSING
        yield "that its check sees a breach", [*check, "--self-test"], MINUTES_TESTS, CLOSING
        yield "one version, and every platform's library", ["tools/check_shipping.py"], MINUTES_TESTS, CLOSING


def engine_parts(text):
    """What is tested inside the engine."""
    yield "getting the engine", ["tools/godot.sh"], MINUTES_BUILD, None
    if not text:
        yield "that the engine's test runner catches faults", ["tests/engine/self_test.py"], MINUTES_TESTS, CLOSING
    yield "building the extension", ["tools/build.sh", "fast"], MINUTES_BUILD, None
    for title, script in SHIPPING.items():
        if text in title:
            yield title, [f"tests/shipping/{script}"], MINUTES_BUILD, CLOSING
    yield "importing the project", ["tools/import.sh", "godot_project"], MINUTES_BUILD, None
    some = ["--or-none", text] if text else []
    yield "engine tests", ["tests/engine/drive.py", *some], MINUTES_TESTS, CLOSING
    yield "editor tests", ["tests/editor/drive.py", *some], MINUTES_TESTS, CLOSING


def main():
    parser = argparse.ArgumentParser(description="Runs the tests.")
    parser.add_argument("--only", choices=["rust", "engine"])
    parser.add_argument("text", nargs="?", default="", help="only tests with this in their name")
    asked = parser.parse_args()
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.environ["CARGO_TERM_COLOR"] = "never"
    parts = []
    if asked.only != "engine":
        parts += rust_parts(asked.text)
    if asked.only != "rust":
        parts += engine_parts(asked.text)
    passed = failed = 0
    for part in parts:
        ok, bad = run(*part, may_be_none=bool(asked.text))
        passed += ok
        failed += bad
    if passed + failed == 0:
        print(f'  FAIL  no test has "{asked.text}" in its name')
        failed = 1
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
