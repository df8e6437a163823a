"""Boundary files: whole or not at all, with a line for every fault."""

import json

import pytest
import shapely
from django.core.management import CommandError, call_command
from shapely.geometry import mapping

from puskesos.boundaries import load_boundaries
from puskesos.errors import Refused
from puskesos.models import Activity, Outline, Region, User
from puskesos.outlines import draw_approximate_outlines, shape_of
from puskesos.places import load_regions

VILLAGE, NEXT = "51.08.01.2001", "51.08.01.2002"
# Cells of a sheet of squared paper, about 2.2 km wide, laid over Bali.
CELL, COLUMNS = 0.02, 13
NAN = float("nan")
BOWTIE = [[[114.5, -8.2], [114.6, -8.1], [114.6, -8.2], [114.5, -8.1], [114.5, -8.2]]]
# One corner sticks out and comes back along the same line: a slip of the hand.
SPIKE = [[[114.5, -8.2], [114.6, -8.2], [114.61, -8.2], [114.6, -8.2], [114.6, -8.1], [114.5, -8.1], [114.5, -8.2]]]


@pytest.fixture
def grid(db) -> dict[str, dict]:
    """A feature for each of the 148 villages of Buleleng: a cell of squared paper."""
    load_regions(["51.08"])
    villages = Region.objects.filter(level=Region.Level.VILLAGE).order_by("code")
    return {village.code: feature(village.code, cell(number)) for number, village in enumerate(villages)}


def cell(number: int) -> dict:
    west, south = 114.5 + number % COLUMNS * CELL, -8.4 + number // COLUMNS * CELL
    return mapping(shapely.box(west, south, west + CELL, south + CELL))


def feature(code: str, geometry: dict | None) -> dict:
    return {"type": "Feature", "properties": {"code": code, "name": "Desa"}, "geometry": geometry}


@pytest.fixture
def write(tmp_path):
    """Write features as a file and give its path."""

    def written(features):
        path = tmp_path / "batas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
        return path

    return written


def refusal_of(path) -> Refused:
    with pytest.raises(Refused) as refused:
        load_boundaries(path)
    assert not Outline.objects.exists()
    return refused.value


def test_all_villages_are_written_and_united(grid, write):
    report = load_boundaries(write(grid.values()), source="Peta desa 2026")

    village, district = Outline.objects.get(pk=VILLAGE), Outline.objects.get(pk="51.08.01")
    drawn = Outline.objects.filter(region__code__startswith="51.08.01.")
    area = sum(shape_of(each).area for each in drawn)
    assert (len(report.written), report.repaired, report.missing, report.unknown) == (148, [], [], [])
    assert (village.approximate, village.source) == (False, "Peta desa 2026")
    assert (village.west, village.south, village.east, village.north) == (114.5, -8.4, 114.52, -8.38)
    assert not district.approximate
    assert shape_of(district).area == pytest.approx(area, rel=0.001)
    assert Outline.objects.count() == 148 + 9 + 1


def test_loading_leaves_a_trace(grid, write):
    load_boundaries(write(grid.values()))

    event = Activity.objects.get()
    assert (event.verb, event.target_id, event.data) == ("outline.load_boundaries", "51.08", {"villages": 148})


def test_when_the_trace_cannot_be_written_neither_are_the_outlines(grid, write):
    with pytest.raises(ValueError, match="unsaved"):
        load_boundaries(write(grid.values()), by=User())

    assert not Outline.objects.exists()


def test_a_long_source_is_cut(grid, write):
    load_boundaries(write(grid.values()), source="x" * 300)

    assert Outline.objects.get(pk=VILLAGE).source == "x" * 200


def test_real_outlines_replace_approximate_ones_and_stay(grid, write):
    draw_approximate_outlines(["51.08"])

    load_boundaries(write(grid.values()))
    drawn = draw_approximate_outlines(["51.08"])

    assert drawn == 0
    assert not Outline.objects.filter(approximate=True).exists()


def test_a_crack_between_villages_does_not_show_in_the_district(grid, write):
    grid[NEXT]["geometry"] = mapping(shapely.box(114.52 + 0.0002, -8.4, 114.54, -8.38))

    load_boundaries(write(grid.values()))

    district = shape_of(Outline.objects.get(pk="51.08.01"))
    assert district.covers(shapely.Point(114.5201, -8.39))
    assert sum(len(part.interiors) for part in shapely.get_parts(district)) == 0


def test_missing_villages_and_unknown_codes_are_reported(grid, write):
    del grid[VILLAGE]

    report = load_boundaries(write([*grid.values(), feature("51.08.01.2999", cell(0)), feature("35.26", cell(0))]))

    assert (len(report.written), report.missing) == (147, [VILLAGE])
    assert report.unknown == ["35.26", "51.08.01.2999"]


def test_a_partial_file_leaves_the_district_approximate(grid, write):
    draw_approximate_outlines(["51.08"])
    del grid[VILLAGE]

    load_boundaries(write(grid.values()))

    assert Outline.objects.get(pk="51.08.01").approximate
    assert not Outline.objects.get(pk="51.08.02").approximate


def test_features_of_districts_and_regencies_are_passed_over(grid, write):
    report = load_boundaries(write([*grid.values(), feature("51.08.01", None), feature("51.08", {"type": "Point"})]))

    assert (len(report.written), report.unknown) == (148, [])


def test_codes_without_dots_are_understood(grid, write):
    grid[VILLAGE]["properties"]["code"] = 5108012001

    assert VILLAGE in load_boundaries(write(grid.values())).written


