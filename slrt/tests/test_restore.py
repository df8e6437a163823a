"""A backup is worth what its restore proves: real dump, empty database, empty folder, every check; one byte is seen."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from assessment.models import Photo
from conftest import make_regions
from dtks import export
from dtks.models import Batch
from households import rows
from referrals.models import Letter
from slrt import consistency
from slrt.embedded.postgres import program_folder
from slrt.tests.world import build

DEPLOY = settings.BASE_DIR / "deploy"
RESTORED = "slrt_restored"


@pytest.fixture
def batch(transactional_db) -> Batch:
    """A small whole world, committed, with the sealed files of a batch."""
    batch = build(make_regions()).rows["own"]["batch"]
    for file in (*batch.files.exclude(kind="manifest"), batch.files.get(kind="manifest")):
        export.seal_export(file.pk, at=timezone.now())
    return batch


@pytest.fixture
def elsewhere(transactional_db, tmp_path):
    """The environment of another machine: an empty database of its own and an empty folder."""
    name = f"{RESTORED}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with psycopg.connect(database("postgres"), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        yield environment(DATABASE_URL=database(name), MEDIA_ROOT=str(tmp_path / "restored"))
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def database(name: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def environment(**changes: str) -> dict[str, str]:
    """Ours, with PostgreSQL's own programs in the path, on the real settings and the keys of a demo."""
    path = f"{program_folder()}{os.pathsep}{os.environ['PATH']}"
    real = {"DJANGO_SETTINGS_MODULE": "slrt.settings", "SLRT_DEMO": "1", "PYTHON": sys.executable}
    return {**os.environ, **real, "PATH": path, **changes}


def run(*command: str | Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 a list made here
        [str(part) for part in command], env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )


def back_up(folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    here = {"DATABASE_URL": database(connection.settings_dict["NAME"]), "BACKUP_DIR": str(folder)}
    return run("sh", DEPLOY / "backup.sh", env=environment(**here | changes))


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def red(**options) -> set[str]:
    """Names of the checks that found something wrong; names nobody and no number."""
    return {result.name for result in consistency.check(sample=0, **options) if result.wrong}


@pytest.mark.slow
def test_what_is_restored_is_what_was_there_and_one_byte_is_seen(batch, elsewhere, tmp_path):
    made = back_up(tmp_path / "backups")
    assert made.returncode == 0, made.stderr
    (month,) = (path for path in (tmp_path / "backups").iterdir() if path.is_dir())

    restored = run("sh", DEPLOY / "restore.sh", month, env=elsewhere)

    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert restored.stdout.endswith("Semua cocok.\n")
    assert "files made again: 4 diperiksa, 0 salah" in restored.stdout
    # Nothing that holds data is overwritten.
    assert "tidak kosong" in run("sh", DEPLOY / "restore.sh", month, env=elsewhere).stderr

    files = [
        settings.MEDIA_ROOT / Photo.objects.latest("uploaded_at").path,
        settings.MEDIA_ROOT / Letter.objects.latest("issued_at").path,
        settings.MEDIA_ROOT / batch.files.get(kind="csv").path,
    ]
    for file in files:
        flip(file)
    seen = red()
    for file in files:  # other tests of this process may meet the same photo
        flip(file)

    assert seen == {"photo", "letter", "sealed files"}


@pytest.mark.django_db
def test_numbers_are_red_under_another_key_and_rows_when_the_count_is_another(settings, operator):
    rows.seal_number("nik", "5108014711870001")
    assert red() == set()

    settings.IDENTITY_INDEX_KEY = "33" * 32
    assert red() == {"identity numbers"}
    settings.IDENTITY_ENCRYPTION_KEY = "44" * 32
    assert red(counts={"puskesos_user": 2}) == {"identity numbers", "rows"}


@pytest.mark.django_db(transaction=True)
def test_a_second_backup_takes_only_what_is_new_and_a_damaged_one_is_refused(elsewhere, tmp_path):
    media, backups = tmp_path / "media", tmp_path / "backups"
    (media / "photos").mkdir(parents=True)
    (media / "photos/one.jpg").write_text("one")
    (media / "photos/.two.part").write_text("half")
    first = back_up(backups, MEDIA_ROOT=str(media))
    (media / "photos/two.jpg").write_text("two")
    time.sleep(1.1)  # a backup is named by its second
    second = back_up(backups, MEDIA_ROOT=str(media))

    (month,) = (path for path in backups.iterdir() if path.is_dir())
    assert ("1 berkas (1 baru)" in first.stdout, "2 berkas (1 baru)" in second.stdout) == (True, True)
    flip(min(month.glob("*.media.tar")))
    refused = run("sh", DEPLOY / "restore.sh", month, env=elsewhere)
    assert refused.returncode == 1
    assert "Tidak ada yang dipulihkan" in refused.stderr
