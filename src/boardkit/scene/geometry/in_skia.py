"""Outlines and transforms in Skia's own terms, and back."""

from __future__ import annotations

import struct

import numpy as np
import skia

from boardkit.errors import RenderError
from boardkit.scene.nodes import FillRule, Matrix, Outline

_FORMAT = 5
_FILL_TYPE_SHIFT = 8
_KIND_SHIFT = 28
_GENERAL = 0
_FILL_TYPES = {FillRule.NONZERO: 0, FillRule.EVENODD: 1}
_HEADER = struct.Struct("=4I")
"""Before the points: format, and how many points, weights and verbs there are."""


def skia_path(outline: Outline, rule: FillRule = FillRule.NONZERO) -> skia.Path:
    """An outline as Skia's own, handed over whole: a call a segment would cost more than drawing it.

    The bytes are those of `SkPath::writeToMemory`: a header of fill rule and counts, points, conic
    weights, verbs.
    """
    counts = (len(outline.points), len(outline.weights), len(outline.verbs))
    header = _HEADER.pack(_FILL_TYPES[rule] << _FILL_TYPE_SHIFT | _FORMAT, *counts)
    arrays = (outline.points.tobytes(), outline.weights.tobytes(), outline.verbs.tobytes())
    path = skia.Path()
    if not path.readFromMemory(b"".join((header, *arrays, bytes(-len(outline.verbs) % 4)))):
        raise RenderError("An outline could not be read by the rasteriser.")
    return path


def outline_of(path: skia.Path) -> Outline:
    """The geometry of a path of Skia's."""
    data = bytes(path.serialize())
    kind, points, weights, verbs = _HEADER.unpack_from(data)
    if kind >> _KIND_SHIFT != _GENERAL:
        return _outline_of_known(path)
    floats = np.frombuffer(data, dtype=np.float32, count=2 * points + weights, offset=_HEADER.size)
    begin = _HEADER.size + 4 * (2 * points + weights)
    return Outline(
        np.frombuffer(data, dtype=np.uint8, count=verbs, offset=begin),
        floats[: 2 * points].reshape(-1, 2),
        floats[2 * points :],
    )


def _outline_of_known(path: skia.Path) -> Outline:
    """The geometry of an oval or a rounded box, which Skia writes as such until one more verb is added."""
    longer = skia.Path(path)
    longer.moveTo(0, 0)
    outline = outline_of(longer)
    return Outline(outline.verbs[:-1], outline.points[:-1], outline.weights)


def skia_matrix(transform: Matrix) -> skia.Matrix:
    """A transform in Skia's order of numbers."""
    a, b, c, d, e, f = transform
    return skia.Matrix.MakeAll(a, c, e, b, d, f, 0, 0, 1)
