"""What a machine may lack: a reason to skip a test, except where everything must be there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """Skip the test for want of `what`; fail it where SOLO_REQUIRE_ALL=1 says that nothing may be wanting."""
    message = f"This machine lacks {what}."
    if os.environ.get("SOLO_REQUIRE_ALL") == "1":
        pytest.fail(message)
    pytest.skip(message)


def program(name: str, places: Iterable[Path] = ()) -> str:
    """The path of an installed program, on the PATH or in one of the places."""
    return find(name, places) or lacking(name)


def find(name: str, places: Iterable[Path] = ()) -> str | None:
    """The same, or None where it is not installed."""
    return shutil.which(name) or next(
        (str(place / name) for place in places if (place / name).exists()), None
    )
