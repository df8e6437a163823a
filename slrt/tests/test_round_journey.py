"""A round in the browser: opened, counted down, closed, refused, extended, sent."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessment import capture, instrument
from assessment.models import Assessment
from assessment.tests.conftest import picture
from households import registry
from households.facts import Address, Person
from puskesos.models import Round, User
from slrt.tests.real_parts import DESK, PHONE


def day(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d-%m-%Y}"


def plan_and_open(desk: Page) -> None:
    desk.get_by_text("Lainnya", exact=True).last.click()
    desk.get_by_role("link", name="Periode", exact=True).last.click()
    desk.get_by_role("link", name="Rencanakan periode").click()
    desk.get_by_label("Nama periode").fill("Pemutakhiran")
    desk.get_by_label("Hari pertama").fill(day(0))
    desk.get_by_label("Hari terakhir").fill(day(2))
    desk.get_by_role("button", name="Simpan rencana").click()
    desk.get_by_role("link", name="Isi sasaran").click()
    desk.get_by_label("Tempel tabel").fill("Desa\tSasaran\nSumberklampok\t3")
    desk.get_by_role("button", name="Simpan sasaran").click()
    desk.get_by_text("Buka periode").first.click()
    desk.locator("form.confirm-panel").get_by_role("button", name="Buka periode").click()
    expect(desk.locator("main")).to_contain_text("Sedang dibuka")


def close(desk: Page) -> None:
    desk.get_by_text("Tutup sekarang").first.click()
    desk.locator("form.confirm-panel").get_by_role("button", name="Tutup periode").click()
    expect(desk.locator("main")).to_contain_text("Periode ditutup")


def extend(desk: Page) -> None:
    desk.get_by_role("link", name="Perpanjang", exact=True).first.click()
    desk.get_by_label("Gerokgak").check()
    desk.get_by_label("Hari terakhir yang baru").fill(day(5))
    desk.get_by_label("Alasan").fill("Jalan ke desa terputus")
    desk.get_by_role("button", name="Perpanjang").click()
    expect(desk.locator("main")).to_contain_text("Jalan ke desa terputus")


def survey_of_a_homeless_family(operator: User) -> Assessment:
    """Complete but for the sending; how it is filled in is told by another journey."""
    family = registry.register(
        village=operator.region,
        kk=None,
        address=Address(address="Pasar"),
        head=Person(name="LUH SARI", sex="2", relation="1", identity_status="2"),
        by=operator,
        on=timezone.localdate(),
    )
    now, today = timezone.now(), timezone.localdate()
    survey = capture.start(family, round=Round.objects.get(), by=operator, at=now, on=today)
    definition = instrument.definition(survey.instrument_id)
    capture.save_answers(
        survey,
        by=operator,
        answers={q.code: q.choices[0].code for q in definition.questions if not q.is_computed},
        numbers={"monthly_income_rp": 100_000},
        overrides=["homeless"],
    )
    capture.confirm_identity(survey, by=operator, at=now)
    capture.save_position(survey, by=operator, latitude=-8, longitude=115, accuracy_m=5, located_at=now)
    capture.add_photo(survey, slot="other", upload=picture(1), by=operator, at=now)
    return survey


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_round_from_its_opening_to_an_extension(enter, regions, operator, dinsos):
    instrument.load(at=timezone.now())
    desk, phone = enter(dinsos, DESK), enter(operator, PHONE)
    plan_and_open(desk)
    survey = survey_of_a_homeless_family(operator)

    phone.goto("/")
    expect(phone.locator("main .badge-bad")).to_contain_text("2 hari lagi")
    expect(phone.locator("main")).to_contain_text("0 dari 3")
    phone.goto(f"/pendataan/{survey.pk}/kirim/")
    close(desk)
    phone.get_by_role("button", name="Kirim survei").click()
    expect(phone.locator("main")).to_contain_text("sudah ditutup untuk kecamatan ini")

    extend(desk)
    phone.goto("/")
    expect(phone.locator("main")).to_contain_text("Periode diperpanjang sampai")
    phone.goto(f"/pendataan/{survey.pk}/kirim/")
    phone.get_by_role("button", name="Kirim survei").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Sudah diterima server")

    phone.goto("/")
    expect(phone.locator("main")).to_contain_text("1 dari 3")
    desk.goto("/")
    expect(desk.locator("main")).to_contain_text("1 dari 3")
