"""What a visit with a phone found of a family: written into the registry part by part, merged, repeatable.

Whatever cannot be written stays in the draft as a problem with a sentence; the rest is kept (docs/field-app.md).
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from households import registry
from households.facts import HAS_NIK, HOUSED, Address, Person, clean_name, clean_rt, clean_text
from households.identity import normalise, unseal
from households.models import HEAD, Household, IdentityNumber, Member
from households.rows import ADDRESS_COLUMNS, PERSON_COLUMNS
from puskesos.errors import Refused
from puskesos.models import Region, User
from puskesos.phones import clean_phone
from puskesos.roles import REGISTERS

Problems = dict[str, str]
# What a phone may say of a person besides the columns.
FORMER_HEAD = "former_head_relation"


def register(content: Mapping[str, Any], *, village: Region, by: User, at: datetime, on: date) -> Household:
    """Enter the new family of a draft with its head; Refused when it cannot be."""
    stated = content["household"]
    if not stated["new"]:
        raise Refused(_("Keluarga ini tidak ada di desa Anda. Perbarui daftar keluarga."))
    head = next((one for one in content["members"] if one["new"] and one["new"].get("relation") == HEAD), None)
    if head is None:
        raise Refused(_("Isi kepala keluarga."))
    if by.role not in REGISTERS:
        raise Refused(_("Operator desa yang mendaftarkan keluarga baru."))
    return registry.register(
        village=village,
        kk=stated["new"].get("kk") or None,
        address=_address(stated["new"]),
        head=_person(head["new"]),
        by=by,
        on=on,
        at=at,
        pk=uuid.UUID(stated["id"]),
        head_pk=uuid.UUID(head["id"]),
    )


def amend(household: Household, content: Mapping[str, Any], *, by: User, at: datetime, on: date) -> Problems:
    """Write what the operator corrected, entered or let go; what somebody else changed meanwhile is a problem."""
    acts = list(_acts(household, content, by=by, at=at, on=on))
    if acts and by.role not in REGISTERS:
        return {path: _("Operator desa yang mengubah data keluarga.") for path, _act in acts}
    problems: Problems = {}
    for path, act in acts:
        try:
            with transaction.atomic():
                act()
        except Refused as refusal:
            problems[_path(path, refusal)] = refusal.sentence
    return problems


def not_registered(refusal: Refused, content: Mapping[str, Any]) -> Problems:
    """Why the family of a draft could not be entered, at the fact of family or head that stands in the way."""
    head = next((one["id"] for one in content["members"] if (one["new"] or {}).get("relation") == HEAD), "")
    is_of_head = refusal.field == "nik" or refusal.field in PERSON_COLUMNS
    return {_path(f"members.{head}" if is_of_head else "household", refusal): refusal.sentence}


def _path(part: str, refusal: Refused) -> str:
    return f"{part}.{refusal.field}" if refusal.field else part


def _acts(
    household: Household, content: Mapping[str, Any], *, by: User, at: datetime, on: date
) -> Iterator[tuple[str, Callable[[], Any]]]:
    if content["household"]["changes"]:
        yield "household", partial(_amend_household, household, content["household"], by=by)
    if not content["members"]:
        return
    known = {str(member.pk): member for member in household.members.select_related("nik")}
    for one in content["members"]:
        path, member = f"members.{one['id']}", known.get(one["id"])
        if one["new"] and member is None:
            yield path, partial(_add, household, one, by=by, at=at, on=on)
        elif member is None:
            yield path, _gone
        elif one["changes"] and member.left_on is None:
            yield path, partial(_amend_member, household, member, one, by=by, on=on)
        if one["left"] and member and member.left_on is None:
            yield path, partial(_leave, member, one["left"], by=by, at=at)


def _gone() -> None:
    raise Refused(_("Orang ini tidak ada lagi di keluarga ini. Perbarui daftar keluarga."))


def _amend_household(household: Household, stated: Mapping[str, Any], *, by: User) -> None:
    household.refresh_from_db()
    changes = _merge(household, stated, columns=ADDRESS_COLUMNS)
    if "kk" in stated["changes"] and not _is(household.kk, stated["changes"]["kk"]):
        changes["kk"] = stated["changes"]["kk"] or None
    if changes:
        registry.amend(household, changes=changes, revision=household.revision, by=by)


def _amend_member(household: Household, member: Member, stated: Mapping[str, Any], *, by: User, on: date) -> None:
    household.refresh_from_db()
    member.household = household
    changes = _merge(member, stated, columns=PERSON_COLUMNS)
    nik = stated["changes"].get("nik")
    if nik and not _is(member.nik, nik):
        changes |= {"nik": nik, "identity_status": HAS_NIK}
    elif "nik" in stated["changes"] and not nik and member.nik:
        changes["nik"] = None
    if changes:
        registry.amend_member(
            member,
            changes=changes,
            revision=household.revision,
            by=by,
            on=on,
            former_head_relation=stated["changes"].get(FORMER_HEAD) or "",
        )


def _is(kept: IdentityNumber | None, stated: str | None) -> bool:
    """Whether a number on record is the stated one, however it was typed; none is none."""
    if kept is None or not stated:
        return kept is None and not stated
    return unseal(bytes(kept.cipher)) == normalise(stated)


def _merge(row: Household | Member, stated: Mapping[str, Any], *, columns: tuple[str, ...]) -> dict[str, Any]:
    """Changes that are still to be made; Refused when somebody else changed the same part to something else."""
    changes, base = {}, stated["base"] or {}
    for name, value in _typed(stated["changes"], columns).items():
        kept = getattr(row, name)
        if kept == value:
            continue
        if name in base and _plain(kept) != (base[name] or ""):
            words = _("Bagian ini baru saja diubah petugas lain. Perbarui daftar keluarga, lalu periksa lagi.")
            raise Refused(words, field=name)
        changes[name] = value
    return changes


def _plain(kept: Any) -> Any:
    """What is kept, as the phone was told it."""
    return kept.isoformat() if isinstance(kept, date) else kept or ""


def _add(household: Household, stated: Mapping[str, Any], *, by: User, at: datetime, on: date) -> None:
    household.refresh_from_db()
    person = _person(stated["new"])
    registry.add_member(household, person=person, by=by, on=on, at=at, pk=uuid.UUID(stated["id"]))


def _leave(member: Member, stated: Mapping[str, Any], *, by: User, at: datetime) -> None:
    left_on = _day(stated["on"])
    if left_on is None:
        raise Refused(_("Isi tanggal keluar."))
    registry.remove_member(member, reason=stated["reason"], on=left_on, by=by, at=at)


def _address(stated: Mapping[str, Any]) -> Address:
    facts = _typed(stated, ADDRESS_COLUMNS)
    return Address(**{**facts, "address": facts.get("address", ""), "housing": facts.get("housing") or HOUSED})


def _person(stated: Mapping[str, Any]) -> Person:
    facts = _typed(stated, PERSON_COLUMNS)
    nik = stated.get("nik") or None
    if nik:
        facts["identity_status"] = HAS_NIK
    return Person(**{"name": "", "sex": "", "relation": "", "identity_status": "", **facts, "nik": nik})


def _typed(stated: Mapping[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    """Stated facts as the registry keeps them, so that what was written once is known again."""
    return {name: _clean(name, stated[name] or "") for name in columns if name in stated}


def _clean(name: str, raw: Any) -> Any:
    try:
        return CLEAN.get(name, str)(raw)
    except Refused as refusal:
        refusal.field = name
        raise


def _day(stated: Any) -> date | None:
    if not stated:
        return None
    try:
        return date.fromisoformat(str(stated))
    except ValueError:
        raise Refused(_("Tanggal tidak terbaca. Contoh: 27-11-1987.")) from None


CLEAN: dict[str, Callable[[Any], Any]] = {
    "name": clean_name,
    "mother_name": clean_name,
    "birth_place": lambda raw: clean_text(raw, max_length=80).upper(),
    "birth_date": _day,
    "pregnant": bool,
    "address": lambda raw: clean_text(raw, max_length=200),
    "dusun": lambda raw: clean_text(raw, max_length=80),
    "rt": clean_rt,
    "rw": clean_rt,
    "phone": clean_phone,
}
