"""The canvas of drawn photos, and what stands both in and outside a house."""

from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

from slrt.demo.materials import Colour, Points, cover, shade

# Drawn large, then made small: smooth edges.
WIDTH, HEIGHT = 1344, 1008
LEAF: Colour = (74, 122, 62)
WOOD: Colour = (112, 78, 52)
SHADOW: Colour = (58, 54, 48)


@dataclass
class Scene:
    """A canvas with what decides how it looks: condition 0 (poor) to 2 (good) of its subject and of the walls around
    it, palette 0 to 2, chance."""

    image: Image.Image
    condition: int
    walls: int
    palette: int
    rng: Random

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        """A fresh pen: `cover` changes the image between strokes."""
        return ImageDraw.Draw(self.image)

    def cover(self, outline: Points, material: str, *, scale: float = 1.0, dark: int = 0) -> None:
        """Fill a polygon with a material in this scene's palette."""
        cover(self.image, outline, material, self.palette, self.rng, scale=scale, dark=dark)

    def box(self, left: float, top: float, right: float, bottom: float, material: str, **how: float) -> None:
        """Fill a rectangle with a material."""
        outline = [(left, top), (right, top), (right, bottom), (left, bottom)]
        cover(self.image, outline, material, self.palette, self.rng, **how)  # type: ignore[arg-type]


def bucket(scene: Scene, x: int, foot: int) -> None:
    """A bucket full of water."""
    draw = scene.draw
    paint = ((70, 130, 180), (200, 90, 70), (80, 150, 110))[scene.palette]
    draw.polygon([(x - 82, foot - 170), (x + 82, foot - 170), (x + 60, foot), (x - 60, foot)], fill=paint)
    draw.ellipse((x - 60, foot - 18, x + 60, foot + 18), fill=shade(paint, -20))
    draw.ellipse((x - 82, foot - 196, x + 82, foot - 146), fill=shade(paint, 30))
    draw.ellipse((x - 68, foot - 188, x + 68, foot - 154), fill=(150, 196, 214))
    draw.arc((x - 82, foot - 270, x + 82, foot - 100), 190, 350, fill=(120, 120, 116), width=8)
