"""What an operator takes along: the families of the village with their members, and the surveys in hand."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from assessment import capture, deadlines, instrument, not_begun
from assessment.models import Assessment, FieldDraft, Instrument, PhotoUpload
from assessment.not_begun import NotBegun
from assessment.states import EDITABLE
from households import queries as registry
from households.models import Household, Member
from households.rows import ADDRESS_COLUMNS, PERSON_COLUMNS
from puskesos import rounds
from puskesos.models import Round, User
from puskesos.paging import page_after
from puskesos.roles import SENDS

FAMILIES_AT_A_TIME = 50
# Nobody has more in hand; the newest are what somebody works at.
SURVEYS_AT_MOST = 500
# As the phone shows it; on record it is a draft of somebody who moved (assessment/handover.py).
HELD = "held"


def families(user: User, *, after: str, on: date) -> tuple[list[dict[str, Any]], str]:
    """Families of this person's villages, with those who live in them now; and the mark of the next page."""
    living = Member.objects.filter(left_on=None).select_related("nik").order_by("order")
    rows = Household.objects.visible_to(user).filter(closed_on=None).select_related("kk")
    rows = rows.prefetch_related(Prefetch("members", queryset=living))
    # By id: the mark of a page stands in an address, where no name may be.
    page = page_after(rows, keys=("id",), after=after, size=FAMILIES_AT_A_TIME)
    current = _current_round(user, on=on)
    found = Assessment.objects.filter(round=current, household__in=[row.pk for row in page.rows])
    surveys = {row.household_id: row for row in found.select_related("surveyor")} if current else {}
    held = held_for(user, surveys.values())
    return [family_of(row, surveys.get(row.pk), user, held) for row in page.rows], page.next_mark


def held_for(user: User, surveys: Iterable[Assessment]) -> set[UUID]:
    """Which of these surveys are held, for anybody but who began them and goes on with them (security.md F13)."""
    others = [row.pk for row in surveys if row.surveyor_id != user.pk]
    return set(Assessment.objects.filter(pk__in=others).held().values_list("pk", flat=True)) if others else set()


def _current_round(user: User, *, on: date) -> Round | None:
    return rounds.running_in(user.region_id or "", on=on)


def unvisited(user: User, *, round: Round) -> QuerySet[Household]:
    """Families of this person's villages whom nobody has begun to survey in a round."""
    visited = Assessment.objects.filter(round=round, household=OuterRef("pk"))
    return registry.listed(user).filter(~Exists(visited))


def family_of_draft(content: Mapping[str, Any], user: User) -> dict[str, Any] | None:
    """The family of a draft as it is on record now, with whom the draft let go; None where there is none to be seen."""
    gone = [one["id"] for one in content["members"] if one["left"]]
    people = Member.objects.filter(Q(left_on=None) | Q(pk__in=gone)).select_related("nik").order_by("order")
    rows = Household.objects.visible_to(user).filter(pk=content["household"]["id"], closed_on=None).select_related("kk")
    household = rows.prefetch_related(Prefetch("members", queryset=people)).first()
    return family_of(household, None, user, ()) if household else None


def family_of(household: Household, survey: Assessment | None, user: User, held: Collection[UUID]) -> dict[str, Any]:
    """A family as a phone keeps it: numbers masked, codes as stored."""
    return {
        "id": str(household.pk),
        "head_name": household.head_name,
        **{name: getattr(household, name) for name in ADDRESS_COLUMNS},
        "village": household.village_id,
        "kk": household.kk.masked if household.kk else "",
        "revision": household.revision,
        "members": [_member(member) for member in household.members.all()],
        "assessment": _brief(survey, user, is_held=survey.pk in held) if survey else None,
    }


def _member(member: Member) -> dict[str, Any]:
    facts = {name: getattr(member, name) for name in PERSON_COLUMNS}
    facts["birth_date"] = member.birth_date.isoformat() if member.birth_date else ""
    return {"id": str(member.pk), **facts, "nik": member.nik.masked if member.nik else ""}


def _brief(assessment: Assessment, user: User, *, is_held: bool = False) -> dict[str, Any]:
    return {
        "id": str(assessment.pk),
        "status": HELD if is_held else status_of(assessment),
        "revision": str(assessment.state_of_draft),
        "surveyor": assessment.surveyor.full_name,
        "mine": assessment.surveyor_id == user.pk or (user.role in SENDS and not is_held),
    }


def status_of(assessment: Assessment) -> str:
    """The state as the phone shows it: a draft whose answers are here waits for its photos."""
    return "waiting_photos" if assessment.waits_for_photos else assessment.status


