"""What families live through: how far each gets in each of the three rounds, and how many get so far."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """A fate of visits.py (or nothing) for each round, oldest first, and how often it is told."""

    fates: tuple[str, str, str]
    weight: int


# The last round is the open one. Half of the families wait for their first visit.
STORIES: tuple[Story, ...] = (
    Story(("approved", "", ""), 12),
    Story(("", "approved", ""), 15),
    Story(("", "", "begun"), 4),
    Story(("", "", "half"), 4),
    Story(("", "", "ready"), 2),
    Story(("", "", "waiting"), 12),
    Story(("", "", "returned"), 6),
    Story(("", "", "mended"), 4),
    Story(("", "", "approved"), 7),
    Story(("", "", "approved_late"), 3),
    Story(("", "", ""), 95),
    Story(("approved_late", "", ""), 2),
    Story(("approved", "", "waiting"), 2),
    Story(("approved", "", "approved"), 1),
    Story(("", "approved_late", ""), 3),
    Story(("", "returned", ""), 1),
)
WEIGHTS = [story.weight for story in STORIES]
