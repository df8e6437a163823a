"""Invitation cards: who, where, the link as QR code and as a ready WhatsApp message. No NIK."""

from dataclasses import dataclass
from datetime import datetime

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from puskesos.accounts import Card
from puskesos.models import Region, User
from puskesos.phones import whatsapp_link


@dataclass(frozen=True)
class PrintedCard:
    """What stands on one card."""

    person: User
    place: str
    address: str
    qr: SafeString
    whatsapp: str
    expires_at: datetime
    is_new: bool


def printed(cards: list[Card], request: HttpRequest) -> list[PrintedCard]:
    """Cards as they are shown and printed, in the order given."""
    return [_printed(card, request) for card in cards]


def _printed(card: Card, request: HttpRequest) -> PrintedCard:
    address = request.build_absolute_uri(reverse("accounts:invitation", args=[card.token]))
    person = card.user
    return PrintedCard(
        person=person,
        place=place_of(person),
        address=address,
        qr=qr_svg(address),
        whatsapp=whatsapp_link(person.phone, _message(card, address)),
        expires_at=card.expires_at,
        is_new=card.purpose == "invite",
    )


def _message(card: Card, address: str) -> str:
    if card.purpose == "invite":
        words = _("Akun SLRT Anda sudah siap. Nama pengguna: %(name)s. Pilih kata sandi di %(link)s")
    else:
        words = _("Pilih kata sandi SLRT yang baru di %(link)s. Nama pengguna: %(name)s.")
    return f"{words % {'name': card.user.username, 'link': address}} {_('Jangan teruskan tautan ini.')}"


def place_of(person: User) -> str:
    """Where somebody works, in words."""
    if person.region:
        return person.region.titled
    return person.provider.name if person.provider else ""


def village_names(person: User) -> list[str]:
    """Names of a facilitator's further villages."""
    return [region.titled for region in Region.objects.filter(pk__in=person.villages)] if person.villages else []


def qr_svg(text: str) -> SafeString:
    """A QR code as inline SVG, black on white, without style attributes."""
    code = segno.make(text, error="m")
    return mark_safe(code.svg_inline(scale=4, border=2, dark="#17282d", light="#fff", omitsize=True))  # noqa: S308
