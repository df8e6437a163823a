"""The layout of the ministry's file as data: sheet USULAN_BARU, one line for each person, and how a cell is made safe.

Columns follow SIKS-NG (domain: Kemensos takes no file, its operators enter from this sheet). A column the system
cannot fill yet is present and empty, so that the sheet keeps its shape when it can.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.conf import settings
from psycopg import sql

from assessment.formula import literal
from dtks.models import Batch
from households import codes

VERSION = "usulan-1"
SHEET = "USULAN_BARU"

# Where a cell's value comes from: counted while writing, opened with the key, or selected per household or per person.
Source = Literal["line", "sealed", "household", "person"]

# docs/adr/0007: spaces, control, invisible and direction marks become one space, so that no cell breaks its line or
# hides its first sign; a first sign that a spreadsheet reads as a formula gets an apostrophe before it.
BLANKS = (
    r"[\u0001-\u0020\u007f-\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\uffff]+"
)
FORMULA_SIGNS = r"^[=+\-@|\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20\uff5c]"
PLAIN = r"^[0-9A-Za-z][ -~]*$"


@dataclass(frozen=True)
class Column:
    """One column: header, how its value is found, and whether a spreadsheet may treat it as a number."""

    header: str
    value: sql.Composable
    source: Source = "household"
    number: bool = False
    width: int = 14


def text(expression: str) -> sql.Composed:
    """A cell of free text, made safe; nearly all texts are plain and pass by a short check."""
    return sql.SQL(
        "nullif(CASE WHEN {x} ~ {plain} THEN {x}"
        " ELSE regexp_replace(btrim(regexp_replace({x}, {blanks}, ' ', 'g')), {signs}, '''\\&') END, '')"
    ).format(x=sql.SQL(expression), plain=literal(PLAIN), blanks=literal(BLANKS), signs=literal(FORMULA_SIGNS))


def upper_text(expression: str) -> sql.Composed:
    """Free text in capitals, by Unicode's rules whatever the database's own collation."""
    return text(f'upper({expression} COLLATE "pg_c_utf8")')


def three_digits(expression: str) -> sql.Composed:
    """RT and RW with leading zeros; anything but digits stays as it was written."""
    return sql.SQL("CASE WHEN {x} ~ '^[0-9]{{1,3}}$' THEN lpad({x}, 3, '0') ELSE {other} END").format(
        x=sql.SQL(expression), other=text(expression)
    )


def label(expression: str, words: Mapping[str, str]) -> sql.Composed:
    """The ministry's text for a code; a code that is not on the list stays as it is."""
    return sql.SQL("coalesce({words}::jsonb ->> {code}, {other})").format(
        words=literal(json.dumps(words, sort_keys=True)), code=sql.SQL(expression), other=text(expression)
    )


def ministry_words(name: str) -> dict[str, str]:
    """Code to ministry text of one code list."""
    return {choice.code: choice.ministry for choice in codes.code_list(name).choices}


def day(expression: str) -> sql.Composed:
    """A date as dd-mm-yyyy."""
    return sql.SQL("to_char({}, 'DD-MM-YYYY')").format(sql.SQL(expression))


def moment(expression: str, form: str = "DD-MM-YYYY") -> sql.Composed:
    """A point in time as read on a clock of this office."""
    return sql.SQL("to_char({} AT TIME ZONE {}, {})").format(
        sql.SQL(expression), literal(settings.TIME_ZONE), literal(form)
    )


def plain(expression: str) -> sql.SQL:
    """A value that cannot hold free text: a number, a region's code, a digest, a word of ours."""
    return sql.SQL(expression)


EMPTY = sql.SQL("NULL")


def person(header: str, value: sql.Composable, width: int = 14) -> Column:
    """A column that differs between the people of one household."""
    return Column(header, value, "person", width=width)


