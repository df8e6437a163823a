"""The ticket page tells where a complaint stands, takes the citizen's answer, and says nothing else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from portal.ticket import ticket_of
from puskesos import limits
from referrals import closing, handling, placement
from referrals.handling import Actor
from referrals.models import Answer, Complaint
from referrals.states import ComplaintStatus
from referrals.tests.conftest import NOW, hear

ON = NOW.date()


def url_of(complaint: Complaint) -> str:
    return reverse("portal:complaint_ticket", args=[complaint.ticket])


def states(complaint: Complaint) -> list[str]:
    return [step.state for step in ticket_of(complaint, on=ON).steps]


def say(client: Client, complaint: Complaint, said: str, **told):
    return client.post(url_of(complaint), {"said": said, **told})


# --- where it stands -------------------------------------------------------------------------------------------------


def test_the_steps_follow_a_complaint_through_a_referral(sent, complaint, nurse):
    assert states(complaint) == ["done", "done", "now", "later", "later"]

    at_hospital = Actor(user=nurse)
    handling.accept(sent, revision=3, by=at_hospital, at=NOW)
    handling.record_stage(sent, revision=4, values={"visited_on": "2026-11-10", "people": "1"}, by=at_hospital, at=NOW)
    handling.record_stage(sent, revision=5, values={}, by=at_hospital, at=NOW, outcome="Diobati.")
    complaint.refresh_from_db()
    assert states(complaint) == ["done", "done", "done", "now", "later"]

    closing.answer(complaint, handled=True, channel="ticket", by=None, at=NOW)
    assert states(complaint) == ["done", "done", "done", "done", "done"]


def test_what_was_handled_in_the_village_needs_no_referral(handled):
    assert states(handled) == ["done", "done", "skipped", "now", "later"]


def test_a_declined_referral_is_being_examined_again(sent, complaint, nurse):
    handling.decline(sent, revision=3, by=Actor(user=nurse), at=NOW, reason="Penuh.")

    assert states(complaint) == ["done", "now", "later", "later", "later"]


def test_a_proposal_is_still_being_examined(complaint, service, dinsos):
    placement.propose(complaint, service, by=dinsos, at=NOW)

    assert states(complaint) == ["done", "now", "later", "later", "later"]


def test_a_limit_that_passed_is_said(complaint):
    assert not ticket_of(complaint, on=complaint.due_on).late
    assert ticket_of(complaint, on=complaint.due_on + timedelta(days=1)).late


def test_the_page_holds_no_name_no_place_no_words(client, village, dinsos):
    complaint = hear(village, dinsos, name="Ni Luh Rahasia", text="Suami sakit keras.", reporter_name="Pak Lurah")

    body = client.get(url_of(complaint)).content.decode()

    assert complaint.number in body
    assert "Kesehatan" in body
    for secret in ("LUH", "Luh", "sakit keras", "Lurah", village.name, "Gerokgak", dinsos.full_name):
        assert secret not in body


@pytest.mark.parametrize("confidentiality", ["office", "protected"])
def test_a_confidential_ticket_does_not_even_say_what_it_is_about(client, village, dinsos, confidentiality):
    complaint = hear(village, dinsos, sector="protection", confidentiality=confidentiality)

    body = client.get(url_of(complaint)).content.decode()

    assert complaint.number in body
    for word in ("Perlindungan", "perempuan", "Terlindung", "Rahasia", "Bidang"):
        assert word not in body


def test_the_page_stays_out_of_caches_and_search_engines(client, complaint):
    answer = client.get(url_of(complaint))

    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["Referrer-Policy"] == "same-origin"


# --- the answer ------------------------------------------------------------------------------------------------------


def test_the_citizen_closes_it(client, handled):
    answer = say(client, handled, "handled", satisfaction="5", words="Terima kasih")

    handled.refresh_from_db()
    said = handled.answers.get()
    assert answer.url == reverse("portal:complaint_answered", args=[handled.ticket])
    assert handled.status == ComplaintStatus.CLOSED
    assert (said.said, said.channel, said.satisfaction, said.words, said.by) == (
        "handled",
        "ticket",
        5,
        "Terima kasih",
        None,
    )
    assert "Tidak ada lagi yang perlu Anda lakukan" in client.get(answer.url).content.decode()


def test_not_handled_opens_it_again_and_says_until_when(client, handled):
    answer = say(client, handled, "not_handled")

    handled.refresh_from_db()
    assert (handled.status, handled.reopenings) == (ComplaintStatus.REOPENED, 1)
    assert "Petugas memeriksa lagi" in client.get(answer.url).content.decode()


@pytest.mark.parametrize("said", ["handled", "not_handled"])
def test_a_second_tap_does_no_harm(client, handled, said):
    first = say(client, handled, said)
    second = say(client, handled, said)

    handled.refresh_from_db()
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert handled.answers.count() == 1
    assert handled.reopenings == (said == "not_handled")


def test_a_closed_one_is_opened_again(client, handled):
    say(client, handled, "handled")
    assert "Ternyata belum tertangani" in client.get(url_of(handled)).content.decode()

    say(client, handled, "not_handled", words="Kartu ditolak lagi")

    handled.refresh_from_db()
    assert handled.status == ComplaintStatus.REOPENED


def test_before_it_is_handled_there_is_nothing_to_answer(client, complaint):
    assert "Sudah tertangani" not in client.get(url_of(complaint)).content.decode()

    answer = say(client, complaint, "handled", words="Cepat sekali")

    complaint.refresh_from_db()
    assert answer.status_code == 409
    assert "masih ditangani" in answer.content.decode()
    assert complaint.status == ComplaintStatus.RECEIVED


def test_thanks_come_only_while_the_answer_stands(client, handled, dinsos):
    thanks = reverse("portal:complaint_answered", args=[handled.ticket])

    assert client.get(thanks).url == url_of(handled)


@pytest.mark.parametrize(
    "told",
    [
        {"said": ""},
        {"said": "unreached"},
        {"said": "handled", "satisfaction": "6"},
        {"said": "handled", "satisfaction": "0"},
        {"said": "handled", "satisfaction": "-1"},
        {"said": "handled", "satisfaction": "sangat"},
        {"said": "handled", "satisfaction": "5" * 400},
        {"said": "handled", "words": "a" * 501},
        {"said": "handled", "words": "NIK 5108 0112 3456 7890 saya"},
        {"said": "handled", "words": "nul \x00"},
        {"said": "handled", "words": "balik \u202e"},
    ],
)
def test_a_bad_answer_is_a_page_with_a_sentence(client, handled, told):
    answer = client.post(url_of(handled), told)

    handled.refresh_from_db()
    assert answer.status_code == 422
    assert "Ada yang perlu diperbaiki" in answer.content.decode()
    assert handled.status == ComplaintStatus.HANDLED


def test_what_was_typed_is_kept_and_stays_text(client, handled):
    answer = say(client, handled, "handled", satisfaction="9", words="<script>alert(1)</script>")

    assert "&lt;script&gt;" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_a_forged_answer_is_refused(handled):
    strict = Client(enforce_csrf_checks=True)

    assert say(strict, handled, "handled").status_code == 403


def test_a_browsers_answer_passes_the_guard(handled):
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(url_of(handled)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]

    answer = strict.post(
        url_of(handled), {"said": "handled", "csrfmiddlewaretoken": token}, headers={"origin": "http://testserver"}
    )

    assert answer.status_code == 302


# --- strangers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ticket", ["x", "A" * 22, "A" * 300, "..%2F..", "🙂", "%27%20OR%201=1--"])
@pytest.mark.parametrize("tail", ["", "terjawab/"])
def test_an_unknown_ticket_is_a_page_with_a_sentence(client, db, ticket, tail):
    answer = client.get(f"/k/{ticket}/{tail}")

    assert answer.status_code == 404
    assert "tidak ditemukan" in answer.content.decode()


def test_an_answer_to_an_unknown_ticket_is_404(client, db):
    assert client.post("/k/nowhere/", {"said": "handled"}).status_code == 404


def test_the_number_of_a_complaint_opens_nothing(client, complaint):
    assert client.get(f"/k/{complaint.number}/").status_code == 404


def test_who_asks_too_often_waits_a_minute(client, handled):
    answers = [say(client, handled, "") for _number in range(13)]

    assert [answer.status_code for answer in answers] == [422] * 12 + [429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert client.get(url_of(handled)).status_code == 200
    assert Client(REMOTE_ADDR="10.9.8.7").post(url_of(handled), {"said": ""}).status_code == 422


def test_without_the_cache_everybody_is_let_in(client, handled, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "unix:///nowhere/valkey.sock"}}

    assert client.get(url_of(handled)).status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "9.9.9.9"),
        (1, "", "9.9.9.9"),
    ],
)
def test_the_address_is_what_our_own_proxies_saw(rf, settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="9.9.9.9", headers={"x-forwarded-for": forwarded})

    assert limits.address_of(request) == address


def test_answers_name_no_officer(client, handled):
    say(client, handled, "handled")

    assert Answer.objects.get().by is None
