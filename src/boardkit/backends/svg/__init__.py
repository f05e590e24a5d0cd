"""The SVG backend: scenes in, a file a board page out, as vectors."""

from boardkit.backends.svg.document import write_svg

__all__ = ["write_svg"]
