"""Draws the pictures that the demos break.

    python3 -m venv .cache/art && .cache/art/bin/pip install numpy pillow scipy
    .cache/art/bin/python tools/art/draw.py godot_project/art     # every picture, or name some after it

Each function draws one object: its outline (holes and islands too) becomes the alpha.
"""

import math
import sys
from pathlib import Path

import numpy as np
from PIL import ImageFont
from scipy import ndimage
from scipy.interpolate import PchipInterpolator, make_interp_spline

from surface import SCALE, Surface, smoothstep

TAU = math.tau


def polar(x, y, radius, angle):
    return (x + radius * math.cos(angle), y + radius * math.sin(angle))


def wood(s, where, rgb, seed, upright=False):
    """Paints grain into a region and carves it a little."""
    cell = (7, 90) if upright else (90, 7)
    bend = s.noise(60, seed + 1, 2) * 5
    across = s.x if upright else s.y
    rings = np.sin((across + bend) * 1.1 + 5 * s.noise(cell, seed, 3))
    streaks = s.noise(cell, seed + 2, 3)
    s.paint(where, rgb, 0.07 * rings + 0.2 * streaks)
    s.height[where] += 0.15 * rings[where]


def crate(path):
    s = Surface(240, 240)
    s.mask = s.region(lambda p: p.rectangle(4, 4, 236, 236, 5))
    for index in range(5):
        top = 24 + index * 38.4
        plank = s.region(lambda p: p.rectangle(20, top + 1, 220, top + 37.4, 2))
        wood(s, plank, (196, 141, 82), 10 * index)
        s.bevel(plank, 3, 2)
        s.ink(plank, 1.2, 0.5)
    gaps = s.mask & (s.color.sum(axis=2) == 0)
    s.paint(gaps, (58, 36, 20))

    def beam(points, seed, upright):
        where = s.region(lambda p: p.polygon(points)) & s.mask
        shadow = ndimage.shift(ndimage.gaussian_filter(where.astype(float), 2.5 * SCALE), (3 * SCALE, 2 * SCALE))
        s.color *= (1 - 0.55 * shadow * ~where)[..., None]
        s.height[where] = 4
        wood(s, where, (216, 163, 98), seed, upright)
        s.bevel(where, 4, 4)
        s.ink(where, 1.6, 0.6)

    beam([(20, 196), (196, 20), (222, 20), (222, 46), (46, 222), (20, 222)], 101, False)
    beam([(4, 4), (236, 4), (236, 34), (4, 34)], 111, False)
    beam([(4, 206), (236, 206), (236, 236), (4, 236)], 121, False)
    beam([(4, 34), (34, 34), (34, 206), (4, 206)], 131, True)
    beam([(206, 34), (236, 34), (236, 206), (206, 206)], 141, True)
    for x in (19, 221):
        for y in (12, 27, 213, 228):
            nail = s.region(lambda p: p.disc(x, y, 3.2))
            s.paint(nail, (120, 122, 130))
            s.bevel(nail, 3, 3)
            s.ink(nail, 0.9, 0.6)
    s.ink(s.mask, 2.4, 0.75)
    s.save(path, gloss=0.1, relief=0.55)


