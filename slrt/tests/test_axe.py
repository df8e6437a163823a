"""Every page by the accessibility rules of axe-core (WCAG 2.2 A and AA), as a person who may open it sees it."""

from itertools import groupby

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from conftest import make_regions
from puskesos.roles import Role
from slrt.tests.pages import every_page, give_duties
from slrt.tests.world import build

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
# Where people of a role work: the village on a phone, the office at a desk.
DEVICES = {
    "phone": (360, {None, Role.OPERATOR, Role.FACILITATOR, Role.PROVIDER}),
    "desk": (1280, {Role.SUPERVISOR, Role.DINSOS, Role.LEADER, Role.AUDITOR, Role.ADMIN}),
}
# The smallest phone, and the width of a large screen enlarged to 400 % (WCAG 1.4.10).
NARROWEST = 320


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", DEVICES)
def test_every_page_is_accessible_and_fits_the_narrowest_screen(visit, place):
    world = build(make_regions())
    give_duties(world)
    width, roles = DEVICES[place]
    axe, seen, found = Axe(), [], []

    for person, addresses in groupby(sorted(every_page(world), key=lambda a: a.person), key=lambda a: a.person):
        if getattr(world.people[person], "role", None) not in roles:
            continue
        page = visit(world.people[person], {"viewport": {"width": width, "height": 800}})
        for address in addresses:
            answer = page.goto(address.path)
            if person != "anonymous" and page.url.endswith("/masuk/"):
                found.append((address.name, "leads to the login"))
            elif answer.status == 200 and "text/html" in answer.headers.get("content-type", ""):
                seen.append(address.name)
                found += _violations(axe, page, address.name) + _sideways(page, address.name, width)

    assert found == []
    assert len(seen) >= 30


def _violations(axe: Axe, page: Page, name: str) -> list[tuple]:
    page.evaluate(axe.axe_script)
    # Only what is wrong comes back; the rest of the report is far longer.
    results = page.evaluate("(options) => axe.run(options).then((report) => report.violations)", RULES)
    return [(name, rule["id"], node["target"], node["html"][:120]) for rule in results for node in rule["nodes"]]


def _sideways(page: Page, name: str, width: int) -> list[tuple]:
    """How much wider than the narrowest screen the page is."""
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": width, "height": 800})
    return [(name, f"{wide} px wide")] if wide > NARROWEST else []
