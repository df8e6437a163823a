"""What pages and workers ask about batches and the jobs that wait, counted from their rows."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Sum

from dtks.models import Batch, BatchChunk, ExportFile
from dtks.states import BatchStatus

# States in which workers have something to do.
WORKING = (BatchStatus.FREEZING, BatchStatus.FROZEN, BatchStatus.TABULATED)


@dataclass(frozen=True)
class Progress:
    """How much of a batch's work is done, counted from its job rows."""

    villages: int
    villages_copied: int
    villages_done: int
    rows: int
    people: int
    files: int
    files_done: int

    @property
    def done(self) -> int:
        """Steps done, villages and files alike."""
        return self.villages_done + self.files_done

    @property
    def total(self) -> int:
        """Steps in all."""
        return self.villages + self.files


def progress(batch: Batch) -> Progress:
    """Progress of the batch's work; a batch that is not tabulated yet will have a file of every kind."""
    chunks = batch.chunks.aggregate(
        villages=Count("pk"),
        villages_copied=Count("copied_at"),
        villages_done=Count("tabulated_at"),
        rows=Sum("rows"),
        people=Sum("people"),
    )
    files = batch.files.aggregate(files=Count("pk"), files_done=Count("sealed_at"))
    counts = {name: count or 0 for name, count in (chunks | files).items()}
    return Progress(**counts | {"files": counts["files"] or len(ExportFile.Kind.values)})


# --- jobs: rows that wait for a worker --------------------------------------------------------------------------------


def batches_at_work() -> list[int]:
    """Batches that workers still have something to do for."""
    at_work = Batch.objects.filter(status__in=WORKING)
    return list(at_work.order_by("pk").values_list("pk", flat=True))


def chunks_to_copy() -> list[int]:
    """Villages whose chosen assessments are not rows yet, the oldest batch first."""
    chunks = BatchChunk.objects.filter(copied_at__isnull=True, batch__status=BatchStatus.FREEZING)
    return list(chunks.order_by("batch", "village").values_list("pk", flat=True))


def waiting_chunks() -> list[int]:
    """Villages to tabulate, the oldest batch first."""
    chunks = BatchChunk.objects.filter(tabulated_at__isnull=True, batch__status=BatchStatus.FROZEN)
    return list(chunks.order_by("batch", "village").values_list("pk", flat=True))


def waiting_files() -> list[int]:
    """Files to write; a manifest only once the files it names are sealed."""
    waiting = ExportFile.objects.filter(sealed_at__isnull=True, batch__status=BatchStatus.TABULATED)
    others = waiting.filter(batch=OuterRef("batch")).exclude(kind=ExportFile.Kind.MANIFEST)
    due = waiting.filter(~Q(kind=ExportFile.Kind.MANIFEST) | ~Exists(others))
    return list(due.order_by("batch", "kind").values_list("pk", flat=True))
