"""One visit after another: what operator and supervisor do in a round, each step by its verb, at its time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from assessment import capture, review
from assessment.instrument import Definition
from assessment.models import Assessment
from households.models import Household
from puskesos.models import Region, Round, User
from slrt.demo import photos
from slrt.demo.surveys import Findings

SUNDAY = 6
# What a supervisor may find wrong: kind, key, reason. The visit is first made with exactly this flaw.
FLAWS: tuple[review.Point, ...] = (
    review.Point("photo", "front", "Foto buram. Ambil lagi dari depan rumah, seluruh rumah terlihat."),
    review.Point("photo", "kitchen", "Foto terlalu buram, tungku tidak terlihat."),
    review.Point("question", "roof", "Atap di foto tidak sama dengan jawaban. Periksa lagi."),
    review.Point("question", "floor", "Lantai di foto tidak sama dengan jawaban."),
    review.Point("position", "", "Titik berada di luar desa. Ambil titik di depan rumah."),
)
TYPED_REASONS = ("GPS tidak mendapat sinyal di lembah", "HP tidak punya GPS, titik dari peta desa")


class Land:
    """A village's ground, with a few places where its houses stand together."""

    def __init__(self, rng: Random, village: Region, *, hamlets: int = 3) -> None:
        self.outline: BaseGeometry = shape(village.outline.geometry)
        self.hamlets = [self._anywhere(rng) for _hamlet in range(hamlets)]

    def house(self, rng: Random) -> Point:
        """A place some hundred metres around a hamlet, inside the village."""
        for _attempt in range(50):
            centre = rng.choice(self.hamlets)
            place = Point(centre.x + rng.gauss(0, 0.0015), centre.y + rng.gauss(0, 0.0015))
            if self.outline.contains(place):
                return place
        return rng.choice(self.hamlets)

    def _anywhere(self, rng: Random) -> Point:
        west, south, east, north = self.outline.bounds
        for _attempt in range(200):
            place = Point(rng.uniform(west, east), rng.uniform(south, north))
            if self.outline.contains(place):
                return place
        return self.outline.representative_point()


@dataclass
class Visit:
    """A household in a round, who works on it, what is true there, and how late it is."""

    rng: Random
    household: Household
    village: Region
    round: Round
    operator: User
    supervisor: User
    findings: Findings
    house: Point
    definition: Definition
    at: datetime
    overrides: list[str] = field(default_factory=list)
    flaw: review.Point | None = None
    # Set by the first step; its revision is brought up to date whenever a decision moved it.
    assessment: Assessment = field(init=False)

    def pass_minutes(self, least: int, most: int) -> None:
        """Let a while pass."""
        self.at += timedelta(minutes=self.rng.randint(least, most), seconds=self.rng.randint(0, 59))

    def sleep(self, least: int, most: int) -> None:
        """Go on some days later, not on a Sunday."""
        day = timezone.localdate(self.at) + timedelta(days=self.rng.randint(least, most))
        self.at = working_time(self.rng, day + timedelta(days=day.weekday() == SUNDAY))


def working_time(rng: Random, day: date) -> datetime:
    """A moment between half past eight and three on a day, on the clock of this office."""
    moment = datetime.combine(day, time(8, 30), tzinfo=timezone.get_default_timezone())
    return moment + timedelta(minutes=rng.randint(0, 390), seconds=rng.randint(0, 59))


# --- steps -----------------------------------------------------------------------------------------------------------


def begin(visit: Visit) -> None:
    """Start, and compare the family card with the registry."""
    on = timezone.localdate(visit.at)
    visit.assessment = capture.start(visit.household, round=visit.round, by=visit.operator, at=visit.at, on=on)
    visit.pass_minutes(3, 9)
    capture.confirm_identity(visit.assessment, by=visit.operator, at=visit.at)


def locate(visit: Visit) -> None:
    """Take the position: mostly well, sometimes from a map."""
    visit.pass_minutes(1, 3)
    place = visit.house
    if visit.flaw and visit.flaw.kind == "position":
        place = Point(place.x + 0.05, place.y - 0.04)
    typed = visit.rng.random() < 0.05
    _save_position(visit, place, reason=visit.rng.choice(TYPED_REASONS) if typed else "")


def _save_position(visit: Visit, place: Point, *, reason: str = "") -> None:
    capture.save_position(
        visit.assessment,
        by=visit.operator,
        **_position(place),
        accuracy_m=None if reason else round(visit.rng.uniform(3, 24), 1),
        located_at=visit.at,
        reason=reason,
    )


def _position(place: Point) -> dict[str, Decimal]:
    return {"latitude": Decimal(f"{place.y:.6f}"), "longitude": Decimal(f"{place.x:.6f}")}


