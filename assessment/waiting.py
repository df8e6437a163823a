"""The queue of the review: what waits, cut by village and surveyor, and what stands before and after one of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, IntegerField, OuterRef, QuerySet

from assessment.models import Assessment
from puskesos.models import Region, User
from puskesos.paging import RowAfter, number_words
from puskesos.roles import CAPTURES

# Oldest first, unique together.
KEYS = ("submitted_at", "id")
# On a chip it matters whether there is much; counting further would read what nobody asked for.
COUNTED = 99
# More chips than this are no help to the eye: the rest is found in the list of choices.
CHIPS = 12


@dataclass(frozen=True)
class Cut:
    """The part of the queue that somebody works through."""

    village: str = ""
    surveyor: int | None = None
    again: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """Read an address; what is no filter is ignored."""
        surveyor = asked.get("surveyor", "")
        return cls(
            village=asked.get("village", ""),
            surveyor=int(surveyor) if surveyor.isdecimal() and surveyor.isascii() and len(surveyor) < 10 else None,
            again=asked.get("again") == "1",
        )

    def terms(self) -> dict[str, str]:
        """The cut as it stands in an address; codes only, never names."""
        asked = {"village": self.village, "surveyor": str(self.surveyor or ""), "again": "1" if self.again else ""}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True)
class Chip:
    """One village or surveyor with what waits there."""

    value: str
    label: str
    count: int

    @property
    def words(self) -> int | str:
        """The count as it is shown."""
        return number_words(self.count, most=COUNTED)

    @property
    def text(self) -> str:
        """The name with the count, as a choice of a list."""
        return f"{self.label} ({self.words})"


WHOLE = Cut()


def rows(user: User, cut: Cut = WHOLE) -> QuerySet[Assessment]:
    """What waits for review, oldest first; by village, surveyor, or only what was returned before."""
    waiting = Assessment.objects.visible_to(user).awaiting_review()
    if cut.village:
        waiting = waiting.filter(village_id=cut.village)
    if cut.surveyor:
        waiting = waiting.filter(surveyor_id=cut.surveyor)
    return waiting.filter(returned_at__isnull=False) if cut.again else waiting


def listed(user: User, cut: Cut = WHOLE) -> QuerySet[Assessment]:
    """The same with what a list shows."""
    return (
        rows(user, cut)
        .select_related("household", "village", "surveyor")
        .defer("answers", "numbers", "criteria", "surveyor__password")
    )


def before(user: User, cut: Cut, assessment: Assessment) -> UUID | None:
    """The one that came in just before this one."""
    older = rows(user, cut).filter(RowAfter(KEYS, _place(assessment), sign="<"))
    return older.order_by("-submitted_at", "-id").values_list("pk", flat=True).first()


def after(user: User, cut: Cut, assessment: Assessment) -> UUID | None:
    """The one that came in just after this one."""
    newer = rows(user, cut).filter(RowAfter(KEYS, _place(assessment)))
    return newer.order_by(*KEYS).values_list("pk", flat=True).first()


def _place(assessment: Assessment) -> list[Any]:
    return [assessment.submitted_at, assessment.pk]


def oldest(user: User, cut: Cut) -> datetime | None:
    """When the one that waits longest came in."""
    return rows(user, cut).values_list("submitted_at", flat=True).first()


def village_chips(user: User) -> list[Chip]:
    """Villages of this person's region, each with what waits there."""
    villages = Region.objects.filter(level=Region.Level.VILLAGE, code__startswith=str(user.region_id))
    counted = villages.annotate(waiting=_counted(user, village_id=OuterRef("pk"))).order_by("name")
    return [Chip(code, name, count) for code, name, count in counted.values_list("code", "name", "waiting")]


def surveyor_chips(user: User) -> list[Chip]:
    """Who surveys in this person's region, each with what waits of theirs; asked of the people, not of the surveys."""
    people = User.objects.filter(role__in=CAPTURES, region__code__startswith=str(user.region_id))
    counted = people.annotate(waiting=_counted(user, surveyor_id=OuterRef("pk"))).order_by("full_name")
    return [Chip(str(pk), name, count) for pk, name, count in counted.values_list("pk", "full_name", "waiting")]


def _counted(user: User, **match: Any) -> Func:
    """How many wait there, up to one past `COUNTED`."""
    # In the order of the queue, so that its index answers and the reading ends after so many rows.
    found = rows(user).filter(**match).order_by(*KEYS).values("submitted_at")[: COUNTED + 1]
    return Func(ArraySubquery(found), function="cardinality", output_field=IntegerField())


def fullest(chips: list[Chip], chosen: str) -> list[Chip]:
    """The chips that a page shows: where most waits, and the chosen one."""
    busy = sorted((chip for chip in chips if chip.count), key=lambda chip: (-chip.count, chip.label))[:CHIPS]
    return busy + [chip for chip in chips if chip.value == chosen and chip not in busy]
