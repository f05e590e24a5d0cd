"""What two exports have in common that would be the same file, byte by byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import SHA256
from django.db.models.sql.compiler import SQLCompiler

import boardkit
from solo_export.exports import conf

_FONT_DIRECTORIES = ("/usr/share/fonts", "/usr/local/share/fonts")


class TextHash(SHA256):
    """The SHA-256 of a text column, reckoned by the database; PostgreSQL needs no extension for it."""

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """The hash as hexadecimal digits, as the other databases give it."""
        template = "ENCODE(SHA256(CONVERT_TO(%(expressions)s, 'UTF8')), 'hex')"
        return self.as_sql(compiler, connection, template=template, **context)


def fingerprint(*, state: str, title: str, format: str, options: Mapping[str, Any]) -> str:
    """The fingerprint of an export whose state has that hash; empty where a later drawing may differ.

    Images behind addresses may change at any time, so where they are fetched nothing is ever the same.
    """
    if conf.get("SOLO_IMAGE_HOSTS") or not conf.get("SOLO_EXPORT_REUSE"):
        return ""
    drawn = {name: value for name, value in options.items() if name != "filename"}
    fonts = tuple(conf.get("SOLO_FONT_FOLDERS"))
    parts = [state, title, format, drawn, repr(conf.limits()), _library(), _fonts(fonts)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def _library() -> list[str]:
    """What draws: the code itself, because not every change of it has a version, and what it draws with."""
    code = hashlib.sha256()
    for path in sorted(Path(boardkit.__file__).parent.rglob("*")):
        if path.suffix in (".py", ".so"):
            code.update(path.read_bytes())
    return [code.hexdigest(), *map(version, ("skia-python", "uharfbuzz", "freetype-py"))]


@cache
def _fonts(folders: tuple[str, ...]) -> list[tuple[str, float]]:
    """When fonts came or went, as the dates of their directories tell."""
    roots = (*map(Path, (*_FONT_DIRECTORIES, *folders)), Path.home() / ".fonts")
    directories = (path for root in roots for path in (root, *root.rglob("*/")) if path.is_dir())
    return sorted((str(path), path.stat().st_mtime) for path in directories)