def answer_some(visit: Visit) -> None:
    """Answer the first questions and be called away."""
    visit.pass_minutes(2, 6)
    some = dict(list(visit.findings.answers.items())[: visit.rng.randint(4, 10)])
    capture.save_answers(visit.assessment, by=visit.operator, answers=some)


def answer_all(visit: Visit) -> None:
    """Answer everything; a flawed visit answers one question otherwise than what the photo shows."""
    visit.pass_minutes(6, 15)
    answers = {**visit.findings.answers, **_wrong_answer(visit)}
    numbers: dict[str, Any] = {**visit.findings.numbers}
    capture.save_answers(
        visit.assessment, by=visit.operator, answers=answers, numbers=numbers, overrides=visit.overrides
    )


def _wrong_answer(visit: Visit) -> dict[str, str]:
    if not visit.flaw or visit.flaw.kind != "question":
        return {}
    question = visit.definition.question(visit.flaw.key)
    others = [choice.code for choice in question.choices if choice.code != visit.findings.answers[question.code]]
    return {question.code: visit.rng.choice(others)}


def photograph(visit: Visit) -> None:
    """Take the photos that are asked for, now and then one more."""
    _least, needed = visit.definition.photos_needed(visit.overrides)
    slots = [slot.code for slot in needed] or ["other"]
    if needed and visit.rng.random() < 0.15:
        slots.append(visit.rng.choice(("bedroom", "meter")))
    for slot in slots:
        blurred = visit.flaw is not None and (visit.flaw.kind, visit.flaw.key) == ("photo", slot)
        _add_photo(visit, slot, blurred=blurred)


def _add_photo(visit: Visit, slot: str, *, blurred: bool = False) -> None:
    visit.pass_minutes(0, 1)
    definition = visit.definition.slot(slot)
    picture = photos.picture(
        visit.rng,
        slot=slot,
        label=definition.text if definition else slot,
        place=visit.village.titled,
        at=visit.at,
        look=visit.findings.look,
        blurred=blurred,
    )
    position = {**_position(visit.house), "accuracy_m": round(visit.rng.uniform(3, 24), 1), "taken_at": visit.at}
    capture.add_photo(visit.assessment, slot=slot, upload=picture, by=visit.operator, at=visit.at, position=position)


def send(visit: Visit) -> None:
    """Send it to the supervisor."""
    visit.pass_minutes(2, 40)
    assessment, on = visit.assessment, timezone.localdate(visit.at)
    visit.assessment = capture.submit(assessment, revision=assessment.revision, by=visit.operator, at=visit.at, on=on)


def give_back(visit: Visit) -> None:
    """The supervisor finds the flaw."""
    visit.sleep(1, 5)
    assessment, points = visit.assessment, [visit.flaw] if visit.flaw else []
    review.return_for_correction(
        assessment, revision=assessment.revision, by=visit.supervisor, at=visit.at, points=points
    )
    assessment.refresh_from_db(fields=["revision"])


def mend(visit: Visit) -> None:
    """The operator goes there again and mends what was asked."""
    visit.sleep(1, 4)
    flaw, visit.flaw = visit.flaw, None
    if flaw is None:
        return
    if flaw.kind == "photo":
        _add_photo(visit, flaw.key)
    elif flaw.kind == "question":
        capture.save_answers(visit.assessment, by=visit.operator, answers={flaw.key: visit.findings.answers[flaw.key]})
    else:
        _save_position(visit, visit.house)


def approve(visit: Visit) -> None:
    """The supervisor agrees."""
    visit.sleep(1, 5)
    assessment = visit.assessment
    review.approve(assessment, revision=assessment.revision, by=visit.supervisor, at=visit.at)


Step = Callable[[Visit], None]
READY: tuple[Step, ...] = (begin, locate, answer_all, photograph)
# How far a visit gets. A Sunday may add a day to each step that waits for another day.
FATES: dict[str, tuple[Step, ...]] = {
    "begun": (begin,),
    "half": (begin, locate, answer_some),
    "ready": READY,
    "waiting": (*READY, send),
    "returned": (*READY, send, give_back),
    "mended": (*READY, send, give_back, mend, send),
    "approved": (*READY, send, approve),
    "approved_late": (*READY, send, give_back, mend, send, approve),
}
WAITS: dict[Step, int] = {give_back: 6, mend: 5, approve: 6}


def days_needed(fate: str) -> int:
    """Days that may pass between the first and the last step."""
    return sum(WAITS.get(step, 0) for step in FATES[fate])


def carry_out(visit: Visit, fate: str) -> None:
    """Take all steps of a fate; one that comes back begins with a flaw."""
    if give_back in FATES[fate]:
        visit.flaw = visit.rng.choice(FLAWS)
    for step in FATES[fate]:
        step(visit)
