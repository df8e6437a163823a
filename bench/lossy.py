"""Twenty surveys over twenty bad lines: 50 kbit/s, 300 ms, and cut after every 150 KB."""

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from bench import field, phones
from bench.field_world import WORK
from bench.measure import Measurement, stopwatch
from bench.server import server

SURVEYS = 20
PHOTO_KB = 135
BYTES_PER_S = 50_000 / 8
DELAY_S = 0.3
CUT_EVERY = 150_000
# As the app does after a whole photo has failed.
PIECE = 12 * 1024
STEP = 1024


def lossy_link(rows: int) -> list[Measurement]:
    """Bytes that crossed the lines beside those of drafts and photos; `rows` is of no use here."""
    facts = json.loads(WORK.read_text())
    jobs = field.take(facts["jobs"], SURVEYS)
    visits = phones.prepare((jobs, facts, PHOTO_KB, 7 * 10**8))
    with server() as running, Lines(running.port) as lines, ThreadPoolExecutor(SURVEYS) as pool, stopwatch() as ours:
        receipts = list(pool.map(send_over, lines.ports(SURVEYS), visits))
    payload = sum(visit.payload_bytes for visit in visits)
    found = {
        "complete": sum(receipt["photos"]["stored"] == phones.PHOTOS for receipt in receipts),
        "payload_mb": round(payload / 1e6, 2),
        "sent_mb": round(lines.sent / 1e6, 2),
        "sent_per_payload": round(lines.sent / payload, 3),
        "cuts": lines.cuts,
    }
    at_best = payload / SURVEYS / BYTES_PER_S
    return [Measurement("lossy_link", SURVEYS, ours.seconds, round(at_best, 3), found)]


def send_over(port: int, visit: phones.Visit) -> dict:
    """Draft, photos in pieces, sending: after each break on from what the server has."""
    line = phones.Line(port, timeout=120)
    done: dict[str, int] = {}
    while True:
        with suppress(phones.NoSignal):
            _taken(line.put_draft(visit)) if "draft" not in done else None
            done["draft"] = 1
            for photo in visit.photos:
                _send_pieces(line, visit, photo, done)
            return _taken(line.submit(visit))["receipt"]


def _send_pieces(line: phones.Line, visit: phones.Visit, photo: bytes, done: dict[str, int]) -> None:
    digest = phones.digest_of(photo)
    while (start := done.get(digest, 0)) < len(photo):
        status, body = line.put_piece(visit, photo, start, PIECE)
        if status not in (201, 202, 409):
            raise RuntimeError(f"{status} {body}")
        done[digest] = body["received"]


def _taken(answer: tuple) -> dict:
    status, body = answer
    if status not in (200, 201):
        raise RuntimeError(f"{status} {body}")
    return body


class Lines:
    """Bad lines to a server, each a port of its own, run by one thread."""

    def __init__(self, target: int) -> None:
        self.target, self.sent, self.cuts = target, 0, 0
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> "Lines":
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    def ports(self, count: int) -> list[int]:
        """Open so many lines."""
        return [asyncio.run_coroutine_threadsafe(self._open(), self.loop).result() for _line in range(count)]

    async def _open(self) -> int:
        left = [CUT_EVERY]
        listening = await asyncio.start_server(lambda r, w: self._carry(r, w, left), "127.0.0.1", 0)
        return listening.sockets[0].getsockname()[1]

    async def _carry(self, phone_in, phone_out, left: list[int]) -> None:
        """Carry bytes both ways until somebody hangs up or the line breaks."""
        await asyncio.sleep(DELAY_S)
        server_in, server_out = await asyncio.open_connection("127.0.0.1", self.target)
        back = asyncio.ensure_future(self._back(server_in, phone_out))
        with suppress(OSError):
            while data := await phone_in.read(STEP):
                await asyncio.sleep(len(data) / BYTES_PER_S)
                self.sent += len(data)
                left[0] -= len(data)
                if left[0] <= 0:
                    left[0], self.cuts = CUT_EVERY, self.cuts + 1
                    break
                server_out.write(data)
                await server_out.drain()
        for writer in (server_out, phone_out):
            writer.transport.abort()
        back.cancel()

    async def _back(self, server_in, phone_out) -> None:
        with suppress(OSError):
            while data := await server_in.read(65536):
                await asyncio.sleep(DELAY_S)
                phone_out.write(data)
                await phone_out.drain()