# Aliases: r row, s result, i instrument, c class, v village, d district, g regency, w province, b batch; p person.
# Before the last sealed column only values without comma or quote may stand: export.py cuts the line there.
USULAN_BARU: tuple[Column, ...] = (
    Column("NO_URUT", EMPTY, "line", number=True, width=9),
    person("ID_LOKAL", plain("""lpad(h.sequence::text, 7, '0') || '-' || lpad(p."order"::text, 2, '0')""")),
    Column("ID_BATCH", plain("b.number"), width=20),
    Column("JENIS", plain("'BARU'"), width=8),
    Column("ID_DTKS", EMPTY),
    Column("ID_SEMESTA", EMPTY),
    Column("ID_KELUARGA_DTSEN", EMPTY),
    Column("NO_KK", plain("kk.cipher"), "sealed", width=20),
    Column("NIK", plain("nik.cipher"), "sealed", width=20),
    person("NAMA", upper_text("p.name"), width=30),
    person("TEMPAT_LAHIR", upper_text("p.birth_place"), width=18),
    person("TANGGAL_LAHIR", day("p.birth_date")),
    person("JENIS_KELAMIN", label("p.sex", ministry_words("sex")), width=8),
    person("NAMA_IBU_KANDUNG", upper_text("p.mother_name"), width=26),
    person("STATUS_PERKAWINAN", text("p.marital"), width=10),
    person("HUBUNGAN_KELUARGA", label("p.relation", ministry_words("relation")), width=22),
    person("PEKERJAAN", label("p.sector", ministry_words("sector")), width=30),
    person("STATUS_PEKERJAAN", label("p.work_status", ministry_words("work_status")), width=30),
    person("PENDIDIKAN", text("p.education"), width=10),
    person("DISABILITAS", label("p.disability", ministry_words("disability")), width=20),
    person("PENYAKIT_KRONIS", text("p.chronic_illness"), width=10),
    person("HAMIL", plain("CASE WHEN p.pregnant THEN '1' ELSE '2' END"), width=8),
    Column("ALAMAT", text("r.address"), width=36),
    Column("DUSUN", text("r.dusun"), width=18),
    Column("RT", three_digits("r.rt"), width=6),
    Column("RW", three_digits("r.rw"), width=6),
    Column("KODE_PROV", plain("left(v.code, 2)"), width=8),
    Column("KODE_KAB", plain("left(v.code, 5)"), width=8),
    Column("KODE_KEC", plain("left(v.code, 8)"), width=10),
    Column("KODE_DESA", plain("v.code"), width=14),
    Column("KODE_BPS", EMPTY),
    Column("NAMA_PROV", text("w.name"), width=18),
    Column("NAMA_KAB", text("g.name"), width=18),
    Column("NAMA_KEC", text("d.name"), width=18),
    Column("NAMA_DESA", text("v.name"), width=18),
    Column("LINTANG", plain("r.latitude"), number=True),
    Column("BUJUR", plain("r.longitude"), number=True),
    Column("AKURASI_M", plain("round(r.accuracy_m::numeric, 1)"), number=True),
    Column("WAKTU_GPS", moment("r.located_at", "DD-MM-YYYY HH24:MI:SS"), width=20),
    Column("USULAN_NON_BANSOS", plain("'T'")),
    Column("USULAN_PKH", plain("'T'")),
    Column("USULAN_SEMBAKO", plain("'T'")),
    Column("USULAN_PBI_JK", plain("'T'")),
    Column("STATUS_PADAN", plain("'belum'")),
    Column("TGL_PADAN", EMPTY),
    Column("SKOR_NAMA", EMPTY),
    Column("VERSI_INSTRUMEN", plain("i.code || ' v' || i.version"), width=20),
    Column("SKOR_TOTAL", plain("s.score"), number=True),
    Column("KATEGORI_LOKAL", text("coalesce(c.text, s.band)"), width=18),
    Column("JML_KRITERIA_146", plain("s.criteria ->> '146'"), number=True),
    Column("JML_KRITERIA_262", plain("s.criteria ->> '262'"), number=True),
    Column("DESIL_TERAKHIR", EMPTY),
    Column("PERIODE_DESIL", EMPTY),
    Column("NO_BA_MUSDES", EMPTY),
    Column("TGL_MUSDES", EMPTY),
    Column("NO_SPTJM", EMPTY),
    Column("PETUGAS", text("r.surveyor_name"), width=24),
    Column("TGL_SURVEI", moment("r.surveyed_at")),
    Column("SUPERVISOR", text("r.reviewer_name"), width=24),
    Column("TGL_REVIU", moment("r.reviewed_at")),
    Column("VERIFIKATOR", EMPTY),
    Column("TGL_PENGESAHAN", EMPTY),
    Column("JML_FOTO", plain("cardinality(r.photos)"), number=True),
    Column("TAUTAN_FOTO", plain("array_to_string(r.photos, ' ')"), width=40),
    Column("STATUS_ENTRI_SIKSNG", plain("'belum'")),
    Column("TGL_ENTRI", EMPTY),
    Column("PETUGAS_ENTRI", EMPTY),
    Column("HASIL", EMPTY),
    Column("CATATAN", EMPTY),
)

