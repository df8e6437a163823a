"""A decision is taken back only while no batch holds it, also when both happen at once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import Assessment, Review
from dtks import tabulation, undoing
from dtks.models import BatchRow
from dtks.tests.conftest import AT
from puskesos.errors import Refused

SOON = AT + timedelta(minutes=5)


@pytest.fixture
def decided(approved, supervisor):
    """A function: an approved assessment with the decision that approved it."""

    def decide(*, at=AT) -> Assessment:
        row = approved()
        Assessment.objects.filter(pk=row.pk).update(revision=3)
        Review.objects.create(
            assessment=row, village_id=row.village_id, revision=2, decision="approved", at=at, by=supervisor
        )
        return Assessment.objects.get(pk=row.pk)

    return decide


def test_what_a_batch_holds_stays_approved_until_the_batch_is_cancelled(decided, open_batch, supervisor, dinsos):
    row = decided()
    tabulation.freeze(open_batch, by=dinsos, at=AT)

    with pytest.raises(Refused, match="sudah masuk batch"):
        undoing.undo(row, revision=3, by=supervisor, at=SOON)
    assert Assessment.objects.get().status == "approved"

    open_batch.refresh_from_db()
    tabulation.cancel(open_batch, by=dinsos, at=SOON)
    assert undoing.undo(row, revision=3, by=supervisor, at=SOON).status == "submitted"


@pytest.mark.django_db(transaction=True)
def test_a_freeze_and_an_undo_at_once_never_leave_a_frozen_row_that_waits_for_review(
    decided, open_batch, supervisor, dinsos
):
    kept, row = decided(), decided()
    start = Barrier(2)

    def act(deed) -> None:
        try:
            start.wait(timeout=10)
            deed()
        except Refused:
            pass
        finally:
            connection.close()

    deeds = (
        lambda: tabulation.freeze(open_batch, by=dinsos, at=SOON),
        lambda: undoing.undo(row, revision=3, by=supervisor, at=SOON),
    )
    threads = [Thread(target=act, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    frozen = set(BatchRow.objects.values_list("assessment", flat=True))
    assert kept.pk in frozen
    assert (row.pk in frozen) == (Assessment.objects.get(pk=row.pk).status == "approved")


def test_the_page_takes_back_and_says_so(decided, supervisor, dinsos, neighbour_operator):
    row = decided(at=timezone.now())
    url, desk = reverse("review_undo", args=[row.pk]), Client()
    desk.force_login(supervisor)
    queue = reverse("assessment:review_queue")
    assert f'action="{url}"' in desk.get(queue).text

    for revision in ("", "x", "2", "9" * 400):
        assert desk.post(url, {"revision": revision}).status_code == 409
    answer = desk.post(url, {"revision": "3"})

    assert answer.url == reverse("assessment:review_detail", args=[row.pk])
    assert Assessment.objects.get().status == "submitted"
    assert f'action="{url}"' not in desk.get(queue).text
    assert desk.post(url, {"revision": "3"}).status_code == 409
    for person in (dinsos, neighbour_operator):
        desk.force_login(person)
        assert desk.post(url, {"revision": "4"}).status_code == 403
