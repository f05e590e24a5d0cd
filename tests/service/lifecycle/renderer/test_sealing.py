"""A sealed process: what it can no longer do, and what it still can."""

from __future__ import annotations

import subprocess
import sys

import pytest

from solo_export.exports.renderer.sealing import can_seal

pytestmark = pytest.mark.skipif(not can_seal(), reason="this kernel has no filters of system calls")

BEFORE = """
import os, resource, signal, socket, subprocess, threading
from solo_export.exports.renderer.sealing import seal
ours, theirs = socket.socketpair()
listening = socket.create_server(("127.0.0.1", 0))
outside = socket.socket()
assert seal()
"""


def run_sealed(code: str) -> subprocess.CompletedProcess[str]:
    """What a process prints that does this once it is sealed; it has two connected sockets from before."""
    return subprocess.run([sys.executable, "-c", BEFORE + code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("socket.socket()", id="a socket"),
        pytest.param("socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)", id="a socket for datagrams"),
        pytest.param("socket.socket(socket.AF_UNIX)", id="a socket of this machine"),
        pytest.param("outside.connect(listening.getsockname())", id="a connection from an open socket"),
        pytest.param("threading_error(socket.socket)", id="in another thread"),
        pytest.param("os.execv('/bin/true', ['true'])", id="another program"),
        pytest.param("subprocess.run(['/bin/true'])", id="a child program"),
        pytest.param("os.fork()", id="a copy of itself"),
        pytest.param("os.kill(os.getppid(), 0)", id="a signal to the parent"),
        pytest.param("os.kill(-1, 0)", id="a signal to all"),
        pytest.param("os.chmod('/tmp', 0)", id="rights of a file"),
        pytest.param("resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))", id="the parent's limits"),
        pytest.param("os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)", id="the parent's priority"),
        pytest.param("os.sched_setaffinity(os.getppid(), {0})", id="the parent's cores"),
        pytest.param("signal.pidfd_send_signal(os.pidfd_open(os.getppid()), 0)", id="a signal by descriptor"),
    ],
)
def test_it_is_refused(code: str) -> None:
    in_a_thread = """
def threading_error(action):
    found = []
    def attempt():
        try: action()
        except OSError as error: found.append(error)
    thread = threading.Thread(target=attempt); thread.start(); thread.join()
    raise found[0]
"""
    attempt = f"try: {code}\nexcept PermissionError: print('refused')"
    assert run_sealed(in_a_thread + attempt).stdout == "refused\n"


def test_sockets_from_before_work_and_threads_can_be_made() -> None:
    code = """
thread = threading.Thread(target=ours.send, args=(b"hello",)); thread.start(); thread.join()
print(theirs.recv(5).decode())
"""
    assert run_sealed(code).stdout == "hello\n"


def test_it_can_limit_itself_further() -> None:
    code = "resource.setrlimit(resource.RLIMIT_CPU, (9, 9)); print(resource.getrlimit(resource.RLIMIT_CPU))"
    assert run_sealed(code).stdout == "(9, 9)\n"


def test_it_can_end_itself() -> None:
    assert run_sealed("os.abort()").returncode == -6
