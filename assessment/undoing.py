"""A decision taken back within ten minutes, as long as nobody has built on it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment import queries
from assessment.models import Assessment, Review, ReviewUndo
from assessment.states import AssessmentStatus
from households import dwellings
from puskesos import activity, notices
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.states import NoticeKind

WINDOW = timedelta(minutes=10)
TOLD_OF = {Review.Decision.APPROVED: NoticeKind.APPROVED, Review.Decision.RETURNED: NoticeKind.RETURNED}


def undoable(user: User, *, at: datetime) -> list[Review]:
    """What this person decided in the last ten minutes and could take back, newest first (at most 50)."""
    rows = Review.objects.filter(by=user, at__gt=at - WINDOW, undone=None).select_related("assessment__household")
    return [review for review in rows.order_by("-at", "-pk")[:50] if _stands(review)]


def _stands(review: Review) -> bool:
    """Whether the assessment is still as this decision left it."""
    status = {Review.Decision.APPROVED: AssessmentStatus.APPROVED, Review.Decision.RETURNED: AssessmentStatus.RETURNED}
    row = review.assessment
    return row.revision == review.revision + 1 and row.status == status[Review.Decision(review.decision)]


@transaction.atomic
def undo(assessment: Assessment, *, revision: int, by: User, at: datetime) -> Assessment:
    """Make the assessment wait for review again; `revision` is the one that the decision left.

    Refused after ten minutes, to anybody but the person who decided, and when the operator has begun to mend.
    That no batch holds an approval is asked by `dtks.undoing.undo`, which pages call.
    """
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    review = held.reviews.filter(revision=revision - 1, undone=None).first()
    if review is None or held.revision != revision:
        raise Refused(_("Pendataan ini sudah berubah lagi. Muat ulang halaman."))
    if review.by_id != by.pk:
        raise Refused(_("Hanya orang yang memutuskan dapat mengurungkannya."))
    if at - review.at > WINDOW:
        raise Refused(_("Sudah lebih dari 10 menit. Putusan ini tidak dapat diurungkan lagi."))
    _take_back(held, review)
    ReviewUndo.objects.create(review=review, at=at, by=by)
    notices.take_back(TOLD_OF[Review.Decision(review.decision)], to=held.submitted_by, target=held)
    activity.record("assessment.undo", target=held, by=by, at=at, decision=review.decision, revision=review.revision)
    held.refresh_from_db()
    return held


def _take_back(assessment: Assessment, review: Review) -> None:
    if review.decision == Review.Decision.APPROVED:
        _move("undo_approve", assessment, approved_at=None, approved_by=None)
        dwellings.give_back(assessment.household, at=assessment.located_at or review.at)
        return
    if touched(assessment):
        raise Refused(_("Petugas sudah mulai memperbaiki. Tunggu kiriman ulangnya."))
    earlier = assessment.reviews.filter(
        decision=Review.Decision.RETURNED, undone=None, revision__lt=review.revision
    ).last()
    _move(
        "undo_return",
        assessment,
        returned_at=earlier.at if earlier else None,
        returned_by=earlier.by if earlier else None,
    )


def _move(verb: str, assessment: Assessment, **columns: Any) -> None:
    if not Assessment.objects.move(verb, pk=assessment.pk, revision=assessment.revision, **columns):
        raise Refused(_("Pendataan ini sudah berubah lagi. Muat ulang halaman."))


def touched(assessment: Assessment) -> bool:
    """Whether the operator changed anything since the last sending: an answer, the position, a photo, the identity."""
    sent = assessment.submissions.order_by("-revision").first()
    if sent is None:
        return False
    if any(getattr(assessment, name) != getattr(sent, name) for name in queries.SENT):
        return True
    if assessment.identity_confirmed_at and assessment.identity_confirmed_at > sent.at:
        return True
    photos = {slot: [photo.sha256 for photo in rows] for slot, rows in queries.current_photos(assessment).items()}
    return photos != sent.photos
