"""What people are told: what came back, was approved, done or answered; nothing to who may not know."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment import review, undoing
from puskesos import notices, tasks
from puskesos.models import Notice, User
from puskesos.roles import Duty, Role
from puskesos.states import NoticeKind
from referrals import closing, complaints, protection
from referrals.facts import ClientFacts, ComplaintFacts
from referrals.models import Complaint
from slrt.notices.sentences import WORDS

POINT = review.Point("question", "roof", "Atap tidak tampak")


@pytest.fixture
def told(client, operator):
    """The operator's browser."""
    client.force_login(operator)
    return client


@pytest.fixture
def handled(village, operator) -> Complaint:
    """Heard and handled by the operator; waits for the citizen's word."""
    facts = ComplaintFacts(kind="grievance", sector="health", channel="puskesos", text="Obat habis")
    now = timezone.now()
    row = complaints.register(ClientFacts(name="NI MADE"), facts, village=village, by=operator, at=now)
    return complaints.handle(row, by=operator, at=now, result="Diantar ke puskesmas")


def give_back(survey, supervisor):
    review.return_for_correction(survey, revision=2, by=supervisor, at=timezone.now(), points=[POINT])


def test_every_kind_has_its_sentence():
    assert set(WORDS) == set(NoticeKind)


def test_who_sent_a_survey_hears_that_it_came_back_and_opens_it(told, wait, supervisor):
    survey = wait("WAYAN SUKARTA")
    give_back(survey, supervisor)
    notice = Notice.objects.get()

    listed = told.get(reverse("notice_list")).text
    opened = told.post(reverse("notice_open", args=[notice.pk]))

    assert "1 hal perlu diperbaiki" in listed
    assert "WAYAN SUKARTA" in listed
    assert "WAYAN" not in str(notice.facts)
    assert "Kabar baru" in listed or "belum dibaca" in listed
    assert opened.url == reverse("assessment:assessment_tasks", args=[survey.pk])
    assert notices.unread_count(notice.recipient) == 0


def test_reading_the_list_marks_nothing_and_get_opens_nothing(told, wait, supervisor, operator):
    give_back(wait("A"), supervisor)

    told.get(reverse("notice_list"))

    answer = told.get(reverse("notice_open", args=[Notice.objects.get().pk]))

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Alamat ini bukan halaman" in answer.text
    assert notices.unread_count(operator) == 1


def test_approvals_of_a_day_gather_into_one_notice(told, wait, supervisor, operator):
    for name in ("A", "B", "C"):
        review.approve(wait(name), revision=2, by=supervisor, at=timezone.now())

    assert Notice.objects.get().count == 3
    assert "3 pendataan disetujui kecamatan." in told.get("/").text
    notices.mark_all_read(operator, at=timezone.now())
    review.approve(wait("D"), revision=2, by=supervisor, at=timezone.now())
    assert notices.unread_count(operator) == 1


@pytest.mark.parametrize("decision", ["approve", "return"])
def test_what_was_undone_was_not_told(wait, supervisor, operator, decision):
    first, second = wait("A"), wait("B")
    for survey in (first, second):
        if decision == "approve":
            review.approve(survey, revision=2, by=supervisor, at=timezone.now())
        else:
            give_back(survey, supervisor)

    undoing.undo(second, revision=3, by=supervisor, at=timezone.now())

    assert [(row.count, row.recipient) for row in Notice.objects.all()] == [(1, operator)]


def test_marking_all_read_is_the_persons_own(told, wait, supervisor, operator, neighbour_operator, neighbour_village):
    give_back(wait("A"), supervisor)
    give_back(wait("B", village=neighbour_village, by=neighbour_operator), supervisor)
    foreign = Notice.objects.get(recipient=neighbour_operator)

    told.post(reverse("notice_read_all"))

    assert (notices.unread_count(operator), notices.unread_count(neighbour_operator)) == (0, 1)
    assert told.post(reverse("notice_open", args=[foreign.pk])).status_code == 404


def test_a_notice_is_written_with_the_act_or_not_at_all(wait, supervisor, monkeypatch):
    survey = wait("A")
    monkeypatch.delattr(notices, "_write")

    with pytest.raises(NameError):
        give_back(survey, supervisor)

    survey.refresh_from_db()
    assert survey.status == "submitted"


@pytest.mark.parametrize(("handled_", "words"), [(True, "sudah tertangani"), (False, "belum tertangani")])
def test_who_heard_a_complaint_hears_what_the_citizen_says(told, handled, handled_, words):
    closing.answer(handled, handled=handled_, channel="ticket", by=None, at=timezone.now())

    page = told.get(reverse("notice_list")).text

    assert words in page
    assert handled.number in page
    assert "NI MADE" not in page


def test_nobody_is_told_of_the_own_act(handled, operator):
    closing.answer(handled, handled=True, channel="call", by=operator, at=timezone.now())

    assert not Notice.objects.exists()


def test_protecting_a_case_takes_back_what_was_told(told, handled, operator, dinsos):
    User.objects.create_user("ppa", role=Role.DINSOS, region=dinsos.region, duties=[Duty.CASE_WORKER], full_name="p")
    closing.answer(handled, handled=False, channel="ticket", by=None, at=timezone.now())
    assert notices.unread_count(operator) == 1

    protection.protect(handled, by=operator, at=timezone.now())

    assert not Notice.objects.exists()


def test_of_a_protected_case_only_its_team_is_told(handled, operator, dinsos):
    worker = User.objects.create_user(
        "ppa", role=Role.DINSOS, region=dinsos.region, duties=[Duty.CASE_WORKER], full_name="p"
    )
    protection.protect(handled, by=operator, at=timezone.now())
    handled.refresh_from_db()

    for kind in (NoticeKind.COMPLAINT_REOPENED, NoticeKind.COMPLAINT_CONFIRMED):
        notices.tell(kind, to=[operator, dinsos, worker, None], target=handled, by=None, at=timezone.now())

    assert {row.recipient for row in Notice.objects.all()} == {worker}


def test_who_moved_away_reads_the_sentence_without_the_name(told, wait, supervisor, operator, neighbour_village):
    give_back(wait("WAYAN SUKARTA"), supervisor)
    User.objects.filter(pk=operator.pk).update(region=neighbour_village)

    page = told.get(reverse("notice_list")).text
    opened = told.post(reverse("notice_open", args=[Notice.objects.get().pk]))

    assert "WAYAN SUKARTA" not in page
    assert "tidak lagi terbuka untuk Anda" in page
    assert opened.url == reverse("notice_list")


def test_old_notices_are_swept(wait, supervisor):
    give_back(wait("A"), supervisor)
    give_back(wait("B"), supervisor)
    Notice.objects.filter(pk=Notice.objects.first().pk).update(created_at=timezone.now() - timedelta(days=91))

    tasks.sweep_notices()

    assert Notice.objects.count() == 1


def test_more_notices_ask_no_more_of_the_database(told, wait, supervisor, django_assert_num_queries):
    for count in (1, 3):
        for number in range(count):
            give_back(wait(f"KELUARGA {count}{chr(65 + number)}"), supervisor)
        with django_assert_num_queries(6):
            told.get(reverse("notice_list"))
