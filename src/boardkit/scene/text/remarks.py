"""What is said of a text's fonts: families that were not to be had, and characters that no font has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boardkit.board import model
from boardkit.scene.context import SceneContext
from boardkit.scene.nodes import GlyphRun
from boardkit.scene.text.css_font import UNSET, CssFont
from boardkit.warnings import WarningCode

_MOST_CHARACTERS_NAMED = 10


def remark_fonts(
    saved: model.Text | model.TextPath, font: CssFont, runs: Iterable[GlyphRun], context: SceneContext
) -> None:
    """Say, once a page, what is wrong with the font that a text's `runs` were set in."""
    if font is UNSET:
        message = "The text's font can't be read; it was drawn in the canvas' first one, 10 px sans-serif."
        context.remark_shared(saved, WarningCode.VALUE_REPAIRED, message)
    stack = context.resources.fonts.match(font.query)
    for family in stack.missing:
        message = f"The font {family[:80]!r} is not installed; {stack.faces[0].family} took its place."
        context.remark_shared(saved, WarningCode.FONT_SUBSTITUTED, message)
    missing = {character for run in runs for character in _missing(run)}
    if missing:
        named = " ".join(map(_named, sorted(missing)[:_MOST_CHARACTERS_NAMED]))
        context.remark_shared(saved, WarningCode.GLYPH_MISSING, f"No font has a glyph for: {named}")


def _named(character: str) -> str:
    """A character as it can be read; by its number where nothing would be seen."""
    return character if character.isprintable() else f"U+{ord(character):04X}"


def _missing(run: GlyphRun) -> Iterator[str]:
    """The characters for which a run shows the box that stands for any."""
    if run.glyphs.all():
        return
    for glyph, cluster in zip(run.glyphs.tolist(), run.clusters.tolist(), strict=True):
        if glyph == 0:
            yield run.text[cluster]
