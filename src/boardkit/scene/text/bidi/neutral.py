"""Rules N0–N2: brackets, spaces and everything else without a direction of its own."""

from __future__ import annotations

from boardkit.scene.text.bidi.classes import NEUTRAL, STRONG, stretches
from boardkit.scene.text.bidi.sequences import RunSequence

_BRACKETS = (
    "()[]{}\u0f3a\u0f3b\u0f3c\u0f3d\u169b\u169c\u2045\u2046\u207d\u207e\u208d\u208e\u2308\u2309\u230a\u230b"
    "\u2329\u232a\u2768\u2769\u276a\u276b\u276c\u276d\u276e\u276f\u2770\u2771\u2772\u2773\u2774\u2775"
    "\u27c5\u27c6\u27e6\u27e7\u27e8\u27e9\u27ea\u27eb\u27ec\u27ed\u27ee\u27ef\u2983\u2984\u2985\u2986"
    "\u2987\u2988\u2989\u298a\u298b\u298c\u298d\u2990\u298f\u298e\u2991\u2992\u2993\u2994\u2995\u2996"
    "\u2997\u2998\u29d8\u29d9\u29da\u29db\u29fc\u29fd\u2e22\u2e23\u2e24\u2e25\u2e26\u2e27\u2e28\u2e29"
    "\u2e55\u2e56\u2e57\u2e58\u2e59\u2e5a\u2e5b\u2e5c\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f"
    "\u3010\u3011\u3014\u3015\u3016\u3017\u3018\u3019\u301a\u301b\ufe59\ufe5a\ufe5b\ufe5c\ufe5d\ufe5e"
    "\uff08\uff09\uff3b\uff3d\uff5b\uff5d\uff5f\uff60\uff62\uff63"
)
"""Bidi_Paired_Bracket: each opening bracket and the one that closes it."""
_CLOSING = dict(zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True))
_CLOSING["\u2329"] = "\u3009"  # canonically the same as U+3008
_CANONICAL = {"\u232a": "\u3009"}
_MOST_OPEN_BRACKETS = 63


def resolve_neutral(types: list[str], text: str, original: list[str], sequence: RunSequence) -> None:
    """Give every character of a run sequence a direction; numbers keep their types."""
    _brackets(types, [text[index] for index in sequence.indices], original, sequence)
    _others(types, sequence)


def _brackets(types: list[str], characters: list[str], original: list[str], sequence: RunSequence) -> None:
    """N0: a pair of brackets takes the direction of what is in it, or of what is before it."""
    for opening, closing in sorted(_bracket_pairs(types, characters)):
        inside = {STRONG[kind] for kind in types[opening + 1 : closing] if kind in STRONG}
        if sequence.direction in inside:
            direction = sequence.direction
        elif inside:
            earlier = (STRONG[kind] for kind in reversed(types[:opening]) if kind in STRONG)
            opposite = next(iter(inside))
            direction = opposite if next(earlier, sequence.before) == opposite else sequence.direction
        else:
            continue
        for bracket in (opening, closing):
            types[bracket] = direction
            for mark in range(bracket + 1, len(types)):
                if original[sequence.indices[mark]] != "NSM":
                    break
                types[mark] = direction


def _bracket_pairs(types: list[str], characters: list[str]) -> list[tuple[int, int]]:
    """BD16."""
    opened: list[tuple[str, int]] = []
    pairs = []
    for index, (kind, character) in enumerate(zip(types, characters, strict=True)):
        if kind != "ON":
            continue
        if character in _CLOSING:
            if len(opened) == _MOST_OPEN_BRACKETS:
                return []
            opened.append((_CANONICAL.get(_CLOSING[character], _CLOSING[character]), index))
            continue
        closing = _CANONICAL.get(character, character)
        for depth in range(len(opened) - 1, -1, -1):
            if opened[depth][0] == closing:
                pairs.append((opened[depth][1], index))
                del opened[depth:]
                break
    return pairs


def _others(types: list[str], sequence: RunSequence) -> None:
    """N1 and N2: neutral characters take the direction on both their sides, or the sequence's own."""
    for start, end, neutral in list(stretches(["N" if kind in NEUTRAL else kind for kind in types])):
        if neutral == "N":
            left = STRONG[types[start - 1]] if start else sequence.before
            right = STRONG[types[end]] if end < len(types) else sequence.after
            types[start:end] = [left if left == right else sequence.direction] * (end - start)
