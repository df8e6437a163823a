"""Keyset paging: page n costs what page 1 costs, and a row never appears twice."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Field, QuerySet, Value
from django.db.models.expressions import Func
from django.db.models.fields import BooleanField

PAGE_SIZE = 50
# Where each row carries a clock and badges, and is a card on a phone.
WORK_PAGE_SIZE = 25


class RowAfter(Func):
    """`(a, b) > (x, y)` as PostgreSQL compares rows, so that one index answers it."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, columns: Sequence[str], values: Sequence[Any], *, sign: str = ">") -> None:
        self.width, self.sign = len(columns), sign
        super().__init__(*(F(column) for column in columns), *(Value(value) for value in values))

    def as_sql(self, compiler, connection, **extra):
        """Write the row comparison."""
        parts, params = [], []
        for expression in self.source_expressions:
            sql, more = compiler.compile(expression)
            parts.append(sql)
            params.extend(more)
        left, right = ", ".join(parts[: self.width]), ", ".join(parts[self.width :])
        return f"({left}) {self.sign} ({right})", params


# Whether there is much to do is all a number tells; counting further would read what nobody asked for.
COUNTED = 999


def count_up_to(rows: QuerySet, most: int) -> int:
    """How many rows there are, counted up to one past `most`."""
    return rows.order_by()[: most + 1].count()


def count_words(rows: QuerySet, *, most: int = COUNTED) -> int | str:
    """How many rows, as it stands on a tile: beyond `most` it says so and counts no further."""
    return number_words(count_up_to(rows, most), most=most)


def number_words(number: int, *, most: int = COUNTED) -> int | str:
    """A count that stopped one past `most`, as it is shown."""
    return f"{most}+" if number > most else number


@dataclass(frozen=True)
class Page:
    """Rows of one page and the mark from which the next one starts."""

    rows: list
    after: str
    next_mark: str


def page_after(
    queryset: QuerySet, *, keys: Sequence[str], after: str = "", size: int = PAGE_SIZE, newest_first: bool = False
) -> Page:
    """The page that follows the mark `after`, ordered by `keys` (unique together), all in one direction.

    A mark is opaque and holds the key values of the last row; a broken mark starts at the first page.
    """
    values = _read_mark(after, [queryset.model._meta.get_field(key) for key in keys])
    if values is not None:
        queryset = queryset.filter(RowAfter(keys, values, sign="<" if newest_first else ">"))
    order = [f"-{key}" for key in keys] if newest_first else keys
    rows = list(queryset.order_by(*order)[: size + 1])
    next_mark = _write_mark(rows[size - 1], keys) if len(rows) > size else ""
    return Page(rows=rows[:size], after=after if values is not None else "", next_mark=next_mark)


def _write_mark(row: Any, keys: Sequence[str]) -> str:
    values = [str(getattr(row, key)) for key in keys]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def _read_mark(mark: str, fields: Sequence[Field]) -> list[Any] | None:
    """Key values of a mark, each as its column takes it; None for a mark that this list did not write."""
    try:
        values = json.loads(base64.urlsafe_b64decode(mark.encode()))
        if not isinstance(values, list) or "\x00" in "".join(values):
            return None
        return [field.clean(value, None) for field, value in zip(fields, values, strict=True)]
    except (ValueError, TypeError, ValidationError, RecursionError):
        return None
