"""Code lists of a person (sex, relation, work, …) as data: the ministry's newest edition, each with its source."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "codes.json"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: stored code, word on screen, and the text that goes to the ministry."""

    code: str
    label: str
    ministry: str


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list in the order shown on screen; codes are never reused, so what was stored keeps its meaning."""

    name: str
    title: str
    edition: str
    source: str
    choices: tuple[Choice, ...]


@cache
def _lists() -> dict[str, CodeList]:
    lists = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: _code_list(name, **entry) for name, entry in lists.items()}


def _code_list(name: str, *, title: str, edition: str, source: str, choices: list[dict[str, str]]) -> CodeList:
    return CodeList(name, title, edition, source, tuple(_choice(**choice) for choice in choices))


def _choice(code: str, label: str, ministry: str = "") -> Choice:
    return Choice(code, label, ministry or f"{code} {label}")


@cache
def _by_code(name: str) -> dict[str, Choice]:
    return {choice.code: choice for choice in code_list(name).choices}


def names() -> list[str]:
    """The names of all lists."""
    return list(_lists())


def code_list(name: str) -> CodeList:
    """One list with its edition and source; KeyError for a name that is no list."""
    return _lists()[name]


def choices(name: str) -> list[tuple[str, str]]:
    """Pairs of code and label, as Django's fields and forms take them."""
    return [(choice.code, choice.label) for choice in code_list(name).choices]


def label(name: str, code: str) -> str:
    """The word for a stored code; a code of no list is shown as it stands, as Django's get_FOO_display does."""
    choice = _by_code(name).get(code)
    return choice.label if choice else code


def ministry(name: str, code: str) -> str:
    """What a file to the ministry says for a stored code: `2 Istri/suami`, or a plain word where numbers disagree."""
    choice = _by_code(name).get(code)
    return choice.ministry if choice else code
