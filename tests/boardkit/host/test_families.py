"""When Chromium takes a font for the family that was asked for."""

from __future__ import annotations

import pytest

from boardkit.host.families import is_acceptable


@pytest.mark.parametrize(
    ("asked", "configured", "found", "taken"),
    [
        ("DejaVu Sans", "DejaVu Sans", ("DejaVu Sans",), True),
        ("dejavu sans", "dejavu sans", ("DejaVu Sans",), True),
        ("DejaVu Sans Condensed", "DejaVu Sans Condensed", ("DejaVu Sans", "DejaVu Sans Condensed"), True),
        ("Arial", "Arial", ("Liberation Sans",), True),
        ("Arial", "Arial", ("DejaVu Sans",), False),
        ("Verdana", "Verdana", ("DejaVu Sans",), False),
        ("My Alias", "DejaVu Sans", ("DejaVu Sans",), True),
        ("serif", "DejaVu Serif", ("Whatever There Is",), True),
        ("system-ui", "system-ui", ("DejaVu Sans",), False),
    ],
)
def test_a_font_is_taken_for_its_names_an_alias_or_the_same_metrics(
    asked: str, configured: str, found: tuple[str, ...], taken: bool
) -> None:
    assert is_acceptable(asked, configured, found) is taken
