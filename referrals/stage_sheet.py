"""One stage as a sheet that people fill in: typed lines become a row of the catalogue, and the row becomes lines."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from referrals.stages import ACTORS, LONGEST_CODE, MOST_ROWS, NO, YES

Row = dict[str, Any]
Rows = list[Row]

ACTOR_CHOICES = list(zip(ACTORS, (_("Penyedia layanan"), _("Dinsos"), _("Puskesos")), strict=True))
FIELD_CHOICES = [
    ("text", _("Satu baris teks")),
    ("long_text", _("Teks panjang")),
    ("number", _("Angka")),
    ("date", _("Tanggal")),
    ("choice", _("Pilihan")),
    ("yes_no", _("Ya atau tidak")),
]
RULE_CHOICES = [
    ("at_least", _("paling sedikit")),
    ("at_most", _("paling banyak")),
    ("is", _("harus")),
    ("is_not", _("tidak boleh")),
    ("not_in_future", _("tidak boleh di masa depan")),
    ("months_after", _("paling cepat sekian bulan sesudah")),
]
YES_NO_WORDS = {YES: _("Ya"), NO: _("Tidak")}
WRITTEN = re.compile(r"([0-9]{1,12}|[0-9]{1,3}(\.[0-9]{3}){1,3})(,[0-9]{1,4})?", flags=re.ASCII)
# Lists of a sheet by the letter that begins the names of their lines.
LISTS = {"f": "fields", "p": "papers", "r": "rules"}
BLANKS: dict[str, Row] = {
    "f": {"code": "", "label": "", "kind": "text", "required": True},
    "p": {"code": "", "name": "", "required": True},
    "r": {"kind": "is", "field": "", "value": "", "sentence": ""},
}


def new_stage() -> Row:
    """An empty stage, as the sheet of a new one begins."""
    return {"code": "", "name": "", "actor": ACTORS[0], "days": 5, "fields": [], "papers": [], "rules": []}


# --- from the page ----------------------------------------------------------------------------------------------------


def typed_stage(data: Mapping[str, str], *, known: Row, taken: Sequence[str]) -> Row:
    """The row that a filled-in sheet describes; whether it is usable is for `stages.read` to say.

    `known` is the row as it was, whose codes are kept; `taken` are codes of the other stages.
    """
    name = _line(data, "name")
    days = _line(data, "days")
    row: Row = {
        "code": known["code"] or _code(name, taken),
        "name": name,
        "actor": data.get("actor", ""),
        "days": int(days) if days.isdecimal() and len(days) < 5 else days,
    }
    row["fields"] = _typed(data, "f", _typed_field)
    _keep_choice_codes(row["fields"], known["fields"])
    row["papers"] = typed_papers(data)
    row["rules"] = _typed(data, "r", _typed_rule)
    for rule in row["rules"]:
        rule["value"] = _value(rule, row["fields"])
    return row


def typed_papers(data: Mapping[str, str]) -> list[Row]:
    """The papers of a filled-in sheet, empty lines left out."""
    return _typed(data, "p", _typed_paper)


def _typed(data: Mapping[str, str], prefix: str, read: Callable[[Mapping[str, str], str], Row]) -> list[Row]:
    rows = [read(data, f"{prefix}{place}-") for place in range(1, MOST_ROWS + 2) if f"{prefix}{place}-there" in data]
    rows = [row for row in rows if any(row.get(key) for key in ("label", "name", "sentence", "value", "choices"))]
    taken: list[str] = []
    for row in rows:
        if "code" in row:
            row["code"] = row["code"] or _code(row.get("label") or row.get("name", ""), taken)
            taken.append(row["code"])
    return rows


def _typed_field(data: Mapping[str, str], prefix: str) -> Row:
    row: Row = {key: _line(data, f"{prefix}{key}") for key in ("code", "label", "kind", "hint")}
    row["required"] = f"{prefix}required" in data
    labels = [line.strip() for line in data.get(f"{prefix}choices", "").splitlines() if line.strip()]
    codes: list[str] = []
    for label in labels[:MOST_ROWS] if row["kind"] == "choice" else []:
        codes.append(_code(label, codes))
    row["choices"] = [list(pair) for pair in zip(codes, labels, strict=False)]
    return row


def _typed_paper(data: Mapping[str, str], prefix: str) -> Row:
    return {
        "code": _line(data, f"{prefix}code"),
        "name": _line(data, f"{prefix}name"),
        "required": f"{prefix}required" in data,
    }


def _typed_rule(data: Mapping[str, str], prefix: str) -> Row:
    row: Row = {key: _line(data, f"{prefix}{key}") for key in ("kind", "field", "value", "sentence")}
    if row["kind"] == "months_after":
        row["stage"], _dot, row["other"] = _line(data, f"{prefix}after").partition(".")
    return row


def _line(data: Mapping[str, str], name: str) -> str:
    return " ".join(data.get(name, "").split())


def _code(words: str, taken: Sequence[str]) -> str:
    """A code made of words that no other has."""
    stem = slugify(words).replace("-", "_")[: LONGEST_CODE - 3] or "isian"
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}_{number}", number + 1
    return code


def _keep_choice_codes(fields: list[Row], known: Sequence[Row]) -> None:
    """A choice whose words did not change keeps its code: totals and later rules know it by that."""
    before = {field["code"]: {label: code for code, label in field.get("choices", [])} for field in known}
    for field in fields:
        codes = before.get(field["code"], {})
        if codes:
            kept = {codes[label] for _code_, label in field["choices"] if label in codes}
            field["choices"] = [
                [codes.get(label) or _code(label, list(kept)), label] for _code_, label in field["choices"]
            ]


def _value(rule: Row, fields: Sequence[Row]) -> Any:
    """What a rule compares with: a number, the code of a choice by its words, or nothing."""
    typed = rule["value"]
    match rule["kind"]:
        case "not_in_future":
            return None
        case "at_least" | "at_most" | "months_after":
            return _number(typed)
    field: Row = next((field for field in fields if field["code"] == rule["field"]), {"choices": []})
    words = {str(label).casefold(): code for code, label in field["choices"] or YES_NO_WORDS.items()}
    return words.get(typed.casefold(), typed)


def _number(typed: str) -> Any:
    """`12`, `12,5` or `1.500.000` as a number; anything else stays as typed, to be refused with a sentence."""
    if not WRITTEN.fullmatch(typed):
        return typed
    number = Decimal(typed.replace(".", "").replace(",", "."))
    return int(number) if number == number.to_integral_value() else float(number)


# --- what the buttons do ----------------------------------------------------------------------------------------------


def act(row: Row, pressed: str) -> None:
    """Do what a button of the sheet says: `add-f`, `drop-f3`, `up-p2`; an unknown one does nothing."""
    verb, _dash, place = pressed.partition("-")
    rows = row.get(LISTS.get(place[:1], ""))
    if rows is None:
        return
    if verb == "add":
        if len(rows) < MOST_ROWS:
            rows.append(dict(BLANKS[place[:1]]))
        return
    move(rows, verb, place[1:])


def move(rows: list[Any], verb: str, place: str) -> bool:
    """Drop the row of a place (from 1) or move it one up or down; False when there is no such place."""
    if not place.isdecimal() or len(place) > 3 or not 1 <= int(place) <= len(rows):
        return False
    at = int(place) - 1
    if verb == "drop":
        del rows[at]
    elif verb in ("up", "down"):
        rows.insert(max(0, at + (1 if verb == "down" else -1)), rows.pop(at))
    else:
        return False
    return True


# --- to the page ------------------------------------------------------------------------------------------------------


def shown_rules(row: Row) -> list[Row]:
    """Rules with the value in words, and the field it comes after as one code."""
    return [
        {**rule, "shown": _shown(rule, row["fields"]), "after": f"{rule.get('stage', '')}.{rule.get('other', '')}"}
        for rule in row["rules"]
    ]


def _shown(rule: Row, fields: Sequence[Row]) -> Any:
    value = rule.get("value")
    if rule["kind"] not in ("is", "is_not"):
        return "" if value is None else str(value).replace(".", ",")
    field: Row = next((field for field in fields if field["code"] == rule["field"]), {})
    return {**YES_NO_WORDS, **dict(field.get("choices", []))}.get(value, value)


def earlier_dates(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Dates of earlier stages that a rule may count from: code and words."""
    return [
        (f"{row['code']}.{field['code']}", f"{row['name']}: {field['label']}")
        for row in rows
        for field in row.get("fields", [])
        if field["kind"] == "date"
    ]
