"""Before freezing: what would be in the batch, what would be left out and why, counted in two statements."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from assessment.models import Assessment
from assessment.states import AssessmentStatus
from dtks.models import Batch, BatchRow
from dtks.tabulation import SCOPE_COLUMN
from households.models import Household
from puskesos.models import Region, User

KEYS = ("head_name", "id")


class Reason(TextChoices):
    """Why a family of the area is left out."""

    SUBMITTED = "submitted", _("Menunggu tinjauan")
    RETURNED = "returned", _("Perlu diperbaiki")
    UNSENT = "unsent", _("Belum dikirim")
    TAKEN = "taken", _("Di batch lain")
    CLOSED = "closed", _("Keluarga ditutup")


EXPLAINED: dict[str, Any] = {
    Reason.SUBMITTED: _("Sudah dikirim desa, belum diputus supervisor kecamatan."),
    Reason.RETURNED: _("Dikembalikan kepada operator, belum dikirim lagi."),
    Reason.UNSENT: _("Belum didata pada periode ini, atau masih draf di desa karena jawaban atau foto belum lengkap."),
    Reason.TAKEN: _("Disetujui dan sudah masuk batch lain yang masih berlaku."),
    Reason.CLOSED: _("Disetujui, tetapi sesudah itu semua anggotanya keluar dari keluarga."),
}

# `ready` is exactly what freezing.CHOOSE takes; each assessment that was sent falls into one column.
SENT = """
SELECT a.village_id,
       count(*) FILTER (WHERE a.status = 'approved' AND t.id IS NULL AND h.closed_on IS NULL) AS ready,
       count(*) FILTER (WHERE a.status = 'submitted') AS submitted,
       count(*) FILTER (WHERE a.status = 'returned') AS returned,
       count(*) FILTER (WHERE a.status = 'approved' AND t.id IS NOT NULL) AS taken,
       count(*) FILTER (WHERE a.status = 'approved' AND t.id IS NULL AND h.closed_on IS NOT NULL) AS closed
FROM assessment_assessment a
JOIN households_household h ON h.id = a.household_id
LEFT JOIN dtks_batchrow t ON t.assessment_id = a.id AND t.live
WHERE a.round_id = %(round)s AND a.{scope} = %(area)s AND a.status <> 'draft'
GROUP BY a.village_id
"""
UNSENT = """
SELECT h.village_id, count(*)
FROM households_household h
WHERE h.{scope} = %(area)s AND h.closed_on IS NULL
  AND NOT EXISTS (SELECT FROM assessment_assessment a
                  WHERE a.household_id = h.id AND a.round_id = %(round)s AND a.status <> 'draft')
GROUP BY h.village_id
"""


@dataclass(frozen=True)
class Cell:
    """How many families of a village are left out for one reason."""

    reason: str
    label: Any
    count: int


@dataclass(frozen=True)
class PreviewLine:
    """One village (or the total): families that would be in, and those left out by each reason that occurs."""

    code: str
    village: str
    district: str
    ready: int
    cells: list[Cell]

    @property
    def left_out(self) -> int:
        """Families left out, whatever the reason."""
        return sum(cell.count for cell in self.cells)


@dataclass(frozen=True)
class Preview:
    """What freezing would do now, village by village; `outside` is approved elsewhere in the regency."""

    lines: list[PreviewLine]
    total: PreviewLine
    outside: int

    @property
    def reasons(self) -> list[tuple[Cell, Any]]:
        """Reasons with their explanation."""
        return [(cell, EXPLAINED[cell.reason]) for cell in self.total.cells]

    @property
    def villages_ready(self) -> int:
        """Villages that would be in."""
        return sum(1 for line in self.lines if line.ready)


def preview(batch: Batch) -> Preview:
    """Count what an open batch would take now; the same statements however many rows there are."""
    counts = _counts(batch)
    villages = Region.objects.filter(pk__in=counts).select_related("parent").order_by("pk")
    total = sum(counts.values(), Counter[str]())
    shown = [reason for reason in Reason if total[reason]]
    return Preview(
        lines=[_line(counts[v.pk], shown, v.pk, v.titled, v.parent.name if v.parent else "") for v in villages],
        total=_line(total, shown),
        outside=_outside(batch, inside=total["ready"]),
    )


def _counts(batch: Batch) -> dict[str, Counter[str]]:
    values: dict[str, int | str] = {"round": batch.round_id, "area": batch.area_id}
    scope = SCOPE_COLUMN[len(batch.area_id)]
    counts: dict[str, Counter[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(SENT.format(scope=scope), values)
        for village, *found in cursor.fetchall():
            names = ("ready", Reason.SUBMITTED, Reason.RETURNED, Reason.TAKEN, Reason.CLOSED)
            counts[village] = Counter(dict(zip(names, found, strict=True)))
        cursor.execute(UNSENT.format(scope=scope), values)
        for village, households in cursor.fetchall():
            counts.setdefault(village, Counter())[Reason.UNSENT] = households
    return counts


def _line(
    counts: Counter[str], shown: list[Reason], code: str = "", village: str = "", district: str = ""
) -> PreviewLine:
    cells = [Cell(reason.value, reason.label, counts[reason]) for reason in shown]
    return PreviewLine(code=code, village=village, district=district, ready=counts["ready"], cells=cells)


def _outside(batch: Batch, *, inside: int) -> int:
    """Approved and free in the regency, less what is in the area of the batch."""
    if batch.area_id == batch.regency_code:
        return 0
    free = Assessment.objects.within(batch.regency_code).filter(
        ~Exists(_live_rows()), round=batch.round_id, status=AssessmentStatus.APPROVED, household__closed_on=None
    )
    return free.count() - inside


def left_out(batch: Batch, reason: str, *, village: str, user: User) -> QuerySet[Household]:
    """Families of a village left out for a reason, as far as this person may see them; `since` tells from when."""
    sent = Assessment.objects.filter(household=OuterRef("pk"), round=batch.round_id)
    families = Household.objects.visible_to(user).within(batch.area_id).filter(village=village)
    if reason == Reason.UNSENT:
        return families.filter(~Exists(sent.exclude(status=AssessmentStatus.DRAFT)), closed_on=None)
    found, moment = _of_reason(sent, reason)
    return families.filter(Exists(found)).annotate(
        since=Subquery(found.values(moment)[:1]),
        batch_number=Subquery(found.values(number=_batch_number())[:1]),
    )


def _of_reason(sent: Any, reason: str) -> tuple[Any, str]:
    """The assessments that give the reason, and the column that says since when."""
    if reason in (Reason.SUBMITTED, Reason.RETURNED):
        return sent.filter(status=reason), f"{reason}_at"
    approved = sent.filter(status=AssessmentStatus.APPROVED)
    if reason == Reason.TAKEN:
        return approved.filter(Exists(_live_rows())), "approved_at"
    return approved.filter(~Exists(_live_rows()), household__closed_on__isnull=False), "approved_at"


def _live_rows() -> QuerySet[BatchRow]:
    return BatchRow.objects.filter(assessment=OuterRef("pk"), live=True)


def _batch_number() -> Subquery:
    return Subquery(_live_rows().annotate(number=F("batch__number")).values("number")[:1])
