"""What a search finds, group by group, within what the person who asks may open."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessment import queries as surveys
from households import queries as registry
from households.models import Household, IdentityNumber, Member
from puskesos.models import User
from puskesos.paging import Page, page_after
from puskesos.roles import SEES_PERSONS, Role
from referrals.inbox import NOT_LISTED, NOT_LISTED_OF_PROGRAMME
from referrals.models import Client, Complaint, Referral
from slrt.searching.question import Question

SHOWN = 5
# Nobody pages through more families of one name; who needs another one types more of it.
MOST_NAMED = 1000
OFFICE = SEES_PERSONS
WITH_PROVIDERS = SEES_PERSONS | {Role.PROVIDER}


@dataclass(frozen=True)
class Group:
    """One kind of thing that is looked for: by which kinds of questions, for whom, in which order."""

    label: str | Promise
    kinds: frozenset[str]
    roles: frozenset[str]
    rows: Callable[[User, Question], QuerySet]
    keys: tuple[str, str]
    newest_first: bool = True

    def page(self, user: User, question: Question, *, after: str = "", size: int) -> Page:
        """The rows that follow a mark."""
        rows = self.rows(user, question)
        return page_after(rows, keys=self.keys, after=after, size=size, newest_first=self.newest_first)


def _numbers(question: Question) -> dict[str, list[int]]:
    """Rows of the identity number, as card and as NIK: asked first, so that each next step is answered by its index."""
    same = Q(kind="kk", blind_index=bytes.fromhex(question.kk)) | Q(kind="nik", blind_index=bytes.fromhex(question.nik))
    found: dict[str, list[int]] = {"kk": [], "nik": []}
    for pk, kind in IdentityNumber.objects.filter(same).values_list("pk", "kind"):
        found[kind].append(pk)
    return found


def _households(user: User, question: Question) -> QuerySet[Household]:
    if question.kind == "name":
        return _families_named(user, question.text)
    numbers = _numbers(question)
    cards = Household.objects.filter(kk__in=numbers["kk"], closed_on__isnull=True).values_list("pk", flat=True)
    persons = Member.objects.filter(nik__in=numbers["nik"], left_on__isnull=True).values_list("household", flat=True)
    return registry.listed(user).filter(pk__in={*cards, *persons})


def _families_named(user: User, name: str) -> QuerySet[Household]:
    """Families with a member of that name, of a common name the first MOST_NAMED.

    Members are asked first: in the order of the list PostgreSQL would try every family of a regency, and a name that
    all Balinese share stands at the end of the alphabet.
    """
    members = registry.members_named(name).within(user.region_id).values_list("household", flat=True)
    return registry.listed(user, name=name).filter(pk__in=set(members[:MOST_NAMED]))


def _surveys(user: User, question: Question) -> QuerySet:
    return surveys.listed(user).filter(receipt_number=question.text).defer("answers", "numbers", "criteria")


def _complaints(user: User, question: Question) -> QuerySet[Complaint]:
    rows = Complaint.objects.visible_to(user).select_related("client", "village").defer("text", "result")
    if question.kind == "identity":
        return rows.filter(client__nik__in=_numbers(question)["nik"])
    if question.kind == "name":
        return rows.filter(client__in=registry.named(Client.objects.within(user.region_id), question.text).values("pk"))
    return rows.filter(**{question.kind: question.text})


def _referrals(user: User, question: Question) -> QuerySet[Referral]:
    rows = Referral.objects.visible_to(user).select_related("complaint__client", "programme", "village")
    rows = rows.defer(*NOT_LISTED, *(f"programme__{name}" for name in NOT_LISTED_OF_PROGRAMME), "complaint__text")
    if question.kind == "identity":
        return rows.filter(complaint__client__nik__in=_numbers(question)["nik"])
    return rows.filter(number=question.text)


GROUPS: dict[str, Group] = {
    "households": Group(
        _("Keluarga"), frozenset({"name", "identity"}), OFFICE, _households, registry.LIST_KEYS, newest_first=False
    ),
    "surveys": Group(_("Pendataan"), frozenset({"number"}), OFFICE, _surveys, ("started_at", "id")),
    "complaints": Group(
        _("Keluhan"), frozenset({"name", "identity", "number", "ticket"}), OFFICE, _complaints, ("received_at", "id")
    ),
    # Not by name: the complaint that a name finds leads to its referrals, and no index holds them in the order of time.
    "referrals": Group(
        _("Rujukan"), frozenset({"identity", "number"}), WITH_PROVIDERS, _referrals, ("proposed_at", "id")
    ),
}


def groups_for(user: User, question: Question) -> dict[str, Group]:
    """Where to look; a provider knows referrals by their number alone."""
    asked = {code: group for code, group in GROUPS.items() if user.role in group.roles and question.kind in group.kinds}
    return asked if user.role != Role.PROVIDER or question.kind == "number" else {}
