"""Phones of the field app as the server sees them: plain HTTP on one kept connection, in processes of their own."""

import hashlib
import http.client
import io
import json
import random
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from PIL import Image

TOKEN = "0123456789abcdefghijABCDEFGHIJ01"  # noqa: S105 any token is good whose cookie is the same
TIMEOUT_S = 60
PHOTO_SIZE = (1280, 960)


class NoSignal(Exception):
    """The connection broke, or something else than the server answered."""


@dataclass
class Visit:
    """A complete visit with its photos."""

    session: str
    body: dict[str, Any]
    photos: list[bytes] = field(repr=False)
    pk: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def payload_bytes(self) -> int:
        """What must cross the line at least: the draft and its photos."""
        return len(json.dumps(self.body)) + sum(len(photo) for photo in self.photos)


def visit_of(job: dict[str, str], facts: dict[str, Any], photos: list[bytes]) -> Visit:
    """The visit of a job."""
    now = datetime.now(UTC).isoformat()
    manifest = [_entry(slot, photo, now) for slot, photo in zip(facts["slots"], photos, strict=True)]
    nothing = {"new": None, "changes": None, "base": None}
    content = {
        "household": {"id": job["household"], **nothing},
        "members": [],
        "identity_confirmed": True,
        "answers": facts["answers"],
        "numbers": {"floor_area_m2": 36.5, "monthly_income_rp": 1_500_000},
        "overrides": [],
        "position": {
            "latitude": "-8.150000",
            "longitude": "114.650000",
            "accuracy_m": 8,
            "located_at": now,
            "attempts": 2,
            "reason": "",
        },
        "note": "",
        "manifest": manifest,
    }
    body = {
        "instrument": facts["instrument"],
        "revision": str(uuid.uuid4()),
        "parent_revision": None,
        "started_at": now,
        "finished_at": now,
        "device": str(uuid.uuid4()),
        "device_at": now,
        "content": content,
    }
    return Visit(job["session"], body, photos)


def _entry(slot: str, photo: bytes, now: str) -> dict[str, Any]:
    nowhere = dict.fromkeys(("latitude", "longitude", "accuracy_m"))
    facts = {"slot": slot, "sha256": digest_of(photo), "bytes": len(photo), "taken_at": now}
    return {**facts, **nowhere, "source": "camera", "reason": ""}


def digest_of(photo: bytes) -> str:
    """The hash by which a photo is known."""
    return hashlib.sha256(photo).hexdigest()


def photo_of(kilobytes: int, *, seed: int) -> bytes:
    """A photo of about so many kilobytes; each seed another picture, with the noise of a cheap camera."""
    fields = Image.frombytes("RGB", (8, 6), random.Random(seed).randbytes(8 * 6 * 3))  # noqa: S311
    picture = fields.resize((160, 120), Image.Resampling.NEAREST)
    if kilobytes >= 20:
        # The noise alone is the same in every process: the library begins each with the same numbers.
        noise = Image.merge("RGB", [Image.effect_noise(PHOTO_SIZE, 12)] * 3)
        noise.paste(picture)
        picture = noise
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=70)
    return file.getvalue()


