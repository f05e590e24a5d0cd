"""A path that is drawn band by band looks as if it were drawn at once, whatever it is drawn on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import skia

from boardkit.backends.png.bitmap import Bitmap
from boardkit.backends.png.edges.bands import Band
from boardkit.backends.png.edges.rows import draw_band

Pixels = npt.NDArray[np.uint8]

OVAL = skia.Path.Oval(skia.Rect.MakeLTRB(4.3, 3.6, 55.2, 36.9))
BANDS = (Band(OVAL, bottom=13), Band(OVAL, 13, 27), Band(OVAL, top=27))
PAINTS = (
    skia.Paint(AntiAlias=True, Color=0xFF16A34A),
    skia.Paint(AntiAlias=True, Color=0x80EF4444),
    skia.Paint(AntiAlias=True, Color=0x80EF4444, BlendMode=skia.BlendMode.kXor),
)


def on_the_page(canvas: Any) -> None:
    canvas.clear(0xFFFDE68A)


def on_a_layer(canvas: Any) -> None:
    canvas.clear(0xFFFDE68A)
    canvas.saveLayer(skia.Rect.MakeLTRB(2, 1, 58, 39), None)


def in_a_box(canvas: Any) -> None:
    canvas.clipRect(skia.Rect.MakeLTRB(20, 10, 50, 30))


@pytest.mark.parametrize("paint", PAINTS, ids=["opaque", "half transparent", "xor"])
@pytest.mark.parametrize("place", [on_the_page, on_a_layer, in_a_box])
def test_bands_are_seen_as_one_path(place: Callable[[Any], None], paint: skia.Paint) -> None:
    whole, banded = (drawn(place, bands, paint) for bands in ((Band(OVAL),), BANDS))
    assert np.array_equal(banded, whole)
    assert whole.any()


def drawn(place: Callable[[Any], None], bands: Sequence[Band], paint: skia.Paint) -> Pixels:
    """The pixels of a canvas after a few bands were drawn."""
    bitmap = Bitmap(60, 40)
    place(bitmap.canvas)
    for band in bands:
        draw_band(bitmap.canvas, band, paint)
    bitmap.canvas.restoreToCount(1)
    return bitmap.rows(0)
