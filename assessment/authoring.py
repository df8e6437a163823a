"""How a draft of the instrument is written: copied from a version, edited, put away."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Model
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessment import instrument
from assessment.comparison import differences
from assessment.instrument_checks import HIGHEST, LOWEST, STEP
from assessment.models import (
    Band,
    Choice,
    CriteriaSet,
    Instrument,
    Override,
    PhotoSlot,
    Question,
)
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.roles import WRITES_INSTRUMENTS

PARTS: tuple[type[Model], ...] = (Question, Choice, Band, PhotoSlot, CriteriaSet, Override)
LONGEST_CODE = 40
# A history entry names so many differences; the rest is counted.
MOST_TOLD = 20


@dataclass(frozen=True)
class ChoiceFacts:
    """A choice as it was written; without a code it is a new one."""

    code: str
    text: str
    score: int
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class QuestionFacts:
    """A question as it was written."""

    text: str
    help: str
    basis: str
    choices: tuple[ChoiceFacts, ...]
    edges: tuple[float, ...] = ()


@dataclass(frozen=True)
class BandFacts:
    """A class and its upper edge; the lower one follows from the class before."""

    code: str
    text: str
    high: int


@dataclass(frozen=True)
class SlotFacts:
    """A photo slot as it was written; without a code it is a new one."""

    code: str
    text: str
    required: bool


def may_author(user: User) -> bool:
    """Whether this person may write drafts."""
    return user.role in WRITES_INSTRUMENTS


@transaction.atomic
def copy(source: Instrument, *, by: User, at: datetime) -> Instrument:
    """Begin a draft for the person's own regency, word for word like a published version."""
    if not may_author(by):
        raise Refused(_("Hanya petugas Dinsos yang menyusun instrumen."))
    if source.published_at is None:
        raise Refused(_("Salin dari versi yang sudah terbit."))
    one_at_a_time(source.code)
    newest = Instrument.objects.filter(code=source.code).aggregate(Max("version"))["version__max"]
    draft = Instrument.objects.create(
        code=source.code,
        version=newest + 1,
        regency_id=by.region_id,
        based_on=source,
        title=source.title,
        legal_basis=source.legal_basis,
        note=source.note,
        valid_from=source.valid_from,
        minimum_photos=source.minimum_photos,
        created_at=at,
        created_by=by,
        authors=[by.pk],
    )
    for part in PARTS:
        _copy_rows(part, source, draft)
    activity.record("instrument.copy", target=draft, by=by, at=at, source=source.version)
    return draft


def _copy_rows(part: Any, source: Instrument, draft: Instrument) -> None:
    rows = list(part.objects.filter(instrument=source))
    for row in rows:
        row.pk, row.instrument = None, draft
    part.objects.bulk_create(rows)


def one_at_a_time(code: str) -> None:
    """Copying and publishing wait for one another, so that version numbers and beginnings stay apart."""
    Instrument.objects.select_for_update(no_key=True).filter(code=code).order_by("pk").first()


# --- writing at a draft -----------------------------------------------------------------------------------------------


@transaction.atomic
def edit_facts(
    draft: Instrument, *, revision: int, by: User, at: datetime, title: str, legal_basis: str, note: str
) -> None:
    """Change title, legal basis and note."""
    columns = {"title": title, "legal_basis": legal_basis, "note": note}
    _edit(draft, lambda: Instrument.objects.filter(pk=draft.pk).update(**columns), revision=revision, by=by, at=at)


@transaction.atomic
def edit_question(draft: Instrument, code: str, facts: QuestionFacts, *, revision: int, by: User, at: datetime) -> None:
    """Write a question and its choices anew; what is left out of the choices is taken away.

    A computed question keeps its rule and its choices: only words, points, criteria and edges change.
    """
    _edit(draft, lambda: _write_question(draft, code, facts), revision=revision, by=by, at=at)


