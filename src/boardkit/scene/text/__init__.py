"""Text laid out once, for all backends, as Konva asks canvas to draw it.

`css_font` reads the font; `wrapping` breaks lines, `typesetting` sets them: `bidi` finds their directions,
`segments` what is shaped by itself, `shaping` the glyphs and the faces that have them; `drawing` places the
lines in their box and paints them, `along_path` single letters on a path; `remarks` tell what fonts lack.
"""

from boardkit.scene.text.along_path import draw_text_path
from boardkit.scene.text.drawing import draw_text, text_extent, text_size

__all__ = ["draw_text", "draw_text_path", "text_extent", "text_size"]
