"""Scenes built by hand, and text laid out with pinned fonts."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

import numpy as np
import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from boardkit.resources import FontFace
from boardkit.scene.nodes import Color, GlyphRun, Group, Node, Outline, Path, Scene, Text, Verb

BLACK = Color(0, 0, 0)
WHITE = Color(255, 255, 255)
RED = Color(255, 0, 0)
GREEN = Color(0, 128, 0)
BLUE = Color(37, 99, 235)


def scene(*nodes: Node, width: float = 200, height: float = 100, number: int = 1, name: str = "") -> Scene:
    """A page with a white background layer and one isolated layer of `nodes`."""
    background = Group((Path(box(0, 0, width, height), fill=WHITE),), isolated=True)
    return Scene(number, name, width, height, (background, Group(nodes, isolated=True)))


def box(x: float, y: float, width: float, height: float) -> Outline:
    """A closed rectangle."""
    return polygon((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def polygon(*points: tuple[float, float], closed: bool = True) -> Outline:
    """Straight lines through `points`."""
    verbs = [Verb.MOVE, *[Verb.LINE] * (len(points) - 1), *[Verb.CLOSE] * closed]
    return Outline(np.array(verbs, dtype=np.uint8), np.array(points, dtype=np.float32))


def ellipse(cx: float, cy: float, rx: float, ry: float) -> Outline:
    """Four conics, as canvas draws ellipses."""
    corners = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1), (1, 0)]
    points = np.array(corners, dtype=np.float32) * (rx, ry) + (cx, cy)
    verbs = np.array([Verb.MOVE, *[Verb.CONIC] * 4, Verb.CLOSE], dtype=np.uint8)
    return Outline(verbs, points.astype(np.float32), np.full(4, 0.5**0.5, dtype=np.float32))


def pen_stroke(seed: int, corners: int = 60) -> Outline:
    """A closed run of quadratic curves round a wandering line, as the pen tools fill it."""
    random = np.random.default_rng(seed)
    half = corners // 2
    angle = np.cumsum(random.normal(0, 0.25, half)) + random.uniform(0, 6.28)
    step = random.uniform(2, 6, half)[:, None]
    ahead = np.stack((np.cos(angle), np.sin(angle)), axis=1)
    spine = np.cumsum(ahead * step, axis=0) + random.uniform(100, 800, 2)
    side = ahead[:, ::-1] * (-1, 1) * (2 + np.cumsum(random.normal(0, 0.1, half)))[:, None]
    ring = np.concatenate((spine + side, (spine - side)[::-1]))
    middles = (ring + np.roll(ring, -1, axis=0)) / 2
    points = np.concatenate((ring[:1], np.stack((ring, middles), axis=1).reshape(-1, 2)))
    verbs = np.array([Verb.MOVE, *[Verb.QUAD] * len(ring), Verb.CLOSE], dtype=np.uint8)
    return Outline(verbs, points.astype(np.float32))


@cache
def noto_sans() -> FontFace:
    """The pinned Latin, Greek and Cyrillic face; a variable font."""
    return _packaged("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf", "Noto Sans")


@cache
def noto_sans_arabic() -> FontFace:
    """The pinned Arabic face."""
    return _packaged("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf", "Noto Sans Arabic")


@cache
def coloured_face() -> FontFace:
    """A face whose `a` is a red square an em high, in colours of its own, and whose `b` is a plain one."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "a", "b", "layer"])
    builder.setupCharacterMap({0x61: "a", 0x62: "b"})
    square, blank = TTGlyphPen(None), TTGlyphPen(None)
    square.moveTo((0, 0))
    for point in ((0, 1000), (1000, 1000), (1000, 0)):
        square.lineTo(point)
    square.closePath()
    shape = square.glyph()
    builder.setupGlyf({".notdef": blank.glyph(), "a": blank.glyph(), "b": shape, "layer": shape})
    builder.setupHorizontalMetrics(dict.fromkeys(builder.font.getGlyphOrder(), (1000, 0)))
    builder.setupHorizontalHeader(ascent=1000, descent=0)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular", "psName": "Squares-Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.setupCOLR({"a": [("layer", 0)]}, version=0)
    builder.setupCPAL([[(1.0, 0.0, 0.0, 1.0)]])
    file = io.BytesIO()
    builder.save(file)
    return FontFace(file.getvalue(), "Squares", is_color=True)


def _packaged(package: str, file: str, family: str) -> FontFace:
    return FontFace((files(package) / "files" / file).read_bytes(), family)


def text_node(text: str, x: float, y: float, *, size: float = 16, face: FontFace | None = None) -> Text:
    """Lines of `text`, the first one's baseline at (x, y)."""
    lines = enumerate(text.split("\n"))
    runs = tuple((glyph_run(line, size, face or noto_sans(), row * size * 1.2),) for row, line in lines)
    return Text(runs, fill=BLACK, transform=(1, 0, 0, 1, x, y))


def glyph_run(text: str, size: float, face: FontFace, baseline: float = 0.0) -> GlyphRun:
    """`text` as HarfBuzz shapes it, starting at x = 0."""
    font = hb.Font(hb.Face(hb.Blob(face.data)))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    unit = size / font.face.upem
    advances = np.array([p.x_advance for p in buffer.glyph_positions], dtype=np.float64) * unit
    pens = np.concatenate(([0.0], np.cumsum(advances)))
    offsets = (
        np.array([p.position[:2] for p in buffer.glyph_positions], dtype=np.float64).reshape(-1, 2) * unit
    )
    return GlyphRun(
        face=face,
        size=size,
        glyphs=np.array([info.codepoint for info in buffer.glyph_infos], dtype=np.uint16),
        x=pens[:-1] + offsets[:, 0],
        y=baseline - offsets[:, 1],
        text=text,
        clusters=np.array([info.cluster for info in buffer.glyph_infos], dtype=np.int32),
        advance=float(pens[-1]),
        right_to_left=buffer.direction == "rtl",
    )
