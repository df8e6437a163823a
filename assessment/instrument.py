"""The instrument as one definition that form, score, review, export and statistics all walk."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from assessment.models import (
    Band,
    Choice,
    CriteriaSet,
    Instrument,
    Override,
    PhotoSlot,
    PovertyLine,
    Question,
)
from puskesos.errors import Refused
from puskesos.models import Region

SHIPPED = Path(__file__).parent / "data" / "instrument-146-2013.json"
LINE = f"""
    SELECT rupiah FROM {PovertyLine._meta.db_table} WHERE regency_id = %s AND year <= %s
    ORDER BY year DESC LIMIT 1"""  # noqa: S608 the name of our table


@dataclass(frozen=True)
class ChoiceDefinition:
    """An answer with its points and the criteria it meets."""

    code: str
    text: str
    score: int
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class QuestionDefinition:
    """A question with its choices; computed ones have a rule, inputs and edges."""

    code: str
    number: int
    text: str
    help: str
    basis: str
    choices: tuple[ChoiceDefinition, ...]
    rule: str = ""
    inputs: tuple[str, ...] = ()
    edges: tuple[float, ...] = ()

    @property
    def is_computed(self) -> bool:
        """Whether the answer follows from numbers instead of being chosen."""
        return bool(self.rule)

    def choice(self, code: str | None) -> ChoiceDefinition | None:
        """The choice with this code, or None."""
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True)
class BandDefinition:
    """A class with its edges on the total, both inclusive."""

    code: str
    text: str
    low: int
    high: int


@dataclass(frozen=True)
class SlotDefinition:
    """A photo that is asked for."""

    code: str
    text: str
    required: bool


@dataclass(frozen=True)
class CriteriaSetDefinition:
    """A legal list of criteria; `eligible_at` is the count from which a rule speaks."""

    code: str
    title: str
    count: int
    eligible_at: int | None


@dataclass(frozen=True)
class OverrideDefinition:
    """A condition outside the sum."""

    code: str
    text: str
    effect: str
    band: str
    skips: tuple[str, ...]
    minimum_photos: int | None


@dataclass(frozen=True)
class Definition:
    """A published instrument, whole."""

    id: int
    code: str
    version: int
    title: str
    legal_basis: str
    minimum_photos: int
    questions: tuple[QuestionDefinition, ...]
    bands: tuple[BandDefinition, ...]
    slots: tuple[SlotDefinition, ...]
    criteria_sets: tuple[CriteriaSetDefinition, ...]
    overrides: tuple[OverrideDefinition, ...]

    @cached_property
    def by_code(self) -> dict[str, QuestionDefinition]:
        """Questions by code."""
        return {question.code: question for question in self.questions}

    def question(self, code: str) -> QuestionDefinition:
        """The question with this code; KeyError if the instrument has none."""
        return self.by_code[code]

    def band(self, code: str) -> BandDefinition | None:
        """The class with this code, or None."""
        return next((band for band in self.bands if band.code == code), None)

    def band_of(self, total: int) -> BandDefinition:
        """The class whose edges hold this total; ValueError when none does."""
        for band in self.bands:
            if band.low <= total <= band.high:
                return band
        raise ValueError(f"no class holds {total}")

    def slot(self, code: str) -> SlotDefinition | None:
        """The photo slot with this code, or None."""
        return next((slot for slot in self.slots if slot.code == code), None)

    def active_overrides(self, codes: list[str]) -> list[OverrideDefinition]:
        """The overrides among `codes`, in the instrument's order."""
        return [override for override in self.overrides if override.code in codes]

    def asked(self, overrides: list[str]) -> list[QuestionDefinition]:
        """Questions that must be answered when these overrides hold."""
        skipped = {code for override in self.active_overrides(overrides) for code in override.skips}
        return [question for question in self.questions if question.code not in skipped]

    def photos_needed(self, overrides: list[str]) -> tuple[int, list[SlotDefinition]]:
        """How many photos at least, and which slots must have one, when these overrides hold."""
        for override in self.active_overrides(overrides):
            if override.minimum_photos is not None:
                return override.minimum_photos, []
        return self.minimum_photos, [slot for slot in self.slots if slot.required]


@lru_cache(maxsize=64)
def definition(instrument_id: int) -> Definition:
    """The definition of a published instrument; cached because published rows never change."""
    return read(Instrument.objects.get(pk=instrument_id, published_at__isnull=False))


def read(row: Instrument) -> Definition:
    """The definition of any version as it is now; a draft may be another one the next time."""
    choices: dict[str, list[ChoiceDefinition]] = {}
    for choice in row.choices.all():
        choices.setdefault(choice.question, []).append(
            ChoiceDefinition(choice.code, choice.text, choice.score, tuple(choice.criteria))
        )
    return Definition(
        id=row.pk,
        code=row.code,
        version=row.version,
        title=row.title,
        legal_basis=row.legal_basis,
        minimum_photos=row.minimum_photos,
        questions=tuple(_question(q, choices) for q in row.questions.all()),
        bands=tuple(BandDefinition(b.code, b.text, b.low, b.high) for b in row.bands.all()),
        slots=tuple(SlotDefinition(s.code, s.text, s.required) for s in row.photoslots.all()),
        criteria_sets=tuple(
            CriteriaSetDefinition(c.code, c.text, c.count, c.eligible_at) for c in row.criteriasets.all()
        ),
        overrides=tuple(
            OverrideDefinition(o.code, o.text, o.effect, o.band, tuple(o.skips), o.minimum_photos)
            for o in row.overrides.all()
        ),
    )


