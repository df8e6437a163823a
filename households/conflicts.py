"""When two people change one household: what each wrote, side by side, and a choice for every field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from households import history
from households.identity import blind_index, mask
from households.models import Household, IdentityNumber, Member
from puskesos.dates import INPUT_FORMATS

STORED, TYPED = "stored", "typed"
CHOICE = "pilih-"
# A number and the statement that there is none are one thing to choose.
NUMBERS = {"kk": "no_kk", "nik": "identity_status"}
OWN_FIELDS = ("revision", "seen", "asked", "csrfmiddlewaretoken")


@dataclass(frozen=True)
class Difference:
    """One field in which the stored value and the typed one differ; `chosen` is empty where both were changed."""

    name: str
    label: str
    stored: str
    typed: str
    chosen: str


def differences(current: Household | Member, base: Any, typed: Mapping[str, Any]) -> list[Difference]:
    """What `typed` would change, against what is stored now and what stood on the page (`base`, None: unknown).

    Who changed a field alone is given the say; where both did, nobody is.
    """
    found = []
    for name, value in typed.items():
        if name == "identity_status" and (getattr(current, "nik", None) or typed.get("nik")):
            continue
        difference = _number(current, base, name, value) if name in NUMBERS else _plain(current, base, name, value)
        if difference:
            found.append(difference)
    return found


def _plain(current: Household | Member, base: Any, name: str, typed: Any) -> Difference | None:
    stored = getattr(current, name)
    if stored == typed:
        return None
    seen = getattr(base, name) if base else None
    chosen = _say(base is not None, mine=seen != typed, theirs=seen != stored)
    label = history.label_of(type(current), name)
    return Difference(name, label, history.shown(name, stored), history.shown(name, typed), chosen)


def _number(current: Household | Member, base: Any, name: str, typed: str | None) -> Difference | None:
    """A number is compared by its blind index and shown masked; only a typed or removed one is among `typed`."""
    stored = getattr(current, name)
    if (stored is None and not typed) or (stored and typed and _is(stored, typed)):
        return None
    theirs = base is not None and getattr(base, f"{name}_id") != getattr(current, f"{name}_id")
    chosen = _say(base is not None, mine=True, theirs=theirs)
    words = mask(typed) if typed else _("tidak ada")
    label = history.label_of(type(current), f"{name}_id")
    return Difference(name, label, stored.masked if stored else _("tidak ada"), words, chosen)


def _is(number: IdentityNumber, typed: str) -> bool:
    return bytes(number.blind_index) == blind_index("kk" if number.kind == "kk" else "nik", typed)


def _say(known: bool, *, mine: bool, theirs: bool) -> str:
    if not known or (mine and theirs):
        return ""
    return TYPED if mine else STORED


def settled(data: QueryDict | None, blank: forms.Form) -> QueryDict | None:
    """What was typed, with the stored value (from `blank`, an unbound form) where that was chosen."""
    if data is None:
        return None
    merged = data.copy()
    for key in data:
        name = key.removeprefix(CHOICE)
        if key.startswith(CHOICE) and name in blank.fields and data[key] == STORED:
            for field in (name, NUMBERS[name]) if name in NUMBERS else (name,):
                _put_stored(merged, blank, field)
    return merged


def _put_stored(data: QueryDict, blank: forms.Form, name: str) -> None:
    value = blank.initial.get(name)
    if value is None or value is False:
        data.pop(name, None)
    elif value is True:
        data[name] = "on"
    else:
        data[name] = value.strftime(INPUT_FORMATS[0]) if isinstance(value, date) else str(value)


def unanswered(data: QueryDict | None) -> list[str]:
    """Fields that were asked about and not chosen."""
    if data is None:
        return []
    return [name for name in data.getlist("asked") if data.get(f"{CHOICE}{name}") not in (STORED, TYPED)]


def seen_revision(data: QueryDict) -> int:
    """The revision of the page on which the person began to type; 0 when that was tampered with."""
    typed = data.get("seen") or data.get("revision") or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def carried(data: QueryDict) -> list[tuple[str, str]]:
    """Everything that was typed, to be sent along with the choices."""
    kept = [key for key in data if key not in OWN_FIELDS and not key.startswith(CHOICE)]
    return [(key, value) for key in kept for value in data.getlist(key)]
