"""Surfaces of drawn houses: bamboo, planks, plaster, thatch, tin, tiles, earth, cement."""

from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw
Points = list[tuple[float, float]]

WALLS = ("bamboo", "planks", "plaster")
FLOORS = ("earth", "cement", "ceramic")
ROOFS = ("thatch", "tin", "tile")

BASES: dict[str, tuple[Colour, ...]] = {
    "bamboo": ((205, 176, 122), (190, 158, 108), (216, 190, 140)),
    "planks": ((158, 113, 74), (134, 98, 70), (174, 132, 92)),
    "plaster": ((236, 226, 204), (196, 216, 214), (240, 206, 178)),
    "earth": ((151, 111, 80), (137, 103, 79), (162, 122, 86)),
    "cement": ((168, 168, 164), (156, 160, 160), (178, 174, 166)),
    "ceramic": ((226, 222, 214), (206, 220, 224), (232, 216, 198)),
    "thatch": ((128, 104, 72), (112, 94, 68), (144, 116, 78)),
    "tin": ((160, 170, 176), (146, 132, 122), (132, 156, 168)),
    "tile": ((190, 92, 62), (170, 80, 60), (204, 112, 76)),
}


def shade(colour: Colour, by: int) -> Colour:
    """The same colour, lighter (positive) or darker."""
    red, green, blue = colour
    return max(0, min(255, red + by)), max(0, min(255, green + by)), max(0, min(255, blue + by))


