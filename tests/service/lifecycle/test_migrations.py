"""A deploy: for a while the previous release works on the database of the next."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django.db.migrations import AddField, RemoveField, RenameField, RenameModel
from django.db.migrations.operations.base import Operation
from django.db.models import NOT_PROVIDED

from solo_export.boards import migrations as of_boards
from solo_export.exports import migrations as of_exports


def later_operations() -> Iterator[tuple[str, Operation]]:
    """What the migrations after each app's first do."""
    for package in (of_boards, of_exports):
        for name in sorted(module.name for module in pkgutil.iter_modules(package.__path__))[1:]:
            for operation in importlib.import_module(f"{package.__name__}.{name}").Migration.operations:
                yield f"{package.__name__}.{name}", operation


LATER = list(later_operations())


@pytest.mark.parametrize(("name", "operation"), [pair for pair in LATER if isinstance(pair[1], AddField)])
def test_a_release_that_does_not_know_a_column_can_write_rows(name: str, operation: AddField) -> None:
    field = operation.field
    is_filled = field.null or field.generated or field.db_default is not NOT_PROVIDED
    assert is_filled, f"{name}: {operation.name} needs a db_default."


def test_a_release_finds_all_that_it_knows() -> None:
    gone = (RemoveField, RenameField, RenameModel)
    assert [name for name, operation in LATER if isinstance(operation, gone)] == []
