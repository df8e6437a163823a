"""Make the first account of a new installation; every other one is invited on its pages."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from puskesos import accounts
from puskesos.errors import Refused


class Command(BaseCommand):
    """`manage.py first_admin NAME "Full name"`: prints a one-time link; refuses when there is one already."""

    help = "Buat administrator pertama. Tautan untuk memilih kata sandi hanya tampil satu kali."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("full_name")

    def handle(self, *args: Any, **options: Any) -> None:
        contact = accounts.Contact(full_name=options["full_name"])
        try:
            card = accounts.found(contact, username=options["username"], at=timezone.now())
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        address = f"{settings.SITE_URL}{reverse('accounts:invitation', args=[card.token])}"
        self.stdout.write(f"{card.user.username}: {address}\nBuka sekali untuk memilih kata sandi.")
