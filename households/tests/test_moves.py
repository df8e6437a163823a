"""People who change family, head or village: their data and history go with them, and nobody is ever nowhere."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from households import moves, registry, transfers
from households.facts import Address, Person
from households.models import HEAD, Household, Member, Transfer
from households.rows import Overtaken
from households.tests.conftest import JOINED, KK, NIK
from puskesos import activity
from puskesos.errors import Refused

MOVED = date(2025, 12, 1)
HERE = Address(address="Br. Dinas Kelod")


@pytest.fixture
def other(operator, village) -> Household:
    """Nyoman Rai, alone, in the same village."""
    person = Person(name="Nyoman Rai", sex="1", relation=HEAD, identity_status="2")
    return registry.register(village=village, kk=None, address=HERE, head=person, by=operator, on=JOINED)


@pytest.fixture
def asked(household, child, operator, neighbour_village) -> Transfer:
    """The son is to go next door."""
    return _ask(household, child, neighbour_village, operator)


def _ask(household, member, target, by, **changes) -> Transfer:
    told = {"card": "", "reason": "9", "on": MOVED, **changes}
    return transfers.ask(household, member=member, target=target, by=by, at=timezone.now(), **told)


def _present(household) -> list[str]:
    return [member.name for member in household.members.filter(left_on=None)]


# --- within the village ----------------------------------------------------------------------------------------------


def test_who_moves_leaves_one_family_and_joins_the_other_with_all_that_is_known(household, head, other, operator):
    joined = moves.move(head, to=other, relation="2", reason="8", on=MOVED, by=operator)

    head.refresh_from_db()
    assert (head.left_on, head.leave_reason) == (MOVED, "8")
    assert (joined.household, joined.name, joined.nik, joined.birth_date) == (
        other, "KETUT SARI", head.nik, head.birth_date
    )  # fmt: skip
    assert (joined.relation, joined.join_reason, joined.joined_on, joined.first) == ("2", "3", MOVED, head)
    assert Household.objects.get(pk=household.pk).closed_on == MOVED
    assert activity.history_of(household)[0].verb == "member.move_out"
    assert activity.history_of(other)[0].verb == "member.move_in"


def test_a_second_move_still_knows_the_first_membership(household, head, child, other, operator):
    there = moves.move(child, to=other, relation="8", reason="9", on=MOVED, by=operator)

    back = moves.move(there, to=household, relation="3", reason="9", on=MOVED, by=operator)

    assert (back.first, back.root_id) == (child, child.pk)
    assert _present(household) == ["KETUT SARI", "GEDE PUTRA"]


@pytest.mark.parametrize(
    "changes",
    [
        {"relation": HEAD},
        {"relation": ""},
        {"relation": "99"},
        {"reason": "1"},
        {"reason": ""},
        {"on": date(2025, 11, 2)},
        {"on": date(2999, 1, 1)},
    ],
)
def test_a_move_that_cannot_be_changes_nothing(household, child, other, operator, changes):
    told = {"relation": "8", "reason": "9", "on": MOVED, **changes}

    with pytest.raises(Refused):
        moves.move(child, to=other, by=operator, **told)

    assert _present(household) == ["KETUT SARI", "GEDE PUTRA"]
    assert _present(other) == ["NYOMAN RAI"]


def test_a_head_does_not_go_while_others_stay(head, child, other, operator):
    with pytest.raises(Refused, match="kepala keluarga yang baru"):
        moves.move(head, to=other, relation="2", reason="8", on=MOVED, by=operator)


def test_nobody_is_put_into_a_family_of_another_village(child, neighbour_operator, neighbour_village, operator):
    person = Person(name="Wayan", sex="1", relation=HEAD, identity_status="2")
    foreign = registry.register(
        village=neighbour_village, kk=None, address=HERE, head=person, by=neighbour_operator, on=JOINED
    )

    with pytest.raises(Refused, match="di desa lain"):
        moves.move(child, to=foreign, relation="8", reason="9", on=MOVED, by=operator)


def test_who_splits_off_heads_a_family_of_their_own_once(household, child, operator):
    told = {"kk": None, "address": HERE, "reason": "4", "on": MOVED, "by": operator, "pk": child.pk}

    first, again = moves.split(child, **told), moves.split(child, **told)

    assert first == again
    assert (first.head_name, first.village, first.address) == ("GEDE PUTRA", household.village, "Br. Dinas Kelod")
    assert (first.members.get().relation, first.members.get().join_reason) == (HEAD, "5")
    assert Household.objects.count() == 2


def test_a_new_head_and_everybody_s_place_are_written_in_one_act(household, head, child, operator):
    told = {"relations": {head.pk: "6"}, "revision": 2, "by": operator}

    moves.change_head(household, head=child.pk, **told)

    assert list(household.members.values_list("name", "relation")) == [("KETUT SARI", "6"), ("GEDE PUTRA", HEAD)]
    assert Household.objects.get().head_name == "GEDE PUTRA"
    with pytest.raises(Overtaken):
        moves.change_head(household, head=head.pk, **{**told, "relations": {child.pk: "3"}})


@pytest.mark.parametrize("relation", [None, "", HEAD, "99"])
def test_everybody_must_be_something_to_the_new_head(household, head, child, operator, relation):
    relations = {} if relation is None else {head.pk: relation}

    with pytest.raises(Refused, match="hubungan setiap anggota"):
        moves.change_head(household, head=child.pk, relations=relations, revision=2, by=operator)


# --- to another village ----------------------------------------------------------------------------------------------


def test_until_the_other_village_decides_everybody_stays(household, asked):
    assert asked.status == "proposed"
    assert _present(household) == ["KETUT SARI", "GEDE PUTRA"]


def test_the_village_of_arrival_takes_a_person_into_a_family(asked, child, neighbour_operator, neighbour_village):
    person = Person(name="Wayan", sex="1", relation=HEAD, identity_status="2")
    family = registry.register(
        village=neighbour_village, kk=None, address=HERE, head=person, by=neighbour_operator, on=JOINED
    )

    joined = transfers.accept_into(asked, to=family, relation="8", by=neighbour_operator, at=timezone.now())

    asked.refresh_from_db()
    assert (asked.status, asked.decided_by) == ("accepted", neighbour_operator)
    assert (joined.village, joined.first, joined.joined_on) == (neighbour_village, child, MOVED)
    child.refresh_from_db()
    assert child.left_on == MOVED


def test_a_whole_family_arrives_as_it_was_with_its_card(
    household, head, child, operator, neighbour_operator, neighbour_village
):
    asked = _ask(household, None, neighbour_village, operator)

    told = {"kk": None, "keeps_card": True, "address": HERE}
    arrived = transfers.accept_as_new(asked, **told, by=neighbour_operator, at=timezone.now())

    assert (arrived.village, arrived.kk, arrived.head_name) == (neighbour_village, household.kk, "KETUT SARI")
    assert [(m.name, m.relation) for m in arrived.members.all()] == [("KETUT SARI", HEAD), ("GEDE PUTRA", "3")]
    assert Household.objects.get(pk=household.pk).closed_on == MOVED


@pytest.mark.parametrize("verb", ["accept_as_new", "decline", "withdraw"])
def test_only_the_village_whose_turn_it_is_decides(asked, operator, neighbour_operator, stranger, verb):
    told = {"decline": {"reason": "Tidak tinggal di sini"}, "accept_as_new": {"kk": None, "address": HERE}}
    wrong = [stranger, neighbour_operator if verb == "withdraw" else operator]

    for user in wrong:
        with pytest.raises(Refused, match="operator desa lain"):
            getattr(transfers, verb)(asked, by=user, at=timezone.now(), **told.get(verb, {}))


def test_what_was_decided_is_not_decided_again(asked, operator, neighbour_operator):
    transfers.decline(asked, reason="Tidak tinggal di sini", by=neighbour_operator, at=timezone.now())

    with pytest.raises(Refused, match="sudah diputuskan"):
        transfers.withdraw(asked, by=operator, at=timezone.now())


def test_who_died_meanwhile_is_no_longer_asked_for(asked, child, operator, neighbour_operator):
    registry.remove_member(child, reason="1", on=MOVED, by=operator)

    asked.refresh_from_db()
    assert asked.status == "withdrawn"


@pytest.mark.parametrize(
    "changes", [{"reason": "1"}, {"on": date(2999, 1, 1)}, {"on": date(2020, 1, 1)}, {"card": "123"}]
)
def test_what_cannot_be_asked_is_refused(household, child, operator, neighbour_village, changes):
    with pytest.raises(Refused):
        _ask(household, child, neighbour_village, operator, **changes)

    assert not Transfer.objects.exists()


def test_the_same_is_not_asked_twice(household, child, asked, operator, regions):
    with pytest.raises(Refused, match="sudah dimintakan"):
        _ask(household, child, regions["51.08.02.2001"], operator)


# --- pages -----------------------------------------------------------------------------------------------------------


def _url(name, row) -> str:
    return reverse(f"households:{name}", args=[row.pk])


def _day(on=None) -> str:
    return f"{on or timezone.localdate():%d-%m-%Y}"


def test_an_operator_finds_the_family_by_name_and_moves_somebody_there(client, operator, household, child, other):
    client.force_login(operator)

    found = client.post(_url("member_move", child), {"q": "nyoman"})
    answer = client.post(
        _url("member_move", child),
        {"q": "nyoman", "to": str(other.pk), "relation": "8", "reason": "9", "moved_on": _day()},
    )

    assert "NYOMAN RAI · Br. Dinas Kelod" in found.content.decode()
    assert answer.url == f"/keluarga/{other.pk}/"
    dossier = client.get(answer.url).content.decode()
    assert "Dulu di keluarga" in dossier
    assert "KETUT SARI" in dossier


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"q": "ab"},
        {"q": "nyoman", "to": "x"},
        {"q": "nyoman", "to": "' OR 1=1"},
        {"q": "nyoman", "to": "", "moved_on": "31-02-2026", "relation": "1", "reason": "99"},
    ],
)
def test_a_broken_move_is_answered_with_a_page(client, operator, child, other, data):
    client.force_login(operator)

    answer = client.post(_url("member_move", child), data)

    assert answer.status_code in (200, 422)
    assert Member.objects.filter(left_on=None).count() == 3


def test_a_move_ahead_of_today_is_refused_by_the_form(client, operator, child, other):
    client.force_login(operator)
    ahead = timezone.localdate() + timedelta(days=1)
    data = {"q": "nyoman", "to": str(other.pk), "relation": "8", "reason": "9", "moved_on": _day(ahead)}

    answer = client.post(_url("member_move", child), data)

    assert answer.status_code == 422
    assert "tidak boleh setelah hari ini" in answer.content.decode()


def test_a_family_begins_on_a_form(client, operator, household, child):
    client.force_login(operator)
    page = client.get(_url("member_split", child))
    data = {"pk": page.context["form"].initial["pk"], "no_kk": "on", "address": "Br. Baru", "reason": "4",
            "moved_on": _day()}  # fmt: skip

    answer = client.post(_url("member_split", child), data)

    assert answer.url == f"/keluarga/{data['pk']}/"
    assert client.post(_url("member_split", household.members.first()), {"pk": "x"}).status_code == 422


def test_the_head_is_changed_on_a_form(client, operator, household, head, child):
    client.force_login(operator)
    url, data = _url("household_head", household), {"head": str(child.pk), "revision": "2"}

    missing = client.post(url, data)
    answer = client.post(url, {**data, f"relation-{head.pk}": "6"})

    assert missing.status_code == 422
    assert answer.status_code == 302
    assert Household.objects.get().head_name == "GEDE PUTRA"


@pytest.mark.parametrize("data", [{}, {"head": "x"}, {"head": "", "revision": "9" * 30}, {"head": "\x00"}])
def test_a_broken_change_of_head_is_a_page_with_errors(client, operator, household, head, child, data):
    client.force_login(operator)

    assert client.post(_url("household_head", household), data).status_code == 422


def test_a_family_walks_from_one_village_to_the_next_by_pages(
    client, operator, neighbour_operator, household, child, neighbour_village
):
    client.force_login(operator)
    asking = {"target": neighbour_village.pk, "reason": "9", "moved_on": _day()}
    client.post(_url("household_transfer", household), asking)
    transfer = Transfer.objects.get()
    waiting = client.get(f"/keluarga/{household.pk}/").content.decode()
    client.force_login(neighbour_operator)

    listed = client.get(reverse("households:transfer_list")).content.decode()
    shown = client.get(_url("transfer_detail", transfer)).content.decode()
    answer = client.post(_url("transfer_accept_new", transfer), {"keeps_card": "on", "address": "Br. Baru"})

    assert "menunggu diterima" in waiting
    assert "KETUT SARI" in listed
    assert "GEDE PUTRA" in shown
    assert not any(number in listed + shown for number in (NIK, KK))
    arrived = Household.objects.get(village=neighbour_village)
    assert answer.url == f"/keluarga/{arrived.pk}/"
    assert client.get(f"/keluarga/{household.pk}/").status_code == 404


def test_what_was_typed_stays_when_a_transfer_cannot_be_taken_in(client, neighbour_operator, asked):
    client.force_login(neighbour_operator)

    new = client.post(_url("transfer_accept_new", asked), {"kk": "123", "address": "Br. Baru"})
    declined = client.post(_url("transfer_decline", asked), {"reason": "tidak"})
    searched = client.post(_url("transfer_accept_into", asked), {"q": "nobody here"})

    assert [answer.status_code for answer in (new, declined, searched)] == [422, 422, 422]
    assert "Br. Baru" in new.content.decode()
    assert Transfer.objects.get().status == "proposed"


def test_a_transfer_is_not_there_for_a_third_village(client, stranger, asked):
    client.force_login(stranger)

    assert client.get(_url("transfer_detail", asked)).status_code == 404
    assert client.post(_url("transfer_decline", asked), {"reason": "Tidak tinggal di sini"}).status_code == 404
    assert "GEDE" not in client.get(reverse("households:transfer_list")).content.decode()


@pytest.mark.parametrize("data", [{"target": "35.26.01.2001"}, {"target": "51.08.01.2001"}, {"target": "'"}, {}])
def test_a_village_that_cannot_take_anybody_in_is_no_choice(client, operator, child, data):
    client.force_login(operator)

    answer = client.post(_url("transfer_ask", child), {"reason": "9", "moved_on": _day(), **data})

    assert answer.status_code == 422
    assert not Transfer.objects.exists()
