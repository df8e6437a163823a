"""What is late is shown by level, oldest first, to who can act; the leader sees counts, a team its own secrets."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from puskesos.models import Region, User
from puskesos.roles import Role
from referrals import lateness, overdue
from referrals.models import Complaint, Escalation, Referral
from referrals.tests.conftest import NOW, hear

URL = reverse("referrals:overdue_list")


@pytest.fixture
def leader(regions) -> User:
    """Sees totals only."""
    return User.objects.create_user("agung", role=Role.LEADER, region=regions["51.08"], full_name="Agung Putra")


def late(complaint: Complaint, *, days: int = 30) -> Complaint:
    """Its limit passed that many days ago."""
    Complaint.objects.filter(pk=complaint.pk).update(due_on=timezone.localdate() - timedelta(days=days))
    complaint.refresh_from_db()
    return complaint


# --- levels ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", Escalation.Level)
def test_a_level_is_reached_on_the_very_day_that_the_escalation_says(level):
    # Nyepi, Lebaran and joint leave lie in these months of 2026.
    days = [date(2026, 3, 1) + timedelta(days=number) for number in range(60)]

    for on in days:
        limit = lateness.latest_limit(level, on=on)
        assert level in overdue.levels_reached(limit, on=on)
        assert level not in overdue.levels_reached(limit + timedelta(days=1), on=on)


def test_who_waits_longest_stands_first_and_levels_narrow(complaint, village, dinsos):
    fresh, old = late(complaint, days=1), late(hear(village, dinsos, name="Made Lama"), days=60)
    on = timezone.localdate()

    assert list(lateness.late_complaints(dinsos, on=on).order_by("due_on")) == [old, fresh]
    assert list(lateness.late_complaints(dinsos, on=on, level=3)) == [old]


# --- pages -----------------------------------------------------------------------------------------------------------


def test_the_page_shows_what_is_late_and_whom_it_was_told(client, complaint, supervisor):
    late(complaint)
    overdue.escalate(at=timezone.now())
    client.force_login(supervisor)

    body = client.get(URL).content.decode()

    assert complaint.number in body
    assert "lewat 30 hari" in body
    assert "Pimpinan" in body
    assert "Wayan" not in body.upper().title()


def test_what_is_not_late_yet_is_not_there(client, complaint, supervisor):
    late(complaint, days=0)
    client.force_login(supervisor)

    assert "Tidak ada yang terlambat" in client.get(URL).content.decode()


def test_late_referrals_have_their_own_list(client, sent, supervisor, dinsos):
    Referral.objects.filter(pk=sent.pk).update(step_due_on=timezone.localdate() - timedelta(days=3))

    for user in (supervisor, dinsos):
        client.force_login(user)
        body = client.get(f"{URL}?jenis=referral").content.decode()
        assert sent.number in body
        assert "RSUD Buleleng" in body


def test_others_of_the_region_alone_see_it(client, complaint, regions):
    late(complaint)
    cousin = User.objects.create_user("budi", role=Role.SUPERVISOR, region=regions["51.08.02"], full_name="Budi")
    foreign = User.objects.create_user("cici", role=Role.DINSOS, region=regions["35.26"], full_name="Cici")

    for user in (cousin, foreign):
        client.force_login(user)
        assert complaint.number not in client.get(URL).content.decode()


def test_a_protected_case_is_late_for_its_team_only(client, village, dinsos, case_worker, supervisor, manager):
    case = late(hear(village, case_worker, sector="protection", confidentiality="protected"))

    for user in (supervisor, dinsos, manager):
        client.force_login(user)
        assert case.number not in client.get(URL).content.decode()
        assert lateness.late_in_all(user, on=timezone.localdate()) == 0
    client.force_login(case_worker)
    body = client.get(URL).content.decode()
    assert "Kasus terlindung" in body
    assert "Sumberklampok" not in body


def test_the_leader_sees_counts_of_every_district_without_protected_cases(client, complaint, village, dinsos, leader):
    late(complaint, days=60)
    late(hear(village, dinsos), days=1)
    late(hear(village, dinsos, sector="protection", confidentiality="protected"))
    client.force_login(leader)

    rows = lateness.by_district("51.08", on=timezone.localdate())
    body = client.get(URL).content.decode()

    assert [(row.name, row.complaints) for row in rows] == [("Gerokgak", 2), ("Seririt", 0)]
    assert rows[0].complaints_told == 1
    assert complaint.number not in body
    assert "Gerokgak" in body


@pytest.mark.parametrize(
    "query",
    ["jenis=x", "tingkat=9", "tingkat=-1", "tingkat=%F0%9F%99%82", "after=x", "after=WyJhIiwiYiJd", "jenis=&tingkat="],
)
def test_a_crooked_query_shows_the_first_page(client, complaint, supervisor, query):
    late(complaint)
    client.force_login(supervisor)

    answer = client.get(f"{URL}?{query}")

    assert answer.status_code == 200
    assert complaint.number in answer.content.decode()


def test_pages_follow_each_other_without_gaps(client, village, dinsos, supervisor):
    first = hear(village, dinsos)
    rows = [
        Complaint(
            number=f"AAAA-AAAA-{number:04}", village=village, client=first.client, kind="grievance", sector="health",
            channel="letter", text="x", received_at=NOW, due_on=date(2026, 1, 1),
        )
        for number in range(60)
    ]  # fmt: skip
    Complaint.objects.bulk_create(rows)
    client.force_login(supervisor)

    seen, mark = [], ""
    for _page in range(3):
        page = client.get(URL, {"after": mark}).context["page"]
        seen += [row.number for row in page.rows]
        mark = page.next_mark

    assert mark == ""
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize("item_count", [1, 3])
def test_more_rows_ask_no_more_questions(client, village, dinsos, supervisor, item_count, django_assert_num_queries):
    for _number in range(item_count):
        late(hear(village, dinsos))
    client.force_login(supervisor)

    with django_assert_num_queries(8):
        client.get(URL)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR])
def test_it_is_not_for_everybody(client, regions, role):
    region: Region = regions["51.08.01.2001" if role == Role.OPERATOR else "51.08"]
    client.force_login(User.objects.create_user("x", role=role, region=region, full_name="X"))

    assert client.get(URL).status_code == 403


def test_the_home_page_counts_what_is_late(client, complaint, supervisor, leader):
    late(complaint)

    for user in (supervisor, leader):
        client.force_login(user)
        tiles = client.get(reverse("home")).context["tiles"]
        assert [tile["number"] for tile in tiles if tile["label"] == "Lewat batas waktu"] == [1]
