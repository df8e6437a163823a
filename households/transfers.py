"""Moves to another village: asked for by the village of departure, decided by the village of arrival."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from households import codes, moves
from households.facts import Address, clean_reason
from households.identity import NotANumber, check_number, unseal
from households.models import HEAD, Household, Member, Transfer
from households.registry import end, let_go
from households.rows import act, active_member, move_on, refuse_future, seal_number, write
from households.states import TRANSITIONS, TransferStatus
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Region, User


@transaction.atomic
def ask(
    household: Household,
    *,
    member: Member | None,
    target: Region,
    card: str,
    reason: str,
    on: date,
    by: User,
    at: datetime,
) -> Transfer:
    """Ask another village of the regency to take in a person, or with `member` None the whole household.

    `card` is the No. KK of the family they join there, empty when unknown; whether it exists is not told here. Until
    the answer everybody stays where they are.
    """
    if target.level != Region.Level.VILLAGE or target.pk == household.village_id:
        raise Refused(_("Pilih desa tujuan yang lain."))
    moves.check_reason(reason)
    refuse_future(on, at=at, sentence=_("Tanggal pindah tidak boleh setelah hari ini."))
    current = move_on(household)
    leaving = [active_member(current, member.pk)] if member else list(current.members.filter(left_on=None))
    if any(on < person.joined_on for person in leaving):
        raise Refused(_("Tanggal pindah tidak boleh sebelum tanggal masuk."))
    _refuse_headless(current, leaving)
    if Transfer.objects.waiting().filter(household=current, member=member).exists():
        raise Refused(_("Kepindahan ini sudah dimintakan dan belum dijawab desa tujuan."))
    try:
        number = seal_number("kk", check_number(card, kind="kk")) if card else None
    except NotANumber as error:
        raise Refused(str(error)) from None
    with act("transfer.ask", current, by=by, at=at) as data:
        transfer = Transfer.objects.create(
            household=current, member=member, village_id=current.village_id, target=target, card=number,
            reason=reason, moved_on=on, asked_at=at, asked_by=by,
        )  # fmt: skip
        data["transfer"] = transfer.pk
    return transfer


def _refuse_headless(household: Household, leaving: list[Member]) -> None:
    staying = household.members.filter(left_on=None).exclude(pk__in=[person.pk for person in leaving])
    if any(person.is_head for person in leaving) and staying.exists():
        raise Refused(_("Pilih kepala keluarga yang baru dulu, lalu catat pindahnya kepala keluarga ini."))


@transaction.atomic
def accept_into(transfer: Transfer, *, to: Household, relation: str, by: User, at: datetime) -> Member:
    """Take a person into a family of this village."""
    if transfer.member is None:
        raise Refused(_("Keluarga utuh menjadi keluarga baru di desa ini."))
    if to.village_id != transfer.target_id:
        raise Refused(_("Pilih keluarga di desa tujuan."))
    if relation == HEAD or relation not in dict(codes.choices("relation")):
        raise Refused(_("Pilih hubungan dengan kepala keluarga yang baru."))
    _decide(transfer, "accept", by=by, at=at, village=transfer.target_id)
    held = {row.pk: move_on(row) for row in sorted((transfer.household, to), key=lambda row: row.pk)}
    source, target = held[transfer.household_id], held[to.pk]
    with act("member.move_in", target, by=by, at=at) as data:
        member = _send_off(transfer, source, by=by, at=at)[0]
        arrival = moves.ARRIVALS[transfer.reason]
        joined = moves.join(target, member, relation=relation, reason=arrival, on=transfer.moved_on)
        data |= {"member": str(joined.pk), "from": str(source.pk)}
    return joined


@transaction.atomic
def accept_as_new(
    transfer: Transfer, *, kk: str | None, address: Address, by: User, at: datetime, keeps_card: bool = False
) -> Household:
    """Make a household of this village of those who come: one person as its head, or the whole family as it was.

    `keeps_card` lets a whole family keep the No. KK it came with; `kk` is then not asked for.
    """
    _decide(transfer, "accept", by=by, at=at, village=transfer.target_id)
    source = move_on(transfer.household)
    head, *others = _send_off(transfer, source, by=by, at=at)
    if keeps_card and source.kk and transfer.member_id is None:
        kk = unseal(bytes(source.kk.cipher))
    told: dict[str, Any] = {"reason": transfer.reason, "on": transfer.moved_on, "by": by, "at": at}
    household = moves.found(head, village_id=transfer.target_id, kk=kk, address=address, **told)
    for person in others:
        arrival = moves.ARRIVALS[transfer.reason]
        moves.join(household, person, relation=person.relation, reason=arrival, on=transfer.moved_on)
    return household


def _send_off(transfer: Transfer, source: Household, *, by: User, at: datetime) -> list[Member]:
    """End the memberships of those who go, the head first; the last one closes the household."""
    told: dict[str, Any] = {"reason": transfer.reason, "on": transfer.moved_on, "by": by, "at": at}
    with act("member.move_out", source, by=by, at=at) as data:
        data |= {"reason": transfer.reason, "to_village": transfer.target_id}
        if transfer.member_id:
            member = active_member(source, transfer.member_id)
            data |= {"member": str(member.pk), "closed": let_go(source, member, **told)}
            return [member]
        people = sorted(source.members.filter(left_on=None), key=lambda person: not person.is_head)
        for person in people:
            end(person, **told)
        data["closed"] = True
        write(source, {"closed_on": transfer.moved_on})
        return people


@transaction.atomic
def decline(transfer: Transfer, *, reason: str, by: User, at: datetime) -> None:
    """Say why this village does not take them in; they stay where they are."""
    _decide(transfer, "decline", by=by, at=at, village=transfer.target_id, decline_reason=clean_reason(reason))


@transaction.atomic
def withdraw(transfer: Transfer, *, by: User, at: datetime) -> None:
    """Take back what was asked."""
    _decide(transfer, "withdraw", by=by, at=at, village=transfer.village_id)


def _decide(transfer: Transfer, verb: str, *, by: User, at: datetime, village: str, **columns: Any) -> None:
    """One transition in one conditional UPDATE, by the village whose turn it is."""
    if by.region_id != village:
        raise Refused(_("Kepindahan ini diputuskan operator desa lain."))
    moved = Transfer.objects.filter(pk=transfer.pk, status=TransferStatus.PROPOSED).update(
        status=TRANSITIONS[verb], decided_at=at, decided_by=by, **columns
    )
    if not moved:
        raise Refused(_("Kepindahan ini sudah diputuskan. Muat ulang daftarnya."))
    activity.record(f"transfer.{verb}", target=transfer.household, by=by, at=at, transfer=transfer.pk)
