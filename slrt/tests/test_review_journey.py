"""A supervisor without a mouse: queue, photos, approve, undo, return; and keys that can be switched off."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessment import capture, instrument, reasons
from assessment.models import Assessment, ReviewPoint
from assessment.tests.conftest import NOW, TODAY, picture
from households.models import Household, Member
from puskesos.models import Round

FOCUSED = "document.activeElement"


@pytest.fixture
def waiting(village, operator, regions) -> list[Assessment]:
    """Two families without a home, each with two photos, that wait for review."""
    shipped = instrument.definition(instrument.load(at=NOW).pk)
    reasons.load(regions["51.08"], at=NOW)
    round_now = Round.objects.create(regency=regions["51.08"], name="Kini", opens_on=TODAY, closes_on=TODAY)
    found = []
    for number, name in enumerate(("WAYAN PERTAMA", "KETUT KEDUA")):
        family = Household.objects.create(village=village, head_name=name, address="BANJAR", created_by=operator)
        Member.objects.create(
            household=family, village=village, order=1, name=name, sex="1", relation="1", joined_on=TODAY
        )
        row = capture.start(family, round=round_now, by=operator, at=NOW, on=TODAY)
        capture.save_answers(
            row,
            by=operator,
            answers={q.code: q.choices[0].code for q in shipped.questions if not q.is_computed},
            numbers={"monthly_income_rp": 100_000},
            overrides=["homeless"],
        )
        capture.confirm_identity(row, by=operator, at=NOW)
        capture.save_position(row, by=operator, latitude=-8, longitude=115, accuracy_m=5, located_at=NOW)
        for slot, shade in (("front", 1), ("roof", 2)):
            capture.add_photo(row, slot=slot, upload=picture(10 * number + shade), by=operator, at=NOW)
        found.append(capture.submit(row, revision=1, by=operator, at=NOW.replace(minute=number), on=TODAY))
    return found


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what bears this name has the focus."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.textContent").strip().startswith(name):
            return
    raise AssertionError(f"Tab never reaches {name}")


def look_at_photos(page: Page) -> None:
    page.keyboard.press("p")
    expect(page.locator("[data-viewer-title]")).to_have_text("Tampak depan rumah")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-viewer-title]")).to_have_text("Atap")
    page.keyboard.press("+")
    expect(page.locator("[data-viewer] img.zoomed")).to_have_count(2)
    page.keyboard.press("-")
    page.keyboard.press("Escape")
    expect(page.locator("[data-viewer]")).to_be_hidden()
    expect(page.locator("[data-caption='Atap']")).to_be_focused()


def switch_keys_off_and_on(page: Page) -> None:
    page.keyboard.press("?")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", level=1)).to_have_text("WAYAN PERTAMA")
    assert not Assessment.objects.filter(status="approved").exists()
    tab_to(page, "Tombol cepat")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_supervisor_reviews_by_keyboard_alone(visit, waiting, supervisor):
    page = visit(supervisor)
    page.goto(reverse("assessment:review_queue"))
    tab_to(page, "WAYAN PERTAMA")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("WAYAN PERTAMA")
    look_at_photos(page)
    switch_keys_off_and_on(page)

    # S approves, and the next one opens; U takes it back.
    page.keyboard.press("s")
    expect(page.get_by_role("heading", level=1)).to_have_text("KETUT KEDUA")
    expect(page.locator("main")).to_contain_text("Keluarga WAYAN PERTAMA siap masuk batch.")
    page.keyboard.press("u")
    expect(page.locator("main")).to_contain_text("Putusan diurungkan.")
    expect(page.get_by_role("heading", level=1)).to_have_text("WAYAN PERTAMA")

    # K leads to the first reason; letters that are typed there press nothing.
    page.keyboard.press("k")
    assert page.evaluate(f"{FOCUSED}.name") == "chosen-question-livelihood"
    page.keyboard.press("Tab")
    page.keyboard.type("salah, tanya lagi")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("KETUT KEDUA")
    assert ReviewPoint.objects.get().reason == "salah, tanya lagi"
    assert sorted(Assessment.objects.values_list("status", flat=True)) == ["returned", "submitted"]
