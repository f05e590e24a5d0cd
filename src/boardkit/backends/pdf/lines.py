"""What a line covers, as an area of its own."""

from __future__ import annotations

from dataclasses import replace

import skia

from boardkit.scene.geometry.in_skia import outline_of, skia_matrix, skia_path
from boardkit.scene.geometry.transforms import magnification
from boardkit.scene.nodes import IDENTITY, FillRule, Matrix, Outline, Path, Stroke

_HAIRLINE = 1.0  # CSS pixels of the sheet; what is thinner, readers draw a pixel wide at common sizes
_MOST_CORNERS = 100  # of a hairline that becomes an area, which takes twice as many

_CAPS = {"butt": skia.Paint.kButt_Cap, "round": skia.Paint.kRound_Cap, "square": skia.Paint.kSquare_Cap}
_JOINS = {"miter": skia.Paint.kMiter_Join, "round": skia.Paint.kRound_Join, "bevel": skia.Paint.kBevel_Join}


def line_area(outline: Outline, stroke: Stroke, matrix: Matrix) -> skia.Path:
    """What the pen covers of the board's space, which `matrix` leads to."""
    paint = skia.Paint(
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=stroke.width,
        StrokeCap=_CAPS[stroke.cap],
        StrokeJoin=_JOINS[stroke.join],
        StrokeMiter=stroke.miter_limit,
    )
    if sum(stroke.dash) > 0:
        paint.setPathEffect(skia.DashPathEffect.Make(list(stroke.dash), stroke.dash_offset))
    source, covered = skia_path(outline), skia.Path()
    if not stroke.scaled:
        source.transform(skia_matrix(matrix))
    paint.getFillPath(source, covered)
    if stroke.scaled:
        covered.transform(skia_matrix(matrix))
    return covered


def hairline_area(node: Path, matrix: Matrix, enlarged: float) -> Path | None:
    """The line of `node` as a filled shape, which is as faint as the line is thin; None for a common line.

    `enlarged` is how many times larger than CSS asks the page gets on paper.
    """
    stroke = node.stroke
    if stroke is None or not stroke.scaled or len(node.outline.verbs) > _MOST_CORNERS:
        return None
    if not 0 < stroke.width * magnification(matrix) * enlarged < _HAIRLINE:
        return None
    area = outline_of(line_area(node.outline, stroke, IDENTITY))
    return replace(node, outline=area, fill=stroke.paint, fill_rule=FillRule.NONZERO, stroke=None)
