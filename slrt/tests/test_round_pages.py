"""Pages of rounds: the office plans, opens, extends and closes; villages see how long they have."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessment.models import Assessment
from puskesos import rounds
from puskesos.models import Round, RoundDeadline, RoundTarget, User
from puskesos.roles import Role
from slrt.rounds import progress

NEAR, FAR = "51.08.01", "51.08.02"


@pytest.fixture
def running(regions, dinsos) -> Round:
    """Opened a week ago, closes in twelve days."""
    today = timezone.localdate()
    return Round.objects.create(
        regency=regions["51.08"],
        name="Berjalan",
        opens_on=today - timedelta(days=7),
        closes_on=today + timedelta(days=12),
    )


@pytest.fixture
def office(client, dinsos):
    client.force_login(dinsos)
    return client


def day(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d-%m-%Y}"


def test_a_round_goes_from_plan_to_end_by_clicking(office, regions, operator):
    typed = {"name": "Januari", "opens_on": day(0), "closes_on": day(20)}
    planned = office.post(reverse("round_create"), typed)
    pk = Round.objects.get().pk
    assert planned.url == reverse("round_detail", args=[pk])
    assert "Direncanakan" in office.get(planned.url).text

    office.post(reverse("round_open", args=[pk]))
    office.post(
        reverse("round_extend", args=[pk]), {"districts": [NEAR], "closes_on": day(30), "reason": "Jalan terputus"}
    )
    office.post(reverse("round_close", args=[pk]))

    page = office.get(planned.url).text
    assert "Ditutup" in page
    assert "Jalan terputus" in page
    assert not Round.objects.get().is_open_in(NEAR, on=timezone.localdate())


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({}, 422),
        ({"name": "x", "opens_on": "31-02-2026", "closes_on": "2026-01-01"}, 422),
        ({"name": "x\x00", "opens_on": day(0), "closes_on": day(1)}, 422),
        ({"name": "x", "opens_on": day(3), "closes_on": day(1)}, 409),
        ({"name": "x", "opens_on": day(0), "closes_on": day(1)}, 409),
    ],
)
def test_what_cannot_be_comes_back_with_what_was_typed(office, running, typed, status):
    answer = office.post(reverse("round_create"), typed)

    assert answer.status_code == status
    assert "Ada yang perlu diperbaiki" in answer.text
    assert Round.objects.count() == 1
    if status == 409:
        assert f'value="{typed["opens_on"]}"' in answer.text


def test_posting_a_plan_again_after_going_back_makes_no_second_round(office, regions):
    typed = {"name": "Januari", "opens_on": day(0), "closes_on": day(20)}
    office.post(reverse("round_create"), typed)

    assert office.post(reverse("round_create"), typed).status_code == 409
    assert Round.objects.count() == 1


@pytest.mark.parametrize(
    "typed", [{"districts": ["35.26.01"]}, {"districts": ["x'"]}, {"reason": ""}, {"closes_on": ""}]
)
def test_an_extension_that_cannot_be_comes_back(office, running, typed):
    good = {"districts": [NEAR], "closes_on": day(20), "reason": "Jalan terputus"}

    answer = office.post(reverse("round_extend", args=[running.pk]), good | typed)

    assert answer.status_code == 422
    assert not RoundDeadline.objects.exists()


@pytest.mark.parametrize(
    ("table", "households"),
    [
        ("51.08.01.2001\t120", 120),
        ("5108012001;120", 120),
        ("Desa,Jumlah\nSumberklampok,1.200", 1200),
        ("Desa Sumberklampok 45", 45),
        ('"Gerokgak","Sumberklampok","7"', 7),
    ],
)
def test_a_pasted_table_sets_targets(office, running, table, households):
    answer = office.post(reverse("round_targets", args=[running.pk]), {"table": table})

    assert answer.status_code == 302
    assert RoundTarget.objects.get().households == households


def test_an_uploaded_table_sets_targets(office, running):
    file = SimpleUploadedFile("sasaran.csv", "\ufeffKode;Sasaran\r\n51.08.02.2001;9\r\n".encode())

    office.post(reverse("round_targets", args=[running.pk]), {"file": file})

    assert RoundTarget.objects.get().village_id == "51.08.02.2001"


@pytest.mark.parametrize(
    "bad",
    [
        {"table": "Sumberklampok 5\nUjung Piring 6\nPejarakan lima\nSumberklampok 7"},
        {"table": "51.08.01.2001 99999999"},
        {"table": "51.08.01.2001 60000"},
        {"table": ""},
        {"table": "\n" * 3000},
        {"file": SimpleUploadedFile("x.csv", b"PK\x03\x04\x00\xff")},
        {"file": SimpleUploadedFile("x.csv", b"\xff\xfe1")},
        {"file": SimpleUploadedFile("x.csv", b"a" * 200_001)},
    ],
)
def test_a_bad_table_changes_nothing_and_says_why(office, running, bad):
    answer = office.post(reverse("round_targets", args=[running.pk]), bad)

    assert answer.status_code in (409, 422)
    assert "Ada yang perlu diperbaiki" in answer.text
    assert not RoundTarget.objects.exists()


def test_every_bad_line_is_named(office, running):
    table = "Sumberklampok 5\nUjung Piring 6\nPejarakan lima\nSumberklampok 7"

    page = office.post(reverse("round_targets", args=[running.pk]), {"table": table}).text

    assert [f"Baris {number}" in page for number in (1, 2, 3, 4)] == [False, True, True, True]


def test_targets_follow_the_registry(office, running, household):
    office.post(reverse("round_targets", args=[running.pk]), {"known": "1"})

    assert dict(RoundTarget.objects.values_list("village", "households")) == {
        "51.08.01.2001": 1, "51.08.01.2002": 0, "51.08.02.2001": 0,
    }  # fmt: skip


def test_targets_are_typed_village_by_village(office, running):
    url = reverse("round_targets_typed", args=[running.pk, NEAR])

    assert office.post(url, {"target-5108012001": "-1"}).status_code == 422
    office.post(url, {"target-5108012001": "12", "target-5108012002": "", "target-3526012001": "5"})

    assert RoundTarget.objects.get().households == 12
    assert 'value="12"' in office.get(url).text
    assert office.get(reverse("round_targets_typed", args=[running.pk, "35.26.01"])).status_code == 404


def test_progress_counts_by_village_and_asks_as_often_for_more(
    office, running, wait, regions, django_assert_num_queries
):
    rounds.set_targets(running, {"51.08.01.2001": 4}, by=User.objects.get(role=Role.DINSOS), at=timezone.now())
    Assessment.objects.all().update(round=running)
    url = reverse("round_detail", args=[running.pk])
    office.get(url)
    with django_assert_num_queries(11):
        office.get(url)
    for name in ("A", "B"):
        Assessment.objects.filter(pk=wait(name).pk).update(round=running)

    with django_assert_num_queries(11):
        page = office.get(url).text

    assert '<strong class="tabular">2 dari 4</strong>' in page


def test_what_is_missing_at_the_closing_is_late(running, wait, regions):
    Assessment.objects.filter(pk=wait("A").pk).update(round=running)
    RoundTarget.objects.create(round=running, village=regions["51.08.01.2001"], households=3)

    def late(on):
        [place] = progress.districts(Round.objects.get(pk=running.pk), NEAR, on=on)
        return place.numbers.late

    assert late(running.closes_on) == 0
    assert late(running.closes_on + timedelta(days=1)) == 2


def test_a_supervisor_reads_the_own_kecamatan_and_no_plans(client, supervisor, running, regions):
    client.force_login(supervisor)
    page = client.get(reverse("round_detail", args=[running.pk])).text
    Round.objects.update(status="planned")

    assert "Sumberklampok" in page
    assert "Unggahan" not in page
    assert "Tutup sekarang" not in page
    assert client.get(reverse("round_detail", args=[running.pk])).status_code == 404


def test_an_administrator_of_all_regencies_runs_rounds_without_a_name_in_sight(client, running, household):
    client.force_login(User.objects.create_user("admin", role=Role.ADMIN, full_name="Admin"))

    page = client.get(reverse("round_detail", args=[running.pk])).text
    created = client.post(reverse("round_create"), {"name": "Lain", "opens_on": day(30), "closes_on": day(40)})

    assert household.head_name not in page
    assert created.status_code == 302


@pytest.mark.parametrize(
    ("left", "words", "red"), [(12, "12 hari lagi", False), (3, "3 hari lagi", True), (0, "hari terakhir", True)]
)
def test_homes_count_down_and_turn_red(client, operator, running, left, words, red):
    Round.objects.update(closes_on=timezone.localdate() + timedelta(days=left))
    client.force_login(operator)

    page = client.get("/").text

    assert words in page
    assert bool(re.search(r"badge-bad[^<]*<svg[^<]*<use[^<]*</use>\s*</svg>\s*" + words, page)) == red


def test_after_the_closing_home_says_so_and_sending_is_refused(client, operator, running, household, published):
    Round.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    client.force_login(operator)

    assert "Sudah ditutup" in client.get("/").text
    assert client.post(reverse("assessment:assessment_start", args=[household.pk])).status_code == 409
