"""Where the bytes of an image come from: the board itself, or the caller's image source."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

from boardkit.board import model
from boardkit.board.addresses import WEB_SCHEMES, trimmed
from boardkit.resources import ImageUnavailable
from boardkit.scene.context import LoadedPicture, SceneContext
from boardkit.scene.nodes import Picture
from boardkit.scene.pictures.foreign_files import SHOWN_KINDS
from boardkit.scene.pictures.image_files import SVG, UnreadablePicture, read_picture
from boardkit.warnings import WarningCode

_DATA_URL = re.compile(r"data:([^,]*),", re.IGNORECASE)
_BY_SCHEME = {
    "http": "nothing came from its address.",
    "https": "nothing came from its address.",
    "blob": "its address was good only in the browser tab that made it.",
    "data": "its data URL is broken.",
}
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=_-]")


def load_picture(node: model.Node, source: str, context: SceneContext) -> Picture | None:
    """The picture behind a data URL or an address; None, with a remark, where there is none to show."""
    if source not in context.pictures:
        context.pictures[source] = _loaded(source, context)
    loaded = context.pictures[source]
    if loaded.code is not None:
        context.remark(node, loaded.code, loaded.message)
    return loaded.picture


def _loaded(source: str, context: SceneContext) -> LoadedPicture:
    source = trimmed(source)
    header = _DATA_URL.match(source)
    try:
        data = _data_url_bytes(source[header.end() :], header[1]) if header else _fetched(source, context)
    except ImageUnavailable as error:
        return LoadedPicture(None, WarningCode.IMAGE_MISSING, f"The image can't be had: {error}")
    if data is None:
        reason = _why_missing(source)
        return LoadedPicture(None, WarningCode.IMAGE_MISSING, f"The image can't be had: {reason}")
    if header and _is_svg(header[1]):
        return _unreadable(f"it is an SVG file, which is not supported; {SHOWN_KINDS} are.")
    try:
        read = read_picture(data, context.limits)
    except UnreadablePicture as error:
        return _unreadable(str(error))
    if read.damage:
        message = f"The image is damaged: {read.damage}"
        return LoadedPicture(read.picture, WarningCode.IMAGE_UNREADABLE, message)
    return LoadedPicture(read.picture)


def _is_svg(media_type: str) -> bool:
    """Browsers go by a file's content, whatever it is called, but by its name for SVG."""
    return media_type.partition(";")[0].strip().lower() == SVG


def _unreadable(reason: str) -> LoadedPicture:
    return LoadedPicture(None, WarningCode.IMAGE_UNREADABLE, f"The image can't be shown: {reason}")


def _why_missing(source: str) -> str:
    """Why an address has no file, as the end of a sentence."""
    scheme = source.partition(":")[0].lower()
    if source.startswith(model.NODE_SCHEME):
        return "its source was not saved with it."
    if not source:
        return "it was saved without an address."
    return _BY_SCHEME.get(scheme, "its address begins with none of data:, http: and https:.")


def _fetched(source: str, context: SceneContext) -> bytes | None:
    if not source.lower().startswith((*WEB_SCHEMES, model.NODE_SCHEME)):
        return None
    return context.resources.images.load(source)


def _data_url_bytes(payload: str, media_type: str) -> bytes | None:
    """The content of a data URL; browsers forgive line breaks and missing padding, so we do."""
    data = unquote_to_bytes(payload.encode("utf-8", "replace"))
    if not media_type.lower().replace(" ", "").endswith(";base64"):
        return data
    text = _NOT_BASE64.sub("", data.decode("latin-1")).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return None
