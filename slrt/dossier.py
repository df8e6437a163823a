"""The dossier: one household with its people, home, surveys, photos, notes and history, on one page and on paper."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import instrument
from assessment.models import Assessment, Photo
from households import facts, history, notes
from households.facts import HOUSED
from households.identity import LABELS
from households.models import Household, Member, Note, Transfer
from puskesos import activity, rounds
from puskesos.models import Activity, User
from puskesos.paging import Page, page_after
from puskesos.roles import CAPTURES, HEARS, REGISTERS, REVEALS_IDENTITY, SEES_SCORE, Role
from puskesos.scope import get_visible
from puskesos.village_map import MapPoint, outline_svg
from referrals import needs

# What stands on the dossier itself; the rest is one press away.
SHOWN_EVENTS = 8
SHOWN_NOTES = 3
SHOWN_PHOTOS = 4
SHOWN_SURVEYS = 6
SHOWN_FORMER = 50
SHOWN_SAME_HOUSE = 10
PHOTOS_COMPARED = 300
# Steps inside one assessment; its own page tells them.
SMALL_STEPS = ("assessment.add_photo", "assessment.remove_photo", "assessment.confirm_identity")


@dataclass
class Entry:
    """One line of the history: when, who, which act, and what it changed in words."""

    at: datetime
    by: User | None
    verb: str
    details: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SlotPhotos:
    """What one slot showed over time, oldest first."""

    title: str
    photos: list[Photo]


def _household(request: HttpRequest, pk: str) -> Household:
    rows = Household.objects.select_related("kk", "village", "created_by", "dwelling")
    return get_visible(rows, request.user, pk=pk)


def household_detail(request: HttpRequest, pk: str) -> HttpResponse:
    """The dossier; every reading of it is logged."""
    household, user, today = _household(request, pk), request.user, timezone.localdate()
    activity.record_read(target=household, by=user, fields="dossier")
    assessments = _assessments(user, household)
    may_survey = user.role in CAPTURES and household.closed_on is None
    may_edit = may_survey and user.role in REGISTERS
    context = {
        "household": household,
        "phone": facts.shown_phone(household.phone),
        "card_place": facts.village_path(household.card_region),
        "housed": household.housing == HOUSED,
        "members": _members(household, user, on=today),
        "people": needs.people_of(household, user),
        "former_members": household.members.filter(left_on__isnull=False).order_by("-left_on")[:SHOWN_FORMER],
        "assessments": assessments[:SHOWN_SURVEYS],
        "older_assessments": assessments[SHOWN_SURVEYS:],
        "photos": _newest_photos(user, assessments),
        "notes": _notes(household, user),
        "history": _history(household, assessments)[:SHOWN_EVENTS],
        "transfers": Transfer.objects.waiting().filter(household=household).select_related("target", "member"),
        "same_house": _same_house(household, user),
        "map": _map(household),
        "sees_score": user.role in SEES_SCORE,
        "may_reveal": user.role in REVEALS_IDENTITY,
        "may_watch": user.role in (Role.SUPERVISOR, Role.DINSOS),
        "may_edit": may_edit,
        "may_complain": user.role in HEARS and household.closed_on is None,
        "round": _round_to_start(household, assessments, on=today) if may_survey else None,
    }
    return render(request, "slrt/household_detail.html", context)


def _members(household: Household, user: User, *, on: date) -> list[Member]:
    """Present members, the head first, with their ages and where in one's own region they were before."""
    members = list(household.members.filter(left_on=None).select_related("nik"))
    before = _earlier_memberships(members, user)
    for member in members:
        member.age = facts.age(member.birth_date, on=on) if member.birth_date else None
        member.came_from = before.get(member.root_id)
    return sorted(members, key=lambda member: not member.is_head)


def _earlier_memberships(members: list[Member], user: User) -> dict[Any, Member]:
    """The membership each person had last, under what all of a person's memberships have in common."""
    roots = [member.first_id for member in members if member.first_id]
    rows = Member.objects.visible_to(user).filter(left_on__isnull=False).filter(Q(pk__in=roots) | Q(first__in=roots))
    found = rows.select_related("household").order_by("left_on", "joined_on")
    return {member.root_id: member for member in found}


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


def _same_house(household: Household, user: User) -> list[Household]:
    """Other families under the same roof."""
    if household.dwelling_id is None:
        return []
    rows = Household.objects.visible_to(user).filter(dwelling=household.dwelling_id, closed_on=None)
    return list(rows.exclude(pk=household.pk)[:SHOWN_SAME_HOUSE])


def _map(household: Household):
    """The village with the house on it; nothing without a house."""
    house = household.dwelling
    if house is None:
        return None
    return outline_svg(household.village_id, [MapPoint(float(house.latitude), float(house.longitude), _("Rumah"))])


