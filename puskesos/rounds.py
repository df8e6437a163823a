"""What the office does with a round: plan, open, close, give districts more time, set targets; and which one runs."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from puskesos import activity, notices, plain
from puskesos.errors import Refused
from puskesos.models import Region, Round, RoundDeadline, RoundTarget, User
from puskesos.roles import RUNS_ROUNDS, Role
from puskesos.states import NoticeKind, RoundStatus

SHORTEST_REASON = 10
# No round of the ministry's calendar is longer than a quarter; a year leaves room and still catches a wrong year.
LONGEST = timedelta(days=366)
# A village of this many households is a typing error: the largest of the country have about 30,000.
LARGEST_TARGET = 50_000
# Rounds of a regency looked at for the one that runs: the newest may be planned or closed, an older one extended.
LOOKED_AT = 4


# --- reading ---------------------------------------------------------------------------------------------------------

# Every visit asks which round runs, and hardly any round has dates of its own for a district.
DATES = {
    "has_deadlines": f"""
        EXISTS (SELECT FROM {RoundDeadline._meta.db_table} WHERE round_id = {Round._meta.db_table}.id)"""
}
NEWEST = "WHERE regency_id = %s AND opens_on <= %s AND status <> %s ORDER BY opens_on DESC LIMIT %s"


def running_in(code: str, *, on: date) -> Round | None:
    """The round that runs on a day in a regency (in any of its districts), a district or a village; the newest."""
    rows = plain.read(Round, NEWEST, [code[:5], on, RoundStatus.PLANNED, LOOKED_AT], beside=DATES)
    return next((row for row in rows if last_day(row, code, on=on) is not None), None)


def by_key(pk: int) -> Round:
    """The round of a survey."""
    return plain.read(Round, "WHERE id = %s", [pk], beside=DATES)[0]


def last_day(round: Round, code: str, *, on: date) -> date | None:
    """Until when a round goes on, of a regency the latest of its districts; None when it does not run on that day."""
    # An empty code stands for the districts without a date of their own.
    districts = [code[:8]] if len(code) > 5 else ["", *(row.district_id for row in round.dates)]
    return max((round.closes_on_in(one) for one in districts if round.is_open_in(one, on=on)), default=None)


# --- planning --------------------------------------------------------------------------------------------------------


@transaction.atomic
def plan_round(*, regency: Region, name: str, opens_on: date, closes_on: date, by: User, at: datetime) -> Round:
    """Plan a round; nobody surveys in it until it is opened."""
    _must_run_rounds(by, regency.pk)
    _one_at_a_time(regency.pk)
    _must_make_sense(regency.pk, name, opens_on, closes_on, on=timezone.localdate(at))
    planned = Round.objects.create(
        regency=regency, name=name, opens_on=opens_on, closes_on=closes_on, status=RoundStatus.PLANNED
    )
    activity.record("round.plan", target=planned, by=by, at=at, **_days(opens_on, closes_on))
    return planned


@transaction.atomic
def amend_round(round: Round, *, name: str, opens_on: date, closes_on: date, by: User, at: datetime) -> Round:
    """Change name and dates of a round that was not opened yet."""
    _must_run_rounds(by, round.regency_id)
    _one_at_a_time(round.regency_id)
    _must_make_sense(round.regency_id, name, opens_on, closes_on, on=timezone.localdate(at), but=round)
    rows = Round.objects.filter(pk=round.pk, status=RoundStatus.PLANNED)
    if not rows.update(name=name, opens_on=opens_on, closes_on=closes_on):
        raise Refused(_("Periode ini sudah dibuka. Tanggalnya hanya bisa diperpanjang per kecamatan."))
    activity.record("round.amend", target=round, by=by, at=at, **_days(opens_on, closes_on))
    round.refresh_from_db()
    return round


def _must_run_rounds(by: User, regency_code: str) -> None:
    here = by.region_id in (None, regency_code)
    if by.role not in RUNS_ROUNDS or not here:
        raise Refused(_("Hanya petugas Dinsos dan administrator yang mengatur periode."))


def _one_at_a_time(regency_code: str) -> None:
    """Changes of rounds wait for one another within a regency, so that no two of them overlap."""
    Region.objects.select_for_update(no_key=True).get(pk=regency_code)


def _must_make_sense(
    regency_code: str, name: str, opens_on: date, closes_on: date, *, on: date, but: Round | None = None
) -> None:
    if closes_on < opens_on:
        raise Refused(_("Tanggal tutup ada sebelum tanggal buka. Periksa lagi."))
    if closes_on < on:
        raise Refused(_("Tanggal tutup sudah lewat. Pilih tanggal yang akan datang."))
    if closes_on - opens_on > LONGEST or opens_on - on > LONGEST:
        raise Refused(_("Tanggalnya lebih dari satu tahun. Periksa tahunnya."))
    others = Round.objects.filter(regency_id=regency_code)
    if but:
        others = others.exclude(pk=but.pk)
    if others.filter(name__iexact=name).exists():
        raise Refused(_("Sudah ada periode dengan nama ini. Beri nama lain."))
    for other in others.prefetch_related("deadlines"):
        if opens_on <= _very_last_day(other) and other.opens_on <= closes_on:
            raise Refused(
                _("Tanggalnya bertumpuk dengan periode %(name)s (%(since)s sampai %(until)s).")
                % {"name": other.name, "since": _day(other.opens_on), "until": _day(_very_last_day(other))}
            )


def _very_last_day(round: Round) -> date:
    """The last day of all districts, whatever day it is."""
    return max(round.closes_on_in(code) for code in ("", *(row.district_id for row in round.deadlines.all())))


def _days(opens_on: date, closes_on: date) -> dict[str, str]:
    return {"opens_on": opens_on.isoformat(), "closes_on": closes_on.isoformat()}


def _day(day: date) -> str:
    return date_format(day, "j F Y")


# --- opening and closing ---------------------------------------------------------------------------------------------


@transaction.atomic
def open_round(round: Round, *, by: User, at: datetime) -> Round:
    """Announce a planned round: villages see it, and survey from its first day on."""
    _must_run_rounds(by, round.regency_id)
    if round.closes_on < timezone.localdate(at):
        raise Refused(_("Tanggal tutup sudah lewat. Ubah tanggalnya sebelum dibuka."))
    _move("open", round)
    activity.record("round.open", target=round, by=by, at=at)
    return round


@transaction.atomic
def close_round(round: Round, *, by: User, at: datetime) -> Round:
    """Close in all districts at once, also those that had more time; what was received before still counts."""
    _must_run_rounds(by, round.regency_id)
    _move("close", round, closed_at=at, closed_by=by)
    activity.record("round.close", target=round, by=by, at=at)
    return round


def _move(verb: str, round: Round, **columns: Any) -> None:
    if not Round.objects.move(verb, pk=round.pk, **columns):
        raise Refused(_("Keadaan periode ini sudah berubah. Muat ulang halaman, lalu lihat keadaannya sekarang."))
    round.refresh_from_db()


@transaction.atomic
def extend_round(
    round: Round, *, districts: Sequence[Region], closes_on: date, reason: str, by: User, at: datetime
) -> Round:
    """Give districts until `closes_on`, also after the closing; the reason stays on record with every date given."""
    _must_run_rounds(by, round.regency_id)
    _one_at_a_time(round.regency_id)
    round = Round.objects.prefetch_related("deadlines").get(pk=round.pk)
    _must_be_later(round, districts, closes_on, on=timezone.localdate(at))
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(_("Tulis alasannya, paling sedikit 10 huruf."))
    given = {"closes_on": closes_on, "reason": reason.strip(), "set_at": at, "set_by": by}
    for district in districts:
        RoundDeadline.objects.update_or_create(round=round, district=district, defaults=given)
    codes = [district.pk for district in districts]
    activity.record("round.extend", target=round, by=by, at=at, districts=codes, closes_on=closes_on.isoformat())
    told = User.objects.filter(is_active=True, region__parent__in=codes, role=Role.OPERATOR)
    notices.tell(NoticeKind.ROUND_EXTENDED, to=told, target=round, by=by, at=at, closes_on=closes_on.isoformat())
    return Round.objects.get(pk=round.pk)


def _must_be_later(round: Round, districts: Sequence[Region], closes_on: date, *, on: date) -> None:
    """Refuse what would not give each district more time, or too much of it."""
    if not districts or any(district.parent_id != round.regency_id for district in districts):
        raise Refused(_("Pilih kecamatan dari kabupaten ini."))
    if round.status == RoundStatus.PLANNED:
        raise Refused(_("Periode ini belum dibuka. Ubah tanggalnya saja."))
    if closes_on < on:
        raise Refused(_("Tanggal baru sudah lewat. Pilih tanggal yang akan datang."))
    if closes_on - round.closes_on > LONGEST:
        raise Refused(_("Tanggalnya lebih dari satu tahun. Periksa tahunnya."))
    for district in districts:
        if round.is_open_in(district.pk, on=on) and closes_on <= round.closes_on_in(district.pk):
            raise Refused(
                _("%(district)s sudah dibuka sampai %(day)s. Pilih tanggal sesudahnya.")
                % {"district": district.titled, "day": _day(round.closes_on_in(district.pk))}
            )
    following = Round.objects.filter(regency=round.regency_id, opens_on__gt=round.opens_on, opens_on__lte=closes_on)
    for later in following.order_by("opens_on")[:1]:
        raise Refused(
            _("Periode %(name)s dibuka %(day)s. Pilih tanggal sebelum itu.")
            % {"name": later.name, "day": _day(later.opens_on)}
        )


# --- targets ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_targets(round: Round, targets: Mapping[str, int], *, by: User, at: datetime) -> int:
    """Set how many households each village is to survey; villages that are not named keep what they had.

    Returns for how many villages the number changed.
    """
    _must_run_rounds(by, round.regency_id)
    if any(not code.startswith(f"{round.regency_id}.") or len(code) != 13 for code in targets):
        raise Refused(_("Pilih desa dari kabupaten ini."))
    if any(not 0 <= number <= LARGEST_TARGET for number in targets.values()):
        raise Refused(_("Sasaran sebuah desa antara 0 dan 50.000 keluarga."))
    known = dict(RoundTarget.objects.filter(round=round).values_list("village", "households"))
    changed = {code: number for code, number in targets.items() if known.get(code) != number}
    RoundTarget.objects.bulk_create(
        [RoundTarget(round=round, village_id=code, households=number) for code, number in changed.items()],
        update_conflicts=True,
        unique_fields=["round", "village"],
        update_fields=["households"],
    )
    if changed:
        activity.record("round.set_targets", target=round, by=by, at=at, villages=len(changed))
    return len(changed)
