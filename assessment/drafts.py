"""Drafts of the field app: received whole, kept sealed, written into survey and registry as far as that goes, sent.

Every verb may be repeated: a revision is known by its id and the hash of what it said (docs/field-app.md).
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import capture, checklist, findings_of_visit, instrument, manifests, rows_of_visit
from assessment.errors import Declined, Outdated, SurveyedByAnother, TooLate
from assessment.models import Assessment, FieldDraft, Instrument
from assessment.rows_of_visit import Found
from assessment.states import EDITABLE
from households import visits
from households.identity import seal, unseal
from households.models import Household
from puskesos import accounts, activity, plain, rounds
from puskesos.errors import Refused
from puskesos.models import Round, User
from puskesos.roles import SENDS

# Twins wait for one another; whoever waits longer is told to come again.
LONGEST_WAIT = "4s"
# What was finished on the phone before the closing may still arrive so much later, marked late (security.md D).
LATE_ARRIVAL = timedelta(hours=24)
# A phone that brings a visit later than so is no proof that it began before its person moved (security.md F13).
LONGEST_WORD = timedelta(days=30)

# What a revision changes of a draft: never whose it is, for it may be handed over in the same moment.
BROUGHT = (
    *("assessment", "village", "district_code", "regency_code", "revision", "instrument_id", "cipher"),
    *("content_sha256", "own_cipher", "problems", "finished_at", "received_at", "clock_skew_s"),
)

# What a survey is scored by, and where it stands.
COUNTED = ("answers", "numbers", "overrides", "latitude", "longitude")

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One revision of a draft as a phone sends it; times are the phone's, `content` the JSON of the contract."""

    pk: uuid.UUID
    instrument: int
    revision: uuid.UUID
    parent: uuid.UUID | None
    started_at: datetime
    finished_at: datetime | None
    device: uuid.UUID
    device_at: datetime
    content: Content

    @property
    def digest(self) -> str:
        """The content hash."""
        return content_hash(self.content)

    def started(self, *, at: datetime) -> datetime:
        """When the visit began by our clock."""
        return min(self.started_at + (at - self.device_at), at)

    def finished(self, *, at: datetime) -> datetime | None:
        """When the visit was finished by our clock: a phone's may be days off, but runs as ours does."""
        return self.finished_at and min(self.finished_at + (at - self.device_at), at)


def canonical(content: Content) -> str:
    """The one way to write a content: sorted keys, no spaces; numbers as the phone wrote them."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_hash(content: Content) -> str:
    """SHA-256 of the canonical content in hex: what the receipt proves."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


# --- receiving -------------------------------------------------------------------------------------------------------


@transaction.atomic
def receive(sent: Sent, *, by: User, at: datetime, on: date) -> tuple["State", bool]:
    """Take a revision in and write what can be written; what there is now, and whether the revision is new.

    Declined, with nothing changed: `changed` (this revision said something else before), `stale` (somebody went on from
    an older state), `sent`, `exists` (the family has another survey in this round), `handed_over`. What cannot be
    written yet is kept as the draft's problems.
    """
    _wait_for_turn(sent.pk)
    draft, assessment = _kept(sent.pk)
    then = _as_then(by, _began(sent, draft, at=at), draft)
    _refuse_stranger(draft, assessment, by=by, then=then)
    by = then
    known = draft and draft.revisions.filter(revision=sent.revision).first()
    if known and known.content_sha256 != sent.digest:
        raise Declined("changed", _("Draf ini sudah diterima dengan isi lain. Simpan lagi, lalu kirim."))
    if draft and known and not _worth_another_try(draft, assessment, sent):
        if draft.problems:
            _refuse_when_sent(assessment)
        return State(sent.pk, draft, assessment), False
    if not known:
        _refuse_unless_next(sent, draft, assessment)
    draft = _noted(draft, sent, by=by, at=at)
    if assessment:
        draft.village_id = assessment.village_id
    state = _write(draft, assessment, sent, by=by, at=at, on=on)
    _keep(draft, state.assessment, sent, by=by, at=at)
    return state, known is None


