"""Accept a picture that the browser drew: an export that is completed as it is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Model

from boardkit.errors import PictureError
from solo_export.exports import conf, storage
from solo_export.exports.actions.request import faster_request, title_of
from solo_export.exports.admission import load
from solo_export.exports.admission.census import census
from solo_export.exports.admission.once import RequestKey, earlier_export, remember
from solo_export.exports.clock import end_of_retention
from solo_export.exports.file_names import file_name
from solo_export.exports.lease import Lease
from solo_export.exports.models import ExportRequest
from solo_export.exports.renderer.errors import RendererCrashed, RendererOutOfMemory, RendererTimedOut
from solo_export.exports.renderer.jobs import CleanedPicture, PictureJob
from solo_export.exports.renderer.pool import shared_pool
from solo_export.exports.states import Format, Origin, Status
from solo_export.exports.webhooks.outbox import announce
from solo_export.telemetry.ids import request_id


def store_picture(
    *,
    session: Model,
    user: AbstractBaseUser,
    data: bytes,
    options: Mapping[str, Any] = {},
    key: RequestKey | None = None,
) -> ExportRequest:
    """A completed export of what the client drew, or the one of an earlier request by the same key.

    `options` have been checked; they say how the client drew it, and are kept as they are.
    Raises `PictureError` for what is no sound PNG within the limits, `SessionGone`, `KeyReused`,
    `load.TooMuch`, and, where the service itself can't, `RendererError` or `StorageError`. Nothing is left
    then.
    """
    if earlier := earlier_export(key):
        return earlier
    load.check_storage(census(user.pk))
    picture = _clean(data)
    lease = Lease(uuid4(), uuid4())
    file_key = storage.save(lease, Format.PNG, picture.data)
    try:
        with transaction.atomic():
            export = ExportRequest.objects.create(
                id=lease.export_id,
                session_id=session.pk,
                user_id=user.pk,
                format=Format.PNG,
                status=Status.COMPLETED,
                origin=Origin.CLIENT,
                options=dict(options),
                file_key=file_key,
                file_name=file_name(options.get("filename") or title_of(session), Format.PNG),
                file_size=len(picture.data),
                stored_bytes=len(picture.data),
                page_count=1,
                pages_done=1,
                pages_total=1,
                expires_at=end_of_retention(),
                request_id=request_id(),
            )
            remember(key, export)
            announce(export.pk)
    except BaseException as error:
        storage.discard(file_key)
        if isinstance(error, IntegrityError):
            return faster_request(key, error)
        raise
    export.refresh_from_db()
    return export


def _clean(data: bytes) -> CleanedPicture:
    """The picture without whatever else was in the file, decoded where it can do no harm."""
    try:
        return shared_pool().clean_png(PictureJob(data, conf.limits()))
    except (RendererCrashed, RendererOutOfMemory, RendererTimedOut) as error:
        raise PictureError("The picture can't be read; send a PNG as a browser draws it.") from error
