"""The head of each office's letters (kop surat), who signs, and how it writes its numbers: data, by settings anew."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from puskesos.models import Puskesos, Region

DATA = Path(__file__).parent / "data" / "letterheads.json"
MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True)
class Letterhead:
    """What stands at the top and the end of an office's letters; `code` is the office's region."""

    code: str
    lines: list[str]
    unit: str
    place: str
    address: str
    contact: str
    signs_for: str
    signs_as: str
    head: str
    head_number: str
    copies: list[str]
    numbers: dict[str, str]

    def number(self, kind: str, running: int, *, on: date) -> str:
        """A letter's number as this office writes it, e.g. `400.9.11/0042/SLRT/XI/2026`."""
        words = {"code": self.code.replace(".", "")[4:], "month": MONTHS[on.month - 1], "year": on.year}
        return self.numbers[kind].format(number=running, **words)


@cache
def _data() -> dict[str, dict[str, Any]]:
    return json.loads(DATA.read_text())


def letterhead(region: Region) -> Letterhead:
    """The letterhead of a regency's Dinas Sosial or a village's Puskesos.

    What is usual at its level, then what the data file says of this very office, then `settings.LETTERHEADS[code]`
    as it stands: place, address, contact, numbers, and `head` with `head_number` (NIP) where the head signs in person.
    """
    usual = _data()["regency" if region.level == Region.Level.REGENCY else "village"]
    own = _own(region) | _data().get(region.code, {}) | settings.LETTERHEADS.get(region.code, {})
    names = _names(region)
    fields = {"place": region.name, "address": "", "contact": "", "head": "", "head_number": ""}
    fields |= {name: _filled(value, names) for name, value in usual.items() if name != "numbers"} | own
    return Letterhead(**fields | {"code": region.code, "numbers": usual["numbers"] | own.get("numbers", {})})


def _own(region: Region) -> dict[str, Any]:
    """What the Puskesos told about itself."""
    post = _puskesos(region)
    return {"address": post.address, "contact": f"Telepon {post.phone}" if post.phone else ""} if post else {}


def _puskesos(region: Region) -> Puskesos | None:
    return Puskesos.objects.filter(village=region).first()


def _names(region: Region) -> dict[str, str]:
    """Names of the places that a letterhead may speak of."""
    regency = Region.objects.get(code=region.code[:5])
    if region == regency:
        return {"regency": regency.titled}
    post = _puskesos(region)
    return {
        "regency": regency.titled,
        "district": Region.objects.get(code=region.code[:8]).name,
        "village": region.titled,
        "puskesos": post.name if post else f"Puskesos {region.titled}",
    }


def _filled(value: str | list[str], names: dict[str, str]) -> Any:
    if isinstance(value, str):
        return value.format_map(names)
    return [line.format_map(names) for line in value]
