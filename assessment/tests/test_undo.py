"""Ten minutes to take a decision back, as long as the operator has not begun to mend."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from assessment import capture, review, undoing
from assessment.models import Assessment, Review, ReviewUndo
from assessment.states import AssessmentStatus
from assessment.tests.conftest import NOW, TODAY, picture
from households import dwellings
from households.models import Household
from puskesos import activity
from puskesos.errors import Refused

ROOF = review.Point("question", "roof", "Atap di foto tampak baik")
SOON = NOW + timedelta(minutes=9)


def reload(assessment: Assessment) -> Assessment:
    return Assessment.objects.get(pk=assessment.pk)


@pytest.fixture
def approved(submitted, supervisor) -> Assessment:
    review.approve(submitted, revision=submitted.revision, by=supervisor, at=NOW)
    return reload(submitted)


@pytest.fixture
def returned(submitted, supervisor) -> Assessment:
    review.return_for_correction(submitted, revision=submitted.revision, by=supervisor, at=NOW, points=[ROOF])
    return reload(submitted)


def test_an_approval_taken_back_waits_again_and_both_stay_on_record(approved, supervisor):
    undoing.undo(approved, revision=approved.revision, by=supervisor, at=SOON)

    row = reload(approved)
    assert (row.status, row.approved_at, row.approved_by) == (AssessmentStatus.SUBMITTED, None, None)
    assert row.revision == approved.revision + 1
    assert [event.verb for event in activity.history_of(row)[:2]] == ["assessment.undo", "assessment.approve"]
    assert (Review.objects.count(), ReviewUndo.objects.get().by) == (1, supervisor)
    statuses = list(Assessment.pgh_event_model.objects.order_by("-pgh_id").values_list("status", flat=True)[:3])
    assert statuses == ["submitted", "approved", "submitted"]


def test_after_an_undo_it_is_decided_anew(approved, supervisor):
    row = undoing.undo(approved, revision=approved.revision, by=supervisor, at=SOON)

    review.return_for_correction(row, revision=row.revision, by=supervisor, at=SOON, points=[ROOF])

    assert [point.reason for point in review.open_points(reload(row))] == [ROOF.reason]
    assert Review.objects.count() == 2


def test_the_house_loses_the_place_that_the_approval_gave(approved, supervisor):
    assert Household.objects.get(pk=approved.household_id).dwelling.latitude == Decimal("-8.150000")

    undoing.undo(approved, revision=approved.revision, by=supervisor, at=SOON)

    assert Household.objects.get(pk=approved.household_id).dwelling is None


def test_a_house_that_stood_somewhere_before_stands_there_again(submitted, supervisor):
    earlier = {"latitude": Decimal("-8.1"), "longitude": Decimal("114.6"), "accuracy_m": 5.0}
    dwellings.locate(submitted.household, at=NOW - timedelta(days=90), **earlier)
    family = Household.objects.get(pk=submitted.household_id)
    row = Assessment.objects.select_related("household").get(pk=submitted.pk)
    review.approve(row, revision=row.revision, by=supervisor, at=NOW)

    undoing.undo(row, revision=row.revision + 1, by=supervisor, at=SOON)

    family.dwelling.refresh_from_db()
    assert (family.dwelling.latitude, family.dwelling.located_at) == (earlier["latitude"], NOW - timedelta(days=90))


def test_a_return_taken_back_waits_again(returned, supervisor):
    undoing.undo(returned, revision=returned.revision, by=supervisor, at=SOON)

    row = reload(returned)
    assert (row.status, row.returned_at, row.returned_by) == (AssessmentStatus.SUBMITTED, None, None)
    assert review.open_points(row) == []


def test_an_earlier_return_is_remembered_when_a_later_one_is_taken_back(returned, supervisor, operator):
    again = capture.submit(returned, revision=returned.revision, by=operator, at=NOW, on=TODAY)
    later = NOW + timedelta(hours=1)
    review.return_for_correction(again, revision=again.revision, by=supervisor, at=later, points=[ROOF])

    undoing.undo(again, revision=again.revision + 1, by=supervisor, at=later)

    assert (reload(again).returned_at, reload(again).returned_by) == (NOW, supervisor)


def _answer(row: Assessment, operator) -> None:
    capture.save_answers(row, by=operator, answers={"roof": "good"})


def _photograph(row: Assessment, operator) -> None:
    capture.add_photo(row, slot="roof", upload=picture(77), by=operator, at=SOON)


def _unphotograph(row: Assessment, operator) -> None:
    capture.remove_photo(row.photos.first(), by=operator, at=SOON)


def _move(row: Assessment, operator) -> None:
    capture.save_position(row, by=operator, latitude=-8, longitude=115, accuracy_m=9, located_at=SOON)


def _compare(row: Assessment, operator) -> None:
    capture.confirm_identity(row, by=operator, at=SOON)


def test_what_the_operator_has_begun_to_mend_is_not_taken_away(returned, supervisor, operator):
    for mend in (_answer, _photograph, _unphotograph, _move, _compare):
        with transaction.atomic():
            mend(returned, operator)
            with pytest.raises(Refused, match="mulai memperbaiki"):
                undoing.undo(reload(returned), revision=returned.revision, by=supervisor, at=SOON)
            assert reload(returned).status == AssessmentStatus.RETURNED
            transaction.set_rollback(True)


def test_ten_minutes_and_no_longer(approved, supervisor):
    assert [row.assessment_id for row in undoing.undoable(supervisor, at=SOON)] == [approved.pk]
    late = NOW + timedelta(minutes=10, seconds=1)
    assert undoing.undoable(supervisor, at=late) == []

    with pytest.raises(Refused, match="10 menit"):
        undoing.undo(approved, revision=approved.revision, by=supervisor, at=late)


def test_only_who_decided_takes_it_back(approved, dinsos):
    with pytest.raises(Refused, match="Hanya orang yang memutuskan"):
        undoing.undo(approved, revision=approved.revision, by=dinsos, at=SOON)


def test_it_is_taken_back_once(approved, supervisor):
    undoing.undo(approved, revision=approved.revision, by=supervisor, at=SOON)

    with pytest.raises(Refused, match="sudah berubah"):
        undoing.undo(approved, revision=approved.revision, by=supervisor, at=SOON)
    assert undoing.undoable(supervisor, at=SOON) == []
    assert ReviewUndo.objects.count() == 1
