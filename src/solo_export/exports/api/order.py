"""What a POST asks for: the body of an export request, checked field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from solo_export.exports.api import options, pictures
from solo_export.exports.api.errors import BadRequest
from solo_export.exports.states import Format


@dataclass(frozen=True, slots=True)
class Order:
    """A checked request: `picture` holds the bytes of the client's own rendering, if it sent one."""

    format: Format
    options: dict[str, Any]
    picture: bytes | None = field(default=None, repr=False)


def read(body: Any) -> Order:
    """The order in a parsed body, JSON or form. Raises `BadRequest`."""
    if not isinstance(body, Mapping):
        raise BadRequest('The body must be a JSON object such as {"format": "png"}.')
    wanted = _format(body)
    chosen = options.read(body)
    source = pictures.source(body)
    if source is None:
        return Order(wanted, chosen)
    if wanted != Format.PNG:
        raise BadRequest(
            f"Only a png can be sent ready drawn; leave {source} out for {wanted}.", field=source
        )
    return Order(wanted, chosen, pictures.read(body, source))


def _format(body: Mapping[str, Any]) -> Format:
    wanted = body.get("format", Format.PNG)
    if not isinstance(wanted, str) or wanted not in Format.values:
        raise BadRequest("Invalid format")
    return Format(wanted)
