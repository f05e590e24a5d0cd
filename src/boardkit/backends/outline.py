"""Scenes as text: what will be drawn, one node a line, for tests and for whoever looks for a difference.

Numbers are rounded to hundredths of a board pixel. Long outlines are cut to their first segments, with a
checksum of the whole.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

import numpy as np

from boardkit.scene.nodes import (
    IDENTITY,
    POINTS_PER_VERB,
    Blend,
    Color,
    FillRule,
    GlyphRun,
    Group,
    Image,
    LinearGradient,
    Node,
    Outline,
    Paint,
    Path,
    Pattern,
    RadialGradient,
    Scene,
    Stroke,
    Text,
    Verb,
)

_LETTERS = {
    Verb.MOVE: "M",
    Verb.LINE: "L",
    Verb.QUAD: "Q",
    Verb.CONIC: "K",
    Verb.CUBIC: "C",
    Verb.CLOSE: "Z",
}
_SEGMENTS_SHOWN = 6


def write_outline(scenes: Iterable[Scene]) -> str:
    """The nodes of each scene as indented lines."""
    return "".join(f"{line}\n" for scene in scenes for line in _scene(scene))


def _scene(scene: Scene) -> Iterator[str]:
    size, origin = _numbers(scene.width, scene.height), _numbers(*scene.origin)
    yield f"page {scene.number} {scene.name!r} {size} at {origin}"
    for layer in scene.layers:
        yield from _node(layer, "  ")


def _node(node: Node, indent: str) -> Iterator[str]:
    yield f"{indent}{_head(node)}{_manner(node)}"
    match node:
        case Group():
            for child in node.children:
                yield from _node(child, indent + "  ")
        case Path():
            yield f"{indent}  {_outline(node.outline)}"
        case Text():
            for line in node.lines:
                yield from (f"{indent}  {_run(run)}" for run in line)


def _head(node: Node) -> str:
    match node:
        case Group():
            return f"group {node.id}"
        case Path():
            fill = f" fill {_paint(node.fill)}" if node.fill else ""
            rule = f" {node.fill_rule}" if node.fill_rule is not FillRule.NONZERO else ""
            stroke = f" stroke {_stroke(node.stroke)}" if node.stroke else ""
            return f"path{fill}{rule}{stroke}"
        case Text():
            fill = f" fill {_paint(node.fill)}" if node.fill else ""
            stroke = f" stroke {_stroke(node.stroke)}" if node.stroke else ""
            return f"text{fill}{stroke}"
        case Image():
            picture = node.picture
            size = _numbers(node.width, node.height)
            crop = f" of {_numbers(*node.crop)}" if node.crop else ""
            return f"image {picture.media_type} {picture.width}×{picture.height}{crop} in {size}"


def _manner(node: Node) -> str:
    """What is not plain about how a node is put onto the others."""
    parts = []
    if node.transform != IDENTITY:
        parts.append(f"matrix {_numbers(*node.transform)}")
    if node.opacity != 1:
        parts.append(f"opacity {_numbers(node.opacity)}")
    if isinstance(node, Group) and node.isolated:
        parts.append("isolated")
    if isinstance(node, Group) and node.clip:
        parts.append(f"clip {_outline(node.clip)}")
    if node.blend is not Blend.SOURCE_OVER:
        parts.append(str(node.blend))
    if node.shadow is not None:
        shadow = node.shadow
        measures = _numbers(shadow.blur, shadow.offset_x, shadow.offset_y)
        parts.append(f"shadow {_color(shadow.color)} {measures}")
    return "".join(f" {part}" for part in parts)


def _outline(outline: Outline) -> str:
    segments, start = [], 0
    for verb in outline.verbs[:_SEGMENTS_SHOWN].tolist():
        count = POINTS_PER_VERB[verb]
        points = outline.points[start : start + count].ravel().tolist()
        segments.append(" ".join([_LETTERS[Verb(verb)], _numbers(*points)]).strip())
        start += count
    hidden = len(outline.verbs) - _SEGMENTS_SHOWN
    if hidden <= 0:
        return " ".join(segments)
    checksum = zlib.crc32(np.round(outline.points.astype(np.float64), 2).tobytes())
    return f"{' '.join(segments)} … {hidden} more, {checksum:08x}"


def _run(run: GlyphRun) -> str:
    places = " ".join(
        f"{glyph}@{_numbers(x)}" for glyph, x in zip(run.glyphs.tolist(), run.x.tolist(), strict=True)
    )
    direction = " from right to left" if run.right_to_left else ""
    baseline = _numbers(float(run.y[0])) if len(run.y) else "-"
    return f"{run.text!r} {run.face.family} {_numbers(run.size)} on {baseline}{direction}: {places}"


def _stroke(stroke: Stroke) -> str:
    dash = f" dash {_numbers(*stroke.dash)}" if stroke.dash else ""
    return f"{_paint(stroke.paint)} {_numbers(stroke.width)} {stroke.cap} {stroke.join}{dash}"


def _paint(paint: Paint) -> str:
    match paint:
        case Color():
            return _color(paint)
        case LinearGradient():
            return f"linear {_numbers(*paint.start, *paint.end)} {_stops(paint)}"
        case RadialGradient():
            circles = _numbers(*paint.start, paint.start_radius, *paint.end, paint.end_radius)
            return f"radial {circles} {_stops(paint)}"
        case Pattern():
            repeat = "".join(axis for axis, on in (("x", paint.repeat_x), ("y", paint.repeat_y)) if on)
            return f"pattern {_numbers(*paint.transform)} repeat {repeat or 'no'}"


def _stops(gradient: LinearGradient | RadialGradient) -> str:
    stops = " ".join(f"{_numbers(offset)}:{_color(color)}" for offset, color in gradient.stops)
    return f"[{stops}]{' in OKLab' if gradient.perceptual else ''}"


def _color(color: Color) -> str:
    alpha = "" if color.alpha == 1 else f"/{_numbers(color.alpha)}"
    return f"#{bytes(color.whole).hex()}{alpha}"


def _numbers(*values: float) -> str:
    return " ".join(f"{round(value, 2) + 0:g}" for value in values)
