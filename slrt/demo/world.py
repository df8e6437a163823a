"""The demo world, whole: people, rounds, families district by district, and the batches made of their surveys."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from dtks import export, freezing, tabulation
from dtks.models import Batch
from puskesos.models import Region, Round, User
from slrt.demo import complaints, districts, people, providers, rounds
from slrt.demo.districts import Share
from slrt.demo.processes import spread
from slrt.demo.stories import STORIES, WEIGHTS, Story

SEED = 2026
SHOWCASE = "Tejakula"
# Villages of the showcase's district that have work too, so that its supervisor has a queue.
NEIGHBOURS = 6
# So many days after the end of a round the office makes its batch.
DAYS_UNTIL_BATCH = 9

Report = Callable[[int, int], None]


def is_built(regency: Region) -> bool:
    """Whether the demo world is there, to its last part."""
    return Batch.objects.filter(area=regency).count() >= 2


def build(
    regency: Region,
    *,
    today: date,
    report: Report,
    villages: int = 40,
    families: int = 400,
    seed: int = SEED,
    processes: int = 1,
) -> None:
    """Build the world as it stands on the morning of `today`; nothing in it happens later than yesterday.

    The same day and numbers give the same people, answers and states. Regions, outlines, instrument and catalogue must
    be there. A build that was interrupted goes on where it was. `report` is told how many of the families are there.
    """
    rng = Random(seed)  # noqa: S311 a world to be made twice the same, no secrets
    places = _places(rng, regency, villages)
    _begin(regency, places[0], today=today, seed=seed)
    shares = _shares(rng, places, families, seed=seed, yesterday=today - timedelta(days=1))
    done = 0
    for settled in spread(districts.settle, shares, processes=processes):
        done += settled
        report(done, families)
    complaints.hear_all(regency, showcase=places[0], today=today, seed=seed)
    if not is_built(regency):
        office = people.crew(regency.code).dinsos
        rounds.set_targets(
            Round.objects.filter(regency=regency).latest("opens_on"), by=office, at=_morning(today - timedelta(days=1))
        )
        make_batches(regency, by=office)


@transaction.atomic
def _begin(regency: Region, showcase: Region, *, today: date, seed: int) -> None:
    """Rounds and accounts, unless an interrupted build left them."""
    if not User.objects.filter(username=people.SHOWN[0]).exists():
        first = rounds.open_rounds(regency, today=today)[0]
        rng = Random(f"{seed} people")  # noqa: S311 as above
        people.enrol(rng, regency, showcase=showcase, joined=_morning(first.opens_on))
        providers.open_desks(regency)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8), tzinfo=timezone.get_default_timezone())


# --- who gets what ---------------------------------------------------------------------------------------------------


def _places(rng: Random, regency: Region, count: int) -> list[Region]:
    """Villages with work: the showcase first, some neighbours, others from all districts."""
    every = list(Region.objects.filter(level=Region.Level.VILLAGE, code__startswith=f"{regency.code}."))
    showcase = next((village for village in every if village.name == SHOWCASE), every[0])
    others = [village for village in every if village != showcase]
    near = [village for village in others if village.parent_id == showcase.parent_id][:NEIGHBOURS]
    far = [village for village in others if village not in near]
    rng.shuffle(far)
    return [showcase, *near, *far][:count]


def _shares(rng: Random, places: list[Region], families: int, *, seed: int, yesterday: date) -> list[Share]:
    """Stories for every village, by district: the showcase has each story once, the others what chance gives."""
    showcase, *others = places
    told: dict[str, list[Story]] = {showcase.code: list(STORIES[:families])}
    for story in rng.choices(STORIES, WEIGHTS, k=families - len(told[showcase.code])):
        told.setdefault(rng.choice(others or places).code, []).append(story)
    shares: dict[str, Share] = {}
    for code, stories in told.items():
        share = shares.setdefault(code[:8], Share(seed, yesterday, code[:8], {}))
        share.stories[code] = stories
    return sorted(shares.values(), key=lambda share: share.families, reverse=True)


# --- batches ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_batches(regency: Region, *, by: User) -> None:
    """A batch for each closed round: the older is sent, the newer waits for the office to send it."""
    *closed, _open = Round.objects.filter(regency=regency).order_by("opens_on")
    for number, period in enumerate(closed):
        at = _morning(period.closes_on + timedelta(days=DAYS_UNTIL_BATCH)) + timedelta(hours=2)
        batch = export_round(period, regency, by=by, at=at)
        if number == 0:
            tabulation.mark_sent(batch, by=by, at=at + timedelta(days=1, hours=3))


def export_round(period: Round, area: Region, *, by: User, at: datetime) -> Batch:
    """Create, freeze, tabulate and write one batch here and now, as a worker would step by step."""
    batch = tabulation.create(round=period, area=area, by=by, at=at)
    freezing.freeze_at_once(batch, by=by, at=at + timedelta(minutes=4))
    at += timedelta(minutes=6)
    for chunk in batch.chunks.all():
        tabulation.tabulate_chunk(chunk.pk, at=at)
    tabulation.finish(batch.pk, at=at)
    # The manifest holds the digests of the others, so it comes last.
    for kind in export.WRITERS:
        export.seal_export(batch.files.get(kind=kind).pk, at=at + timedelta(minutes=1))
    export.finish(batch.pk, at=at + timedelta(minutes=1))
    return Batch.objects.get(pk=batch.pk)
