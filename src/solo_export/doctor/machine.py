"""What the machine itself must have: Python, the libraries of the renderer, compiled kernels, fonts."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Sequence

from boardkit.kernels import plain_kernels
from solo_export.doctor.finding import Finding, fault, warning, well
from solo_export.exports.renderer.file_access import can_limit
from solo_export.exports.renderer.sealing import can_seal
from solo_export.libraries import install_command, missing_libraries

OLDEST_PYTHON = (3, 11)

_SCRIPTS = {
    "Latin": ("A", "fonts-dejavu-core"),
    "Cyrillic": ("Ж", "fonts-dejavu-core"),
    "Greek": ("Ω", "fonts-dejavu-core"),
    "Arabic": ("ع", "fonts-noto-core"),
    "Devanagari": ("अ", "fonts-noto-core"),
    "Chinese": ("字", "fonts-noto-cjk"),
    "emoji": ("😀", "fonts-noto-color-emoji"),
}
"""A character of each script, and a Debian package with a font that has it."""


def machine() -> Iterator[Finding]:
    """What is found of the machine; of fonts only where the renderer can be loaded."""
    yield python()
    yield libraries()
    yield kernels(plain_kernels())
    yield sandbox(can_seal=can_seal(), can_limit=can_limit())
    if not missing_libraries():
        yield fonts(missing_scripts())


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Whether this Python is new enough."""
    written = ".".join(map(str, version))
    if version[:2] >= OLDEST_PYTHON:
        return well("python", f"Python {written} on {platform.machine()}")
    return fault("python", f"Python {written} is too old.", "Install Python 3.11 or newer.")


def libraries() -> Finding:
    """Whether Skia can be loaded."""
    missing = missing_libraries()
    if not missing:
        return well("libraries", "Skia's libraries are there.")
    return fault(
        "libraries",
        f"Drawing needs {' and '.join(missing)}.",
        f"On Debian and Ubuntu: {install_command(missing)}",
    )


def kernels(plain: Sequence[str]) -> Finding:
    """Whether the hot loops are compiled."""
    if not plain:
        return well("kernels", "The hot loops are compiled.")
    return warning(
        "kernels",
        f"Drawing takes longer: {', '.join(plain)} run as plain Python.",
        "Install a C compiler and Python's headers (gcc, python3-dev), then install solo-export again.",
    )


def sandbox(*, can_seal: bool, can_limit: bool) -> Finding:
    """Whether the kernel can shut in the process that draws."""
    missing = [what for what, can in (("seccomp", can_seal), ("Landlock", can_limit)) if not can]
    if not missing:
        return well("sandbox", "What draws can reach no network, no program and no file but fonts.")
    return warning(
        "sandbox",
        f"What draws is not fully shut in: this kernel, or its container, has no {' and no '.join(missing)}.",
        "Run it on Linux 5.13 or newer with Landlock, for x86-64 or ARM64.",
    )


def fonts(missing: Sequence[str] | None) -> Finding:
    """Whether boards in the scripts that people write most can be drawn."""
    if missing is None:
        return warning(
            "fonts",
            "Without fontconfig only the packaged Noto Sans is found.",
            "On Debian and Ubuntu: apt-get install fontconfig fonts-dejavu-core fonts-liberation",
        )
    if not missing:
        return well("fonts", f"There are fonts for {', '.join(_SCRIPTS)}.")
    packages = dict.fromkeys(_SCRIPTS[script][1] for script in missing)
    return warning(
        "fonts",
        f"No font has {', '.join(missing)}: such text is drawn as boxes.",
        f"On Debian and Ubuntu: apt-get install {' '.join(packages)}",
    )


def missing_scripts() -> list[str] | None:
    """The scripts that no installed font has; None where nothing can look."""
    from boardkit.host.fontconfig import fontconfig

    installed = fontconfig()
    if installed is None:
        return None
    found = installed.fallbacks("en")
    return [
        script
        for script, (character, _) in _SCRIPTS.items()
        if not any(font.has(character) for font in found)
    ]
