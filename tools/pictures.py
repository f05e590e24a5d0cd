"""The demo board's two pictures, painted here: a ruler of clear plastic, and a bridge at dusk."""

from __future__ import annotations

import base64
import io

import numpy as np
import numpy.typing as npt
from glyphs import GLYPHS
from PIL import Image, ImageDraw, ImageFilter

Grid = npt.NDArray[np.float64]

OVERSAMPLING = 4
RULER = (900, 132)
BRIDGE = (800, 520)
WATER = 0.68
"""Height of the water line in the bridge's picture, as a share from the top."""


def arch(u: float) -> tuple[float, float]:
    """The bridge's arch at `u` from 0 to 1: shares of the picture's width and height."""
    return 0.1 + 0.8 * u, 0.7 - 0.45 * 4 * u * (1 - u)


def data_url(image: Image.Image, kind: str) -> str:
    """The picture as a browser keeps it in a saved board."""
    buffer = io.BytesIO()
    options = {"quality": 86, "optimize": True} if kind == "jpeg" else {"optimize": True}
    image.save(buffer, kind.upper(), **options)
    return f"data:image/{kind};base64,{base64.b64encode(buffer.getvalue()).decode()}"


def ruler() -> Image.Image:
    """A 14 cm ruler seen from above, translucent, its edge soft."""
    size = (RULER[0] * OVERSAMPLING, RULER[1] * OVERSAMPLING)
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    unit = OVERSAMPLING
    pen.rounded_rectangle(
        (2 * unit, 2 * unit, size[0] - 2 * unit, size[1] - 2 * unit),
        radius=12 * unit,
        fill=(253, 224, 130, 178),
        outline=(180, 120, 20, 230),
        width=2 * unit,
    )
    pen.rectangle((4 * unit, 96 * unit, size[0] - 4 * unit, 100 * unit), fill=(255, 246, 210, 150))
    hole = (852 * unit, 30 * unit, 880 * unit, 58 * unit)
    pen.ellipse(hole, fill=(0, 0, 0, 0), outline=(180, 120, 20, 230))
    for millimetre in range(141):
        x = (28 + millimetre * 6) * unit
        length = 34 if millimetre % 10 == 0 else 25 if millimetre % 5 == 0 else 16
        top = size[1] - (4 + length) * unit
        pen.line((x, size[1] - 4 * unit, x, top), (70, 45, 10, 235), int(1.6 * unit))
    for centimetre in range(14):
        _number(pen, str(centimetre), (28 + centimetre * 60) * unit, 84 * unit, 1.5 * unit)
    return picture.resize(RULER, Image.Resampling.LANCZOS)


def _number(pen: ImageDraw.ImageDraw, digits: str, centre: float, baseline: float, unit: float) -> None:
    x = centre - len(digits) * 5.5 * unit
    for digit in digits:
        for stroke in GLYPHS[digit]:
            corners = [(x + px * unit, baseline - py * unit) for run in stroke for px, py in run]
            pen.line(corners, (70, 45, 10, 255), int(1.9 * unit), joint="curve")
        x += 11 * unit


def bridge() -> Image.Image:
    """An arch bridge over a river at dusk."""
    width, height = BRIDGE
    chance = np.random.default_rng(28)
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    u, v = x / width, y / height
    scene = _sky(u, v, chance)
    for ridge, color in ((0.60, (122, 110, 140)), (0.635, (84, 84, 118)), (0.665, (54, 62, 88))):
        line = ridge + 0.1 * (_noise((1, 64), chance, (1, 4))[0] - 0.5)
        edge = np.interp(np.arange(width), np.linspace(0, width, 64), line)
        scene = _over(scene, color, np.clip((v - edge) * height, 0, 1) * 0.92)
    steel = _steel()
    scene = _over(scene, (34, 38, 52), steel)
    scene = _over(scene, (250, 190, 130), np.clip(steel - np.roll(steel, (2, 2), (0, 1)), 0, 1) * 0.55)
    scene = _mirrored(scene, v, chance)
    bank = 0.965 - 0.07 * (1 - u) ** 2 + 0.02 * (_noise(BRIDGE[::-1], chance, (2, 90)) - 0.5)
    scene = _over(scene, (24, 30, 34), np.clip((v - bank) * height / 2, 0, 1))
    vignette = 1 - 0.35 * np.clip(np.hypot(u - 0.5, v - 0.5) - 0.35, 0, 1)[..., None]
    grain = chance.normal(0, 1.8, (height, width, 1))
    pixels = np.clip(scene * vignette + grain, 0, 255).astype(np.uint8)
    return Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(0.6))


