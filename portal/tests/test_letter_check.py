"""What the QR code of a letter opens for anybody: whether it is real, and nothing of a person."""

from datetime import date

import pytest
from django.urls import reverse

from portal.views_letters import CHECKS_A_MINUTE
from referrals import letters
from referrals.models import Complaint, Letter
from referrals.models.complaints import Confidentiality
from referrals.tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(sent, complaint, dinsos) -> Letter:
    """The referral letter to the hospital, good until the end of the century."""
    until = date(2099, 12, 31)
    return letters.issue(Letter.Kind.REFERRAL, complaint=complaint, referral=sent, by=dinsos, at=NOW, valid_until=until)


def check(client, token: str):
    """The page as a passer-by opens it."""
    return client.get(reverse("portal:letter_check", args=[token]))


def test_the_address_on_the_letter_is_the_address_of_the_check(letter):
    assert letter.contents["address"].endswith(reverse("portal:letter_check", args=[letter.token]))


def test_a_good_letter_is_confirmed_without_any_name(client, letter, complaint, sent):
    body = check(client, letter.token).content.decode()

    for said in (
        letter.number,
        "Surat rujukan",
        "10 November 2026",
        "Dinas Sosial Kabupaten Buleleng",
        letter.seal[:8],
    ):
        assert said in body
    personal = (
        "WAYAN",
        "RSUD",
        "Sumberklampok",
        "Putu",
        "Layanan uji",
        complaint.number,
        sent.number,
        complaint.ticket,
    )
    for secret in (*personal, letter.seal, letter.sha256):
        assert secret.casefold() not in body.casefold()


def test_a_revoked_letter_says_so_but_not_why(client, letter, dinsos):
    letters.revoke(letter, by=dinsos, at=NOW, reason="Salah alamat.")

    body = check(client, letter.token).content.decode()

    assert "Surat ini sudah dicabut" in body
    assert "Salah alamat" not in body


def test_an_expired_letter_says_so(client, letter):
    Letter.objects.update(valid_until=date(2026, 1, 1))

    assert "Surat ini sudah kedaluwarsa" in check(client, letter.token).content.decode()


def test_a_protected_letter_says_exactly_as_much_as_any_other(client, letter):
    before = check(client, letter.token).content
    Complaint.objects.update(confidentiality=Confidentiality.PROTECTED)

    assert check(client, letter.token).content == before


@pytest.mark.parametrize("token", ["x", "A" * 22, "0" * 300, "🙂", "..%2F..", "' OR 1=1 --"])
def test_an_unknown_code_is_the_same_page_with_a_sentence(client, letter, token):
    response = check(client, token)

    assert response.status_code == 404
    assert "Surat tidak ditemukan" in response.content.decode()


def test_it_is_kept_out_of_caches_and_search_engines(client, letter):
    response = check(client, letter.token)

    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


def test_who_asks_too_often_waits(client, letter):
    for _ in range(CHECKS_A_MINUTE):
        assert check(client, "x").status_code == 404

    waiting = check(client, letter.token)

    assert waiting.status_code == 429
    assert waiting["Retry-After"] == "60"
