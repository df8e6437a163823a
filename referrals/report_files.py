"""A report as a file: CSV line by line, or a workbook in constant memory; the same rows give the same bytes."""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO, cast

import xlsxwriter

from referrals.reports import Scope

BOM = "\ufeff"
SHEET_ROWS = 1_048_575
# As in the ministry's file (docs/adr/0007): blanks, control and direction marks become one space, so that no cell
# breaks its line or hides its first sign; a first sign that a spreadsheet reads as a formula gets an apostrophe.
BLANKS = re.compile(
    "[\u0000-\u0020\u007f-\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\uffff]+"
)
FORMULA_SIGNS = re.compile("^[=+\\-@|\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20\uff5c]")

Value = str | int | float | date | None


@dataclass(frozen=True)
class Table:
    """What is written: a title for the file and the sheet, headers with widths, and rows."""

    title: str
    headers: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[Value]]


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return FORMULA_SIGNS.sub(lambda sign: "'" + sign[0], BLANKS.sub(" ", text).strip())


def file_name(report: str, scope: Scope, ending: str) -> str:
    """`SLRT_5108_rekap-desa_20260101-20261122.csv`: the area, the report, the period; no names."""
    area = scope.area.pk.replace(".", "")
    return f"SLRT_{area}_{report}_{scope.period.since:%Y%m%d}-{scope.period.until:%Y%m%d}.{ending}"


class _Line:
    """What csv writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(table: Table) -> Iterator[str]:
    """Lines of the file, UTF-8 with BOM so that a spreadsheet reads its letters, by RFC 4180."""
    writer = csv.writer(cast(Any, _Line()), lineterminator="\r\n")
    yield BOM + cast(str, writer.writerow([safe(header) for header in table.headers]))
    for row in table.rows:
        yield cast(str, writer.writerow([_as_text(value) for value in row]))


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return safe(value) if isinstance(value, str) else str(value)


def workbook(table: Table, *, dated: date) -> BinaryIO:
    """The same table as XLSX in a temporary file; `dated` stands in it instead of the clock."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 handed to the response, which closes it
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": table.title, "created": datetime.combine(dated, datetime.min.time())})
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        head = book.add_format({"bold": True})
        for number, row in enumerate(table.rows):
            if number % SHEET_ROWS == 0:
                sheet = _sheet(book, table, head)
            _write_row(sheet, number % SHEET_ROWS + 1, row, day)
        if not book.worksheets():
            _sheet(book, table, head)
    file.seek(0)
    return cast(BinaryIO, file)


def _sheet(book: xlsxwriter.Workbook, table: Table, head: Any) -> Any:
    sheet = book.add_worksheet()
    for place, (header, width) in enumerate(zip(table.headers, table.widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, header, head)
    sheet.freeze_panes(1, 0)
    return sheet


def _write_row(sheet: Any, place: int, row: Sequence[Value], day: Any) -> None:
    """Dates as dates, numbers as numbers, all else as strings: `write_string` never makes a formula or a link."""
    for column, value in enumerate(row):
        if isinstance(value, date):
            sheet.write_datetime(place, column, datetime.combine(value, datetime.min.time()), day)
        elif isinstance(value, str):
            sheet.write_string(place, column, safe(value))
        elif value is not None:
            sheet.write_number(place, column, value)
