"""The `Idempotency-Key` header of a POST: what the caller calls this request."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from solo_export.exports.admission.once import RequestKey
from solo_export.exports.api.errors import BadRequest
from solo_export.exports.api.order import Order

HEADER = "Idempotency-Key"
MAX_LENGTH = 255

_KEY = re.compile(rf"[ -~]{{1,{MAX_LENGTH}}}")


def request_key(header: str | None, *, user_id: Any, session_id: Any, order: Order) -> RequestKey | None:
    """The key of a request, None where the header is absent. Raises `BadRequest`."""
    if header is None:
        return None
    if not _KEY.fullmatch(header):
        raise BadRequest(
            f"{HEADER} must have 1 to {MAX_LENGTH} printable ASCII characters; a random UUID will do.",
            field=HEADER,
        )
    return RequestKey(user_id, session_id, header, _digest(order))


def _digest(order: Order) -> str:
    """The same for bodies that ask for the same, however they are written."""
    text = json.dumps([order.format, order.options], sort_keys=True)
    picture = order.picture.data if order.picture else b""
    return hashlib.sha256(text.encode() + b"\0" + picture).hexdigest()
