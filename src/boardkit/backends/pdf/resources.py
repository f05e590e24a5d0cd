"""What content streams refer to by name: fonts, images, forms and graphics states."""

from __future__ import annotations

from collections.abc import Mapping

import pydyf

from boardkit.backends.pdf.fonts import EmbeddedFont, has_outlines
from boardkit.backends.pdf.images import EmbeddedImage, embed
from boardkit.backends.pdf.syntax import compressed, number, numbers
from boardkit.resources import FontFace
from boardkit.scene.nodes import Blend, Picture
from boardkit.scene.pictures import UnreadablePicture

_BLEND_MODES = {Blend.SOURCE_OVER: "/Normal", Blend.MULTIPLY: "/Multiply"}


class DocumentResources:
    """What the pages of one document share: each face and each picture is embedded once."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self._fonts: dict[FontFace, EmbeddedFont | None] = {}
        self._images: dict[Picture, EmbeddedImage | None] = {}
        self._inverse: bytes | None = None

    def font(self, face: FontFace) -> EmbeddedFont | None:
        """The font of `face`, or None for a face without outlines."""
        if face not in self._fonts:
            name = f"F{len(self._fonts) + 1}"
            self._fonts[face] = EmbeddedFont(face, name, self.pdf) if has_outlines(face) else None
        return self._fonts[face]

    def image(self, picture: Picture) -> EmbeddedImage | None:
        """The image of `picture`, or None where its bytes can't be decoded."""
        if picture not in self._images:
            try:
                self._images[picture] = embed(picture, self.pdf)
            except UnreadablePicture:
                self._images[picture] = None
        return self._images[picture]

    def inverse(self) -> bytes:
        """The function 1 - x, which turns what a mask covers into what it spares."""
        if self._inverse is None:
            # A calculator function, because some readers take no other kind in a mask.
            entries = {"FunctionType": 4, "Domain": "[0 1]", "Range": "[0 1]"}
            function = pydyf.Stream([b"{1 exch sub}"], entries)
            self.pdf.add_object(function)
            self._inverse = function.reference
        return self._inverse

    def finish(self) -> None:
        """Embed the fonts, now that it is known which glyphs were used."""
        for font in self._fonts.values():
            if font is not None:
                font.finish(self.pdf)


class PageResources:
    """The resources of one page, shared with the forms on it. Every method answers with a name for `/name`.

    `box` is the page's (x, y, width, height) in board pixels: what forms are clipped to.
    """

    def __init__(self, document: DocumentResources, box: tuple[float, float, float, float]) -> None:
        self._document = document
        x, y, width, height = box
        self._bounds = b"[" + numbers((x, y, x + width, y + height)) + b"]"
        self._fonts: dict[str, bytes] = {}
        self._xobjects: dict[bytes, str] = {}
        self._states: dict[bytes, str] = {}
        self._dictionary = pydyf.Dictionary()
        document.pdf.add_object(self._dictionary)
        self.reference: bytes = self._dictionary.reference

    @property
    def transparent(self) -> bool:
        """Whether anything on the page is mixed with what lies below it."""
        return bool(self._states)

    def font(self, face: FontFace) -> EmbeddedFont | None:
        """The font of `face` (its `name` is the name), or None for a face without outlines."""
        font = self._document.font(face)
        if font is not None:
            self._fonts[font.name] = font.reference
        return font

    def image(self, picture: Picture) -> tuple[str, EmbeddedImage] | None:
        """The name and the image of `picture`, or None where its bytes can't be decoded."""
        image = self._document.image(picture)
        return None if image is None else (self._xobject(image.reference), image)

    def form(self, content: bytes, *, isolated: bool) -> str:
        """`content` as a transparency group; an `isolated` one blends with nothing below it."""
        return self._xobject(self._group(content, isolated=isolated))

    def alpha(self, fill: float, stroke: float, blend: Blend) -> str | None:
        """The graphics state of these opacities and this blend mode; None where it is the plain one."""
        if fill >= 1 and stroke >= 1 and blend is Blend.SOURCE_OVER:
            return None
        entries = b"/ca %b/CA %b/BM %b" % (number(fill), number(stroke), _BLEND_MODES[blend].encode())
        return self._state(entries)

    def spared(self, erasers: bytes) -> str:
        """The graphics state that lets through what the content `erasers` doesn't cover."""
        mask = self._group(erasers, isolated=True)
        entries = b"/SMask <</S /Alpha/G %b/TR %b>>" % (mask, self._document.inverse())
        return self._state(entries)

    def finish(self) -> None:
        """Fill in the dictionary behind `reference`."""
        named: dict[str, Mapping[str, bytes]] = {
            "Font": self._fonts,
            "XObject": {name: reference for reference, name in self._xobjects.items()},
            "ExtGState": {name: state for state, name in self._states.items()},
        }
        self._dictionary.update({key: pydyf.Dictionary(value) for key, value in named.items() if value})

    def _group(self, content: bytes, *, isolated: bool) -> bytes:
        entries = {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": self._bounds,
            "Resources": self.reference,
            "Group": f"<</S /Transparency/CS /DeviceRGB/I {str(isolated).lower()}>>",
        }
        group = compressed(content, entries)
        self._document.pdf.add_object(group)
        reference: bytes = group.reference
        return reference

    def _xobject(self, reference: bytes) -> str:
        return self._xobjects.setdefault(reference, f"X{len(self._xobjects) + 1}")

    def _state(self, entries: bytes) -> str:
        return self._states.setdefault(b"<<" + entries + b">>", f"G{len(self._states) + 1}")
