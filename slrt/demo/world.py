"""The demo world, whole: people, rounds, families with their surveys, and the batches made of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from shapely.geometry import Point

from assessment import instrument
from dtks import export, tabulation
from dtks.models import Batch
from households.models import Household
from puskesos.models import Region, Round, User
from slrt.demo import households, people, rounds, surveys, visits
from slrt.demo.names import Numbers
from slrt.demo.people import Crew
from slrt.demo.visits import FATES, Land, Visit, give_back

SEED = 2026
SHOWCASE = "Tejakula"
# Villages of the showcase's district that have work too, so that its supervisor has a queue.
NEIGHBOURS = 6
# So many days after the end of a round the office makes its batch.
DAYS_UNTIL_BATCH = 9
# Surveys still under way began within so many days.
RECENT_DAYS = 24
# Two in a hundred families have an exceptional person in them, one in a hundred has no home.
EXCEPTIONAL, HOMELESS = 0.02, 0.01

Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Story:
    """What a household lives through in each round, oldest first: a fate of visits.py, or nothing."""

    fates: tuple[str, str, str]
    weight: int


STORIES: tuple[Story, ...] = (
    Story(("approved", "", ""), 12),
    Story(("", "approved", ""), 15),
    Story(("", "", "begun"), 4),
    Story(("", "", "half"), 4),
    Story(("", "", "ready"), 2),
    Story(("", "", "waiting"), 12),
    Story(("", "", "returned"), 6),
    Story(("", "", "mended"), 4),
    Story(("", "", "approved"), 7),
    Story(("", "", "approved_late"), 3),
    Story(("", "", ""), 22),
    Story(("approved_late", "", ""), 2),
    Story(("approved", "", "waiting"), 2),
    Story(("approved", "", "approved"), 1),
    Story(("", "approved_late", ""), 3),
    Story(("", "returned", ""), 1),
)
WEIGHTS = [story.weight for story in STORIES]
THIRDS = (45, 33, 22)


def is_built() -> bool:
    """Whether the demo world is there; it is built whole or not at all."""
    return User.objects.filter(username=people.SHOWN[0]).exists()


@transaction.atomic
def build(
    regency: Region, *, today: date, villages: int = 40, families: int = 400, report: Report, seed: int = SEED
) -> None:
    """Build the world as it stands on the morning of `today`; nothing in it happens later than yesterday.

    The same day and numbers give the same people, answers and states. Regions, outlines and instrument must be there.
    """
    rng = Random(seed)  # noqa: S311 a world to be made twice the same, no secrets
    places = _places(rng, regency, villages)
    periods = rounds.open_rounds(regency, today=today)
    crew = people.enrol(rng, regency, showcase=places[0], joined=_morning(periods[0].opens_on))
    builder = Builder(rng, Numbers(), crew, periods, today - timedelta(days=1))
    with storages["photos"].synced_at_the_end():
        done = 0
        for place, stories in zip(places, _shares(rng, len(places), families), strict=True):
            builder.settle(place, stories)
            done += len(stories)
            report("keluarga", done, families)
    make_batches(regency, periods[:2], by=crew.dinsos)


def _places(rng: Random, regency: Region, count: int) -> list[Region]:
    """Villages with work: the showcase first, some neighbours, others from all districts."""
    every = list(Region.objects.filter(level=Region.Level.VILLAGE, code__startswith=f"{regency.code}."))
    showcase = next((village for village in every if village.name == SHOWCASE), every[0])
    others = [village for village in every if village != showcase]
    near = [village for village in others if village.parent_id == showcase.parent_id][:NEIGHBOURS]
    far = [village for village in others if village not in near]
    rng.shuffle(far)
    return [showcase, *near, *far][:count]


def _shares(rng: Random, places: int, families: int) -> list[list[Story]]:
    """Stories for every village: the showcase has each story once, the others take what chance gives."""
    shares: list[list[Story]] = [list(STORIES[:families])] + [[] for _place in range(places - 1)]
    for story in rng.choices(STORIES, WEIGHTS, k=families - len(shares[0])):
        rng.choice(shares[1:] or shares).append(story)
    return shares


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8), tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True)
class Builder:
    """What is the same for all families."""

    rng: Random
    numbers: Numbers
    crew: Crew
    periods: list[Round]
    yesterday: date

    def settle(self, village: Region, stories: list[Story]) -> None:
        """Give a village its families, each with its story."""
        land = Land(self.rng, village)
        for story in stories:
            self._live(village, land, story)

    def _live(self, village: Region, land: Land, story: Story) -> None:
        """Register a family shortly before its first visit, then visit it in every round of its story."""
        days = [self._day(period, fate) for period, fate in zip(self.periods, story.fates, strict=True) if fate]
        first = days[0] if days else self.yesterday - timedelta(days=self.rng.randint(1, 150))
        registered = visits.working_time(self.rng, first - timedelta(days=self.rng.randint(1, 12)))
        operator = self.crew.operators[village.code]
        household = households.register(self.rng, self.numbers, village=village, by=operator, at=registered)
        visit = self._visit(household, village, house=land.house(self.rng))
        for period, fate in zip(self.periods, story.fates, strict=True):
            if fate:
                visit.round, visit.at = period, visits.working_time(self.rng, days.pop(0))
                visit.overrides = self._overrides(fate)
                visits.carry_out(visit, fate)

    def _visit(self, household: Household, village: Region, *, house: Point) -> Visit:
        """What stays the same when a household is visited again."""
        third = self.rng.choices(range(3), THIRDS)[0]
        questions = instrument.definition(instrument.current(on=self.yesterday).pk)
        return Visit(
            rng=self.rng,
            household=household,
            village=village,
            round=self.periods[0],
            operator=self.crew.operators[village.code],
            supervisor=self.crew.supervisors[village.code[:8]],
            findings=surveys.find(self.rng, questions, third=third, people=household.members.count()),
            house=house,
            at=_morning(self.yesterday),
        )

    def _overrides(self, fate: str) -> list[str]:
        """Conditions outside the sum, rarely; not where a picture of the house is to be found wanting."""
        if give_back in FATES[fate]:
            return []
        chance = self.rng.random()
        if chance < HOMELESS:
            return ["homeless"]
        return ["biakes_exception"] if chance < HOMELESS + EXCEPTIONAL else []

    def _day(self, period: Round, fate: str) -> date:
        """A day for the first step, so that the last one still falls into the round and before today."""
        last = min(period.closes_on, self.yesterday) - timedelta(days=visits.days_needed(fate))
        span = (last - period.opens_on).days
        under_way = period == self.periods[-1] and not fate.startswith("approved")
        return last - timedelta(days=self.rng.randint(0, min(RECENT_DAYS, span) if under_way else span))


# --- batches ---------------------------------------------------------------------------------------------------------


def make_batches(regency: Region, closed: list[Round], *, by: User) -> None:
    """A batch for each closed round: the older is sent, the newer waits for the office to send it."""
    for number, period in enumerate(closed):
        at = _morning(period.closes_on + timedelta(days=DAYS_UNTIL_BATCH)) + timedelta(hours=2)
        batch = export_round(period, regency, by=by, at=at)
        if number == 0:
            tabulation.mark_sent(batch, by=by, at=at + timedelta(days=1, hours=3))


def export_round(period: Round, area: Region, *, by: User, at: datetime) -> Batch:
    """Create, freeze, tabulate and write one batch here and now, as a worker would step by step."""
    batch = tabulation.create(round=period, area=area, by=by, at=at)
    tabulation.freeze(batch, by=by, at=at + timedelta(minutes=4))
    at += timedelta(minutes=6)
    for chunk in batch.chunks.all():
        tabulation.tabulate_chunk(chunk.pk, at=at)
    tabulation.finish(batch.pk, at=at)
    # The manifest holds the digests of the others, so it comes last.
    for kind in ("csv", "xlsx", "manifest"):
        export.seal_export(batch.files.get(kind=kind).pk, at=at + timedelta(minutes=1))
    export.finish(batch.pk, at=at + timedelta(minutes=1))
    return Batch.objects.get(pk=batch.pk)