def _wait_for_turn(pk: uuid.UUID) -> None:
    """One at a time for each draft, until the transaction ends; who waits too long gets LockNotAvailable."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [LONGEST_WAIT, str(pk)],
        )


def _began(sent: Sent, draft: FieldDraft | None, *, at: datetime) -> datetime:
    """When the visit began: as it was noted when it first came, else by the phone's word, which is good for a month."""
    return draft.started_at if draft else max(sent.started(at=at), at - LONGEST_WORD)


def _as_then(by: User, began: datetime, draft: FieldDraft | None) -> User:
    """The same person where they worked when the visit began: what a move overtook goes to the old village (F13).

    What lies in their village already stays there, also when somebody else began it and it was handed over.
    """
    if draft and draft.village_id == by.region_id:
        return by
    day = timezone.localdate(began)
    village = accounts.region_on(by, day) if day < timezone.localdate() else by.region_id
    if village == by.region_id:
        return by
    former = copy(by)
    former.region_id, former.villages = village, []
    return former


def _found_as_when_begun(pk: uuid.UUID, *, by: User) -> tuple[FieldDraft | None, Assessment | None, User]:
    """What the server has of a draft, and this person as they were then; what they may not see is not there."""
    draft, assessment = _kept(pk)
    then = _as_then(by, draft.started_at, draft) if draft and draft.owner_id == by.pk else by
    _refuse_stranger(draft, assessment, by=by, then=then)
    return draft, assessment, then


def _kept(pk: uuid.UUID) -> tuple[FieldDraft | None, Assessment | None]:
    return (rows_of_visit.draft(pk), rows_of_visit.assessment(pk)) if rows_of_visit.is_known(pk) else (None, None)


def _refuse_stranger(draft: FieldDraft | None, assessment: Assessment | None, *, by: User, then: User) -> None:
    """404 to who may not see it; who had it before it was handed over is told so: their phone still has it.

    `then` is the same person where they worked when the visit began, by the phone's word: good only for what they
    began themselves.
    """
    if assessment:
        is_theirs = _began_here(assessment, then) or _is_seen(assessment, by=by, then=then)
    else:
        is_theirs = draft is None or draft.owner_id == by.pk or _is_in_hands(draft, by)
    if is_theirs:
        return
    if draft and draft.revisions.filter(by=by).exists():
        words = _("Survei ini sudah diserahkan kepada petugas lain. Isi di HP ini tidak hilang; hubungi supervisor.")
        raise Declined("handed_over", words)
    raise Http404


def _is_in_hands(draft: FieldDraft, by: User) -> bool:
    """Whether it is a facilitator's that this operator may go on with."""
    return FieldDraft.objects.in_hands_of(by).filter(pk=draft.pk).exists()


def _is_seen(assessment: Assessment, *, by: User, then: User) -> bool:
    """Whether this person sees it now, or saw it then and began it."""
    eyes = [by, then] if assessment.surveyor_id == by.pk else [by]
    return any(Assessment.objects.visible_to(one).filter(pk=assessment.pk).exists() for one in eyes)


def _began_here(assessment: Assessment, by: User) -> bool:
    """Whether this operator began it in the village they work in: `visible_to` need not be asked."""
    return by.role in SENDS and assessment.surveyor_id == by.pk and assessment.village_id == by.region_id


def _worth_another_try(draft: FieldDraft | None, assessment: Assessment | None, sent: Sent) -> bool:
    """Whether the newest revision comes again with something to do: it was finished since, or had problems."""
    if draft is None or draft.revision != sent.revision:
        return False
    if assessment and (assessment.state_of_draft != sent.revision or assessment.status not in EDITABLE):
        return False
    return bool(draft.problems) or (sent.finished_at is not None and draft.finished_at is None)


def _refuse_when_sent(assessment: Assessment | None) -> None:
    if assessment and assessment.status not in EDITABLE:
        raise Declined("sent", _("Pendataan ini sudah dikirim dan tidak dapat diubah lagi."))


def _refuse_unless_next(sent: Sent, draft: FieldDraft | None, assessment: Assessment | None) -> None:
    _refuse_when_sent(assessment)
    now = assessment.state_of_draft if assessment else draft and draft.revision
    if now and sent.parent != now and not (sent.parent is None and now == sent.pk):
        raise Declined("stale", _("Draf ini sudah berubah di tempat lain. Bandingkan dahulu."))


