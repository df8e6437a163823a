"""A facilitator drafts, the operator sends; drafts of who left are held until they are handed over."""

import pytest

from assessment import capture, handover
from assessment.models import Assessment
from assessment.tests.conftest import NOW, TODAY
from puskesos import activity, notices
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.roles import Role
from puskesos.states import NoticeKind


@pytest.fixture
def facilitator(village, neighbour_village) -> User:
    """A pendamping PKH of two villages."""
    return User.objects.create_user(
        "rai", role=Role.FACILITATOR, region=neighbour_village, full_name="Rai Putra", facilitator_kind="pkh",
        villages=[village.pk],
    )  # fmt: skip


@pytest.fixture
def successor(village) -> User:
    """Another operator of the same village."""
    return User.objects.create_user("sita", role=Role.OPERATOR, region=village, full_name="Sita Dewi")


@pytest.fixture
def drafted(household, always_open, published, facilitator) -> Assessment:
    """Begun by the facilitator in the further village."""
    return capture.start(household, round=always_open, by=facilitator, at=NOW, on=TODAY)


def test_a_facilitator_drafts_in_every_attached_village_but_does_not_send(client, drafted, facilitator):
    client.force_login(facilitator)
    page = f"/pendataan/{drafted.pk}/"
    capture.save_answers(drafted, by=facilitator, overrides=["homeless"])

    assert client.get(page).status_code == 200
    assert client.get(f"{page}pertanyaan/1/").status_code == 200
    assert client.get(f"{page}identitas/").status_code == 200
    assert f"{page}kirim/" not in client.get(page).content.decode()
    assert client.post(f"{page}kirim/").status_code == 403
    with pytest.raises(Refused, match="Operator desa yang mengirim"):
        capture.submit(drafted, revision=1, by=facilitator, at=NOW, on=TODAY)


def test_the_operator_sees_the_draft_and_goes_on_with_it(client, drafted, operator):
    client.force_login(operator)
    capture.save_answers(drafted, by=operator, overrides=["homeless"])
    body = client.get(f"/pendataan/{drafted.pk}/").content.decode()

    assert "Rai Putra (Pendamping PKH)" in body
    assert client.get(f"/pendataan/{drafted.pk}/kirim/").status_code == 200


def test_a_facilitator_neither_sees_nor_changes_drafts_of_others(client, draft, facilitator):
    client.force_login(facilitator)

    assert client.get(f"/pendataan/{draft.pk}/").status_code == 404
    with pytest.raises(Refused, match="petugas lain"):
        capture.save_answers(draft, by=facilitator, overrides=["homeless"])
    with pytest.raises(Refused, match="petugas lain"):
        capture.start(draft.household, round=draft.round, by=facilitator, at=NOW, on=TODAY)


def test_a_facilitator_of_two_villages_chooses_where_a_complaint_belongs(client, facilitator, village):
    client.force_login(facilitator)

    assert f'<option value="{village.pk}"' in client.get("/keluhan/baru/").content.decode()


def test_no_village_that_is_not_attached(client, drafted, facilitator, neighbour_village):
    User.objects.filter(pk=facilitator.pk).update(villages=[])
    client.force_login(facilitator)

    assert client.get(f"/pendataan/{drafted.pk}/").status_code == 404
    assert client.get(f"/keluarga/{drafted.household_id}/").status_code == 404


@pytest.mark.parametrize("change", [{"is_active": False}, {"region": "51.08.01.2002"}, {"role": "admin"}])
def test_drafts_of_who_left_are_held_and_nobody_writes_into_them(draft, operator, successor, change):
    User.objects.filter(pk=operator.pk).update(**change)

    assert list(Assessment.objects.held()) == [draft]
    with pytest.raises(Refused, match="ditahan"):
        capture.save_answers(draft, by=successor, overrides=["homeless"])
    with pytest.raises(Refused, match="ditahan"):
        capture.remove_photo(draft.photos.model(assessment=draft), by=successor, at=NOW)


def test_the_supervisor_hands_a_held_draft_on_and_nothing_is_lost(client, draft, operator, successor, supervisor):
    capture.save_answers(draft, by=operator, overrides=["homeless"])
    User.objects.filter(pk=operator.pk).update(is_active=False)
    client.force_login(supervisor)
    listed = client.get("/pendataan/ditahan/").content.decode()
    answer = client.post(f"/pendataan/{draft.pk}/serahkan/", {"operator": successor.pk})

    assert "WAYAN SUKARTA" in listed
    assert "Ayu Lestari (nonaktif)" in " ".join(listed.split())
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.surveyor, draft.overrides) == (successor, ["homeless"])
    row = activity.history_of(draft)[0]
    assert (row.data["from_user"], row.data["to_user"]) == (operator.pk, successor.pk)
    told = notices.of(successor).get()
    assert (told.kind, told.target_id) == (NoticeKind.DRAFT_HANDED_OVER, str(draft.pk))
    capture.save_answers(draft, by=successor, overrides=[])


def test_only_operators_of_the_village_receive_and_only_what_is_held(
    client, draft, operator, successor, supervisor, neighbour_operator, stranger
):
    client.force_login(supervisor)
    url = f"/pendataan/{draft.pk}/serahkan/"
    assert client.post(url, {"operator": successor.pk}).status_code == 409  # not held
    User.objects.filter(pk=operator.pk).update(is_active=False)
    for wrong in (neighbour_operator.pk, stranger.pk, supervisor.pk, operator.pk, "", "x", "9" * 30, "²"):
        assert client.post(url, {"operator": wrong}).status_code == 409

    draft.refresh_from_db()
    assert draft.surveyor == operator


def test_who_comes_back_finds_the_draft(draft, operator):
    User.objects.filter(pk=operator.pk).update(is_active=False)
    User.objects.filter(pk=operator.pk).update(is_active=True)

    capture.save_answers(draft, by=operator, overrides=["homeless"])
    assert not handover.held_for(operator).exists()
