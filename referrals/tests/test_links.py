"""One-time links: one step, once; everything else is one and the same page."""

import logging
import threading
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from puskesos.errors import Refused
from puskesos.models import Activity
from referrals import handling, links
from referrals.handling import Actor
from referrals.models import AnswerLink, Complaint, Referral
from referrals.states import ReferralStatus
from referrals.tests.conftest import NOW, STAGES

VISIT = {"act": "stage", "stage": "visit", "field-visited_on": "10-11-2026", "field-people": "2"}


@pytest.fixture(autouse=True)
def _no_misses(settings):
    """Misses of earlier tests do not count; the cache is the broker's too, so nothing is cleared."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid.uuid4().hex}}


@pytest.fixture
def token(sent, dinsos) -> str:
    """A link to the hospital's night nurse, made now."""
    return links.make(sent, contact="Bidan Ketut", by=dinsos, at=timezone.now())


def address(token: str) -> str:
    """The page of a link."""
    return reverse("referrals:answer_link", args=[token])


def test_only_a_digest_is_kept(sent, token):
    link = AnswerLink.objects.get()

    assert token not in (link.digest, str(link.pk))
    assert len(link.digest) == 64
    assert len(token) >= 43


def test_a_link_shows_what_the_provider_may_know_and_is_kept_nowhere(client, token):
    response = client.get(address(token))

    body = response.content.decode()
    assert response.status_code == 200
    assert "I WAYAN SAKIT" in body
    assert "Sumberklampok" not in body
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.cookies == {}


def test_a_link_is_used_once_and_the_next_one_is_shown_once(client, sent, token):
    done = client.post(address(token), {"act": "answer", "revision": 3, "answer": "accept"})
    again = client.post(address(token), {"act": "answer", "revision": 3, "answer": "accept"})

    following = done.context["address"].rstrip("/").rpartition("/")[2]
    assert (done.status_code, again.status_code) == (200, 404)
    assert "Simpan tautan baru ini" in done.content.decode()
    assert client.get(address(following)).status_code == 200
    sent.refresh_from_db()
    assert sent.status == ReferralStatus.ACCEPTED


def test_a_referral_is_walked_to_its_end_by_links(client, sent, token):
    def press(token: str, posted: dict) -> str:
        sent.refresh_from_db()
        response = client.post(address(token), {"revision": sent.revision} | posted)
        assert response.status_code == 200
        return response.context["address"].rstrip("/").rpartition("/")[2]

    token = press(token, {"act": "answer", "answer": "accept"})
    token = press(token, VISIT)
    last = press(token, {"act": "stage", "stage": "close", "outcome": "Sudah diobati."})

    sent.refresh_from_db()
    assert (sent.status, last) == (ReferralStatus.COMPLETED, "")
    assert [record.link.contact for record in sent.records.all()] == ["Bidan Ketut", "Bidan Ketut"]
    assert sent.records.filter(by__isnull=False).count() == 0


def test_no_link_is_issued_for_a_step_of_the_office(client, sent, token):
    Referral.objects.update(stages=[{**STAGES[0], "actor": "office"}, STAGES[1]])

    done = client.post(address(token), {"act": "answer", "revision": 3, "answer": "accept"})

    assert done.context["address"] == ""
    assert AnswerLink.objects.filter(used_at=None).count() == 0


def test_declining_through_a_link_needs_a_reason_and_gives_no_other_link(client, sent, token):
    silent = client.post(address(token), {"act": "answer", "revision": 3, "answer": "decline", "reason": ""})
    done = client.post(address(token), {"act": "answer", "revision": 3, "answer": "decline", "reason": "Penuh."})

    assert (silent.status_code, done.status_code) == (422, 200)
    assert done.context["address"] == ""
    assert Referral.objects.get().reason == "Penuh."


def test_a_refused_step_leaves_the_link_alive_and_the_words_on_the_page(client, sent, token):
    handling.accept(sent, revision=3, by=Actor(link=AnswerLink.objects.get()), at=NOW)
    bad = VISIT | {"revision": 4, "field-people": "0", "note": "Tulisan saya."}

    refused = client.post(address(token), bad)
    done = client.post(address(token), VISIT | {"revision": 4})

    assert (refused.status_code, done.status_code) == (409, 200)
    assert "Tulisan saya." in refused.content.decode()


def test_wrong_used_expired_and_revoked_links_look_the_same(client, sent, dinsos):
    now = timezone.now()
    tokens = {
        "wrong": "x" * 43,
        "expired": links.make(sent, contact="A", by=dinsos, at=now - timedelta(days=15)),
        "replaced": links.make(sent, contact="B", by=dinsos, at=now),
        "revoked": links.make(sent, contact="C", by=dinsos, at=now),
    }
    links.revoke(AnswerLink.objects.get(contact="C"), by=dinsos, at=now)
    tokens["used"] = links.make(sent, contact="D", by=dinsos, at=now)
    tokens["tampered"] = tokens["used"][:-1] + ("A" if tokens["used"][-1] != "A" else "B")
    client.post(address(tokens["used"]), {"act": "answer", "revision": 3, "answer": "accept"})

    answers = {name: client.get(address(token)) for name, token in tokens.items()}

    assert {response.status_code for response in answers.values()} == {404}
    assert len({response.content for response in answers.values()}) == 1
    assert "Tautan salah, sudah dipakai" in answers["wrong"].content.decode()


