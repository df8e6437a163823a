"""Load regions and approximate outlines of the regencies this installation serves."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from puskesos.errors import Refused
from puskesos.outlines import draw_approximate_outlines
from puskesos.places import load_regions


class Command(BaseCommand):
    """`manage.py load_regions [CODE …]`: repeating it is harmless."""

    help = "Muat wilayah, satu Puskesos per desa, dan batas perkiraan bila batas nyata belum ada."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("regency", nargs="*", help="kode Kemendagri; tanpa kode: REGENCY_CODES dari pengaturan")

    def handle(self, *args: Any, **options: Any) -> None:
        codes = options["regency"] or settings.REGENCY_CODES
        try:
            counts = load_regions(codes)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        drawn = draw_approximate_outlines(codes)
        self.stdout.write(
            f"{counts.regencies} kabupaten/kota, {counts.districts} kecamatan, {counts.villages} desa/kelurahan. "
            f"{drawn} batas desa perkiraan digambar."
        )
