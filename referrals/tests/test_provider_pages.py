"""Pages of a provider: only what was sent to it, only what the service needs, and forms drawn from the stages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessment.tests.conftest import picture
from puskesos.models import PersonalDataRead, Provider, User
from puskesos.roles import Role
from referrals import handling, papers, placement
from referrals.models import Complaint, Programme, Referral
from referrals.states import ComplaintStatus, ReferralStatus
from referrals.tests.conftest import NOW, STAGES, agree, hear

CANARIES = {
    "name": "KENARI NAMA",
    "address": "Kenari Alamat",
    "phone": "081234567890",
    "features": "Kenari Ciri",
    "guardian": "Kenari Wali",
}


def page(name: str, referral: Referral, *more) -> str:
    """Address of a provider's page of a referral."""
    return reverse(f"referrals:{name}", args=[referral.pk, *more])


@pytest.fixture
def running(sent, at_hospital) -> Referral:
    """Accepted by the hospital, waiting for the visit."""
    return handling.accept(sent, revision=3, by=at_hospital, at=NOW)


@pytest.fixture
def other_nurse(regions) -> User:
    """Answers for another organisation."""
    clinic = Provider.objects.create(regency=regions["51.08"], name="Klinik Lain")
    return User.objects.create_user("wulan", role=Role.PROVIDER, provider=clinic, full_name="Wulan")


def test_the_inbox_shows_what_is_new_until_when_and_how_old_it_is(client, sent, nurse):
    Referral.objects.update(sent_at=timezone.now() - timedelta(days=5))
    client.force_login(nurse)

    body = client.get(reverse("referrals:provider_inbox")).content.decode()

    assert sent.number in body
    assert "Jawab sampai" in body
    assert [row["value"] for row in client.get(reverse("referrals:provider_inbox")).context["ages"]] == [0, 1, 0, 0]


@pytest.mark.parametrize(("days", "bucket"), [(0, 0), (3, 0), (4, 1), (7, 1), (8, 2), (14, 2), (15, 3), (400, 3)])
def test_each_day_of_waiting_falls_into_one_bucket(client, sent, nurse, days, bucket):
    Referral.objects.update(sent_at=timezone.now() - timedelta(days=days, hours=1))
    client.force_login(nurse)

    ages = client.get(reverse("referrals:provider_inbox")).context["ages"]

    assert [row["value"] for row in ages] == [int(place == bucket) for place in range(4)]


@pytest.mark.parametrize(
    ("tab", "shown"), [("baru", False), ("berjalan", True), ("terlambat", True), ("selesai", False), ("x", False)]
)
def test_each_tab_of_the_inbox(client, running, nurse, tab, shown):
    client.force_login(nurse)
    Referral.objects.update(step_due_on=timezone.localdate() - timedelta(days=1))

    body = client.get(reverse("referrals:provider_inbox"), {"tab": tab}).content.decode()

    assert (running.number in body) == shown


def test_another_organisation_finds_nothing_and_can_do_nothing(client, running, other_nurse):
    client.force_login(other_nurse)

    assert client.get(page("provider_referral", running)).status_code == 404
    for name in ("provider_answer", "provider_stage"):
        assert client.post(page(name, running), {"revision": 4}).status_code == 404
    assert running.number not in client.get(reverse("referrals:provider_inbox")).content.decode()


def test_what_was_not_sent_yet_is_not_there(client, complaint, service, dinsos, nurse):
    referral = placement.propose(complaint, service, by=dinsos, at=NOW)
    client.force_login(nurse)

    assert client.get(page("provider_referral", referral)).status_code == 404


