"""Rounds: planned, opened, closed, extended; dates that make no sense are refused with a sentence."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from puskesos import rounds
from puskesos.errors import Refused
from puskesos.models import Activity, Notice, Round, RoundDeadline, RoundTarget, User
from puskesos.roles import Role
from puskesos.states import ROUND_TRANSITIONS, RoundStatus

NOW = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 10)
NOVEMBER = {"name": "November 2026", "opens_on": date(2026, 11, 1), "closes_on": date(2026, 11, 30)}
NEAR, FAR = "51.08.01", "51.08.02"


@pytest.fixture
def planned(regions, dinsos) -> Round:
    return rounds.plan_round(regency=regions["51.08"], **NOVEMBER, by=dinsos, at=NOW)


@pytest.fixture
def opened(planned, dinsos) -> Round:
    return rounds.open_round(planned, by=dinsos, at=NOW)


@pytest.fixture
def closed(opened, dinsos) -> Round:
    return rounds.close_round(opened, by=dinsos, at=NOW)


def extend(round, regions, by, *, codes=(NEAR,), closes_on=date(2026, 12, 5), at=NOW + timedelta(hours=1)):
    districts = [regions[code] for code in codes]
    return rounds.extend_round(
        round, districts=districts, closes_on=closes_on, reason="Banjir di dua desa", by=by, at=at
    )


def test_a_planned_round_takes_nothing_until_it_is_opened(planned, dinsos):
    assert not planned.is_open_in(NEAR, on=TODAY)
    assert rounds.running_in("51.08", on=TODAY) is None

    rounds.open_round(planned, by=dinsos, at=NOW)

    assert rounds.running_in(NEAR, on=TODAY) == planned
    assert [row.verb for row in Activity.objects.order_by("pk")] == ["round.plan", "round.open"]


@pytest.mark.parametrize("status", RoundStatus)
@pytest.mark.parametrize("verb", ROUND_TRANSITIONS)
def test_only_the_moves_of_the_table_are_possible(planned, dinsos, status, verb):
    closing = {"closed_at": NOW, "closed_by": dinsos} if status == RoundStatus.CLOSED else {}
    Round.objects.filter(pk=planned.pk).update(status=status, **closing)
    act = {"open": rounds.open_round, "close": rounds.close_round}[verb]

    if status in ROUND_TRANSITIONS[verb][0]:
        assert act(planned, by=dinsos, at=NOW).status == ROUND_TRANSITIONS[verb][1]
    else:
        with pytest.raises(Refused, match="sudah berubah"):
            act(planned, by=dinsos, at=NOW)


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "sentence"),
    [
        (date(2026, 12, 31), date(2026, 12, 1), "sebelum tanggal buka"),
        (date(2026, 9, 1), date(2026, 9, 30), "sudah lewat"),
        (date(2026, 12, 1), date(2036, 12, 31), "lebih dari satu tahun"),
        (date(2062, 12, 1), date(2062, 12, 31), "lebih dari satu tahun"),
        (date(2026, 11, 30), date(2026, 12, 31), "bertumpuk dengan periode November 2026"),
        (date(2026, 10, 1), date(2026, 12, 31), "bertumpuk"),
    ],
)
def test_dates_that_make_no_sense_are_refused(planned, regions, dinsos, opens_on, closes_on, sentence):
    with pytest.raises(Refused, match=sentence):
        rounds.plan_round(
            regency=regions["51.08"], name="Lain", opens_on=opens_on, closes_on=closes_on, by=dinsos, at=NOW
        )

    assert Round.objects.count() == 1


def test_the_same_name_twice_is_refused_and_a_second_post_changes_nothing(planned, regions, dinsos):
    with pytest.raises(Refused, match="nama ini"):
        rounds.plan_round(regency=regions["51.08"], **NOVEMBER, by=dinsos, at=NOW)

    assert Round.objects.count() == 1


def test_another_regency_has_its_own_rounds(planned, regions):
    other = User.objects.create_user("x", role=Role.DINSOS, region=regions["35.26"], full_name="x")

    rounds.plan_round(regency=regions["35.26"], **NOVEMBER, by=other, at=NOW)
    with pytest.raises(Refused, match="Hanya petugas Dinsos"):
        rounds.close_round(planned, by=other, at=NOW)


@pytest.mark.parametrize("person", ["operator", "supervisor"])
def test_only_the_office_runs_rounds(planned, person, request):
    with pytest.raises(Refused, match="Hanya petugas Dinsos"):
        rounds.open_round(planned, by=request.getfixturevalue(person), at=NOW)


def test_dates_change_only_before_the_opening(planned, dinsos):
    later = {"name": "Desember", "opens_on": date(2026, 12, 1), "closes_on": date(2026, 12, 31)}
    assert rounds.amend_round(planned, **later, by=dinsos, at=NOW).opens_on == date(2026, 12, 1)
    rounds.open_round(planned, by=dinsos, at=NOW)

    with pytest.raises(Refused, match="sudah dibuka"):
        rounds.amend_round(planned, **later, by=dinsos, at=NOW)


def test_a_plan_whose_end_has_passed_is_not_opened(planned, dinsos):
    with pytest.raises(Refused, match="sudah lewat"):
        rounds.open_round(planned, by=dinsos, at=NOW + timedelta(days=40))


def test_the_closing_date_closes_by_itself(opened):
    assert opened.is_open_in(NEAR, on=date(2026, 11, 30))
    assert not opened.is_open_in(NEAR, on=date(2026, 12, 1))
    assert rounds.running_in("51.08", on=date(2026, 12, 1)) is None


def test_closing_by_hand_ends_every_district_also_those_with_more_time(opened, regions, dinsos):
    extend(opened, regions, dinsos)
    closed = rounds.close_round(opened, by=dinsos, at=NOW + timedelta(days=1))

    assert not any(closed.is_open_in(code, on=TODAY + timedelta(days=1)) for code in (NEAR, FAR))
    assert closed.closes_on_in(FAR) == TODAY + timedelta(days=1)


def test_an_extension_opens_one_district_again(closed, regions, dinsos):
    longer = extend(closed, regions, dinsos)

    assert longer.is_open_in(NEAR, on=date(2026, 12, 5))
    assert not longer.is_open_in(NEAR, on=date(2026, 12, 6))
    assert not longer.is_open_in(FAR, on=TODAY)
    assert rounds.running_in(NEAR, on=date(2026, 12, 5)) == closed
    assert rounds.running_in(FAR, on=TODAY) is None
    assert rounds.last_day(longer, "51.08", on=TODAY) == date(2026, 12, 5)


def test_operators_of_the_district_are_told_of_the_extension(opened, regions, dinsos, operator, neighbour_operator):
    extend(opened, regions, dinsos)

    assert {row.recipient for row in Notice.objects.all()} == {operator, neighbour_operator}
    assert RoundDeadline.objects.get().set_by == dinsos


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"closes_on": date(2026, 11, 20)}, "sudah dibuka sampai 30 November 2026"),
        ({"closes_on": date(2026, 11, 9)}, "sudah lewat"),
        ({"closes_on": date(2036, 11, 9)}, "lebih dari satu tahun"),
        ({"codes": ()}, "Pilih kecamatan"),
        ({"codes": ("35.26.01",)}, "Pilih kecamatan"),
    ],
)
def test_an_extension_gives_more_time_or_is_refused(opened, regions, dinsos, change, sentence):
    with pytest.raises(Refused, match=sentence):
        extend(opened, regions, dinsos, **change)

    assert not RoundDeadline.objects.exists()


def test_an_extension_needs_a_reason(opened, regions, dinsos):
    with pytest.raises(Refused, match="alasannya"):
        rounds.extend_round(
            opened, districts=[regions[NEAR]], closes_on=date(2026, 12, 5), reason="ya", by=dinsos, at=NOW
        )


def test_an_extension_stops_before_the_next_round(opened, regions, dinsos):
    december = {"name": "Desember", "opens_on": date(2026, 12, 1), "closes_on": date(2026, 12, 31)}
    rounds.plan_round(regency=regions["51.08"], **december, by=dinsos, at=NOW)

    with pytest.raises(Refused, match="Periode Desember dibuka 1 Desember 2026"):
        extend(opened, regions, dinsos)


def test_a_new_round_keeps_clear_of_an_extension(opened, regions, dinsos):
    extend(opened, regions, dinsos)

    with pytest.raises(Refused, match="bertumpuk"):
        rounds.plan_round(
            regency=regions["51.08"],
            name="Desember",
            opens_on=date(2026, 12, 1),
            closes_on=date(2026, 12, 31),
            by=dinsos,
            at=NOW,
        )


def test_targets_are_set_together_and_unnamed_villages_keep_theirs(planned, dinsos):
    rounds.set_targets(planned, {"51.08.01.2001": 10, "51.08.01.2002": 20}, by=dinsos, at=NOW)

    assert rounds.set_targets(planned, {"51.08.01.2001": 15, "51.08.01.2002": 20}, by=dinsos, at=NOW) == 1
    assert sorted(RoundTarget.objects.values_list("households", flat=True)) == [15, 20]


@pytest.mark.parametrize("targets", [{"35.26.01.2001": 5}, {"51.08.01": 5}, {"51.08.01.2001": 90_000}])
def test_foreign_villages_and_absurd_numbers_are_no_targets(planned, dinsos, targets):
    with pytest.raises(Refused):
        rounds.set_targets(planned, targets, by=dinsos, at=NOW)


def test_the_database_knows_that_a_closed_round_says_when_and_who(planned):
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=planned.pk).update(status=RoundStatus.CLOSED)
