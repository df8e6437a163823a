"""Scenes under the sky: the house, its roof, its water, the village road."""

from slrt.demo.canvas import HEIGHT, LEAF, SHADOW, WIDTH, WOOD, Scene, bucket
from slrt.demo.materials import ROOFS, WALLS, Colour, Points, base, blend, shade

SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((126, 184, 226), (226, 240, 246)),
    ((150, 192, 214), (248, 234, 208)),
    ((112, 168, 208), (206, 228, 232)),
)
GRASS: tuple[Colour, ...] = ((122, 158, 86), (142, 164, 92), (104, 146, 84))


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
