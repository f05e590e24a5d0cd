"""Animated PNG files whose default picture is not a part of the animation: browsers show the first frame."""

from __future__ import annotations

from boardkit.scene.pictures.metadata import PNG_SIGNATURE, png_chunk, png_chunks

_PLACE, _SIZE = slice(4, 20), slice(0, 8)
"""Bytes of a frame's chunk: width, height, and how far across and down; of the header: width and height."""
_SEQUENCE_NUMBER = 4
"""Bytes before a frame's pixels."""


def first_frame(data: bytes) -> bytes:
    """A PNG file of an animation's first frame where that is not the default picture; any other as it is.

    Raises ValueError for a frame that is smaller than the animation.
    """
    if not data.startswith(PNG_SIGNATURE) or b"acTL" not in data or b"fdAT" not in data:
        return data
    head: list[tuple[bytes, bytes]] = []
    pixels: list[bytes] = []
    default_seen, frames = False, 0
    for kind, content in png_chunks(data):
        if kind == b"IDAT":
            default_seen = True
        elif kind == b"fcTL" and not default_seen:
            return data
        elif kind == b"fcTL":
            frames += 1
            if frames == 1 and head and content[_PLACE] != head[0][1][_SIZE] + bytes(8):
                raise ValueError("its first frame is smaller than the animation.")
        elif kind == b"fdAT" and frames == 1:
            pixels.append(content[_SEQUENCE_NUMBER:])
        elif not default_seen and kind != b"acTL":
            head.append((kind, content))
    if not pixels:
        return data
    chunks = [*head, (b"IDAT", b"".join(pixels)), (b"IEND", b"")]
    return PNG_SIGNATURE + b"".join(png_chunk(kind, content) for kind, content in chunks)
