"""The operators that paint one path, text or image."""

from __future__ import annotations

from dataclasses import replace

from boardkit.backends.pdf.images import UPRIGHT
from boardkit.backends.pdf.inks import Ink, ink
from boardkit.backends.pdf.paths import path_data, pen
from boardkit.backends.pdf.resources import PageResources
from boardkit.backends.pdf.shadows import cast_shadow
from boardkit.backends.pdf.syntax import cm, numbers
from boardkit.backends.pdf.text import Lettering, run_operators
from boardkit.scene.matrix import concat
from boardkit.scene.nodes import (
    IDENTITY,
    Blend,
    FillRule,
    GlyphRun,
    Image,
    Matrix,
    Node,
    Outline,
    Path,
    Pattern,
    Stroke,
    Text,
)
from boardkit.scene.transforms import flattens, magnification, transformed
from boardkit.warnings import WarningCode, WarningLog


class Painter:
    """Paints the leaves of one page's scene; `page` is its number, for remarks.

    Every matrix leads from the node's own coordinates to the board's. `enlarged` is how many times larger
    than CSS asks the page gets on paper.
    """

    def __init__(self, resources: PageResources, enlarged: float, log: WarningLog, page: int) -> None:
        self._resources = resources
        self._enlarged = enlarged
        self._log = log
        self._page = page

    def path(self, node: Path, matrix: Matrix) -> bytes:
        """An outline, filled and then stroked, each above its own shadow."""
        if not len(node.outline.verbs):
            return b""
        fill, line = self._inks(node, matrix)
        rule = b"*" if node.fill_rule is FillRule.EVENODD else b""
        if fill and line and node.stroke and _covers(node, fill, line):
            selected = self._selected(node, fill, line)
            return self._painted(selected, node.outline, matrix, node.stroke, b"B" + rule)
        parts = []
        if fill:
            if node.shadow:
                parts.append(self.shadow(replace(node, stroke=None), matrix, node.blend))
            selected = self._selected(node, fill, None)
            parts.append(self._painted(selected, node.outline, matrix, None, b"f" + rule))
        if line and node.stroke:
            if node.shadow:
                parts.append(self.shadow(replace(node, fill=None), matrix, node.blend))
            selected = self._selected(node, None, line)
            parts.append(self._painted(selected, node.outline, matrix, node.stroke, b"S"))
        return b"".join(parts)

    def text(self, node: Text, matrix: Matrix) -> bytes:
        """Lines of text above their shadow, each glyph filled and stroked at once so that it is read once."""
        fill, line = self._inks(node, matrix)
        if not (fill or line):
            return b""
        stroke = None
        if line and node.stroke:
            scale = 1.0 if node.stroke.scaled else magnification(matrix)
            stroke = replace(node.stroke, width=node.stroke.width / scale)
        lettering = Lettering(filled=fill is not None, stroke=stroke)
        runs = b"".join(self._run(run, lettering, node.id) for row in node.lines for run in row)
        if not runs:
            return b""
        return b"".join(
            (
                self.shadow(node, matrix, node.blend),
                b"q\n",
                self._selected(node, fill, line),
                cm(matrix),
                lettering.operators(),
                runs,
                b"Q\n",
            )
        )

    def image(self, node: Image, matrix: Matrix) -> bytes:
        """A picture, or the part of it that is shown, above its shadow."""
        named = self._resources.image(node.picture)
        if named is None:
            self._remark_unreadable(node.id)
            return b""
        name, image = named
        whole = concat(_whole_picture(node), concat(image.orientation, UPRIGHT))
        if flattens(concat(matrix, whole)):
            return b""
        window = b"" if node.crop is None else numbers((0, 0, node.width, node.height)) + b" re W n\n"
        return b"".join(
            (
                self.shadow(node, matrix, node.blend),
                b"q\n",
                self.state(node.opacity, node.blend),
                cm(matrix) + window + cm(whole) if window else cm(concat(matrix, whole)),
                b"/%b Do\nQ\n" % name.encode(),
            )
        )

    def shadow(self, node: Node, matrix: Matrix, blend: Blend) -> bytes:
        """The shadow of all that `node` draws."""
        if node.shadow is None or node.shadow.color.alpha <= 0:
            return b""
        image = cast_shadow(node, matrix, node.shadow, self._resources)
        if image is None:
            return b""
        state = self.state(node.shadow.color.alpha, blend)
        return b"q\n%b%b/%b Do\nQ\n" % (state, cm(image.matrix), image.name.encode())

    def state(self, opacity: float, blend: Blend) -> bytes:
        """The operator that sets opacity and blend mode, or nothing where they are plain."""
        return self._states(opacity, opacity, blend)

    def _selected(self, node: Path | Text, fill: Ink | None, line: Ink | None) -> bytes:
        """The operators that select inks, their opacities, and the mask of the first that has one."""
        fill_alpha = (fill.alpha if fill else 1.0) * node.opacity
        line_alpha = (line.alpha if line else 1.0) * node.opacity
        return b"".join(
            (
                self._states(fill_alpha, line_alpha, node.blend),
                (fill.mask if fill else b"") or (line.mask if line else b""),
                fill.for_fill if fill else b"",
                line.for_line if line else b"",
            )
        )

    def _painted(
        self, selected: bytes, outline: Outline, matrix: Matrix, stroke: Stroke | None, operator: bytes
    ) -> bytes:
        if stroke and not stroke.scaled:
            outline, matrix = transformed(outline, matrix), IDENTITY
        data = path_data(outline, magnification(matrix) * self._enlarged)
        unit = 1 / data.per_unit
        return b"".join(
            (
                b"q\n",
                selected,
                pen(stroke, data.per_unit) if stroke else b"",
                cm(concat(matrix, (unit, 0.0, 0.0, unit, *data.origin))),
                data.operators,
                operator,
                b"\nQ\n",
            )
        )

    def _run(self, run: GlyphRun, lettering: Lettering, element: str | None) -> bytes:
        if run.size <= 0:
            return b""
        font = self._resources.font(run.face)
        if font is None:
            message = f"{run.face.family} has no outlines, so its characters are missing from the PDF."
            self._log.add(WarningCode.GLYPH_MISSING, message, page=self._page, element=element)
            return b""
        return run_operators(run, font, lettering)

    def _inks(self, node: Path | Text, matrix: Matrix) -> tuple[Ink | None, Ink | None]:
        """The inks of a node's fill and of its line."""
        line = node.stroke.paint if node.stroke and node.stroke.width > 0 else None
        for paint in (node.fill, line):
            if isinstance(paint, Pattern) and self._resources.document.image(paint.picture) is None:
                self._remark_unreadable(node.id)
        return ink(node.fill, matrix, self._resources), ink(line, matrix, self._resources)

    def _remark_unreadable(self, element: str | None) -> None:
        message = "An image can't be decoded, so its place is empty in the PDF."
        self._log.add(WarningCode.IMAGE_UNREADABLE, message, page=self._page, element=element)

    def _states(self, fill: float, line: float, blend: Blend) -> bytes:
        name = self._resources.alpha(fill, line, blend)
        return b"" if name is None else b"/%b gs\n" % name.encode()


def _covers(node: Path, fill: Ink, line: Ink) -> bool:
    """Whether the line hides the fill below it, so that both may be painted at once."""
    scaled = node.stroke is not None and node.stroke.scaled
    plain = node.blend is Blend.SOURCE_OVER and node.opacity >= 1 and node.shadow is None
    return scaled and plain and fill.opaque and line.opaque


def _whole_picture(node: Image) -> Matrix:
    """Where the whole picture's unit square lies when its cropped part fills the node's box."""
    if node.crop is None:
        return (node.width, 0.0, 0.0, node.height, 0.0, 0.0)
    x, y, width, height = node.crop
    across, down = (node.width / width, node.height / height) if width and height else (0.0, 0.0)
    picture = node.picture
    return (picture.width * across, 0.0, 0.0, picture.height * down, -x * across, -y * down)
