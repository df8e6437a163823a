"""Indicators of a period: each figure with its words, hidden where too few people stand behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from referrals import suppression
from referrals.models.catalogue import Sector
from referrals.report_files import Table
from referrals.reports import Figures
from referrals.states import ComplaintStatus
from referrals.suppression import Cell

PERCENT = "%"


@dataclass(frozen=True)
class Indicator:
    """One number with its unit; `value` is None when there is nothing to divide."""

    code: str
    label: str
    value: Cell
    hint: str
    unit: str = ""


@dataclass(frozen=True)
class Bar:
    """One group of complaints; `share` is percent of all, None where the number is hidden."""

    label: str
    value: Cell
    share: float | None


def indicators(numbers: Figures, *, hides: bool) -> list[Indicator]:
    """The numbers of a period in the order of the page."""
    count = suppression.cell if hides else _plain
    return [
        Indicator("people", _("Warga dilayani"), count(numbers.people), _("Orang yang keluhannya diterima.")),
        Indicator("received", _("Keluhan diterima"), count(numbers.received), _("Semua keluhan dalam periode ini.")),
        Indicator("handled", _("Keluhan ditangani"), count(numbers.handled), _("Sudah ditangani sampai hari ini.")),
        *_shares(numbers, hides=hides),
        Indicator(
            "median_days",
            _("Median sampai ditangani"),
            _of_enough(numbers.median_days, numbers.handled, hides=hides),
            _("Hari kalender sejak diterima."),
            _("hari"),
        ),
        Indicator("accepted", _("Rujukan diterima"), count(numbers.accepted), _placed(numbers, hides=hides)),
        Indicator("declined", _("Rujukan ditolak"), count(numbers.declined), _("Ditolak penyedia dengan alasan.")),
        Indicator(
            "satisfaction",
            _("Kepuasan warga"),
            _of_enough(numbers.satisfaction, numbers.satisfied, hides=hides),
            _("Rata-rata dari %(count)s jawaban.") % {"count": count(numbers.satisfied)},
            _("dari 5"),
        ),
        Indicator(
            "villages_active",
            _("Desa aktif"),
            numbers.villages_active,
            _("Dari %(count)s desa, Puskesosnya mencatat keluhan.") % {"count": numbers.villages},
        ),
    ]


def _plain(number: int) -> Cell:
    return number


def _shares(numbers: Figures, *, hides: bool) -> list[Indicator]:
    """Three shares, each with what it is a share of."""
    parts = [
        ("in_village", _("Ditangani di desa"), numbers.in_village, numbers.handled, _("Dari yang ditangani.")),
        (
            "on_time",
            _("Dalam batas waktu"),
            numbers.on_time,
            numbers.handled + numbers.late,
            _("Dari yang ditangani dan yang lewat batas."),
        ),
        (
            "reopened",
            _("Dibuka lagi"),
            numbers.reopened,
            numbers.ever_handled,
            _("Dari yang pernah ditangani; warga menjawab belum."),
        ),
    ]
    return [
        Indicator(code, label, _share(part, base, hides=hides), hint, PERCENT)
        for code, label, part, base, hint in parts
    ]


def _share(part: int, base: int, *, hides: bool) -> Cell:
    """Percent to one decimal; hidden when part or rest are so few that the percentage would name them."""
    if not base:
        return None
    if hides and (suppression.small(part) or suppression.small(base) or suppression.small(base - part)):
        return suppression.HELD_BACK
    return round(100 * part / base, 1)


def _of_enough(value: float | None, people: int, *, hides: bool) -> Cell:
    if value is None:
        return None
    return suppression.HELD_BACK if hides and suppression.small(people) else round(value, 1)


def _placed(numbers: Figures, *, hides: bool) -> str:
    sent = suppression.cell(numbers.sent) if hides else numbers.sent
    return _("Oleh penyedia, dari %(sent)s yang dikirim.") % {"sent": sent}


def status_bars(numbers: Figures, *, hides: bool) -> list[Bar]:
    """Complaints by status, in the order of their life."""
    return _bars(ComplaintStatus.choices, numbers.by_status, numbers.received, hides=hides)


def sector_bars(numbers: Figures, *, hides: bool) -> list[Bar]:
    """Complaints by sector, the most frequent first."""
    ordered = sorted(Sector.choices, key=lambda choice: -numbers.by_sector.get(choice[0], 0))
    if hides:
        # The order of hidden numbers would say which is greater.
        ordered = Sector.choices
    return _bars(ordered, numbers.by_sector, numbers.received, hides=hides)


def _bars(choices: Sequence[tuple[str, Any]], counts: Mapping[str, int], total: int, *, hides: bool) -> list[Bar]:
    values = [counts.get(code, 0) for code, _label in choices]
    cells = suppression.column(values, total)[0] if hides else values
    return [
        Bar(str(label), value, 100 * value / total if total and isinstance(value, int) else None)
        for (_code, label), value in zip(choices, cells, strict=True)
    ]


def table(numbers: Figures, *, hides: bool) -> Table:
    """Indicators, then complaints by status and by sector, as they are written to a file."""
    rows: list[list[Cell]] = [[row.label, row.value, row.unit, row.hint] for row in indicators(numbers, hides=hides)]
    rows += [[_("Status: %s") % bar.label, bar.value, "", ""] for bar in status_bars(numbers, hides=hides)]
    rows += [[_("Bidang: %s") % bar.label, bar.value, "", ""] for bar in sector_bars(numbers, hides=hides)]
    return Table(_("Indikator"), [_("Indikator"), _("Nilai"), _("Satuan"), _("Keterangan")], [44, 12, 10, 60], rows)
