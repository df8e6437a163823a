"""Working days of Indonesian offices: Monday to Friday without national holidays and joint leave (cuti bersama)."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5


@lru_cache(maxsize=8)
def _free_days(year: int) -> frozenset[date]:
    """Holidays and joint leave of a year, as set by the yearly SKB of three ministers (package `holidays`)."""
    return frozenset(holidays.Indonesia(years=year, categories=("public", "government")))


def is_working_day(day: date) -> bool:
    """Whether offices are open that day."""
    return day.weekday() < SATURDAY and day not in _free_days(day.year)


def due_after(start: date, days: int) -> date:
    """The last day of a limit of so many working days; the day of receipt is not counted."""
    day = start
    left = days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`; negative when `end` lies before."""
    if end < start:
        return -working_days_between(end, start)
    weeks, rest = divmod((end - start).days, 7)
    weekdays = SATURDAY * weeks + sum((start + timedelta(days=n)).weekday() < SATURDAY for n in range(1, rest + 1))
    free = [day for year in range(start.year, end.year + 1) for day in _free_days(year) if start < day <= end]
    return weekdays - sum(day.weekday() < SATURDAY for day in free)
