"""Letters by the verbs: numbers, frozen contents, who issues, revoking."""

import hashlib
import threading
from datetime import date, timedelta

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from households.registry import seal_number
from puskesos.errors import Refused
from puskesos.models import Activity, Region, User
from puskesos.roles import Duty, Role
from referrals import complaints, letter_texts, letters, placement, typesetting
from referrals.facts import ClientFacts, ComplaintFacts
from referrals.letterheads import letterhead
from referrals.models import Letter, LetterSeries, Paper, Programme
from referrals.models.complaints import Confidentiality
from referrals.tests.conftest import NOW, agree, hear

pytestmark = pytest.mark.django_db
RECEIPT, REFERRAL = Letter.Kind.RECEIPT, Letter.Kind.REFERRAL


def words(letter: Letter) -> str:
    """Everything a letter says, in one text."""
    return str(letter.contents)


def test_a_letter_says_what_was_decided_and_keeps_its_seal(sent, complaint, manager, dinsos):
    letter = letters.issue(REFERRAL, complaint=complaint, referral=sent, by=dinsos, at=NOW)

    assert letter.number == "400.9.11/0001/SLRT/XI/2026"
    assert ["Nama", "I WAYAN SAKIT"] in letter.contents["table"]
    assert letter.contents["to"][:2] == ["Yth. Pimpinan", "RSUD Buleleng"]
    assert letter.contents["signature"]["name"] == manager.full_name
    assert letter.contents["reason"][1] == "Layak dirujuk."
    assert letter.seal == letter_texts.seal_of(letter.contents)
    assert Activity.objects.filter(verb="letter.issue", target_id=str(letter.pk)).count() == 1


def test_the_archived_file_is_the_sealed_one_and_set_anew_has_the_same_bytes(sent, complaint, dinsos):
    letter = letters.issue(REFERRAL, complaint=complaint, referral=sent, by=dinsos, at=NOW)

    letter.refresh_from_db()
    with storages["letters"].open(letter.path) as file:
        kept = file.read()
    assert hashlib.sha256(kept).hexdigest() == letter.sha256
    assert typesetting.render(letter.contents) == kept


@pytest.mark.parametrize("harm", ["lost", "changed"])
def test_a_lost_or_changed_file_comes_back_with_its_seal(sent, complaint, dinsos, harm):
    letter = letters.issue(REFERRAL, complaint=complaint, referral=sent, by=dinsos, at=NOW)
    kept = letters.pdf_of(letter)
    path = storages["letters"].path(letter.path)
    storages["letters"].delete(letter.path)
    if harm == "changed":
        with open(path, "wb") as file:  # noqa: PTH123 as somebody with the disk would
            file.write(kept + b"%")

    assert letters.pdf_of(letter) == kept
    assert storages["letters"].exists(letter.path)


def test_numbers_run_per_office_kind_and_year(village, dinsos):
    first, second, next_year = (
        letters.issue(RECEIPT, complaint=hear(village, dinsos), by=dinsos, at=at)
        for at in (NOW, NOW, NOW + timedelta(days=60))
    )

    assert [first.number, second.number, next_year.number] == [
        "400.9.11/0001/SLRT-TT/XI/2026",
        "400.9.11/0002/SLRT-TT/XI/2026",
        "400.9.11/0001/SLRT-TT/I/2027",
    ]


def test_what_is_rolled_back_leaves_no_gap_and_no_row(village, dinsos):
    complaint = hear(village, dinsos)
    with transaction.atomic():
        letters.issue(RECEIPT, complaint=complaint, by=dinsos, at=NOW)
        transaction.set_rollback(True)

    letter = letters.issue(RECEIPT, complaint=complaint, by=dinsos, at=NOW)

    assert letter.number == "400.9.11/0001/SLRT-TT/XI/2026"
    assert Letter.objects.count() == 1


def test_a_refused_second_letter_takes_no_number(sent, complaint, dinsos):
    first = letters.issue(REFERRAL, complaint=complaint, referral=sent, by=dinsos, at=NOW)

    with pytest.raises(Refused, match=first.number):
        letters.issue(REFERRAL, complaint=complaint, referral=sent, by=dinsos, at=NOW)

    assert LetterSeries.objects.get(kind="referral").last == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_time_get_two_numbers_and_neither_is_skipped(village, dinsos):
    heard = [hear(village, dinsos, name=f"Warga {sign}") for sign in "ABCDEFGH"]
    numbers, barrier = [], threading.Barrier(2)

    def issue(some):
        barrier.wait()
        try:
            numbers.extend(letters.issue(RECEIPT, complaint=one, by=dinsos, at=NOW).number for one in some)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=[some]) for some in (heard[:4], heard[4:])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == [f"400.9.11/{running:04}/SLRT-TT/XI/2026" for running in range(1, 9)]


