"""Keeps out of the logs what would let their readers in: signed file addresses, tokens, passwords."""

from __future__ import annotations

import re

_SECRETS = (
    (re.compile(r"(/files/)[^/\s\"'?]+"), r"\1…"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), "…"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[^\s\"',]+"), r"\1 …"),
    (re.compile(r"(://)[^/@\s\"']*:[^/@\s\"']*@"), r"\1…@"),
    (re.compile(r"(?i)([?&](?:x-amz-[\w-]+|signature|token|key)=)[^&\s\"']+"), r"\1…"),
)
"""Signed paths, JSON web tokens, Authorization headers, passwords in addresses, signed queries."""


def redact(text: str) -> str:
    """The text with `…` in place of every secret that is known by its form."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text
