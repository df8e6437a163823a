"""A batch from its creation until its rows are ranked: created, frozen, tabulated village by village; or cancelled."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dtks import formula, layouts
from dtks.models import Batch, BatchChunk, BatchRow, ExportFile
from dtks.states import BatchStatus
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Region, Round, User
from puskesos.scope import DISTRICT_LENGTH, REGENCY_LENGTH

SCOPE_COLUMN = {REGENCY_LENGTH: "regency_code", DISTRICT_LENGTH: "district_code", 13: "village_id"}

# Chosen apart, because a statement that reads the rows it is writing reads them again and again.
CHOOSE = """
CREATE TEMP TABLE chosen AS
SELECT a.id, row_number() OVER (ORDER BY a.village_id, a.household_id) AS sequence
FROM assessment_assessment a
WHERE a.round_id = %(round)s AND a.status = 'approved' AND a.{scope} = %(area)s
  AND NOT EXISTS (SELECT FROM dtks_batchrow taken WHERE taken.assessment_id = a.id AND taken.live)
"""

# One statement is one snapshot: rows, people and chunks cannot disagree, whatever is edited meanwhile. Its lists are
# never joined with one another: the planner cannot know how many rows they hold, and a wrong guess is quadratic.
FREEZE = """
WITH frozen AS (
    INSERT INTO dtks_batchrow (
        batch_id, sequence, live, village_id, district_code, regency_code, assessment_id, instrument_id,
        household_id, kk_id, address, dusun, rt, rw, answers, overrides, score, band, criteria,
        latitude, longitude, accuracy_m, located_at, surveyor_name, surveyed_at, reviewer_name, reviewed_at, photos)
    SELECT %(batch)s, chosen.sequence, true,
           a.village_id, a.district_code, a.regency_code, a.id, a.instrument_id,
           h.id, h.kk_id, h.address, h.dusun, h.rt, h.rw, a.answers, a.overrides, a.score, a.band, a.criteria,
           a.latitude, a.longitude, a.accuracy_m, a.located_at,
           surveyor.full_name, a.started_at, reviewer.full_name, a.approved_at,
           ARRAY(SELECT photo.sha256 FROM assessment_photo photo
                 WHERE photo.assessment_id = a.id AND photo.removed_at IS NULL
                 ORDER BY photo.uploaded_at, photo.id)
    FROM chosen
    JOIN assessment_assessment a ON a.id = chosen.id
    JOIN households_household h ON h.id = a.household_id
    JOIN puskesos_user surveyor ON surveyor.id = a.surveyor_id
    JOIN puskesos_user reviewer ON reviewer.id = a.approved_by_id
    ORDER BY chosen.sequence
    RETURNING id, household_id, village_id
), listed AS MATERIALIZED (
    SELECT f.id AS row_id, f.village_id AS frozen_village, m.*
    FROM frozen f JOIN households_member m ON m.household_id = f.household_id AND m.left_on IS NULL
), people AS (
    INSERT INTO dtks_batchperson (
        row_id, "order", regency_code, nik_id, name, birth_place, birth_date, sex, relation, marital, education,
        work_status, sector, disability, chronic_illness, pregnant, mother_name)
    SELECT row_id, row_number() OVER (PARTITION BY row_id ORDER BY "order", id), regency_code,
           nik_id, name, birth_place, birth_date, sex, relation, marital, education,
           work_status, sector, disability, chronic_illness, pregnant, mother_name
    FROM listed
)
INSERT INTO dtks_batchchunk (batch_id, village_id, rows, people)
SELECT %(batch)s, village_id, sum(households), sum(people)
FROM (SELECT village_id, 1 AS households, 0 AS people FROM frozen
      UNION ALL SELECT frozen_village, 0, 1 FROM listed) AS counted
