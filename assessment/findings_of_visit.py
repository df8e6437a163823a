"""What a phone sends of a survey, turned into the columns of an assessment part by part, and back."""

import math
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from assessment import instrument
from assessment.capture import OPEN_SLOT, PHOTOS_PER_ASSESSMENT, refuse_poor_position
from assessment.forms import CLOCK_AHEAD, FIRST_PHONE, PositionForm
from assessment.instrument import Definition
from assessment.models import Assessment
from households.facts import HIDDEN_NUMBER
from puskesos.errors import Refused

NOTE_LENGTH = 2000
# Smallest and largest, and how many decimals, as on the pages.
EDGES = {"floor_area_m2": (1, 2000, 1), "monthly_income_rp": (0, 10**12 - 1, 0)}
ANY = (0, 10**12, 2)
# Given by the registry, whatever a phone says.
FROM_REGISTRY = "member_count"
GALLERY = "gallery"
POSITION = ("latitude", "longitude", "accuracy_m", "located_at", "position_reason")

Content = Mapping[str, Any]
Problems = dict[str, str]


def columns_of(content: Content, *, version: int, at: datetime) -> tuple[dict[str, Any], Problems]:
    """Columns of the assessment, and a sentence for each part that cannot be written; those stay out."""
    definition = instrument.definition(version)
    problems: Problems = {}
    columns = {
        "answers": _answers(content["answers"], definition, problems),
        "numbers": _numbers(content["numbers"], definition, problems),
        "overrides": _overrides(content["overrides"], definition, problems),
        "note": _note(content["note"], problems),
        "manifest": _manifest(content["manifest"], definition, problems),
        **_position(content["position"], problems, at=at),
    }
    return columns, problems


def _answers(stated: Mapping[str, str], definition: Definition, problems: Problems) -> dict[str, str]:
    kept = {}
    for code, choice in stated.items():
        question = definition.by_code.get(code)
        if question is None or question.choice(choice) is None:
            problems[f"answers.{code}"] = _("Jawaban ini tidak ada lagi. Pilih lagi.")
        elif not question.is_computed:
            kept[code] = choice
    return kept


def _numbers(stated: Mapping[str, float], definition: Definition, problems: Problems) -> dict[str, int | float]:
    known = {name for question in definition.questions for name in question.inputs}
    kept = {}
    for name, value in stated.items():
        if name == FROM_REGISTRY:
            continue
        if name not in known or not _is_possible(name, value):
            problems[f"numbers.{name}"] = _("Angka ini tidak mungkin. Periksa lagi.")
        else:
            kept[name] = value
    return kept


def _is_possible(name: str, value: float) -> bool:
    low, high, decimals = EDGES.get(name, ANY)
    return math.isfinite(value) and low <= value <= high and round(value, decimals) == value


def _overrides(stated: list[str], definition: Definition, problems: Problems) -> list[str]:
    known = {override.code for override in definition.overrides}
    for code in stated:
        if code not in known:
            problems[f"overrides.{code}"] = _("Keadaan khusus ini tidak ada lagi. Periksa lagi.")
    return [code for code in dict.fromkeys(stated) if code in known]


def _hidden_number(text: str) -> str:
    """Why a text cannot be taken that holds an identity number; empty when it holds none."""
    return _("Jangan tulis NIK atau No. KK di sini.") if HIDDEN_NUMBER.search(text) else ""


def _note(stated: str, problems: Problems) -> str:
    if hidden := _hidden_number(stated):
        problems["note"] = hidden
        return ""
    if len(stated) > NOTE_LENGTH:
        problems["note"] = _("Terlalu panjang: paling banyak %(count)s huruf.") % {"count": NOTE_LENGTH}
        return ""
    return stated.strip()


def _manifest(stated: list[dict], definition: Definition, problems: Problems) -> list[dict]:
    kept: list[dict] = []
    for one in stated:
        sentence = _odd(one, kept, definition)
        if sentence:
            problems[f"manifest.{one['slot']}"] = sentence
        else:
            kept.append(one)
    return kept