def test_a_link_ends_with_its_referral(client, sent, token, dinsos):
    Referral.objects.update(status="withdrawn", ended_at=NOW, reason="Batal.")

    assert client.get(address(token)).status_code == 404
    with pytest.raises(Refused):
        links.make(Referral.objects.get(), contact="A", by=dinsos, at=NOW)


def test_a_link_lasts_fourteen_days(sent, dinsos):
    token = links.make(sent, contact="A", by=dinsos, at=NOW)

    assert links.open_link(token, at=NOW + timedelta(days=14) - timedelta(seconds=1))
    assert links.open_link(token, at=NOW + timedelta(days=14)) is None


def test_a_protected_case_is_never_answered_by_link(sent, dinsos):
    Complaint.objects.update(confidentiality="protected")

    with pytest.raises(Refused, match="terlindung"):
        links.make(Referral.objects.get(), contact="A", by=dinsos, at=NOW)


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"act": "answer", "answer": "maybe"},
        {"act": "answer", "answer": "accept", "revision": "9" * 50},
        {"act": "answer", "answer": "accept", "revision": "x"},
        {"act": "stage", "stage": "nowhere"},
        {"act": "stage", "stage": "close", "outcome": "Selesai."},
        {"act": "answer", "answer": "decline", "reason": "x" * 9000, "revision": 3},
        {"act": "answer", "answer": "decline", "reason": "a\x00b", "revision": 3},
    ],
)
def test_a_tampered_answer_changes_nothing_and_the_link_stays(client, sent, token, posted):
    response = client.post(address(token), posted)

    assert response.status_code in (409, 422)
    assert Referral.objects.get().status == ReferralStatus.SENT
    assert client.get(address(token)).status_code == 200


def test_who_tries_many_links_must_wait(client, db):
    answers = [client.get(address(f"{number:043d}")).status_code for number in range(31)]

    assert answers[:30] == [404] * 30
    assert answers[30] == 429


def test_another_person_behind_the_proxy_is_not_held_up(client, token, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(31):
        client.get(address(f"{number:043d}"), headers={"X-Forwarded-For": "10.0.0.1"})

    assert client.get(address(token), headers={"X-Forwarded-For": "10.0.0.2"}).status_code == 200
    assert client.get(address(token), headers={"X-Forwarded-For": "10.0.0.1"}).status_code == 429


@pytest.mark.parametrize("strange", ["x" * 3000, "🙂", "..%2F..", "a b", "'--"])
def test_a_strange_token_is_the_same_page(client, db, strange):
    assert client.get(f"/r/{strange}/").status_code == 404


def test_the_office_makes_lists_and_revokes_links(client, sent, dinsos):
    client.force_login(dinsos)
    detail = reverse("referrals:referral_detail", args=[sent.pk])

    made = client.post(reverse("referrals:link_make", args=[sent.pk]), {"revision": 3, "contact": "Bidan Ketut"})
    shown_again = client.get(detail).content.decode()
    link = AnswerLink.objects.get()
    client.post(reverse("referrals:link_revoke", args=[sent.pk, link.pk]))

    token = made.context["address"].rstrip("/").rpartition("/")[2]
    assert made["Cache-Control"] == "no-store, private"
    assert "Bidan Ketut" in shown_again
    assert token not in shown_again
    assert Client().get(address(token)).status_code == 404


@pytest.mark.parametrize("contact", ["", "x" * 500, "a\x00b"])
def test_a_link_goes_to_somebody(client, sent, dinsos, contact):
    client.force_login(dinsos)

    response = client.post(reverse("referrals:link_make", args=[sent.pk]), {"revision": 3, "contact": contact})

    assert response.status_code == 422
    assert AnswerLink.objects.count() == 0


def test_the_key_is_in_no_log_and_no_history(client, sent, token, caplog):
    with caplog.at_level(logging.DEBUG):
        caplog.handler.addFilter(import_string(settings.LOGGING["filters"]["no_secrets"]["()"])())
        client.get(address("y" * 43))
        client.post(address(token), {"act": "answer", "revision": 3, "answer": "vielleicht"})
        client.post(address(token), {"act": "answer", "revision": 3, "answer": "accept"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT metadata::text FROM pghistory_context")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert "/r/…" in caplog.text
    for key in (token, "y" * 43):
        assert key not in caplog.text
        assert key not in kept
        assert key not in str(list(Activity.objects.values_list("data", flat=True)))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_wins(sent, dinsos):
    token = links.make(sent, contact="A", by=dinsos, at=timezone.now())
    together, codes = threading.Barrier(2), []

    def press() -> None:
        together.wait()
        try:
            posted = {"act": "answer", "revision": 3, "answer": "accept"}
            codes.append(Client().post(address(token), posted).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(codes)[0] == 200
    assert sorted(codes)[1] in (404, 409)
    assert AnswerLink.objects.filter(used_at=None).count() == 1
    assert Referral.objects.get().revision == 4
