"""A protected case, by clicking: its team finds it, and nobody else does wherever they look."""

import re
from collections import Counter
from html import unescape

import pytest
from django.test import Client
from django.urls import resolve, reverse
from playwright.sync_api import Page, expect

from puskesos.models import Provider, User
from puskesos.roles import Duty, Role
from referrals.models import Complaint
from slrt.tests.real_parts import PHONE

NAME = "Sekar Rahasia"
CLICKS = 2
MOST_TABS = 2
LINK = re.compile(r'<a\s[^>]*?href="(/[^"#]*)')
REPORT = re.compile(r'name="report"[^>]*value="([^"]+)"')
# The catalogue and its stages: data about services that no case reaches.
ELSEWHERE = ("/layanan/", "/templat-tahap/", "/komponen/", "/bantuan/", "/instrumen/")

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def others(regions, operator, neighbour_operator, supervisor, dinsos) -> list[User]:
    """One person of every role, and the duties nearest to the case."""
    office, provider = regions["51.08"], Provider.objects.create(regency=regions["51.08"], name="RSUD (contoh)")
    people = [
        User(username="rai", role=Role.DINSOS, region=office, full_name="Rai", duties=[Duty.MANAGER]),
        User(username="gede", role=Role.DINSOS, region=office, full_name="Gede", duties=[Duty.OUTREACH]),
        User(username="fasi", role=Role.FACILITATOR, region=operator.region, full_name="Fasi"),
        User(username="pim", role=Role.LEADER, region=office, full_name="Pimpinan"),
        User(username="aud", role=Role.AUDITOR, region=office, full_name="Pemeriksa"),
        User(username="sri", role=Role.PROVIDER, provider=provider, full_name="Sri"),
        User(username="adm", role=Role.ADMIN, full_name="Admin"),
    ]
    return [operator, neighbour_operator, supervisor, dinsos, *User.objects.bulk_create(people)]


@pytest.fixture
def case_worker(regions) -> User:
    return User.objects.create_user(
        "laksmi", role=Role.DINSOS, region=regions["51.08"], full_name="Laksmi", duties=[Duty.CASE_WORKER]
    )


def test_only_its_team_finds_a_protected_case(visit, operator, case_worker, others):
    case = tell_of_violence(visit(operator, PHONE))

    team = visit(case_worker)
    team.goto("/")
    team.get_by_role("link", name="Kasus", exact=True).click()
    expect(team.locator("main")).to_contain_text(case.number)

    for person in others:
        pages = follow_links(person)
        assert "Beranda" in pages["/"], person.username
        assert [path for path, text in pages.items() if case.number in text or NAME.upper() in text.upper()] == []

        page = visit(person)
        page.goto("/")
        assert NAME.upper() not in page.inner_text("body").upper()
        assert search_complaints(page, person) in ("", "Tidak ditemukan di wilayah Anda")
        for path in (f"/keluhan/{case.pk}/", f"/keluhan/{case.pk}/tanda-terima/", f"/kasus/{case.pk}/"):
            assert page.goto(path).status in (403, 404), (person.username, path)


def tell_of_violence(page: Page) -> Complaint:
    """The operator hears it, and is shown it once, on the receipt."""
    page.goto("/keluhan/baru/")
    page.fill("[name=name]", NAME)
    page.get_by_label("Perempuan", exact=True).check()
    page.select_option("[name=sector]", "protection")
    page.fill("[name=text]", "Dipukul di rumah sendiri.")
    page.get_by_role("button", name="Simpan keluhan").click()
    expect(page.locator("main")).to_contain_text("Keluhan ini rahasia")
    return Complaint.objects.get()


def follow_links(person: User) -> dict[str, str]:
    """Path and page of what lies within two clicks from home: each kind of page once, lists with their first tabs.

    Hundreds of pages, so the links are followed without drawing them; what a style would hide is read too.
    """
    browser = Client()
    browser.force_login(person)
    read, tabs = {"/": browser.get("/").text}, Counter()
    waiting = links(read["/"])
    for _click in range(CLICKS):
        found = set()
        for path in sorted(waiting - read.keys()):
            kind = resolve(path.partition("?")[0]).view_name
            tabs[kind] += 1
            if tabs[kind] > MOST_TABS:
                continue
            read[path] = browser.get(path, follow=True).text
            found |= links(read[path])
        waiting = found
    return read | reports(browser)


def reports(browser: Client) -> dict[str, str]:
    """Every report that this role may ask for, chosen and shown."""
    index = reverse("referrals:report_index")
    page = browser.get(index)
    if page.status_code == 403:
        return {}
    shown = {kind: browser.get(index, {"report": kind}, follow=True) for kind in REPORT.findall(page.text)}
    assert [kind for kind, answer in shown.items() if not answer.redirect_chain or answer.status_code != 200] == []
    return {kind: answer.text for kind, answer in shown.items()}


def links(html: str) -> set[str]:
    """Where a page leads inside the system; files to download are tried with every key in another test."""
    paths = {unescape(path) for path in LINK.findall(html)}
    return {path for path in paths if not path.startswith(ELSEWHERE) and "unduh" not in path}


def search_complaints(page: Page, person: User) -> str:
    """What the search for her name answers; nothing where a role has no such search."""
    if page.goto("/keluhan/").status == 403:
        return ""
    page.fill("main [name=q]", NAME)
    page.get_by_role("main").get_by_role("button", name="Cari").click()
    return page.locator("main .empty h2, main .empty p").first.inner_text()
