"""One scene as the content of one file."""

from __future__ import annotations

from collections.abc import Iterator

from boardkit.backends.svg.canvas import Canvas
from boardkit.backends.svg.definitions import Definitions
from boardkit.backends.svg.effects import ISOLATED, Effects
from boardkit.backends.svg.markup import element, opacity
from boardkit.backends.svg.painting import Painter
from boardkit.options import TextAs
from boardkit.scene.geometry.matrix import concat
from boardkit.scene.geometry.transforms import flattens, leaves_a_line
from boardkit.scene.nodes import IDENTITY, Blend, Group, Image, Matrix, Node, Path, Scene, Text
from boardkit.scene.silhouettes import in_black
from boardkit.warnings import WarningCode, WarningLog


def page_content(scene: Scene, definitions: Definitions, text: TextAs, log: WarningLog) -> str:
    """The elements that draw `scene`, in the board's coordinates."""
    drawing = _Drawing(scene.number, definitions, Painter(definitions, text, log, scene.number), log)
    canvas = drawing.canvas()
    for layer in scene.layers:
        drawing.draw(layer, IDENTITY, canvas, ())
    return canvas.content()


class _Drawing:
    """Walks a scene. Matrices lead from a node's coordinates to the page's, where all effects happen."""

    def __init__(self, page: int, definitions: Definitions, painter: Painter, log: WarningLog) -> None:
        self._page = page
        self._effects = Effects(definitions)
        self._painter = painter
        self._log = log

    def canvas(self) -> Canvas:
        """A new one, with nothing on it."""
        return Canvas(self._effects)

    def draw(self, node: Node, outer: Matrix, canvas: Canvas, clips: tuple[str, ...]) -> None:
        """Draw `node` and all that is in it onto `canvas`, inside of the `clips`."""
        matrix = concat(outer, node.transform)
        if node.opacity <= 0 or (flattens(matrix) and not leaves_a_line(node)):
            return
        if node.blend is Blend.LIGHTER:
            message = (
                "Added colours (lighter) look right in browsers; other viewers of SVG show them less bright."
            )
            self._log.add(WarningCode.FORMAT_LIMIT, message, page=self._page, element=node.id)
        if isinstance(node, Group):
            self._group(node, matrix, canvas, clips)
            return
        silhouette = in_black(node) if node.blend is Blend.DESTINATION_OUT else None
        for piece in self._pieces(silhouette or node, matrix):
            for content in self._effects.shadowed(piece, node.shadow, node.blend):
                self._put(content, node.blend, canvas, clips, is_black=silhouette is not None)

    def _pieces(self, node: Path | Text | Image, matrix: Matrix) -> Iterator[str]:
        match node:
            case Path():
                return self._painter.path(node, matrix)
            case Text():
                return self._painter.text(node, matrix)
            case Image():
                return self._painter.image(node, matrix)

    def _group(self, group: Group, matrix: Matrix, canvas: Canvas, clips: tuple[str, ...]) -> None:
        """A group is one of the file's where something is done to it as a whole."""
        if group.clip is not None:
            if not len(group.clip.verbs):
                return
            clips = (*clips, self._effects.clip(group.clip, matrix))
        mixes = _mixes(group)
        if not group.isolated and (mixes or group.clip is None):
            for child in group.children:
                self.draw(child, matrix, canvas, clips)
            return
        inner = self.canvas()
        for child in group.children:
            self.draw(child, matrix, inner, ())
        content = inner.content()
        if not content:
            return
        style = ISOLATED if mixes else None
        content = element("g", {"opacity": opacity(group.opacity), "style": style}, content)
        for layer in self._effects.shadowed(content, group.shadow, group.blend):
            self._put(layer, group.blend, canvas, clips, is_black=False)

    def _put(
        self, content: str, blend: Blend, canvas: Canvas, clips: tuple[str, ...], *, is_black: bool
    ) -> None:
        content = self._effects.clipped(content, clips)
        if blend is Blend.DESTINATION_OUT:
            canvas.erase(content if is_black else self._effects.silhouette(content, white=False))
        else:
            canvas.composite(content, blend, clips)


def _mixes(group: Group) -> bool:
    """Whether anything drawn onto the group's own canvas is blended with what is there."""
    return any(
        child.blend is not Blend.SOURCE_OVER
        or (isinstance(child, Group) and not child.isolated and _mixes(child))
        for child in group.children
    )
