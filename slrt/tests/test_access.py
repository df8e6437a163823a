"""Role × object × address: every URL with every role, for own, sibling and foreign rows (security.md T-ACC)."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessment.models import Assessment
from puskesos.models import User
from puskesos.roles import Role
from slrt.access import ACCESS, PUBLIC
from slrt.tests.world import (
    ARGUMENTS,
    CANARIES,
    CASE_CANARIES,
    DUTIES,
    EVERYWHERE,
    OF_DRAFTS,
    SECRET,
    VILLAGES,
    url_names,
)

# The table knows these alone; whatever else somebody sends is refused as DELETE is, before any row is looked up.
KNOWN = {"GET", "HEAD", "POST", "PUT"}
ONE_OF_EACH_ROLE = {"operator", "facilitator", "supervisor", "dinsos", "leader", "auditor", "provider", "admin"}

# Who may open rows of which village; a role that is not named opens none.
REACH: dict[str, set[str]] = {
    "operator": {"own"},
    "neighbour": {"sibling"},
    "cousin_operator": {"cousin"},
    "facilitator": {"own"},
    "supervisor": {"own", "sibling"},
    "cousin_supervisor": {"cousin"},
    "dinsos": {"own", "sibling", "cousin"},
    "case_worker": {"own", "sibling", "cousin"},
}
BATCH_REACH = {"dinsos", "case_worker", "leader", "auditor"}
# What an operator was told is the operator's alone.
TOLD = {"operator": "own", "neighbour": "sibling", "cousin_operator": "cousin", "foreign_operator": "foreign"}
# Where those work, or look over the fence, who are not tried everywhere.
ABROAD = {"neighbour": "sibling", "facilitator": "sibling", "cousin_operator": "cousin", "cousin_supervisor": "cousin"}
# Of one village, of one district, of one regency: what is theirs, the nearest that is not, and another regency.
DISTANCES = {
    "operator": ["own", "sibling", "foreign"],
    "supervisor": ["own", "sibling", "cousin", "foreign"],
    "dinsos": ["own", "cousin", "foreign"],
}
# The provider of the cast knows the one referral that was sent to it.
PROVIDER_REACH = {"own"}


def test_every_address_is_declared_and_every_declared_address_exists():
    assert url_names() == set(ACCESS) | set(PUBLIC)
    assert not set(ACCESS) & set(PUBLIC)


def test_the_table_knows_four_methods_and_no_head_without_its_page():
    methods = [methods for roles in ACCESS.values() for methods in roles.values()] + list(PUBLIC.values())

    assert set().union(*methods) == KNOWN
    assert [one for one in methods if "HEAD" in one and "GET" not in one] == []


def sees(person: str, user: User | None, place: str, name: str) -> bool:
    """Whether the row of a place lies within this person's reach."""
    if name.startswith(EVERYWHERE):
        return True
    if person == "facilitator" and name in OF_DRAFTS:
        return False
    if name.startswith("assessment:instrument_") and person == "admin":
        return True  # wording and points, nobody's data
    if name.startswith(("dtks:", "assessment:instrument_")):
        return (person in BATCH_REACH and place == "own") or (person == "foreign_dinsos" and place == "foreign")
    if name.startswith("referrals:case_"):
        return _on_the_team(person, place)
    if name.startswith("round_"):  # of a regency; of all for an administrator who belongs to none
        return not user.region_id or VILLAGES[place].startswith(user.region_id[:5])
    if name == "notice_open":
        return TOLD.get(person) == place
    if name == "referrals:portrait_image" and person != "case_worker":
        return False  # a face is for outreach
    if person in ("foreign_operator", "foreign_supervisor", "foreign_dinsos"):
        return place == "foreign"
    if person == "provider":
        return place in PROVIDER_REACH and not name.startswith("referrals:letter_")
    return place in REACH.get(person, set())


def _on_the_team(person: str, place: str) -> bool:
    return person == ("foreign_dinsos" if place == "foreign" else "case_worker")


def expected(person: str, user: User | None, name: str, method: str, place: str) -> str:
    """What the table and the reach say must happen, in one word."""
    if user is None:
        return "login"
    methods = ACCESS[name].get(user.role)
    if methods is None:
        return "forbidden"
    if method not in methods:
        return "not allowed"
    if name in DUTIES and user.role != Role.ADMIN and not user.has_duty(DUTIES[name]):
        return "forbidden"
    if name == "logout":
        return "login"
    if name.startswith("accounts:") and name in ARGUMENTS:
        return "answered"  # only the administrator of the whole installation is left
    if name in ARGUMENTS and not sees(person, user, place, name) and not (name.startswith("api:") and method != "GET"):
        return "missing"
    return "answered"


def outcome(status: int, location: str) -> str:
    """What happened, in one word."""
    if status == 401 or (status == 302 and location.startswith(reverse("login"))):
        return "login"
    return {403: "forbidden", 404: "missing", 405: "not allowed"}.get(status, "answered" if status < 500 else "failed")


PEOPLE = [
    "operator", "neighbour", "cousin_operator", "foreign_operator", "facilitator", "supervisor", "cousin_supervisor",
    "foreign_supervisor", "dinsos", "case_worker", "foreign_dinsos", "leader", "auditor", "provider", "admin",
    "anonymous",
]  # fmt: skip


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_gets_more_than_the_table_gives(world, person):
    user = world.people[person]
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    wrong, leaks = [], []

    for name in sorted(ACCESS):
        for place in _places(person, user, name):
            kwargs = ARGUMENTS[name](world.rows[place]) if name in ARGUMENTS else {}
            if kwargs is None:
                continue
            for method in _methods(person, user, name, place):
                response = _request(client, method, reverse(name, kwargs=kwargs))
                got = outcome(response.status_code, response.headers.get("Location", ""))
                if got != expected(person, user, name, method, place):
                    wrong.append(
                        (name, place, method, response.status_code, expected(person, user, name, method, place))
                    )
                leaks += [(name, place, method, canary) for canary in _leaked(response, person, user)]
                if user and name == "logout":
                    client.force_login(user)

    assert wrong == []
    assert leaks == []


