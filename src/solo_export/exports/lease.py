"""The right to work on one export for a while."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Lease:
    """One claim of one export. `token` fences: the row changes only for the token that it names itself."""

    export_id: UUID
    token: UUID


RELEASED: Mapping[str, None] = {"lease_token": None, "lease_expires_at": None}
"""The columns of a row whose lease has been given up."""
