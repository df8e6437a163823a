"""The files of a batch: a pure function of its frozen rows, written whole or not at all, sealed with SHA-256."""

import csv
import hashlib
import json
import os
import shutil
import tempfile
from binascii import a2b_hex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from dtks import figures, layouts, reading
from dtks.models import Batch, ExportFile
from dtks.states import BatchStatus
from households.identity import unseal_many
from puskesos import activity, notices
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.states import NoticeKind

BOM = b"\xef\xbb\xbf"
LINE_END = b"\r\n"
# Households in one statement: few statements, yet each sorts no more than fits a temporary file.
HOUSEHOLDS_AT_A_TIME = 200_000
# Lines handled at a time: enough to open numbers in one go, few enough that PostgreSQL meanwhile fills the socket.
BLOCK = 50
SEALED_PLACES = [place for place, column in enumerate(layouts.USULAN_BARU) if column.source == "sealed"]
NUMBER_PLACES = {place for place, column in enumerate(layouts.USULAN_BARU) if column.number}
# After COPY the first column is missing, and the line is cut behind the last sealed one.
CUT = SEALED_PLACES[-1]
SHEET_ROWS = 1_048_575
DOWNLOADABLE = (BatchStatus.EXPORTED, BatchStatus.SENT)
# What each file is for, as the page says it.
GROUPS: tuple[tuple[Any, Any, tuple[ExportFile.Kind, ...]], ...] = (
    (_lazy("Untuk dibaca"), _lazy("Satu baris tiap keluarga, NIK tertutup sebagian."), (ExportFile.Kind.READING,)),
    (
        _lazy("Untuk diunggah"),
        _lazy("Satu baris tiap orang, NIK lengkap."),
        (ExportFile.Kind.CSV, ExportFile.Kind.XLSX),
    ),
    (_lazy("Untuk memeriksa"), _lazy("Jumlah dan SHA-256 semua berkas."), (ExportFile.Kind.MANIFEST,)),
)
PERSONAL_FIELDS = "nik, no_kk, nama, alamat, kesehatan, posisi"


class Incomplete(Exception):
    """The lines written are not the people that were frozen; the file is thrown away."""


# --- lines -----------------------------------------------------------------------------------------------------------


def lines(batch: Batch) -> Iterator[list[bytes]]:
    """Blocks of finished CSV lines (no line end) in order; Incomplete if a person is missing."""
    people = batch.chunks.aggregate(people=Sum("people"))["people"]
    last = batch.rows.aggregate(last=Max("sequence"))["last"] or 0
    written = 0
    for first in range(1, last + 1, HOUSEHOLDS_AT_A_TIME):
        for block in _blocks(batch.pk, first):
            yield [b"%d,%b" % (number, line) for number, line in enumerate(block, written + 1)]
            written += len(block)
    if written != people:
        raise Incomplete(f"{batch.number}: {written} lines for {people} people")


def _blocks(batch_id: int, first: int) -> Iterator[list[bytes]]:
    values = {"batch": batch_id, "first": first, "last": first + HOUSEHOLDS_AT_A_TIME - 1}
    with connection.cursor() as cursor, cursor.copy(layouts.copy_lines(), values) as copy:
        stream = iter(copy)
        while block := list(islice(stream, BLOCK)):
            yield _opened(block)


def _opened(block: list[Any]) -> list[bytes]:
    """Lines with their identity numbers opened; a household's No. KK, which repeats, is opened once in a block."""
    cells = [bytes(line).rstrip(b"\n").split(b",", CUT) for line in block]
    sealed = {row[place - 1] for row in cells for place in SEALED_PLACES}
    sealed.discard(b"")
    numbers = dict(zip(sealed, unseal_many(a2b_hex(cipher[2:]) for cipher in sealed), strict=True))
    opened = {cipher: number.encode() for cipher, number in numbers.items()}
    for row in cells:
        for place in SEALED_PLACES:
            row[place - 1] = opened.get(row[place - 1], b"")
    return [b",".join(row) for row in cells]


def _frozen_at(batch: Batch) -> datetime:
    if batch.frozen_at is None:
        raise Incomplete(f"{batch.number} is not frozen")
    return batch.frozen_at


# --- files -----------------------------------------------------------------------------------------------------------


def write_csv(batch: Batch, path: Path) -> int:
    """Write the machine file (UTF-8 with BOM, RFC 4180) and return its lines without the header."""
    written = 0
    with _durable(path) as file:
        file.write(BOM + ",".join(layouts.HEADERS).encode() + LINE_END)
        for block in lines(batch):
            file.write(LINE_END.join(block) + LINE_END)
            written += len(block)
    return written