def _sky(u: Grid, v: Grid, chance: np.random.Generator) -> Grid:
    stops = (0.0, 0.25, 0.45, 0.58, 0.68, 1.0)
    colors = (
        (38, 58, 104),
        (84, 98, 148),
        (188, 134, 150),
        (244, 168, 118),
        (255, 208, 140),
        (255, 208, 140),
    )
    sky = np.stack([np.interp(v, stops, channel) for channel in zip(*colors, strict=True)], axis=-1)
    clouds = sum(_noise(u.shape, chance, (3 * 2**octave, 2 * 2**octave)) / 2**octave for octave in range(5))
    cover = np.clip((clouds / 1.94 - 0.55) * 5, 0, 1) * np.clip(1.3 - v * 1.5, 0, 1)
    sky = _over(sky, (255, 196, 168), cover * 0.6)
    glow = np.exp(-(((u - 0.69) * 1.5) ** 2 + (v - 0.47) ** 2) / 0.03)
    sun = np.clip((0.032 - np.hypot((u - 0.69) * BRIDGE[0] / BRIDGE[1], v - 0.47)) * 150, 0, 1)
    return _over(_over(sky, (255, 224, 160), glow * 0.85), (255, 250, 226), sun)


def _steel() -> Grid:
    """Coverage of the bridge, 0–1."""
    scale = OVERSAMPLING
    width, height = BRIDGE[0] * scale, BRIDGE[1] * scale
    mask = Image.new("L", (width, height))
    pen = ImageDraw.Draw(mask)
    deck = 0.56 * height
    curve = [(x * width, y * height) for x, y in map(arch, np.linspace(0, 1, 200))]
    pen.line(curve, 255, 11 * scale, joint="curve")
    pen.line([(x, y + 22 * scale) for x, y in curve], 255, 4 * scale, joint="curve")
    pen.rectangle((0, deck - 4 * scale, width, deck + 6 * scale), fill=255)
    pen.rectangle((0, deck - 15 * scale, width, deck - 13 * scale), fill=200)
    for x, y in map(arch, np.linspace(0, 1, 25)):
        pen.line((x * width, y * height, x * width, deck), 255, int(2.4 * scale))
    for x in np.linspace(0, 1, 90):
        pen.line((x * width, deck, x * width, deck - 15 * scale), 200, scale)
    for foot in (0.1, 0.9):
        pen.rectangle((foot * width - 26 * scale, deck, foot * width + 26 * scale, WATER * height), fill=255)
    return np.asarray(mask.resize(BRIDGE, Image.Resampling.LANCZOS)).astype(np.float64) / 255


def _mirrored(scene: Grid, v: Grid, chance: np.random.Generator) -> Grid:
    """The water: what stands above it upside down, rippled, darker."""
    height, width = v.shape
    line = int(WATER * height)
    depth = np.arange(height - line)
    reach = np.clip(line - 1 - (depth * 1.55).astype(int), 0, line - 1)
    ripples = chance.normal(0, 1, len(depth)).cumsum() * 0.25 + 2.2 * np.sin(depth**1.3 / 8)
    water = np.stack(
        [np.roll(scene[row], int(shift), axis=0) for row, shift in zip(reach, ripples, strict=True)]
    )
    shade = _noise((height - line, width), chance, (40, 6))[..., None]
    water = water * (0.62 + 0.25 * shade) + np.array([6.0, 12.0, 26.0])
    return np.concatenate((scene[:line], water))


def _noise(shape: tuple[int, int], chance: np.random.Generator, cells: tuple[int, int]) -> Grid:
    """Smooth noise from 0 to 1: random values on a grid of `cells`, blended between."""
    grid = (chance.random(cells) * 255).astype(np.uint8)
    picture = Image.fromarray(grid).resize(shape[::-1], Image.Resampling.BICUBIC)
    return np.asarray(picture).astype(np.float64) / 255


def _over(scene: Grid, color: tuple[int, int, int], coverage: Grid) -> Grid:
    share = coverage[..., None]
    covered: Grid = scene * (1 - share) + np.array(color, dtype=np.float64) * share
    return covered
