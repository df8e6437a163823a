"""Who may receive a service: every kind of check for who meets it, who does not, and of whom nothing is known."""

import json

import pytest

from referrals import catalogue, eligibility, placement, stages
from referrals.codes import BENEFITS, PPKS
from referrals.eligibility import CHECKS, ClientState
from referrals.models import Programme

PROGRAMMES = json.loads((catalogue.SHIPPED / "programmes.json").read_text(encoding="utf-8"))
OWN_STAGES = json.loads((catalogue.SHIPPED / "stages.json").read_text(encoding="utf-8"))
TEMPLATES = {row["code"]: row for row in json.loads((catalogue.SHIPPED / "templates.json").read_text(encoding="utf-8"))}


def met(state: ClientState, **check) -> bool | None:
    """What one check says of somebody."""
    check = {"sentence": "Tidak."} | check
    return eligibility.judge(Programme(eligibility=[check]), state)[0].met


@pytest.mark.parametrize(
    ("check", "yes", "no", "unknown"),
    [
        ({"kind": "desil_at_most", "value": 4}, {"desil": 4}, {"desil": 5}, {}),
        ({"kind": "band_in", "values": ["poor"]}, {"band": "poor"}, {"band": "outside"}, {}),
        (
            {"kind": "criteria_at_least", "set": "146", "value": 7},
            {"criteria": {"146": 7}}, {"criteria": {"146": 6}}, {},
        ),
        ({"kind": "age_between", "min": 30, "max": 55}, {"age": 55}, {"age": 56}, {}),
        ({"kind": "age_between", "min": 60}, {"age": 60}, {"age": 59}, {}),
        ({"kind": "age_between", "max": 18}, {"age": 0}, {"age": 19}, {}),
        ({"kind": "household_at_least", "value": 2}, {"household_size": 2}, {"household_size": 1}, {}),
        ({"kind": "disabled"}, {"disability": "5"}, {"disability": "1"}, {}),
    ],
)  # fmt: skip
def test_a_check_of_what_may_be_unknown(check, yes, no, unknown):
    answers = [met(ClientState(**state), **check) for state in (yes, no, unknown)]

    assert answers == [True, False, None]


@pytest.mark.parametrize(
    ("check", "yes", "no"),
    [
        ({"kind": "ppks_any", "values": [8, 9]}, {"ppks": frozenset({9})}, {"ppks": frozenset({1})}),
        ({"kind": "has_nik"}, {"has_nik": True}, {}),
        ({"kind": "registered"}, {"registered": True}, {}),
        ({"kind": "not_receiving", "programme": "pkh"}, {}, {"benefits": frozenset({"pkh"})}),
        ({"kind": "not_received", "programme": "rtlh"}, {}, {"years_since": {"rtlh": 30}}),
        (
            {"kind": "not_received", "programme": "uep", "years": 3},
            {"years_since": {"uep": 3}}, {"years_since": {"uep": 2}},
        ),
        ({"kind": "disabled"}, {"ppks": frozenset({5})}, {"disability": "1"}),
    ],
)  # fmt: skip
def test_a_check_of_what_is_always_known(check, yes, no):
    assert [met(ClientState(**state), **check) for state in (yes, no)] == [True, False]


def test_every_kind_of_check_is_in_these_tables():
    tables = [test_a_check_of_what_may_be_unknown, test_a_check_of_what_is_always_known]
    kinds = {case[0]["kind"] for table in tables for case in table.pytestmark[0].args[1]}

    assert kinds == set(CHECKS)


@pytest.mark.parametrize(
    "state",
    [
        {"ppks": frozenset({2})},
        {"overrides": frozenset({"biakes_exception"})},
        {"outreach": frozenset({"mental"})},
        {"outreach": frozenset({"stranded"})},
    ],
)
def test_biakes_maskin_excuses_orphans_stranded_people_and_odgj(state):
    checks = next(row for row in PROGRAMMES if row["code"] == "KES-03")["eligibility"]

    assert [one.met for one in eligibility.judge(Programme(eligibility=checks), ClientState(**state))] == [True] * 3


def test_biakes_maskin_asks_seven_of_eleven_of_everybody_else():
    checks = next(row for row in PROGRAMMES if row["code"] == "KES-03")["eligibility"]
    state = ClientState(registered=True, criteria={"146": 6})

    assert [one.met for one in eligibility.judge(Programme(eligibility=checks), state)] == [True, False, True]


@pytest.mark.parametrize("row", PROGRAMMES, ids=lambda row: row["code"])
def test_a_shipped_service_names_only_what_there_is(row):
    codes = {other["code"] for other in PROGRAMMES}

    assert {check["kind"] for check in row["eligibility"]} <= set(CHECKS)
    assert all(check["sentence"].endswith(".") for check in row["eligibility"])
    assert {check["programme"] for check in row["eligibility"] if "programme" in check} <= set(BENEFITS)
    assert set(row["disclosed"]) <= set(placement.DISCLOSES)
    assert set(row["next_best"]) <= codes - {row["code"]}
    assert set(row["ppks"]) <= set(PPKS)
    assert stages.read_papers(row["papers"]) or not row["papers"]
    assert row["source"]
    assert row["limit_words"]


@pytest.mark.parametrize("row", PROGRAMMES, ids=lambda row: row["code"])
def test_a_shipped_service_can_refuse(row):
    plan = stages.read(OWN_STAGES[row["own_stages"]] if "own_stages" in row else TEMPLATES[row["template"]]["stages"])

    assert row["eligibility"] or any(rule.kind != "not_in_future" for stage in plan for rule in stage.rules)


def test_there_are_27_services_and_14_programmes_of_the_province():
    codes = [row["code"] for row in PROGRAMMES]

    assert len(set(codes)) == len(codes) == 41
    assert sum(code.startswith("JTM-") for code in codes) == 14
    assert list(PPKS) == list(range(1, 27))
