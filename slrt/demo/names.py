"""Invented names, addresses and numbers; combined by chance from common parts, so nobody is meant."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from random import Random

from households.facts import Address

MALE, FEMALE = "1", "2"
# A Balinese child is called by its place among its brothers and sisters; the fifth begins anew.
BIRTH_ORDER = {
    MALE: (("I Wayan", "I Putu", "I Gede"), ("I Made", "I Kadek"), ("I Nyoman", "I Komang"), ("I Ketut",)),
    FEMALE: (("Ni Wayan", "Ni Putu", "Ni Luh"), ("Ni Made", "Ni Kadek"), ("Ni Nyoman", "Ni Komang"), ("Ni Ketut",)),
}
BALINESE = {
    MALE: (
        "Suarta", "Sudiarta", "Widana", "Artana", "Mertayasa", "Budiasa", "Darmawan", "Sumerta", "Ardika", "Redana",
        "Karmawan", "Yasa", "Mudita", "Subawa", "Wardana", "Parwata", "Sukadana", "Arnawa", "Murdana", "Astawa",
        "Suparta", "Winaya", "Sedana", "Tresna", "Wijana", "Rentana", "Sukrata", "Diarsa", "Merta", "Sugiarta",
    ),
    FEMALE: (
        "Sariani", "Suartini", "Widiani", "Artini", "Sukerti", "Budiasih", "Darmayanti", "Sumerti", "Ardani",
        "Rediani", "Karmini", "Muliani", "Sutarmi", "Parwati", "Sekarini", "Arniti", "Kertiasih", "Mariani",
        "Astiti", "Suparmi", "Winarti", "Sedani", "Tirtawati", "Wijani", "Rentini", "Sukraeni", "Diarti", "Resmini",
    ),
}  # fmt: skip
MUSLIM = {
    MALE: (
        ("Abdul", "Ahmad", "Hasan", "Imron", "Mahrus", "Nur", "Rohim", "Saiful", "Taufan", "Zaenal"),
        ("Anshori", "Basuni", "Fauzan", "Hariyadi", "Kholik", "Maulidin", "Rosyidin", "Sahroni", "Wafi", "Yunan"),
    ),
    FEMALE: (
        ("Aminah", "Halimah", "Khoiriyah", "Lailatul", "Maryam", "Nurul", "Rohana", "Siti", "Umi", "Zahrotun"),
        ("Azizah", "Fitriyah", "Hasanah", "Istiqomah", "Jamilah", "Kamilah", "Mardiyah", "Rumini", "Salamah", "Wardah"),
    ),
}  # fmt: skip
# Of every hundred families in Buleleng about a tenth do not have Balinese names.
MUSLIM_SHARE = 0.1

HAMLETS = (
    "Kajanan", "Kelodan", "Kanginan", "Kawanan", "Tengah", "Dauh Margi", "Dangin Margi", "Pasek", "Tegal", "Asah",
    "Munduk", "Yeh Panes", "Alas Arum", "Kubu Anyar", "Bingin", "Sanih Sari",
)  # fmt: skip
STREETS = ("Melati", "Kamboja", "Cempaka", "Kenanga", "Teratai", "Anggrek", "Mawar", "Sandat", "Jempiring", "Soka")
BIRTH_PLACES = ("Singaraja", "Buleleng", "Seririt", "Denpasar", "Tabanan", "Karangasem", "Banyuwangi")


@dataclass(frozen=True)
class Tradition:
    """How a family names its children."""

    balinese: bool

    def full_name(self, rng: Random, sex: str, *, place: int) -> str:
        """A name for the child that came as number `place` (from 1)."""
        if not self.balinese:
            return " ".join(rng.choice(part) for part in MUSLIM[sex])
        return f"{rng.choice(BIRTH_ORDER[sex][(place - 1) % 4])} {rng.choice(BALINESE[sex])}"


def tradition(rng: Random) -> Tradition:
    """A family's way of naming."""
    return Tradition(balinese=rng.random() >= MUSLIM_SHARE)


def adult_name(rng: Random, sex: str) -> str:
    """A full name for somebody whose brothers and sisters play no part here."""
    return tradition(rng).full_name(rng, sex, place=rng.randint(1, 5))


def address(rng: Random) -> Address:
    """A hamlet, sometimes a street, RT and RW; half of the families have a phone.

    The numbers lie in a block (0812-0000-…) that no operator has given out.
    """
    hamlet = f"Banjar Dinas {rng.choice(HAMLETS)}"
    street = f"Jalan {rng.choice(STREETS)} No. {rng.randint(1, 60)}" if rng.random() < 0.4 else hamlet
    neighbourhood = rng.random() < 0.6
    return Address(
        address=street,
        dusun=hamlet,
        rt=f"{rng.randint(1, 8):03d}" if neighbourhood else "",
        rw=f"{rng.randint(1, 3):03d}" if neighbourhood else "",
        phone=f"0812{rng.randint(0, 9999):08d}" if rng.random() < 0.5 else "",
    )


class Numbers:
    """NIK and No. KK that look right and are nobody's: their serials, from 9000, are given out one after another."""

    def __init__(self) -> None:
        self._serials = count()

    def nik(self, district_code: str, *, born: date, sex: str) -> str:
        """District, birth date (day + 40 for women), serial."""
        day = born.day + 40 * (sex == FEMALE)
        return f"{district_code.replace('.', '')}{day:02d}{born:%m%y}{self._serial()}"

    def kk(self, district_code: str, *, issued: date) -> str:
        """District, day of issue, serial."""
        return f"{district_code.replace('.', '')}{issued:%d%m%y}{self._serial()}"

    def _serial(self) -> int:
        return 9000 + next(self._serials) % 1000
