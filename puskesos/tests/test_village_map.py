"""The drawing of a village: whole numbers, short paths, marks inside the picture."""

import math
import re

import pytest
import shapely
from django.template.loader import render_to_string

from puskesos.errors import Refused
from puskesos.outlines import draw_approximate_outlines, outline_from, save_outlines
from puskesos.places import load_regions
from puskesos.village_map import PATH_LIMIT, MapPoint, length_words, outline_svg

VILLAGE, NEXT = "51.08.01.2001", "51.08.01.2002"
CENTRE = (-8.19, 114.51)


def coast(corners: int) -> shapely.Polygon:
    """A round village of about 2 km with a ragged edge."""
    turns = [2 * math.pi * step / corners for step in range(corners)]
    radius = [0.0095 + 0.0005 * math.sin(40 * turn) for turn in turns]
    points = [(114.51 + r * math.cos(t), -8.19 + r * math.sin(t)) for r, t in zip(radius, turns, strict=True)]
    return shapely.Polygon(points)


@pytest.fixture
def village(db):
    """A village with a ragged coast, and its neighbour to the east."""
    load_regions(["51.08"])
    areas = {VILLAGE: coast(2000), NEXT: shapely.box(114.519, -8.20, 114.54, -8.18)}
    save_outlines([outline_from(code, area, approximate=False, source="uji") for code, area in areas.items()])


def html_of(svg) -> str:
    return render_to_string("puskesos/_village_map.html", {"map": svg})


def test_paths_stay_short_and_whole(village):
    svg = outline_svg(VILLAGE)

    assert 100 < len(svg.outline) <= PATH_LIMIT
    assert 0 < len(svg.neighbours) <= PATH_LIMIT
    assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", svg.outline)


def test_a_position_in_the_middle_is_drawn_in_the_middle(village):
    svg = outline_svg(VILLAGE, [MapPoint(*CENTRE, "Rumah")])

    [point] = svg.points
    assert (point.inside, point.beyond, point.note) == (True, False, "")
    assert point.x == pytest.approx(svg.width / 2, abs=2)
    assert point.y == pytest.approx(svg.map_height / 2, abs=2)


def test_a_position_outside_but_near_widens_the_picture(village):
    svg = outline_svg(VILLAGE, [MapPoint(-8.17, 114.51, "Rumah")])

    [point] = svg.points
    assert (point.inside, point.beyond, point.note) == (False, False, "1,1 km di luar batas")
    assert svg.map_height > svg.width


def test_a_position_far_away_is_marked_at_the_edge(village):
    svg = outline_svg(VILLAGE, [MapPoint(-8.19, 115.40, "Rumah")])

    [point] = svg.points
    assert (point.inside, point.beyond, point.note) == (False, True, "97 km di luar batas")
    assert (point.x, point.anchor) == (940, "end")


def test_a_position_within_the_tolerance_is_near_the_border(village):
    [point] = outline_svg(VILLAGE, [MapPoint(-8.179, 114.51, "Rumah")]).points

    assert (point.inside, point.note) == (True, "dekat batas desa")


def test_a_long_thin_village_still_fits_a_phone(village):
    save_outlines([outline_from(VILLAGE, shapely.box(114.5, -8.2, 114.6, -8.199), approximate=False, source="uji")])

    svg = outline_svg(VILLAGE)

    assert svg.map_height >= svg.width * 0.7


def test_the_scale_bar_has_the_length_it_names(village):
    svg = outline_svg(VILLAGE)

    metres_per_unit = 0.02 * 111_195 / (svg.map_height - 120)
    assert svg.scale.label == "500 m"
    assert svg.scale.length * metres_per_unit == pytest.approx(500, rel=0.02)


@pytest.mark.parametrize(
    ("metres", "words"),
    [(4, "0 m"), (83, "80 m"), (450, "450 m"), (2_340, "2,3 km"), (5_000, "5 km"), (14_400, "14 km")],
)
def test_lengths_are_written_as_people_say_them(metres, words):
    assert length_words(metres) == words


def test_without_an_outline_there_is_no_drawing_but_a_sentence(db):
    load_regions(["51.08"])

    svg = outline_svg(VILLAGE, [MapPoint(*CENTRE, "Rumah")])

    assert svg is None
    assert "Peta batas desa ini belum ada." in html_of(svg)


def test_a_position_outside_indonesia_is_refused(village):
    with pytest.raises(Refused):
        outline_svg(VILLAGE, [MapPoint(0.0, 0.0, "Rumah")])


def test_the_fragment_says_when_the_outline_is_approximate(village):
    real = html_of(outline_svg(VILLAGE))
    draw_approximate_outlines(["51.08"])
    approximate = html_of(outline_svg("51.08.01.2003"))

    assert "perkiraan" not in real
    assert "Batas desa ini perkiraan." in approximate


def test_the_fragment_names_the_village_and_every_position_for_screen_readers(village):
    html = html_of(outline_svg(VILLAGE, [MapPoint(*CENTRE, "Rumah"), MapPoint(-8.17, 114.51, "Foto")]))

    description = re.search(r"<desc[^>]*>(.*?)</desc>", html, re.S)[1]
    assert 'role="img"' in html
    assert ">Peta Desa Sumberklampok</title>" in html
    assert " ".join(description.split()) == "Rumah: di dalam batas desa. Foto: 1,1 km di luar batas."


def test_the_fragment_needs_nothing_that_the_content_policy_forbids(village):
    html = html_of(outline_svg(VILLAGE, [MapPoint(*CENTRE, '<script>alert("x")</script>')]))

    assert not re.search(r"style|<script|data:|https?:|href", html)
    assert "&lt;script&gt;" in html
