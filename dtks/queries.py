"""What pages, workers and the summary sheet ask about batches, counted from their rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from assessment.models import Assessment, Band
from assessment.states import AssessmentStatus
from dtks.models import Batch, BatchChunk, BatchResult, BatchRow, ExportFile
from dtks.states import BatchStatus

LOWEST, HIGHEST, STEP = 1500, 4500, 100


@dataclass(frozen=True)
class Progress:
    """How much of a batch's work is done, counted from its job rows."""

    villages: int
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


@dataclass
class SummaryLine:
    """One village (or the total): households, people, households by class, mean score."""

    classes: list[tuple[str, str]]
    village: str = ""
    village_code: str = ""
    district: str = ""
    households: int = 0
    people: int = 0
    by_class: list[int] = field(init=False)
    disagreeing: int = 0
    scored: int = 0
    score_sum: int = 0

    def __post_init__(self) -> None:
        self.by_class = [0] * len(self.classes)

    @property
    def named(self) -> list[tuple[str, int]]:
        """Name of each class with its households."""
        return [(text, count) for (_code, text), count in zip(self.classes, self.by_class, strict=True)]

    @property
    def mean(self) -> float | None:
        """Mean score of the households that have one, to one decimal."""
        return round(self.score_sum / self.scored, 1) if self.scored else None


@dataclass(frozen=True)
class Summary:
    """Counts per village and class, with totals; `classes` names the columns of `by_class`."""

    classes: list[tuple[str, str]]
    lines: list[SummaryLine]
    total: SummaryLine


def progress(batch: Batch) -> Progress:
    """Progress of the batch's work; three files belong to every batch, whether or not they are jobs yet."""
    chunks = batch.chunks.aggregate(
        villages=Count("pk"), villages_done=Count("tabulated_at"), rows=Sum("rows"), people=Sum("people")
    )
    done = batch.files.filter(sealed_at__isnull=False).count()
    return Progress(**{name: count or 0 for name, count in chunks.items()}, files=3, files_done=done)


def summary(batch: Batch) -> Summary:
    """Households per village and class as tabulation found them, villages in order of their codes."""
    classes = _classes(batch)
    lines = {chunk.village_id: _line(chunk, classes) for chunk in _chunks(batch)}
    position = {code: place for place, (code, _) in enumerate(classes)}
    for row in _counts(batch):
        line = lines[row["village"]]
        line.by_class[position[row["band"]]] += row["households"]
        line.disagreeing += row["disagreeing"]
        line.scored += row["scored"]
        line.score_sum += row["score_sum"] or 0
    return Summary(classes=classes, lines=list(lines.values()), total=_total(lines.values(), classes))


def _chunks(batch: Batch) -> Iterable[BatchChunk]:
    return batch.chunks.select_related("village__parent").order_by("village")


def _classes(batch: Batch) -> list[tuple[str, str]]:
    """Classes of every instrument the batch's rows were taken with, poorest first."""
    versions = BatchRow.objects.filter(batch=batch).values("instrument")
    bands = Band.objects.filter(instrument__in=versions).order_by("low", "-instrument__version")
    named: dict[str, str] = {}
    for band in bands:
        named.setdefault(band.code, band.text)
    return list(named.items())


def _counts(batch: Batch) -> Iterable[Mapping[str, Any]]:
    return (
        BatchResult.objects.filter(row__batch=batch)
        .values("band", village=F("row__village"))
        .annotate(
            households=Count("pk"),
            scored=Count("score"),
            score_sum=Sum("score"),
            disagreeing=Count("pk", filter=Q(agrees=False)),
        )
    )


def _line(chunk: BatchChunk, classes: list[tuple[str, str]]) -> SummaryLine:
    village = chunk.village
    return SummaryLine(
        village=village.titled,
        village_code=village.pk,
        district=village.parent.name if village.parent else "",
        households=chunk.rows,
        people=chunk.people,
        classes=classes,
    )


def _total(lines: Iterable[SummaryLine], classes: list[tuple[str, str]]) -> SummaryLine:
    total = SummaryLine(classes)
    for line in lines:
        for name in ("households", "people", "disagreeing", "scored", "score_sum"):
            setattr(total, name, getattr(total, name) + getattr(line, name))
        total.by_class = [mine + more for mine, more in zip(total.by_class, line.by_class, strict=True)]
    return total


def score_distribution(batch: Batch) -> list[tuple[int, int]]:
    """Households at each of the 31 possible totals (1500 to 4500), zeros included."""
    counted = BatchResult.objects.filter(row__batch=batch, score__isnull=False).values_list("score")
    found = dict(counted.annotate(households=Count("pk")).order_by("score"))
    return [(total, found.get(total, 0)) for total in range(LOWEST, HIGHEST + STEP, STEP)]


def versions(batch: Batch) -> list[str]:
    """Instrument versions of the batch's rows, as written in the file."""
    rows = BatchRow.objects.filter(batch=batch).order_by("instrument__code", "instrument__version")
    pairs = rows.values_list("instrument__code", "instrument__version").distinct()
    return [f"{code} v{version}" for code, version in pairs]


def ready(batch: Batch) -> int:
    """How many approved assessments freezing would take now."""
    approved = Assessment.objects.within(batch.area_id).filter(round=batch.round_id, status=AssessmentStatus.APPROVED)
    taken = BatchRow.objects.filter(live=True, assessment=OuterRef("pk"))
    return approved.filter(~Exists(taken)).count()


# --- jobs: rows that wait for a worker --------------------------------------------------------------------------------


def batches_at_work() -> list[int]:
    """Batches that workers still have something to do for."""
    at_work = Batch.objects.filter(status__in=(BatchStatus.FROZEN, BatchStatus.TABULATED))
    return list(at_work.order_by("pk").values_list("pk", flat=True))


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
