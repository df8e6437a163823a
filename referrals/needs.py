"""What each member of a household receives, still waits for and may ask for, in words for the person at the table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from households.models import Household, Member
from puskesos.models import User
from referrals import eligibility
from referrals.eligibility import Suggestion
from referrals.models import Benefit, Client, Complaint, Programme


@dataclass(frozen=True)
class Choice:
    """A programme with the sentences that stand between it and this person; none: it may be asked for."""

    programme: Programme
    sentences: list[str]


@dataclass
class Person:
    """A member with programmes received, complaints that wait, and programmes open, unsure and closed to them."""

    member: Member
    running: list[Benefit] = field(default_factory=list)
    ended: list[Benefit] = field(default_factory=list)
    waiting: list[Complaint] = field(default_factory=list)
    may: list[Choice] = field(default_factory=list)
    unsure: list[Choice] = field(default_factory=list)
    may_not: list[Choice] = field(default_factory=list)


def people_of(household: Household, user: User) -> list[Person]:
    """Present members, the head first, with what they receive and what this person may know they wait for."""
    members = household.members.filter(left_on__isnull=True).select_related("nik", "household").order_by("order", "pk")
    people: dict[UUID | None, Person] = {member.pk: Person(member) for member in members}
    also = _with_earlier(people)
    for benefit in Benefit.objects.visible_to(user).filter(member__in=also).order_by("-since", "pk"):
        (also[benefit.member_id].ended if benefit.until else also[benefit.member_id].running).append(benefit)
    for complaint in _waiting(also, user):
        also[complaint.client.member_id].waiting.append(complaint)
    return sorted(people.values(), key=lambda person: not person.member.is_head)


def _with_earlier(people: Mapping[UUID | None, Person]) -> dict[UUID | None, Person]:
    """The same people also under the memberships they had in other families: what they received moved with them."""
    roots = {person.member.root_id: person for person in people.values()}
    earlier = Member.objects.filter(Q(pk__in=roots) | Q(first__in=roots), left_on__isnull=False)
    return {**people, **{member.pk: roots[member.root_id] for member in earlier.only("pk", "first_id")}}


def _waiting(members: Iterable[UUID | None], user: User) -> Iterable[Complaint]:
    """Open complaints about members; a protected one is not shown on the page of a family that others may read."""
    rows = Complaint.objects.visible_to(user).countable().open().filter(client__member__in=list(members))
    return rows.select_related("client", "wanted").order_by("due_on", "pk")


def weigh(people: Sequence[Person], user: User, *, on: date) -> None:
    """Sort the programmes that have conditions into open, unsure and closed for each person."""
    programmes = list(Programme.objects.filter(active=True, protected=False).exclude(eligibility=[]))
    clients = _last_clients(people, user)
    for person in people:
        client = clients.get(person.member.pk) or _unheard(person.member)
        asked = {complaint.wanted_id for complaint in person.waiting}
        state = eligibility.state_of(client, on=on)
        for programme in programmes:
            if programme.pk not in asked:
                _place(person, Suggestion(programme, eligibility.judge(programme, state)))


def _last_clients(people: Iterable[Person], user: User) -> dict[UUID | None, Client]:
    """What was last told of each member in a complaint that this person may see; never in a protected one."""
    told = Complaint.objects.visible_to(user).countable().filter(client__member__in=[p.member.pk for p in people])
    found: dict[UUID | None, Client] = {}
    for complaint in told.select_related("client__member__household").order_by("received_at"):
        found[complaint.client.member_id] = complaint.client
    return found


def _unheard(member: Member) -> Client:
    """A member who never complained, as far as the register knows; never saved."""
    return Client(member=member, nik=member.nik, sex=member.sex, birth_date=member.birth_date)


def _place(person: Person, suggestion: Suggestion) -> None:
    failed = [verdict.sentence for verdict in suggestion.verdicts if verdict.met is False]
    unknown = [verdict.rule for verdict in suggestion.verdicts if verdict.met is None]
    if failed:
        person.may_not.append(Choice(suggestion.programme, failed))
    elif unknown:
        person.unsure.append(Choice(suggestion.programme, unknown))
    else:
        person.may.append(Choice(suggestion.programme, []))
