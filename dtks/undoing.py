"""An approval taken back, as long as no batch holds it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessment import undoing
from assessment.models import Assessment
from dtks.models import BatchRow
from dtks.tabulation import one_at_a_time
from puskesos.errors import Refused
from puskesos.models import User


@transaction.atomic
def undo(assessment: Assessment, *, revision: int, by: User, at: datetime) -> Assessment:
    """Undo the last decision; a batch that is being frozen is waited for, and what it took stays approved."""
    one_at_a_time(assessment.regency_code)
    if BatchRow.objects.filter(assessment=assessment, live=True).exists():
        raise Refused(_("Pendataan ini sudah masuk batch. Putusannya tidak dapat diurungkan lagi."))
    return undoing.undo(assessment, revision=revision, by=by, at=at)
