"""Every page of the system with the first person of the cast who may read it: what tests of all pages walk."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from puskesos.models import User
from puskesos.roles import Duty, Role
from slrt.access import ACCESS, PUBLIC
from slrt.tests.world import ARGUMENTS, PUBLIC_ARGUMENTS, World

# What only the case worker of the cast may open: her cases, and faces.
OF_THE_TEAM = ("referrals:case_", "referrals:outreach_", "referrals:portrait_")
# Files, fragments and pages that only point elsewhere.
NO_PAGE = ("_paper", "image", "thumbnail", "download", "progress", "export", "health")


@dataclass(frozen=True)
class Address:
    """A page: its url name, where it is, and who of the cast reads it (`anonymous` for everybody)."""

    name: str
    path: str
    person: str


def every_page(world: World) -> Iterator[Address]:
    """Each page once."""
    for name, person in _readers(world):
        make = ARGUMENTS.get(name) or PUBLIC_ARGUMENTS.get(name)
        kwargs = make(world.rows["own"]) if make else {}
        if kwargs is not None and not name.endswith(NO_PAGE):
            yield Address(name, reverse(name, kwargs=kwargs), person)


def give_duties(world: World) -> None:
    """The office's person decides too, so that the pages of a manager are among those that are read."""
    User.objects.filter(pk=world.people["dinsos"].pk).update(duties=[Duty.MANAGER])


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
