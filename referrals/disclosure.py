"""What a provider is shown of a person, in words: the copy that was made when the referral was sent, nothing else."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from households import codes
from referrals import placement
from referrals.codes import PPKS
from referrals.models import Complaint, Referral
from referrals.states import WITH_PROVIDER, ReferralStatus

LABELS = {
    "name": _("Nama"),
    "alias": _("Nama samaran"),
    "sex": _("Jenis kelamin"),
    "birth_date": _("Tanggal lahir"),
    "age": _("Perkiraan umur (tahun)"),
    "phone": _("Nomor HP"),
    "address": _("Alamat"),
    "village": _("Desa"),
    "features": _("Ciri-ciri"),
    "communication": _("Cara bicara"),
    "guardian": _("Wali atau pendamping"),
    "ppks": _("Jenis PPKS"),
    "need": _("Yang dibutuhkan"),
    "reporter": _("Pelapor"),
}
# A provider that declined, or from whom it was taken back, has no more business with the person.
SHOWN_IN = (*WITH_PROVIDER, ReferralStatus.COMPLETED)


def shown(referral: Referral) -> list[dict[str, Any]]:
    """Label and value of each thing this provider was told, in the catalogue's order; nothing once it is not theirs."""
    return _in_words(referral.disclosed) if referral.status in SHOWN_IN else []


def told(referral: Referral) -> list[dict[str, Any]]:
    """For the office: what the provider was told, or would be told today."""
    return _in_words(referral.disclosed if referral.sent_at else placement.disclosed(referral))


def _in_words(disclosed: dict[str, Any]) -> list[dict[str, Any]]:
    known = [(code, disclosed[code]) for code in LABELS if code in disclosed]
    return [{"label": LABELS[code], "value": WORDS.get(code, str)(value) if value else ""} for code, value in known]


def _sex(code: str) -> str:
    return dict(codes.choices("sex")).get(code, code)


# The value as people read it, where it is kept otherwise.
WORDS: dict[str, Callable[[Any], str]] = {
    "sex": _sex,
    "birth_date": lambda value: date_format(date.fromisoformat(value), "d-m-Y"),
    "ppks": lambda kinds: ", ".join(str(PPKS.get(kind, kind)) for kind in kinds),
}


def name_of(complaint: Complaint) -> str:
    """How an officer's page calls the person: a protected one by alias only."""
    client = complaint.client
    if complaint.is_protected:
        return client.alias or str(_("Tanpa nama samaran"))
    return client.name or str(_("Nama belum diketahui"))


def person_words(referral: Referral) -> str:
    """The name of the person of a referral, as `name_of` says it."""
    return name_of(referral.complaint)
