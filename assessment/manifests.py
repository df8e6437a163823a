"""The list of photos a phone announced, and what has come of it."""

from collections.abc import Collection
from datetime import datetime

from assessment import plain
from assessment.findings_of_visit import evidence_of
from assessment.models import Assessment, Photo, PhotoUpload
from puskesos import activity
from puskesos.models import User


def file_photos(assessment: Assessment, *, by: User, at: datetime) -> list[str]:
    """Put received photos into the slots the list names, take out those it no longer names; hashes still missing."""
    wanted = {one["sha256"]: one for one in assessment.manifest}
    filed = plain.filed(assessment.pk)
    gone = {
        digest: key for digest, (slot, key) in filed.items() if digest not in wanted or slot != wanted[digest]["slot"]
    }
    if gone:
        Photo.objects.filter(pk__in=gone.values()).update(removed_at=at)
    open_still = wanted.keys() - (filed.keys() - gone.keys())
    arrived = _received(assessment, open_still, by=by)
    photos = [_photo(assessment, upload, wanted[upload.client_sha256], at=at) for upload in arrived.values()]
    Photo.objects.bulk_create(photos)
    if photos or gone:
        activity.record("assessment.file_photos", target=assessment, by=by, at=at, filed=len(photos), removed=len(gone))
    return [digest for digest in wanted if digest in open_still - arrived.keys()]


def _received(assessment: Assessment, digests: Collection[str], *, by: User | None = None) -> dict[str, PhotoUpload]:
    """Photos of these hashes that the surveyor, this person, or whoever had the draft before sent: none is lost."""
    if not digests:
        return {}
    senders = {assessment.surveyor_id, by.pk} if by else {assessment.surveyor_id}
    return {row.client_sha256: row for row in plain.received(digests, by=senders, draft=assessment.pk)}


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


def missing(assessment: Assessment) -> list[str]:
    """Hashes of the list that have not been received yet, in its order."""
    filed = plain.filed(assessment.pk)
    wanted = [one["sha256"] for one in assessment.manifest if one["sha256"] not in filed]
    arrived = _received(assessment, wanted)
    return [digest for digest in wanted if digest not in arrived]
