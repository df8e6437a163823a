"""What an assessment can be, and the moves between: one table for rules and buttons alike."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AssessmentStatus(TextChoices):
    """It is …"""

    DRAFT = "draft", _("Draf")
    SUBMITTED = "submitted", _("Menunggu tinjauan")
    RETURNED = "returned", _("Perlu diperbaiki")
    APPROVED = "approved", _("Disetujui kecamatan")


EDITABLE = (AssessmentStatus.DRAFT, AssessmentStatus.RETURNED)

# verb: (from, to)
TRANSITIONS: dict[str, tuple[tuple[AssessmentStatus, ...], AssessmentStatus]] = {
    "submit": (EDITABLE, AssessmentStatus.SUBMITTED),
    "approve": ((AssessmentStatus.SUBMITTED,), AssessmentStatus.APPROVED),
    "return_for_correction": ((AssessmentStatus.SUBMITTED,), AssessmentStatus.RETURNED),
    "undo_approve": ((AssessmentStatus.APPROVED,), AssessmentStatus.SUBMITTED),
    "undo_return": ((AssessmentStatus.RETURNED,), AssessmentStatus.SUBMITTED),
}


def allows(status: str, verb: str) -> bool:
    """Whether `verb` may be tried on a row in this state; pages show buttons by it."""
    return status in TRANSITIONS[verb][0]
