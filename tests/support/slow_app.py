"""An application that answers `/held` when it is told to, behind the shedding of whatever else has waited."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from solo_export.connections.shedding import shed
from tests.support.processes import wait_until

MAX_SECONDS = 0.2

HELD, FREE = "HELD", "FREE"
"""Files in the folder that FOLDER names: the first says that it holds, the second lets it go on."""


def _well(_environ: Any, start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Length", "0")])
    return []


_shedding = shed(_well, max_seconds=MAX_SECONDS)


def application(environ: Any, start_response: Any) -> Iterable[bytes]:
    """The answer, always of 200 for `/held`."""
    if environ["PATH_INFO"] != "/held":
        return _shedding(environ, start_response)
    folder = Path(os.environ["FOLDER"])
    (folder / HELD).touch()
    wait_until((folder / FREE).exists, "it may go on")
    return _well(environ, start_response)
