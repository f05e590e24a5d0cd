"""One scene as the content of one page."""

from __future__ import annotations

from dataclasses import replace

from boardkit.backends.pdf.canvas import Canvas
from boardkit.backends.pdf.matrices import flattens, magnification
from boardkit.backends.pdf.paper import Placement
from boardkit.backends.pdf.paths import path_data, pen
from boardkit.backends.pdf.resources import PageResources
from boardkit.backends.pdf.syntax import cm, color, numbers, solid
from boardkit.backends.pdf.text import run_operators
from boardkit.scene.matrix import concat
from boardkit.scene.nodes import (
    IDENTITY,
    Blend,
    FillRule,
    GlyphRun,
    Group,
    Image,
    Matrix,
    Node,
    Path,
    Scene,
    Text,
)
from boardkit.warnings import WarningCode, WarningLog

_UPRIGHT: Matrix = (1.0, 0.0, 0.0, -1.0, 0.0, 1.0)  # PDF's unit square of an image has y up


def page_content(scene: Scene, placement: Placement, resources: PageResources, log: WarningLog) -> bytes:
    """The operators that draw `scene`, clipped to its page."""
    canvas = Canvas(resources)
    drawing = _Drawing(resources, max(1.0, placement.magnification), log, scene.number)
    for layer in scene.layers:
        drawing.draw(layer, IDENTITY, canvas)
    box = numbers((*scene.origin, scene.width, scene.height))
    return cm(placement.matrix) + box + b" re W n\n" + canvas.content()


class _Drawing:
    """Draws the nodes of one page. Matrices lead from a node's coordinates to the board's."""

    def __init__(self, resources: PageResources, enlarged: float, log: WarningLog, page: int) -> None:
        self._resources = resources
        self._enlarged = enlarged
        self._log = log
        self._page = page

    def draw(self, node: Node, outer: Matrix, canvas: Canvas) -> None:
        """Draw `node` and all that is in it onto `canvas`."""
        matrix = concat(outer, node.transform)
        if node.opacity <= 0 or flattens(matrix):
            return
        if isinstance(node, Group):
            self._group(node, matrix, canvas)
        elif node.blend is Blend.DESTINATION_OUT:
            canvas.erase(self._leaf(replace(node, blend=Blend.SOURCE_OVER), matrix))
        else:
            canvas.draw(self._leaf(node, matrix))

    def _group(self, group: Group, matrix: Matrix, canvas: Canvas) -> None:
        """An isolated group needs a canvas of its own only where that can be seen."""
        apart = group.isolated and (group.opacity < 1 or _mixes(group))
        inner = Canvas(self._resources) if apart else canvas
        for child in group.children:
            self.draw(child, matrix, inner)
        if apart:
            name = self._resources.form(inner.content(), isolated=True)
            state = self._state(group.opacity, group.opacity, Blend.SOURCE_OVER)
            canvas.draw(b"q\n%b/%b Do\nQ\n" % (state, name.encode()))

    def _leaf(self, node: Path | Text | Image, matrix: Matrix) -> bytes:
        match node:
            case Path():
                return self._path(node, matrix)
            case Text():
                return self._text(node, matrix)
            case Image():
                return self._image(node, matrix)

    def _path(self, node: Path, matrix: Matrix) -> bytes:
        fill = solid(node.fill)
        line = solid(node.stroke.paint) if node.stroke and node.stroke.width > 0 else None
        stroke = node.stroke if line else None
        if not len(node.outline.verbs) or not (fill or stroke):
            return b""
        data = path_data(node.outline, magnification(matrix) * self._enlarged)
        unit = 1 / data.per_unit
        state = self._state(
            (fill.alpha if fill else 1.0) * node.opacity,
            (line.alpha if line else 1.0) * node.opacity,
            node.blend,
        )
        rule = b"*" if node.fill_rule is FillRule.EVENODD else b""
        paints = ([b"f" + rule] if fill else []) + ([b"S"] if stroke else [])
        if len(paints) == 2 and not state:
            paints = [b"B" + rule]  # where anything shows through, canvas lets the fill show through the line
        return b"".join(
            (
                b"q\n",
                state,
                color(fill, b"rg") if fill else b"",
                pen(stroke, data.per_unit) if stroke else b"",
                cm(concat(matrix, (unit, 0.0, 0.0, unit, *data.origin))),
                *(data.operators + paint + b"\n" for paint in paints),
                b"Q\n",
            )
        )

    def _text(self, node: Text, matrix: Matrix) -> bytes:
        runs = b"".join(self._run(run, node.id) for line in node.lines for run in line)
        fill = solid(node.fill)
        if not runs or fill is None or node.opacity <= 0:
            return b""
        alpha = fill.alpha * node.opacity
        state = self._state(alpha, alpha, node.blend)
        return b"q\n%b%b%b%bQ\n" % (state, color(fill, b"rg"), cm(matrix), runs)

    def _run(self, run: GlyphRun, element: str | None) -> bytes:
        if run.size <= 0:
            return b""
        font = self._resources.font(run.face)
        if font is None:
            message = f"{run.face.family} has no outlines, so its characters are missing from the PDF."
            self._log.add(WarningCode.GLYPH_MISSING, message, page=self._page, element=element)
            return b""
        return run_operators(run, font)

    def _image(self, node: Image, matrix: Matrix) -> bytes:
        named = self._resources.image(node.picture)
        if named is None:
            message = "An image can't be decoded, so its place is empty in the PDF."
            self._log.add(WarningCode.IMAGE_UNREADABLE, message, page=self._page, element=node.id)
            return b""
        name, image = named
        box: Matrix = (node.width, 0.0, 0.0, node.height, 0.0, 0.0)
        matrix = concat(concat(matrix, box), concat(image.orientation, _UPRIGHT))
        if flattens(matrix):
            return b""
        state = self._state(node.opacity, node.opacity, node.blend)
        return b"q\n%b%b/%b Do\nQ\n" % (state, cm(matrix), name.encode())

    def _state(self, fill: float, stroke: float, blend: Blend) -> bytes:
        """The operator that sets opacities and blend mode, or nothing where they are plain."""
        name = self._resources.alpha(fill, stroke, blend)
        return b"" if name is None else b"/%b gs\n" % name.encode()


def _mixes(group: Group) -> bool:
    """Whether anything drawn onto the group's own canvas is blended with what is there."""
    return any(
        (not child.isolated and _mixes(child))
        if isinstance(child, Group)
        else child.blend is not Blend.SOURCE_OVER
        for child in group.children
    )
