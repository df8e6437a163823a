"""What every answer carries, and what no reading of a page does (security.md T-HDR, T-CSRF)."""

import re
from collections.abc import Callable
from contextlib import contextmanager
from functools import cache

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from slrt.access import ACCESS, PUBLIC, READ
from slrt.tests.world import ARGUMENTS, PUBLIC_ARGUMENTS

CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types slrt-fragment slrt-field",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# A reading is itself on record, and a session remembers who reads.
WRITTEN_BY_READING = {"puskesos_personaldataread", "django_session"}
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE|COPY)\s+"?(\w+)', re.IGNORECASE)
ONE_TIME_LINK = "referrals:answer_link"
NOWHERE = "00000000-0000-4000-8000-000000000000"


def url_of(name: str, world) -> str:
    """An address with a row of the first village, where it needs one."""
    arguments = (ARGUMENTS | PUBLIC_ARGUMENTS).get(name)
    return reverse(name, kwargs=arguments(world.rows["own"]) if arguments else {})


def names_to_read(role: str) -> list[str]:
    """Every address this role may GET."""
    return sorted(name for name, roles in ACCESS.items() if roles.get(role, frozenset()) >= READ)


def entered(user) -> Client:
    browser = Client(raise_request_exception=False)
    if user:
        browser.force_login(user)
    return browser


def read(browser: Client, url: str):
    """A GET, read to its end: photos come as streams."""
    answer = browser.get(url)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def policy(answer) -> set[str]:
    return {part.strip() for part in answer["Content-Security-Policy"].split(";")}


@pytest.fixture(scope="module")
def answers_of(built, django_db_blocker) -> Callable[[str], dict]:
    """What a person is answered at every address that their role may read, asked once; nothing else may be written."""

    @cache
    def answers(person: str) -> dict:
        browser = entered(built.people[person])
        with django_db_blocker.unblock(), transaction.atomic(), no_writing():
            found = {name: read(browser, url_of(name, built)) for name in names_to_read(built.people[person].role)}
            transaction.set_rollback(True)
        return found

    return answers


@contextmanager
def no_writing():
    """Within, every statement that writes another table than those of reading itself fails the request."""

    def watch(execute, sql, params, many, context):
        written = WRITE.match(sql)
        if written and written[1] not in WRITTEN_BY_READING:
            raise AssertionError(f"A GET writes {written[1]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


# --- headers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["operator", "facilitator", "supervisor", "dinsos", "leader", "provider", "admin"])
def test_every_page_of_a_role_carries_the_headers(answers_of, person):
    wrong = []

    for name, answer in answers_of(person).items():
        photo = name.endswith(("_image", "_thumbnail", "_paper"))
        expected = {"sandbox", "default-src 'none'"} if photo and answer.status_code == 200 else CSP
        got = {header: answer.headers.get(header) for header in HEADERS}
        if (policy(answer), got, answer["Cache-Control"]) != (expected, HEADERS, "no-store, private"):
            wrong.append((name, answer.status_code, policy(answer) ^ expected, got, answer["Cache-Control"]))

    assert wrong == []


def refusals(world) -> dict[int, tuple]:
    """By status: who, how and where one meets it."""
    operator, supervisor, rows = world.people["operator"], world.people["supervisor"], world.rows["own"]
    approve = reverse("assessment:assessment_approve", args=[rows["submitted"].pk])
    return {
        302: (operator, "post", reverse("assessment:assessment_identity", args=[rows["draft"].pk]), {}),
        403: (operator, "get", reverse("assessment:review_queue"), {}),
        404: (operator, "get", reverse("assessment:assessment_tasks", args=[NOWHERE]), {}),
        405: (operator, "delete", reverse("home"), ""),
        409: (supervisor, "post", approve, {"revision": "99"}),
        422: (operator, "post", reverse("assessment:assessment_position", args=[rows["draft"].pk]), {}),
    }


@pytest.mark.parametrize("status", [302, 403, 404, 405, 409, 422])
def test_what_is_refused_carries_the_headers_too(world, status):
    person, method, url, data = refusals(world)[status]

    answer = getattr(entered(person), method)(url, data)

    assert answer.status_code == status
    assert policy(answer) == CSP
    assert {header: answer[header] for header in HEADERS} == HEADERS
    assert answer["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/masuk/", 200),
        ("/", 302),
        ("/tidak-ada/", 404),
        ("/pendataan/%00/", 400),
        ("/t/AAAA-AAAA-AAAA/", 404),
        ("/sehat/hidup/", 200),
        ("/sehat/", 503),
    ],
)
def test_the_door_carries_the_headers(db, client, url, status):
    answer = client.get(url)

    assert answer.status_code == status
    assert policy(answer) == CSP
    assert {header: answer[header] for header in HEADERS} == HEADERS


