"""A kernel's source, run as Python even where machine code of it is installed."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import boardkit

LIBRARY = Path(boardkit.__file__).parent


def load_plain(name: str) -> ModuleType:
    """The kernel `name` (its full module name), interpreted."""
    path = LIBRARY.joinpath(*name.split(".")[1:]).with_suffix(".py")
    spec = importlib.util.spec_from_file_location(f"plain_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
