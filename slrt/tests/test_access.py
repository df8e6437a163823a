"""Role × object × address: every URL with every role, for own, sibling and foreign rows (security.md T-ACC).

Each row of another village carries a canary; a page that shows one has leaked, whatever its status.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from assessment import capture, instrument, review
from assessment.models import Assessment
from assessment.tests.conftest import NOW, TODAY, picture
from conftest import make_regions
from dtks import tabulation
from dtks.models import Batch
from households import registry
from households.facts import Address, Person
from puskesos.models import Provider, Region, Round, User
from puskesos.roles import Role
from slrt.access import ACCESS, PUBLIC

VILLAGES = {
    "own": "51.08.01.2001",
    "sibling": "51.08.01.2002",
    "cousin": "51.08.02.2001",
    "foreign": "35.26.01.2001",
}
CANARIES = {"own": "KENARI ALFA", "sibling": "KENARI BETA", "cousin": "KENARI GAMA", "foreign": "KENARI DELTA"}
# The last four are decided before any row is looked up, so one place is enough for them.
METHODS = ("GET", "POST", "HEAD", "PUT", "PATCH", "DELETE")

# Who may open rows of which village; a role that is not named opens none.
REACH: dict[str, set[str]] = {
    "operator": {"own"},
    "neighbour": {"sibling"},
    "cousin_operator": {"cousin"},
    "facilitator": {"own"},
    "supervisor": {"own", "sibling"},
    "cousin_supervisor": {"cousin"},
    "dinsos": {"own", "sibling", "cousin"},
}
BATCH_REACH = {"dinsos", "leader", "auditor"}


@dataclass
class World:
    """One family with work in every state in each of four villages, two batches, and everyone who could ask."""

    people: dict[str, User | None] = field(default_factory=dict)
    rows: dict[str, dict[str, object]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The world, built once; each test runs inside its transaction and leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _build(make_regions())
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db) -> World:
    return built


def _build(regions: dict[str, Region]) -> World:
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
    "dtks:batch_detail": BATCH,
    "dtks:batch_progress": BATCH,
    "dtks:batch_freeze": BATCH,
    "dtks:batch_mark_sent": BATCH,
    "dtks:batch_cancel": BATCH,
    "dtks:file_download": FILE,
}
PUBLIC_ARGUMENTS = {"portal:receipt_check": lambda rows: {"number": rows["submitted"].receipt_number}}


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


def test_every_address_is_declared_and_every_declared_address_exists():
    assert url_names() == set(ACCESS) | set(PUBLIC)
    assert not set(ACCESS) & set(PUBLIC)


def sees(person: str, user: User | None, place: str, name: str) -> bool:
    """Whether the row of a place lies within this person's reach."""
    if name.startswith("dtks:"):
        return (person in BATCH_REACH and place == "own") or (person == "foreign_dinsos" and place == "foreign")
    if person in ("foreign_operator", "foreign_supervisor", "foreign_dinsos"):
        return place == "foreign"
    return place in REACH.get(person, set())


def expected(person: str, user: User | None, name: str, method: str, place: str) -> str:
    """What the table and the reach say must happen, in one word."""
    if user is None:
        return "login"
    methods = ACCESS[name].get(user.role)
    if methods is None:
        return "forbidden"
    if method not in methods:
        return "not allowed"
    if name == "logout":
        return "login"
    if name in ARGUMENTS and not sees(person, user, place, name):
        return "missing"
    return "answered"


def outcome(status: int, location: str) -> str:
    """What happened, in one word."""
    if status == 302 and location.startswith(reverse("login")):
        return "login"
    return {403: "forbidden", 404: "missing", 405: "not allowed"}.get(status, "answered" if status < 500 else "failed")


PEOPLE = [
    "operator", "neighbour", "cousin_operator", "foreign_operator", "facilitator", "supervisor", "cousin_supervisor",
    "foreign_supervisor", "dinsos", "foreign_dinsos", "leader", "auditor", "provider", "admin", "anonymous",
]  # fmt: skip


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_gets_more_than_the_table_gives(world, person):
    user = world.people[person]
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    wrong, leaks = [], []

    for name in sorted(ACCESS):
        for place in VILLAGES if name in ARGUMENTS else ["own"]:
            kwargs = ARGUMENTS[name](world.rows[place]) if name in ARGUMENTS else {}
            if kwargs is None:
                continue
            for method in METHODS if place == "own" else METHODS[:2]:
                if user and name == "logout":
                    client.force_login(user)
                response = _request(client, method, reverse(name, kwargs=kwargs))
                got = outcome(response.status_code, response.headers.get("Location", ""))
                if got != expected(person, user, name, method, place):
                    wrong.append(
                        (name, place, method, response.status_code, expected(person, user, name, method, place))
                    )
                leaks += [(name, place, method, canary) for canary in _leaked(response, person, user)]

    assert wrong == []
    assert leaks == []


