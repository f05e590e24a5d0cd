"""Which of a file's remarks are kept for the person who asked for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

MOST_REMARKS = 200
"""So many a person may still read; a board of nonsense makes one for every element."""


def of_every_kind(remarks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """At most `MOST_REMARKS` in their order: of each kind the first before a second of any."""
    told = Counter[tuple[str, str]]()
    ranks = []
    for index, remark in enumerate(remarks):
        kind = (remark["code"], remark["message"])
        ranks.append((told[kind], index))
        told[kind] += 1
    return [remarks[index] for index in sorted(index for _, index in sorted(ranks)[:MOST_REMARKS])]
