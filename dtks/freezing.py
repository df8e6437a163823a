"""Freezing: what goes in is chosen in one statement, then copied village by village by whichever worker is free."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from dtks.models import Batch, BatchChunk
from dtks.states import BatchStatus
from dtks.tabulation import SCOPE_COLUMN, move, one_at_a_time
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User

# One job for each village with its share of the choice: rows are numbered by village, then household.
CHOOSE = """
INSERT INTO dtks_batchchunk (batch_id, village_id, rows, people, first, assessments, tally)
SELECT %(batch)s, a.village_id, count(*), 0, sum(count(*)) OVER (ORDER BY a.village_id) - count(*) + 1,
       array_agg(a.id ORDER BY a.household_id), '{{}}'
FROM assessment_assessment a
JOIN households_household h ON h.id = a.household_id AND h.closed_on IS NULL
WHERE a.round_id = %(round)s AND a.status = 'approved' AND a.{scope} = %(area)s
  AND NOT EXISTS (SELECT FROM dtks_batchrow taken WHERE taken.assessment_id = a.id AND taken.live)
GROUP BY a.village_id
"""

# One statement is one snapshot: rows and people of a village cannot disagree, whatever is edited meanwhile. What were
# approved no more would stay out; undoing.py does not let it come to that.
COPY = """
WITH frozen AS (
    INSERT INTO dtks_batchrow (
        batch_id, sequence, live, village_id, district_code, regency_code, assessment_id, instrument_id,
        household_id, kk_id, address, dusun, rt, rw, answers, overrides, score, band, criteria,
        latitude, longitude, accuracy_m, located_at, surveyor_name, surveyed_at, reviewer_name, reviewed_at, photos)
    SELECT chunk.batch_id, chunk.first + chosen.place - 1, true,
           a.village_id, a.district_code, a.regency_code, a.id, a.instrument_id,
           h.id, h.kk_id, h.address, h.dusun, h.rt, h.rw, a.answers, a.overrides, a.score, a.band, a.criteria,
           a.latitude, a.longitude, a.accuracy_m, a.located_at,
           surveyor.full_name, a.started_at, reviewer.full_name, a.approved_at,
           ARRAY(SELECT photo.sha256 FROM assessment_photo photo
                 WHERE photo.assessment_id = a.id AND photo.removed_at IS NULL
                 ORDER BY photo.uploaded_at, photo.id)
    FROM dtks_batchchunk chunk
    CROSS JOIN unnest(chunk.assessments) WITH ORDINALITY AS chosen (id, place)
    JOIN assessment_assessment a ON a.id = chosen.id AND a.status = 'approved'
    JOIN households_household h ON h.id = a.household_id
    JOIN puskesos_user surveyor ON surveyor.id = a.surveyor_id
    JOIN puskesos_user reviewer ON reviewer.id = a.approved_by_id
    WHERE chunk.id = %(chunk)s
    ORDER BY chosen.place
    RETURNING id, household_id
), people AS (
    INSERT INTO dtks_batchperson (
        row_id, "order", regency_code, nik_id, name, birth_place, birth_date, sex, relation, marital, education,
        work_status, sector, disability, chronic_illness, pregnant, mother_name)
    SELECT f.id, row_number() OVER (PARTITION BY f.id ORDER BY m."order", m.id), m.regency_code,
           m.nik_id, m.name, m.birth_place, m.birth_date, m.sex, m.relation, m.marital, m.education,
           m.work_status, m.sector, m.disability, m.chronic_illness, m.pregnant, m.mother_name
    FROM frozen f JOIN households_member m ON m.household_id = f.household_id AND m.left_on IS NULL
    RETURNING 1
)
UPDATE dtks_batchchunk SET copied_at = %(at)s, assessments = '{}',
    rows = (SELECT count(*) FROM frozen), people = (SELECT count(*) FROM people)
WHERE id = %(chunk)s
"""


@transaction.atomic
def freeze(batch: Batch, *, by: User, at: datetime) -> Batch:
    """Choose every approved assessment of the round and area that is in no live batch; workers copy them from here on.

    Families that were closed meanwhile stay out. Refused when there is none, and while another batch of the regency
    is being frozen: what that one takes is known only when it is done.
    """
    one_at_a_time(batch.regency_code)
    move("freeze", batch, frozen_at=at, frozen_by=by)
    busy = Batch.objects.filter(regency_code=batch.regency_code, status=BatchStatus.FREEZING).exclude(pk=batch.pk)
    if other := busy.first():
        raise Refused(_("Batch %s sedang dibekukan. Tunggu sampai selesai, lalu coba lagi.") % other.number)
    rows = _choose(batch)
    if not rows:
        raise Refused(_("Belum ada pendataan yang disetujui dan belum masuk batch di wilayah ini."))
    activity.record("batch.freeze", target=batch, by=by, at=at, rows=rows, villages=batch.chunks.count())
    return batch


def _choose(batch: Batch) -> int:
    """Write the jobs; how many rows there will be."""
    values: dict[str, int | str] = {"batch": batch.pk, "round": batch.round_id, "area": batch.area_id}
    with connection.cursor() as cursor:
        cursor.execute(CHOOSE.format(scope=SCOPE_COLUMN[len(batch.area_id)]), values)
    return batch.chunks.aggregate(rows=Sum("rows"))["rows"] or 0


@transaction.atomic
def copy_chunk(chunk_id: int, *, at: datetime) -> bool:
    """Copy one village's chosen assessments with their people into rows; False when there is nothing to do.

    The chunk stays locked until all is written, so a second worker passes by and a killed one leaves no trace.
    """
    chunk = (
        BatchChunk.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=chunk_id, copied_at__isnull=True, batch__status=BatchStatus.FREEZING)
        .first()
    )
    if chunk is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(COPY, {"chunk": chunk_id, "at": at})
    return True


@transaction.atomic
def finish(batch_id: int) -> bool:
    """Move on once every village is copied; False if not yet. From here on the living tables are never asked again."""
    chunks = BatchChunk.objects.filter(batch=batch_id)
    if chunks.filter(copied_at__isnull=True).exists() or not Batch.objects.move("finish_freezing", pk=batch_id):
        return False
    chunks.filter(rows=0).delete()
    return True


def freeze_at_once(batch: Batch, *, by: User, at: datetime) -> Batch:
    """Freeze and copy here and now, for those who have no worker at hand: demo, tests, benches."""
    freeze(batch, by=by, at=at)
    for chunk in batch.chunks.all():
        copy_chunk(chunk.pk, at=at)
    finish(batch.pk)
    batch.refresh_from_db()
    return batch