def test_the_page_shows_no_field_that_is_not_disclosed(client, village, dinsos, manager, service, hospital, nurse):
    complaint = hear(village, dinsos, text="Kenari Keluhan.", reporter_name="Kenari Pelapor", place="Kenari Tempat")
    for field, canary in CANARIES.items():
        setattr(complaint.client, field, canary)
    complaint.client.save()
    Programme.objects.update(disclosed=["sex"])
    service.refresh_from_db()
    referral = placement.propose(complaint, service, by=dinsos, at=NOW)
    placement.recommend(referral, revision=1, by=dinsos, at=NOW, advice="Kenari saran.", exception="Kenari kecuali.")
    placement.send(referral, revision=2, provider=hospital, consent=agree(complaint, dinsos), by=manager, at=NOW)
    client.force_login(nurse)

    for verb in (None, "accept"):
        if verb:
            client.post(page("provider_answer", referral), {"revision": 3, "answer": verb})
        body = client.get(page("provider_referral", referral)).content.decode()
        assert "Laki-laki" in body
        assert "kenari" not in body.lower()
        assert complaint.number not in body
        assert "081234567890" not in body
        assert "Sumberklampok" not in body


def test_each_opening_is_on_record_with_what_was_shown(client, sent, nurse):
    client.force_login(nurse)

    client.get(page("provider_referral", sent))
    client.get(page("provider_referral", sent))

    reads = PersonalDataRead.objects.filter(by=nurse, target_id=str(sent.pk))
    assert [read.fields for read in reads] == ["name,need", "name,need"]


def test_after_declining_the_person_is_no_longer_shown(client, sent, nurse):
    client.force_login(nurse)

    silent = client.post(page("provider_answer", sent), {"revision": 3, "answer": "decline", "reason": " "})
    done = client.post(page("provider_answer", sent), {"revision": 3, "answer": "decline", "reason": "Penuh."})

    assert (silent.status_code, done.status_code) == (422, 302)
    body = client.get(page("provider_referral", sent)).content.decode()
    assert "I WAYAN SAKIT" not in body
    assert "tidak ditampilkan lagi" in body
    assert Referral.objects.get().status == ReferralStatus.DECLINED


def test_from_acceptance_to_completion_by_the_pages(client, sent, complaint, nurse):
    client.force_login(nurse)
    visit = {"revision": 4, "stage": "visit", "field-visited_on": "10/11/2026", "field-people": "1.200,5"}

    client.post(page("provider_answer", sent), {"revision": 3, "answer": "accept"})
    client.post(page("provider_stage", sent), visit)
    client.post(page("provider_stage", sent), {"revision": 5, "stage": "close", "outcome": "Sudah diobati."})

    sent.refresh_from_db()
    complaint.refresh_from_db()
    assert sent.status == ReferralStatus.COMPLETED
    assert sent.records.get(stage="visit").values == {"visited_on": "2026-11-10", "people": 1200.5}
    assert (complaint.status, complaint.result) == (ComplaintStatus.HANDLED, "Sudah diobati.")
    assert "1.200,5" in client.get(page("provider_referral", sent)).content.decode()


@pytest.mark.parametrize(
    "number", ["-1", "NaN", "inf", "1e999", "1e5", "9" * 30, "0x10", "1_000", "١٢", "1.5", "1,5,5", "dua", "\x00", ""]
)
def test_a_number_that_nobody_writes_is_refused_and_stays_on_the_page(client, running, nurse, number):
    client.force_login(nurse)

    response = client.post(
        page("provider_stage", running),
        {"revision": 4, "stage": "visit", "field-visited_on": "10-11-2026", "field-people": number, "note": "Tetap."},
    )

    assert response.status_code == 422
    assert "Tetap." in response.content.decode()
    assert running.records.count() == 0


@pytest.mark.parametrize("day", ["31/02/2026", "2026-11-10", "11/13/2026", "01-01-0001", "31-12-9999", "x", "\x00", ""])
def test_a_day_that_is_not_in_the_calendar_is_refused(client, running, nurse, day):
    client.force_login(nurse)
    posted = {"revision": 4, "stage": "visit", "field-visited_on": day, "field-people": "2"}

    assert client.post(page("provider_stage", running), posted).status_code == 422
    assert running.records.count() == 0


