"""The list of photos a phone announced, and what has come of it."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from assessment import rows_of_visit
from assessment.findings_of_visit import evidence_of
from assessment.models import Assessment, FieldDraft, Photo, PhotoUpload
from assessment.rows_of_visit import Filed, Found
from households.identity import unseal
from puskesos import activity, plain
from puskesos.models import User


def file_photos(assessment: Assessment, found: Found, *, by: User, at: datetime) -> tuple[list[str], Found]:
    """Put received photos into the slots the list names, take out those it no longer names.

    Hashes that are still missing, and what the survey stands on then.
    """
    wanted = {one["sha256"]: one for one in assessment.manifest}
    staying = [photo for photo in found.photos if _has_its_place(photo, wanted)]
    gone = [photo.key for photo in found.photos if photo not in staying]
    if gone:
        Photo.objects.filter(pk__in=gone).update(removed_at=at)
    open_still = wanted.keys() - {photo.client_sha256 for photo in staying}
    arrived = _received(assessment, open_still, by=by)
    photos = [_photo(assessment, upload, wanted[upload.client_sha256], at=at) for upload in arrived.values()]
    photos.sort(key=lambda photo: (photo.uploaded_at, photo.pk))
    plain.add(*photos)
    if photos or gone:
        activity.record("assessment.file_photos", target=assessment, by=by, at=at, filed=len(photos), removed=len(gone))
    new = [Filed(photo.slot, photo.sha256, photo.client_sha256, str(photo.pk)) for photo in photos]
    missing = [digest for digest in wanted if digest in open_still - arrived.keys()]
    return missing, replace(found, photos=[*staying, *new])


def _has_its_place(photo: Filed, wanted: Mapping[str, Mapping[str, Any]]) -> bool:
    entry = wanted.get(photo.client_sha256)
    return entry is not None and entry["slot"] == photo.slot


def _received(assessment: Assessment, digests: Collection[str], *, by: User | None = None) -> dict[str, PhotoUpload]:
    """Photos of these hashes that the surveyor, this person, or whoever had the draft before sent: none is lost."""
    if not digests:
        return {}
    senders = {assessment.surveyor_id, by.pk} if by else {assessment.surveyor_id}
    return {row.client_sha256: row for row in rows_of_visit.received(digests, by=senders, draft=assessment.pk)}


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


def missing_of_draft(draft: FieldDraft) -> list[str]:
    """Hashes that a draft names, which is no survey yet, and that have not been received."""
    named = [one["sha256"] for one in json.loads(unseal(bytes(draft.cipher)))["manifest"]]
    rows = rows_of_visit.received(named, by=[draft.owner_id], draft=draft.pk) if named else []
    arrived = {row.client_sha256 for row in rows}
    return [digest for digest in dict.fromkeys(named) if digest not in arrived]


def missing(assessment: Assessment) -> list[str]:
    """Hashes of the list that have not been received yet, in its order."""
    filed = {photo.client_sha256 for photo in rows_of_visit.found_of(assessment).photos}
    wanted = [one["sha256"] for one in assessment.manifest if one["sha256"] not in filed]
    arrived = _received(assessment, wanted)
    return [digest for digest in wanted if digest not in arrived]
