"""The receipt (tanda terima): proof for operator and family that the server has it."""

from dataclasses import dataclass
from datetime import datetime

import segno
from django.utils.safestring import SafeString, mark_safe

from assessment import instrument
from assessment.models import Assessment


@dataclass(frozen=True)
class Receipt:
    """What a receipt says: no name, no number of a person, no score."""

    number: str
    received_at: datetime
    photos: int
    photos_needed: int
    status: str


def receipt_of(assessment: Assessment) -> Receipt:
    """The receipt of an assessment that was sent at least once, with its last sending."""
    last = assessment.submissions.order_by("-revision")[0]
    needed, _slots = instrument.definition(assessment.instrument_id).photos_needed(last.overrides)
    return Receipt(
        number=assessment.receipt_number,
        received_at=last.at,
        photos=sum(len(hashes) for hashes in last.photos.values()),
        photos_needed=needed,
        status=assessment.get_status_display(),
    )


def qr_svg(text: str) -> SafeString:
    """A QR code as inline SVG, black on white, without style attributes."""
    code = segno.make(text, error="m")
    return mark_safe(code.svg_inline(scale=5, border=2, dark="#17282d", light="#fff", omitsize=True))  # noqa: S308
