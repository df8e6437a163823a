"""Photos that come in pieces over a line that breaks: what arrived stays, and the phone goes on from there."""

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from assessment import uploads
from assessment.errors import Declined
from puskesos.models import User

FOLDER = "partial"
# The app sends one photo after the other: more are only begun when surveys are thrown away on a bad line.
BEGUN_AT_MOST = 60


def append(digest: str, data: bytes, *, start: int, total: int, by: User, at: datetime) -> tuple[bool, int]:
    """Add a piece that begins at `start`; whether the photo is complete, and how many bytes of it are here.

    Declined `offset` when the piece does not follow what is here (the phone is told how much that is), else as for a
    whole photo. The same piece again is harmless: it no longer follows, and the phone goes on.
    """
    if uploads.is_here(digest, by=by):
        return True, total
    if not 0 < total <= uploads.MAX_BYTES or start + len(data) > total:
        raise Declined("too_big", _("Foto terlalu besar (maks 400 KB)."))
    try:
        return _append(digest, data, start=start, total=total, by=by, at=at)
    except FileNotFoundError:
        # The same piece came twice at once, and its twin was the last one that was missing.
        if uploads.is_here(digest, by=by):
            return True, total
        raise _does_not_follow(received=0) from None


def _append(digest: str, data: bytes, *, start: int, total: int, by: User, at: datetime) -> tuple[bool, int]:
    path = _path(digest, by=by)
    here = path.stat().st_size if path.exists() else 0
    if start != here:
        raise _does_not_follow(received=here)
    if start == 0:
        _refuse_too_many(path.parent)
    _write(path, data, start=start)
    if start + len(data) < total:
        return False, start + len(data)
    try:
        uploads.receive(digest, path.read_bytes(), by=by, at=at)
    except Declined as refusal:
        # What only has to wait stays: nothing of it goes over the line again.
        if refusal.code not in ("full", "crowded"):
            path.unlink(missing_ok=True)
        raise
    path.unlink(missing_ok=True)
    return True, total


def _does_not_follow(*, received: int) -> Declined:
    return Declined("offset", _("Foto gagal terkirim. Coba lagi."), received=received)


def _refuse_too_many(folder: Path) -> None:
    """No phone begins so many photos without finishing one: they would fill the disk."""
    if folder.exists() and sum(1 for _file in folder.iterdir()) >= BEGUN_AT_MOST:
        raise Declined("crowded", _("Server ramai. Foto dikirim otomatis nanti."))


def _path(digest: str, *, by: User) -> Path:
    """Apart for every person, so that nobody adds to another one's photo."""
    return Path(settings.MEDIA_ROOT) / FOLDER / str(by.pk) / f"{digest}.part"


def _write(path: Path, data: bytes, *, start: int) -> None:
    uploads.refuse_full_disk()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if start else "wb") as file:
        file.seek(start)
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def forget_old(*, at: datetime) -> int:
    """Delete pieces that nobody went on with for a month; how many photos."""
    limit = at.timestamp() - uploads.ORPHANS_STAY.total_seconds()
    old = [path for path in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*/*.part") if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
