"""What the operator does on a visit: start, fill in, photograph, send. Every step is saved at once."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import F, Func, JSONField, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import deadlines, evidence, instrument, rows_of_visit, scoring
from assessment.checklist import missing_items
from assessment.errors import Declined, SurveyedByAnother
from assessment.models import Assessment, AssessmentQuerySet, Instrument, Photo, Submission
from assessment.rows_of_visit import Filed, Found
from assessment.states import EDITABLE, TRANSITIONS
from households.models import Household
from puskesos import activity, plain
from puskesos.errors import Refused
from puskesos.models import Round, User
from puskesos.receipt_numbers import new_receipt_number
from puskesos.roles import SENDS

# A phone that does not know better than this must say why its point is used anyway (capture.md C, GPS).
ACCURACY_LIMIT_M = 50
PHOTOS_PER_ASSESSMENT = 15
PHOTOS_PER_OPERATOR_AND_DAY = 500
# This slot takes several photos; every other slot holds one, and a new photo replaces it.
OPEN_SLOT = "other"


class Merge(Func):
    """`jsonb || jsonb`: add keys without reading the row first."""

    template = "%(expressions)s"
    arg_joiner = " || "
    output_field = JSONField()


@transaction.atomic
def start(household: Household, *, round: Round, by: User, at: datetime, on: date) -> Assessment:
    """Begin (or go on with) the assessment of a household in a round; Refused when the round is not open."""
    version = instrument.current(on=on, regency=household.regency_code)
    assessment = ready(household, round=round, version=version, by=by, at=at, on=on)
    return begin(assessment, by=by, at=at) if assessment._state.adding else assessment


def ready(
    household: Household,
    *,
    round: Round,
    version: Instrument,
    by: User,
    at: datetime,
    on: date,
    pk: uuid.UUID | None = None,
) -> Assessment:
    """The assessment of a household in a round: the one there is, or a new one that is still to be written (`begin`).

    A visit that began on a phone brings its own `pk` and the version of the instrument it was begun with.
    """
    deadlines.refuse_when_closed(round, household.district_code, on=on)
    if household.closed_on:
        raise Refused(_("Keluarga ini sudah ditutup. Pilih keluarga lain."))
    if begun := _of_family(household.pk, round.pk):
        return _gone_on_with(begun, by=by)
    return Assessment(
        pk=pk or uuid.uuid4(),
        household=household,
        round=round,
        village_id=household.village_id,
        district_code=household.district_code,
        regency_code=household.regency_code,
        instrument=version,
        surveyor=by,
        started_at=at,
    )


def _of_family(household: uuid.UUID, round: int) -> Assessment | None:
    rows = Assessment.objects.filter(household=household, round=round)
    return rows.first() if rows_of_visit.is_surveyed(household, round) else None


def _gone_on_with(assessment: Assessment, *, by: User) -> Assessment:
    if by.role not in SENDS and assessment.surveyor_id != by.pk:
        words = _("Keluarga ini sudah didata petugas lain pada periode ini.")
        raise SurveyedByAnother(words, existing=assessment.pk)
    return assessment


def begin(assessment: Assessment, *, by: User, at: datetime) -> Assessment:
    """Write a new assessment; the one that somebody began at the same moment, if there is one."""
    if not plain.add_unless_there(assessment):
        begun = _of_family(assessment.household_id, assessment.round_id)
        if begun is None:
            raise IntegrityError(f"assessment {assessment.pk} is there already, of another family")
        return _gone_on_with(begun, by=by)
    activity.record("assessment.start", target=assessment, by=by, at=at)
    return assessment


@transaction.atomic
def change_version(assessment: Assessment, *, by: User, at: datetime, on: date) -> Instrument:
    """Go on with the version in force: what was answered stays, and what the new version asks besides is missing.

    Only for a draft whose version was replaced (security.md F12).
    """
    _hold(assessment, by=by)
    assessment.refresh_from_db()
    now = instrument.current(on=on, regency=assessment.regency_code)
    if assessment.submitted_at or now.pk == assessment.instrument_id:
        raise Refused(_("Pendataan ini tetap memakai pertanyaan yang sama."))
    _write(assessment, by=by, instrument=now, revision=F("revision") + 1)
    activity.record("assessment.change_version", target=assessment, by=by, at=at, version=now.version)
    return now


def confirm_identity(assessment: Assessment, *, by: User, at: datetime) -> None:
    """Note that the family card and its members were compared with the registry on this visit."""
    _write(assessment, by=by, identity_confirmed_at=at)
    activity.record("assessment.confirm_identity", target=assessment, by=by, at=at)


def save_answers(
    assessment: Assessment,
    *,
    by: User,
    answers: dict[str, str] | None = None,
    numbers: dict[str, int | float] | None = None,
    overrides: list[str] | None = None,
) -> None:
    """Save answers as a draft; computed answers follow from the numbers when it is sent.

    Only the given keys change, so two tabs never undo each other.
    """
    columns: dict[str, Any] = {}
    if answers:
        columns["answers"] = Merge(F("answers"), Value(answers, JSONField()))
    if numbers:
        columns["numbers"] = Merge(F("numbers"), Value(numbers, JSONField()))
    if overrides is not None:
        columns["overrides"] = overrides
    if columns:
        _write(assessment, by=by, **columns)


def save_position(
    assessment: Assessment,
    *,
    by: User,
    latitude: Decimal,
    longitude: Decimal,
    accuracy_m: float | None,
    located_at: datetime,
    reason: str = "",
) -> None:
    """Save where the house stands; a typed or inaccurate point needs a reason."""
    refuse_poor_position(accuracy_m, reason=reason)
    _write(
        assessment,
        by=by,
        latitude=latitude,
        longitude=longitude,
        accuracy_m=accuracy_m,
        located_at=located_at,
        position_reason=reason.strip(),
    )


def refuse_poor_position(accuracy_m: float | None, *, reason: str) -> None:
    """Refuse a typed (no accuracy) or inaccurate point without a reason."""
    if reason.strip():
        return
    if accuracy_m is None:
        raise Refused(_("Tulis alasan titik lokasi diketik."))
    if accuracy_m > ACCURACY_LIMIT_M:
        raise Refused(_("Ketelitian %(m)d m. Tulis alasan jika titik ini tetap dipakai.") % {"m": accuracy_m})


def write_draft(assessment: Assessment, *, by: User, draft_revision: uuid.UUID, **columns: Any) -> None:
    """Write what a phone sent: the whole draft at once, under the revision the phone gave it."""
    rows = open_to(by).filter(pk=assessment.pk, draft_revision=assessment.draft_revision)
    if not rows.update(draft_revision=draft_revision, **columns):
        # A page wrote meanwhile: what it says is not undone.
        raise Declined("stale", _("Draf ini sudah berubah di tempat lain. Bandingkan dahulu."))
    _now_says(assessment, draft_revision=draft_revision, **columns)


def _now_says(assessment: Assessment, **columns: Any) -> None:
    """Bring the row in hand up to date with what was just written."""
    for name, value in columns.items():
        setattr(assessment, name, value)


def open_to(by: User) -> AssessmentQuerySet:
    """Assessments that `by` may still change: in hand, not sent, and a facilitator's own."""
    rows = Assessment.objects.editable()
    # Whoever moved goes on with what was begun before, if a phone still brings it (security.md F13).
    return rows.in_hands_or_of(by) if by.role in SENDS else rows.in_hands().filter(surveyor=by)


