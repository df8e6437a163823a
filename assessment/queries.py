"""Reads for the survey and review pages."""

from collections import Counter
from copy import copy

from django.db.models import QuerySet

from assessment import evidence
from assessment.models import Assessment, Photo, PhotoUpload
from assessment.states import AssessmentStatus
from puskesos.models import User
from puskesos.paging import COUNTED, number_words

# Columns that a sending keeps.
SENT = ("answers", "numbers", "overrides", "latitude", "longitude", "accuracy_m", "located_at", "position_reason")
# What no list shows, and would be read with every row.
NOT_LISTED = ("answers", "numbers", "criteria", "surveyor__password")


def listed(user: User, *, status: str = "") -> QuerySet[Assessment]:
    """Assessments for a list: what this person may see, with household and surveyor at hand."""
    rows = Assessment.objects.visible_to(user).select_related("household", "village", "surveyor", "round")
    rows = rows.defer(*NOT_LISTED)
    return rows.filter(status=status) if status in AssessmentStatus.values else rows


def status_counts(user: User) -> dict[str, int | str]:
    """How many assessments this person sees in each state, as it is shown: beyond COUNTED none is counted."""
    visible = Assessment.objects.visible_to(user).order_by()
    # One query of short walks along an index; to group a regency by state would read all of it.
    up_to = [
        visible.filter(status=status).values_list("status", flat=True)[: COUNTED + 1] for status in AssessmentStatus
    ]
    counted = Counter(up_to[0].union(*up_to[1:], all=True))
    return {status: number_words(number, most=COUNTED) for status, number in counted.items()}


def current_photos(assessment: Assessment) -> dict[str, list[Photo]]:
    """Photos that count now, by slot."""
    slots: dict[str, list[Photo]] = {}
    for photo in assessment.photos.filter(removed_at=None):
        slots.setdefault(photo.slot, []).append(photo)
    return slots


def as_sent(assessment: Assessment) -> Assessment:
    """The assessment as its last sending says: while it is being mended, a supervisor sees nothing half done."""
    last = assessment.submissions.order_by("-revision").first()
    if last is None:
        return assessment
    seen = copy(assessment)
    for name in SENT:
        setattr(seen, name, getattr(last, name))
    return seen


def photos_sent(assessment: Assessment) -> dict[str, list[Photo]]:
    """Photos of the last sending, by slot; one that was replaced since is among them."""
    last = assessment.submissions.order_by("-revision").first()
    if last is None:
        return current_photos(assessment)
    kept = {photo.sha256: photo for photo in assessment.photos.all()}
    return {slot: [kept[digest] for digest in digests if digest in kept] for slot, digests in last.photos.items()}


def survey_before(user: User, assessment: Assessment) -> Assessment | None:
    """The last survey of the same family that was sent before this one, if this person may see it."""
    rows = Assessment.objects.visible_to(user).filter(
        household=assessment.household_id, submitted_at__isnull=False, started_at__lt=assessment.started_at
    )
    return rows.exclude(pk=assessment.pk).select_related("round").order_by("-started_at").first()


def photo_paths(shard: str) -> set[str]:
    """Paths of all photos whose digest begins with `shard`, also of those replaced or without a survey yet."""
    # As a range, so that the index serves it: "g" stands after every hex digit.
    filed = Photo.objects.filter(sha256__range=(shard, f"{shard}g")).values_list("path", flat=True)
    begin = evidence.photo_path(f"{shard}{'0' * 62}")[: len(evidence.PHOTOS) + 1 + len(shard)]
    received = PhotoUpload.objects.filter(path__range=(begin, f"{begin}g")).values_list("path", flat=True)
    return {*filed, *received}
