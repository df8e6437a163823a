"""Acts on the registry: register a household, amend it, let persons in and out, reveal a number."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from households import codes
from households.facts import Address, Person, clean_name, clean_reason
from households.identity import Kind, unseal
from households.models import HEAD, Household, Member, Transfer
from households.rows import (
    ADDRESS_COLUMNS,
    PERSON_COLUMNS,
    act,
    active_member,
    columns_of,
    free_number,
    insert_member,
    move_on,
    refuse_future,
    write,
)
from households.states import TransferStatus
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Region, User


@transaction.atomic
def register(
    *,
    village: Region,
    kk: str | None,
    address: Address,
    head: Person,
    by: User,
    on: date,
    at: datetime | None = None,
    pk: uuid.UUID | None = None,
    head_pk: uuid.UUID | None = None,
) -> Household:
    """Enter a household with its head as first member; `kk` None while it has no card yet.

    `pk` is made where the form is made: sent twice, the household is registered once; so is `head_pk` on a phone. `at`
    is now unless told. Refused when a number is already active elsewhere or a fact cannot be.
    """
    # One at a time in a village, so that a form sent twice at the same moment finds its first sending.
    Region.objects.select_for_update(no_key=True).get(pk=village.pk)
    pk = pk or uuid.uuid4()
    if sent_before := Household.objects.filter(pk=pk, village=village).first():
        return sent_before
    at = at or timezone.now()
    household = Household(pk=pk, village=village, created_at=at, created_by=by, **asdict(address.cleaned()))
    household.kk = free_number("kk", kk, by=by)
    household.head_name = clean_name(head.name)
    with act("household.register", household, by=by, at=at):
        household.save(force_insert=True)
        insert_member(household, replace(head, relation=HEAD), by=by, on=on, pk=head_pk)
    return household


@transaction.atomic
def amend(household: Household, *, changes: Mapping[str, Any], revision: int, by: User) -> Household:
    """Change No. KK (key `kk`, None to take it off) and parts of the address, if nobody was faster.

    Overtaken when the household is no longer at `revision`.
    """
    current = move_on(household, revision=revision)
    address = Address(**{name: changes.get(name, getattr(current, name)) for name in ADDRESS_COLUMNS}).cleaned()
    columns = asdict(address)
    if "kk" in changes:
        columns["kk"] = free_number("kk", changes["kk"], by=by, keeper=current)
    with act("household.amend", current, by=by) as data:
        data["fields"] = write(current, columns)
    return current


@transaction.atomic
def add_member(
    household: Household,
    *,
    person: Person,
    by: User,
    on: date,
    at: datetime | None = None,
    reason: str = "",
    pk: uuid.UUID | None = None,
) -> Member:
    """Let a person join on a day, for a reason of list `join_reason`; a household keeps the head it has.

    Refused when the NIK is active elsewhere, or when the day has not come.
    """
    refuse_future(on, at=at, sentence=_("Tanggal masuk tidak boleh setelah hari ini."))
    current = move_on(household)
    if person.relation == HEAD:
        raise Refused(_("Keluarga ini sudah punya kepala keluarga."))
    with act("member.add", current, by=by, at=at) as data:
        member = insert_member(current, person, by=by, on=on, reason=reason, pk=pk)
        data["member"] = str(member.pk)
    return member


@transaction.atomic
def amend_member(
    member: Member,
    *,
    changes: Mapping[str, Any],
    revision: int,
    by: User,
    on: date,
    former_head_relation: str = "",
) -> Member:
    """Change facts of a person, if the household is still at `revision`; keys are those of `Person`.

    Who becomes the head takes the place of the present one, whose relation to the new head must be told.
    """
    household = move_on(member.household, revision=revision)
    current = active_member(household, member.pk)
    kept = {name: getattr(current, name) for name in PERSON_COLUMNS}
    facts = Person(**{**kept, **changes})
    nik = free_number("nik", facts.nik, by=by, keeper=current) if "nik" in changes else current.nik
    columns = columns_of(facts, nik=nik, on=on)
    with act("member.amend", household, by=by) as data:
        if facts.relation != current.relation:
            _change_head(household, current, facts.relation, former_head_relation)
        data |= {"member": str(current.pk), "fields": write(current, columns)}
        if current.is_head:
            write(household, {"head_name": current.name})
    return current


@transaction.atomic
def remove_member(member: Member, *, reason: str, on: date, by: User, at: datetime | None = None) -> Member:
    """Record that a person left (code of list `leave_reason`); with the last one the household is closed.

    Refused for a head while others stay: a new head is chosen first.
    """
    if reason not in dict(codes.choices("leave_reason")):
        raise Refused(_("Pilih alasan keluar dari daftar."))
    household = move_on(member.household)
    current = active_member(household, member.pk)
    with act("member.remove", household, by=by, at=at) as data:
        closed = let_go(household, current, reason=reason, on=on, by=by, at=at)
        data |= {"member": str(current.pk), "reason": reason, "closed": closed}
    return current


@transaction.atomic
def take_back_leaving(member: Member, *, by: User, at: datetime | None = None) -> Member:
    """Undo that somebody was let go by a slip of the hand; a household that closed with them is open again.

    Refused when the number of this person is active elsewhere by now.
    """
    Household.objects.filter(pk=member.household_id, closed_on=member.left_on).update(closed_on=None)
    household = move_on(member.household)
    with act("member.return", household, by=by, at=at) as data:
        write(member, {"left_on": None, "leave_reason": ""})
        data["member"] = str(member.pk)
    return member


def let_go(household: Household, member: Member, *, reason: str, on: date, by: User, at: datetime | None) -> bool:
    """End a membership inside an act; True when that was the last one and the household is closed.

    Refused for a head while others stay, and for a day before joining or still to come.
    """
    refuse_future(on, at=at, sentence=_("Tanggal keluar tidak boleh setelah hari ini."))
    if on < member.joined_on:
        raise Refused(_("Tanggal keluar tidak boleh sebelum tanggal masuk."))
    others = household.members.filter(left_on__isnull=True).exclude(pk=member.pk).exists()
    if member.is_head and others:
        raise Refused(_("Pilih kepala keluarga yang baru dulu, lalu catat keluarnya kepala keluarga ini."))
    end(member, reason=reason, on=on, by=by, at=at)
    if not others:
        write(household, {"closed_on": on})
    return not others


def end(member: Member, *, reason: str, on: date, by: User, at: datetime | None) -> None:
    """Write that somebody left; what was still asked of another village for this person is taken back."""
    write(member, {"left_on": on, "leave_reason": reason})
    Transfer.objects.waiting().filter(member=member).update(
        status=TransferStatus.WITHDRAWN, decided_at=at or timezone.now(), decided_by=by
    )


@transaction.atomic
def reveal_kk(household: Household, *, reason: str, by: User) -> str:
    """The whole No. KK for a person who says why; the reading is logged before the number leaves."""
    return _reveal(household, "kk", household, reason=reason, by=by)


@transaction.atomic
def reveal_nik(member: Member, *, reason: str, by: User) -> str:
    """The whole NIK for a person who says why; the reading is logged before the number leaves."""
    return _reveal(member, "nik", member.household, reason=reason, by=by)


def _reveal(target: Household | Member, kind: Kind, household: Household, *, reason: str, by: User) -> str:
    why = clean_reason(reason)
    number = getattr(target, kind)
    if number is None:
        raise Refused(_("Nomor ini belum dicatat."))
    activity.record_read(target=target, by=by, fields=kind, reason=why)
    activity.record("identity.reveal", target=household, by=by, kind=kind)
    return unseal(bytes(number.cipher))


def _change_head(household: Household, member: Member, relation: str, former_head_relation: str) -> None:
    """Keep one head: the present one steps back with a told relation; nobody steps back without a successor."""
    if member.is_head:
        raise Refused(_("Pilih kepala keluarga yang baru dulu: buka anggota itu, lalu ubah hubungannya."))
    if relation != HEAD:
        return
    if former_head_relation not in dict(codes.choices("relation")) or former_head_relation == HEAD:
        raise Refused(_("Pilih hubungan kepala keluarga lama dengan kepala keluarga yang baru."))
    for former in household.members.filter(left_on__isnull=True, relation=HEAD):
        write(former, {"relation": former_head_relation})
