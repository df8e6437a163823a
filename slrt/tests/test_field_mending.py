"""What the server does not take is mended where it stands: part by part, and with the newest questions."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from assessment.models import Assessment, Instrument
from assessment.tests.desk import publish_stricter
from puskesos.models import User
from puskesos.roles import Duty, Role
from slrt.tests import field_screens as phone
from slrt.tests.field_screens import PHONE, heading

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NIK_TAKEN = "NIK ini sudah terdaftar di keluarga lain. Hubungi supervisor."


@pytest.fixture
def page(visit, operator, open_round, published, household):
    """The operator's phone with the list of families, and a survey that is begun."""
    open_round.opens_on, open_round.closes_on = date(2020, 1, 1), date(2099, 12, 31)
    open_round.save()
    page = visit(operator, PHONE)
    phone.set_up(page)
    return page


def test_each_sentence_of_the_server_stands_at_its_part_until_that_is_changed(page, household):
    head = household.members.get(relation="1").pk
    problems = {
        f"members.{head}.nik": NIK_TAKEN,
        "answers.roof": "Jawaban ini tidak ada lagi. Pilih lagi.",
        "numbers.floor_area_m2": "Angka ini tidak mungkin. Periksa lagi.",
        "manifest.kitchen": "Foto ini sudah dipakai di bagian lain. Ambil foto yang berbeda.",
        "note": "Jangan tulis NIK atau No. KK di sini.",
    }
    refusal = {"code": "problems", "sentence": "Ada yang perlu diperbaiki.", "problems": problems}
    page.route("**/api/v1/assessments/*", lambda route: route.fulfill(status=422, json=refusal))
    pk = phone.begin(page, "WAYAN SUKARTA")
    phone.confirm_family(page)
    phone.send_now(page)
    page.goto(f"/lapangan/#/survei/{pk}")  # shows what comes while it is looked at
    faults = page.locator(".notice li")
    labels = ("WAYAN SUKARTA", "Pertanyaan 8", "Pertanyaan 10", "Foto Dapur", "Catatan")
    told = [f"{label}: {sentence}" for label, sentence in zip(labels, problems.values(), strict=True)]
    expect(faults).to_have_text(told)
    expect(page.locator(".badge-act")).to_have_count(4)

    page.get_by_role("link", name=NIK_TAKEN).click()
    expect(page.locator(".error-summary")).to_contain_text(NIK_TAKEN)
    _wrong(page.locator("#nik"), NIK_TAKEN)
    page.go_back()
    page.get_by_role("link", name=problems["answers.roof"]).click()
    _wrong(page.get_by_role("radiogroup"), problems["answers.roof"])
    page.locator("input[name=roof]").first.check()
    _right(page.get_by_role("radiogroup"))
    page.get_by_role("link", name="Survei WAYAN SUKARTA").click()
    expect(faults).to_have_count(4)  # what was changed is no longer wrong, the rest still is

    page.get_by_role("link", name=problems["numbers.floor_area_m2"]).click()
    _wrong(page.locator("#floor_area_m2"), problems["numbers.floor_area_m2"])
    page.locator("#floor_area_m2").fill("36")
    _right(page.locator("#floor_area_m2"))
    page.get_by_role("link", name="Survei WAYAN SUKARTA").click()
    page.get_by_role("link", name=problems["manifest.kitchen"]).click()
    expect(page.locator("#ambil-kitchen")).to_be_focused()
    expect(page.locator("#ambil-kitchen")).to_have_accessible_description(problems["manifest.kitchen"])
    page.goto(f"/lapangan/#/survei/{pk}/catatan")
    _wrong(page.locator("#catatan"), problems["note"])
    page.unroute("**/api/v1/assessments/*")
    with page.expect_response(f"**/assessments/{pk}"):
        phone.send_now(page)
    page.goto(f"/lapangan/#/survei/{pk}")
    heading(page, "Survei WAYAN SUKARTA")
    expect(faults).to_have_count(0)
    assert Assessment.objects.get(pk=pk).numbers == {"floor_area_m2": 36}


def test_after_the_days_of_grace_it_goes_on_with_the_newest_questions(page, published, next_version):
    pk = phone.begin(page, "WAYAN SUKARTA")
    for code, choice in {"walls": "good", "roof": "poor"}.items():
        page.goto(f"/lapangan/#/survei/{pk}/tanya/{code}")
        page.locator(f"input[name={code}][value={choice}]").check()
    next_version()
    phone.send_now(page)
    page.goto(f"/lapangan/#/survei/{pk}")
    expect(page.locator(".notice")).to_contain_text("Jawaban Anda tetap ada; lanjutkan dengan yang baru.")

    page.get_by_role("button", name="Lanjutkan dengan pertanyaan baru").click()
    page.get_by_role("link", name="1 pertanyaan perlu dijawab lagi").click()
    heading(page, "Pertanyaan 8")
    page.locator("input[name=roof][value=good]").check()
    page.get_by_role("link", name="Survei WAYAN SUKARTA").click()
    expect(page.locator(".notice")).to_have_text("Memakai pertanyaan baru. Semua jawaban Anda masih berlaku.")
    with page.expect_response(f"**/assessments/{pk}"):
        phone.send_now(page)
    taken = Assessment.objects.get(pk=pk)
    assert (taken.instrument.version, taken.answers) == (2, {"walls": "good", "roof": "good"})


@pytest.fixture
def next_version(page, regions, published, dinsos):
    """Publish version 2, in which the poor roof is no choice any more; the days of grace of version 1 are over."""

    def without_poor_roof(route: Route) -> None:
        definition = route.fetch().json()
        roof = next(one for one in definition["questions"] if one["code"] == "roof")
        roof["choices"] = [choice for choice in roof["choices"] if choice["code"] != "poor"]
        route.fulfill(json=definition)

    def publish() -> None:
        facts = {"region": regions["51.08"], "duties": [Duty.MANAGER], "full_name": "Kadek Manajer"}
        manager = User.objects.create_user("kadek-manajer", role=Role.DINSOS, **facts)
        version = publish_stricter(published, author=dinsos, manager=manager, valid_from=timezone.localdate())
        long_ago = timezone.now() - timedelta(days=60)
        Instrument.objects.filter(pk=published.pk).update(retired_at=long_ago, retired_by=dinsos)
        page.route(f"**/api/v1/instruments/{version.pk}", without_poor_roof)

    return publish


def _wrong(field, sentence: str) -> None:
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(re.escape(sentence)))
    expect(field.page.locator(".field-invalid .field-error")).to_have_text(sentence)


def _right(field) -> None:
    expect(field).to_have_attribute("aria-invalid", "false")
    expect(field.page.locator(".field-invalid")).to_have_count(0)
