"""Pages of the office: proposal, advice, decision, and what happens when somebody was faster or typed nonsense."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessment.tests.conftest import picture
from puskesos.models import PersonalDataRead, Provider
from referrals import handling, placement
from referrals.models import Consent, Offer, Programme, Referral
from referrals.states import ReferralStatus
from referrals.tests.conftest import NOW, agree, hear


def page(name: str, referral: Referral, *more) -> str:
    """Address of a page of a referral."""
    return reverse(f"referrals:{name}", args=[referral.pk, *more])


def photo(shade: int = 1) -> SimpleUploadedFile:
    """A photo as a browser sends it."""
    return SimpleUploadedFile("foto.jpg", picture(shade).read(), "image/jpeg")


@pytest.fixture
def proposed(complaint, service, dinsos) -> Referral:
    """A referral that waits for the recommendation."""
    return placement.propose(complaint, service, by=dinsos, at=NOW)


@pytest.fixture
def recommended(proposed, dinsos) -> Referral:
    """A referral that waits for the decision."""
    return placement.recommend(proposed, revision=1, by=dinsos, at=NOW, advice="Layak dirujuk.")


def test_a_programme_is_chosen_for_a_complaint_with_its_rules_in_words(client, complaint, service, dinsos):
    rules = [
        {"kind": "has_nik", "sentence": "Punya NIK.", "waivable": True},
        {"kind": "desil_at_most", "value": 4, "sentence": "Desil 1 sampai 4.", "waivable": True},
        {"kind": "ppks_any", "values": [1], "sentence": "Anak balita terlantar."},
    ]
    Programme.objects.update(eligibility=rules)
    client.force_login(dinsos)
    address = reverse("referrals:referral_propose", args=[complaint.pk])

    body = client.get(address).content.decode()
    response = client.post(address, {"programme": service.pk})

    for words in ("Layanan uji", "Tidak terpenuhi", "Belum tahu", "Desil 1 sampai 4."):
        assert words in body
    assert response.headers["Location"] == page("referral_detail", Referral.objects.get())


@pytest.mark.parametrize("programme", ["", "TIDAK-ADA", "x" * 3000, "\x00", "TES-02"])
def test_a_programme_that_is_not_offered_is_not_proposed(client, complaint, service, dinsos, programme):
    Programme.objects.create(
        code="TES-02",
        name="Tutup",
        sector="health",
        level="regency",
        limit_days=1,
        template=service.template,
        active=False,
    )
    client.force_login(dinsos)

    response = client.post(reverse("referrals:referral_propose", args=[complaint.pk]), {"programme": programme})

    assert response.status_code == 422
    assert Referral.objects.count() == 0


def test_the_same_programme_twice_is_refused_with_a_sentence(client, proposed, service, dinsos):
    client.force_login(dinsos)

    response = client.post(
        reverse("referrals:referral_propose", args=[proposed.complaint_id]), {"programme": service.pk}
    )

    assert response.status_code == 409
    assert "masih berjalan" in response.content.decode()


def test_a_village_is_offered_only_its_own_services(client, village, operator, service):
    complaint = hear(village, operator, channel="puskesos")
    client.force_login(operator)

    body = client.get(reverse("referrals:referral_propose", args=[complaint.pk])).content.decode()

    assert service.name not in body


def test_papers_are_brought_and_then_it_is_recommended(client, proposed, dinsos):
    Programme.objects.update(papers=[{"code": "ktp", "name": "KTP", "required": True}])
    client.force_login(dinsos)
    advice = {"revision": 1, "advice": "Layak sekali.", "exception": ""}

    missing = client.post(page("referral_recommend", proposed), advice)
    added = client.post(page("referral_paper_add", proposed, "ktp"), {"photo": photo()})
    done = client.post(page("referral_recommend", proposed), advice)

    assert missing.status_code == 409
    assert "Berkas belum ada: KTP" in missing.content.decode()
    assert "Layak sekali." in missing.content.decode()
    assert (added.status_code, done.status_code) == (302, 302)
    paper = proposed.complaint.papers.get()
    shown = client.get(page("referral_paper", proposed, paper.pk))
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    proposed.refresh_from_db()
    assert (proposed.status, proposed.advice) == (ReferralStatus.RECOMMENDED, "Layak sekali.")


@pytest.mark.parametrize("upload", [b"", b"bukan foto", b"\xff\xd8\xff\xe0rusak"])
def test_a_broken_photo_is_refused_beside_its_paper(client, proposed, dinsos, upload):
    Programme.objects.update(papers=[{"code": "ktp", "name": "KTP", "required": True}])
    client.force_login(dinsos)

    response = client.post(page("referral_paper_add", proposed, "ktp"), {"photo": SimpleUploadedFile("x.jpg", upload)})

    assert response.status_code == 422
    assert 'class="field-error" role="alert"' in response.content.decode()


def test_a_paper_that_nobody_asked_for_is_not_found(client, proposed, dinsos):
    client.force_login(dinsos)

    assert client.post(page("referral_paper_add", proposed, "ktp"), {"photo": photo()}).status_code == 404


def test_a_portrait_is_no_paper_of_a_service(client, proposed, dinsos):
    Programme.objects.update(papers=[{"code": "portrait", "name": "Wajah", "required": False}])
    client.force_login(dinsos)

    client.post(page("referral_paper_add", proposed, "portrait"), {"photo": photo()})

    assert client.get(page("referral_paper", proposed, proposed.complaint.papers.get().pk)).status_code == 404


def test_an_unknown_fact_needs_a_written_exception_or_the_fact(client, proposed, dinsos):
    rule = {"kind": "desil_at_most", "value": 4, "sentence": "Desil 1 sampai 4.", "waivable": True}
    Programme.objects.update(eligibility=[rule])
    client.force_login(dinsos)
    advice = {"revision": 1, "advice": "Layak.", "exception": ""}

    refused = client.post(page("referral_recommend", proposed), advice)
    noted = client.post(page("client_desil", proposed), {"revision": 1, "desil": 3, "source": "SIKS-NG"})
    done = client.post(page("referral_recommend", proposed), advice)

    assert (refused.status_code, noted.status_code, done.status_code) == (409, 302, 302)
    proposed.complaint.client.refresh_from_db()
    assert (proposed.complaint.client.desil, proposed.complaint.client.desil_source) == (3, "SIKS-NG")


@pytest.mark.parametrize("desil", ["0", "11", "-1", "NaN", "1e999", "", "tiga", "\x00"])
def test_a_desil_is_a_number_from_one_to_ten(client, proposed, dinsos, desil):
    client.force_login(dinsos)

    response = client.post(page("client_desil", proposed), {"revision": 1, "desil": desil, "source": "SIKS-NG"})

    proposed.complaint.client.refresh_from_db()
    assert response.status_code == 422
    assert proposed.complaint.client.desil is None


def test_the_time_of_a_service_runs_from_its_sending(client, proposed_too, sent, dinsos):
    client.force_login(dinsos)

    before = client.get(page("referral_detail", proposed_too)).content.decode()

    assert f"{proposed_too.programme.limit_days} hari kerja sejak dikirim" in before
    assert f"{sent.due_on:%d-%m-%Y}" in client.get(page("referral_detail", sent)).content.decode()


def test_who_was_too_late_keeps_what_was_typed_and_may_try_again(client, proposed, dinsos):
    Referral.objects.update(revision=5)
    client.force_login(dinsos)

    late = client.post(page("referral_recommend", proposed), {"revision": 1, "advice": "Tulisan panjang saya."})

    body = late.content.decode()
    assert late.status_code == 409
    assert "baru saja diubah" in body
    assert "Tulisan panjang saya." in body
    assert 'name="revision" value="5"' in body


def test_what_was_typed_into_a_form_that_is_gone_is_shown_to_be_copied(client, recommended, dinsos):
    client.force_login(dinsos)

    late = client.post(page("referral_recommend", recommended), {"revision": 1, "advice": "Tulisan panjang saya."})

    assert late.status_code == 409
    assert "Belum tersimpan" in late.content.decode()
    assert "Tulisan panjang saya." in late.content.decode()


@pytest.mark.parametrize("revision", ["", "x", "-1", "0", "9" * 40, "1.5", "\x00", "NaN"])
@pytest.mark.parametrize("name", ["referral_recommend", "referral_withdraw"])
def test_a_revision_that_no_page_wrote_is_refused_and_nothing_is_lost(client, proposed, dinsos, name, revision):
    client.force_login(dinsos)

    response = client.post(page(name, proposed), {"revision": revision, "advice": "Tulisan.", "reason": "Tulisan."})

    assert response.status_code == 422
    assert "Tulisan." in response.content.decode()
    assert Referral.objects.get().status == ReferralStatus.PROPOSED


@pytest.mark.parametrize("words", ["", "   ", "x" * 5000, "a\x00b"])
def test_words_that_cannot_be_kept_are_refused(client, proposed, dinsos, words):
    client.force_login(dinsos)

    for name, field in (("referral_recommend", "advice"), ("referral_withdraw", "reason")):
        assert client.post(page(name, proposed), {"revision": 1, field: words}).status_code == 422


def test_the_manager_decides_with_consent_and_provider(client, recommended, hospital, manager):
    client.force_login(manager)
    address = page("referral_decide", recommended)

    shown = client.get(address).content.decode()
    sent = client.post(address, {"revision": 2, "how": "spoken", "given_by": "", "provider": hospital.pk})

    assert "Bacakan kepada warga" in shown
    assert "I WAYAN SAKIT" in shown
    assert sent.headers["Location"] == page("referral_detail", recommended)
    recommended.refresh_from_db()
    assert (recommended.status, recommended.provider, recommended.disclosed) == (
        ReferralStatus.SENT,
        hospital,
        {"name": "I WAYAN SAKIT", "need": "Perlu berobat."},
    )
    assert recommended.consent.how == Consent.How.SPOKEN


def test_a_childs_consent_without_guardian_is_refused_and_not_kept(client, recommended, hospital, manager):
    child = recommended.complaint.client
    child.birth_date = NOW.date().replace(year=2016)
    child.save()
    client.force_login(manager)
    address = page("referral_decide", recommended)

    alone = client.post(address, {"revision": 2, "how": "spoken", "provider": hospital.pk})
    nameless = client.post(address, {"revision": 2, "how": "guardian", "given_by": " ", "provider": hospital.pk})

    assert (alone.status_code, nameless.status_code) == (409, 422)
    assert "Wali yang harus menyetujui" in alone.content.decode()
    assert Consent.objects.count() == 0


def test_a_full_provider_is_not_offered_and_cannot_be_chosen(
    client, recommended, service, hospital, sent_elsewhere, manager
):
    service.offers.update(monthly_capacity=1)
    client.force_login(manager)

    body = client.get(page("referral_decide", recommended)).content.decode()
    response = client.post(
        page("referral_decide", recommended), {"revision": 2, "how": "spoken", "provider": hospital.pk}
    )

    assert "Tidak ada penyedia dengan tempat" in body
    assert response.status_code == 422
    assert Consent.objects.filter(client=recommended.complaint.client).count() == 0


@pytest.fixture
def sent_elsewhere(village, service, hospital, dinsos, manager, recommended) -> Referral:
    """Somebody else took a place at the hospital this month."""
    other = hear(village, dinsos, name="Orang Lain")
    referral = placement.propose(other, service, by=dinsos, at=NOW)
    placement.recommend(referral, revision=1, by=dinsos, at=NOW, advice="Layak.")
    return placement.send(referral, revision=2, provider=hospital, consent=agree(other, dinsos), by=manager, at=NOW)


@pytest.mark.parametrize(
    "posted",
    [
        {"how": "telepati"},
        {"provider": "0"},
        {"provider": "x"},
        {"provider": "9" * 40},
        {"revision": "zzz"},
        {"how": ""},
        {"how": "guardian", "given_by": "x" * 500},
        {"how": "guardian", "given_by": "a\x00b"},
    ],
)
def test_a_tampered_decision_is_refused(client, recommended, hospital, manager, posted):
    client.force_login(manager)
    good = {"revision": 2, "how": "spoken", "given_by": "", "provider": hospital.pk}

    response = client.post(page("referral_decide", recommended), good | posted)

    assert response.status_code == 422
    assert Referral.objects.get().status == ReferralStatus.RECOMMENDED


def test_what_was_typed_with_a_decision_comes_back_as_it_was_typed(client, recommended, hospital, manager):
    client.force_login(manager)
    typed = {"revision": 2, "how": "", "given_by": "Made Wali", "provider": hospital.pk}

    again = client.post(page("referral_decide", recommended), typed)

    assert again.status_code == 422
    assert again.context["form"]["given_by"].value() == "Made Wali"


def test_who_recommended_is_not_shown_the_decision(client, recommended, dinsos, hospital):
    client.force_login(dinsos)

    assert page("referral_decide", recommended) not in client.get(page("referral_detail", recommended)).content.decode()
    assert client.get(page("referral_decide", recommended)).status_code == 302
    posted = {"revision": 2, "how": "spoken", "provider": hospital.pk}
    assert client.post(page("referral_decide", recommended), posted).status_code == 409
    assert Referral.objects.get().status == ReferralStatus.RECOMMENDED


def test_the_manager_refuses_with_a_reason(client, recommended, manager):
    client.force_login(manager)

    silent = client.post(page("referral_refuse", recommended), {"revision": 2, "reason": ""})
    done = client.post(page("referral_refuse", recommended), {"revision": 2, "reason": "Bukan wewenang."})

    assert (silent.status_code, done.status_code) == (422, 302)
    assert Referral.objects.get().reason == "Bukan wewenang."


def test_a_declined_referral_goes_to_the_next_provider_with_one_press(client, sent, service, at_hospital, manager):
    handling.decline(sent, revision=3, by=at_hospital, at=NOW, reason="Tidak ada dokter.")
    clinic = Provider.objects.create(regency_id="51.08", name="Klinik Lain")
    Offer.objects.create(programme=service, provider=clinic, order=2)
    client.force_login(manager)

    body = client.get(page("referral_detail", sent)).content.decode()
    pressed = client.post(page("referral_place_again", sent), {"programme": service.pk, "provider": clinic.pk})

    assert "Tidak ada dokter." in body
    assert "Klinik Lain" in body
    following = Referral.objects.exclude(pk=sent.pk).get()
    assert (following.status, following.recommended_by, following.advice) == (
        ReferralStatus.RECOMMENDED, sent.recommended_by, "Layak dirujuk.",
    )  # fmt: skip
    assert pressed.headers["Location"] == f"{page('referral_decide', following)}?provider={clinic.pk}"


@pytest.mark.parametrize("programme", ["", "TES-01", "x" * 500, "TIDAK"])
def test_what_is_not_next_best_is_refused(client, sent, at_hospital, manager, programme):
    handling.decline(sent, revision=3, by=at_hospital, at=NOW, reason="Tidak ada dokter.")
    client.force_login(manager)

    response = client.post(page("referral_place_again", sent), {"programme": programme, "provider": "x"})

    assert response.status_code == 409
    assert Referral.objects.count() == 1


def test_the_office_writes_down_what_a_provider_told_by_telephone(client, sent, dinsos):
    client.force_login(dinsos)

    client.post(page("referral_answer", sent), {"revision": 3, "answer": "accept"})
    stage = {"revision": 4, "stage": "visit", "field-visited_on": "10-11-2026", "field-people": "2"}
    client.post(page("referral_stage", sent), stage)

    sent.refresh_from_db()
    assert (sent.status, sent.stage) == (ReferralStatus.IN_PROGRESS, "close")
    assert sent.records.get().values == {"visited_on": "2026-11-10", "people": 2}
    body = client.get(page("referral_detail", sent)).content.decode()
    assert "10-11-2026" in body
    assert "Putu Arini" in body


def test_opening_a_referral_is_on_record(client, sent, dinsos):
    client.force_login(dinsos)

    client.get(page("referral_detail", sent))

    assert PersonalDataRead.objects.filter(by=dinsos, target_id=str(sent.pk)).count() == 1


def test_the_supervisor_looks_on(client, sent, supervisor):
    client.force_login(supervisor)

    body = client.get(page("referral_detail", sent)).content.decode()

    assert "I WAYAN SAKIT" in body
    assert "<form" not in body.split('id="isi"')[1]
    assert client.post(page("referral_withdraw", sent), {"revision": 3, "reason": "x"}).status_code == 403


def test_a_protected_case_is_nowhere_for_others_and_goes_by_alias_for_its_team(
    client, village, dinsos, case_worker, manager, service
):
    complaint = hear(village, case_worker, confidentiality="protected", name="NAMA RAHASIA")
    complaint.client.alias = "Melati"
    complaint.client.save()
    referral = placement.propose(complaint, service, by=case_worker, at=NOW)

    for person in (dinsos, manager):
        client.force_login(person)
        assert client.get(page("referral_detail", referral)).status_code == 404
        assert referral.number not in client.get(reverse("referrals:referral_list")).content.decode()
    client.force_login(case_worker)
    for address in (page("referral_detail", referral), reverse("referrals:referral_list")):
        body = client.get(address).content.decode()
        assert "Melati" in body
        assert "NAMA RAHASIA" not in body


@pytest.mark.parametrize("tab", ["rekomendasi", "penetapan", "penyedia", "terlambat", "selesai", "lain", ""])
def test_the_list_shows_each_tab(client, sent, proposed_too, dinsos, tab):
    client.force_login(dinsos)

    body = client.get(reverse("referrals:referral_list"), {"tab": tab}).content.decode()

    in_list = {"penyedia": "I WAYAN SAKIT", "terlambat": "I WAYAN SAKIT", "penetapan": "", "selesai": ""}
    assert in_list.get(tab, "NI LUH USUL") in body
    assert ("Tidak ada rujukan di sini" in body) == (in_list.get(tab) == "")


@pytest.fixture
def proposed_too(village, dinsos, service) -> Referral:
    """Another person's referral, still proposed."""
    return placement.propose(hear(village, dinsos, name="Ni Luh Usul"), service, by=dinsos, at=NOW)


@pytest.mark.parametrize(
    "query",
    [{"sector": "x" * 900}, {"programme": "' OR 1"}, {"provider": "9" * 30}, {"provider": "²"}, {"after": "zzz"}],
)
def test_filters_that_no_page_wrote_change_nothing_for_the_worse(client, sent, dinsos, query):
    client.force_login(dinsos)

    assert client.get(reverse("referrals:referral_list"), query | {"tab": "penyedia"}).status_code == 200


def test_the_list_asks_as_often_for_three_as_for_one(client, sent, proposed_too, dinsos, django_assert_max_num_queries):
    client.force_login(dinsos)

    with django_assert_max_num_queries(11):
        client.get(reverse("referrals:referral_list"))
