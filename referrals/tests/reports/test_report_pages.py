"""The pages of the reports: who sees what, what is said about wrong input, and what leaves the house."""

import csv

import pytest
from django.urls import reverse

from puskesos.models import Activity, PersonalDataRead
from referrals.models import SpmTarget
from referrals.tests.reports.november import at, hear

PERIOD = {"since": "01/11/2026", "until": "22/11/2026"}


def address(name: str) -> str:
    return reverse(f"referrals:report_{name}")


def test_a_choice_leads_to_its_report_with_period_and_area(client, dinsos):
    client.force_login(dinsos)

    assert client.get(address("index")).status_code == 200
    response = client.get(address("index"), {**PERIOD, "area": "51.08.01", "report": "recap-village"})

    assert response.status_code == 302
    assert response.url == (f"{address('recap')}?since=01%2F11%2F2026&until=22%2F11%2F2026&area=51.08.01&by=village")
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("report", ["indicators", "recap-district", "list-handling", "spm"])
def test_every_kind_of_report_opens_from_the_choice(client, dinsos, november, report):
    client.force_login(dinsos)

    response = client.get(address("index"), {**PERIOD, "report": report}, follow=True)

    assert response.status_code == 200
    assert response.redirect_chain


def test_the_operator_sees_the_own_village_and_may_not_ask_for_another(client, operator, november):
    client.force_login(operator)

    mine = client.get(address("recap"), {**PERIOD, "by": "village"})
    other = client.get(address("recap"), {**PERIOD, "area": "51.08.01.2002"})

    assert "Sumberklampok" in mine.content.decode()
    assert "Pejarakan" not in mine.content.decode()
    assert other.status_code == 422
    assert "Pejarakan" not in other.content.decode()


@pytest.mark.parametrize("name", ["list", "spm", "list_export"])
def test_the_operator_has_no_lists_and_no_spm(client, operator, name):
    client.force_login(operator)

    assert client.get(address(name)).status_code == 403


def test_the_leader_sees_hidden_cells_whole_months_and_no_list(client, leader, november):
    client.force_login(leader)

    recap = client.get(address("recap"), PERIOD).content.decode()

    assert "&lt;5" in recap
    assert "30 November 2026" in recap
    assert client.get(address("list"), PERIOD).status_code == 403
    assert client.post(address("export"), {**PERIOD, "report": "recap", "format": "csv"}).status_code == 200


def test_a_list_shows_no_name_and_no_protected_case(client, manager, november):
    client.force_login(manager)

    for kind in ("complaints", "handling", "referrals"):
        body = client.get(address("list"), {**PERIOD, "kind": kind}).content.decode()
        assert "arga Satu" not in body
        assert november.complaints["protected"].number not in body
    assert november.complaints["late"].number in client.get(address("list"), PERIOD).content.decode()


def test_a_list_is_paged_and_can_be_shown_whole_for_the_printer(client, dinsos, november):
    client.force_login(dinsos)

    whole = client.get(address("list"), {**PERIOD, "all": "1"})

    assert whole.content.count(b"<tr") == 7


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "11/22/2026"},
        {"since": "2026-11-01"},
        {"since": "besok"},
        {"since": "01/01/0001"},
        {"until": "31/12/9999"},
        {"since": "22/11/2026", "until": "01/11/2026"},
        {"since": "01/01/2015"},
        {"area": "35.26"},
        {"area": "' OR 1=1 --"},
        {"area": "9" * 5000},
        {"by": "name"},
        {"by": "client__nik"},
        {"kind": "../../etc/passwd"},
        {"report": "spm; DROP TABLE"},
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(client, dinsos, asked):
    client.force_login(dinsos)
    page = {"by": "recap", "kind": "list", "report": "index"}.get(next(iter(asked)), "indicators")

    response = client.get(address(page), asked)

    assert response.status_code == 422
    assert "Ada yang perlu diperbaiki" in response.content.decode()


@pytest.mark.parametrize("mark", ["x", "W10=", "e30=", "🙂", "WyJhIiwiYiJd"])
def test_a_broken_page_mark_shows_the_first_page(client, dinsos, november, mark):
    client.force_login(dinsos)

    assert client.get(address("list"), {**PERIOD, "after": mark}).status_code == 200


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"report": "indicators"},
        {"report": "lists", "format": "csv"},
        {"report": "recap", "format": "exe"},
        {"report": "recap", "format": "csv", "by": "name"},
        {"report": "spm", "format": "csv", "year": "0"},
        {"report": "spm", "format": "csv", "year": "9" * 5000},
        {"report": "indicators", "format": "csv", "since": "\x00"},
    ],
)
def test_a_broken_request_for_a_file_is_a_bad_request(client, dinsos, posted):
    client.force_login(dinsos)

    response = client.post(address("export"), posted)

    assert response.status_code == 400
    assert "Yang bisa Anda lakukan" in response.content.decode()


