"""Accounts from a spreadsheet: read whole, judged row by row, shown, and only then written."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

import xlsxwriter
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from puskesos import accounts
from puskesos.errors import Refused
from puskesos.forms import places_for
from puskesos.models import Provider, Region, User
from puskesos.phones import clean_phone
from puskesos.roles import MANAGED, REGION_LENGTH, Duty, FacilitatorKind, Role

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1000
MOST_UNPACKED = 30 * 2**20
LONGEST_CELL = 200
# What was read travels in the page between the two steps, signed; nothing is kept for who goes away.
SALT, SEAL_S = "puskesos.account_files", 3600

# Column -> how people write its heading.
COLUMNS: dict[str, tuple[str, ...]] = {
    "full_name": ("nama lengkap", "nama"),
    "role": ("peran", "jabatan"),
    "place": ("wilayah", "kode wilayah", "desa", "lembaga"),
    "username": ("nama pengguna", "username"),
    "phone": ("nomor hp", "telepon", "hp", "no hp", "no. hp"),
    "email": ("surel", "email", "e-mail"),
    "duties": ("tugas", "tugas tambahan"),
    "facilitator_kind": ("jenis fasilitator", "jenis"),
    "villages": ("desa lain",),
}
HEADINGS = {heading: column for column, headings in COLUMNS.items() for heading in headings}
NEEDED = ("full_name", "role", "place")


@dataclass
class Line:
    """One row of the file: what would be made of it, or why not."""

    number: int
    row: dict[str, str]
    username: str = ""
    contact: accounts.Contact | None = None
    post: accounts.Post | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def work(self) -> str:
        """The role in words, as understood or as written."""
        return str(Role(self.post.role).label) if self.post else self.row["role"]

    @property
    def place(self) -> str:
        """The place in words, as understood or as written."""
        where = (self.post.region or self.post.provider) if self.post else None
        return str(getattr(where, "titled", where) if where else self.row["place"])


# --- reading ---------------------------------------------------------------------------------------------------------


def read(file: BinaryIO) -> list[dict[str, str]]:
    """Rows of an .xlsx or .csv by our column names; Refused with a sentence when it is neither or lacks a column."""
    content = file.read()
    cells = _from_workbook(content) if content[:2] == b"PK" else _from_text(content)
    cells = [row for row in ([_text(cell) for cell in row] for row in cells) if any(row)]
    if not cells:
        raise Refused(_("Berkas ini kosong."))
    columns = [HEADINGS.get(heading.lower().rstrip(" *"), "") for heading in cells[0]]
    if missing := [COLUMNS[name][0] for name in NEEDED if name not in columns]:
        raise Refused(_("Kolom ini tidak ada: %(names)s. Pakai templat.") % {"names": ", ".join(missing)})
    if len(cells) - 1 > MOST_ROWS:
        raise Refused(_("Paling banyak %(n)d baris sekali impor.") % {"n": MOST_ROWS})
    return [_named(columns, row) for row in cells[1:]]


def _named(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    given = {column: cell for column, cell in zip(columns, row, strict=False) if column}
    return {column: given.get(column, "") for column in COLUMNS}


def _text(cell: Any) -> str:
    """A cell as text; Excel turns numbers of telephones into floats, and forgets their first zero."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).replace("\x00", "").split())[:LONGEST_CELL]


