"""The 26 kinds of PPKS and the programmes that people receive, as shipped in data/codes.json."""

import json
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "data" / "codes.json"


def _shipped() -> dict[str, Any]:
    return json.loads(SHIPPED.read_text(encoding="utf-8"))


# Number of Permensos 8/2012 -> name.
PPKS: dict[int, str] = dict(_shipped()["ppks"]["kinds"])
# Code of Benefit.programme -> name.
BENEFITS: dict[str, str] = dict(_shipped()["benefits"]["programmes"])


def ppks_name(number: int) -> str:
    """The name of a kind of PPKS; KeyError when there is none."""
    return PPKS[number]


def ppks_choices() -> list[tuple[int, str]]:
    """Kinds as a form offers them, with their numbers."""
    return [(number, f"{number}. {name}") for number, name in PPKS.items()]


def benefit_name(code: str) -> str:
    """The name of a programme received; an unknown code speaks for itself, so an old row can always be shown."""
    return BENEFITS.get(code, code)


def benefit_choices() -> list[tuple[str, str]]:
    """Programmes received as a form offers them."""
    return list(BENEFITS.items())
