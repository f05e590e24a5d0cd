"""How many pages a board's state lists, counted by the database."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler


class ListedPages(Func):
    """The length of `pages` in a JSON column; NULL for what is no list of pages with strokes or assets.

    Those boards' pages can't be counted without reading them. Databases without a way to count answer NULL.
    """

    template = "NULL"
    output_field = IntegerField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """By PostgreSQL's functions of jsonb."""
        first = "%(expressions)s #> '{pages,0,"
        template = (
            f"CASE WHEN 'array' IN (jsonb_typeof({first}strokes}}'), jsonb_typeof({first}assets}}'))"
            " THEN jsonb_array_length(%(expressions)s -> 'pages') END"
        )
        return self.as_sql(compiler, connection, template=template, **context)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """By SQLite's functions of JSON text."""
        first = "%(expressions)s, '$.pages[0]."
        template = (
            f"CASE WHEN 'array' IN (json_type({first}strokes'), json_type({first}assets'))"
            " THEN json_array_length(%(expressions)s, '$.pages') END"
        )
        return self.as_sql(compiler, connection, template=template, **context)
