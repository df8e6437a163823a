"""The instrument: loaded once, whole, and never changed after publication."""

import pytest
from django.db import IntegrityError, transaction

from assessment import instrument
from assessment.models import Band, Choice, Instrument, Question
from assessment.tests.conftest import NOW, TODAY
from puskesos.errors import Refused


def test_shipped_instrument_asks_15_questions_with_three_choices_each(published):
    definition = instrument.definition(published.pk)

    assert len(definition.questions) == 15
    assert {tuple(c.score for c in q.choices) for q in definition.questions} == {(100, 200, 300)}
    assert sum(slot.required for slot in definition.slots) == 7 == definition.minimum_photos


def test_classes_cover_every_possible_total_exactly_once(published):
    bands = instrument.definition(published.pk).bands

    for total in range(1500, 4600, 100):
        assert sum(band.low <= total <= band.high for band in bands) == 1


def test_loading_twice_leaves_one_version(published):
    again = instrument.load(at=NOW)

    assert again.pk == published.pk
    assert Question.objects.count() == 15


@pytest.mark.parametrize(
    "change",
    [
        lambda row: Choice.objects.filter(instrument=row).update(score=300),
        lambda row: Band.objects.filter(instrument=row).delete(),
        lambda row: Question.objects.create(instrument=row, order=16, code="new", text="?", basis="-"),
        lambda row: Instrument.objects.filter(pk=row.pk).update(title="Lain"),
        lambda row: Instrument.objects.filter(pk=row.pk).update(published_at=None),
        lambda row: Instrument.objects.filter(pk=row.pk).delete(),
    ],
)
def test_the_database_refuses_any_change_after_publication(published, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change(published)

    assert Choice.objects.filter(instrument=published, score=300).count() == 15


def test_only_the_end_of_validity_may_be_set_later(published):
    Instrument.objects.filter(pk=published.pk).update(valid_to=TODAY)

    assert instrument.current(on=TODAY) == published
    with pytest.raises(Refused):
        instrument.current(on=TODAY.replace(month=12))
