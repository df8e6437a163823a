"""Targets as people keep them: a pasted or uploaded table of villages and numbers, read whole or not at all."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from puskesos.errors import Refused
from puskesos.models import Region

MOST_LINES = 2000
MOST_SHOWN = 20
SEPARATORS = re.compile(r"\s*[\t;,|]+\s*")
CODE = re.compile(r"\d{2}\.?\d{2}\.?\d{2}\.?\d{4}")
# 120, or 1.200 with the dot that people write between thousands.
NUMBER = re.compile(r"\d{1,7}|\d{1,3}(\.\d{3})+")


class Unclear(Exception):
    """A line that cannot be read; the text says why."""


def read(text: str, villages: Iterable[Region]) -> dict[str, int]:
    """Village code to number of households; Refused with every line that is wrong, by its number.

    A line names a village by its code or name (with its kecamatan when two share one) and ends with the number.
    """
    lines = [line.strip().strip('"') for line in text.lstrip("\ufeff").splitlines()]
    if len(lines) > MOST_LINES:
        raise Refused(_("Tabelnya lebih dari 2.000 baris. Periksa isinya."))
    known = list(villages)
    targets: dict[str, int] = {}
    problems = []
    for number, line in enumerate(lines, 1):
        if not line or (number == 1 and not re.search(r"\d", line)):  # an empty line, the heading
            continue
        try:
            _take(line, known, targets)
        except Unclear as unclear:
            problems.append(_("Baris %(number)s: %(why)s") % {"number": number, "why": unclear})
    if problems or not targets:
        raise _refusal(problems)
    return targets


def _refusal(problems: list[str]) -> Refused:
    if not problems:
        return Refused(_("Tabelnya kosong. Tulis satu desa di tiap baris."))
    shown = problems[:MOST_SHOWN]
    if len(problems) > MOST_SHOWN:
        shown.append(_("… dan %(count)s baris lain.") % {"count": len(problems) - MOST_SHOWN})
    return Refused(_("Belum ada sasaran yang disimpan. Perbaiki baris berikut."), reasons=shown)


def _take(line: str, known: list[Region], targets: dict[str, int]) -> None:
    *cells, last = _cells(line)
    if not NUMBER.fullmatch(last):
        raise Unclear(_("angka sasaran tidak ada di ujung baris."))
    village = _village(cells, known)
    if village.pk in targets:
        raise Unclear(_("%(village)s sudah disebut di atas.") % {"village": village.titled})
    targets[village.pk] = int(last.replace(".", ""))


def _cells(line: str) -> list[str]:
    cells = [cell.strip('" ') for cell in SEPARATORS.split(line) if cell.strip('" ')]
    return cells if len(cells) > 1 else line.rsplit(maxsplit=1)


def _village(cells: list[str], known: list[Region]) -> Region:
    """The village that the cells of a line name."""
    digits = [cell.replace(".", "") for cell in cells if CODE.fullmatch(cell)]
    words = {_plain(cell) for cell in cells}
    if digits:
        found = [one for one in known if one.pk.replace(".", "") == digits[0]]
    else:
        found = [one for one in known if _plain(one.name) in words]
    if len(found) > 1:
        found = [one for one in found if one.parent and _plain(one.parent.name) in words] or found
    if len(found) > 1:
        raise Unclear(_("ada beberapa desa dengan nama ini. Tulis kodenya, atau kecamatannya juga."))
    if not found:
        raise Unclear(_("desanya tidak ditemukan di kabupaten ini."))
    return found[0]


def _plain(name: str) -> str:
    """A name without its kind and without case: `Desa Ujung Piring` is `ujung piring`."""
    return re.sub(r"^(desa|kelurahan|kel\.?|kecamatan|kec\.?)\s+", "", " ".join(name.casefold().split()))
