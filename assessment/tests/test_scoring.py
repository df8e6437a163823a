"""Scoring: pure, monotone, and by the edges of the instrument."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment import instrument, scoring


@pytest.fixture
def definition(published):
    return instrument.definition(published.pk)


def all_at(definition, position):
    return {question.code: question.choices[position].code for question in definition.questions}


@pytest.mark.parametrize(
    ("position", "total", "band", "criteria"),
    [
        (0, 1500, "very_poor", {"146": 11, "262": 8, "bps": 13}),
        (1, 3000, "vulnerable", {"146": 0, "262": 4, "bps": 2}),
        (2, 4500, "outside", {"146": 0, "262": 0, "bps": 0}),
    ],
)
def test_uniform_answers_score_as_the_instrument_says(definition, position, total, band, criteria):
    result = scoring.score(definition, all_at(definition, position), [])

    assert (result.total, result.band, result.criteria) == (total, band, criteria)


def test_ten_lows_and_five_highs_lie_on_the_upper_edge_of_poor(definition):
    answers = all_at(definition, 0)
    for question in definition.questions[:5]:
        answers[question.code] = question.choices[2].code

    assert scoring.score(definition, answers, []).total == 2500
    assert scoring.score(definition, answers, []).band == "poor"


def test_a_missing_answer_is_no_score(definition):
    answers = all_at(definition, 0)
    del answers["roof"]

    with pytest.raises(ValueError, match="not complete"):
        scoring.score(definition, answers, [])


def test_a_choice_that_does_not_exist_is_a_missing_answer(definition):
    answers = {**all_at(definition, 0), "roof": "gold"}

    assert [q.code for q in scoring.missing_answers(definition, answers, [])] == ["roof"]


def test_a_family_without_a_home_is_very_poor_without_house_questions(definition):
    answers = {q.code: q.choices[2].code for q in definition.asked(["homeless"])}

    result = scoring.score(definition, answers, ["homeless"])

    assert (result.total, result.band) == (None, "very_poor")
    assert "walls" not in result.points


def test_an_exclusion_sign_changes_neither_score_nor_class(definition):
    plain = scoring.score(definition, all_at(definition, 0), [])

    assert scoring.score(definition, all_at(definition, 0), ["exclusion_sign"]) == plain


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(positions=st.lists(st.integers(0, 2), min_size=15, max_size=15), worse=st.integers(0, 14))
def test_a_worse_answer_never_raises_the_total(definition, positions, worse):
    answers = {q.code: q.choices[p].code for q, p in zip(definition.questions, positions, strict=True)}
    before = scoring.score(definition, answers, []).total
    question = definition.questions[worse]
    answers[question.code] = question.choices[max(positions[worse] - 1, 0)].code

    assert scoring.score(definition, answers, []).total <= before


@pytest.mark.parametrize(
    ("area", "members", "choice"),
    [(31.9, 4, "under8"), (32, 4, "8to12"), (47.9, 4, "8to12"), (48, 4, "over12"), (36, 0, None), (None, 4, None)],
)
def test_floor_area_per_person_follows_the_edges(definition, area, members, choice):
    numbers = {"floor_area_m2": area, "member_count": members}

    assert scoring.compute_answer(definition.question("crowding"), numbers, poverty_line_rp=500_000) == choice


@pytest.mark.parametrize(
    ("income", "choice"),
    [(0, "below"), (1_000_000, "below"), (1_000_001, "near"), (1_500_000, "near"), (1_500_001, "above")],
)
def test_income_per_person_is_compared_with_the_poverty_line(definition, income, choice):
    numbers = {"monthly_income_rp": income, "member_count": 2}

    assert scoring.compute_answer(definition.question("income"), numbers, poverty_line_rp=500_000) == choice
