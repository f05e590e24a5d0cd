"""The key that signs addresses and tokens: given, or generated once and kept beside the data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from solo_export.config import ConfigError


def secret_key(given: str, data_dir: Path, *, embedded: bool) -> str:
    """The given key, else the one kept in `data_dir`. Raises `ConfigError` where several machines need one.

    `embedded`: everything runs on this machine, so a key that only this machine knows will do.
    """
    if given:
        return given
    if not embedded:
        raise ConfigError("SOLO_SECRET_KEY must be set to at least 32 random characters beside DATABASE_URL.")
    try:
        return _kept_key(data_dir)
    except OSError:
        raise ConfigError(
            "SOLO_SECRET_KEY must be set to at least 32 random characters, or SOLO_DATA_DIR to a directory "
            "that can be written."
        ) from None


def _kept_key(data_dir: Path) -> str:
    """The key in `data_dir`. Made whole before it gets its name, so that two starts at once agree on one."""
    path = data_dir / "secret.key"
    if not path.exists():
        draft = path.with_name(f"secret.{secrets.token_hex(8)}")
        with open(draft, "x", opener=_for_owner_only) as file:
            file.write(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def _for_owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)
