"""Porter and Duff's operations, which keep or take away ink and what is beneath it.

Of two layers, files that only know how to blend colours are told what remains, each in terms of the other.
"""

from __future__ import annotations

from enum import Enum, auto

from boardkit.scene.nodes import Blend


class Part(Enum):
    """What remains of one of two layers, in terms of the other."""

    ALL = auto()
    INSIDE = auto()
    OUTSIDE = auto()
    NONE = auto()


REMAINS = {
    Blend.COPY: (Part.ALL, Part.NONE),
    Blend.SOURCE_IN: (Part.INSIDE, Part.NONE),
    Blend.SOURCE_OUT: (Part.OUTSIDE, Part.NONE),
    Blend.SOURCE_ATOP: (Part.INSIDE, Part.ALL),
    Blend.DESTINATION_IN: (Part.NONE, Part.INSIDE),
    Blend.DESTINATION_ATOP: (Part.OUTSIDE, Part.INSIDE),
    Blend.XOR: (Part.OUTSIDE, Part.OUTSIDE),
}
"""What remains of the ink and of the canvas."""

WHOLE_CANVAS = frozenset(
    blend for blend, (_, canvas) in REMAINS.items() if canvas in (Part.INSIDE, Part.NONE)
)
"""Operations that also change what lies outside the ink."""
