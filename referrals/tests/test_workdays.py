"""Working days against weeks that people remember, and the words of the clock."""

from datetime import date, timedelta

import pytest

from referrals.models import Complaint
from referrals.workdays import due_after, is_working_day, working_days_between
from referrals.worklist import time_left

FREE_IN_2026 = [
    (3, 18, "joint leave before Nyepi"),
    (3, 19, "Nyepi"),
    (3, 20, "joint leave of Lebaran"),
    (3, 21, "Lebaran, a Saturday"),
    (3, 22, "Lebaran, a Sunday"),
    (3, 23, "joint leave of Lebaran"),
    (3, 24, "joint leave of Lebaran"),
    (5, 15, "joint leave after Ascension"),
    (8, 17, "Independence Day"),
    (12, 24, "joint leave of Christmas"),
    (12, 25, "Christmas"),
]


@pytest.mark.parametrize(("month", "day", "why"), FREE_IN_2026, ids=lambda value: str(value))
def test_offices_are_closed_on_holidays_and_joint_leave(month, day, why):
    assert not is_working_day(date(2026, month, day))


@pytest.mark.parametrize("day", [date(2026, 3, 17), date(2026, 3, 25), date(2026, 12, 23), date(2026, 12, 28)])
def test_offices_are_open_around_them(day):
    assert is_working_day(day)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 11, 10), 1, date(2026, 11, 11)),
        (date(2026, 11, 13), 1, date(2026, 11, 16)),  # Friday to Monday
        (date(2026, 3, 17), 1, date(2026, 3, 25)),  # over Nyepi and Lebaran
        (date(2026, 3, 16), 5, date(2026, 3, 30)),
        (date(2026, 3, 21), 2, date(2026, 3, 26)),  # heard on the feast itself
        (date(2026, 12, 23), 2, date(2026, 12, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # into the next year
        (date(2026, 11, 10), 0, date(2026, 11, 10)),
    ],
)
def test_a_limit_counts_working_days_after_the_day_of_receipt(start, days, due):
    assert due_after(start, days) == due


@pytest.mark.parametrize(("start", "days"), [(date(2026, 3, 10), 9), (date(2026, 12, 20), 14), (date(2026, 11, 14), 1)])
def test_counting_back_gives_the_limit_again(start, days):
    assert working_days_between(start, due_after(start, days)) == days


def test_counting_in_weeks_agrees_with_counting_day_by_day():
    first = date(2026, 2, 26)
    for length in range(120):
        last = first + timedelta(days=length)
        day_by_day = sum(is_working_day(first + timedelta(days=number)) for number in range(1, length + 1))
        assert working_days_between(first, last) == day_by_day


def test_days_late_are_counted_backwards():
    assert working_days_between(date(2026, 3, 25), date(2026, 3, 17)) == -1


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 3, 16), "sisa 2 hari kerja"),
        (date(2026, 3, 18), "sisa 1 hari kerja"),
        (date(2026, 3, 25), "batasnya hari ini"),
        (date(2026, 3, 26), "terlambat 1 hari kerja"),
        (date(2026, 3, 30), "terlambat 3 hari kerja"),
    ],
)
def test_the_clock_says_what_is_left(on, words):
    complaint = Complaint(status="received", due_on=date(2026, 3, 25))

    assert time_left(complaint, on=on) == words


def test_a_limit_that_passed_over_a_weekend_is_late_by_no_working_day():
    complaint = Complaint(status="reopened", due_on=date(2026, 11, 13))

    assert time_left(complaint, on=date(2026, 11, 14)) == "lewat batas"


@pytest.mark.parametrize("status", ["handled", "closed"])
def test_what_no_longer_waits_for_us_has_no_clock(status):
    assert time_left(Complaint(status=status, due_on=date(2026, 1, 1)), on=date(2026, 11, 10)) == ""