def _noted(draft: FieldDraft | None, sent: Sent, *, by: User, at: datetime) -> FieldDraft:
    """What came, whole and sealed, whatever becomes of its parts; it is saved when that is known (`_keep`)."""
    draft = draft or FieldDraft(pk=sent.pk, owner=by, started_at=sent.started(at=at))
    draft.revision, draft.instrument_id = sent.revision, sent.instrument
    draft.cipher, draft.content_sha256 = seal(canonical(sent.content)), sent.digest
    draft.finished_at, draft.received_at = sent.finished(at=at), at
    draft.clock_skew_s = _skew(sent, at=at)
    return draft


def _skew(sent: Sent, *, at: datetime) -> int:
    seconds = int((at - sent.device_at).total_seconds())
    return max(-(2**31), min(seconds, 2**31 - 1))


def _keep(draft: FieldDraft, assessment: Assessment | None, sent: Sent, *, by: User, at: datetime) -> None:
    """Save the draft with what became of it, and that this revision was received."""
    draft.assessment = assessment
    if draft._state.adding:
        plain.add(draft)
    else:
        draft.save(update_fields=BROUGHT)
    rows_of_visit.note_revision(draft.pk, sent.revision, sent.parent, sent.digest, sent.device, by.pk, at)


def _write(draft: FieldDraft, found: Assessment | None, sent: Sent, *, by: User, at: datetime, on: date) -> "State":
    """Begin the assessment if it is not begun yet, then write every part that can be written."""
    draft.problems = {}
    if found:
        capture.refuse_unless_open(found, by=by)
        _follow(found, sent, by=by, at=at, on=on)
    assessment = found or _ready(draft, sent, by=by, at=at, on=on)
    if assessment is None:
        return State(sent.pk, draft, None)
    own = _own_of(draft)
    draft.problems |= visits.amend(assessment.household, sent.content, own, by=by, at=at, on=on)
    draft.own_cipher = seal(canonical(own)) if own else None
    columns, problems = findings_of_visit.columns_of(sent.content, version=assessment.instrument_id, at=at)
    draft.problems |= problems
    columns["identity_confirmed_at"] = _confirmed(assessment, sent.content, at=at)
    before = rows_of_visit.found_of(assessment)
    _write_survey(assessment, before, sent, columns, by=by, at=at)
    missing, _after = manifests.file_photos(assessment, before, by=by, at=at)
    return State(sent.pk, draft, assessment, missing)


def _follow(assessment: Assessment, sent: Sent, *, by: User, at: datetime, on: date) -> None:
    """Go on with the version in force where the phone does so, after the days of grace of the one before."""
    if assessment.submitted_at or sent.instrument == assessment.instrument_id:
        return
    if sent.instrument == instrument.current(on=on, regency=assessment.regency_code).pk:
        capture.change_version(assessment, by=by, at=at, on=on)
        assessment.refresh_from_db()


def _ready(draft: FieldDraft, sent: Sent, *, by: User, at: datetime, on: date) -> Assessment | None:
    """The assessment of this draft, to be written with its parts; None, with the reason among the problems."""
    family = rows_of_visit.household(sent.content["household"]["id"], by=by)
    draft.village_id = family.village_id if family else draft.village_id or by.region_id or ""
    try:
        return _made_ready(draft, family, sent, by=by, at=at, on=on)
    except Declined as declined:
        if declined.code == "exists":
            raise
        draft.problems[declined.code] = declined.sentence
    except Refused as refusal:
        draft.problems |= visits.not_registered(refusal, sent.content)
    return None


def _made_ready(
    draft: FieldDraft, family: Household | None, sent: Sent, *, by: User, at: datetime, on: date
) -> Assessment:
    version = _version(sent, regency=draft.village_id[:5], on=on)
    round_now, day = _round(sent, draft.village_id[:8], at=at, on=on)
    household = family or _registered(draft, sent.content, by=by, at=at, on=on)
    with _told_of_another():
        assessment = capture.ready(household, round=round_now, version=version, by=by, at=at, on=day, pk=sent.pk)
    _refuse_another(assessment, sent)
    return assessment


def _registered(draft: FieldDraft, content: Content, *, by: User, at: datetime, on: date) -> Household:
    own = _own_of(draft)
    household = visits.register(content, own, village=draft.village, by=by, at=at, on=on)
    draft.own_cipher = seal(canonical(own))
    return household


