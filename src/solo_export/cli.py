"""The command `solo-export`: the whole service on one machine, a lone worker, or any command of Django."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from solo_export.doctor.report import main as doctor
from solo_export.libraries import LibrariesMissing, ensure_libraries

USAGE = """\
usage: solo-export run [--host HOST] [--port PORT] [--data-dir DIR] [--workers N]
       solo-export worker [--threads N]
       solo-export doctor [--json]
       solo-export settings
       solo-export COMMAND ...

run        everything on this machine: the API, its workers, a demonstration board
worker     a worker alone: of Celery where SOLO_BROKER_URL is set, else straight from the database
doctor     what this installation lacks, and what to do about it
settings   the environment variables that the service knows, as a table
COMMAND    any command of Django: migrate, createsuperuser, check ...
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code: 0, 1 for a failure, 2 for a wrong call, setting or machine."""
    command, *rest = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    if command in ("-h", "--help"):
        print(USAGE, end="")
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solo_export.settings")
    if command == "doctor":
        return doctor(rest)
    try:
        ensure_libraries()
    except LibrariesMissing as error:
        print(f"solo-export: {error}", file=sys.stderr)
        return 2
    from solo_export.commands import execute  # only now, because it imports what needs the libraries

    return execute(command, rest)


if __name__ == "__main__":
    sys.exit(main())
