"""Every screen of the field app: by the rules of axe-core, on the narrowest screen, and by keyboard alone."""

from collections.abc import Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from assessment.drafts import content_hash
from slrt.tests import field_screens as phone
from slrt.tests.field_screens import heading
from slrt.tests.test_axe import NARROWEST, RULES

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# The narrowest screen; tall, so that the bar of buttons covers nothing.
TALL = {"viewport": {"width": NARROWEST, "height": 5000}, "has_touch": True}
SCREENS = (
    "",
    "/keluarga",
    "/keluarga/ubah",
    "/anggota/baru",
    "/lokasi",
    "/tanya/khusus",
    "/tanya/roof",
    "/tanya/crowding",
    "/foto",
    "/catatan",
    "/tinjau",
)


@pytest.fixture
def page(visit, operator, open_round, published, household) -> Page:
    """The app before its PIN is chosen."""
    open_round.opens_on, open_round.closes_on = date(2020, 1, 1), date(2099, 12, 31)
    open_round.save()
    return visit(operator, TALL)


def test_every_screen_is_accessible_and_fits_the_narrowest_screen(page, household):
    axe, found = Axe(), []

    def look(name: str) -> None:
        results = axe.run(page, options=RULES).response["violations"]
        found.extend((name, rule["id"], node["target"]) for rule in results for node in rule["nodes"])
        wide = page.evaluate("document.documentElement.scrollWidth")
        found.extend([(name, f"{wide} px wide")] if wide > NARROWEST else [])

    page.goto("/lapangan/")
    page.get_by_label("Ulangi PIN").wait_for()
    look("pin")
    phone.set_up(page)
    look("home")
    for name in ("antrean", "hp", "latihan", "keluarga-baru", f"keluarga/{household.pk}", "tidak-ada"):
        _open(page, name)
        look(name)
    _open(page, "")
    pk = phone.begin(page, "WAYAN SUKARTA")
    phone.confirm_family(page)
    for screen in (*SCREENS, f"/anggota/{household.members.last().pk}/keluar"):
        _open(page, f"survei/{pk}{screen}")
        look(screen)
    for name in _ends(page, pk):
        look(name)
    page.get_by_role("button", name="Kunci").click()
    page.get_by_role("button", name="Lupa PIN").wait_for()
    look("locked")

    assert found == []


def _ends(page: Page, pk: str) -> Iterator[str]:
    """What a survey may end in, as the server says it: other words there, sent from there, received."""
    server = {"assessment": pk, "revision": pk, "status": "draft", "content_sha256": ""}
    proof = {"number": "ABCD-EFGH-JKMN", "received_at": "2026-11-22T09:12:00+08:00"}

    def answer(route: Route) -> None:
        if route.request.method == "GET":
            return route.fulfill(json=server)
        content = route.request.post_data_json["content"]
        if "content" not in server:
            server["content"] = {**content, "answers": {"roof": "good"}, "note": "Dari HP lain"}
            return route.fulfill(status=412, json={"code": "stale", "sentence": "Berubah.", "current": server})
        digest = content_hash(content)
        whole = {"receipt": {**proof, "content_sha256": digest, "photos": {"stored": 0, "needed": 0}}}
        current = {**server, **whole, "status": "submitted", "content_sha256": digest}
        return route.fulfill(status=409, json={"code": "sent", "sentence": "Sudah.", "current": current})

    page.route("**/api/v1/assessments/*", answer)
    phone.send_now(page)
    page.get_by_role("link", name="WAYAN SUKARTA").click()
    heading(page, "Ada dua isian")
    yield "two versions"
    server.update(status="submitted", receipt=proof)
    _open(page, "")
    _open(page, f"survei/{pk}/beda")
    expect(page.get_by_text("Tanda terima: ABCD-EFGH-JKMN")).to_be_visible()
    yield "sent from another phone"
    server["status"] = "draft"
    _open(page, "")
    _open(page, f"survei/{pk}/beda")
    page.get_by_role("button", name="Semua dari HP ini").click()
    page.get_by_role("button", name="Simpan pilihan").click()
    heading(page, "Survei WAYAN SUKARTA")
    phone.send_now(page)
    _open(page, f"survei/{pk}/bukti")
    heading(page, "Sudah diterima server")
    yield "receipt"


def _open(page: Page, path: str) -> None:
    """Another screen, once its heading has the focus and the document its title."""
    before = page.title()
    page.evaluate("path => { location.hash = `#/${path}`; }", path)
    page.wait_for_function("before => document.title !== before || document.activeElement.tagName === 'H1'", arg=before)
    expect(page.locator("h1")).to_be_focused()


def test_survey_is_begun_and_answered_by_keyboard_alone(page):
    phone.set_up(page)
    keys = page.keyboard

    _reach(page, "Cari nama atau dusun")
    keys.type("sukarta")
    expect(page.get_by_text("1 keluarga cocok.")).to_be_visible()
    _reach(page, "WAYAN SUKARTA")
    keys.press("Enter")
    heading(page, "WAYAN SUKARTA")
    _reach(page, "Warga setuju didata")
    keys.press("Space")
    _reach(page, "Mulai survei")
    keys.press("Enter")
    heading(page, "Survei WAYAN SUKARTA")
    _reach(page, "15 pertanyaan")
    keys.press("Enter")
    heading(page, "Keadaan khusus")
    _reach(page, "Lanjut")
    keys.press("Enter")
    heading(page, "Pertanyaan 1")
    _reach(page, "Tidak bekerja")
    keys.press("ArrowDown")

    expect(page.locator("input[value=irregular]")).to_be_checked()
    expect(page.locator(".saved")).to_have_text("Tersimpan di HP ini. Belum terkirim.")


def _reach(page: Page, words: str) -> None:
    """Press Tab until what is called so has the focus."""
    name = "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
    for _press in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(name).startswith(words):
            return
    pytest.fail(f"{words} is never reached")
