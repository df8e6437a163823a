"""Three rounds of three months each around a day: two closed, one open."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format

from puskesos import rounds
from puskesos.models import Region, Round, RoundDeadline, User
from slrt.rounds import progress

MONTHS = 3


def open_rounds(regency: Region, *, today: date) -> list[Round]:
    """Make the rounds, oldest first; the last one opened a month ago and one district closes a week early."""
    periods = [_round(regency, today, months_back=1 + MONTHS * back) for back in (2, 1, 0)]
    first = Region.objects.filter(parent=regency).first()
    early = periods[-1].closes_on - timedelta(days=7)
    RoundDeadline.objects.create(round=periods[-1], district=first, closes_on=early, reason="Pemilihan kepala desa")
    return periods


def set_targets(period: Round, *, by: User, at: datetime) -> None:
    """Every village is to survey the families it has."""
    known = {code: number for code, number in progress.known_households(period.regency_id).items() if number}
    rounds.set_targets(period, known, by=by, at=at)


def _round(regency: Region, today: date, *, months_back: int) -> Round:
    opens = first_of_month(today, -months_back)
    closes = first_of_month(opens, MONTHS) - timedelta(days=1)
    return Round.objects.create(regency=regency, name=_name(opens, closes), opens_on=opens, closes_on=closes)


def first_of_month(day: date, months: int) -> date:
    """The first day of the month so many months after the one of `day`."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _name(opens: date, closes: date) -> str:
    """`Oktober–Desember 2026`; with both years when they differ."""
    begin = date_format(opens, "F" if opens.year == closes.year else "F Y")
    return f"{begin}–{date_format(closes, 'F Y')}"
