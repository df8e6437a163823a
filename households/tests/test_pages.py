"""Pages of the registry as a browser sees them: the way through, hostile input, who may not, and what never shows."""

import logging
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from households.models import Household, Member
from households.tests.conftest import KK, NIK
from puskesos.models import Activity, PersonalDataRead

OTHER_NIK = "5108010101800002"
LIST, NEW = "/keluarga/", "/keluarga/baru/"
REGISTRATION = {
    "no_kk": "on",
    "address": "Br. Dinas Kelod",
    "name": "Nyoman Rai",
    "nik": OTHER_NIK,
    "sex": "1",
    "birth_date": "01-01-1980",
}
PERSON = {"name": "Luh Ayu", "sex": "2", "relation": "3", "identity_status": "2"}
JOINING = {**PERSON, "join_reason": "2", "joined_on": "03-11-2025"}
REASON = {"reason": "Mencocokkan dengan KTP asli"}


def _registration(**changes) -> dict:
    return {"pk": str(uuid.uuid4()), **REGISTRATION, **changes}


def _url(name, row) -> str:
    return reverse(f"households:{name}", args=[row.pk])


@pytest.fixture
def as_operator(client, operator):
    """Ayu, logged in."""
    client.force_login(operator)
    return client


@pytest.fixture
def as_supervisor(client, supervisor):
    """Made, logged in."""
    client.force_login(supervisor)
    return client


# --- register and change ---------------------------------------------------------------------------------------------


def test_an_operator_registers_a_household_and_lands_on_its_dossier(as_operator, village):
    answer = as_operator.post(NEW, _registration())

    household = Household.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/keluarga/{household.pk}/")
    assert (household.village, household.head_name, household.members.get().nik.masked) == (
        village,
        "NYOMAN RAI",
        "5108••••••••0002",
    )


def test_a_form_sent_twice_registers_once(as_operator):
    data = _registration()

    answers = [as_operator.post(NEW, data) for _ in range(2)]

    assert answers[0].url == answers[1].url
    assert Household.objects.count() == 1


def test_what_is_wrong_is_listed_and_what_was_typed_stays(as_operator):
    answer = as_operator.post(NEW, _registration(birth_date="11/13/2024", phone="123", name="Nyoman Rai 2"))

    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Ada yang perlu diperbaiki" in body
    assert OTHER_NIK in body
    assert "11/13/2024" in body
    assert not Household.objects.exists()


def test_an_empty_form_is_answered_not_ignored(as_operator):
    assert as_operator.post(NEW, {}).status_code == 422


def test_a_number_of_another_village_gives_a_sentence_without_name_place_or_way(client, household, neighbour_operator):
    client.force_login(neighbour_operator)

    answer = client.post(NEW, _registration(nik=NIK, sex="2", birth_date="20-11-1987"))

    body = answer.content.decode()
    assert answer.status_code == 422
    assert "NIK ini sudah terdaftar di keluarga lain. Hubungi supervisor." in body
    assert not any(secret in body for secret in ("KETUT SARI", "Sumberklampok", "Br. Dinas Kaja", str(household.pk)))


def test_a_number_of_the_own_village_leads_to_its_household(as_operator, household):
    answer = as_operator.post(NEW, _registration(no_kk="", kk=KK))

    body = answer.content.decode()
    assert answer.status_code == 422
    assert "No. KK ini sudah terdaftar di keluarga KETUT SARI. " in body
    assert f"/keluarga/{household.pk}/" in body


def test_card_and_address_are_changed(as_operator, household):
    url = _url("household_edit", household)
    page = as_operator.get(url).content.decode()

    answer = as_operator.post(url, {"kk": "", "address": "Br. Dinas Kelod", "rt": "7", "revision": "1"})

    household.refresh_from_db()
    assert "5108••••••••0007" in page
    assert answer.url == f"/keluarga/{household.pk}/"
    assert (household.address, household.rt, household.kk.masked) == ("Br. Dinas Kelod", "007", "5108••••••••0007")


@pytest.mark.parametrize("revision", ["7", "0", "-1", ""])
def test_a_stale_page_is_refused_with_who_was_faster_and_keeps_what_was_typed(as_operator, household, revision):
    answer = as_operator.post(_url("household_edit", household), {"address": "Br. Lain", "revision": revision})

    assert answer.status_code == 409
    assert "baru saja diubah oleh Ayu Lestari" in answer.content.decode()
    assert "Br. Lain" in answer.content.decode()
    household.refresh_from_db()
    assert household.address == "Br. Dinas Kaja"