def in_hand(user: User, *, at: datetime) -> list[dict[str, Any]]:
    """Drafts and returned surveys that this person may go on with, newest first; at the end those not begun yet."""
    found = capture.open_to(user).visible_to(user).filter(status__in=EDITABLE)
    found = found.filter(_may_be_sent(user, at=at))
    found = found.select_related("household", "surveyor").prefetch_related("reviews__points")
    rows = list(found.order_by("-started_at")[:SURVEYS_AT_MOST])
    stored = photos_here(rows)
    surveys = [{**_brief(row, user), **_in_hand(row), "photos": stored[row.pk]} for row in rows]
    waiting = FieldDraft.objects.in_hands_of(user).select_related("owner").order_by("-started_at")[:SURVEYS_AT_MOST]
    return surveys + [_not_begun(one) for one in not_begun.described(waiting)]


def _may_be_sent(user: User, *, at: datetime) -> Q:
    """Once another round runs, of the rounds before only what was received in time, or is still to be mended.

    Between two rounds all is listed: a district may be given more time.
    """
    current = _current_round(user, on=timezone.localdate(at))
    if current is None:
        return Q()
    in_time = Q(answers_received_at__isnull=False, returned_at=None)
    return Q(round=current) | in_time | Q(returned_at__date__gte=timezone.localdate(at) - deadlines.MENDING)


def _not_begun(one: NotBegun) -> dict[str, Any]:
    """A draft of a phone, perhaps from other hands: it is listed like a survey, so that the app fetches it."""
    facts = {"id": str(one.draft.pk), "status": "draft", "revision": str(one.draft.revision), "mine": True}
    return facts | {
        "surveyor": one.draft.owner.full_name,
        "household": one.household,
        "head_name": one.family,
        "instrument": one.draft.instrument_id,
        "started_at": one.draft.started_at.isoformat(),
        "answers_received_at": None,
        "returned": None,
        "photos": {"stored": 0, "needed": 0},
    }


def _in_hand(row: Assessment) -> dict[str, Any]:
    return {
        "household": str(row.household_id),
        "head_name": row.household.head_name,
        "instrument": row.instrument_id,
        "started_at": row.started_at.isoformat(),
        "answers_received_at": row.answers_received_at and row.answers_received_at.isoformat(),
        "returned": _returned(row, row.returned_at) if row.returned_at else None,
    }


def _returned(row: Assessment, at: datetime) -> dict[str, Any]:
    """Why it came back, and until when it may be sent again."""
    last = max(row.reviews.all(), key=lambda decision: decision.revision, default=None)
    points = last.points.all() if last else []
    said = [{"kind": one.kind, "key": one.key, "reason": one.reason} for one in points]
    until = (at + deadlines.MENDING).isoformat()
    return {"at": at.isoformat(), "until": until, "note": last.note if last else "", "points": said}


def note_photos(rows: list[Assessment]) -> None:
    """Put beside each survey that waits for photos how many are here, for a list."""
    waiting = [row for row in rows if row.waits_for_photos]
    stored = photos_here(waiting) if waiting else {}
    for row in waiting:
        row.stored = stored[row.pk]  # type: ignore[attr-defined]


def photos_here(rows: list[Assessment]) -> dict[Any, dict[str, int]]:
    """How many photos of each survey are here, and how many there must be at least."""
    filed = Counter(
        Assessment.objects.filter(pk__in=[row.pk for row in rows], photos__removed_at=None, photos__isnull=False)
        .values_list("pk", flat=True)
        .order_by()
    )
    announced = {one["sha256"] for row in rows for one in row.manifest}
    arrived = set(
        PhotoUpload.objects.filter(client_sha256__in=announced, by__in={row.surveyor_id for row in rows}).values_list(
            "client_sha256", flat=True
        )
    )
    return {row.pk: _count(row, filed[row.pk], arrived) for row in rows}


def _count(row: Assessment, filed: int, arrived: set[str]) -> dict[str, int]:
    received = sum(one["sha256"] in arrived for one in row.manifest)
    needed, _slots = instrument.definition(row.instrument_id).photos_needed(row.overrides)
    return {"stored": max(filed, received), "needed": max(needed, len(row.manifest))}


def versions(user: User, *, on: date) -> list[int]:
    """Versions that drafts of this person may be written with: the one in force, and those in their days of grace."""
    regency = (user.region_id or "")[:5]
    published = Instrument.objects.of_regency(regency).published()
    known = list(published)
    ends = {row.pk: instrument.last_day(row, among=known) for row in known}
    current = instrument.in_force(on=on, regency=regency)
    first = [current.pk] if current else []
    return first + sorted(pk for pk, last in ends.items() if pk not in first and (last is None or last >= on))
