"""The operators that paint one path, text or image."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import hypot

from boardkit.backends.pdf.images import UPRIGHT
from boardkit.backends.pdf.inks import Ink, ink
from boardkit.backends.pdf.lines import hairline_area
from boardkit.backends.pdf.paths import (
    FINE_GRID,
    GRID,
    path_data,
    pen,
    soft_rectangle,
    unlike_corners,
    unlike_rectangle,
)
from boardkit.backends.pdf.resources import PageResources
from boardkit.backends.pdf.shadows import cast_shadow
from boardkit.backends.pdf.syntax import cm
from boardkit.backends.pdf.text import Lettering, joined_runs, run_operators, said_whole
from boardkit.scene.geometry.bounds import bounds
from boardkit.scene.geometry.matrix import concat
from boardkit.scene.geometry.transforms import flattens, magnification, transformed
from boardkit.scene.nodes import (
    IDENTITY,
    Blend,
    FillRule,
    GlyphRun,
    Image,
    Matrix,
    Node,
    Path,
    Pattern,
    Picture,
    Stroke,
    Text,
)
from boardkit.warnings import WarningCode, WarningLog

_TILT = 1e-7
"""Board pixels by which lines lean in a grid step. Nobody sees it, but poppler and Acrobat move upright ones
to whole pixels.
"""

_AS_ONE = frozenset({Blend.SOURCE_OVER, Blend.SOURCE_ATOP, Blend.DESTINATION_OUT})
"""Operations for which ink above its shadow may be composited as one."""


class Painter:
    """Paints the leaves of one page's scene; `page` is its number, for remarks.

    Its methods yield pieces, to be composited one after the other.

    Every matrix leads from the node's own coordinates to the board's. `enlarged` is how many times larger
    than CSS asks the page gets on paper.
    """

    def __init__(self, resources: PageResources, enlarged: float, log: WarningLog, page: int) -> None:
        self._resources = resources
        self._enlarged = enlarged
        self._log = log
        self._page = page

    def path(self, node: Path, matrix: Matrix, grid: float = GRID) -> Iterator[bytes]:
        """An outline, filled and then stroked, each above its own shadow; `grid` is what it is rounded to."""
        if not len(node.outline.verbs):
            return
        hairline = hairline_area(node, matrix, self._enlarged)
        if hairline is not None:
            yield from self.path(_without_line(node), matrix)
            yield from self.path(hairline, matrix, FINE_GRID)
            return
        fill, line = self._inks(node, matrix)
        rule = b"*" if node.fill_rule is FillRule.EVENODD else b""
        if fill and line and node.stroke and _covers(node, fill, line):
            yield self._painted(self._selected(node, fill, line), node, matrix, node.stroke, b"B" + rule)
            return
        if fill:
            painted = self._painted(self._selected(node, fill, None), node, matrix, None, b"f" + rule, grid)
            yield from self.above_shadow(painted, _without_line(node), matrix)
        if line and node.stroke:
            painted = self._painted(self._selected(node, None, line), node, matrix, node.stroke, b"S")
            yield from self.above_shadow(painted, _without_fill(node), matrix)

    def text(self, node: Text, matrix: Matrix) -> Iterator[bytes]:
        """Lines of text above their shadow, each glyph filled and stroked at once so that it is read once."""
        fill, line = self._inks(node, matrix)
        if not (fill or line):
            return
        stroke = None
        if line and node.stroke:
            scale = 1.0 if node.stroke.scaled else magnification(matrix)
            stroke = replace(node.stroke, width=node.stroke.width / scale)
        rows = [list(joined_runs(row)) for row in node.lines]
        drawn = (b"".join(self._run(run, fill, stroke, node.id) for run in row) for row in rows)
        shown = b"".join(said_whole(row, line, matrix) for row, line in zip(rows, drawn, strict=True))
        if not shown:
            return
        layered = any(run.face.emboldened or run.face.is_color for row in rows for run in row)
        letters = cm(matrix) + shown
        mask = _mask(fill, line)
        if fill and layered and not line and not (fill.opaque and _is_plain(node)):
            painted = self._as_one(fill.for_fill + letters, mask, fill.alpha * node.opacity, node.blend)
        elif mask:
            inside = self._selected(replace(node, blend=Blend.SOURCE_OVER), _bare(fill), _bare(line))
            painted = self._as_one(inside + letters, mask, 1.0, node.blend)
        else:
            painted = b"q\n%b%bQ\n" % (self._selected(node, fill, line), letters)
        yield from self.above_shadow(painted, node, matrix)

    def _as_one(self, content: bytes, mask: bytes, opacity: float, blend: Blend) -> bytes:
        """Letters and the lines that make them bold, which fade together; those in colours of their own,
        which not every reader fades by themselves; and those of a masked ink, which PDFium masks twice.
        """
        name = self._resources.group(content, isolated=True)
        return b"q\n%b%b/%b Do\nQ\n" % (mask, self.state(opacity, blend), name.encode())

    def image(self, node: Image, matrix: Matrix) -> Iterator[bytes]:
        """A picture, or the part of it that is shown, above its shadow."""
        box = _whole_picture(node)
        named = self._resources.image(node.picture, _enlargement(concat(matrix, box), node.picture))
        if named is None:
            self._remark_unreadable(node.id)
            return
        name, image = named
        whole = concat(box, concat(image.orientation, UPRIGHT))
        if flattens(concat(matrix, whole)):
            return
        painted = b"".join(
            (
                b"q\n",
                self.state(node.opacity, node.blend),
                cm(matrix),
                soft_rectangle(0, 0, node.width, node.height),
                b"W n\n",
                cm(whole),
                b"/%b Do\nQ\n" % name.encode(),
            )
        )
        yield from self.above_shadow(painted, node, matrix)

    def above_shadow(self, painted: bytes, node: Node, matrix: Matrix) -> Iterator[bytes]:
        """What a node `painted`, with its shadow; one after the other where each is composited by itself."""
        shadow = self._shadow(node, matrix)
        if node.blend in _AS_ONE:
            yield shadow + painted
            return
        if shadow:
            yield shadow
        yield painted

    def _shadow(self, node: Node, matrix: Matrix) -> bytes:
        """The shadow of all that `node` draws."""
        if node.shadow is None or node.shadow.color.alpha <= 0:
            return b""
        image = cast_shadow(node, matrix, node.shadow, self._resources)
        if image is None:
            return b""
        state = self.state(node.shadow.color.alpha, node.blend)
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
                _mask(fill, line),
                fill.for_fill if fill else b"",
                line.for_line if line else b"",
            )
        )

    def _painted(
        self,
        selected: bytes,
        node: Path,
        matrix: Matrix,
        stroke: Stroke | None,
        operator: bytes,
        grid: float = GRID,
    ) -> bytes:
        outline = node.outline if stroke else unlike_rectangle(node.outline)
        if stroke and not stroke.scaled:
            outline, matrix = transformed(outline, matrix), IDENTITY
        data = path_data(outline, magnification(matrix) * self._enlarged, grid)
        unit, tilt = 1 / data.per_unit, _TILT if stroke else 0.0
        return b"".join(
            (
                b"q\n",
                selected,
                pen(unlike_corners(outline, stroke), data.per_unit) if stroke else b"",
                cm(concat(matrix, (unit, tilt, tilt, unit, *data.origin))),
                data.operators,
                operator,
                b"\nQ\n",
            )
        )

    def _run(self, run: GlyphRun, fill: Ink | None, stroke: Stroke | None, element: str | None) -> bytes:
        lettering = Lettering(filled=fill is not None, stroke=stroke)
        if run.face.emboldened:
            lettering = lettering.emboldened(run.size)
        shown = run_operators(run, self._resources, lettering)
        if shown is None:
            message = f"{run.face.family} has no outlines, so its characters are missing from the PDF."
            self._log.add(WarningCode.GLYPH_MISSING, message, page=self._page, element=element)
            return b""
        line = fill.for_line if fill and run.face.emboldened and stroke is None else b""
        setup = line + lettering.operators()
        return b"q\n%b%bQ\n" % (setup, shown) if setup else shown

    def _inks(self, node: Path | Text, matrix: Matrix) -> tuple[Ink | None, Ink | None]:
        """The inks of a node's fill and of its line."""
        line = node.stroke.paint if node.stroke and node.stroke.width > 0 else None
        for paint in (node.fill, line):
            if isinstance(paint, Pattern) and self._resources.document.image(paint.picture) is None:
                self._remark_unreadable(node.id)
        line_space = matrix if node.stroke is None or node.stroke.scaled else IDENTITY
        is_tiled = isinstance(node.fill, Pattern) or isinstance(line, Pattern)
        area = bounds(node, matrix) if is_tiled else None
        fill = ink(node.fill, matrix, self._resources, area)
        return fill, ink(line, line_space, self._resources, area)

    def _remark_unreadable(self, element: str | None) -> None:
        message = "An image can't be decoded, so its place is empty in the PDF."
        self._log.add(WarningCode.IMAGE_UNREADABLE, message, page=self._page, element=element)

    def _states(self, fill: float, line: float, blend: Blend) -> bytes:
        name = self._resources.alpha(fill, line, blend)
        return b"" if name is None else b"/%b gs\n" % name.encode()


