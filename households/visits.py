"""What a visit with a phone found of a family: written into the registry part by part, merged, repeatable.

Whatever cannot be written stays in the draft as a problem with a sentence; the rest is kept (docs/field-app.md).
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from households import merging, moves, registry
from households.facts import HAS_NIK, HOUSED, Address, Person, clean_name, clean_rt, clean_text
from households.identity import normalise
from households.models import HEAD, Household, Member
from households.rows import ADDRESS_COLUMNS, PERSON_COLUMNS
from puskesos.errors import Refused
from puskesos.models import Region, User
from puskesos.phones import clean_phone
from puskesos.roles import REGISTERS

Problems = dict[str, str]
# What a draft wrote itself, by path: facts, and of a person that it let them go, and whose headship they took.
Owns = dict[str, merging.Own]
HOUSEHOLD, LEFT, FORMER = "household", "left", "former_head"
# What a phone may say of a person besides the columns.
FORMER_HEAD = "former_head_relation"


def register(content: Mapping[str, Any], own: Owns, *, village: Region, by: User, at: datetime, on: date) -> Household:
    """Enter the new family of a draft with its head; Refused when it cannot be. `own` notes what was written."""
    stated = content["household"]
    if not stated["new"]:
        raise Refused(_("Keluarga ini tidak ada di desa Anda. Perbarui daftar keluarga."))
    head = _head_of_new(content)
    if head is None:
        raise Refused(_("Isi kepala keluarga."))
    if by.role not in REGISTERS:
        raise Refused(_("Operator desa yang mendaftarkan keluarga baru. Minta ia melanjutkan survei ini."))
    household = registry.register(
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
    own[HOUSEHOLD] = _words_of(stated["new"], ADDRESS_COLUMNS, number="kk")
    own[path_of(head)] = _words_of({**head["new"], "relation": HEAD}, PERSON_COLUMNS, number="nik")
    return household


def amend(household: Household, content: Mapping[str, Any], own: Owns, *, by: User, at: datetime, on: date) -> Problems:
    """Write what the operator corrected, entered or let go; what somebody else changed meanwhile is a problem.

    `own` is what this draft wrote before, by path; it is brought up to date.
    """
    if content["household"]["id"] != str(household.pk):
        return {HOUSEHOLD: _("Survei ini sudah dimulai untuk keluarga lain. Mulai survei baru untuk keluarga ini.")}
    acts = list(_acts(household, content, own, by=by, at=at, on=on))
    if acts and by.role not in REGISTERS:
        words = _("Operator desa yang menyimpan perubahan ini. Minta ia melanjutkan survei ini.")
        return dict.fromkeys((path for path, _act in acts), words)
    return _done_in_turn(acts, own) | _closing(household, own)


def _done_in_turn(acts: list[tuple[str, Callable[[], Any]]], own: Owns) -> Problems:
    """Do each act; one may stand in another's way (a head leaves before the heir is named), so they get more turns."""
    problems: Problems = {}
    while acts:
        problems, left = {}, []
        for path, act in acts:
            before = deepcopy(own)
            try:
                with transaction.atomic():
                    act()
            except Refused as refusal:
                own.clear()
                own |= before
                problems |= _told(path, refusal)
                left.append((path, act))
        acts = left if len(left) < len(acts) else []
    return problems


def _closing(household: Household, own: Owns) -> Problems:
    """That a family is closed that this draft did not close itself: everybody was let go, or taken in elsewhere."""
    if household.closed_on is None or any(words.get(LEFT) for words in own.values()):
        return {}
    words = _("Keluarga ini sudah ditutup karena semua anggotanya tercatat keluar. Hubungi supervisor bila keliru.")
    return {HOUSEHOLD: words}


def not_registered(refusal: Refused, content: Mapping[str, Any]) -> Problems:
    """Why the family of a draft could not be entered, at the fact of family or head that stands in the way."""
    head = _head_of_new(content)
    is_of_head = head and (refusal.field == "nik" or refusal.field in PERSON_COLUMNS)
    return _told(path_of(head) if head and is_of_head else HOUSEHOLD, refusal)


