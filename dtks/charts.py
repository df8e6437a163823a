"""Bars of the score histogram in whole units of its own grid, so that they are crisp at every size."""

from dataclasses import dataclass

from dtks.figures import HIGHEST, LOWEST, STEP

WIDTH, HEIGHT = 372, 190
LEFT, RIGHT, TOP, BOTTOM = 44, 356, 12, 24
BAR, GAP = 9, 1
PLOT = HEIGHT - TOP - BOTTOM
BASE = TOP + PLOT


@dataclass(frozen=True)
class Bar:
    """Households at one total."""

    total: int
    households: int
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    label: int
    at: int


@dataclass(frozen=True)
class Histogram:
    """A picture of the scores, from the poorest; `base` is the line the bars stand on."""

    bars: list[Bar]
    rows: list[Tick]
    columns: list[Tick]
    edges: list[int]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    base: int = BASE
    bar: int = BAR


def histogram(scores: list[tuple[int, int]], *, edges: list[int]) -> Histogram:
    """Bars for each total; `edges` are the lowest totals of the classes after the first."""
    step = _round_step(max((count for _total, count in scores), default=0))
    top = 4 * step
    return Histogram(
        bars=[_bar(total, count, top) for total, count in scores],
        rows=[Tick(label=mark * step, at=BASE - PLOT * mark // 4) for mark in range(5)],
        columns=[Tick(label=total, at=_x(total) + BAR // 2) for total in range(LOWEST, HIGHEST + 1, 500)],
        # A class begins between two bars.
        edges=[_x(-(-edge // STEP) * STEP) - GAP for edge in edges],
    )


def _round_step(most: int) -> int:
    """A quarter of the height, as a number that is easily read: 1, 2, 5, 10, 20, 50 …"""
    unit = 1
    while True:
        for step in (unit, 2 * unit, 5 * unit):
            if 4 * step >= most:
                return step
        unit *= 10


def _x(total: int) -> int:
    return LEFT + (total - LOWEST) // STEP * (BAR + GAP)


def _bar(total: int, households: int, top: int) -> Bar:
    """At least one unit high where there is anybody at all."""
    height = max(PLOT * households // top, 1) if households else 0
    return Bar(total=total, households=households, x=_x(total), y=BASE - height, height=height)
