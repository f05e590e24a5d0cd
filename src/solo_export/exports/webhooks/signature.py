"""Signatures of Standard Webhooks: HMAC-SHA256 under a secret that both sides know."""

from __future__ import annotations

import base64
import hmac
from binascii import Error

PREFIX = "whsec_"

_MIN_BYTES, _MAX_BYTES = 24, 64


def secret_key(secret: str) -> bytes:
    """The bytes of a secret as Standard Webhooks writes them. Raises `ValueError` for what is none."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except Error as error:
        raise ValueError("no base64") from error
    if not secret.startswith(PREFIX) or not _MIN_BYTES <= len(key) <= _MAX_BYTES:
        raise ValueError("no secret of a webhook")
    return key


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of the `webhook-signature` header; `timestamp` is in seconds since 1970."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(secret_key(secret), signed, 'sha256')).decode()}"
