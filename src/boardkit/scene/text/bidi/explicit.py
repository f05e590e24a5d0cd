"""Rules X1–X8: levels of embeddings, overrides and isolates, and the classes that overrides change."""

from __future__ import annotations

from dataclasses import dataclass, field

from boardkit.scene.text.bidi.classes import ISOLATES, matching_isolates

MAX_DEPTH = 125

_EMBEDDINGS: dict[str, tuple[int, str | None]] = {
    "RLE": (1, None),
    "LRE": (0, None),
    "RLO": (1, "R"),
    "LRO": (0, "L"),
}


def explicit_levels(original: list[str], base: int) -> tuple[list[int], list[str]]:
    """Each character's level so far, and its class."""
    walk = _Walk(original, matching_isolates(original), [_Embedding(base)], list(original))
    levels = [walk.level_of(index, kind) for index, kind in enumerate(original)]
    return levels, walk.classes


@dataclass(frozen=True, slots=True)
class _Embedding:
    level: int
    override: str | None = None
    is_isolate: bool = False


@dataclass(slots=True)
class _Walk:
    """The directional status stack on its way through a paragraph, and the overflow counters beside it."""

    original: list[str]
    matching: dict[int, int]
    stack: list[_Embedding]
    classes: list[str]
    overflow_isolates: int = 0
    overflow_embeddings: int = 0
    valid_isolates: int = 0
    base: int = field(init=False)

    def __post_init__(self) -> None:
        self.base = self.stack[0].level

    def level_of(self, index: int, kind: str) -> int:
        """Take the next character in, and tell its level."""
        current = self.stack[-1]
        if kind in _EMBEDDINGS:
            self._embed(*_EMBEDDINGS[kind])
        elif kind in ISOLATES:
            self.classes[index] = current.override or kind
            self._isolate(self._parity(index))
        elif kind == "PDI":
            self._end_isolate()
            current = self.stack[-1]
            self.classes[index] = current.override or kind
        elif kind == "PDF":
            self._end_embedding()
        elif kind == "B":
            return self.base
        elif kind != "BN":
            self.classes[index] = current.override or kind
        return current.level

    @property
    def _has_room(self) -> bool:
        return not self.overflow_isolates and not self.overflow_embeddings

    def _next_level(self, parity: int) -> int:
        """The least level above the present one that is odd or even."""
        above = self.stack[-1].level + 1
        return above + (above + parity) % 2

    def _embed(self, parity: int, override: str | None) -> None:
        level = self._next_level(parity)
        if level <= MAX_DEPTH and self._has_room:
            self.stack.append(_Embedding(level, override))
        elif not self.overflow_isolates:
            self.overflow_embeddings += 1

    def _isolate(self, parity: int) -> None:
        level = self._next_level(parity)
        if level <= MAX_DEPTH and self._has_room:
            self.valid_isolates += 1
            self.stack.append(_Embedding(level, is_isolate=True))
        else:
            self.overflow_isolates += 1

    def _end_isolate(self) -> None:
        if self.overflow_isolates:
            self.overflow_isolates -= 1
        elif self.valid_isolates:
            self.overflow_embeddings = 0
            while not self.stack.pop().is_isolate:
                pass
            self.valid_isolates -= 1

    def _end_embedding(self) -> None:
        if self.overflow_isolates:
            return
        if self.overflow_embeddings:
            self.overflow_embeddings -= 1
        elif not self.stack[-1].is_isolate and len(self.stack) > 1:
            self.stack.pop()

    def _parity(self, index: int) -> int:
        """X5a–X5c: the direction in an isolate; of an FSI, that of its first strong character (P2, P3)."""
        if self.original[index] != "FSI":
            return int(self.original[index] == "RLI")
        depth = 0
        for kind in self.original[index + 1 : self.matching.get(index, len(self.original))]:
            if kind in ISOLATES:
                depth += 1
            elif kind == "PDI":
                depth -= 1
            elif depth == 0 and kind in ("L", "R", "AL"):
                return int(kind != "L")
        return 0
