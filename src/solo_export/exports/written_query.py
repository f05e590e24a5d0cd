"""Queries that Django writes once and that are asked often: to write one takes longer than to ask it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler


class Parameter(Expression):
    """The place in a query of a value that comes only when it is asked; `field` says what values it takes."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """The place, which `WrittenQuery.first` finds again among the parameters."""
        return "%s", (self,)

    def adapted(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """The value as the database takes it. Raises `ValidationError` for what the field can't hold."""
        return self.output_field.get_db_prep_value(self.output_field.to_python(value), connection)


@dataclass(frozen=True, slots=True)
class _Written:
    """A query as one kind of database understands it; `converted` are the columns that it gives otherwise."""

    sql: str
    parameters: tuple[Any, ...]
    converted: tuple[tuple[int, Any], ...]


class WrittenQuery:
    """A query for one row, whose `write` returns `values_list()` of rows in which `Parameter`s may stand."""

    def __init__(self, write: Callable[[], QuerySet[Any, Any]]) -> None:
        self._write = write
        self._written: dict[str, _Written] = {}

    def first(self, using: str, values: Mapping[str, Any]) -> list[Any] | None:
        """The first row by these values of its parameters, None if there is none."""
        connection = connections[using]
        written = self._written.get(using) or self._written.setdefault(using, self._write_for(connection))
        parameters = [
            place.adapted(values[place.name], connection) if isinstance(place, Parameter) else place
            for place in written.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, parameters)
            row = cursor.fetchone()
        return None if row is None else _read(list(row), written, connection)

    def _write_for(self, connection: BaseDatabaseWrapper) -> _Written:
        compiler = self._write().query.get_compiler(connection.alias)
        sql, parameters = compiler.as_sql()
        columns = enumerate(column for column, _, _ in compiler.select)
        converted = tuple((place, column) for place, column in columns if _converters(column, connection))
        return _Written(sql, tuple(parameters), converted)


def _read(row: list[Any], written: _Written, connection: BaseDatabaseWrapper) -> list[Any]:
    """A row's values as Django has them."""
    for place, column in written.converted:
        for convert in _converters(column, connection):
            row[place] = convert(row[place], column, connection)
    return row


def _converters(column: Any, connection: BaseDatabaseWrapper) -> list[Callable[[Any, Any, Any], Any]]:
    return [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
