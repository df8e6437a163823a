"""One transition of a complaint or a referral, or the sentence that somebody was faster."""

from typing import Any

from django.utils.translation import gettext as _

from puskesos.errors import Refused
from referrals.models import Complaint, Referral


def move_complaint(verb: str, complaint: Complaint, **columns: Any) -> None:
    """Move a complaint and read it anew; Refused when it is no longer in a state from which the verb goes."""
    if not Complaint.objects.move(verb, pk=complaint.pk, **columns):
        raise Refused(_("Keadaan keluhan ini sudah berubah. Muat ulang halaman, lalu lihat keadaannya sekarang."))
    complaint.refresh_from_db()


def move_referral(verb: str, referral: Referral, *, revision: int, **columns: Any) -> None:
    """Move a referral from the revision that was seen and read it anew; Refused when it has moved since."""
    if not Referral.objects.move(verb, pk=referral.pk, revision=revision, **columns):
        raise Refused(_("Rujukan ini baru saja diubah orang lain. Muat ulang halaman, lalu lihat keadaannya sekarang."))
    referral.refresh_from_db()
