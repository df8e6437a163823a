"""Pages of protected cases as the team uses them, and what hostile hands send to them."""

import pytest
from django.urls import reverse

from puskesos.models import PersonalDataRead, User
from puskesos.roles import Duty, Role
from referrals import protection
from referrals.models import Complaint
from referrals.tests.conftest import NOW, hear

NAME = "NI KADEK RAHAYU"
PAGES = ["case_detail", "case_name", "case_alias", "case_simfoni", "case_note", "case_risk", "case_join"]


@pytest.fixture
def case(village, operator, case_worker) -> Complaint:
    """Under the alias Melati."""
    case = hear(village, operator, name=NAME, sector="protection", text="Dipukul ayah tiri.")
    return protection.name_alias(case, "Melati", by=case_worker, at=NOW)


@pytest.fixture
def colleague(regions) -> User:
    """Of the same team, not named yet."""
    return User.objects.create_user(
        "dewi", role=Role.DINSOS, region=regions["51.08"], full_name="Dewi Ratna", duties=[Duty.CASE_WORKER]
    )


def page(name: str, case: Complaint, *more) -> str:
    return reverse(f"referrals:{name}", args=[case.pk, *more])


@pytest.mark.parametrize("name", PAGES)
def test_every_page_goes_by_alias_is_logged_and_can_be_left_at_once(client, case, case_worker, name):
    client.force_login(case_worker)

    response = client.get(page(name, case))

    body = response.content.decode()
    assert response.status_code == 200
    assert "Melati" in body
    assert NAME not in body
    assert "<title>Catatan" in " ".join(body.split()).replace("<title> ", "<title>")
    assert 'href="https://www.bmkg.go.id/"' in body
    assert 'rel="noreferrer"' in body
    assert PersonalDataRead.objects.filter(target_id=str(case.pk), by=case_worker).count() == 1


def test_the_list_shows_ones_own_cases_by_alias_and_is_logged(client, case, case_worker, colleague):
    client.force_login(case_worker)
    body = client.get(reverse("referrals:case_list")).content.decode()
    assert "Melati" in body
    assert NAME not in body
    assert PersonalDataRead.objects.get().fields == "case_list"

    client.force_login(colleague)
    assert "Melati" not in client.get(reverse("referrals:case_list")).content.decode()


def test_the_menu_names_the_cases_only_to_case_workers(client, case, case_worker, dinsos):
    client.force_login(dinsos)
    assert "Kasus terlindung" not in client.get(reverse("home")).content.decode()

    client.force_login(case_worker)
    assert "Kasus terlindung" in client.get(reverse("home")).content.decode()


def test_an_ordinary_complaint_is_no_case(client, village, operator, case_worker):
    plain = hear(village, operator)
    client.force_login(case_worker)

    assert client.get(page("case_detail", plain)).status_code == 404


def test_the_true_name_comes_after_a_reason(client, case, case_worker):
    client.force_login(case_worker)
    short = client.post(page("case_name", case), {"reason": "ya"})
    told = client.post(page("case_name", case), {"reason": "Surat ke rumah sakit"})

    assert (short.status_code, NAME in short.content.decode()) == (422, False)
    assert (told.status_code, NAME in told.content.decode()) == (200, True)
    assert PersonalDataRead.objects.filter(fields="name", reason="Surat ke rumah sakit").count() == 1


def test_alias_simfoni_note_and_danger_are_kept_through_their_pages(client, case, case_worker):
    client.force_login(case_worker)
    for name, sent in (
        ("case_alias", {"alias": "Kenanga"}),
        ("case_simfoni", {"ticket": "PPA-77"}),
        ("case_note", {"kind": "story", "happened_on": "09-11-2026", "text": "Malam itu."}),
        ("case_risk", {"immediate_danger": "yes", "risks": ["weapon"], "text": ""}),
    ):
        assert client.post(page(name, case), sent).status_code == 302

    body = client.get(page("case_detail", case)).content.decode()
    for told in ("Kenanga", "PPA-77", "Malam itu.", "Bahaya sekarang juga", "Pelaku punya atau memakai senjata"):
        assert told in body


