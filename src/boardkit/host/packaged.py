"""The font that comes along, for machines that have none."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from boardkit.resources import FontFace


@cache
def noto_sans() -> FontFace:
    """Noto Sans: Latin, Greek and Cyrillic."""
    data = files("fontpkg_noto_sans").joinpath("files", "NotoSans[wdth,wght].ttf").read_bytes()
    return FontFace(data, "Noto Sans")
