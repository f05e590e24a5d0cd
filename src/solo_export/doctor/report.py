"""The command: looks at everything, writes what it found, and ends with 1 if there is a fault."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from solo_export.doctor.finding import Finding, State
from solo_export.doctor.machine import machine
from solo_export.telemetry.redaction import redact

_MARKS = {State.WELL: "ok     ", State.WARNING: "warning", State.FAULT: "FAULT  "}


def main(arguments: Sequence[str]) -> int:
    """Examine this installation; 1 if something must be done, else 0."""
    parser = argparse.ArgumentParser("solo-export doctor", description=__doc__)
    parser.add_argument("--json", action="store_true", help="for machines: one JSON object")
    options = parser.parse_args(arguments)
    findings = list(examine())
    is_well = not any(finding.state is State.FAULT for finding in findings)
    lines = _as_json(findings, is_well=is_well) if options.json else _as_text(findings, is_well=is_well)
    for line in lines:
        print(redact(line))
    return 0 if is_well else 1


def examine() -> Iterator[Finding]:
    """All findings. What needs a library that is missing is not looked at."""
    found = list(machine())
    yield from found
    if any(finding.state is State.FAULT for finding in found):
        return
    from solo_export.doctor.installation import installation  # only now, because it imports what they need

    yield from installation()


def _as_text(findings: Iterable[Finding], *, is_well: bool) -> Iterator[str]:
    for finding in findings:
        yield f"{_MARKS[finding.state]} {finding.name:<12} {finding.text}"
        if finding.advice:
            yield f"{'':<20} → {finding.advice}"
    yield "\nNothing must be done." if is_well else "\nExports fail until the faults are mended."


def _as_json(findings: Iterable[Finding], *, is_well: bool) -> Iterator[str]:
    yield json.dumps({"ok": is_well, "checks": [asdict(finding) for finding in findings]}, ensure_ascii=False)
