"""`manage.py export_worker`: a worker that needs no broker."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from solo_export.exports import checks, conf
from solo_export.exports.renderer.errors import RendererError, RendererKilled
from solo_export.exports.renderer.pool import shared_pool
from solo_export.exports.runner import shared_runner
from solo_export.exports.workers.flushing import flush_later
from solo_export.exports.workers.termination import Termination
from solo_export.exports.workers.worker import Worker
from solo_export.telemetry.metrics import serve


class Command(BaseCommand):
    """Runs exports until it is asked to end."""

    help = "Takes exports straight from the database and runs them. SIGTERM or Ctrl-C ends it cleanly."

    requires_system_checks = (checks.TAG,)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many exports may run at once."""
        parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="exports at once")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work until the end is asked for."""
        termination = Termination()
        flush_later()
        worker = Worker(shared_runner(), threads=options["threads"])
        worker.start_chores()
        try:
            with suppress(RendererKilled):  # whoever killed it, the first job starts another
                shared_pool().warm_up()
        except RendererError as error:
            raise CommandError("The renderer can't be started; what it said stands above.") from error
        serve(conf.get("SOLO_METRICS_PORT"))
        worker.start()
        while not termination.wait():
            pass
        worker.stop()
