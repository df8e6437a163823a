"""Surveys handed over by four phones at once, with photos and without, beside files and rows written by hand."""

import hashlib
import json
import multiprocessing
import os
import statistics
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import psycopg
from django.conf import settings

from bench import field_world, phones
from bench.measure import Measurement, stopwatch
from bench.server import server
from bench.worker import database_url

CLIENTS = 4
PHOTO_KB = 250
# Before the clock runs: every process of the server has imported what it needs.
EACH = 6


def capture_photos(rows: int) -> list[Measurement]:
    """Draft, seven photos of 250 KB, sending."""
    return [_capture("capture_photos", rows, with_photos=True)]


def capture_answers(rows: int) -> list[Measurement]:
    """The draft with its answers only."""
    return [_capture("capture_answers", rows, with_photos=False)]


def _capture(name: str, rows: int, *, with_photos: bool) -> Measurement:
    facts = json.loads(field_world.WORK.read_text())
    jobs = take(facts["jobs"], rows + EACH * CLIENTS)
    # Processes of their own, so that clients wait for one another as little as phones do.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(CLIENTS, mp_context=spawn) as pool, server() as running:
        made = list(pool.map(phones.prepare, _shares(jobs, facts, with_photos)))
        list(pool.map(phones.send_all, [(running.port, part[:EACH], with_photos) for part in made]))
        rest = [(running.port, part[EACH:], with_photos) for part in made]
        with stopwatch() as ours:
            times = [took for part in pool.map(phones.send_all, rest) for took in part]
        memory = running.memory_mb()
    with stopwatch() as floor:
        _write_by_hand([visit for part in made for visit in part[EACH:]], with_photos=with_photos)
    facts = {
        "records_per_s": round(len(times) / ours.seconds, 1),
        "p50_ms": round(statistics.median(times) * 1000),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1] * 1000),
        "worker_memory_mb": memory,
        "clients": CLIENTS,
    }
    return Measurement(name, len(times), ours.seconds, floor.seconds, facts)


_used = 0


def take(jobs: list[dict], count: int) -> list[dict]:
    """Families that no bench of this run has used."""
    global _used
    start, _used = _used, _used + count
    if _used > len(jobs):
        raise RuntimeError(f"the world has {len(jobs)} families, {_used} are needed")
    return jobs[start:_used]


def _shares(jobs: list[dict], facts: dict, with_photos: bool) -> list[tuple]:
    kilobytes = PHOTO_KB if with_photos else 4
    return [(jobs[client::CLIENTS], facts, kilobytes, client * 10**6) for client in range(CLIENTS)]


def _write_by_hand(visits: list[phones.Visit], *, with_photos: bool) -> None:
    """The same bytes on disk and the same facts in one table, each transaction and file waited for, four at a time."""
    with psycopg.connect(database_url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS floor_field (id uuid, content jsonb, photo text)")
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda part: _write_some(part, with_photos), [visits[n::CLIENTS] for n in range(CLIENTS)]))


def _write_some(visits: list[phones.Visit], with_photos: bool) -> None:
    folder = Path(settings.MEDIA_ROOT) / "floor"
    folder.mkdir(parents=True, exist_ok=True)
    with psycopg.connect(database_url(), autocommit=True) as connection:
        for visit in visits:
            insert = "INSERT INTO floor_field VALUES (%s, %s, %s)"
            connection.execute(insert, (visit.pk, json.dumps(visit.body["content"]), None))
            for photo in visit.photos if with_photos else []:
                _write_file(folder / f"{hashlib.sha256(photo).hexdigest()}.jpg", photo)
                connection.execute(insert, (visit.pk, None, phones.digest_of(photo)))


def _write_file(path: Path, data: bytes) -> None:
    with path.with_suffix(".part").open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.with_suffix(".part").replace(path)