def _own_of(draft: FieldDraft) -> visits.Owns:
    """What a draft wrote into the registry so far."""
    return json.loads(unseal(bytes(draft.own_cipher))) if draft.own_cipher else {}


@contextmanager
def _told_of_another() -> Iterator[None]:
    """A phone that surveyed a family of somebody else's is told which survey it is."""
    try:
        yield
    except SurveyedByAnother as refusal:
        raise Declined("exists", refusal.sentence, existing=str(refusal.existing)) from None


def _refuse_another(assessment: Assessment, sent: Sent) -> None:
    if assessment.pk != sent.pk:
        words = _("Keluarga ini sudah punya pendataan pada periode ini.")
        raise Declined("exists", words, existing=str(assessment.pk))


def _version(sent: Sent, *, regency: str, on: date) -> Instrument:
    """The version the visit was begun with, while its days of grace last (security.md F12)."""
    published = rows_of_visit.published(regency)
    version = next((row for row in published if row.pk == sent.instrument), None)
    last = version and instrument.last_day(version, among=published)
    if version is None or (last and on > last):
        raise _outdated()
    return version


def _outdated() -> Declined:
    words = _("Pertanyaan sudah diperbarui. Jawaban Anda tetap ada; lanjutkan dengan yang baru.")
    return Declined("grace", words, problems={"grace": words})


def _round(sent: Sent, district: str, *, at: datetime, on: date) -> tuple[Round, date]:
    """The round of the visit and the day that counts: today, or the day it was finished on if that is hardly over."""
    finished = sent.finished(at=at)
    days = [on]
    if finished and at - finished <= LATE_ARRIVAL:
        days.append(timezone.localdate(finished))
    for day in days:
        if found := rounds.running_in(district, on=day):
            return found, day
    raise Declined("closed", _("Periode pemutakhiran tidak dibuka. Draf disimpan; hubungi Dinas Sosial."))


def _confirmed(assessment: Assessment, content: Content, *, at: datetime) -> datetime | None:
    return (assessment.identity_confirmed_at or at) if content["identity_confirmed"] else None


def _write_survey(
    assessment: Assessment, found: Found, sent: Sent, columns: dict[str, Any], *, by: User, at: datetime
) -> None:
    """Answers, numbers, position, note and the list of photos, and when all of a finished visit was here."""
    is_changed = any(getattr(assessment, name) != columns[name] for name in COUNTED)
    for name, value in columns.items():
        setattr(assessment, name, value)
    received = _received(assessment, found, sent, is_changed=is_changed, at=at)
    columns |= received
    if assessment._state.adding:
        _begin(assessment, sent, columns, by=by, at=at)
    else:
        capture.write_draft(assessment, by=by, draft_revision=sent.revision, **columns)
    if received.get("answers_received_at"):
        activity.record("assessment.receive_answers", target=assessment, by=by, at=at)


def _received(assessment: Assessment, found: Found, sent: Sent, *, is_changed: bool, at: datetime) -> dict[str, Any]:
    """When all of a finished visit was here, where that is new: the moment in which its answers were complete counts.

    It counts too for what is corrected afterwards, which is marked late after the closing; it is lost when something
    is missing again.
    """
    finished, before = sent.finished(at=at), assessment.answers_received_at
    if (before and assessment.submitted_at) or not (finished or before):
        return {}
    if _lacking(assessment, found):
        return {"answers_received_at": None, "finished_at": None, "is_late": False} if before else {}
    if finished and not before:
        late = _is_late(assessment, finished, at=at)
        return {"answers_received_at": at, "finished_at": finished, "is_late": late}
    is_open = assessment.round.is_open_in(assessment.district_code, on=timezone.localdate(at))
    return {"is_late": True} if is_changed and not is_open else {}


def _begin(assessment: Assessment, sent: Sent, columns: dict[str, Any], *, by: User, at: datetime) -> None:
    """Write a new assessment with all its parts at once."""
    for name, value in columns.items():
        setattr(assessment, name, value)
    assessment.draft_revision = sent.revision
    with _told_of_another():
        _refuse_another(capture.begin(assessment, by=by, at=at), sent)


def _lacking(assessment: Assessment, found: Found) -> list[str]:
    """What is still to be done besides photos."""
    return [item.text for item in checklist.missing_besides_photos(assessment, found)]


