"""Messages carry no more than a number and a link; the morning's mail comes once, on working days, without secrets."""

from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from puskesos.models import Provider, User
from puskesos.roles import Role
from referrals import complaints, handling, reminders, tasks
from referrals.handling import Actor
from referrals.models import Complaint, DigestSent, Escalation, Referral
from referrals.tests.conftest import NOW, hear

TICKET = "https://slrt.example/k/abc/"
MORNING = NOW.replace(hour=7)


# --- messages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "phone", ["081234567890", "0812-3456-7890", "+62 812 3456 7890", "62812 34567890", "+62 0812.3456.7890"]
)
def test_a_mobile_number_opens_a_chat(phone):
    assert reminders.whatsapp_link(phone, "a b&c") == "https://wa.me/6281234567890?text=a+b%26c"


@pytest.mark.parametrize(
    "phone", ["", "0362-21985", "021 5550123", "+60123456789", "08", "0812abc", "٠٨١٢٣٤٥٦٧٨٩٠", "0" * 500, "\x00"]
)
def test_anything_else_opens_none(phone):
    assert reminders.whatsapp_link(phone, "Halo") == ""


@pytest.mark.parametrize("occasion", reminders.MESSAGES)
def test_a_message_says_the_number_and_the_link_and_nothing_of_the_person(complaint, occasion):
    text = reminders.message(occasion, complaint, ticket_url=TICKET)

    assert complaint.number in text
    assert TICKET in text
    for secret in ("Wayan", "WAYAN", "berobat", "Kesehatan", "Sumberklampok"):
        assert secret not in text


def with_phone(complaint: Complaint) -> Complaint:
    Complaint.objects.filter(pk=complaint.pk).update(reporter_phone="081234567890")
    complaint.refresh_from_db()
    return complaint


def labels(complaint: Complaint) -> list[str]:
    return [offer.label for offer in reminders.offers(complaint, ticket_url=TICKET)]


def test_offers_suit_the_state(complaint, dinsos):
    with_phone(complaint)
    assert labels(complaint) == ["Kabari: keluhan diterima", "Ingatkan: berkas kurang"]

    complaints.handle(complaint, by=dinsos, at=NOW, result="Sudah.")
    assert labels(complaint) == ["Tanyakan: sudah tertangani?"]


def test_an_answered_referral_is_told(sent, complaint, nurse):
    handling.accept(sent, revision=3, by=Actor(user=nurse), at=NOW)

    assert "Kabari: rujukan dijawab" in labels(with_phone(complaint))


def test_without_a_mobile_number_nothing_is_offered(complaint):
    assert labels(complaint) == []


def test_a_protected_case_is_never_messaged(village, dinsos):
    case = hear(village, dinsos, sector="protection", confidentiality="protected", reporter_phone="081234567890")

    assert labels(case) == []


# --- the digest ------------------------------------------------------------------------------------------------------


def mailed(user: User) -> User:
    """With an address."""
    user.email = f"{user.username}@contoh.test"
    user.save(update_fields=["email"])
    return user


def due(complaint: Complaint, *, days_ago: int) -> Complaint:
    on = MORNING.date() - timedelta(days=days_ago)
    Complaint.objects.filter(pk=complaint.pk).update(due_on=on)
    return complaint


def sections(user: User) -> dict[str, int]:
    return {section.title: section.count for section in reminders.digest(user, on=MORNING.date()).sections}


def test_the_village_is_told_of_its_own(village, operator, dinsos):
    mine = due(hear(village, operator), days_ago=0)
    due(hear(village, dinsos), days_ago=0)
    hear(village, operator)

    assert sections(operator) == {"Keluhan di desa": 1}
    assert sections(dinsos) == {"Keluhan di SLRT": 1}
    lines = reminders.digest(operator, on=MORNING.date()).sections[0].lines
    assert [line.number for line in lines] == [mine.number]


def test_the_next_level_is_told_after_two_working_days(village, operator, supervisor, dinsos):
    complaint = due(hear(village, operator), days_ago=1)
    assert (sections(supervisor), sections(dinsos)) == ({}, {})

    due(complaint, days_ago=4)
    assert sections(supervisor) == {"Keluhan terlambat": 1}
    assert sections(dinsos) == {"Keluhan desa yang terlambat": 1}


def test_a_provider_is_told_of_its_own_inbox(sent, nurse, regions):
    elsewhere = Provider.objects.create(regency=regions["51.08"], name="UPT Lain")
    other = User.objects.create_user("lain", role=Role.PROVIDER, full_name="Lain", provider=elsewhere)
    Referral.objects.filter(pk=sent.pk).update(step_due_on=MORNING.date())

    assert sections(nurse) == {"Rujukan untuk Anda": 1}
    assert sections(other) == {}