def _write_question(draft: Instrument, code: str, facts: QuestionFacts) -> None:
    row = Question.objects.filter(instrument=draft, code=code).first()
    if row is None:
        raise Refused(_("Pertanyaan ini sudah tidak ada di draf. Muat ulang halaman."))
    row.text, row.help, row.basis = facts.text, facts.help, facts.basis
    if row.rule:
        _keep_choices(row, facts)
        row.edges = list(facts.edges)
    row.save(update_fields=["text", "help", "basis", "edges"])
    _write_choices(row, facts.choices)


def _keep_choices(row: Question, facts: QuestionFacts) -> None:
    """A rule counts edges to find a choice, so there is one edge less than there are choices."""
    codes = set(Choice.objects.filter(instrument=row.instrument_id, question=row.code).values_list("code", flat=True))
    if codes != {choice.code for choice in facts.choices} or len(facts.edges) != len(codes) - 1:
        raise Refused(_("Pilihan pertanyaan hitungan tetap; ubah kalimat, skor, kriteria atau batasnya."))


def _write_choices(row: Question, choices: Sequence[ChoiceFacts]) -> None:
    choices = _with_codes(choices, taken=set(Choice.objects.filter(question=row.code).values_list("code", flat=True)))
    mine = Choice.objects.filter(instrument=row.instrument_id, question=row.code)
    mine.exclude(code__in=[choice.code for choice in choices]).delete()
    for position, choice in enumerate(choices, 1):
        columns = {"text": choice.text, "score": choice.score, "criteria": list(choice.criteria)}
        order = row.order * 10 + position
        if not mine.filter(code=choice.code).update(order=order, **columns):
            Choice.objects.create(
                instrument_id=row.instrument_id, question=row.code, code=choice.code, order=order, **columns
            )


def _with_codes(rows: Sequence[Any], *, taken: set[str]) -> list[Any]:
    """New rows get a code of their words that no row of any version ever had: a code keeps its meaning."""
    coded = []
    for row in rows:
        if row.code:
            coded.append(row)
            continue
        stem = slugify(row.text).replace("-", "_")[: LONGEST_CODE - 4] or "isian"
        code, number = stem, 2
        while code in taken:
            code, number = f"{stem}_{number}", number + 1
        taken.add(code)
        coded.append(replace(row, code=code))
    return coded


@transaction.atomic
def add_question(draft: Instrument, facts: QuestionFacts, *, revision: int, by: User, at: datetime) -> None:
    """Put one more question, with its choices, at the end."""
    _edit(draft, lambda: _add_question(draft, facts), revision=revision, by=by, at=at)


def _add_question(draft: Instrument, facts: QuestionFacts) -> None:
    """Its code is one that no version ever used."""
    taken = set(Question.objects.values_list("code", flat=True))
    (coded,) = _with_codes([SlotFacts("", facts.text, False)], taken=taken)
    last = Question.objects.filter(instrument=draft).aggregate(Max("order"))["order__max"] or 0
    row = Question.objects.create(
        instrument=draft, order=last + 1, code=coded.code, text=facts.text, help=facts.help, basis=facts.basis
    )
    _write_choices(row, facts.choices)


@transaction.atomic
def drop_question(draft: Instrument, code: str, *, revision: int, by: User, at: datetime) -> None:
    """Take a question out, and out of the special conditions that skip it; those after it move up."""
    _edit(draft, lambda: _drop_question(draft, code), revision=revision, by=by, at=at)


def _drop_question(draft: Instrument, code: str) -> None:
    Choice.objects.filter(instrument=draft, question=code).delete()
    Question.objects.filter(instrument=draft, code=code).delete()
    for override in Override.objects.filter(instrument=draft, skips__contains=[code]):
        override.skips = [skipped for skipped in override.skips if skipped != code]
        override.save(update_fields=["skips"])
    for order, row in enumerate(Question.objects.filter(instrument=draft), 1):
        moved = order - row.order
        Question.objects.filter(pk=row.pk).update(order=order)
        Choice.objects.filter(instrument=draft, question=row.code).update(order=F("order") + 10 * moved)


