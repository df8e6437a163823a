"""One search for all: by name, number, ticket or whole identity number, within what the person may open."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from households import registry
from households.facts import Address, Person
from puskesos.errors import Refused
from puskesos.models import PersonalDataRead, Session
from referrals import complaints
from referrals.facts import ClientFacts, ComplaintFacts
from referrals.models import Complaint
from slrt.searching.question import understand

KK, NIK = "5108011203120004", "5108014711870001"


@pytest.fixture
def family(village, operator):
    """Luh Sari of the operator's village, with both numbers."""
    return registry.register(
        village=village,
        kk=KK,
        address=Address(address="Banjar Tegal"),
        head=Person(name="LUH SARI", sex="2", relation="1", nik=NIK),
        by=operator,
        on=timezone.localdate(),
    )


@pytest.fixture
def hear(operator):
    """A function: a complaint for a person of this name."""

    def register(name: str, *, village=operator.region, sector="health", nik="") -> Complaint:
        facts = ComplaintFacts(kind="grievance", sector=sector, channel="puskesos", text="Obat habis")
        person = ClientFacts(name=name, nik=nik)
        return complaints.register(person, facts, village=village, by=operator, at=timezone.now())

    return register


@pytest.fixture
def seek(client, operator):
    """A function: what the page says to somebody (the operator) who types this."""

    def ask(typed: str, *, by=operator):
        client.force_login(by)
        return client.post(reverse("search"), {"q": typed}, follow=True)

    return ask


def links(answer) -> list[str]:
    """Addresses of rows that were found."""
    return re.findall(r'class="stretched-link"\s+href="([^"]*)"', answer.text)


def household_link(family) -> str:
    return reverse("household_detail", args=[family.pk])


@pytest.mark.parametrize("typed", ["luh sari", "  Sari ", KK, NIK, "510801 471187 0001"])
def test_a_family_is_found_by_name_or_whole_number(seek, family, typed):
    assert links(seek(typed)) == [household_link(family)]


@pytest.mark.parametrize("what", ["number", "ticket", "address of the ticket", "name", "nik"])
def test_a_complaint_is_found_by_all_its_names(seek, hear, what):
    heard = hear("KETUT RAI", nik=NIK)
    typed = {
        "number": heard.number.lower(),
        "ticket": heard.ticket,
        "address of the ticket": f"https://slrt.example/k/{heard.ticket}/",
        "name": "rai ketut",
        "nik": NIK,
    }[what]

    assert links(seek(typed)) == [reverse("referrals:complaint_detail", args=[heard.pk])]


def test_a_survey_is_found_by_its_receipt(seek, wait):
    survey = wait("WAYAN SUKARTA")

    assert links(seek(survey.receipt_number)) == [reverse("assessment:assessment_tasks", args=[survey.pk])]


@pytest.mark.parametrize("typed", ["luh sari", KK, NIK])
@pytest.mark.parametrize("person", ["neighbour_operator", "stranger"])
def test_nobody_finds_beyond_the_own_region(seek, family, request, typed, person):
    answer = seek(typed, by=request.getfixturevalue(person))

    assert links(answer) == []
    assert "Tidak ditemukan" in answer.text


def test_a_protected_case_is_not_found_by_any_of_its_names(seek, hear, supervisor, operator):
    case = hear("NI LUH RAHASIA", sector="protection", nik=NIK)

    for person in (operator, supervisor):
        for typed in ("rahasia", case.number, case.ticket, NIK):
            assert links(seek(typed, by=person)) == []


def test_no_address_and_no_session_holds_what_was_typed(seek, family, client):
    answer = seek(NIK)

    assert all(NIK not in url for url, _status in answer.redirect_chain)
    assert NIK not in answer.text
    assert "5108" in answer.text
    kept = [str(session.get_decoded()) for session in Session.objects.all()]
    assert kept
    assert not any(NIK in data for data in kept)


def test_a_search_is_logged_with_its_hits_and_without_its_words(seek, family, operator):
    seek("luh sari")

    read = PersonalDataRead.objects.get(target_type="user")
    assert (read.by, read.fields, read.reason) == (operator, "pencarian name", "1 hasil")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ab", "paling sedikit 3 huruf"),
        ("510801471187", None),
        ("51080147118", "Anda mengisi 11 angka"),
        ("51080147118700011", "Anda mengisi 17 angka"),
        ("' OR 1=1 --", None),
        ("%%%", None),
        ("\x00\x00\x00", "paling sedikit 3 huruf"),
        ("🙂", "paling sedikit 3 huruf"),
        ("x" * 5000, None),
        ("<script>alert(1)</script>", None),
    ],
)
def test_hostile_words_get_an_answer_never_an_error(seek, regions, typed, words):
    answer = seek(typed)

    assert answer.status_code == (422 if words else 200)
    assert (words or "Tidak ditemukan") in answer.text
    assert "<script>alert" not in answer.text


def test_an_empty_question_shows_the_field(seek, regions):
    assert "NIK dan No. KK lengkap 16 angka" in seek("").text


def test_all_of_a_group_comes_page_by_page(seek, hear, client):
    for _number in range(7):
        hear("KETUT RAI")
    answer = seek("ketut rai")
    token = answer.redirect_chain[-1][0].split("/")[2]

    everything = client.get(reverse("search_group", args=[token, "complaints"]))

    assert len(links(answer)) == 5
    assert "Lihat semua" in answer.text
    assert len(links(everything)) == 7
    assert client.get(reverse("search_group", args=[token, "nothing"])).status_code == 404


def test_a_page_of_results_is_its_owners_and_may_be_visited_again(seek, family, client, neighbour_operator):
    url = seek("luh sari").redirect_chain[-1][0]
    assert links(client.get(url)) == [household_link(family)]

    client.force_login(neighbour_operator)

    assert client.get(url).url == reverse("search")


def test_only_who_opens_persons_has_the_field(client, dinsos, operator, regions):
    for person, role in ((operator, None), (dinsos, "leader")):
        if role:
            type(dinsos).objects.filter(pk=dinsos.pk).update(role=role)
        client.force_login(person)
        assert ('id="cari"' in client.get("/").text) == (role is None)


@pytest.mark.parametrize("typed", ["ketut rai", "0000-0000-0000", NIK])
def test_more_rows_ask_no_more_of_the_database(seek, hear, client, typed, django_assert_max_num_queries):
    for _number in range(4):
        hear("KETUT RAI", nik=NIK)
    url = seek(typed).redirect_chain[-1][0]

    with django_assert_max_num_queries(17):
        client.get(url)


def test_twelve_digits_are_a_number_of_ours_and_sixteen_an_identity_number():
    assert understand("0123 4567 8901").kind == "number"
    assert understand(NIK).kind == "identity"
    assert understand("Ni Made").kind == "name"
    with pytest.raises(Refused):
        understand("12")
