"""`make drill`: kill the worker with -9 at random moments, let it start again, and compare what comes out.

A batch is tabulated and written once undisturbed. Then the same is done again and again while the worker, with all
its children, is killed at a random moment of the tabulation, and of the writing; every second time the broker's queue
is emptied too. Each time results and files must be those of the first run, and no half file may be seen.
"""

import argparse
import hashlib
import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection

from bench import tabulation as bench_tabulation
from bench import world
from bench.measure import stopwatch, wait_until
from bench.worker import worker
from dtks import queries, tasks
from dtks.models import Batch, BatchResult
from dtks.states import BatchStatus
from slrt.celery import app

LOG = Path("build/drill-worker.log").resolve()
LIMIT_S = 300
RESULTS = "SELECT md5(string_agg(s::text, E'\\n' ORDER BY s.row_id)) FROM dtks_batchresult s"
Outcome = tuple[str, dict[str, str], dict[str, str]]


def main() -> None:
    """Run the drill; ends with an error as soon as anything differs."""
    parser = argparse.ArgumentParser(prog="python -m bench.kill_drill", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=4000, help="households (4000)")
    parser.add_argument("--times", type=int, default=10, help="kills in each phase (10)")
    parser.add_argument("--seed", type=int, default=None, help="repeat the moments of an earlier drill")
    options = parser.parse_args()
    os.environ["CELERY_QUEUE"] = settings.CELERY_TASK_DEFAULT_QUEUE = f"drill-{os.getpid()}"
    settings.MEDIA_ROOT = Path("build/drill-media").resolve()
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    world.build(options.rows)
    try:
        drill(bench_tabulation.frozen_batch(), times=options.times, chance=random.Random(seed))  # noqa: S311
    finally:
        shutil.rmtree(settings.MEDIA_ROOT)


def drill(batch: Batch, *, times: int, chance: random.Random) -> None:
    """First undisturbed, then with kills in both phases."""
    expected, seconds = undisturbed(batch)
    print(f"undisturbed: tabulated in {seconds[0]:.1f} s, written in {seconds[1]:.1f} s")
    for kind, digest in expected[1].items():
        print(f"  {kind:<9} {digest}")
    phases: tuple[tuple[str, Callable[[Batch], None]], ...] = (("tabulation", to_frozen), ("export", to_tabulated))
    for (name, go_back), duration in zip(phases, seconds, strict=True):
        for number in range(1, times + 1):
            go_back(batch)
            progress = killed(batch, after_s=chance.uniform(0, duration), empty_queue=number % 2 == 0)
            check_no_half_file(batch, expected)
            finish(batch)
            if outcome(batch) != expected:
                raise SystemExit(f"{name} {number}: {outcome(batch)} instead of {expected}")
            print(
                f"{name} {number:>2}: killed with {progress.villages_done} of {progress.villages} villages"
                f" and {progress.files_done} of 3 files done; same results, same files"
            )


def undisturbed(batch: Batch) -> tuple[Outcome, tuple[float, float]]:
    """What comes out when nobody interferes, and how long each phase takes."""
    with worker(LOG, beat=True):
        with stopwatch() as tabulating:
            tasks.ring()
            wait_until(lambda: now(batch).tabulated_at is not None, limit_s=LIMIT_S)
        with stopwatch() as writing:
            wait_until(lambda: now(batch).status == BatchStatus.EXPORTED, limit_s=LIMIT_S)
    return outcome(batch), (tabulating.seconds, writing.seconds)


def killed(batch: Batch, *, after_s: float, empty_queue: bool) -> queries.Progress:
    """Let a worker work for a while and kill it; how far it came."""
    with worker(LOG, beat=True):
        tasks.ring()
        time.sleep(after_s)
    if empty_queue:
        with app.connection_for_write() as broker:
            broker.default_channel.queue_purge(settings.CELERY_TASK_DEFAULT_QUEUE)
    return queries.progress(batch)


def finish(batch: Batch) -> None:
    """A fresh worker with nothing but the beat to wake it."""
    with worker(LOG, beat=True):
        wait_until(lambda: now(batch).status == BatchStatus.EXPORTED, limit_s=LIMIT_S)


def now(batch: Batch) -> Batch:
    """The batch as it stands."""
    return Batch.objects.get(pk=batch.pk)


def outcome(batch: Batch) -> Outcome:
    """Digest of all results; sealed digests of the files; digests of the files as they lie on the disk."""
    with connection.cursor() as cursor:
        cursor.execute(RESULTS)
        results = cursor.fetchone()[0]
    sealed = dict(batch.files.values_list("kind", "sha256"))
    return results, sealed, on_disk(batch)


def on_disk(batch: Batch) -> dict[str, str]:
    """Digests of whatever can be seen under its final name."""
    folder = settings.MEDIA_ROOT / "exports" / batch.regency_code / batch.number
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("SLRT_*"))}


def check_no_half_file(batch: Batch, expected: Outcome) -> None:
    """A file under its final name is a whole one."""
    for name, digest in on_disk(batch).items():
        if expected[2][name] != digest:
            raise SystemExit(f"a half file was seen: {name}")


def to_frozen(batch: Batch) -> None:
    """Back to before the tabulation."""
    to_tabulated(batch)
    batch.files.all().delete()
    BatchResult.objects.all().delete()
    batch.chunks.update(tabulated_at=None)
    Batch.objects.filter(pk=batch.pk).update(status=BatchStatus.FROZEN, tabulated_at=None)


def to_tabulated(batch: Batch) -> None:
    """Back to before the writing, no file left."""
    shutil.rmtree(settings.MEDIA_ROOT / "exports", ignore_errors=True)
    batch.files.update(sealed_at=None, sha256="", path="")
    Batch.objects.filter(pk=batch.pk).update(status=BatchStatus.TABULATED, exported_at=None)


if __name__ == "__main__":
    main()
