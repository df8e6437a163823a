"""Sample photos: a drawn scene, seen a little differently each time, with the slot's name and the word CONTOH."""

import io
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random

from django.utils import timezone
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from slrt.demo import scenes

WIDTH, HEIGHT, BAR = 512, 384, 46
# Scenes that also show the walls, which have a condition of their own.
WITH_WALLS = ("front", "floor")


@dataclass(frozen=True)
class Look:
    """How a house looks: one of three palettes, and condition 0 (poor) to 2 (good) of what each slot shows."""

    palette: int
    conditions: dict[str, int]


def picture(
    rng: Random, *, slot: str, label: str, place: str, at: datetime, look: Look, blurred: bool = False
) -> io.BytesIO:
    """An open JPEG file as a phone would send it."""
    walls = look.conditions.get("walls", 1) if slot in WITH_WALLS else 0
    image = _seen(rng, _scene(slot, look.conditions.get(slot, 1), walls, look.palette))
    if blurred:
        image = image.filter(ImageFilter.GaussianBlur(9))
    photo = Image.new("RGB", (WIDTH, HEIGHT), (24, 40, 45))
    photo.paste(image)
    _write(photo, label, f"{place} · {timezone.localtime(at):%d-%m-%Y %H.%M}")
    file = io.BytesIO()
    photo.save(file, "JPEG", quality=88)
    file.seek(0)
    return file


@cache
def _scene(slot: str, condition: int, walls: int, palette: int) -> Image.Image:
    return scenes.drawn(slot, condition=condition, walls=walls, palette=palette)


def _seen(rng: Random, scene: Image.Image) -> Image.Image:
    """The scene from another step to the side, perhaps mirrored, in other light."""
    left, below = rng.randint(0, scene.width - WIDTH), rng.randint(0, 18)
    # What matters stands low in a scene: the bar takes its place from the sky.
    bottom = scene.height - below
    image = scene.crop((left, bottom - HEIGHT + BAR, left + WIDTH, bottom))
    if rng.random() < 0.5:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    light, warmth = rng.uniform(0.9, 1.06), rng.uniform(-0.03, 0.03)
    factors = light * (1 + warmth), light, light * (1 - warmth)
    return image.point([min(255, round(value * factor)) for factor in factors for value in range(256)])


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _write(image: Image.Image, label: str, line: str) -> None:
    """Into the bar below: what is shown, where and when; CONTOH in its own field."""
    draw = ImageDraw.Draw(image)
    draw.text((13, HEIGHT - BAR + 5), label, font=_font(17), fill=(255, 255, 255))
    draw.text((13, HEIGHT - BAR + 27), line, font=_font(12), fill=(196, 210, 212))
    draw.rounded_rectangle((WIDTH - 106, HEIGHT - BAR + 9, WIDTH - 12, HEIGHT - 9), 5, fill=(240, 190, 70))
    draw.text((WIDTH - 59, HEIGHT - BAR // 2), "CONTOH", font=_font(17), fill=(40, 32, 8), anchor="mm")
