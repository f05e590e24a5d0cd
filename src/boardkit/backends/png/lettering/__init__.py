"""Text as Chromium's canvas shows it, glyph by glyph.

`placing` takes the transform apart, `outlines` reads the font, `masks` draws coverage and sends it through
`gamma`, `pictures` draws coloured glyphs; `runs` puts them down.
"""

from boardkit.backends.png.lettering.runs import Ink, Lettering

__all__ = ["Ink", "Lettering"]
