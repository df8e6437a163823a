"""Load the catalogue of services."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from referrals import catalogue


class Command(BaseCommand):
    """`manage.py load_catalogue`: repeating it is harmless; what the office edited stays."""

    help = "Muat katalog layanan; yang sudah diubah Dinsos tidak ditimpa."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Memuat katalog layanan… {catalogue.load(at=timezone.now())} berubah")
