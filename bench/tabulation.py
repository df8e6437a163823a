"""Tabulation of a batch by a real worker, beside one INSERT … SELECT written by hand for the whole batch."""

from pathlib import Path

from django.db import connection
from django.utils import timezone

from bench.measure import Measurement, stopwatch, wait_until
from bench.worker import worker
from dtks import freezing, tabulation, tasks
from dtks.models import Batch, BatchResult
from dtks.states import BatchStatus
from puskesos.models import Region, Round, User

FLOOR = (Path(__file__).parent / "floor_tabulation.sql").read_text(encoding="utf-8")
LOG = Path("build/bench-worker.log")
DIFFERENCES = """
SELECT count(*) FROM (
    (SELECT row_id, score, band, criteria, rank, agrees FROM floor_result
     EXCEPT SELECT row_id, score, band, criteria, rank, agrees FROM dtks_batchresult)
    UNION ALL
    (SELECT row_id, score, band, criteria, rank, agrees FROM dtks_batchresult
     EXCEPT SELECT row_id, score, band, criteria, rank, agrees FROM floor_result)) different
"""


def frozen_batch() -> Batch:
    """All approved families of the world's first round in one batch, frozen by the verb."""
    found = Batch.objects.filter(status__in=(BatchStatus.FROZEN, BatchStatus.TABULATED)).first()
    if found:
        return found
    office = User.objects.get(role="dinsos")
    batch = tabulation.create(
        round=Round.objects.earliest("pk"), area=Region.objects.get(pk=office.region_id), by=office, at=timezone.now()
    )
    with stopwatch() as choosing:
        freezing.freeze(batch, by=office, at=timezone.now())
    with worker(LOG), stopwatch() as copying:
        tasks.ring()
        wait_until(lambda: Batch.objects.get(pk=batch.pk).status != BatchStatus.FREEZING, limit_s=3600)
    print(f"  chosen in {choosing.seconds:.1f} s, copied by the worker in {copying.seconds:.1f} s")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return batch


def measure(rows: int) -> list[Measurement]:
    """Time the worker from the ring until the last village, then the floor; both must give the same rows."""
    batch = frozen_batch()
    _untabulate(batch)
    LOG.parent.mkdir(exist_ok=True)
    with worker(LOG), stopwatch() as ours:
        tasks.ring()
        wait_until(lambda: Batch.objects.get(pk=batch.pk).tabulated_at is not None, limit_s=3600)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS floor_result")
        cursor.execute("CREATE TABLE floor_result (LIKE dtks_batchresult INCLUDING ALL)")
        cursor.execute("ALTER TABLE floor_result ADD FOREIGN KEY (row_id) REFERENCES dtks_batchrow DEFERRABLE")
        with stopwatch() as floor:
            cursor.execute(FLOOR.format(batch=batch.pk))
        cursor.execute(DIFFERENCES)
        differences = cursor.fetchone()[0]
        cursor.execute("DROP TABLE floor_result")
    disagreeing = BatchResult.objects.filter(agrees=False).count()
    if differences or disagreeing:
        raise RuntimeError(f"{differences} rows differ from the floor, {disagreeing} from what was stored")
    return [Measurement("tabulation", rows, ours.seconds, floor.seconds)]


def _untabulate(batch: Batch) -> None:
    """Back to frozen, so that a kept world can be measured again."""
    batch.files.all().delete()
    BatchResult.objects.all().delete()
    batch.chunks.update(tabulated_at=None)
    Batch.objects.filter(pk=batch.pk).update(status=BatchStatus.FROZEN, tabulated_at=None)
