"""What the database kept of changes, in words; a changed identity number is told, never shown."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import codes
from households.facts import shown_phone, village_path
from households.models import Household, HouseholdEvent, Member, MemberEvent

NUMBERS = {"kk_id": gettext_lazy("No. KK"), "nik_id": gettext_lazy("NIK")}
HOUSEHOLD_COLUMNS = (
    "kk_id",
    "address",
    "dusun",
    "rt",
    "rw",
    "phone",
    "housing",
    "card_address",
    "card_region",
    "closed_on",
)
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
SHOWN = {"phone": shown_phone, "card_region": village_path}
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
            words = [_arrival(after)]
        else:
            words = [f"{after.name}: {words}" for words in _differences(Member, before, after, MEMBER_COLUMNS)]
        yield str(after.pgh_context_id), words


def _arrival(event: Any) -> str:
    words = {"name": event.name, "day": shown("joined_on", event.joined_on)}
    if event.join_reason:
        words["reason"] = shown("join_reason", event.join_reason)
        return _("Masuk: %(name)s (%(reason)s, %(day)s)") % words
    return _("Masuk: %(name)s (%(day)s)") % words


def state_at(household: Household, revision: int) -> Any:
    """The household as a page of this revision showed it; None for a revision that never was."""
    events = HouseholdEvent.objects.filter(pgh_obj=household, revision=revision)
    return events.order_by("-pgh_id").first()


def member_state_at(member: Member, revision: int) -> Any:
    """A person as a page of this revision of the household showed them; None for a revision that never was."""
    households = HouseholdEvent.objects.filter(pgh_obj=member.household_id)
    events = MemberEvent.objects.filter(pgh_obj=member)
    next_act = households.filter(revision=revision + 1).order_by("pgh_id").first()
    if not households.filter(revision=revision).exists():
        return None
    if next_act:
        events = events.filter(pgh_created_at__lt=next_act.pgh_created_at)
    return events.order_by("-pgh_id").first()


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
    label = label_of(model, column)
    return f"{label}: {shown(column, old)} → {shown(column, new)}"


def label_of(model: type[Household] | type[Member], column: str) -> str:
    """What a column is called on screen."""
    label = str(NUMBERS.get(column) or LABELS.get(column) or model._meta.get_field(column).verbose_name)
    return label[:1].upper() + label[1:]


def shown(column: str, value: Any) -> str:
    """A kept value as people read it."""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if value is None or value == "":
        return "–"
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if column in SHOWN:
        return SHOWN[column](value)
    return codes.label(column, value) if column in codes.names() else str(value)
