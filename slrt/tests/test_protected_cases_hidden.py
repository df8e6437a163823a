"""To everybody but its team a protected case does not exist: every role × every place it could show."""

import contextlib
import itertools
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction
from django.db.models import AutoField, Q
from django.test import Client as Browser
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from assessment.tests.conftest import picture
from conftest import make_regions
from puskesos.models import Activity, Provider, Region, User
from puskesos.roles import Duty, Role
from referrals import closing, complaints, handling, outreach, overdue, papers, placement, protection
from referrals.facts import ClientFacts, ComplaintFacts
from referrals.handling import Actor
from referrals.models import (
    Answer,
    CaseNote,
    Client,
    Complaint,
    Consent,
    Escalation,
    Letter,
    Offer,
    Outreach,
    Paper,
    Programme,
    Referral,
    StageRecord,
    StageTemplate,
)
from referrals.tests.conftest import NOW, STAGES, agree
from slrt.access import ACCESS

HANGS_ON_IT = [
    Complaint, Client, Consent, Paper, Answer, Referral, StageRecord, Letter, Outreach, Escalation, CaseNote,
]  # fmt: skip
NAME, ALIAS, STORY, PLACE = "NI LUH TERSEMBUNYI", "Melati Putih", "Kisah yang tidak boleh bocor", "Gudang kosong"
OTHERS = [
    "operator", "facilitator", "supervisor", "dinsos", "manager", "outreach", "idle_case_worker", "leader", "auditor",
    "provider", "provider_case_worker", "admin", "foreign_dinsos", "foreign_operator",
]  # fmt: skip
# Of each role whoever carries the most duties tries every key; the others the case itself and its referral, for what
# they see of any row is asked of each of them below.
TRIES_EVERY_KEY = {
    "operator", "facilitator", "supervisor", "idle_case_worker", "leader", "auditor", "provider_case_worker", "admin",
}  # fmt: skip
# A page that asks for something is asked for the case; any other page shows the same whatever its address says.
ASKS = re.compile(r'method="get"|<main.*\sname="(?:q|name|number|search)"', re.DOTALL)


