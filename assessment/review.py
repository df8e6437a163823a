"""What the supervisor decides: approve, or return with a reason for each thing to mend."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment import instrument
from assessment.models import Assessment, Review, ReviewPoint, Submission
from households import dwellings
from puskesos import activity, notices
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.states import NoticeKind


@dataclass(frozen=True)
class Point:
    """One thing to mend, as the supervisor wrote it."""

    kind: str
    key: str
    reason: str
    chosen_id: int | None = None  # of the regency's list, when the sentence came from there


@dataclass(frozen=True)
class Change:
    """One difference between two sendings, in words."""

    what: str
    before: str
    after: str


@transaction.atomic
def approve(
    assessment: Assessment, *, revision: int, by: User, at: datetime, note: str = "", together: int = 1
) -> Review:
    """Approve what was submitted as `revision`; the house takes the position of this visit.

    `together` says how many were approved with one press. Refused when somebody decided before, or when the
    supervisor would approve their own work.
    """
    if assessment.submitted_by_id == by.pk:
        raise Refused(_("Anda mengirim pendataan ini. Orang lain yang harus menyetujui."))
    _decide("approve", assessment, revision=revision, approved_at=at, approved_by=by)
    review = _keep(assessment, Review.Decision.APPROVED, revision=revision, by=by, at=at, note=note)
    if assessment.latitude is not None and assessment.longitude is not None:
        dwellings.locate(
            assessment.household,
            latitude=assessment.latitude,
            longitude=assessment.longitude,
            accuracy_m=assessment.accuracy_m,
            at=assessment.located_at or at,
        )
    activity.record("assessment.approve", target=assessment, by=by, at=at, revision=revision, together=together)
    notices.tell(NoticeKind.APPROVED, to=[assessment.submitted_by], target=assessment, by=by, at=at)
    return review


@transaction.atomic
def return_for_correction(
    assessment: Assessment, *, revision: int, by: User, at: datetime, points: list[Point], note: str = ""
) -> Review:
    """Give an assessment back with at least one reason; the operator sees each at its place."""
    if not points:
        raise Refused(_("Tulis paling sedikit satu alasan, supaya petugas tahu apa yang diperbaiki."))
    _decide("return_for_correction", assessment, revision=revision, returned_at=at, returned_by=by)
    review = _keep(assessment, Review.Decision.RETURNED, revision=revision, by=by, at=at, note=note)
    ReviewPoint.objects.bulk_create(
        ReviewPoint(review=review, kind=point.kind, key=point.key, reason=point.reason, chosen_id=point.chosen_id)
        for point in points
    )
    activity.record("assessment.return_for_correction", target=assessment, by=by, at=at, points=len(points))
    notices.tell(NoticeKind.RETURNED, to=[assessment.submitted_by], target=assessment, by=by, at=at, points=len(points))
    return review


def _decide(verb: str, assessment: Assessment, *, revision: int, **columns: Any) -> None:
    if not Assessment.objects.move(verb, pk=assessment.pk, revision=revision, **columns):
        raise Refused(_("Pendataan ini baru saja diubah atau diputuskan orang lain. Muat ulang sebelum memutuskan."))


def _keep(
    assessment: Assessment, decision: Review.Decision, *, revision: int, by: User, at: datetime, note: str
) -> Review:
    return Review.objects.create(
        assessment=assessment,
        village_id=assessment.village_id,
        revision=revision,
        decision=decision,
        note=note.strip(),
        at=at,
        by=by,
    )


def open_points(assessment: Assessment) -> list[ReviewPoint]:
    """What the last return asks to mend; nothing once it was sent again."""
    if assessment.status != "returned":
        return []
    last = assessment.reviews.filter(decision=Review.Decision.RETURNED).order_by("-revision").first()
    return list(last.points.order_by("pk")) if last else []


def changes(assessment: Assessment) -> list[Change]:
    """What differs between the last two sendings; empty for a first sending."""
    last_two = list(assessment.submissions.order_by("-revision")[:2])
    if len(last_two) < 2:
        return []
    after, before = last_two
    return [*_answer_changes(before, after), *_number_changes(before, after), *_evidence_changes(before, after)]


def _answer_changes(before: Submission, after: Submission) -> list[Change]:
    definition = instrument.definition(after.assessment.instrument_id)
    rows = []
    for question in definition.questions:
        old, new = before.answers.get(question.code), after.answers.get(question.code)
        if old != new:
            texts = [choice.text if choice else "–" for choice in (question.choice(old), question.choice(new))]
            rows.append(Change(f"{question.number}. {question.text}", *texts))
    return rows


NUMBER_WORDS = {
    "floor_area_m2": gettext_lazy("Luas lantai (m²)"),
    "monthly_income_rp": gettext_lazy("Pendapatan sebulan (Rp)"),
    "member_count": gettext_lazy("Jumlah anggota"),
}


def _number_changes(before: Submission, after: Submission) -> list[Change]:
    return [
        Change(str(words), str(before.numbers.get(name, "–")), str(after.numbers.get(name, "–")))
        for name, words in NUMBER_WORDS.items()
        if before.numbers.get(name) != after.numbers.get(name)
    ]


def _evidence_changes(before: Submission, after: Submission) -> list[Change]:
    definition = instrument.definition(after.assessment.instrument_id)
    rows = [
        Change(_("Foto: %(slot)s") % {"slot": slot.text}, _("foto lama"), _("foto baru"))
        for slot in definition.slots
        if before.photos.get(slot.code) != after.photos.get(slot.code)
    ]
    if (before.latitude, before.longitude) != (after.latitude, after.longitude):
        rows.append(
            Change(
                _("Titik lokasi"),
                f"{before.latitude}, {before.longitude}",
                f"{after.latitude}, {after.longitude}",
            )
        )
    return rows
