"""The machine file of a batch, numbers opened, checked and sealed, beside one COPY of the same cells."""

import hashlib
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench import tabulation as bench_tabulation
from bench.measure import Measurement, stopwatch
from dtks import export, layouts, tabulation
from dtks.models import Batch, ExportFile

FLOOR = (Path(__file__).parent / "floor_export.sql").read_text(encoding="utf-8")
SEALED = [place for place, column in enumerate(layouts.USULAN_BARU) if column.source == "sealed"]


def tabulated_batch() -> Batch:
    """The batch of the tabulation benchmark, tabulated if it is not yet."""
    batch = bench_tabulation.frozen_batch()
    for chunk in batch.chunks.filter(tabulated_at=None):
        tabulation.tabulate_chunk(chunk.pk, at=timezone.now())
    if tabulation.finish(batch.pk, at=timezone.now()):
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    batch.refresh_from_db()
    return batch


def measure(rows: int) -> list[Measurement]:
    """Time sealing the file, then the floor; but for the numbers both must hold the same cells."""
    batch = tabulated_batch()
    folder = settings.MEDIA_ROOT
    try:
        batch.files.update(sealed_at=None)
        with stopwatch() as floor:
            _write_floor(batch, folder / "floor.csv")
        job = ExportFile.objects.get(batch=batch, kind=ExportFile.Kind.CSV)
        with stopwatch() as ours:
            export.seal_export(job.pk, at=timezone.now())
        job.refresh_from_db()
        _compare(folder / "floor.csv", folder / job.path)
        print(f"  {job.rows:,} lines, {job.bytes / 1e6:,.0f} MB, sha256 {job.sha256[:16]}…")
    finally:
        shutil.rmtree(folder)
        folder.mkdir()
    return [Measurement("export_csv", rows, ours.seconds, floor.seconds)]


def _write_floor(batch: Batch, path: Path) -> None:
    with path.open("wb") as file, connection.cursor() as cursor, cursor.copy(FLOOR.format(batch=batch.pk)) as copy:
        for line in copy:
            file.write(line)


def _compare(floor: Path, ours: Path) -> None:
    """Digest both without the sealed columns; RuntimeError when they differ."""
    digests = []
    for path, skip in ((floor, 0), (ours, 1)):
        digest = hashlib.sha256()
        with path.open("rb") as file:
            for _header in range(skip):
                file.readline()
            for line in file:
                cells = line.rstrip(b"\r\n").split(b",", SEALED[-1] + 1)
                digest.update(b",".join(cell for place, cell in enumerate(cells) if place not in SEALED))
        digests.append(digest.digest())
    if digests[0] != digests[1]:
        raise RuntimeError("the file does not hold the cells of the floor")
