"""The directory that holds the database, the files and the key, where all that is on this machine."""

from __future__ import annotations

from pathlib import Path

from solo_export.config import ConfigError


def data_dir(name: str, *, is_needed: bool) -> Path:
    """The directory of that name, made for its owner alone if it is needed. Raises `ConfigError`."""
    path = Path(name).absolute()
    if is_needed:
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            raise ConfigError("SOLO_DATA_DIR must be a directory that can be made or written to.") from None
    return path
