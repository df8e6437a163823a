"""List and search: scope, order, pages, and a number of queries that does not grow."""

import pytest
from django.db import connection

from households import queries, registry
from households.facts import Address, Person
from households.models import HEAD, Member
from households.tests.conftest import JOINED, KK, NIK
from puskesos.paging import page_after


def _register(village, by, name, *, nik=None, kk=None):
    person = Person(name=name, sex="2", relation=HEAD, nik=nik, identity_status="1" if nik else "2")
    return registry.register(village=village, kk=kk, address=Address(address="Banjar"), head=person, by=by, on=JOINED)


@pytest.fixture
def three(operator, village, neighbour_operator, neighbour_village):
    """Two households here, one next door."""
    return [
        _register(village, operator, "Wayan Sari"),
        _register(village, operator, "Kadek Ayu"),
        _register(neighbour_village, neighbour_operator, "Luh Sari", nik=NIK, kk=KK),
    ]


def _names(rows) -> list[str]:
    return [row.head_name for row in rows.order_by("head_name", "pk")]


def test_each_sees_the_households_of_the_own_region(three, operator, neighbour_operator, supervisor, dinsos, stranger):
    seen = {user.username: _names(queries.listed(user)) for user in (operator, neighbour_operator, stranger)}

    assert seen == {"ayu": ["KADEK AYU", "WAYAN SARI"], "komang": ["LUH SARI"], "siti": []}
    assert (
        _names(queries.listed(supervisor)) == _names(queries.listed(dinsos)) == ["KADEK AYU", "LUH SARI", "WAYAN SARI"]
    )


def test_a_village_narrows_the_list_and_never_widens_it(three, supervisor, operator, neighbour_village):
    assert _names(queries.listed(supervisor, village=neighbour_village.code)) == ["LUH SARI"]
    assert _names(queries.listed(operator, village=neighbour_village.code)) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("sari", ["LUH SARI", "WAYAN SARI"]),
        ("ari wayan", ["WAYAN SARI"]),
        ("putra", ["WAYAN SARI"]),
        ("sar_", []),
        ("100%", []),
        ("tidak ada", []),
    ],
)
def test_a_name_finds_the_households_of_every_member_who_bears_it(three, operator, supervisor, name, found):
    child = Person(name="Gede Putra", sex="1", relation="3", identity_status="2")
    registry.add_member(three[0], person=child, by=operator, on=JOINED)

    assert _names(queries.listed(supervisor, name=name)) == found


def test_a_name_that_many_bear_finds_the_same(three, supervisor, monkeypatch):
    monkeypatch.setattr(queries, "FEW", 1)

    assert _names(queries.listed(supervisor, name="sari")) == ["LUH SARI", "WAYAN SARI"]


def test_who_left_is_found_no_more(three, operator, supervisor):
    child = Person(name="Gede Putra", sex="1", relation="3", identity_status="2")
    member = registry.add_member(three[0], person=child, by=operator, on=JOINED)

    registry.remove_member(member, reason="2", on=JOINED, by=operator)

    assert _names(queries.listed(supervisor, name="putra")) == []


@pytest.mark.parametrize("number", [NIK, KK])
def test_a_number_finds_its_household_inside_the_own_region_only(three, number, operator, neighbour_operator, dinsos):
    assert queries.with_number(operator, number) == []
    assert queries.with_number(neighbour_operator, number) == queries.with_number(dinsos, number) == [three[2]]


def test_a_rare_name_is_found_by_the_index_of_name_parts(three):
    crowd = [
        Member(
            household=three[0],
            village_id=three[0].village_id,
            name=f"ORANG {n}",
            sex="1",
            relation="8",
            joined_on=JOINED,
        )
        for n in range(3000)
    ]
    Member.objects.bulk_create(crowd)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE households_member; SET LOCAL enable_seqscan = off")
        # In a small table any index beats an index of name parts.
        cursor.execute("DROP INDEX households_one_active_membership_per_nik")

    plan = queries.members_named("luh sari").explain()

    assert "households_member_name_trgm" in plan


def test_pages_follow_each_other_by_name_without_gap_or_repetition(operator, village):
    for number in range(5):
        _register(village, operator, "Sama" if number < 3 else f"Nama {'AB'[number - 3]}")

    seen, mark = [], ""
    while True:
        page = page_after(queries.listed(operator), keys=queries.LIST_KEYS, after=mark, size=2)
        seen += page.rows
        mark = page.next_mark
        if not mark:
            break

    assert [row.head_name for row in seen] == ["NAMA A", "NAMA B", "SAMA", "SAMA", "SAMA"]
    assert len({row.pk for row in seen}) == 5


@pytest.mark.parametrize("role", ["operator", "dinsos"])
@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize("query", ["", "?q=sari"])
def test_the_list_asks_the_database_as_often_for_three_rows_as_for_one(
    request, client, operator, village, django_assert_num_queries, role, item_count, query
):
    for number in range(item_count):
        _register(village, operator, f"Sari {'ABC'[number]}")
    client.force_login(request.getfixturevalue(role))

    # Session with its user, region of the page head, list; besides, an office user's choice of villages and who bears
    # a name.
    with django_assert_num_queries({"operator": 5, "dinsos": 6}[role] + bool(query)):
        answer = client.get(f"/keluarga/{query}")

    assert len(answer.context["page"].rows) == item_count
