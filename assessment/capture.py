"""What the operator does on a visit: start, fill in, photograph, send. Every step is saved at once."""

import secrets
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import F, Func, JSONField, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import evidence, instrument, scoring
from assessment.checklist import missing_items
from assessment.errors import Outdated, TooLate
from assessment.models import Assessment, AssessmentQuerySet, Instrument, Photo, Submission
from assessment.states import TRANSITIONS
from households.models import Household
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Round, User
from puskesos.roles import SENDS
from puskesos.states import RoundStatus

# A phone that does not know better than this must say why its point is used anyway (capture.md C, GPS).
ACCURACY_LIMIT_M = 50
PHOTOS_PER_ASSESSMENT = 15
# Time to mend what was returned, as the returned survey says (capture.md D).
MENDING = timedelta(days=3)
PHOTOS_PER_OPERATOR_AND_DAY = 500
# This slot takes several photos; every other slot holds one, and a new photo replaces it.
OPEN_SLOT = "other"
# Crockford's base 32: no I, L, O, U, so that a number read aloud is heard right.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Merge(Func):
    """`jsonb || jsonb`: add keys without reading the row first."""

    template = "%(expressions)s"
    arg_joiner = " || "
    output_field = JSONField()


@transaction.atomic
def start(
    household: Household,
    *,
    round: Round,
    by: User,
    at: datetime,
    on: date,
    pk: uuid.UUID | None = None,
    version: Instrument | None = None,
) -> Assessment:
    """Begin (or go on with) the assessment of a household in a round; Refused when the round is not open.

    A visit that began on a phone brings its own `pk` and the version of the instrument it was begun with.
    """
    refuse_when_closed(round, household.district_code, on=on)
    if household.closed_on:
        raise Refused(_("Keluarga ini sudah ditutup. Pilih keluarga lain."))
    assessment, made = Assessment.objects.get_or_create(
        household=household,
        round=round,
        defaults={
            "pk": pk or uuid.uuid4(),
            "village_id": household.village_id,
            "instrument": version or instrument.current(on=on, regency=household.regency_code),
            "surveyor": by,
            "started_at": at,
        },
    )
    if made:
        activity.record("assessment.start", target=assessment, by=by, at=at)
    elif by.role not in SENDS and assessment.surveyor_id != by.pk:
        raise Refused(_("Keluarga ini sudah didata petugas lain pada periode ini."))
    return assessment


def refuse_when_closed(round: Round, district_code: str, *, on: date) -> None:
    """Refuse work outside a round's days in a district."""
    if round.status == RoundStatus.PLANNED or on < round.opens_on:
        raise TooLate(_("Periode %(name)s belum dibuka.") % {"name": round.name})
    if not round.is_open_in(district_code, on=on):
        raise TooLate(
            _("Periode %(name)s sudah ditutup untuk kecamatan ini. Hubungi Dinas Sosial.") % {"name": round.name}
        )


def refuse_when_late(assessment: Assessment, *, on: date) -> None:
    """Refuse a sending after the closing; what was received before it may be mended for three days after its return.

    The day on which the answers of a finished visit were received counts, not the day of its last photo.
    """
    if assessment.returned_at:
        if on <= timezone.localdate(assessment.returned_at) + MENDING:
            return
    elif assessment.is_late:
        return
    refuse_when_closed(assessment.round, assessment.district_code, on=_day_received(assessment, on))


def _day_received(assessment: Assessment, on: date) -> date:
    """The day that counts: of a finished draft, when its answers came; after a return, the day of sending again."""
    if assessment.answers_received_at and not assessment.returned_at:
        return timezone.localdate(assessment.answers_received_at)
    return on


def version_ends(assessment: Assessment) -> date | None:
    """The last day on which this survey may be sent with the version it was begun with; None while there is none.

    What was sent once is mended by the version that scored it, however long that takes.
    """
    if assessment.submitted_at:
        return None
    return instrument.last_day(
        assessment.instrument, among=Instrument.objects.of_regency(assessment.regency_code).published()
    )


def refuse_after_grace(assessment: Assessment, *, on: date) -> None:
    """Refuse a sending by a version whose days of grace are over (security.md F12)."""
    last = version_ends(assessment)
    if last and _day_received(assessment, on) > last:
        raise Outdated(
            _("Pertanyaan sudah diperbarui. Buka daftar tugas, tekan “Pakai pertanyaan baru”; jawaban Anda tetap ada.")
        )


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
    _write(assessment, by=by, draft_revision=draft_revision, **columns)
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
    if not open_to(by).filter(pk=assessment.pk).exists():
        raise Refused(_why_closed(assessment))


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
    assessment = _held(assessment, by=by)
    refuse_when_late(assessment, on=on)
    refuse_after_grace(assessment, on=on)
    answers, numbers, line = computed(assessment, on=on)
    assessment.answers = answers
    missing = missing_items(assessment)
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
    if not Assessment.objects.move("submit", pk=assessment.pk, revision=revision, **columns):
        raise Refused(_("Pendataan ini baru saja berubah. Muat ulang halaman, lalu kirim lagi."))
    _now_says(assessment, status=TRANSITIONS["submit"][1], revision=revision + 1, **columns)
    _keep_submission(assessment, by=by, at=at)
    activity.record("assessment.submit", target=assessment, by=by, at=at, revision=assessment.revision)
    return assessment


def computed(assessment: Assessment, *, on: date) -> tuple[dict[str, str], dict[str, int | float], int]:
    """Answers with the computed ones filled in, numbers with the member count, and the poverty line used."""
    numbers = {**assessment.numbers, "member_count": assessment.household.members.filter(left_on=None).count()}
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


def _keep_submission(assessment: Assessment, *, by: User, at: datetime) -> None:
    photos: dict[str, list[str]] = {}
    for photo in assessment.photos.filter(removed_at=None):
        photos.setdefault(photo.slot, []).append(photo.sha256)
    Submission.objects.create(
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


def number_words(name: str, value: int | float) -> str:
    """A number with its unit, as it is shown: `36,5 m²`, `Rp1.500.000`."""
    if name == "floor_area_m2":
        return _("%s m²") % f"{value:g}".replace(".", ",")
    if name == "monthly_income_rp":
        return _("Rp%s sebulan") % f"{value:,.0f}".replace(",", ".")
    return str(value)


def new_receipt_number() -> str:
    """A number that cannot be guessed: 11 random signs of base 32 (55 bits) and a check sign."""
    signs = "".join(secrets.choice(ALPHABET) for _position in range(11))
    signs += check_sign(signs)
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def check_sign(signs: str) -> str:
    """Check sign over base-32 signs, weighted so that a swap of neighbours shows."""
    return ALPHABET[sum((position + 1) * ALPHABET.index(sign) for position, sign in enumerate(signs)) % 31]
