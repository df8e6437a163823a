"""What goes into a batch is chosen once, copied village by village, and kept by the database as it stood."""

from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from assessment.models import Assessment
from dtks import export, freezing, tabulation
from dtks.models import Batch, BatchPerson, BatchRow
from dtks.states import BatchStatus
from dtks.tests.conftest import AT, tabulate
from puskesos.errors import Refused


def test_freezing_takes_exactly_the_approved_rows_of_round_and_area(approved, round_, regions, dinsos, settings):
    inside = [approved("51.08.01.2002"), approved("51.08.01.2001"), approved("51.08.01.2001")]
    approved("51.08.02.2001")
    for status in ("draft", "submitted", "returned"):
        approved("51.08.01.2001", status=status)
    batch = tabulation.create(round=round_, area=regions["51.08.01"], by=dinsos, at=AT)

    freezing.freeze_at_once(batch, by=dinsos, at=AT)

    rows = batch.rows.order_by("sequence")
    assert [row.assessment_id for row in rows] == [inside[1].pk, inside[2].pk, inside[0].pk]
    assert [row.sequence for row in rows] == [1, 2, 3]
    assert batch.status == BatchStatus.FROZEN
    assert list(batch.chunks.values_list("village", "rows", "people")) == [
        ("51.08.01.2001", 2, 4),
        ("51.08.01.2002", 1, 2),
    ]


def test_a_frozen_row_holds_the_household_as_it_stood(approved, open_batch, dinsos):
    assessment = approved(people=3)
    gone = assessment.household.members.get(order=2)
    gone.left_on, gone.leave_reason = AT.date(), "1"
    gone.save(update_fields=["left_on", "leave_reason"])
    assessment.photos.filter(slot="0").update(removed_at=AT)

    freezing.freeze_at_once(open_batch, by=dinsos, at=AT)
    assessment.household.members.update(name="Lain")
    assessment.household.address = "Tempat lain"
    assessment.household.save(update_fields=["address"])

    row = open_batch.rows.get()
    assert [(p.order, p.name) for p in row.people.all()] == [(1, "Wayan 1 1"), (2, "Wayan 1 3")]
    assert (row.address, row.rt, row.rw, row.kk_id) == ("Jalan Ratna 1", "1", "02", assessment.household.kk_id)
    assert (row.surveyor_name, row.reviewer_name) == ("Ayu Lestari", "Made Wirawan")
    assert row.photos == [f"{1:032x}{slot:032x}" for slot in range(1, 7)]


def test_a_second_batch_takes_what_was_approved_later(approved, round_, regions, dinsos):
    approved()
    first, second = (tabulation.create(round=round_, area=regions["51.08"], by=dinsos, at=AT) for _ in range(2))
    freezing.freeze_at_once(first, by=dinsos, at=AT)
    later = approved()

    freezing.freeze_at_once(second, by=dinsos, at=AT)

    assert [row.assessment_id for row in second.rows.all()] == [later.pk]


def test_freezing_nothing_is_refused_and_leaves_the_batch_open(open_batch, dinsos):
    with pytest.raises(Refused):
        freezing.freeze_at_once(open_batch, by=dinsos, at=AT)

    open_batch.refresh_from_db()
    assert open_batch.status == BatchStatus.OPEN
    assert open_batch.frozen_at is None


def test_a_cancelled_batch_gives_its_assessments_back(frozen_batch, round_, regions, dinsos):
    taken = set(frozen_batch.rows.values_list("assessment", flat=True))

    tabulation.cancel(frozen_batch, by=dinsos, at=AT)

    again = tabulation.create(round=round_, area=regions["51.08"], by=dinsos, at=AT)
    freezing.freeze_at_once(again, by=dinsos, at=AT)
    assert set(again.rows.values_list("assessment", flat=True)) == taken
    assert frozen_batch.rows.filter(live=False).count() == 3


