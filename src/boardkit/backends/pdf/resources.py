"""What content streams refer to by name: fonts, images, forms, patterns and graphics states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor

import pydyf
import skia

from boardkit.backends.pdf.fonts import EmbeddedFont, has_outlines
from boardkit.backends.pdf.images import EmbeddedImage, embed, refinement
from boardkit.backends.pdf.picture_fonts import PictureFont
from boardkit.backends.pdf.syntax import compressed, number, numbers
from boardkit.resources import FontFace
from boardkit.scene.nodes import Blend, Picture
from boardkit.scene.pictures.image_files import UnreadablePicture
from boardkit.scene.text.glyph_pictures import GlyphPicture, GlyphPictures

_WHOLE = 16.0  # board pixels, which are whole pixels at 72, 96, 144, 150, 192, 300 and 600 to an inch
_NEARLY = 0.01

_BLEND_MODES = {
    Blend.MULTIPLY: b"Multiply",
    Blend.SCREEN: b"Screen",
    Blend.LIGHTER: b"Screen",  # PDF adds nothing up; this is its nearest
    Blend.OVERLAY: b"Overlay",
    Blend.DARKEN: b"Darken",
    Blend.LIGHTEN: b"Lighten",
    Blend.COLOR_DODGE: b"ColorDodge",
    Blend.COLOR_BURN: b"ColorBurn",
    Blend.HARD_LIGHT: b"HardLight",
    Blend.SOFT_LIGHT: b"SoftLight",
    Blend.DIFFERENCE: b"Difference",
    Blend.EXCLUSION: b"Exclusion",
    Blend.HUE: b"Hue",
    Blend.SATURATION: b"Saturation",
    Blend.COLOR: b"Color",
    Blend.LUMINOSITY: b"Luminosity",
}
"""The blend modes of colours; whatever else a canvas can do is `canvas`' business."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A glyph by its code in a font, and its advance in thousandths of the font size."""

    font: EmbeddedFont | PictureFont
    code: int
    width: int


class DocumentResources:
    """What the pages of one document share: each face and each picture is embedded once."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.pictures = GlyphPictures()
        self._fonts: dict[FontFace, EmbeddedFont | None] = {}
        self._picture_fonts: dict[FontFace, list[PictureFont]] = {}
        self._images: dict[tuple[Picture, int], EmbeddedImage | None] = {}

    def font(self, face: FontFace) -> EmbeddedFont | None:
        """The font of `face`, or None for a face without outlines."""
        if face not in self._fonts:
            name = f"F{len(self._fonts) + 1}"
            self._fonts[face] = EmbeddedFont(face, name, self.pdf) if has_outlines(face) else None
        return self._fonts[face]

    def picture_font(self, face: FontFace, glyph: int, text: str) -> PictureFont:
        """The font of pictures in which `glyph` says `text`."""
        fonts = self._picture_fonts.setdefault(face, [])
        for font in fonts:
            if font.has_room(glyph, text):
                return font
        count = sum(map(len, self._picture_fonts.values()))
        fonts.append(PictureFont(face, f"E{count + 1}", self.pdf))
        return fonts[-1]

    def image(self, picture: Picture, enlarged: float = 1.0) -> EmbeddedImage | None:
        """The image of `picture` for showing it so much `enlarged`; None where it can't be decoded."""
        key = picture, refinement(picture, enlarged)
        if key not in self._images:
            try:
                self._images[key] = embed(picture, self.pdf, key[1])
            except UnreadablePicture:
                self._images[key] = None
        return self._images[key]

    def finish(self) -> None:
        """Embed the fonts, now that it is known which glyphs were used."""
        for font in self._fonts.values():
            if font is not None:
                font.finish(self.pdf)
        for fonts in self._picture_fonts.values():
            for pictures in fonts:
                pictures.finish(self.pdf)


