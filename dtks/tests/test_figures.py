"""Counts are taken once, at tabulation: villages, classes, scores, answers, and what moved since the batch before."""

from datetime import date

import pytest

from assessment.models import Assessment
from dtks import charts, comparison, figures, freezing, tabulation
from dtks.models import Batch, BatchResult
from dtks.tests.conftest import AT, BEST, MIDDLE, WORST, tabulate
from puskesos.models import Round


def test_answers_are_counted_as_they_were_frozen(approved, open_batch, dinsos):
    for choices in (WORST, WORST, BEST):
        approved(choices=choices)
    tabulate(freezing.freeze_at_once(open_batch, by=dinsos, at=AT))

    first, *others = figures.questions(figures.figures(open_batch))

    assert [answer.households for answer in first.answers] == [2, 0, 1]
    assert (first.number, first.asked, len(others)) == (1, 3, 14)


def test_an_answer_that_an_override_took_away_is_not_counted(approved, open_batch, dinsos):
    row = approved(choices=BEST, overrides=("homeless",))
    Assessment.objects.filter(pk=row.pk).update(answers={**row.answers, "walls": "poor"})
    tabulate(freezing.freeze_at_once(open_batch, by=dinsos, at=AT))

    asked = {question.text: question.asked for question in figures.questions(figures.figures(open_batch))}

    assert sorted(asked.values()) == [0] * 7 + [1] * 8


def test_the_tally_says_what_the_rows_say(approved, open_batch, dinsos):
    for village, choices in (("51.08.01.2001", WORST), ("51.08.01.2001", MIDDLE), ("51.08.02.2001", BEST)):
        approved(village, choices=choices)
    approved("51.08.02.2001", overrides=("homeless",), score=1600)
    tabulate(freezing.freeze_at_once(open_batch, by=dinsos, at=AT))

    found = figures.figures(open_batch).summary

    results = BatchResult.objects.filter(row__batch=open_batch)
    assert found.total.households == results.count() == 4
    assert found.total.scored == results.filter(score__isnull=False).count() == 3
    assert found.total.disagreeing == results.filter(agrees=False).count() == 1
    assert (found.total.mean, found.total.by_class) == (3000.0, [2, 0, 1, 1])
    assert [line.households for line in found.lines] == [2, 2]


def test_tabulating_again_gives_the_same_counts(tabulated_batch):
    before = list(tabulated_batch.chunks.values("tally"))
    tabulated_batch.chunks.update(tabulated_at=None, tally={})
    Batch.objects.filter(pk=tabulated_batch.pk).update(status="frozen")

    for chunk in tabulated_batch.chunks.all():
        tabulation.tabulate_chunk(chunk.pk, at=AT)

    assert list(tabulated_batch.chunks.values("tally")) == before


# --- the batch before ------------------------------------------------------------------------------------------------


@pytest.fixture
def two_rounds(approved, open_batch, dinsos, regions, round_) -> tuple[Batch, list[Assessment]]:
    """A batch of the round, and the next round with three of its four families visited again and one new."""
    first = [approved(choices=choices) for choices in (WORST, MIDDLE, MIDDLE, BEST)]
    tabulate(freezing.freeze_at_once(open_batch, by=dinsos, at=AT))
    later = Round.objects.create(
        regency=regions["51.08"], name="Desember 2026", opens_on=date(2026, 12, 1), closes_on=date(2026, 12, 31)
    )
    again = [approved(choices=choices, round=later) for choices in (MIDDLE, WORST, MIDDLE, BEST)]
    for visit, family in zip(again[:3], first[:3], strict=True):
        Assessment.objects.filter(pk=visit.pk).update(household=family.household)
    batch = tabulation.create(round=later, area=regions["51.08"], by=dinsos, at=AT)
    tabulate(freezing.freeze_at_once(batch, by=dinsos, at=AT))
    return Batch.objects.select_related("previous").get(pk=batch.pk), first


def test_a_batch_is_compared_with_the_round_before(two_rounds, open_batch):
    batch, _first = two_rounds

    found = comparison.comparison_of(batch, new="Baru", left="Hilang")

    assert found.previous == open_batch
    assert (found.new, found.left, found.stayed) == (1, 1, 3)
    assert (found.poorer, found.same, found.better) == (1, 1, 1)
    assert (found.score_down, found.score_same, found.score_up, found.mean_change) == (1, 1, 1, 0.0)


def test_the_matrix_adds_up(two_rounds):
    batch, _first = two_rounds

    found = comparison.comparison_of(batch, new="Baru", left="Hilang")

    assert found.headers == ["Sangat miskin", "Rentan", "Di luar kriteria", "Hilang"]
    assert [(line.label, [count for _text, count, _same in line.counts]) for line in found.lines] == [
        ("Sangat miskin", [0, 1, 0, 0]),
        ("Rentan", [1, 1, 0, 0]),
        ("Di luar kriteria", [0, 0, 0, 1]),
        ("Baru", [0, 0, 1, 0]),
    ]


def test_batches_of_one_round_or_of_another_area_are_not_compared(tabulated_batch, approved, round_, regions, dinsos):
    approved()
    for area in ("51.08", "51.08.01"):
        batch = tabulation.create(round=round_, area=regions[area], by=dinsos, at=AT)

        assert comparison.previous_of(batch) is None


def test_a_cancelled_batch_is_no_measure(two_rounds, open_batch, dinsos):
    batch, _first = two_rounds
    tabulation.cancel(open_batch, by=dinsos, at=AT)

    assert comparison.previous_of(batch) is None


# --- the picture -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("most", "top"), [(0, 4), (1, 4), (4, 4), (5, 8), (9, 20), (41, 80), (99_999, 200_000)])
def test_the_axis_ends_at_a_number_that_is_easily_read(most, top):
    chart = charts.histogram([(1500, most), (1600, 0)], edges=[2001])

    assert chart.rows[-1].label == top
    assert all(bar.y + bar.height == chart.base for bar in chart.bars)


def test_whoever_is_there_has_a_bar_and_nobody_else():
    chart = charts.histogram([(1500, 100_000), (1600, 1), (1700, 0)], edges=[])

    assert [bar.height > 0 for bar in chart.bars] == [True, True, False]