def test_an_assessment_cannot_be_in_two_live_batches(frozen_batch, open_batch, dinsos):
    row = frozen_batch.rows.first()
    row.pk, row.sequence = None, 99

    with pytest.raises(IntegrityError, match="dtks_assessment_in_one_live_batch"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("change", [{"score": 1600}, {"address": "x"}, {"sequence": 9}, {"answers": {}}])
def test_a_frozen_row_cannot_change(frozen_batch, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        frozen_batch.rows.filter(sequence=1).update(**change)


def test_a_frozen_row_or_person_cannot_be_removed(frozen_batch):
    with pytest.raises(DatabaseError), transaction.atomic():
        BatchPerson.objects.filter(row__batch=frozen_batch).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        BatchRow.objects.filter(batch=frozen_batch)._raw_delete("default")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_batches_frozen_at_once_share_no_family(attempt, approved, round_, regions, dinsos):
    taken = {approved(code).pk for code in ("51.08.01.2001", "51.08.01.2002", "51.08.02.2001") for _ in range(4)}
    batches = [tabulation.create(round=round_, area=regions[code], by=dinsos, at=AT) for code in ("51.08", "51.08.01")]
    start, refused = Barrier(2), []

    def freeze(batch: Batch) -> None:
        start.wait()
        try:
            freezing.freeze(batch, by=dinsos, at=AT)
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=freeze, args=[batch]) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for batch in batches:
        copy_all(batch)
    rows = list(BatchRow.objects.filter(live=True).values_list("assessment", flat=True))
    assert len(refused) == 1
    assert len(rows) == len(set(rows))
    assert set(rows) <= taken


@pytest.fixture
def chosen_batch(approved, open_batch, dinsos) -> Batch:
    """Three families in two villages, chosen and not copied yet."""
    for village in ("51.08.01.2001", "51.08.01.2001", "51.08.02.2001"):
        approved(village)
    return freezing.freeze(open_batch, by=dinsos, at=AT)


def copy_all(batch: Batch) -> None:
    """Copy every village and move on."""
    for chunk in batch.chunks.all():
        freezing.copy_chunk(chunk.pk, at=AT)
    freezing.finish(batch.pk)
    batch.refresh_from_db()


def test_asking_writes_the_jobs_and_copies_nothing(chosen_batch):
    assert chosen_batch.status == BatchStatus.FREEZING
    assert list(chosen_batch.chunks.values_list("village", "rows", "first", "copied_at")) == [
        ("51.08.01.2001", 2, 1, None),
        ("51.08.02.2001", 1, 3, None),
    ]
    assert not chosen_batch.rows.exists()


def test_a_batch_is_frozen_after_its_last_village_and_remembers_the_choice_no_more(chosen_batch):
    first, last = chosen_batch.chunks.all()
    freezing.copy_chunk(first.pk, at=AT)
    assert not freezing.finish(chosen_batch.pk)

    freezing.copy_chunk(last.pk, at=AT)

    assert freezing.finish(chosen_batch.pk)
    assert not freezing.finish(chosen_batch.pk)
    assert list(chosen_batch.chunks.values_list("assessments", "rows", "people")) == [([], 2, 4), ([], 1, 2)]


def test_a_village_copied_twice_is_copied_once(chosen_batch):
    chunk = chosen_batch.chunks.first()

    assert [freezing.copy_chunk(chunk.pk, at=AT) for _ in range(2)] == [True, False]
    assert chosen_batch.rows.count() == 2


def test_a_worker_killed_half_way_leaves_the_same_rows(chosen_batch):
    """Its transaction is undone; the next worker writes what an undisturbed one would have written."""
    with transaction.atomic():
        freezing.copy_chunk(chosen_batch.chunks.last().pk, at=AT)
        transaction.set_rollback(True)
    copy_all(chosen_batch)
    digest = export.rows_digest(chosen_batch)
    tabulation.cancel(chosen_batch, by=chosen_batch.created_by, at=AT)

    again = tabulation.create(round=chosen_batch.round, area=chosen_batch.area, by=chosen_batch.created_by, at=AT)
    freezing.freeze_at_once(again, by=chosen_batch.created_by, at=AT)

    assert export.rows_digest(again) == digest


def test_what_is_approved_after_the_choice_waits_for_the_next_batch(chosen_batch, approved):
    approved("51.08.01.2001")

    copy_all(chosen_batch)

    assert chosen_batch.rows.count() == 3


def test_a_decision_taken_back_meanwhile_stays_out_and_the_files_are_still_whole(chosen_batch, tmp_path):
    first = chosen_batch.chunks.first()
    Assessment.objects.filter(pk=first.assessments[0]).update(status="submitted", approved_at=None, approved_by=None)

    copy_all(chosen_batch)
    tabulate(chosen_batch)

    assert list(chosen_batch.rows.order_by("sequence").values_list("sequence", flat=True)) == [2, 3]
    assert export.write_csv(chosen_batch, tmp_path / "x.csv") == 4


def test_a_village_of_which_nothing_is_left_is_no_line(chosen_batch):
    Assessment.objects.filter(village="51.08.02.2001").update(status="submitted", approved_at=None, approved_by=None)

    copy_all(chosen_batch)

    assert list(chosen_batch.chunks.values_list("village", flat=True)) == ["51.08.01.2001"]


def test_a_family_that_was_closed_stays_out(approved, open_batch, dinsos):
    approved()
    gone = approved().household
    gone.closed_on = AT.date()
    gone.save(update_fields=["closed_on"])

    freezing.freeze_at_once(open_batch, by=dinsos, at=AT)

    assert open_batch.rows.count() == 1


def test_while_a_batch_is_being_frozen_no_other_is(chosen_batch, round_, regions, dinsos):
    other = tabulation.create(round=round_, area=regions["51.08.02"], by=dinsos, at=AT)

    with pytest.raises(Refused, match=chosen_batch.number):
        freezing.freeze(other, by=dinsos, at=AT)
    with pytest.raises(Refused):
        tabulation.cancel(chosen_batch, by=dinsos, at=AT)

    other.refresh_from_db()
    assert other.status == BatchStatus.OPEN
