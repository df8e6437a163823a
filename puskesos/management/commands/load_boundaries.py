"""Load real village boundaries from a GeoJSON file."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from puskesos.boundaries import BoundaryReport, load_boundaries
from puskesos.errors import Refused

# Long lists are cut here; the first few codes are enough to find the rest in the file.
SHOWN = 10


class Command(BaseCommand):
    """`manage.py load_boundaries FILE.geojson`: all or nothing; loading again replaces."""

    help = "Muat batas desa dari berkas GeoJSON (WGS84, bujur dulu, properti code dan name, kode Kemendagri)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="", help="asal batas, misalnya 'BIG 2024'; tanpa ini: nama berkas")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_boundaries(options["file"], source=options["source"])
        except Refused as refusal:
            raise CommandError("\n".join([refusal.sentence, *refusal.reasons])) from refusal
        for line in lines_of(report):
            self.stdout.write(line)


def lines_of(report: BoundaryReport) -> list[str]:
    """The summary: written of expected per regency, then what deserves a look."""
    written = Counter(code[:5] for code in report.written)
    missing = Counter(code[:5] for code in report.missing)
    return [
        *(f"{code}: {number}/{number + missing[code]} desa" for code, number in sorted(written.items())),
        *listing("Diperbaiki", report.repaired),
        *listing("Tidak ada dalam berkas", report.missing),
        *listing("Kode tidak dikenal, dilewati", report.unknown),
    ]


def listing(title: str, codes: list[str]) -> list[str]:
    """One line with the number and the first codes; no line when there is none."""
    more = " …" if len(codes) > SHOWN else ""
    return [f"{title}: {len(codes)} ({', '.join(codes[:SHOWN])}{more})"] if codes else []
