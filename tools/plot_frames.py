#!/usr/bin/env python3
"""Draws the frame times of the engine benchmark.

    tools/plot_frames.py engine.json frames.svg
"""
import json
import sys
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, PANEL, GAP = 900, 200, 46
LEFT, RIGHT, TOP = 60, 20, 56
COLOURS = ["#8a8f98", "#2f7de1", "#e4572e", "#3aa655"]


def panels_of(frames):
    """Series by the game they belong to: what stands before the comma in their name."""
    panels = {}
    for name, times in frames.items():
        game, _, what = name.partition(", ")
        panels.setdefault(game, []).append((what, times))
    return panels


def ticks_up_to(top):
    """Four to nine round numbers, the last one beneath the top."""
    step = next(scale * by for scale in (1, 10, 100, 1000) for by in (1, 2, 5) if top / (scale * by) < 9)
    return range(0, int(top) + 1, step)


def draw(report):
    """The whole picture: one panel a game, each with a scale of its own, one line a series, a frame a step."""
    panels = panels_of(report["frames"])
    height = TOP + len(panels) * (PANEL + GAP)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="22" font-size="15">Frame times after objects are broken in one frame, '
        'at 60 frames a second</text>',
        f'<text x="{LEFT}" y="40" fill="#666">{escape(report["processor"])}, {report["cores"]} cores, '
        f'Godot {escape(report["engine"])}; one dot a frame, milliseconds</text>',
    ]
    for at, (game, series) in enumerate(panels.items()):
        bottom = TOP + at * (PANEL + GAP) + PANEL
        inner = WIDTH - LEFT - RIGHT
        top_msec = max(20.0, 1.1 * max((max(times) for _, times in series if times), default=0))

        def y_of(msec, bottom=bottom, top_msec=top_msec):
            return bottom - (PANEL - 24) * msec / top_msec

        for msec in ticks_up_to(top_msec):
            y = y_of(msec)
            out.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e3e3e3"/>')
            out.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#666">{msec}</text>')
        y = y_of(1000 / 60)
        out.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#999" '
            'stroke-dasharray="4 4"/>'
        )
        out.append(f'<text x="{LEFT}" y="{bottom - PANEL + 14}" font-weight="bold">{escape(game)}</text>')
        for index, (what, times) in enumerate(series):
            colour = COLOURS[index % len(COLOURS)]
            step = inner / max(len(times) - 1, 1)
            points = [(LEFT + step * i, y_of(t)) for i, t in enumerate(times)]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
            out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" fill="{colour}"/>' for x, y in points]
            x = LEFT + 130 + index * 170
            out.append(f'<rect x="{x}" y="{bottom - PANEL + 5}" width="14" height="10" fill="{colour}"/>')
            out.append(f'<text x="{x + 20}" y="{bottom - PANEL + 14}">{escape(what)}</text>')
    out.append("</svg>\n")
    return "\n".join(out)


def main():
    source, target = sys.argv[1:3]
    report = json.loads(Path(source).read_text(encoding="utf-8"))
    Path(target).write_text(draw(report), encoding="utf-8")


if __name__ == "__main__":
    main()
