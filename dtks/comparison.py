"""A batch beside the one before it: who is new, who left, whose class and score moved; counted once, at tabulation."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import connection

from assessment.models import Band
from dtks.models import Batch
from dtks.states import BatchStatus

COMPARABLE = (BatchStatus.TABULATED, BatchStatus.EXPORTED, BatchStatus.SENT)

# A score is compared only where both visits used the same version of the instrument.
COMPARE = """
WITH side AS MATERIALIZED (
    SELECT r.batch_id, r.household_id, r.instrument_id, s.score, s.band, c."order" AS place
    FROM dtks_batchrow r
    JOIN dtks_batchresult s ON s.row_id = r.id
    LEFT JOIN assessment_band c ON c.instrument_id = r.instrument_id AND c.code = s.band
    WHERE r.batch_id IN (%(before)s, %(now)s)
), paired AS (
    SELECT before.band AS band_before, now.band AS band_now, sign(now.place - before.place) AS moved,
           CASE WHEN now.instrument_id = before.instrument_id THEN now.score - before.score END AS points
    FROM (SELECT * FROM side WHERE batch_id = %(before)s) before
    FULL JOIN (SELECT * FROM side WHERE batch_id = %(now)s) now USING (household_id)
)
SELECT band_before, band_now, moved, sign(points), count(*), coalesce(sum(points), 0)
FROM paired GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""


def previous_of(batch: Batch) -> Batch | None:
    """The last batch of the same area in an earlier round.

    Batches of one round share no family, so beside one another they would only say "all new, all gone".
    """
    earlier = Batch.objects.filter(
        area=batch.area_id, status__in=COMPARABLE, round__opens_on__lt=batch.round.opens_on, frozen_at__isnull=False
    )
    return earlier.order_by("-round__opens_on", "-frozen_at").first()


def compare(batch: Batch) -> None:
    """Write down how a tabulated batch differs from the one before; nothing where there is none."""
    previous = previous_of(batch)
    if previous is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(COMPARE, {"before": previous.pk, "now": batch.pk})
        found = _counts(cursor.fetchall())
    Batch.objects.filter(pk=batch.pk).update(previous=previous, comparison=found)


def _counts(groups: list[tuple[Any, ...]]) -> dict[str, Any]:
    classes, scores, matrix = Counter[str](), Counter[str](), []
    for before, now, moved, direction, households, points in groups:
        matrix.append([before, now, households])
        if before is None or now is None:
            continue
        classes[_word(moved, "poorer", "same", "better")] += households
        scores[_word(direction, "down", "same", "up")] += households
        scores["sum"] += int(points)
    return {"matrix": matrix, "classes": dict(classes), "scores": dict(scores)}


def _word(sign: Any, below: str, equal: str, above: str) -> str:
    return "unknown" if sign is None else (below, equal, above)[int(sign) + 1]


@dataclass(frozen=True)
class MatrixLine:
    """Households of one class before (None: new), by their class now; the last count is those not in this batch."""

    label: str
    counts: list[tuple[str, int, bool]]
    total: int


@dataclass(frozen=True)
class Comparison:
    """What the page shows; `headers` name the columns of the matrix."""

    previous: Batch
    new: int
    left: int
    stayed: int
    poorer: int
    same: int
    better: int
    score_up: int
    score_down: int
    score_same: int
    not_scored: int
    mean_change: float | None
    headers: list[str]
    lines: list[MatrixLine]


def comparison_of(batch: Batch, *, new: str, left: str) -> Comparison | None:
    """The stored comparison in the words of the classes; `new` and `left` name the row and column beside them."""
    if batch.previous is None:
        return None
    cells: Counter[tuple[str | None, str | None]] = Counter()
    for before, now, households in batch.comparison["matrix"]:
        cells[before, now] += households
    classes, scores = batch.comparison["classes"], batch.comparison["scores"]
    named = [*_classes(cells), (None, "")]
    scored = sum(scores.get(word, 0) for word in ("up", "down", "same"))
    return Comparison(
        previous=batch.previous,
        new=sum(count for (before, _now), count in cells.items() if before is None),
        left=sum(count for (_before, now), count in cells.items() if now is None),
        stayed=sum(classes.values()),
        poorer=classes.get("poorer", 0),
        same=classes.get("same", 0),
        better=classes.get("better", 0),
        score_up=scores.get("up", 0),
        score_down=scores.get("down", 0),
        score_same=scores.get("same", 0),
        not_scored=scores.get("unknown", 0),
        mean_change=round(scores.get("sum", 0) / scored, 1) if scored else None,
        headers=[text or left for _code, text in named],
        lines=[_line(text or new, code, cells, named, left=left) for code, text in named],
    )


def _classes(cells: Counter[tuple[str | None, str | None]]) -> list[tuple[str | None, str]]:
    """Classes that occur, poorest first, by the newest wording."""
    codes = {code for pair in cells for code in pair if code is not None}
    named: dict[str | None, str] = {}
    for band in Band.objects.filter(code__in=codes).order_by("order", "-instrument__version"):
        named.setdefault(band.code, band.text)
    return list(named.items())


def _line(
    label: str, before: str | None, cells: Counter[Any], named: list[tuple[str | None, str]], *, left: str
) -> MatrixLine:
    counts = [(text or left, cells[before, now], before == now and now is not None) for now, text in named]
    return MatrixLine(label=label, counts=counts, total=sum(count for _text, count, _same in counts))
