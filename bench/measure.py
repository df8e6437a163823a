"""One measurement: what was timed, beside its floor; printed as a line of a table and kept as a line of JSON."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

KEPT = Path("build/bench.jsonl")


@dataclass(frozen=True)
class Measurement:
    """Seconds of ours and of the floor for so many households."""

    bench: str
    rows: int
    seconds: float
    floor_seconds: float
    facts: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Ours divided by the floor."""
        return round(self.seconds / self.floor_seconds, 2)


class Stopwatch:
    """Seconds that passed inside `with`."""

    seconds = 0.0


@contextmanager
def stopwatch() -> Iterator[Stopwatch]:
    """Time a block."""
    watch, start = Stopwatch(), time.perf_counter()
    yield watch
    watch.seconds = round(time.perf_counter() - start, 3)


def wait_until(true: Callable[[], bool], *, limit_s: float) -> None:
    """Look every 50 ms until something is so; RuntimeError when it takes longer than the limit."""
    end = time.monotonic() + limit_s
    while not true():
        if time.monotonic() > end:
            raise RuntimeError(f"still not so after {limit_s:.0f} s")
        time.sleep(0.05)


def keep(measurements: list[Measurement]) -> None:
    """Append to build/bench.jsonl."""
    KEPT.parent.mkdir(exist_ok=True)
    with KEPT.open("a", encoding="utf-8") as file:
        for measurement in measurements:
            file.write(json.dumps({**asdict(measurement), "ratio": measurement.ratio}) + "\n")
