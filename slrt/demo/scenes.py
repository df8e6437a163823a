"""Drawn scenes for the photo slots: a house, its walls, floor, roof, kitchen, toilet and water, in three conditions."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

from slrt.demo.materials import FLOORS, ROOFS, WALLS, Colour, Points, base, blend, cover, shade, surface

# Drawn large, then made small: smooth edges.
WIDTH, HEIGHT = 1344, 1008
SMALL = (538, 403)
# How much larger the near edge of a floor looks than the far one.
NEARER = 2.4
SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((126, 184, 226), (226, 240, 246)),
    ((150, 192, 214), (248, 234, 208)),
    ((112, 168, 208), (206, 228, 232)),
)
GRASS: tuple[Colour, ...] = ((122, 158, 86), (142, 164, 92), (104, 146, 84))
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


def drawn(slot: str, *, condition: int, walls: int, palette: int) -> Image.Image:
    """The scene of a photo slot, always the same for the same arguments; slots without one show the village road."""
    rng = Random(f"{slot} {condition} {walls} {palette}")  # noqa: S311 drawings, not secrets
    scene = Scene(Image.new("RGB", (WIDTH, HEIGHT)), condition, walls, palette, rng)
    SCENES.get(slot, road)(scene)
    return scene.image.resize(SMALL, Image.Resampling.BOX)


# --- outside ---------------------------------------------------------------------------------------------------------


def sky(scene: Scene, horizon: int) -> None:
    """Sky, hills of the north coast, grass."""
    upper, lower = SKIES[scene.palette]
    draw = scene.draw
    for y in range(0, horizon, 4):
        draw.rectangle((0, y, WIDTH, y + 4), fill=blend(upper, lower, y / horizon))
    for x in range(scene.rng.randint(-200, 0), WIDTH, 380):
        peak = horizon - scene.rng.randint(60, 190)
        slope = [(x - 260, horizon), (x + 120, peak), (x + 190, peak + 16), (x + 560, horizon)]
        draw.polygon(slope, fill=blend(lower, (86, 120, 112), 0.55))
    draw.rectangle((0, horizon, WIDTH, HEIGHT), fill=GRASS[scene.palette])
    for _tuft in range(160):
        x, y = scene.rng.randint(0, WIDTH), scene.rng.randint(horizon, HEIGHT)
        draw.line(((x, y), (x + 6, y - 18)), fill=shade(GRASS[scene.palette], scene.rng.randint(-24, 22)), width=4)


def palm(scene: Scene, x: int, foot: int, height: int) -> None:
    """A coconut palm."""
    draw = scene.draw
    top = (x + height // 9, foot - height)
    draw.line(((x, foot), (x + height // 20, foot - height // 2), top), fill=shade(WOOD, 16), width=22, joint="curve")
    for reach, drop in (
        (-190, 60),
        (-150, -40),
        (-70, -96),
        (60, -100),
        (150, -44),
        (190, 56),
        (-110, 110),
        (120, 108),
    ):
        tip = (top[0] + reach, top[1] + drop)
        bend = (top[0] + reach * 0.55, top[1] + drop * 0.3 - 46)
        draw.polygon([top, bend, tip, (bend[0] + 6, bend[1] + 34)], fill=shade(LEAF, scene.rng.randint(-16, 20)))
    for nut in (-18, 8, 26):
        draw.ellipse((top[0] + nut - 14, top[1] + 2, top[0] + nut + 14, top[1] + 32), fill=(150, 120, 58))


def bush(scene: Scene, x: int, foot: int, reach: int) -> None:
    """A round shrub with a few flowers."""
    draw = scene.draw
    for _leaf in range(16):
        dx, dy = scene.rng.randint(-reach, reach), scene.rng.randint(-reach, 0)
        size = reach // 2
        tone = shade(LEAF, scene.rng.randint(-14, 30))
        draw.ellipse((x + dx - size, foot + dy - size, x + dx + size, foot + dy + size // 3), fill=tone)
    for _flower in range(7):
        dx, dy = scene.rng.randint(-reach, reach), scene.rng.randint(-reach, 0)
        draw.ellipse((x + dx - 9, foot + dy - 9, x + dx + 9, foot + dy + 9), fill=(238, 120, 130))


def front(scene: Scene) -> None:
    """The house from the front, with yard, palm and shrubs."""
    sky(scene, 560)
    palm(scene, 150, 720, 470)
    left, right, eaves, ground = 300, 1080, 420, 790
    scene.draw.ellipse((left - 80, ground - 20, right + 100, ground + 50), fill=shade(GRASS[scene.palette], -34))
    scene.box(left, eaves, right, ground, WALLS[scene.walls])
    if scene.walls == 2:
        scene.box(left, ground - 70, right, ground, "cement")
    doors_and_windows(scene, left, right, eaves, ground)
    lean = 26 if scene.condition == 0 else 0
    outline: Points = [(left - 90, eaves + 40), (left + 130, 200 + lean), (right - 130, 200), (right + 90, eaves + 40)]
    scene.cover(outline, ROOFS[scene.condition], scale=0.8)
    scene.draw.line((outline[1], outline[2]), fill=shade(base(ROOFS[scene.condition], scene.palette), -40), width=16)
    yard: Points = [(560, ground), (740, ground), (900, HEIGHT), (420, HEIGHT)]
    scene.cover(yard, "cement" if scene.walls else "earth")
    for x in (left - 30, right + 60, right + 190):
        bush(scene, x, ground + 50, 58)


def doors_and_windows(scene: Scene, left: int, right: int, eaves: int, ground: int) -> None:
    """A door in the middle, a window on either side."""
    draw = scene.draw
    paint = ((96, 132, 150), (120, 92, 62), (88, 124, 96))[scene.palette] if scene.walls else WOOD
    middle = (left + right) // 2
    draw.rectangle((middle - 74, eaves + 96, middle + 74, ground), fill=shade(paint, -30))
    draw.rectangle((middle - 62, eaves + 108, middle + 62, ground), fill=paint)
    draw.ellipse((middle + 34, ground - 150, middle + 52, ground - 132), fill=(224, 198, 110))
    for centre in ((left + middle) // 2 - 20, (right + middle) // 2 + 20):
        draw.rectangle((centre - 84, eaves + 116, centre + 84, eaves + 262), fill=shade(paint, -30))
        glass = (176, 210, 222) if scene.walls == 2 else SHADOW
        draw.rectangle((centre - 70, eaves + 130, centre + 70, eaves + 248), fill=glass)
        draw.line(((centre, eaves + 120), (centre, eaves + 258)), fill=shade(paint, -30), width=10)
        draw.line(((centre - 80, eaves + 190), (centre + 80, eaves + 190)), fill=shade(paint, -30), width=10)


def roof(scene: Scene) -> None:
    """The roof seen from the yard, filling the picture; a poor one lacks pieces."""
    sky(scene, 900)
    scene.box(120, 720, WIDTH - 120, HEIGHT, "plaster", dark=26)
    outline: Points = [(20, 760), (260, 210), (WIDTH - 220, 190), (WIDTH - 10, 760)]
    scene.cover(outline, ROOFS[scene.condition], scale=1.6)
    ridge = shade(base(ROOFS[scene.condition], scene.palette), -36)
    scene.draw.line((outline[1], outline[2]), fill=ridge, width=30)
    scene.draw.line((outline[0], outline[3]), fill=shade(WOOD, -10), width=22)
    if scene.condition == 0:
        for x, y in ((430, 470), (860, 600)):
            hole = [(x, y), (x + 110, y - 26), (x + 150, y + 54), (x + 30, y + 76)]
            scene.draw.polygon(hole, fill=SHADOW)
            scene.draw.line((hole[0], hole[2]), fill=WOOD, width=10)
    palm(scene, WIDTH - 120, 900, 760)


def water(scene: Scene) -> None:
    """A spring among stones, a covered well, or a tap with its meter."""
    sky(scene, 420)
    (spring, well, tap)[scene.condition](scene)
    bush(scene, 130, 560, 70)
    bush(scene, 1210, 620, 84)


def spring(scene: Scene) -> None:
    """Open water with a bucket beside it."""
    draw = scene.draw
    draw.polygon([(520, 430), (760, 430), (1180, HEIGHT), (240, HEIGHT)], fill=(118, 160, 160))
    for y in range(470, HEIGHT, 58):
        x = scene.rng.randint(470, 640)
        draw.arc((x, y, x + 260, y + 40), 190, 340, fill=(186, 214, 212), width=7)
    for _stone in range(26):
        side = scene.rng.choice((-1, 1))
        y = scene.rng.randint(450, 980)
        x = 650 + side * (120 + (y - 430) * 0.72) + scene.rng.randint(-30, 40)
        reach = scene.rng.randint(24, 62)
        draw.ellipse(
            (x - reach, y - reach * 0.6, x + reach, y + reach * 0.6),
            fill=shade((142, 138, 130), scene.rng.randint(-30, 24)),
        )
    bucket(scene, 960, 800)


def well(scene: Scene) -> None:
    """A round well of stone under a small roof."""
    scene.cover([(0, 760), (WIDTH, 700), (WIDTH, HEIGHT), (0, HEIGHT)], "earth")
    draw = scene.draw
    for x in (430, 900):
        draw.rectangle((x - 16, 300, x + 16, 720), fill=WOOD)
    draw.rectangle((410, 660, 920, 860), fill=(158, 154, 146))
    for row, y in enumerate(range(664, 860, 50)):
        for x in range(416 - (row % 2) * 46, 918, 92):
            box = (max(410, x), y, min(918, x + 86), y + 44)
            draw.rectangle(box, fill=shade((160, 156, 148), scene.rng.randint(-20, 16)))
    draw.ellipse((400, 600, 930, 730), fill=(176, 172, 164))
    draw.ellipse((450, 624, 880, 710), fill=(62, 88, 96))
    draw.line(((430, 410), (900, 410)), fill=shade(WOOD, 24), width=20)
    draw.line(((664, 410), (664, 640)), fill=(206, 190, 150), width=7)
    scene.cover([(330, 330), (520, 190), (820, 190), (1000, 330)], "tin")
    bucket(scene, 1030, 850)


def tap(scene: Scene) -> None:
    """A wall with tap and meter over a tiled basin."""
    scene.box(180, 150, 1160, 820, "plaster")
    scene.box(180, 640, 1160, 820, "ceramic", scale=0.7)
    draw = scene.draw
    pipe = (150, 166, 176)
    draw.line(((240, 520), (700, 520), (700, 470)), fill=pipe, width=26, joint="curve")
    draw.polygon([(680, 440), (812, 440), (812, 520), (770, 520), (770, 480), (680, 480)], fill=shade(pipe, -30))
    draw.line(((690, 424), (760, 424)), fill=(196, 70, 60), width=18)
    draw.line(((791, 524), (791, 690)), fill=(176, 214, 230), width=14)
    draw.ellipse((380, 440, 540, 600), fill=shade(pipe, -46))
    draw.ellipse((402, 462, 518, 578), fill=(240, 242, 238))
    draw.line(((460, 520), (496, 486)), fill=(196, 70, 60), width=7)
    scene.box(160, 820, 1190, HEIGHT, "cement")
    bucket(scene, 791, 880)


def bucket(scene: Scene, x: int, foot: int) -> None:
    """A bucket full of water."""
    draw = scene.draw
    paint = ((70, 130, 180), (200, 90, 70), (80, 150, 110))[scene.palette]
    draw.polygon([(x - 82, foot - 170), (x + 82, foot - 170), (x + 60, foot), (x - 60, foot)], fill=paint)
    draw.ellipse((x - 60, foot - 18, x + 60, foot + 18), fill=shade(paint, -20))
    draw.ellipse((x - 82, foot - 196, x + 82, foot - 146), fill=shade(paint, 30))
    draw.ellipse((x - 68, foot - 188, x + 68, foot - 154), fill=(150, 196, 214))
    draw.arc((x - 82, foot - 270, x + 82, foot - 100), 190, 350, fill=(120, 120, 116), width=8)


def road(scene: Scene) -> None:
    """The village road with an open pavilion: for pictures that show nothing of a house."""
    sky(scene, 520)
    scene.draw.polygon([(610, 520), (730, 520), (1240, HEIGHT), (60, HEIGHT)], fill=(150, 148, 142))
    for y, height in ((560, 22), (640, 36), (750, 54), (890, 76)):
        scene.draw.polygon([(662, y), (680, y), (690, y + height), (652, y + height)], fill=(236, 232, 214))
    for x in (860, 1220):
        scene.draw.rectangle((x - 12, 420, x + 12, 700), fill=WOOD)
    scene.box(830, 660, 1250, 720, "cement")
    scene.cover([(790, 430), (900, 270), (1180, 270), (1290, 430)], "thatch", scale=0.7)
    palm(scene, 240, 700, 480)


# --- inside ----------------------------------------------------------------------------------------------------------


def room(scene: Scene, edge: int, *, wall: str, floor: str) -> None:
    """A wall above, a floor in perspective below."""
    scene.box(0, 0, WIDTH, edge, wall, scale=1.3)
    plane = surface((WIDTH, HEIGHT), floor, scene.palette, scene.rng)
    depth = HEIGHT - edge
    # The far edge shows the whole width of the floor, the near one 1 / NEARER of it.
    lean = (NEARER - 1) / depth
    matrix = (1, WIDTH / 2 * lean, 0, 0, HEIGHT * NEARER / depth, 0, 0, lean)
    scene.image.paste(plane.transform((WIDTH, depth), Image.Transform.PERSPECTIVE, matrix), (0, edge))
    scene.draw.rectangle((0, edge - 14, WIDTH, edge), fill=shade(base(wall, scene.palette), -44))


def window(scene: Scene, left: int, top: int) -> None:
    """A window with a curtain and light in it."""
    draw = scene.draw
    frame = shade(WOOD, 30) if scene.condition else WOOD
    draw.rectangle((left - 18, top - 18, left + 318, top + 298), fill=frame)
    draw.rectangle((left, top, left + 300, top + 280), fill=(214, 232, 236))
    draw.polygon(
        [(left, top + 280), (left + 110, top + 150), (left + 300, top + 220), (left + 300, top + 280)], fill=LEAF
    )
    draw.line(((left + 150, top), (left + 150, top + 280)), fill=frame, width=14)
    if scene.condition:
        cloth = ((222, 160, 120), (140, 170, 190), (206, 190, 120))[scene.palette]
        draw.polygon([(left, top), (left + 96, top), (left + 40, top + 280), (left, top + 280)], fill=cloth)
        draw.polygon(
            [(left + 300, top), (left + 204, top), (left + 262, top + 280), (left + 300, top + 280)], fill=cloth
        )


def walls(scene: Scene) -> None:
    """A wall from near, with window and calendar; a poor one shows stains or a torn place."""
    room(scene, 860, wall=WALLS[scene.condition], floor=FLOORS[scene.condition])
    window(scene, 760, 230)
    draw = scene.draw
    draw.rectangle((300, 220, 500, 500), fill=(246, 244, 236))
    draw.rectangle((300, 220, 500, 300), fill=(188, 84, 70))
    for y in range(324, 490, 34):
        for x in range(318, 490, 28):
            draw.rectangle((x, y, x + 14, y + 14), fill=(150, 150, 146))
    if scene.condition == 0:
        torn = [(80, 560), (210, 530), (250, 660), (190, 760), (90, 720)]
        draw.polygon(torn, fill=SHADOW)
        draw.line((torn[1], torn[3]), fill=shade(WOOD, 30), width=9)


def floor(scene: Scene) -> None:
    """The living room, mostly its floor, with a mat and a low table."""
    room(scene, 330, wall=WALLS[scene.walls], floor=FLOORS[scene.condition])
    draw = scene.draw
    mat = ((196, 150, 92), (160, 90, 84), (110, 140, 110))[scene.palette]
    draw.polygon([(360, 520), (980, 520), (1110, 860), (230, 860)], fill=mat)
    for step in range(1, 6):
        y = 520 + step * 57
        spread = (y - 520) / 340
        draw.line(((360 - 130 * spread, y), (980 + 130 * spread, y)), fill=shade(mat, -26), width=6)
    draw.polygon([(520, 560), (840, 560), (890, 660), (470, 660)], fill=shade(WOOD, 20))
    for x in (484, 872):
        draw.rectangle((x - 12, 660, x + 12, 740), fill=WOOD)
    draw.ellipse((640, 580, 720, 622), fill=(236, 234, 226))
    draw.ellipse((654, 586, 706, 612), fill=(120, 80, 46))


def kitchen(scene: Scene) -> None:
    """A wood fire with a pot, a single burner, or a gas stove on a tiled counter."""
    room(scene, 640, wall=WALLS[scene.condition], floor=FLOORS[scene.condition])
    shelf(scene)
    if scene.condition == 0:
        hearth(scene)
        return
    scene.box(240, 560, 1120, 620, "ceramic" if scene.condition == 2 else "planks", scale=0.5)
    scene.box(260, 620, 1100, 860, "plaster" if scene.condition == 2 else "planks", dark=30)
    burners = (520, 820) if scene.condition == 2 else (560,)
    draw = scene.draw
    draw.rounded_rectangle((burners[0] - 150, 520, burners[-1] + 150, 562), 12, fill=(96, 104, 108))
    for x in burners:
        draw.ellipse((x - 60, 506, x + 60, 530), fill=SHADOW)
    pot(scene, burners[0], 512)
    draw.ellipse((960, 690, 1080, 850), fill=(120, 180, 90))
    draw.rectangle((992, 660, 1048, 704), fill=(90, 140, 70))


def shelf(scene: Scene) -> None:
    """Plates and jars on a shelf."""
    draw = scene.draw
    draw.rectangle((740, 270, 1180, 292), fill=WOOD)
    for number, x in enumerate(range(770, 1160, 76)):
        tone = ((236, 232, 222), (190, 110, 80), (120, 160, 170))[(number + scene.palette) % 3]
        if number % 2:
            draw.rounded_rectangle((x, 190, x + 52, 270), 10, fill=tone)
        else:
            draw.ellipse((x, 206, x + 64, 270), fill=tone, outline=shade(tone, -40), width=4)


def hearth(scene: Scene) -> None:
    """Three stones, burning wood and a black pot."""
    draw = scene.draw
    for x in (480, 660, 840):
        draw.ellipse((x - 74, 770, x + 74, 880), fill=shade((126, 120, 112), scene.rng.randint(-16, 10)))
    for x, y in ((420, 900), (900, 906), (560, 930)):
        draw.line(((x, y), (660, 850)), fill=WOOD, width=30)
    for x, height, tone in ((600, 130, (226, 120, 50)), (660, 180, (240, 160, 60)), (724, 120, (232, 136, 56))):
        draw.polygon([(x - 44, 860), (x, 860 - height), (x + 44, 860)], fill=tone)
    pot(scene, 660, 770)
    for step, reach in ((0, 40), (90, 60), (190, 78)):
        haze = blend((220, 216, 208), base("bamboo", scene.palette), 0.5)
        draw.ellipse((700 + step // 3, 420 - step, 700 + step // 3 + reach * 2, 420 - step + reach), fill=haze)


def pot(scene: Scene, x: int, foot: int) -> None:
    """A pot with lid."""
    draw = scene.draw
    metal = (64, 62, 60) if scene.condition == 0 else (178, 184, 188)
    draw.rounded_rectangle((x - 110, foot - 150, x + 110, foot), 30, fill=metal)
    draw.ellipse((x - 116, foot - 182, x + 116, foot - 128), fill=shade(metal, 26))
    draw.ellipse((x - 16, foot - 206, x + 16, foot - 172), fill=shade(metal, -24))
    draw.line(((x - 140, foot - 100), (x - 106, foot - 100)), fill=shade(metal, -20), width=18)
    draw.line(((x + 106, foot - 100), (x + 140, foot - 100)), fill=shade(metal, -20), width=18)


def toilet(scene: Scene) -> None:
    """A pit behind bamboo, a squat pan on cement, or a tiled bathroom."""
    wall, ground = (("bamboo", "earth"), ("cement", "cement"), ("ceramic", "ceramic"))[scene.condition]
    room(scene, 560, wall=wall, floor=ground)
    draw = scene.draw
    if scene.condition == 0:
        draw.ellipse((500, 720, 840, 870), fill=SHADOW)
        for y in (700, 876):
            draw.line(((400, y), (940, y)), fill=shade(WOOD, 20), width=44)
    else:
        china = (244, 244, 240) if scene.condition == 2 else (214, 208, 196)
        draw.ellipse((470, 690, 850, 910), fill=shade(china, -40))
        draw.ellipse((484, 684, 836, 890), fill=china)
        draw.ellipse((590, 720, 730, 850), fill=(120, 140, 146))
        for x in (500, 752):
            draw.rounded_rectangle((x, 740, x + 68, 840), 20, fill=shade(china, -24))
        scene.box(940, 470, 1240, 760, wall, dark=24, scale=0.8)
        scene.draw.polygon([(940, 470), (980, 430), (1280, 430), (1240, 470)], fill=(150, 196, 210))
    bucket(scene, 220, 880)


def bedroom(scene: Scene) -> None:
    """A bed by the window."""
    room(scene, 600, wall=WALLS[scene.condition], floor=FLOORS[scene.condition])
    window(scene, 180, 150)
    draw = scene.draw
    sheet = ((150, 180, 206), (220, 180, 150), (180, 200, 160))[scene.palette]
    draw.polygon([(520, 600), (1160, 600), (1280, 860), (440, 860)], fill=sheet)
    draw.rectangle((440, 860, 1280, 930), fill=shade(WOOD, 10))
    draw.rectangle((1150, 430, 1200, 700), fill=WOOD)
    draw.rounded_rectangle((900, 570, 1130, 680), 40, fill=(244, 242, 234))
    if scene.condition:
        draw.polygon([(490, 720), (1215, 720), (1280, 860), (440, 860)], fill=shade(sheet, -46))


def meter(scene: Scene) -> None:
    """The electricity meter on the outer wall; a poor house has only a borrowed wire."""
    room(scene, 940, wall=WALLS[scene.condition], floor="cement")
    draw = scene.draw
    draw.line(((672, 0), (672, 300)), fill=SHADOW, width=12)
    if scene.condition == 0:
        draw.line(((672, 300), (560, 520), (760, 640)), fill=SHADOW, width=12, joint="curve")
        draw.ellipse((720, 620, 820, 760), fill=(250, 226, 150))
        return
    draw.rounded_rectangle((480, 270, 864, 790), 30, fill=(226, 228, 224))
    draw.rectangle((540, 340, 804, 470), fill=(170, 190, 160))
    for x in range(564, 790, 46):
        draw.rectangle((x, 370, x + 26, 440), fill=(60, 74, 62))
    for row in range(3):
        for column in range(3):
            x, y = 566 + column * 80, 520 + row * 76
            draw.rounded_rectangle((x, y, x + 54, y + 50), 8, fill=(90, 110, 140))


SCENES: dict[str, Callable[[Scene], None]] = {
    "front": front,
    "walls": walls,
    "floor": floor,
    "roof": roof,
    "kitchen": kitchen,
    "toilet": toilet,
    "water": water,
    "bedroom": bedroom,
    "meter": meter,
}
