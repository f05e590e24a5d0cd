"""The life of an export, in one place.

    request ──► PENDING ──claim──► PROCESSING ──complete──► COMPLETED
                   ▲                   │
                   ├──── retry ────────┤   the attempt failed and may be tried again, after a pause
                   ├──── hand back ────┤   the worker shuts down; the attempt does not count
                   └──── reap ─────────┤   the lease ran out: the worker died
                                       │
                            FAILED ◄───┘   it can't succeed, or was tried too often

    COMPLETED and FAILED are final, until `expire` deletes the row and the file. Two exceptions: a COMPLETED
    export whose file `sweep` finds lost has failed after all, and `retry` puts a FAILED one back in line
    when an operator has mended what was wrong.

    `delete` takes an export out of any state, with its snapshot and its files. A cancelled export is gone:
    who asks for it reads 404, and who is drawing it stops at the next heartbeat.

The row is the truth. PROCESSING belongs to whoever holds the row's lease: `lease_token` is the fencing
token, `lease_expires_at` its deadline by the database's clock. Every step out of PROCESSING is one
UPDATE that names the token, so a worker that was thought dead finds its row gone instead of finishing twice.
"""

from __future__ import annotations

from django.db.models import TextChoices


class Format(TextChoices):
    """The files that an export can be."""

    PNG = "png", "PNG Image"
    PDF = "pdf", "PDF Document"
    JSON = "json", "JSON Data"
    SVG = "svg", "SVG Drawing"
    JPG = "jpg", "JPEG Image"
    WEBP = "webp", "WebP Image"


class Status(TextChoices):
    """The specification's four states."""

    PENDING = "pending", "Pending"
    PROCESSING = "processing", "Processing"
    COMPLETED = "completed", "Completed"
    FAILED = "failed", "Failed"


class Origin(TextChoices):
    """Who drew the file."""

    SERVER = "server", "Rendered by the server"
    CLIENT = "client", "Sent by the browser"


class DeliveryStatus(TextChoices):
    """Where a message to the operator's system stands."""

    WAITING = "waiting", "Waiting"
    DELIVERED = "delivered", "Delivered"
    GIVEN_UP = "given_up", "Given up"


FINAL = frozenset({Status.COMPLETED, Status.FAILED})
