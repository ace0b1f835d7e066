"""Surfaces: masks drawn large, lit by a height map, and scaled down to a picture with alpha.

Everything is drawn SCALE times larger than it is saved, so that edges are smooth over one pixel and no
wider: an outline traced from the alpha is sharp.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

SCALE = 4
# Towards the light, from the upper left: x right, y down, z to the viewer.
LIGHT = np.array([-0.45, -0.62, 0.64])


def noise(size, cell_px, seed, octaves=3):
    """Smooth noise, about -1 to 1, whose largest features are `cell_px` (x, y) wide."""
    width, height = size
    random = np.random.default_rng(seed)
    total = np.zeros((height, width))
    weight, weights = 1.0, 0.0
    cell_x, cell_y = (cell * SCALE for cell in cell_px)
    for _ in range(octaves):
        grid = random.uniform(-1, 1, (int(height / cell_y) + 4, int(width / cell_x) + 4))
        y, x = np.mgrid[0:height, 0:width]
        total += weight * ndimage.map_coordinates(grid, [y / cell_y + 1, x / cell_x + 1], order=3)
        weights += weight
        weight /= 2
        cell_x, cell_y = max(cell_x / 2, 1), max(cell_y / 2, 1)
    return total / weights


def smoothstep(low, high, value):
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


class Surface:
    """A picture in the making: `mask` (bool), `color` (0..1 RGB), `height` (px), `opacity` (0..1)."""

    def __init__(self, width_px, height_px):
        self.size = (width_px * SCALE, height_px * SCALE)
        shape = (self.size[1], self.size[0])
        self.mask = np.zeros(shape, bool)
        self.color = np.zeros((*shape, 3))
        self.height = np.zeros(shape)
        self.opacity = np.ones(shape)
        y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
        self.x, self.y = (x + 0.5) / SCALE, (y + 0.5) / SCALE

    def region(self, draw_in_px):
        """The bool mask of what `draw_in_px(pen)` draws; the pen takes pixels of the saved picture."""
        image = Image.new("L", self.size)
        draw_in_px(Pen(image))
        return np.asarray(image) > 127

    def noise(self, cell_px, seed, octaves=3):
        return noise(self.size, cell_px if isinstance(cell_px, tuple) else (cell_px, cell_px), seed, octaves)

    def paint(self, where, rgb, shade=0.0):
        """Colours a region; `shade` (a number or an array) makes it lighter or darker."""
        value = np.array(rgb) / 255.0 * (1 + np.asarray(shade))[..., None]
        self.color[where] = np.broadcast_to(value, self.color.shape)[where]

    def bevel(self, where, width_px, rise_px=None):
        """Raises a region with a rounded edge."""
        inside = ndimage.distance_transform_edt(where) / SCALE
        t = np.clip(inside / width_px, 0, 1)
        self.height += (rise_px or width_px) * np.sqrt(1 - (1 - t) ** 2)

    def ink(self, where, width_px, strength=0.6):
        """Darkens the inner edge of a region: a drawn line."""
        inside = ndimage.distance_transform_edt(where) / SCALE
        line = where * (1 - smoothstep(width_px - 0.8, width_px + 0.4, inside))
        self.color *= (1 - strength * line)[..., None]

    def save(self, path, gloss=0.0, relief=1.0, sharpness=24):
        """Lights the surface and writes it."""
        height = ndimage.gaussian_filter(self.height, 0.45 * SCALE)
        slope_y, slope_x = np.gradient(height * relief * SCALE)
        normal = np.dstack([-slope_x, -slope_y, np.ones_like(height)])
        normal /= np.linalg.norm(normal, axis=2, keepdims=True)
        light = LIGHT / np.linalg.norm(LIGHT)
        facing = np.clip(normal @ light, 0, 1)
        lit = self.color * (0.42 + 0.9 * facing)[..., None]
        half = light + np.array([0, 0, 1])
        half /= np.linalg.norm(half)
        shine = gloss * np.clip(normal @ half, 0, 1) ** sharpness
        lit = np.clip(lit + shine[..., None], 0, 1)
        self.write(path, lit)

    def write(self, path, lit):
        alpha = self.mask * self.opacity
        rgb = self._shrink(lit * alpha[..., None])
        small = self._shrink(alpha[..., None])
        # Where nothing is seen the nearest colour stays: smooth scaling shows no dark fringe.
        seen = small[..., 0] > 0.02
        rgb = np.where(seen[..., None], rgb / np.maximum(small, 1e-6), 0)
        nearest = ndimage.distance_transform_edt(~seen, return_distances=False, return_indices=True)
        rgb = rgb[tuple(nearest)]
        rgb[ndimage.distance_transform_edt(~seen) > 3] = 0
        # Steps of 3 in 255 are not seen, and halve the file.
        rgb = np.round(rgb * 85) * 3
        picture = np.dstack([rgb, np.round(small * 255)]).clip(0, 255).astype(np.uint8)
        picture[..., 3][picture[..., 3] < 6] = 0
        Image.fromarray(picture, "RGBA").save(Path(path), optimize=True)

    @staticmethod
    def _shrink(array):
        height, width, depth = array.shape
        return array.reshape(height // SCALE, SCALE, width // SCALE, SCALE, depth).mean(axis=(1, 3))


class Pen:
    """Draws into a mask in pixels of the saved picture."""

    def __init__(self, image):
        self._draw = ImageDraw.Draw(image)

    @staticmethod
    def _scaled(points):
        return [(x * SCALE, y * SCALE) for x, y in points]

    def polygon(self, points, fill=255):
        self._draw.polygon(self._scaled(points), fill=fill)

    def rectangle(self, left, top, right, bottom, radius=0, fill=255):
        box = [left * SCALE, top * SCALE, right * SCALE - 1, bottom * SCALE - 1]
        self._draw.rounded_rectangle(box, radius * SCALE, fill=fill)

    def disc(self, x, y, radius, fill=255, stretch=1.0):
        box = [x - radius, y - radius * stretch, x + radius, y + radius * stretch]
        self._draw.ellipse([value * SCALE for value in box], fill=fill)

    def line(self, points, width, fill=255):
        self._draw.line(self._scaled(points), fill=fill, width=round(width * SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, fill)

    def text(self, x, y, text, font, fill=255, bold_px=0):
        place = (x * SCALE, y * SCALE)
        self._draw.text(place, text, fill, font, anchor="mm", stroke_width=round(bold_px * SCALE), stroke_fill=fill)
