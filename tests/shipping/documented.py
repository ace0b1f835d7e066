#!/usr/bin/env python3
"""Every public class, method, argument list, signal, property and constant has its text in the editor's help.

    tests/shipping/documented.py      the last line is `N passed, N failed`

The engine itself says what its help knows: of the scripts it writes the documentation as XML, of the native
classes an editor plugin reads the very pages that F1 opens. Names that begin with `_` are not public.
That each setting, statistic and key of params is told in these texts is the engine tests' to hold.
"""
import json
import os
import re
import sys
import xml.etree.ElementTree as xml

import fresh_game as fresh

# Element -> what it is; each with a description as its text or in an element below it.
PARTS = {
    "methods/method": "method", "members/member": "property", "signals/signal": "signal", "constants/constant": "constant",
}


# What a page says where there is no text.
NOTHING = re.compile(r"There is currently no description for this (\w+)")

# Script class -> what it extends, as the scripts say it: the XML names a native class for some.
BASES = {
    found[1]: found[2]
    for script in (fresh.ROOT / "addons/cutout").rglob("*.gd")
    if (found := re.search(r"^class_name (\w+)\nextends (\w+)", script.read_text(), re.M))
}


def written(godot, project, place):
    """The XML files that the engine writes of the project's scripts."""
    fresh.shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    options = ["--doctool", str(place), "--no-docbase", "--gdscript-docs", "res://addons/cutout"]
    code, lines = fresh.drive.engine_run(godot, project, options, fresh.drive.SECONDS_PROCESS, place.parent / f"{place.name}.log")
    if code or fresh.drive.faults(lines):
        raise fresh.Broken(f"the engine could not write its help: {fresh.drive.faults(lines)[:2]} {lines[-2:]}")
    return sorted(place.rglob("*.xml"))


def text_of(element):
    """The text of an element or of its description."""
    below = element.find("description")
    return ((element if below is None else below).text or "").strip()


def is_public(name):
    """Whether a name is for users: not a script without a class, not an inner class, nothing with a `_`."""
    return not name.startswith(("_", '"')) and "." not in name


def has_text(part, path, root, classes):
    """Whether a part has a text, of its own or of the class that it overrides."""
    while root is not None:
        same = [other for other in root.findall(path) if other.get("name") == part.get("name")]
        if any(text_of(other) for other in same):
            return True
        root = classes.get(BASES.get(root.get("name")))
    return False


def missing_in(root, classes):
    """What has no text, as people call it."""
    name = root.get("name")
    if not is_public(name):
        return
    if not (root.findtext("brief_description") or "").strip():
        yield f"class {name}"
    for path, kind in PARTS.items():
        for part in root.findall(path):
            if is_public(part.get("name")) and not has_text(part, path, root, classes):
                yield f"{kind} {name}.{part.get('name')}"


# What the editor gets to put its help together: more where it was not done by then.
HELP_SECONDS = (6, 60)


def native_missing(godot, project):
    """What has no text on the pages of the native classes; and how many pages there are."""
    for seconds in HELP_SECONDS:
        os.environ["CUTOUT_HELP_SECONDS"] = str(seconds)
        missing, pages = native_read(godot, project)
        if not missing:
            break
    return missing, pages


def native_read(godot, project):
    """The same, of one start of the editor."""
    code, lines = fresh.drive.engine_run(godot, project, ["--editor"], fresh.drive.SECONDS_PROCESS, fresh.PLACE / "help.log")
    fresh.judge("the editor", code, lines, ":: read")
    pages = json.loads((project / "help.json").read_text())
    missing = []
    for name, page in pages.items():
        if "Description" not in page:
            missing.append(f"class {name}")
        before = ""
        for line in page.splitlines():
            if NOTHING.search(line):
                missing.append(f"{NOTHING.search(line)[1]} {name}: {before}")
            elif line.strip():
                before = line.strip()
    return missing, len(pages)


def check():
    """The whole help."""
    godot = fresh.drive.engine()
    project = fresh.editor_project("help_reader")
    files = written(godot, project, fresh.PLACE / "help")
    missing, native = native_missing(godot, project)
    classes = {root.get("name"): root for root in (xml.parse(file).getroot() for file in files)}
    for root in classes.values():
        missing += missing_in(root, classes)
    public = native + sum(map(is_public, classes))
    if native < 5 or public < 20:
        raise fresh.Broken(f"the engine knows only {native} native classes, and {public} in all")
    for part in missing:
        print(f"        no text: {part}")
    if missing:
        raise fresh.Broken(f"{len(missing)} parts have no text in the help")
    print(f"  {public} classes")


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    fresh.tell("everything public is in the editor's help", check)