GROUP BY village_id
"""


@transaction.atomic
def create(*, round: Round, area: Region, by: User, at: datetime) -> Batch:
    """Open a batch for a round and a regency, district or village of the person's own regency.

    Its number is regency, month and a running number, as in `51.08-202611-01`.
    """
    regency = by.region_id or ""
    if len(area.pk) not in SCOPE_COLUMN or area.pk[:REGENCY_LENGTH] != regency or round.regency_id != regency:
        raise Refused(_("Pilih wilayah dan periode di kabupaten Anda sendiri."))
    one_at_a_time(regency)
    month = f"{regency}-{timezone.localtime(at):%Y%m}"
    number = f"{month}-{Batch.objects.filter(number__startswith=f'{month}-').count() + 1:02d}"
    batch = Batch.objects.create(number=number, round=round, area=area, created_by=by, created_at=at)
    activity.record("batch.create", target=batch, by=by, at=at, round=round.pk)
    return batch


def one_at_a_time(regency_code: str) -> None:
    """Creating, freezing and undoing wait for one another within a regency, so each sees what the other took."""
    Region.objects.select_for_update(no_key=True).get(pk=regency_code)


@transaction.atomic
def freeze(batch: Batch, *, by: User, at: datetime) -> Batch:
    """Copy every approved assessment of the round and area that is in no live batch, with its people, into rows.

    Rows are numbered by village, then household; from here on the batch never looks at the living tables again.
    """
    one_at_a_time(batch.regency_code)
    _move("freeze", batch, frozen_at=at, frozen_by=by)
    rows = _copy(batch)
    if not rows:
        raise Refused(_("Belum ada pendataan yang disetujui dan belum masuk batch di wilayah ini."))
    activity.record("batch.freeze", target=batch, by=by, at=at, rows=rows, villages=batch.chunks.count())
    return batch


def _copy(batch: Batch) -> int:
    """Choose and copy; how many rows there are now."""
    values: dict[str, int | str] = {"batch": batch.pk, "round": batch.round_id, "area": batch.area_id}
    with connection.cursor() as cursor:
        cursor.execute(CHOOSE.format(scope=SCOPE_COLUMN[len(batch.area_id)]), values)
        cursor.execute("ANALYZE chosen")
        cursor.execute(FREEZE, values)
        cursor.execute("DROP TABLE chosen")
    return BatchRow.objects.filter(batch=batch).count()


def _move(verb: str, batch: Batch, **columns: Any) -> None:
    if not Batch.objects.move(verb, pk=batch.pk, **columns):
        raise Refused(_("Keadaan batch ini sudah berubah. Muat ulang halaman, lalu lihat keadaannya sekarang."))
    batch.refresh_from_db()


@transaction.atomic
def tabulate_chunk(chunk_id: int, *, at: datetime) -> bool:
    """Score, classify and rank one village again from its frozen answers; False when there is nothing to do.

    The chunk stays locked until all is written, so a second worker passes by and a killed one leaves no trace.
    """
    chunk = (
        BatchChunk.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=chunk_id, tabulated_at__isnull=True, batch__status=BatchStatus.FROZEN)
        .first()
    )
    if chunk is None:
        return False
    rows = BatchRow.objects.filter(batch=chunk.batch_id, village=chunk.village_id)
    versions = rows.values_list("instrument", flat=True).order_by("instrument").distinct()
    with connection.cursor() as cursor:
        cursor.execute(formula.insert_results(tuple(versions)), {"batch": chunk.batch_id, "village": chunk.village_id})
    chunk.tabulated_at = at
    chunk.save(update_fields=["tabulated_at"])
    return True


@transaction.atomic
def finish(batch_id: int, *, at: datetime) -> bool:
    """Move on once every village is tabulated, and write down which files are to be made; False if not yet.

    A transaction of its own, after the chunk's: two villages that end at once do not see each other's end.
    """
    if BatchChunk.objects.filter(batch=batch_id, tabulated_at__isnull=True).exists():
        return False
    if not Batch.objects.move("tabulate", pk=batch_id, tabulated_at=at):
        return False
    batch = Batch.objects.select_related("area").get(pk=batch_id)
    ExportFile.objects.bulk_create(
        ExportFile(batch=batch, kind=kind, layout=layouts.VERSION, name=layouts.file_name(batch, kind))
        for kind in ExportFile.Kind.values
    )
    activity.record("batch.tabulate", target=batch, by=None, at=at)
    return True


@transaction.atomic
def cancel(batch: Batch, *, by: User, at: datetime) -> Batch:
    """Give the assessments back for another batch; the frozen rows stay on record."""
    _move("cancel", batch, cancelled_at=at, cancelled_by=by)
    BatchRow.objects.filter(batch=batch, live=True).update(live=False)
    activity.record("batch.cancel", target=batch, by=by, at=at)
    return batch


@transaction.atomic
def mark_sent(batch: Batch, *, by: User, at: datetime) -> Batch:
    """Note that the files went to the ministry; from then on the batch cannot be cancelled."""
    _move("mark_sent", batch, sent_at=at, sent_by=by)
    activity.record("batch.mark_sent", target=batch, by=by, at=at)
    return batch
