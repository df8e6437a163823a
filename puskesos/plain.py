"""Rows read and written in plain SQL, for what every visit asks: Django makes each query anew (ADR 22)."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import AutoField, Field, Model
from django.db.models.expressions import Col

Row = TypeVar("Row", bound=Model)
Converter = tuple[int, Callable[[Any, Col, Any], Any], Col]


def read(
    model: type[Row], rest: str, given: Any, *, only: tuple[str, ...] = (), beside: Mapping[str, str] | None = None
) -> list[Row]:
    """Rows as the query builder would give them; `rest` is what stands behind the table's name, `given` its values.

    `only` names attributes, all others stay unread until somebody asks; `beside` adds attributes by their SQL.
    """
    fields, converters = _shape(model, only)
    beside = beside or {}
    columns = [*(f'"{field.column}"' for field in fields), *beside.values()]
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {", ".join(columns)} FROM "{model._meta.db_table}" {rest}', given)  # noqa: S608
        found = cursor.fetchall()
    return [_row(model, fields, converters, values, list(beside)) for values in found]


def _row(
    model: type[Row], fields: Sequence[Field], converters: Sequence[Converter], values: Sequence[Any], also: list[str]
) -> Row:
    read = list(values)
    for place, convert, column in converters:
        read[place] = convert(read[place], column, connection)
    row = model.from_db(connection.alias, [field.attname for field in fields], read[: len(fields)])
    for name, value in zip(also, read[len(fields) :], strict=True):
        setattr(row, name, value)
    return row


@cache
def _shape(model: type[Model], only: tuple[str, ...]) -> tuple[list[Field], list[Converter]]:
    """Columns of a table, and what their values go through on the way to a row."""
    fields = [field for field in model._meta.concrete_fields if not only or field.attname in only]
    converters: list[Converter] = []
    for place, field in enumerate(fields):
        column = field.get_col(model._meta.db_table)
        steps = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
        converters += [(place, step, column) for step in steps]
    return fields, converters


def add(*rows: Model) -> None:
    """Write new rows of one table in one statement; IntegrityError as from the query builder."""
    _insert(rows)


def add_unless_there(*rows: Model) -> int:
    """Write new rows of one table, all but those of which something unique is there already; how many were written.

    A twin that is just being written is waited for.
    """
    return _insert(rows, "ON CONFLICT DO NOTHING")


def _insert(rows: Sequence[Model], otherwise: str = "") -> int:
    """All rows in one value: to write hundreds of values one by one costs more than to insert them."""
    if not rows:
        return 0
    fields, statement = _insertion(type(rows[0]))
    values = [{field.column: field.get_prep_value(field.pre_save(row, True)) for field in fields} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} {otherwise}", [json.dumps(values, default=_as_text)])
        written: int = cursor.rowcount
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return written


@cache
def _insertion(model: type[Model]) -> tuple[list[Field], str]:
    """Columns that a new row is given, and the statement; a number as key is the database's."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = f'"{model._meta.db_table}"'
    rows = f"jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
    return fields, f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {rows}"  # noqa: S608 names of our tables


def _as_text(value: Any) -> str:
    """What JSON has no form for, as PostgreSQL reads it: bytes in hex; times, decimals and UUIDs as text."""
    if isinstance(value, bytes | memoryview):
        return f"\\x{bytes(value).hex()}"
    return str(value)
