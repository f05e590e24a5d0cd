"""Files in a bucket of Amazon S3, or of any service that speaks its protocol."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage

PATIENCE = Config(
    signature_version="s3v4",
    connect_timeout=5,
    read_timeout=30,
    retries={"total_max_attempts": 2, "mode": "standard"},
)
"""How long a call may take. Longer outages are the life cycle's to wait for, with its pauses."""


class S3Files(S3Storage):  # type: ignore[misc]
    """django-storages' own. Addresses are signed for `public_endpoint_url` where browsers need that."""

    def __init__(self, *, public_endpoint_url: str | None = None, **options: Any) -> None:
        options.setdefault("client_config", PATIENCE)
        super().__init__(**options)
        self._public = (
            S3Storage(**{**options, "endpoint_url": public_endpoint_url}) if public_endpoint_url else None
        )

    def files_below(self, directory: str) -> Iterator[tuple[str, datetime]]:
        """The names of all files below a directory, and when each was stored: a call for every thousand."""
        start = len(self._normalize_name("x")) - 1
        for entry in self.bucket.objects.filter(Prefix=f"{self._normalize_name(directory)}/"):
            yield entry.key[start:], entry.last_modified

    def url(
        self,
        name: str,
        parameters: dict[str, Any] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        """The signed address of a file, as browsers reach it."""
        if self._public is not None:
            return str(self._public.url(name, parameters, expire, http_method))
        return str(super().url(name, parameters, expire, http_method))
