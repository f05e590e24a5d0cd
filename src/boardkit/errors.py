"""What can go wrong while a board becomes a file.

    BoardkitError
    ├── StateError              the saved state can't be exported as it is
    │   ├── NotJson             the bytes are no JSON
    │   └── OverLimit           too deep, too many pages, elements or points, too large
    ├── OptionsError            an option is unknown, ill-typed or asks for a page that isn't there
    ├── PictureError            a client's own picture is no PNG, is damaged, or is too large
    └── RenderError             the scene could not be drawn or encoded

One bad element is never an error: it becomes a `RenderWarning` in the result. Every error's text is
one sentence that a person understands; none holds a path, an address or a stack.
"""

from __future__ import annotations


class BoardkitError(Exception):
    """Base of everything that boardkit raises on purpose."""


class StateError(BoardkitError):
    """The saved state can't be exported as it is."""


class NotJson(StateError):
    """The bytes are no JSON."""


class OverLimit(StateError):
    """The state or the picture it asks for exceeds one of `Limits`.

    `limit` is the field's name in `Limits`, `allowed` its value, `found` what the board has.
    """

    def __init__(self, message: str, *, limit: str, allowed: int, found: int | None = None) -> None:
        super().__init__(message)
        self.limit = limit
        self.allowed = allowed
        self.found = found


class OptionsError(BoardkitError):
    """An option is unknown, ill-typed or impossible; `field` names it."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


class PictureError(BoardkitError):
    """A client's own picture is no PNG, is damaged, or is too large."""


class RenderError(BoardkitError):
    """The scene could not be drawn or encoded."""