def refuse_unless_open(assessment: Assessment, *, by: User) -> None:
    """Refuse to change what was sent, is held, or is somebody else's draft; the sentence says which."""
    if _is_own(assessment, by=by):
        return
    if not open_to(by).filter(pk=assessment.pk).exists():
        raise Refused(_why_closed(assessment))


def _is_own(assessment: Assessment, *, by: User) -> bool:
    """Whether it is in hand and this person's own: `open_to` need not be asked."""
    return by.role in SENDS and assessment.surveyor_id == by.pk and assessment.status in EDITABLE


def _why_closed(assessment: Assessment) -> str:
    if not Assessment.objects.editable().filter(pk=assessment.pk).exists():
        return _("Pendataan ini sudah dikirim dan tidak dapat diubah lagi.")
    if Assessment.objects.held().filter(pk=assessment.pk).exists():
        return _(
            "Draf ini ditahan karena petugasnya pindah atau nonaktif. Minta supervisor menyerahkannya kepada Anda."
        )
    return _("Draf ini dikerjakan petugas lain di desa.")


def _write(assessment: Assessment, *, by: User, **columns: Any) -> None:
    """Change columns of an assessment that is still in this person's hands, and nothing else."""
    columns.setdefault("draft_revision", uuid.uuid4())
    if not open_to(by).filter(pk=assessment.pk).update(**columns):
        raise Refused(_why_closed(assessment))


