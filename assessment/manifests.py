"""The list of photos a phone announced, and what has come of it."""

from datetime import datetime

from django.db.models import Q

from assessment.findings_of_visit import evidence_of
from assessment.models import Assessment, FieldRevision, Photo, PhotoUpload
from puskesos import activity
from puskesos.models import User


def file_photos(assessment: Assessment, *, by: User, at: datetime) -> list[str]:
    """Put received photos into the slots the list names, take out those it no longer names; hashes still missing."""
    wanted = {one["sha256"]: one for one in assessment.manifest}
    filed = {photo.client_sha256: photo for photo in assessment.photos.filter(removed_at=None)}
    gone = [photo.pk for digest, photo in filed.items() if digest not in wanted or photo.slot != wanted[digest]["slot"]]
    if gone:
        Photo.objects.filter(pk__in=gone).update(removed_at=at)
    open_still = set(wanted) - {digest for digest, photo in filed.items() if photo.pk not in gone}
    arrived = _received(assessment, open_still, by=by)
    photos = [_photo(assessment, upload, wanted[upload.client_sha256], at=at) for upload in arrived.values()]
    Photo.objects.bulk_create(photos)
    if photos or gone:
        activity.record("assessment.file_photos", target=assessment, by=by, at=at, filed=len(photos), removed=len(gone))
    return [digest for digest in wanted if digest in open_still - arrived.keys()]


def _received(assessment: Assessment, digests: set[str], *, by: User) -> dict[str, PhotoUpload]:
    """Photos of these hashes that the surveyor, this person, or who had the draft before sent."""
    if not digests:
        return {}
    rows = PhotoUpload.objects.filter(_of_hands(assessment, by), client_sha256__in=digests)
    return {row.client_sha256: row for row in rows}


def _of_hands(assessment: Assessment, by: User | None) -> Q:
    """Sent by the surveyor, by this person, or by whoever sent an earlier revision: what is handed over loses none."""
    senders = {assessment.surveyor_id, by.pk} if by else {assessment.surveyor_id}
    return Q(by__in=senders) | Q(by__in=FieldRevision.objects.filter(draft=assessment.pk).values("by"))


def _photo(assessment: Assessment, upload: PhotoUpload, entry: dict, *, at: datetime) -> Photo:
    return Photo(
        assessment=assessment,
        village_id=assessment.village_id,
        district_code=assessment.district_code,
        regency_code=assessment.regency_code,
        slot=entry["slot"],
        path=upload.path,
        sha256=upload.sha256,
        client_sha256=upload.client_sha256,
        dhash="",
        width=upload.width,
        height=upload.height,
        bytes=upload.bytes,
        uploaded_at=upload.at,
        uploaded_by_id=upload.by_id,
        is_examined=False,
        **evidence_of(entry, at=at),
    )


def missing(assessment: Assessment, *, by: User | None = None) -> list[str]:
    """Hashes of the list that have not been received yet, in its order."""
    filed = set(assessment.photos.filter(removed_at=None).values_list("client_sha256", flat=True))
    wanted = [one["sha256"] for one in assessment.manifest if one["sha256"] not in filed]
    if not wanted:
        return []
    rows = PhotoUpload.objects.filter(_of_hands(assessment, by), client_sha256__in=wanted)
    arrived = set(rows.values_list("client_sha256", flat=True))
    return [digest for digest in wanted if digest not in arrived]
