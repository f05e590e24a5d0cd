"""Takes from a process all files but some that it may read; nothing is written, made or deleted.

The kernel's Landlock does it: it needs no privilege, works in containers, and can't be undone. It holds for
the thread that asks and for those that it makes from then on, so ask while there is one.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

_PR_SET_NO_NEW_PRIVS = 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # alike on all processors that we run on
_ASK_FOR_VERSION, _BENEATH_A_PATH = 1, 1

_KINDS_OF_ACCESS = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many a version knows, each one bit; those of devices since version 5."""
_ALL_KINDS = 16
_READ_FILE, _READ_DIRECTORY = 1 << 2, 1 << 3

_SINCE_SCOPES = 6
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
"""Of other processes."""

_libc = ctypes.CDLL(None, use_errno=True)


def can_limit() -> bool:
    """Whether this kernel has Landlock."""
    return _version() > 0


def allow_reading_only(places: Iterable[Path]) -> bool:
    """Leave the calling thread nothing but files in these places, to read; False where that can't be done."""
    version = _version()
    if version <= 0:
        return False
    accesses = (1 << _KINDS_OF_ACCESS.get(version, _ALL_KINDS)) - 1
    wanted = struct.pack("=QQQ", accesses, 0, _ABSTRACT_SOCKETS_AND_SIGNALS)
    size = len(wanted) if version >= _SINCE_SCOPES else 8
    rules = _libc.syscall(_CREATE_RULESET, wanted, size, 0)
    if rules < 0:
        return False
    try:
        for place in places:
            _allow_reading(rules, place)
        if _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
            return False
        return bool(_libc.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow_reading(rules: int, place: Path) -> None:
    try:
        descriptor = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no leave
    try:
        access = _READ_FILE | _READ_DIRECTORY if place.is_dir() else _READ_FILE
        _libc.syscall(_ADD_RULE, rules, _BENEATH_A_PATH, struct.pack("=Qi", access, descriptor), 0)
    finally:
        os.close(descriptor)


def _version() -> int:
    return int(_libc.syscall(_CREATE_RULESET, None, 0, _ASK_FOR_VERSION))
