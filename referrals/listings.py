"""Lists of complaints, of how they are handled, and of referrals: which rows, which columns, without names or NIK."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.roles import Role
from referrals.models import Complaint, Programme, Referral
from referrals.report_files import Table
from referrals.reports import Scope
from referrals.states import COMPLAINT_OPEN
from referrals.workdays import working_days_between

Name = str | Promise
SHORTEST_REASON = 10
AT_A_TIME = 2000


@dataclass(frozen=True)
class Column:
    """One column: its header, its width in a workbook, and its value for a row as of a day."""

    header: Name
    value: Callable[[Any, date], str | int | date | None]
    width: int = 14


@dataclass(frozen=True)
class Listing:
    """One list: its title, whose rows, the keys of its order (newest first), and its columns."""

    title: Name
    lede: Name
    rows: Callable[[Scope], QuerySet]
    keys: tuple[str, str]
    columns: tuple[Column, ...]
    person: Callable[[Any], str]


# A list of a year holds few pairs of days, many times each.
_between = lru_cache(maxsize=1 << 16)(working_days_between)


@cache
def _words(model: Any, field: str) -> dict[str, str]:
    """Code to word of a field's choices; Django's own way translates and hashes all of them for every row."""
    return {code: str(word) for code, word in model._meta.get_field(field).choices or ()}


def _word_of(field: str) -> Callable[[Any, date], str]:
    return lambda row, on: _words(row._meta.model, field)[getattr(row, field)]


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _handled(row: Complaint) -> date | None:
    return None if row.status in COMPLAINT_OPEN else _day(row.handled_at)


def _took(row: Complaint, on: date) -> int:
    """Working days from hearing to handling; until today while it is open."""
    return max(0, _between(timezone.localdate(row.received_at), _handled(row) or on))


def _late(row: Complaint, on: date) -> int:
    """Working days past the limit."""
    return max(0, _between(row.due_on, _handled(row) or on))


def _referral_took(row: Referral, on: date) -> int:
    """Working days from the proposal to its end; until today while it goes on."""
    return max(0, _between(timezone.localdate(row.proposed_at), _day(row.ended_at) or on))


# --- rows -------------------------------------------------------------------------------------------------------------

TRIED = Referral.objects.filter(complaint=OuterRef("pk")).order_by("-proposed_at")
PLACE = ("village__name", "village__parent__name")


def _complaints(scope: Scope) -> QuerySet:
    """Complaints of the period; the service is the one last tried, else the one asked for."""
    rows = scope.complaints().select_related("village__parent", "wanted", "client")
    rows = rows.annotate(service=Coalesce(Subquery(TRIED.values("programme__name")[:1]), F("wanted__name")))
    return rows.only(
        "number", "received_at", "kind", "sector", "channel", "level", "status", "due_on", "handled_at", *PLACE,
        "wanted__name", "client__name",
    )  # fmt: skip


def _referrals(scope: Scope) -> QuerySet:
    rows = scope.referrals().select_related("village__parent", "programme", "provider", "complaint__client")
    return rows.only(
        "number", "proposed_at", "sent_at", "ended_at", "status", "due_on", *PLACE, "programme__name",
        "programme__sector", "provider__name", "complaint__client__name",
    )  # fmt: skip


# --- columns ----------------------------------------------------------------------------------------------------------

NUMBER = Column(gettext_lazy("Nomor"), lambda row, on: row.number, 18)
RECEIVED = Column(gettext_lazy("Diterima"), lambda row, on: _day(row.received_at))
DISTRICT = Column(gettext_lazy("Kecamatan"), lambda row, on: row.village.parent.name, 18)
VILLAGE = Column(gettext_lazy("Desa/kelurahan"), lambda row, on: row.village.name, 22)
SECTOR = Column(gettext_lazy("Bidang"), _word_of("sector"), 22)
SERVICE = Column(gettext_lazy("Layanan"), lambda row, on: row.service, 36)
STATUS = Column(gettext_lazy("Status"), _word_of("status"), 30)
DUE = Column(gettext_lazy("Batas"), lambda row, on: row.due_on)
TOOK = Column(gettext_lazy("Hari kerja"), _took)

LISTINGS: dict[str, Listing] = {
    "complaints": Listing(
        gettext_lazy("Daftar keluhan"),
        gettext_lazy("Keluhan yang diterima dalam periode ini, yang terbaru di atas."),
        _complaints,
        ("received_at", "id"),
        (
            NUMBER,
            RECEIVED,
            DISTRICT,
            VILLAGE,
            Column(gettext_lazy("Jenis"), _word_of("kind")),
            SECTOR,
            Column(gettext_lazy("Cara masuk"), _word_of("channel"), 24),
            SERVICE,
            STATUS,
            TOOK,
        ),
        lambda row: row.client.name,
    ),
    "handling": Listing(
        gettext_lazy("Daftar penanganan"),
        gettext_lazy("Keluhan yang diterima dalam periode ini: di mana, sampai mana, berapa hari kerja."),
        _complaints,
        ("received_at", "id"),
        (
            NUMBER,
            RECEIVED,
            DISTRICT,
            VILLAGE,
            SECTOR,
            SERVICE,
            Column(gettext_lazy("Tingkat"), _word_of("level"), 18),
            STATUS,
            DUE,
            Column(gettext_lazy("Ditangani"), lambda row, on: _handled(row)),
            TOOK,
            Column(gettext_lazy("Terlambat (hari kerja)"), _late),
        ),
        lambda row: row.client.name,
    ),
    "referrals": Listing(
        gettext_lazy("Daftar rujukan"),
        gettext_lazy("Rujukan yang diusulkan dalam periode ini, yang terbaru di atas."),
        _referrals,
        ("proposed_at", "id"),
        (
            NUMBER,
            Column(gettext_lazy("Diusulkan"), lambda row, on: _day(row.proposed_at)),
            Column(gettext_lazy("Dikirim"), lambda row, on: _day(row.sent_at)),
            DISTRICT,
            VILLAGE,
            Column(gettext_lazy("Bidang"), lambda row, on: _words(Programme, "sector")[row.programme.sector], 22),
            Column(gettext_lazy("Layanan"), lambda row, on: row.programme.name, 36),
            Column(gettext_lazy("Penyedia"), lambda row, on: row.provider.name if row.provider else None, 24),
            STATUS,
            DUE,
            Column(gettext_lazy("Selesai"), lambda row, on: _day(row.ended_at)),
            Column(gettext_lazy("Hari kerja"), _referral_took),
        ),
        lambda row: row.complaint.client.name,
    ),
}
PERSON = gettext_lazy("Nama warga")


def records(kind: str, rows: Sequence[Any], *, on: date) -> list[list[tuple[str, str]]]:
    """Rows of one page as they are shown: header and text of every column."""
    shown = LISTINGS[kind].columns
    return [[(str(column.header), _shown(column.value(row, on))) for column in shown] for row in rows]


def _shown(value: str | int | date | None) -> str:
    if value is None:
        return ""
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)


def columns(kind: str, *, named: bool) -> list[Column]:
    """Columns of a file; the name comes last and only when asked for."""
    listing = LISTINGS[kind]
    return [*listing.columns, *([Column(PERSON, lambda row, on: listing.person(row), 30)] if named else [])]


def lines(kind: str, scope: Scope, *, named: bool) -> Iterator[list[str | int | date | None]]:
    """Every row of a list, newest first, read as they are written."""
    listing = LISTINGS[kind]
    rows = listing.rows(scope).order_by(*(f"-{key}" for key in listing.keys))
    shown = columns(kind, named=named)
    for row in rows.iterator(chunk_size=AT_A_TIME):
        yield [column.value(row, scope.on) for column in shown]


def table(kind: str, scope: Scope, *, named: bool) -> Table:
    """A list as it is written to a file."""
    shown = columns(kind, named=named)
    headers = [str(column.header) for column in shown]
    return Table(
        str(LISTINGS[kind].title), headers, [column.width for column in shown], lines(kind, scope, named=named)
    )


@transaction.atomic
def take(kind: str, scope: Scope, *, named: bool, reason: str, by: User, at: datetime) -> int:
    """Note who takes a list out of the system, with names only for Dinsos and a reason; returns its rows."""
    if named and by.role != Role.DINSOS:
        raise Refused(_("Hanya petugas Dinsos yang boleh mengunduh daftar dengan nama."))
    if named and len(reason.strip()) < SHORTEST_REASON:
        raise Refused(_("Tulis untuk apa daftar dengan nama ini diunduh, paling sedikit 10 huruf."))
    rows = LISTINGS[kind].rows(scope).count()
    facts = {"since": scope.period.since.isoformat(), "until": scope.period.until.isoformat(), "rows": rows}
    activity.record("report.take", target=scope.area, by=by, at=at, list=kind, named=named, **facts)
    if named:
        activity.record_read(target=scope.area, by=by, fields=f"nama ({kind}, {rows})", reason=reason.strip())
    return rows
