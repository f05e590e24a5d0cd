"""What `solo-export` does, once the machine is known to have what that needs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line
from django.db import OperationalError

from solo_export import config
from solo_export.run import StartError, run


def execute(command: str, arguments: Sequence[str]) -> int:
    """Run a command; its exit code."""
    try:
        match command:
            case "run":
                run(arguments)
            case "worker":
                _work(arguments)
            case "settings":
                print(config.table())
            case _:
                execute_from_command_line(["solo-export", command, *arguments])
    except (config.ConfigError, StartError) as error:
        print(f"solo-export: {error}", file=sys.stderr)
        return 2
    except OperationalError as error:
        print(f"solo-export: The database does not answer: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _work(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser("solo-export worker")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="exports at once")
    threads = str(parser.parse_args(arguments).threads)
    _start_renderer()
    if not config.read()["SOLO_BROKER_URL"]:
        execute_from_command_line(["solo-export", "export_worker", "--threads", threads])
        return
    from solo_export.celery import app  # Celery is slow to import, and most commands do without it

    size = ["--pool", "threads", "--concurrency", threads]
    # Workers learn nothing from one another: the rows are all that they share.
    alone = ["--hostname", f"export-{os.getpid()}@%h", "--without-mingle", "--without-gossip"]
    app.worker_main(["--quiet", "worker", "--loglevel", "INFO", *size, *alone])


def _start_renderer() -> None:
    """Have the renderer warm up while Django does: after a crash, work goes on the sooner."""
    from django.conf import settings
    from django.utils.log import configure_logging

    from solo_export.exports.renderer.pool import shared_pool

    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)  # the renderer may have something to say
    shared_pool().start()
