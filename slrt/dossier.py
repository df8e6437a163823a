"""The dossier: one household with its members, its assessments and what was changed, on one page."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import instrument
from assessment.models import Assessment
from households import facts, history
from households.identity import LABELS
from households.models import Household, Member
from puskesos import activity, rounds
from puskesos.models import Activity, User
from puskesos.roles import CAPTURES, HEARS, REVEALS_IDENTITY, SEES_SCORE
from puskesos.scope import get_visible
from referrals import needs

SHOWN_EVENTS = 50
# Steps inside one assessment; its own page tells them.
SMALL_STEPS = ("assessment.add_photo", "assessment.remove_photo", "assessment.confirm_identity")


@dataclass
class Entry:
    """One line of the history: when, who, which act, and what it changed in words."""

    at: datetime
    by: User | None
    verb: str
    details: list[str] = field(default_factory=list)


def household_detail(request: HttpRequest, pk: str) -> HttpResponse:
    """The dossier; every reading of it is logged."""
    household = get_visible(Household.objects.select_related("kk", "village", "created_by"), request.user, pk=pk)
    activity.record_read(target=household, by=request.user, fields="dossier")
    today = timezone.localdate()
    assessments = _assessments(request.user, household)
    may_edit = request.user.role in CAPTURES and household.closed_on is None
    context = {
        "household": household,
        "phone": facts.shown_phone(household.phone),
        "members": _members(household, on=today),
        "people": needs.people_of(household, request.user),
        "former_members": household.members.filter(left_on__isnull=False).order_by("-left_on"),
        "assessments": assessments,
        "history": _history(household, assessments),
        "sees_score": request.user.role in SEES_SCORE,
        "may_reveal": request.user.role in REVEALS_IDENTITY,
        "may_edit": may_edit,
        "may_complain": request.user.role in HEARS and household.closed_on is None,
        "round": _round_to_start(household, assessments, on=today) if may_edit else None,
    }
    return render(request, "slrt/household_detail.html", context)


def _members(household: Household, *, on: date) -> list[Member]:
    """Present members, the head first, with their ages."""
    members = list(household.members.filter(left_on=None).select_related("nik"))
    for member in members:
        member.age = facts.age(member.birth_date, on=on) if member.birth_date else None
    return sorted(members, key=lambda member: not member.is_head)


def _assessments(user: User, household: Household) -> list[Assessment]:
    """Visible assessments, newest first, each with the words of its class for who may see it."""
    rows = Assessment.objects.visible_to(user).filter(household=household).select_related("round", "surveyor")
    assessments = list(rows.order_by("-started_at"))
    if user.role in SEES_SCORE:
        for assessment in assessments:
            band = instrument.definition(assessment.instrument_id).band(assessment.band)
            assessment.band_text = band.text if band else ""
    return assessments


def _round_to_start(household: Household, assessments: list[Assessment], *, on: date):
    """The open round in which this household was not yet visited, or None."""
    current = rounds.running_in(household.district_code, on=on)
    return None if any(current and row.round_id == current.pk for row in assessments) else current


def _history(household: Household, assessments: list[Assessment]) -> list[Entry]:
    """What was done to the household and its assessments, newest first."""
    own = Q(target_type="household", target_id=str(household.pk))
    visits = Q(target_type="assessment", target_id__in=[str(assessment.pk) for assessment in assessments])
    rows = Activity.objects.filter(own | visits).exclude(verb__in=SMALL_STEPS).select_related("by")
    changes = history.changes_of(household)
    return [_entry(row, changes) for row in rows.order_by("-at", "-pk")[:SHOWN_EVENTS]]


def _entry(row: Activity, changes: dict[str, list[str]]) -> Entry:
    details = changes.get(row.data.get("change", ""), [])
    if row.verb == "identity.reveal":
        details = [_("%(label)s ditampilkan lengkap") % {"label": LABELS[row.data["kind"]]}]
    return Entry(at=row.at, by=row.by, verb=row.verb, details=details)
