"""What the environment may say, in one table: each setting's name, default, meaning and kind of value.

`read()` gives Django's settings their values, `table()` the README its list. A value that can't be used
stops the start with a `ConfigError`, one sentence that says what to write; no value is ever repeated
in it, because some are secrets.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from solo_export.exports import conf
from solo_export.exports.assets import AllowedHost
from solo_export.exports.webhooks.signature import secret_key
from solo_export.telemetry import logs


class ConfigError(Exception):
    """The environment holds a value that can't be used; the text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: `expects` finishes the sentence "NAME must be …"; `parse` raises ValueError."""

    expects: str
    parse: Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table; `default` is written as it would be in the environment."""

    name: str
    default: str
    meaning: str
    kind: Kind


def _whole(minimum: int, maximum: int) -> Kind:
    def parse(text: str) -> int:
        number = int(text)
        if not minimum <= number <= maximum:
            raise ValueError(text)
        return number

    return Kind(f"a whole number from {minimum} to {maximum}", parse)


def _flag(text: str) -> bool:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[text.lower()]


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _address(text: str, schemes: tuple[str, ...]) -> str:
    parts = urlsplit(text)
    if parts.scheme not in schemes or not parts.hostname:
        raise ValueError(text)
    return text


def _web_address(text: str) -> str:
    return _address(text, ("http", "https")).rstrip("/")


def _origins(text: str) -> list[str]:
    origins = [_web_address(word) for word in _words(text)]
    if any(urlsplit(origin).path for origin in origins):
        raise ValueError(text)
    return origins


def _broker(text: str) -> str:
    return _address(text, ("redis", "rediss", "amqp", "amqps"))


def _image_hosts(text: str) -> list[str]:
    hosts = _words(text)
    for host in hosts:
        AllowedHost.parse(host)
    return hosts


def _folders(text: str) -> list[str]:
    folders = [str(Path(word).absolute()) for word in _words(text)]
    if not all(map(os.path.isdir, folders)):
        raise ValueError(text)
    return folders


def _database(text: str) -> dict[str, Any]:
    database = dict(dj_database_url.parse(text))
    if database["ENGINE"] not in ("django.db.backends.postgresql", "django.db.backends.sqlite3"):
        raise ValueError(text)
    return database


def _secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError(text)
    return text


def _log_format(text: str) -> str:
    return {format: format for format in logs.FORMATS}[text.lower()]


def _webhook_url(text: str) -> str:
    return _address(text, ("http", "https"))


def _webhook_secret(text: str) -> str:
    secret_key(text)
    return text


TEXT = Kind("text", str)
LOG_FORMAT = Kind(" or ".join(logs.FORMATS), _log_format)
FLAG = Kind("1 or 0", _flag)
HOSTS = Kind("host names with commas between, such as boards.example.org,10.0.0.5", _words)
IMAGE_HOSTS = Kind("host names with commas between, such as images.example.org,*.example.net", _image_hosts)
FOLDERS = Kind("folders that are there, with commas between, such as /srv/fonts,/home/solo/fonts", _folders)
WEB_ADDRESS = Kind("an http or https address, such as https://boards.example.org", _web_address)
ORIGINS = Kind("origins with commas between, such as https://boards.example.org", _origins)
BROKER = Kind("an address such as redis://localhost:6379/0 or amqp://user:password@localhost:5672//", _broker)
DATABASE = Kind("an address such as postgres://user:password@localhost:5432/name", _database)
WEBHOOK_URL = Kind("an http or https address, such as https://boards.example.org/hooks/", _webhook_url)
WEBHOOK_SECRET = Kind("whsec_ and 24 to 64 random bytes in base64", _webhook_secret)
SECRET = Kind("at least 32 random characters", _secret)

_TEN_YEARS_OF_DAYS, _DAY, _HOUR = 3650, 86_400, 3600


def _exports(name: str, meaning: str, kind: Kind) -> Setting:
    """A setting of the exports app, whose default is the app's own."""
    default = conf.DEFAULTS[name]
    return Setting(name, str(int(default)) if isinstance(default, bool) else str(default), meaning, kind)