def _may_call(user: User | None, name: str) -> bool:
    return user is None or user.role in ACCESS[name]


def _methods(person: str, user: User | None, name: str, place: str) -> list[str]:
    """What no row decides is tried at one place, by one person of each role and by nobody.

    Whoever may not call an address at all is refused by its name alone, so one method tells; and where a row that is
    not one's own may be reached, that it can be read tells it, for what is done with it is done with one's own.
    """
    first = person in ONE_OF_EACH_ROLE or user is None
    if not _may_call(user, name):
        return ["POST" if any("POST" in known for known in ACCESS[name].values()) else "GET"]
    if user and place != "own" and _may_read(user, name) and sees(person, user, place, name):
        return ["GET"]
    methods = ["GET", "POST"] if first or not _may_read(user, name) else ["GET"]
    if place == "own" and first:
        methods += ["DELETE"] if person in (_first_reader(name), "anonymous") else []
        methods += ["PUT"] if any("PUT" in known for known in ACCESS[name].values()) else []
        methods += ["HEAD"] if person == _first_reader(name) else []
    return methods


def _may_read(user: User, name: str) -> bool:
    return "GET" in ACCESS[name].get(user.role, ())


def _first_reader(name: str) -> str | None:
    """Whose role stands first among those that may read a page: a head is made as the page is."""
    return next((role.value for role, methods in ACCESS[name].items() if "GET" in methods), None)


def _places(person: str, user: User | None, name: str) -> list[str]:
    """At each distance for one of each level, at home and abroad for the others, once where the role decides."""
    if not _may_call(user, name):
        return ["own"] if person in ONE_OF_EACH_ROLE else []
    if name not in ARGUMENTS or user is None:
        return ["own"]
    return DISTANCES.get(person) or ["own", ABROAD.get(person, "foreign")]


def _request(client: Client, method: str, url: str):
    """One request whose writes are undone, so that every case meets the same world."""
    with transaction.atomic():
        response = client.generic(method, url)
        response.body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return response


def _leaked(response, person: str, user: User | None) -> list[str]:
    """Canaries of villages that this person may not see, and that of the protected case but for its team."""
    body = response.body.decode("utf-8", "replace")
    secret = [SECRET] if SECRET in body and person != "case_worker" else []
    return (
        secret
        + [
            canary
            for place, canary in CANARIES.items()
            if canary in body and not sees(person, user, place, "assessment:assessment_tasks")
        ]
        + [
            canary
            for place, canary in CASE_CANARIES.items()
            if (canary in body or f"Bunga {place}" in body) and not _on_the_team(person, place)
        ]
    )


def test_a_foreign_row_looks_exactly_like_a_row_that_is_not_there(client, world):
    client.force_login(world.people["operator"])
    foreign = reverse("assessment:assessment_tasks", args=[world.rows["foreign"]["submitted"].pk])
    nowhere = reverse("assessment:assessment_tasks", args=["00000000-0000-4000-8000-000000000000"])

    assert seen_by_people(client.get(foreign)) == seen_by_people(client.get(nowhere))


def seen_by_people(response) -> str:
    """The page without the request's own code, which is another for every request."""
    return response.text.replace(response["X-Request-ID"], "")


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


PROTECTED_PAGES = [
    *[
        (name, "protected")
        for name in ("referrals:complaint_detail", "referrals:complaint_receipt", "referrals:complaint_handle",
                     "referrals:complaint_answer", "referrals:paper_add")
    ],
    *[(name, "protected_paper") for name in ("referrals:paper_image", "referrals:paper_thumbnail")],
]  # fmt: skip


@pytest.mark.parametrize("person", [name for name in PEOPLE if name not in ("case_worker", "anonymous")])
def test_a_protected_case_is_not_there_for_anybody_but_its_team(world, person):
    client = Client()
    client.force_login(world.people[person])
    found = []

    for name, row in PROTECTED_PAGES:
        url = reverse(name, kwargs={"pk": world.rows["own"][row].pk})
        methods = ACCESS[name].get(world.people[person].role, set())
        found += [(name, method) for method in methods if _request(client, method, url).status_code != 404]
    for tab in ("open", "late", "handled", "closed", "all"):
        body = _request(client, "GET", f"{reverse('referrals:complaint_list')}?tab={tab}").body.decode()
        found += [tab] if SECRET in body or "Kasus terlindung" in body else []
    searched = client.post(reverse("referrals:complaint_list"), {"q": SECRET}).content.decode()

    assert found == []
    assert reverse("referrals:complaint_detail", args=[world.rows["own"]["protected"].pk]) not in searched


def test_the_case_team_opens_its_case_under_an_alias(client, world):
    client.force_login(world.people["case_worker"])

    body = client.get(reverse("referrals:complaint_detail", args=[world.rows["own"]["protected"].pk])).content.decode()
    listed = client.get(reverse("referrals:complaint_list")).content.decode()

    assert f"{SECRET} cerita" in body
    assert "Kasus terlindung" in listed
    assert SECRET not in listed


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
