"""Memberships are noted once, ended and corrected with a history; needs are weighed without telling secrets."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from households import registry
from households.facts import Address, Person
from households.models import Member
from puskesos.errors import Refused
from puskesos.models import Activity, PersonalDataRead
from referrals import benefits, complaints, needs
from referrals.facts import ClientFacts, ComplaintFacts
from referrals.models import Benefit, Client, Complaint, Programme
from referrals.tests.conftest import NOW

SINCE = date(2025, 1, 1)
KK = "5108011203150007"


@pytest.fixture
def member(village, operator) -> Member:
    """Ketut Sari, born in 1960, alone on her card."""
    head = Person(name="KETUT SARI", sex="2", relation="1", identity_status="2", birth_date=date(1960, 5, 1))
    home = Address(address="Br. Kaja")
    household = registry.register(village=village, kk=KK, address=home, head=head, by=operator, on=date(2025, 1, 1))
    return household.members.get()


@pytest.fixture
def pkh(member, operator) -> Benefit:
    """She receives PKH."""
    return benefits.note(member, programme="pkh", since=SINCE, source="Kartu KKS", by=operator, at=NOW)


def programme(service: Programme, code: str, *checks: dict) -> Programme:
    """A programme with these conditions."""
    return Programme.objects.create(
        code=code, name=f"Layanan {code}", sector="social", level="regency", limit_days=5,
        template=service.template, eligibility=list(checks),
    )  # fmt: skip


# --- verbs -----------------------------------------------------------------------------------------------------------


def test_a_membership_is_noted_with_its_source(member, pkh):
    assert (pkh.since, pkh.until, pkh.source, pkh.village_id) == (SINCE, None, "Kartu KKS", member.village_id)
    told = Activity.objects.get(verb="benefit.note")
    assert (told.target_type, told.data) == ("household", {"programme": "pkh", "member": str(member.pk)})


def test_the_same_programme_runs_only_once(member, pkh, dinsos):
    with pytest.raises(Refused, match="sudah tercatat"):
        benefits.note(member, programme="pkh", since=SINCE, source="SIKS-NG", by=dinsos, at=NOW)


def test_after_its_end_it_may_begin_again(member, pkh, operator):
    benefits.end(pkh, until=date(2025, 6, 1), reason="stopped", by=operator, at=NOW)
    again = benefits.note(member, programme="pkh", since=date(2026, 1, 1), source="SIKS-NG", by=operator, at=NOW)

    assert (pkh.until, again.until) == (date(2025, 6, 1), None)
    assert Activity.objects.get(verb="benefit.end").data["reason"] == "stopped"


def test_an_end_is_written_once(pkh, operator):
    benefits.end(pkh, until=date(2025, 6, 1), reason="stopped", by=operator, at=NOW)

    with pytest.raises(Refused, match="sudah dicatat berhenti"):
        benefits.end(pkh, until=date(2025, 7, 1), reason="moved", by=operator, at=NOW)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"programme": "blt_ghaib"}, "Pilih program"),
        ({"since": NOW.date() + timedelta(days=1)}, "belum lewat"),
        ({"source": "  "}, "dari mana"),
        ({"source": "NIK 5108011203150007"}, "Jangan tulis NIK"),
        ({"source": "x" * 121}, "Terlalu panjang"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(member, operator, told, sentence):
    facts = {"programme": "pkh", "since": SINCE, "source": "KKS"} | told

    with pytest.raises(Refused, match=sentence):
        benefits.note(member, **facts, by=operator, at=NOW)


@pytest.mark.parametrize(
    ("until", "reason", "sentence"),
    [
        (date(2024, 12, 31), "moved", "sebelum tanggal mulai"),
        (NOW.date() + timedelta(days=1), "moved", "belum lewat"),
        (date(2025, 6, 1), "bosan", "alasan"),
    ],
)
def test_an_end_that_cannot_be_is_refused(pkh, operator, until, reason, sentence):
    with pytest.raises(Refused, match=sentence):
        benefits.end(pkh, until=until, reason=reason, by=operator, at=NOW)


def test_nothing_is_noted_of_who_left(member, operator):
    Member.objects.filter(pk=member.pk).update(left_on=date(2026, 1, 1), leave_reason="1")
    member.refresh_from_db()

    with pytest.raises(Refused, match="keluar"):
        benefits.note(member, programme="pkh", since=SINCE, source="KKS", by=operator, at=NOW)


def test_a_correction_keeps_what_was_before(pkh, operator):
    benefits.correct(
        pkh, programme="sembako", since=date(2025, 2, 1), until=None, source="SIKS-NG", by=operator, at=NOW
    )

    assert (pkh.programme, pkh.source) == ("sembako", "SIKS-NG")
    history = Benefit.pgh_event_model.objects.filter(pgh_obj_id=pkh.pk).order_by("pgh_id")
    assert list(history.values_list("programme", flat=True)) == ["pkh", "sembako"]


def test_a_correction_into_what_already_runs_is_refused(member, pkh, operator):
    other = benefits.note(member, programme="pip", since=SINCE, source="Sekolah", by=operator, at=NOW)

    with pytest.raises(Refused, match="sudah tercatat"):
        benefits.correct(other, programme="pkh", since=SINCE, until=None, source="KKS", by=operator, at=NOW)


# --- needs -----------------------------------------------------------------------------------------------------------


def weighed(member: Member, user) -> needs.Person:
    people = needs.people_of(member.household, user)
    needs.weigh(people, user, on=NOW.date())
    return people[0]


def names(choices: list[needs.Choice]) -> list[str]:
    return [choice.programme.pk for choice in choices]


def test_services_are_open_unsure_or_closed_with_their_sentences(member, pkh, operator, service):
    programme(service, "A", {"kind": "age_between", "min": 60, "sentence": "Untuk umur 60 tahun ke atas."})
    programme(service, "B", {"kind": "desil_at_most", "value": 4, "sentence": "Untuk desil 1–4."})
    programme(service, "C", {"kind": "not_receiving", "programme": "pkh", "sentence": "Sudah menerima PKH."})

    person = weighed(member, operator)

    assert (names(person.may), names(person.unsure), names(person.may_not)) == (["A"], ["B"], ["C"])
    assert person.unsure[0].sentences == ["Untuk desil 1–4."]
    assert person.may_not[0].sentences == ["Sudah menerima PKH."]


def complain(member: Member, by, **told) -> Complaint:
    told = {"kind": "grievance", "sector": "health", "channel": "puskesos", "text": "Perlu."} | told
    facts = ClientFacts(member=member, ppks=told.pop("ppks", ()))
    return complaints.register(facts, ComplaintFacts(**told), village=member.village, by=by, at=NOW)


def test_what_is_asked_for_already_is_not_suggested_again(member, operator, service):
    wanted = programme(service, "A", {"kind": "age_between", "min": 60, "sentence": "Untuk umur 60 tahun ke atas."})
    complaint = complain(member, operator, wanted=wanted)

    person = weighed(member, operator)

    assert (person.waiting, person.may) == ([complaint], [])


@pytest.mark.parametrize("confidentiality", ["office", "protected"])
def test_a_confidential_complaint_leaves_no_trace_on_the_familys_page(
    client, member, operator, dinsos, service, confidentiality
):
    programme(service, "KORBAN", {"kind": "ppks_any", "values": [19], "sentence": "Untuk korban kekerasan."})
    complaint = complain(member, dinsos, sector="protection", confidentiality=confidentiality, ppks=(19,))
    client.force_login(operator)

    body = client.get(reverse("referrals:benefit_list", args=[member.household_id])).content.decode()
    dossier = client.get(reverse("household_detail", args=[member.household_id])).content.decode()

    assert weighed(member, operator).may == []
    assert complaint.number not in body + dossier
    assert Client.objects.get().ppks == [19]


def test_a_protected_case_is_not_shown_on_the_familys_page_even_to_its_team(member, case_worker, dinsos):
    complain(member, dinsos, sector="protection", confidentiality="protected")

    assert Complaint.objects.visible_to(case_worker).count() == 1
    assert weighed(member, case_worker).waiting == []


# --- pages -----------------------------------------------------------------------------------------------------------


def list_url(member: Member) -> str:
    return reverse("referrals:benefit_list", args=[member.household_id])


def test_the_page_shows_who_receives_what_since_when_and_is_logged(client, member, pkh, supervisor):
    client.force_login(supervisor)

    body = client.get(list_url(member)).content.decode()

    assert "KETUT SARI" in body
    assert "1 Januari 2025" in body
    assert "Kartu KKS" in body
    assert "Catat berhenti" not in body
    assert PersonalDataRead.objects.get().fields == "benefits"


def test_an_operator_notes_ends_and_corrects(client, member, operator):
    client.force_login(operator)

    told = {"programme": "pip", "since": "01-07-2025", "source": "Kata keluarga"}
    answer = client.post(reverse("referrals:benefit_note", args=[member.pk]), told)
    benefit = Benefit.objects.get()
    client.post(reverse("referrals:benefit_correct", args=[benefit.pk]), told | {"source": "Kartu KIP"})
    client.post(reverse("referrals:benefit_end", args=[benefit.pk]), {"until": "01-06-2026", "reason": "graduated"})

    benefit.refresh_from_db()
    assert answer.url == list_url(member)
    assert (benefit.source, benefit.until, benefit.noted_by) == ("Kartu KIP", date(2026, 6, 1), operator)
    assert "Pernah menerima (1)" in client.get(list_url(member)).content.decode()


def test_an_ended_one_can_be_corrected_but_stays_ended(client, pkh, operator):
    benefits.end(pkh, until=date(2025, 6, 1), reason="stopped", by=operator, at=NOW)
    client.force_login(operator)

    told = {"programme": "pkh", "since": "01-01-2025", "source": "KKS", "until": ""}
    assert client.post(reverse("referrals:benefit_correct", args=[pkh.pk]), told).status_code == 422

    client.post(reverse("referrals:benefit_correct", args=[pkh.pk]), told | {"until": "30-06-2025"})
    pkh.refresh_from_db()
    assert pkh.until == date(2025, 6, 30)


def test_a_refusal_keeps_what_was_typed(client, member, pkh, operator):
    client.force_login(operator)
    told = {"programme": "pkh", "since": "01-07-2025", "source": "Kata <b>keluarga</b>"}

    answer = client.post(reverse("referrals:benefit_note", args=[member.pk]), told)

    assert answer.status_code == 409
    assert "sudah tercatat menerima" in answer.content.decode()
    assert "Kata &lt;b&gt;keluarga&lt;/b&gt;" in answer.content.decode()


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"programme": "pkh"},
        {"programme": "x", "since": "01-07-2025", "source": "KKS"},
        {"programme": "pkh", "since": "07/31/2025", "source": "KKS"},
        {"programme": "pkh", "since": "01-07-25", "source": "KKS"},
        {"programme": "pkh", "since": "01-07-2025", "source": "a\x00b"},
        {"programme": "pkh", "since": "01-07-2025", "source": "a" * 5000},
        {"programme": ["pkh"] * 3, "since": "besok", "source": "🙂"},
    ],
)
def test_bad_input_is_a_page_with_a_sentence(client, member, operator, told):
    client.force_login(operator)

    answer = client.post(reverse("referrals:benefit_note", args=[member.pk]), told)

    assert answer.status_code == 422
    assert "Ada yang perlu diperbaiki" in answer.content.decode()
    assert not Benefit.objects.exists()


@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_an_unknown_membership_is_404(client, operator, pk):
    client.force_login(operator)

    assert client.get(f"/kepesertaan/{pk}/ubah/").status_code == 404


def test_a_stranger_finds_nothing(client, member, pkh, stranger, neighbour_operator):
    for user in (stranger, neighbour_operator):
        client.force_login(user)
        for url in (
            list_url(member),
            reverse("referrals:benefit_note", args=[member.pk]),
            reverse("referrals:benefit_end", args=[pkh.pk]),
            reverse("referrals:benefit_correct", args=[pkh.pk]),
        ):
            assert client.get(url).status_code == 404


def test_a_supervisor_reads_but_does_not_write(client, member, supervisor):
    client.force_login(supervisor)

    assert client.get(reverse("referrals:benefit_note", args=[member.pk])).status_code == 403


@pytest.mark.parametrize("more", [0, 4])
def test_a_larger_family_asks_no_more_questions_on_the_dossier(member, operator, more, django_assert_num_queries):
    for number in range(more):
        child = Person(name=f"ANAK {chr(65 + number)}", sex="1", relation="3", identity_status="4")
        born = registry.add_member(member.household, person=child, by=operator, on=timezone.localdate())
        benefits.note(born, programme="pip", since=SINCE, source="Sekolah", by=operator, at=NOW)

    with django_assert_num_queries(4):
        needs.people_of(member.household, operator)