def _from_workbook(content: bytes) -> list[list[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise Refused(_("Berkas ini terlalu besar setelah dibuka. Pakai templat."))
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError, IndexError) as error:
        raise Refused(_("Berkas ini tidak dapat dibaca. Simpan lagi sebagai .xlsx atau .csv.")) from error


def _from_text(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
        head = text.partition("\n")[0]
        return list(csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ","))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refused(_("Berkas ini tidak dapat dibaca. Simpan lagi sebagai .xlsx atau .csv (UTF-8).")) from error


# --- judging ---------------------------------------------------------------------------------------------------------


class Judge:
    """What the rows are compared with, read once for all of them."""

    def __init__(self, rows: Sequence[dict[str, str]], *, by: User) -> None:
        self.by = by
        inside = Region.objects.filter(code__startswith=by.region_id or "")
        self.regions = {region.pk: region for region in inside}
        self.named = _by_name(self.regions.values())
        providers = Provider.objects.filter(regency__code__startswith=by.region_id or "")
        self.providers = {provider.name.lower(): provider for provider in providers}
        names = [row["username"].lower() for row in rows]
        self.twice = {name for name, times in Counter(names).items() if name and times > 1}
        self.taken = set(User.objects.filter(username__in=names).values_list("username", flat=True))
        people = User.objects.filter(full_name__in=[row["full_name"] for row in rows], is_active=True)
        self.known = set(people.values_list("full_name", "region_id"))

    def line(self, number: int, row: dict[str, str]) -> Line:
        """One row, with everything that is wrong with it."""
        line = Line(number=number, row=row, username=row["username"].lower())
        for judge in (self._contact, self._username, self._post):
            try:
                judge(line)
            except Refused as refusal:
                line.problems.append(refusal.sentence)
        if line.contact and line.post and self._is_known(line.contact, line.post):
            line.problems.append(_("Sudah ada akun aktif dengan nama ini di wilayah ini."))
        return line

    def _is_known(self, contact: accounts.Contact, post: accounts.Post) -> bool:
        key = (contact.full_name, post.region.pk if post.region else None)
        seen = key in self.known
        self.known.add(key)
        return seen

    def _contact(self, line: Line) -> None:
        row = line.row
        if not row["full_name"] or len(row["full_name"]) > 120:
            raise Refused(_("Isi nama lengkap, paling panjang 120 huruf."))
        if row["email"]:
            try:
                validate_email(row["email"])
            except ValidationError as error:
                raise Refused(_("Surel tidak benar.")) from error
        phone = clean_phone(f"0{row['phone']}" if row["phone"].startswith("8") else row["phone"])
        line.contact = accounts.Contact(full_name=row["full_name"], phone=phone, email=row["email"])

    def _username(self, line: Line) -> None:
        if not line.username:
            return
        try:
            ASCIIUsernameValidator()(line.username)
        except ValidationError as error:
            raise Refused(_("Nama pengguna: huruf, angka, titik, dan tanda hubung saja.")) from error
        if line.username in self.taken or len(line.username) > 60:
            raise Refused(_("Nama pengguna ini sudah dipakai atau terlalu panjang."))
        if line.username in self.twice:
            raise Refused(_("Nama pengguna ini ada dua kali di berkas."))

    def _post(self, line: Line) -> None:
        row = line.row
        role = _code(Role, row["role"], _("Peran tidak dikenal: “%(word)s”."))
        post = accounts.Post(
            role=role,
            region=self._region(row["place"], role) if role in REGION_LENGTH else None,
            provider=self._provider(row["place"]) if role == Role.PROVIDER else None,
            facilitator_kind=self._kind(row["facilitator_kind"], role),
            villages=[self._region(name, role).pk for name in _words(row["villages"])],
            duties=[_code(Duty, word, _("Tugas tidak dikenal: “%(word)s”.")) for word in _words(row["duties"])],
        )
        accounts.refuse_post(post, by=self.by)
        line.post = post

    def _region(self, written: str, role: str) -> Region:
        length = REGION_LENGTH[role]
        digits = re.sub(r"\D", "", written)
        if digits and not re.search(r"[a-z]", written, re.IGNORECASE):
            code = ".".join(part for part in (digits[:2], digits[2:4], digits[4:6], digits[6:]) if part)
            found = [self.regions[code]] if code in self.regions else []
        else:
            found = [region for region in self.named.get(_plain(written), []) if len(region.pk) == length]
        if len(found) > 1:
            raise Refused(_("Ada beberapa wilayah bernama “%(name)s”. Tulis kodenya.") % {"name": written})
        if not found:
            raise Refused(
                _("Wilayah tidak ditemukan: “%(name)s”. Lihat lembar Wilayah di templat.") % {"name": written}
            )
        return found[0]

    def _provider(self, written: str) -> Provider:
        if written.lower() not in self.providers:
            raise Refused(_("Lembaga tidak ditemukan: “%(name)s”.") % {"name": written})
        return self.providers[written.lower()]

    def _kind(self, written: str, role: str) -> str:
        if role == Role.FACILITATOR and not written:
            raise Refused(_("Isi jenis fasilitator."))
        return _code(FacilitatorKind, written, _("Jenis fasilitator tidak dikenal: “%(word)s”.")) if written else ""


def _by_name(regions: Any) -> dict[str, list[Region]]:
    named: dict[str, list[Region]] = {}
    for region in regions:
        named.setdefault(region.name.lower(), []).append(region)
    return named


def _plain(written: str) -> str:
    """The name without the word for its level."""
    return re.sub(r"^(desa|kelurahan|kecamatan|kec\.?|kel\.?)\s+", "", written.lower())


def _words(written: str) -> list[str]:
    return [word.strip() for word in re.split(r"[,;]", written) if word.strip()]


def _code(choices: Any, written: str, sentence: str) -> str:
    """The code of a choice that was written as its code, its words, or the first of them."""
    wanted = written.lower()
    codes = [
        code for code, label in choices.choices if wanted and wanted in (code, label.lower(), label.lower().split()[0])
    ]
    exact = [code for code in codes if wanted in (code, str(choices(code).label).lower())]
    if len(exact or codes) != 1:
        raise Refused(sentence % {"word": written})
    return (exact or codes)[0]


def plan(rows: Sequence[dict[str, str]], *, by: User) -> list[Line]:
    """What would happen to each row; line 1 of the file holds the headings."""
    judge = Judge(rows, by=by)
    return [judge.line(number, row) for number, row in enumerate(rows, 2)]


# --- writing ---------------------------------------------------------------------------------------------------------


def seal(rows: Sequence[dict[str, str]], *, by: User) -> str:
    """Rows as a signed text that only the same person can bring back within an hour."""
    return signing.dumps([list(row.values()) for row in rows], salt=f"{SALT} {by.pk}", compress=True)


def unseal(text: str, *, by: User) -> list[dict[str, str]]:
    """The rows again; Refused when they were altered or are too old."""
    try:
        rows = signing.loads(text, salt=f"{SALT} {by.pk}", max_age=SEAL_S)
    except signing.BadSignature as error:
        raise Refused(_("Waktu pratinjau habis. Unggah berkasnya lagi.")) from error
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


@transaction.atomic
def enrol(rows: Sequence[dict[str, str]], *, only_good: bool, by: User, at: datetime) -> list[accounts.Card]:
    """Invite everybody of the file, or with `only_good` those whose row is right; all in one transaction."""
    lines = plan(rows, by=by)
    good = [line for line in lines if not line.problems]
    if len(good) < len(lines) and not only_good:
        raise Refused(_("Ada baris yang salah. Perbaiki berkasnya, atau impor baris yang benar saja."))
    if not good:
        raise Refused(_("Tidak ada baris yang dapat diimpor."))
    return [
        accounts.invite(line.contact, line.post, username=line.username, by=by, at=at)
        for line in good
        if line.contact and line.post
    ]


def template(*, by: User) -> bytes:
    """An empty workbook: headings, and on further sheets every place and word that may be written."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    people = book.add_worksheet("Petugas")
    text = book.add_format({"num_format": "@"})
    people.set_column(0, len(COLUMNS) - 1, 22, text)
    people.write_row(0, 0, [headings[0].capitalize() for headings in COLUMNS.values()], bold)
    people.freeze_panes(1, 0)
    places = book.add_worksheet("Wilayah")
    places.set_column(0, 2, 26)
    places.write_row(0, 0, [_("Kode wilayah"), _("Nama"), _("Kecamatan")], bold)
    for number, (code, name, district) in enumerate(_places(by), 1):
        places.write_row(number, 0, [code, name, district])
    words = book.add_worksheet("Kata")
    words.set_column(0, 2, 30)
    roles = [str(Role(role).label) for role in MANAGED[by.role]]
    kinds, duties = [str(label) for label in FacilitatorKind.labels], [str(label) for label in Duty.labels]
    for column, entries in enumerate((["Peran", *roles], ["Jenis fasilitator", *kinds], ["Tugas", *duties])):
        words.write_column(0, column, entries)
    book.close()
    return buffer.getvalue()


def _places(by: User) -> list[tuple[str, str, str]]:
    if Role.SUPERVISOR in MANAGED[by.role]:
        districts = [(code, str(name), "") for code, name in places_for(Role.SUPERVISOR, by)]
    else:
        districts = []
    villages = [(code, str(name), str(group)) for group, rows in places_for(Role.OPERATOR, by) for code, name in rows]
    return districts + villages
