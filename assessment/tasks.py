"""Work behind the pages: simulations, whose jobs are rows, and the daily cleaning of what no row knows."""

from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from assessment import evidence, parts, queries, simulation, uploads
from assessment.models import SimulationChunk

# A file is written before its row: one that waits longer than this waits for nothing.
ORPHAN_AGE = timedelta(days=1)
# A ring is worth nothing once beat has rung again.
RING_SECONDS = 10
# Few enough that every worker process gets some, enough that a village costs more than its message.
VILLAGES_AT_A_TIME = 8


@shared_task
def sweep_orphans() -> None:
    """Delete photos without a row, shard by shard, so that the known names of a large archive fit into memory."""
    older_than = timezone.now() - ORPHAN_AGE
    for shard in evidence.SHARDS:
        evidence.sweep_orphans(queries.photo_paths(shard), older_than=older_than, shards=[shard])


@shared_task
def forget_uploads() -> None:
    """Forget photos that waited a month for their survey."""
    uploads.forget_orphans(at=timezone.now())
    parts.forget_old(at=timezone.now())


@shared_task
def examine_photos() -> None:
    """Decode what phones sent, a handful at a time, until nothing waits."""
    while uploads.examine_some():
        pass


def ring() -> None:
    """Ask a worker to look for simulations once this transaction is kept; if the broker is away, beat asks."""
    transaction.on_commit(_ring, robust=True)


def _ring() -> None:
    wake_simulations.apply_async(retry=False)


@shared_task
def wake_simulations() -> None:
    """End simulations whose work is done, and ring for each village that one still waits for."""
    for simulation_id in simulation.unfinished():
        simulation.finish(simulation_id, at=timezone.now())
    waiting = simulation.waiting_chunks()
    for start in range(0, len(waiting), VILLAGES_AT_A_TIME):
        simulate_villages.apply_async([waiting[start : start + VILLAGES_AT_A_TIME]], expires=RING_SECONDS)


@shared_task
def simulate_villages(chunk_ids: list[int]) -> None:
    """Work off a handful of villages, each in its own transaction; the last one ends the simulation."""
    for chunk_id in chunk_ids:
        simulation.work_off(chunk_id, at=timezone.now())
    for simulation_id in (
        SimulationChunk.objects.filter(pk__in=chunk_ids).values_list("simulation", flat=True).distinct()
    ):
        simulation.finish(simulation_id, at=timezone.now())
