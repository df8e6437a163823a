"""A phone in its daily trouble: the camera does not work, there is no room left, it lies about."""

import time
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessment.models import Assessment
from assessment.tests.conftest import picture
from slrt.tests import field_screens as phone
from slrt.tests.field_screens import PHONE

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SEEN = """state => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
# Reading from the phone takes a while, as on a cheap one.
SLOW = """() => {
  const { decrypt } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.decrypt = async function (...sealed) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return decrypt.apply(this, sealed);
  };
}"""
# The line of news is drawn a moment after the change.
LOCKED_WHILE_READING = """() => {
  dispatchEvent(new Event("offline"));
  const lock = [...document.querySelectorAll("button")].find((button) => button.textContent === "Kunci");
  setTimeout(() => lock.click(), 450);
}"""
A_MONTH = 30 * 86_400


def test_gallery_needs_a_reason_a_full_phone_loses_nothing_and_what_lies_about_locks(
    visit, operator, open_round, published, household
):
    open_round.opens_on, open_round.closes_on = date(2020, 1, 1), timezone.localdate() + timedelta(days=7)
    open_round.save()
    page = visit(operator, PHONE)
    phone.set_up(page)
    pk = phone.begin(page, "WAYAN SUKARTA")
    page.get_by_role("link", name="Foto", exact=True).click()

    _from_gallery(page)
    _on_a_full_phone(page)
    with page.expect_response("**/api/v1/photos/*"):
        phone.send_now(page)
    _put_away(page)

    (photo,) = Assessment.objects.get(pk=pk).manifest
    assert (photo["slot"], photo["source"], photo["reason"]) == ("front", "gallery", "Kamera HP rusak")


def _from_gallery(page: Page) -> None:
    page.get_by_text("Kamera tidak bisa dipakai?").click()
    page.get_by_role("radio", name="Tampak depan rumah").check()
    page.get_by_role("button", name="Pilih dari galeri").click()
    expect(page.get_by_text("Pilih bagiannya dan tulis alasannya dahulu.")).to_be_visible()
    page.get_by_label("Alasan", exact=True).fill("Milik 5108014711870001")
    page.get_by_role("button", name="Pilih dari galeri").click()
    expect(page.get_by_text("Jangan tulis NIK atau No. KK di sini.")).to_be_visible()
    page.get_by_label("Alasan", exact=True).fill("Kamera HP rusak")
    with page.expect_file_chooser() as gallery:
        page.get_by_role("button", name="Pilih dari galeri").click()
    gallery.value.set_files({"name": "lama.jpg", "mimeType": "image/jpeg", "buffer": picture(1).getvalue()})
    expect(page.get_by_text("Dari galeri: Kamera HP rusak")).to_be_visible()


def _on_a_full_phone(page: Page) -> None:
    page.evaluate(phone.FULL, "photos")
    phone.shoot(page, "roof", 2)
    expect(page.get_by_text("Foto belum tersimpan: ruang HP penuh. Hapus video atau foto lama")).to_be_visible()
    expect(page.get_by_text("1 dari 7 foto")).to_be_visible()
    page.evaluate("() => void window.free()")


def _put_away(page: Page) -> None:
    """The clock is moved: nobody waits a month and five minutes."""
    later = time.time() + A_MONTH
    page.clock.set_fixed_time(later)
    page.goto("/lapangan/#/")
    expect(page.locator(".task", has_text="Lewat batas")).to_contain_text("WAYAN SUKARTA")
    for minute, is_open in ((0, True), (4, True), (10, False)):
        page.clock.set_fixed_time(later + minute * 60)
        page.evaluate(SEEN, "visible")
        if is_open:
            expect(page.get_by_role("heading", level=1)).to_have_text("Beranda")
        page.evaluate(SEEN, "hidden")
    expect(page.get_by_label("PIN 6 angka")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("WAYAN SUKARTA")


def test_the_menu_goes_away_when_something_else_is_tapped(visit, operator, open_round, published, household):
    page = visit(operator, PHONE)
    phone.set_up(page)
    page.get_by_text("Menu", exact=True).click()
    menu = page.get_by_role("navigation", name="Menu")
    expect(menu).to_be_visible()

    page.get_by_role("heading", name="Beranda").click(position={"x": 5, "y": 5})

    expect(menu).to_be_hidden()


def test_after_a_wrong_pin_the_field_is_empty_and_waits_for_the_right_one(visit, operator, open_round, published):
    page = visit(operator, PHONE)
    phone.set_up(page)
    page.get_by_role("button", name="Kunci").click()
    field = page.get_by_label("PIN 6 angka")

    field.fill("000111")
    page.get_by_role("button", name="Buka", exact=True).click()

    expect(page.get_by_role("alert")).to_have_text("PIN salah. Coba lagi.")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    phone.unlock(page)
    phone.heading(page, "Beranda")


def test_what_is_still_being_read_when_the_app_is_locked_ends_without_a_trace(
    visit, operator, open_round, published, household
):
    """An error that nobody caught would fail the test."""
    page = visit(operator, PHONE)
    phone.set_up(page)
    phone.begin(page, "WAYAN SUKARTA")
    page.evaluate(SLOW)

    page.evaluate(LOCKED_WHILE_READING)

    expect(page.get_by_label("PIN 6 angka")).to_be_visible()
    page.wait_for_timeout(1_000)  # what was under way comes to its end
    expect(page.locator("main")).not_to_contain_text("WAYAN SUKARTA")
