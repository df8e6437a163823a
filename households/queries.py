"""Reads of the registry for its pages."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Upper

from households.identity import blind_index
from households.models import Household, IdentityNumber, Member, Transfer
from puskesos.models import Region, User

SHORTEST_WORD = 3
# So many bearers of a name are sorted at once; of more, some stand among the first rows anyway.
FEW = 5000
LIST_KEYS = ("head_name", "id")


def listed(user: User, *, village: str = "", name: str = "") -> QuerySet[Household]:
    """Active households this person may see, with the number of their members; by village and a member's name."""
    rows = _with_facts(Household.objects.visible_to(user))
    if village:
        rows = rows.filter(village_id=village)
    if name:
        found = members_named(name).filter(household=OuterRef("pk"))
        few = _few(user, name)
        rows = rows.filter(Exists(found) if few is None else Q(pk__in=few))
        rows = rows.annotate(found_name=Subquery(found.order_by("order").values("name")[:1]))
    return rows


def _few(user: User, name: str) -> set[UUID] | None:
    """The households of a name that not many bear; None where reading in the order of the list finds enough at once."""
    # The planner believes that names lie evenly in the order of heads. They do not, so that it reads most of a regency.
    found = members_named(name).visible_to(user).order_by().values_list("household", flat=True)[: FEW + 1]
    return set(found) if len(found) <= FEW else None


def with_number(user: User, number: str) -> list[Household]:
    """The visible household a checked number belongs to, as card or as somebody's NIK."""
    card, nik = (blind_index(kind, number) for kind in ("kk", "nik"))
    same = Q(kind="kk", blind_index=card) | Q(kind="nik", blind_index=nik)
    # Step by step, because each step is answered by a unique index and their OR in one query by none.
    numbers = list(IdentityNumber.objects.filter(same).values_list("pk", flat=True))
    cards = Household.objects.filter(kk__in=numbers, closed_on__isnull=True).values_list("pk", flat=True)
    persons = Member.objects.filter(nik__in=numbers, left_on__isnull=True).values_list("household", flat=True)
    rows = _with_facts(Household.objects.visible_to(user).filter(pk__in={*cards, *persons}))
    return list(rows.order_by(*LIST_KEYS))


def members_named(name: str) -> QuerySet[Member]:
    """Present members whose name holds every word."""
    return named(Member.objects.filter(left_on__isnull=True), name)


def named(people: QuerySet, name: str) -> QuerySet:
    """Those whose name holds every word; `UPPER(name) LIKE` is what the index of name parts answers."""
    people = people.annotate(upper_name=Upper("name"))
    for word in name.upper().split():
        people = people.filter(upper_name__contains=word)
    return people


def searchable(name: str) -> bool:
    """Whether a name has a word long enough for the index of name parts."""
    return any(len(word) >= SHORTEST_WORD for word in name.split())


def village_choices(user: User) -> list[tuple[str, Any]]:
    """Villages to choose from, under their districts; none for who has only one."""
    rows = Region.objects.filter(level=Region.Level.VILLAGE)
    if user.villages:
        rows = rows.filter(code__in=[user.region_id, *user.villages])
    elif len(user.region_id or "") in (5, 8):
        rows = rows.filter(code__startswith=f"{user.region_id}.")
    else:
        return []
    return _grouped(rows)


def villages_besides(household: Household) -> list[tuple[str, Any]]:
    """The other villages of the household's regency, under their districts."""
    rows = Region.objects.filter(level=Region.Level.VILLAGE, code__startswith=f"{household.regency_code}.")
    return _grouped(rows.exclude(pk=household.village_id))


def transfers(user: User, *, leaving: bool, all_of_them: bool) -> QuerySet[Transfer]:
    """Moves between villages that leave or reach this person's region; the decided ones only when asked for."""
    side = "village__code" if leaving else "target__code"
    rows = Transfer.objects.visible_to(user).filter(**{f"{side}__startswith": user.region_id or "-"})
    rows = rows.select_related("household", "member", "village", "target")
    return rows if all_of_them else rows.waiting()


def _grouped(rows: QuerySet[Region]) -> list[tuple[str, Any]]:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, name, district in rows.order_by("parent__code", "name").values_list("code", "name", "parent__name"):
        groups[district].append((code, name))
    return list(groups.items())


def _present() -> QuerySet[Member]:
    return Member.objects.filter(household=OuterRef("pk"), left_on__isnull=True)


def _with_facts(rows: QuerySet[Household]) -> QuerySet[Household]:
    counted = _present().order_by().values("household").annotate(n=Count("pk")).values("n")
    return (
        rows.filter(closed_on__isnull=True)
        .select_related("village", "kk")
        .defer("kk__cipher", "kk__blind_index")
        .annotate(member_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
    )
