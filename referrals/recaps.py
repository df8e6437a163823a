"""Recaps: the measures of a period by kecamatan, desa, sector, channel, programme or provider."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from puskesos.models import Provider, Region
from referrals import reports, suppression
from referrals.models import Complaint, Programme
from referrals.models.catalogue import Sector
from referrals.report_files import Table
from referrals.reports import Scope
from referrals.suppression import Cell

Name = str | Promise

COMPLAINT_HEADERS: dict[str, Name] = {
    "people": gettext_lazy("Orang"),
    "received": gettext_lazy("Keluhan"),
    "handled": gettext_lazy("Ditangani"),
    "in_village": gettext_lazy("Ditangani di desa"),
    "on_time": gettext_lazy("Dalam batas waktu"),
    "late": gettext_lazy("Lewat batas"),
    "median_days": gettext_lazy("Median hari"),
}
REFERRAL_HEADERS: dict[str, Name] = {
    "proposed": gettext_lazy("Rujukan"),
    "sent": gettext_lazy("Dikirim"),
    "accepted": gettext_lazy("Diterima"),
    "declined": gettext_lazy("Ditolak"),
    "completed": gettext_lazy("Tuntas"),
    "late": gettext_lazy("Lewat batas"),
}


@dataclass(frozen=True)
class Line:
    """One group: its name, a word beside it, and its cells in the order of the headers."""

    label: str
    beside: str
    cells: list[Cell]


@dataclass(frozen=True)
class Recap:
    """A table with a total; `hides` when small cells were hidden."""

    group: str
    headers: list[str]
    lines: list[Line]
    total: list[Cell]
    hides: bool

    @property
    def headed_lines(self) -> list[tuple[Line, list[tuple[str, Cell]]]]:
        """Each line with its cells beside their headers."""
        return [(line, list(zip(self.headers, line.cells, strict=True))) for line in self.lines]

    @property
    def headed_total(self) -> list[tuple[str, Cell]]:
        """The totals beside their headers."""
        return list(zip(self.headers, self.total, strict=True))


@dataclass(frozen=True)
class Grouping:
    """How a recap divides: its title, the word over its first column, the column, what is counted, and the names.

    `names` gives, for the keys that were found, label and a word beside it in order; it may name empty groups too.
    """

    title: Name
    group: Name
    column: str
    of_referrals: bool
    names: Callable[[Scope, Sequence[Any]], Mapping[Any, tuple[str, str]]]


def _districts(scope: Scope, keys: Sequence[Any]) -> dict[Any, tuple[str, str]]:
    codes = {code[:8] for code in scope.villages().values_list("code", flat=True)}
    return {region.pk: (region.name, "") for region in Region.objects.filter(pk__in=codes)}


def _villages(scope: Scope, keys: Sequence[Any]) -> dict[Any, tuple[str, str]]:
    rows = scope.villages().select_related("parent")
    return {row.pk: (row.titled, row.parent.name if row.parent else "") for row in rows}


def _sectors(scope: Scope, keys: Sequence[Any]) -> dict[Any, tuple[str, str]]:
    return {code: (str(label), "") for code, label in Sector.choices}


def _channels(scope: Scope, keys: Sequence[Any]) -> dict[Any, tuple[str, str]]:
    return {code: (str(label), "") for code, label in Complaint.Channel.choices}


def _programmes(scope: Scope, keys: Sequence[Any]) -> dict[Any, tuple[str, str]]:
    rows = Programme.objects.filter(pk__in=keys).order_by("name")
    return {row.pk: (row.name, row.get_sector_display()) for row in rows}


def _providers(scope: Scope, keys: Sequence[Any]) -> dict[Any, tuple[str, str]]:
    return {row.pk: (row.name, "") for row in Provider.objects.filter(pk__in=keys).order_by("name")}


GROUPINGS: dict[str, Grouping] = {
    "district": Grouping(
        gettext_lazy("Rekap per kecamatan"), gettext_lazy("Kecamatan"), "district_code", False, _districts
    ),
    "village": Grouping(
        gettext_lazy("Rekap per desa/kelurahan"), gettext_lazy("Desa/kelurahan"), "village_id", False, _villages
    ),
    "sector": Grouping(gettext_lazy("Rekap per bidang"), gettext_lazy("Bidang"), "sector", False, _sectors),
    "channel": Grouping(gettext_lazy("Rekap per cara masuk"), gettext_lazy("Cara masuk"), "channel", False, _channels),
    "programme": Grouping(
        gettext_lazy("Rekap per program layanan"), gettext_lazy("Program"), "programme_id", True, _programmes
    ),
    "provider": Grouping(gettext_lazy("Rekap per penyedia"), gettext_lazy("Penyedia"), "provider_id", True, _providers),
}


def recap(scope: Scope, *, by: str) -> Recap:
    """The recap of one area and period; KeyError for a grouping that does not exist."""
    grouping = GROUPINGS[by]
    rows, measures, headers = _counted(scope, grouping)
    found = {row.pop(grouping.column): row for row in _groups(rows, grouping.column, measures)}
    empty = dict.fromkeys(headers, 0) | ({"median_days": None} if "median_days" in headers else {})
    names = grouping.names(scope, list(found))
    numbers = [found.get(key, empty) for key in names]
    cells, total = _cells(numbers, rows.aggregate(**measures), list(headers), hides=scope.hides)
    return Recap(
        group=str(grouping.group),
        headers=[str(header) for header in headers.values()],
        lines=[Line(label, beside, row) for (label, beside), row in zip(names.values(), cells, strict=True)],
        total=total,
        hides=scope.hides,
    )


def table(found: Recap, title: str) -> Table:
    """The recap as it is written to a file, its total last."""
    rows = [[line.label, line.beside, *line.cells] for line in found.lines]
    headers = [found.group, _("Keterangan"), *found.headers]
    return Table(title, headers, [30, 24, *[14] * len(found.headers)], [*rows, [_("Jumlah"), "", *found.total]])


def _counted(scope: Scope, grouping: Grouping) -> tuple[QuerySet, dict[str, Aggregate], dict[str, Name]]:
    if not grouping.of_referrals:
        return scope.complaints(), reports.complaint_measures(on=scope.on), COMPLAINT_HEADERS
    rows = scope.referrals().filter(**{f"{grouping.column}__isnull": False})
    return rows, reports.referral_measures(on=scope.on), REFERRAL_HEADERS


def _groups(rows: QuerySet, column: str, measures: Mapping[str, Aggregate]) -> QuerySet:
    return rows.order_by().values(column).annotate(**measures)


def _cells(
    numbers: Sequence[Mapping[str, Any]], total: Mapping[str, Any], names: Sequence[str], *, hides: bool
) -> tuple[list[list[Cell]], list[Cell]]:
    """Rows of cells and the row of totals, column by column."""
    columns, totals = [], []
    for name in names:
        column, whole = _column(numbers, total, name, hides=hides)
        columns.append(column)
        totals.append(whole)
    return [list(row) for row in zip(*columns, strict=True)], totals


def _column(
    numbers: Sequence[Mapping[str, Any]], total: Mapping[str, Any], name: str, *, hides: bool
) -> tuple[list[Cell], Cell]:
    if name == "median_days":
        return [_median(row, hides=hides) for row in numbers], _median(total, hides=hides)
    values = [row[name] for row in numbers]
    return suppression.column(values, total[name]) if hides else (values, total[name])


def _median(row: Mapping[str, Any], *, hides: bool) -> Cell:
    """One decimal; a median of few people is nearly one person's."""
    if row["median_days"] is None:
        return None
    return suppression.HIDDEN if hides and suppression.small(row["handled"]) else round(row["median_days"], 1)