HEADERS = tuple(column.header for column in USULAN_BARU)

# Household cells are made once and sorted while they are few: OFFSET 0 keeps them from being made for every person.
LINES = sql.SQL("""
COPY (
    SELECT {cells}
    FROM (SELECT r.id, r.sequence, {household_cells}
          FROM dtks_batchrow r
          JOIN dtks_batch b ON b.id = r.batch_id
          JOIN dtks_batchresult s ON s.row_id = r.id
          JOIN assessment_instrument i ON i.id = r.instrument_id
          LEFT JOIN assessment_band c ON c.instrument_id = r.instrument_id AND c.code = s.band
          LEFT JOIN households_identitynumber kk ON kk.id = r.kk_id
          JOIN puskesos_region v ON v.code = r.village_id
          LEFT JOIN puskesos_region d ON d.code = left(v.code, 8)
          LEFT JOIN puskesos_region g ON g.code = left(v.code, 5)
          LEFT JOIN puskesos_region w ON w.code = left(v.code, 2)
          WHERE r.batch_id = %(batch)s AND r.sequence BETWEEN %(first)s AND %(last)s
          ORDER BY r.sequence
          OFFSET 0) h
    JOIN dtks_batchperson p ON p.row_id = h.id
    LEFT JOIN households_identitynumber nik ON nik.id = p.nik_id
    ORDER BY h.sequence, p."order"
) TO STDOUT (FORMAT csv)
""")


@cache
def copy_lines() -> str:
    """COPY statement for a batch's lines, all columns but the first (NO_URUT), identity numbers still sealed.

    Takes the parameters `batch`, and `first` and `last` for the sequence numbers of the households.
    """
    cells, household_cells = [], []
    for position, column in enumerate(USULAN_BARU):
        name = sql.Identifier(f"c{position}")
        if column.source == "person" or column.header == "NIK":
            cells.append(column.value)
        elif column.source != "line":
            household_cells.append(sql.SQL("{} AS {}").format(column.value, name))
            cells.append(sql.SQL("h.{}").format(name))
    return LINES.format(
        cells=sql.SQL(", ").join(cells), household_cells=sql.SQL(", ").join(household_cells)
    ).as_string()


def file_name(batch: Batch, kind: str) -> str:
    """`SLRT_5108_510801_202611_01.csv`: regency, the area where it is smaller, month and running number.

    The workbook for people says so, because it must not be taken for the one to upload.
    """
    month, running = batch.number.split("-")[1:]
    places = dict.fromkeys(code.replace(".", "") for code in (batch.regency_code, batch.area_id))
    ending = {"manifest": ".json", "reading": "_BACA.xlsx"}.get(kind, f".{kind}")
    return f"SLRT_{'_'.join(places)}_{month}_{running}{ending}"
