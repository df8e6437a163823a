"""The one exception of the domain: a sentence for the person who tried."""


class Refused(Exception):
    """A verb refuses; the text says what happened and what to do next, in the person's language.

    `reasons` carries the full list when several things stand in the way; `field` names the fact that cannot be, where
    it is one.
    """

    def __init__(self, sentence: str, *, reasons: list[str] | None = None, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)
        self.reasons = reasons or []
        self.field = field
