"""Several pictures as one ZIP file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence


def write_zip(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files by their names, in this order. Nothing is compressed twice."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as opened:
        for name, data in files:
            opened.writestr(zipfile.ZipInfo(name), data)
    return archive.getvalue()


def page_names(numbers: Sequence[int]) -> list[str]:
    """`page-01` and so on, by page number; a page that is there before has its position behind it."""
    digits = len(str(max(numbers)))
    return [
        f"page-{number:0{digits}}" + (f"-{position + 1}" if number in numbers[:position] else "")
        for position, number in enumerate(numbers)
    ]
