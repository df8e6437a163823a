"""Ten thousand surveys by phones that keep a journal, while lines break, calls repeat and the server is killed."""

import json
import multiprocessing
import random
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

from assessment.models import Assessment, Photo, Submission
from bench import field, phones
from bench.field_world import WORK
from bench.measure import Measurement, stopwatch
from bench.server import Server, server
from bench.worker import worker

FOLDER, WORKER_LOG = Path("build/bench-journal"), Path("build/bench-worker.log")
PHOTO_KB = 4
# Out of a hundred calls so many are cut before their answer is read, and so many are made twice.
CUT, REPEATED = 2, 4
RESTART_EVERY_S = 45
PATIENCE_S = 120


def journal(rows: int) -> list[Measurement]:
    """Send, then compare what phones wrote down with what the server has: nothing lost, nothing doubled."""
    facts = json.loads(WORK.read_text())
    jobs = field.take(facts["jobs"], rows)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.jsonl"):
        old.unlink()
    spawn = multiprocessing.get_context("spawn")
    with worker(WORKER_LOG), ProcessPoolExecutor(field.CLIENTS, mp_context=spawn) as pool, server() as running:
        stop = threading.Event()
        killer = threading.Thread(target=_kill_now_and_then, args=(running, stop))
        killer.start()
        shares = [(running.port, jobs[n :: field.CLIENTS], facts, n) for n in range(field.CLIENTS)]
        with stopwatch() as ours:
            counts = list(pool.map(keep_journal, shares))
        stop.set()
        killer.join()
    found = _compare()
    found |= {"cut": sum(one["cut"] for one in counts), "repeated": sum(one["repeated"] for one in counts)}
    return [Measurement("journal", rows, ours.seconds, ours.seconds, {**found, "restarts": _restarts})]


_restarts = 0


def _kill_now_and_then(running: Server, stop: threading.Event) -> None:
    global _restarts
    while not stop.wait(RESTART_EVERY_S):
        running.restart()
        _restarts += 1


def keep_journal(share: tuple) -> dict[str, int]:
    """One phone after another: what got a receipt is written down, with the hash the receipt names."""
    port, jobs, facts, client = share
    chance, counts = random.Random(client), {"cut": 0, "repeated": 0}  # noqa: S311
    with (FOLDER / f"{client}.jsonl").open("w", encoding="utf-8") as book:
        for number, job in enumerate(jobs):
            seed = client * 10**7 + number * phones.PHOTOS
            photos = [phones.photo_of(PHOTO_KB, seed=seed + one) for one in range(phones.PHOTOS)]
            visit = phones.visit_of(job, facts, photos)
            receipt = _send_until_received(port, visit, chance, counts)
            book.write(json.dumps({"pk": visit.pk, **receipt}) + "\n")
            book.flush()
    return counts


def _send_until_received(port: int, visit: phones.Visit, chance: random.Random, counts: dict[str, int]) -> dict:
    """The receipt, however often the line breaks."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        line = phones.Line(port, timeout=20)
        with suppress(phones.NoSignal):
            return _send_once(line, visit, chance, counts)
        line.close()
        time.sleep(0.1 + chance.random() / 2)
    raise RuntimeError(f"no receipt for {visit.pk}")


def _send_once(line: phones.Line, visit: phones.Visit, chance: random.Random, counts: dict[str, int]) -> dict:
    calls = [
        lambda: line.put_draft(visit),
        *[lambda photo=photo: line.put_photo(visit, photo) for photo in visit.photos],
    ]
    for call in [*calls, lambda: line.submit(visit)]:
        dice = chance.randrange(100)
        if dice < CUT:
            counts["cut"] += 1
            line.break_in_the_middle(visit)
        if dice >= 100 - REPEATED:
            counts["repeated"] += 1
            call()
        status, body = call()
        if status >= 500 or status in (423, 429):
            raise phones.NoSignal(str(status))
        if status not in (200, 201):
            raise RuntimeError(f"{status} {body}")
    receipt = body["receipt"]
    return {"number": receipt["number"], "hash": receipt["content_sha256"], "photos": receipt["photos"]["stored"]}


def _compare() -> dict[str, float]:
    """Journal against server, row by row."""
    written = {}
    for book in FOLDER.glob("*.jsonl"):
        for line in book.read_text().splitlines():
            entry = json.loads(line)
            written[entry["pk"]] = entry
    rows = Assessment.objects.filter(pk__in=list(written), status="submitted").select_related("field_draft")
    stored = {str(row.pk): (row.receipt_number, row.field_draft.content_sha256) for row in rows}
    lost = [pk for pk, entry in written.items() if stored.get(pk) != (entry["number"], entry["hash"])]
    sendings = Submission.objects.filter(assessment__in=list(written)).count()
    photos = Photo.objects.filter(assessment__in=list(written), removed_at=None).count()
    return {
        "written": len(written),
        "lost": len(lost),
        "doubled": sendings - len(written),
        "photos_missing": sum(entry["photos"] for entry in written.values()) - photos,
    }
