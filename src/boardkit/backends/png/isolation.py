"""The canvases that Konva lends to groups and shapes which are drawn by themselves first.

How large such a canvas is decides which edges Skia cuts at its border, and that by some levels how their
other pixels come out. So each is as large as Konva's is at that moment: one for each layer, which grows with
what was drawn on it before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import Self

Size = tuple[int, int]
"""Width and height in device pixels."""

_HEADROOM = 1.5


@dataclass(slots=True)
class LentCanvas:
    """A canvas that lends others; `scale` device pixels are a board pixel. `board`: its size in those."""

    board: tuple[float, float]
    scale: float
    size: Size = (0, 0)
    _lent: Self | None = field(default=None, init=False)

    def lend(self, needed: Size) -> Self:
        """A canvas of at least the needed size, the same one every time."""
        if self._lent is None:
            self._lent = type(self)((0.0, 0.0), self.scale)
        lent = self._lent
        if lent.size[0] < needed[0] or lent.size[1] < needed[1]:
            across, down = (self._grown(*sides) for sides in zip(needed, lent.size, self.board, strict=True))
            lent.board = (across, down)
            # Few boards are whole pixels at every scale; the page, rounded up, has to fit all the same.
            lent.size = (max(needed[0], int(across * self.scale)), max(needed[1], int(down * self.scale)))
        return lent

    def _grown(self, needed: int, had: int, most: float) -> float:
        """A side in board pixels, with room for the next one that is a little larger."""
        return min(most, ceil((max(needed, had * _HEADROOM) if had < needed else had) / self.scale))
