"""What was heard and done in a period, counted; every number starts from what its reader may see, without protected."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Avg,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Q,
    QuerySet,
    TextField,
)
from django.db.models.functions import Cast, Coalesce, Extract
from django.utils import timezone

from puskesos.models import Region, User
from puskesos.roles import Role
from referrals.models import Answer, Complaint, Referral
from referrals.models.complaints import ComplaintQuerySet
from referrals.models.placements import ReferralQuerySet
from referrals.states import COMPLAINT_OPEN, REFERRAL_OPEN, ComplaintStatus, ReferralStatus

# Who sees totals of the regency but no rows: cells of fewer than five people are hidden from them.
TOTALS_ONLY = frozenset({Role.LEADER, Role.AUDITOR})
# A Puskesos is active when it heard somebody itself.
VILLAGE_CHANNELS = (Complaint.Channel.PUSKESOS, Complaint.Channel.VISIT, Complaint.Channel.SURVEY)
SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Period:
    """Days from `since` up to and with `until`, as the office's clock counts them."""

    since: date
    until: date

    @property
    def begins(self) -> datetime:
        """The first moment."""
        return _midnight(self.since)

    @property
    def ends(self) -> datetime:
        """The moment after the last."""
        return _midnight(self.until + timedelta(days=1))

    @property
    def whole_months(self) -> "Period":
        """Stretched to whole months, so that two periods a day apart do not tell of one person."""
        following = (self.until.replace(day=28) + timedelta(days=4)).replace(day=1)
        return Period(self.since.replace(day=1), following - timedelta(days=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Scope:
    """Who asks, about which area and period, as of which day."""

    user: User
    area: Region
    period: Period
    on: date

    @property
    def hides(self) -> bool:
        """Whether small cells are hidden from this reader."""
        return self.user.role in TOTALS_ONLY

    def complaints(self) -> ComplaintQuerySet:
        """Complaints received in the period."""
        rows = reach(Complaint.objects.all(), self.user, self.area)
        return rows.filter(received_at__gte=self.period.begins, received_at__lt=self.period.ends)

    def referrals(self) -> ReferralQuerySet:
        """Referrals proposed in the period."""
        rows = reach(Referral.objects.all(), self.user, self.area)
        return rows.filter(proposed_at__gte=self.period.begins, proposed_at__lt=self.period.ends)

    def answers(self) -> QuerySet[Answer]:
        """What citizens said in the period."""
        asked = reach(Complaint.objects.all(), self.user, self.area).values("pk")
        rows = Answer.objects.filter(complaint__in=asked)
        return rows.filter(at__gte=self.period.begins, at__lt=self.period.ends)

    def villages(self) -> QuerySet[Region]:
        """Villages of the area."""
        return Region.objects.filter(level=Region.Level.VILLAGE, code__startswith=self.area.pk)


def reach(rows: Any, user: User, area: Region) -> Any:
    """Countable rows of an area: those this person may open, or all of the regency for who sees only totals."""
    own = rows.within(user.region_id) if user.role in TOTALS_ONLY else rows.visible_to(user)
    return own.countable().within(area.pk)


# --- measures: what is counted of complaints and of referrals --------------------------------------------------------

# One person is one identity number, else one member of a household, else one record.
PERSON = Coalesce(Cast("client__nik", TextField()), Cast("client__member", TextField()), Cast("client_id", TextField()))
HANDLED = Q(status__in=(ComplaintStatus.HANDLED, ComplaintStatus.CLOSED))
ON_TIME = HANDLED & Q(handled_at__date__lte=F("due_on"))
IN_VILLAGE = HANDLED & Q(level=Complaint.Level.VILLAGE)
DECLINED = Q(status=ReferralStatus.DECLINED)


class Median(Aggregate):
    """The middle value, as PostgreSQL's percentile_cont finds it."""

    name = "Median"
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


TOOK = ExpressionWrapper(F("handled_at") - F("received_at"), output_field=DurationField())
DAYS = Extract(TOOK, "epoch", output_field=FloatField()) / SECONDS_A_DAY


def complaint_measures(*, on: date) -> dict[str, Aggregate]:
    """Aggregates over complaints; late ones are open after their limit."""
    return {
        "people": Count(PERSON, distinct=True),
        "received": Count("pk"),
        "handled": Count("pk", filter=HANDLED),
        "in_village": Count("pk", filter=IN_VILLAGE),
        "on_time": Count("pk", filter=ON_TIME),
        "late": Count("pk", filter=Q(status__in=COMPLAINT_OPEN, due_on__lt=on)),
        "median_days": Median(DAYS, filter=HANDLED),
    }


def referral_measures(*, on: date) -> dict[str, Aggregate]:
    """Aggregates over referrals; late ones wait in a step past its limit."""
    return {
        "proposed": Count("pk"),
        "sent": Count("pk", filter=Q(sent_at__isnull=False)),
        "accepted": Count("pk", filter=Q(answered_at__isnull=False) & ~DECLINED),
        "declined": Count("pk", filter=DECLINED),
        "completed": Count("pk", filter=Q(status=ReferralStatus.COMPLETED)),
        "late": Count("pk", filter=Q(status__in=REFERRAL_OPEN, step_due_on__lt=on)),
    }


# --- figures: what the indicators are made of -------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """Plain numbers of a period; `by_status` and `by_sector` count complaints by code, zeros left out."""

    people: int
    received: int
    handled: int
    in_village: int
    on_time: int
    late: int
    median_days: float | None
    ever_handled: int
    reopened: int
    proposed: int
    sent: int
    accepted: int
    declined: int
    satisfaction: float | None
    satisfied: int
    villages: int
    villages_active: int
    by_status: Mapping[str, int]
    by_sector: Mapping[str, int]


def figures(scope: Scope) -> Figures:
    """Count everything for one area and period."""
    complaints, referrals = scope.complaints(), scope.referrals()
    heard = complaints.aggregate(
        **complaint_measures(on=scope.on),
        ever_handled=Count("pk", filter=Q(handled_at__isnull=False)),
        reopened=Count("pk", filter=Q(reopenings__gt=0)),
    )
    placed = referrals.aggregate(**referral_measures(on=scope.on))
    marks = scope.answers().aggregate(mean=Avg("satisfaction"), given=Count("satisfaction"))
    active = complaints.filter(channel__in=VILLAGE_CHANNELS).aggregate(active=Count("village", distinct=True))
    return Figures(
        **heard,
        satisfaction=marks["mean"],
        satisfied=marks["given"],
        **{name: placed[name] for name in ("proposed", "sent", "accepted", "declined")},
        villages=scope.villages().count(),
        villages_active=active["active"],
        by_status=_counts(complaints, "status"),
        by_sector=_counts(complaints, "sector"),
    )


def _counts(rows: QuerySet, column: str) -> dict[str, int]:
    counted = rows.order_by().values_list(column).annotate(count=Count("pk"))
    return dict(counted)
