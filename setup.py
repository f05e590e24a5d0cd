"""Compiles the hot kernels; pyproject.toml says everything else.

A module with a .pxd beside it is a kernel: plain Python, and the C types that Cython compiles it with.
Without a C compiler or Python's headers the build goes on, and the same sources run as they are, only slower.
"""

from pathlib import Path

from Cython.Build import cythonize
from setuptools import Extension, setup

SOURCES = Path("src")

DIRECTIVES = {
    "annotation_typing": False,  # types come from the .pxd alone
    "boundscheck": False,
    "cdivision": True,
    "initializedcheck": False,
    "language_level": 3,
    "wraparound": False,
}

# Fused multiply-adds would give other last digits than Python does; of negative roots, nobody asks.
FLAGS = ["-O3", "-ffp-contract=off", "-fno-math-errno"]


def kernel(types: Path) -> Extension:
    name = ".".join(types.relative_to(SOURCES).with_suffix("").parts)
    return Extension(name, [str(types.with_suffix(".py"))], extra_compile_args=FLAGS)


kernels = cythonize(
    [kernel(types) for types in sorted(SOURCES.rglob("*.pxd"))],
    build_dir="build/kernels",
    compiler_directives=DIRECTIVES,
    quiet=True,
)
for extension in kernels:
    extension.optional = True  # only now, because Cython makes new ones and forgets it

setup(ext_modules=kernels)
