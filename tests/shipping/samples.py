#!/usr/bin/env python3
"""Every GDScript sample in the README and in docs/ runs in the real engine, and none of them says an error.

    tests/shipping/samples.py      the last line is `N passed, N failed`

A sample is a block marked `gdscript`. Statements run as they are in a scene with a few nodes, see samples/stage.gd;
blocks with functions of their own become a script, of that scene or of the class that they extend. A comment before
the block says more where it is needed:

    <!-- sample: calls _on_hit -->     a function of the block that is called
    <!-- sample: says "some words" -->   an error with these words is what the sample shows
    <!-- sample: no -->                no sample of this addon
"""
import json
import re
import sys

import fresh_game as fresh

BLOCK = re.compile(r"((?:^<!-- sample: .* -->\n\n?)*)^```gdscript\n(.*?)^```$", re.M | re.S)
MARK = re.compile(r"<!-- sample: (\w+) ?(.*?) -->")
FUNCTION = re.compile(r"^(static )?func ", re.M)
AUTOLOAD = "res://addons/cutout/autoload/cutout_batch_processor.gd"


class Sample:
    """One block."""

    def __init__(self, page, number, marks, text):
        self.name = f"{page}:{number}"
        self.calls = [rest for word, rest in marks if word == "calls"]
        self.says = [rest.strip('"') for word, rest in marks if word == "says"]
        self.is_left_out = any(word == "no" for word, _ in marks)
        self.extends = re.search(r"^extends (\w+)", text, re.M)
        if self.extends:
            self.script = text
        elif FUNCTION.search(text):
            self.script = f'extends "res://stage.gd"\n\n\n{text}'
        else:
            self.calls = ["sample"]
            body = "".join(f"\t{line}\n" if line else "\n" for line in text.splitlines())
            self.script = f'extends "res://stage.gd"\n\n\nfunc sample() -> void:\n{body}'


def samples_of(page):
    """The samples of a page."""
    text = page.read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        line = text.count("\n", 0, found.start(2)) + 1
        yield Sample(page.relative_to(fresh.ROOT), line, MARK.findall(found[1]), found[2])


def project(samples):
    """A project with the addon, the stage and the samples."""
    place = fresh.PLACE / "samples"
    fresh.shutil.rmtree(place, ignore_errors=True)
    (place / "addons").mkdir(parents=True)
    fresh.shutil.copytree(fresh.ROOT / "addons/cutout", place / "addons/cutout")
    (place / "project.godot").write_text(
        'config_version=5\n\n[application]\n\nconfig/features=PackedStringArray("4.6")\n'
        f'\n[autoload]\n\nCutoutBatch="*{AUTOLOAD}"\n'
    )
    if fresh.subprocess.run([fresh.ROOT / "tools/import.sh", place], check=False).returncode:
        raise fresh.Broken("the project could not be imported")
    for script in (fresh.HERE / "samples").glob("*.gd"):
        fresh.shutil.copy(script, place)
    (place / "run.tscn").write_text(
        '[gd_scene load_steps=2 format=3]\n\n[ext_resource type="Script" path="res://run.gd" id="1"]\n\n'
        '[node name="Run" type="Node"]\nscript = ExtResource("1")\n'
    )
    listed = []
    for index, sample in enumerate(samples):
        path = f"sample_{index}.gd"
        (place / path).write_text(sample.script, encoding="utf-8")
        listed.append({
            "name": sample.name, "script": f"res://{path}", "calls": sample.calls, "node": bool(sample.extends)
        })
    (place / "samples.json").write_text(json.dumps(listed))
    return place


def judged(samples, code, lines):
    """Sample -> what was wrong with it."""
    wrong = {sample.name: [] for sample in samples}
    missing = {sample.name: list(sample.says) for sample in samples}
    current = samples[0].name
    ran = set()
    for line in lines:
        if line.startswith(":: sample "):
            current = line.removeprefix(":: sample ")
            ran.add(current)
        elif fresh.drive.faults([line]):
            hit = next((words for words in missing[current] if words in line), None)
            if hit is None:
                wrong[current].append(line.strip())
            else:
                missing[current].remove(hit)
    for sample in samples:
        if sample.name not in ran:
            wrong[sample.name].append("it was never reached")
        wrong[sample.name] += [f'no error came that says "{words}"' for words in missing[sample.name]]
    if code or ":: end of samples" not in lines:
        wrong[current].append(f"the engine ended with {'a hang' if code is None else fresh.drive.exit_name(code)}")
    return wrong


def main():
    pages = [fresh.ROOT / "README.md", *sorted((fresh.ROOT / "docs").rglob("*.md"))]
    samples = [sample for page in pages for sample in samples_of(page) if not sample.is_left_out]
    try:
        godot = fresh.drive.engine()
        code, lines = fresh.drive.engine_run(godot, project(samples), ["res://run.tscn"], fresh.drive.SECONDS_PROCESS, fresh.PLACE / "samples.log")
    except fresh.Broken as why:
        print(f"  FAIL  samples: {why}\n0 passed, 1 failed")
        return 1
    wrong = judged(samples, code, lines)
    for name, faults in wrong.items():
        print(f"  {'FAIL' if faults else 'ok  '}  sample {name}")
        for fault in faults[:4]:
            print(f"        {fault}")
    failed = sum(map(bool, wrong.values()))
    print(f"{len(wrong) - failed} passed, {failed} failed")
    return 1 if failed or not wrong else 0


if __name__ == "__main__":
    sys.exit(main())
