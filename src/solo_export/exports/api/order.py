"""What a POST asks for: the body of an export request, checked field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from solo_export.exports.api import options, pictures
from solo_export.exports.api.errors import BadRequest
from solo_export.exports.api.pictures import Picture
from solo_export.exports.states import Format


@dataclass(frozen=True, slots=True)
class Order:
    """A checked request; `picture` is the client's own rendering, if it sent one."""

    format: Format
    options: dict[str, Any]
    picture: Picture | None = None


def read(body: Any) -> Order:
    """The order in a parsed body, JSON or form. Raises `BadRequest`."""
    if not isinstance(body, Mapping):
        raise BadRequest('The body must be a JSON object such as {"format": "png"}.')
    wanted = _format(body)
    chosen = options.read(body)
    picture = pictures.read(body)
    if picture and wanted != Format.PNG:
        raise BadRequest(
            f"{picture.source} goes with format png only; leave it out of a {wanted} export.",
            field=picture.source,
        )
    return Order(wanted, chosen, picture)


def _format(body: Mapping[str, Any]) -> Format:
    wanted = body.get("format", Format.PNG)
    if not isinstance(wanted, str) or wanted not in Format.values:
        raise BadRequest("Invalid format")
    return Format(wanted)
