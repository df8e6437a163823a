"""To everybody but its team a protected case does not exist: every role × every place it could show."""

import itertools
import uuid

import pytest
from django.db.models import Q
from django.test import Client as Browser
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from assessment.tests.conftest import picture
from puskesos.models import Activity, User
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
    Outreach,
    Paper,
    Referral,
    StageRecord,
)
from referrals.tests.conftest import NOW, agree
from slrt.access import ACCESS

HANGS_ON_IT = [
    Complaint, Client, Consent, Paper, Answer, Referral, StageRecord, Letter, Outreach, Escalation, CaseNote,
]  # fmt: skip
NAME, ALIAS, STORY, PLACE = "NI LUH TERSEMBUNYI", "Melati Putih", "Kisah yang tidak boleh bocor", "Gudang kosong"
OTHERS = [
    "operator", "facilitator", "supervisor", "dinsos", "manager", "outreach", "idle_case_worker", "leader", "auditor",
    "provider", "provider_case_worker", "admin", "foreign_dinsos", "foreign_operator",
]  # fmt: skip


@pytest.fixture
def people(regions, operator, supervisor, dinsos, manager, stranger, nurse, hospital) -> dict[str, User]:
    """Everybody who is not on the team, among them bearers of the very duty."""

    def hire(name: str, role: Role, code: str | None = None, **more) -> User:
        return User.objects.create_user(name, role=role, region=regions.get(code), full_name=name, **more)

    duty = [Duty.CASE_WORKER, Duty.OUTREACH]
    return {
        "operator": operator,
        "facilitator": hire("fasi", Role.FACILITATOR, "51.08.01.2001"),
        "supervisor": supervisor,
        "dinsos": dinsos,
        "manager": manager,
        "outreach": hire("jangkau", Role.DINSOS, "51.08", duties=[Duty.OUTREACH]),
        "leader": hire("pimpinan", Role.LEADER, "51.08"),
        "auditor": hire("periksa", Role.AUDITOR, "51.08"),
        "provider": nurse,
        "provider_case_worker": hire("ppa", Role.PROVIDER, provider=hospital, duties=[Duty.CASE_WORKER]),
        "admin": hire("atur", Role.ADMIN),
        "foreign_dinsos": hire("jauh", Role.DINSOS, "35.26", duties=duty),
        "foreign_operator": stranger,
    }


@pytest.fixture
def case(village, people, operator, case_worker, manager, service, hospital, regions) -> Complaint:
    """A case with everything that can hang on it, told to the operator, walked by the team, late in the end."""
    case = complaints.register(
        ClientFacts(name=NAME, features="tahi lalat besar dipipi", phone="081234567890"),
        ComplaintFacts(kind="grievance", sector="protection", channel="puskesos", text=STORY),
        village=village,
        by=operator,
        at=NOW,
    )
    # Joins the office after the hand-over: has the duty, but not this case.
    people["idle_case_worker"] = User.objects.create_user(
        "baru", role=Role.DINSOS, region=regions["51.08"], full_name="Baru", duties=[Duty.CASE_WORKER]
    )
    protection.name_alias(case, ALIAS, by=case_worker, at=NOW)
    protection.write_note(case, kind="story", text=STORY, by=case_worker, at=NOW)
    papers.add(case, code="visum", upload=picture(3), by=case_worker, at=NOW)
    papers.add(case, code=papers.PORTRAIT, upload=picture(4), by=case_worker, at=NOW)
    referral = _walked(case, service, hospital, case_worker, manager)
    Letter.objects.create(
        kind="referral", number="460/1/PPA", complaint=case, referral=referral, village=village, contents={},
        path="x", sha256="0" * 64, issued_at=NOW, issued_by=case_worker,
    )  # fmt: skip
    Outreach.objects.create(
        complaint=case, village=village, kind="child", found_place=PLACE, reported_at=NOW, updated_by=case_worker
    )
    closing.answer(case, handled=False, channel=Answer.Channel.CALL, by=case_worker, at=NOW)
    overdue.escalate(at=NOW.replace(year=2027))
    case.refresh_from_db()
    return case


def _walked(case, service, hospital, case_worker, manager) -> Referral:
    """A referral that went to the provider and came to its end, noted by the team."""
    referral = placement.propose(case, service, by=case_worker, at=NOW)
    placement.recommend(referral, revision=1, by=case_worker, at=NOW, advice="Perlu.")
    placement.send(referral, revision=2, provider=hospital, consent=agree(case, case_worker), by=manager, at=NOW)
    team = Actor(user=case_worker)
    handling.accept(referral, revision=3, by=team, at=NOW)
    handling.record_stage(referral, revision=4, values={"visited_on": "2026-11-10", "people": "1"}, by=team, at=NOW)
    handling.record_stage(referral, revision=5, values={}, by=team, at=NOW, outcome="Aman.")
    case.refresh_from_db()
    return referral