def write_xlsx(batch: Batch, path: Path) -> int:
    """Write the workbook: the same cells, and RINGKASAN; beyond 1,048,575 people the sheet goes on in another."""
    with _workbook(batch, path) as book:
        written = _write_people(book, csv.reader(line.decode() for block in lines(batch) for line in block))
        _write_summary(book, figures.summary(batch))
    return written


def write_reading(batch: Batch, path: Path) -> int:
    """Write the workbook for people: a line for each family, numbers masked; returns its families."""
    with _workbook(batch, path) as book:
        written = reading.write(book, batch, at_most=SHEET_ROWS)
        _write_summary(book, figures.summary(batch))
    return written


@contextmanager
def _workbook(batch: Batch, path: Path) -> Iterator[xlsxwriter.Workbook]:
    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    with xlsxwriter.Workbook(str(path), options) as book:
        # A date that does not move, so that the same rows give the same bytes.
        book.set_properties({"title": batch.number, "created": _frozen_at(batch).replace(tzinfo=None)})
        yield book
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _write_people(book: xlsxwriter.Workbook, rows: Iterator[list[str]]) -> int:
    written = 0
    for written, row in enumerate(rows, 1):
        sheets, place = divmod(written - 1, SHEET_ROWS)
        if place == 0:
            sheet = _sheet(book, f"{layouts.SHEET}_{sheets + 1}" if sheets else layouts.SHEET)
        _write_row(sheet, place + 1, row)
    return written


def _sheet(book: xlsxwriter.Workbook, name: str) -> Any:
    sheet = book.add_worksheet(name)
    for place, column in enumerate(layouts.USULAN_BARU):
        sheet.set_column(place, place, column.width)
    for place, header in enumerate(layouts.HEADERS):
        sheet.write_string(0, place, header)
    sheet.freeze_panes(1, 0)
    return sheet


def _write_row(sheet: Any, place: int, row: list[str]) -> None:
    """Numbers as numbers, all else as strings: `write_string` never makes a formula or a link."""
    for column, cell in enumerate(row):
        if cell == "":
            continue
        if column in NUMBER_PLACES:
            sheet.write_number(place, column, float(cell))
        else:
            sheet.write_string(place, column, cell)


def _write_summary(book: xlsxwriter.Workbook, summary: figures.Summary) -> None:
    sheet = book.add_worksheet("RINGKASAN")
    names = [text.upper() for _code, text in summary.classes]
    for place, header in enumerate(
        ["KODE_DESA", "KECAMATAN", "DESA_KELURAHAN", "KELUARGA", "JIWA", *names, "RATA_RATA_SKOR"]
    ):
        sheet.set_column(place, place, 18)
        sheet.write_string(0, place, header)
    for row, line in enumerate([*summary.lines, summary.total], 1):
        titles = [line.village_code, line.district, line.village or "JUMLAH"]
        for place, title in enumerate(titles):
            sheet.write_string(row, place, title)
        counts = [line.households, line.people, *line.by_class, line.mean]
        for place, count in enumerate(counts, len(titles)):
            if count is not None:
                sheet.write_number(row, place, count)


def write_manifest(batch: Batch, path: Path) -> int:
    """Write what the batch holds and the digests of its files, as JSON with sorted keys; returns its households."""
    summary = figures.summary(batch)
    content = {
        "batch": batch.number,
        "area": batch.area_id,
        "round": batch.round.name,
        "frozen_at": _frozen_at(batch).isoformat(),
        "layout": layouts.VERSION,
        "time_zone": settings.TIME_ZONE,
        "instruments": figures.versions(batch),
        "households": summary.total.households,
        "people": summary.total.people,
        "sum_of_scores": summary.total.score_sum,
        "villages": {
            line.village_code: {"households": line.households, "people": line.people} for line in summary.lines
        },
        "rows_sha256": rows_digest(batch),
        "files": {
            file.kind: {"name": file.name, "sha256": file.sha256, "bytes": file.bytes, "rows": file.rows}
            for file in batch.files.exclude(kind=ExportFile.Kind.MANIFEST)
        },
    }
    with _durable(path) as file:
        file.write(json.dumps(content, sort_keys=True, indent=2, ensure_ascii=False).encode() + b"\n")
    return summary.total.households


# What a row says, without the number of its batch and its place in it: the same households give the same digests in
# another batch. UTC, because timestamps are written into the text.
ROW_DIGESTS = """
SELECT sha256(convert_to(
    (to_jsonb(r) - ARRAY['id', 'batch_id', 'sequence', 'live'])::text
    || coalesce((SELECT jsonb_agg(to_jsonb(p) - ARRAY['id', 'row_id'] ORDER BY p."order")::text
                 FROM dtks_batchperson p WHERE p.row_id = r.id), ''), 'UTF8'))
FROM dtks_batchrow r WHERE r.batch_id = %s AND r.village_id = %s ORDER BY r.sequence
"""