def blend(one: Colour, other: Colour, share: float) -> Colour:
    """A colour between two: `share` 0 is the first, 1 the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def base(material: str, palette: int) -> Colour:
    """The colour of a material in one of three palettes."""
    return BASES[material][palette % 3]


def surface(size: tuple[int, int], material: str, palette: int, rng: Random, *, scale: float = 1.0) -> Image.Image:
    """A picture full of one material; `scale` 2 shows it from half the distance."""
    colour = base(material, palette)
    image = Image.new("RGB", size, colour)
    PATTERNS[material](ImageDraw.Draw(image), size, colour, rng, scale)
    return image


def cover(
    image: Image.Image, outline: Points, material: str, palette: int, rng: Random, *, scale: float = 1.0, dark: int = 0
) -> None:
    """Fill a polygon of `image` with a material, `dark` steps darker."""
    left, top = (int(min(values)) for values in zip(*outline, strict=True))
    right, bottom = (int(max(values)) + 1 for values in zip(*outline, strict=True))
    size = right - left, bottom - top
    patch = surface(size, material, palette, rng, scale=scale)
    if dark:
        patch = patch.point([max(0, value - dark) for value in range(256)] * 3)
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in outline], fill=255)
    image.paste(patch, (left, top), mask)


# --- patterns --------------------------------------------------------------------------------------------------------


def _bamboo(draw: Draw, size: tuple[int, int], colour: Colour, rng: Random, scale: float) -> None:
    """Woven strips, each over one neighbour and under the next."""
    width, height = size
    strip = max(8, int(22 * scale))
    for row, y in enumerate(range(0, height, strip)):
        for column, x in enumerate(range(0, width, strip)):
            over = (row // 2 + column) % 2 == 0
            tone = shade(colour, rng.randint(-8, 10) + (12 if over else -22))
            draw.rectangle((x, y, x + strip - 2, y + strip - 2), fill=tone)
            side = ((x, y), (x, y + strip)) if over else ((x, y), (x + strip, y))
            draw.line(side, fill=shade(colour, -52), width=2)


def _planks(draw: Draw, size: tuple[int, int], colour: Colour, rng: Random, scale: float) -> None:
    width, height = size
    board = max(16, int(52 * scale))
    for x in range(0, width, board):
        tone = shade(colour, rng.randint(-16, 14))
        draw.rectangle((x, 0, x + board - 3, height), fill=tone)
        for _grain in range(4):
            grain = x + rng.randint(4, board - 6)
            draw.line(((grain, 0), (grain + rng.randint(-3, 3), height)), fill=shade(tone, -14), width=2)
        draw.line(((x + board - 2, 0), (x + board - 2, height)), fill=shade(colour, -56), width=4)


def _plaster(draw: Draw, size: tuple[int, int], colour: Colour, rng: Random, scale: float) -> None:
    """Smooth paint with faint clouds, a skirting in a darker tone."""
    width, height = size
    for _cloud in range(14):
        x, y, reach = rng.randint(0, width), rng.randint(0, height), int(rng.randint(60, 150) * scale)
        draw.ellipse((x - reach, y - reach // 3, x + reach, y + reach // 3), fill=shade(colour, rng.randint(-4, 4)))


def _earth(draw: Draw, size: tuple[int, int], colour: Colour, rng: Random, scale: float) -> None:
    """Trodden ground with stones."""
    width, height = size
    for _spot in range(max(60, width * height // 5200)):
        x, y, reach = rng.randint(0, width), rng.randint(0, height), int(rng.randint(3, 26) * scale)
        draw.ellipse((x, y, x + reach * 2, y + reach), fill=shade(colour, rng.randint(-18, 16)))
    for _stone in range(max(8, width // 60)):
        x, y, reach = rng.randint(0, width), rng.randint(0, height), rng.randint(3, 8)
        draw.ellipse((x, y, x + reach * 2, y + reach), fill=shade(colour, 44))


def _cement(draw: Draw, size: tuple[int, int], colour: Colour, rng: Random, scale: float) -> None:
    width, height = size
    for _spot in range(40):
        x, y, reach = rng.randint(0, width), rng.randint(0, height), int(rng.randint(20, 90) * scale)
        draw.ellipse((x, y, x + reach * 2, y + reach), fill=shade(colour, rng.randint(-5, 5)))
    for _crack in range(3):
        x, y = rng.randint(0, width), rng.randint(0, height)
        for _bend in range(5):
            to = x + rng.randint(-60, 90), y + rng.randint(-20, 50)
            draw.line(((x, y), to), fill=shade(colour, -34), width=3)
            x, y = to


def _ceramic(draw: Draw, size: tuple[int, int], colour: Colour, rng: Random, scale: float) -> None:
    width, height = size
    tile = max(24, int(96 * scale))
    for y in range(0, height, tile):
        for x in range(0, width, tile):
            draw.rectangle((x, y, x + tile - 4, y + tile - 4), fill=shade(colour, rng.randint(-6, 8)))
            draw.line(((x + 6, y + tile - 10), (x + tile - 10, y + 6)), fill=shade(colour, 14), width=2)
    for y in range(0, height, tile):
        draw.line(((0, y - 2), (width, y - 2)), fill=shade(colour, -40), width=3)
    for x in range(0, width, tile):
        draw.line(((x - 2, 0), (x - 2, height)), fill=shade(colour, -40), width=3)


def _thatch(draw: Draw, size: tuple[int, int], colour: Colour, rng: Random, scale: float) -> None:
    """Layers of straw, each hanging over the one below."""
    width, height = size
    layer = max(18, int(54 * scale))
    for y in range(-layer, height, layer):
        for x in range(0, width, 6):
            length = layer + rng.randint(4, 20)
            tone = shade(colour, rng.randint(-34, 26))
            draw.line(((x, y), (x + rng.randint(-8, 8), y + length)), fill=tone, width=5)
        draw.line(((0, y + layer), (width, y + layer)), fill=shade(colour, -44), width=3)


def _tin(draw: Draw, size: tuple[int, int], colour: Colour, rng: Random, scale: float) -> None:
    """Corrugated sheets, some with rust."""
    width, height = size
    wave = max(10, int(26 * scale))
    for x in range(0, width, wave):
        draw.rectangle((x, 0, x + wave // 2, height), fill=shade(colour, 18))
        draw.line(((x + wave // 2 + 1, 0), (x + wave // 2 + 1, height)), fill=shade(colour, -38), width=3)
    for _rust in range(rng.randint(2, 7)):
        x, y, reach = rng.randint(0, width), rng.randint(0, height), int(rng.randint(10, 40) * scale)
        draw.ellipse((x, y, x + reach, y + reach * 2), fill=blend(colour, (150, 84, 48), 0.7))
    for y in range(int(190 * scale), height, int(190 * scale)):
        draw.line(((0, y), (width, y)), fill=shade(colour, -48), width=4)


def _tile(draw: Draw, size: tuple[int, int], colour: Colour, rng: Random, scale: float) -> None:
    """Rows of round tiles, every other row moved by half a tile."""
    width, height = size
    across, down = max(14, int(44 * scale)), max(10, int(32 * scale))
    for row, y in enumerate(range(height + down, -down, -down)):
        for x in range(-across + (row % 2) * across // 2, width + across, across):
            tone = shade(colour, rng.randint(-14, 14))
            box = (x, y - down, x + across - 2, y + down // 2)
            draw.ellipse(box, fill=tone, outline=shade(colour, -52), width=2)


PATTERNS: dict[str, Callable[[Draw, tuple[int, int], Colour, Random, float], None]] = {
    "bamboo": _bamboo,
    "planks": _planks,
    "plaster": _plaster,
    "earth": _earth,
    "cement": _cement,
    "ceramic": _ceramic,
    "thatch": _thatch,
    "tin": _tin,
    "tile": _tile,
}