def test_a_member_is_added_changed_and_leaves(as_operator, household):
    as_operator.post(_url("member_create", household), JOINING)
    member = Member.objects.get(name="LUH AYU")

    as_operator.post(_url("member_edit", member), {**PERSON, "marital": "1", "revision": "2"})
    member.refresh_from_db()
    as_operator.post(_url("member_leave", member), {"reason": "4", "left_on": f"{timezone.localdate():%d-%m-%Y}"})

    assert member.marital == "1"
    member.refresh_from_db()
    assert member.leave_reason == "4"
    assert as_operator.get(_url("member_edit", member)).status_code == 404


def test_a_warning_is_answered_with_a_tick_and_saved(as_operator, household, head):
    url, data = (
        _url("member_edit", head),
        {"name": "Ketut Sari", "sex": "2", "birth_date": "21-11-1987", "revision": "1"},
    )

    asked = as_operator.post(url, data)
    mark = asked.context["form"].fields["nik_checked"].choices[0][0]
    answer = as_operator.post(url, {**data, "nik_checked": mark})

    assert asked.status_code == 422
    assert "Sudah saya periksa dengan KTP" in asked.content.decode()
    assert answer.status_code == 302
    head.refresh_from_db()
    assert f"{head.birth_date:%d-%m-%Y}" == "21-11-1987"


def test_a_refusal_of_the_registry_is_shown_on_the_page(as_operator, household, head, child):
    answer = as_operator.post(
        _url("member_leave", head), {"reason": "1", "left_on": f"{timezone.localdate():%d-%m-%Y}"}
    )

    assert answer.status_code == 409
    assert "kepala keluarga yang baru" in answer.content.decode()


def test_a_closed_household_is_not_offered_for_change(as_operator, household, head):
    as_operator.post(_url("member_leave", head), {"reason": "1", "left_on": f"{timezone.localdate():%d-%m-%Y}"})

    assert as_operator.get(_url("household_edit", household)).status_code == 404
    assert as_operator.get(f"/keluarga/{household.pk}/").status_code == 200
    assert as_operator.get(LIST).context["page"].rows == []


# --- ?next= ----------------------------------------------------------------------------------------------------------


def test_who_was_sent_here_by_the_survey_goes_back_there(as_operator, household):
    url = _url("member_create", household) + "?next=/pendataan/"

    assert 'href="/pendataan/"' in as_operator.get(url).content.decode()
    assert as_operator.post(url, JOINING).url == "/pendataan/"


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil"],
)
def test_nobody_is_sent_to_another_site(as_operator, household, target):
    answer = as_operator.post(_url("member_create", household) + "?next=" + target, JOINING)

    assert answer.url == f"/keluarga/{household.pk}/"


# --- list and search -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [NIK, "510801 601187 0009", KK])
def test_a_number_is_searched_without_standing_in_an_address(as_operator, household, typed):
    answer = as_operator.post(LIST, {"q": typed})

    assert answer.status_code == 200
    assert answer.context["page"].rows == [household]


def test_a_number_put_into_the_address_is_taken_out(as_operator, household):
    assert as_operator.get(LIST, {"q": NIK}).url == LIST


def test_a_searched_name_becomes_an_address_that_can_be_paged(as_supervisor, household):
    answer = as_supervisor.post(LIST, {"q": "ketut", "village": "51.08.01.2001"})

    assert answer.url == f"{LIST}?q=ketut&village=51.08.01.2001"
    assert as_supervisor.get(answer.url).context["page"].rows == [household]


@pytest.mark.parametrize("query", [{"q": "ab"}, {"village": "35.26.01.2001"}, {"village": "'"}, {"q": "123456789"}])
def test_a_search_that_cannot_be_is_answered_with_a_sentence(as_supervisor, household, query):
    answer = as_supervisor.get(LIST, query)

    assert answer.status_code == 422
    assert "Ada yang perlu diperbaiki" in answer.content.decode()


@pytest.mark.parametrize("mark", ["x", "WyJhIiwgImIiXQ==", "WyJhIiwgImIiLCAiYyJd", "W1siYSJdLCAiYiJd", "9" * 5000])
def test_a_broken_page_mark_starts_at_the_first_page(as_operator, household, mark):
    answer = as_operator.get(f"{LIST}?after={mark}")

    assert answer.status_code == 200
    assert answer.context["page"].rows == [household]


def test_a_number_of_another_region_is_not_found_there(client, household, stranger):
    client.force_login(stranger)

    answer = client.post(LIST, {"q": NIK})

    assert answer.context["page"].rows == []
    assert "KETUT SARI" not in answer.content.decode()