def rows_digest(batch: Batch) -> str:
    """SHA-256 over the SHA-256 of every frozen household, in order."""
    whole = hashlib.sha256()
    with connection.cursor() as cursor:
        for village in batch.chunks.order_by("village").values_list("village", flat=True):
            cursor.execute(ROW_DIGESTS, [batch.pk, village])
            for (digest,) in cursor:
                whole.update(digest)
    return whole.hexdigest()


@contextmanager
def _durable(path: Path) -> Iterator[BinaryIO]:
    with path.open("xb", buffering=1 << 20) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


# --- sealing ---------------------------------------------------------------------------------------------------------

WRITERS: dict[str, Callable[[Batch, Path], int]] = {
    ExportFile.Kind.CSV: write_csv,
    ExportFile.Kind.XLSX: write_xlsx,
    ExportFile.Kind.READING: write_reading,
    ExportFile.Kind.MANIFEST: write_manifest,
}


@transaction.atomic
def seal_export(file_id: int, *, at: datetime) -> bool:
    """Write one file and seal it in the same transaction; False when another worker has it or it waits for others.

    The job row stays locked while the file is written. A worker killed half-way leaves an unsealed job and a working
    folder that the next one sweeps away; the finished file appears under its name in one step.
    """
    jobs = ExportFile.objects.select_for_update(skip_locked=True, of=("self",)).select_related("batch__area")
    file = jobs.filter(pk=file_id, sealed_at__isnull=True, batch__status=BatchStatus.TABULATED).first()
    if file is None or (file.kind == ExportFile.Kind.MANIFEST and _unsealed(file.batch_id).count() > 1):
        return False
    folder = Path("exports") / file.batch.regency_code / file.batch.number
    with _working_folder(settings.MEDIA_ROOT / folder, file.kind) as work:
        draft = work / file.name
        file.rows = WRITERS[file.kind](file.batch, draft)
        file.sha256, file.bytes = _digest(draft), draft.stat().st_size
        draft.replace(settings.MEDIA_ROOT / folder / file.name)
    _sync_folder(settings.MEDIA_ROOT / folder)
    file.path, file.sealed_at = str(folder / file.name), at
    file.save(update_fields=["path", "rows", "bytes", "sha256", "sealed_at"])
    return True


def _unsealed(batch_id: int) -> Any:
    return ExportFile.objects.filter(batch=batch_id, sealed_at__isnull=True)


@contextmanager
def _working_folder(folder: Path, kind: str) -> Iterator[Path]:
    """A folder of one's own for a file being written, on the same disk; those of killed workers are removed first."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in folder.glob(f".{kind}-*"):
        shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=f".{kind}-", dir=folder))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    """Make the new name itself last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@transaction.atomic
def finish(batch_id: int, *, at: datetime) -> bool:
    """Move on once every file is sealed; False if not yet."""
    if _unsealed(batch_id).exists() or not Batch.objects.move("export", pk=batch_id, exported_at=at):
        return False
    batch = Batch.objects.get(pk=batch_id)
    sealed = dict(batch.files.values_list("kind", "sha256"))
    activity.record("batch.export", target=batch, by=None, at=at, sha256=sealed)
    notices.tell(NoticeKind.BATCH_READY, to=[batch.created_by, batch.frozen_by], target=batch, by=None, at=at)
    return True


def in_groups(batch: Batch) -> list[tuple[Any, Any, list[ExportFile]]]:
    """The files by what they are for, with a hint, in the order of a page."""
    files = {file.kind: file for file in batch.files.all()}
    groups = [(title, hint, [files[kind] for kind in kinds if kind in files]) for title, hint, kinds in GROUPS]
    return [group for group in groups if group[-1]]


@transaction.atomic
def download(file: ExportFile, *, by: User, purpose: str) -> Path:
    """Note who takes the file and why, and return where it lies; Refused while unfinished or if its bytes changed."""
    if file.sealed_at is None or not Batch.objects.filter(pk=file.batch_id, status__in=DOWNLOADABLE).exists():
        raise Refused(_("Berkas ini belum siap diunduh. Tunggu sampai semua berkas selesai."))
    path = settings.MEDIA_ROOT / file.path
    if not path.exists() or _digest(path) != file.sha256:
        raise Refused(_("Isi berkas ini tidak sama dengan segelnya. Jangan dipakai; hubungi administrator sistem."))
    activity.record("file.download", target=file.batch, by=by, kind=file.kind, sha256=file.sha256)
    activity.record_read(target=file.batch, by=by, fields=PERSONAL_FIELDS, reason=purpose)
    return path
