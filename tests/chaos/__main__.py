"""`make chaos`: exports are asked for while the service is hurt, and the promises are counted.

First parts of it are killed, on each set-up; then what it stands on goes away and comes back. Tables go to
standard output, the same as JSON lines to the file that --lines names, and each log beside it. The exit code
is 1 if a promise was broken, 2 if a server is not installed that is needed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.chaos.findings import Felt, Findings, table
from tests.chaos.outages import outages
from tests.chaos.plan import plan
from tests.chaos.setups import SETUPS
from tests.chaos.storm import storm
from tests.chaos.troubles import GROUNDS
from tests.support.service import LOG_NAME


def main() -> int:
    """Run what the arguments ask for; the exit code."""
    options = _parser().parse_args()
    options.lines.parent.mkdir(parents=True, exist_ok=True)
    try:
        kills = _kills(options) if options.kills else {}
        outages = _outages(options) if options.posts else {}
    except pytest.skip.Exception as lacking:
        print(lacking, file=sys.stderr)
        return 2
    runs: dict[str, Findings | Felt] = {**kills, **outages}
    for found in (kills, outages):
        if found:
            print(table(found))
    lines = [{"run": name, "seed": options.seed, **asdict(findings)} for name, findings in runs.items()]
    options.lines.write_text("".join(json.dumps(line) + "\n" for line in lines))
    broken = [f"{run}: {name}" for run, findings in runs.items() for name in findings.broken()]
    print(f"Broken: {', '.join(broken)}." if broken else "Every promise was kept.")
    return 1 if broken else 0


def _kills(options: argparse.Namespace) -> dict[str, Findings]:
    """What came of the kills, for each set-up."""
    found = {}
    chosen = plan(options.exports, options.kills, options.seed)
    for setup in options.on or SETUPS:
        print(f"{setup}: {options.exports} exports, {options.kills} kills, seed {options.seed} …", flush=True)
        with _directory(options.lines.with_name(f"chaos-{setup}.log")) as directory:
            found[setup] = storm(setup, chosen, directory, options.workers)
    return found


def _outages(options: argparse.Namespace) -> dict[str, Felt]:
    """What was felt of the outages, for each trouble of each ground."""
    found = {}
    for ground in options.off or GROUNDS:
        print(f"{ground}: {options.posts} exports in each outage, seed {options.seed} …", flush=True)
        with _directory(options.lines.with_name(f"outages-{ground}.log")) as directory:
            for name, felt in outages(ground, options.posts, options.seed, directory):
                found[f"{ground} {name}"] = felt
                print(f"  {name}: {', '.join(felt.broken()) or 'every promise was kept'}", flush=True)
    return found


@contextmanager
def _directory(log: Path) -> Iterator[Path]:
    """A directory for a service, whose log is kept."""
    with tempfile.TemporaryDirectory(prefix="solo-chaos-") as directory:
        try:
            yield Path(directory)
        finally:
            shutil.copy(Path(directory) / LOG_NAME, log)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("make chaos ARGS=", description=__doc__)
    parser.add_argument("--exports", type=int, default=60, help="how many to ask for (%(default)s)")
    parser.add_argument(
        "--kills", type=int, default=20, help="how often to kill a part; 0: never (%(default)s)"
    )
    parser.add_argument("--on", action="append", choices=SETUPS, help="kill on this set-up only; repeatable")
    parser.add_argument("--posts", type=int, default=60, help="exports in each outage; 0: none (%(default)s)")
    parser.add_argument("--off", action="append", choices=GROUNDS, help="only this goes away; repeatable")
    parser.add_argument("--seed", type=int, default=1, help="another number is another run (%(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="workers of the service (%(default)s)")
    parser.add_argument("--lines", type=Path, default=Path("build/chaos.jsonl"), help="file of JSON lines")
    return parser


if __name__ == "__main__":
    sys.exit(main())
