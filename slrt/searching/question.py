"""What somebody typed into the search field: an identity number, a number of ours, a ticket or a name."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from households import identity
from households.queries import searchable
from puskesos.errors import Refused

LONGEST = 120
NUMBER = re.compile(r"([0-9A-Z]{4})[- ]?([0-9A-Z]{4})[- ]?([0-9A-Z]{4})")
TICKET = re.compile(r"[A-Za-z0-9_-]{22}")
# So many digits are an identity number that somebody began to type, not a name.
FEWEST_DIGITS = 6


@dataclass(frozen=True)
class Question:
    """What is looked for. Of an identity number only its blind indexes (hex) and its masked form are kept."""

    kind: str
    text: str
    kk: str = ""
    nik: str = ""

    def kept(self) -> dict[str, str]:
        """As it is kept in the session."""
        return asdict(self)


def kept(data: Any) -> Question:
    """The question that `Question.kept` wrote."""
    return Question(**data)


def understand(typed: str) -> Question:
    """What kind of question this is; Refused with a sentence when nothing could be found by it."""
    text = " ".join(typed.replace("\x00", "").split())[:LONGEST]
    digits = identity.normalise(text)
    if digits.isascii() and digits.isdigit() and len(digits) >= FEWEST_DIGITS and not NUMBER.fullmatch(text):
        return _identity(digits)
    last_part = text.rstrip("/").rsplit("/", 1)[-1]
    if TICKET.fullmatch(last_part) and _mixed(last_part):
        return Question("ticket", last_part)
    number = NUMBER.fullmatch(text.upper())
    if number and re.search(r"[\d-]", text):  # three words of four letters may be a name
        return Question("number", "-".join(number.groups()))
    if not searchable(text):
        raise Refused(_("Tulis paling sedikit 3 huruf nama, sebuah nomor, atau NIK/No. KK 16 angka."))
    return Question("name", text)


def _identity(digits: str) -> Question:
    if len(digits) != identity.LENGTH:
        raise Refused(_("NIK dan No. KK harus 16 angka. Anda mengisi %(count)s angka.") % {"count": len(digits)})
    card, nik = (identity.blind_index(kind, digits).hex() for kind in ("kk", "nik"))
    return Question("identity", identity.mask(digits), card, nik)


def _mixed(text: str) -> bool:
    """Whether small and capital letters or digits stand side by side, as they do in a ticket and not in a name."""
    return bool(re.search(r"[0-9_-]", text) or re.search(r"[a-z][A-Z]", text))
