"""Geometry without a database: positions in Indonesia, and a local plane on which degrees become metres."""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from puskesos.errors import Refused

# Box around the land of Indonesia (Sabang, Merauke, Miangas, Rote) in WGS84 degrees.
SOUTH, NORTH = -11.2, 6.3
WEST, EAST = 94.9, 141.1

METRES_PER_DEGREE = 111_195
# Five decimals of a degree are about one metre.
GRID_DEGREES = 0.00001

Shape = TypeVar("Shape", bound=BaseGeometry)


def in_indonesia(latitude: float, longitude: float) -> bool:
    """Whether a position in degrees lies in the box around Indonesia; not a number is nowhere."""
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST


def check_position(latitude: float, longitude: float) -> None:
    """Refuse a position outside Indonesia, and say so when latitude and longitude look swapped."""
    if in_indonesia(latitude, longitude):
        return
    if in_indonesia(longitude, latitude):
        raise Refused(_("Lintang dan bujur tampaknya tertukar. Tukar kedua angka itu."))
    raise Refused(_("Titik ini berada di luar Indonesia. Periksa lintang dan bujurnya."))


@dataclass(frozen=True)
class Plane:
    """A flat map around one position (equirectangular); good to about 0.1 % across a regency."""

    longitude: float
    latitude: float

    @classmethod
    def around(cls, geometry: BaseGeometry) -> "Plane":
        """The plane in the middle of a geometry in degrees."""
        west, south, east, north = geometry.bounds
        return cls(longitude=(west + east) / 2, latitude=(south + north) / 2)

    @property
    def scale(self) -> np.ndarray:
        """Metres per degree of longitude and latitude."""
        return np.array([METRES_PER_DEGREE * math.cos(math.radians(self.latitude)), METRES_PER_DEGREE])

    def to_metres(self, geometry: Shape) -> Shape:
        """Degrees to metres from this plane's origin."""
        return shapely.transform(geometry, lambda xy: (xy - [self.longitude, self.latitude]) * self.scale)

    def to_degrees(self, geometry: Shape) -> Shape:
        """Metres from this plane's origin to degrees."""
        return shapely.transform(geometry, lambda xy: xy / self.scale + [self.longitude, self.latitude])


def areas_of(geometry: BaseGeometry) -> BaseGeometry:
    """The polygons of a geometry in degrees, on a grid of a metre; lines and points left by repairs go."""
    rounded = shapely.set_precision(geometry, GRID_DEGREES)
    polygons = [part for part in shapely.get_parts(rounded) if part.geom_type == "Polygon"]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def metres_between(geometry: BaseGeometry, latitude: float, longitude: float) -> float:
    """Metres from a position to a geometry in degrees; 0 inside it."""
    plane = Plane(longitude=longitude, latitude=latitude)
    return plane.to_metres(geometry).distance(shapely.Point(0, 0))
