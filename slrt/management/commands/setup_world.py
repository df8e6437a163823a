"""Load what every installation needs, and in demo mode build the demo world."""

import os
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessment import instrument, reasons
from puskesos.errors import Refused
from puskesos.models import Region
from puskesos.outlines import draw_approximate_outlines
from puskesos.places import load_regions
from referrals import catalogue
from slrt.demo import clearing, world

# More help little: the database has work to do as well.
MOST_PROCESSES = 4


class Command(BaseCommand):
    """`manage.py setup_world`: repeating it is harmless; `--reset` begins anew, in demo mode only."""

    help = "Muat wilayah, instrumen dan katalog layanan; dalam mode demo buat juga dunia contoh, satu kali."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="hapus semua isi dan buat lagi (hanya mode demo)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reset"]:
            self._reset()
        self._load()
        if settings.DEMO:
            self._build()

    def _reset(self) -> None:
        if not settings.DEMO:
            raise CommandError("--reset menghapus semua data, jadi hanya jalan dalam mode demo (SLRT_DEMO=1).")
        self.stdout.write("Menghapus isi lama…")
        clearing.clear()

    def _load(self) -> None:
        codes = settings.REGENCY_CODES
        try:
            counts = load_regions(codes)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"Memuat wilayah… {counts.districts} kecamatan, {counts.villages} desa/kelurahan")
        drawn = draw_approximate_outlines(codes)
        self.stdout.write(f"Menggambar batas desa perkiraan… {drawn}")
        self.stdout.write(f"Memuat katalog layanan… {catalogue.load(at=timezone.now())} berubah")
        self.stdout.write(f"Memuat instrumen… {instrument.load(at=timezone.now()).title}")
        added = sum(reasons.load(regency, at=timezone.now()) for regency in Region.objects.filter(pk__in=codes))
        self.stdout.write(f"Memuat alasan pengembalian… {added}")

    def _build(self) -> None:
        regency = Region.objects.get(pk=settings.REGENCY_CODES[0])
        if world.is_built(regency):
            self.stdout.write("Dunia contoh sudah ada.")
            return
        started = time.monotonic()
        self._report(0, 1)
        processes = min(MOST_PROCESSES, os.cpu_count() or 1)
        try:
            world.build(regency, today=timezone.localdate(), report=self._report, processes=processes)
        except KeyboardInterrupt:
            raise CommandError("Dihentikan. Jalankan lagi untuk melanjutkan.", returncode=130) from None
        self.stdout.write(f"Dunia contoh siap dalam {time.monotonic() - started:.0f} detik.")

    def _report(self, done: int, total: int) -> None:
        self.stdout.write(f"Membuat keluarga contoh dan pendataannya… {100 * done // total} %")
        self.stdout.flush()
