"""What is late, read for pages and digests: by level of escalation, oldest first, and in counts per district."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from puskesos.models import Region, User
from puskesos.paging import count_up_to
from puskesos.roles import Role
from puskesos.scope import DISTRICT_LENGTH
from referrals.models import Complaint, Escalation, Referral
from referrals.models.complaints import ComplaintQuerySet
from referrals.models.placements import ReferralQuerySet
from referrals.overdue import TOLD_AFTER
from referrals.workdays import is_working_day

# A count past this is shown as "more than": nobody works through so many, and counting them all costs time.
COUNTED = 500


def latest_limit(level: int, *, on: date) -> date:
    """The latest limit whose passing has reached this level by `on`: that many working days lie after it."""
    day, left = on, TOLD_AFTER[Escalation.Level(level)]
    while left > 0:
        left -= is_working_day(day)
        day -= timedelta(days=1)
    return min(day, on - timedelta(days=1))


def late_complaints(user: User, *, on: date, level: int = Escalation.Level.HOLDER) -> ComplaintQuerySet:
    """Open complaints this person may see whose limit passed long enough ago for this level."""
    rows = Complaint.objects.visible_to(user).overdue(on=on)
    return rows.filter(due_on__lte=latest_limit(level, on=on))


def late_referrals(user: User, *, on: date, level: int = Escalation.Level.HOLDER) -> ReferralQuerySet:
    """Open referrals this person may see whose present step is late enough for this level."""
    rows = Referral.objects.visible_to(user).overdue(on=on)
    return rows.filter(step_due_on__lte=latest_limit(level, on=on))


def late_in_all(user: User, *, on: date) -> int:
    """How many complaints and referrals are late for this person, each counted up to COUNTED; the leader's exactly."""
    if user.role == Role.LEADER:
        return sum(row.complaints + row.referrals for row in by_district(user.region_id, on=on))
    late = (late_complaints(user, on=on), late_referrals(user, on=on))
    return sum(min(count_up_to(rows, COUNTED), COUNTED) for rows in late)


def protected_late(user: User, *, on: date) -> int:
    """How many protected cases of this person's own team are late."""
    return Complaint.objects.visible_to(user).protected().overdue(on=on).count()


@dataclass(frozen=True)
class DistrictRow:
    """Late complaints and referrals of one district: all, and those that reached the leader."""

    name: str
    complaints: int
    complaints_told: int
    referrals: int
    referrals_told: int


def by_district(regency_code: str | None, *, on: date) -> list[DistrictRow]:
    """Counts per district of a regency, without protected cases; every district has its row."""
    told = latest_limit(Escalation.Level.LEADER, on=on)
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    late = Complaint.objects.within(regency_code).countable().overdue(on=on)
    _count(counts, late, "due_on", told, "complaints")
    steps = Referral.objects.within(regency_code).countable().overdue(on=on)
    _count(counts, steps, "step_due_on", told, "referrals")
    districts = Region.objects.filter(parent=regency_code, level=Region.Level.DISTRICT).order_by("name")
    return [_row(region, counts[region.code]) for region in districts if len(region.code) == DISTRICT_LENGTH]


def _count(counts: dict[str, dict[str, int]], rows: QuerySet[Any], column: str, told: date, name: str) -> None:
    grouped = rows.order_by().values("district_code")
    for row in grouped.annotate(all=Count("pk"), told=Count("pk", filter=Q(**{f"{column}__lte": told}))):
        counts[row["district_code"]][name] = row["all"]
        counts[row["district_code"]][f"{name}_told"] = row["told"]


def _row(region: Region, counts: dict[str, int]) -> DistrictRow:
    names = ("complaints", "complaints_told", "referrals", "referrals_told")
    return DistrictRow(region.name, *(counts[name] for name in names))


def told_of(rows: list[Any], kind: str) -> dict[Any, Escalation]:
    """The highest escalation of each row, by its key; `kind` is complaint or referral."""
    told = Escalation.objects.filter(**{f"{kind}__in": [row.pk for row in rows]}).order_by("at", "level")
    return {getattr(row, f"{kind}_id"): row for row in told}
