"""Home of the offices: the supervisor of a kecamatan, and Dinas Sosial."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assessment import handover, queries, waiting
from dtks.models import Batch
from dtks.states import BatchStatus
from households.models import Household
from puskesos.models import User
from puskesos.paging import count_words
from puskesos.roles import Duty
from referrals import inbox
from slrt.home import tiles
from slrt.rounds import progress

ROWS = 5


def supervisor(user: User, *, on: date) -> dict[str, Any]:
    """The queue, the oldest first, and how the round stands in the kecamatan."""
    return {
        "tiles": [*_surveys(user), tiles.late(user, on=on), *tiles.rapid(user)],
        "rows": list(waiting.listed(user)[:ROWS]),
        "standing": progress.standing(user.region_id or "", on=on),
    }


def dinsos(user: User, *, on: date) -> dict[str, Any]:
    """Everything that waits for the regency's office."""
    batches = Batch.objects.visible_to(user)
    ready = batches.filter(status=BatchStatus.EXPORTED).count()
    return {
        "tiles": [
            *_surveys(user),
            tiles.late(user, on=on),
            tiles.tile(_("Batch siap dikirim"), ready, reverse("dtks:batch_list"), tone="act"),
            *tiles.complaints(user, on=on),
            *_referrals(user, on=on),
            *tiles.rapid(user),
            *tiles.cases(user),
        ],
        "batches": batches.select_related("round", "area")[:ROWS],
        "makes_batches": True,
        "reaches_out": user.has_duty(Duty.OUTREACH),
        "standing": progress.standing(user.region_id or "", on=on),
    }


def _surveys(user: User) -> list[dict]:
    counts = queries.status_counts(user)
    listed = reverse("assessment:assessment_list")
    households = Household.objects.visible_to(user).filter(closed_on__isnull=True)
    return [
        tiles.tile(_("Menunggu tinjauan"), counts.get("submitted", 0), reverse("assessment:review_queue"), tone="act"),
        tiles.tile(_("Dikembalikan ke desa"), counts.get("returned", 0), f"{listed}?status=returned"),
        tiles.tile(_("Disetujui kecamatan"), counts.get("approved", 0), f"{listed}?status=approved", tone="good"),
        tiles.tile(_("Keluarga terdaftar"), count_words(households), reverse("households:household_list")),
        *_held(user),
    ]


def _held(user: User) -> list[dict]:
    """Drafts of who moved or left, when there are any."""
    surveys, drafts = (rows.values("pk") for rows in (handover.held_for(user), handover.held_drafts_for(user)))
    held = count_words(surveys.union(drafts, all=True))
    return [tiles.tile(_("Draf ditahan"), held, reverse("assessment:held_list"), tone="act")] if held else []


def _referrals(user: User, *, on: date) -> list[dict]:
    """What Dinsos does next with referrals; who does not decide is not told of decisions."""
    url = reverse("referrals:referral_list")
    words = {"rekomendasi": _("Perlu rekomendasi"), "terlambat": _("Rujukan terlambat")}
    if user.has_duty(Duty.MANAGER):
        words["penetapan"] = _("Perlu penetapan")
    tones = {"rekomendasi": "act", "penetapan": "act", "terlambat": "bad"}
    return [
        tiles.tile(words[tab], count_words(inbox.office_list(user, tab, on=on).rows), f"{url}?tab={tab}", tone=tone)
        for tab, tone in tones.items()
        if tab in words
    ]
