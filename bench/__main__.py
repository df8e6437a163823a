"""`python -m bench [NAME …] --rows N`: builds a world, measures, prints a table, appends to build/bench.jsonl."""

import argparse
import os
from pathlib import Path

from django.conf import settings

from bench import export, lists, tabulation, world
from bench.measure import Measurement, keep, stopwatch

BENCHES = {
    "tabulation": tabulation.measure,
    "export_csv": export.measure,
    "household_list": lists.household_list,
    "review_queue": lists.review_queue,
}


def main() -> None:
    """Measure what was asked for, in the order of the work."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--rows", type=int, default=100_000, help="households (100000)")
    parser.add_argument("--keep", action="store_true", help="use the world of the last run if it is as large")
    options = parser.parse_args()
    os.environ["CELERY_QUEUE"] = settings.CELERY_TASK_DEFAULT_QUEUE = f"bench-{os.getpid()}"
    settings.MEDIA_ROOT = Path("build/bench-media").resolve()
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    with stopwatch() as building:
        world.build(options.rows, keep=options.keep)
    print(f"world of {options.rows:,} households: {building.seconds:.1f} s")
    measurements: list[Measurement] = []
    for name in options.names or BENCHES:
        print(name)
        measurements += BENCHES[name](options.rows)
    keep(measurements)
    _print_table(measurements)


def _print_table(measurements: list[Measurement]) -> None:
    print(f"\n{'bench':<28}{'rows':>12}{'seconds':>12}{'floor':>12}{'ratio':>8}")
    for m in measurements:
        print(f"{m.bench:<28}{m.rows:>12,}{m.seconds:>12.3f}{m.floor_seconds:>12.3f}{m.ratio:>8.2f}")


if __name__ == "__main__":
    main()