def _is_late(assessment: Assessment, finished: datetime, *, at: datetime) -> bool:
    """Whether it came after the closing and was finished before, hardly a day ago."""
    if assessment.round.is_open_in(assessment.district_code, on=timezone.localdate(at)):
        return False
    then = assessment.round.is_open_in(assessment.district_code, on=timezone.localdate(finished))
    return then and at - finished <= LATE_ARRIVAL


# --- sending ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def submit(pk: uuid.UUID, *, revision: uuid.UUID, by: User, at: datetime, on: date) -> tuple["State", bool]:
    """Send a received draft to the supervisor; what there is now, and whether it was sent now and not before.

    Declined: `photos` with the hashes that are missing, `incomplete` with the reasons, `stale`, `closed`, `grace`,
    `handed_over`.
    """
    if by.role not in SENDS:
        raise Declined("role", _("Operator desa yang mengirim pendataan ini."))
    _wait_for_turn(pk)
    draft, assessment, by = _found_as_when_begun(pk, by=by)
    if assessment is None:
        raise _not_begun(draft)
    if assessment.state_of_draft != revision:
        raise Declined("stale", _("Draf ini sudah berubah di tempat lain. Bandingkan dahulu."))
    if assessment.status not in EDITABLE:
        return State(pk, draft, assessment), False
    if assessment.returned_at and draft and draft.revision == revision and draft.received_at < assessment.returned_at:
        # The reply to the first sending was lost, and it was returned since: to send it again would undo that.
        words = _("Pendataan ini dikembalikan. Perbaiki dahulu, lalu kirim.")
        raise Declined("incomplete", words, reasons=[words])
    missing, found = manifests.file_photos(assessment, rows_of_visit.found_of(assessment), by=by, at=at)
    reasons = [*draft.problems.values()] if draft else []
    if reasons := reasons or _lacking(assessment, found):
        raise Declined("incomplete", _("Pendataan belum lengkap."), reasons=reasons)
    if missing:
        raise Declined("photos", _("Masih ada foto yang belum diterima server."), missing_photos=missing)
    return State(pk, draft, _sent(assessment, found, by=by, at=at, on=on), []), True


def _not_begun(draft: FieldDraft | None) -> Exception:
    if draft is None:
        return Http404()
    return Declined("incomplete", _("Pendataan belum lengkap."), reasons=[*draft.problems.values()])


def _sent(assessment: Assessment, found: Found, *, by: User, at: datetime, on: date) -> Assessment:
    try:
        capture.refuse_unless_open(assessment, by=by)
        return capture.send(assessment, found, revision=assessment.revision, by=by, at=at, on=on)
    except Outdated:
        raise _outdated() from None
    except TooLate as refusal:
        raise Declined("closed", refusal.sentence) from None
    except Refused as refusal:
        raise Declined("incomplete", refusal.sentence, reasons=refusal.reasons) from None


# --- reading ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class State:
    """What the server has of a draft: as it was sent, as it was written, or both."""

    pk: uuid.UUID
    draft: FieldDraft | None
    assessment: Assessment | None
    # Photos that are still to come, where that is known already.
    missing: list[str] | None = None

    @property
    def revision(self) -> uuid.UUID:
        """What the draft says now."""
        if self.assessment:
            return self.assessment.state_of_draft
        return self.draft.revision if self.draft else self.pk

    @property
    def problems(self) -> dict[str, str]:
        """What could not be written, by path."""
        return self.draft.problems if self.draft else {}


def state_of(pk: uuid.UUID, *, by: User) -> State:
    """What the server has of a draft; 404 when there is nothing that this person may see, Declined `handed_over`."""
    draft, assessment, _then = _found_as_when_begun(pk, by=by)
    if draft is None and assessment is None:
        raise Http404
    return State(pk, draft, assessment)


def content_now(state: State) -> Content:
    """What the draft says now: as the phone sent it, with what was changed on a page since."""
    draft, assessment = state.draft, state.assessment
    kept: Content = json.loads(unseal(bytes(draft.cipher))) if draft else {}
    if assessment is None or (draft and draft.revision == state.revision):
        return kept
    written = findings_of_visit.content_of(assessment)
    return {**written, **{name: kept[name] for name in ("household", "members")}} if kept else written