@transaction.atomic
def edit_bands(draft: Instrument, bands: Sequence[BandFacts], *, revision: int, by: User, at: datetime) -> None:
    """Set names and upper edges of the classes, poorest first; the last one ends at 4500.

    Each class begins 100 above the one before, so there is never a gap.
    """
    _edit(draft, lambda: _write_bands(draft, bands), revision=revision, by=by, at=at)


def _write_bands(draft: Instrument, bands: Sequence[BandFacts]) -> None:
    low = LOWEST
    for band in bands:
        high = HIGHEST if band is bands[-1] else band.high
        if high < low or high > HIGHEST or high % STEP:
            raise Refused(_("Batas kelas harus naik, kelipatan 100, dari 1500 sampai 4500."))
        Band.objects.filter(instrument=draft, code=band.code).update(text=band.text, low=low, high=high)
        low = high + STEP


@transaction.atomic
def edit_slots(
    draft: Instrument, slots: Sequence[SlotFacts], *, minimum_photos: int, revision: int, by: User, at: datetime
) -> None:
    """Write the photo slots anew, in this order, and how many photos are asked for at least."""
    _edit(draft, lambda: _write_slots(draft, slots, minimum_photos), revision=revision, by=by, at=at)


def _write_slots(draft: Instrument, slots: Sequence[SlotFacts], minimum_photos: int) -> None:
    Instrument.objects.filter(pk=draft.pk).update(minimum_photos=minimum_photos)
    slots = _with_codes(slots, taken=set(PhotoSlot.objects.values_list("code", flat=True)))
    mine = PhotoSlot.objects.filter(instrument=draft)
    mine.exclude(code__in=[slot.code for slot in slots]).delete()
    for order, slot in enumerate(slots, 1):
        columns = {"order": order, "text": slot.text, "required": slot.required}
        if not mine.filter(code=slot.code).update(**columns):
            PhotoSlot.objects.create(instrument=draft, code=slot.code, **columns)


def _edit(draft: Instrument, write: Callable[[], Any], *, revision: int, by: User, at: datetime) -> None:
    """Write at a draft that is still as the person saw it; the history says what became of what.

    Nothing happens when nothing differs: a simulation stays good, and nobody becomes an author by looking.
    """
    row = held(draft, revision=revision, by=by)
    before, note = instrument.read(row), row.note
    write()
    row.refresh_from_db()
    changes = [asdict(change) for change in differences(before, instrument.read(row))]
    if not changes and row.note == note:
        return
    authors = row.authors if by.pk in row.authors else [*row.authors, by.pk]
    Instrument.objects.filter(pk=row.pk).update(revision=revision + 1, authors=authors)
    told = {"changes": changes[:MOST_TOLD], "more": max(len(changes) - MOST_TOLD, 0)}
    activity.record("instrument.edit", target=row, by=by, at=at, revision=revision + 1, **told)


def held(draft: Instrument, *, revision: int, by: User) -> Instrument:
    """The draft, locked; Refused for other people's, and when somebody was faster."""
    if not may_author(by) or draft.regency_id != by.region_id:
        raise Refused(_("Hanya petugas Dinsos kabupaten ini yang menyusun draf ini."))
    rows = Instrument.objects.draft().select_for_update(no_key=True)
    row = rows.filter(pk=draft.pk, revision=revision).first()
    if row is None:
        raise Refused(_("Draf ini baru saja diubah orang lain atau sudah terbit. Muat ulang halaman, lalu ubah lagi."))
    return row


@transaction.atomic
def discard(draft: Instrument, *, revision: int, by: User, at: datetime) -> None:
    """Put a draft away; it stays on record and is never published."""
    row = held(draft, revision=revision, by=by)
    Instrument.objects.filter(pk=row.pk).update(discarded_at=at, discarded_by=by)
    activity.record("instrument.discard", target=row, by=by, at=at)
