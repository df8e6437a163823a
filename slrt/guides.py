"""Short guides, one per role: what they say, as data. The page is slrt/help.py, the pictures docs/take_pictures.py."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise


class Size(NamedTuple):
    """Width and height of a picture in pixels."""

    width: int
    height: int


PHONE, DESK = Size(360, 640), Size(960, 600)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that people of a role do: the steps in order, and the screen on which it happens."""

    slug: str
    title: Promise
    steps: tuple[Promise, ...]
    picture: str
    shows: Promise
    size: Size = PHONE

    @property
    def file(self) -> str:
        """Where the picture lies among the static files."""
        return f"img/bantuan/{self.picture}"


@dataclass(frozen=True, slots=True)
class Guide:
    """The three main tasks of a role, behind an address of its own."""

    slug: str
    title: Promise
    lede: Promise
    tasks: tuple[Task, ...]
