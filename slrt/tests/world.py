"""A small whole world for tests that walk every address: four villages, every role, every state of the work.

Each row of another village carries a canary; a page that shows one has leaked, whatever its status.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import get_resolver
from django.utils import timezone

from assessment import capture, instrument, review
from assessment.models import Assessment
from assessment.tests.conftest import NOW, TODAY, picture
from dtks import tabulation
from dtks.models import Batch
from households import registry
from households.facts import Address, Person
from households.models import Member
from puskesos.models import Provider, Region, Round, User
from puskesos.roles import Role
from referrals import benefits, closing, complaints
from referrals.facts import ClientFacts, ComplaintFacts

VILLAGES = {
    "own": "51.08.01.2001",
    "sibling": "51.08.01.2002",
    "cousin": "51.08.02.2001",
    "foreign": "35.26.01.2001",
}
CANARIES = {"own": "KENARI ALFA", "sibling": "KENARI BETA", "cousin": "KENARI GAMA", "foreign": "KENARI DELTA"}


@dataclass
class World:
    """One family with work in every state in each of four villages, two batches, and everyone who could ask."""

    people: dict[str, User | None] = field(default_factory=dict)
    rows: dict[str, dict[str, object]] = field(default_factory=dict)


def build(regions: dict[str, Region]) -> World:
    """Make the world by the verbs; needs empty tables."""
    world = World()
    instrument.load(at=NOW)
    today = timezone.localdate()
    for regency in ("51.08", "35.26"):
        Round.objects.create(
            regency=regions[regency],
            name="Berjalan",
            opens_on=today.replace(day=1),
            closes_on=date(today.year + 1, 1, 1),
        )
    _hire(world, regions)
    for place, code in VILLAGES.items():
        world.rows[place] = _families(world, regions[code], CANARIES[place], place)
        world.rows[place] |= _needs(world, world.rows[place]["approved_member"], CANARIES[place])
    for place, regency, office in (("own", "51.08", "dinsos"), ("foreign", "35.26", "foreign_dinsos")):
        _batch(world, place, regions[regency], world.people[office])
    return world


def _hire(world: World, regions: dict[str, Region]) -> None:
    provider = Provider.objects.create(regency=regions["51.08"], name="RSUD Buleleng")
    places = {
        "operator": (Role.OPERATOR, "51.08.01.2001"),
        "neighbour": (Role.OPERATOR, "51.08.01.2002"),
        "cousin_operator": (Role.OPERATOR, "51.08.02.2001"),
        "foreign_operator": (Role.OPERATOR, "35.26.01.2001"),
        "facilitator": (Role.FACILITATOR, "51.08.01.2001"),
        "supervisor": (Role.SUPERVISOR, "51.08.01"),
        "cousin_supervisor": (Role.SUPERVISOR, "51.08.02"),
        "foreign_supervisor": (Role.SUPERVISOR, "35.26.01"),
        "dinsos": (Role.DINSOS, "51.08"),
        "foreign_dinsos": (Role.DINSOS, "35.26"),
        "leader": (Role.LEADER, "51.08"),
        "auditor": (Role.AUDITOR, "51.08"),
        "admin": (Role.ADMIN, None),
        "provider": (Role.PROVIDER, None),
    }
    for name, (role, code) in places.items():
        world.people[name] = User.objects.create_user(
            name.replace("_", "-"),
            role=role,
            region=regions.get(code),
            full_name=name,
            provider=provider if role == Role.PROVIDER else None,
        )
    world.people["anonymous"] = None


def _families(world: World, village: Region, canary: str, place: str) -> dict[str, object]:
    """Four families of one village: draft, submitted, returned, approved."""
    operator = next(u for u in world.people.values() if u and u.role == Role.OPERATOR and u.region_id == village.code)
    supervisor = next(
        u for u in world.people.values() if u and u.role == Role.SUPERVISOR and u.region_id == village.code[:8]
    )
    round_now = Round.objects.get(regency=village.code[:5])
    rows: dict[str, object] = {}
    for number, state in enumerate(("draft", "submitted", "returned", "approved"), 1):
        household = registry.register(
            village=village,
            kk=f"{village.code[:8].replace('.', '')}0112{number}{list(VILLAGES).index(place)}900{number}",
            address=Address(address=f"{canary} {state}"),
            head=Person(name=f"{canary} {state}", sex="1", relation="1", identity_status="2"),
            by=operator,
            on=TODAY,
        )
        assessment = capture.start(household, round=round_now, by=operator, at=timezone.now(), on=timezone.localdate())
        photo = capture.add_photo(assessment, slot="other", upload=picture(number), by=operator, at=NOW)
        if state != "draft":
            _homeless(assessment, operator)
        if state == "returned":
            points = [review.Point("question", "food", f"{canary} alasan")]
            review.return_for_correction(
                Assessment.objects.get(pk=assessment.pk), revision=2, by=supervisor, at=NOW, points=points
            )
        if state == "approved":
            review.approve(Assessment.objects.get(pk=assessment.pk), revision=2, by=supervisor, at=NOW)
        rows[state] = Assessment.objects.get(pk=assessment.pk)
        rows[f"{state}_photo"], rows[f"{state}_member"] = photo, household.members.get()
    return rows


def _homeless(assessment: Assessment, operator: User) -> None:
    """The shortest complete survey: a family without a home."""
    definition = instrument.definition(assessment.instrument_id)
    capture.save_answers(
        assessment,
        by=operator,
        answers={q.code: q.choices[0].code for q in definition.questions if not q.is_computed},
        numbers={"monthly_income_rp": 100_000},
        overrides=["homeless"],
    )
    capture.confirm_identity(assessment, by=operator, at=NOW)
    capture.save_position(assessment, by=operator, latitude=-8, longitude=115, accuracy_m=5, located_at=NOW)
    capture.submit(assessment, revision=1, by=operator, at=NOW, on=timezone.localdate())


def _needs(world: World, member: Member, canary: str) -> dict[str, object]:
    """A complaint that is late, one that is over, and a programme received, of the family that was approved."""
    operator = next(
        u for u in world.people.values() if u and u.role == Role.OPERATOR and u.region_id == member.village_id
    )
    told = ComplaintFacts(kind="grievance", sector="health", channel="puskesos", text=f"{canary} keluhan")
    heard = complaints.register(
        ClientFacts(member=member), told, village=member.village, by=operator, at=NOW - timedelta(days=90)
    )
    over = complaints.register(ClientFacts(member=member), told, village=member.village, by=operator, at=NOW)
    complaints.handle(over, by=operator, at=NOW, result=f"{canary} hasil")
    closing.answer(over, handled=True, channel="ticket", by=None, at=NOW)
    benefit = benefits.note(member, programme="pkh", since=TODAY, source=f"{canary} kartu", by=operator, at=NOW)
    return {"heard": heard, "over": over, "benefit": benefit}


def _batch(world: World, place: str, regency: Region, office: User) -> None:
    round_now = Round.objects.get(regency=regency)
    batch = tabulation.create(round=round_now, area=regency, by=office, at=NOW)
    tabulation.freeze(batch, by=office, at=NOW)
    for chunk in batch.chunks.all():
        tabulation.tabulate_chunk(chunk.pk, at=NOW)
    tabulation.finish(batch.pk, at=NOW)
    world.rows[place]["batch"] = Batch.objects.get(pk=batch.pk)


# How to address a row of a place: url name -> kwargs, or None when the place has no such row.
Arguments = Callable[[dict], dict | None]
DRAFT: Arguments = lambda rows: {"pk": rows["draft"].pk}  # noqa: E731
SUBMITTED: Arguments = lambda rows: {"pk": rows["submitted"].pk}  # noqa: E731
HOUSEHOLD: Arguments = lambda rows: {"pk": rows["approved"].household_id}  # noqa: E731
MEMBER: Arguments = lambda rows: {"pk": rows["approved_member"].pk}  # noqa: E731
BATCH: Arguments = lambda rows: {"pk": rows["batch"].pk} if "batch" in rows else None  # noqa: E731
FILE: Arguments = lambda rows: {"pk": rows["batch"].pk, "kind": "csv"} if "batch" in rows else None  # noqa: E731

ARGUMENTS: dict[str, Arguments] = {
    "household_detail": HOUSEHOLD,
    "households:household_edit": HOUSEHOLD,
    "households:member_create": lambda rows: {"household_pk": rows["approved"].household_id},
    "households:member_edit": MEMBER,
    "households:member_leave": MEMBER,
    "households:kk_reveal": HOUSEHOLD,
    "households:nik_reveal": MEMBER,
    "assessment:assessment_start": lambda rows: {"household_pk": rows["draft"].household_id},
    "assessment:assessment_tasks": SUBMITTED,
    "assessment:assessment_identity": DRAFT,
    "assessment:assessment_position": DRAFT,
    "assessment:assessment_questions": lambda rows: {"pk": rows["draft"].pk, "page": 1},
    "assessment:assessment_photos": lambda rows: {"pk": rows["returned"].pk},
    "assessment:photo_add": lambda rows: {"pk": rows["draft"].pk, "slot": "roof"},
    "assessment:photo_remove": lambda rows: {"pk": rows["draft_photo"].pk},
    "assessment:photo_image": lambda rows: {"pk": rows["submitted_photo"].pk},
    "assessment:photo_thumbnail": lambda rows: {"pk": rows["submitted_photo"].pk},
    "assessment:assessment_send": DRAFT,
    "assessment:assessment_receipt": SUBMITTED,
    "assessment:review_detail": SUBMITTED,
    "assessment:assessment_approve": SUBMITTED,
    "assessment:assessment_return": SUBMITTED,
    "referrals:benefit_list": HOUSEHOLD,
    "referrals:benefit_note": lambda rows: {"member_pk": rows["approved_member"].pk},
    "referrals:benefit_end": lambda rows: {"pk": rows["benefit"].pk},
    "referrals:benefit_correct": lambda rows: {"pk": rows["benefit"].pk},
    "dtks:batch_detail": BATCH,
    "dtks:batch_progress": BATCH,
    "dtks:batch_freeze": BATCH,
    "dtks:batch_mark_sent": BATCH,
    "dtks:batch_cancel": BATCH,
    "dtks:file_download": FILE,
}
PUBLIC_ARGUMENTS = {
    "portal:receipt_check": lambda rows: {"number": rows["submitted"].receipt_number},
    "portal:complaint_ticket": lambda rows: {"ticket": rows["heard"].ticket},
    "portal:complaint_answered": lambda rows: {"ticket": rows["over"].ticket},
}


def url_names(patterns=None, namespace: str = "") -> set[str]:
    """Every named address the resolver knows."""
    names = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            prefix = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            names |= url_names(pattern.url_patterns, prefix)
        else:
            names.add(f"{namespace}{pattern.name}")
    return names
