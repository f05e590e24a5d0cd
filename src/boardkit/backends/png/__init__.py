"""Scenes as PNG pictures, drawn by Skia as Chromium's canvas draws."""

from boardkit.backends.png.encode import encode_png
from boardkit.backends.png.raster import rasterise

__all__ = ["encode_png", "rasterise"]
