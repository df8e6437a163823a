# ruff: noqa: RUF001 signs that look like others are what is tested
"""The files of a batch: the right lines, the same bytes every time, and no cell that a spreadsheet would run."""

import csv
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from dtks import export, figures, freezing, layouts, reading, tabulation
from dtks.models import Batch, BatchPerson, ExportFile
from dtks.states import BatchStatus
from dtks.tests.conftest import AT, tabulate, write_files
from households.identity import mask
from puskesos.errors import Refused
from puskesos.models import Activity, PersonalDataRead

FORMULA_SIGNS = set("=+-@|＝＋－＠｜−﹢﹣﹦﹫\t\r\n")


def csv_rows(path: Path) -> list[dict[str, str]]:
    """Lines of the machine file by header."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def sheet(path: Path, name: str) -> list[list]:
    """Cells of one sheet."""
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()


def file_path(batch: Batch, kind: str, media: Path) -> Path:
    """Where a sealed file lies."""
    return media / ExportFile.objects.get(batch=batch, kind=kind).path


@pytest.fixture
def media(settings) -> Path:
    """The folder of this test's files."""
    return settings.MEDIA_ROOT


def test_the_machine_file_has_one_line_for_each_person_in_order(exported_batch, media):
    rows = csv_rows(file_path(exported_batch, "csv", media))

    assert [(r["NO_URUT"], r["ID_LOKAL"], r["NAMA"], r["KODE_DESA"]) for r in rows] == [
        ("1", "0000001-01", "WAYAN 1 1", "51.08.01.2001"),
        ("2", "0000001-02", "WAYAN 1 2", "51.08.01.2001"),
        ("3", "0000002-01", "WAYAN 2 1", "51.08.01.2001"),
        ("4", "0000002-02", "WAYAN 2 2", "51.08.01.2001"),
        ("5", "0000003-01", "WAYAN 3 1", "51.08.02.2001"),
        ("6", "0000003-02", "WAYAN 3 2", "51.08.02.2001"),
    ]


def test_a_line_says_what_was_frozen(exported_batch, media):
    filled = {name: cell for name, cell in csv_rows(file_path(exported_batch, "csv", media))[1].items() if cell}

    photos = filled.pop("TAUTAN_FOTO").split(" ")
    assert filled == {
        "NO_URUT": "2", "ID_LOKAL": "0000001-02", "ID_BATCH": "51.08-202611-01", "JENIS": "BARU",
        "NO_KK": "5108011234000001", "NIK": "5108010302020001", "NAMA": "WAYAN 1 2", "TEMPAT_LAHIR": "SINGARAJA",
        "TANGGAL_LAHIR": "03-02-1980", "JENIS_KELAMIN": "L", "NAMA_IBU_KANDUNG": "NYOMAN SARI",
        "STATUS_PERKAWINAN": "2", "HUBUNGAN_KELUARGA": "3 Anak", "PEKERJAAN": "1 Pertanian tanaman padi & palawija",
        "STATUS_PEKERJAAN": "6 Pekerja bebas pertanian", "PENDIDIKAN": "3", "DISABILITAS": "Tidak ada",
        "PENYAKIT_KRONIS": "1", "HAMIL": "2", "ALAMAT": "Jalan Ratna 1", "DUSUN": "Dauh Pura", "RT": "001", "RW": "002",
        "KODE_PROV": "51", "KODE_KAB": "51.08", "KODE_KEC": "51.08.01", "KODE_DESA": "51.08.01.2001",
        "NAMA_PROV": "Bali", "NAMA_KAB": "Kabupaten Buleleng", "NAMA_KEC": "Gerokgak", "NAMA_DESA": "Sumberklampok",
        "LINTANG": "-8.112345", "BUJUR": "114.512345", "AKURASI_M": "4.2", "WAKTU_GPS": "20-11-2026 11:00:00",
        "USULAN_NON_BANSOS": "T", "USULAN_PKH": "T", "USULAN_SEMBAKO": "T", "USULAN_PBI_JK": "T",
        "STATUS_PADAN": "belum", "VERSI_INSTRUMEN": "sidaya-146-2013 v1", "SKOR_TOTAL": "1500",
        "KATEGORI_LOKAL": "Sangat miskin", "JML_KRITERIA_146": "11", "JML_KRITERIA_262": "8",
        "PETUGAS": "Ayu Lestari", "TGL_SURVEI": "20-11-2026", "SUPERVISOR": "Made Wirawan", "TGL_REVIU": "22-11-2026",
        "JML_FOTO": "7", "STATUS_ENTRI_SIKSNG": "belum",
    }  # fmt: skip
    assert photos == [f"{1:032x}{slot:032x}" for slot in range(7)]


