"""The bell: rings reach the queue, doubled and lost rings do no harm, two workers never write the same file."""

import os
import subprocess
import sys
from threading import Barrier, Thread

import pytest
from django.db import connection

from dtks import export, freezing, queries, tasks
from dtks.models import Batch
from dtks.states import BatchStatus
from dtks.tests.conftest import AT, tabulate

BROKER_AWAY = """
import django
django.setup()
from dtks import tasks
tasks.ring()
print("went on")
"""


def work_until_nothing_waits() -> None:
    """What a worker does with the messages of `wake`, one after the other."""
    tasks.wake()
    tasks.copy_chunks(queries.chunks_to_copy())
    tasks.tabulate_chunks(queries.waiting_chunks())
    while waiting := queries.waiting_files():
        for file_id in waiting:
            tasks.write_file(file_id)


def test_from_the_choice_to_files_by_tasks_alone(approved, open_batch, dinsos):
    approved("51.08.01.2001")
    approved("51.08.02.2001")
    freezing.freeze(open_batch, by=dinsos, at=AT)

    work_until_nothing_waits()

    open_batch.refresh_from_db()
    assert open_batch.status == BatchStatus.EXPORTED
    assert open_batch.files.filter(sealed_at__isnull=False).count() == 4


def test_doubled_rings_change_nothing(frozen_batch):
    chunk_ids = queries.waiting_chunks()
    work_until_nothing_waits()
    sealed = list(frozen_batch.files.values())

    tasks.tabulate_chunks(chunk_ids)
    for file in sealed:
        tasks.write_file(file["id"])
    tasks.wake()

    assert list(frozen_batch.files.values()) == sealed


def test_a_worker_killed_between_its_last_village_and_the_next_step_leaves_it_to_the_bell(frozen_batch):
    for chunk in frozen_batch.chunks.all():
        chunk.tabulated_at = AT
        chunk.save(update_fields=["tabulated_at"])

    tasks.wake()

    frozen_batch.refresh_from_db()
    assert frozen_batch.status == BatchStatus.TABULATED


def test_open_and_cancelled_batches_have_no_work(open_batch, tabulated_batch):
    Batch.objects.filter(pk=tabulated_batch.pk).update(status=BatchStatus.CANCELLED)

    waiting = (queries.chunks_to_copy(), queries.waiting_chunks(), queries.waiting_files())
    assert (queries.batches_at_work(), *waiting) == ([], [], [], [])


def test_a_manifest_waits_in_the_queue_of_files(tabulated_batch):
    assert [tabulated_batch.files.get(pk=pk).kind for pk in queries.waiting_files()] == ["csv", "reading", "xlsx"]


def test_a_ring_without_a_broker_is_logged_and_the_request_goes_on():
    environment = os.environ | {"REDIS_URL": "unix:///nowhere/valkey.sock", "DJANGO_SETTINGS_MODULE": "slrt.settings"}

    done = subprocess.run(  # noqa: S603 our own program
        [sys.executable, "-c", BROKER_AWAY],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert done.stdout == "went on\n"
    assert "Error calling _ring" in done.stderr


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_write_the_same_file(tabulated_batch):
    job = tabulated_batch.files.get(kind="csv")
    start, wrote = Barrier(2), []

    def write() -> None:
        start.wait()
        wrote.append(export.seal_export(job.pk, at=AT))
        connection.close()

    workers = [Thread(target=write) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(wrote) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_two_workers_copy_a_village_once(approved, open_batch, dinsos):
    for village in ("51.08.01.2001", "51.08.01.2002", "51.08.02.2001"):
        approved(village)
    freezing.freeze(open_batch, by=dinsos, at=AT)
    start, done = Barrier(2), []

    def work() -> None:
        start.wait()
        done.append([pk for pk in queries.chunks_to_copy() if freezing.copy_chunk(pk, at=AT)])
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(done[0] + done[1]) == sorted(open_batch.chunks.values_list("pk", flat=True))
    assert list(open_batch.rows.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_two_workers_tabulate_a_village_once(frozen_batch):
    start, done = Barrier(2), []

    def work() -> None:
        start.wait()
        done.append([pk for pk in queries.waiting_chunks() if tasks.tabulation.tabulate_chunk(pk, at=AT)])
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(done[0] + done[1]) == sorted(frozen_batch.chunks.values_list("pk", flat=True))
    assert tabulate(frozen_batch).status == BatchStatus.TABULATED
