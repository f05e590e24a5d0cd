"""The compiled kernels: the few hot loops, Python that setup.py also compiles where a C compiler is.

A module with a .pxd beside it, its C types, is a kernel. Nothing is imported here, so asking costs little.
"""

from __future__ import annotations

from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

_LIBRARY = Path(__file__).parent


def kernels() -> list[str]:
    """The kernels' full module names."""
    return [".".join(("boardkit", *path.relative_to(_LIBRARY).parts)) for path in _paths()]


def plain_kernels() -> list[str]:
    """Those of them that run as plain Python, because they could not be compiled when this was installed."""
    compiled = [any(path.with_suffix(suffix).exists() for suffix in EXTENSION_SUFFIXES) for path in _paths()]
    return [name for name, is_compiled in zip(kernels(), compiled, strict=True) if not is_compiled]


def _paths() -> list[Path]:
    return [types.with_suffix("") for types in sorted(_LIBRARY.rglob("*.pxd"))]
