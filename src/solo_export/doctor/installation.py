"""What the settings name: tried for real, by the same probes as `/health/ready`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from solo_export import config
from solo_export.doctor.finding import Finding, fault, warning, well
from solo_export.exports.checks import TAG

MAX_CLOCK_SECONDS = 5.0
"""Leases run by the database's clock, tokens and addresses by the machine's; so much between is harmless."""

_MIB = 1024 * 1024
_LEAST_FREE_MIB = 1024

_PATIENCE_SECONDS = 60.0
"""For each part: a machine with much to do may need so long for a renderer that is not warm yet."""

_ADVICE = {
    "database": "Look at DATABASE_URL and whether the database runs; solo-export migrate makes the tables.",
    "storage": "Look at SOLO_DATA_DIR or the SOLO_S3_ settings, at the rights there, and for room.",
    "broker": "Look at SOLO_BROKER_URL, and whether the broker runs; without one, leave the setting empty.",
    "renderer": "What it said stands above. Look at SOLO_EXPORT_RENDER_MEMORY_MB, and at the memory left.",
}
_SAID = {
    "database": "It answers, and has its tables.",
    "storage": "It takes files and gives them back.",
    "broker": "It answers.",
    "renderer": "It draws.",
}


def installation() -> Iterator[Finding]:
    """What is found of the installation, as far as its settings allow to look."""
    try:
        values = config.read()
        _set_up()
    except config.ConfigError as error:
        yield fault("settings", str(error), "solo-export settings lists them all, with their meaning.")
        return
    yield from settings(os.environ)
    yield secret_key(values)
    parts = list(_parts())
    yield from parts
    if all(part.name != "database" or not part.advice for part in parts):
        yield migrations()
        yield clock(_seconds_behind())
    yield memory(values["SOLO_EXPORT_RENDER_MEMORY_MB"], os.cpu_count() or 1, _memory_mib())
    if not values["SOLO_S3_BUCKET"]:
        yield room(Path(values["SOLO_DATA_DIR"]))
    yield public_address(values)
    yield proxies(values)


def _set_up() -> None:
    import django

    django.setup()
    import solo_export.celery  # noqa: F401 - the probe of the broker asks the current app


def settings(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Whether settings that can be read fit together, and whether all that are set are known."""
    found = [*_misfits(), *_unknown_settings(environ)]
    yield from found or [well("settings", "They can be used.")]


def _misfits() -> Iterator[Finding]:
    from django.core.checks import run_checks

    for check in run_checks(tags=[TAG]):
        if check.is_serious():
            yield fault("settings", check.msg, check.hint or "")


def _unknown_settings(environ: Mapping[str, str]) -> Iterator[Finding]:
    known = [setting.name for setting in config.TABLE]
    for name in sorted(name for name in environ if name.startswith("SOLO_") and name not in known):
        alike = get_close_matches(name, known, n=1)
        advice = f"Did you mean {alike[0]}?" if alike else "solo-export settings lists those that there are."
        yield warning("settings", f"There is no setting {name}, so it does nothing.", advice)


def secret_key(values: dict[str, Any]) -> Finding:
    """Where the key comes from; one that is too short stops the settings from being read."""
    if values["SOLO_SECRET_KEY"]:
        return well("secret key", "It is set.")
    return well("secret key", "Generated, and kept in SOLO_DATA_DIR; back it up with the data.")


def _parts() -> Iterator[Finding]:
    from solo_export.health.checkup import Checkup
    from solo_export.health.probes import needed

    patient = [replace(probe, seconds=_PATIENCE_SECONDS) for probe in needed()]
    for found in Checkup(lambda: patient).findings():
        if found.trouble:
            yield fault(found.name, found.trouble, _ADVICE[found.name])
        else:
            yield well(found.name, _SAID[found.name])


def migrations() -> Finding:
    """Whether the database has the tables of this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return well("migrations", "The tables are those of this version.")
    return fault(
        "migrations", f"{len(missing)} migrations have not been applied.", "solo-export migrate applies them."
    )


def clock(seconds_behind: float) -> Finding:
    """Whether the database and this machine agree on the time."""
    if abs(seconds_behind) <= MAX_CLOCK_SECONDS:
        return well("clock", "Database and machine agree on the time.")
    way = "behind" if seconds_behind > 0 else "ahead of"
    return warning(
        "clock",
        f"This machine's clock is {abs(seconds_behind):.0f} s {way} the database's.",
        "Have both set their clocks by NTP: addresses and tokens expire by the machine's.",
    )


def _seconds_behind() -> float:
    from django.contrib.contenttypes.models import ContentType
    from django.db.models.functions import Now

    row = ContentType.objects.annotate(now=Now()).values_list("now", flat=True).first()
    return 0.0 if row is None else (row - datetime.now(UTC)).total_seconds()


def memory(renderer_mib: int, renderers: int, machine_mib: int) -> Finding:
    """Whether as many renderers as there are cores may all take what they are allowed to."""
    if renderer_mib * renderers <= machine_mib:
        return well("limits", f"{renderers} renderers of {renderer_mib} MiB fit into {machine_mib} MiB.")
    return warning(
        "limits",
        f"{renderers} renderers of {renderer_mib} MiB may take more than this machine's {machine_mib} MiB.",
        f"Set SOLO_EXPORT_RENDER_MEMORY_MB to {max(256, machine_mib // renderers)}, or run fewer workers.",
    )


def _memory_mib() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MIB


def room(directory: Path) -> Finding:
    """Whether the disk of the files has room."""
    free = shutil.disk_usage(directory.absolute()).free // _MIB
    if free >= _LEAST_FREE_MIB:
        return well("disk", f"{free} MiB are free.")
    return warning("disk", f"Only {free} MiB are free.", "Make room, or lower SOLO_EXPORT_RETENTION_DAYS.")


def public_address(values: dict[str, Any]) -> Finding:
    """Whether addresses of files say what browsers know the service by."""
    if values["SOLO_PUBLIC_URL"] or not values["DATABASE_URL"]:
        return well("address", "Addresses of files are as browsers know the service.")
    return warning(
        "address",
        "SOLO_PUBLIC_URL is not set: addresses of files repeat whatever Host a request came with.",
        "Set it to the address that browsers know, such as https://boards.example.org.",
    )


def proxies(values: dict[str, Any]) -> Finding:
    """Whether callers behind a proxy are told apart where failed sign-ins are counted."""
    if values["SOLO_PROXIES"] or not values["SOLO_HTTPS_ONLY"]:
        return well("proxies", "Callers are told apart by their addresses.")
    return warning(
        "proxies",
        "SOLO_PROXIES is not set: all callers seem to come from the proxy, and so do failed sign-ins.",
        "Set it to the number of proxies before the service, such as 1.",
    )
