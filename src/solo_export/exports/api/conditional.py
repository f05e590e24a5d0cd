"""Polls that learn nothing new: entity tags, and a 304 for who has the answer (RFC 9110, section 13)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.http import parse_etags

from solo_export.exports import storage


def entity_tag(answer: Mapping[str, Any]) -> str:
    """A weak tag of an export's answer.

    The signed address is another at every answer, so the tag stands for the half of its life that a signature
    of now falls in: an address that a 304 confirms has half its life before it, at least.
    """
    signed = {"file_url": answer["file_url"] and storage.address_period()}
    text = json.dumps({**answer, **signed}, separators=(",", ":"))
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def is_known(tag: str, if_none_match: str) -> bool:
    """Whether an If-None-Match header names the tag; weak and strong ones are the same here."""
    known = parse_etags(if_none_match)
    return "*" in known or tag.removeprefix("W/") in {each.removeprefix("W/") for each in known}
