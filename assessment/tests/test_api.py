"""The operator's phone hands over what it has; whatever it repeats, and in whatever order, there is one survey."""

import pytest

from assessment.models import Assessment, Photo, Submission
from assessment.states import AssessmentStatus
from assessment.tests.phone import Phone, Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(operator) -> Phone:
    """The operator's."""
    return Phone(operator)


@pytest.fixture
def visit(household, always_open, published) -> Visit:
    """Wayan Sukarta's family was visited; everything is there."""
    return Visit(household, published)


def test_a_visit_goes_from_the_phone_to_the_supervisor(phone, visit, household):
    """Answers first, then photos, then sending; the receipt counts every photo and names the content."""
    received = phone.send(visit)
    assert received.status_code == 201, received.json()
    assert received.json()["status"] == "waiting_photos"
    assert received.json()["photos"] == {"stored": 0, "needed": 7}
    for data in visit.photos:
        assert phone.send_photo(data).status_code == 201
    sent = phone.submit(visit)
    assert sent.status_code == 201, sent.json()
    receipt = sent.json()["receipt"]
    assert receipt["photos"] == {"stored": 7, "needed": 7}
    assessment = Assessment.objects.get(pk=visit.pk)
    assert assessment.status == AssessmentStatus.SUBMITTED
    assert (assessment.household, assessment.score is not None) == (household, True)
    assert receipt["number"] == assessment.receipt_number
    assert Photo.objects.filter(assessment=assessment, removed_at=None).count() == 7


def test_repeating_changes_nothing(phone, visit):
    """Every call again, and all of them in another order: the same answers, one row."""
    first = phone.send_all(visit).json()["receipt"]
    assert phone.submit(visit).json()["receipt"] == first
    assert phone.submit(visit).status_code == 200
    assert phone.send(visit).status_code == 200
    assert [phone.send_photo(data).status_code for data in visit.photos] == [200] * 7
    assert (Assessment.objects.count(), Submission.objects.count(), Photo.objects.count()) == (1, 1, 7)
