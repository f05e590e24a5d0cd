"""Readers of PDF files that know nothing of the writer: poppler's tools, pypdf and PDFium."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import PIL.Image
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium

from boardkit.backends.pdf import write_pdf
from boardkit.backends.png import write_png
from boardkit.limits import Limits
from boardkit.options import RenderOptions
from boardkit.scene.nodes import Scene
from boardkit.warnings import WarningLog
from tests.support.required import program

_ROUNDING = 1e-6
"""By which the numbers of a file may be too small."""


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
    """uint8[height, width, 3]: a page, the first one, as PDFium draws it, `scale` pixels per CSS pixel.

    What is left of a last pixel is not in it; nothing is stretched to whole pixels.
    """
    per_point = scale * 96 / 72
    with pypdfium2.PdfDocument(data) as document:
        drawn = document[page]
        across, down = drawn.get_size()
        width, height = (max(1, int(side * per_point + _ROUNDING)) for side in (across, down))
        # PDFium fits the page into whole points before it applies the matrix.
        whole = per_point * across / int(across + 0.5), per_point * down / int(down + 0.5)
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGRx)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        matrix = pdfium.FS_MATRIX(whole[0], 0, 0, whole[1], 0, 0)
        clip = pdfium.FS_RECTF(0, 0, width, height)
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, drawn, matrix, clip, pdfium.FPDF_ANNOT)
        return np.asarray(bitmap.to_pil().convert("RGB"))


def skia_pixels(scene: Scene) -> npt.NDArray[np.uint8]:
    """uint8[height, width, 3]: the scene as Skia draws it, a pixel per CSS pixel."""
    (png,) = write_png([scene], 1.0, Limits(), WarningLog())
    return np.asarray(PIL.Image.open(io.BytesIO(png)).convert("RGB"))


def poppler(tool: str, data: bytes, folder: Path, *options: str) -> str:
    """What one of poppler's tools prints about the file."""
    return _printed(tool, data, folder, options, ["-"] if tool == "pdftotext" else []).decode()


def poppler_pixels(data: bytes, folder: Path) -> npt.NDArray[np.uint8]:
    """uint8[height, width, 3]: the first page as poppler draws it, a pixel per CSS pixel."""
    ppm = _printed("pdftoppm", data, folder, ["-r", "96", "-f", "1", "-singlefile"], [])
    return np.asarray(PIL.Image.open(io.BytesIO(ppm)).convert("RGB"))


def cairo_pixels(data: bytes, folder: Path) -> npt.NDArray[np.uint8]:
    """uint8[height, width, 3]: the first page as cairo draws it for poppler, a pixel per CSS pixel."""
    png = _printed("pdftocairo", data, folder, ["-png", "-r", "96", "-f", "1", "-singlefile"], ["-"])
    return np.asarray(PIL.Image.open(io.BytesIO(png)).convert("RGB"))


def _printed(tool: str, data: bytes, folder: Path, options: Iterable[str], output: Iterable[str]) -> bytes:
    file = folder / "board.pdf"
    file.write_bytes(data)
    command = [program(tool), *options, str(file), *output]
    done = subprocess.run(command, capture_output=True, check=True)
    assert not done.stderr, done.stderr
    return done.stdout
