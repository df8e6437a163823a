"""Mobile numbers as people type them, and the address that opens a WhatsApp chat with one."""

import re
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from puskesos.errors import Refused

PHONE = re.compile(r"08[1-9][0-9]{7,10}")
PHONE_SEPARATORS = re.compile(r"[\s().\-\u2010-\u2015]")


def clean_phone(raw: str) -> str:
    """`081234567890` of a mobile number typed with +62, 62 or 0, spaces, dots or dashes; empty stays empty."""
    digits = PHONE_SEPARATORS.sub("", raw)
    for prefix in ("+62", "62"):
        if digits.startswith(prefix):
            digits = "0" + digits.removeprefix(prefix).removeprefix("0")
            break
    if digits and not PHONE.fullmatch(digits):
        raise Refused(_("Nomor HP diawali 08 dan berisi 10 sampai 13 angka. Contoh: 0812-3456-7890."))
    return digits


def whatsapp_link(phone: str, text: str) -> str:
    """The address that opens a chat with this Indonesian mobile number and this text; empty for any other number."""
    try:
        number = clean_phone(phone)
    except Refused:
        return ""
    return f"https://wa.me/62{number[1:]}?{urlencode({'text': text})}" if number else ""
