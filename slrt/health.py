"""Whether the system is well: a word for whoever asks, the reasons for the administrator."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache as remember
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

HEARTBEAT = "heartbeat"
# Beat rings twice a minute (settings): after three silent rings somebody should look.
OLDEST_HEARTBEAT = timedelta(seconds=100)
# A night and a little more: a backup that is late by an hour is no alarm.
OLDEST_BACKUP = timedelta(hours=26)
STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be so; `detail` is for the administrator."""

    label: str
    ok: bool
    detail: str = ""


def note_heartbeat(*, at: datetime) -> None:
    """What a worker does when beat rings: all three of broker, beat and worker are alive then."""
    cache.set(HEARTBEAT, at.timestamp(), timeout=None)


def look(*, at: datetime) -> Iterator[Check]:
    """Every check; none of them raises, and none asks the others' machines."""
    yield _database()
    yield _migrations()
    yield from _bell(at)
    yield _disk()
    if settings.BACKUP_STAMP:
        yield _backup(Path(settings.BACKUP_STAMP), at)


def _database() -> Check:
    label = _("Basis data")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return Check(label, ok=False, detail=_("Tidak menjawab."))
    return Check(label, ok=True)


def _migrations() -> Check:
    label = _("Tabel sesuai versi program")
    try:
        done = _all_applied()
    except (Error, NotApplied):
        return Check(label, ok=False, detail=_("Jalankan: manage.py migrate"))
    return Check(label, ok=done)


class NotApplied(Exception):
    """Migrations wait; raised so that only the good answer is remembered."""


@remember
def _all_applied() -> bool:
    """Asked until it is so: a process never outlives its own version of the code."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotApplied
    return True


def _bell(at: datetime) -> Iterator[Check]:
    """Broker and worker, in one question to Valkey."""
    broker, worker = _("Antrean (Valkey)"), _("Pekerja dan penjadwal (Celery)")
    try:
        beat = cache.get(HEARTBEAT)
    except RedisError:
        yield Check(broker, ok=False, detail=_("Tidak menjawab."))
        yield Check(worker, ok=False, detail=_("Tidak diketahui."))
        return
    yield Check(broker, ok=True)
    if beat is None:
        yield Check(worker, ok=False, detail=_("Belum pernah berdetak."))
        return
    age = at - datetime.fromtimestamp(beat, UTC)
    detail = _("Detak terakhir %(seconds)s detik lalu.") % {"seconds": max(0, round(age.total_seconds()))}
    yield Check(worker, ok=age <= OLDEST_HEARTBEAT, detail=detail)


def _disk() -> Check:
    """Room for the photos of the next days."""
    label = _("Ruang untuk foto")
    try:
        free = shutil.disk_usage(settings.MEDIA_ROOT).free // 2**20
    except OSError:
        return Check(label, ok=False, detail=_("Folder foto tidak ada."))
    detail = _("%(free)s MB kosong, paling sedikit %(least)s MB.") % {"free": free, "least": settings.LEAST_FREE_MB}
    return Check(label, ok=free >= settings.LEAST_FREE_MB, detail=detail)


def _backup(stamp: Path, at: datetime) -> Check:
    """The stamp that deploy/backup.sh leaves when a backup is whole."""
    label = _("Cadangan terakhir")
    try:
        made = datetime.strptime(stamp.read_text().strip(), STAMP).replace(tzinfo=UTC)
    except (OSError, ValueError):
        return Check(label, ok=False, detail=_("Belum ada cadangan."))
    detail = _("%(hours)s jam lalu.") % {"hours": max(0, int((at - made).total_seconds() // 3600))}
    return Check(label, ok=at - made <= OLDEST_BACKUP, detail=detail)


@login_not_required
def alive(request: HttpRequest) -> JsonResponse:
    """Whether this process and the database answer: for load balancers, which take a machine out when they do not."""
    return _answer(_database().ok)


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """Whether all is well: for the watch, which calls a person when it is not. Says nothing else."""
    return _answer(all(check.ok for check in look(at=timezone.now())))


def health_detail(request: HttpRequest) -> HttpResponse:
    """Every check with its reason."""
    return render(request, "slrt/health_detail.html", {"checks": list(look(at=timezone.now()))})


def _answer(ok: bool) -> JsonResponse:
    return JsonResponse({"status": "ok" if ok else "not ok"}, status=200 if ok else 503)
