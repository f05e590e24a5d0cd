"""Checks without a network that the lock files say what pyproject.toml asks for; `make lock` repairs them.

Each requirement of pyproject.toml has a pin that satisfies it, run.txt's pins are dev.txt's pins too, and no
lock names the address that a package came from.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)
ADDRESS = re.compile(r"https?://|file:|--(?:extra-)?index-url|--find-links")

Pins = dict[str, set[str]]
Groups = dict[str, list[str | dict[str, str]]]


def pins_of(lock: str) -> Pins:
    """The versions pinned for each package; markers may split a package into several."""
    pins: Pins = {}
    for found in PIN.finditer(lock):
        pins.setdefault(canonicalize_name(found["name"]), set()).add(found["version"])
    return pins


def requirements_of(groups: Groups, group: str) -> list[Requirement]:
    """The requirements of a dependency group, included groups too."""
    found: list[Requirement] = []
    for entry in groups[group]:
        if isinstance(entry, str):
            found.append(Requirement(entry))
        else:
            found += requirements_of(groups, entry["include-group"])
    return found


def complaints(name: str, required: list[Requirement], pins: Pins) -> list[str]:
    """What a lock lacks of the requirements."""
    found = []
    for requirement in required:
        versions = pins.get(canonicalize_name(requirement.name), set())
        if not versions or not all(requirement.specifier.contains(version) for version in versions):
            pinned = ", ".join(sorted(versions)) or "nothing"
            found.append(f"requirements/{name}.txt pins {pinned}; pyproject.toml asks for {requirement}.")
    return found


def main() -> int:
    """Prints each complaint; the exit code is 1 if there is one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    texts = {name: (ROOT / "requirements" / f"{name}.txt").read_text() for name in ("run", "dev", "node")}
    pins = {name: pins_of(text) for name, text in texts.items()}
    groups: Groups = project["dependency-groups"]
    dependencies = [Requirement(text) for text in project["project"]["dependencies"]]

    found = complaints("run", dependencies + requirements_of(groups, "build"), pins["run"])
    found += complaints("dev", dependencies + requirements_of(groups, "dev"), pins["dev"])
    found += complaints("node", requirements_of(groups, "node"), pins["node"])
    for package in sorted(name for name in pins["run"] if pins["dev"].get(name) != pins["run"][name]):
        found.append(f"requirements/run.txt and requirements/dev.txt pin different versions of {package}.")
    for name, text in texts.items():
        if address := ADDRESS.search(text):
            found.append(f"requirements/{name}.txt holds an address: {address.group()}")

    for complaint in found:
        print(complaint, file=sys.stderr)
    if found:
        print("`make lock` writes the locks anew.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
