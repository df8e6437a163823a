"""A simulation says what recomputing every survey in Python says, changes nothing, and grows stale with its draft."""

import random

import pytest

from assessment import authoring, instrument, instrument_desk, scoring, simulation
from assessment.models import Assessment, Instrument, SimulatedChange, Simulation
from assessment.tests.conftest import NOW
from assessment.tests.desk import bands_of, facts_of, rescored, simulate
from households.models import Household
from puskesos.errors import Refused
from puskesos.models import Round

LINE = 547_017
# On the edges on purpose: 8 and 12 m² a head, and the poverty line to the rupiah.
AREAS, INCOMES = (7.9, 8, 16, 24, 24.1, 36.5), (LINE, LINE + 1, 2 * LINE, 3 * LINE, 1_641_052)


@pytest.fixture
def surveys(published, open_round, operator, neighbour_operator) -> list[Assessment]:
    """Forty scored surveys in two villages, some without a home, some of numbers on an edge."""
    chance = random.Random(7)  # noqa: S311 the same surveys every time
    return [_survey(published, open_round, (operator, neighbour_operator)[n % 2], n, chance) for n in range(40)]


def _survey(version: Instrument, round: Round, by, n: int, chance: random.Random) -> Assessment:
    definition = instrument.definition(version.pk)
    numbers = {
        "floor_area_m2": chance.choice(AREAS), "monthly_income_rp": chance.choice(INCOMES),
        "member_count": chance.choice((1, 2, 3)),
    }  # fmt: skip
    overrides = ["homeless"] if n % 10 == 0 else []
    answers = {q.code: chance.choice(q.choices).code for q in definition.asked(overrides)}
    for question in definition.asked(overrides):
        if question.is_computed:
            answers[question.code] = scoring.compute_answer(question, numbers, poverty_line_rp=LINE)
    result = scoring.score(definition, answers, overrides)
    family = Household.objects.create(village_id=by.region_id, head_name=f"KK {n}", address="B", created_by=by)
    return Assessment.objects.create(
        household=family, village_id=by.region_id, round=round, instrument=version, surveyor=by, answers=answers,
        numbers=numbers, overrides=overrides, poverty_line_rp=LINE, score=result.total, band=result.band,
        criteria=result.criteria, status="submitted" if n % 3 else "returned", receipt_number=f"{n:014d}",
        submitted_at=NOW, submitted_by=by, returned_at=NOW, returned_by=by,
    )  # fmt: skip


@pytest.fixture
def draft(published, dinsos) -> Instrument:
    """Another lighting, another floor area, other classes."""
    row = authoring.copy(published, by=dinsos, at=NOW)
    lighting = rescored(facts_of(row, "lighting"), 100, 100, 300)
    authoring.edit_question(row, "lighting", lighting, revision=1, by=dinsos, at=NOW)
    authoring.edit_question(
        row, "crowding", facts_of(row, "crowding", edges=(12.0, 24.0)), revision=2, by=dinsos, at=NOW
    )
    authoring.edit_question(row, "income", facts_of(row, "income", edges=(1.5, 2.0)), revision=3, by=dinsos, at=NOW)
    authoring.edit_bands(row, bands_of(row, 2300, 2700, 3100), revision=4, by=dinsos, at=NOW)
    return Instrument.objects.get(pk=row.pk)


def in_python(draft: Instrument, survey: Assessment) -> tuple[int | None, str]:
    """What the draft makes of one survey, by the functions that score every other one."""
    definition = instrument.read(draft)
    answers = dict(survey.answers)
    for question in definition.asked(survey.overrides):
        if question.is_computed:
            answers[question.code] = scoring.compute_answer(question, survey.numbers, poverty_line_rp=LINE)
    if scoring.missing_answers(definition, answers, survey.overrides):
        return None, ""
    result = scoring.score(definition, answers, survey.overrides)
    return result.total, result.band


def expected(draft: Instrument, surveys: list[Assessment]) -> dict:
    sent = [survey for survey in surveys if survey.status != "returned"]
    found = {survey.pk: (survey.band, survey.score, *in_python(draft, survey)) for survey in sent}
    return {pk: (before, after, old, new) for pk, (before, old, new, after) in found.items() if before != after}


def kept(draft: Instrument) -> dict:
    rows = SimulatedChange.objects.filter(simulation__instrument=draft)
    return {row.assessment_id: (row.before, row.after, row.score_before, row.score_after) for row in rows}


def test_it_finds_what_python_finds(draft, surveys, dinsos):
    asked = simulate(draft, by=dinsos)

    changes = expected(draft, surveys)
    findings = instrument_desk.findings(asked)
    assert len(changes) > 5
    assert kept(draft) == changes
    assert (findings.rows, findings.changed, findings.unscored) == (26, len(changes), 0)
    assert sum(line.rows for line in findings.villages) == 26
    assert sum(line.changed for line in findings.villages) == len(changes)
    moved = {(row.code, after): n for row in findings.matrix for after, _words, n in row.cells if n}
    assert sum(n for (before, after), n in moved.items() if before != after) == len(changes)


def test_a_choice_that_is_gone_leaves_its_families_without_a_class(published, surveys, dinsos):
    row = authoring.copy(published, by=dinsos, at=NOW)
    facts = facts_of(row, "walls")
    authoring.edit_question(
        row, "walls", facts_of(row, "walls", choices=facts.choices[1:]), revision=1, by=dinsos, at=NOW
    )
    row.refresh_from_db()

    asked = simulate(row, by=dinsos)

    assert kept(row) == expected(row, surveys)
    assert instrument_desk.findings(asked).unscored == len(expected(row, surveys)) > 0


def test_nothing_of_the_surveys_changes(draft, surveys, dinsos):
    before = list(Assessment.objects.order_by("pk").values())

    simulate(draft, by=dinsos)

    assert list(Assessment.objects.order_by("pk").values()) == before


def test_one_round_only(draft, surveys, dinsos, regions):
    empty = Round.objects.create(
        regency=regions["51.08"], name="Desember", opens_on="2026-12-01", closes_on="2026-12-31"
    )

    asked = simulate(draft, by=dinsos, round=empty)

    assert asked.finished_at == NOW
    assert instrument_desk.findings(asked).rows == 0


def test_an_edit_makes_it_stale_and_stops_its_work(draft, surveys, dinsos):
    asked = simulation.ask(draft, round=None, by=dinsos, at=NOW)
    authoring.edit_facts(
        draft, revision=5, by=dinsos, at=NOW, title="Lain", legal_basis=draft.legal_basis, note=draft.note
    )

    assert simulation.waiting_chunks() == []
    assert not simulation.work_off(asked.chunks.first().pk, at=NOW)
    assert not Simulation.objects.fresh().exists()


def test_asking_again_forgets_the_answer_before_and_a_doubled_ring_does_no_harm(draft, surveys, dinsos):
    first = simulate(draft, by=dinsos)
    again = simulate(draft, by=dinsos)

    assert not Simulation.objects.filter(pk=first.pk).exists()
    assert not simulation.work_off(again.chunks.first().pk, at=NOW)
    assert kept(draft) == expected(draft, surveys)


def test_only_the_office_of_the_draft_asks(draft, supervisor, published, dinsos):
    with pytest.raises(Refused, match="kabupaten ini"):
        simulation.ask(draft, round=None, by=supervisor, at=NOW)
    with pytest.raises(Refused):
        simulation.ask(published, round=None, by=dinsos, at=NOW)
