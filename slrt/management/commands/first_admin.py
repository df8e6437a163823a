"""Make the first account of a new installation; every other one is made on its pages."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from puskesos.models import User
from puskesos.roles import Role


class Command(BaseCommand):
    """`manage.py first_admin NAME "Full name"`: prints a password once; refuses when there is one already."""

    help = "Buat administrator pertama. Kata sandinya hanya tampil satu kali."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("full_name")

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(role=Role.ADMIN, is_active=True).exists():
            raise CommandError("Sudah ada administrator. Akun lain dibuat di halaman akun.")
        user = User(username=options["username"].lower(), full_name=options["full_name"], role=Role.ADMIN)
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.save()
        self.stdout.write(f"Kata sandi {user.username}: {password}\nGanti setelah masuk pertama kali.")
