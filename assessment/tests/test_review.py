"""The supervisor's decision: one per revision, by another person, and the operator sees why."""

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from assessment import capture, review
from assessment.models import Assessment, Review
from assessment.states import AssessmentStatus
from assessment.tests.conftest import NOW, TODAY, picture
from households.models import Household
from puskesos.errors import Refused

ROOF = review.Point("question", "roof", "Atap di foto tampak baik")


def test_approval_signs_and_places_the_house(submitted, supervisor):
    review.approve(submitted, revision=submitted.revision, by=supervisor, at=NOW)

    row = Assessment.objects.get(pk=submitted.pk)
    assert (row.status, row.approved_by, row.approved_at) == (AssessmentStatus.APPROVED, supervisor, NOW)
    assert Household.objects.get(pk=row.household_id).dwelling.latitude == Decimal("-8.150000")


def test_nobody_approves_their_own(submitted, operator):
    with pytest.raises(Refused, match="Orang lain"):
        review.approve(submitted, revision=submitted.revision, by=operator, at=NOW)


def test_the_database_knows_it_too(submitted, operator):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=submitted.pk).update(approved_at=NOW, approved_by=operator)


def test_returning_needs_a_reason(submitted, supervisor):
    with pytest.raises(Refused, match="satu alasan"):
        review.return_for_correction(submitted, revision=submitted.revision, by=supervisor, at=NOW, points=[])


def test_the_operator_sees_what_to_mend_until_it_is_sent_again(submitted, supervisor, operator):
    review.return_for_correction(submitted, revision=submitted.revision, by=supervisor, at=NOW, points=[ROOF])
    returned = Assessment.objects.get(pk=submitted.pk)

    assert [(p.kind, p.key, p.reason) for p in review.open_points(returned)] == [
        ("question", "roof", "Atap di foto tampak baik")
    ]

    capture.save_answers(returned, by=operator, answers={"roof": "fair"})
    again = capture.submit(returned, revision=returned.revision, by=operator, at=NOW, on=TODAY)

    assert review.open_points(again) == []
    assert again.receipt_number == submitted.receipt_number


def test_a_second_sending_shows_what_changed(submitted, supervisor, operator):
    review.return_for_correction(submitted, revision=submitted.revision, by=supervisor, at=NOW, points=[ROOF])
    returned = Assessment.objects.get(pk=submitted.pk)
    capture.save_answers(returned, by=operator, answers={"roof": "fair"}, numbers={"floor_area_m2": 30})
    capture.add_photo(returned, slot="roof", upload=picture(50), by=operator, at=NOW)
    again = capture.submit(returned, revision=returned.revision, by=operator, at=NOW + timedelta(days=1), on=TODAY)

    assert [change.what for change in review.changes(again)] == [
        "8. Bagaimana atap rumah yang terluas?",
        "10. Berapa luas lantai per orang?",
        "Luas lantai (m²)",
        "Foto: Atap",
    ]
    assert again.score == 1500 + 100 + 200


def test_a_decision_on_an_old_revision_is_refused(submitted, supervisor):
    with pytest.raises(Refused, match="Muat ulang"):
        review.approve(submitted, revision=submitted.revision - 1, by=supervisor, at=NOW)

    assert Assessment.objects.get(pk=submitted.pk).status == AssessmentStatus.SUBMITTED


@pytest.mark.django_db(transaction=True)
def test_of_two_supervisors_at_once_one_is_told_somebody_was_faster(submitted, supervisor):
    barrier, outcomes = Barrier(2), []

    def decide(decision):
        try:
            barrier.wait(timeout=10)
            decision()
            outcomes.append("done")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    revision = submitted.revision
    decisions = [
        lambda: review.approve(submitted, revision=revision, by=supervisor, at=NOW),
        lambda: review.return_for_correction(submitted, revision=revision, by=supervisor, at=NOW, points=[ROOF]),
    ]
    threads = [Thread(target=decide, args=[decision]) for decision in decisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done", "refused"]
    assert Review.objects.count() == 1


def test_a_review_cannot_be_rewritten(submitted, supervisor):
    review.approve(submitted, revision=submitted.revision, by=supervisor, at=NOW)

    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        Review.objects.all().delete()
