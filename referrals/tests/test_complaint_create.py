"""Registering a complaint: for whom, by whom, twice, protected, and with everything people may type."""

import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from households import registry
from households.facts import Address, Person
from households.models import IdentityNumber, Member
from referrals import complaints
from referrals.facts import ClientFacts, ComplaintFacts
from referrals.models import CaseWorker, Client, Complaint
from referrals.models.complaints import Confidentiality

NIK = "5108016011870009"
CREATE = "/keluhan/baru/"


def typed(**changes) -> dict:
    """What the shortest complaint posts."""
    return {
        "pk": str(uuid.uuid4()),
        "name": "",
        "kind": "grievance",
        "sector": "health",
        "channel": "puskesos",
        "text": "Perlu berobat.",
        "urgency": "ordinary",
        "confidentiality": "normal",
        "communication": "speech",
    } | changes


def tell(village, by, name="", **facts) -> Complaint:
    """An open complaint heard just now."""
    told = ComplaintFacts(kind="grievance", sector="health", channel="puskesos", text="Sakit.")
    return complaints.register(ClientFacts(name=name, **facts), told, village=village, by=by, at=timezone.now())


@pytest.fixture
def member(operator, village) -> Member:
    """Ketut Sari, head of a registered household."""
    head = Person(name="Ketut Sari", sex="2", relation="1", nik=NIK, birth_date=date(1987, 11, 20))
    household = registry.register(
        village=village,
        kk="5108011203150007",
        address=Address(address="Br. Kaja", phone="081234567890"),
        head=head,
        by=operator,
        on=date(2025, 11, 3),
    )
    return household.members.get()


def test_the_village_writes_down_somebody_of_whom_nothing_is_known(client, operator, village):
    client.force_login(operator)

    answer = client.post(CREATE, typed(features="Rambut putih", age_estimate="70", ppks=["8"], communication="none"))

    complaint = Complaint.objects.select_related("client").get()
    assert answer.url == reverse("referrals:complaint_receipt", args=[complaint.pk])
    assert (complaint.village, complaint.level, complaint.received_by) == (village, "village", operator)
    assert (complaint.client.name, complaint.client.age_estimate, complaint.client.ppks) == ("", 70, [8])


def test_the_receipt_says_number_place_and_limit_and_no_name(client, operator):
    client.force_login(operator)

    body = client.post(CREATE, typed(name="Ketut Sari"), follow=True).content.decode()

    complaint = Complaint.objects.get()
    for shown in (complaint.number, "Desa Sumberklampok", f"http://testserver/k/{complaint.ticket}/", "<svg"):
        assert shown in body
    assert "KETUT SARI" not in body
    assert "Perlu berobat" not in body


def test_the_front_office_chooses_where_the_person_is(client, dinsos, regions):
    client.force_login(dinsos)

    refused = client.post(CREATE, typed())
    client.post(CREATE, typed(village="51.08.02.2001"))

    assert refused.status_code == 422
    complaint = Complaint.objects.get()
    assert (complaint.village_id, complaint.level) == ("51.08.02.2001", "regency")


@pytest.mark.parametrize("who", ["operator", "dinsos"])
def test_nobody_writes_for_a_village_outside_their_own(request, client, regions, who):
    client.force_login(request.getfixturevalue(who))

    client.post(CREATE, typed(village="35.26.01.2001"))

    assert not Complaint.objects.filter(village_id="35.26.01.2001").exists()


def test_a_member_is_taken_over_with_number_and_birth_date(client, operator, member):
    client.force_login(operator)

    page = client.get(f"{CREATE}{member.pk}/?dari=pendataan").content.decode()
    client.post(f"{CREATE}{member.pk}/", typed(channel="survey", phone="0812 3456 7890"))

    complaint = Complaint.objects.get()
    person = complaint.client
    assert "5108••••••••0009" in page
    assert NIK not in page
    assert '<option value="survey" selected>' in page
    assert (person.member, person.name, person.nik_id, person.phone) == (
        member, "KETUT SARI", member.nik_id, "081234567890",
    )  # fmt: skip


def test_a_member_of_another_village_is_not_there(client, neighbour_operator, member):
    client.force_login(neighbour_operator)

    assert client.get(f"{CREATE}{member.pk}/").status_code == 404
    assert client.post(f"{CREATE}{member.pk}/", typed()).status_code == 404


@pytest.mark.parametrize("who", ["operator", "dinsos"])
def test_household_and_survey_lead_to_the_need_of_a_member(request, client, member, who):
    client.force_login(request.getfixturevalue(who))

    body = client.get(reverse("household_detail", args=[member.household_id])).content.decode()

    assert reverse("referrals:complaint_create_for", args=[member.pk]) in body


@pytest.mark.parametrize("sent", [{"name": "ketut sary"}, {"nik": NIK}])
def test_what_may_be_the_same_is_shown_and_nothing_typed_is_lost(client, operator, village, sent):
    tell(village, operator, name="Ketut Sari", nik=NIK)
    client.force_login(operator)
    form = typed(**sent, text="Belum dapat obat.", reporter_name="Wayan")

    hinted = client.post(CREATE, form)
    saved = client.post(CREATE, form | {"anyway": "1"})

    body = hinted.content.decode()
    assert hinted.status_code == 409
    assert "Mungkin keluhan ini sudah tercatat" in body
    assert "Belum dapat obat." in body
    assert "Wayan" in body
    assert saved.status_code == 302
    assert Complaint.objects.count() == 2


