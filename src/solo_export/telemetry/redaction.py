"""Keeps out of the logs what would let their readers in: signed file addresses, tokens, passwords.

And what would deceive them: whatever is no visible character.
"""

from __future__ import annotations

import re

_SECRETS = (
    (re.compile(r"(/files/)[^/\s\"'?]+"), r"\1…"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), "…"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[^\s\"',]+"), r"\1 …"),
    (re.compile(r"(://)(?!user:password@)[^/@\s\"']*:[^/@\s\"']*@"), r"\1…@"),
    (re.compile(r"(?i)([?&](?:x-amz-[\w-]+|signature|token|key)=)[^&\s\"']+"), r"\1…"),
)
"""Signed paths, JSON web tokens, Authorization headers, passwords in addresses, signed queries.

Our own examples of addresses stay readable.
"""


def printable(text: str) -> str:
    """The text with JSON's escapes for what would begin a line, move a cursor or turn the reading direction.

    What callers send is repeated in the logs; it must not look like a line of ours.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else _escaped(one) for one in text)


def redact(text: str) -> str:
    """The text with `…` in place of every secret that is known by its form."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex(" ", 2)
    return "".join(f"\\u{unit}" for unit in units.split())
