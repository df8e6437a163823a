"""The queue of the review: oldest first, cut and turned over by addresses that nobody can break."""

import base64
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment import review, waiting
from assessment.models import Assessment
from assessment.tests.conftest import NOW
from puskesos.paging import PAGE_SIZE

pytestmark = pytest.mark.usefixtures("always_open")

QUEUE = "/tinjauan/"


@pytest.fixture
def desk(enter, supervisor):
    """The supervisor's browser."""
    return enter(supervisor)


def heads(answer) -> list[str]:
    """Whom the page lists, in its order."""
    return [row.household.head_name for row in answer.context["page"].rows]


def test_the_oldest_sending_stands_first(desk, wait, begin):
    wait("KEDUA", minutes=5)
    wait("KETIGA", minutes=9)
    wait("PERTAMA", minutes=1)
    begin("MASIH DRAF")

    answer = desk.get(QUEUE)

    assert heads(answer) == ["PERTAMA", "KEDUA", "KETIGA"]
    assert "MASIH DRAF" not in answer.text


def test_an_empty_queue_says_so(desk):
    assert "Tidak ada yang menunggu" in desk.get(QUEUE).text


def test_the_queue_is_cut_by_village_surveyor_and_second_sending(
    desk, wait, operator, neighbour_operator, neighbour_village, supervisor
):
    wait("DI SINI")
    wait("DI SEBELAH", village=neighbour_village, by=neighbour_operator)
    again = wait("LAGI", minutes=1)
    Assessment.objects.filter(pk=again.pk).update(returned_at=NOW, returned_by=supervisor)

    assert heads(desk.get(QUEUE, {"village": neighbour_village.code})) == ["DI SEBELAH"]
    assert heads(desk.get(QUEUE, {"surveyor": operator.pk})) == ["DI SINI", "LAGI"]
    assert heads(desk.get(QUEUE, {"again": "1"})) == ["LAGI"]
    assert heads(desk.get(QUEUE, {"again": "1", "village": neighbour_village.code})) == []


def test_chips_count_what_waits_in_each_village_and_of_each_surveyor(
    desk, wait, neighbour_village, neighbour_operator, operator, monkeypatch
):
    monkeypatch.setattr(waiting, "COUNTED", 2)
    for number in range(3):
        wait(f"DI SINI {number}")
    wait("DI SEBELAH", village=neighbour_village, by=neighbour_operator, minutes=-60)

    context = desk.get(QUEUE, {"surveyor": neighbour_operator.pk}).context

    assert [(chip.label, chip.words) for chip in context["village_chips"]] == [
        ("Sumberklampok", "2+"),
        ("Pejarakan", 1),
    ]
    assert [(chip.label, chip.words) for chip in context["surveyor_chips"]] == [
        (operator.full_name, "2+"),
        (neighbour_operator.full_name, 1),
    ]
    assert (context["count"], context["oldest"]) == (1, NOW - timedelta(hours=1))


def test_the_way_through_the_queue_stays_inside_the_chosen_part(desk, wait, neighbour_village, neighbour_operator):
    rows = [wait("SATU"), wait("DUA", minutes=1), wait("TIGA", minutes=2)]
    wait("DI SEBELAH", village=neighbour_village, by=neighbour_operator, minutes=1)
    cut = f"?village={rows[0].village_id}"

    ways = [desk.get(page(row) + cut).context for row in rows]

    assert [(way["previous"], way["next"]) for way in ways] == [
        (None, rows[1].pk),
        (rows[0].pk, rows[2].pk),
        (rows[1].pk, None),
    ]
    assert f'href="{page(rows[2])}{cut}"' in desk.get(page(rows[1]) + cut).text
    decided = desk.post(reverse("assessment:assessment_approve", args=[rows[1].pk]) + cut, {"revision": 2})
    assert decided.url == page(rows[2]) + cut
    decided = desk.post(reverse("assessment:assessment_approve", args=[rows[2].pk]) + cut, {"revision": 2})
    assert decided.url == page(rows[0]) + cut
    decided = desk.post(reverse("assessment:assessment_approve", args=[rows[0].pk]) + cut, {"revision": 2})
    assert decided.url == QUEUE + cut


def test_the_way_is_open_from_a_page_that_no_longer_waits(desk, wait, supervisor):
    done, next_one = wait("SATU"), wait("DUA", minutes=1)
    review.approve(done, revision=2, by=supervisor, at=NOW)

    assert desk.get(page(done)).context["next"] == next_one.pk


def page(assessment: Assessment) -> str:
    return reverse("assessment:review_detail", args=[assessment.pk])


def test_a_broken_filter_is_no_fault(desk, wait):
    wait("DI SINI")
    nowhere = [{"village": text} for text in ("51.08.02.2001", "x" * 5_000, "' OR 1=1 --")]
    no_filter = [{"surveyor": text} for text in ("9" * 5_000, "abc", "-1", "²")]

    found = [len(heads(desk.get(QUEUE, query))) for query in [*nowhere, {"surveyor": "999999999"}]]
    ignored = [len(heads(desk.get(QUEUE, query))) for query in [*no_filter, {"again": "ya"}]]

    assert found == [0, 0, 0, 0]
    assert ignored == [1, 1, 1, 1, 1]


def test_a_filter_that_would_name_a_byte_no_text_holds_is_refused(desk):
    assert desk.get(QUEUE, {"village": "\x00"}).status_code == 400


def test_the_second_page_goes_on_where_the_first_ended(desk, wait):
    for number in range(PAGE_SIZE + 2):
        wait(f"KELUARGA {number:02d}", minutes=number // 2)

    first = desk.get(QUEUE)
    mark = first.context["page"].next_mark
    second = desk.get(QUEUE, {"after": mark})

    assert (len(heads(first)), len(heads(second))) == (PAGE_SIZE, 2)
    assert sorted(heads(first) + heads(second)) == [f"KELUARGA {number:02d}" for number in range(PAGE_SIZE + 2)]
    assert "Berikutnya" in first.text
    assert "Berikutnya" not in second.text
    assert "Ke awal" in second.text


def marked(*values) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


BROKEN_MARKS = [
    "x",
    "AAAA",
    marked(),
    marked("kemarin", "1"),
    marked(NOW.isoformat()),
    marked(NOW.isoformat(), "bukan-uuid"),
    marked("0001-01-01T00:00:00+14:00", "00000000-0000-4000-8000-000000000000"),
    marked(NOW.isoformat(), None),
    marked({"a": 1}, []),
    "é" * 50,
    "W" * 5_000,
]


def test_a_mark_that_this_list_did_not_write_starts_at_the_first_page(desk, wait):
    wait("DI SINI")

    assert [heads(desk.get(QUEUE, {"after": mark})) for mark in BROKEN_MARKS] == [["DI SINI"]] * len(BROKEN_MARKS)


def queries_of(browser, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


def test_a_longer_queue_asks_no_more_of_the_database(desk, wait, neighbour_village, neighbour_operator):
    wait("SATU")
    one = queries_of(desk, QUEUE)

    wait("DUA", village=neighbour_village, by=neighbour_operator)
    wait("TIGA")

    assert queries_of(desk, QUEUE) == one