def test_a_fault_carries_the_headers_and_says_nothing_of_its_cause(world):
    def fail(execute, sql, params, many, context):
        if 'FROM "households_household"' in sql:
            raise RuntimeError("KATA RAHASIA")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        answer = entered(world.people["operator"]).get(reverse("households:household_list"))

    assert answer.status_code == 500
    assert "KATA RAHASIA" not in answer.text
    assert policy(answer) == CSP
    assert {header: answer[header] for header in HEADERS} == HEADERS
    assert answer["Cache-Control"] == "no-store, private"


def test_static_files_carry_the_headers(db, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "app.css").write_text("body {}")

    answer = read(Client(), "/static/app.css")

    assert (answer.status_code, answer.body) == (200, b"body {}")
    assert policy(answer) == CSP
    assert {header: answer[header] for header in HEADERS} == HEADERS


def test_a_form_without_its_token_carries_the_headers(db):
    answer = Client(enforce_csrf_checks=True).post("/masuk/", {"username": "x", "password": "y"})

    assert answer.status_code == 403
    assert policy(answer) == CSP


def test_no_page_holds_a_script_or_style_of_its_own(answers_of):
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:|src=\"data:")
    found = []

    for person in ("operator", "supervisor", "dinsos"):
        for name, answer in answers_of(person).items():
            found += [(person, name, hit) for hit in inline.findall(answer.body.decode("utf-8", "replace"))]

    assert found == []


# --- tokens ----------------------------------------------------------------------------------------------------------


def test_every_address_that_writes_wants_the_token_of_its_form(world):
    browsers = {}
    for person in world.people.values():
        if person and person.role not in browsers:
            browsers[person.role] = Client(enforce_csrf_checks=True)
            browsers[person.role].force_login(person)
    posts = [(name, role) for name, roles in ACCESS.items() for role, methods in roles.items() if "POST" in methods]
    # A one-time link is its own key: no cookie gives it a right, so there is nothing to forge.
    anonymous = [(name, None) for name, methods in PUBLIC.items() if "POST" in methods and name != ONE_TIME_LINK]
    taken = []

    for name, role in posts + anonymous:
        browser = browsers[role] if role else Client(enforce_csrf_checks=True)
        answer = browser.post(url_of(name, world), {"revision": "2"})
        if answer.status_code != 403 or ("Isian belum tersimpan" not in answer.text and '"csrf"' not in answer.text):
            taken.append((name, role, answer.status_code))

    assert len(posts) > 20
    assert taken == []


# --- reading ---------------------------------------------------------------------------------------------------------


def test_the_watch_sees_a_write(world):
    with no_writing(), pytest.raises(AssertionError, match="A GET writes puskesos_user"):
        type(world.people["operator"]).objects.update(full_name="x")


@pytest.mark.parametrize(
    "person", ["operator", "facilitator", "supervisor", "dinsos", "leader", "auditor", "provider", "admin"]
)
def test_reading_a_page_writes_nothing_but_that_it_was_read(answers_of, person):
    statuses = {name: answer.status_code for name, answer in answers_of(person).items()}

    assert {name: status for name, status in statuses.items() if status >= 500} == {}
    assert statuses["home"] == 200


def test_the_public_pages_write_nothing(world, client):
    with no_writing():
        statuses = {name: client.get(url_of(name, world)).status_code for name in PUBLIC}

    # No worker answers beat in a test.
    assert statuses == dict.fromkeys(PUBLIC, 200) | {
        ONE_TIME_LINK: 404, "api:api-root": 404, "accounts:invitation": 404, "login_code": 302, "health": 503,
    }  # fmt: skip
