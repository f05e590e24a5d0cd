"""What is kept from page to page of one render: glyph outlines, decoded pictures and their halvings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import skia

from boardkit.backends.png.lettering import Lettering
from boardkit.backends.png.sampling.mipmaps import Mipmaps
from boardkit.backends.png.sampling.pixel_store import PixelStore
from boardkit.scene.nodes import Picture
from boardkit.scene.pictures.image_files import StoredPicture, UnreadablePicture, stored_picture, upright


class Kept:
    """Letters, and pictures once they are decoded; each is made when it is first asked for."""

    def __init__(self) -> None:
        self.lettering = Lettering()
        self._pixels = PixelStore()
        self._mipmaps = Mipmaps(self._pixels)
        self._stored: dict[Picture, StoredPicture | None] = {}

    def stored(self, picture: Picture) -> StoredPicture | None:
        """A picture as its file has it; None for a file that can't be decoded."""
        if picture not in self._stored:
            with self._unreadable(picture):
                self._stored[picture] = stored_picture(picture)
        return self._stored[picture]

    def upright(self, picture: Picture) -> skia.Image | None:
        """A picture's upright pixels, as patterns repeat them; None for a file that can't be decoded."""
        stored = self.stored(picture)
        if stored is None:
            return None
        with self._unreadable(picture):
            return self._pixels.get(
                picture,
                picture.width * picture.height,
                lambda: upright(stored, self._mipmaps.whole(stored)),
            )
        return None

    def fitting(
        self, stored: StoredPicture, part: skia.Rect, box: skia.Rect, matrix: skia.Matrix
    ) -> tuple[skia.Image, skia.Rect] | None:
        """What to draw of a picture, and which part of that; None where there is nothing to be seen."""
        with self._unreadable(stored.file):
            return self._mipmaps.fitting(stored, part, box, matrix)
        return None

    def is_unreadable(self, picture: Picture) -> bool:
        """Whether a picture was asked for and can't be decoded."""
        return picture in self._stored and self._stored[picture] is None

    @contextmanager
    def _unreadable(self, picture: Picture) -> Iterator[None]:
        """A picture that turns out to be none is not tried again."""
        try:
            yield
        except UnreadablePicture:
            self._stored[picture] = None
