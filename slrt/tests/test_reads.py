"""Siapa melihat: every reading of a family is told to its overseers, and to the auditor without the family."""

import pytest
from django.urls import reverse
from django.utils import timezone

from households import registry
from households.facts import Address, Person
from households.models import Household
from puskesos import activity
from puskesos.models import PersonalDataRead, User
from puskesos.roles import Role

NIK = "5108016011870009"
REASON = "Mencocokkan dengan KTP asli"


@pytest.fixture
def household(operator, village) -> Household:
    """Ketut Sari, alone."""
    head = Person(name="Ketut Sari", sex="2", relation="1", nik=NIK)
    day = timezone.localdate()
    return registry.register(
        village=village, kk=None, address=Address(address="Br. Kaja"), head=head, by=operator, on=day
    )


@pytest.fixture
def auditor(regions) -> User:
    """Watches over readers."""
    return User.objects.create_user("rai", role=Role.AUDITOR, region=regions["51.08"], full_name="Rai Adnyana")


@pytest.fixture
def read(household, supervisor) -> PersonalDataRead:
    """Made saw the whole NIK, and said why."""
    registry.reveal_nik(household.members.get(), reason=REASON, by=supervisor)
    return PersonalDataRead.objects.get()


def _log(client, user, **query):
    client.force_login(user)
    return client.get(reverse("read_log"), query)


def test_overseers_are_told_who_read_what_when_and_why(client, household, read, supervisor, dinsos):
    for user in (supervisor, dinsos):
        client.force_login(user)
        body = client.get(reverse("household_reads", args=[household.pk])).content.decode()

        for shown in ("Made Wirawan", "Supervisor kecamatan", "NIK lengkap", REASON):
            assert shown in body
        assert NIK not in body


@pytest.mark.parametrize("page", ["household_detail", "household_print", "household_photos", "household_history"])
def test_each_page_of_a_family_is_logged_as_read(client, household, operator, page):
    client.force_login(operator)

    body = client.get(reverse(page, args=[household.pk])).content.decode()

    read = PersonalDataRead.objects.get()
    assert (read.by, read.target_id) == (operator, str(household.pk))
    assert NIK not in body


def test_the_sheet_is_cut_for_two_papers_and_shows_no_whole_number(client, household, operator):
    client.force_login(operator)
    sheet = reverse("household_print", args=[household.pk])

    assert "sheet-f4" in client.get(sheet, {"kertas": "f4"}).content.decode()
    assert "sheet-a4" in client.get(sheet, {"kertas": "<script>"}).content.decode()


def test_an_auditor_sees_who_looked_and_not_at_whom(client, household, read, auditor):
    body = _log(client, auditor).content.decode()

    assert "Made Wirawan" in body
    assert REASON in body
    assert str(household.members.get().pk)[:8] in body
    assert "KETUT" not in body
    assert client.get(reverse("household_detail", args=[household.pk])).status_code == 403


def test_a_person_and_a_period_are_searched(client, read, auditor, operator, household):
    activity.record_read(target=household, by=operator, fields="dossier")
    today = timezone.localdate()

    of_made = _log(client, auditor, q="wirawan", since=f"{today:%d-%m-%Y}", until=f"{today:%d-%m-%Y}")
    earlier = _log(client, auditor, q="wirawan", until="01-01-2020")

    assert [row.by.full_name for row in of_made.context["page"].rows] == ["Made Wirawan"]
    assert earlier.context["page"].rows == []


def test_of_namesakes_one_is_chosen(client, read, auditor, supervisor, regions):
    User.objects.create_user("made2", role=Role.SUPERVISOR, region=regions["51.08.02"], full_name="Made Wirawan II")

    both = _log(client, auditor, q="made wirawan")
    one = _log(client, auditor, q="made wirawan", petugas=supervisor.pk)

    assert len(both.context["readers"]) == 2
    assert both.context["page"].rows == []
    assert len(one.context["page"].rows) == 1


def test_other_regencies_and_complaints_are_left_out(client, household, auditor, stranger, dinsos):
    activity.record_read(target=household, by=stranger, fields="dossier")
    PersonalDataRead.objects.create(target_type="complaint", target_id="x", by=dinsos, fields="case")

    assert _log(client, auditor).context["page"].rows == []
    assert _log(client, auditor, q="rohmah").context["readers"] == []


@pytest.mark.parametrize(
    "query",
    [{"q": "ab"}, {"since": "01-01-2026"}, {"q": "made", "since": "x"}, {"q": "made", "until": "31-12-9999"},
     {"q": "made", "since": "01-01-0001"}, {"q": "made", "since": "02-01-2026", "until": "01-01-2026"}],
)  # fmt: skip
def test_a_search_that_cannot_be_is_answered_with_a_sentence(client, auditor, query):
    answer = _log(client, auditor, **query)

    assert answer.status_code == 422
    assert "Ada yang perlu diperbaiki" in answer.content.decode()


@pytest.mark.parametrize(
    "query", [{"after": "x"}, {"q": "made", "petugas": "\u0661"}, {"q": "%%%"}, {"petugas": "' OR"}]
)
def test_hostile_queries_are_answered(client, read, auditor, query):
    assert _log(client, auditor, **query).status_code == 200


@pytest.mark.parametrize("item_count", [1, 3])
def test_more_readings_cost_no_more_queries(
    client, household, auditor, supervisor, django_assert_num_queries, item_count
):
    for _number in range(item_count):
        activity.record_read(target=household, by=supervisor, fields="dossier")
    client.force_login(auditor)

    # Session with its user, rows, page head (2).
    with django_assert_num_queries(5):
        client.get(reverse("read_log"))
