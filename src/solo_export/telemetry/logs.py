"""How log lines are written: for people, or as JSON for machines.

Both are redacted, and both tell of an error where it happened rather than what it says.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from solo_export.telemetry.error_places import error_entry, error_lines
from solo_export.telemetry.ids import export_id, request_id
from solo_export.telemetry.redaction import printable, redact

FORMATS = ("text", "json")

_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_OF_EVERY_RECORD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def formatter(format: str) -> logging.Formatter:
    """The formatter of that name, one of `FORMATS`."""
    return JsonFormatter() if format == "json" else LineFormatter(_LINE)


def configuration(format: str) -> dict[str, Any]:
    """Django's LOGGING: everything from INFO goes to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": {"()": "solo_export.telemetry.logs.formatter", "format": format}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "ours"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
    }


class LineFormatter(logging.Formatter):
    """A line for people, which ends with the ids of the request and the export where it is about any."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """The line without what an exception adds below it."""
        line = super().formatMessage(record)
        ids = [f"{name}={value}" for name, value in _ids(record).items()]
        return printable(f"{line} [{' '.join(ids)}]" if ids else line)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """The places in the code, the innermost last, and the kind of error."""
        return "\n".join(error_lines(ei[1]))

    def format(self, record: logging.LogRecord) -> str:
        """The whole text of a record."""
        record.exc_text = None  # another handler's formatter may have kept its own there
        return redact(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: what every record has, the ids, whatever `extra` says, and the error."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line without a line break."""
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
            **_ids(record),
            **{name: value for name, value in vars(record).items() if _is_extra(name)},
        }
        if record.exc_info and record.exc_info[1] is not None:
            entry["error"] = error_entry(record.exc_info[1])
        return redact(printable(json.dumps(entry, ensure_ascii=False, default=str)))


def _ids(record: logging.LogRecord) -> dict[str, str]:
    """The ids of the request and the export; a record may name others than the context does."""
    found = {"request_id": request_id(), "export_id": export_id()}
    found |= {name: str(getattr(record, name)) for name in found if hasattr(record, name)}
    return {name: value for name, value in found.items() if value}


def _is_extra(name: str) -> bool:
    """Whether somebody gave a record this attribute, other than what Django attaches."""
    return name not in _OF_EVERY_RECORD and name not in ("request", "server_time", "request_id", "export_id")
