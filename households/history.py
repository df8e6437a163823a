"""What the database kept of changes, in words; a changed identity number is told, never shown."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import codes
from households.facts import shown_phone
from households.models import Household, HouseholdEvent, Member, MemberEvent

NUMBERS = {"kk_id": gettext_lazy("No. KK"), "nik_id": gettext_lazy("NIK")}
HOUSEHOLD_COLUMNS = ("kk_id", "address", "dusun", "rt", "rw", "phone", "closed_on")
MEMBER_COLUMNS = (
    "nik_id",
    "identity_status",
    "name",
    "birth_place",
    "birth_date",
    "sex",
    "relation",
    "marital",
    "education",
    "work_status",
    "sector",
    "disability",
    "chronic_illness",
    "pregnant",
    "mother_name",
    "left_on",
    "leave_reason",
)
LABELS = {"closed_on": gettext_lazy("Keluarga ditutup pada")}


def changes_of(household: Household) -> dict[str, list[str]]:
    """Sentences on what changed, under the id of the change that the activity row carries too."""
    sentences: dict[str, list[str]] = defaultdict(list)
    for change, words in _household_changes(household):
        sentences[change] += words
    for change, words in _member_changes(household):
        sentences[change] += words
    return dict(sentences)


def _household_changes(household: Household) -> Iterator[tuple[str, list[str]]]:
    events = HouseholdEvent.objects.filter(pgh_obj=household).order_by("pgh_id")
    for before, after in _pairs(events):
        if before:
            yield str(after.pgh_context_id), _differences(Household, before, after, HOUSEHOLD_COLUMNS)


def _member_changes(household: Household) -> Iterator[tuple[str, list[str]]]:
    events = MemberEvent.objects.filter(household_id=household.pk).order_by("pgh_obj", "pgh_id")
    for before, after in _pairs(events):
        if before is None:
            words = [_("Masuk: %(name)s") % {"name": after.name}]
        else:
            words = [f"{after.name}: {words}" for words in _differences(Member, before, after, MEMBER_COLUMNS)]
        yield str(after.pgh_context_id), words


def _pairs(events: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Each kept state with the one before it; None before the first of an object."""
    before = None
    for event in events:
        yield (before if before and before.pgh_obj_id == event.pgh_obj_id else None), event
        before = event


def _differences(model: type[Household] | type[Member], before: Any, after: Any, columns: Iterable[str]) -> list[str]:
    changed = [column for column in columns if getattr(before, column) != getattr(after, column)]
    return [_words(model, column, getattr(before, column), getattr(after, column)) for column in changed]


def _words(model: type[Household] | type[Member], column: str, old: Any, new: Any) -> str:
    if column in NUMBERS:
        said = _("diisi") if old is None else _("dihapus") if new is None else _("diganti")
        return f"{NUMBERS[column]} {said}"
    label = str(LABELS.get(column) or model._meta.get_field(column).verbose_name)
    label = label[:1].upper() + label[1:]
    return f"{label}: {_shown(column, old)} → {_shown(column, new)}"


def _shown(column: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if value is None or value == "":
        return "–"
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if column == "phone":
        return shown_phone(value)
    return codes.label(column, value) if column in codes.names() else str(value)