def brick_wall(path):
    s = Surface(304, 208)
    random = np.random.default_rng(5)
    width, height = 49, 25
    # A broken wall: how many bricks each course lacks on the left and on the right.
    missing = [(2, 2.5), (1, 1.5), (1, 0), (0, 0), (0, 0), (0, 0), (0, 0.5), (0, 0)]
    bricks = []
    for row, (left, right) in enumerate(missing):
        shift = 0 if row % 2 == 0 else -width / 2
        for column in range(7):
            start = max(4 + shift + column * width, 4)
            end = min(4 + shift + (column + 1) * width, 298)
            if start < 3.9 + left * width or end > 298.1 - right * width or end - start < 10:
                continue
            bricks.append((start, 4 + row * height, end, 4 + (row + 1) * height))
    s.mask = s.region(lambda p: [p.rectangle(*brick) for brick in bricks])
    mortar = 0.12 * s.noise(5, 3, 3)
    s.paint(s.mask, (176, 164, 148), mortar)
    s.height += 0.8 * mortar
    tones = [(184, 84, 58), (170, 72, 50), (196, 98, 66), (158, 66, 48), (180, 90, 70)]
    grit = s.noise(4, 7, 3)
    blotch = s.noise(26, 8, 2)
    for start, top, end, bottom in bricks:
        where = s.region(lambda p: p.rectangle(start + 1.5, top + 1.5, end - 1.5, bottom - 1.5, 3))
        s.paint(where, tones[random.integers(len(tones))], 0.1 * blotch + 0.16 * grit)
        s.bevel(where, 3.5, 3)
        s.ink(where, 1.0, 0.45)
    s.height += 0.5 * grit * s.mask
    s.ink(s.mask, 2.0, 0.7)
    s.save(path, gloss=0.05, relief=0.6)


def window_pane(path):
    s = Surface(224, 264)
    frame = s.region(lambda p: p.rectangle(4, 4, 220, 260, 6))
    panes = [(22, 22, 106, 126), (118, 22, 202, 126), (22, 138, 106, 242), (118, 138, 202, 242)]
    # One pane is out, and one was met by a stone.
    random = np.random.default_rng(4)
    star = [
        polar(66, 188, (26 if index % 2 else 13) * random.uniform(0.75, 1.2), index * TAU / 18) for index in range(18)
    ]
    holes = s.region(lambda p: (p.rectangle(*panes[1]), p.polygon(star)))
    s.mask = frame & ~holes
    bars = frame & ~s.region(lambda p: [p.rectangle(*pane) for pane in panes])
    wood(s, bars, (236, 232, 222), 20, True)
    glass = np.zeros_like(frame)
    for left, top, right, bottom in panes:
        where = s.region(lambda p: p.rectangle(left, top, right, bottom))
        glass |= where
        sky = (s.y - top) / (bottom - top)
        s.paint(where, (128, 188, 222), 0.22 - 0.4 * sky)
        along = (s.x - left) + 0.8 * (s.y - top)
        shine = smoothstep(38, 40, along) * (1 - smoothstep(66, 68, along))
        shine += smoothstep(74, 75, along) * (1 - smoothstep(82, 83, along))
        s.color[where] += (0.2 * shine)[..., None][where]
        inside = ndimage.distance_transform_edt(where) / SCALE
        s.color[where] *= (0.62 + 0.38 * smoothstep(0, 7, inside))[..., None][where]
    rim = ndimage.distance_transform_edt(~s.region(lambda p: p.polygon(star))) / SCALE
    s.color += (0.5 * glass * (1 - smoothstep(0.5, 3.5, rim)))[..., None]
    cracks = np.zeros_like(frame)
    for index in range(1, 18, 4):
        angle = index * TAU / 18
        path_out = [polar(66, 188, radius, angle + bend) for radius, bend in ((20, 0), (34, 0.06), (62, -0.08))]
        cracks |= s.region(lambda p: p.line(path_out, 0.9))
    s.color[cracks & glass] = 0.95
    s.opacity[glass] = 0.86
    s.bevel(bars, 7, 6)
    s.ink(bars, 1.6, 0.5)
    s.ink(s.mask, 1.8, 0.6)
    s.save(path, gloss=0.12, relief=0.5)


