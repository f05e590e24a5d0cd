"""How large a board may be: named bounds that keep one export from starving the others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one render; each may be set by the caller.

    - `state_bytes`: 10 MB is twice the largest honest board seen, which held a 5 MB picture.
    - `pages`, `elements`, `points`: a year of lessons; beyond that it is a program that writes.
    - `picture_pixels`: of one output picture; 64 MP of RGBA is 256 MB while it is drawn. More is tiled.
    - `image_pixels`: of one embedded image, read from its header before it is decoded.
    - `depth`: nesting of the JSON; the deepest dialect needs 12.
    """

    state_bytes: int = 10_000_000
    pages: int = 500
    elements: int = 200_000
    points: int = 2_000_000
    picture_pixels: int = 64_000_000
    image_pixels: int = 64_000_000
    depth: int = 64
