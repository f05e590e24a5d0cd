"""What families stand for, as Chromium on Linux has it."""

from __future__ import annotations

GENERIC_FAMILIES = {
    "": "sans",
    "system-ui": "sans",
    "sans-serif": "Arial",
    "serif": "Times New Roman",
    "monospace": "monospace",
    "cursive": "Comic Sans MS",
    "fantasy": "Impact",
    "math": "Latin Modern Math",
}
"""What Chromium on Linux asks fontconfig for; `sans`, for `system-ui` or no name at all, is fontconfig's own
choice.
"""

STANDARD_FAMILY = "Times New Roman"
"""Chromium's font for pages that name none that is installed."""

ALTERNATIVES = {
    "arial": "Helvetica",
    "helvetica": "Arial",
    "courier": "Courier New",
    "courier new": "Courier",
    "times": "Times New Roman",
    "times new roman": "Times",
}
"""Families that Blink takes for each other."""

PLATFORM_FAMILIES = frozenset({"-apple-system", "blinkmacsystemfont", "ui-sans-serif", "ui-serif"})
"""Words for another platform's own font, which nobody misses."""

_FONTCONFIG_GENERIC = frozenset({"sans", "serif", "monospace"})

_SAME_METRICS = (
    frozenset({"arial", "arimo", "liberation sans"}),
    frozenset({"times new roman", "liberation serif", "tinos"}),
    frozenset({"courier new", "cousine", "liberation mono"}),
    frozenset({"calibri", "carlito"}),
    frozenset({"cambria", "caladea"}),
    frozenset({"georgia", "gelasio"}),
    frozenset({"segoe ui", "selawik"}),
)


def is_acceptable(asked: str, configured: str, found: tuple[str, ...]) -> bool:
    """Whether Chromium takes a font for the family asked for.

    Fontconfig always finds some font. `configured` is what its configuration made of the name asked for,
    `found` the names of the font that it chose.
    """
    if asked.lower() in _FONTCONFIG_GENERIC:
        return True
    names = {name.lower() for name in found}
    if names & {asked.lower(), configured.lower()}:
        return True
    return any(asked.lower() in family and names & family for family in _SAME_METRICS)
