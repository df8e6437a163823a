"""Approximate outlines, and whether a position lies in its village."""

import math

import pytest
import shapely

from puskesos.errors import Refused
from puskesos.models import Outline, Region
from puskesos.outlines import (
    SOURCE_CENTROIDS,
    SOURCE_DISTRICT,
    draw_approximate_outlines,
    draw_regency,
    outline_from,
    read_centroids,
    save_outlines,
    shape_of,
)
from puskesos.places import load_regions, locate
from puskesos.plane import Plane, metres_between

VILLAGE, NEXT, FAR = "51.08.01.2001", "51.08.01.2002", "51.08.09.2001"
# A square of about 2.2 km, and its neighbour to the east.
SQUARE = shapely.box(114.50, -8.20, 114.52, -8.18)
EAST_SQUARE = shapely.box(114.52, -8.20, 114.54, -8.18)
# Degrees of 100 metres north, and east at this latitude.
NORTH_100M = 100 / 111_195
EAST_100M = NORTH_100M / math.cos(math.radians(8.19))


@pytest.fixture
def buleleng(db):
    """All regions of one regency, without outlines."""
    load_regions(["51.08"])


@pytest.fixture
def squares(buleleng):
    """Two villages with real outlines side by side."""
    drawn = {VILLAGE: SQUARE, NEXT: EAST_SQUARE}
    save_outlines([outline_from(code, area, approximate=False, source="uji") for code, area in drawn.items()])


def outlines_at(level: Region.Level) -> dict[str, Outline]:
    return {outline.pk: outline for outline in Outline.objects.filter(region__level=level)}


def test_every_centroid_of_the_regency_lies_in_its_own_cell(buleleng):
    drawn = draw_approximate_outlines(["51.08"])

    villages = outlines_at(Region.Level.VILLAGE)
    centroids = read_centroids()
    assert drawn == len(villages) == 148
    assert {outline.source for outline in villages.values()} == {SOURCE_CENTROIDS}
    assert all(outline.approximate for outline in villages.values())
    assert all(shape_of(outline).contains(shapely.Point(centroids[code])) for code, outline in villages.items())


def test_cells_do_not_overlap_and_are_valid(buleleng):
    draw_approximate_outlines(["51.08"])

    cells = [shape_of(outline) for outline in outlines_at(Region.Level.VILLAGE).values()]

    together = shapely.union_all(cells).area
    assert all(cell.is_valid for cell in cells)
    assert sum(cell.area for cell in cells) == pytest.approx(together, rel=0.001)


def test_districts_and_regency_are_the_union_of_their_villages(buleleng):
    draw_approximate_outlines(["51.08"])

    districts = outlines_at(Region.Level.DISTRICT)
    regency = shape_of(Outline.objects.get(pk="51.08"))
    area = sum(shape_of(outline).area for outline in districts.values())
    assert len(districts) == 9
    assert all(outline.approximate for outline in districts.values())
    assert regency.area == pytest.approx(area, rel=0.01)


def test_a_real_outline_is_never_drawn_over(squares):
    before = Outline.objects.get(pk=VILLAGE).geometry

    drawn = draw_approximate_outlines(["51.08"])

    kept = Outline.objects.get(pk=VILLAGE)
    assert drawn == 146
    assert (kept.geometry, kept.approximate, kept.source) == (before, False, "uji")
    assert Outline.objects.get(pk="51.08.01").approximate


def test_drawing_again_gives_the_same_outlines(buleleng):
    draw_approximate_outlines(["51.08"])
    first = list(Outline.objects.order_by("pk").values())

    draw_approximate_outlines(["51.08"])

    assert list(Outline.objects.order_by("pk").values()) == first


def test_a_village_without_a_centroid_gets_its_district(buleleng):
    centroids = read_centroids()
    del centroids[VILLAGE]

    draw_regency("51.08", centroids)

    lonely = Outline.objects.get(pk=VILLAGE)
    district = shape_of(Outline.objects.get(pk="51.08.01"))
    assert (lonely.source, lonely.approximate) == (SOURCE_DISTRICT, True)
    assert shape_of(lonely).area == pytest.approx(district.area, rel=0.01)