class Line:
    """One kept connection to the server."""

    def __init__(self, port: int, *, timeout: float = TIMEOUT_S) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def call(self, method: str, path: str, body: bytes, *, session: str, kind: str = "application/json") -> tuple:
        """Status and JSON of one call; NoSignal when there is none."""
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": kind,
            "X-SLRT-App": "1",
        }
        try:
            self.connection.request(method, f"/api/v1/{path}", body, headers)
            answer = self.connection.getresponse()
            raw = answer.read()
            return answer.status, json.loads(raw)
        except (OSError, http.client.HTTPException, ValueError) as error:
            with suppress(OSError):
                self.connection.close()
            raise NoSignal(type(error).__name__) from error

    def put_draft(self, visit: Visit) -> tuple:
        """Hand over the draft."""
        return self.call("PUT", f"assessments/{visit.pk}", json.dumps(visit.body).encode(), session=visit.session)

    def put_photo(self, visit: Visit, photo: bytes) -> tuple:
        """Hand over one photo."""
        return self.call("PUT", f"photos/{digest_of(photo)}", photo, session=visit.session, kind="image/jpeg")

    def put_photos(self, visit: Visit, photos: list[bytes]) -> tuple:
        """Hand over several photos at once."""
        mark = uuid.uuid4().hex
        parts = [_form_part(mark, photo) for photo in photos]
        body = b"".join([*(piece for part in parts for piece in part), f"--{mark}--\r\n".encode()])
        kind = f"multipart/form-data; boundary={mark}"
        return self.call("POST", "photos", body, session=visit.session, kind=kind)

    def put_piece(self, visit: Visit, photo: bytes, start: int, size: int) -> tuple:
        """Hand over a piece of a photo."""
        path = f"photos/{digest_of(photo)}/parts/{start}?total={len(photo)}"
        return self.call("PUT", path, photo[start : start + size], session=visit.session, kind="image/jpeg")

    def break_in_the_middle(self, visit: Visit) -> None:
        """Begin to hand over the draft and hang up before it is through; NoSignal is what the phone notices."""
        with suppress(OSError, http.client.HTTPException):
            self.connection.putrequest("PUT", f"/api/v1/assessments/{visit.pk}")
            self.connection.putheader("Cookie", f"sessionid={visit.session}; csrftoken={TOKEN}")
            self.connection.putheader("Content-Length", str(len(json.dumps(visit.body))))
            self.connection.endheaders()
            self.connection.send(json.dumps(visit.body).encode()[:500])
        self.connection.close()
        raise NoSignal("cut")

    def submit(self, visit: Visit) -> tuple:
        """Send it."""
        body = json.dumps({"revision": visit.body["revision"]}).encode()
        return self.call("POST", f"assessments/{visit.pk}/submit", body, session=visit.session)


def _form_part(mark: str, photo: bytes) -> tuple[bytes, ...]:
    head = f'--{mark}\r\nContent-Disposition: form-data; name="photos"; filename="{digest_of(photo)}"\r\n\r\n'
    return head.encode(), photo, b"\r\n"


PHOTOS = 7


def prepare(share: tuple) -> list[Visit]:
    """Visits of one client, with their photos made beforehand."""
    jobs, facts, kilobytes, seed = share
    return [
        visit_of(job, facts, [photo_of(kilobytes, seed=seed + number * PHOTOS + one) for one in range(PHOTOS)])
        for number, job in enumerate(jobs)
    ]


# The visits of this process: made once and kept here, so that no photo moves between processes while the clock runs.
mine: list[Visit] = []


def prepare_mine(share: tuple) -> None:
    """Make the visits of this process."""
    mine[:] = prepare(share)


def send_mine(order: tuple) -> list[float]:
    """One visit of this process after another, from the first to before the last; seconds of each."""
    port, first, last, with_photos = order
    line, times = Line(port), []
    for number, visit in enumerate(mine[first:last]):
        start = time.perf_counter()
        answers = list(steps(line, visit, knows_line=number > 0)) if with_photos else [line.put_draft(visit)]
        times.append(time.perf_counter() - start)
        if any(status not in (200, 201) for status, _body in answers):
            raise RuntimeError(f"not taken: {answers}")
    return times


def steps(line: Line, visit: Visit, *, knows_line: bool) -> Iterator[tuple]:
    """Draft, photos, sending, as the app does it: one photo tells that the line is quick, the others go together."""
    yield line.put_draft(visit)
    alone = 0 if knows_line else 1
    for photo in visit.photos[:alone]:
        yield line.put_photo(visit, photo)
    yield line.put_photos(visit, visit.photos[alone:])
    yield line.submit(visit)