def _notes(household: Household, user: User) -> list[Note]:
    newest = list(household.notes.select_related("by", "struck_by")[:SHOWN_NOTES])
    for note in newest:
        note.may_strike = notes.may_strike(note, user)
    return newest


# --- photos over time ------------------------------------------------------------------------------------------------


def household_photos(request: HttpRequest, pk: str) -> HttpResponse:
    """Each slot's photos side by side, from the first visit to the last."""
    household = _household(request, pk)
    activity.record_read(target=household, by=request.user, fields="photos")
    assessments = {row.pk: row for row in _assessments(request.user, household)}
    photos = list(_photos(request.user, assessments).order_by("-uploaded_at")[:PHOTOS_COMPARED])
    for photo in photos:
        photo.assessment = assessments[photo.assessment_id]
    context = {"household": household, "slots": _by_slot(photos)}
    return render(request, "slrt/household_photos.html", context)


def _photos(user: User, assessments: Any) -> QuerySet[Photo]:
    """Photos that count now, for the office those of the last sending: half-done mending is not for it to see."""
    rows = Photo.objects.visible_to(user).filter(assessment__in=list(assessments))
    if user.role in CAPTURES:
        return rows.filter(removed_at=None)
    sent = F("assessment__submitted_at")
    return rows.filter(uploaded_at__lte=sent).filter(Q(removed_at=None) | Q(removed_at__gt=sent))


def _newest_photos(user: User, assessments: list[Assessment]) -> list[Photo]:
    return list(_photos(user, [row.pk for row in assessments]).order_by("-uploaded_at")[:SHOWN_PHOTOS])


def _by_slot(photos: list[Photo]) -> list[SlotPhotos]:
    """In the order of the newest instrument that knows the slot."""
    places: dict[str, tuple[int, str]] = {}
    for photo in photos:  # newest first
        slots = instrument.definition(photo.assessment.instrument_id).slots
        places |= {slot.code: (at, slot.text) for at, slot in enumerate(slots) if slot.code not in places}
    ordered = sorted(photos, key=lambda photo: (places.get(photo.slot, (99, photo.slot)), photo.uploaded_at))
    groups = groupby(ordered, key=lambda photo: photo.slot)
    return [SlotPhotos(places.get(slot, (99, slot))[1], list(group)) for slot, group in groups]


# --- history ---------------------------------------------------------------------------------------------------------


def household_history(request: HttpRequest, pk: str) -> HttpResponse:
    """Everything that was done, newest first, with each change in words."""
    household = _household(request, pk)
    activity.record_read(target=household, by=request.user, fields="history")
    page = page_after(
        _events(household, _assessments(request.user, household)),
        keys=("at", "id"),
        after=request.GET.get("after", ""),
        newest_first=True,
    )
    entries = _entries(page.rows, household)
    context = {"household": household, "history": entries, "page": Page([], page.after, page.next_mark)}
    return render(request, "slrt/household_history.html", context)


def _events(household: Household, assessments: list[Assessment]) -> QuerySet[Activity]:
    """What was done to the household and its assessments."""
    own = Q(target_type="household", target_id=str(household.pk))
    visits = Q(target_type="assessment", target_id__in=[str(assessment.pk) for assessment in assessments])
    return Activity.objects.filter(own | visits).exclude(verb__in=SMALL_STEPS).select_related("by")


def _history(household: Household, assessments: list[Assessment]) -> list[Entry]:
    rows = _events(household, assessments).order_by("-at", "-pk")[:SHOWN_EVENTS]
    return _entries(list(rows), household)


def _entries(rows: list[Activity], household: Household) -> list[Entry]:
    changes = history.changes_of(household)
    return [_entry(row, changes) for row in rows]


def _entry(row: Activity, changes: dict[str, list[str]]) -> Entry:
    details = changes.get(row.data.get("change", ""), [])
    if row.verb == "identity.reveal":
        details = [_("%(label)s ditampilkan lengkap") % {"label": LABELS[row.data["kind"]]}]
    return Entry(at=row.at, by=row.by, verb=row.verb, details=details)


# --- on paper --------------------------------------------------------------------------------------------------------


def household_print(request: HttpRequest, pk: str) -> HttpResponse:
    """One sheet for the file or for the family, numbers masked, without score or class; printing is logged."""
    household = _household(request, pk)
    activity.record_read(target=household, by=request.user, fields="print")
    context = {
        "household": household,
        "paper": "f4" if request.GET.get("kertas") == "f4" else "a4",
        "members": _members(household, request.user, on=timezone.localdate()),
        "people": needs.people_of(household, request.user),
        "assessments": _assessments(request.user, household)[:SHOWN_SURVEYS],
        "phone": facts.shown_phone(household.phone),
        "card_place": facts.village_path(household.card_region),
        "printed_at": timezone.now(),
    }
    return render(request, "slrt/household_print.html", context)
