"""The elements of one path, text or image."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from boardkit.backends.svg.definitions import Definitions
from boardkit.backends.svg.effects import Effects
from boardkit.backends.svg.images import Pictures
from boardkit.backends.svg.inks import Ink, Inks, nests
from boardkit.backends.svg.markup import Attributes, element, opacity, transform
from boardkit.backends.svg.paths import path_data, pen
from boardkit.backends.svg.text import COLOURED_FONTS, PICTURES, Fonts, lines
from boardkit.options import TextAs
from boardkit.scene.geometry.matrix import concat
from boardkit.scene.geometry.transforms import magnification, transformed
from boardkit.scene.nodes import (
    IDENTITY,
    Blend,
    Color,
    FillRule,
    GlyphRun,
    Image,
    Matrix,
    Paint,
    Path,
    Pattern,
    RadialGradient,
    Stroke,
    Text,
)
from boardkit.scene.text.glyph_pictures import GlyphPictures
from boardkit.warnings import WarningCode, WarningLog

_Draw = Callable[[Attributes], str]
"""Makes a node's elements with the attributes of its paint."""

_WHITE = Ink("#fff", 1.0)


class Painter:
    """Paints the leaves of one page's scene; `page` is its number, for remarks.

    Every method yields pieces, to be composited one after the other, in the page's space.
    """

    def __init__(self, definitions: Definitions, text: TextAs, log: WarningLog, page: int) -> None:
        self._definitions = definitions
        self._effects = Effects(definitions)
        self._pictures = Pictures(definitions)
        self._inks = Inks(definitions, self._pictures)
        self._fonts = Fonts()
        self._glyphs = GlyphPictures()
        self._text = text
        self._log = log
        self._page = page

    def path(self, node: Path, matrix: Matrix) -> Iterator[str]:
        """An outline filled, then stroked."""
        if not len(node.outline.verbs):
            return
        scaled = node.stroke is None or node.stroke.scaled
        manner: Attributes = {
            "d": path_data(node.outline, magnification(matrix)),
            "transform": transform(matrix),
            "fill-rule": "evenodd" if node.fill_rule is FillRule.EVENODD else None,
        }

        def draw(paint: Attributes) -> str:
            return element("path", {**manner, **paint})

        if scaled:
            yield from self._painted(node, matrix, draw)
            return
        on_page: Attributes = {"d": path_data(transformed(node.outline, matrix))}
        fill = self._ink(node, node.fill, matrix)
        line = self._ink(node, node.stroke.paint if node.stroke else None, IDENTITY)
        if fill:
            yield self._one(draw, fill, None, None)
        if line and node.stroke and node.stroke.width > 0:
            yield self._one(lambda paint: element("path", {**on_page, **paint}), None, line, node.stroke)

    def text(self, node: Text, matrix: Matrix) -> Iterator[str]:
        """Lines of text."""
        is_bold = self._text == "text" and any(run.face.emboldened for line in node.lines for run in line)
        faded = 1.0 if is_bold else _picture_opacity(node)

        def draw(paint: Attributes) -> str:
            content = "".join(self._lettering(node, magnification(matrix), paint, faded))
            manner = _as_one(paint) if is_bold else paint
            return element("g", {"transform": transform(matrix), **manner}, content) if content else ""

        yield from filter(None, self._painted(node, matrix, draw))

    def image(self, node: Image, matrix: Matrix) -> Iterator[str]:
        """A picture, or the part of it that is shown."""
        picture = self._pictures.identity(node.picture)
        if picture is None:
            self._remark_unreadable(node)
            return
        x, y, width, height = node.crop or (0.0, 0.0, float(node.picture.width), float(node.picture.height))
        if not (width > 0 and height > 0):
            return
        across, down = node.width / width, node.height / height
        whole = concat(matrix, (across, 0.0, 0.0, down, -x * across, -y * down))
        image = element(
            "use",
            {"xlink:href": f"#{picture}", "transform": transform(whole), "opacity": opacity(node.opacity)},
        )
        if node.crop is not None:
            box = element(
                "rect", {"x": x, "y": y, "width": width, "height": height, "transform": transform(whole)}
            )
            image = self._effects.clipped(image, (self._definitions.add("clipPath", {}, box),))
        yield image

    def _painted(self, node: Path | Text, matrix: Matrix, draw: _Draw) -> Iterator[str]:
        """Fill and line: as one where that looks the same, else one after the other."""
        stroke = node.stroke if node.stroke and node.stroke.width > 0 else None
        fill = self._ink(node, node.fill, matrix)
        line = self._ink(node, stroke.paint, matrix) if stroke else None
        plain = node.blend is Blend.SOURCE_OVER and node.shadow is None
        if fill and line and plain and not (fill.tile or line.tile):
            yield self._one(draw, fill, line, stroke)
            return
        if fill:
            yield self._one(draw, fill, None, None)
        if line:
            yield self._one(draw, None, line, stroke)

    def _one(self, draw: _Draw, fill: Ink | None, line: Ink | None, stroke: Stroke | None) -> str:
        if fill and fill.tile:
            return self._effects.seen_through(fill.tile, draw(_paint(_WHITE, None, None)))
        if line and line.tile:
            return self._effects.seen_through(line.tile, draw(_paint(None, _WHITE, stroke)))
        return draw(_paint(fill, line, stroke))

    def _ink(self, node: Path | Text, paint: Paint | None, matrix: Matrix) -> Ink | None:
        ink = self._inks.ink(paint, node.opacity, matrix)
        if ink is None and isinstance(paint, Pattern):
            self._remark_unreadable(node)
        if ink and isinstance(paint, RadialGradient) and not nests(paint):
            message = "A gradient between two circles side by side looks different in SVG, which has none."
            self._log.add(WarningCode.FORMAT_LIMIT, message, page=self._page, element=node.id)
        return ink

    def _lettering(self, node: Text, scale: float, paint: Attributes, faded: float) -> Iterator[str]:
        """Text, with pictures for viewers whose fonts have no colours; or outlines and pictures."""
        runs = [run for line in node.lines for run in line if run.size > 0]
        if self._text == "outlines":
            for run in runs:
                yield from self._as_shapes(run, scale, node, faded)
            return
        yield from lines(node.lines, self._fonts, paint, self._has_pictures)
        for run in filter(self._has_pictures, runs):
            self._definitions.add("style", {}, COLOURED_FONTS)
            yield element("g", {"class": PICTURES}, *self._as_shapes(run, scale, node, faded))

    def _has_pictures(self, run: GlyphRun) -> bool:
        return any(self._glyphs.picture(run.face, glyph) for glyph in run.glyphs.tolist())

    def _as_shapes(self, run: GlyphRun, scale: float, node: Text, faded: float) -> Iterator[str]:
        """The outlines of a run as one path; coloured glyphs as pictures of an opacity."""
        pictured = {}
        for index, glyph in enumerate(run.glyphs.tolist()):
            if picture := self._glyphs.picture(run.face, glyph):
                pictured[index] = picture
        outlines = self._fonts.outlines(run, [i for i in range(len(run.glyphs)) if i not in pictured])
        if len(outlines.verbs):
            yield element("path", {"d": path_data(outlines, scale)})
        elif run.text.strip() and not pictured:
            message = f"{run.face.family} has no outlines, so its characters are missing from the SVG."
            self._log.add(WarningCode.GLYPH_MISSING, message, page=self._page, element=node.id)
        for index, picture in pictured.items():
            place = transform(picture.placed(float(run.x[index]), float(run.y[index]), run.size))
            image = f"#{self._pictures.identity(picture.picture)}"
            yield element("use", {"xlink:href": image, "transform": place, "opacity": opacity(faded)})

    def _remark_unreadable(self, node: Path | Text | Image) -> None:
        message = "An image can't be decoded, so its place is empty in the SVG."
        self._log.add(WarningCode.IMAGE_UNREADABLE, message, page=self._page, element=node.id)


def _picture_opacity(node: Text) -> float:
    """How far coloured glyphs fade with a text."""
    return (node.fill.alpha if isinstance(node.fill, Color) else 1.0) * node.opacity


def _as_one(paint: Attributes) -> Attributes:
    """A paint of letters that fade together with the lines that make them bold."""
    if "stroke" in paint:
        return paint
    return {**paint, "fill-opacity": None, "opacity": paint["fill-opacity"]}


def _paint(fill: Ink | None, line: Ink | None, stroke: Stroke | None) -> Attributes:
    attributes: dict[str, str | float | None] = {"fill": fill.value if fill else "none"}
    if fill:
        attributes["fill-opacity"] = opacity(fill.opacity)
    if line and stroke:
        attributes |= {"stroke": line.value, "stroke-opacity": opacity(line.opacity), **pen(stroke)}
    return attributes
