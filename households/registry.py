"""Acts on the registry: register a household, amend it, let persons in and out, reveal a number."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from datetime import date, datetime
from typing import Any

import pghistory
import psycopg
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from households import codes
from households.facts import HAS_NIK, Address, Person, clean_birth_date, clean_name, clean_reason, clean_text
from households.identity import Kind, NotANumber, blind_index, check_number, mask, seal, unseal
from households.models import FEMALE, HEAD, Household, IdentityNumber, Member
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Region, User

CODED = (
    "identity_status",
    "sex",
    "relation",
    "marital",
    "education",
    "work_status",
    "sector",
    "disability",
    "chronic_illness",
)
MUST_BE_CHOSEN = ("sex", "relation", "identity_status")
PERSON_COLUMNS = tuple(field.name for field in fields(Person) if field.name != "nik")
ADDRESS_COLUMNS = tuple(field.name for field in fields(Address))


class AlreadyRegistered(Refused):
    """The number belongs to another active household; that one is named only to those who may see it."""

    def __init__(self, kind: Kind, *, household_id: uuid.UUID | None = None) -> None:
        super().__init__(
            {
                "nik": _("NIK ini sudah terdaftar di keluarga lain. Hubungi supervisor."),
                "kk": _("No. KK ini sudah terdaftar di keluarga lain. Hubungi supervisor."),
            }[kind]
        )
        self.kind = kind
        self.household_id = household_id


class Overtaken(Refused):
    """Somebody changed the household while this person was looking at it."""


# --- the acts --------------------------------------------------------------------------------------------------------


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
) -> Household:
    """Enter a household with its head as first member; `kk` None while it has no card yet.

    `pk` is made where the form is made: sent twice, the household is registered once. `at` is now unless told. Refused
    when a number is already active elsewhere or a fact cannot be.
    """
    # One at a time in a village, so that a form sent twice at the same moment finds its first sending.
    Region.objects.select_for_update(no_key=True).get(pk=village.pk)
    pk = pk or uuid.uuid4()
    if sent_before := Household.objects.filter(pk=pk, village=village).first():
        return sent_before
    at = at or timezone.now()
    household = Household(pk=pk, village=village, created_at=at, created_by=by, **asdict(address.cleaned()))
    household.kk = _free_number("kk", kk, by=by)
    household.head_name = clean_name(head.name)
    with _act("household.register", household, by=by, at=at):
        household.save(force_insert=True)
        _insert_member(household, replace(head, relation=HEAD), by=by, on=on, order=1)
    return household


@transaction.atomic
def amend(household: Household, *, changes: Mapping[str, Any], revision: int, by: User) -> Household:
    """Change No. KK (key `kk`, None to take it off) and parts of the address, if nobody was faster.

    Overtaken when the household is no longer at `revision`.
    """
    current = _move_on(household, revision=revision)
    address = Address(**{name: changes.get(name, getattr(current, name)) for name in ADDRESS_COLUMNS}).cleaned()
    columns = asdict(address)
    if "kk" in changes:
        columns["kk"] = _free_number("kk", changes["kk"], by=by, keeper=current)
    with _act("household.amend", current, by=by) as data:
        data["fields"] = _write(current, columns)
    return current


@transaction.atomic
def add_member(household: Household, *, person: Person, by: User, on: date, at: datetime | None = None) -> Member:
    """Let a person join; a household keeps the head it has. Refused when the NIK is active elsewhere."""
    current = _move_on(household)
    if person.relation == HEAD:
        raise Refused(_("Keluarga ini sudah punya kepala keluarga."))
    last = current.members.aggregate(last=Max("order"))["last"] or 0
    with _act("member.add", current, by=by, at=at) as data:
        member = _insert_member(current, person, by=by, on=on, order=last + 1)
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
    household = _move_on(member.household, revision=revision)
    current = _active_member(household, member.pk)
    kept = {name: getattr(current, name) for name in PERSON_COLUMNS}
    facts = Person(**{**kept, **changes})
    nik = _free_number("nik", facts.nik, by=by, keeper=current) if "nik" in changes else current.nik
    columns = _columns(facts, nik=nik, on=on)
    with _act("member.amend", household, by=by) as data:
        if facts.relation != current.relation:
            _change_head(household, current, facts.relation, former_head_relation)
        data |= {"member": str(current.pk), "fields": _write(current, columns)}
        if current.is_head:
            _write(household, {"head_name": current.name})
    return current


@transaction.atomic
def remove_member(member: Member, *, reason: str, on: date, by: User) -> Member:
    """Record that a person left (code of list `leave_reason`); with the last one the household is closed.

    Refused for a head while others stay: a new head is chosen first.
    """
    household = _move_on(member.household)
    current = _active_member(household, member.pk)
    if reason not in dict(codes.choices("leave_reason")):
        raise Refused(_("Pilih alasan keluar dari daftar."))
    if on < current.joined_on:
        raise Refused(_("Tanggal keluar tidak boleh sebelum tanggal masuk."))
    others = household.members.filter(left_on__isnull=True).exclude(pk=current.pk).exists()
    if current.is_head and others:
        raise Refused(_("Pilih kepala keluarga yang baru dulu, lalu catat keluarnya kepala keluarga ini."))
    with _act("member.remove", household, by=by) as data:
        data |= {"member": str(current.pk), "reason": reason, "closed": not others}
        _write(current, {"left_on": on, "leave_reason": reason})
        if not others:
            _write(household, {"closed_on": on})
    return current


@transaction.atomic
def reveal_kk(household: Household, *, reason: str, by: User) -> str:
    """The whole No. KK for a person who says why; the reading is logged before the number leaves."""
    return _reveal(household, "kk", household, reason=reason, by=by)


@transaction.atomic
def reveal_nik(member: Member, *, reason: str, by: User) -> str:
    """The whole NIK for a person who says why; the reading is logged before the number leaves."""
    return _reveal(member, "nik", member.household, reason=reason, by=by)


def seal_number(kind: Kind, number: str) -> IdentityNumber:
    """The row of a checked number, made if it is new; two who ask at once get the same row."""
    index = blind_index(kind, number)
    rows = IdentityNumber.objects.filter(kind=kind, blind_index=index)
    if found := rows.first():
        return found
    row = IdentityNumber(kind=kind, cipher=seal(number), blind_index=index, masked=mask(number))
    IdentityNumber.objects.bulk_create([row], ignore_conflicts=True)
    return rows.get()


# --- numbers ---------------------------------------------------------------------------------------------------------


def _free_number(
    kind: Kind, typed: str | None, *, by: User, keeper: Household | Member | None = None
) -> IdentityNumber | None:
    """The sealed row of a typed number that nobody but `keeper` holds."""
    if not typed:
        return None
    try:
        number = seal_number(kind, check_number(typed, kind=kind))
    except NotANumber as error:
        raise Refused(str(error)) from None
    if holder := _holder(number, keeper):
        visible = Household.objects.visible_to(by).filter(pk=holder).exists()
        raise AlreadyRegistered(kind, household_id=holder if visible else None)
    return number


def _holder(number: IdentityNumber, keeper: Household | Member | None) -> uuid.UUID | None:
    """The active household of a number; a NIK may not come twice in one household either."""
    besides = [keeper.pk] if keeper else []
    if number.kind == IdentityNumber.Kind.KK:
        rows = Household.objects.filter(kk=number, closed_on__isnull=True).exclude(pk__in=besides)
        return rows.values_list("pk", flat=True).first()
    members = Member.objects.filter(nik=number, left_on__isnull=True).exclude(pk__in=besides)
    return members.values_list("household_id", flat=True).first()


def _reveal(target: Household | Member, kind: Kind, household: Household, *, reason: str, by: User) -> str:
    why = clean_reason(reason)
    number = getattr(target, kind)
    if number is None:
        raise Refused(_("Nomor ini belum dicatat."))
    activity.record_read(target=target, by=by, fields=kind, reason=why)
    activity.record("identity.reveal", target=household, by=by, kind=kind)
    return unseal(bytes(number.cipher))


# --- rows ------------------------------------------------------------------------------------------------------------


@contextmanager
def _act(verb: str, household: Household, *, by: User, at: datetime | None = None) -> Iterator[dict[str, Any]]:
    """Write the activity row when the act is done; history rows written inside carry the same `change`.

    Two requests at the same moment pass the same checks: the constraint that stops the second one speaks here.
    """
    data: dict[str, Any] = {}
    try:
        with pghistory.context(user=by.pk) as change:
            yield data
            if data.get("fields") == []:  # sent again as it was: nothing was done
                return
            activity.record(verb, target=household, by=by, at=at, change=str(change.id), **data)
    except IntegrityError as error:
        raise _clash(error) from None


def _clash(error: IntegrityError) -> Exception:
    """The sentence for a broken uniqueness; any other broken rule is a mistake of ours and stays an error."""
    cause = error.__cause__
    constraint = cause.diag.constraint_name if isinstance(cause, psycopg.IntegrityError) else None
    sentences: dict[str | None, Refused] = {
        "households_one_active_household_per_kk": AlreadyRegistered("kk"),
        "households_one_active_membership_per_nik": AlreadyRegistered("nik"),
    }
    return sentences.get(constraint, error)


def _move_on(household: Household, *, revision: int | None = None) -> Household:
    """Take the household to its next revision and hold its row until the act is done."""
    rows = Household.objects.filter(pk=household.pk, closed_on__isnull=True)
    if revision is not None:
        rows = rows.filter(revision=revision)
    if not rows.update(revision=F("revision") + 1):
        raise _overtaken(household)
    return Household.objects.select_related("kk").get(pk=household.pk)


def _overtaken(household: Household) -> Overtaken:
    last = activity.history_of(household).first()
    if last is None or last.by is None:
        return Overtaken(_("Data keluarga ini baru saja diubah. Muat ulang, lalu ubah lagi."))
    time = formats.time_format(timezone.localtime(last.at), "TIME_FORMAT")
    words = {"name": last.by.full_name, "time": time}
    return Overtaken(_("Data keluarga ini baru saja diubah oleh %(name)s pukul %(time)s. Muat ulang dulu.") % words)


def _active_member(household: Household, pk: uuid.UUID) -> Member:
    member = household.members.select_related("nik").filter(pk=pk, left_on__isnull=True).first()
    if member is None:
        raise Overtaken(_("Orang ini sudah dicatat keluar dari keluarga. Muat ulang dulu."))
    member.household = household
    return member


def _write(row: Household | Member, columns: Mapping[str, Any]) -> list[str]:
    """Save the columns that differ, and only those; their names come back."""
    changed = sorted(name for name, value in columns.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, columns[name])
    if changed:
        row.save(update_fields=changed)
    return changed


def _insert_member(household: Household, person: Person, *, by: User, on: date, order: int) -> Member:
    nik = _free_number("nik", person.nik, by=by)
    member = Member(household=household, village_id=household.village_id, order=order, joined_on=on)
    for name, value in _columns(person, nik=nik, on=on).items():
        setattr(member, name, value)
    member.save(force_insert=True)
    return member


def _change_head(household: Household, member: Member, relation: str, former_head_relation: str) -> None:
    """Keep one head: the present one steps back with a told relation; nobody steps back without a successor."""
    if member.is_head:
        raise Refused(_("Pilih kepala keluarga yang baru dulu: buka anggota itu, lalu ubah hubungannya."))
    if relation != HEAD:
        return
    if former_head_relation not in dict(codes.choices("relation")) or former_head_relation == HEAD:
        raise Refused(_("Pilih hubungan kepala keluarga lama dengan kepala keluarga yang baru."))
    for former in household.members.filter(left_on__isnull=True, relation=HEAD):
        _write(former, {"relation": former_head_relation})


def _columns(person: Person, *, nik: IdentityNumber | None, on: date) -> dict[str, Any]:
    """Columns of a person, cleaned; Refused when they cannot be true together."""
    columns = {name: getattr(person, name) for name in PERSON_COLUMNS} | {
        "nik": nik,
        "name": clean_name(person.name),
        "mother_name": clean_name(person.mother_name),
        "birth_place": clean_text(person.birth_place, max_length=80).upper(),
    }
    if person.birth_date:
        clean_birth_date(person.birth_date, on=on)
    _check_codes(columns)
    _check_sense(columns)
    return columns


def _check_codes(columns: Mapping[str, Any]) -> None:
    for name in CODED:
        code = columns[name]
        known = code in dict(codes.choices(name)) or (not code and name not in MUST_BE_CHOSEN)
        if not known:
            raise Refused(_("%(title)s: pilih dari daftar.") % {"title": codes.code_list(name).title})


def _check_sense(columns: Mapping[str, Any]) -> None:
    if not columns["name"]:
        raise Refused(_("Isi nama sesuai KTP."))
    if bool(columns["nik"]) != (columns["identity_status"] == HAS_NIK):
        raise Refused(_("Isi NIK, atau pilih alasan belum ada NIK."))
    if columns["pregnant"] and columns["sex"] != FEMALE:
        raise Refused(_("Hanya perempuan yang bisa dicatat sedang hamil."))
