"""What a batch can be, and the moves between."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchStatus(TextChoices):
    """It is …"""

    OPEN = "open", _("Terbuka")
    FREEZING = "freezing", _("Sedang dibekukan")
    FROZEN = "frozen", _("Dibekukan")
    TABULATED = "tabulated", _("Ditabulasi")
    EXPORTED = "exported", _("Berkas siap")
    SENT = "sent", _("Terkirim ke Kemensos")
    CANCELLED = "cancelled", _("Dibatalkan")


TRANSITIONS: dict[str, tuple[tuple[BatchStatus, ...], BatchStatus]] = {
    "freeze": ((BatchStatus.OPEN,), BatchStatus.FREEZING),
    "finish_freezing": ((BatchStatus.FREEZING,), BatchStatus.FROZEN),
    "tabulate": ((BatchStatus.FROZEN,), BatchStatus.TABULATED),
    "export": ((BatchStatus.TABULATED,), BatchStatus.EXPORTED),
    "mark_sent": ((BatchStatus.EXPORTED,), BatchStatus.SENT),
    "cancel": (
        (BatchStatus.OPEN, BatchStatus.FROZEN, BatchStatus.TABULATED, BatchStatus.EXPORTED),
        BatchStatus.CANCELLED,
    ),
}


def allows(status: str, verb: str) -> bool:
    """Whether `verb` may be tried on a batch in this state."""
    return status in TRANSITIONS[verb][0]
