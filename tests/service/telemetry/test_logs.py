"""What a log line says, for people and for machines, and what it never says."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from solo_export.telemetry.ids import working_for
from solo_export.telemetry.logs import formatter
from tests.support.service import environment


@pytest.fixture
def working() -> Iterator[None]:
    with working_for(request="r-1", export="e-1"):
        yield


def record(message: str, *args: Any, error: BaseException | None = None, **extra: Any) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.getLogger("solo").makeRecord(
        "solo", logging.WARNING, "x.py", 1, message, args, info, extra=extra
    )


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except Exception as caught:  # noqa: BLE001
        return caught


@pytest.mark.usefixtures("working")
def test_a_line_for_people_ends_with_its_ids() -> None:
    line = formatter("text").format(record("Export %s is completed.", "e-1"))
    assert line.endswith("WARNING solo: Export e-1 is completed. [request_id=r-1 export_id=e-1]")


def test_a_line_about_nothing_in_particular_has_no_ids() -> None:
    assert formatter("text").format(record("Hello.")).endswith("WARNING solo: Hello.")


@pytest.mark.usefixtures("working")
def test_a_line_for_machines_is_one_object_with_what_was_said_beside_the_message() -> None:
    line = formatter("json").format(record("Drawn.", format="png", bytes=12))
    entry = json.loads(line)
    moment = datetime.fromisoformat(entry.pop("time"))
    assert moment.tzinfo is not None
    assert entry == {
        "level": "warning",
        "logger": "solo",
        "process": os.getpid(),
        "message": "Drawn.",
        "request_id": "r-1",
        "export_id": "e-1",
        "format": "png",
        "bytes": 12,
    }


@pytest.mark.usefixtures("working")
def test_a_record_may_name_another_request_than_the_one_at_work() -> None:
    assert json.loads(formatter("json").format(record("x", request_id="r-2")))["request_id"] == "r-2"


@pytest.mark.parametrize("format", ["text", "json"])
def test_an_error_is_told_by_kind_and_place_and_not_by_what_it_repeats_of_a_board(format: str) -> None:
    error = raised(ValueError("my secret diary"), raised(KeyError("diary")))
    line = formatter(format).format(record("It failed.", error=error))
    assert "diary" not in line
    for part in ("ValueError", "KeyError", "test_logs.py", "raised"):
        assert part in line
    assert format == "text" or "\n" not in line


@pytest.mark.parametrize("format", ["text", "json"])
def test_what_an_error_says_of_a_machine_is_told(format: str) -> None:
    error = raised(OperationalError("connection to postgres://solo:s3cret@db refused"))
    line = formatter(format).format(record("It failed.", error=error))
    assert "db refused" in line
    assert "s3cret" not in line


def test_text_that_no_utf8_can_hold_is_no_reason_to_lose_a_line() -> None:
    line = formatter("json").format(record("half a pair: \ud800"))
    line.encode(sys.stderr.encoding, "backslashreplace")
    assert json.loads(line)["level"] == "warning"


@pytest.mark.parametrize("format", ["text", "json"])
def test_what_a_caller_sends_begins_no_line(format: str) -> None:
    line = formatter(format).format(record("GET %s 404", "/x\nINFO solo: All is well.\u2028\x1b[2K"))
    assert line.isprintable()


def test_a_line_for_machines_still_holds_what_a_caller_sent() -> None:
    sent = "/x\n\u2028\x7f\U000e0041"
    entry = json.loads(formatter("json").format(record("GET %s 404", sent, path=sent)))
    assert (entry["message"], entry["path"]) == (f"GET {sent} 404", sent)


def test_what_libraries_warn_of_is_a_line_of_the_log(tmp_path: Path) -> None:
    program = "import django, warnings; django.setup(); warnings.warn('Old.\\nVery old.')"
    env = environment(tmp_path, SOLO_LOG_FORMAT="json", DJANGO_SETTINGS_MODULE="solo_export.settings")
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True
    )
    [line] = done.stderr.splitlines()
    assert "Old.\nVery old." in json.loads(line)["message"]