def test_a_hint_never_tells_of_a_complaint_one_may_not_open(client, operator, village, dinsos):
    told = ComplaintFacts(
        kind="grievance", sector="protection", channel="puskesos", text="x", confidentiality=Confidentiality.PROTECTED
    )
    complaints.register(ClientFacts(name="Ketut Sari"), told, village=village, by=dinsos, at=timezone.now())
    client.force_login(operator)

    assert client.post(CREATE, typed(name="Ketut Sari")).status_code == 302


def test_a_form_sent_twice_is_kept_once(client, operator):
    client.force_login(operator)
    form = typed(name="Ketut Sari")

    first, second = client.post(CREATE, form), client.post(CREATE, form)

    assert first.url == second.url
    assert (Complaint.objects.count(), Client.objects.count()) == (1, 1)


def test_the_key_of_somebody_elses_form_opens_nothing(client, operator, dinsos, village):
    client.force_login(operator)
    form = typed()
    client.post(CREATE, form)
    client.force_login(dinsos)

    answer = client.post(CREATE, form | {"village": village.pk, "text": "Lain."})

    assert answer.status_code == 409
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize("changes", [{"sector": "protection"}, {"confidentiality": "protected"}])
def test_who_reports_violence_gets_the_receipt_and_no_way_back(client, operator, case_worker, changes):
    client.force_login(operator)

    answer = client.post(CREATE, typed(name="Bunga", **changes))

    complaint = Complaint.objects.get()
    assert complaint.confidentiality == Confidentiality.PROTECTED
    assert answer.status_code == 200
    assert complaint.number in answer.content.decode()
    assert list(CaseWorker.objects.values_list("user", flat=True)) == [case_worker.pk]
    for name in ("complaint_detail", "complaint_receipt"):
        assert client.get(reverse(f"referrals:{name}", args=[complaint.pk])).status_code == 404


def test_a_report_of_violence_sent_twice_gives_the_same_receipt(client, operator, case_worker):
    client.force_login(operator)
    form = typed(sector="protection")

    client.post(CREATE, form)
    again = client.post(CREATE, form)

    assert Complaint.objects.get().number in again.content.decode()


@pytest.mark.parametrize("who", ["supervisor", "nurse"])
def test_who_does_not_hear_complaints_registers_none(request, client, who):
    client.force_login(request.getfixturevalue(who))

    assert client.post(CREATE, typed()).status_code == 403


HOSTILE = [
    {"text": ""},
    {"text": "   \n "},
    {"text": "x" * 4001},
    {"text": "NIK saya 5108016011870009"},
    {"text": "NIK 51080160\n11870009"},
    {"text": "Kata\u202ebalik"},
    {"text": "nol\x00"},
    {"name": "DROP TABLE; 1=1"},
    {"name": "A" * 200},
    {"nik": "510801601187000"},
    {"nik": "1" * 16},
    {"nik": "5108016011870009 OR 1=1"},
    {"age_estimate": "-1"},
    {"age_estimate": "9" * 40},
    {"age_estimate": "1e3"},
    {"phone": "911"},
    {"sex": "3"},
    {"ppks": ["27"]},
    {"ppks": ["1; DROP"]},
    {"kind": "rumour"},
    {"sector": ""},
    {"sector": "war"},
    {"channel": "counter"},
    {"urgency": "never"},
    {"confidentiality": "public"},
    {"communication": "telepathy"},
    {"wanted": "TIDAK-ADA"},
    {"wanted": "x\x00"},
    {"reporter_relation": "anak"},
    {"pk": "x"},
    {"pk": ""},
]


@pytest.mark.parametrize("changes", HOSTILE, ids=lambda changes: str(changes)[:30])
def test_what_cannot_be_is_said_beside_the_form(client, operator, changes):
    client.force_login(operator)

    answer = client.post(CREATE, typed(**changes))

    assert answer.status_code == 422
    assert "Ada yang perlu diperbaiki" in answer.content.decode()
    assert not Complaint.objects.exists()


def test_markup_is_shown_as_text(client, operator):
    client.force_login(operator)
    client.post(CREATE, typed(text="<script>alert(1)</script>", place="<b>pasar</b>"))

    body = client.get(reverse("referrals:complaint_detail", args=[Complaint.objects.get().pk])).content.decode()

    assert "<script>alert" not in body
    assert "&lt;b&gt;pasar" in body


def test_a_number_that_is_only_looked_up_is_not_kept(client, operator, village):
    tell(village, operator, name="Ketut Sari")
    before = IdentityNumber.objects.count()
    client.force_login(operator)

    hinted = client.post(CREATE, typed(name="Ketut Sari", nik=NIK))

    assert hinted.status_code == 409
    assert IdentityNumber.objects.count() == before
