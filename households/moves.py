"""Moves between families of one village: a new head, a person who joins another family or begins one."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from households import codes
from households.facts import Address
from households.models import HEAD, Household, Member
from households.registry import let_go
from households.rows import PERSON_COLUMNS, act, active_member, append, free_number, move_on, write
from puskesos.errors import Refused
from puskesos.models import User

# Why somebody goes over to another family (list `leave_reason`), and the same seen from there (`join_reason`).
SPLIT, MARRIED, MOVED = "4", "8", "9"
ARRIVALS = {SPLIT: "5", MARRIED: "3", MOVED: "4"}


@transaction.atomic
def change_head(
    household: Household, *, head: uuid.UUID, relations: Mapping[uuid.UUID, str], revision: int, by: User
) -> Household:
    """Make a member the head; `relations` says what each of the others is to the new head.

    Overtaken when the household is no longer at `revision`.
    """
    current = move_on(household, revision=revision)
    members = {member.pk: member for member in current.members.filter(left_on=None)}
    if head not in members:
        raise Refused(_("Pilih kepala keluarga yang baru dari anggota keluarga ini."))
    others = [member for pk, member in members.items() if pk != head]
    known = set(dict(codes.choices("relation"))) - {HEAD}
    if any(relations.get(member.pk) not in known for member in others):
        raise Refused(_("Pilih hubungan setiap anggota dengan kepala keluarga yang baru."))
    with act("household.change_head", current, by=by) as data:
        for member in others:  # the former head among them, so that there are never two
            write(member, {"relation": relations[member.pk]})
        data["fields"] = write(members[head], {"relation": HEAD})
        write(current, {"head_name": members[head].name})
    return current


@transaction.atomic
def move(
    member: Member, *, to: Household, relation: str, reason: str, on: date, by: User, at: datetime | None = None
) -> Member:
    """Let a person leave their family and join another of the same village on the same day.

    Refused for a head while others stay, and for a family of another village: that one is asked (`transfers`).
    """
    if to.pk == member.household_id:
        raise Refused(_("Orang ini sudah anggota keluarga itu."))
    if to.village_id != member.village_id:
        raise Refused(_("Keluarga itu di desa lain. Pakai “Pindah ke desa lain”."))
    if relation == HEAD or relation not in dict(codes.choices("relation")):
        raise Refused(_("Pilih hubungan dengan kepala keluarga yang baru."))
    check_reason(reason)
    # In one order, whoever moves whom where, so that two moves never wait for each other.
    held = {row.pk: move_on(row) for row in sorted((member.household, to), key=lambda row: row.pk)}
    source, target = held[member.household_id], held[to.pk]
    current = active_member(source, member.pk)
    with act("member.move_in", target, by=by, at=at) as arrival:
        with act("member.move_out", source, by=by, at=at) as data:
            data |= {"member": str(current.pk), "reason": reason, "to": str(target.pk)}
            data["closed"] = let_go(source, current, reason=reason, on=on, by=by, at=at)
        joined = join(target, current, relation=relation, reason=ARRIVALS[reason], on=on)
        arrival |= {"member": str(joined.pk), "from": str(source.pk)}
    return joined


@transaction.atomic
def split(
    member: Member,
    *,
    kk: str | None,
    address: Address,
    reason: str,
    on: date,
    by: User,
    at: datetime | None = None,
    pk: uuid.UUID | None = None,
) -> Household:
    """Let a person leave their family and head a new one in the same village; others are moved there one by one.

    `pk` is made where the form is made: sent twice, the household is made once.
    """
    check_reason(reason)
    pk = pk or uuid.uuid4()
    if sent_before := Household.objects.filter(pk=pk, members__first=member.root_id).first():
        return sent_before
    source = move_on(member.household)
    current = active_member(source, member.pk)
    with act("member.move_out", source, by=by, at=at) as data:
        data |= {"member": str(current.pk), "reason": reason, "to": str(pk)}
        data["closed"] = let_go(source, current, reason=reason, on=on, by=by, at=at)
    return found(
        current, village_id=source.village_id, kk=kk, address=address, reason=reason, on=on, by=by, at=at, pk=pk
    )


def found(
    former: Member,
    *,
    village_id: str,
    kk: str | None,
    address: Address,
    reason: str,
    on: date,
    by: User,
    at: datetime | None,
    pk: uuid.UUID | None = None,
) -> Household:
    """A new household in a village, headed by a person who left another one; inside an act."""
    household = Household(pk=pk or uuid.uuid4(), village_id=village_id, created_by=by, head_name=former.name)
    household.created_at = at or timezone.now()
    for name, value in _address_columns(address).items():
        setattr(household, name, value)
    household.kk = free_number("kk", kk, by=by)
    with act("household.register", household, by=by, at=at) as data:
        data["from"] = str(former.household_id)
        household.save(force_insert=True)
        join(household, former, relation=HEAD, reason=ARRIVALS.get(reason, ARRIVALS[MOVED]), on=on)
    return household


def _address_columns(address: Address) -> dict[str, Any]:
    cleaned = address.cleaned()
    return {name: getattr(cleaned, name) for name in cleaned.__slots__}


def join(household: Household, former: Member, *, relation: str, reason: str, on: date) -> Member:
    """A person's next membership, with everything that is known of them; inside an act."""
    facts = {name: getattr(former, name) for name in (*PERSON_COLUMNS, "nik_id")}
    facts |= {"relation": relation, "first_id": former.root_id, "joined_on": on, "join_reason": reason}
    return append(Member(household=household, village_id=household.village_id, **facts))


def check_reason(reason: str) -> None:
    """Refused for a reason that is none for going over to another family."""
    if reason not in ARRIVALS:
        raise Refused(_("Pilih alasan pindah dari daftar."))
