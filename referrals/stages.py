"""Stages as data: what a stage asks, which papers it needs, who acts, how long it may take, and what it refuses."""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

ACTORS = ("provider", "office", "village")
FIELD_KINDS = ("text", "long_text", "number", "date", "choice", "yes_no")
YES, NO = "yes", "no"
# Which kinds of field a rule may speak of.
RULE_KINDS: dict[str, tuple[str, ...]] = {
    "at_least": ("number",),
    "at_most": ("number",),
    "is": ("choice", "yes_no"),
    "is_not": ("choice", "yes_no"),
    "months_after": ("date",),
    "not_in_future": ("date",),
}
MOST_STAGES, MOST_ROWS = 30, 25
LONGEST_CODE, LONGEST_TEXT = 40, 300
MOST_MONTHS = 240
CODE = re.compile(rf"[a-z0-9_]{{1,{LONGEST_CODE}}}")


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
    if len(rows) > MOST_STAGES:
        raise BrokenStages(f"Paling banyak {MOST_STAGES} tahap.")
    stages: list[Stage] = []
    for place, row in enumerate(rows, 1):
        try:
            stages.append(_stage(row, stages))
        except BrokenStages:
            raise
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise BrokenStages(f"Tahap {place}: bagian {error} kurang atau salah bentuk.") from None
    _check_once("tahap", [stage.code for stage in stages])
    return tuple(stages)


def _stage(row: Mapping[str, Any], before: Sequence[Stage]) -> Stage:
    name = _text(row["name"], "nama tahap")
    stage = Stage(
        code=_code(row["code"], name),
        name=name,
        actor=_one_of(row["actor"], ACTORS, name),
        days=_positive(row["days"], name),
        fields=tuple(_field(field, name) for field in _few(row.get("fields", []), name)),
        papers=tuple(_paper(paper, name) for paper in _few(row.get("papers", []), name)),
        rules=tuple(Rule(**rule) for rule in _few(row.get("rules", []), name)),
    )
    _check_once(f"isian di {name}", [field.code for field in stage.fields])
    _check_once(f"berkas di {name}", [paper.code for paper in stage.papers])
    for rule in stage.rules:
        _check_rule(rule, stage, before)
    return stage


def _field(row: Mapping[str, Any], stage: str) -> Field:
    choices = tuple((_code(code, stage), _text(label, stage)) for code, label in row.get("choices", []))
    field = Field(**{**row, "choices": choices})
    _code(field.code, stage)
    _text(field.label, stage)
    if field.hint:
        _text(field.hint, stage)
    _one_of(field.kind, FIELD_KINDS, stage)
    if (field.kind == "choice") != bool(field.choices):
        raise BrokenStages(
            f"{stage}: isian {field.label} perlu daftar pilihan, dan hanya jenis pilihan yang memakainya."
        )
    _check_once(f"pilihan {field.label}", [code for code, _label in choices])
    return field


def _paper(row: Mapping[str, Any], stage: str) -> PaperNeed:
    paper = PaperNeed(**row)
    _code(paper.code, stage)
    _text(paper.name, stage)
    return paper


def read_papers(rows: Any) -> tuple[PaperNeed, ...]:
    """A list of papers from its JSON; BrokenStages with the reason when something does not fit."""
    try:
        papers = tuple(_paper(row, "Berkas") for row in _few(rows, "Berkas"))
    except (KeyError, TypeError, AttributeError) as error:
        raise BrokenStages(f"Berkas: bagian {error} kurang atau salah bentuk.") from None
    _check_once("berkas", [paper.code for paper in papers])
    return papers


def _check_rule(rule: Rule, stage: Stage, before: Sequence[Stage]) -> None:
    _one_of(rule.kind, tuple(RULE_KINDS), stage.name)
    _text(rule.sentence, f"{stage.name}, kalimat penolakan")
    field = next((field for field in stage.fields if field.code == rule.field), None)
    if field is None:
        raise BrokenStages(f"{stage.name}: aturan menyebut isian {rule.field} yang tidak ada.")
    if field.kind not in RULE_KINDS[rule.kind]:
        raise BrokenStages(f"{stage.name}: aturan itu tidak cocok untuk isian {field.label}.")
    _check_value(rule, field, stage)
    if rule.kind == "months_after":
        earlier = (other for done in before if done.code == rule.stage for other in done.fields)
        if rule.other not in {other.code for other in earlier if other.kind == "date"}:
            raise BrokenStages(f"{stage.name}: aturan menyebut isian {rule.other} di tahap yang tidak ada sebelumnya.")


def _check_value(rule: Rule, field: Field, stage: Stage) -> None:
    """What a rule compares with must be of the kind that its field holds."""
    if rule.kind in ("at_least", "at_most", "months_after") and not _is_number(rule.value):
        raise BrokenStages(f"{stage.name}: aturan untuk {field.label} perlu angka.")
    if rule.kind == "months_after" and not (isinstance(rule.value, int) and 0 <= rule.value <= MOST_MONTHS):
        raise BrokenStages(f"{stage.name}: jarak bulan untuk {field.label} harus 0 sampai {MOST_MONTHS}.")
    known = [code for code, _label in field.choices] or [YES, NO]
    if rule.kind in ("is", "is_not") and rule.value not in known:
        raise BrokenStages(f"{stage.name}: aturan untuk {field.label} menyebut pilihan yang tidak ada.")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _few(rows: Any, stage: str) -> list[Any]:
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise BrokenStages(f"{stage}: daftar paling banyak {MOST_ROWS} baris.")
    return rows


def _code(value: Any, where: str) -> str:
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise BrokenStages(f"{where}: kode {value} harus 1–{LONGEST_CODE} huruf kecil, angka atau garis bawah.")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
        raise BrokenStages(f"{where}: teks harus diisi, paling panjang {LONGEST_TEXT} huruf.")
    if any(unicodedata.category(sign).startswith("C") for sign in value):
        raise BrokenStages(f"{where}: ada tanda yang tidak terlihat. Hapus lalu ketik ulang.")
    return value


def _one_of(value: Any, known: Sequence[str], stage: str) -> str:
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
            return _word(value) != rule.value
        case "is_not":
            return _word(value) == rule.value
        case "not_in_future":
            return date.fromisoformat(value) > on
        case _:
            return _too_soon(rule, value, earlier)


def _word(value: Any) -> Any:
    """Yes and no as words, whether a form kept them as words or as truth."""
    return (YES if value else NO) if isinstance(value, bool) else value


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
