"""Readers of PDF files that know nothing of the writer: poppler's tools, pypdf and PDFium."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import PIL.Image
import pypdf
import pypdfium2
import pytest

from boardkit.backends.pdf import write_pdf
from boardkit.backends.png import write_png
from boardkit.limits import Limits
from boardkit.options import RenderOptions
from boardkit.scene.nodes import Scene
from boardkit.warnings import WarningLog

_A_HAIR_LESS = 1 - 1e-7
"""Sizes are rounded up, and so must not be above a whole number of pixels by a rounding."""


def pdf_of(*scenes: Scene, log: WarningLog | None = None) -> bytes:
    """The scenes as a PDF of their own sizes."""
    return write_pdf(iter(scenes), RenderOptions(), log)


def read(data: bytes) -> pypdf.PdfReader:
    """The file as pypdf sees it; a fault in its structure is an error."""
    return pypdf.PdfReader(io.BytesIO(data), strict=True)


def page(data: bytes, number: int = 0) -> Any:
    """A page's dictionary (untyped, because pypdf's types know no entries)."""
    return read(data).pages[number]


def operators(data: bytes) -> str:
    """The first page's content stream."""
    content: bytes = page(data).get_contents().get_data()
    return content.decode("ascii")


def pixels(data: bytes, scale: float = 1.0, page: int = 0) -> npt.NDArray[np.uint8]:
    """uint8[height, width, 3]: a page, the first one, as PDFium draws it, `scale` pixels per CSS pixel."""
    with pypdfium2.PdfDocument(data) as document:
        bitmap = document[page].render(scale=scale * (96 / 72) * _A_HAIR_LESS)
        return np.asarray(bitmap.to_pil().convert("RGB"))


def skia_pixels(scene: Scene) -> npt.NDArray[np.uint8]:
    """uint8[height, width, 3]: the scene as Skia draws it, a pixel per CSS pixel."""
    (png,) = write_png([scene], 1.0, Limits())
    return np.asarray(PIL.Image.open(io.BytesIO(png)).convert("RGB"))


def poppler(tool: str, data: bytes, folder: Path, *options: str) -> str:
    """What one of poppler's tools prints about the file."""
    program = shutil.which(tool)
    if program is None:
        reason = f"{tool} is missing; Debian's package poppler-utils has it"
        if os.environ.get("SOLO_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    file = folder / "board.pdf"
    file.write_bytes(data)
    output = ["-"] if tool == "pdftotext" else []
    command = [program, *options, str(file), *output]
    done = subprocess.run(command, capture_output=True, check=True)
    assert not done.stderr, done.stderr
    return done.stdout.decode()
