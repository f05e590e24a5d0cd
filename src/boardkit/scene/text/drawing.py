"""Konva's text as nodes: its lines in their box, filled, stroked, underlined and struck through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import floor

from boardkit.board import model
from boardkit.scene.context import SceneContext, Surroundings
from boardkit.scene.geometry.matrix import moved, placed
from boardkit.scene.geometry.outlines import polygon
from boardkit.scene.nodes import (
    Blend,
    Box,
    GlyphRun,
    Group,
    Node,
    Outline,
    Paint,
    Path,
    Shadow,
    Stroke,
    Text,
)
from boardkit.scene.shapes.buffers import needs_buffer
from boardkit.scene.shapes.paint import (
    has_shadow,
    resolve_blend,
    resolve_paint,
    resolve_shadow,
    resolve_stroke,
)
from boardkit.scene.text.css_font import css_font
from boardkit.scene.text.layout import Layout, SetLine, laid_out
from boardkit.scene.text.remarks import remark_fonts
from boardkit.scene.text.typesetting import Typesetter, typesetter

MITER_LIMIT = 2.0
"""Konva's, for the lines of letters."""


def draw_text(saved: model.Text, around: Surroundings, context: SceneContext) -> Node | None:
    """Lines of text, the first below the node's origin; None for a text that shows nothing."""
    fill = resolve_paint(saved, saved.fill, context) if saved.fill else None
    inner = around.within(saved)
    stroke = resolve_stroke(saved, inner, context)
    if not saved.text or not saved.font_size or (fill is None and stroke is None):
        return None
    layout = laid_out(saved, typesetters(saved, context))
    remark_fonts(saved, css_font(saved), (run for line in layout.lines for run in line.runs), context)
    if not layout.lines:
        return None
    if stroke is not None:
        stroke = replace(stroke, miter_limit=MITER_LIMIT, scaled=True)
    return _Painting(saved, layout, fill, stroke, inner, context).node()


def text_size(saved: model.Text, context: SceneContext) -> tuple[float, float]:
    """The width and height of a text's box in board pixels: its own, or what its lines and padding need."""
    layout = laid_out(saved, typesetters(saved, context))
    return layout.width, layout.height


def text_extent(saved: model.Text, context: SceneContext) -> Box:
    """The box in which Konva expects a text's ink: a font's size beyond its lines on each side."""
    layout = laid_out(saved, typesetters(saved, context))
    size, right_edge = saved.font_size, max(layout.width, 0.0)
    tall = saved.line_height * size * len(layout.lines)
    lefts = [saved.padding + line.x for line in layout.lines]
    rights = [left + line.width for left, line in zip(lefts, layout.lines, strict=True)]
    left, right = min([0.0, *lefts]), max([right_edge, *rights])
    top, bottom = min(layout.top, 0.0), max(layout.height, layout.top + tall)
    return left - size, top - size, right + size, bottom + size


def typesetters(saved: model.Text, context: SceneContext) -> tuple[Typesetter, Typesetter]:
    """What draws a text's lines, and what Konva measures them with: not kerned where it sets each letter."""
    fonts, font = context.resources.fonts, css_font(saved)
    return typesetter(fonts, font), typesetter(fonts, font, (("kern", False),))


@dataclass(frozen=True, slots=True)
class _Painting:
    """A text's paints and lines on their way to nodes."""

    saved: model.Text
    layout: Layout
    fill: Paint | None
    stroke: Stroke | None
    around: Surroundings
    context: SceneContext

    def node(self) -> Node:
        """The lines, on a canvas of their own where that is how Konva draws them."""
        saved, around = self.saved, self.around
        place = moved(placed(saved), saved.padding, self.layout.top)
        shadow = resolve_shadow(saved, around, self.context)
        blend = resolve_blend(saved, around, self.context)
        if self._is_buffered():
            children = tuple(self._nodes(together=not self._in_turns(None, Blend.SOURCE_OVER)))
            return Group(
                children,
                transform=place,
                isolated=True,
                opacity=around.alpha,
                blend=blend,
                shadow=shadow,
                id=saved.id,
            )
        children = tuple(
            replace(
                node,
                opacity=around.alpha,
                blend=blend,
                shadow=self._shadow_of(node, shadow),
            )
            for node in self._nodes(together=not self._in_turns(shadow, blend))
        )
        if len(children) == 1:
            return replace(children[0], transform=place, id=saved.id)
        return Group(children, transform=place, id=saved.id)

    def _is_buffered(self) -> bool:
        decorated = bool(self.layout.decorations) and has_shadow(self.saved)
        both = needs_buffer(self.saved, self.fill is not None, self.stroke is not None, self.around)
        return self.saved.perfect_draw and (decorated or both)

    def _shadow_of(self, node: Text | Path, shadow: Shadow | None) -> Shadow | None:
        unshaded = isinstance(node, Text) and node.stroke is not None and not self.saved.shadow_for_stroke
        return None if unshaded else shadow

    def _in_turns(self, shadow: Shadow | None, blend: Blend) -> bool:
        """Whether it shows that Konva draws one piece after the other."""
        both = self.fill is not None and self.stroke is not None
        return both or shadow is not None or blend is not Blend.SOURCE_OVER

    def _nodes(self, *, together: bool) -> Iterator[Text | Path]:
        """The lines, all in one node or piece by piece."""
        lines = self.layout.lines
        for group in [lines] if together else [[line] for line in lines]:
            yield from self._decorated(group, "underline")
            if together:
                yield from self._texts(tuple(line.runs for line in group))
            else:
                for piece in group[0].pieces:
                    yield from self._texts((piece,))
            yield from self._decorated(group, "line-through")

    def _texts(self, lines: tuple[tuple[GlyphRun, ...], ...]) -> Iterator[Text]:
        """Lines filled and stroked, apart where their order or their shadow is not the usual."""
        both = self.fill is not None and self.stroke is not None
        apart = self.saved.stroke_first or (has_shadow(self.saved) and not self.saved.shadow_for_stroke)
        if not both or not apart:
            yield Text(lines, self.fill, self.stroke)
            return
        filled, stroked = Text(lines, self.fill), Text(lines, None, self.stroke)
        yield from (stroked, filled) if self.saved.stroke_first else (filled, stroked)

    def _decorated(self, lines: list[SetLine], kind: str) -> Iterator[Path]:
        offset = self.layout.decorations.get(kind)
        paint = self.fill if self.fill is not None else self.stroke.paint if self.stroke else None
        if offset is None or paint is None:
            return
        drawn = Stroke(paint, self.saved.font_size / 15)
        if kind == "line-through" and self.stroke is not None:  # the letters' dashes are still set
            drawn = replace(self.stroke, paint=drawn.paint, width=drawn.width)
        for line in lines:
            yield Path(_underline(line, offset), stroke=drawn)


def _underline(line: SetLine, offset: float) -> Outline:
    """A straight line from a text line's start, a whole number of board pixels long."""
    y = line.baseline + offset
    return polygon([(line.x, y), (line.x + floor(line.width + 0.5), y)], closed=False)
