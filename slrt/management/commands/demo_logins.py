"""Print who may log in to the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from puskesos.models import User
from puskesos.roles import Role
from slrt.demo import people

HEADERS = ("Nama pengguna", "Kata sandi", "Peran", "Wilayah")


class Command(BaseCommand):
    """`manage.py demo_logins`: a table of one account for each role; silent outside demo mode."""

    help = "Cetak akun contoh untuk setiap peran."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            self.stdout.write("Akun contoh hanya ada dalam mode demo.")
            return
        logins = people.logins()
        if not logins:
            self.stdout.write("Belum ada akun contoh. Jalankan: manage.py setup_world")
            return
        rows = [HEADERS, *((login.username, login.password, login.role, login.region) for login in logins)]
        self.stdout.write("\n" + "\n".join(aligned(rows)))
        self._write_others()

    def _write_others(self) -> None:
        for role, what in ((Role.OPERATOR, "operator desa"), (Role.SUPERVISOR, "supervisor kecamatan")):
            others = User.objects.filter(role=role).exclude(username__in=people.SHOWN).order_by("username")
            if others:
                example = f"{others[0].username} ({others[0].region.titled})"
                self.stdout.write(f"{others.count()} {what} lain, kata sandi sama: misalnya {example}.")


def aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """Lines of a table; each column as wide as its widest cell."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
