"""Files that no browser shows as a picture, or we don't, by what they begin with."""

from __future__ import annotations

SHOWN_KINDS = "PNG, JPEG, WebP, AVIF, GIF, BMP and ICO"

_BEGINNINGS = (
    (b"%PDF", "a PDF file"),
    (b"II*\0", "a TIFF file"),
    (b"MM\0*", "a TIFF file"),
    (b"8BPS", "a Photoshop file"),
    (b"\xff\x0a", "a JPEG XL file"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL file"),
    (b"PK\x03\x04", "a ZIP file"),
    (b"<svg", "an SVG file"),
    (b"<!doctype html", "a page of the web"),
    (b"<html", "a page of the web"),
)
_PHOTOGRAPHS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")
_LOOKED_AT = 1_000
"""Bytes in which an SVG file that begins with other markup shows what it is."""


def why_not_shown(data: bytes) -> str:
    """What is the matter with a file that no decoder of pictures takes, as the end of a sentence."""
    if not data:
        return "its file is empty."
    kind = _kind_of(data)
    if kind is None:
        return "it is damaged, or no picture at all."
    return f"it is {kind}, which is not supported; {SHOWN_KINDS} are."


def _kind_of(data: bytes) -> str | None:
    if data[4:8] == b"ftyp":
        return "a HEIC file" if data[8:12] in _PHOTOGRAPHS else "a film"
    text = data[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in text:
        return "an SVG file"
    return next(
        (kind for start, kind in _BEGINNINGS if data.startswith(start) or text.startswith(start)), None
    )
