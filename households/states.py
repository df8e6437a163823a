"""What a transfer to another village can be, and the moves between."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TransferStatus(models.TextChoices):
    """It is proposed until the village of arrival decides or the village of departure takes it back."""

    PROPOSED = "proposed", _("Menunggu desa tujuan")
    ACCEPTED = "accepted", _("Diterima")
    DECLINED = "declined", _("Ditolak")
    WITHDRAWN = "withdrawn", _("Ditarik kembali")


# verb -> status it leads to; each starts from proposed.
TRANSITIONS = {
    "accept": TransferStatus.ACCEPTED,
    "decline": TransferStatus.DECLINED,
    "withdraw": TransferStatus.WITHDRAWN,
}
