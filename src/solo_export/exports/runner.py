"""One attempt at an export: claim → load → fetch images → draw in a child process → store → complete."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from solo_export.exports import conf, storage
from solo_export.exports.actions.claim import claim
from solo_export.exports.actions.complete import StoredFile
from solo_export.exports.actions.extend import record_progress
from solo_export.exports.actions.hand_back import hand_back
from solo_export.exports.assets import FetchedImage, ImageFetcher, shared_fetcher
from solo_export.exports.failures import SnapshotMissing
from solo_export.exports.file_names import with_extension
from solo_export.exports.models import ExportRequest, Snapshot
from solo_export.exports.outcome import fail, succeed
from solo_export.exports.remarks import of_every_kind
from solo_export.exports.renderer.cancellation import Cancellation
from solo_export.exports.renderer.errors import RendererCancelled
from solo_export.exports.renderer.jobs import DrawnFile, RenderJob
from solo_export.exports.renderer.pool import RendererPool, shared_pool
from solo_export.exports.renderer.process import OnProgress
from solo_export.exports.shared import shared
from solo_export.exports.workers.heartbeat import heartbeat
from solo_export.telemetry.ids import working_for
from solo_export.telemetry.stages import observe, stage
from solo_export.telemetry.tracing import note_span, span

_SECONDS_BETWEEN_RECORDS = 1.0

log = logging.getLogger(__name__)


class Runner:
    """Runs exports for any number of threads, until it is told to stop."""

    def __init__(self, pool: RendererPool, fetcher: ImageFetcher | None = None) -> None:
        self._pool = pool
        self._fetcher = fetcher or ImageFetcher(())
        self._lock = threading.Lock()
        self._under_way: set[Cancellation] = set()
        self._is_stopping = False

    @property
    def is_stopping(self) -> bool:
        """Whether no further export is begun."""
        return self._is_stopping

    def run(self, export_id: UUID | None = None) -> bool:
        """Make one attempt at the export given, or at whichever has waited longest.

        False if there was none to take. Raises `django.db.Error` when the database is away; what was
        under way then is taken up again once its lease has run out.
        """
        if self._is_stopping:
            return False
        begun = datetime.now(UTC)
        export = claim(export_id)
        if export is None:
            return False
        claimed = datetime.now(UTC)
        with (
            working_for(request=export.request_id, export=str(export.pk)),
            span("export", parent=export.trace_parent, attributes={"export.id": str(export.pk)}),
            self._cancellable() as cancellation,
            heartbeat(export.lease, cancellation.cancel),
        ):
            log.info("Export %s is taken for its attempt %d.", export.pk, export.attempts + 1)
            note_span("claim", begun, claimed)
            note_span("queue", export.available_at, export.updated_at)
            observe("queue", max(0.0, (export.updated_at - export.available_at).total_seconds()))
            self._attempt(export, cancellation)
        return True

    def stop(self, grace_seconds: float) -> None:
        """Begin nothing more; after the grace, hand back what is still being drawn."""
        self._is_stopping = True
        timer = threading.Timer(grace_seconds, self._cancel_all)
        timer.daemon = True
        timer.start()

    def _attempt(self, export: ExportRequest, cancellation: Cancellation) -> None:
        try:
            with stage("draw"):
                drawn = self._draw(export, cancellation)
            with stage("store"):
                file = self._store(export, drawn)
        except RendererCancelled:
            is_back = hand_back(export.lease)
            log.info("Export %s is %s.", export.pk, "handed back" if is_back else "no longer this worker's")
        except Exception as error:  # noqa: BLE001 - the table of failures knows every kind
            fail(export, error)
        else:
            succeed(export, file)

    def _draw(self, export: ExportRequest, cancellation: Cancellation) -> DrawnFile:
        try:
            snapshot = Snapshot.objects.get(pk=export.pk)
        except Snapshot.DoesNotExist as error:
            raise SnapshotMissing from error
        job = render_job(
            snapshot.state, export.format, export.options, title=snapshot.title, created=export.created_at
        )
        drawn = self.draw(job, cancellation, _recorder(export, cancellation))
        for name, seconds in drawn.seconds.items():
            observe(f"draw/{name}", seconds)
        return drawn

    def draw(
        self, job: RenderJob, cancellation: Cancellation, on_progress: OnProgress | None = None
    ) -> DrawnFile:
        """The file of a job, drawn with the images that its board names.

        Raises boardkit's errors and `RendererError`.
        """
        job = replace(job, images=self._images(job, cancellation))
        return self._pool.render(job, cancellation=cancellation, on_progress=on_progress)

    def _images(self, job: RenderJob, cancellation: Cancellation) -> tuple[FetchedImage, ...]:
        """The images that the board names by address; none where no host is allowed, or no address is there.

        The board is read in a child: what it names comes out, and what is fetched goes in.
        """
        if not self._fetcher.is_on or b"http" not in job.state.lower():
            return ()
        addresses = self._pool.image_addresses(job, cancellation=cancellation)
        return self._fetcher.fetch_all(addresses, cancellation.check)

    def _store(self, export: ExportRequest, drawn: DrawnFile) -> StoredFile:
        return StoredFile(
            key=storage.save(export.lease, drawn.extension, drawn.data),
            name=with_extension(export.file_name, drawn.extension),
            size=len(drawn.data),
            page_count=drawn.page_count,
            warnings=of_every_kind(drawn.warnings),
        )

    @contextmanager
    def _cancellable(self) -> Iterator[Cancellation]:
        cancellation = Cancellation()
        with self._lock:
            self._under_way.add(cancellation)
        try:
            yield cancellation
        finally:
            with self._lock:
                self._under_way.remove(cancellation)

    def _cancel_all(self) -> None:
        with self._lock:
            under_way = tuple(self._under_way)
        for cancellation in under_way:
            cancellation.cancel()


def render_job(
    state: str, format: str, options: Mapping[str, Any], *, title: str, created: datetime
) -> RenderJob:
    """A job within the limits of the settings; `options` as the caller wrote them, `filename` included."""
    return RenderJob(
        state=state.encode(),
        format=format,
        options={name: value for name, value in options.items() if name != "filename"},
        title=title,
        created=created,
        limits=conf.limits(),
    )


def _recorder(export: ExportRequest, cancellation: Cancellation) -> OnProgress:
    """Writes progress into the row, now and then; stops the work if the lease is lost."""
    last = time.monotonic()

    def record(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last < _SECONDS_BETWEEN_RECORDS:
            return
        last = time.monotonic()
        if not record_progress(export.lease, done, total):
            cancellation.cancel()

    return record


@shared
def shared_runner() -> Runner:
    """The runner of this process."""
    return Runner(shared_pool(), shared_fetcher())
