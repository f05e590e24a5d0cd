"""Statements that Django writes once and that are made often: to write one takes longer than to make it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler


class Parameter(Expression):
    """The place of a value that comes only when a statement is made; `field` says what values it takes."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """The place, which is found again among the statement's parameters."""
        return "%s", (self,)

    def adapted(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """The value as the database takes it. Raises `ValidationError` for what the field can't hold."""
        return self.output_field.get_db_prep_value(self.output_field.to_python(value), connection)


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement as one database understands it; `converted` are the columns that it gives otherwise."""

    sql: str
    parameters: tuple[Any, ...]
    converted: tuple[tuple[int, Any], ...] = ()


class _Statement(ABC):
    """Written when it is first made with a database."""

    def __init__(self) -> None:
        self._by_database: dict[str, _Written] = {}

    @abstractmethod
    def _write_for(self, connection: BaseDatabaseWrapper) -> _Written:
        """The statement for that database."""

    def _written(self, connection: BaseDatabaseWrapper) -> _Written:
        known = self._by_database.get(connection.alias)
        return known or self._by_database.setdefault(connection.alias, self._write_for(connection))

    @contextmanager
    def _made(self, connection: BaseDatabaseWrapper, values: Mapping[str, Any]) -> Iterator[Any]:
        """A cursor that has made the statement by these values of its parameters."""
        written = self._written(connection)
        parameters = [
            place.adapted(values[place.name], connection) if isinstance(place, Parameter) else place
            for place in written.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, parameters)
            yield cursor


class WrittenQuery(_Statement):
    """A query for one row, whose `write` returns `values_list()` of rows in which `Parameter`s may stand."""

    def __init__(self, write: Callable[[], QuerySet[Any, Any]]) -> None:
        super().__init__()
        self._write = write

    def first(self, using: str, values: Mapping[str, Any]) -> list[Any] | None:
        """The first row by these values of its parameters, None if there is none."""
        connection = connections[using]
        with self._made(connection, values) as cursor:
            row = cursor.fetchone()
        return None if row is None else _read(list(row), self._written(connection), connection)

    def _write_for(self, connection: BaseDatabaseWrapper) -> _Written:
        compiler = self._write().query.get_compiler(connection.alias)
        sql, parameters = compiler.as_sql()
        columns = enumerate(column for column, _, _ in compiler.select)
        converted = tuple((place, column) for place, column in columns if _converters(column, connection))
        return _Written(sql, tuple(parameters), converted)


class WrittenUpdate(_Statement):
    """A change of rows, whose `write` returns them and their new values; `Parameter`s may stand in both."""

    def __init__(self, write: Callable[[], tuple[QuerySet[Any, Any], Mapping[str, Any]]]) -> None:
        super().__init__()
        self._write = write

    def make(self, using: str, values: Mapping[str, Any]) -> int:
        """Change the rows by these values of its parameters; the number of rows that were there to change."""
        with self._made(connections[using], values) as cursor:
            return int(cursor.rowcount)

    def _write_for(self, connection: BaseDatabaseWrapper) -> _Written:
        rows, values = self._write()
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(values)
        sql, parameters = query.get_compiler(connection.alias).as_sql()
        return _Written(sql, tuple(parameters))


def _read(row: list[Any], written: _Written, connection: BaseDatabaseWrapper) -> list[Any]:
    """A row's values as Django has them."""
    for place, column in written.converted:
        for convert in _converters(column, connection):
            row[place] = convert(row[place], column, connection)
    return row


def _converters(column: Any, connection: BaseDatabaseWrapper) -> list[Callable[[Any, Any, Any], Any]]:
    return [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
