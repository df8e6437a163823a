"""What a draft would make of the surveys there are: asked for, worked off village by village, counted."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from psycopg import sql

from assessment import formula, instrument
from assessment.authoring import may_author
from assessment.instrument import Definition
from assessment.models import Assessment, Instrument, Simulation, SimulationChunk
from assessment.states import AssessmentStatus
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Round, User

# A returned survey is being written at: what it was scored by is no longer what its answers say.
SCORED = (AssessmentStatus.SUBMITTED, AssessmentStatus.APPROVED)

ROWS = sql.SQL("""
FROM assessment_assessment
WHERE village_id = %(village)s AND status IN ('submitted', 'approved')
  AND (%(round)s::bigint IS NULL OR round_id = %(round)s)
""")
KEPT = {
    "id": "id", "district_code": "district_code", "regency_code": "regency_code",
    "score_before": "score", "band_before": "band",
}  # fmt: skip

COUNTED = sql.SQL("""
WITH scored AS MATERIALIZED ({scored}), counted AS (
    INSERT INTO assessment_simulationcount (simulation_id, village_id, before, after, rows)
    SELECT %(simulation)s, %(village)s, band_before, coalesce(band, ''), count(*)
    FROM scored GROUP BY band_before, coalesce(band, '')
)
INSERT INTO assessment_simulatedchange (simulation_id, village_id, district_code, regency_code, assessment_id,
                                        before, after, score_before, score_after)
SELECT %(simulation)s, %(village)s, district_code, regency_code, id,
       band_before, coalesce(band, ''), score_before, total
FROM scored WHERE band_before <> coalesce(band, '') ORDER BY total, id
""")


@transaction.atomic
def ask(draft: Instrument, *, round: Round | None, by: User, at: datetime) -> Simulation:
    """Ask what the draft, as it is now, makes of the sent surveys of its regency; an older answer goes away.

    The jobs are the rows of its chunks: one for each village that has surveys (ADR 8).
    """
    if not may_author(by) or draft.regency_id != by.region_id:
        raise Refused(_("Hanya petugas Dinsos kabupaten ini yang menjalankan simulasi."))
    row = Instrument.objects.draft().select_for_update(no_key=True).filter(pk=draft.pk).first()
    if row is None:
        raise Refused(_("Hanya draf yang disimulasikan. Muat ulang halaman."))
    _forget(row)
    simulation = Simulation.objects.create(
        instrument=row, revision=row.revision, regency_id=row.regency_id, round=round, asked_at=at, asked_by=by
    )
    villages = _surveys(simulation).order_by("village").values("village").annotate(rows=Count("pk"))
    SimulationChunk.objects.bulk_create(
        SimulationChunk(simulation=simulation, village_id=found["village"], rows=found["rows"]) for found in villages
    )
    activity.record("instrument.simulate", target=row, by=by, at=at, revision=row.revision)
    finish(simulation.pk, at=at)
    return simulation


def _forget(draft: Instrument) -> None:
    """Take the answer before away; a worker at one of its villages is waited for, as its chunk is locked."""
    list(SimulationChunk.objects.select_for_update().filter(simulation__instrument=draft).order_by("pk"))
    Simulation.objects.filter(instrument=draft).delete()


def _surveys(simulation: Simulation) -> QuerySet[Assessment]:
    rows = Assessment.objects.within(simulation.regency_id).filter(status__in=SCORED)
    return rows.filter(round=simulation.round_id) if simulation.round_id else rows


@transaction.atomic
def work_off(chunk_id: int, *, at: datetime) -> bool:
    """Score one village's surveys with the draft and keep what changes; False when there is nothing to do.

    An edit meanwhile makes the question another one: then nothing is kept, and the page says so.
    """
    chunk = (
        SimulationChunk.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("simulation__instrument")
        .filter(pk=chunk_id, done_at__isnull=True)
        .first()
    )
    if chunk is None:
        return False
    simulation = chunk.simulation
    statement = compare(instrument.read(simulation.instrument))
    # Asked after the parts were read: a revision that is still the same read the very draft of that revision.
    if not Simulation.objects.fresh().filter(pk=simulation.pk).exists():
        return False
    values: dict[str, int | str | None] = {
        "simulation": simulation.pk,
        "village": chunk.village_id,
        "round": simulation.round_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    chunk.done_at = at
    chunk.save(update_fields=["done_at"])
    return True


def compare(definition: Definition) -> str:
    """The statement that counts and keeps what changes in one village; takes `simulation`, `village`, `round`."""
    scored = formula.scored(definition, rows=ROWS, kept=KEPT, recompute=True)
    return COUNTED.format(scored=scored).as_string()


def finish(simulation_id: int, *, at: datetime) -> bool:
    """Mark the whole as done once no village waits; False if one does."""
    waiting = SimulationChunk.objects.filter(simulation=simulation_id, done_at__isnull=True)
    rows = Simulation.objects.filter(pk=simulation_id, finished_at__isnull=True)
    return not waiting.exists() and rows.update(finished_at=at) == 1


def unfinished() -> list[int]:
    """Simulations that workers still have something to do for; none of a draft that has changed since."""
    return list(Simulation.objects.fresh().filter(finished_at__isnull=True).values_list("pk", flat=True))


def waiting_chunks() -> list[int]:
    """Villages to work off, the oldest question first."""
    chunks = SimulationChunk.objects.filter(done_at__isnull=True, simulation__in=unfinished())
    return list(chunks.order_by("simulation", "village").values_list("pk", flat=True))
