"""Small pictures as files, made and read by Pillow."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels = npt.NDArray[np.uint8]


def encoded(picture: Image.Image, format: str = "PNG", **options: Any) -> bytes:
    """A Pillow image as a file."""
    file = io.BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()


def png(width: int = 2, height: int = 3, color: str = "red") -> bytes:
    """A PNG of one colour."""
    return encoded(Image.new("RGB", (width, height), color))


def data_url(data: bytes, media_type: str = "image/png") -> str:
    """A file as a data URL."""
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def pixels(data: bytes) -> Pixels:
    """uint8[height, width, 4]: a picture file as straight RGBA."""
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))