def add_photo(
    assessment: Assessment,
    *,
    slot: str,
    upload: BinaryIO,
    by: User,
    at: datetime,
    position: dict[str, Any] | None = None,
) -> Photo:
    """Check, store and file a photo; in any slot but the open one it replaces the photo before it.

    The file is on disk before its row exists, so a row never points at nothing. Sending the same photo
    to the same slot again gives the photo already there.
    """
    if instrument.definition(assessment.instrument_id).slot(slot) is None:
        raise Refused(_("Jenis foto ini tidak ada. Muat ulang halaman foto."))
    today = Photo.objects.filter(uploaded_by=by, uploaded_at__date=timezone.localdate(at))
    if today.count() >= PHOTOS_PER_OPERATOR_AND_DAY:
        raise Refused(_("Batas 500 foto sehari tercapai. Lanjutkan besok."))
    try:
        processed = evidence.process_photo(upload)
    except evidence.PhotoRejected as error:
        raise Refused(str(error)) from error
    path = evidence.store(processed)
    return _file_photo(assessment, slot, processed, path, by=by, at=at, position=position or {})


@transaction.atomic
def _file_photo(
    assessment: Assessment,
    slot: str,
    processed: evidence.ProcessedPhoto,
    path: str,
    *,
    by: User,
    at: datetime,
    position: dict[str, Any],
) -> Photo:
    _hold(assessment, by=by)
    current = assessment.photos.filter(removed_at=None)
    twin = current.filter(client_sha256=processed.client_sha256).first()
    if twin:
        return _same_slot(twin, slot)
    if slot != OPEN_SLOT:
        current.filter(slot=slot).update(removed_at=at)
    if current.count() >= PHOTOS_PER_ASSESSMENT:
        raise Refused(_("Paling banyak 15 foto. Hapus satu foto dahulu."))
    photo = Photo.objects.create(
        assessment=assessment,
        village_id=assessment.village_id,
        slot=slot,
        path=path,
        sha256=processed.sha256,
        client_sha256=processed.client_sha256,
        dhash=processed.dhash,
        width=processed.width,
        height=processed.height,
        bytes=len(processed.jpeg),
        uploaded_at=at,
        uploaded_by=by,
        **position,
    )
    _write(assessment, by=by)
    activity.record("assessment.add_photo", target=assessment, by=by, at=at, slot=slot)
    return photo


def _same_slot(twin: Photo, slot: str) -> Photo:
    """The photo that is already there, when it was sent to the same slot once more."""
    if twin.slot != slot:
        raise Refused(_("Foto ini sudah dipakai di bagian lain. Ambil foto yang berbeda."))
    return twin


def _hold(assessment: Assessment, *, by: User) -> None:
    """Keep the assessment open to this person until the transaction ends."""
    if not open_to(by).select_for_update(of=("self",)).filter(pk=assessment.pk).exists():
        raise Refused(_why_closed(assessment))


def _held(assessment: Assessment, *, by: User) -> Assessment:
    """The same, with what the row says now."""
    rows = open_to(by).select_for_update(of=("self",)).select_related("household", "round", "instrument")
    row = rows.filter(pk=assessment.pk).first()
    if row is None:
        raise Refused(_why_closed(assessment))
    return row


@transaction.atomic
def remove_photo(photo: Photo, *, by: User, at: datetime) -> None:
    """Take a photo out; it stays on record with the time it was removed."""
    _hold(photo.assessment, by=by)
    if Photo.objects.filter(pk=photo.pk, removed_at=None).update(removed_at=at):
        _write(photo.assessment, by=by)
        activity.record("assessment.remove_photo", target=photo.assessment, by=by, at=at, slot=photo.slot)