# --- reveal ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "shown"), [("kk_reveal", "510801 120315 0007"), ("nik_reveal", "510801 601187 0009")])
def test_a_supervisor_who_says_why_sees_the_number_once(as_supervisor, household, head, name, shown):
    url = _url(name, head if name == "nik_reveal" else household)
    before = as_supervisor.get(url).content.decode()

    answer = as_supervisor.post(url, REASON)

    assert shown not in before
    assert shown in answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"
    assert shown not in as_supervisor.get(url).content.decode()
    read = PersonalDataRead.objects.get()
    assert (read.by.username, read.fields, read.reason) == ("made", name[:-7], REASON["reason"])
    assert Activity.objects.filter(verb="identity.reveal", by=read.by).count() == 1


@pytest.mark.parametrize("reason", ["", "cek", " " * 20, f"perlu NIK {NIK}", "x" * 301])
def test_without_a_reason_nothing_is_shown_or_logged_as_read(as_supervisor, head, reason):
    answer = as_supervisor.post(_url("nik_reveal", head), {"reason": reason})

    assert answer.status_code == 422
    assert "510801 601187" not in answer.content.decode()
    assert not PersonalDataRead.objects.exists()


# --- who may not, and what never shows -------------------------------------------------------------------------------

OF_HOUSEHOLD = ("household_edit", "member_create", "kk_reveal")
OF_MEMBER = ("member_edit", "member_leave", "nik_reveal")


@pytest.mark.parametrize("name", [*OF_HOUSEHOLD, *OF_MEMBER])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_row_is_not_there(request, client, household, head, name, method):
    foreign = {"kk_reveal": "foreign_supervisor", "nik_reveal": "foreign_supervisor"}.get(name, "stranger")
    client.force_login(request.getfixturevalue(foreign))

    answer = getattr(client, method)(_url(name, household if name in OF_HOUSEHOLD else head), REASON)

    assert answer.status_code == 404
    assert "KETUT" not in answer.content.decode()


@pytest.fixture
def foreign_supervisor(regions, django_user_model):
    """Reviews the other district of the same regency."""
    return django_user_model.objects.create_user(
        "nengah", role="supervisor", region=regions["51.08.02"], full_name="Nengah Wirya"
    )


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("supervisor", "household_edit"),
        ("dinsos", "member_create"),
        ("supervisor", "member_edit"),
        ("dinsos", "member_leave"),
        ("operator", "kk_reveal"),
        ("operator", "nik_reveal"),
    ],
)
def test_the_wrong_role_is_told_so(request, client, household, head, who, name):
    client.force_login(request.getfixturevalue(who))

    assert client.get(_url(name, household if name in OF_HOUSEHOLD else head)).status_code == 403


def test_a_neighbour_finds_nothing_to_change(client, household, head, neighbour_operator):
    client.force_login(neighbour_operator)

    assert client.get(_url("member_edit", head)).status_code == 404
    assert client.post(_url("household_edit", household), {"address": "x"}).status_code == 404


def test_without_login_every_page_leads_to_the_door(client, household, head):
    for url in [LIST, NEW, _url("household_edit", household), _url("nik_reveal", head)]:
        assert client.get(url).url.startswith("/masuk/")


def test_no_page_address_or_log_line_holds_a_number(as_operator, household, head, caplog):
    caplog.set_level(logging.DEBUG)
    answers = [
        as_operator.get(LIST),
        as_operator.get(f"/keluarga/{household.pk}/"),
        as_operator.get(_url("household_edit", household)),
        as_operator.get(_url("member_edit", head)),
        as_operator.get(_url("member_leave", head)),
        as_operator.post(_url("member_edit", head), {"nik": "", "name": "", "sex": "2", "revision": "1"}),
        as_operator.post(NEW, _registration(nik=NIK, sex="2", birth_date="20-11-1987", phone="1")),
        as_operator.post(LIST, {"q": KK}),
    ]

    typed_again = answers[6:]
    assert not any(number in answer.content.decode() for answer in answers[:6] for number in (NIK, KK))
    assert all(KK not in getattr(answer, "url", "") and NIK not in getattr(answer, "url", "") for answer in typed_again)
    assert not any(number in record.getMessage() for record in caplog.records for number in (NIK, KK))


def test_every_page_stays_out_of_caches(as_operator, household):
    for answer in (as_operator.get(LIST), as_operator.get("/keluarga/tidak-ada/"), as_operator.get("/")):
        assert answer["Cache-Control"] == "no-store, private"


def test_history_knows_the_person_behind_a_request(as_operator, operator, household, head):
    as_operator.post(_url("member_edit", head), {"name": "Ketut Sari", "sex": "2", "marital": "4", "revision": "1"})

    event = head.events.select_related("pgh_context").order_by("-pgh_id").first()
    assert (event.marital, event.pgh_context.metadata["user"]) == ("4", operator.pk)
    assert str(head.pk) in event.pgh_context.metadata["url"]
