"""Stages as data: what a stage asks, which papers it needs, who acts, how long it may take, and what it refuses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

ACTORS = ("provider", "office", "village")
FIELD_KINDS = ("text", "long_text", "number", "date", "choice", "yes_no")
RULE_KINDS = ("at_least", "at_most", "is", "is_not", "months_after", "not_in_future")


class BrokenStages(ValueError):
    """The list of stages cannot be used; the text says where and why, for the office that edited it."""


@dataclass(frozen=True)
class Field:
    """One thing a stage asks: a code, what stands on screen, and how it is answered."""

    code: str
    label: str
    kind: str
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class PaperNeed:
    """One paper on a list, asked for or welcome."""

    code: str
    name: str
    required: bool = True


@dataclass(frozen=True)
class Rule:
    """What a stage refuses, with the sentence to say; `stage` and `other` name an earlier value to compare with."""

    kind: str
    field: str
    value: Any
    sentence: str
    stage: str = ""
    other: str = ""


@dataclass(frozen=True)
class Stage:
    """One step of a service."""

    code: str
    name: str
    actor: str
    days: int
    fields: tuple[Field, ...]
    papers: tuple[PaperNeed, ...]
    rules: tuple[Rule, ...]


def read(rows: Any) -> tuple[Stage, ...]:
    """Stages from their JSON; BrokenStages with place and reason when something does not fit."""
    if not isinstance(rows, list) or not rows:
        raise BrokenStages("Tulis paling sedikit satu tahap.")
    stages: list[Stage] = []
    for place, row in enumerate(rows, 1):
        try:
            stages.append(_stage(row, stages))
        except (KeyError, TypeError, AttributeError) as error:
            raise BrokenStages(f"Tahap {place}: bagian {error} kurang atau salah bentuk.") from None
    _check_once("tahap", [stage.code for stage in stages])
    return tuple(stages)


def _stage(row: Mapping[str, Any], before: Sequence[Stage]) -> Stage:
    name = row["name"]
    stage = Stage(
        code=row["code"],
        name=name,
        actor=_one_of(row["actor"], ACTORS, name),
        days=_positive(row["days"], name),
        fields=tuple(_field(field, name) for field in row.get("fields", [])),
        papers=tuple(PaperNeed(**paper) for paper in row.get("papers", [])),
        rules=tuple(Rule(**rule) for rule in row.get("rules", [])),
    )
    _check_once(f"isian di {name}", [field.code for field in stage.fields])
    for rule in stage.rules:
        _check_rule(rule, stage, before)
    return stage


def _field(row: Mapping[str, Any], stage: str) -> Field:
    field = Field(**{**row, "choices": tuple((code, label) for code, label in row.get("choices", []))})
    _one_of(field.kind, FIELD_KINDS, stage)
    if (field.kind == "choice") != bool(field.choices):
        raise BrokenStages(
            f"{stage}: isian {field.label} perlu daftar pilihan, dan hanya jenis pilihan yang memakainya."
        )
    return field


def _check_rule(rule: Rule, stage: Stage, before: Sequence[Stage]) -> None:
    _one_of(rule.kind, RULE_KINDS, stage.name)
    if rule.field not in {field.code for field in stage.fields}:
        raise BrokenStages(f"{stage.name}: aturan menyebut isian {rule.field} yang tidak ada.")
    if rule.kind == "months_after":
        earlier = {field.code for other in before if other.code == rule.stage for field in other.fields}
        if rule.other not in earlier:
            raise BrokenStages(f"{stage.name}: aturan menyebut isian {rule.other} di tahap yang tidak ada sebelumnya.")


def _one_of(value: str, known: Sequence[str], stage: str) -> str:
    if value not in known:
        raise BrokenStages(f"{stage}: {value} tidak dikenal. Pilih: {', '.join(known)}.")
    return value


def _positive(value: Any, stage: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1000:
        raise BrokenStages(f"{stage}: batas hari kerja harus angka 1 sampai 1000.")
    return value


def _check_once(what: str, codes: Sequence[str]) -> None:
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        raise BrokenStages(f"Kode {what} dipakai dua kali: {', '.join(sorted(twice))}.")


def find(stages: Sequence[Stage], code: str) -> Stage:
    """The stage of this code; KeyError when there is none."""
    for stage in stages:
        if stage.code == code:
            return stage
    raise KeyError(code)


def after(stages: Sequence[Stage], code: str) -> Stage | None:
    """The stage that follows, or None after the last."""
    codes = [stage.code for stage in stages]
    place = codes.index(code) + 1
    return stages[place] if place < len(stages) else None


def refusals(
    stage: Stage, values: Mapping[str, Any], earlier: Mapping[str, Mapping[str, Any]], *, on: date
) -> list[str]:
    """Sentences of every rule that these values break; `earlier` holds the values of stages done, by their code."""
    return [rule.sentence for rule in stage.rules if _breaks(rule, values.get(rule.field), earlier, on)]


def _breaks(rule: Rule, value: Any, earlier: Mapping[str, Mapping[str, Any]], on: date) -> bool:
    if value in (None, ""):
        return False  # whether it must be answered is the field's affair
    match rule.kind:
        case "at_least":
            return float(value) < float(rule.value)
        case "at_most":
            return float(value) > float(rule.value)
        case "is":
            return value != rule.value
        case "is_not":
            return value == rule.value
        case "not_in_future":
            return date.fromisoformat(value) > on
        case _:
            return _too_soon(rule, value, earlier)


def _too_soon(rule: Rule, value: str, earlier: Mapping[str, Mapping[str, Any]]) -> bool:
    before = earlier.get(rule.stage, {}).get(rule.other)
    return not before or date.fromisoformat(value) < _months_later(date.fromisoformat(before), int(rule.value))


def _months_later(day: date, months: int) -> date:
    """The same day so many months later; where that month is too short, the first of the next."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return day.replace(year=day.year + years, month=month + 1)
    except ValueError:
        years, month = divmod(day.month + months, 12)
        return date(day.year + years, month + 1, 1)
