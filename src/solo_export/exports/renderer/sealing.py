"""Takes from a process what drawing never needs: the network, other programs, and power over other processes.

A filter of system calls (seccomp) does it: it needs no privilege, works in containers, and can't be undone.
Whoever took the child over could still compute, and answer with a wrong file, which is what it may do anyway.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from dataclasses import dataclass
from pathlib import Path

_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_SET_MODE_FILTER = 1
_ALL_THREADS = 1

# Of classic BPF: load a word, compare, return.
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_AT_NUMBER, _AT_ARCHITECTURE, _AT_FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _END = 0x7FFF_0000, 0x8000_0000
_REFUSE, _UNKNOWN = 0x0005_0000 | errno.EPERM, 0x0005_0000 | errno.ENOSYS
_OTHER_ABI = 0x4000_0000
"""On x86-64, numbers from here on are the same calls once more, for another width of pointers."""


@dataclass(frozen=True, slots=True)
class _Machine:
    """How a processor's system calls are numbered: `refused` always, `own_only` for other processes, and
    `clone` unless it makes a thread.
    """

    architecture: int
    seccomp: int
    refused: tuple[int, ...]
    own_only: tuple[int, ...]
    limits: int
    clone: int


_NUMBERED_ALIKE = (424, 425, 438, 452)
"""pidfd_send_signal, io_uring_setup, which opens sockets too, pidfd_getfd and fchmodat2."""

_MACHINES = {
    "x86_64": _Machine(
        architecture=0xC000_003E,
        seccomp=317,
        refused=(
            *(41, 42, 49),  # socket, connect, bind
            *(57, 58, 59, 322),  # fork, vfork, execve, execveat
            *(101, 310, 311),  # ptrace, process_vm_readv, process_vm_writev
            *(90, 91, 268, 92, 93, 94, 260),  # chmod, chown and their kin
            *(141, 144, 142, 314, 203, 251),  # setpriority, sched_setscheduler and its kin, ioprio_set
            *(29, 68, 240, 248, 250),  # shmget, msgget, mq_open, add_key, keyctl
            *(272, 298, 321, 323),  # unshare, perf_event_open, bpf, userfaultfd
            *_NUMBERED_ALIKE,
        ),
        own_only=(62, 200, 234),  # kill, tkill, tgkill
        limits=302,
        clone=56,
    ),
    "aarch64": _Machine(
        architecture=0xC000_00B7,
        seccomp=277,
        refused=(
            *(198, 203, 200),
            *(221, 281),
            *(117, 270, 271),
            *(52, 53, 54, 55),
            *(140, 119, 118, 274, 122, 30),
            *(194, 186, 180, 217, 219),
            *(97, 241, 280, 282),
            *_NUMBERED_ALIKE,
        ),
        own_only=(129, 130, 131),
        limits=261,
        clone=220,
    ),
}
_CLONE3 = 435
"""Says what it makes behind a pointer, where a filter can't look; without it the C library takes `clone`."""

_CLONE_THREAD = 0x1_0000
_MYSELF = 0
"""Whose limits prlimit sets."""
_ACTIONS = Path("/proc/sys/kernel/seccomp/actions_avail")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def can_seal() -> bool:
    """Whether this kernel has such filters and this processor's numbers are known."""
    return platform.machine() in _MACHINES and _ACTIONS.exists()


def seal() -> bool:
    """Refuse the calling process all that, in every thread and for good; False where that can't be done."""
    if not can_seal():
        return False
    machine = _MACHINES[platform.machine()]
    code = _filter(machine, own_id=os.getpid())
    program = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return bool(
        libc.syscall(machine.seccomp, _SECCOMP_SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(program)) == 0
    )


def _filter(machine: _Machine, *, own_id: int) -> bytes:
    code = [
        _step(_LOAD, _AT_ARCHITECTURE),
        _step(_IF_EQUAL, machine.architecture, then=1),
        _step(_RETURN, _END),
        _step(_LOAD, _AT_NUMBER),
        _step(_IF_AT_LEAST, _OTHER_ABI, otherwise=1),
        _step(_RETURN, _REFUSE),
    ]
    for number in machine.refused:
        code += [_step(_IF_EQUAL, number, otherwise=1), _step(_RETURN, _REFUSE)]
    code += [_step(_IF_EQUAL, _CLONE3, otherwise=1), _step(_RETURN, _UNKNOWN)]
    code += _only_if(machine.clone, _IF_ANY_BIT, _CLONE_THREAD)
    for number in machine.own_only:
        code += _only_if(number, _IF_EQUAL, own_id)  # a process may end itself, as `abort` does
    code += _only_if(machine.limits, _IF_EQUAL, _MYSELF)
    return b"".join([*code, _step(_RETURN, _ALLOW)])


def _only_if(number: int, comparison: int, value: int) -> list[bytes]:
    """Allow a call if its first argument compares so."""
    return [
        _step(_IF_EQUAL, number, otherwise=4),
        _step(_LOAD, _AT_FIRST_ARGUMENT),
        _step(comparison, value, then=1),
        _step(_RETURN, _REFUSE),
        _step(_RETURN, _ALLOW),
    ]


def _step(operation: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    """One instruction; a comparison skips `then` or `otherwise` instructions."""
    return struct.pack("=HBBI", operation, then, otherwise, value)