class PageResources:
    """The resources of one page, shared with the forms on it. Most methods answer with a name for `/name`.

    `box` is the page's (x, y, width, height) in board pixels: what forms are clipped to.
    """

    def __init__(self, document: DocumentResources, box: tuple[float, float, float, float]) -> None:
        self.document = document
        x, y, width, height = box
        self.box = numbers(box)
        self.page = skia.Rect.MakeXYWH(*box)
        self._bounds = b"[" + numbers((x, y, x + width, y + height)) + b"]"
        self._fonts: dict[str, bytes] = {}
        self._xobjects: dict[bytes, str] = {}
        self._patterns: dict[bytes, str] = {}
        self._states: dict[bytes, str] = {}
        self._dictionary = pydyf.Dictionary()
        document.pdf.add_object(self._dictionary)
        self.reference: bytes = self._dictionary.reference

    def shown_part(self, area: skia.Rect) -> skia.Rect | None:
        """What a picture must cover to show what the page has of an `area`: nearly whole pixels at common
        resolutions. Poppler stretches pictures until they reach into the next ones.
        """
        if not area.intersect(self.page):
            return None
        left, bottom = self.page.left(), self.page.bottom()
        whole = skia.Rect.MakeLTRB(
            left + floor((area.left() - left) / _WHOLE) * _WHOLE,
            bottom - ceil((bottom - area.top()) / _WHOLE) * _WHOLE,
            left + ceil((area.right() - left) / _WHOLE) * _WHOLE,
            bottom - floor((bottom - area.bottom()) / _WHOLE) * _WHOLE,
        )
        whole.inset(_NEARLY, _NEARLY)
        return whole

    @property
    def transparent(self) -> bool:
        """Whether anything on the page is mixed with what lies below it."""
        return bool(self._states)

    @property
    def patterned(self) -> bool:
        """Whether anything on the page is painted with a pattern or a gradient."""
        return bool(self._patterns)

    def outlines(self, face: FontFace) -> EmbeddedFont | None:
        """The font of `face` for what is drawn of it; None for a face without outlines."""
        return self.document.font(face)

    def can_show(self, face: FontFace) -> bool:
        """Whether there are outlines or pictures in `face`."""
        return face.is_color or self.document.font(face) is not None

    def picture(self, face: FontFace, glyph: int) -> GlyphPicture | None:
        """The picture of a glyph that has colours of its own."""
        return self.document.pictures.picture(face, glyph)

    def letter(self, face: FontFace, glyph: int, text: str, span: int) -> Letter:
        """A glyph that says `text` and, if possible, reaches as far as `span` in thousandths of the font
        size, of a face that can show something.
        """
        font = self.document.font(face)
        if font is None or self.picture(face, glyph):
            return self._picture_letter(face, glyph, text)
        width = max(font.width(glyph), span) if font.stretches else font.width(glyph)
        self._fonts[font.name] = font.reference
        return Letter(font, font.code(glyph, text, width), width)

    def _picture_letter(self, face: FontFace, glyph: int, text: str) -> Letter:
        font = self.document.picture_font(face, glyph, text)
        self._fonts[font.name] = font.reference
        return Letter(font, font.code(glyph, text), font.width(glyph))

    def image(self, picture: Picture, enlarged: float = 1.0) -> tuple[str, EmbeddedImage] | None:
        """The name and the image of `picture`, or None where its bytes can't be decoded."""
        image = self.document.image(picture, enlarged)
        return None if image is None else (self.xobject(image.reference), image)

    def block(self, content: bytes) -> str:
        """`content` as a form that is no group: its space is the board's, whatever the page's is."""
        return self.xobject(self._form(content, {}))

    def group(self, content: bytes, *, isolated: bool) -> str:
        """`content` as a transparency group; an `isolated` one blends with nothing below it."""
        return self.xobject(self._form(content, _group("/DeviceRGB", isolated=isolated)))

    def pattern(self, pattern: pydyf.Object) -> str:
        """`pattern`, whose matrix leads to the board's space."""
        reference = self.add(pattern)
        return self._patterns.setdefault(reference, f"P{len(self._patterns) + 1}")

    def alpha(self, fill: float, line: float, blend: Blend) -> str | None:
        """The graphics state of these opacities and this blend mode; None where it is the plain one."""
        mode = _BLEND_MODES.get(blend, b"Normal")
        if fill >= 1 and line >= 1 and mode == b"Normal":
            return None
        return self._state(b"/ca %b/CA %b/BM /%b" % (number(fill), number(line), mode))

    def coverage(self, content: bytes) -> str:
        """The graphics state that shows only what `content` covers."""
        form = self._form(content, _group("/DeviceRGB", isolated=True))
        return self._state(b"/SMask <</S /Alpha/G %b>>" % form)

    def silhouette(self, content: bytes, *, white: bool = False) -> bytes:
        """The operators that draw what `content` covers in black or white."""
        return b"q\n/%b gs\n%d g\n%b re f\nQ\n" % (self.coverage(content).encode(), white, self.box)

    def exclusion(self, silhouette: bytes) -> bytes:
        """The operators that turn to its opposite what lies below a white `silhouette`."""
        return b"q\n/%b gs\n%bQ\n" % (self._state(b"/BM /Exclusion").encode(), silhouette)

    def spared(self, silhouette: bytes) -> str:
        """The graphics state that shows only what a black `silhouette` spares.

        Readers agree on black over white. An inverted coverage would say it, too, but some don't invert.
        """
        return self.luminosity(b"1 g\n%b re f\n%b" % (self.box, silhouette))

    def luminosity(self, content: bytes) -> str:
        """The graphics state that shows as much as `content`, in greys, is bright."""
        form = self._form(content, _group("/DeviceGray", isolated=True))
        return self._state(b"/SMask <</S /Luminosity/G %b>>" % form)

    def add(self, item: pydyf.Object) -> bytes:
        """The reference of a new object in the document."""
        self.document.pdf.add_object(item)
        reference: bytes = item.reference
        return reference

    def finish(self) -> None:
        """Fill in the dictionary behind `reference`."""
        named: dict[str, Mapping[str, bytes]] = {
            "Font": self._fonts,
            "XObject": {name: reference for reference, name in self._xobjects.items()},
            "Pattern": {name: reference for reference, name in self._patterns.items()},
            "ExtGState": {name: state for state, name in self._states.items()},
        }
        self._dictionary.update({key: pydyf.Dictionary(value) for key, value in named.items() if value})

    def xobject(self, reference: bytes) -> str:
        """The name of an image or a form of the document."""
        return self._xobjects.setdefault(reference, f"X{len(self._xobjects) + 1}")

    def _form(self, content: bytes, entries: Mapping[str, object]) -> bytes:
        form = {"Type": "/XObject", "Subtype": "/Form", "BBox": self._bounds, "Resources": self.reference}
        return self.add(compressed(content, {**form, **entries}))

    def _state(self, entries: bytes) -> str:
        return self._states.setdefault(b"<<" + entries + b">>", f"G{len(self._states) + 1}")


def _group(space: str, *, isolated: bool) -> dict[str, object]:
    return {"Group": f"<</S /Transparency/CS {space}/I {str(isolated).lower()}>>"}
