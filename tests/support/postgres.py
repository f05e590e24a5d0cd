"""A PostgreSQL server of the tests' own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.support.processes import free_port
from tests.support.required import find, program
from tests.support.servers import Server

_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server, without a database, that lives as long as the tests."""
    with postgres() as address:
        yield address


def missing_postgres() -> str:
    """Why there can be no server here; empty where there can."""
    return "" if find("initdb", _PLACES) else "PostgreSQL is not installed"


@contextmanager
def postgres() -> Iterator[str]:
    """A server with nothing but its own database `postgres`; its address, without a database."""
    with stoppable_postgres() as server:
        yield server.address


@contextmanager
def stoppable_postgres() -> Iterator[Server]:
    """The same, for tests that stop it."""
    initdb, serving = program("initdb", _PLACES), program("postgres", _PLACES)
    user = _unprivileged_user()
    # Not below pytest's own directory, which nobody but the user who runs the tests may enter.
    home = Path(tempfile.mkdtemp(prefix="solo-postgres-"))
    if user:
        shutil.chown(home, user)
    port = free_port()
    address = f"postgres://solo@127.0.0.1:{port}"
    make: list[str | Path] = [
        initdb,
        "--pgdata",
        home / "data",
        "--auth",
        "trust",
        "--username",
        "solo",
        "--no-sync",
    ]
    serve: list[str | Path] = [
        serving,
        "-D",
        home / "data",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "-k",
        home,
        "-F",
    ]
    server = Server(address, serve, home / "PostgreSQL.log", answers=lambda: _answers(address), user=user)
    try:
        subprocess.run([*make, "--encoding", "UTF8"], check=True, capture_output=True, user=user, cwd=home)
        with server.running():
            yield server
    finally:
        shutil.rmtree(home)


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The address of a new, empty database."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return f"{postgres_server}/{name}"


def _unprivileged_user() -> str | None:
    """Whom to run PostgreSQL as, which refuses to be root; None for oneself."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    return "nobody"


def _answers(address: str) -> bool:
    with suppress(psycopg.OperationalError), psycopg.connect(f"{address}/postgres"):
        return True
    return False