def test_a_broken_rule_is_said_with_all_reasons(client, running, nurse):
    client.force_login(nurse)
    tomorrow = (timezone.localdate() + timedelta(days=2)).strftime("%d-%m-%Y")
    posted = {"revision": 4, "stage": "visit", "field-visited_on": tomorrow, "field-people": "0"}

    response = client.post(page("provider_stage", running), posted)

    assert response.status_code == 409
    for words in ("Paling sedikit satu orang.", "Tanggal belum lewat.", tomorrow):
        assert words in response.content.decode()


MORE = [
    {
        "code": "all", "name": "Semua", "actor": "provider", "days": 5,
        "fields": [
            {"code": "kind", "label": "jenis", "kind": "choice", "choices": [["a", "Pilihan A"], ["b", "Pilihan B"]]},
            {"code": "sure", "label": "yakin", "kind": "yes_no", "required": False},
            {"code": "short", "label": "singkat", "kind": "text", "required": False, "hint": "<b>tebal</b>"},
            {"code": "long", "label": "panjang", "kind": "long_text", "required": False},
        ],
        "papers": [{"code": "proof", "name": "Bukti", "required": True}],
        "rules": [],
    },
    {**STAGES[1], "actor": "office"},
]  # fmt: skip


@pytest.fixture
def wide(running) -> Referral:
    """At a stage of every kind of field, with a paper; the next is the office's."""
    Referral.objects.update(stages=MORE, stage="all")
    running.refresh_from_db()
    return running


def photo(shade: int = 1) -> SimpleUploadedFile:
    """A photo as a browser sends it."""
    return SimpleUploadedFile("foto.jpg", picture(shade).read(), "image/jpeg")


def test_every_kind_of_field_is_asked_and_kept_as_words(client, wide, nurse, dinsos):
    client.force_login(nurse)
    posted = {
        "revision": 4, "stage": "all", "field-kind": "b", "field-sure": "yes", "field-short": "Pendek",
        "field-long": "Baris satu\nbaris dua", "paper-proof": photo(),
    }  # fmt: skip

    asked = client.get(page("provider_referral", wide)).content.decode()
    done = client.post(page("provider_stage", wide), posted)

    assert "&lt;b&gt;tebal" in asked
    assert done.status_code == 302
    values = wide.records.get().values
    assert (values["kind"], values["sure"], values["short"]) == ("b", "yes", "Pendek")
    body = client.get(page("provider_referral", wide)).content.decode()
    assert "Pilihan B" in body
    assert "sedang diisi oleh petugas lain" in body


@pytest.mark.parametrize(
    "posted",
    [
        {"field-kind": "c"},
        {"field-kind": ""},
        {"field-sure": "mungkin"},
        {"field-short": "x" * 300},
        {"field-short": "a\x00b"},
        {"field-long": "x" * 3000},
        {"note": "x" * 900},
        {"revision": "junk"},
        {"paper-proof": SimpleUploadedFile("x.jpg", b"bukan foto")},
    ],
)
def test_a_tampered_stage_is_refused(client, wide, nurse, posted):
    client.force_login(nurse)
    good = {"revision": 4, "stage": "all", "field-kind": "a", "paper-proof": photo()}

    assert client.post(page("provider_stage", wide), good | posted).status_code == 422
    assert wide.records.count() == 0


def test_a_photo_is_kept_when_something_else_must_be_mended(client, wide, nurse):
    client.force_login(nurse)
    posted = {"revision": 4, "stage": "all", "field-kind": "zzz", "paper-proof": photo()}

    first = client.post(page("provider_stage", wide), posted)
    second = client.post(page("provider_stage", wide), {"revision": 4, "stage": "all", "field-kind": "a"})

    assert "Sudah disimpan" in first.content.decode()
    assert (first.status_code, second.status_code) == (422, 302)


