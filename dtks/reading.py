"""The workbook for people: one line for each family in words, identity numbers masked, cells as safe as in the upload.

Like the other files it says nothing of who takes it or when: that stands in the log of downloads, so that anybody can
make the same bytes again (docs/adr/0019).
"""

import csv
from collections.abc import Iterator
from functools import cache
from typing import Any

import xlsxwriter
from django.db import connection
from psycopg import sql

from dtks.layouts import Column, moment, plain, text, three_digits, upper_text
from dtks.models import Batch

SHEET = "DAFTAR KELUARGA"

# Aliases as in layouts.py; p is the head of the family.
FAMILY: tuple[Column, ...] = (
    Column("No.", plain("r.sequence"), number=True, width=8),
    Column("Kecamatan", text("d.name"), width=18),
    Column("Desa/kelurahan", text("v.name"), width=20),
    Column("Kepala keluarga", upper_text("coalesce(p.name, '')"), width=30),
    Column("NIK kepala keluarga", plain("nik.masked"), width=20),
    Column("No. KK", plain("kk.masked"), width=20),
    Column("Jiwa", plain("(SELECT count(*) FROM dtks_batchperson m WHERE m.row_id = r.id)"), number=True, width=7),
    Column("Alamat", text("r.address"), width=36),
    Column("Dusun/lingkungan", text("r.dusun"), width=18),
    Column("RT", three_digits("r.rt"), width=6),
    Column("RW", three_digits("r.rw"), width=6),
    Column("Kelas", text("coalesce(c.text, s.band)"), width=20),
    Column("Skor", plain("s.score"), number=True, width=8),
    Column("Urutan di desa", plain("s.rank"), number=True, width=10),
    Column("Kriteria Kepmensos 146", plain("s.criteria ->> '146'"), number=True, width=12),
    Column("Kriteria Kepmensos 262", plain("s.criteria ->> '262'"), number=True, width=12),
    Column("Didata oleh", text("r.surveyor_name"), width=24),
    Column("Tanggal didata", moment("r.surveyed_at"), width=14),
    Column("Disetujui oleh", text("r.reviewer_name"), width=24),
    Column("Tanggal disetujui", moment("r.reviewed_at"), width=14),
    Column("Foto", plain("cardinality(r.photos)"), number=True, width=6),
)

LINES = sql.SQL("""
COPY (
    SELECT {cells}
    FROM dtks_batchrow r
    JOIN dtks_batchresult s ON s.row_id = r.id
    LEFT JOIN LATERAL (
        SELECT name, nik_id FROM dtks_batchperson head
        WHERE head.row_id = r.id ORDER BY head.relation <> '1', head."order" LIMIT 1) p ON true
    LEFT JOIN assessment_band c ON c.instrument_id = r.instrument_id AND c.code = s.band
    LEFT JOIN households_identitynumber kk ON kk.id = r.kk_id
    LEFT JOIN households_identitynumber nik ON nik.id = p.nik_id
    JOIN puskesos_region v ON v.code = r.village_id
    LEFT JOIN puskesos_region d ON d.code = left(v.code, 8)
    WHERE r.batch_id = %(batch)s
    ORDER BY r.sequence
) TO STDOUT (FORMAT csv)
""")


@cache
def _copy_lines() -> str:
    return LINES.format(cells=sql.SQL(", ").join(column.value for column in FAMILY)).as_string()


def lines(batch: Batch) -> Iterator[list[str]]:
    """Cells of each family, in order of the rows."""
    with connection.cursor() as cursor, cursor.copy(_copy_lines(), {"batch": batch.pk}) as copy:
        yield from csv.reader(bytes(line).decode() for line in copy)


def write(book: xlsxwriter.Workbook, batch: Batch, *, at_most: int) -> int:
    """Write the families, going on in another sheet after `at_most`; how many there are."""
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    written = 0
    for written, row in enumerate(lines(batch), 1):
        sheets, place = divmod(written - 1, at_most)
        if place == 0:
            sheet = _sheet(book, f"{SHEET} {sheets + 1}" if sheets else SHEET, heading)
        _write_row(sheet, place + 1, row)
    return written


def _sheet(book: xlsxwriter.Workbook, name: str, heading: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 4)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)
    for place, column in enumerate(FAMILY):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.header, heading)
    return sheet


def _write_row(sheet: Any, place: int, row: list[str]) -> None:
    """Numbers as numbers, all else as strings, which never become a formula or a link."""
    for number, (column, cell) in enumerate(zip(FAMILY, row, strict=True)):
        if cell and column.number:
            sheet.write_number(place, number, float(cell))
        elif cell:
            sheet.write_string(place, number, cell)