def rock(path):
    s = Surface(264, 232)
    random = np.random.default_rng(11)
    radii = [1.0, 0.94, 1.02, 0.9, 0.97, 0.82, 0.98, 1.0, 0.86, 0.55, 0.9, 1.05, 0.93, 1.0]
    points = []
    for index, radius in enumerate(radii):
        angle = index * TAU / len(radii) + random.uniform(-0.1, 0.1)
        points.append((132 + 120 * radius * math.cos(angle), 122 + 102 * radius * math.sin(angle)))
    s.mask = s.region(lambda p: p.polygon(points))
    s.mask = ndimage.gaussian_filter(s.mask.astype(float), 2.2 * SCALE) + 0.05 * s.noise(9, 2, 2) > 0.5
    # Facets: each point takes the height of a tilted plane, the lowest of them wins.
    facets = np.full(s.mask.shape, 1e9)
    tone = np.zeros(s.mask.shape)
    for index in range(34):
        angle, tilt = random.uniform(0, TAU), random.uniform(0.15, 1.0)
        distance = random.uniform(0.05, 0.95)
        x, y = 132 + 112 * distance * math.cos(angle), 122 + 96 * distance * math.sin(angle)
        plane = 62 - 42 * distance - tilt * ((s.x - x) * math.cos(angle) + (s.y - y) * math.sin(angle))
        lower = plane < facets
        facets[lower] = plane[lower]
        tone[lower] = random.uniform(-0.08, 0.08)
    rough = s.noise(22, 4, 4)
    s.height = facets * 0.8 + 1.6 * rough
    s.paint(s.mask, (142, 136, 134), tone + 0.14 * rough)
    moss = smoothstep(0.1, 0.4, s.noise(30, 9, 3) + 0.006 * (90 - s.y))
    s.color[s.mask] = (s.color * (1 - 0.5 * moss[..., None]) + 0.5 * moss[..., None] * np.array([0.42, 0.53, 0.3]))[s.mask]
    s.ink(s.mask, 2.6, 0.7)
    s.save(path, gloss=0.04, relief=0.9)


def ring(path):
    s = Surface(232, 232)
    radius = np.hypot(s.x - 116, s.y - 116)
    s.mask = (radius < 111) & (radius > 62)
    t = np.clip((radius - 86.5) / 24.5, -1, 1)
    s.height = 24 * np.sqrt(1 - t**2)
    angle = np.arctan2(s.y - 116, s.x - 116)
    s.paint(s.mask, (238, 184, 62), 0.03 * np.sin(radius * 2.4))
    for index in range(12):
        x, y = polar(116, 116, 86.5, index * TAU / 12 + TAU / 24)
        setting = s.region(lambda p: p.disc(x, y, 11.5))
        gem = s.region(lambda p: p.disc(x, y, 9))
        s.paint(setting, (150, 98, 26))
        s.paint(gem, (206, 44, 74) if index % 2 else (52, 128, 206))
        s.height[setting] = 22
        s.bevel(gem, 7, 7)
        glint = s.region(lambda p: p.disc(x - 3, y - 3.4, 2.2))
        s.color[glint] = 1.0
    grooves = np.minimum(np.abs(radius - 68.5), np.abs(radius - 104.5))
    s.height -= 2.0 * (1 - smoothstep(0.4, 2.0, grooves))
    s.color *= (1 - 0.35 * (1 - smoothstep(0.5, 1.6, grooves)))[..., None]
    s.color *= (1 + 0.06 * np.cos(angle * 5 + 1))[..., None]
    s.ink(s.mask, 2.0, 0.65)
    s.save(path, gloss=0.55, relief=0.9, sharpness=14)