@pytest.mark.django_db(transaction=True)
def test_two_presses_of_the_button_make_one_letter(village, dinsos):
    complaint, outcomes, barrier = hear(village, dinsos), [], threading.Barrier(2)

    def issue():
        barrier.wait()
        try:
            outcomes.append(letters.issue(RECEIPT, complaint=complaint, by=dinsos, at=NOW).number)
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=issue) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["400.9.11/0001/SLRT-TT/XI/2026", "refused"]


def test_two_regencies_may_write_the_same_number_but_one_may_not_twice(regions, village, dinsos):
    office = User.objects.create_user("lia", role=Role.DINSOS, region=regions["35.26"], full_name="Lia")
    here = letters.issue(RECEIPT, complaint=hear(village, dinsos), by=dinsos, at=NOW)
    there = letters.issue(RECEIPT, complaint=hear(regions["35.26.01.2001"], office), by=office, at=NOW)
    assert here.number == there.number

    again = Letter.objects.get(pk=here.pk)
    again.pk, again.token = None, "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


# What it says


def test_the_identity_number_is_never_whole(village, dinsos, manager, service, hospital):
    nik = seal_number("nik", "5108011011870009")
    complaint = hear(village, dinsos)
    complaint.client.nik = nik
    complaint.client.save(update_fields=["nik"])
    letter = letters.issue(
        REFERRAL, complaint=complaint, referral=_send(complaint, service, hospital, dinsos, manager), by=dinsos, at=NOW
    )

    assert ["NIK", nik.masked] in letter.contents["table"]
    assert "5108011011870009" not in words(letter)


def _send(complaint, programme, provider, by, manager):
    referral = placement.propose(complaint, programme, by=by, at=NOW)
    placement.recommend(referral, revision=1, by=by, at=NOW, advice="Layak dirujuk.")
    consent = agree(complaint, by)
    return placement.send(referral, revision=2, provider=provider, consent=consent, by=manager, at=NOW)


@pytest.mark.parametrize("since", ["from the start", "only after it was sent"])
def test_a_protected_person_goes_by_an_alias(village, case_worker, dinsos, manager, service, hospital, since):
    told = ComplaintFacts(kind="grievance", sector="protection", channel="front_office", text="Perlu tempat aman.")
    complaint = complaints.register(
        ClientFacts(name="Ni Luh Rahasia", sex="2"), told, village=village, by=dinsos, at=NOW
    )
    complaint.client.alias, complaint.client.nik = "Melati", seal_number("nik", "5108014210900001")
    complaint.client.save(update_fields=["alias", "nik"])
    if since == "from the start":
        complaint.confidentiality = Confidentiality.PROTECTED
    referral = _send(complaint, service, hospital, dinsos, manager)
    complaint.confidentiality = Confidentiality.PROTECTED
    complaint.save(update_fields=["confidentiality"])
    referral.complaint = complaint

    letter = letters.issue(REFERRAL, complaint=complaint, referral=referral, by=case_worker, at=NOW)
    receipt = letters.issue(RECEIPT, complaint=complaint, by=case_worker, at=NOW)

    assert ["Nama samaran", "Melati"] in letter.contents["table"]
    for said in (words(letter), words(receipt)):
        assert "NI LUH" not in said.upper()
        assert "5108" not in said
    assert "Perlindungan" not in words(receipt)
    assert letter.contents["copies"] == []
    assert Activity.objects.get(verb="letter.issue", target_id=str(letter.pk)).region_code == ""


def test_a_receipt_names_nobody(complaint, dinsos):
    receipt = letters.issue(RECEIPT, complaint=complaint, by=dinsos, at=NOW)

    assert "WAYAN" not in words(receipt)
    assert ["Nomor keluhan", complaint.number] in receipt.contents["table"]
    assert receipt.contents["signature"]["as"] == "Petugas penerima keluhan"


def test_enclosed_are_the_papers_that_are_there_by_the_name_of_the_list(sent, complaint, dinsos):
    Programme.objects.update(
        papers=[
            {"code": "ktp", "name": "Fotokopi KTP", "required": True},
            {"code": "kk", "name": "Fotokopi KK", "required": False},
        ]
    )
    sent.refresh_from_db()
    Paper.objects.create(
        complaint=complaint,
        village_id=complaint.village_id,
        code="ktp",
        path="x",
        sha256="1",
        client_sha256="1",
        bytes=1,
    )

    letter = letters.issue(REFERRAL, complaint=complaint, referral=sent, by=dinsos, at=NOW)

    assert letter.contents["enclosed"] == ["Fotokopi KTP"]
    assert ["Lampiran", "1 berkas"] in letter.contents["block"]


