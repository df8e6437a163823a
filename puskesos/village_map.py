"""A village drawn as SVG paths with positions on it: no map service, no script."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from puskesos.models import Outline
from puskesos.outlines import shape_of, villages_within
from puskesos.places import tolerance_of
from puskesos.plane import Plane, check_position, metres_between

# Units of the drawing; the browser scales it to the page.
WIDTH = 1000
# Free space around what is shown; a position beyond it is marked where this begins.
MARGIN = 60
# Height of the strip under the map that carries the scale bar.
SCALE_STRIP = 70
# Neither side of the picture is longer than this many times the other.
LONGEST_SIDE = 4 / 3
# The picture grows to show a position this many village sizes away; beyond that it is marked at the edge.
REACH = 1.0
PATH_LIMIT = 4096
SIMPLIFICATIONS = (1, 2, 4, 8, 16, 32, 64, 128)
SCALE_LENGTHS_M = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)


@dataclass(frozen=True)
class MapPoint:
    """A position to mark, in WGS84 degrees, with the words that stand beside it."""

    latitude: float
    longitude: float
    label: str


@dataclass(frozen=True)
class DrawnPoint:
    """A marked position in units of the drawing; `beyond` when it lies outside the picture, marked at its edge."""

    x: int
    y: int
    label: str
    note: str
    inside: bool
    beyond: bool

    @property
    def anchor(self) -> str:
        """Side of the words that touches the mark: they run towards the middle, so that they stay in the picture."""
        return "end" if self.x > WIDTH / 2 else "start"

    @property
    def label_x(self) -> int:
        """Where the words begin or end, seen from the mark."""
        return -36 if self.anchor == "end" else 36


@dataclass(frozen=True)
class ScaleBar:
    """A length that reads well, with its words, under the map; in units of the drawing."""

    y: int
    length: int
    label: str

    @property
    def label_x(self) -> int:
        """Where its words begin."""
        return MARGIN // 2 + self.length + 20


@dataclass(frozen=True)
class SvgOutline:
    """Everything the fragment `puskesos/_village_map.html` draws; all numbers whole, so no decimal comma slips in."""

    code: str
    title: str
    approximate: bool
    width: int
    map_height: int
    outline: str
    neighbours: str
    points: list[DrawnPoint]
    scale: ScaleBar

    @property
    def height(self) -> int:
        """Height of the picture with its scale bar."""
        return self.map_height + SCALE_STRIP

    @property
    def view_box(self) -> str:
        """The picture and the strip with the scale bar."""
        return f"0 0 {self.width} {self.height}"

    @property
    def html_id(self) -> str:
        """The code as an identifier for title and description."""
        return f"peta-{self.code.replace('.', '-')}"


@dataclass(frozen=True)
class Frame:
    """The part of a plane that is shown, and its scale."""

    plane: Plane
    west: float
    north: float
    units_per_metre: float
    height: int

    def to_units(self, geometry: BaseGeometry) -> BaseGeometry:
        """Degrees to units of the drawing, y pointing down."""
        flip = np.array([self.units_per_metre, -self.units_per_metre])
        return shapely.transform(self.plane.to_metres(geometry), lambda xy: (xy - [self.west, self.north]) * flip)

    def box_in_degrees(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the picture."""
        east = self.west + WIDTH / self.units_per_metre
        south = self.north - self.height / self.units_per_metre
        return self.plane.to_degrees(shapely.box(self.west, south, east, self.north)).bounds


def outline_svg(village_code: str, points: Iterable[MapPoint] = ()) -> SvgOutline | None:
    """The village's outline, its neighbours and some positions, ready for the template.

    Paths are simplified until each is no longer than 4 KB. None when the village has no outline. Refuses positions
    outside Indonesia.
    """
    outline = Outline.objects.select_related("region").filter(region=village_code).first()
    if outline is None:
        return None
    positions = list(points)
    for each in positions:
        check_position(each.latitude, each.longitude)
    village = shape_of(outline)
    frame = frame_around(village, positions)
    return SvgOutline(
        code=village_code,
        title=outline.region.titled,
        approximate=outline.approximate,
        width=WIDTH,
        map_height=frame.height,
        outline=path_of(frame.to_units(village)),
        neighbours=neighbours_path(outline, frame),
        points=[drawn(each, outline, frame) for each in positions],
        scale=scale_bar(frame),
    )


