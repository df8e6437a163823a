"""Photos of the field app, received one by one by their hash before any survey claims them."""

import hashlib
import shutil
from collections.abc import Collection, Mapping
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
from puskesos import plain
from puskesos.models import User

# The phone makes photos of 200 KB; nothing it makes is larger than this.
MAX_BYTES = 400 * 2**10
# Photos of drafts that never came: kept so long, then swept (security.md F11).
ORPHANS_STAY = timedelta(days=30)
# A worker makes thumbnails; when it lags so far behind, phones are asked to wait.
LONGEST_LAG = timedelta(minutes=30)
PHOTOS_AT_A_TIME = 25
# Pixels; no camera takes a strip like that, and the columns hold no more.
WIDEST = 32_767

HERE_AND_TODAY = f"""
    SELECT ARRAY(SELECT client_sha256 FROM {PhotoUpload._meta.db_table}
            WHERE by_id = %(by)s AND client_sha256 = ANY(%(digests)s)),
        (SELECT count(*) FROM {PhotoUpload._meta.db_table} WHERE by_id = %(by)s AND at >= %(midnight)s)"""  # noqa: S608


def receive(digest: str, data: bytes, *, by: User, at: datetime) -> bool:
    """Check, store and note a photo; True when it is new, False when it was here already.

    The bytes are kept as the phone made them, only without metadata; a worker decodes them afterwards (ADR 21).
    Declined: `digest`, `not_jpeg`, `broken`, `full`, `crowded`.
    """
    if not _new_among([digest], by=by, at=at):
        return False
    plain.add_unless_there(_stored(digest, data, by=by, at=at))
    return True


def receive_together(photos: Mapping[str, bytes], *, by: User, at: datetime) -> dict[str, Declined]:
    """The same for several at once, by their hashes; those that were refused, each with why.

    One that is no good keeps no other one out. Declined, with nothing noted: `full`, `crowded`.
    """
    rows: list[PhotoUpload] = []
    refused: dict[str, Declined] = {}
    for digest in _new_among(photos, by=by, at=at):
        try:
            rows.append(_stored(digest, photos[digest], by=by, at=at))
        except Declined as refusal:
            if refusal.code == "full":
                raise
            refused[digest] = refusal
    plain.add_unless_there(*rows)
    return refused


def _new_among(digests: Collection[str], *, by: User, at: datetime) -> list[str]:
    """Which of these photos are not here yet; Declined when they are more than a day may bring."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(HERE_AND_TODAY, {"by": by.pk, "digests": list(digests), "midnight": midnight})
        here, today = cursor.fetchone()
    new = [digest for digest in digests if digest not in here]
    if new and today + len(new) > PHOTOS_PER_OPERATOR_AND_DAY:
        wait = (midnight + timedelta(days=1) - at).seconds
        raise Declined("crowded", _("Batas 500 foto sehari tercapai. Lanjutkan besok."), retry_after=wait)
    return new


def is_here(digest: str, *, by: User) -> bool:
    """Whether this person's photo of this hash was received."""
    return PhotoUpload.objects.filter(by=by, client_sha256=digest).exists()


def is_lagging(*, at: datetime) -> bool:
    """Whether photos wait so long for a worker that more of them should wait on the phone."""
    return Photo.objects.filter(is_examined=False, uploaded_at__lt=at - LONGEST_LAG).exists()


def _stored(digest: str, data: bytes, *, by: User, at: datetime) -> PhotoUpload:
    """The row of a photo whose file is kept now."""
    if len(data) > MAX_BYTES:
        raise Declined("too_big", _("Foto terlalu besar (maks 400 KB)."))
    if hashlib.sha256(data).hexdigest() != digest:
        raise Declined("digest", _("Foto gagal terkirim. Coba lagi."))
    return PhotoUpload(client_sha256=digest, by=by, at=at, **_kept(digest, data))


def _kept(digest: str, data: bytes) -> dict[str, Any]:
    """Where and what the stored picture is; `digest` is the hash of what came."""
    if not data.startswith(MAGIC):
        raise Declined("not_jpeg", _("File harus foto JPG."))
    refuse_full_disk()
    try:
        skeleton = evidence.skeleton_of(data)
        if skeleton.orientation != UPRIGHT:
            return _turned(data)
        if max(skeleton.width, skeleton.height) > WIDEST:
            raise evidence.PhotoRejected(_("Foto rusak, ambil ulang."))
        was_clean = skeleton.picture == data
        sha256 = digest if was_clean else hashlib.sha256(skeleton.picture).hexdigest()
        path = evidence.store_picture(skeleton.picture, sha256)
    except evidence.PhotoRejected as error:
        raise Declined("broken", str(error)) from error
    except evidence.StorageFull as error:
        raise Declined("full", str(error)) from error
    size = {"width": skeleton.width, "height": skeleton.height, "bytes": len(skeleton.picture)}
    return {"path": path, "sha256": sha256, **size}


def _turned(data: bytes) -> dict[str, Any]:
    """A photo that says it lies on its side is drawn anew, upright."""
    photo = evidence.process_photo(data)
    size = {"width": photo.width, "height": photo.height, "bytes": len(photo.jpeg)}
    return {"path": evidence.store(photo), "sha256": photo.sha256, **size}


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
