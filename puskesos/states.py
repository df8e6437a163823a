"""What a round can be, and the moves between: one table for rules and buttons alike."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoundStatus(TextChoices):
    """It is …"""

    PLANNED = "planned", _("Direncanakan")
    OPEN = "open", _("Dibuka")
    CLOSED = "closed", _("Ditutup")


# verb: (from, to). A closing date that passes closes as well, district by district, without a move.
ROUND_TRANSITIONS: dict[str, tuple[tuple[RoundStatus, ...], RoundStatus]] = {
    "open": ((RoundStatus.PLANNED,), RoundStatus.OPEN),
    "close": ((RoundStatus.OPEN,), RoundStatus.CLOSED),
}


def round_allows(status: str, verb: str) -> bool:
    """Whether `verb` may be tried on a round in this state; pages show buttons by it."""
    return status in ROUND_TRANSITIONS[verb][0]


class NoticeKind(TextChoices):
    """What somebody is told; the sentence of each is in slrt/notices/sentences.py."""

    RETURNED = "returned", _("Pendataan dikembalikan")
    APPROVED = "approved", _("Pendataan disetujui")
    BATCH_READY = "batch_ready", _("Batch selesai")
    COMPLAINT_CONFIRMED = "confirmed", _("Warga: sudah tertangani")
    COMPLAINT_REOPENED = "reopened", _("Warga: belum tertangani")
    REFERRAL_ACCEPTED = "accepted", _("Rujukan diterima penyedia")
    REFERRAL_DECLINED = "declined", _("Rujukan ditolak penyedia")
    REFERRAL_COMPLETED = "completed", _("Rujukan tuntas")
    DRAFT_HANDED_OVER = "handed_over", _("Draf diserahkan kepada Anda")
    ROUND_EXTENDED = "extended", _("Periode diperpanjang")
