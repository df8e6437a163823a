"""Many approvals with one press: all or none, and nothing that must be looked at alone."""

import uuid
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from assessment import bulk
from assessment.models import Assessment, Review
from assessment.tests.conftest import NOW
from puskesos.errors import Refused
from puskesos.models import Activity, Outline, User
from puskesos.roles import Role

pytestmark = pytest.mark.usefixtures("always_open")

URL = reverse("assessment:review_approve_many")


@pytest.fixture
def desk(enter, supervisor):
    """The supervisor's browser, in which a fault is a 500."""
    return enter(supervisor, raise_request_exception=False)


def choice(assessment: Assessment, revision: int | None = None) -> str:
    return f"{assessment.pk}.{assessment.revision if revision is None else revision}"


def statuses() -> list[str]:
    return list(Assessment.objects.order_by("submitted_at").values_list("status", flat=True))


def test_the_page_shows_what_is_in_it_and_approves_all_of_it(desk, wait, supervisor):
    rows = [wait("SATU"), wait("DUA", minutes=1), wait("TIGA", minutes=2)]

    page = desk.get(URL, {"row": [choice(row) for row in rows[:2]]})
    done = desk.post(URL, {"row": [choice(row) for row in rows[:2]]})

    assert [item.assessment.pk for item in page.context["ready"]] == [rows[0].pk, rows[1].pk]
    assert "Setujui 2 pendataan" in page.text
    assert done.url == reverse("assessment:review_queue")
    assert statuses() == ["approved", "approved", "submitted"]
    logged = Activity.objects.filter(verb="assessment.approve", by=supervisor)
    assert sorted((event.target_id, event.data["together"]) for event in logged) == sorted(
        (str(row.pk), 2) for row in rows[:2]
    )
    assert "2 pendataan disetujui." in desk.get(done.url).text
    assert desk.get(done.url).text.count("Urungkan<") == 2


def test_what_must_be_looked_at_alone_is_named_with_the_reason(desk, wait, supervisor, village, neighbour_operator):
    rows = {
        "again": wait("LAGI"),
        "own": wait("SENDIRI", minutes=1),
        "special": wait("KHUSUS", minutes=2),
        "typed": wait("DIKETIK", minutes=3),
        "outside": wait("LUAR", minutes=4),
        "plain": wait("BIASA", minutes=5),
    }
    square = [[115, -8.2], [115.1, -8.2], [115.1, -8.1], [115, -8.1], [115, -8.2]]
    Outline.objects.create(
        region=village,
        geometry={"type": "Polygon", "coordinates": [square]},
        approximate=False,
        source="uji",
        west=115,
        south=-8.2,
        east=115.1,
        north=-8.1,
    )
    change = lambda name, **columns: Assessment.objects.filter(pk=rows[name].pk).update(**columns)  # noqa: E731
    change("again", returned_at=NOW, returned_by=supervisor)
    change("own", submitted_by=supervisor)
    change("special", overrides=["exclusion_sign"])
    change("typed", position_reason="GPS mati")
    change("outside", latitude=-9, longitude=116)
    change("plain", latitude=-8.15, longitude=115.05)

    page = desk.get(URL, {"row": [choice(row) for row in rows.values()]})

    assert [item.assessment.household.head_name for item in page.context["ready"]] == ["BIASA"]
    why = {item.assessment.household.head_name: item.objections[0] for item in page.context["refused"]}
    words = {
        "LAGI": "Kiriman ulang",
        "SENDIRI": "Anda yang mengirim",
        "KHUSUS": "Keadaan khusus",
        "DIKETIK": "GPS mati",
    }
    assert all(word in why[name] for name, word in words.items())
    assert why["LUAR"] == "Titik lokasi di luar batas desa."
    for name in ("again", "own", "special", "typed", "outside"):
        answer = desk.post(URL, {"row": [choice(rows["plain"]), choice(rows[name])]})
        assert (answer.status_code, set(statuses())) == (409, {"submitted"})


def test_one_that_changed_since_refuses_all_and_is_named(desk, wait):
    fresh, stale = wait("SEGAR"), wait("BASI", minutes=1)

    answer = desk.post(URL, {"row": [choice(fresh), choice(stale, revision=1)]})

    assert answer.status_code == 409
    assert "Tidak ada yang disetujui: 1 pendataan" in answer.text
    assert [item.assessment.pk for item in answer.context["refused"]] == [stale.pk]
    assert statuses() == ["submitted", "submitted"]
    assert not Review.objects.exists()


def test_a_foreign_row_among_the_chosen_is_not_there_and_nothing_happens(desk, wait, regions, stranger, begin):
    own = wait("SENDIRI")
    elsewhere = wait("JAUH", village=regions["51.08.02.2001"])
    draft = begin("DRAF")

    for other in (choice(elsewhere), choice(draft), f"{uuid.uuid4()}.2"):
        assert desk.get(URL, {"row": [choice(own), other]}).status_code == 404
        assert desk.post(URL, {"row": [choice(own), other]}).status_code == 404
    assert not Review.objects.exists()


BROKEN = ["", "x", ".", "1.2", f"{uuid.UUID(int=7)}", f"{uuid.UUID(int=7)}.", f"{uuid.UUID(int=7)}.-1",
          f"{uuid.UUID(int=7)}.²", f"{uuid.UUID(int=7)}." + "9" * 400, "x" * 36 + ".2", "' OR 1=1 --.2"]  # fmt: skip


def test_a_choice_that_no_page_of_ours_offers_is_refused_with_a_sentence(desk, wait):
    own = wait("SENDIRI")

    for value in BROKEN:
        for answer in (desk.get(URL, {"row": [choice(own), value]}), desk.post(URL, {"row": [choice(own), value]})):
            assert (answer.status_code, "Pilihan tidak dikenal" in answer.text) == (409, True), value
    assert not Review.objects.exists()


def test_no_choice_leads_back_and_too_many_are_refused(desk):
    assert desk.get(URL).url == desk.post(URL).url == reverse("assessment:review_queue")
    assert desk.get(URL, {"row": [f"{uuid.uuid4()}.2" for _row in range(bulk.MOST + 1)]}).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_of_two_supervisors_with_the_same_choice_one_is_refused_whole(wait, supervisor, regions):
    rows = [(wait(name), 2) for name in ("SATU", "DUA", "TIGA")]
    colleague = User.objects.create_user("nyoman", role=Role.SUPERVISOR, region=regions["51.08.01"], full_name="Nyoman")
    start, outcomes = Barrier(2), []

    def approve(person: User, chosen: list) -> None:
        try:
            start.wait(timeout=10)
            outcomes.append(len(bulk.approve_many(chosen, by=person, at=NOW)))
        except Refused:
            outcomes.append(0)
        finally:
            connection.close()

    # Chosen in opposite order: rows are locked in one order all the same, so neither waits for ever.
    pairs = ((supervisor, rows), (colleague, rows[::-1]))
    threads = [Thread(target=approve, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [0, 3]
    assert len(set(Review.objects.values_list("by", flat=True))) == 1
    assert Review.objects.count() == 3
