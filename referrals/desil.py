"""The national desil of a person, as an officer read it in DTSEN: never computed here."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User
from referrals.complaints import must_be_at_its_level
from referrals.models import Client, Complaint

DESILS = range(1, 11)


@transaction.atomic
def note(complaint: Complaint, *, desil: int, source: str, by: User, at: datetime) -> Client:
    """Write down the desil (1-10) of the person a complaint is about, and where it was read."""
    must_be_at_its_level(complaint, by)
    if desil not in DESILS:
        raise Refused(_("Desil adalah angka 1 sampai 10."))
    if not source.strip():
        raise Refused(_("Tulis di mana desilnya dibaca, misalnya SIKS-NG."))
    client = complaint.client
    client.desil, client.desil_source = desil, source.strip()
    client.save(update_fields=["desil", "desil_source"])
    activity.record("client.note_desil", target=complaint, by=by, at=at)
    return client
