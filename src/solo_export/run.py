"""`solo-export run`: the API, its workers and a demonstration board, on one machine."""

from __future__ import annotations

import argparse
import http.client
import os
import shlex
import socket
import sys
from collections.abc import Sequence

import django
from django.core.management import call_command
from django.db import connections

from boardkit.kernels import plain_kernels
from solo_export import config
from solo_export.exports.workers.termination import Termination
from solo_export.supervisor import Program, Supervisor
from solo_export.telemetry.shared_counts import share_counts

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to be told apart, not to be listened at
"""The addresses that mean all of this machine's, and the one to call it by from here."""

_READY = """
solo-export runs at {address}/ (Ctrl-C stops it)

  {page}; sign in as {user} with the password {password}.
  Try the API at {address}/api/docs/, or export the demonstration board to board.pdf:

  curl -so board.pdf "$(curl -s {address}/api/v1/solo/sessions/{session}/export/ -H 'Prefer: wait=30' \
-H "Authorization: Bearer $(curl -s {address}/api/v1/auth/token/ --data-urlencode {user_field} \
--data-urlencode {password_field} | sed 's/.*"access":"\\([^"]*\\).*/\\1/')" \
-H 'Content-Type: application/json' -d '{{"format": "pdf"}}' | sed 's/.*"file_url":"\\([^"]*\\).*/\\1/')"
"""

_PAGE = "Draw and export there"
_NO_PAGE = "The board's page is not built here, but the API is there"

WORKERS = (os.cpu_count() or 1) + 1
"""One more than can draw at a time: while one waits for the disk, another has its core."""

_PLAIN = "Drawing runs as plain Python and takes longer: no C compiler was there when it was installed."


class StartError(Exception):
    """The service can't start; the text says why and what to do."""


def run(arguments: Sequence[str]) -> None:
    """Run until SIGTERM or Ctrl-C. Raises `StartError` and `ConfigError` before anything is started."""
    options = _parser().parse_args(arguments)
    _set_environment(options)
    share_counts()
    if plain_kernels():
        print(_PLAIN, flush=True)
    with _listen(options.host, options.port) as listener:
        greeting = _prepare(_address(listener))
        termination = Termination()
        supervisor = Supervisor(_programs(listener, options.workers), termination)
        supervisor.start()
        while not termination.wait() and not _answers(listener):
            pass
        if not termination.is_asked_for:
            print(greeting, flush=True)
        supervisor.keep_running()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("solo-export run", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen at (%(default)s)")
    parser.add_argument("--data-dir", help="directory of the database and the files (SOLO_DATA_DIR, or var)")
    parser.add_argument("--workers", type=_count, default=WORKERS, help="exports at once (%(default)s)")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("it must be a whole number, 0 or more")
    return int(text)


def _set_environment(options: argparse.Namespace) -> None:
    """What the options say, for this process and those it will start."""
    if options.data_dir:
        os.environ["SOLO_DATA_DIR"] = options.data_dir
    hosts = config.read()["SOLO_ALLOWED_HOSTS"]
    if options.host not in (*hosts, *_EVERYWHERE):
        os.environ["SOLO_ALLOWED_HOSTS"] = ",".join([*hosts, options.host])


def _listen(host: str, port: int) -> socket.socket:
    """The socket, opened here so that a server that is started again loses no connection."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        raise StartError(
            f"{host}:{port} can't be listened at ({error}). Choose another --port or --host."
        ) from None


def _address(listener: socket.socket) -> str:
    """How this machine's browser calls the service."""
    host, port = _own_address(listener)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _own_address(listener: socket.socket) -> tuple[str, int]:
    host, port, *_ = listener.getsockname()
    return _EVERYWHERE.get(host, host), port


def _prepare(address: str) -> str:
    """Bring the database up to date and make the demonstration; what to print once the service answers."""
    django.setup()
    from django.conf import settings

    from solo_export.demo import demo_session, demo_user
    from solo_export.page import BUILT

    call_command("migrate", interactive=False, verbosity=0)
    user = demo_user()
    session = demo_session(user)
    name = user.get_username()
    is_unchanged = user.check_password(settings.SOLO_DEMO_PASSWORD)
    password = settings.SOLO_DEMO_PASSWORD if is_unchanged else "(the one it was given)"
    connections.close_all()
    return _READY.format(
        address=address,
        page=_PAGE if BUILT.is_dir() else _NO_PAGE,
        user=name,
        password=password,
        session=session.pk,
        user_field=shlex.quote(f"username={name}"),
        password_field=shlex.quote(f"password={password}"),
    )


def _programs(listener: socket.socket, workers: int) -> list[Program]:
    descriptor = listener.fileno()
    gunicorn = ("-m", "gunicorn", "--config", "python:solo_export.serving", "--bind", f"fd://{descriptor}")
    server = Program("The server", (sys.executable, *gunicorn, "solo_export.wsgi"), (descriptor,))
    worker = (sys.executable, "-m", "solo_export.cli", "worker", "--threads", "1")
    return [server, *(Program(f"Worker {number}", worker) for number in range(1, workers + 1))]


def _answers(listener: socket.socket) -> bool:
    """Whether the server answers a request, and with something other than its own failure."""
    connection = http.client.HTTPConnection(*_own_address(listener), timeout=5)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        connection.close()
