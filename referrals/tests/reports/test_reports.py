"""Every number of the reports against a world counted by hand; protected cases are in none of them."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from puskesos.errors import Refused
from puskesos.models import Activity, PersonalDataRead
from referrals import indicators, listings, recaps, report_files, reports, spm, suppression
from referrals.models import Answer, Complaint, Outreach, SpmTarget
from referrals.report_files import Table
from referrals.reports import Period
from referrals.tests.reports.november import NOVEMBER, TODAY, at, hear

# --- figures ----------------------------------------------------------------------------------------------------------


def test_dinsos_counts_the_whole_regency(november, dinsos):
    numbers = reports.figures(november.scope(dinsos))

    assert (numbers.people, numbers.received, numbers.handled, numbers.in_village) == (5, 6, 2, 1)
    assert (numbers.on_time, numbers.late, numbers.median_days) == (2, 2, 5.0)
    assert (numbers.ever_handled, numbers.reopened) == (3, 1)
    assert (numbers.proposed, numbers.sent, numbers.accepted, numbers.declined) == (2, 2, 1, 1)
    assert (numbers.satisfaction, numbers.satisfied) == (3.5, 2)
    assert (numbers.villages, numbers.villages_active) == (3, 1)
    assert numbers.by_status == {"closed": 1, "reopened": 1, "received": 3, "handled": 1}
    assert numbers.by_sector == {"health": 3, "education": 1, "social": 1, "food": 1}


def test_shares_are_of_what_they_say(november, dinsos):
    rows = indicators.indicators(reports.figures(november.scope(dinsos)), hides=False)
    values = {row.code: row.value for row in rows}

    assert values == {
        "people": 5, "received": 6, "handled": 2, "in_village": 50.0, "on_time": 50.0, "reopened": 33.3,
        "median_days": 5.0, "accepted": 1, "declined": 1, "satisfaction": 3.5, "villages_active": 1,
    }  # fmt: skip


def test_the_operator_counts_the_own_village_only(november, operator):
    numbers = reports.figures(november.scope(operator))

    assert (numbers.people, numbers.received, numbers.handled, numbers.proposed) == (2, 3, 1, 0)
    assert numbers.villages == 1


def test_the_supervisor_counts_the_kecamatan_without_what_only_dinsos_may_know(november, supervisor):
    numbers = reports.figures(november.scope(supervisor))

    assert numbers.received == 4
    assert numbers.by_sector == {"health": 3, "education": 1}


def test_a_stranger_counts_nothing(november, stranger):
    numbers = reports.figures(november.scope(stranger, area=november.regency))

    assert (numbers.received, numbers.proposed, numbers.satisfied) == (0, 0, 0)


def test_the_case_team_itself_does_not_find_its_case_in_any_count_or_list(november, manager, regions):
    scope = november.scope(manager, area=regions["51.08"])

    numbers = [number for kind in listings.LISTINGS for number in _numbers(kind, scope)]

    assert november.complaints["protected"] in Complaint.objects.visible_to(manager)
    assert "protection" not in reports.figures(scope).by_sector
    assert november.complaints["protected"].number not in numbers
    assert november.complaints["protected"].referrals.get().number not in numbers
    assert len(numbers) == 6 + 6 + 2


def _numbers(kind, scope):
    return [line[0] for line in listings.lines(kind, scope, named=False)]


def test_a_day_belongs_to_the_offices_clock(regions, operator, village):
    hear(village, operator, at(30, hour=23), name="Larut malam")
    hear(village, operator, at(1, month=12, hour=0), name="Lewat tengah malam")
    period = Period(date(2026, 11, 30), date(2026, 11, 30))

    assert reports.figures(reports.Scope(operator, village, period, TODAY)).received == 1


# --- recaps -----------------------------------------------------------------------------------------------------------


def test_recaps_show_every_place_even_without_complaints(november, dinsos):
    district = recaps.recap(november.scope(dinsos), by="district")
    village = recaps.recap(november.scope(dinsos), by="village")

    assert [(line.label, line.cells) for line in district.lines] == [
        ("Gerokgak", [4, 5, 1, 1, 1, 2, 2.0]),
        ("Seririt", [1, 1, 1, 0, 1, 0, 8.0]),
    ]
    assert [(line.label, line.beside, line.cells[1]) for line in village.lines] == [
        ("Desa Sumberklampok", "Gerokgak", 3),
        ("Desa Pejarakan", "Gerokgak", 2),
        ("Desa Unggahan", "Seririt", 1),
    ]
    assert district.total == village.total == [5, 6, 2, 1, 2, 2, 5.0]


def test_recaps_by_sector_channel_programme_and_provider_add_up(november, dinsos):
    scope = november.scope(dinsos)
    found = {by: recaps.recap(scope, by=by) for by in ("sector", "channel", "programme", "provider")}
    counted = {by: {line.label: line.cells for line in recap.lines} for by, recap in found.items()}

    assert counted["sector"]["Kesehatan"][1] == 3
    assert counted["sector"]["Perlindungan perempuan dan anak"] == [0, 0, 0, 0, 0, 0, None]
    assert counted["channel"]["Datang ke Puskesos"][1] == 2
    assert counted["programme"] == {"Layanan uji": [2, 2, 1, 1, 1, 0]}
    assert counted["provider"] == {"RSUD Buleleng": [2, 2, 1, 1, 1, 0]}


# --- small cells ------------------------------------------------------------------------------------------------------


def test_the_leader_sees_small_cells_hidden_and_no_person(november, leader):
    scope = november.scope(leader)

    recap = recaps.recap(scope, by="village")
    values = {row.code: row.value for row in indicators.indicators(reports.figures(scope), hides=True)}

    assert recap.total[1] == 6
    assert [line.cells[1] for line in recap.lines] == ["<5", "<5", "<5"]
    assert recap.lines[0].cells[-1] == "<5"
    assert (values["people"], values["received"], values["handled"]) == (5, 6, "<5")
    assert (values["in_village"], values["median_days"], values["satisfaction"]) == ("*", "*", "*")
    assert Complaint.objects.visible_to(leader).count() == 0


@pytest.mark.parametrize(
    ("numbers", "cells", "total"),
    [
        ([0, 7, 9], [0, 7, 9], 16),
        ([3, 7, 9], ["<5", "*", 9], 19),
        ([3, 2, 9], ["<5", "<5", 9], 14),
        ([1, 1, 9], ["<5", "<5", "*"], 11),
        ([4, 4, 0], ["<5", "<5", 0], "*"),
        ([3, 0], ["<5", 0], "<5"),
        ([], [], 0),
    ],
)
def test_no_subtraction_brings_a_hidden_cell_back(numbers, cells, total):
    assert suppression.column(numbers, sum(numbers)) == (cells, total)


def test_bars_of_hidden_numbers_have_no_length(november, leader):
    bars = indicators.sector_bars(reports.figures(november.scope(leader)), hides=True)

    assert {bar.share for bar in bars if isinstance(bar.value, str)} == {None}


def test_who_sees_only_totals_gets_whole_months():
    assert Period(date(2026, 2, 10), date(2026, 2, 20)).whole_months == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert Period(date(2026, 11, 30), date(2026, 12, 31)).whole_months == Period(date(2026, 11, 1), date(2026, 12, 31))


# --- lists ------------------------------------------------------------------------------------------------------------


def test_the_list_of_handling_counts_working_days(november, dinsos):
    rows = {line[0]: line for line in listings.lines("handling", november.scope(dinsos), named=False)}
    told = november.complaints

    assert rows[told["closed"].number][-3:] == [date(2026, 11, 4), 2, 0]
    assert rows[told["late"].number][-4:] == [date(2026, 11, 11), None, 8, 7]
    assert rows[told["placed"].number][5] == "Layanan uji"


def test_lists_hold_names_only_when_asked(november, dinsos):
    scope = november.scope(dinsos)

    for kind in listings.LISTINGS:
        assert "Warga" not in str(list(listings.lines(kind, scope, named=False)))
        assert "WARGA" in str(list(listings.lines(kind, scope, named=True))).upper()


def test_taking_a_list_with_names_is_written_down_with_the_reason(november, dinsos):
    scope = november.scope(dinsos)

    rows = listings.take("complaints", scope, named=True, reason="Rapat penyaluran.", by=dinsos, at=at(22))

    event = Activity.objects.filter(verb="report.take").get()
    read = PersonalDataRead.objects.get()
    assert rows == 6
    assert event.data == {
        "list": "complaints", "named": True, "since": "2026-11-01", "until": "2026-11-22", "rows": 6,
    }  # fmt: skip
    assert (read.target_id, read.by, read.reason) == ("51.08", dinsos, "Rapat penyaluran.")


def test_names_are_refused_without_a_reason_and_to_everyone_but_dinsos(november, dinsos, supervisor):
    with pytest.raises(Refused, match="untuk apa"):
        listings.take("complaints", november.scope(dinsos), named=True, reason=" ", by=dinsos, at=at(22))
    with pytest.raises(Refused, match="Hanya petugas Dinsos"):
        listings.take("complaints", november.scope(supervisor), named=True, reason="x" * 20, by=supervisor, at=at(22))

    assert not Activity.objects.filter(verb="report.take").exists()


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "|", "\u2212", "\uff1d", "\t=", "\r\n=", "\u200b=", "\u202e="])
def test_no_cell_of_a_file_is_a_formula(sign):
    table = Table("Uji", ["Nama"], [10], [[f"{sign}1+1"]])

    text = "".join(report_files.csv_lines(table))
    sheet = _sheet(report_files.workbook(Table("Uji", ["Nama"], [10], [[f"{sign}1+1"]]), dated=TODAY))

    assert text.startswith("\ufeffNama\r\n'")
    assert text.count("\r\n") == 2
    assert "<f>" not in sheet


def _sheet(file) -> str:
    with file, ZipFile(BytesIO(file.read())) as book:
        return "".join(book.read(name).decode() for name in sorted(book.namelist()) if "sheet1.xml" in name)


def test_the_same_rows_give_the_same_bytes(november, dinsos):
    scope = november.scope(dinsos)

    def written() -> tuple[bytes, str]:
        with report_files.workbook(listings.table("handling", scope, named=False), dated=TODAY) as file:
            book = file.read()
        return book, "".join(report_files.csv_lines(listings.table("handling", scope, named=False)))

    assert written() == written()


def test_a_workbook_without_rows_still_has_its_headers():
    assert "<f>" not in _sheet(report_files.workbook(Table("Kosong", ["Nomor"], [10], []), dated=TODAY))


# --- SPM --------------------------------------------------------------------------------------------------------------


def _people(scope) -> dict[str, tuple]:
    return {line.category.code: (line.served, line.waiting) for line in spm.lines(scope)}


def test_spm_counts_people_by_what_the_law_owes_them(november, dinsos):
    scope = november.scope(dinsos, period=spm.year_of(2026))

    # Warga Satu was served and asks again; he is one person in each column.
    assert _people(scope) == {
        "child": (0, 1), "disabled": (0, 0), "elderly": (1, 1), "homeless": (1, 0), "disaster": (0, 1),
    }  # fmt: skip


def test_who_was_brought_to_an_institution_is_not_served_outside_one(november, dinsos):
    placed = november.complaints["placed"]
    facts = {"kind": "stranded", "found_place": "Terminal", "reported_at": at(12), "updated_by": dinsos}
    Outreach.objects.create(complaint=placed, village=placed.village, placement=Outreach.Placement.HOME, **facts)

    assert _people(november.scope(dinsos, period=spm.year_of(2026)))["homeless"] == (0, 0)


def test_targets_are_kept_by_year_and_an_empty_one_is_taken_away(november, dinsos):
    scope = november.scope(dinsos, period=spm.year_of(2026))
    spm.set_targets({"elderly": 4, "child": 10}, regency=november.regency, year=2026, by=dinsos, at=at(22))
    spm.set_targets({"elderly": 8, "child": None}, regency=november.regency, year=2026, by=dinsos, at=at(22))

    elderly = next(line for line in spm.lines(scope) if line.category.code == "elderly")

    assert (elderly.target, elderly.reached) == (8, 12.5)
    assert SpmTarget.objects.count() == 1
    assert Activity.objects.filter(verb="spm.set_targets").count() == 2


def test_the_leader_learns_no_small_number_from_target_and_percent(november, dinsos, leader):
    spm.set_targets({"elderly": 8}, regency=november.regency, year=2026, by=dinsos, at=at(22))

    elderly = next(
        line for line in spm.lines(november.scope(leader, period=spm.year_of(2026))) if line.category.code == "elderly"
    )

    assert (elderly.served, elderly.target, elderly.reached) == ("<5", 8, "*")


def test_november_is_as_it_was_told(november):
    assert {name: complaint.status for name, complaint in november.complaints.items()}["placed"] == "handled"
    assert Answer.objects.count() == 2
    assert NOVEMBER.until == TODAY
