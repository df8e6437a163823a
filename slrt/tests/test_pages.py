"""Every page as it leaves the server: well-formed, light, few requests, nothing that the policy forbids."""

import gzip
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from justhtml import JustHTML, StrictModeError

from slrt.tests.pages import Address, every_page, give_duties

# capture.md C: a list may weigh twice what another page may.
PAGE_BYTES, LIST_BYTES = 15_000, 30_000
SCRIPT_AND_STYLE_BYTES = 60_000
MOST_REQUESTS = 6
# Where to keep the pages for a second look, such as the Nu validator's (docs/design-language.md).
KEEP = os.environ.get("KEEP_PAGES")


@pytest.fixture
def pages(world) -> dict[Address, str]:
    """The HTML of every page that answers 200 to the first who may read it."""
    give_duties(world)
    clients = {person: _entered(user) for person, user in world.people.items()}
    read = {}
    for address in every_page(world):
        response = clients[address.person].get(address.path)
        if response.status_code == 200 and "text/html" in response["Content-Type"]:
            read[address] = response.content.decode()
    return read


def _entered(user) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def test_every_page_is_well_formed_light_and_asks_for_little(pages):
    found = [fault for address, html in pages.items() for fault in _faults(address, html)]
    if KEEP:
        _keep(pages)

    assert found == []
    assert len(pages) > 60


def _faults(address: Address, html: str) -> list[tuple]:
    return [(address.name, fault) for fault in [*_malformed(html), *_heavy(address, html), *_forbidden(html)]]


def _malformed(html: str) -> list[str]:
    try:
        JustHTML(html, strict=True, sanitize=False)
    except StrictModeError as error:
        return [str(error)]
    ids = Counter(re.findall(r'\sid="([^"]+)"', html))
    return [f"id {name} stands {n} times" for name, n in ids.items() if n > 1]


def _heavy(address: Address, html: str) -> list[str]:
    if address.name == "assessment:field_shell":
        return []  # kept on the phone after its first opening, which test_field_weight weighs
    # The icon of the tab is fetched once in a browser's life.
    # What waits to be looked at (the pictures of the guides) is not asked for with the page.
    at_once = re.sub(r'<img [^>]*loading="lazy"[^>]*>', "", html)
    files = set(re.findall(r'(?:src|href)="/static/([^"#]+)', at_once)) - {"favicon.svg"}
    assets = [path for path in files if path.endswith((".js", ".css"))]
    bytes_of_page = _gzipped(html.encode())
    bytes_of_assets = sum(_weight(path) for path in assets)
    limit = LIST_BYTES if address.name.endswith(("_list", "_queue")) else PAGE_BYTES
    counted = (
        ("bytes of HTML", bytes_of_page, limit),
        ("bytes of scripts and styles", bytes_of_assets, SCRIPT_AND_STYLE_BYTES),
        # Photos of homes and papers are the work, not the page.
        ("requests", 1 + len(files), MOST_REQUESTS),
    )
    return [f"{much} {what}" for what, much, most in counted if much > most]


@cache
def _weight(asset: str) -> int:
    return _gzipped(Path(finders.find(asset)).read_bytes())


def _gzipped(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def _forbidden(html: str) -> list[str]:
    return re.findall(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*\ssrc=)", html)


def _keep(pages: dict[Address, str]) -> None:
    folder = Path(KEEP)
    folder.mkdir(parents=True, exist_ok=True)
    for address, html in pages.items():
        (folder / f"{address.name.replace(':', '-')}.html").write_text(html)