def test_a_small_fault_is_repaired_and_reported(grid, write):
    grid[VILLAGE]["geometry"] = {"type": "Polygon", "coordinates": SPIKE}

    report = load_boundaries(write(grid.values()))

    repaired = shape_of(Outline.objects.get(pk=VILLAGE))
    assert report.repaired == [VILLAGE]
    assert repaired.is_valid
    assert repaired.bounds == (114.5, -8.2, 114.6, -8.1)


def test_heights_are_dropped(grid, write):
    corners = [[x, y, 12.5] for x, y in shapely.box(114.5, -8.4, 114.52, -8.38).exterior.coords]
    grid[VILLAGE]["geometry"] = {"type": "Polygon", "coordinates": [corners]}

    load_boundaries(write(grid.values()))

    assert not shape_of(Outline.objects.get(pk=VILLAGE)).has_z


UNUSABLE = {
    "no geometry": None,
    "a point": {"type": "Point", "coordinates": [114.5, -8.2]},
    "no coordinates": {"type": "Polygon"},
    "empty": {"type": "Polygon", "coordinates": []},
    "words for numbers": {"type": "Polygon", "coordinates": [[["x", "y"]] * 4]},
    "two corners": {"type": "Polygon", "coordinates": [[[114.5, -8.2], [114.6, -8.2]]]},
    "an open ring": {"type": "Polygon", "coordinates": [[[114.5, -8.2], [114.6, -8.2], [114.6, -8.1], [114.5, -8.1]]]},
    "no area": {"type": "Polygon", "coordinates": [[[114.5, -8.2], [114.6, -8.2], [114.5, -8.2], [114.5, -8.2]]]},
    "smaller than a metre": mapping(shapely.box(114.5, -8.2, 114.500001, -8.199999)),
    "not a number": {"type": "Polygon", "coordinates": [[[NAN, -8.2], [114.6, -8.2], [114.6, -8.1], [NAN, -8.2]]]},
    "a bow tie": {"type": "Polygon", "coordinates": BOWTIE},
    "metres, not degrees": mapping(shapely.box(280_000, 9_090_000, 290_000, 9_100_000)),
    "in Africa": mapping(shapely.box(14.5, -8.2, 14.6, -8.1)),
    "wrapped in a list": [1, 2, 3],
}


@pytest.mark.parametrize("geometry", UNUSABLE.values(), ids=UNUSABLE.keys())
def test_an_unusable_geometry_is_refused_with_its_village(grid, write, geometry):
    grid[VILLAGE]["geometry"] = geometry

    refusal = refusal_of(write(grid.values()))

    assert len(refusal.reasons) == 1
    assert refusal.reasons[0].startswith("51.08.01.2001 Sumberklampok: ")


def test_every_fault_gets_its_line_and_nothing_is_written(grid, write):
    grid[VILLAGE]["geometry"] = None
    grid[NEXT]["geometry"] = {"type": "Polygon", "coordinates": BOWTIE}
    double = feature("51.08.02.2001", cell(0))
    nameless = {"type": "Feature", "properties": {}, "geometry": cell(0)}

    refusal = refusal_of(write([*grid.values(), double, nameless, "bukan fitur"]))

    assert [reason[:13] for reason in refusal.reasons] == [
        "Fitur ke-150:",
        "Fitur ke-151:",
        "51.08.02.2001",
        "51.08.01.2001",
        "51.08.01.2002",
    ]
    assert "2 kali" in refusal.reasons[2]


def test_latitude_first_gets_one_sentence_for_the_regency(grid, write):
    for each in grid.values():
        each["geometry"]["coordinates"] = [[(y, x) for x, y in ring] for ring in each["geometry"]["coordinates"]]

    refusal = refusal_of(write(grid.values()))

    assert refusal.reasons == [
        "Kabupaten Buleleng: lintang dan bujur tertukar pada 148 fitur. GeoJSON menulis bujur dulu, lalu lintang."
    ]


def test_a_file_with_other_codes_is_refused_with_a_hint(grid, write):
    refusal = refusal_of(write([feature("5108010001", cell(0))]))

    assert "bukan kode BPS" in refusal.sentence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"FeatureCollection"',
        "{}",
        '{"type": "FeatureCollection"}',
        '{"type": "FeatureCollection", "features": {}}',
        '{"type": "Feature", "features": []}',
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "FeatureCollection", "features": [null, 3, "x", [], {"properties": []}]}',
        '{"type": "FeatureCollection", "features": [{"properties": {"code": "51\\u000008"}, "geometry": 1}]}',
        "[" * 200_000,
        "\x00\x01PK",
    ],
)
def test_a_file_that_is_no_collection_of_villages_is_refused(grid, tmp_path, text):
    path = tmp_path / "batas.geojson"
    path.write_text(text, encoding="utf-8")

    assert refusal_of(path).sentence


def test_bytes_that_are_no_text_are_refused(grid, tmp_path):
    path = tmp_path / "batas.geojson"
    path.write_bytes(b"\xff\xfe\x00\xd8")

    assert "bukan JSON" in refusal_of(path).sentence


def test_a_missing_file_and_a_folder_are_refused(grid, tmp_path):
    for path in (tmp_path / "tidak-ada.geojson", tmp_path):
        assert "tidak dapat dibuka" in refusal_of(path).sentence


def test_the_command_prints_a_summary(grid, write, capsys):
    del grid[VILLAGE]

    call_command("load_boundaries", str(write(grid.values())))

    assert capsys.readouterr().out == "51.08: 147/148 desa\nTidak ada dalam berkas: 1 (51.08.01.2001)\n"


def test_the_command_prints_every_fault(grid, write):
    grid[VILLAGE]["geometry"] = None

    with pytest.raises(CommandError, match=r"(?s)tidak dimuat.*51\.08\.01\.2001 Sumberklampok: geometri harus"):
        call_command("load_boundaries", str(write(grid.values())))
