"""`make chaos`: exports are asked for while parts of the service are killed, and the promises are counted.

A table goes to standard output, the same as JSON lines to the file that --lines names. The exit code is 1 if
a promise was broken, 2 if a server that a set-up needs is not installed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.chaos.findings import Findings, table
from tests.chaos.plan import plan
from tests.chaos.setups import SETUPS
from tests.chaos.storm import storm


def main() -> int:
    """Run what the arguments ask for; the exit code."""
    options = _parser().parse_args()
    runs: dict[str, Findings] = {}
    for setup in options.on or SETUPS:
        print(f"{setup}: {options.exports} exports, {options.kills} kills, seed {options.seed} …", flush=True)
        try:
            with tempfile.TemporaryDirectory(prefix="solo-chaos-") as directory:
                chosen = plan(options.exports, options.kills, options.seed)
                runs[setup] = storm(setup, chosen, Path(directory), options.workers)
        except pytest.skip.Exception as lacking:
            print(lacking, file=sys.stderr)
            return 2
    print(table(runs))
    options.lines.parent.mkdir(parents=True, exist_ok=True)
    lines = [{"setup": setup, "seed": options.seed, **asdict(findings)} for setup, findings in runs.items()]
    options.lines.write_text("".join(json.dumps(line) + "\n" for line in lines))
    broken = [f"{setup}: {name}" for setup, findings in runs.items() for name in findings.broken()]
    print(f"Broken: {', '.join(broken)}." if broken else "Every promise was kept.")
    return 1 if broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("make chaos ARGS=", description=__doc__)
    parser.add_argument("--exports", type=int, default=60, help="how many to ask for (%(default)s)")
    parser.add_argument("--kills", type=int, default=20, help="how often to kill a part (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another number is another run (%(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="workers of the service (%(default)s)")
    parser.add_argument("--on", action="append", choices=SETUPS, help="only this set-up; may be repeated")
    parser.add_argument("--lines", type=Path, default=Path("build/chaos.jsonl"), help="file of JSON lines")
    return parser


if __name__ == "__main__":
    sys.exit(main())
