"""The home of each role: what to do now, what is late, one click to each; totals for those who see no persons."""

import pytest
from django.urls import reverse
from django.utils import timezone

from puskesos import activity
from puskesos.models import Provider, Round, RoundTarget, User
from puskesos.roles import Role
from referrals import complaints
from referrals.facts import ClientFacts, ComplaintFacts
from referrals.models import Complaint


@pytest.fixture
def enter(client, regions):
    """A function: the home page of a new person of this role, as text."""

    def home_of(role: Role, code: str | None, **more) -> str:
        person = User.objects.create_user(
            f"{role}-{User.objects.count()}", role=role, region=regions.get(code), full_name="Orang Baru", **more
        )
        client.force_login(person)
        answer = client.get("/")
        assert answer.status_code == 200
        return answer.text

    return home_of


@pytest.fixture
def hear(village, operator):
    def register(**changes) -> Complaint:
        told = {"kind": "grievance", "sector": "health", "channel": "puskesos", "text": "x"} | changes
        facts = ComplaintFacts(**told)
        person = ClientFacts(name="KETUT RAHASIA")
        return complaints.register(person, facts, village=village, by=operator, at=timezone.now())

    return register


def test_the_operator_finishes_what_was_begun_and_what_came_back(client, operator, wait):
    survey = wait("WAYAN SUKARTA")
    type(survey).objects.filter(pk=survey.pk).update(status="returned")
    client.force_login(operator)

    page = client.get("/").text

    assert "WAYAN SUKARTA" in page
    assert reverse("households:household_list") in page


def test_the_facilitator_begins_with_the_complaint_whose_limit_is_nearest(enter, hear):
    row = hear()

    page = enter(Role.FACILITATOR, "51.08.01.2001")

    assert reverse("referrals:complaint_detail", args=[row.pk]) in page
    assert reverse("referrals:complaint_create") in page


def test_the_supervisor_reviews_the_oldest_first(enter, wait):
    survey = wait("WAYAN SUKARTA")

    assert reverse("assessment:review_detail", args=[survey.pk]) in enter(Role.SUPERVISOR, "51.08.01")


def test_the_office_meets_the_round_and_its_batches(enter, open_round):
    page = enter(Role.DINSOS, "51.08")

    assert reverse("round_detail", args=[open_round.pk]) in page
    assert reverse("dtks:batch_create") in page


def test_the_leader_sees_totals_without_small_numbers_and_without_names(enter, wait, hear, open_round, regions):
    hear()
    for name in ("SATU", "DUA"):
        wait(name)
    RoundTarget.objects.create(round=open_round, village=regions["51.08.01.2001"], households=40)
    Round.objects.update(closes_on=timezone.localdate())

    page = enter(Role.LEADER, "51.08")

    for words in ("Sasaran", "Disurvei", "Disetujui", "Masuk batch", "Terkirim ke Kemensos", "Keluhan terbuka"):
        assert words in page
    assert "&lt;5" in page
    assert "40" in page
    assert "SATU" not in page
    assert "KETUT" not in page


def test_the_auditor_sees_who_looked_at_families_and_nothing_of_any_complaint(client, enter, hear, wait, operator):
    activity.record_read(target=wait("WAYAN SUKARTA"), by=operator, fields="assessment", reason="Verifikasi")
    activity.record_read(target=hear(), by=operator, fields="complaint", reason="Menjawab keluhan")
    activity.record_read(target=hear(sector="protection"), by=operator, fields="name", reason="Dibuka demi kasus")

    page = enter(Role.AUDITOR, "51.08")

    for shown in ("Ayu Lestari", "Verifikasi", "Pendataan: pendataan dan skor"):
        assert shown in page
    for hidden in ("Menjawab keluhan", "Dibuka demi kasus", "KETUT", "WAYAN"):
        assert hidden not in page
    assert [tile["number"] for tile in client.get("/").context["tiles"]] == [1, 1, 0]


def test_an_auditor_sees_the_own_regency_alone(enter, stranger, wait):
    activity.record_read(target=wait("WAYAN SUKARTA"), by=stranger, fields="assessment")

    assert "Siti Rohmah" not in enter(Role.AUDITOR, "51.08")


def test_the_administrator_sees_accounts_and_rounds_but_no_person_of_the_registry(enter, wait, open_round):
    wait("WAYAN SUKARTA")

    page = enter(Role.ADMIN, None)

    assert open_round.name in page
    assert "Operator Puskesos" in page
    assert "WAYAN SUKARTA" not in page


def test_the_provider_meets_what_waits_for_an_answer(enter, regions):
    desk = Provider.objects.create(regency=regions["51.08"], name="RSUD")

    assert "Tidak ada rujukan baru" in enter(Role.PROVIDER, None, provider=desk)


@pytest.mark.parametrize(("role", "code"), [(Role.OPERATOR, "51.08.01.2001"), (Role.SUPERVISOR, "51.08.01")])
def test_more_work_asks_no_more_of_the_database(enter, wait, role, code, client, django_assert_max_num_queries):
    for name in ("A", "B", "C"):
        wait(name)
    enter(role, code)

    with django_assert_max_num_queries(18):
        client.get("/")