def _request(client: Client, method: str, url: str):
    """One request whose writes are undone, so that every case meets the same world."""
    with transaction.atomic():
        response = client.generic(method, url)
        response.body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return response


def _leaked(response, person: str, user: User | None) -> list[str]:
    """Canaries of villages that this person may not see."""
    body = response.body.decode("utf-8", "replace")
    return [
        canary
        for place, canary in CANARIES.items()
        if canary in body and not sees(person, user, place, "assessment:assessment_tasks")
    ]


def test_a_foreign_row_looks_exactly_like_a_row_that_is_not_there(client, world):
    client.force_login(world.people["operator"])
    foreign = reverse("assessment:assessment_tasks", args=[world.rows["foreign"]["submitted"].pk])
    nowhere = reverse("assessment:assessment_tasks", args=["00000000-0000-4000-8000-000000000000"])

    assert client.get(foreign).content == client.get(nowhere).content


def test_a_draft_is_the_villages_own_until_it_is_sent(client, world):
    draft = reverse("assessment:assessment_tasks", args=[world.rows["own"]["draft"].pk])

    for person in ("facilitator", "supervisor", "dinsos"):
        client.force_login(world.people[person])
        assert client.get(draft).status_code == 404


def test_the_operator_never_sees_score_points_or_class(client, world):
    client.force_login(world.people["operator"])
    submitted = world.rows["own"]["submitted"]
    Assessment.objects.filter(pk=submitted.pk).update(score=1777)

    for name in ("assessment_tasks", "assessment_receipt"):
        body = client.get(reverse(f"assessment:{name}", args=[submitted.pk])).content.decode()
        assert "1777" not in body
        assert "Sangat miskin" not in body
        assert "Skor" not in body
    dossier = client.get(reverse("household_detail", args=[submitted.household_id])).content.decode()
    assert "1777" not in dossier
    assert "Sangat miskin" not in dossier


def test_a_disabled_account_is_out_at_its_next_request(client, world):
    client.force_login(world.people["operator"])
    User.objects.filter(username="operator").update(is_active=False)

    assert client.get(reverse("home")).status_code == 302


def test_who_moved_to_another_village_sees_only_the_new_one(client, world):
    client.force_login(world.people["operator"])
    User.objects.filter(username="operator").update(region_id=VILLAGES["sibling"])

    body = client.get(reverse("assessment:assessment_list")).content.decode()

    assert CANARIES["own"] not in body
    assert CANARIES["sibling"] in body


def test_who_lost_a_role_loses_its_pages_at_once(client, world):
    client.force_login(world.people["supervisor"])
    User.objects.filter(username="supervisor").update(role=Role.OPERATOR, region_id=VILLAGES["own"])

    assert client.get(reverse("assessment:review_queue")).status_code == 403


@pytest.mark.parametrize("query", ["village=51.08.02.2001", "village=35.26.01.2001", "surveyor=1", "status=submitted"])
def test_filters_do_not_widen_what_is_seen(client, world, query):
    client.force_login(world.people["supervisor"])

    for name in ("assessment:review_queue", "assessment:assessment_list", "households:household_list"):
        body = client.get(f"{reverse(name)}?{query}").content.decode()
        assert CANARIES["cousin"] not in body
        assert CANARIES["foreign"] not in body


def test_the_public_receipt_says_no_name_no_village_no_score(client, world):
    submitted = world.rows["own"]["submitted"]

    body = client.get(reverse("portal:receipt_check", args=[submitted.receipt_number])).content.decode()

    assert submitted.receipt_number in body
    for secret in (CANARIES["own"], "Sumberklampok", "Gerokgak", "Sangat miskin"):
        assert secret not in body


@pytest.mark.parametrize("number", ["AAAA-AAAA-AAAA", "x", "..%2F..", "🙂", "0" * 300])
def test_an_unknown_receipt_is_a_page_with_a_sentence(client, db, number):
    response = client.get(f"/t/{number}/")

    assert response.status_code == 404
    assert "Nomor ini tidak cocok" in response.content.decode() or "tidak ditemukan" in response.content.decode()


@pytest.mark.parametrize("address", ["/t/%00/", "/tinjauan/?village=%00", "/keluarga/?q=%00", "/%00"])
def test_a_nul_in_an_address_is_a_bad_request(client, world, address):
    client.force_login(world.people["supervisor"])

    assert client.get(address).status_code == 400