def test_an_office_writes_its_own_head_and_numbers(regions):
    own = {"51.08": {"head": "I Gede Contoh", "head_number": "19700101", "numbers": {"referral": "B/{number}/{year}"}}}
    with override_settings(LETTERHEADS=own):
        head = letterhead(regions["51.08"])

    assert (head.head, head.place) == ("I Gede Contoh", "Singaraja")
    assert head.number("referral", 7, on=date(2026, 11, 10)) == "B/7/2026"
    assert head.number("receipt", 7, on=date(2026, 11, 10)) == "400.9.11/0007/SLRT-TT/XI/2026"


def test_a_village_writes_under_its_own_head(regions):
    head = letterhead(Region.objects.get(code="51.08.01.2001"))

    assert head.lines == ["Pemerintah Kabupaten Buleleng", "Kecamatan Gerokgak", "Desa Sumberklampok"]
    assert head.number("referral", 42, on=date(2026, 11, 10)) == "400.9.11/0042/PKS.012001/XI/2026"


def test_invisible_signs_and_turned_directions_do_not_reach_a_letter():
    assert letter_texts.clean({"a": ["Wa\u202eyan\u0000\u200b\nB"]}) == {"a": ["Wayan\nB"]}


# Who and when


def test_a_letter_waits_until_the_referral_is_sent(complaint, service, dinsos):
    referral = placement.propose(complaint, service, by=dinsos, at=NOW)

    with pytest.raises(Refused, match="setelah rujukan"):
        letters.issue(REFERRAL, complaint=complaint, referral=referral, by=dinsos, at=NOW)
    assert not letters.may_issue(referral, dinsos)


def test_a_letter_that_ends_before_it_begins_is_refused(sent, complaint, dinsos):
    with pytest.raises(Refused, match="sudah lewat"):
        letters.issue(
            REFERRAL, complaint=complaint, referral=sent, by=dinsos, at=NOW, valid_until=NOW.date() - timedelta(days=1)
        )


@pytest.mark.parametrize("who", ["operator", "supervisor", "nurse", "stranger"])
def test_only_the_office_that_decided_issues(request, sent, complaint, who):
    with pytest.raises(Refused, match="Hanya kantor"):
        letters.issue(REFERRAL, complaint=complaint, referral=sent, by=request.getfixturevalue(who), at=NOW)


def test_the_coordinator_issues_and_revokes_for_the_villages_own_programme(village, operator, service, hospital):
    Programme.objects.update(level=Programme.Level.VILLAGE)
    service.refresh_from_db()
    coordinator = User.objects.create_user(
        "nengah", role=Role.FACILITATOR, region=village, full_name="Nengah", duties=[Duty.COORDINATOR]
    )
    referral = _send(hear(village, operator, channel="puskesos"), service, hospital, operator, coordinator)

    letter = letters.issue(REFERRAL, complaint=referral.complaint, referral=referral, by=coordinator, at=NOW)

    assert letter.number == "400.9.11/0001/PKS.012001/XI/2026"
    assert letter.contents["signature"]["as"] == "Koordinator Puskesos Desa Sumberklampok"
    assert not letters.may_revoke(letter, operator)
    letters.revoke(letter, by=coordinator, at=NOW, reason="Salah ketik.")
    assert letter.state_on(NOW.date()) == "revoked"


def test_a_revoked_letter_stays_and_makes_room_for_another(sent, complaint, dinsos):
    letter = letters.issue(REFERRAL, complaint=complaint, referral=sent, by=dinsos, at=NOW)
    with pytest.raises(Refused, match="alasan"):
        letters.revoke(letter, by=dinsos, at=NOW, reason=" ")
    letters.revoke(letter, by=dinsos, at=NOW, reason="Salah alamat.")

    with pytest.raises(Refused):
        letters.revoke(letter, by=dinsos, at=NOW, reason="Lagi.")
    second = letters.issue(REFERRAL, complaint=complaint, referral=sent, by=dinsos, at=NOW)

    assert second.number == "400.9.11/0002/SLRT/XI/2026"
    assert storages["letters"].exists(letter.path)


def test_a_letter_counts_through_its_last_day(sent, complaint, dinsos):
    last = NOW.date() + timedelta(days=30)
    letter = letters.issue(REFERRAL, complaint=complaint, referral=sent, by=dinsos, at=NOW, valid_until=last)

    assert letter.state_on(last) == "valid"
    assert letter.state_on(last + timedelta(days=1)) == "expired"
    assert Letter.objects.standing(on=last).get() == letter
    assert not Letter.objects.standing(on=last + timedelta(days=1)).exists()


def test_the_letter_of_a_referral_that_was_withdrawn_no_longer_counts(sent, complaint, dinsos):
    letter = letters.issue(REFERRAL, complaint=complaint, referral=sent, by=dinsos, at=NOW)

    placement.withdraw(sent, revision=sent.revision, by=dinsos, at=NOW, reason="Keluarga pindah.")

    letter = Letter.objects.get()
    assert letter.state_on(NOW.date()) == "lapsed"
    assert not Letter.objects.standing(on=NOW.date()).exists()
