"""A facilitator drafts, the operator sends; drafts of who left are held until they are handed over."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment import capture, handover
from assessment.models import Assessment, FieldDraft
from assessment.tests.conftest import NOW, TODAY
from assessment.tests.phone import NOTHING, Phone, Visit
from households.models import Household
from puskesos import activity, notices
from puskesos.errors import Refused
from puskesos.models import Round, User
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


# --- received from a phone, no survey yet ---------------------------------------------------------------------------


@pytest.fixture
def closed_round(open_round) -> Round:
    """Over since the day before yesterday."""
    today = timezone.localdate()
    open_round.opens_on, open_round.closes_on = today - timedelta(days=9), today - timedelta(days=2)
    open_round.save()
    return open_round


@pytest.fixture
def unwritten(household, closed_round, published, operator) -> Visit:
    """A visit after the closing: it was received and kept, and could not be written."""
    visit = Visit(household, published)
    phone = Phone(operator)
    assert phone.send(visit).json()["code"] == "closed"
    for data in visit.photos[:2]:
        phone.send_photo(data)
    User.objects.filter(pk=operator.pk).update(is_active=False)
    return visit


def test_a_draft_of_a_phone_that_is_no_survey_yet_is_handed_on_whole(
    client, unwritten, operator, successor, supervisor, closed_round
):
    client.force_login(supervisor)
    listed = " ".join(client.get("/pendataan/ditahan/").content.decode().split())
    answer = client.post(f"/pendataan/ditahan/{unwritten.pk}/serahkan/", {"operator": successor.pk})

    assert "WAYAN SUKARTA" in listed
    assert "Ayu Lestari (nonaktif)" in listed
    assert "Periode pemutakhiran tidak dibuka" in listed
    assert answer.status_code == 302
    draft = FieldDraft.objects.get(pk=unwritten.pk)
    row = activity.history_of(draft)[0]
    assert (row.verb, row.data["from_user"], row.data["to_user"]) == ("fielddraft.hand_over", operator.pk, successor.pk)
    assert notices.of(successor).get().kind == NoticeKind.DRAFT_HANDED_OVER
    client.force_login(successor)
    assert "Buka aplikasi lapangan" in client.get(reverse("notice_list")).content.decode()

    phone = Phone(successor)
    told = phone.get("work").json()["assessments"][0]
    assert (told["id"], told["head_name"], told["mine"]) == (unwritten.pk, "WAYAN SUKARTA", True)
    assert phone.get(f"assessments/{unwritten.pk}").json()["content"] == unwritten.content
    closed_round.closes_on = timezone.localdate()
    closed_round.save()
    later = unwritten.change(note="Dilanjutkan Sita")
    state = phone.send(later).json()
    # What the predecessor's phone had delivered already need not be taken again.
    assert state["missing_photos"] == [one["sha256"] for one in unwritten.content["manifest"][2:]]
    assert Assessment.objects.get(pk=unwritten.pk).surveyor == successor


def test_who_began_it_is_told_that_it_was_handed_over(client, unwritten, operator, successor, supervisor):
    """What they typed since stays on their phone; a stranger learns nothing."""
    client.force_login(supervisor)
    client.post(f"/pendataan/ditahan/{unwritten.pk}/serahkan/", {"operator": successor.pk})
    User.objects.filter(pk=operator.pk).update(is_active=True)
    phone, later = Phone(operator), unwritten.change(note="Ditulis sesudahnya")

    answers = phone.send(later), phone.submit(later), phone.get(f"assessments/{unwritten.pk}")

    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(409, "handed_over")}
    assert "diserahkan kepada petugas lain" in answers[0].json()["sentence"]
    assert FieldDraft.objects.get(pk=unwritten.pk).revisions.count() == 1
    colleague = User.objects.create_user("wayan", role=operator.role, region=operator.region, full_name="Wayan")
    assert Phone(colleague).send(later).status_code == 404


def test_the_list_shows_no_number_and_no_family_of_elsewhere(
    client, unwritten, operator, supervisor, household, published, neighbour_village
):
    Household.objects.filter(pk=household.pk).update(village=neighbour_village)
    visit = Visit(None, published)
    head = {"name": "made 5108 0112 0380 0001", "relation": "1"}
    visit.content["members"] = [{"id": str(uuid.uuid4()), **NOTHING, "left": None, "new": head}]
    User.objects.filter(pk=operator.pk).update(is_active=True)
    Phone(operator).send(visit)
    User.objects.filter(pk=operator.pk).update(is_active=False)
    client.force_login(supervisor)

    listed = client.get("/pendataan/ditahan/").content.decode()

    assert listed.count('<th scope="row">') == 2
    assert "WAYAN SUKARTA" not in listed
    assert "0380 0001" not in listed


def test_only_what_is_held_goes_and_only_to_operators_of_the_village(
    client, unwritten, operator, successor, supervisor, neighbour_operator
):
    url = f"/pendataan/ditahan/{unwritten.pk}/serahkan/"
    client.force_login(successor)
    assert client.post(url, {"operator": successor.pk}).status_code == 403
    client.force_login(supervisor)
    for wrong in (neighbour_operator.pk, supervisor.pk, operator.pk, "", "x", "9" * 30, "²"):
        assert client.post(url, {"operator": wrong}).status_code == 409
    assert client.post(f"/pendataan/ditahan/{uuid.uuid4()}/serahkan/", {"operator": successor.pk}).status_code == 404
    User.objects.filter(pk=operator.pk).update(is_active=True)
    assert client.post(url, {"operator": successor.pk}).status_code == 409
    assert FieldDraft.objects.get(pk=unwritten.pk).owner == operator
