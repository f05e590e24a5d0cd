"""Images: where their bytes come from, and what they are."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

from boardkit.board import model
from boardkit.scene.context import SceneContext, opacity
from boardkit.scene.matrix import placed
from boardkit.scene.nodes import Image, Picture
from boardkit.scene.pictures import UnreadablePicture, read_picture
from boardkit.warnings import WarningCode

_DATA_URL = re.compile(r"data:([^,]*),", re.IGNORECASE)
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=_-]")


def draw_image(saved: model.Image, context: SceneContext) -> Image | None:
    """An image in its box; None, with a remark, where the browser would show nothing."""
    picture = _picture(saved, context)
    if picture is None:
        return None
    width = picture.width if saved.width is None else saved.width
    height = picture.height if saved.height is None else saved.height
    if not width or not height:
        context.remark(saved, WarningCode.ELEMENT_LEFT_OUT, "The image was left out: its size is zero.")
        return None
    a, b, c, d, e, f = placed(saved.x, saved.y, saved.rotation)
    left, top = min(width, 0.0), min(height, 0.0)  # canvas turns a negative box around, not its content
    return Image(
        picture,
        abs(width),
        abs(height),
        transform=(a, b, c, d, e + a * left + c * top, f + b * left + d * top),
        opacity=opacity(saved),
        blend=context.blend(saved),
        id=saved.id,
    )


def _picture(saved: model.Image, context: SceneContext) -> Picture | None:
    if saved.source not in context.pictures:
        context.pictures[saved.source] = _load(saved, context)
    return context.pictures[saved.source]


def _load(saved: model.Image, context: SceneContext) -> Picture | None:
    header = _DATA_URL.match(saved.source)
    data = _data_url_bytes(saved.source[header.end() :], header[1]) if header else _fetched(saved, context)
    if data is None:
        context.remark(saved, WarningCode.IMAGE_MISSING, "The image's file can't be had.")
        return None
    try:
        return read_picture(data, context.limits)
    except UnreadablePicture as error:
        context.remark(saved, WarningCode.IMAGE_UNREADABLE, f"The image can't be shown: {error}")
        return None


def _fetched(saved: model.Image, context: SceneContext) -> bytes | None:
    if not saved.source.lower().startswith(("http://", "https://")):
        return None
    return context.resources.images.load(saved.source)


def _data_url_bytes(payload: str, media_type: str) -> bytes | None:
    """The content of a data URL; browsers forgive line breaks and missing padding, so we do."""
    data = unquote_to_bytes(payload)
    if not media_type.lower().replace(" ", "").endswith(";base64"):
        return data
    text = _NOT_BASE64.sub("", data.decode("latin-1")).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return None
