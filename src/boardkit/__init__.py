"""boardkit turns a saved whiteboard into the picture that the person saw.

    >>> from boardkit import RenderOptions, render
    >>> rendered = render(state, format="pdf", options=RenderOptions(paper="a4"))
    >>> rendered.media_type, rendered.page_count
    ('application/pdf', 3)

The way of the data: bytes → `board` (as saved) → `scene` (as drawn) → `backends` (as a file).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boardkit.embedded import extract_state
from boardkit.errors import (
    BoardkitError,
    NotJson,
    OptionsError,
    OverLimit,
    PictureError,
    RenderError,
    StateError,
)
from boardkit.limits import Limits
from boardkit.options import FORMATS, RenderOptions
from boardkit.resources import (
    FontFace,
    FontQuery,
    FontSource,
    FontStack,
    ImageSource,
    ImageUnavailable,
    Resources,
)
from boardkit.warnings import RenderWarning, WarningCode

if TYPE_CHECKING:
    from boardkit.api import Inspection, Rendered, image_addresses, inspect, render

__all__ = [
    "FORMATS",
    "BoardkitError",
    "FontFace",
    "FontQuery",
    "FontSource",
    "FontStack",
    "ImageSource",
    "ImageUnavailable",
    "Inspection",
    "Limits",
    "NotJson",
    "OptionsError",
    "OverLimit",
    "PictureError",
    "RenderError",
    "RenderOptions",
    "RenderWarning",
    "Rendered",
    "Resources",
    "StateError",
    "WarningCode",
    "extract_state",
    "image_addresses",
    "inspect",
    "render",
]


def __getattr__(name: str) -> Any:
    """Load Skia when something is drawn, not when somebody only wants the options or the errors."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from boardkit import api

    return getattr(api, name)