def leaf(path):
    s = Surface(216, 272)
    # A lobed leaf: tip and notch in turn, from the stem round to the stem.
    side = [(112, 214), (140, 222), (150, 206), (182, 204), (174, 186), (206, 164), (184, 150), (208, 112)]
    side += [(178, 112), (186, 76), (158, 84), (152, 48), (132, 62), (110, 8)]
    mirrored = [(220 - x - 4 * (index % 2), y + 5 * (index % 3)) for index, (x, y) in enumerate(side[-2::-1])]
    blade = s.region(lambda p: p.polygon(side + mirrored))
    blade = ndimage.gaussian_filter(blade.astype(float), 1.7 * SCALE) > 0.5
    stem = [(109, 206), (107, 232), (112, 252), (124, 266)]
    bites = s.region(lambda p: (p.disc(150, 140, 13), p.disc(161, 149, 9), p.disc(76, 168, 8), p.disc(24, 92, 20)))
    stem_mask = s.region(lambda p: p.line(stem, 7))
    s.mask = (blade & ~bites) | stem_mask
    mottled = s.noise(24, 6, 3)
    warm = smoothstep(-0.2, 1.1, (s.y / 272 - 0.3) + 0.7 * mottled + np.abs(s.x - 110) / 190)
    green, orange = np.array([0.44, 0.66, 0.25]), np.array([0.93, 0.58, 0.16])
    s.color[:] = green * (1 - warm[..., None]) + orange * warm[..., None]
    s.color *= (1 + 0.08 * mottled)[..., None]
    veins = [[(109, 222), (110, 20)]]
    for y, reach, rise in ((200, 62, 8), (168, 82, 22), (128, 84, 30), (90, 58, 30)):
        veins += [[(110, y), (110 + reach, y - rise)], [(110, y), (110 - reach, y - rise)]]
        for share in (0.4, 0.7):
            for direction in (-1, 1):
                x, start = 110 + direction * reach * share, y - rise * share
                veins.append([(x, start), (x + direction * 16, start - 20)])
    for index, vein in enumerate(veins):
        width = 3.2 if index == 0 else 1.9 if abs(vein[1][0] - vein[0][0]) > 20 else 1.1
        line = s.region(lambda p: p.line(vein, width))
        away = ndimage.distance_transform_edt(~line) / SCALE
        s.height -= 3.0 * np.exp(-((away / (2 + 2 * width)) ** 2))
        s.color[line] = s.color[line] * 0.35 + np.array([0.98, 0.92, 0.6]) * 0.65
    s.height += 0.8 * mottled
    rim = ndimage.distance_transform_edt(~bites) / SCALE
    s.color *= (1 - 0.5 * blade * (1 - smoothstep(1, 6, rim)) * [1])[..., None]
    s.paint(stem_mask & ~blade, (140, 92, 44))
    s.bevel(s.mask, 4, 3)
    s.ink(s.mask, 2.0, 0.6)
    s.save(path, gloss=0.12, relief=0.7)


def gear(path):
    s = Surface(256, 256)
    teeth = 14
    outline = []
    for index in range(teeth):
        middle = index * TAU / teeth
        for radius, offset in ((97, -0.145), (122, -0.085), (122, 0.085), (97, 0.145)):
            outline.append(polar(128, 128, radius, middle + offset))
    body = s.region(lambda p: p.polygon(outline))
    radius = np.hypot(s.x - 128, s.y - 128)
    angle = np.arctan2(s.y - 128, s.x - 128)
    nearest_spoke = np.abs((angle / TAU * 5 + 0.25) % 1 - 0.5) / 5 * TAU * radius
    hollow = (radius > 44) & (radius < 78) & (nearest_spoke > 11)
    hollow = ndimage.gaussian_filter(hollow.astype(float), 1.6 * SCALE) > 0.5
    hub = s.region(lambda p: (p.disc(128, 128, 19), p.rectangle(123, 102, 133, 116)))
    s.mask = body & ~hollow & ~hub
    brushed = ndimage.map_coordinates(np.random.default_rng(1).uniform(-1, 1, 900), [radius * 2.2], order=1)
    blotch = s.noise(30, 5, 3)
    s.paint(s.mask, (150, 160, 172), 0.05 * brushed + 0.05 * blotch)
    rust = smoothstep(0.3, 0.6, s.noise(26, 21, 3))[..., None] * 0.5
    s.color = s.color * (1 - rust) + rust * np.array([0.62, 0.36, 0.2])
    s.bevel(s.mask, 5, 5)
    rim = s.mask & (radius > 84) & (radius < 93)
    s.height[rim] -= 2.2
    s.ink(rim, 1.0, 0.35)
    hub_plate = s.mask & (radius < 38)
    s.bevel(hub_plate, 3, 3)
    s.ink(hub_plate, 1.0, 0.3)
    for index in range(5):
        bolt = s.region(lambda p: p.disc(*polar(128, 128, 29.5, index * TAU / 5 - 0.3), 4))
        s.paint(bolt, (204, 172, 92))
        s.bevel(bolt, 4, 4)
        s.ink(bolt, 1.0, 0.5)
    s.color *= (1 + 0.14 * np.cos(2 * angle + 1.4))[..., None]
    s.ink(s.mask, 2.2, 0.7)
    s.save(path, gloss=0.3, relief=0.8, sharpness=20)


