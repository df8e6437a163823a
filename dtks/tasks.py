"""The bell: a task takes an id and calls one verb. Every job is a row, so a lost or doubled ring does no harm."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from dtks import export, freezing, queries, tabulation
from dtks.models import BatchChunk, ExportFile

# A ring is worth nothing once beat has rung again.
RING_SECONDS = 10
# Few enough that every worker process gets some, enough that a village costs more than its message.
VILLAGES_AT_A_TIME = 8


def ring() -> None:
    """Ask a worker to look for work once this transaction is kept; if the broker is away, the next beat asks.

    `robust`: the request has done its work, so a failing bell is logged and not shown to the person.
    """
    transaction.on_commit(_ring, robust=True)


def _ring() -> None:
    wake.apply_async(retry=False)


@shared_task
def wake() -> None:
    """Move on batches whose work is done, and ring for each village and file that still waits."""
    for batch_id in queries.batches_at_work():
        freezing.finish(batch_id)
        tabulation.finish(batch_id, at=timezone.now())
        export.finish(batch_id, at=timezone.now())
    for task, waiting in ((copy_chunks, queries.chunks_to_copy()), (tabulate_chunks, queries.waiting_chunks())):
        for start in range(0, len(waiting), VILLAGES_AT_A_TIME):
            task.apply_async([waiting[start : start + VILLAGES_AT_A_TIME]], expires=RING_SECONDS)
    for file_id in queries.waiting_files():
        write_file.apply_async([file_id], expires=RING_SECONDS)


@shared_task
def copy_chunks(chunk_ids: list[int]) -> None:
    """Copy a handful of villages, each in its own transaction; after the last of all tabulation is due."""
    for chunk_id in chunk_ids:
        freezing.copy_chunk(chunk_id, at=timezone.now())
    for batch_id in _batches_of(chunk_ids):
        if freezing.finish(batch_id):
            ring()


@shared_task
def tabulate_chunks(chunk_ids: list[int]) -> None:
    """Tabulate a handful of villages, each in its own transaction; after the last of all the files are due."""
    for chunk_id in chunk_ids:
        tabulation.tabulate_chunk(chunk_id, at=timezone.now())
    for batch_id in _batches_of(chunk_ids):
        if tabulation.finish(batch_id, at=timezone.now()):
            ring()


def _batches_of(chunk_ids: list[int]) -> list[int]:
    return list(BatchChunk.objects.filter(pk__in=chunk_ids).order_by().values_list("batch", flat=True).distinct())


@shared_task
def write_file(file_id: int) -> None:
    """Write and seal one file; after the last but one the manifest is due, after the last the batch is ready."""
    done = export.seal_export(file_id, at=timezone.now())
    if done and not export.finish(ExportFile.objects.get(pk=file_id).batch_id, at=timezone.now()):
        ring()