def test_a_village_that_only_repeats_its_district_is_never_named_as_the_nearest(buleleng):
    centroids = read_centroids()
    longitude, latitude = centroids[NEXT]
    del centroids[VILLAGE]
    draw_regency("51.08", centroids)

    placement = locate(FAR, latitude, longitude)

    assert placement.nearest_village.pk == NEXT


def test_every_regency_of_the_country_can_be_drawn_from_its_centroids():
    regencies = {}
    for code in read_centroids():
        regencies[code[:5]] = regencies.get(code[:5], 0) + 1

    assert len(regencies) == 514
    assert min(regencies.values()) >= 3


@pytest.mark.parametrize(
    ("metres_north", "inside", "distance"), [(-50, True, 0), (100, True, 100), (140, True, 140), (160, False, 160)]
)
def test_a_position_is_inside_up_to_the_tolerance(squares, metres_north, inside, distance):
    placement = locate(VILLAGE, -8.18 + metres_north / 100 * NORTH_100M, 114.51)

    assert placement.inside is inside
    assert placement.distance_m == pytest.approx(distance, abs=0.5)
    assert not placement.approximate


def test_the_caller_may_widen_the_tolerance(squares):
    assert locate(VILLAGE, -8.18 + 4 * NORTH_100M, 114.51, tolerance_m=500).inside
    assert not locate(VILLAGE, -8.18 + 4 * NORTH_100M, 114.51).inside


def test_a_position_next_door_names_the_other_village(squares):
    placement = locate(VILLAGE, -8.19, 114.52 + 3 * EAST_100M)

    assert not placement.inside
    assert placement.distance_m == pytest.approx(300, abs=1)
    assert placement.nearest_village.pk == NEXT


def test_a_position_at_sea_names_no_other_village(squares):
    near_own, far_from_all = locate(VILLAGE, -8.19, 114.495), locate(VILLAGE, -8.0, 114.0)

    assert (near_own.inside, near_own.nearest_village) == (False, None)
    assert (far_from_all.inside, far_from_all.nearest_village) == (False, None)


def test_an_approximate_outline_forgives_more_and_says_so(squares):
    Outline.objects.filter(pk=VILLAGE).update(approximate=True)

    near, far = locate(VILLAGE, -8.18 + 14 * NORTH_100M, 114.51), locate(VILLAGE, -8.18 + 16 * NORTH_100M, 114.51)

    assert (near.inside, near.approximate) == (True, True)
    assert (far.inside, far.approximate) == (False, True)


def test_approximate_outlines_still_tell_villages_of_other_districts_apart(buleleng):
    draw_approximate_outlines(["51.08"])
    longitude, latitude = read_centroids()[FAR]

    placement = locate(VILLAGE, latitude, longitude)

    assert not placement.inside
    assert placement.nearest_village.pk == FAR


def test_without_an_outline_nothing_is_said(buleleng):
    assert locate(VILLAGE, -8.19, 114.51) is None


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(0.0, 0.0), (-8.19, 214.51), (float("nan"), 114.5), (float("inf"), 114.5), (52.1, 4.3)]
)
def test_a_position_outside_indonesia_is_refused(squares, latitude, longitude):
    with pytest.raises(Refused, match="di luar Indonesia"):
        locate(VILLAGE, latitude, longitude)


def test_swapped_coordinates_get_their_own_sentence(squares):
    with pytest.raises(Refused, match="tertukar"):
        locate(VILLAGE, 114.51, -8.19)


@pytest.mark.parametrize("latitude", [-10.9, -8.2, 0.0, 5.9])
def test_metres_agree_with_the_great_circle(latitude):
    target = shapely.Point(110.02, latitude + 0.02)

    flat = metres_between(target, latitude, 110.0)

    assert flat == pytest.approx(great_circle_m(110.0, latitude, 110.02, latitude + 0.02), rel=0.001)


def great_circle_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    a, b, c, d = map(math.radians, (lon1, lat1, lon2, lat2))
    half = math.sin((d - b) / 2) ** 2 + math.cos(b) * math.cos(d) * math.sin((c - a) / 2) ** 2
    return 2 * 6_371_008 * math.asin(math.sqrt(half))


def test_a_plane_gives_degrees_back():
    plane = Plane.around(SQUARE)

    back = plane.to_degrees(plane.to_metres(SQUARE))

    assert back.equals_exact(SQUARE, 1e-9)
