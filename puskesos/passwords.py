"""Passwords: long enough, not among the common ones, and not made of words that everybody in an office would try."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from puskesos.models import User

LOCAL_WORDS = ("puskesos", "slrt", "dinsos", "dinas", "sosial", "desa", "kelurahan", "kecamatan", "kabupaten",
               "operator", "fasilitator", "supervisor", "petugas", "admin", "bansos", "kemensos", "dtks", "dtsen",
               "password", "sandi", "rahasia", "indonesia", "merdeka", "qwerty", "asdf")  # fmt: skip
# So many letters must be left once such words, digits and signs are taken out.
OWN_LETTERS = 4
SHORTEST_WORD = 3
# What a form takes at most; far above the 64 signs that must be allowed (ASVS 6.2.9), far below what costs time.
LONGEST = 256


class LocalWordsValidator:
    """Refuse a password that is only local words, the person's own names and a year."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise when hardly anything of one's own is left."""
        rest = password.lower()
        for word in sorted({*LOCAL_WORDS, *_names_around(user)}, key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(re.sub(r"[\W\d_]", "", rest)) < OWN_LETTERS:
            raise ValidationError(self.get_help_text(), code="password_too_local")

    def get_help_text(self) -> str:
        """Said beside the field."""
        return _("Jangan hanya memakai nama sendiri, nama desa, tahun, atau kata seperti puskesos, slrt, dinsos.")


def _names_around(user: User | None) -> set[str]:
    """Words of the person's name and of the places worked in."""
    if user is None:
        return set()
    region: Any = user.region
    names = [user.full_name, user.username]
    while region is not None:
        names.append(region.name)
        region = region.parent
    words = re.split(r"[\W\d_]+", " ".join(names).lower())
    return {word for word in words if len(word) >= SHORTEST_WORD}