def vase(path):
    s = Surface(232, 280)
    profile = [(8, 46), (18, 48), (26, 37), (52, 29), (72, 32), (96, 52), (124, 74), (150, 80), (180, 73)]
    profile += [(214, 52), (240, 35), (252, 32), (258, 42), (273, 45)]
    ys, widths = zip(*profile)
    half = PchipInterpolator(ys, widths)(np.clip(s.y, 8, 273))
    body = (np.abs(s.x - 116) < half) & (s.y > 8) & (s.y < 273)
    left = [(88, 38), (60, 30), (36, 44), (30, 72), (42, 100), (66, 116)]
    curve = make_interp_spline(range(len(left)), left)(np.linspace(0, len(left) - 1, 60))
    handles = s.region(
        lambda p: (p.line([tuple(q) for q in curve], 13), p.line([(232 - q[0], q[1]) for q in curve], 13))
    )
    s.mask = body | handles
    t = np.clip((s.x - 116) / np.maximum(half, 1), -1, 1)
    s.height = np.where(body, 0.82 * half * np.sqrt(np.clip(1 - t**2, 0.02, 1)), 0)
    arms = handles & ~body
    s.bevel(arms, 6.5, 6)
    s.paint(s.mask, (206, 112, 62), 0.07 * s.noise((60, 5), 3, 3))
    black, cream = (44, 32, 34), (240, 214, 166)
    # Longitude: painted figures follow the roundness of the body.
    longitude = np.arcsin(t)
    s.paint(arms, black)
    for top, bottom, rgb in ((8, 26, black), (60, 66, black), (92, 96, black), (196, 200, black), (205, 273, black)):
        s.paint(body & (s.y > top) & (s.y < bottom), rgb)
    s.paint(body & (s.y > 222) & (s.y < 226), (206, 112, 62))
    for line in (44, 100, 191):
        s.paint(body & (np.abs(s.y - line) < 1.4), black)
    tongue = body & (s.y > 68) & (s.y < 90) & (np.abs((longitude * 5 / 1.0) % 1 - 0.5) < 0.42 - 0.3 * ((s.y - 68) / 22) ** 3)
    s.paint(tongue, black)
    # A meander between the belly's lines.
    u, v = (longitude * 3.2) % 1, (s.y - 112) / 68
    rays = (v > 0) & (v < 1) & body
    zigzag = np.abs(np.abs(u - 0.5) * 2 - v)
    s.paint(rays & (zigzag < 0.13), black)
    s.paint(rays & (zigzag > 0.27) & (zigzag < 0.34), cream)
    dots = rays & (np.hypot((u - 0.5) * 23, (v - 0.24) * 68) < 5.5)
    s.paint(dots, black)
    dots = rays & (np.hypot((np.abs(u - 0.5) - 0.5) * 23, (v - 0.78) * 68) < 5.5)
    s.paint(dots, cream)
    s.ink(arms, 1.2, 0.4)
    s.ink(s.mask, 2.2, 0.6)
    s.save(path, gloss=0.5, relief=0.75, sharpness=26)


