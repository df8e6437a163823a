"""A batch is created, its frozen rows are tabulated village by village; it is sent or cancelled."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dtks import comparison, formula, layouts
from dtks.models import Batch, BatchChunk, BatchRow, ExportFile
from dtks.states import BatchStatus
from dtks.tallies import TALLY
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Region, Round, User
from puskesos.scope import DISTRICT_LENGTH, REGENCY_LENGTH

SCOPE_COLUMN = {REGENCY_LENGTH: "regency_code", DISTRICT_LENGTH: "district_code", 13: "village_id"}


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
    """Hold the regency until the transaction ends: creating, freezing, undoing wait, so each sees what another took."""
    Region.objects.select_for_update(no_key=True).get(pk=regency_code)


def move(verb: str, batch: Batch, **columns: Any) -> None:
    """Perform one transition and read the batch again; Refused when somebody was faster."""
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
        place: dict[str, int | str] = {"batch": chunk.batch_id, "village": chunk.village_id}
        cursor.execute(formula.insert_results(tuple(versions)), place)
        cursor.execute(TALLY, place | {"at": at.isoformat()})
    return True


@transaction.atomic
def finish(batch_id: int, *, at: datetime) -> bool:
    """Move on once every village is tabulated, and write down which files are to be made; False if not yet.

    The comparison with the batch before needs all villages, so it is counted here. A transaction of its own, after the
    chunk's: two villages that end at once do not see each other's end.
    """
    if BatchChunk.objects.filter(batch=batch_id, tabulated_at__isnull=True).exists():
        return False
    if not Batch.objects.move("tabulate", pk=batch_id, tabulated_at=at):
        return False
    batch = Batch.objects.select_related("area", "round").get(pk=batch_id)
    comparison.compare(batch)
    ExportFile.objects.bulk_create(
        ExportFile(batch=batch, kind=kind, layout=layouts.VERSION, name=layouts.file_name(batch, kind))
        for kind in ExportFile.Kind.values
    )
    activity.record("batch.tabulate", target=batch, by=None, at=at)
    return True


@transaction.atomic
def cancel(batch: Batch, *, by: User, at: datetime) -> Batch:
    """Give the assessments back for another batch; the frozen rows stay on record."""
    move("cancel", batch, cancelled_at=at, cancelled_by=by)
    BatchRow.objects.filter(batch=batch, live=True).update(live=False)
    activity.record("batch.cancel", target=batch, by=by, at=at)
    return batch


@transaction.atomic
def mark_sent(batch: Batch, *, by: User, at: datetime) -> Batch:
    """Note that the files went to the ministry; from then on the batch cannot be cancelled."""
    move("mark_sent", batch, sent_at=at, sent_by=by)
    activity.record("batch.mark_sent", target=batch, by=by, at=at)
    return batch
