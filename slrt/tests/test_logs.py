"""Log lines say which request and who as a number; whatever a person typed or is called never stands in them."""

import io
import json
import logging
import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from slrt.logs import JsonLines
from slrt.secrets import NoSecrets, without_secrets
from slrt.tests.test_headers import read, url_of
from slrt.tests.world import CANARIES, CASE_CANARIES, SECRET

NIK, KK = "5108014711870001", "5108 0112 0312 0004"
PASSWORD = "rahasia-sekali-77"
NAMES = {*CANARIES.values(), *CASE_CANARIES.values(), SECRET, "LUH SARI", "rsud", "08123456789"}
SIXTEEN_DIGITS = re.compile(r"(?<!\w)\d{16}(?!\w)")


@pytest.fixture
def lines():
    """What production would write meanwhile: a function that returns the lines, parsed."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    handler.addFilter(NoSecrets())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def requests(lines) -> list[dict]:
    return [line for line in lines() if line["logger"] == "slrt.requests"]


def entered(user) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    return browser


def test_a_line_names_the_view_the_person_by_number_and_the_time_it_took(lines, operator):
    entered(operator).get("/keluarga/?q=Luh")

    (line,) = requests(lines)
    assert set(line) == {"time", "level", "logger", "request", "method", "view", "user", "status", "milliseconds"}
    assert (line["method"], line["view"], line["user"], line["status"]) == (
        "GET", "households:household_list", operator.pk, 200,
    )  # fmt: skip
    assert line["time"].endswith("+00:00")


def test_the_number_of_a_request_is_on_the_answer_and_on_its_lines(lines, client, db):
    answer = client.get("/masuk/")

    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{10}", answer["X-Request-ID"])
    assert [line["request"] for line in requests(lines)] == [answer["X-Request-ID"]]


@pytest.mark.parametrize(
    ("proxies", "sent", "kept"),
    [(1, "4f2c-9e1b-77aa", True), (0, "4f2c-9e1b-77aa", False), (1, f"id-{NIK}", False), (1, "a b\\nc", False)],
)
def test_a_number_is_taken_over_from_a_proxy_of_ours_only(client, db, settings, proxies, sent, kept):
    settings.TRUSTED_PROXIES = proxies

    answer = client.get("/masuk/", headers={"X-Request-ID": sent})

    assert (answer["X-Request-ID"] == sent) is kept


def test_no_line_of_a_day_of_work_holds_a_number_name_password_or_key(lines, world):
    operator, office, provider = (world.people[name] for name in ("operator", "dinsos", "provider"))
    rows = world.rows["own"]

    Client().post("/masuk/", {"username": "Luh Sari", "password": PASSWORD})
    browser = entered(operator)
    browser.post("/keluarga/", {"q": NIK})
    browser.post("/keluarga/baru/", {"nik": NIK, "kk": KK, "name": "LUH SARI", "birth_date": "x"})
    browser.get(reverse("household_detail", args=[rows["approved"].household_id]))
    entered(provider).get(reverse("referrals:provider_inbox"))
    for name in ("referrals:complaint_detail", "assessment:review_detail", "referrals:letter_detail"):
        read(entered(office), url_of(name, world))
    keys = [rows["heard"].ticket, rows["letter"].token, rows["submitted"].receipt_number, "k" * 43]
    for door, key in zip("kvtr", keys, strict=True):
        assert read(Client(), f"/{door}/{key}/").status_code < 500
        read(Client(), f"/{door}/{key}x/nowhere/")

    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines())
    assert len(requests(lines)) == 16
    assert SIXTEEN_DIGITS.findall(text) == []
    assert [word for word in (*NAMES, *keys, PASSWORD, KK) if word.casefold() in text.casefold()] == []


def test_a_fault_is_written_by_kind_and_place_and_never_by_its_text(lines, world):
    def fail(execute, sql, params, many, context):
        if 'FROM "households_household"' in sql:
            raise ValueError(f"Key (name)=(LUH SARI), {NIK}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        answer = entered(world.people["operator"]).get(reverse("households:household_list"))

    (line,) = (line for line in lines() if line["level"] == "ERROR")
    assert line["error"] == ["builtins.ValueError"]
    assert line["where"][-1].endswith(" fail")
    assert line["request"] == answer["X-Request-ID"]
    assert answer["X-Request-ID"] in answer.text
    assert "LUH" not in json.dumps(line)


def test_the_text_that_celery_puts_before_a_traceback_is_cut(lines):
    error = ValueError(f"no such name LUH SARI {NIK}")
    try:
        raise error
    except ValueError:
        logging.getLogger("celery.app.trace").exception("Task x[1] raised unexpected: %r", error)

    (line,) = lines()
    assert line["message"] == "Task x[1] raised unexpected: "
    assert line["error"] == ["builtins.ValueError"]


@pytest.mark.parametrize("number", [NIK, "510801 471187 0001", "5108 0147 1187 0001", "5108.0147.1187.0001"])
def test_whatever_could_be_an_identity_number_is_blotted_out(number):
    assert without_secrets(f"nik {number}, selesai") == "nik ••••••••••••••••, selesai"


def test_other_numbers_stay():
    line = "pada 2026-11-22 10:32:55,123 dari 62.17 detik, id 019283-22"

    assert without_secrets(line) == line
