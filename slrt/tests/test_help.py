"""Help: a guide for every role with pictures that are small, the words of the glossary, and the office's contact."""

import re

import pytest
from django.conf import settings as real
from django.template.loader import render_to_string
from django.test import Client
from PIL import Image

from puskesos.roles import Role
from slrt.help import GUIDES, OF_ROLE
from slrt.words import WORDS

TASKS = [(guide, task) for guide in GUIDES for task in guide.tasks]
FOOTER = re.compile(r'<footer class="site-footer">\s*<div[^>]*>\s*<p class="help-line">(.*?)</p>', re.DOTALL)
CONTACT = "(0362) 555 · WA 0812"


def test_every_role_has_a_guide_of_three_tasks():
    assert set(OF_ROLE) == set(Role)
    assert [guide.slug for guide in GUIDES if len(guide.tasks) != 3] == []


@pytest.mark.parametrize(("guide", "task"), TASKS, ids=lambda value: value.slug)
def test_a_picture_is_there_small_and_of_the_size_it_is_said_to_have(guide, task):
    path = real.BASE_DIR / "static" / task.file

    assert path.stat().st_size <= 40_000
    with Image.open(path) as picture:
        assert picture.size == task.size
    assert 20 <= len(str(task.shows)) <= 120


@pytest.mark.parametrize(("guide", "task"), TASKS, ids=lambda value: value.slug)
def test_steps_are_few_and_short(guide, task):
    assert 3 <= len(task.steps) <= 6
    assert [step for step in task.steps if len(str(step).split()) > 24] == []


def test_the_guide_of_whoever_asks_comes_first(db, client, operator):
    assert "Bantuan: Sebelum masuk" in client.get("/bantuan/").text

    client.force_login(operator)
    page = client.get("/bantuan/").text

    assert "Bantuan: Operator Puskesos" in page
    assert page.count('loading="lazy"') == page.count("<img ") == 3


def test_nobody_is_guided_where_there_is_no_guide(db, client):
    assert client.get("/bantuan/bupati/").status_code == 404


def test_words_on_screen_are_those_of_the_glossary():
    rows = re.findall(r"^\|[^|]+\|([^|]+)\|", (real.BASE_DIR / "docs/glossary.md").read_text(), re.MULTILINE)
    known = {word.strip() for row in rows for word in row.split(",")}

    assert {word for term, _meaning in WORDS for word in str(term).split(", ")} - known == set()
    terms = [str(term).casefold() for term, _meaning in WORDS]
    assert terms == sorted(terms)


# --- the office's contact, at the same place on every page (WCAG 2.2, 3.2.6) ------------------------------------------


def contact(page: str) -> list[str]:
    return [" ".join(re.sub(r"<[^>]*>", " ", found).split()) for found in FOOTER.findall(page)]


@pytest.mark.parametrize("url", ["/masuk/", "/bantuan/", "/tidak-ada/", "/t/AAAA-AAAA-AAAA/", "/pendataan/%00/"])
def test_the_contact_stands_before_the_door(db, client, settings, url):
    settings.HELP_CONTACT = CONTACT

    assert contact(client.get(url).text) == [f"Butuh bantuan? Hubungi Dinas Sosial: {CONTACT}"]


def test_the_contact_stands_on_pages_and_refusals_of_those_who_entered(operator, settings):
    settings.HELP_CONTACT = CONTACT
    browser = Client(raise_request_exception=False)
    browser.force_login(operator)
    pages = [browser.get(url).text for url in ("/", "/keluarga/", "/tinjauan/")]
    pages.append(Client(enforce_csrf_checks=True).post("/masuk/").text)

    assert [contact(page) for page in pages] == [[f"Butuh bantuan? Hubungi Dinas Sosial: {CONTACT}"]] * 4


def test_the_contact_stands_on_a_fault_too(db, client, settings, monkeypatch):
    settings.HELP_CONTACT = CONTACT
    client.raise_request_exception = False
    monkeypatch.setattr("slrt.help.WORDS", None)
    monkeypatch.setattr("slrt.help.render", lambda *_args: 1 / 0)

    answer = client.get("/bantuan/kata/")

    assert answer.status_code == 500
    assert contact(answer.text) == [f"Butuh bantuan? Hubungi Dinas Sosial: {CONTACT}"]


def test_no_page_writes_a_footer_of_its_own():
    templates = sorted((real.BASE_DIR / "templates").rglob("*.html"))
    pages = [path for path in templates if "<!DOCTYPE" in path.read_text()]

    # The field app draws its frame on the phone, with the same line (static/field/chrome.js).
    assert [path.name for path in pages] == ["field_shell.html", "base.html"]
    assert "<footer" not in "".join(path.read_text() for path in templates if path.name != "base.html")


def test_help_is_one_step_away_from_every_page():
    page = render_to_string("base.html")

    assert page.index('class="help-line"') < page.index('href="/bantuan/"') < page.index('href="/bantuan/kata/"')