def frame_around(village: BaseGeometry, points: list[MapPoint]) -> Frame:
    """The picture that shows the whole village and the positions not too far from it."""
    plane = Plane.around(village)
    shown = plane.to_metres(village).envelope
    reach = shown.buffer(REACH * max_side(shown)).envelope
    positions = [plane.to_metres(shapely.Point(p.longitude, p.latitude)) for p in points]
    shown = shapely.union_all([shown, *(p for p in positions if reach.covers(p))])
    west, south, east, north = shown.bounds
    wide, tall = max(east - west, (north - south) / LONGEST_SIDE), max(north - south, (east - west) / LONGEST_SIDE)
    units_per_metre = (WIDTH - 2 * MARGIN) / wide
    margin = MARGIN / units_per_metre
    return Frame(
        plane=plane,
        west=(west + east - wide) / 2 - margin,
        north=(north + south + tall) / 2 + margin,
        units_per_metre=units_per_metre,
        height=round(tall * units_per_metre) + 2 * MARGIN,
    )


def max_side(box: BaseGeometry) -> float:
    """Length of the longer side of a box."""
    west, south, east, north = box.bounds
    return max(east - west, north - south)


def neighbours_path(outline: Outline, frame: Frame) -> str:
    """Outlines of the villages around, cut off just outside the picture."""
    around = villages_within(*frame.box_in_degrees()).exclude(pk=outline.pk).order_by("pk")
    visible = shapely.box(-MARGIN, -MARGIN, WIDTH + MARGIN, frame.height + MARGIN)
    cut = [frame.to_units(shape_of(each)) & visible for each in around]
    return path_of(shapely.GeometryCollection(cut))


def path_of(geometry: BaseGeometry) -> str:
    """SVG path data in whole units, simplified just enough to stay within the limit."""
    path = ""
    for tolerance in SIMPLIFICATIONS:
        path = "".join(ring_path(ring) for ring in rings_of(shapely.simplify(geometry, tolerance)))
        if len(path) <= PATH_LIMIT:
            break
    return path


def rings_of(geometry: BaseGeometry) -> list[BaseGeometry]:
    """All rings of the polygons in a geometry, holes too."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    polygons = [part for part in parts if part.geom_type == "Polygon"]
    return [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]


def ring_path(ring: BaseGeometry) -> str:
    """One closed ring as relative steps; nothing when it shrinks to a line."""
    corners = np.rint(shapely.get_coordinates(ring)).astype(int)[:-1]
    steps = np.diff(corners, axis=0)
    steps = steps[steps.any(axis=1)]
    if len(steps) < 2:
        return ""
    moves = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
    return f"M{corners[0][0]} {corners[0][1]}l{moves}z"


def drawn(point: MapPoint, outline: Outline, frame: Frame) -> DrawnPoint:
    """Where a position is marked and what is said of it."""
    spot = frame.to_units(shapely.Point(point.longitude, point.latitude))
    x = min(max(round(spot.x), MARGIN), WIDTH - MARGIN)
    y = min(max(round(spot.y), MARGIN), frame.height - MARGIN)
    distance_m = metres_between(shape_of(outline), point.latitude, point.longitude)
    inside = distance_m <= tolerance_of(outline)
    return DrawnPoint(
        x=x,
        y=y,
        label=point.label,
        note=distance_words(distance_m, inside=inside),
        inside=inside,
        beyond=(x, y) != (round(spot.x), round(spot.y)),
    )


def distance_words(distance_m: float, *, inside: bool) -> str:
    """How far outside a position lies; nothing within the outline, and no figure within the tolerance."""
    if distance_m == 0:
        return ""
    if inside:
        return _("dekat batas desa")
    return _("%(distance)s di luar batas") % {"distance": length_words(distance_m)}


def length_words(metres: float) -> str:
    """A length as people say it: 80 m, 450 m, 2,3 km, 5 km, 14 km."""
    if metres < 1_000:
        return _("%(length)s m") % {"length": int(round(metres, -1))}
    km = round(metres / 1_000, 1 if metres < 10_000 else 0)
    return _("%(length)s km") % {"length": number_format(km, decimal_pos=0 if km == int(km) else 1)}


def scale_bar(frame: Frame) -> ScaleBar:
    """The longest round length that takes at most a third of the width."""
    longest = WIDTH / 3 / frame.units_per_metre
    metres = max((length for length in SCALE_LENGTHS_M if length <= longest), default=SCALE_LENGTHS_M[0])
    return ScaleBar(
        y=frame.height + SCALE_STRIP // 2 + 10,
        length=round(metres * frame.units_per_metre),
        label=length_words(metres),
    )
