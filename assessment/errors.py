"""Refusals that a program can tell from others."""

from typing import Any
from uuid import UUID

from puskesos.errors import Refused


class Declined(Refused):
    """The server does not take what a phone sent; `code` says which case (docs/field-app.md), `facts` more of it."""

    def __init__(self, code: str, sentence: str, **facts: Any) -> None:
        super().__init__(sentence)
        self.code = code
        self.facts = facts


class SurveyedByAnother(Refused):
    """The family has a survey in this round, of somebody else; `existing` is its key."""

    def __init__(self, sentence: str, *, existing: UUID) -> None:
        super().__init__(sentence)
        self.existing = existing


class TooLate(Refused):
    """The days in which this could be done are over: the round is closed."""


class Outdated(TooLate):
    """The days of grace of the version are over: it can be done with the version in force."""
