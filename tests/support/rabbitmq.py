"""A RabbitMQ server of the tests' own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.processes import free_port, listens, started, wait_until
from tests.support.required import lacking, program
from tests.support.servers import Server

_SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""Not the wrapper in /usr/sbin, which insists on the machine's own server and its user."""


@contextmanager
def stoppable_rabbitmq(directory: Path) -> Iterator[Server]:
    """A server with its files in a new folder of a directory."""
    if not _SERVER.exists():
        lacking("rabbitmq-server")
    home = directory / "rabbitmq"
    home.mkdir()
    port, epmd_port, distribution_port = free_port(), free_port(), free_port()
    (home / "plugins").write_text("[].")
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "ERL_EPMD_PORT": str(epmd_port),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": f"solo{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(distribution_port),
        "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
        "RABBITMQ_LOG_BASE": str(home / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "plugins"),
        "RABBITMQ_CONF_ENV_FILE": os.devnull,
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq"),
    }
    address = f"amqp://guest:guest@127.0.0.1:{port}//"
    server = Server(address, [_SERVER], home / "RabbitMQ.log", answers=lambda: listens(port), env=env)
    with started([program("epmd")], home / "epmd.log", env):
        wait_until(lambda: listens(epmd_port), "epmd listens")  # or Erlang would start another, and leave it
        with server.running():
            yield server


@contextmanager
def rabbitmq(directory: Path) -> Iterator[str]:
    """The address of such a server."""
    with stoppable_rabbitmq(directory) as server:
        yield server.address


@pytest.fixture(scope="session")
def rabbitmq_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that lives as long as the tests."""
    with rabbitmq(tmp_path_factory.mktemp("broker")) as address:
        yield address
