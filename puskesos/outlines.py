"""Outlines of regions: kept as GeoJSON, drawn from village centroids where no boundary file was given."""

import csv
import gzip
import math
from collections.abc import Iterable
from pathlib import Path

import shapely
from django.db import transaction
from django.db.models import QuerySet
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from puskesos.models import Outline, Region
from puskesos.plane import METRES_PER_DEGREE, Plane, areas_of

CENTROIDS_FILE = Path(__file__).parent / "data" / "village_centroids.csv.gz"
SOURCE_CENTROIDS = "perkiraan dari titik tengah desa"
SOURCE_DISTRICT = "perkiraan dari batas kecamatan: titik tengah desa belum ada"

# Villages outside the regency but this near also claim land, so that cells end close to the border.
NEARBY_DEGREES = 0.15
# How far land is taken to reach beyond the outermost centroids.
REACH_M = 2_500
# Cracks between outlines narrower than twice this vanish when villages are united.
CRACK_M = 30

Position = tuple[float, float]


@transaction.atomic
def draw_approximate_outlines(regency_codes: Iterable[str]) -> int:
    """Draw outlines from village centroids where no real one is known; gives the number of villages drawn.

    A place belongs to the village with the nearest centroid (Voronoi), inside a hull around the regency. A village
    without a centroid gets the outline of its district, so that nobody is told wrongly that a house lies outside.
    Real outlines stay as they are.
    """
    centroids = read_centroids()
    return sum(draw_regency(code, centroids) for code in regency_codes)


def read_centroids() -> dict[str, Position]:
    """Village code to (longitude, latitude), all Indonesia; source and licence are in data/README.md."""
    with gzip.open(CENTROIDS_FILE, "rt", encoding="utf-8", newline="") as lines:
        return {row["code"]: (float(row["lng"]), float(row["lat"])) for row in csv.DictReader(lines)}


def draw_regency(regency_code: str, centroids: dict[str, Position]) -> int:
    """Draw one regency's villages that have no real outline, then unite them upwards."""
    cells = cells_of(regency_code, centroids)
    wanted = villages_of(regency_code).exclude(outline__approximate=False).values_list("code", flat=True)
    outlines = [approximate_outline(code, cells) for code in wanted]
    save_outlines(outlines)
    unite_villages(regency_code)
    return len(outlines)


def villages_of(code: str) -> QuerySet[Region]:
    """Villages inside a district or regency."""
    return Region.objects.filter(level=Region.Level.VILLAGE, code__startswith=f"{code}.")


def cells_of(regency_code: str, centroids: dict[str, Position]) -> dict[str, BaseGeometry]:
    """Voronoi cell, in degrees, of each village of the regency that has a centroid."""
    own = [code for code in centroids if code.startswith(f"{regency_code}.")]
    middle = shapely.MultiPoint([centroids[code] for code in own])
    nearby = [code for code in codes_near(middle, centroids) if not code.startswith(f"{regency_code}.")]
    plane = Plane.around(middle)
    land = shapely.concave_hull(plane.to_metres(middle), ratio=0.3).buffer(REACH_M)
    points = plane.to_metres(shapely.MultiPoint([centroids[code] for code in own + nearby]))
    cells = shapely.voronoi_polygons(points, extend_to=land, ordered=True).geoms
    return {code: plane.to_degrees(cell & land) for code, cell in zip(own, cells, strict=False)}


def codes_near(middle: BaseGeometry, centroids: dict[str, Position]) -> list[str]:
    """Codes whose centroid lies in the box around `middle`, widened a little."""
    west, south, east, north = middle.envelope.buffer(NEARBY_DEGREES).bounds
    return [code for code, (x, y) in centroids.items() if west < x < east and south < y < north]


def approximate_outline(village_code: str, cells: dict[str, BaseGeometry]) -> Outline:
    """The village's own cell, or its district's cells together when it has no centroid."""
    if village_code in cells:
        return outline_from(village_code, cells[village_code], approximate=True, source=SOURCE_CENTROIDS)
    district = [cell for code, cell in cells.items() if code[:8] == village_code[:8]]
    return outline_from(village_code, shapely.union_all(district), approximate=True, source=SOURCE_DISTRICT)


def outline_from(code: str, geometry: BaseGeometry, *, approximate: bool, source: str) -> Outline:
    """An unsaved outline row from a geometry in degrees."""
    areas = areas_of(geometry)
    west, south, east, north = areas.bounds
    return Outline(
        region_id=code,
        geometry=mapping(areas),
        approximate=approximate,
        source=source,
        south=south,
        north=north,
        west=west,
        east=east,
    )


def save_outlines(outlines: list[Outline]) -> None:
    """Write outlines over those the regions had."""
    Outline.objects.bulk_create(
        outlines,
        update_conflicts=True,
        unique_fields=["region"],
        update_fields=["geometry", "approximate", "source", "south", "north", "west", "east"],
    )


def unite_villages(regency_code: str) -> None:
    """Draw each district, and the regency, as the union of its villages; approximate if any village is."""
    drawn = list(Outline.objects.filter(region__in=villages_of(regency_code)).order_by("pk"))
    by_area: dict[str, list[Outline]] = {}
    for village in drawn:
        by_area.setdefault(village.region_id[:8], []).append(village)
        by_area.setdefault(regency_code, []).append(village)
    save_outlines([united(code, villages) for code, villages in by_area.items()])


def united(code: str, villages: list[Outline]) -> Outline:
    """One outline around several; narrow cracks between them are closed, holes of a crack's width vanish."""
    whole = shapely.union_all([shape_of(village) for village in villages])
    plane = Plane.around(whole)
    closed = plane.to_metres(whole).buffer(CRACK_M, join_style="mitre").buffer(-CRACK_M, join_style="mitre")
    return outline_from(
        code,
        plane.to_degrees(closed),
        approximate=any(village.approximate for village in villages),
        source=villages[0].source,
    )


def shape_of(outline: Outline) -> BaseGeometry:
    """The geometry of an outline, in degrees."""
    return shape(outline.geometry)


def villages_within(west: float, south: float, east: float, north: float) -> QuerySet[Outline]:
    """Outlines of villages that touch a box in degrees; those that only repeat their district are left out."""
    return Outline.objects.filter(
        region__level=Region.Level.VILLAGE, west__lte=east, east__gte=west, south__lte=north, north__gte=south
    ).exclude(source=SOURCE_DISTRICT)


def villages_near(latitude: float, longitude: float, *, radius_m: float) -> QuerySet[Outline]:
    """Outlines of villages that may lie within `radius_m` metres of a position."""
    tall = radius_m / METRES_PER_DEGREE
    wide = tall / math.cos(math.radians(latitude))
    return villages_within(longitude - wide, latitude - tall, longitude + wide, latitude + tall)
