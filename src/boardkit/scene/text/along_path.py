"""Konva's text along a path: each letter by itself, turned as the path is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import atan2, cos, hypot, sin

import numpy as np

from boardkit.board import model
from boardkit.scene.context import SceneContext, Surroundings
from boardkit.scene.geometry.matrix import concat, inverse, placed
from boardkit.scene.geometry.path_data import read_path
from boardkit.scene.geometry.path_length import MeasuredPath
from boardkit.scene.nodes import (
    Group,
    LinearGradient,
    Matrix,
    Node,
    Outline,
    Paint,
    Path,
    Pattern,
    RadialGradient,
    Stroke,
    Text,
    Verb,
)
from boardkit.scene.shapes.buffers import needs_buffer
from boardkit.scene.shapes.paint import (
    has_shadow,
    resolve_blend,
    resolve_paint,
    resolve_shadow,
    resolve_stroke,
)
from boardkit.scene.text.baselines import baseline_offset
from boardkit.scene.text.drawing import typesetters
from boardkit.scene.text.graphemes import graphemes
from boardkit.scene.text.remarks import remark_fonts
from boardkit.scene.text.typesetting import Typesetter


@dataclass(frozen=True, slots=True)
class _Letter:
    """A grapheme, its way along the path in board pixels, and where it stands."""

    text: str
    way: float
    place: Matrix


def draw_text_path(saved: model.TextPath, around: Surroundings, context: SceneContext) -> Node | None:
    """Letters along a path, as far as there is room for them; None for a text that shows nothing."""
    inner = around.within(saved)
    fill = resolve_paint(saved, saved.fill, context) if saved.fill else None
    stroke = resolve_stroke(replace(saved, stroke_scaled=True), inner, context)
    if not saved.text or saved.font_size <= 0 or (fill is None and stroke is None):
        return None
    typesetter, _ = typesetters(_as_text(saved), context)
    letters = list(_letters(saved, typesetter))
    if not letters:
        return None
    painting = _Painting(saved, typesetter, fill, stroke)
    texts = list(painting.letters(letters))
    runs = (run for text in texts for line in text.lines for run in line)
    remark_fonts(saved, typesetter.font, runs, context)
    nodes: list[Text | Path] = [*texts, *painting.decorations(letters)]
    return _placed(saved, nodes, inner, context)


def _as_text(saved: model.TextPath) -> model.Text:
    """A text in the same font."""
    return model.Text(
        text="",
        font_size=saved.font_size,
        font_family=saved.font_family,
        font_style=saved.font_style,
        font_variant=saved.font_variant,
    )


def _letters(saved: model.TextPath, typesetter: Typesetter) -> Iterator[_Letter]:
    """The letters from the first to the last that the path has room for.

    Single letters may be wider than the kerned whole, for which a path is often just long enough: then the
    last one may end a little beyond the path.
    """
    path = MeasuredPath(read_path(saved.data))
    parts = graphemes(saved.text)
    if saved.direction == "rtl":
        parts.reverse()
    widths = [typesetter.width(part) for part in parts]
    spare = max(0.0, sum(widths) - typesetter.width(saved.text))
    whole = max(sum(widths) + (len(parts) - 1) * saved.letter_spacing, 0.0)
    spaces = saved.text.count(" ")
    gap = (path.length - whole) / spaces if saved.align == "justify" and spaces else 0.0
    done = max(
        0.0, {"center": path.length / 2 - whole / 2, "right": path.length - whole}.get(saved.align, 0.0)
    )
    for number, (part, width) in enumerate(zip(parts, widths, strict=True), 1):
        width += saved.letter_spacing if number < len(parts) else 0.0
        width += gap if part == " " else 0.0
        until = done + width
        start = path.at(done)
        end = path.at(path.length if 0 < until - path.length <= spare else until)
        if start is None or end is None:
            return
        turn = atan2(end[1] - start[1], end[0] - start[0])
        place = (cos(turn), sin(turn), -sin(turn), cos(turn), *start)
        yield _Letter(part, hypot(end[0] - start[0], end[1] - start[1]), place)
        done = until


@dataclass(frozen=True, slots=True)
class _Painting:
    """A text's paints on their way to nodes."""

    saved: model.TextPath
    typesetter: Typesetter
    fill: Paint | None
    stroke: Stroke | None

    def letters(self, letters: list[_Letter]) -> Iterator[Text]:
        """Each letter, filled and stroked; apart where their order or their shadow is not the usual."""
        down = baseline_offset(self.typesetter.primary, self.saved.baseline)
        apart = self.saved.stroke_first or (has_shadow(self.saved) and not self.saved.shadow_for_stroke)
        for letter in letters:
            runs = tuple(self.typesetter.runs(letter.text, 0.0, down))
            if not runs:
                continue
            back = inverse(letter.place)
            fill = None if self.fill is None else _seen_from(self.fill, back)
            stroke = self.stroke and replace(self.stroke, paint=_seen_from(self.stroke.paint, back))
            both = Text((runs,), fill, stroke, transform=letter.place)
            if fill is None or stroke is None or not apart:
                yield both
            else:
                parts = (replace(both, stroke=None), replace(both, fill=None))
                yield from reversed(parts) if self.saved.stroke_first else parts

    def decorations(self, letters: list[_Letter]) -> Iterator[Path]:
        """Lines from letter to letter, below them or through them."""
        paint = self.fill if self.fill is not None else self.stroke.paint if self.stroke else None
        offsets = {"underline": self.saved.font_size / 2 + 1, "line-through": 0.0}
        for kind, offset in offsets.items():
            if kind in self.saved.decoration and paint is not None:
                yield Path(_line_along(letters, offset), stroke=Stroke(paint, self.saved.font_size / 15))


def _seen_from(paint: Paint, back: Matrix) -> Paint:
    """A paint that lies in the shape's space, in the space of a letter of it."""
    match paint:
        case LinearGradient() | RadialGradient():
            return replace(paint, start=_moved(paint.start, back), end=_moved(paint.end, back))
        case Pattern():
            return replace(paint, transform=concat(back, paint.transform))
    return paint


def _line_along(letters: list[_Letter], offset: float) -> Outline:
    points = [_moved((0.0, offset), letters[0].place)]
    points += [_moved((letter.way, offset), letter.place) for letter in letters]
    verbs = np.full(len(points), Verb.LINE, dtype=np.uint8)
    verbs[0] = Verb.MOVE
    return Outline(verbs, np.array(points, dtype=np.float32))


def _moved(point: tuple[float, float], matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def _placed(
    saved: model.TextPath, nodes: list[Text | Path], inner: Surroundings, context: SceneContext
) -> Node:
    """The nodes, on a canvas of their own where that is how Konva draws them."""
    shadow = resolve_shadow(saved, inner, context)
    blend = resolve_blend(saved, inner, context)
    plain = Group(tuple(nodes), transform=placed(saved), id=saved.id)
    if needs_buffer(saved, saved.fill is not None, saved.stroke is not None, inner):
        return replace(plain, isolated=True, opacity=inner.alpha, blend=blend, shadow=shadow)
    children = tuple(
        replace(
            node,
            opacity=inner.alpha,
            blend=blend,
            shadow=None if isinstance(node, Text) and node.stroke and not saved.shadow_for_stroke else shadow,
        )
        for node in nodes
    )
    return replace(plain, children=children)
