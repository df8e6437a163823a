"""Numbers that lead to their rows, as several roles see them."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from puskesos.models import User
from puskesos.paging import count_words
from puskesos.roles import HEARS, Duty, Role
from referrals import lateness
from referrals.models import Complaint, Outreach


def tile(label: str, number: int | str, url: str, *, tone: str = "", hint: str = "") -> dict:
    """A number that leads to its rows; a tone speaks only when there is something."""
    return {"label": label, "number": number, "url": url, "tone": tone if number else "", "hint": hint}


def complaints(user: User, *, on: date) -> list[dict]:
    """Open and late complaints, for who hears them."""
    if user.role not in HEARS:
        return []
    rows, listed = Complaint.objects.visible_to(user), reverse("referrals:complaint_list")
    return [
        tile(_("Keluhan terbuka"), count_words(rows.open()), listed),
        tile(_("Keluhan terlambat"), count_words(rows.overdue(on=on)), f"{listed}?tab=late", tone="bad"),
    ]


def late(user: User, *, on: date) -> dict:
    """Complaints and referrals past their limit, for those who watch over them."""
    count = lateness.late_in_all(user, on=on)
    return tile(_("Lewat batas waktu"), count, reverse("referrals:overdue_list"), tone="bad")


def rapid(user: User) -> list[dict]:
    """Who waits in the street, for those who read the rapid list."""
    waiting = Outreach.objects.visible_to(user).running().count()
    return [tile(_("Laporan darurat"), waiting, reverse("referrals:rapid_list"), tone="act")]


def cases(user: User) -> list[dict]:
    """One's own protected cases; who has none and no such duty is not told that there are any."""
    if user.role not in (Role.DINSOS, Role.PROVIDER):
        return []
    rows = Complaint.objects.visible_to(user).protected()
    if not (user.has_duty(Duty.CASE_WORKER) or rows.exists()):
        return []
    return [tile(_("Kasus terlindung"), rows.open().count(), reverse("referrals:case_list"), tone="act")]
