"""One district of the demo world: its families, their houses and what becomes of their surveys."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.core.files.storage import storages
from django.db import transaction
from shapely.geometry import Point

from assessment import instrument
from households.models import Household
from puskesos.models import Region, Round
from slrt.demo import households, people, surveys, visits
from slrt.demo.names import Numbers
from slrt.demo.people import Crew
from slrt.demo.stories import Story
from slrt.demo.visits import FATES, Land, Visit, give_back

# Surveys still under way began within so many days.
RECENT_DAYS = 24
# Two in a hundred families have an exceptional person in them, one in a hundred has no home.
EXCEPTIONAL, HOMELESS = 0.02, 0.01
# How many families belong to the poorest, middle and richest third of the survey in surveys.py.
THIRDS = (55, 30, 15)


@dataclass(frozen=True)
class Share:
    """All that decides how a district comes out, so that any process may build it."""

    seed: int
    yesterday: date
    district_code: str
    stories: dict[str, list[Story]]

    @property
    def families(self) -> int:
        """How many families live here."""
        return sum(len(stories) for stories in self.stories.values())


@transaction.atomic
def settle(share: Share) -> int:
    """Give each village its families, all or nothing, and say how many; a district that has some is left alone."""
    if not Household.objects.within(share.district_code).exists():
        rng = Random(f"{share.seed} {share.district_code}")  # noqa: S311 to be made twice the same, no secrets
        regency_code = share.district_code[:5]
        periods = list(Round.objects.filter(regency=regency_code).order_by("opens_on"))
        settler = Settler(rng, Numbers(), people.crew(regency_code), periods, share.yesterday)
        villages = Region.objects.select_related("outline").in_bulk(share.stories)
        with storages["photos"].synced_at_the_end():
            for code, stories in share.stories.items():
                settler.settle(villages[code], stories)
    return share.families


@dataclass(frozen=True)
class Settler:
    """What is the same for all families of a district."""

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
        ahead = [
            (period, fate, self._day(period, fate))
            for period, fate in zip(self.periods, story.fates, strict=True)
            if fate
        ]
        first = ahead[0][2] if ahead else self.yesterday - timedelta(days=self.rng.randint(1, 150))
        registered = visits.working_time(self.rng, first - timedelta(days=self.rng.randint(1, 12)))
        operator = self.crew.operators[village.code]
        household = households.register(self.rng, self.numbers, village=village, by=operator, at=registered)
        visit = self._visit(household, village, house=land.house(self.rng))
        for period, fate, day in ahead:
            visit.round, visit.at = period, visits.working_time(self.rng, day)
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
            definition=questions,
            findings=surveys.find(self.rng, questions, third=third, people=household.members.count()),
            house=house,
            at=visits.working_time(self.rng, self.yesterday),
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
