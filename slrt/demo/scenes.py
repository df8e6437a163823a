"""Which scene is drawn for which photo slot."""

from collections.abc import Callable
from random import Random

from PIL import Image

from slrt.demo import indoors, outdoors
from slrt.demo.canvas import HEIGHT, WIDTH, Scene

SMALL = (538, 403)

SCENES: dict[str, Callable[[Scene], None]] = {
    "front": outdoors.front,
    "walls": indoors.walls,
    "floor": indoors.floor,
    "roof": outdoors.roof,
    "kitchen": indoors.kitchen,
    "toilet": indoors.toilet,
    "water": outdoors.water,
    "bedroom": indoors.bedroom,
    "meter": indoors.meter,
}


def drawn(slot: str, *, condition: int, walls: int, palette: int) -> Image.Image:
    """The scene of a photo slot, always the same for the same arguments; slots without one show the village road."""
    rng = Random(f"{slot} {condition} {walls} {palette}")  # noqa: S311 drawings, not secrets
    scene = Scene(Image.new("RGB", (WIDTH, HEIGHT)), condition, walls, palette, rng)
    SCENES.get(slot, outdoors.road)(scene)
    return scene.image.resize(SMALL, Image.Resampling.BOX)