def _head_of_new(content: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The entry of the person with whom a new family is entered."""
    entered = (one for one in content["members"] if one["new"] and not one["left"])
    return next((one for one in entered if one["new"].get("relation") == HEAD), None)


def _told(part: str, refusal: Refused) -> Problems:
    """The sentence of a refusal at the part it means; several, when it means several facts."""
    if isinstance(refusal, merging.SaidOtherwise):
        return {f"{part}.{name}": sentence for name, sentence in refusal.sentences.items()}
    return {_path(part, refusal): refusal.sentence}


def _path(part: str, refusal: Refused) -> str:
    return f"{part}.{refusal.field}" if refusal.field else part


def _acts(
    household: Household, content: Mapping[str, Any], own: Owns, *, by: User, at: datetime, on: date
) -> Iterator[tuple[str, Callable[[], Any]]]:
    stated = content["household"]
    if stated["changes"] or (stated["new"] and HOUSEHOLD in own):
        yield HOUSEHOLD, partial(_amend_household, household, stated, own, by=by)
    if not content["members"]:
        return
    known = {str(member.pk): member for member in household.members.select_related("nik")}
    for one in content["members"]:
        member = known.get(one["id"])
        if act := _act_on(household, member, one, own):
            yield path_of(one), partial(act, by=by, at=at, on=on)


def _act_on(
    household: Household, member: Member | None, one: Mapping[str, Any], own: Owns
) -> Callable[..., None] | None:
    """What is to be done about a person of a draft; None when nothing is."""
    if member is None and one["new"]:
        # Entered and taken off again before it ever arrived: nothing is to be done.
        return None if one["left"] else partial(_add, household, one, own)
    if one["left"]:
        return partial(_leave, member, one, own) if member and member.left_on is None else None
    words = own.get(path_of(one), {})
    if member and member.left_on is not None and words.get(LEFT):
        return partial(_return, household, member, one, own)
    if member is None or member.left_on is not None:
        return _gone if one["changes"] or one["new"] else None
    is_stated = one["changes"] or (one["new"] and words)
    return partial(_amend_member, household, member, one, own) if is_stated else None


def path_of(one: Mapping[str, Any]) -> str:
    """Where problems of a person stand, and what a draft wrote of them."""
    return f"members.{one['id']}"


def _gone(**_moment: Any) -> None:
    raise Refused(_("Orang ini sudah tidak tercatat di keluarga ini. Catat ia keluar dari keluarga."))


def _amend_household(household: Household, stated: Mapping[str, Any], own: Owns, *, by: User) -> None:
    household.refresh_from_db()
    words, base = own.get(HOUSEHOLD, {}), stated["base"] or {}
    facts = _stated(household, stated["new"] or stated["changes"], base, words, ADDRESS_COLUMNS, number="kk")
    changes = merging.changes_of(household, facts, base, words)
    kept = {name: merging.kept_fact(household, name) for name in changes}
    if changes:
        registry.amend(household, changes=_numbered(changes), revision=household.revision, by=by)
    merging.note(own.setdefault(HOUSEHOLD, {}), facts, changes, kept)


def _amend_member(
    household: Household, member: Member, one: Mapping[str, Any], own: Owns, *, by: User, at: datetime, on: date
) -> None:
    household.refresh_from_db()
    member.refresh_from_db()
    member.household = household
    stated, base, words = one["new"] or one["changes"], one["base"] or {}, own.get(path_of(one), {})
    facts = _stated(member, stated, base, words, PERSON_COLUMNS, number="nik")
    if facts.get("nik"):
        facts["identity_status"] = HAS_NIK
    changes = merging.changes_of(member, facts, base, words)
    kept = {name: merging.kept_fact(member, name) for name in changes}
    words = own.setdefault(path_of(one), {})
    if changes.get("relation", HEAD) != HEAD and member.is_head and FORMER in words:
        _step_back(household, member, words.pop(FORMER), relation=changes.pop("relation"), by=by)
    if changes:
        former = _former_head(household, changes)
        registry.amend_member(
            member,
            changes=_numbered(changes),
            revision=household.revision,
            by=by,
            on=on,
            former_head_relation=stated.get(FORMER_HEAD) or "",
        )
        words |= former
    merging.note(words, facts, changes, kept)


def _former_head(household: Household, changes: Mapping[str, Any]) -> dict[str, str]:
    """Whose place somebody takes who becomes the head, so that it can be given back."""
    if changes.get("relation") != HEAD:
        return {}
    head = household.members.filter(left_on=None, relation=HEAD).first()
    return {FORMER: str(head.pk)} if head else {}


def _step_back(household: Household, member: Member, former: str, *, relation: str, by: User) -> None:
    """The head before is the head again; this person has the relation to them that is stated now."""
    relations = {person.pk: person.relation for person in household.members.filter(left_on=None)}
    relations[member.pk] = relation
    head, revision = uuid.UUID(former), household.revision
    moves.change_head(household, head=head, relations=relations, revision=revision, by=by)
    household.refresh_from_db()
    member.refresh_from_db()
    member.household = household


def _stated(
    row: Household | Member,
    stated: Mapping[str, Any],
    base: Mapping[str, Any],
    words: Mapping[str, Any],
    columns: tuple[str, ...],
    *,
    number: str,
) -> dict[str, Any]:
    """Stated facts as the registry keeps them, with the number that is wanted."""
    facts = _typed(stated, columns)
    if number in stated:
        facts[number] = merging.number_of(row, number, stated, base, dict(words))
    return facts


def _numbered(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes as the registry takes them: a number that is taken off is none."""
    return {name: (value or None) if name in merging.NUMBERS else value for name, value in changes.items()}


def _add(household: Household, one: Mapping[str, Any], own: Owns, *, by: User, at: datetime, on: date) -> None:
    household.refresh_from_db()
    person = _person(one["new"])
    registry.add_member(household, person=person, by=by, on=on, at=at, pk=uuid.UUID(one["id"]))
    own[path_of(one)] = _words_of(one["new"], PERSON_COLUMNS, number="nik")


def _words_of(new: Mapping[str, Any], columns: tuple[str, ...], *, number: str) -> merging.Own:
    """What a draft wrote of a row that it entered."""
    facts = {name: merging.plain(value) for name, value in _typed(new, columns).items()}
    return facts | {number: normalise(new.get(number) or "")}


def _leave(member: Member, one: Mapping[str, Any], own: Owns, *, by: User, at: datetime, on: date) -> None:
    left_on = _day(one["left"]["on"])
    if left_on is None:
        raise Refused(_("Isi tanggal keluar."))
    registry.remove_member(member, reason=one["left"]["reason"], on=left_on, by=by, at=at)
    own.setdefault(path_of(one), {})[LEFT] = True


def _return(
    household: Household, member: Member, one: Mapping[str, Any], own: Owns, *, by: User, at: datetime, on: date
) -> None:
    """The draft does not say any more that this person left: it was a slip of the hand."""
    registry.take_back_leaving(member, by=by, at=at)
    household.refresh_from_db()
    own[path_of(one)].pop(LEFT)
    if one["changes"] or one["new"]:
        _amend_member(household, member, one, own, by=by, at=at, on=on)


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
