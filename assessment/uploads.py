"""Photos of the field app, received one by one by their hash before any survey claims them."""

import hashlib
import shutil
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import evidence
from assessment.capture import PHOTOS_PER_OPERATOR_AND_DAY
from assessment.errors import Declined
from assessment.jpeg import MAGIC, UPRIGHT
from assessment.models import Photo, PhotoUpload
from puskesos.models import User

# The phone makes photos of 200 KB; nothing it makes is larger than this.
MAX_BYTES = 400 * 2**10
# Photos of drafts that never came: kept so long, then swept (security.md F11).
ORPHANS_STAY = timedelta(days=30)
# A worker makes thumbnails; when it lags so far behind, phones are asked to wait.
LONGEST_LAG = timedelta(minutes=30)
PHOTOS_AT_A_TIME = 25


def receive(digest: str, data: bytes, *, by: User, at: datetime) -> bool:
    """Check, store and note a photo; True when it is new, False when it was here already.

    The bytes are kept as the phone made them, only without metadata; a worker decodes them afterwards (ADR 21).
    Declined: `digest`, `not_jpeg`, `broken`, `full`, `crowded`.
    """
    here, today = _counted(digest, by=by, at=at)
    if here:
        return False
    if today >= PHOTOS_PER_OPERATOR_AND_DAY:
        wait = (_midnight(at) + timedelta(days=1) - at).seconds
        raise Declined("crowded", _("Batas 500 foto sehari tercapai. Lanjutkan besok."), retry_after=wait)
    if hashlib.sha256(data).hexdigest() != digest:
        raise Declined("digest", _("Foto gagal terkirim. Coba lagi."))
    _note(digest, *_stored(digest, data), by.pk, at)
    return True


def _note(*facts: Any) -> None:
    """One statement, one wait for the disk; a twin that came first is left alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO assessment_photoupload (client_sha256, path, sha256, width, height, bytes, by_id, at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            facts,
        )


def is_here(digest: str, *, by: User) -> bool:
    """Whether this person's photo of this hash was received."""
    return PhotoUpload.objects.filter(by=by, client_sha256=digest).exists()


def _counted(digest: str, *, by: User, at: datetime) -> tuple[int, int]:
    """How often this photo is here (0 or 1), and how many of this person's arrived today; one question for both."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE client_sha256 = %s), count(*) FILTER (WHERE at >= %s)"
            " FROM assessment_photoupload WHERE by_id = %s AND (client_sha256 = %s OR at >= %s)",
            [digest, _midnight(at), by.pk, digest, _midnight(at)],
        )
        here, today = cursor.fetchone()
    return here, today


def _midnight(at: datetime) -> datetime:
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def is_lagging(*, at: datetime) -> bool:
    """Whether photos wait so long for a worker that more of them should wait on the phone."""
    return Photo.objects.filter(is_examined=False, uploaded_at__lt=at - LONGEST_LAG).exists()


def _stored(digest: str, data: bytes) -> tuple[str, str, int, int, int]:
    """Path, hash, width, height and size of the stored picture; `digest` is the hash of what came."""
    if not data.startswith(MAGIC):
        raise Declined("not_jpeg", _("File harus foto JPG."))
    refuse_full_disk()
    try:
        skeleton = evidence.skeleton_of(data)
        if skeleton.orientation != UPRIGHT:
            return _turned(data)
        was_clean = skeleton.picture == data
        sha256 = digest if was_clean else hashlib.sha256(skeleton.picture).hexdigest()
        path = evidence.store_picture(skeleton.picture, sha256)
    except evidence.PhotoRejected as error:
        raise Declined("broken", str(error)) from error
    except evidence.StorageFull as error:
        raise Declined("full", str(error)) from error
    return path, sha256, skeleton.width, skeleton.height, len(skeleton.picture)


def _turned(data: bytes) -> tuple[str, str, int, int, int]:
    """A photo that says it lies on its side is drawn anew, upright."""
    photo = evidence.process_photo(data)
    return evidence.store(photo), photo.sha256, photo.width, photo.height, len(photo.jpeg)


def refuse_full_disk() -> None:
    """Leave room for answers: photos wait on the phone while the disk is nearly full (security.md F6)."""
    folder = settings.MEDIA_ROOT
    while not folder.exists():
        folder = folder.parent
    if shutil.disk_usage(folder).free < settings.LEAST_FREE_MB * 2**20:
        raise Declined("full", _("Ruang server penuh, foto belum tersimpan. Coba lagi nanti."))


# --- after receipt ---------------------------------------------------------------------------------------------------


@transaction.atomic
def examine_some() -> int:
    """Decode some photos that nobody has looked into yet, and make their thumbnails; how many.

    One that does not decode stays, marked for the supervisor: the survey was accepted with it.
    """
    waiting = Photo.objects.filter(is_examined=False).order_by("uploaded_at")
    photos = list(waiting.select_for_update(skip_locked=True, no_key=True)[:PHOTOS_AT_A_TIME])
    for photo in photos:
        Photo.objects.filter(pk=photo.pk).update(is_examined=True, **_seen(photo.path))
    return len(photos)


def _seen(path: str) -> dict[str, object]:
    try:
        with storages["photos"].open(path) as file:
            return {"dhash": evidence.examine(path, file.read())}
    except (FileNotFoundError, evidence.PhotoRejected):
        return {"is_broken": True}


def forget_orphans(*, at: datetime) -> int:
    """Forget received photos that no survey has claimed for a month; the nightly sweep then deletes their files."""
    claimed = Photo.objects.filter(sha256=OuterRef("sha256"))
    rows = PhotoUpload.objects.filter(at__lt=at - ORPHANS_STAY).exclude(Exists(claimed))
    return rows.delete()[0]
