"""The score sheet: what weighs, how far it is to the next class, and the criteria apart from both."""

import pytest
from django.urls import reverse

from assessment import instrument
from assessment.models import Assessment, Submission
from assessment.score_sheet import criteria_words, score_sheet

pytestmark = pytest.mark.usefixtures("always_open")


@pytest.fixture
def definition(published) -> instrument.Definition:
    return instrument.definition(published.pk)


def answers(definition: instrument.Definition, *, best: int) -> dict[str, str]:
    """The first `best` questions with the best answer, all others with the worst."""
    return {q.code: q.choices[-1 if n < best else 0].code for n, q in enumerate(definition.questions)}


@pytest.mark.parametrize(
    ("best", "total", "distances"),
    [
        (0, 1500, ["600 angka lebih tinggi sudah kelas Miskin (mulai 2100)."]),
        (
            4,
            2300,
            [
                "300 angka lebih rendah sudah kelas Sangat miskin (sampai 2000).",
                "300 angka lebih tinggi sudah kelas Rentan (mulai 2600).",
            ],
        ),
        (15, 4500, ["1500 angka lebih rendah sudah kelas Rentan (sampai 3000)."]),
    ],
)
def test_the_sheet_says_how_far_it_is_to_the_classes_beside(definition, best, total, distances):
    sheet = score_sheet(definition, answers(definition, best=best), [])

    assert sheet.result.total == total
    assert sheet.sentences[2:] == distances
    assert sheet.mark == pytest.approx((total - 1500) / 30, abs=0.01)
    assert [part.band.code for part in sheet.parts if part.holds] == [sheet.result.band]


def test_answers_that_weigh_most_are_named_in_both_directions(definition):
    sheet = score_sheet(definition, answers(definition, best=9), [])

    assert [line.question.number for line in sheet.better.named + sheet.better.others] == list(range(1, 10))
    assert [line.question.number for line in sheet.poorer.named + sheet.poorer.others] == list(range(10, 16))
    assert len(sheet.poorer.named) == 4


def test_a_class_fixed_by_a_special_condition_says_so_and_has_no_mark(definition):
    skipped = {code for override in definition.active_overrides(["homeless"]) for code in override.skips}
    some = {code: choice for code, choice in answers(definition, best=0).items() if code not in skipped}

    sheet = score_sheet(definition, some, ["homeless"])

    assert (sheet.mark, sheet.result.total) == (None, None)
    assert sheet.sentences == ["Kelas Sangat miskin ditetapkan oleh keadaan khusus, bukan oleh jumlah skor."]


def test_criteria_are_named_by_their_legal_source(definition):
    assert criteria_words(definition, ("146-1", "262-a", "bps-12", "bps-8")) == (
        "Kepmensos 146/HUK/2013 no. 1",
        "Kepmensos 262/HUK/2022 huruf a",
        "14 kriteria BPS no. 8, 12",
    )


def test_criteria_are_counted_apart_from_the_score(definition):
    sheet = score_sheet(definition, answers(definition, best=0), [])

    assert {count.group.code: count.met for count in sheet.counts} == sheet.result.criteria


# --- the page --------------------------------------------------------------------------------------------------------


def address(assessment: Assessment) -> str:
    return reverse("assessment:review_score", args=[assessment.pk])


def test_supervisor_and_office_read_it_and_the_village_never(enter, submitted, supervisor, dinsos, operator):
    for person in (supervisor, dinsos):
        page = enter(person).get(address(submitted))
        assert "Mengapa kelas ini" in page.text
        assert "Kepmensos 146/HUK/2013 no. 1" in page.text
        assert submitted.receipt_number in page.text
    assert enter(operator).get(address(submitted)).status_code == 403


def test_it_shows_what_was_sent_and_nothing_of_the_office(enter, submitted, supervisor):
    sent = Submission.objects.get()
    Assessment.objects.filter(pk=submitted.pk).update(answers={})

    page = enter(supervisor).get(address(submitted))

    assert len(page.context["sheet"].lines) == len(sent.answers) == 15
    assert page.context["agrees"]
    assert [word for word in ("NIK", "-8,15", "/kecil/", "Putusan", "Catatan") if word in page.text] == []


def test_a_total_that_differs_from_the_stored_one_is_told_to_the_office_only(enter, wait, supervisor):
    row = wait("DI SINI")
    Assessment.objects.filter(pk=row.pk).update(score=1777)

    page = enter(supervisor).get(address(row))

    assert "Jumlah ini tidak sama" in page.text
    assert "notice-warning d-print-none" in page.text
