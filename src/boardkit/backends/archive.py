"""Several pictures as one ZIP file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence


def write_zip(files: Iterable[bytes], numbers: Sequence[int], extension: str) -> bytes:
    """`page-01.png` and so on, named by page number. Nothing is compressed twice."""
    digits = len(str(max(numbers)))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as opened:
        for position, (number, data) in enumerate(zip(numbers, files, strict=True)):
            repeated = number in numbers[:position]
            suffix = f"-{position + 1}" if repeated else ""
            opened.writestr(zipfile.ZipInfo(f"page-{number:0{digits}}{suffix}.{extension}"), data)
    return archive.getvalue()
