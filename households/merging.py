"""What a draft says of one row of the registry, merged field by field with what the row says by now.

A draft comes in many revisions, each with all that its operator corrected. So it is kept what an earlier revision wrote
itself: to correct a correction is no conflict, and what was taken back is as it was (docs/field-app.md).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from households import history
from households.identity import mask, normalise, unseal
from households.models import Household, Member
from puskesos.errors import Refused

NUMBERS = frozenset({"nik", "kk"})

Facts = Mapping[str, Any]
# What this draft wrote of a row: facts as JSON, and the number that stood there before.
Own = dict[str, Any]


class SaidOtherwise(Refused):
    """Somebody else changed parts of the same row to something else; `sentences` says it of each."""

    def __init__(self, sentences: dict[str, str]) -> None:
        super().__init__(next(iter(sentences.values())))
        self.sentences = sentences


def changes_of(row: Household | Member, stated: Facts, base: Facts, own: Own) -> dict[str, Any]:
    """Changes that are still to be made; SaidOtherwise when somebody else changed the same part to something else.

    `stated` are facts as the registry keeps them, `base` what the phone was told before.
    """
    changes = {name: value for name, value in stated.items() if kept_fact(row, name) != value}
    if overtaken := {name: _overtaken(row, name) for name in changes if not _is_expected(row, name, base, own)}:
        raise SaidOtherwise(overtaken)
    return changes


def number_of(row: Household | Member, name: str, stated: Facts, base: Facts, own: Own) -> str:
    """The number a draft wants, digits only; what the phone was told itself means: as it was when it was told."""
    raw = stated[name] or ""
    if name not in base or raw != (base[name] or ""):
        return normalise(raw)
    before = own.get(_before(name))
    is_told_since = before is None or (raw != mask(before) and raw == _told(row, name))
    return str(kept_fact(row, name) if is_told_since else before)


def note(own: Own, stated: Facts, changes: Facts, kept: Facts) -> None:
    """Remember what this draft says of a row, now that it stands there; `kept` is what stood there before."""
    for name in NUMBERS & changes.keys():
        own.setdefault(_before(name), kept[name])
    own |= {name: plain(value) for name, value in stated.items()}


def kept_fact(row: Household | Member, name: str) -> Any:
    """A fact of a row; of a number its digits."""
    value = getattr(row, name)
    if name in NUMBERS:
        return unseal(bytes(value.cipher)) if value else ""
    return value


def plain(value: Any) -> Any:
    """A fact as JSON, and as phones are told it."""
    return value.isoformat() if isinstance(value, date) else value or ""


def _before(name: str) -> str:
    return f"{name}_before"


def _is_expected(row: Household | Member, name: str, base: Facts, own: Own) -> bool:
    """Whether the row says what the phone was told, or what this draft wrote itself."""
    kept = plain(kept_fact(row, name))
    if name in own and kept == own[name]:
        return True
    if name in base:
        return (base[name] or "") in (kept, _told(row, name))
    return name not in own


def _told(row: Household | Member, name: str) -> Any:
    value = getattr(row, name)
    return (value.masked if value else "") if name in NUMBERS else plain(value)


def _overtaken(row: Household | Member, name: str) -> str:
    if name in NUMBERS:
        return _("Nomor ini baru saja diubah petugas lain. Cocokkan dengan kartunya, lalu simpan lagi.")
    words = _("Bagian ini baru saja diubah petugas lain menjadi “%(value)s”. Samakan, atau simpan lagi isian Anda.")
    return words % {"value": history.shown(name, getattr(row, name))}