def test_the_leader_is_told_numbers_only(village, operator, regions):
    leader = User.objects.create_user("agung", role=Role.LEADER, region=regions["51.08"], full_name="Agung")
    due(hear(village, operator), days_ago=30)
    due(hear(village, operator), days_ago=2)

    found = reminders.digest(leader, on=MORNING.date()).sections

    assert [(section.count, section.lines) for section in found] == [(1, [])]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
def test_others_are_told_nothing(village, operator, regions, role):
    region = regions["51.08"] if role == Role.AUDITOR else None
    user = User.objects.create_user("x", role=role, region=region, full_name="X")
    due(hear(village, operator), days_ago=30)

    assert sections(user) == {}


def test_a_protected_case_is_a_count_for_its_team_and_nothing_for_others(
    village, dinsos, case_worker, supervisor, manager
):
    case = due(hear(village, case_worker, sector="protection", confidentiality="protected"), days_ago=30)

    mailed(case_worker)
    reminders.send_digests(at=MORNING)

    for user in (dinsos, supervisor, manager):
        assert sections(user) == {}
    assert sections(case_worker) == {"Kasus terlindung Anda yang lewat batas": 1}
    assert case.number not in mail.outbox[0].body


def test_a_long_list_is_cut_and_says_so(village, operator):
    for _number in range(22):
        due(hear(village, operator), days_ago=1)
    mailed(operator)

    reminders.send_digests(at=MORNING)

    assert mail.outbox[0].body.count("- ") == 20
    assert "dan lainnya: 2" in mail.outbox[0].body


def test_the_mail_has_numbers_and_a_link_and_no_names(village, operator, settings):
    settings.SITE_URL = "https://slrt.example"
    complaint = due(hear(village, operator, name="Ni Luh Rahasia", text="Suami sakit."), days_ago=3)
    mailed(operator)

    assert reminders.send_digests(at=MORNING) == 1

    letter = mail.outbox[0]
    assert letter.to == ["ayu@contoh.test"]
    assert letter.subject == "SLRT: yang perlu perhatian hari ini, 10-11-2026"
    assert complaint.number in letter.body
    assert "https://slrt.example/" in letter.body
    for secret in ("LUH", "Luh", "Suami", "Sumberklampok", "Kesehatan"):
        assert secret not in letter.body + letter.subject


def test_twice_the_same_day_is_sent_once(village, operator):
    due(hear(village, operator), days_ago=1)
    mailed(operator)

    assert reminders.send_digests(at=MORNING) == 1
    assert reminders.send_digests(at=MORNING + timedelta(hours=1)) == 0
    assert reminders.send_digests(at=MORNING + timedelta(days=1)) == 1

    assert len(mail.outbox) == 2


@pytest.mark.parametrize("day", ["2026-11-14", "2026-11-15", "2026-03-19", "2026-12-25"])
def test_on_free_days_nobody_is_disturbed(village, operator, day):
    due(hear(village, operator), days_ago=400)
    mailed(operator)
    at = datetime.fromisoformat(f"{day}T07:00").replace(tzinfo=ZoneInfo("Asia/Makassar"))

    assert reminders.send_digests(at=at) == 0
    assert mail.outbox == []


def test_without_address_or_without_work_nothing_is_sent(village, operator, supervisor, dinsos):
    due(hear(village, operator), days_ago=1)
    mailed(supervisor)
    User.objects.filter(pk=mailed(dinsos).pk).update(is_active=False)

    assert reminders.send_digests(at=MORNING) == 0
    assert not DigestSent.objects.exists()


class BrokenOnce:
    """A mail server that hangs up on its first letter."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, *letter) -> None:
        self.calls += 1
        if self.calls == 1:
            raise SMTPServerDisconnected
        mail.outbox.append(letter)


def test_a_mail_server_that_hangs_up_costs_one_letter_until_the_next_try(village, operator, dinsos, monkeypatch):
    due(hear(village, operator), days_ago=1)
    due(hear(village, dinsos), days_ago=1)
    mailed(operator)
    mailed(dinsos)
    monkeypatch.setattr(reminders, "send_mail", BrokenOnce())

    assert reminders.send_digests(at=MORNING) == 1
    assert reminders.send_digests(at=MORNING) == 1
    assert DigestSent.objects.count() == 2


def test_the_morning_escalates_and_may_run_again(village, operator):
    Complaint.objects.filter(pk=hear(village, operator).pk).update(due_on="2026-01-05")

    tasks.morning()
    tasks.morning()

    assert Escalation.objects.count() == 3
