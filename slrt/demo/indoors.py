"""Scenes inside the house: walls, floor, kitchen, toilet, bedroom, meter."""

from PIL import Image

from slrt.demo.canvas import HEIGHT, LEAF, SHADOW, WIDTH, WOOD, Scene, bucket
from slrt.demo.materials import FLOORS, WALLS, base, blend, shade, surface

# How much larger the near edge of a floor looks than the far one.
NEARER = 2.4


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
