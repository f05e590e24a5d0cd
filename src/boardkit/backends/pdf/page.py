"""One scene as the content of one page."""

from __future__ import annotations

from collections.abc import Iterator

from boardkit.backends.pdf.canvas import Canvas
from boardkit.backends.pdf.painting import Painter
from boardkit.backends.pdf.paper import Placement
from boardkit.backends.pdf.paths import path_data, unlike_rectangle
from boardkit.backends.pdf.resources import PageResources
from boardkit.backends.pdf.syntax import cm, numbers
from boardkit.scene.geometry.matrix import concat
from boardkit.scene.geometry.transforms import flattens, leaves_a_line, transformed
from boardkit.scene.nodes import IDENTITY, Blend, Group, Image, Matrix, Node, Outline, Path, Scene, Text
from boardkit.scene.silhouettes import in_black
from boardkit.warnings import WarningCode, WarningLog


def page_content(scene: Scene, enlarged: float, resources: PageResources, log: WarningLog) -> bytes:
    """The operators that draw `scene` in the board's space; it is printed `enlarged` times as large."""
    canvas = Canvas(resources)
    drawing = _Drawing(resources, max(1.0, enlarged), log, scene.number)
    for layer in scene.layers:
        drawing.draw(layer, IDENTITY, canvas, b"")
    content = canvas.content()
    # Patterns stand in the space that their stream starts with: it must be the board's.
    return as_form(content, resources) if resources.patterned else content


def as_form(content: bytes, resources: PageResources) -> bytes:
    """The operators that draw `content`, which is written once however often it is drawn."""
    return b"/%b Do\n" % resources.block(content).encode()


def on_sheet(content: bytes, placement: Placement) -> bytes:
    """The operators that draw `content` of the board's space on a sheet, as far as it shows it."""
    return cm(placement.matrix) + numbers(placement.part) + b" re W n\n" + content


class _Drawing:
    """Walks a scene. Matrices lead from a node's coordinates to the board's."""

    def __init__(self, resources: PageResources, enlarged: float, log: WarningLog, page: int) -> None:
        self._resources = resources
        self._painter = Painter(resources, enlarged, log, page)
        self._enlarged = enlarged
        self._log = log
        self._page = page

    def draw(self, node: Node, outer: Matrix, canvas: Canvas, clip: bytes) -> None:
        """Draw `node` and all that is in it onto `canvas`, inside of the `clip` that operators set."""
        matrix = concat(outer, node.transform)
        if node.opacity <= 0 or (flattens(matrix) and not leaves_a_line(node)):
            return
        if node.blend is Blend.LIGHTER:
            message = "PDF can't add colours up (lighter); they are drawn as screen, which is less bright."
            self._log.add(WarningCode.FORMAT_LIMIT, message, page=self._page, element=node.id)
        match node:
            case Group():
                self._group(node, matrix, canvas, clip)
            case Path() | Text() | Image():
                self._leaf(node, matrix, canvas, clip)

    def _leaf(self, node: Path | Text | Image, matrix: Matrix, canvas: Canvas, clip: bytes) -> None:
        black = in_black(node) if node.blend is Blend.DESTINATION_OUT else None
        if black is None:
            self._put(self._pieces(node, matrix), node.blend, canvas, clip)
            return
        for silhouette in self._painter.path(black, matrix):
            canvas.erase(silhouette, clip)

    def _pieces(self, node: Path | Text | Image, matrix: Matrix) -> Iterator[bytes]:
        match node:
            case Path():
                return self._painter.path(node, matrix)
            case Text():
                return self._painter.text(node, matrix)
            case Image():
                return self._painter.image(node, matrix)

    def _put(self, pieces: Iterator[bytes], blend: Blend, canvas: Canvas, clip: bytes) -> None:
        for piece in pieces:
            if blend is Blend.DESTINATION_OUT:
                canvas.erase(self._resources.silhouette(piece), clip)
            else:
                canvas.composite(piece, blend, clip)

    def _group(self, group: Group, matrix: Matrix, canvas: Canvas, clip: bytes) -> None:
        """An isolated group needs a canvas of its own only where that can be seen."""
        if group.clip is not None:
            clip += self._clip(transformed(group.clip, matrix))
        if not (group.isolated and (_stands_out(group) or _mixes(group))):
            for child in group.children:
                self.draw(child, matrix, canvas, clip)
            return
        inner = Canvas(self._resources)
        for child in group.children:
            self.draw(child, matrix, inner, b"")
        name = self._resources.group(inner.content(), isolated=True)
        state = self._painter.state(group.opacity, group.blend)
        content = b"q\n%b/%b Do\nQ\n" % (state, name.encode())
        self._put(self._painter.above_shadow(content, group, matrix), group.blend, canvas, clip)

    def _clip(self, outline: Outline) -> bytes:
        """The operators that clip to an outline of the board's space, and stay in that space."""
        if not len(outline.verbs):
            return b"0 0 0 0 re W n\n"
        data = path_data(unlike_rectangle(outline), self._enlarged)
        (x, y), unit = data.origin, 1 / data.per_unit
        there = cm((unit, 0.0, 0.0, unit, x, y))
        back = cm((data.per_unit, 0.0, 0.0, data.per_unit, -x * data.per_unit, -y * data.per_unit))
        return there + data.operators + b"W n\n" + back


def _stands_out(group: Group) -> bool:
    """Whether something is done to the group's canvas as a whole."""
    return group.opacity < 1 or group.blend is not Blend.SOURCE_OVER or group.shadow is not None


def _mixes(group: Group) -> bool:
    """Whether anything drawn onto the group's own canvas is blended with what is there."""
    return any(
        child.blend is not Blend.SOURCE_OVER
        or (isinstance(child, Group) and not child.isolated and _mixes(child))
        for child in group.children
    )
