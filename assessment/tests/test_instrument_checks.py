"""What a draft must be before it may score a family: every rule broken once."""

from dataclasses import replace

import pytest

from assessment import instrument
from assessment.comparison import differences
from assessment.instrument import BandDefinition, Definition, OverrideDefinition
from assessment.instrument_checks import checklist, problems


@pytest.fixture
def shipped(published) -> Definition:
    return instrument.definition(published.pk)


def with_question(definition: Definition, number: int = 1, **changes) -> Definition:
    questions = tuple(replace(q, **changes) if q.number == number else q for q in definition.questions)
    return replace(definition, questions=questions)


def with_choice(definition: Definition, place: int, **changes) -> Definition:
    choices = tuple(
        replace(choice, **changes) if at == place else choice
        for at, choice in enumerate(definition.questions[0].choices)
    )
    return with_question(definition, choices=choices)


def with_bands(definition: Definition, *edges: tuple[int, int]) -> Definition:
    bands = tuple(BandDefinition(str(at), f"Kelas {at}", low, high) for at, (low, high) in enumerate(edges, 1))
    return replace(definition, bands=bands, overrides=())


BROKEN = {
    "14 pertanyaan": lambda d: replace(d, questions=d.questions[:-1]),
    "belum punya kalimat": lambda d: with_question(d, text=" "),
    "tidak punya pilihan dengan skor 300": lambda d: with_choice(d, 2, score=200),
    "tidak punya pilihan dengan skor 100": lambda d: with_choice(d, 0, score=200),
    "dua pilihan yang sama": lambda d: with_choice(d, 1, text=d.questions[0].choices[0].text.upper()),
    "batas hitungan harus naik": lambda d: with_question(d, 10, edges=(12.0, 8.0)),
    "Skor 2100 tidak masuk kelas": lambda d: with_bands(d, (1500, 2000), (2200, 4500)),
    "Skor 2000 masuk Kelas 1, Kelas 2": lambda d: with_bands(d, (1500, 2000), (2000, 4500)),
    "Skor 4500 tidak masuk kelas": lambda d: with_bands(d, (1500, 2000), (2100, 4400)),
    "kelipatan 100": lambda d: with_bands(d, (1500, 2050), (2100, 4500)),
    "Jumlah foto paling sedikit harus 7": lambda d: replace(d, minimum_photos=6),
    "Hanya ada 6 tempat foto": lambda d: replace(d, slots=d.slots[:6]),
    "tidak ada pilihan yang memenuhi 146-1, ": lambda d: with_choice(d, 0, criteria=()),
    "tidak dikenal: 999-1": lambda d: with_choice(d, 1, criteria=("999-1",)),
    "cara menjawab lain": lambda d: with_question(d, 10, rule="", inputs=()),
    "kode yang sama": lambda d: with_choice(d, 1, code=d.questions[0].choices[0].code),
    "tidak ada lagi": lambda d: replace(d, overrides=(OverrideDefinition("x", "Lain", "", "no_such", (), None),)),
}


@pytest.mark.parametrize("sentence", BROKEN)
def test_a_broken_draft_is_told_what_to_mend(shipped, sentence):
    found = problems(BROKEN[sentence](shipped), before=shipped)

    assert [problem for problem in found if sentence in problem or sentence.rstrip(", ") in problem]


def test_a_draft_with_one_change_passes_every_check(shipped):
    draft = with_choice(shipped, 1, score=100)

    assert all(check.is_good for check in checklist(draft, before=shipped))
    assert [change.after for change in differences(shipped, draft)] == ["100"]


def test_a_draft_without_a_change_is_not_worth_a_version(shipped):
    (problem,) = problems(shipped, before=shipped)

    assert problem.startswith("Draf ini sama dengan versi sebelumnya")
