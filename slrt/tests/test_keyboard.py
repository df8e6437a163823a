"""Survey, review and batch without a mouse: every step is reached by Tab and done with the keys of the keyboard."""

import pytest
from playwright.sync_api import Locator, Page, expect

from assessment.models import Assessment
from assessment.tests.conftest import picture
from dtks.models import Batch
from slrt.tests.real_parts import DESK

MOST_STOPS = 120
IN_FOCUS = "(element) => element === document.activeElement"

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Keys:
    """A person with a keyboard only, before one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, target: Locator) -> None:
        """Tab on until the target has the focus; it must then be seen on the screen."""
        for _stop in range(MOST_STOPS):
            if target.evaluate(IN_FOCUS):
                expect(target).to_be_in_viewport()
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by Tab")

    def press(self, role: str, name: str, *, exact: bool = False) -> None:
        """Go to a button, link or summary of this name and press Enter."""
        self.go_to(self.page.get_by_role("main").get_by_role(role, name=name, exact=exact).first)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()

    def open_fold(self, words: str) -> None:
        """Open a <details> by its summary."""
        self.go_to(self.page.locator("main summary", has_text=words).first)
        self.page.keyboard.press("Enter")

    def write(self, name: str, words: str) -> None:
        """Type into the field of this name."""
        self.go_to(self.page.locator(f"main [name={name}]"))
        self.page.keyboard.type(words)

    def choose(self, radio: Locator) -> None:
        """Take the first choice of a question."""
        self.go_to(radio)
        self.page.keyboard.press("Space")
        expect(radio).to_be_checked()


def test_survey_review_and_batch_by_keyboard_alone(
    visit, operator, supervisor, dinsos, family, celery_worker_process, tmp_path
):
    survey(Keys(visit(operator, DESK)), family, tmp_path)
    assert Assessment.objects.get().status == "submitted"

    desk = Keys(visit(supervisor, DESK))
    desk.page.goto("/tinjauan/")
    desk.press("link", "LUH SARI")
    desk.press("button", "Setujui", exact=True)
    expect(desk.page.locator("main")).to_contain_text("Disetujui")
    assert Assessment.objects.get().status == "approved"

    office = Keys(visit(dinsos, DESK))
    office.page.goto("/batch/baru/")
    office.press("button", "Buat batch")
    office.open_fold("Bekukan batch")
    office.press("button", "Bekukan batch")
    expect(office.page.get_by_role("button", name="Unduh XLSX", exact=True)).to_be_visible(timeout=60_000)
    office.open_fold("Tandai terkirim")
    office.press("button", "Tandai terkirim")
    expect(office.page.locator("main")).to_contain_text("Terkirim ke Kemensos")
    assert Batch.objects.get().status == "sent"


def survey(keys: Keys, family, tmp_path) -> None:
    """From the household's page to the receipt."""
    page = keys.page
    page.goto(f"/keluarga/{family.pk}/")
    keys.press("button", "Mulai pendataan")
    keys.press("link", "Identitas dan anggota")
    keys.press("button", "Sudah sesuai")
    keys.press("link", "Lokasi rumah")
    keys.press("button", "Pakai lokasi HP ini")
    page.get_by_role("button", name="Pakai titik ini").wait_for()
    page.keyboard.press("Enter")
    keys.press("button", "Simpan lokasi")
    keys.press("link", "15 pertanyaan")
    for number in range(1, 6):
        expect(page.locator("main")).to_contain_text(f"{number} dari 5")
        answer(keys)
        keys.press("button", "Simpan dan lanjut")
    keys.press("link", "Foto")
    for number, slot in enumerate(("front", "walls", "floor", "roof", "kitchen", "toilet", "water"), 1):
        file = tmp_path / f"{slot}.jpg"
        file.write_bytes(picture(number).getvalue())
        keys.go_to(page.locator(f"#file-{slot}"))
        page.set_input_files(f"#file-{slot}", file)  # the machine's own window for choosing a file is not ours
        expect(page.locator("main")).to_contain_text(f"{number} dari 7", timeout=20_000)
    keys.press("link", "Lanjut")
    keys.press("link", "Tinjau lalu kirim")
    keys.press("button", "Kirim survei")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sudah diterima server")


def answer(keys: Keys) -> None:
    """The first choice of each question of this page, and its numbers."""
    for question in keys.page.locator("fieldset:has(input[type=radio])").all():
        if question.locator("fieldset").count() == 0:
            keys.choose(question.locator("input[type=radio]").first)
    for name, value in (("floor_area_m2", "7,5"), ("monthly_income_rp", "300000")):
        if keys.page.locator(f"[name={name}]").count():
            keys.write(name, value)
