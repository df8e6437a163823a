"""Stages as data: what may stand in them, and what they refuse; nothing hostile gets further than a sentence."""

import copy
from datetime import date

import pytest

from referrals import stages
from referrals.stages import BrokenStages

GOOD = [
    {
        "code": "visit",
        "name": "Kunjungan",
        "actor": "provider",
        "days": 5,
        "fields": [
            {"code": "on", "label": "tanggal", "kind": "date"},
            {"code": "people", "label": "jumlah", "kind": "number", "required": False},
            {"code": "fit", "label": "sehat?", "kind": "yes_no"},
            {"code": "place", "label": "tempat", "kind": "choice", "choices": [["home", "Rumah"], ["upt", "UPT"]]},
        ],
        "papers": [{"code": "report", "name": "Laporan"}],
        "rules": [
            {"kind": "at_least", "field": "people", "value": 1, "sentence": "Satu."},
            {"kind": "is", "field": "fit", "value": "yes", "sentence": "Sehat."},
        ],
    },
    {
        "code": "again",
        "name": "Kunjungan lagi",
        "actor": "village",
        "days": 1,
        "fields": [{"code": "on", "label": "tanggal", "kind": "date"}],
        "rules": [
            {
                "kind": "months_after",
                "field": "on",
                "value": 6,
                "sentence": "Enam bulan.",
                "stage": "visit",
                "other": "on",
            }
        ],
    },
]


def changed(*path, to):
    """The good stages with one part replaced."""
    rows = copy.deepcopy(GOOD)
    part = rows
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = to
    return rows


def test_good_stages_are_read_in_their_order():
    assert [stage.code for stage in stages.read(GOOD)] == ["visit", "again"]


FIELD, RULE, PAPER = (0, "fields", 0), (0, "rules", 0), (0, "papers", 0)


@pytest.mark.parametrize(
    "rows",
    [
        None, [], {}, "tahap", [None], [[]], ["visit"], [{}], GOOD * 2, GOOD[:1] * 31, [GOOD[1]],
        changed(0, "name", to=""), changed(0, "name", to="  "),
        changed(0, "name", to=5), changed(0, "name", to="x" * 301),
        changed(0, "name", to="Kunju\x00ngan"), changed(0, "name", to="Kun\u202ejungan"),
        changed(0, "code", to=""), changed(0, "code", to="Kunjungan 1"), changed(0, "code", to=["visit"]),
        changed(0, "code", to="x" * 41), changed(0, "code", to="again"),
        changed(0, "actor", to="admin"), changed(0, "actor", to=None), changed(0, "actor", to=["provider"]),
        changed(0, "days", to=0), changed(0, "days", to=-1), changed(0, "days", to=1001), changed(0, "days", to="5"),
        changed(0, "days", to=True), changed(0, "days", to=2.5),
        changed(0, "fields", to=None), changed(0, "fields", to="on"),
        changed(0, "fields", to=[GOOD[0]["fields"][0]] * 2),
        changed(0, "fields", to=[GOOD[0]["fields"][0]] * 26),
        changed(*FIELD, to=None), changed(*FIELD, to=[]), changed(*FIELD, "kind", to="html"),
        changed(*FIELD, "label", to=""), changed(*FIELD, "hint", to="\x07"), changed(*FIELD, "colour", to="red"),
        changed(*FIELD, "choices", to=[["a", "A"]]), changed(0, "fields", 3, "choices", to=[]),
        changed(0, "fields", 3, "choices", to=[["a", "A", "B"]]), changed(0, "fields", 3, "choices", to=["a"]),
        changed(0, "fields", 3, "choices", to=[["a", "A"], ["a", "B"]]), changed(0, "fields", 3, "choices", to=7),
        changed(*PAPER, to="KTP"), changed(*PAPER, "name", to=""), changed(*PAPER, "size", to=3),
        changed(0, "papers", to=[GOOD[0]["papers"][0]] * 2),
        changed(*RULE, "kind", to="eval"), changed(*RULE, "field", to="missing"), changed(*RULE, "field", to="on"),
        changed(*RULE, "field", to=["people"]), changed(*RULE, "value", to="satu"), changed(*RULE, "value", to=None),
        changed(*RULE, "value", to=True), changed(*RULE, "value", to=float("nan")),
        changed(*RULE, "value", to=float("inf")),
        changed(*RULE, "sentence", to=""), changed(0, "rules", 1, "value", to="maybe"),
        changed(0, "rules", 1, "value", to=[]),
        changed(1, "rules", 0, "value", to=-1), changed(1, "rules", 0, "value", to=1.5),
        changed(1, "rules", 0, "value", to=10**9),
        changed(1, "rules", 0, "stage", to="again"), changed(1, "rules", 0, "other", to="people"),
        changed(1, "rules", 0, "stage", to=["visit"]),
    ],
    ids=lambda rows: None,
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_a_sentence(rows):
    with pytest.raises(BrokenStages) as broken:
        stages.read(rows)

    assert str(broken.value).endswith(".")


@pytest.mark.parametrize("rows", [None, "KTP", [None], [{}], [{"code": "a", "name": ""}], [{"code": "A", "name": "a"}]])
def test_papers_that_do_not_fit_are_refused_with_a_sentence(rows):
    with pytest.raises(BrokenStages):
        stages.read_papers(rows)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"people": "1", "fit": "yes"}, []),
        ({"people": "0,5".replace(",", "."), "fit": "yes"}, ["Satu."]),
        ({"people": 1, "fit": True}, []),
        ({"people": "1", "fit": "no"}, ["Sehat."]),
        ({"people": "0", "fit": False}, ["Satu.", "Sehat."]),
        ({"people": "", "fit": None}, []),
    ],
)
def test_each_broken_rule_says_its_sentence(values, said):
    assert stages.refusals(stages.read(GOOD)[0], values, {}, on=date(2026, 11, 10)) == said


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("2026-01-15", "2026-07-14", ["Enam bulan."]),
        ("2026-01-15", "2026-07-15", []),
        ("2026-08-31", "2027-02-28", ["Enam bulan."]),
        ("2026-08-31", "2027-03-01", []),
        (None, "2027-03-01", ["Enam bulan."]),
    ],
)
def test_months_are_counted_from_the_earlier_stage(first, second, said):
    earlier = {"visit": {"on": first}} if first else {}

    assert stages.refusals(stages.read(GOOD)[1], {"on": second}, earlier, on=date(2027, 4, 1)) == said