def read(response) -> list[list[str]]:
    return list(csv.reader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines()))


@pytest.mark.parametrize("report", ["indicators", "recap", "spm"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_counts_are_taken_as_files(client, dinsos, november, report, kind):
    client.force_login(dinsos)

    response = client.post(address("export"), {**PERIOD, "year": 2026, "report": report, "format": kind})
    body = b"".join(response.streaming_content)

    assert response.status_code == 200
    assert f".{kind}" in response["Content-Disposition"]
    assert body.startswith(b"\xef\xbb\xbf" if kind == "csv" else b"PK")


def test_a_list_without_names_is_taken_and_noted(client, supervisor, november):
    client.force_login(supervisor)

    rows = read(client.post(address("list_export"), {**PERIOD, "kind": "complaints", "format": "csv"}))

    assert rows[0][:4] == ["Nomor", "Diterima", "Kecamatan", "Desa/kelurahan"]
    assert len(rows) == 1 + 4
    assert "Nama warga" not in rows[0]
    assert Activity.objects.get(verb="report.take").data["named"] is False
    assert not PersonalDataRead.objects.exists()


def test_names_leave_only_with_a_reason_and_never_with_a_nik(client, dinsos, november):
    client.force_login(dinsos)
    asked = {**PERIOD, "kind": "complaints", "format": "csv", "named": "on"}

    without = client.post(address("list_export"), asked)
    response = client.post(address("list_export"), {**asked, "reason": "Rapat koordinasi penyaluran."})
    rows = read(response)

    assert without.status_code == 422
    assert "Tulis alasan paling sedikit 10 huruf" in without.content.decode()
    assert rows[0][-1] == "Nama warga"
    assert "5108011203850001" not in str(rows)
    assert "Lima" not in str(rows)
    assert PersonalDataRead.objects.get().reason == "Rapat koordinasi penyaluran."


def test_names_are_refused_to_a_supervisor(client, supervisor, november):
    client.force_login(supervisor)
    asked = {**PERIOD, "kind": "complaints", "format": "csv", "named": "on", "reason": "Saya ingin tahu."}

    response = client.post(address("list_export"), asked)

    assert response.status_code == 409
    assert "Hanya petugas Dinsos" in response.content.decode()


def test_dinsos_enters_targets_with_dots_between_thousands(client, dinsos):
    client.force_login(dinsos)

    response = client.post(address("spm"), {"year": "2026", "elderly": "1.500", "child": ""}, follow=True)

    assert "Sasaran tahun 2026 disimpan." in response.content.decode()
    assert SpmTarget.objects.get().people == 1500


@pytest.mark.parametrize("typed", ["-1", "1.5", "banyak", "9" * 5000, "1e3", "\u0661\u0662"])
def test_a_target_that_is_no_number_keeps_what_was_typed(client, dinsos, typed):
    client.force_login(dinsos)

    response = client.post(address("spm"), {"year": "2026", "elderly": typed})

    assert response.status_code == 422
    assert typed in response.content.decode()
    assert not SpmTarget.objects.exists()


@pytest.mark.parametrize("year", ["1999", "2099", "abc", "2026 " * 3])
def test_a_year_that_cannot_be_is_said_in_a_sentence(client, leader, year):
    client.force_login(leader)

    assert client.get(address("spm"), {"year": year}).status_code == 422


def test_the_leader_enters_no_target(client, leader):
    client.force_login(leader)

    assert client.post(address("spm"), {"year": "2026", "elderly": "5"}).status_code == 405
    assert "Simpan sasaran" not in client.get(address("spm")).content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_a_list_asks_the_database_as_often_for_one_row_as_for_three(
    client, dinsos, village, people, django_assert_max_num_queries
):
    for number in range(people):
        hear(village, dinsos, at(2 + number), name="Warga" + " Baru" * number)
    client.force_login(dinsos)

    with django_assert_max_num_queries(10):
        client.get(address("list"), PERIOD)