_LIMIT_MEANINGS = {
    "state_bytes": "Largest state of a board, in bytes of JSON.",
    "pages": "Most pages of a board.",
    "elements": "Most strokes, shapes, texts and images of a board.",
    "points": "Most points of all strokes of a board.",
    "picture_pixels": "Largest single picture, in pixels; a page with more becomes tiles in a ZIP.",
    "image_pixels": "Largest image on a board, in pixels.",
    "depth": "Deepest nesting of a state.",
}

TABLE: tuple[Setting, ...] = (
    Setting("SOLO_DATA_DIR", "var", "Directory of the database, the files and the generated key.", TEXT),
    Setting(
        "SOLO_SECRET_KEY",
        "",
        "Signs addresses and tokens. Generated and kept in the data directory where it is empty and the "
        "database is SQLite.",
        SECRET,
    ),
    Setting(
        "SOLO_ALLOWED_HOSTS",
        "localhost,127.0.0.1,[::1]",
        "The host names that the service answers to; `*` is any.",
        HOSTS,
    ),
    _exports(
        "SOLO_PUBLIC_URL",
        "The address that browsers know the service by. Empty: the one that each request came to.",
        WEB_ADDRESS,
    ),
    Setting(
        "SOLO_HTTPS_ONLY",
        "0",
        "1: what did not come by HTTPS, as the proxy's `X-Forwarded-Proto` tells, is sent there, and "
        "browsers are told to come by it alone for a year. Only behind a proxy that sets this header itself.",
        FLAG,
    ),
    Setting(
        "SOLO_CONTENT_SECURITY_POLICY",
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        "What the service's own pages may load, as a `Content-Security-Policy`. Files of exports may load "
        "nothing.",
        TEXT,
    ),
    Setting("SOLO_CORS_ORIGINS", "", "Origins of front ends that may call the API from a browser.", ORIGINS),
    Setting(
        "SOLO_FAILED_SIGN_INS_PER_HOUR",
        "50",
        "Most sign-ins with one name that may fail within an hour, and with all names from one address ten "
        "times as many; more get 429.",
        _whole(1, 10**6),
    ),
    Setting(
        "SOLO_PROXIES",
        "0",
        "How many proxies stand before the service, one behind the other. With 1 or more, a caller's "
        "address is read from `X-Forwarded-For`.",
        _whole(0, 100),
    ),
    Setting("DATABASE_URL", "", "The database. Empty: SQLite in the data directory.", DATABASE),
    _exports(
        "SOLO_BROKER_URL",
        "Redis or RabbitMQ for Celery. Empty: workers take exports straight from the database.",
        BROKER,
    ),
    Setting("SOLO_S3_BUCKET", "", "Bucket for the files. Empty: `files` in SOLO_DATA_DIR.", TEXT),
    Setting("SOLO_S3_ENDPOINT_URL", "", "The S3 service, where it is not Amazon's.", WEB_ADDRESS),
    Setting(
        "SOLO_S3_PUBLIC_ENDPOINT_URL",
        "",
        "The same service as browsers reach it, where that differs.",
        WEB_ADDRESS,
    ),
    Setting(
        "SOLO_S3_REGION",
        "us-east-1",
        "The bucket's region. Credentials are AWS's own: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        TEXT,
    ),
    _exports("SOLO_EXPORT_SYNC", "1: a POST answers when its export is done.", FLAG),
    _exports(
        "SOLO_EXPORT_REUSE", "0: a board is drawn anew even if its owner has the same file already.", FLAG
    ),
    _exports(
        "SOLO_EXPORT_MAX_WAIT_SECONDS", "Longest `Prefer: wait` of a POST, in seconds.", _whole(0, _HOUR)
    ),
    _exports(
        "SOLO_EXPORT_URL_SECONDS", "How long the address of a file works, in seconds.", _whole(1, 7 * _DAY)
    ),
    _exports(
        "SOLO_EXPORT_RETENTION_DAYS",
        "How long an export and its file are kept, in days.",
        _whole(1, _TEN_YEARS_OF_DAYS),
    ),
    _exports(
        "SOLO_EXPORT_LEASE_SECONDS",
        "How long a worker that fell silent keeps its export, in seconds; then another takes over.",
        _whole(1, _HOUR),
    ),
    _exports(
        "SOLO_EXPORT_RENDER_SECONDS", "Longest time of one attempt at drawing, in seconds.", _whole(1, _HOUR)
    ),
    _exports(
        "SOLO_EXPORT_RENDER_MEMORY_MB",
        "Most memory of one drawing process, in MiB.",
        _whole(256, 1_048_576),
    ),
    _exports(
        "SOLO_EXPORT_CALLS_PER_MINUTE",
        "Most calls of one person that change something, per minute; more get 429.",
        _whole(1, 10**6),
    ),
    _exports(
        "SOLO_EXPORT_UNDER_WAY_PER_USER",
        "Most exports of one person that wait or are being drawn; more get 429.",
        _whole(1, 10**6),
    ),
    _exports(
        "SOLO_EXPORT_STORED_MB_PER_USER",
        "Most megabytes that the exports of one person take; more get 429.",
        _whole(1, 10**9),
    ),
    Setting(
        "SOLO_SAVED_MB_PER_USER",
        "10000",
        "Most megabytes that the boards of one person take in the database; more get 429.",
        _whole(1, 10**9),
    ),
    _exports(
        "SOLO_EXPORT_LINE_LENGTH",
        "Most exports that wait, whoever asked for them; more get 503.",
        _whole(1, 10**6),
    ),
    _exports(
        "SOLO_EXPORT_WAITING_CALLS",
        "Most calls that a server process lets wait at once; it has 16 threads. More are answered at once.",
        _whole(1, 1000),
    ),
    Setting(
        "SOLO_FONT_FOLDERS",
        "",
        "Folders of fonts that boards are drawn with, besides those that are installed.",
        FOLDERS,
    ),
    Setting(
        "SOLO_IMAGE_HOSTS",
        "",
        "Hosts that images on boards may be fetched from, such as `images.example.org`, `*.example.org` or "
        "`images.example.org:8443`. Empty: none are fetched.",
        IMAGE_HOSTS,
    ),
    _exports(
        "SOLO_WEBHOOK_URL",
        "Where your own system is told of exports that have ended, by signed POSTs (Standard Webhooks). "
        "Empty: nowhere.",
        WEBHOOK_URL,
    ),
    _exports(
        "SOLO_WEBHOOK_SECRET",
        "Signs these POSTs: `whsec_` and 24 to 64 random bytes in base64, which your system knows too.",
        WEBHOOK_SECRET,
    ),
    *(_exports(setting, _LIMIT_MEANINGS[field], _whole(1, 10**12)) for setting, field in conf.LIMITS.items()),
    Setting("SOLO_LOG_FORMAT", "text", "How log lines are written: `text` or `json`.", LOG_FORMAT),
    Setting(
        "SOLO_OTLP_ENDPOINT",
        "",
        "Where OpenTelemetry's traces are sent, by OTLP over HTTP. Needs `solo-export[tracing]`.",
        WEB_ADDRESS,
    ),
    _exports(
        "SOLO_METRICS_TOKEN",
        "Who sends it as a bearer token may read `/metrics`. Empty: only this machine itself may.",
        SECRET,
    ),
    _exports(
        "SOLO_METRICS_PORT",
        "Port at which a worker that stands alone shows its metrics to whoever can reach it; 0 for none.",
        _whole(0, 65_535),
    ),
    Setting("SOLO_DEMO_USER", "demo", "Who may sign in after `solo-export run`.", TEXT),
    Setting("SOLO_DEMO_PASSWORD", "demo", "The password of that user, set when the user is created.", TEXT),
)


def read(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The values of the whole table by name; an empty variable counts as unset. Raises `ConfigError`."""
    return {setting.name: _value(setting, environ.get(setting.name, "")) for setting in TABLE}


def _value(setting: Setting, written: str) -> Any:
    text = written.strip() or setting.default
    if not text:
        return [] if setting.kind in (FOLDERS, HOSTS, IMAGE_HOSTS, ORIGINS) else ""
    try:
        return setting.kind.parse(text)
    except (ValueError, KeyError):
        raise ConfigError(f"{setting.name} must be {setting.kind.expects}.") from None


def table() -> str:
    """The table as Markdown, for the README."""
    rows = [("Variable", "Default", "Meaning"), ("---", "---", "---")]
    rows += [
        (f"`{setting.name}`", f"`{setting.default}`" if setting.default else "", setting.meaning)
        for setting in TABLE
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
