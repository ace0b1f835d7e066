#!/usr/bin/env python3
"""Holds the rule of ARCHITECTURE.md: which crate may come to depend on what.

    tools/check_architecture.py              the workspace; exit code 1 and a sentence for each breach
    tools/check_architecture.py --self-test  shows that a breach is seen; last line `N passed, N failed`

Counted are the dependencies that end up in the built crate, through any number of steps and whatever the
feature or platform: normal and build ones. What tests alone use is free.
"""
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# Crate: what it must not depend on, and why.
FORBIDDEN = {
    "cutout-geometry": {
        "godot": "geometry is engine-free",
        "godot-core": "geometry is engine-free",
        "godot-ffi": "geometry is engine-free",
        "rayon": "geometry knows no threads",
        "rayon-core": "geometry knows no threads",
        "parking_lot": "geometry knows no locks",
        "crossbeam-channel": "geometry knows no threads",
        "cutout-scheduler": "dependencies point from the scheduler's users to geometry, never back",
        "cutout-godot": "dependencies point from the binding inwards",
    },
    "cutout-bake": {
        "godot": "reading and writing is engine-free",
        "godot-core": "reading and writing is engine-free",
        "godot-ffi": "reading and writing is engine-free",
        "rayon": "reading and writing knows no threads",
        "cutout-scheduler": "what is baked needs no jobs",
        "cutout-godot": "dependencies point from the binding inwards",
    },
    "cutout-debris": {
        "godot": "debris is engine-free",
        "godot-core": "debris is engine-free",
        "godot-ffi": "debris is engine-free",
        "rayon": "a field steps on one thread",
        "cutout-geometry": "debris knows outlines as points",
        "cutout-scheduler": "debris knows no jobs",
        "cutout-godot": "dependencies point from the binding inwards",
    },
    "cutout-scheduler": {
        "godot": "the scheduler is engine-free",
        "godot-core": "the scheduler is engine-free",
        "godot-ffi": "the scheduler is engine-free",
        "cutout-godot": "dependencies point from the binding inwards",
    },
}


def breaches(metadata, forbidden):
    """A sentence for each forbidden dependency, with the way by which it came in."""
    names = {package["id"]: package["name"] for package in metadata["packages"]}
    edges = {
        node["id"]: [
            dep["pkg"]
            for dep in node["deps"]
            if any(kind["kind"] in (None, "build") for kind in dep["dep_kinds"])
        ]
        for node in metadata["resolve"]["nodes"]
    }
    found = []
    for crate, rules in forbidden.items():
        start = next((id for id, name in names.items() if name == crate), None)
        if start is None:
            found.append(f"there is no crate {crate} in the workspace")
            continue
        way = {start: crate}
        queue = [start]
        for id in queue:
            for dep in edges.get(id, []):
                if dep in way:
                    continue
                way[dep] = f"{way[id]} -> {names[dep]}"
                queue.append(dep)
                if names[dep] in rules:
                    found.append(f"{way[dep]}: {rules[names[dep]]}")
    return found


def workspace_metadata():
    """What cargo resolved, for all platforms and features."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--all-features"]
    return json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)


def metadata_of(edges):
    """Made-up metadata: (from, to, kind) each."""
    names = sorted({name for edge in edges for name in edge[:2]})
    return {
        "packages": [{"id": name, "name": name} for name in names],
        "resolve": {
            "nodes": [
                {
                    "id": name,
                    "deps": [
                        {"pkg": to, "dep_kinds": [{"kind": kind}]} for start, to, kind in edges if start == name
                    ],
                }
                for name in names
            ]
        },
    }


def self_test():
    """The check on made-up workspaces, each with the number of breaches that it has."""
    both = [
        ("cutout-geometry", "robust", None),
        ("cutout-scheduler", "rayon", None),
        ("cutout-godot", "cutout-debris", None),
        ("cutout-godot", "cutout-bake", None),
    ]
    cases = [
        ("a workspace as drawn passes", both, 0),
        ("a direct dependency is seen", [*both, ("cutout-geometry", "godot", None)], 1),
        ("one through another crate is seen", [*both, ("robust", "x", None), ("x", "rayon", None)], 1),
        ("one of a build script is seen", [*both, ("cutout-scheduler", "godot", "build")], 1),
        ("one of tests alone is free", [*both, ("cutout-geometry", "rayon", "dev")], 0),
        ("the scheduler may use threads but not the engine", [*both, ("rayon", "godot-ffi", None)], 1),
        ("debris may not come to know the engine", [*both, ("cutout-debris", "godot", None)], 1),
        ("a crate that is gone is told", [edge for edge in both if edge[0] != "cutout-scheduler"], 1),
        ("a ring of dependencies ends", [*both, ("robust", "cutout-geometry", None)], 0),
    ]
    failed = 0
    for title, edges, wanted in cases:
        found = breaches(metadata_of(edges), FORBIDDEN)
        good = len(found) == wanted
        failed += not good
        print(f"  {'ok   ' if good else 'FAIL '} architecture check: {title}{'' if good else f': {found}'}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


def main():
    if "--self-test" in sys.argv:
        return self_test()
    found = breaches(workspace_metadata(), FORBIDDEN)
    for sentence in found:
        print(f"  FAIL  architecture: {sentence}")
    if not found:
        print("  ok    architecture: each crate depends only on what it may")
    print(f"{0 if found else 1} passed, {len(found)} failed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
