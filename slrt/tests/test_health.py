"""Well or not well for everybody, and why for the administrator; whatever stops the work is noticed."""

import shutil
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.utils import timezone
from redis.exceptions import ConnectionError as NoValkey

from slrt import health, tasks


@pytest.fixture
def heart(db):
    """A worker has just answered beat."""
    tasks.beat_heart()
    yield
    cache.delete(health.HEARTBEAT)


def wrong(**options) -> list[str]:
    return [check.label for check in health.look(at=timezone.now(), **options) if not check.ok]


def test_all_well_is_said_in_one_word(heart, client):
    answer = client.get("/sehat/")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_silent_worker_is_not_well(heart, client):
    health.note_heartbeat(at=timezone.now() - timedelta(minutes=5))

    answer = client.get("/sehat/")

    assert (answer.status_code, answer.json()) == (503, {"status": "not ok"})
    assert wrong() == ["Pekerja dan penjadwal (Celery)"]


def test_without_valkey_pages_still_open_and_the_watch_is_told(heart, client, monkeypatch):
    def away(*_args, **_options):
        raise NoValkey

    monkeypatch.setattr(cache, "get", away)

    assert wrong() == ["Antrean (Valkey)", "Pekerja dan penjadwal (Celery)"]
    assert client.get("/sehat/hidup/").status_code == 200


def test_without_database_the_machine_is_taken_out(heart, client):
    def away(*_args):
        raise OperationalError

    with connection.execute_wrapper(away):
        assert client.get("/sehat/hidup/").status_code == 503
        assert client.get("/sehat/").status_code == 503


def test_waiting_migrations_are_not_well(heart, monkeypatch):
    health._all_applied.cache_clear()
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_args: ["0002"])
    assert wrong() == ["Tabel sesuai versi program"]

    monkeypatch.undo()
    assert wrong() == []


def test_a_full_disk_is_not_well(heart, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(9, 8, 2**30))

    assert wrong() == ["Ruang untuk foto"]


@pytest.mark.parametrize(("hours", "ok"), [(25, True), (27, False)])
def test_a_backup_is_due_every_night(heart, settings, tmp_path, hours, ok):
    settings.BACKUP_STAMP = str(tmp_path / "last")
    assert wrong() == ["Cadangan terakhir"]

    made = timezone.now() - timedelta(hours=hours)
    (tmp_path / "last").write_text(made.strftime(health.STAMP) + "\n")
    assert (wrong() == []) is ok


def test_reasons_are_for_the_administrator(heart, client, django_user_model, operator):
    health.note_heartbeat(at=timezone.now() - timedelta(minutes=5))
    admin = django_user_model.objects.create_user("root", role="admin", full_name="Admin")

    client.force_login(admin)
    page = client.get("/sehat/rincian/").text
    client.force_login(operator)
    refused = client.get("/sehat/rincian/")

    assert "Detak terakhir 3" in page
    assert refused.status_code == 403
