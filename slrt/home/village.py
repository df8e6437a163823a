"""Home of those who work in a village: the operator and the facilitator."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assessment import queries
from assessment.models import Assessment
from assessment.states import AssessmentStatus
from households.models import Household, Transfer
from puskesos.models import User
from puskesos.paging import count_words
from referrals import worklist
from referrals.models import Complaint
from slrt.home import tiles
from slrt.rounds import progress

ROWS = 5


def operator(user: User, *, on: date) -> dict[str, Any]:
    """Surveys to mend and to finish, and the village's complaints."""
    counts = queries.status_counts(user)
    listed = reverse("assessment:assessment_list")
    numbers = [
        tiles.tile(_("Perlu diperbaiki"), counts.get("returned", 0), f"{listed}?status=returned", tone="act"),
        tiles.tile(_("Draf belum dikirim"), counts.get("draft", 0), f"{listed}?status=draft"),
        tiles.tile(_("Menunggu tinjauan"), counts.get("submitted", 0), f"{listed}?status=submitted"),
        tiles.tile(_("Disetujui kecamatan"), counts.get("approved", 0), f"{listed}?status=approved", tone="good"),
    ]
    return {
        "tiles": [*numbers, *_arrivals(user), *tiles.complaints(user, on=on)],
        "rows": _to_finish(user),
        "standing": progress.standing(user.region_id or "", on=on),
    }


def _arrivals(user: User) -> list[dict]:
    """Who asks to be taken in by this village; nothing when nobody does."""
    waiting = count_words(Transfer.objects.visible_to(user).waiting().filter(target=user.region_id))
    listed = reverse("households:transfer_list")
    return [tiles.tile(_("Minta pindah ke sini"), waiting, listed, tone="act")] if waiting else []


def _to_finish(user: User) -> list[Assessment]:
    """What came back first, then drafts, the oldest of each first."""
    mine = queries.listed(user).filter(status__in=(AssessmentStatus.RETURNED, AssessmentStatus.DRAFT))
    return list(mine.order_by("-status", "started_at")[:ROWS])


def facilitator(user: User, *, on: date) -> dict[str, Any]:
    """Complaints of the village, the one with the nearest limit first."""
    households = Household.objects.visible_to(user).filter(closed_on__isnull=True)
    listed = reverse("households:household_list")
    open_rows = worklist.listed(user, tab="open", terms={}, on=on)
    waiting = Complaint.objects.visible_to(user).filter(status="handled")
    numbers = [
        *tiles.complaints(user, on=on),
        tiles.tile(
            _("Menunggu jawaban warga"), count_words(waiting), f"{reverse('referrals:complaint_list')}?tab=handled"
        ),
        tiles.tile(_("Keluarga terdaftar"), count_words(households), listed),
    ]
    due = [(row, worklist.time_left(row, on=on), row.due_on < on) for row in open_rows.order_by("due_on", "id")[:ROWS]]
    return {"tiles": numbers, "due": due, "standing": progress.standing(user.region_id or "", on=on)}