def test_a_refused_alias_comes_back_with_what_was_typed(client, case, case_worker):
    client.force_login(case_worker)

    response = client.post(page("case_alias", case), {"alias": "Kadek Kecil"})

    assert response.status_code == 409
    assert "Kadek Kecil" in response.content.decode()
    assert "Nama samaran memuat bagian nama asli" in response.content.decode()


def test_a_colleague_joins_opens_the_case_and_is_taken_off_again(client, case, case_worker, colleague):
    client.force_login(case_worker)
    client.post(page("case_join", case), {"user": colleague.pk})
    client.force_login(colleague)
    assert client.get(page("case_detail", case)).status_code == 200

    client.force_login(case_worker)
    client.post(page("case_leave", case, colleague.pk))
    client.force_login(colleague)
    assert client.get(page("case_detail", case)).status_code == 404


def test_who_leaves_is_led_to_the_list(client, case, case_worker, colleague):
    protection.join_team(case, colleague, by=case_worker, at=NOW)
    client.force_login(case_worker)

    assert client.post(page("case_leave", case, case_worker.pk)).url == reverse("referrals:case_list")


def test_the_last_one_gets_a_sentence(client, case, case_worker):
    client.force_login(case_worker)

    response = client.post(page("case_leave", case, case_worker.pk))

    assert (response.status_code, "satu orang" in response.content.decode()) == (409, True)


def test_a_providers_case_worker_opens_the_case_once_named(client, case, case_worker, hospital):
    worker = User.objects.create_user(
        "ppa", role=Role.PROVIDER, provider=hospital, full_name="Ratih", duties=[Duty.CASE_WORKER]
    )
    client.force_login(worker)
    assert client.get(page("case_detail", case)).status_code == 404

    protection.join_team(case, worker, by=case_worker, at=NOW)

    assert client.get(page("case_detail", case)).status_code == 200
    assert "Melati" in client.get(reverse("referrals:case_list")).content.decode()
    assert "Kasus terlindung" in client.get(reverse("home")).content.decode()


def test_protecting_a_complaint_leads_the_registrar_home(client, village, operator, case_worker):
    plain = hear(village, operator)
    client.force_login(operator)

    response = client.post(page("complaint_protect", plain))

    assert response.url == reverse("home")
    assert client.post(page("complaint_protect", plain)).status_code == 404


HOSTILE = ["", "\x00", "x" * 20_000, "<script>alert(1)</script>", "'; DROP TABLE x;--", "🙂", "-1", "9" * 40, "\u202e"]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value[:9]))
@pytest.mark.parametrize("name", PAGES[1:])
def test_hostile_values_are_answered_with_a_sentence(client, case, case_worker, name, value):
    client.force_login(case_worker)
    fields = ("alias", "ticket", "text", "kind", "happened_on", "risks", "immediate_danger", "user", "reason")

    response = client.post(page(name, case), dict.fromkeys(fields, value))

    assert response.status_code in (200, 302, 409, 422)
    shown = client.get(page("case_detail", case)).content.decode()
    assert "<script>alert(1)</script>" not in response.content.decode() + shown


@pytest.mark.parametrize("address", ["?after=x", "?after=W10=", "?done=%F0%9F%99%82", "?done=1&after=" + "A" * 2000])
def test_hostile_addresses_of_the_list_are_answered(client, case, case_worker, address):
    client.force_login(case_worker)

    assert client.get(reverse("referrals:case_list") + address).status_code == 200


def test_a_key_beyond_all_numbers_is_somebody_who_is_not_there(client, case, case_worker):
    client.force_login(case_worker)

    assert client.post(page("case_leave", case, 10**30)).status_code == 404
