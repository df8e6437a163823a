"""Notes on a household: written, and struck out with a reason; none is ever deleted or changed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from households.facts import HIDDEN_NUMBER, clean_reason, clean_text
from households.models import Household, Note
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.roles import Role

LENGTH = 1000
# Besides the author, who may strike out what somebody wrote.
OVERSEERS = (Role.SUPERVISOR, Role.DINSOS)


@transaction.atomic
def write(household: Household, *, text: str, by: User, at: datetime) -> Note:
    """Put a note on a household, also on a closed one; Refused when it is empty, too long or holds a number."""
    note = Note.objects.create(household=household, village_id=household.village_id, text=clean(text), at=at, by=by)
    activity.record("note.write", target=household, by=by, at=at, note=note.pk)
    return note


@transaction.atomic
def strike(note: Note, *, reason: str, by: User, at: datetime) -> Note:
    """Cross a note out; it stays to be read, with who crossed it out and why."""
    if not may_strike(note, by):
        raise Refused(_("Catatan ini ditulis orang lain. Mintalah supervisor mencoretnya."))
    columns = {"struck_at": at, "struck_by": by, "strike_reason": clean_reason(reason)}
    if not Note.objects.filter(pk=note.pk, struck_at=None).update(**columns):
        raise Refused(_("Catatan ini sudah dicoret."))
    activity.record("note.strike", target=note.household, by=by, at=at, note=note.pk)
    return Note.objects.get(pk=note.pk)


def may_strike(note: Note, user: User) -> bool:
    """Whether this person wrote the note or oversees those who did."""
    return note.struck_at is None and (note.by_id == user.pk or user.role in OVERSEERS)


def clean(raw: str) -> str:
    """Lines of text without an identity number, also none that is spread over two lines."""
    lines = [clean_text(line, max_length=LENGTH) for line in raw.strip().splitlines()]
    text = "\n".join(lines)
    if not text:
        raise Refused(_("Tulis catatannya."))
    if len(text) > LENGTH:
        raise Refused(_("Terlalu panjang: paling banyak %(count)s huruf.") % {"count": LENGTH})
    if HIDDEN_NUMBER.search(text):
        raise Refused(_("Jangan tulis NIK atau No. KK di sini."))
    return text
