"""Every page by the accessibility rules of axe-core (WCAG 2.2 A and AA), as a person who may open it sees it."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from conftest import make_regions
from puskesos.models import User
from puskesos.roles import Duty, Role
from slrt.access import ACCESS, PUBLIC
from slrt.tests.world import ARGUMENTS, PUBLIC_ARGUMENTS, World, build

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
# Where people of a role work: the village on a phone, the office at a desk.
DEVICES = {
    "phone": (360, {None, Role.OPERATOR, Role.FACILITATOR, Role.PROVIDER}),
    "desk": (1280, {Role.SUPERVISOR, Role.DINSOS, Role.LEADER, Role.AUDITOR, Role.ADMIN}),
}
# What only the case worker of the cast may open: her cases, and faces.
OF_THE_TEAM = ("referrals:case_", "referrals:outreach_", "referrals:portrait_")
# Files, fragments and pages that only point elsewhere.
NO_PAGE = ("_paper", "image", "thumbnail", "download", "progress", "export", "health")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", DEVICES)
def test_no_page_breaks_an_accessibility_rule(visit, place):
    world = build(make_regions())
    _give_duties(world)
    width, roles = DEVICES[place]
    axe, seen, found = Axe(), [], []

    for person, names in _pages_by_person(world).items():
        if getattr(world.people[person], "role", None) not in roles:
            continue
        page = visit(world.people[person], {"viewport": {"width": width, "height": 800}})
        for name, url in names:
            answer = page.goto(url)
            if answer.status == 200 and "text/html" in answer.headers.get("content-type", ""):
                seen.append(name)
                found += _violations(axe, page, name)

    assert found == []
    assert len(seen) >= 8


def _pages_by_person(world: World) -> dict[str, list[tuple[str, str]]]:
    """Each page once, under the first person of the cast who may read it."""
    pages: dict[str, list[tuple[str, str]]] = {}
    for name, person in _readers(world):
        make = ARGUMENTS.get(name) or PUBLIC_ARGUMENTS.get(name)
        kwargs = make(world.rows["own"]) if make else {}
        if kwargs is not None and not name.endswith(NO_PAGE):
            pages.setdefault(person, []).append((name, reverse(name, kwargs=kwargs)))
    return pages


def _readers(world: World) -> Iterator[tuple[str, str]]:
    for name in sorted(PUBLIC):
        yield name, "anonymous"
    for name, roles in sorted(ACCESS.items()):
        if name.startswith(OF_THE_TEAM) and "GET" in roles[Role.DINSOS]:
            yield name, "case_worker"
            continue
        for person, user in world.people.items():
            # A protected case has pages for its team alone.
            if name.startswith("referrals:case_") and person != "case_worker":
                continue
            if user and "GET" in roles.get(user.role, ()) and _at_home(user):
                yield name, person
                break


def _at_home(user: User) -> bool:
    """Whether the rows of the own village lie within this person's region."""
    return not user.region_id or "51.08.01.2001".startswith(user.region_id)


def _give_duties(world: World) -> None:
    """The office's person decides too, so that the pages of a manager are among those that are read."""
    User.objects.filter(pk=world.people["dinsos"].pk).update(duties=[Duty.MANAGER])


def _violations(axe: Axe, page: Page, name: str) -> list[tuple]:
    results = axe.run(page, options=RULES).response["violations"]
    return [(name, rule["id"], node["target"], node["html"][:120]) for rule in results for node in rule["nodes"]]