@dataclass
class Scene:
    """Who could ask, the case they must not find, and what their home page said before there was one."""

    people: dict[str, User]
    worker: User
    village: Region
    tiles: dict[str, list] = field(default_factory=dict)
    case: Complaint | None = None


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    """Built once; each test runs inside its transaction and leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        scene = _hired(make_regions())
        idle = _hire("baru", Role.DINSOS, scene.worker.region)
        scene.tiles = {name: _tiles(user) for name, user in scene.people.items()}
        _number_apart()
        scene.case = _told(scene)
        # Joins the team after the hand-over: has every duty, but not this case.
        scene.people["idle_case_worker"] = _given_every_duty(idle)
        yield scene
        transaction.set_rollback(True)


@pytest.fixture
def scene(built, db) -> Scene:
    return built


@pytest.fixture
def case(scene) -> Complaint:
    return scene.case


@pytest.fixture
def people(scene) -> dict[str, User]:
    return scene.people


def _hire(name: str, role: Role, region: Region | None = None, **more) -> User:
    return User.objects.create_user(name, role=role, region=region, full_name=name, **more)


def _hired(regions: dict[str, Region]) -> Scene:
    """Everybody who is not on the team, among them bearers of the very duty."""
    provider = Provider.objects.create(regency=regions["51.08"], name="RSUD Buleleng")
    village, office = regions["51.08.01.2001"], regions["51.08"]
    duty = [Duty.CASE_WORKER, Duty.OUTREACH]
    people = {
        "operator": _hire("ayu", Role.OPERATOR, village),
        "facilitator": _hire("fasi", Role.FACILITATOR, village),
        "supervisor": _hire("made", Role.SUPERVISOR, regions["51.08.01"]),
        "dinsos": _hire("putu", Role.DINSOS, office),
        "manager": _hire("rai", Role.DINSOS, office, duties=[Duty.MANAGER]),
        "outreach": _hire("jangkau", Role.DINSOS, office, duties=[Duty.OUTREACH]),
        "leader": _hire("pimpinan", Role.LEADER, office),
        "auditor": _hire("periksa", Role.AUDITOR, office),
        "provider": _hire("sri", Role.PROVIDER, provider=provider),
        "provider_case_worker": _hire("ppa", Role.PROVIDER, provider=provider, duties=[Duty.CASE_WORKER]),
        "admin": _hire("atur", Role.ADMIN),
        "foreign_dinsos": _hire("jauh", Role.DINSOS, regions["35.26"], duties=duty),
        "foreign_operator": _hire("siti", Role.OPERATOR, regions["35.26.01.2001"]),
    }
    return Scene(people=people, worker=_hire("laksmi", Role.DINSOS, office, duties=duty), village=village)


def _given_every_duty(user: User) -> User:
    user.duties = [Duty.CASE_WORKER, Duty.MANAGER, Duty.OUTREACH]
    user.save(update_fields=["duties"])
    return user


def _number_apart() -> None:
    """Numbers that no account, round or version has: who opens one of them opens the case."""
    with connection.cursor() as cursor:
        for place, Model in enumerate(HANGS_ON_IT, 1):
            if isinstance(Model._meta.pk, AutoField):
                sequence = "SELECT setval(pg_get_serial_sequence(%s, %s), %s)"
                cursor.execute(sequence, [Model._meta.db_table, Model._meta.pk.column, place * 10**8])


def _tiles(user: User) -> list:
    browser = Browser()
    browser.force_login(user)
    return browser.get(reverse("home")).context["tiles"]


def _told(scene: Scene) -> Complaint:
    """A case with everything that can hang on it, told to the operator, walked by the team, late in the end."""
    worker, village = scene.worker, scene.village
    case = complaints.register(
        ClientFacts(name=NAME, features="tahi lalat besar dipipi", phone="081234567890"),
        ComplaintFacts(kind="grievance", sector="protection", channel="puskesos", text=STORY),
        village=village,
        by=scene.people["operator"],
        at=NOW,
    )
    protection.name_alias(case, ALIAS, by=worker, at=NOW)
    protection.write_note(case, kind="story", text=STORY, by=worker, at=NOW)
    papers.add(case, code="visum", upload=picture(3), by=worker, at=NOW)
    papers.add(case, code=papers.PORTRAIT, upload=picture(4), by=worker, at=NOW)
    referral = _walked(case, scene)
    Letter.objects.create(
        kind="referral", number="460/1/PPA", complaint=case, referral=referral, village=village, contents={},
        path="x", sha256="0" * 64, issued_at=NOW, issued_by=worker,
    )  # fmt: skip
    Outreach.objects.create(
        complaint=case, village=village, kind="child", found_place=PLACE, reported_at=NOW, updated_by=worker
    )
    closing.answer(case, handled=False, channel=Answer.Channel.CALL, by=worker, at=NOW)
    overdue.escalate(at=NOW.replace(year=2027))
    case.refresh_from_db()
    return case


def _walked(case: Complaint, scene: Scene) -> Referral:
    """A referral that went to the provider and came to its end, noted by the team."""
    worker, provider = scene.worker, scene.people["provider"].provider
    template = StageTemplate.objects.create(code="T", name="Dua tahap", stages=STAGES)
    service = Programme.objects.create(
        code="TES-01", name="Layanan uji", sector="health", level="regency", limit_days=10, template=template,
        disclosed=["name", "need"],
    )  # fmt: skip
    Offer.objects.create(programme=service, provider=provider)
    referral = placement.propose(case, service, by=worker, at=NOW)
    placement.recommend(referral, revision=1, by=worker, at=NOW, advice="Perlu.")
    consent = agree(case, worker)
    placement.send(referral, revision=2, provider=provider, consent=consent, by=scene.people["manager"], at=NOW)
    team = Actor(user=worker)
    handling.accept(referral, revision=3, by=team, at=NOW)
    handling.record_stage(referral, revision=4, values={"visited_on": "2026-11-10", "people": "1"}, by=team, at=NOW)
    handling.record_stage(referral, revision=5, values={}, by=team, at=NOW, outcome="Aman.")
    case.refresh_from_db()
    return referral


def secrets(case: Complaint) -> list[str]:
    """What no page of others may hold; a number that was typed into a search comes back as typed, so not here."""
    return [NAME, ALIAS, STORY, PLACE, case.ticket, "460/1/PPA", "visum"]


def ids(case: Complaint) -> set[str]:
    """Every key that an address could carry."""
    rows = [Model.objects.filter(_of(Model, case)) for Model in HANGS_ON_IT]
    return {str(pk) for found in rows for pk in found.values_list("pk", flat=True)}


def one_of_each(case: Complaint) -> set[str]:
    """A key of every table that hangs on it."""
    rows = [Model.objects.filter(_of(Model, case)) for Model in HANGS_ON_IT]
    return {str(found.values_list("pk", flat=True)[0]) for found in rows}


def _of(Model, case: Complaint):
    paths = {
        Complaint: Q(pk=case.pk), Client: Q(pk=case.client_id), Consent: Q(client=case.client_id),
        StageRecord: Q(referral__complaint=case),
        Escalation: Q(complaint=case) | Q(referral__complaint=case),
    }  # fmt: skip
    return paths.get(Model, Q(complaint=case))


@pytest.mark.parametrize("Model", HANGS_ON_IT, ids=lambda model: model.__name__)
def test_the_team_sees_every_row_that_hangs_on_it(scene, case, Model):
    """The proof below would prove nothing about a row that nobody sees."""
    assert Model.objects.visible_to(scene.worker).filter(_of(Model, case)).exists()


@pytest.mark.parametrize("person", OTHERS)
def test_no_row_that_hangs_on_it_is_visible_to_anybody_else(case, people, person):
    seen = [
        Model.__name__
        for Model in HANGS_ON_IT
        if Model.objects.visible_to(people[person]).filter(_of(Model, case)).exists()
    ]

    assert seen == []


@pytest.mark.parametrize("Model", [Complaint, Referral, Escalation], ids=lambda model: model.__name__)
def test_nothing_of_it_is_counted_or_exported_even_by_the_team(case, Model):
    assert not Model.objects.countable().filter(_of(Model, case)).exists()


@pytest.mark.parametrize("person", OTHERS)
def test_no_hint_of_likeness_leads_to_it(scene, people, person):
    later = NOW.replace(month=12)

    alike = complaints.similar(by=people[person], village=scene.village, at=later, name=NAME)
    known = outreach.maybe_known(by=people[person], at=later, name=NAME, features="tahi lalat besar dipipi")

    assert (list(alike), known) == ([], [])


def test_the_team_itself_meets_no_protected_person_in_a_hint_about_strangers(scene):
    assert outreach.maybe_known(by=scene.worker, at=NOW.replace(month=12), name=NAME) == []


@pytest.mark.parametrize("person", [name for name in OTHERS if name != "idle_case_worker"])
def test_the_home_page_counts_the_same_as_without_it(scene, person):
    assert _tiles(scene.people[person]) == scene.tiles[person]


def test_no_activity_of_it_lies_in_a_region_that_somebody_could_list(case):
    told = Activity.objects.filter(target_id__in=ids(case))

    assert told.count() > 10
    assert set(told.values_list("region_code", flat=True)) == {""}


@pytest.mark.parametrize("person", OTHERS)
def test_no_page_of_anybody_else_shows_it(case, people, person):
    """Every address of the system, with keys of the case, and every search for its name and number."""
    browser = Browser(raise_request_exception=False)
    browser.force_login(people[person])
    words, keys, found = secrets(case), ids(case), []

    for url, status, text in visits(browser, case, people[person].role, person):
        found += [(url, secret) for secret in words if secret in text.replace(f'value="{secret}"', "")]
        if keys & set(url.partition("?")[0].split("/")) and status not in (403, 404, 405):
            found.append((url, status))

    assert found == []


@pytest.mark.parametrize("person", OTHERS)
def test_no_act_of_anybody_else_reaches_it(case, people, person):
    """Every address that takes a key of the case, pressed by somebody who guessed it."""
    browser = Browser(raise_request_exception=False)
    browser.force_login(people[person])
    urls = addresses(case, people[person].role, "POST", one_of_each(case))

    answers = {url: browser.post(url).status_code for url in urls if str(case.pk) in url}

    assert {url: status for url, status in answers.items() if status not in (403, 404, 405)} == {}


def visits(browser: Browser, case: Complaint, role: str, person: str) -> Iterator[tuple[str, int, str]]:
    """What each address answers; a page that asks for something is asked for the case as well."""
    searches = [f"?q={NAME}&name={NAME}&number={case.number}&search={ALIAS}"]
    searches += [f"?q={case.number}"] if person in TRIES_EVERY_KEY else []
    for url in addresses(case, role, "GET", keys_for(case, person)):
        status, text = _read(browser, url)
        yield url, status, text
        for search in searches if ASKS.search(text) else ():
            yield url + search, *_read(browser, url + search)


def _read(browser: Browser, url: str) -> tuple[int, str]:
    response = browser.get(url)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, body.decode("utf-8", "replace")


def keys_for(case: Complaint, person: str) -> set[str]:
    """The keys that this person tries."""
    return one_of_each(case) if person in TRIES_EVERY_KEY else roots(case)


def roots(case: Complaint) -> set[str]:
    """The case and its referral, below which everything else hangs."""
    return {str(case.pk), *map(str, case.referrals.values_list("pk", flat=True))}


def addresses(case: Complaint, role: str, method: str, known: set[str]) -> list[str]:
    """Every address that the table opens to a role, with each known key that it could take."""
    keys = {"uuid": [key for key in known if _is_uuid(key)], "int": [key for key in known if key.isdecimal()]}
    keys["other"] = [case.number]
    urls = []
    for name in sorted(name for name, roles in ACCESS.items() if method in roles.get(Role(role), ())):
        kinds = _converters(name)
        for values in _tried(case, [keys[kind] for kind in kinds.values()]):
            with contextlib.suppress(NoReverseMatch):
                urls.append(reverse(name, kwargs=dict(zip(kinds, values, strict=True))))
    return [url for url in urls if url != reverse("logout")]


def _tried(case: Complaint, keys: list[list[str]]) -> Iterator[tuple[str, ...]]:
    """Every key where an address takes one; where it takes two, the first is the case or one of its referrals."""
    if len(keys) > 1:
        above = roots(case)
        keys = [[key for key in keys[0] if key in above] or keys[0], *keys[1:]]
    return itertools.product(*keys)


def _is_uuid(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def _converters(name: str) -> dict[str, str]:
    """What an address takes: the name of each argument and its kind."""
    namespace, _colon, bare = name.rpartition(":")
    pattern = _find(get_resolver().url_patterns, namespace, bare)
    known = {"UUIDConverter": "uuid", "IntConverter": "int"}
    return {
        argument: known.get(type(converter).__name__, "other")
        for argument, converter in pattern.pattern.converters.items()
    }


def _find(patterns, namespace: str, name: str) -> URLPattern:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name == name and not namespace:
                return pattern
        elif found := _find_below(pattern, namespace, name):
            return found
    raise LookupError(name)


def _find_below(resolver, namespace: str, name: str) -> URLPattern | None:
    if resolver.namespace and resolver.namespace != namespace:
        return None
    try:
        return _find(resolver.url_patterns, "" if resolver.namespace == namespace else namespace, name)
    except LookupError:
        return None
