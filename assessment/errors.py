"""A refusal that a program can tell from others."""

from typing import Any

from puskesos.errors import Refused


class Declined(Refused):
    """The server does not take what a phone sent; `code` says which case (docs/field-app.md), `facts` more of it."""

    def __init__(self, code: str, sentence: str, **facts: Any) -> None:
        super().__init__(sentence)
        self.code = code
        self.facts = facts