def boom(path):
    font = ImageFont.load_default(96 * SCALE)
    widths = [font.getmask(letter, stroke_width=4 * SCALE).size[0] / SCALE for letter in "BOOM"]
    s = Surface(round(sum(widths)) + 46, 132)
    fills = [(236, 72, 54), (250, 140, 40), (252, 190, 48), (236, 72, 54)]
    masks, stars, left = [], [], 14.0
    # Each letter is an island of its own, and in each O lies another.
    for letter, y, width in zip("BOOM", (70, 62, 68, 62), widths):
        middle = left + width / 2
        masks.append(s.region(lambda p: p.text(middle, y, letter, font, bold_px=4)))
        if letter == "O":
            stars.append([polar(middle, y, 11 if index % 2 else 5, index * TAU / 10 + TAU / 20) for index in range(10)])
        left += width + 5
    for mask, rgb in zip(masks, fills):
        edge = ndimage.binary_dilation(mask, iterations=round(1.5 * SCALE))
        s.mask |= edge
        s.paint(edge, (58, 24, 40))
        s.paint(mask, rgb, 0.24 - 0.5 * (s.y - 24) / 84)
        dots = ((s.x + s.y) / 7 % 1 - 0.5) ** 2 + ((s.x - s.y) / 7 % 1 - 0.5) ** 2 < 0.06
        low = mask & dots & (s.y > 72)
        s.color[low] *= 0.86
        s.bevel(mask, 6, 6)
        s.ink(mask, 1.2, 0.4)
    islands = s.region(lambda p: [p.polygon(star) for star in stars])
    s.mask |= islands
    s.paint(islands, (255, 244, 190))
    s.bevel(islands, 4, 4)
    s.ink(islands, 1.4, 0.6)
    s.save(path, gloss=0.35, relief=0.6, sharpness=18)


def cheese(path):
    s = Surface(288, 200)
    body = s.region(lambda p: p.polygon([(6, 120), (196, 8), (246, 22), (282, 62), (282, 190), (6, 190)]))
    body = ndimage.gaussian_filter(body.astype(float), 2 * SCALE) > 0.5
    through = [(84, 160, 15), (232, 132, 19), (160, 128, 10), (128, 196, 17), (286, 168, 14)]
    dents = [(52, 146, 7), (116, 150, 6), (190, 168, 12), (262, 92, 8), (196, 112, 6), (46, 172, 6), (256, 172, 6)]
    top_dents = [(196, 44, 12), (236, 58, 8), (150, 66, 7), (120, 92, 5), (224, 30, 5)]
    holes = s.region(lambda p: [p.disc(x, y, r) for x, y, r in through])
    s.mask = body & ~holes
    top = s.region(lambda p: p.polygon([(6, 120), (196, 8), (246, 22), (282, 62), (282, 74)])) & body
    front = body & ~top
    grain = s.noise(20, 3, 3)
    s.paint(front, (246, 194, 70), 0.05 * grain - 0.12 * (s.y - 120) / 80)
    s.paint(top, (255, 222, 118), 0.04 * grain)
    for x, y, r in dents + top_dents:
        flat = 0.5 if (x, y, r) in top_dents else 1.0
        where = s.region(lambda p: p.disc(x, y, r, stretch=flat)) & body
        s.color[where] *= 0.84
        inside = ndimage.distance_transform_edt(where) / SCALE
        s.height -= 1.1 * np.minimum(inside, r * flat) ** 0.9
    rim = ndimage.distance_transform_edt(~holes) / SCALE
    s.height -= 5 * np.exp(-((rim / 3) ** 2)) * body
    s.bevel(top, 5, 3)
    s.bevel(front, 4, 3)
    s.height += 0.5 * grain
    s.ink(s.mask, 2.2, 0.6)
    s.save(path, gloss=0.15, relief=0.6)


DRAWN = [crate, brick_wall, window_pane, rock, ring, leaf, gear, vase, boom, cheese]


def main():
    folder = Path(sys.argv[1])
    wanted = sys.argv[2:]
    for draw in DRAWN:
        if not wanted or draw.__name__ in wanted:
            path = folder / f"{draw.__name__}.png"
            draw(path)
            print(f"{path}  {path.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
