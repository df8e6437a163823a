"""`make drill`: what goes wrong on a bad night, again and again; the files must come out the same every time.

Kills the worker (`kill -9` of its whole process group) at a random moment of the freezing, the tabulation and the
export, wipes the broker, and cuts every database connection of the worker. After each the worker comes back, and the
batch, frozen anew every time, must reach its files with the counts and SHA-256 of a run in peace.
"""

import argparse
import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from django.conf import settings
from django.db import connection
from redis import Redis

from bench import world
from bench.measure import wait_until
from bench.worker import kill, start
from dtks import freezing, tabulation, tasks
from dtks.models import Batch
from dtks.states import BatchStatus
from puskesos.models import Region, Round, User

LOGS = Path("build/drill-logs")
NUMBERS = count(1)
LIMIT_S = 300
Worker = subprocess.Popen[bytes]
# The stage that is over once a batch has left the state.
STAGES = {"freezing": BatchStatus.FREEZING, "tabulation": BatchStatus.FROZEN, "export": BatchStatus.TABULATED}
Seal = dict[str, tuple[str, int | None]]


def main() -> None:
    """Run in peace once, then every mishap as often as asked; RuntimeError at the first difference."""
    parser = argparse.ArgumentParser(prog="python -m bench.kill_drill", description=__doc__)
    parser.add_argument("--rows", type=int, default=3000, help="households (3000)")
    parser.add_argument("--times", type=int, default=10, help="repeats of each mishap (10)")
    options = parser.parse_args()
    os.environ["CELERY_QUEUE"] = settings.CELERY_TASK_DEFAULT_QUEUE = f"drill-{os.getpid()}"
    settings.MEDIA_ROOT = Path("build/drill-media").resolve()
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(LOGS, ignore_errors=True)
    LOGS.mkdir(parents=True)
    world.build(options.rows)
    batch = _open_batch()
    peace, spans = _in_peace(batch)
    print(f"in peace: {', '.join(f'{stage} {seconds:.1f} s' for stage, seconds in spans.items())}, {peace}")
    for name, stage, mishap in MISHAPS:
        for number in range(1, options.times + 1):
            moment = random.uniform(0, spans[stage])  # noqa: S311 any moment will do
            seal = _with_mishap(batch, stage, moment, mishap)
            print(f"{name} {number}/{options.times} after {moment:5.2f} s of {stage}: {_verdict(seal, peace)}")


def _verdict(seal: Seal, peace: Seal) -> str:
    if seal != peace:
        raise RuntimeError(f"the files differ: {seal} instead of {peace}")
    return "same files"


def _in_peace(batch: Batch) -> tuple[Seal, dict[str, float]]:
    """The files of an undisturbed run and how long its stages take."""
    _freeze_anew(batch)
    process = _fresh_worker()
    begun, spans = time.monotonic(), {}
    tasks.ring()
    for stage, over in STAGES.items():
        _wait_past(batch, over)
        spans[stage] = time.monotonic() - begun
        begun = time.monotonic()
    kill(process)
    return _seal(batch), spans


def _with_mishap(batch: Batch, stage: str, moment: float, mishap: Callable[[Worker], Worker]) -> Seal:
    """Begin anew, let it happen at that moment of the stage, bring the worker back, wait for the files."""
    _freeze_anew(batch)
    process = _fresh_worker()
    tasks.ring()
    for before in list(STAGES)[: list(STAGES).index(stage)]:
        _wait_past(batch, STAGES[before])
    time.sleep(moment)
    process = mishap(process)
    wait_until(lambda: _status(batch) == BatchStatus.EXPORTED, limit_s=LIMIT_S)
    kill(process)
    return _seal(batch)


def _killed(process: Worker) -> Worker:
    """The worker and all its children are gone in the middle of whatever they did."""
    kill(process)
    return _fresh_worker(ready=False)


def _wiped(process: Worker) -> Worker:
    """The broker forgets every message."""
    Redis.from_url(settings.REDIS_URL).flushall()
    return process


def _cut(process: Worker) -> Worker:
    """Every connection but ours ends, as when PostgreSQL is restarted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    return process


MISHAPS = (
    ("worker killed", "freezing", _killed),
    ("worker killed", "tabulation", _killed),
    ("worker killed", "export", _killed),
    ("broker wiped", "freezing", _wiped),
    ("broker wiped", "tabulation", _wiped),
    ("connections cut", "freezing", _cut),
    ("connections cut", "tabulation", _cut),
    ("connections cut", "export", _cut),
)


def _fresh_worker(*, ready: bool = True) -> Worker:
    """A worker with a log of its own; by default it is waited for."""
    log = LOGS / f"worker-{next(NUMBERS)}.log"
    process = start(log, beat=True)
    if ready:
        wait_until(lambda: b" ready." in log.read_bytes(), limit_s=60)
    return process


def _status(batch: Batch) -> str:
    return Batch.objects.values_list("status", flat=True).get(pk=batch.pk)


def _wait_past(batch: Batch, status: str) -> None:
    """Until the batch has left this state for a later one."""
    earlier = list(STAGES.values())[: list(STAGES.values()).index(BatchStatus(status)) + 1]
    wait_until(lambda: _status(batch) not in earlier, limit_s=LIMIT_S)


def _open_batch() -> Batch:
    """All approved families of the world in one batch that takes nothing yet."""
    office = User.objects.get(role="dinsos")
    area = Region.objects.get(pk=office.region_id)
    return tabulation.create(round=Round.objects.earliest("pk"), area=area, by=office, at=world.AT)


def _freeze_anew(batch: Batch) -> None:
    """Back to open without a row, result or file, which only a superuser can do, and frozen as of the same moment."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE dtks_batchperson, dtks_batchresult, dtks_batchrow, dtks_batchchunk, dtks_exportfile")
        cursor.execute("SET session_replication_role = origin")
    fresh = {"frozen_at": None, "frozen_by": None, "tabulated_at": None, "exported_at": None}
    Batch.objects.filter(pk=batch.pk).update(status=BatchStatus.OPEN, **fresh)
    freezing.freeze(batch, by=batch.created_by, at=world.AT)


def _seal(batch: Batch) -> Seal:
    """Kind to digest and lines of each file."""
    return {file.kind: (file.sha256[:16], file.rows) for file in batch.files.all()}


if __name__ == "__main__":
    main()
