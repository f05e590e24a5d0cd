"""Rules W1–W7: numbers, separators and marks."""

from __future__ import annotations

from boardkit.scene.text.bidi.classes import ISOLATES, stretches


def resolve_weak(types: list[str], before: str) -> None:
    """Change the types of a run sequence that begins after the direction `before`."""
    _marks(types, before)
    _numbers_after(types, before, "AL", becomes="AN")  # W2
    _replace(types, {"AL"}, "R")  # W3
    _separators(types)
    _terminators(types)
    _replace(types, {"ES", "ET", "CS"}, "ON")  # W6
    _numbers_after(types, before, "L", becomes="L")  # W7


def _marks(types: list[str], before: str) -> None:
    """W1: a mark is of the type of what it stands on."""
    previous = before
    for index, kind in enumerate(types):
        if kind == "NSM":
            types[index] = "ON" if previous in ISOLATES or previous == "PDI" else previous
        previous = types[index]


def _numbers_after(types: list[str], before: str, letters: str, *, becomes: str) -> None:
    """European numbers after strong characters of one kind."""
    strong = before
    for index, kind in enumerate(types):
        if kind in ("R", "L", "AL"):
            strong = kind
        elif kind == "EN" and strong == letters:
            types[index] = becomes


def _separators(types: list[str]) -> None:
    """W4: a single separator between two numbers belongs to them."""
    for index in range(1, len(types) - 1):
        left, kind, right = types[index - 1 : index + 2]
        joins = (kind == "ES" and left == "EN") or (kind == "CS" and left in ("EN", "AN"))
        if left == right and joins:
            types[index] = left


def _terminators(types: list[str]) -> None:
    """W5: signs such as % beside a European number belong to it."""
    for start, end, kind in list(stretches(types)):
        beside = {types[start - 1] if start else "", types[end] if end < len(types) else ""}
        if kind == "ET" and "EN" in beside:
            types[start:end] = ["EN"] * (end - start)


def _replace(types: list[str], kinds: set[str], other: str) -> None:
    types[:] = [other if kind in kinds else kind for kind in types]
