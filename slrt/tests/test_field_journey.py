"""The field app as the operator holds it: a phone, a camera, no signal; real browser, real server."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessment import review
from assessment.models import Assessment
from assessment.review import Point
from households.models import Household
from slrt.tests import field_screens as phone
from slrt.tests.field_screens import PHONE, heading
from slrt.tests.real_parts import PASSWORD

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KK, NIK_HEAD, NIK_CHILD = "5108011203120004", "5108014711870001", "3526010505150002"


@pytest.fixture
def operators_phone(visit, operator, open_round, published, household):
    """A phone of the operator with a PIN and the list of families; the round is open whenever the tests run."""
    open_round.opens_on, open_round.closes_on = date(2020, 1, 1), date(2099, 12, 31)
    open_round.save()

    def pick_up():
        page = visit(operator, PHONE)
        phone.set_up(page)
        return page

    return pick_up


def test_whole_survey_without_signal_then_with_it_and_mended_when_it_comes_back(operators_phone, operator, supervisor):
    page = operators_phone()
    page.context.set_offline(True)
    expect(page.get_by_text("Tidak ada sinyal. Data aman di HP")).to_be_visible()

    pk = phone.begin(page, "WAYAN SUKARTA")
    phone.confirm_family(page)
    phone.take_place(page)
    phone.answer_all(page)
    page.get_by_role("link", name="Foto", exact=True).click()
    phone.take_photos(page)
    _press_the_last_button_on_a_full_phone(page, pk)
    phone.finish(page)
    heading(page, "Survei selesai diisi")
    assert Assessment.objects.count() == 0
    _come_back_when_the_login_has_ended(page, operator)
    page.get_by_role("link", name="WAYAN SUKARTA").click()

    heading(page, "Sudah diterima server")
    expect(page.locator("main")).to_contain_text("7/7")
    sent = Assessment.objects.get(pk=pk)
    assert (sent.status, sent.score, sent.photos.count()) == ("submitted", 1500, 7)
    expect(page.locator(".receipt-number")).to_have_text(sent.receipt_number)

    points = [Point("question", "roof", "Atap di foto tampak baik")]
    review.return_for_correction(sent, revision=sent.revision, by=supervisor, at=timezone.now(), points=points)
    page.goto("/lapangan/#/hp")
    page.get_by_role("button", name="Ambil daftar terbaru").click()
    page.get_by_role("link", name="Beranda").first.click()
    expect(page.get_by_role("heading", name="Perlu diperbaiki")).to_be_visible()
    page.get_by_role("link", name="WAYAN SUKARTA").first.click()
    expect(page.get_by_text("Atap di foto tampak baik")).to_be_visible()
    page.goto(f"/lapangan/#/survei/{pk}/tanya/roof")
    expect(page.locator("main")).to_contain_text("Perlu diperbaiki: Atap di foto tampak baik")
    page.locator("input[value=good]").check()
    page.get_by_role("link", name="Survei WAYAN SUKARTA").click()
    phone.finish(page)
    heading(page, "Sudah diterima server")
    assert Assessment.objects.get(pk=pk).score == 1700


def _press_the_last_button_on_a_full_phone(page, pk: str) -> None:
    """It is not finished: whatever is changed later must not send it by itself."""
    page.evaluate(phone.FULL, "drafts")
    phone.finish(page)
    expect(page.get_by_text("Belum tersimpan. Kosongkan ruang HP, lalu tekan Kirim survei lagi.")).to_be_visible()
    page.evaluate("() => void window.free()")
    page.get_by_role("link", name="Survei WAYAN SUKARTA").click()
    page.get_by_role("link", name="Beranda").first.click()
    expect(page.get_by_role("heading", name="Draf")).to_be_visible()
    expect(page.get_by_role("heading", name="Menunggu dikirim")).to_have_count(0)
    page.goto(f"/lapangan/#/survei/{pk}")


def _come_back_when_the_login_has_ended(page, operator) -> None:
    operator.set_password(PASSWORD)
    operator.save(update_fields=["password"])
    page.context.set_offline(False)
    expect(page.get_by_text("Masuk lagi untuk mengirim 1 survei. Data tidak hilang.")).to_be_visible()
    page.get_by_role("link", name="Masuk", exact=True).click()
    _log_in(page, operator)
    phone.unlock(page)
    phone.send_now(page)


def test_new_family_with_members_is_written_down_without_signal(operators_phone):
    page = operators_phone()
    page.context.set_offline(True)
    page.get_by_role("link", name="Keluarga baru").click()
    page.get_by_label("Warga setuju didata").check()
    page.get_by_role("button", name="Mulai survei").click()

    page.get_by_label("No. KK", exact=True).fill(KK[:8])
    page.get_by_label("Alamat").fill("Banjar Kelod")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".error-summary")).to_contain_text("No. KK harus 16 angka. Anda mengisi 8 angka.")
    page.get_by_label("No. KK", exact=True).fill(KK)
    page.get_by_role("button", name="Simpan").click()
    heading(page, "Kepala keluarga")
    _write_person(page, name="ketut ardana", nik=NIK_HEAD, sex="Perempuan", born="07-11-1987")
    page.get_by_role("link", name="Tambah anggota").click()
    # The NIK speaks of 5 May and of Madura, and of nothing but a doubt: it may be kept.
    _write_person(page, name="komang anom", nik=NIK_CHILD, sex="Laki-laki", born="06-05-2015", relation="Anak")
    expect(page.locator("main")).to_contain_text("NIK ini menunjukkan lahir 05-05-2015")
    expect(page.locator("main")).to_contain_text("NIK ini terbit di kabupaten lain.")
    page.get_by_role("button", name="Sudah cocok dengan KTP, simpan").click()
    page.get_by_role("button", name="Sudah sesuai").click()
    heading(page, "Survei KETUT ARDANA")
    page.context.set_offline(False)
    phone.send_now(page)

    expect(page.get_by_text("Tidak ada survei yang menunggu dikirim.")).to_be_visible()
    family = _wait_for(lambda: Household.objects.filter(head_name="KETUT ARDANA").first(), page)
    people = [(row.name, row.relation, str(row.birth_date)) for row in family.members.order_by("order")]
    assert people == [("KETUT ARDANA", "1", "1987-11-07"), ("KOMANG ANOM", "3", "2015-05-06")]


def _write_person(page, *, name: str, nik: str, sex: str, born: str, relation: str = "") -> None:
    page.get_by_label("Nama sesuai KTP").fill(name)
    page.locator("#nik").fill(nik)
    page.get_by_label(sex).check()
    page.get_by_label("Tanggal lahir").fill(born)
    if relation:
        page.get_by_label("Hubungan dengan kepala keluarga").select_option(label=relation)
    page.get_by_role("button", name="Simpan").click()


def _wait_for(look, page):
    """What the server will soon have."""
    for _turn in range(50):
        if found := look():
            return found
        page.wait_for_timeout(100)
    return look()


def test_practice_is_never_sent_and_survives_a_camera_that_ends_the_page(operators_phone):
    page = operators_phone()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    sent = phone.calls(page.context)
    page.context.set_offline(True)
    page.goto("/lapangan/#/latihan")
    page.get_by_role("button", name="Mulai latihan").click()
    heading(page, "Survei CONTOH BUDIMAN")
    phone.confirm_family(page)
    phone.take_place(page)
    phone.answer_all(page)
    page.get_by_role("link", name="Foto", exact=True).click()
    with page.expect_file_chooser():
        page.locator("#ambil-kitchen").click()

    page.reload()
    phone.unlock(page)
    expect(page.locator("main")).to_contain_text("Foto tadi belum tersimpan. Ambil lagi foto “Dapur”.")
    expect(page.locator("#ambil-kitchen")).to_be_focused()
    phone.take_photos(page, ["kitchen", *(slot for slot in phone.REQUIRED if slot != "kitchen")])
    phone.finish(page)

    heading(page, "Latihan selesai")
    page.context.set_offline(False)
    phone.send_now(page)
    expect(page.get_by_text("Tidak ada survei yang menunggu dikirim.")).to_be_visible()
    assert [call for call in sent if not call.startswith("devices/")] == []


def test_draft_goes_on_at_another_phone_and_two_versions_stand_side_by_side(operators_phone):
    here, there = operators_phone(), operators_phone()
    pk = phone.begin(here, "WAYAN SUKARTA")
    _answer(here, pk, walls="good")
    phone.send_now(here)
    _wait_for(lambda: Assessment.objects.filter(pk=pk, answers__walls="good").exists(), here)

    there.reload()
    phone.unlock(there)
    there.get_by_role("heading", name="Draf").wait_for()
    _answer(there, pk, walls="poor", roof="fair")
    phone.send_now(there)
    _wait_for(lambda: Assessment.objects.filter(pk=pk, answers__roof="fair").exists(), there)
    _answer(here, pk, walls="fair")
    phone.send_now(here)
    here.get_by_role("link", name="WAYAN SUKARTA").click()

    heading(here, "Ada dua isian")
    assert here.locator("fieldset legend").all_inner_texts() == [
        "6. Bagaimana dinding rumah yang terluas?",
        "8. Bagaimana atap rumah yang terluas?",
    ]
    here.get_by_role("button", name="Semua dari HP ini").click()
    here.locator("[name=beda-answers-roof][value=theirs]").check()
    here.get_by_role("button", name="Simpan pilihan").click()
    heading(here, "Survei WAYAN SUKARTA")
    phone.send_now(here)
    _wait_for(lambda: Assessment.objects.get(pk=pk).answers.get("walls") == "fair", here)
    assert Assessment.objects.get(pk=pk).answers == {"walls": "fair", "roof": "fair"}


def _answer(page, pk: str, **choices: str) -> None:
    for question, choice in choices.items():
        page.goto(f"/lapangan/#/survei/{pk}/tanya/{question}")
        page.locator(f"input[name={question}][value={choice}]").check()
        expect(page.locator(".saved")).to_have_text("Tersimpan di HP ini. Belum terkirim.")


def test_shared_phone_shows_nothing_of_the_other_and_a_forgotten_pin_loses_nothing(
    operators_phone, operator, neighbour_operator
):
    page = operators_phone()
    for person in (operator, neighbour_operator):
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    page.reload()  # a new password ends the session: the phone opens all the same
    phone.unlock(page)
    page.get_by_role("link", name="Masuk", exact=True).click()
    _log_in(page, operator)
    phone.unlock(page)
    pk = phone.begin(page, "WAYAN SUKARTA")
    phone.confirm_family(page)

    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Ganti pengguna").click()
    page.get_by_role("button", name="Masuk sebagai petugas lain").click()
    _log_in(page, neighbour_operator)
    phone.set_up(page)
    expect(page.locator("main")).not_to_contain_text("WAYAN SUKARTA")

    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Ganti pengguna").click()
    page.get_by_role("button", name="Masuk sebagai petugas lain").click()
    _log_in(page, operator)
    page.get_by_role("button", name="Lupa PIN").click()
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("PIN 6 angka").fill("739154")
    page.get_by_label("Ulangi PIN").fill("739154")
    page.get_by_role("button", name="Simpan PIN").click()
    expect(page.get_by_role("heading", name="Draf")).to_be_visible()
    page.goto(f"/lapangan/#/survei/{pk}")
    heading(page, "Survei WAYAN SUKARTA")
    assert _wait_for(lambda: Assessment.objects.filter(pk=pk).first(), page)


def _log_in(page, person) -> None:
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/lapangan/**")
