"""`python -m bench [NAME …] --rows N`: builds a world, measures, prints a table, appends to build/bench.jsonl."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from django.conf import settings

from bench import (
    complaints,
    complaints_world,
    export,
    field,
    field_world,
    journal,
    lists,
    lossy,
    pages,
    tabulation,
    world,
)  # fmt: skip
from bench.measure import Measurement, keep, stopwatch

Benches = dict[str, Callable[[int], list[Measurement]]]
BENCHES: Benches = {
    "tabulation": tabulation.measure,
    "export_csv": export.measure,
    "household_list": lists.household_list,
    "review_queue": lists.review_queue,
    "pages": pages.pages,
}
COMPLAINT_BENCHES: Benches = {
    "complaint_inbox": complaints.complaint_inbox,
    "overdue": complaints.overdue,
    "referral_list": complaints.referral_list,
    "provider_inbox": complaints.provider_inbox,
}
FIELD_BENCHES: Benches = {
    "capture_answers": field.capture_answers,
    "capture_photos": field.capture_photos,
    "lossy_link": lossy.lossy_link,
    "journal": journal.journal,
}
# Each world with what is measured in it and its rows unless told otherwise: households, complaints.
WORLDS = (
    (world, BENCHES, 100_000, "households"),
    (complaints_world, COMPLAINT_BENCHES, 200_000, "complaints"),
    (field_world, FIELD_BENCHES, 300, "visits"),
)


def main() -> None:
    """Measure what was asked for, in the order of the work."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = [*BENCHES, *COMPLAINT_BENCHES, *FIELD_BENCHES]
    parser.add_argument("names", nargs="*", choices=[*names, []], metavar="NAME", help=", ".join(names))
    parser.add_argument("--rows", type=int, help="households (100000) or complaints (200000)")
    parser.add_argument("--keep", action="store_true", help="use the world of the last run if it is as large")
    options = parser.parse_args()
    os.environ["CELERY_QUEUE"] = settings.CELERY_TASK_DEFAULT_QUEUE = f"bench-{os.getpid()}"
    settings.MEDIA_ROOT = Path("build/bench-media").resolve()
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    measurements: list[Measurement] = []
    for place, benches, usual, what in WORLDS:
        chosen = [name for name in options.names or benches if name in benches]
        if chosen:
            measurements += _measure_in(place, benches, chosen, options.rows or usual, what, keep_world=options.keep)
    keep(measurements)
    _print_table(measurements)


def _measure_in(
    place: ModuleType, benches: Benches, chosen: list[str], rows: int, what: str, *, keep_world: bool
) -> list[Measurement]:
    """Build one world and measure in it what was chosen."""
    with stopwatch() as building:
        place.build(rows, keep=keep_world)
    print(f"world of {rows:,} {what}: {building.seconds:.1f} s")
    measurements: list[Measurement] = []
    for name in chosen:
        print(name)
        measurements += benches[name](rows)
    return measurements


def _print_table(measurements: list[Measurement]) -> None:
    print(f"\n{'bench':<36}{'rows':>12}{'seconds':>12}{'floor':>12}{'ratio':>8}")
    for m in measurements:
        print(f"{m.bench:<36}{m.rows:>12,}{m.seconds:>12.3f}{m.floor_seconds:>12.3f}{m.ratio:>8.2f}")
        if m.facts:
            print("    " + ", ".join(f"{name} {value}" for name, value in m.facts.items()))


if __name__ == "__main__":
    main()
