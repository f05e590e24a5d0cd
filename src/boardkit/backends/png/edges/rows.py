"""Drawing some rows of a path, as if all of it were drawn.

Skia draws a path that a clip cuts in another way, to other levels. So the whole path is drawn, and what was
in the other rows before is put back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import skia

from boardkit.backends.png.edges.bands import Band
from boardkit.backends.png.paint import BLENDS
from boardkit.scene.nodes import Blend

_NEAREST = skia.SamplingOptions()


def draw_band(canvas: Any, band: Band, paint: skia.Paint) -> None:
    """Draw a band on a canvas that has no transform, and a box for a clip."""
    area = band.path.getBounds().roundOut()
    if not area.intersect(canvas.getDeviceClipBounds()):
        return
    hidden = list(_hidden(band, area))
    before = _pixels(canvas, area) if hidden else None
    canvas.drawPath(band.path, paint)
    for rows in hidden:
        canvas.save()
        canvas.clipRect(rows)
        canvas.drawImage(before, area.left(), area.top(), _NEAREST, skia.Paint(BlendMode=BLENDS[Blend.COPY]))
        canvas.restore()


def _hidden(band: Band, area: skia.IRect) -> Iterator[skia.Rect]:
    """The parts of an area that are not the band's."""
    if band.top > area.top():
        yield skia.Rect.MakeLTRB(area.left(), area.top(), area.right(), band.top)
    if band.bottom < area.bottom():
        yield skia.Rect.MakeLTRB(area.left(), band.bottom, area.right(), area.bottom())


def _pixels(canvas: Any, area: skia.IRect) -> skia.Image:
    """What the canvas, or the layer on it, shows in an area of the device."""
    origin = skia.IPoint(0, 0)
    view = np.asarray(canvas.accessTopLayerPixels(origin))
    rows = np.lib.stride_tricks.as_strided(
        view, shape=view.shape[::-1]
    )  # which skia-python takes for columns
    down, across = area.top() - origin.y(), area.left() - origin.x()
    part = rows[down : down + area.height(), across : across + area.width()].copy()
    pixels = part.view(np.uint8).reshape(*part.shape, 4)
    info = canvas.imageInfo()
    return skia.Image.fromarray(pixels, info.colorType(), info.alphaType())
