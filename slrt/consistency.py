"""Whether database, files and keys still belong together: asked after every restore, and whenever somebody doubts."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model, QuerySet

from assessment.models import Photo
from dtks import export, layouts
from dtks.models import Batch, ExportFile
from households.identity import NotANumber, Unreadable, blind_index, mask, unseal
from households.models import IdentityNumber
from referrals.models import Letter, Paper

SAMPLE = 1000
TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What one check looked at; `wrong` names rows by table and key, never by what they say."""

    name: str
    checked: int
    wrong: tuple[str, ...] = ()


def check(*, sample: int = SAMPLE, counts: Mapping[str, int] | None = None) -> Iterator[Result]:
    """Every check, one after another; `sample` rows of each kind are looked at, 0 for all.

    `counts` is what a backup counted in each table while it was made.
    """
    yield unapplied_migrations()
    yield row_counts(counts)
    yield identity_numbers(sample)
    yield from (stored_files(model, storage, sample) for model, storage in _kept_files())
    yield sealed_files()
    yield files_made_again()


def unapplied_migrations() -> Result:
    """The code and the tables are of one version."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Result("migrations", len(executor.loader.graph.nodes), tuple(str(migration) for migration, _back in waiting))


def row_counts(expected: Mapping[str, int] | None) -> Result:
    """Tables hold the rows that the backup counted; without a count to compare with, only that they can be read."""
    found = {table: _count(table) for table in _tables()}
    if expected is None:
        return Result("rows", sum(found.values()))
    tables = sorted(found.keys() | expected.keys())
    wrong = tuple(
        f"{table}: {found.get(table)} instead of {expected.get(table)}"
        for table in tables
        if found.get(table) != expected.get(table)
    )
    return Result("rows", sum(found.values()), wrong)


def identity_numbers(sample: int) -> Result:
    """Sealed numbers open with our keys, and index and mask belong to what is inside."""
    rows = _some(IdentityNumber.objects.all(), sample)
    return Result("identity numbers", *_count_wrong(rows, _number_is_whole))


def stored_files(model: type[Model], storage: Storage, sample: int) -> Result:
    """Photos, papers and letters lie where their row says, with the digest that it says."""
    rows = _some(model._default_manager.all(), sample)
    return Result(model._meta.model_name or "", *_count_wrong(rows, lambda row: _digest(storage, row) == row.sha256))


def sealed_files() -> Result:
    """The files of every batch lie where their row says, with the digest they were sealed with."""
    rows = ExportFile.objects.filter(sealed_at__isnull=False).order_by("pk").iterator()
    return Result("sealed files", *_count_wrong(rows, lambda file: _disk_digest(file.path) == file.sha256))


def files_made_again() -> Result:
    """Written once more from the frozen rows, every sealed file has the same bytes; older layouts stay unwritten."""
    files = ExportFile.objects.filter(sealed_at__isnull=False, layout=layouts.VERSION, kind__in=export.WRITERS)
    rows = files.select_related("batch__area", "batch__round").order_by("pk")
    return Result("files made again", *_count_wrong(rows, lambda file: _made_again(file.batch, file) == file.sha256))


def _kept_files() -> list[tuple[type[Model], Storage]]:
    return [(Photo, storages["photos"]), (Paper, storages["photos"]), (Letter, storages["letters"])]


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [name for (name,) in cursor.fetchall()]


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 quoted name of a table
        return cursor.fetchone()[0]


def _some(rows: QuerySet, sample: int) -> Iterable[Model]:
    """All rows, or a handful drawn at random."""
    return rows.order_by("?")[:sample] if sample else rows.order_by("pk").iterator()


def _count_wrong(rows: Iterable, is_whole: Callable[..., bool]) -> tuple[int, tuple[str, ...]]:
    verdicts = [(is_whole(row), f"{row._meta.model_name} {row.pk}") for row in rows]
    return len(verdicts), tuple(name for whole, name in verdicts if not whole)


def _number_is_whole(row: IdentityNumber) -> bool:
    try:
        number = unseal(row.cipher)
        return blind_index(row.kind, number) == bytes(row.blind_index) and mask(number) == row.masked
    except (Unreadable, NotANumber):
        return False


def _digest(storage: Storage, row: Photo | Paper | Letter) -> str:
    try:
        with storage.open(row.path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _disk_digest(path: str) -> str:
    try:
        with (settings.MEDIA_ROOT / path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _made_again(batch: Batch, file: ExportFile) -> str:
    """The digest of the file written anew; empty when its rows no longer make one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.name
        try:
            export.WRITERS[file.kind](batch, path)
        except (export.Incomplete, Unreadable):
            return ""
        return _disk_digest(str(path))
