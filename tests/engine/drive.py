#!/usr/bin/env python3
"""Runs the engine tests and judges the engine's output and exit, which its tests cannot see.

    tests/engine/drive.py [--project FOLDER] [--or-none] [TEXT]

Two kinds: the scripts test_*.gd, all in one process (run.gd), and each script of the folder process/ in a
process of its own. The latter say at their top what is to be expected:

    # exit: 3                 the exit code; 0 where nothing is said
    # expect: some words      an error with these words is reported; others are faults
    # seconds: 2              when it counts as hanging; 600 where nothing is said
    # screen: yes             it is drawn, off screen; elsewise nothing is

TEXT runs only the tests with it in their name. The whole output goes to build/test-engine/. The last line
is `N passed, N failed`; exit code 1 on any failure.
"""
import argparse
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Seconds for all tests of the one process; each test has a limit of its own inside.
SECONDS_ALL = 7200
SECONDS_PROCESS = 600

# How the engine is told to run the tests.
RUNNER = ("-s", "res://tests/run.gd")

# What the engine says and no test may cause, wherever it says it.
FATAL = re.compile(r"panicked at|fatal runtime error|handle_crash|Program crashed with signal|stack overflow")
ERROR = re.compile(r"^\s*(SCRIPT ERROR|USER ERROR|ERROR|SHADER ERROR|USER SCRIPT ERROR):")
LEAK = re.compile(
    r"Leaked instance|instances? (?:was |were )?leaked|RIDs? of type .* leaked|RID allocations|RID of type"
    r"|resources? still in use|Pages in use exist|Leaked unreferenced|Orphan node"
)
# The editor looks whether it could draw by Vulkan, which an off-screen display cannot.
NO_VULKAN = "drivers/vulkan/"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")

# Who ends a driver ends its engine too: as an exception it goes through `logged_run`.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


@dataclass
class Verdict:
    """What a run of the engine came to: names of passed tests, and faults by test."""

    passed: int = 0
    faults: list = field(default_factory=list)  # (test, sentence)

    @property
    def failed(self):
        return len({test for test, _ in self.faults})


def engine():
    """The engine's executable; where there is none, the process ends as a failed test."""
    found = subprocess.run([ROOT / "tools/godot.sh"], stdout=subprocess.PIPE, text=True, check=False)
    if found.returncode:
        print("  FAIL  there is no engine\n0 passed, 1 failed")
        sys.exit(1)
    return found.stdout.strip()


def engine_run(godot, project, arguments, seconds, log, screen=False):
    """Runs the engine on a project, without a screen unless one is asked for, as `logged_run` does."""
    drawn = [ROOT / "tools/display.sh", godot, "--rendering-driver", "opengl3", "--resolution", "640x480"]
    command = drawn if screen else [godot, "--headless", "--verbose"]
    return logged_run([*command, "--audio-driver", "Dummy", "--path", project, *arguments], seconds, log)


def logged_run(command, seconds, log, folder=None):
    """Runs a command; (exit code or None on a hang, lines). Its children end with it, on a hang too."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "wb") as sink:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            # Children that outlived it, or all of it when it hangs.
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
    text = COLOUR.sub("", log.read_text(errors="replace"))
    return code, text.splitlines()


def faults(lines):
    """Lines that no run may show."""
    found = []
    for line, behind in zip(lines, [*lines[1:], ""]):
        if (FATAL.search(line) or LEAK.search(line) or ERROR.search(line)) and NO_VULKAN not in behind:
            found.append(line.strip())
    return found


def run_in_one_process(godot, project, text, log, seconds=SECONDS_ALL, show=print, script=RUNNER):
    """The scripts test_*.gd. Faults inside a test are the runner's to tell, those around them are told here."""
    arguments = [*script, "--"] + ([text] if text else [])
    code, lines = engine_run(godot, project, arguments, seconds, log)
    verdict = Verdict()
    current, ended, inside, failing = "the engine's start", False, False, None
    for line in lines:
        # What is printed without a line end may stand before the mark.
        mark = line.find(":: ")
        word, _, rest = line[mark + 3:].partition(" ") if mark >= 0 else ("", "", "")
        if word == "START":
            inside = True
        elif word == "test":
            current, failing = rest, None
        elif word == "ok":
            verdict.passed += 1
            show(f"  ok    {rest}")
        elif word == "FAIL":
            failing = rest
            verdict.faults.append((rest, "failed"))
            show(f"  FAIL  {rest}")
        elif word == "HANG":
            verdict.faults.append((current, "hangs: " + rest))
        elif word == "END":
            inside, ended = False, True
            current = "the engine's end"
        elif mark >= 0 and failing:
            verdict.faults.append((failing, rest.strip()))
            show(f"        {rest.strip()}")
        elif FATAL.search(line) or LEAK.search(line) or (not inside and ERROR.search(line)):
            verdict.faults.append((current, line.strip()))
            show(f"  FAIL  {current}: {line.strip()}")
    if code is None:
        verdict.faults.append((current, f"hangs: killed after {seconds} s"))
    elif not ended:
        verdict.faults.append((current, f"the engine ended with {exit_name(code)} before the tests did"))
    elif code != (1 if any(why == "failed" for _, why in verdict.faults) else 0):
        verdict.faults.append(("the engine's end", f"exit code {exit_name(code)}"))
    if code is None or not ended or code not in (0, 1):
        show(f"  FAIL  {verdict.faults[-1][0]}: {verdict.faults[-1][1]}")
    return verdict