def _question(row: Question, choices: dict[str, list[ChoiceDefinition]]) -> QuestionDefinition:
    return QuestionDefinition(
        code=row.code,
        number=row.order,
        text=row.text,
        help=row.help,
        basis=row.basis,
        choices=tuple(choices.get(row.code, [])),
        rule=row.rule,
        inputs=tuple(row.inputs),
        edges=tuple(row.edges),
    )


def current(*, on: date, regency: str = "") -> Instrument:
    """The published instrument in force on a day; Refused when there is none."""
    row = in_force(on=on, regency=regency)
    if row is None:
        raise Refused("Belum ada instrumen yang berlaku. Hubungi Dinas Sosial.")
    return row


def in_force(*, on: date, regency: str = "") -> Instrument | None:
    """The published instrument in force on a day; a regency's own goes before the one that came with the system."""
    return (
        Instrument.objects.of_regency(regency)
        .published()
        .filter(valid_from__lte=on)
        .exclude(valid_to__lt=on)
        .order_by(F("regency").desc(nulls_last=True), "-valid_from", "-version")
        .first()
    )


def last_day(version: Instrument, *, among: Iterable[Instrument]) -> date | None:
    """The last day on which a survey begun with this version may be sent; None while no end is set (F12).

    A version ends when its successor among a regency's versions begins, or when it is retired, and its days of grace
    after that. Any version of its own takes the place of the one that came with the system.
    """
    if version.retired_at:
        return timezone.localdate(version.retired_at) + timedelta(days=version.grace_days)
    after = min((row for row in among if _takes_the_place(row, version)), key=lambda row: row.valid_from, default=None)
    return after and max(after.valid_from, version.valid_from) + timedelta(days=after.grace_days)


def _takes_the_place(row: Instrument, of: Instrument) -> bool:
    if row.pk == of.pk or row.published_at is None or row.retired_at:
        return False
    if row.regency_id and of.regency_id is None:
        return True
    return row.regency_id == of.regency_id and row.valid_from > of.valid_from


def poverty_line(regency_code: str, *, on: date) -> int:
    """Garis kemiskinan in rupiah per person a month: the latest year not after `on`.

    A regency without its own line uses `POVERTY_LINE_FALLBACK_RP`, which its office replaces by the figure
    BPS publishes for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(LINE, [regency_code, on.year])
        row = cursor.fetchone()
    return row[0] if row else settings.POVERTY_LINE_FALLBACK_RP


@transaction.atomic
def load(path: Path = SHIPPED, *, at: datetime) -> Instrument:
    """Load an instrument from JSON into its tables and publish it; a version already there is left alone."""
    data = json.loads(path.read_text(encoding="utf-8"))
    found = Instrument.objects.filter(code=data["code"], version=data["version"]).first()
    if found:
        return found
    row = Instrument.objects.create(
        **{key: data[key] for key in ("code", "version", "title", "legal_basis", "valid_from", "note")},
        valid_to=data["valid_to"],
        minimum_photos=data["minimum_photos"],
    )
    _load_questions(row, data["questions"])
    _load_rest(row, data)
    Instrument.objects.filter(pk=row.pk).update(published_at=at)
    for line in data["poverty_lines"]:
        if Region.objects.filter(pk=line["regency"]).exists():
            PovertyLine.objects.get_or_create(
                regency_id=line["regency"],
                year=line["year"],
                defaults={"rupiah": line["rupiah"], "source": line["source"]},
            )
    row.refresh_from_db()
    return row


def _load_questions(row: Instrument, questions: list[dict]) -> None:
    numbered = list(enumerate(questions, 1))
    Question.objects.bulk_create(_question_row(row, order, item) for order, item in numbered)
    Choice.objects.bulk_create(
        Choice(
            instrument=row,
            order=order * 10 + position,
            question=item["code"],
            code=choice["code"],
            text=choice["text"],
            score=choice["score"],
            criteria=choice["criteria"],
        )
        for order, item in numbered
        for position, choice in enumerate(item["choices"], 1)
    )


def _question_row(row: Instrument, order: int, item: dict) -> Question:
    computed = item.get("computed") or {}
    return Question(
        instrument=row,
        order=order,
        code=item["code"],
        text=item["text"],
        help=item["help"] or "",
        basis=item["basis"],
        rule=computed.get("rule", ""),
        inputs=computed.get("from", []),
        edges=computed.get("edges", []),
    )


def _load_rest(row: Instrument, data: dict) -> None:
    Band.objects.bulk_create(
        Band(instrument=row, order=order, code=band["code"], text=band["text"], low=band["from"], high=band["to"])
        for order, band in enumerate(data["bands"], 1)
    )
    PhotoSlot.objects.bulk_create(
        PhotoSlot(instrument=row, order=order, **slot) for order, slot in enumerate(data["photo_slots"], 1)
    )
    CriteriaSet.objects.bulk_create(
        CriteriaSet(
            instrument=row,
            order=order,
            code=item["code"],
            text=item["title"],
            count=item["count"],
            eligible_at=item["eligible_at"],
            source=item.get("source", ""),
            not_derived=item.get("not_derived", []),
        )
        for order, item in enumerate(data["criteria_sets"], 1)
    )
    Override.objects.bulk_create(
        Override(
            instrument=row,
            order=order,
            code=item["code"],
            text=item["text"],
            effect=item["effect"],
            band=item.get("band", ""),
            skips=item.get("skips", []),
            minimum_photos=item.get("minimum_photos"),
        )
        for order, item in enumerate(data["overrides"], 1)
    )
