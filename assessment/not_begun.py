"""Drafts of phones that are no survey yet: of which family they are, and what stands in the way."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from assessment.models import FieldDraft
from households.facts import HIDDEN_NUMBER
from households.identity import unseal
from households.models import HEAD, Household


@dataclass(frozen=True, slots=True)
class NotBegun:
    """One of them; `family` is what its head is called, empty while nobody wrote that."""

    draft: FieldDraft
    household: str
    family: str
    is_new: bool

    @property
    def reasons(self) -> list[str]:
        """Why it could not be written, each reason once."""
        return list(dict.fromkeys(self.draft.problems.values()))


def described(drafts: Iterable[FieldDraft]) -> list[NotBegun]:
    """Each with the name of its family, and with nothing more of what lies sealed in it.

    A family on record is named only where it lives in the draft's own village.
    """
    sealed = {draft: _family(draft) for draft in drafts}
    rows = Household.objects.filter(pk__in=[household for household, _head in sealed.values()])
    known = {(str(pk), village): name for pk, village, name in rows.values_list("pk", "village", "head_name")}
    return [
        NotBegun(draft, household, known.get((household, draft.village_id), head), is_new=bool(head))
        for draft, (household, head) in sealed.items()
    ]


def _family(draft: FieldDraft) -> tuple[str, str]:
    """Id of the family, and the name of its head where a new one was written down."""
    content = json.loads(unseal(bytes(draft.cipher)))
    heads = (one["new"].get("name") for one in content["members"] if (one["new"] or {}).get("relation") == HEAD)
    name = next((str(name) for name in heads if name), "")
    return str(uuid.UUID(content["household"]["id"])), "" if HIDDEN_NUMBER.search(name) else name.upper()
