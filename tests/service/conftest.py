"""What all tests of the service share."""

from __future__ import annotations

import pytest
from django.db import connections
from pytest_django import Settings


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A database for each process that runs tests, and SQLite's in a file.

    In memory, threads meet other locks than in life.
    """
    if connections["default"].vendor == "sqlite":
        name = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connections["default"].settings_dict["TEST"]["NAME"] = name


@pytest.fixture(autouse=True)
def _leases_that_outlast_a_test(settings: Settings) -> None:
    """No lease is due to be renewed before a test is over, however slow the machine.

    A renewal has a connection of its own, which sees nothing of what a test's transaction holds: it would
    take the lease for lost, and call the work off.
    """
    settings.SOLO_EXPORT_LEASE_SECONDS = 3600
