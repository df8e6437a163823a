"""One household from the operator's phone to the ministry's file, by clicking: real browser, real worker."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from python_calamine import CalamineWorkbook

from assessment import instrument
from assessment.models import Assessment
from assessment.tests.conftest import picture
from dtks.models import Batch
from puskesos.models import PersonalDataRead, Round
from slrt.tests.real_parts import DESK, PHONE

NIK, KK = "5108014711870001", "5108011203120004"


@pytest.fixture
def round_now(regions) -> Round:
    today = timezone.localdate()
    instrument.load(at=timezone.now())
    return Round.objects.create(
        regency=regions["51.08"],
        name="Berjalan",
        opens_on=today - timedelta(days=7),
        closes_on=today + timedelta(days=7),
    )


def register_family(page: Page) -> None:
    page.get_by_role("link", name="Daftarkan keluarga baru").click()
    page.fill("[name=kk]", KK[:8])
    page.fill("[name=address]", "Banjar Tegal")
    page.fill("[name=name]", "Luh Sari")
    page.fill("[name=nik]", NIK)
    page.get_by_label("Perempuan").check()
    page.fill("[name=birth_date]", "11/07/1987")
    page.get_by_role("button", name="Simpan").click()

    # What was wrong is said, what was typed is kept.
    expect(page.locator("[data-error-summary]")).to_contain_text("No. KK harus 16 angka")
    page.fill("[name=kk]", KK)
    page.get_by_role("button", name="Simpan").click()

    # 11/07 is not 07/11: the NIK says so, and the operator mends the date.
    expect(page.locator("main")).to_contain_text("07-11-1987")
    page.fill("[name=birth_date]", "07/11/1987")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("LUH SARI")


def survey(page: Page, tmp_path) -> str:
    page.get_by_role("button", name="Mulai pendataan").click()
    page.get_by_role("link", name="Identitas dan anggota").click()
    page.get_by_role("button", name="Sudah sesuai").click()

    page.get_by_role("link", name="Lokasi rumah").click()
    page.get_by_role("button", name="Pakai lokasi HP ini").click()
    page.get_by_role("button", name="Pakai titik ini").click()
    expect(page.locator("[name=latitude]")).to_have_value("-8.112000")
    page.get_by_role("button", name="Simpan lokasi").click()

    page.get_by_role("link", name="15 pertanyaan").click()
    for number in range(1, 6):
        expect(page.locator("main")).to_contain_text(f"{number} dari 5")
        answer_page(page)
        page.get_by_role("button", name="Simpan dan lanjut").click()

    page.get_by_role("link", name="Tinjau lalu kirim").click()
    expect(page.locator("[data-error-summary] li")).to_have_count(7)
    page.go_back()
    late: list[Route] = []
    page.route("**/js/photo*.js", lambda route: late.append(route))
    page.get_by_role("link", name="Foto").click()
    take_photos(page, tmp_path, late)
    page.get_by_role("link", name="Lanjut").click()
    page.get_by_role("link", name="Tinjau lalu kirim").click()
    page.get_by_role("button", name="Kirim survei").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sudah diterima server")
    expect(page.locator("main")).to_contain_text("7/7")
    expect(page.locator(".receipt-qr svg")).to_be_visible()
    return page.locator(".receipt-number").inner_text()


def answer_page(page: Page) -> None:
    """The worst answer to each question of this page, numbers that agree."""
    for question in page.locator("fieldset:has(input[type=radio])").all():
        if question.locator("fieldset").count() == 0:
            question.locator("input[type=radio]").first.check()
    for name, value in (("floor_area_m2", "7,5"), ("monthly_income_rp", "Rp 300.000")):
        if page.locator(f"[name={name}]").count():
            page.fill(f"[name={name}]", value)


def take_photos(page: Page, tmp_path, late: list[Route]) -> None:
    """One photo per required slot; the page resizes and sends each by itself, the first before its script came."""
    for number, slot in enumerate(("front", "walls", "floor", "roof", "kitchen", "toilet", "water"), 1):
        file = tmp_path / f"{slot}.jpg"
        file.write_bytes(picture(number).getvalue())
        page.set_input_files(f"#file-{slot}", file)
        while late:
            late.pop().continue_()
        page.unroute("**/js/photo*.js")
        expect(page.locator("main")).to_contain_text(f"{number} dari 7", timeout=20_000)


def return_with_reason(page: Page) -> None:
    page.get_by_role("link", name="Tinjauan", exact=True).first.click()
    page.get_by_role("link", name="LUH SARI").click()
    expect(page.get_by_role("heading", name="Kelas: Sangat miskin")).to_be_visible()
    expect(page.locator("main")).to_contain_text("1500")
    page.get_by_text("Kembalikan untuk diperbaiki").click()
    page.get_by_label("8. Bagaimana atap rumah").fill("Atap di foto tampak baik")
    page.get_by_role("button", name="Kembalikan", exact=True).click()
    expect(page.locator("main")).to_contain_text("Tidak ada yang menunggu")


def mend_and_resend(page: Page) -> None:
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Perlu diperbaiki")
    page.get_by_role("link", name="LUH SARI").click()
    expect(page.locator("main")).to_contain_text("Atap di foto tampak baik")
    page.get_by_role("link", name="8. Bagaimana atap rumah").click()
    page.get_by_label("Genteng, genteng metal atau beton kondisi baik").check()
    page.get_by_role("button", name="Simpan draf").click()
    page.get_by_role("link", name="Tinjau lalu kirim").click()
    page.get_by_role("button", name="Kirim survei").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sudah diterima server")


def approve(page: Page) -> None:
    page.goto("/tinjauan/")
    page.get_by_role("link", name="LUH SARI").click()
    expect(page.get_by_role("heading", name="Yang berubah sejak dikembalikan")).to_be_visible()
    page.get_by_role("button", name="Setujui").click()
    expect(page.locator("main")).to_contain_text("Disetujui")


def make_batch(page: Page) -> None:
    page.get_by_role("link", name="Batch", exact=True).first.click()
    page.get_by_role("link", name="Buat batch").first.click()
    page.get_by_role("button", name="Buat batch").click()
    page.get_by_text("Bekukan batch").first.click()
    page.locator("form.confirm-panel").get_by_role("button", name="Bekukan batch").click()

    # The page renews itself while the worker tabulates and writes.
    expect(page.get_by_role("button", name="Unduh XLSX", exact=True)).to_be_visible(timeout=60_000)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_household_travels_from_the_phone_to_the_file(
    enter, live_server, new_context, round_now, operator, supervisor, dinsos, celery_worker_process, tmp_path
):
    phone = enter(operator, PHONE)
    register_family(phone)
    receipt = survey(phone, tmp_path)

    family = new_context(base_url=live_server.url, **PHONE).new_page()
    family.goto(f"/t/{receipt}/")
    expect(family.get_by_role("heading", level=1)).to_have_text("Tanda terima ini sah")
    expect(family.locator("main")).not_to_contain_text("LUH SARI")

    desk = enter(supervisor, DESK)
    return_with_reason(desk)
    mend_and_resend(phone)
    approve(desk)

    office = enter(dinsos, DESK)
    make_batch(office)
    office.get_by_label("Untuk apa berkas ini diunduh").fill("Dikirim ke Kemensos lewat SIKS-NG")
    with office.expect_download() as download:
        office.get_by_role("button", name="Unduh XLSX", exact=True).click()
    office.get_by_text("Tandai terkirim").first.click()
    office.locator("form.confirm-panel").get_by_role("button", name="Tandai terkirim").click()
    expect(office.locator("main")).to_contain_text("Terkirim ke Kemensos")

    rows = CalamineWorkbook.from_path(str(download.value.path())).get_sheet_by_name("USULAN_BARU").to_python()
    line = dict(zip(rows[0], rows[1], strict=True))
    assert len(rows) == 2
    assert (line["NIK"], line["NO_KK"], line["NAMA"], line["SKOR_TOTAL"]) == (NIK, KK, "LUH SARI", 1700)
    assert line["TANGGAL_LAHIR"] == "07-11-1987"
    assert Assessment.objects.get().receipt_number == receipt
    assert Batch.objects.get().status == "sent"
    assert PersonalDataRead.objects.filter(by=dinsos, reason__contains="SIKS-NG").count() == 1
    assert date(1987, 11, 7) == Assessment.objects.get().household.members.get().birth_date