def exit_name(code):
    """An exit code as people say it."""
    if code < 0:
        return f"signal {signal.Signals(-code).name}"
    return str(code)


def run_process_script(godot, project, script, log, show=print):
    """A script in a process of its own."""
    head = [line[1:].strip() for line in script.read_text().splitlines() if line.startswith("#")]
    said = [line.partition(":")[::2] for line in head]
    wanted = int(next((value for key, value in said if key == "exit"), 0))
    seconds = float(next((value for key, value in said if key == "seconds"), SECONDS_PROCESS))
    missing = [value.strip() for key, value in said if key == "expect"]
    name = f"process/{script.stem}"
    screen = ("screen", " yes") in [(key, value) for key, value in said]
    arguments = ["-s", f"res://tests/process/{script.name}"]
    code, lines = engine_run(godot, project, arguments, seconds, log, screen)
    verdict = Verdict()
    for number, line in enumerate(lines):
        if FATAL.search(line) or LEAK.search(line) or ERROR.search(line):
            hit = next((part for part in missing if part in line), None)
            if hit is not None:
                missing.remove(hit)
            else:
                verdict.faults.append((name, line.strip()))
    verdict.faults += [(name, f'no error came that says "{part}"') for part in missing]
    if code is None:
        verdict.faults.append((name, f"hangs: killed after {seconds:g} s"))
    elif code != wanted:
        verdict.faults.append((name, f"exit code {exit_name(code)}, wanted {wanted}"))
    if verdict.faults:
        show(f"  FAIL  {name}")
        for _, why in verdict.faults:
            show(f"        {why}")
    else:
        verdict.passed = 1
        show(f"  ok    {name}")
    return verdict


def run_all(godot, project, text, logs, show=print):
    """Both kinds."""
    total = Verdict()
    parts = [run_in_one_process(godot, project, text, logs / "one-process.log", show=show)]
    for script in sorted((project / "tests" / "process").glob("*.gd")):
        if text in f"process/{script.stem}":
            parts.append(run_process_script(godot, project, script, logs / f"{script.stem}.log", show=show))
    for part in parts:
        total.passed += part.passed
        total.faults += part.faults
    return total


def arguments_of(kind):
    """What every driver of tests is asked; `kind` is what its tests are called."""
    parser = argparse.ArgumentParser(description=f"Runs the {kind} tests.")
    parser.add_argument("text", nargs="?", default="", help="only tests with this in their name")
    parser.add_argument("--or-none", action="store_true", help="no such test is no failure")
    return parser


def close(verdict, kind, asked):
    """Says what all of it came to; the exit code."""
    if verdict.passed + verdict.failed == 0 and not asked.or_none:
        print(f'  FAIL  no {kind} test has "{asked.text}" in its name')
        verdict.faults.append(("the filter", "no test"))
    print(f"{verdict.passed} passed, {verdict.failed} failed")
    return 1 if verdict.failed else 0


def show_now(line):
    """Prints a line at once, also into a pipe."""
    print(line, flush=True)


def main():
    parser = arguments_of("engine")
    parser.add_argument("--project", type=Path, default=ROOT / "godot_project")
    asked = parser.parse_args()
    verdict = run_all(engine(), asked.project, asked.text, ROOT / "build/test-engine", show_now)
    return close(verdict, "engine", asked)


if __name__ == "__main__":
    sys.exit(main())