def test_the_machine_file_is_utf8_with_bom_and_rfc_4180_lines(exported_batch, media):
    raw = file_path(exported_batch, "csv", media).read_bytes()

    assert raw.startswith(b"\xef\xbb\xbfNO_URUT,ID_LOKAL,")
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n") == 7


def test_a_person_without_numbers_or_birth_date_has_empty_cells(approved, open_batch, dinsos, tmp_path):
    assessment = approved(person={"nik": None, "birth_date": None, "mother_name": "", "sex": "2", "pregnant": True})
    assessment.household.kk = None
    assessment.household.save(update_fields=["kk"])
    tabulate(freezing.freeze_at_once(open_batch, by=dinsos, at=AT))

    export.write_csv(open_batch, tmp_path / "x.csv")

    row = csv_rows(tmp_path / "x.csv")[0]
    empty = [row[name] for name in ("NO_KK", "NIK", "TANGGAL_LAHIR", "NAMA_IBU_KANDUNG")]
    assert (empty, row["JENIS_KELAMIN"], row["HAMIL"]) == (["", "", "", ""], "P", "1")


@pytest.mark.parametrize("write", list(export.WRITERS.values()))
def test_written_again_a_file_has_the_same_bytes(write, exported_batch, tmp_path):
    for name in ("one", "two"):
        write(exported_batch, tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_later_changes_of_the_household_do_not_reach_the_file(exported_batch, media, tmp_path):
    household = exported_batch.rows.first().assessment.household
    household.address = "Pindah"
    household.save(update_fields=["address"])
    household.members.update(name="Lain")

    export.write_csv(exported_batch, tmp_path / "again.csv")

    assert (tmp_path / "again.csv").read_bytes() == file_path(exported_batch, "csv", media).read_bytes()


def test_the_workbook_says_the_same_as_the_machine_file(exported_batch, media):
    rows = csv_rows(file_path(exported_batch, "csv", media))
    header, *cells = sheet(file_path(exported_batch, "xlsx", media), "USULAN_BARU")

    assert header == list(layouts.HEADERS)
    numbers = {column.header for column in layouts.USULAN_BARU if column.number}
    for row, line in zip(rows, cells, strict=True):
        expected = [float(cell) if name in numbers and cell else cell for name, cell in row.items()]
        assert (line + [""] * len(expected))[: len(expected)] == expected


def test_identity_numbers_are_text_and_no_cell_is_a_formula(exported_batch, media):
    path = file_path(exported_batch, "xlsx", media)
    cells = sheet(path, "USULAN_BARU")[1]

    assert cells[layouts.HEADERS.index("NO_KK")] == "5108011234000001"
    assert cells[layouts.HEADERS.index("NIK")] == "5108010302010001"
    with zipfile.ZipFile(path) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert sheets
    assert not any(re.search(rb"<f[ >/]", xml) for xml in sheets)


def test_the_summary_sheet_counts_villages_classes_and_totals(exported_batch, media):
    assert sheet(file_path(exported_batch, "xlsx", media), "RINGKASAN") == [
        ["KODE_DESA", "KECAMATAN", "DESA_KELURAHAN", "KELUARGA", "JIWA", "SANGAT MISKIN", "MISKIN", "RENTAN",
         "DI LUAR KRITERIA", "RATA_RATA_SKOR"],
        ["51.08.01.2001", "Gerokgak", "Desa Sumberklampok", 2.0, 4.0, 1.0, 0.0, 0.0, 1.0, 3000.0],
        ["51.08.02.2001", "Seririt", "Desa Unggahan", 1.0, 2.0, 0.0, 0.0, 1.0, 0.0, 3000.0],
        ["", "", "JUMLAH", 3.0, 6.0, 1.0, 0.0, 1.0, 1.0, 3000.0],
    ]  # fmt: skip


def test_a_sheet_that_is_full_goes_on_in_another(tabulated_batch, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "SHEET_ROWS", 4)

    export.write_xlsx(tabulated_batch, tmp_path / "x.xlsx")

    book = CalamineWorkbook.from_path(tmp_path / "x.xlsx")
    assert book.sheet_names == ["USULAN_BARU", "USULAN_BARU_2", "RINGKASAN"]
    assert [len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names[:2]] == [5, 3]


def test_the_manifest_names_counts_and_digests(exported_batch, media):
    manifest = json.loads(file_path(exported_batch, "manifest", media).read_text())

    digests = {
        kind: hashlib.sha256(file_path(exported_batch, kind, media).read_bytes()).hexdigest()
        for kind in ("csv", "xlsx", "reading")
    }
    assert {kind: file["sha256"] for kind, file in manifest["files"].items()} == digests
    assert (manifest["batch"], manifest["layout"], manifest["instruments"]) == (
        "51.08-202611-01",
        "usulan-1",
        ["sidaya-146-2013 v1"],
    )
    assert (manifest["households"], manifest["people"], manifest["sum_of_scores"]) == (3, 6, 9000)
    assert manifest["villages"] == {
        "51.08.01.2001": {"households": 2, "people": 4},
        "51.08.02.2001": {"households": 1, "people": 2},
    }


def test_the_same_families_have_the_same_digest_in_another_batch(exported_batch, round_, regions, dinsos):
    before = export.rows_digest(exported_batch)
    tabulation.cancel(exported_batch, by=dinsos, at=AT)

    again = tabulation.create(round=round_, area=regions["51.08"], by=dinsos, at=AT)
    freezing.freeze_at_once(again, by=dinsos, at=AT)

    assert export.rows_digest(again) == before
    assert len(before) == 64


def test_the_score_distribution_has_all_31_totals(tabulated_batch):
    distribution = figures.score_distribution(tabulated_batch)

    assert len(distribution) == 31
    assert {total: count for total, count in distribution if count} == {1500: 1, 3000: 1, 4500: 1}


def test_the_manifest_waits_for_the_other_files(tabulated_batch):
    manifest = tabulated_batch.files.get(kind="manifest")

    assert not export.seal_export(manifest.pk, at=AT)
    assert not export.finish(tabulated_batch.pk, at=AT)
    assert write_files(tabulated_batch).status == BatchStatus.EXPORTED


def test_a_sealed_file_is_not_written_again(exported_batch):
    before = list(exported_batch.files.values())

    assert not any(export.seal_export(file.pk, at=AT) for file in exported_batch.files.all())
    assert list(exported_batch.files.values()) == before


def test_a_half_written_file_of_a_killed_worker_is_swept_away(tabulated_batch, media):
    left = media / "exports" / "51.08" / tabulated_batch.number / ".csv-killed"
    left.mkdir(parents=True)
    (left / "half.csv").write_text("half")

    write_files(tabulated_batch)

    assert sorted(path.name for path in left.parent.iterdir()) == [
        "SLRT_5108_202611_01.csv",
        "SLRT_5108_202611_01.json",
        "SLRT_5108_202611_01.xlsx",
        "SLRT_5108_202611_01_BACA.xlsx",
    ]


def test_a_missing_line_stops_the_file(tabulated_batch, tmp_path):
    tabulated_batch.chunks.filter(village="51.08.01.2001").update(people=5)

    with pytest.raises(export.Incomplete):
        export.write_csv(tabulated_batch, tmp_path / "x.csv")


def test_a_download_is_recorded_with_its_purpose(exported_batch, dinsos, media):
    file = exported_batch.files.get(kind="csv")

    path = export.download(file, by=dinsos, purpose="Unggah ke SIKS-NG")

    assert path == media / file.path
    read = PersonalDataRead.objects.get(target_type="batch", target_id=str(exported_batch.pk))
    assert (read.by, read.reason) == (dinsos, "Unggah ke SIKS-NG")
    assert Activity.objects.get(verb="file.download").data == {"kind": "csv", "sha256": file.sha256}


def test_a_file_that_was_touched_is_not_handed_out(exported_batch, dinsos, media):
    path = file_path(exported_batch, "csv", media)
    raw = bytearray(path.read_bytes())
    raw[200] ^= 1
    path.write_bytes(raw)

    with pytest.raises(Refused):
        export.download(exported_batch.files.get(kind="csv"), by=dinsos, purpose="Unggah ke SIKS-NG")


@pytest.mark.parametrize("status", [BatchStatus.TABULATED, BatchStatus.CANCELLED])
def test_a_file_of_an_unfinished_or_cancelled_batch_is_not_handed_out(status, exported_batch, dinsos):
    Batch.objects.filter(pk=exported_batch.pk).update(status=status)

    with pytest.raises(Refused):
        export.download(exported_batch.files.get(kind="csv"), by=dinsos, purpose="Unggah ke SIKS-NG")


# --- hostile text ----------------------------------------------------------------------------------------------------

NASTY = [
    "=1+1", "+62", "-", "@SUM(A1)", "\t=1", "\r\n=1", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "\u202e=1",
    "＝1", "－1", "|cmd", "{=1+1}", '=HYPERLINK("http://x")', 'a,"b"\r\nc', "'=1", '"=1', "\\.", "http://x.id",
    "_x003D_1", "a\ufffeb", "Ni Luh ‘Ayu’", "Ñandú", "ß", "x" * 120, "ı", "00123", "1e5", "TRUE", "#REF!", "%0A=1",
    "\x01=", "−1", "\u2028=1",
]  # fmt: skip


def written_with_names(batch: Batch, names: list[str], folder: Path) -> tuple[list[str], list[str]]:
    """The NAMA cells of both files after each person got a name, with the lock on frozen rows lifted for it."""
    people = BatchPerson.objects.filter(row__batch=batch).order_by("row__sequence", "order")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for person, name in zip(people, names, strict=True):
            cursor.execute("UPDATE dtks_batchperson SET name = %s WHERE id = %s", [name, person.pk])
        cursor.execute("SET session_replication_role = origin")
    for name, write in (("x.csv", export.write_csv), ("x.xlsx", export.write_xlsx)):
        (folder / name).unlink(missing_ok=True)
        write(batch, folder / name)
    place = layouts.HEADERS.index("NAMA")
    workbook = [line[place] for line in sheet(folder / "x.xlsx", "USULAN_BARU")[1:]]
    return [row["NAMA"] for row in csv_rows(folder / "x.csv")], workbook


def assert_harmless(cells: tuple[list[str], list[str]]) -> None:
    """No cell starts like a formula, and both files say the same."""
    machine, workbook = cells
    assert machine == workbook
    assert not [cell for cell in machine if cell[:1] in FORMULA_SIGNS or cell != cell.strip()]
    assert not [cell for cell in machine if re.search("[\x00-\x1f\x7f-\x9f\u200b\u2028\u202e\ufeff]", cell)]


@pytest.fixture
def batch_of_many(approved, open_batch, dinsos) -> Batch:
    """One family with as many people as there are nasty names."""
    approved(people=len(NASTY))
    return tabulate(freezing.freeze_at_once(open_batch, by=dinsos, at=AT))


def test_nasty_names_become_harmless_cells(batch_of_many, tmp_path):
    cells = written_with_names(batch_of_many, NASTY, tmp_path)

    assert_harmless(cells)
    by_name = dict(zip(NASTY, cells[0], strict=True))
    assert {
        name: by_name[name] for name in ("=1+1", "\t=1", "＝1", 'a,"b"\r\nc', "00123", "_x003D_1", "Ñandú", "-")
    } == {
        "=1+1": "'=1+1",
        "\t=1": "'=1",
        "＝1": "'＝1",
        'a,"b"\r\nc': 'A,"B" C',
        "00123": "00123",
        "_x003D_1": "_X003D_1",
        "Ñandú": "ÑANDÚ",
        "-": "'-",
    }


def test_any_name_at_all_becomes_a_harmless_cell(batch_of_many, tmp_path):
    anything = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
    starts = st.sampled_from([*sorted(FORMULA_SIGNS), " ", "\u00a0", "'", '"', ",", ""])

    @settings(max_examples=30, deadline=None, database=None)
    @given(st.lists(st.builds(str.__add__, starts, anything), min_size=len(NASTY), max_size=len(NASTY)))
    def harmless(names: list[str]) -> None:
        assert_harmless(written_with_names(batch_of_many, names, tmp_path))

    harmless()


def test_columns_before_the_numbers_hold_nothing_that_is_quoted():
    """export.py cuts a line at its first commas, so these must be values of ours."""
    last = max(place for place, column in enumerate(layouts.USULAN_BARU) if column.source == "sealed")

    assert [column.header for column in layouts.USULAN_BARU[: last + 1]] == [
        "NO_URUT", "ID_LOKAL", "ID_BATCH", "JENIS", "ID_DTKS", "ID_SEMESTA", "ID_KELUARGA_DTSEN", "NO_KK", "NIK",
    ]  # fmt: skip


# --- the workbook for people -----------------------------------------------------------------------------------------


def test_the_workbook_for_people_has_a_line_for_each_family_with_numbers_masked(exported_batch, media):
    path = file_path(exported_batch, "reading", media)
    header, first, *others = sheet(path, reading.SHEET)

    said = dict(zip(header, first, strict=True))
    assert (said["No."], said["Kepala keluarga"], said["Jiwa"], said["Kelas"], said["Skor"]) == (
        1.0, "WAYAN 1 1", 2.0, "Sangat miskin", 1500.0,
    )  # fmt: skip
    assert len(others) == 2
    whole = "".join(zipfile.ZipFile(path).read(name).decode() for name in zipfile.ZipFile(path).namelist())
    assert not re.search(r"\d{16}", whole)
    assert said["NIK kepala keluarga"] == mask("5108010302010001")


def test_no_cell_of_the_workbook_for_people_runs(approved, open_batch, dinsos, tmp_path):
    approved(person={"name": '=HYPERLINK("http://jahat")'}, household={"address": "@SUM(A1)\n+1", "rt": "-1"})
    tabulate(freezing.freeze_at_once(open_batch, by=dinsos, at=AT))

    export.write_reading(open_batch, tmp_path / "x.xlsx")

    cells = [cell for row in sheet(tmp_path / "x.xlsx", reading.SHEET) for cell in row if isinstance(cell, str)]
    assert not [cell for cell in cells if cell[:1] in FORMULA_SIGNS]
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        assert not [name for name in book.namelist() if b"<f" in book.read(name) and "sheet" in name]


def test_the_workbook_for_people_does_not_say_who_took_it(exported_batch, dinsos, media):
    before = file_path(exported_batch, "reading", media).read_bytes()

    path = export.download(exported_batch.files.get(kind="reading"), by=dinsos, purpose="Dibaca di kantor")

    assert path.read_bytes() == before