@transaction.atomic
def submit(assessment: Assessment, *, revision: int, by: User, at: datetime, on: date) -> Assessment:
    """Send an assessment to the supervisor; Refused with the whole list of what is missing.

    Score, class and criteria are computed here with the instrument it was taken with, and stored.
    """
    if by.role not in SENDS:
        raise Refused(_("Operator desa yang mengirim pendataan ini."))
    held = _held(assessment, by=by)
    return send(held, rows_of_visit.found_of(held), revision=revision, by=by, at=at, on=on)


def send(assessment: Assessment, found: Found, *, revision: int, by: User, at: datetime, on: date) -> Assessment:
    """The same for what was found in this transaction and is open to this person.

    Refused also when somebody changed the survey since.
    """
    deadlines.refuse_when_late(assessment, on=on)
    deadlines.refuse_after_grace(assessment, on=on)
    answers, numbers, line = computed(assessment, members=found.members, on=on)
    assessment.answers = answers
    missing = missing_items(assessment, found)
    if missing:
        raise Refused(_("Pendataan belum lengkap."), reasons=[item.text for item in missing])
    result = scoring.score(instrument.definition(assessment.instrument_id), answers, assessment.overrides)
    columns = {
        "answers": answers,
        "numbers": numbers,
        "poverty_line_rp": line,
        "score": result.total,
        "band": result.band,
        "criteria": result.criteria,
        "receipt_number": assessment.receipt_number or new_receipt_number(),
        "submitted_at": at,
        "submitted_by": by,
    }
    unchanged = Assessment.objects.filter(draft_revision=assessment.draft_revision)
    if not unchanged.move("submit", pk=assessment.pk, revision=revision, **columns):
        raise Refused(_("Pendataan ini baru saja berubah. Muat ulang halaman, lalu kirim lagi."))
    _now_says(assessment, status=TRANSITIONS["submit"][1], revision=revision + 1, **columns)
    _keep_submission(assessment, found.photos, by=by, at=at)
    activity.record("assessment.submit", target=assessment, by=by, at=at, revision=assessment.revision)
    return assessment


def computed(assessment: Assessment, *, members: int, on: date) -> tuple[dict[str, str], dict[str, int | float], int]:
    """Answers with the computed ones filled in, numbers with the member count, and the poverty line used."""
    numbers = {**assessment.numbers, "member_count": members}
    line = instrument.poverty_line(assessment.regency_code, on=on)
    definition = instrument.definition(assessment.instrument_id)
    answers = {q.code: assessment.answers[q.code] for q in definition.questions if q.code in assessment.answers}
    for question in definition.questions:
        if question.is_computed:
            choice = scoring.compute_answer(question, numbers, poverty_line_rp=line)
            answers.pop(question.code, None)
            if choice:
                answers[question.code] = choice
    skipped = {code for o in definition.active_overrides(assessment.overrides) for code in o.skips}
    return {code: choice for code, choice in answers.items() if code not in skipped}, numbers, line


def _keep_submission(assessment: Assessment, taken: list[Filed], *, by: User, at: datetime) -> None:
    photos: dict[str, list[str]] = {}
    for photo in taken:
        photos.setdefault(photo.slot, []).append(photo.sha256)
    plain.add(
        Submission(
            assessment=assessment,
            village_id=assessment.village_id,
            revision=assessment.revision,
            at=at,
            by=by,
            answers=assessment.answers,
            numbers=assessment.numbers,
            overrides=assessment.overrides,
            photos=photos,
            latitude=assessment.latitude,
            longitude=assessment.longitude,
            accuracy_m=assessment.accuracy_m,
            located_at=assessment.located_at,
            position_reason=assessment.position_reason,
        )
    )


def number_words(name: str, value: int | float) -> str:
    """A number with its unit, as it is shown: `36,5 m²`, `Rp1.500.000`."""
    if name == "floor_area_m2":
        return _("%s m²") % f"{value:g}".replace(".", ",")
    if name == "monthly_income_rp":
        return _("Rp%s sebulan") % f"{value:,.0f}".replace(",", ".")
    return str(value)
