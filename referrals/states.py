"""What complaints and referrals can be, and the moves between: one table for rules and buttons alike."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ComplaintStatus(TextChoices):
    """It is …"""

    RECEIVED = "received", _("Diterima")
    HANDLED = "handled", _("Ditangani, menunggu jawaban warga")
    REOPENED = "reopened", _("Dibuka lagi")
    CLOSED = "closed", _("Selesai")


class ReferralStatus(TextChoices):
    """It is …"""

    PROPOSED = "proposed", _("Diusulkan")
    RECOMMENDED = "recommended", _("Menunggu penetapan")
    REFUSED = "refused", _("Tidak ditetapkan")
    SENT = "sent", _("Terkirim, menunggu jawaban penyedia")
    ACCEPTED = "accepted", _("Diterima penyedia")
    IN_PROGRESS = "in_progress", _("Sedang ditangani")
    COMPLETED = "completed", _("Tuntas")
    DECLINED = "declined", _("Ditolak penyedia")
    WITHDRAWN = "withdrawn", _("Ditarik")


COMPLAINT_OPEN = (ComplaintStatus.RECEIVED, ComplaintStatus.REOPENED)

# With the provider: the clock runs there.
WITH_PROVIDER = (ReferralStatus.SENT, ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS)
IN_OFFICE = (ReferralStatus.PROPOSED, ReferralStatus.RECOMMENDED)
REFERRAL_OPEN = (*IN_OFFICE, *WITH_PROVIDER)
REFERRAL_ENDED = tuple(status for status in ReferralStatus if status not in REFERRAL_OPEN)

# verb: (from, to)
COMPLAINT_TRANSITIONS: dict[str, tuple[tuple[ComplaintStatus, ...], ComplaintStatus]] = {
    "handle": (COMPLAINT_OPEN, ComplaintStatus.HANDLED),
    "confirm": ((ComplaintStatus.HANDLED,), ComplaintStatus.CLOSED),
    "reopen": ((ComplaintStatus.HANDLED, ComplaintStatus.CLOSED), ComplaintStatus.REOPENED),
    "close_unreached": ((ComplaintStatus.HANDLED,), ComplaintStatus.CLOSED),
}

REFERRAL_TRANSITIONS: dict[str, tuple[tuple[ReferralStatus, ...], ReferralStatus]] = {
    "recommend": ((ReferralStatus.PROPOSED,), ReferralStatus.RECOMMENDED),
    "refuse": ((ReferralStatus.RECOMMENDED,), ReferralStatus.REFUSED),
    "send": ((ReferralStatus.RECOMMENDED,), ReferralStatus.SENT),
    "accept": ((ReferralStatus.SENT,), ReferralStatus.ACCEPTED),
    "decline": ((ReferralStatus.SENT,), ReferralStatus.DECLINED),
    "proceed": ((ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS), ReferralStatus.IN_PROGRESS),
    "complete": ((ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS), ReferralStatus.COMPLETED),
    "withdraw": (REFERRAL_OPEN, ReferralStatus.WITHDRAWN),
}


def complaint_allows(status: str, verb: str) -> bool:
    """Whether `verb` may be tried on a complaint in this state; pages show buttons by it."""
    return status in COMPLAINT_TRANSITIONS[verb][0]


def referral_allows(status: str, verb: str) -> bool:
    """Whether `verb` may be tried on a referral in this state; pages show buttons by it."""
    return status in REFERRAL_TRANSITIONS[verb][0]
