"""Two pictures of the same page: how far they are apart, in figures and as a picture."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels = npt.NDArray[np.uint8]

WHITE = 255


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """How `actual` differs from `expected`.

    - `difference`: uint8[height, width], each pixel's largest channel difference, 0–255.
    - `inked`: bool[height, width], the pixels that either picture does not leave white.
    """

    difference: Pixels
    inked: npt.NDArray[np.bool_]

    @property
    def largest(self) -> int:
        """The largest difference of any channel of any pixel, 0–255."""
        return int(self.difference.max(initial=0))

    @property
    def identical(self) -> float:
        """The share of pixels that are the same, 0–1."""
        return float(np.mean(self.difference == 0))

    def inked_within(self, levels: int) -> float:
        """The share of inked pixels that are at most `levels` apart, 0–1; 1 where nothing is inked."""
        inked = self.difference[self.inked]
        return float(np.mean(inked <= levels)) if inked.size else 1.0

    def __str__(self) -> str:
        return (
            f"{self.identical:.4%} of pixels identical ({int(np.count_nonzero(self.difference))} differ), "
            f"largest difference {self.largest}, "
            f"{self.inked_within(0):.3%} of inked pixels identical, {self.inked_within(16):.3%} within 16"
        )

    def picture(self) -> bytes:
        """A PNG to look at: equal ink pale grey, differences from yellow (1 level) to dark red (255)."""
        canvas = np.full((*self.difference.shape, 3), WHITE, dtype=np.uint8)
        canvas[self.inked] = (225, 225, 225)
        differs = self.difference > 0
        strength = np.sqrt(self.difference[differs] / 255.0)[:, None]
        canvas[differs] = (1 - strength) * np.array([255, 214, 0]) + strength * np.array([150, 0, 30])
        return encode(canvas)


def compare(expected: bytes, actual: bytes) -> Comparison:
    """Compare two PNGs; raises ValueError where their sizes differ."""
    one, two = decode(expected), decode(actual)
    if one.shape != two.shape:
        raise ValueError(
            f"The pictures' sizes differ: expected {one.shape[1]} × {one.shape[0]}, "
            f"got {two.shape[1]} × {two.shape[0]}."
        )
    difference = np.abs(one.astype(np.int16) - two.astype(np.int16)).max(axis=2).astype(np.uint8)
    inked = (one != WHITE).any(axis=2) | (two != WHITE).any(axis=2)
    return Comparison(difference, inked)


def decode(png: bytes) -> Pixels:
    """uint8[height, width, 4]: straight RGBA."""
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGBA"))


def encode(pixels: Pixels) -> bytes:
    """An RGB or RGBA array as PNG."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
