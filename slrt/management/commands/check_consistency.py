"""Check that database, files and keys belong together; ends with status 1 when they do not."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from slrt import consistency

# More than these are counted, not listed.
SHOWN = 10


class Command(BaseCommand):
    """`manage.py check_consistency`: reads only; prints counts and keys of rows, never what they say."""

    help = "Periksa apakah basis data, berkas, dan kunci masih cocok satu sama lain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sample", type=int, default=consistency.SAMPLE, help="baris per jenis yang diperiksa; 0 untuk semua"
        )
        parser.add_argument("--counts", type=Path, help="berkas .counts dari cadangan, untuk dibandingkan")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = _read_counts(options["counts"]) if options["counts"] else None
        wrong = 0
        for result in consistency.check(sample=options["sample"], counts=counts):
            word = "SALAH" if result.wrong else "ok"
            self.stdout.write(f"{word:6} {result.name}: {result.checked} diperiksa, {len(result.wrong)} salah")
            for line in result.wrong[:SHOWN]:
                self.stdout.write(f"       {line}")
            wrong += len(result.wrong)
        if wrong:
            raise CommandError(f"Tidak cocok: {wrong}.")
        self.stdout.write("Semua cocok.")


def _read_counts(path: Path) -> dict[str, int]:
    """Lines of `table count`, as deploy/backup.sh writes them."""
    try:
        return {table: int(count) for table, count in (line.split() for line in path.read_text().splitlines())}
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} tidak dapat dibaca sebagai hitungan baris.") from error
