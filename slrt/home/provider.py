"""Home of a provider: what was referred and waits."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from puskesos.models import User
from puskesos.paging import count_words
from referrals import inbox
from slrt.home import tiles

ROWS = 5


def provider(user: User, *, on: date) -> dict[str, Any]:
    """Counts of each tab of the inbox, and the newest questions, the one with the nearest limit first."""
    url = reverse("referrals:provider_inbox")
    rows = {tab: inbox.provider_list(user, tab, on=on).rows for tab in ("baru", "berjalan", "terlambat")}
    numbers = [
        tiles.tile(_("Rujukan baru"), count_words(rows["baru"]), f"{url}?tab=baru", tone="act"),
        tiles.tile(_("Sedang ditangani"), count_words(rows["berjalan"]), f"{url}?tab=berjalan"),
        tiles.tile(_("Rujukan terlambat"), count_words(rows["terlambat"]), f"{url}?tab=terlambat", tone="bad"),
    ]
    waiting = [(row, row.step_due_on < on) for row in rows["baru"].order_by("step_due_on", "id")[:ROWS]]
    return {"tiles": numbers + tiles.cases(user), "waiting": waiting}
