"""Pages of letters: issuing, downloading, revoking, and the archive with its filters."""

import pytest
from django.urls import reverse

from puskesos.models import PersonalDataRead
from referrals import letters
from referrals.models import Letter
from referrals.models.complaints import Confidentiality
from referrals.tests.conftest import NOW, hear

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(sent, complaint, dinsos) -> Letter:
    """The referral letter to the hospital."""
    return letters.issue(Letter.Kind.REFERRAL, complaint=complaint, referral=sent, by=dinsos, at=NOW)


def page(name: str, row) -> str:
    """The address of a page about a row."""
    return reverse(f"referrals:{name}", args=[row.pk])


def test_the_office_issues_a_letter_from_the_referral(client, sent, dinsos):
    client.force_login(dinsos)
    assert f'href="{page("letter_issue", sent)}"' in client.get(page("referral_detail", sent)).text
    assert client.get(page("letter_issue", sent)).status_code == 200

    response = client.post(
        page("letter_issue", sent), {"kind": "recommendation", "paper": "f4", "valid_until": "31-12-2099"}, follow=True
    )

    letter = Letter.objects.get()
    assert response.redirect_chain[-1][0] == page("letter_detail", letter)
    assert (letter.kind, letter.contents["paper"]) == ("recommendation", "f4")
    assert letter.number in response.content.decode()
    assert letter.number in client.get(page("referral_detail", sent)).text


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"kind": "referral", "paper": "a4", "valid_until": "01-01-2020"}, 409, "sudah lewat"),
        ({"kind": "referral", "paper": "a4", "valid_until": "2/30/2026"}, 422, "Tulis tanggal-bulan-tahun"),
        ({"kind": "receipt", "paper": "a4"}, 422, ""),
        ({"kind": "referral", "paper": "../../etc"}, 422, ""),
        ({}, 422, ""),
    ],
)
def test_what_cannot_be_issued_comes_back_with_what_was_typed(client, sent, dinsos, typed, status, sentence):
    client.force_login(dinsos)

    response = client.post(page("letter_issue", sent), typed)

    body = response.content.decode()
    assert response.status_code == status
    assert sentence in body
    assert typed.get("valid_until", "") in body
    assert not Letter.objects.exists()


def test_the_download_is_a_pdf_with_a_safe_name_and_is_logged(client, letter, dinsos):
    client.force_login(dinsos)

    response = client.get(page("letter_download", letter))

    assert response.content == letters.pdf_of(letter)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == ('attachment; filename="surat-rujukan-400-9-11-0001-slrt-xi-2026.pdf"')
    assert "no-store" in response["Cache-Control"]
    assert PersonalDataRead.objects.get(target_id=str(letter.pk)).by == dinsos


def test_the_provider_it_was_sent_to_downloads_it_and_sees_nothing_else(client, letter, nurse):
    client.force_login(nurse)

    assert client.get(page("letter_download", letter)).status_code == 200
    assert client.get(page("letter_detail", letter)).status_code == 403
    assert client.get(reverse("referrals:letter_list")).status_code == 403


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("neighbour_operator", 404), ("operator", 200), ("supervisor", 200)]
)
def test_a_letter_is_read_by_its_own_region(client, request, letter, who, status):
    client.force_login(request.getfixturevalue(who))

    for name in ("letter_detail", "letter_download"):
        assert client.get(page(name, letter)).status_code == status


def test_a_protected_letter_exists_for_its_team_only(client, letter, complaint, dinsos, operator, nurse, case_worker):
    complaint.case_workers.create(user=case_worker)
    complaint.confidentiality = Confidentiality.PROTECTED
    complaint.save(update_fields=["confidentiality"])

    for person, status in ((dinsos, 404), (operator, 404), (nurse, 404), (case_worker, 200)):
        client.force_login(person)
        assert client.get(page("letter_download", letter)).status_code == status
        if person is not nurse:
            listed = client.get(reverse("referrals:letter_list")).content.decode()
            assert (letter.number in listed) is (status == 200)


def test_a_letter_is_revoked_with_a_reason(client, letter, dinsos):
    client.force_login(dinsos)
    refused = client.post(page("letter_revoke", letter), {"reason": " "})
    assert (refused.status_code, "Tulis alasan" in refused.content.decode()) == (422, True)

    client.post(page("letter_revoke", letter), {"reason": "Salah alamat."})
    again = client.post(page("letter_revoke", letter), {"reason": "Lagi."})

    letter.refresh_from_db()
    assert letter.revoke_reason == "Salah alamat."
    assert again.status_code == 409


def test_the_operator_does_not_revoke_what_the_office_issued(client, letter, operator):
    client.force_login(operator)

    assert client.post(page("letter_revoke", letter), {"reason": "Iseng."}).status_code == 409
    assert Letter.objects.get().revoked_at is None


def test_a_receipt_is_given_once(client, complaint, dinsos):
    client.force_login(dinsos)

    first = client.post(page("letter_receipt", complaint))
    second = client.post(page("letter_receipt", complaint))

    assert first.url == second.url == page("letter_detail", Letter.objects.get())


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", 2),
        ("kind=receipt", 1),
        ("month=11-2026", 2),
        ("month=12-2026", 0),
        ("number=slrt-tt", 1),
        ("number=%25", 0),
        ("month=13-2026", 2),
        ("kind=nonsense&after=@@@", 2),
        ("number=" + "9" * 400, 2),
    ],
)
def test_the_archive_finds_by_kind_month_and_number(client, letter, complaint, dinsos, query, shown):
    letters.issue(Letter.Kind.RECEIPT, complaint=complaint, by=dinsos, at=NOW)
    client.force_login(dinsos)

    response = client.get(f"{reverse('referrals:letter_list')}?{query}")

    assert len(response.context["rows"]) == shown


def test_a_wrong_month_says_how_to_write_it(client, dinsos):
    client.force_login(dinsos)

    body = client.get(reverse("referrals:letter_list"), {"month": "November"}).content.decode()

    assert "contoh: 11-2026" in body


@pytest.mark.parametrize("count", [1, 3])
def test_the_archive_asks_as_often_for_three_as_for_one(client, village, dinsos, count, django_assert_max_num_queries):
    for sign in "ABC"[:count]:
        letters.issue(Letter.Kind.RECEIPT, complaint=hear(village, dinsos, name=f"Warga {sign}"), by=dinsos, at=NOW)
    client.force_login(dinsos)

    with django_assert_max_num_queries(7):
        assert len(client.get(reverse("referrals:letter_list")).context["rows"]) == count