def secrets(case: Complaint) -> list[str]:
    """What no page of others may hold; a number that was typed into a search comes back as typed, so not here."""
    return [NAME, ALIAS, STORY, PLACE, case.ticket, "460/1/PPA", "visum"]


def ids(case: Complaint) -> list[str]:
    """Every key that an address could carry."""
    rows = [Model.objects.filter(_of(Model, case)) for Model in HANGS_ON_IT]
    return sorted({str(pk) for found in rows for pk in found.values_list("pk", flat=True)})


def _of(Model, case: Complaint):
    paths = {
        Complaint: Q(pk=case.pk), Client: Q(pk=case.client_id), Consent: Q(client=case.client_id),
        StageRecord: Q(referral__complaint=case),
        Escalation: Q(complaint=case) | Q(referral__complaint=case),
    }  # fmt: skip
    return paths.get(Model, Q(complaint=case))


@pytest.mark.parametrize("Model", HANGS_ON_IT, ids=lambda model: model.__name__)
def test_the_team_sees_every_row_that_hangs_on_it(case, case_worker, Model):
    """The proof below would prove nothing about a row that nobody sees."""
    assert Model.objects.visible_to(case_worker).filter(_of(Model, case)).exists()


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
def test_no_hint_of_likeness_leads_to_it(case, people, village, person):
    later = NOW.replace(month=12)

    alike = complaints.similar(by=people[person], village=village, at=later, name=NAME)
    known = outreach.maybe_known(by=people[person], at=later, name=NAME, features="tahi lalat besar dipipi")

    assert (list(alike), known) == ([], [])


def test_the_team_itself_meets_no_protected_person_in_a_hint_about_strangers(case, case_worker):
    assert outreach.maybe_known(by=case_worker, at=NOW.replace(month=12), name=NAME) == []


@pytest.mark.parametrize("person", OTHERS)
def test_the_home_page_counts_the_same_as_without_it(client, regions, people, request, person):
    user = people.get(person)
    if user is None:
        pytest.skip("is hired with the case")
    client.force_login(user)
    before = client.get(reverse("home")).context["tiles"]

    request.getfixturevalue("case")

    assert client.get(reverse("home")).context["tiles"] == before


def test_no_activity_of_it_lies_in_a_region_that_somebody_could_list(case):
    told = Activity.objects.filter(target_id__in=ids(case))

    assert told.count() > 10
    assert set(told.values_list("region_code", flat=True)) == {""}


@pytest.mark.parametrize("person", OTHERS)
def test_no_page_of_anybody_else_shows_it(case, people, person):
    """Every address of the system, with every key of the case, and every search for its name and number."""
    browser = Browser(raise_request_exception=False)
    browser.force_login(people[person])
    found = []

    for url in addresses(case):
        response = browser.get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode("utf-8", "replace")
        found += [(url, secret) for secret in secrets(case) if secret in text.replace(f'value="{secret}"', "")]
        if any(key in url for key in ids(case)) and response.status_code not in (403, 404, 405):
            found.append((url, response.status_code))

    assert found == []


@pytest.mark.parametrize("person", OTHERS)
def test_no_act_of_anybody_else_reaches_it(case, people, person):
    """Every address that takes a key of the case, pressed by somebody who guessed it."""
    browser = Browser(raise_request_exception=False)
    browser.force_login(people[person])

    answers = {url: browser.post(url).status_code for url in addresses(case) if str(case.pk) in url}

    assert {url: status for url, status in answers.items() if status not in (403, 404, 405)} == {}


def addresses(case: Complaint) -> list[str]:
    """Every declared address: lists with searches for the case, and rows addressed by every key of it."""
    searches = ["", f"?q={NAME}", f"?q={case.number}", f"?name={NAME}", f"?number={case.number}", f"?q={ALIAS}"]
    keys = {"uuid": [key for key in ids(case) if _is_uuid(key)], "int": [k for k in ids(case) if k.isdecimal()]}
    keys["other"] = [case.number, case.ticket]
    urls = []
    for name in sorted(set(ACCESS) - {"logout"}):
        kinds = _converters(name)
        for values in itertools.product(*(keys[kind] or ["1"] for kind in kinds.values())):
            try:
                url = reverse(name, kwargs=dict(zip(kinds, values, strict=True)))
            except NoReverseMatch:
                continue
            urls += [url] if kinds else [url + search for search in searches]
    return urls


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
