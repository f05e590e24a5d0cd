"""The system libraries that Skia loads, which a server without a screen may lack."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess

PACKAGES = {"libEGL.so.1": "libegl1", "libGL.so.1": "libgl1"}
"""Each library, and the Debian package that has it."""


class LibrariesMissing(Exception):
    """Libraries are missing and can't be installed here; the text says what installs them."""


def missing_libraries() -> list[str]:
    """The libraries that can't be loaded."""
    return [name for name in PACKAGES if not _is_loadable(name)]


def install_command(libraries: list[str]) -> str:
    """The line that installs them on Debian and Ubuntu."""
    return f"apt-get install -y --no-install-recommends {' '.join(PACKAGES[name] for name in libraries)}"


def ensure_libraries() -> None:
    """Install what is missing, where that is allowed: as root on Debian. Raises `LibrariesMissing`."""
    missing = missing_libraries()
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(missing)}, which drawing needs.", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in ("apt-get update -qq", f"{install_command(missing)} -qq"):
            subprocess.run(command.split(), env=environment, stdout=subprocess.DEVNULL, check=False)
        missing = missing_libraries()
    if missing:
        raise LibrariesMissing(
            f"Drawing needs {' and '.join(missing)}. On Debian and Ubuntu this installs what is missing: "
            f"sudo {install_command(missing)}"
        )


def _is_loadable(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
