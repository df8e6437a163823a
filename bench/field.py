"""Surveys handed over by four phones at once, with photos and without, beside files and rows written by hand."""

import json
import multiprocessing
import statistics
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from bench import by_hand, field_world, phones
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
    with _clients() as clients, server() as running:
        _each(clients, phones.prepare_mine, _shares(jobs, facts, with_photos))
        _each(clients, phones.send_mine, [(running.port, 0, EACH, with_photos)] * CLIENTS)
        with stopwatch() as ours:
            parts = _each(clients, phones.send_mine, [(running.port, EACH, None, with_photos)] * CLIENTS)
        memory = running.memory_mb()
        folder = Path(settings.MEDIA_ROOT) / "floor"
        by_hand.make_room(database_url(), folder)
        with stopwatch() as floor:
            _each(clients, by_hand.write_mine, [(database_url(), folder, EACH, with_photos)] * CLIENTS)
    times = [took for part in parts for took in part]
    facts = {
        "records_per_s": round(len(times) / ours.seconds, 1),
        "p50_ms": round(statistics.median(times) * 1000),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1] * 1000),
        "worker_memory_mb": memory,
        "clients": CLIENTS,
    }
    return Measurement(name, len(times), ours.seconds, floor.seconds, facts)


@contextmanager
def _clients() -> Iterator[list[Executor]]:
    """Processes of their own, so that clients wait for one another as little as phones do."""
    spawn = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        yield [stack.enter_context(ProcessPoolExecutor(1, mp_context=spawn)) for _client in range(CLIENTS)]


def _each(clients: list[Executor], do: Callable[[Any], Any], orders: list[tuple]) -> list[Any]:
    """What every client answers to its order; all work at once."""
    begun = [client.submit(do, order) for client, order in zip(clients, orders, strict=True)]
    return [one.result() for one in begun]


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
