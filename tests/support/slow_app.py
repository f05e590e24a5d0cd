"""An application that takes half a second, behind the shedding of what has waited for a fifth of one."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from solo_export.shedding import shed


def _slow(_environ: Any, start_response: Any) -> Iterable[bytes]:
    time.sleep(0.5)
    start_response("200 OK", [("Content-Length", "0")])
    return []


application = shed(_slow, max_seconds=0.2)