def _mask(fill: Ink | None, line: Ink | None) -> bytes:
    """The operator that selects the mask of the first of two inks that has one."""
    return next((ink.mask for ink in (fill, line) if ink and ink.mask), b"")


def _bare(ink: Ink | None) -> Ink | None:
    """An ink without its mask."""
    return ink and replace(ink, mask=b"")


def _covers(node: Path, fill: Ink, line: Ink) -> bool:
    """Whether the line hides the fill below it, so that both may be painted at once."""
    scaled = node.stroke is not None and node.stroke.scaled
    return scaled and _is_plain(node) and node.shadow is None and fill.opaque and line.opaque


def _without_line(node: Path) -> Path:
    return node if node.stroke is None else replace(node, stroke=None)


def _without_fill(node: Path) -> Path:
    return node if node.fill is None else replace(node, fill=None)


def _is_plain(node: Path | Text) -> bool:
    return node.blend is Blend.SOURCE_OVER and node.opacity >= 1


def _whole_picture(node: Image) -> Matrix:
    """Where the whole picture's unit square lies when its cropped part fills the node's box."""
    if node.crop is None:
        return (node.width, 0.0, 0.0, node.height, 0.0, 0.0)
    x, y, width, height = node.crop
    across, down = (node.width / width, node.height / height) if width and height else (0.0, 0.0)
    picture = node.picture
    return (picture.width * across, 0.0, 0.0, picture.height * down, -x * across, -y * down)


def _enlargement(box: Matrix, picture: Picture) -> float:
    """Board pixels to a pixel of `picture` in the direction in which it is stretched more."""
    a, b, c, d, _, _ = box
    return max(hypot(a, b) / picture.width, hypot(c, d) / picture.height)