def test_a_stage_without_its_paper_is_refused(client, wide, nurse):
    client.force_login(nurse)

    response = client.post(page("provider_stage", wide), {"revision": 4, "stage": "all", "field-kind": "a"})

    assert response.status_code == 422


def test_proof_of_another_referral_proves_nothing_here(wide, complaint, service, dinsos, nurse):
    Programme.objects.create(
        code="TES-02", name="Lain", sector="health", level="regency", limit_days=5, template=service.template
    )
    other = placement.propose(complaint, Programme.objects.get(code="TES-02"), by=dinsos, at=NOW)
    papers.add(complaint, code="proof", upload=picture(3), by=dinsos, at=NOW, referral=other)

    assert papers.papers_for(wide).count() == 0


def test_who_fills_a_stage_that_is_done_keeps_the_words(client, running, nurse, at_hospital):
    handling.record_stage(running, revision=4, values={"visited_on": "2026-11-10", "people": 2}, by=at_hospital, at=NOW)
    client.force_login(nurse)
    posted = {
        "revision": 4,
        "stage": "visit",
        "field-visited_on": "11-11-2026",
        "field-people": "7",
        "note": "Catatan.",
    }

    response = client.post(page("provider_stage", running), posted)

    assert response.status_code == 409
    assert "Belum tersimpan" in response.content.decode()
    assert "Catatan." in response.content.decode()
    assert running.records.count() == 1


def test_the_offices_stage_is_not_the_providers(client, wide, nurse):
    Referral.objects.update(stage="close")
    client.force_login(nurse)

    response = client.post(page("provider_stage", wide), {"revision": 4, "stage": "close", "outcome": "Selesai."})

    assert response.status_code == 409
    assert wide.records.count() == 0


def test_papers_of_the_service_are_seen_and_no_others(client, sent, complaint, dinsos, nurse, other_nurse):
    Programme.objects.update(papers=[{"code": "ktp", "name": "KTP", "required": True}])
    asked = papers.add(complaint, code="ktp", upload=picture(1), by=dinsos, at=NOW)
    private = papers.add(complaint, code="other", upload=picture(2), by=dinsos, at=NOW)
    portrait = papers.add(complaint, code=papers.PORTRAIT, upload=picture(4), by=dinsos, at=NOW)

    client.force_login(nurse)
    shown = client.get(page("referral_paper", sent, asked.pk))
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    for paper in (private, portrait):
        assert client.get(page("referral_paper", sent, paper.pk)).status_code == 404
    client.force_login(other_nurse)
    assert client.get(page("referral_paper", sent, asked.pk)).status_code == 404
    client.force_login(nurse)
    client.post(page("provider_answer", sent), {"revision": 3, "answer": "decline", "reason": "Penuh."})
    assert client.get(page("referral_paper", sent, asked.pk)).status_code == 404


def test_what_the_office_found_stays_in_the_office(client, running, nurse, dinsos):
    Referral.objects.update(stages=[{**STAGES[0], "actor": "office"}, STAGES[1]])
    running.refresh_from_db()
    client.force_login(dinsos)
    posted = {"revision": 4, "stage": "visit", "field-visited_on": "10-11-2026", "field-people": "77"}
    posted["note"] = "Rahasia kantor."
    assert client.post(reverse("referrals:referral_stage", args=[running.pk]), posted).status_code == 302

    client.force_login(nurse)
    body = client.get(page("provider_referral", running)).content.decode()

    assert "Rahasia kantor." not in body
    assert "77" not in body.split('id="tahap"')[1].split("</section>")[0]


def test_a_protected_case_opens_only_for_the_providers_own_team(client, sent, nurse, complaint):
    Complaint.objects.update(confidentiality="protected")
    client.force_login(nurse)

    assert client.get(page("provider_referral", sent)).status_code == 404
    assert sent.number not in client.get(reverse("referrals:provider_inbox")).content.decode()

    complaint.case_workers.create(user=nurse)
    assert client.get(page("provider_referral", sent)).status_code == 200
