"""How an act on the registry is written: a number belongs to one, revisions, one activity row, only what differs."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, datetime
from typing import Any

import pghistory
import psycopg
from django.db import IntegrityError
from django.db.models import F, Max
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from households import codes
from households.facts import HAS_NIK, Address, Person, clean_birth_date, clean_name, clean_text
from households.identity import Kind, NotANumber, blind_index, check_number, mask, seal
from households.models import FEMALE, Household, IdentityNumber, Member
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User

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
    """The number belongs to an active household already; that one is named only to those who may see it."""

    def __init__(self, kind: Kind, *, holder: Household | None = None) -> None:
        super().__init__(_of_somebody(kind) if holder is None else _of(holder, kind), field=kind)
        self.kind = kind
        self.household_id = holder.pk if holder else None


def _of_somebody(kind: Kind) -> str:
    return {
        "nik": _("NIK ini sudah terdaftar di keluarga lain. Hubungi supervisor."),
        "kk": _("No. KK ini sudah terdaftar di keluarga lain. Hubungi supervisor."),
    }[kind]


def _of(holder: Household, kind: Kind) -> str:
    words = {
        "nik": _(
            "NIK ini sudah terdaftar di keluarga %(name)s. Periksa nomornya, atau catat pindahnya dari keluarga itu."
        ),
        "kk": _("No. KK ini sudah terdaftar di keluarga %(name)s. Periksa nomornya, atau pakai keluarga itu."),
    }
    return words[kind] % {"name": holder.head_name}


class Overtaken(Refused):
    """Somebody changed the household while this person was looking at it; `news` says who, without advice."""

    def __init__(self, news: str, advice: str = "") -> None:
        super().__init__(f"{news} {advice}".strip())
        self.news = news


# --- numbers ---------------------------------------------------------------------------------------------------------


def free_number(
    kind: Kind, typed: str | None, *, by: User, keeper: Household | Member | None = None
) -> IdentityNumber | None:
    """The sealed row of a typed number that nobody but `keeper` holds."""
    if not typed:
        return None
    try:
        number = seal_number(kind, check_number(typed, kind=kind))
    except NotANumber as error:
        raise Refused(str(error), field=kind) from None
    if holder := _holder(number, keeper):
        raise AlreadyRegistered(kind, holder=Household.objects.visible_to(by).filter(pk=holder).first())
    return number


def _holder(number: IdentityNumber, keeper: Household | Member | None) -> uuid.UUID | None:
    """The active household of a number; a NIK may not come twice in one household either."""
    besides = [keeper.pk] if keeper else []
    if number.kind == IdentityNumber.Kind.KK:
        rows = Household.objects.filter(kk=number, closed_on__isnull=True).exclude(pk__in=besides)
        return rows.values_list("pk", flat=True).first()
    members = Member.objects.filter(nik=number, left_on__isnull=True).exclude(pk__in=besides)
    return members.values_list("household_id", flat=True).first()


def seal_number(kind: Kind, number: str) -> IdentityNumber:
    """The row of a checked number, made if it is new; two who ask at once get the same row."""
    index = blind_index(kind, number)
    rows = IdentityNumber.objects.filter(kind=kind, blind_index=index)
    if found := rows.first():
        return found
    row = IdentityNumber(kind=kind, cipher=seal(number), blind_index=index, masked=mask(number))
    IdentityNumber.objects.bulk_create([row], ignore_conflicts=True)
    return rows.get()


# --- rows ------------------------------------------------------------------------------------------------------------


@contextmanager
def act(verb: str, household: Household, *, by: User, at: datetime | None = None) -> Iterator[dict[str, Any]]:
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
        "households_one_head_per_household": Refused(_("Keluarga ini sudah punya kepala keluarga.")),
        "households_member_pkey": Refused(_("Orang ini sudah ada di keluarga lain. Perbarui daftar keluarga.")),
        "households_household_pkey": Refused(_("Keluarga ini tidak ada di desa Anda. Perbarui daftar keluarga.")),
    }
    return sentences.get(constraint, error)


def move_on(household: Household, *, revision: int | None = None) -> Household:
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
        return Overtaken(_("Data keluarga ini baru saja diubah."), _("Muat ulang, lalu ubah lagi."))
    time = formats.time_format(timezone.localtime(last.at), "TIME_FORMAT")
    words = {"name": last.by.full_name, "time": time}
    news = _("Data keluarga ini baru saja diubah oleh %(name)s pukul %(time)s.") % words
    return Overtaken(news, _("Muat ulang dulu."))


def active_member(household: Household, pk: uuid.UUID) -> Member:
    """A person as they are now; Overtaken when somebody recorded meanwhile that they left."""
    member = household.members.select_related("nik").filter(pk=pk, left_on__isnull=True).first()
    if member is None:
        raise Overtaken(_("Orang ini sudah dicatat keluar dari keluarga. Muat ulang dulu."))
    member.household = household
    return member


def write(row: Household | Member, columns: Mapping[str, Any]) -> list[str]:
    """Save the columns that differ, and only those; their names come back."""
    changed = sorted(name for name, value in columns.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, columns[name])
    if changed:
        row.save(update_fields=changed)
    return changed


def insert_member(
    household: Household, person: Person, *, by: User, on: date, reason: str = "", pk: uuid.UUID | None = None
) -> Member:
    """A new person of a household, who joined on a day for a reason (code of list `join_reason`, empty: not told).

    `pk` is made where the person was written down, if that was on a phone.
    """
    if person.birth_date and person.birth_date > on:
        raise Refused(_("Tanggal masuk tidak boleh sebelum tanggal lahir."))
    if reason and reason not in dict(codes.choices("join_reason")):
        raise Refused(_("Pilih alasan masuk dari daftar."))
    member = Member(
        pk=pk or uuid.uuid4(), household=household, village_id=household.village_id, joined_on=on, join_reason=reason
    )
    nik = free_number("nik", person.nik, by=by)
    for name, value in columns_of(person, nik=nik, on=on).items():
        setattr(member, name, value)
    return append(member)


def append(member: Member) -> Member:
    """Save a new member behind the others of the household."""
    last = Member.objects.filter(household=member.household_id).aggregate(last=Max("order"))["last"] or 0
    member.order = last + 1
    member.save(force_insert=True)
    return member


def refuse_future(on: date, *, at: datetime | None, sentence: str) -> None:
    """No act of a family lies ahead of the day on which it is written down."""
    if on > timezone.localdate(at):
        raise Refused(sentence)


def columns_of(person: Person, *, nik: IdentityNumber | None, on: date) -> dict[str, Any]:
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
            raise Refused(_("%(title)s: pilih dari daftar.") % {"title": codes.code_list(name).title}, field=name)


def _check_sense(columns: Mapping[str, Any]) -> None:
    if not columns["name"]:
        raise Refused(_("Isi nama sesuai KTP."), field="name")
    if bool(columns["nik"]) != (columns["identity_status"] == HAS_NIK):
        raise Refused(_("Isi NIK, atau pilih alasan belum ada NIK."), field="nik")
    if columns["pregnant"] and columns["sex"] != FEMALE:
        raise Refused(_("Hanya perempuan yang bisa dicatat sedang hamil."), field="pregnant")
