"""How far a round is: per kecamatan and village, and in one line for a home page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from assessment.models import Assessment
from assessment.states import AssessmentStatus
from households.models import Household
from puskesos import rounds
from puskesos.models import Region, Round, RoundTarget
from puskesos.scope import REGENCY_LENGTH
from puskesos.states import RoundStatus

# So many days before the end a countdown turns red.
URGENT_DAYS = 3


@dataclass(frozen=True)
class Numbers:
    """Of a place: households to survey, surveys begun, received, approved, and missing now that it is closed."""

    target: int | None
    started: int = 0
    sent: int = 0
    approved: int = 0
    late: int = 0

    @property
    def share(self) -> int | None:
        """Percent of the target that was received, at most 100; None without a target."""
        return min(100, 100 * self.sent // self.target) if self.target else None


@dataclass(frozen=True)
class District:
    """A kecamatan in a round: until when, and its villages with their numbers."""

    region: Region
    closes_on: date
    is_open: bool
    own_date: bool
    numbers: Numbers
    villages: list[tuple[Region, Numbers]]


def districts(round: Round, code: str, *, on: date) -> list[District]:
    """Every kecamatan of a regency (or the one that is asked for) with its villages; four queries, however many."""
    regions = Region.objects.filter(code__startswith=code, level__gte=Region.Level.DISTRICT)
    targets = dict(round.targets.values_list("village", "households"))
    counted = _counted(round, [region.pk for region in regions if region.level == Region.Level.VILLAGE])
    own = {row.district_id for row in round.deadlines.all()}
    villages: dict[str, list[Region]] = {}
    for region in regions:
        if region.level == Region.Level.VILLAGE:
            villages.setdefault(region.parent_id or "", []).append(region)
    found = []
    for region in regions:
        if region.level == Region.Level.DISTRICT:
            is_open = round.is_open_in(region.pk, on=on)
            inside = villages.get(region.pk, [])
            rows = [(one, _numbers(targets.get(one.pk), counted.get(one.pk, {}), is_open)) for one in inside]
            closes_on = round.closes_on_in(region.pk)
            total = add_up([numbers for _village, numbers in rows])
            found.append(District(region, closes_on, is_open, region.pk in own, total, rows))
    return found


def _counted(round: Round, villages: list[str]) -> dict[str, dict[str, int]]:
    """Surveys begun, received and approved, by village; a draft is what was not received yet."""
    rows = Assessment.objects.filter(round=round, village__in=villages).order_by().values("village_id")
    grouped = rows.annotate(
        started=Count("*"),
        sent=Count("status", filter=~Q(status=AssessmentStatus.DRAFT)),
        approved=Count("status", filter=Q(status=AssessmentStatus.APPROVED)),
    )
    return {row.pop("village_id"): row for row in grouped}


def _numbers(target: int | None, counted: dict[str, int], is_open: bool) -> Numbers:
    missing = max(target or 0, counted.get("started", 0)) - counted.get("sent", 0)
    return Numbers(target=target, **counted, late=0 if is_open else max(0, missing))


def add_up(rows: list[Numbers]) -> Numbers:
    """The numbers of several places together; a target when any of them has one."""
    targets = [row.target for row in rows if row.target is not None]
    names = ("started", "sent", "approved", "late")
    sums = {name: sum(getattr(row, name) for row in rows) for name in names}
    return Numbers(target=sum(targets) if targets else None, **sums)


def known_households(regency_code: str) -> dict[str, int]:
    """How many active households each village has in the registry; villages without any have 0."""
    villages = Region.objects.filter(code__startswith=f"{regency_code}.", level=Region.Level.VILLAGE)
    rows = Household.objects.within(regency_code).filter(closed_on__isnull=True).order_by().values("village_id")
    known = dict(rows.annotate(n=Count("pk")).values_list("village_id", "n"))
    return {code: known.get(code, 0) for code in villages.values_list("code", flat=True)}


# --- in one line -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """The round that matters to a place now: its days, and how much of the target was received."""

    round: Round
    opens_in: int
    closes_on: date
    days_left: int | None
    target: int
    sent: int

    @property
    def is_urgent(self) -> bool:
        """Whether the end is so near that the countdown turns red."""
        return self.days_left is not None and self.days_left <= URGENT_DAYS


def standing(code: str, *, on: date) -> Standing | None:
    """The round that runs in a place, else the next one, else the last; None before there is any."""
    current = rounds.running_in(code, on=on) or _nearest(code, on=on)
    if current is None:
        return None
    last = rounds.last_day(current, code, on=on)
    target = RoundTarget.objects.filter(round=current, village__code__startswith=code).aggregate(n=Sum("households"))
    received = Assessment.objects.filter(round=current).exclude(status=AssessmentStatus.DRAFT)
    if len(code) > REGENCY_LENGTH:  # a round is of one regency, so there is nothing to narrow for all of it
        inside = Region.objects.filter(code__startswith=code, level=Region.Level.VILLAGE)
        received = received.filter(village__in=list(inside.values_list("code", flat=True)))
    return Standing(
        round=current,
        opens_in=(current.opens_on - on).days,
        closes_on=last or current.closes_on_in(code[:8]),
        days_left=(last - on).days if last else None,
        target=target["n"] or 0,
        sent=received.count(),
    )


def _nearest(code: str, *, on: date) -> Round | None:
    """The next announced round, else the last one."""
    announced = Round.objects.announced().filter(regency=code[:5]).prefetch_related("deadlines")
    return announced.filter(opens_on__gt=on).order_by("opens_on").first() or announced.first()


def stage_of(round: Round, *, on: date) -> str:
    """Where a round stands on a day: planned, upcoming, running (anywhere) or closed; a face of the badge."""
    if round.status == RoundStatus.PLANNED:
        return "planned"
    if round.status == RoundStatus.OPEN and on < round.opens_on:
        return "upcoming"
    return "running" if rounds.last_day(round, round.regency_id, on=on) else "closed"
