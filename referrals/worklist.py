"""Complaints as lists: what waits, what is late, what was asked, and what a search finds."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import identity
from households.models import IdentityNumber
from households.queries import named, village_choices
from puskesos.models import User
from referrals.models import Client, Complaint
from referrals.models.complaints import ComplaintQuerySet, cases_of
from referrals.states import ComplaintStatus
from referrals.workdays import working_days_between

# Tabs in the order of the work: code, word on screen.
TABS = {
    "open": gettext_lazy("Terbuka"),
    "late": gettext_lazy("Terlambat"),
    "handled": gettext_lazy("Menunggu jawaban warga"),
    "closed": gettext_lazy("Selesai"),
    "all": gettext_lazy("Semua"),
}
# Tabs of what still runs are in the order of the time limit, the others begin with the newest.
BY_LIMIT = ("open", "late")
LIMIT_KEYS = ("due_on", "id")
NEWEST_KEYS = ("received_at", "id")
MOST_FOUND = 25


def listed(user: User, *, tab: str, terms: Mapping[str, str], on: date) -> ComplaintQuerySet:
    """Complaints this person may see in one tab, narrowed by place, sector, urgency and level."""
    rows = _with_facts(_in_tab(Complaint.objects.visible_to(user), tab, on=on))
    if place := terms.get("place"):
        rows = rows.within(place)
    return rows.filter(**{name: terms[name] for name in ("sector", "urgency", "level") if name in terms})


def _in_tab(rows: ComplaintQuerySet, tab: str, *, on: date) -> ComplaintQuerySet:
    if tab == "open":
        return rows.open()
    if tab == "late":
        return rows.overdue(on=on)
    if tab in ComplaintStatus.values:
        return rows.filter(status=tab)
    return rows


def _with_facts(rows: ComplaintQuerySet) -> ComplaintQuerySet:
    return rows.select_related("client", "village").defer("text", "result")


def found(user: User, typed: str) -> list[Complaint]:
    """Complaints this person may see with that number, that NIK, or a person of that name, newest first."""
    rows = _with_facts(Complaint.objects.visible_to(user))
    digits = identity.normalise(typed)
    if digits.isascii() and digits.isdigit() and len(digits) == identity.LENGTH:
        # Step by step, so that each is answered by its index.
        numbers = IdentityNumber.objects.filter(kind="nik", blind_index=identity.blind_index("nik", digits))
        return _newest(rows.filter(client__nik__in=list(numbers.values_list("pk", flat=True))))
    if numbered := _newest(rows.filter(number=typed.upper())):
        return numbered
    return _named(user, rows, typed)


def _named(user: User, rows: ComplaintQuerySet, name: str) -> list[Complaint]:
    """By the name of a person, or by the alias of a case."""
    people = named(Client.objects.reached_by(user), name)
    own_cases = rows.filter(pk__any=cases_of(user), client__alias__icontains=name)
    both = {row.pk: row for row in [*_newest(own_cases), *_newest(rows.filter(client__in=people.values("pk")))]}
    return list(both.values())


def _newest(rows: ComplaintQuerySet) -> list[Complaint]:
    return list(rows.order_by("-received_at", "-id")[:MOST_FOUND])


def places_of(user: User) -> list[tuple[str, Any]]:
    """Districts and villages to choose from, within one's own; none for who has only one village."""
    return [
        (name, [(villages[0][0][:8], _("Kecamatan %s") % name), *villages]) for name, villages in village_choices(user)
    ]


def time_left(complaint: Complaint, *, on: date) -> str:
    """`sisa 3 hari kerja`, `terlambat 2 hari kerja`; nothing for what no longer waits for us."""
    if not complaint.waits_for_us:
        return ""
    days = working_days_between(on, complaint.due_on)
    if complaint.due_on < on:
        return _("terlambat %s hari kerja") % -days if days else _("lewat batas")
    return _("sisa %s hari kerja") % days if days else _("batasnya hari ini")
