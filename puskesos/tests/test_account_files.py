"""Accounts from a spreadsheet: judged row by row, written all or the good ones, hostile files refused."""

import io
import zipfile

import pytest
import xlsxwriter
from django.utils import timezone
from python_calamine import CalamineWorkbook

from puskesos import account_files
from puskesos.errors import Refused
from puskesos.models import User

HEAD = "Nama lengkap;Peran;Wilayah;Nama pengguna;Nomor HP;Surel;Jenis fasilitator;Desa lain\n"
GOOD = (
    "Sita Dewi;Operator Puskesos;51.08.01.2001;sita;081234567890;sita@example.test;;\n"
    "Rai Putra;fasilitator;Desa Pejarakan;;;;Pendamping PKH;Sumberklampok\n"
)


def table(text: str) -> io.BytesIO:
    return io.BytesIO(text.encode("utf-8-sig"))


def workbook(*rows) -> io.BytesIO:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    buffer.seek(0)
    return buffer


def test_good_rows_are_understood_and_written_with_a_card_each(regions, manager):
    rows = account_files.read(table(HEAD + GOOD))
    plan = account_files.plan(rows, by=manager)
    cards = account_files.enrol(rows, only_good=False, by=manager, at=timezone.now())

    assert [line.problems for line in plan] == [[], []]
    assert [card.user.username for card in cards] == ["sita", "rai.putra"]
    rai = User.objects.get(username="rai.putra")
    assert (rai.region_id, rai.villages, rai.facilitator_kind) == ("51.08.01.2002", ["51.08.01.2001"], "pkh")
    assert not rai.has_entered


def test_a_workbook_reads_like_a_table_and_telephones_get_their_zero_back(regions, manager):
    rows = account_files.read(
        workbook(["NAMA", "Peran", "Wilayah", "HP"], ["Sita Dewi", "operator", "5108012001", 81234567890], [""])
    )
    (line,) = account_files.plan(rows, by=manager)

    assert line.problems == []
    assert line.contact.phone == "081234567890"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (";operator;51.08.01.2001;;;;;", "Isi nama lengkap"),
        ("Sita;raja;51.08.01.2001;;;;;", "Peran tidak dikenal"),
        ("Sita;;51.08.01.2001;;;;;", "Peran tidak dikenal"),
        ("Sita;operator;99.99.99.9999;;;;;", "Wilayah tidak ditemukan"),
        ("Sita;operator;35.26.01.2001;;;;;", "Wilayah tidak ditemukan"),
        ("Sita;operator;Gerokgak;;;;;", "Wilayah tidak ditemukan"),
        ("Sita;operator;51.08.01;;;;;", "Pilih satu desa"),
        ("Sita;supervisor;51.08.01;;;;;", "tidak Anda kelola"),
        ("Sita;operator;51.08.01.2001;ayu;;;;", "sudah dipakai"),
        ("Sita;operator;51.08.01.2001;a b;;;;", "huruf, angka"),
        ("Sita;operator;51.08.01.2001;;12;;;", "Nomor HP"),
        ("Sita;operator;51.08.01.2001;;;x@;;", "Surel"),
        ("Sita;fasilitator;51.08.01.2001;;;;;", "Isi jenis fasilitator"),
        ("Sita;fasilitator;51.08.01.2001;;;;dukun;", "Jenis fasilitator tidak dikenal"),
        ("Ayu Lestari;operator;51.08.01.2001;;;;;", "Sudah ada akun aktif"),
        ("=HYPERLINK(1);operator;x\x00y;;;;;", "Wilayah tidak ditemukan"),
    ],
)
def test_what_is_wrong_is_said_beside_the_row(regions, manager, operator, row, sentence):
    (line,) = account_files.plan(account_files.read(table(f"{HEAD}{row}\n")), by=manager)

    assert sentence in " ".join(line.problems)


def test_nothing_is_written_unless_all_fits_or_the_good_rows_are_chosen(regions, manager):
    rows = account_files.read(table(HEAD + GOOD + "X;raja;y;;;;;\n"))
    before = User.objects.count()
    with pytest.raises(Refused):
        account_files.enrol(rows, only_good=False, by=manager, at=timezone.now())

    assert User.objects.count() == before
    assert len(account_files.enrol(rows, only_good=True, by=manager, at=timezone.now())) == 2


def test_the_same_file_twice_makes_nobody_twice(regions, manager):
    rows = account_files.read(table(HEAD + GOOD))
    account_files.enrol(rows, only_good=False, by=manager, at=timezone.now())
    with pytest.raises(Refused, match="Tidak ada baris"):
        account_files.enrol(rows, only_good=True, by=manager, at=timezone.now())


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (account_files.MOST_UNPACKED + 1))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n\n", b"\x00\xff\xfe", b"PK", b"PK\x03\x04rest", b"a;b\n1;2", bomb(), b"nama;peran;wilayah\n" * 1100,
        workbook(["Nama"], ["x"]).getvalue()[:900],
    ],
    ids=range(9),
)  # fmt: skip
def test_files_that_are_no_list_are_refused_with_a_sentence(content):
    with pytest.raises(Refused):
        account_files.read(io.BytesIO(content))


def test_rows_travel_sealed_for_one_person(regions, manager, admin):
    rows = account_files.read(table(HEAD + GOOD))
    sealed = account_files.seal(rows, by=manager)

    assert account_files.unseal(sealed, by=manager) == rows
    for text, who in ((sealed, admin), (sealed[:-3], manager), ("", manager)):
        with pytest.raises(Refused, match="Unggah"):
            account_files.unseal(text, by=who)


def test_judging_asks_the_same_however_many_rows(regions, manager, django_assert_num_queries):
    rows = account_files.read(table(HEAD + GOOD + "Orang Lain;operator;51.08.02.2001;;;;;\n" * 30))

    with django_assert_num_queries(4):
        account_files.plan(rows, by=manager)


def test_the_template_names_every_place_and_reads_back(regions, manager):
    book = CalamineWorkbook.from_filelike(io.BytesIO(account_files.template(by=manager)))
    places = book.get_sheet_by_name("Wilayah").to_python()

    assert ["51.08.01.2001", "Desa Sumberklampok", "Kecamatan Gerokgak"] in places
    assert not any(str(row[0]).startswith("35") for row in places)
    with pytest.raises(Refused):
        account_files.unseal("x", by=manager)
