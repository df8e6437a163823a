"""The covering letter of a batch with its recap: written under a number of the office, sealed, checked by a QR code."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from dtks import figures
from dtks.models import Batch, CoverLetter, ExportFile
from dtks.states import BatchStatus
from puskesos import activity, letter_archive, typesetting
from puskesos.errors import Refused
from puskesos.letterheads import Letterhead, letterhead
from puskesos.models import Region, User
from puskesos.tokens import new_token

SOURCE = Path(__file__).parent / "typst" / "covering.typ"
TITLE = _("Surat pengantar")
# Before that there is no SHA-256 to write.
WRITABLE = (BatchStatus.EXPORTED, BatchStatus.SENT)
UPLOADED = (ExportFile.Kind.CSV, ExportFile.Kind.XLSX)


@transaction.atomic
def issue(batch: Batch, *, number: str, to: str, paper: str, by: User, at: datetime) -> CoverLetter:
    """Write the letter under the number the office gave it; an earlier one of the batch is replaced for good.

    Refused before the files are sealed, and for a number that the office has used.
    """
    locked = Batch.objects.select_for_update().select_related("area", "round").get(pk=batch.pk)
    if locked.status not in WRITABLE:
        raise Refused(_("Surat pengantar memuat SHA-256 berkas. Tunggu sampai semua berkas selesai."))
    if CoverLetter.objects.filter(regency_code=locked.regency_code, number=number).exists():
        raise Refused(_("Nomor surat ini sudah dipakai. Periksa buku agenda, lalu isi nomor lain."))
    token = new_token()
    contents = typesetting.sealed(_contents(locked, number=number, to=to, paper=paper, token=token, at=at))
    pdf = typesetting.render(SOURCE, contents)
    path, digest = letter_archive.address_of(pdf)
    locked.cover_letters.filter(replaced_at__isnull=True).update(replaced_at=at)
    letter = CoverLetter.objects.create(
        batch=locked,
        regency_code=locked.regency_code,
        number=number,
        contents=contents,
        path=path,
        sha256=digest,
        token=token,
        issued_at=at,
        issued_by=by,
    )
    activity.record("batch.cover_letter", target=locked, by=by, at=at, sha256=digest)
    letter_archive.store(path, pdf)
    return letter


def pdf_of(letter: CoverLetter) -> bytes:
    """The sealed PDF; a lost file is set again from the frozen contents."""
    return letter_archive.read(letter.path, letter.sha256, again=lambda: typesetting.render(SOURCE, letter.contents))


def _contents(batch: Batch, *, number: str, to: str, paper: str, token: str, at: datetime) -> dict[str, Any]:
    """Every word of the letter; of a person it says nothing."""
    head = letterhead(Region.objects.get(code=batch.regency_code))
    found = figures.figures(batch)
    return {
        "kind": "covering",
        "paper": paper,
        "title": str(TITLE),
        "number": number,
        "office": batch.regency_code,
        "issued_at": at.isoformat(),
        "dated": f"{head.place}, {date_format(timezone.localdate(at), 'j F Y')}",
        "head": {"lines": head.lines, "unit": head.unit, "address": head.address, "contact": head.contact},
        "address": settings.SITE_URL + reverse("portal:letter_check", args=[token]),
        "signature": _signature(head),
        "copies": [],
        "block": [
            ["Nomor", number],
            ["Sifat", "Biasa"],
            ["Lampiran", "1 (satu) rekapitulasi"],
            ["Hal", "Penyampaian usulan data hasil pemutakhiran"],
        ],
        "to": [*f"Yth. {to}".splitlines(), "di Tempat"],
        **_body(batch, found),
    }


def _signature(head: Letterhead) -> dict[str, str]:
    """The head of the office signs; where the letterhead does not name them, the line stays empty for a pen."""
    return {
        "note": "Tanda tangan dan cap, atau TTE BSrE",
        "for": "",
        "as": head.signs_for.removeprefix("a.n. "),
        "name": head.head or "(........................................)",
        "id": head.head_number,
    }


def _body(batch: Batch, found: figures.Figures) -> dict[str, Any]:
    total = found.summary.total
    frozen_at = timezone.localtime(batch.frozen_at) if batch.frozen_at else None
    return {
        "paragraphs": [
            "Dengan hormat,",
            f"Bersama ini kami sampaikan usulan data keluarga hasil pemutakhiran periode {batch.round.name} di "
            f"{batch.area.titled}, yang sudah ditinjau dan disetujui, sebagai berikut:",
        ],
        "table": [
            ["Nomor batch", batch.number],
            ["Keadaan data per", date_format(frozen_at, "j F Y, G.i") if frozen_at else ""],
            ["Isi", f"{_count(total.households)} keluarga, {_count(total.people)} jiwa"],
            ["Instrumen", ", ".join(figures.names_of(found.instruments))],
        ],
        "districts": _districts(found),
        "files": [_file(file) for file in batch.files.filter(kind__in=UPLOADED).order_by("kind")],
        "closing": [
            "Berkas yang isinya sama memiliki SHA-256 yang sama. Bila berbeda, mohon tidak dipakai dan hubungi kami.",
            "Rekapitulasi per desa/kelurahan kami lampirkan. Demikian kami sampaikan, atas perhatian dan kerja sama "
            "Saudara kami ucapkan terima kasih.",
        ],
        "recap": _recap(found),
    }


def _count(number: int) -> str:
    return number_format(number, force_grouping=True)


def _districts(found: figures.Figures) -> dict[str, Any]:
    """Villages, households and people of each kecamatan, with the total."""
    sums: dict[str, list[int]] = {}
    for line in found.summary.lines:
        row = sums.setdefault(line.district, [0, 0, 0])
        for place, more in enumerate((1, line.households, line.people)):
            row[place] += more
    totals = [sum(row[place] for row in sums.values()) for place in range(3)]
    return {
        "headers": ["Kecamatan", "Desa/kelurahan", "Keluarga", "Jiwa"],
        "rows": [[district, *map(_count, row)] for district, row in sums.items()],
        "total": ["Jumlah", *map(_count, totals)],
    }


def _recap(found: figures.Figures) -> dict[str, Any]:
    """Households of each village by class, with the total."""
    classes = [text for _code, text in found.summary.classes]
    return {
        "headers": ["Kecamatan", "Desa/kelurahan", "Keluarga", "Jiwa", *classes],
        "rows": [[line.district, line.village, *_numbers(line)] for line in found.summary.lines],
        "total": ["Jumlah", "", *_numbers(found.summary.total)],
    }


def _numbers(line: figures.SummaryLine) -> list[str]:
    return [_count(number) for number in (line.households, line.people, *line.by_class)]


def _file(file: ExportFile) -> dict[str, str]:
    """As named values: in a list a digest would get places to break."""
    return {"name": file.name, "rows": f"{_count(file.rows or 0)} baris", "sha256": file.sha256}
