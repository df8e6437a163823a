"""A phone of the field app, as far as the server sees one: it makes drafts and photos and hands them over."""

import copy
import hashlib
import io
import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from assessment import instrument
from assessment.models import Instrument
from households.models import Household


def jpeg(shade: int = 0, *, size: tuple[int, int] = (320, 240)) -> bytes:
    """A small photo; each shade is another one."""
    file = io.BytesIO()
    Image.new("RGB", size, (shade * 9 % 256, 120, 90)).save(file, "JPEG")
    return file.getvalue()


def digest_of(data: bytes) -> str:
    """The hash by which a photo is known."""
    return hashlib.sha256(data).hexdigest()


def entry(slot: str, data: bytes, **more: Any) -> dict[str, Any]:
    """A line of the list of photos."""
    facts = {"slot": slot, "sha256": digest_of(data), "bytes": len(data), "taken_at": timezone.now().isoformat()}
    nowhere = dict.fromkeys(("latitude", "longitude", "accuracy_m"))
    return {**facts, **nowhere, "source": "camera", "reason": "", **more}


class Phone:
    """A phone in the hands of one person, logged in."""

    def __init__(self, person, **options: Any) -> None:
        self.client = Client(**options)
        self.client.force_login(person)
        self.device = str(uuid.uuid4())

    def get(self, path: str):
        """Read."""
        return self.client.get(f"/api/v1/{path}")

    def put(self, path: str, body: Any, **headers: Any):
        """Hand over JSON."""
        return self.client.put(f"/api/v1/{path}", json.dumps(body), content_type="application/json", **headers)

    def post(self, path: str, body: Any):
        """Ask for an act."""
        return self.client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")

    def send_photo(self, data: bytes, *, digest: str = "", **headers: Any):
        """Hand over a photo."""
        path = f"/api/v1/photos/{digest or digest_of(data)}"
        return self.client.put(path, data, content_type="image/jpeg", **headers)

    def send_photos(self, *photos: bytes, names: list[str] | None = None):
        """Hand over several photos at once."""
        names = names or [digest_of(data) for data in photos]
        files = [SimpleUploadedFile(name, data, "image/jpeg") for name, data in zip(names, photos, strict=True)]
        return self.client.post("/api/v1/photos", {"photos": files})

    def send(self, visit: "Visit", **more: Any):
        """Hand over a draft as it is now."""
        return self.put(f"assessments/{visit.pk}", {**visit.body(), "device": self.device, **more})

    def submit(self, visit: "Visit"):
        """Send it to the supervisor."""
        return self.post(f"assessments/{visit.pk}/submit", {"revision": visit.revision})

    def send_all(self, visit: "Visit"):
        """Draft, photos, sending: what the app does when there is signal."""
        self.send(visit)
        for data in visit.photos:
            self.send_photo(data)
        return self.submit(visit)


class Visit:
    """A draft on a phone, complete unless something is taken out of `content`."""

    def __init__(self, household: Household | None, version: Instrument, *, shade: int = 0) -> None:
        definition = instrument.definition(version.pk)
        self.pk, self.revision, self.parent = str(uuid.uuid4()), str(uuid.uuid4()), None
        self.instrument = version.pk
        self.started_at = timezone.now() - timedelta(hours=1)
        self.finished_at: datetime | None = timezone.now()
        slots = [slot.code for slot in definition.slots if slot.required]
        self.photos = [jpeg(shade + number) for number in range(len(slots))]
        self.content: dict[str, Any] = {
            "household": {"id": str(household.pk if household else uuid.uuid4()), **NOTHING},
            "members": [],
            "identity_confirmed": True,
            "answers": {q.code: q.choices[0].code for q in definition.questions if not q.is_computed},
            "numbers": {"floor_area_m2": 12.5, "monthly_income_rp": 500_000},
            "overrides": [],
            "position": {
                "latitude": "-8.150000",
                "longitude": "114.650000",
                "accuracy_m": 8,
                "located_at": timezone.now().isoformat(),
                "attempts": 3,
                "reason": "",
            },
            "note": "",
            "manifest": [entry(slot, data) for slot, data in zip(slots, self.photos, strict=True)],
        }

    def body(self) -> dict[str, Any]:
        """As it is sent."""
        return {
            "instrument": self.instrument,
            "revision": self.revision,
            "parent_revision": self.parent,
            "started_at": self.started_at.isoformat(),
            "finished_at": self.finished_at and self.finished_at.isoformat(),
            "device_at": timezone.now().isoformat(),
            "content": self.content,
        }

    def change(self, **content: Any) -> "Visit":
        """Go on with it: another revision upon this one."""
        later = copy.copy(self)
        later.parent, later.revision = self.revision, str(uuid.uuid4())
        later.content = {**self.content, **content}
        return later


NOTHING = {"new": None, "changes": None, "base": None}