def _odd(entry: Mapping[str, Any], before: list[dict], definition: Definition) -> str:
    """Why a line of the list of photos cannot be taken; empty when it can."""
    if definition.slot(entry["slot"]) is None:
        return _("Jenis foto ini tidak ada. Muat ulang halaman foto.")
    if entry["source"] == GALLERY and not entry["reason"].strip():
        return _("Tulis alasan foto diambil dari galeri.")
    if hidden := _hidden_number(entry["reason"]):
        return hidden
    if entry["sha256"] in (one["sha256"] for one in before):
        return _("Foto ini sudah dipakai di bagian lain. Ambil foto yang berbeda.")
    if entry["slot"] != OPEN_SLOT and entry["slot"] in (one["slot"] for one in before):
        return _("Bagian ini hanya memuat satu foto. Hapus yang lain.")
    if len(before) >= PHOTOS_PER_ASSESSMENT:
        return _("Paling banyak 15 foto. Hapus satu foto dahulu.")
    return ""


def _position(stated: Mapping[str, Any] | None, problems: Problems, *, at: datetime) -> dict[str, Any]:
    """Where the house stands; empty columns when nothing was said or it cannot be."""
    nowhere = {**dict.fromkeys(POSITION), "position_reason": ""}
    if stated is None:
        return nowhere
    data = {name: stated.get(name) for name in ("latitude", "longitude", "accuracy_m", "reason")}
    form = PositionForm(data)
    if not form.is_valid():
        problems["position"] = str(next(iter(form.errors.values()))[0])
        return nowhere
    clean = form.cleaned_data
    try:
        refuse_poor_position(clean["accuracy_m"], reason=clean["reason"])
    except Refused as refusal:
        problems["position"] = refusal.sentence
        return nowhere
    return {
        "latitude": clean["latitude"],
        "longitude": clean["longitude"],
        "accuracy_m": clean["accuracy_m"],
        "located_at": _moment(stated.get("located_at"), at=at) or at,
        "position_reason": clean["reason"],
    }


def _moment(stated: str | None, *, at: datetime) -> datetime | None:
    """A time of a phone, if a working clock could have given it."""
    try:
        moment = parse_datetime(stated or "")
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None or not FIRST_PHONE <= moment <= at + CLOCK_AHEAD:
        return None
    return moment


def evidence_of(entry: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """Columns of a photo from its line in the list: when and where it was taken, and why it is from the gallery."""
    columns: dict[str, Any] = {"taken_at": _moment(entry.get("taken_at"), at=at)}
    columns["gallery_reason"] = entry["reason"].strip() if entry["source"] == GALLERY else ""
    return columns | _where(entry)


def _where(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Where the phone was, by the fields of the position's form; nothing when that cannot be."""
    if entry.get("latitude") is None or entry.get("longitude") is None:
        return {}
    fields = PositionForm.base_fields
    try:
        return {name: fields[name].clean(entry.get(name)) for name in ("latitude", "longitude", "accuracy_m")}
    except ValidationError:
        return {}


def content_of(assessment: Assessment) -> Content:
    """An assessment as a phone would have sent it, with nothing to change in the registry."""
    definition = instrument.definition(assessment.instrument_id)
    answers = {q.code: assessment.answers[q.code] for q in definition.questions if _is_chosen(q, assessment)}
    return {
        "household": {"id": str(assessment.household_id), "new": None, "changes": None, "base": None},
        "members": [],
        "identity_confirmed": assessment.identity_confirmed_at is not None,
        "answers": answers,
        "numbers": {name: value for name, value in assessment.numbers.items() if name != FROM_REGISTRY},
        "overrides": list(assessment.overrides),
        "position": _position_of(assessment),
        "note": assessment.note,
        "manifest": [_entry(photo) for photo in assessment.photos.filter(removed_at=None)],
    }


def _is_chosen(question: instrument.QuestionDefinition, assessment: Assessment) -> bool:
    return not question.is_computed and question.code in assessment.answers


def _position_of(assessment: Assessment) -> dict[str, Any] | None:
    if not assessment.is_located:
        return None
    return {
        "latitude": _degrees(assessment.latitude),
        "longitude": _degrees(assessment.longitude),
        "accuracy_m": assessment.accuracy_m,
        "located_at": assessment.located_at and assessment.located_at.isoformat(),
        "attempts": 0,
        "reason": assessment.position_reason,
    }


def _entry(photo: Any) -> dict[str, Any]:
    return {
        "slot": photo.slot,
        "sha256": photo.client_sha256,
        "bytes": photo.bytes,
        "taken_at": photo.taken_at and photo.taken_at.isoformat(),
        "source": GALLERY if photo.gallery_reason else "camera",
        "reason": photo.gallery_reason,
        "latitude": _degrees(photo.latitude),
        "longitude": _degrees(photo.longitude),
        "accuracy_m": photo.accuracy_m,
    }


def _degrees(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.6f}"
