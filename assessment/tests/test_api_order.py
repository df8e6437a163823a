"""Calls of the field app that come again, late, or while somebody else writes: nothing is undone, nobody sees more."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from assessment import (
    capture,
    drafts,
    findings_of_visit,
    handover,
    instrument,
    manifests,
    review,
    rows_of_visit,
    uploads,
)
from assessment.models import Assessment, FieldDraft, Submission
from assessment.review import Point
from assessment.tests.phone import NOTHING, Phone, Visit, digest_of, jpeg
from assessment.tests.test_api_errors import send_part
from households.models import Household, Member
from puskesos import accounts
from puskesos.models import User
from puskesos.roles import Role

pytestmark = pytest.mark.django_db
WITH_A_NIK = "NIK-nya 5108011203800001"


@pytest.fixture
def phone(operator) -> Phone:
    return Phone(operator)


@pytest.fixture
def visit(household, always_open, published) -> Visit:
    return Visit(household, published)


@pytest.fixture
def successor(village) -> User:
    return User.objects.create_user("sita", role=Role.OPERATOR, region=village, full_name="Sita Dewi")


@pytest.fixture
def move(regions):
    """Send a person to work in the next village."""
    administrator = User.objects.create_user("made-admin", role=Role.ADMIN, full_name="Made Admin")

    def moved(person: User, *, days_ago: int, role: Role = Role.OPERATOR) -> Phone:
        today = timezone.localdate()
        post = accounts.Post(role=role, region=regions["51.08.01.2002"])
        on, at = today - timedelta(days=days_ago), timezone.now()
        accounts.move(person, post, on=on, today=today, reason="Mutasi", by=administrator, at=at)
        return Phone(User.objects.get(pk=person.pk))

    return moved


def change_on_a_page(visit: Visit, operator: User) -> tuple[str, str]:
    """Another choice of the first question; question and choice."""
    assessment, question = Assessment.objects.get(pk=visit.pk), next(iter(visit.content["answers"]))
    choice = instrument.definition(assessment.instrument_id).by_code[question].choices[-1].code
    capture.save_answers(assessment, by=operator, answers={question: choice})
    return question, choice


def test_a_sending_that_is_repeated_after_the_return_does_not_undo_it(phone, visit, supervisor):
    """The reply to the first one was lost."""
    phone.send_all(visit)
    sent = Assessment.objects.get(pk=visit.pk)
    points, at = [Point(kind="photo", key="front", reason="Kabur.")], timezone.now()
    review.return_for_correction(sent, revision=sent.revision, points=points, note="", by=supervisor, at=at)

    answer = phone.submit(visit)

    assert (answer.status_code, answer.json()["code"]) == (409, "incomplete")
    assert Assessment.objects.get(pk=visit.pk).status == "returned"
    assert Submission.objects.count() == 1


def test_a_draft_with_problems_that_comes_again_does_not_undo_a_page(phone, visit, operator):
    visit.content = {**visit.content, "note": WITH_A_NIK}
    assert phone.send(visit).status_code == 422
    question, choice = change_on_a_page(visit, operator)

    phone.send(visit)

    assert Assessment.objects.get(pk=visit.pk).answers[question] == choice


def test_a_draft_that_is_finished_later_does_not_undo_a_page(phone, visit, operator):
    finished, visit.finished_at = visit.finished_at, None
    phone.send(visit)
    question, choice = change_on_a_page(visit, operator)
    visit.finished_at = finished

    phone.send(visit)

    assert Assessment.objects.get(pk=visit.pk).answers[question] == choice


def test_a_page_that_writes_while_a_draft_comes_is_not_undone(phone, visit, operator, monkeypatch):
    phone.send(visit)
    usual = findings_of_visit.columns_of

    def meanwhile(*args, **more):
        change_on_a_page(visit, operator)
        return usual(*args, **more)

    monkeypatch.setattr(findings_of_visit, "columns_of", meanwhile)

    answer = phone.send(visit.change(note="Anjing galak"))

    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert Assessment.objects.get(pk=visit.pk).note == ""


def test_a_draft_that_is_handed_over_while_it_comes_stays_handed_over(
    phone, visit, operator, successor, supervisor, always_open, move, monkeypatch
):
    always_open.closes_on = timezone.localdate() - timedelta(days=3)
    always_open.save()
    visit.started_at = timezone.now() - timedelta(days=5)
    assert phone.send(visit).json()["code"] == "closed"
    moved = move(operator, days_ago=1)
    usual = drafts._write

    def meanwhile(*args, **more):
        handover.hand_over_draft(FieldDraft.objects.get(pk=visit.pk), to=successor, by=supervisor, at=timezone.now())
        return usual(*args, **more)

    monkeypatch.setattr(drafts, "_write", meanwhile)

    moved.send(visit.change(note="Anjing galak"))

    assert FieldDraft.objects.get(pk=visit.pk).owner == successor


def test_whoever_moved_away_does_not_reach_a_colleagues_draft_by_an_early_clock(visit, operator, successor, move):
    assert Phone(successor).send(visit).status_code == 201
    moved = move(operator, days_ago=30)
    theirs = visit.change(note="ditimpa")
    theirs.started_at = timezone.now() - timedelta(days=60)

    assert moved.send(theirs).status_code == 404

    assert Assessment.objects.get(pk=visit.pk).note == ""


def test_a_facilitator_who_moved_away_still_reaches_what_they_began(visit, village, move):
    facilitator = User.objects.create_user(
        "ketut-rai", role=Role.FACILITATOR, region=village, full_name="Ketut Rai", facilitator_kind="pkh"
    )
    visit.started_at = timezone.now() - timedelta(days=3)
    assert Phone(facilitator).send(visit).status_code == 201

    moved = move(facilitator, days_ago=1, role=Role.FACILITATOR)

    assert moved.get(f"assessments/{visit.pk}").status_code == 200


def test_a_survey_that_was_begun_on_a_page_goes_on_on_the_phone(phone, visit, household, always_open, operator):
    begun = capture.start(household, round=always_open, by=operator, at=timezone.now(), on=timezone.localdate())
    visit.pk = str(begun.pk)

    assert phone.send(visit).status_code == 201

    assert FieldDraft.objects.get().village_id == household.village_id


def test_pieces_stay_while_a_photo_has_to_wait(phone, monkeypatch):
    data = jpeg(9)
    send_part(phone, data, 0, 900)
    monkeypatch.setattr(uploads, "PHOTOS_PER_OPERATOR_AND_DAY", 0)
    assert send_part(phone, data, 900, len(data)).status_code == 429

    assert send_part(phone, data, 0, 900).json()["received"] == len(data)


def test_a_draft_with_problems_that_comes_again_after_a_page_sent_it_is_told_so(phone, visit, operator):
    visit.content = {**visit.content, "note": WITH_A_NIK}
    assert phone.send(visit).status_code == 422
    for data in visit.photos:
        phone.send_photo(data)
    survey = Assessment.objects.get(pk=visit.pk)
    manifests.file_photos(survey, rows_of_visit.found_of(survey), by=operator, at=timezone.now())
    capture.submit(survey, revision=survey.revision, by=operator, at=timezone.now(), on=timezone.localdate())

    answer = phone.send(visit)

    assert (answer.status_code, answer.json()["code"]) == (409, "sent")
    assert answer.json()["current"]["receipt"]["number"] == Assessment.objects.get(pk=visit.pk).receipt_number


def test_a_facilitator_at_a_family_of_the_operators_is_told_which_survey(phone, visit, household, published, village):
    phone.send(visit)
    facilitator = User.objects.create_user("rai", role=Role.FACILITATOR, region=village, full_name="Ketut Rai")

    answer = Phone(facilitator).send(Visit(household, published, shade=20))

    assert (answer.status_code, answer.json()["code"]) == (409, "exists")
    assert answer.json()["existing"] == visit.pk


def test_a_survey_of_somebody_who_left_is_held_for_the_supervisor(phone, visit, operator, successor):
    phone.send(visit)
    User.objects.filter(pk=operator.pk).update(is_active=False)
    other = Phone(successor)

    assert other.get(f"assessments/{visit.pk}").json()["status"] == "held"
    (family,) = other.get("work").json()["households"]
    assert (family["assessment"]["status"], family["assessment"]["mine"]) == ("held", False)
    answer = other.send(visit.change(note="Anjing galak"))
    assert (answer.status_code, answer.json()["code"]) == (409, "refused")
    assert "supervisor" in answer.json()["sentence"]


@pytest.mark.parametrize(("moved_days_ago", "is_taken"), [(20, True), (40, False)])
def test_the_phones_word_that_it_began_before_a_move_is_good_for_a_month(
    visit, operator, move, moved_days_ago, is_taken
):
    """Later it is kept as a draft: a supervisor may hand it over."""
    moved = move(operator, days_ago=moved_days_ago)
    visit.started_at = timezone.now() - timedelta(days=moved_days_ago + 1)

    answer = moved.send(visit)

    assert answer.status_code == (201 if is_taken else 422)
    assert Assessment.objects.exists() is is_taken
    assert FieldDraft.objects.exists()


def test_what_came_in_time_goes_on_long_after_a_move(phone, visit, operator, move):
    visit.started_at = timezone.now() - timedelta(days=41)
    phone.send(visit)

    assert move(operator, days_ago=40).send(visit.change(note="Anjing galak")).status_code == 201


# --- what no phone of ours says ---------------------------------------------------------------------------------------


def test_a_strip_that_no_camera_takes_is_named_among_the_others(phone):
    file = io.BytesIO()
    Image.new("RGB", (40_000, 100)).save(file, "JPEG", quality=5)
    strip, good = file.getvalue(), jpeg(1)

    said = phone.send_photos(good, strip).json()

    assert said["received"] == [digest_of(good)]
    assert said["refused"][digest_of(strip)]["code"] == "broken"


SPOILS = {
    "NUL in a note": lambda body: body["content"].update(note="a\x00b"),
    "NUL in a code": lambda body: body["content"].update(answers={"a\x00": "x"}),
    "NUL in a slot": lambda body: body["content"]["manifest"][0].update(slot="a\x00"),
    "NUL in a reason": lambda body: body["content"]["position"].update(reason="\x00"),
    "a number as text": lambda body: body["content"].update(numbers={"floor_area_m2": "12.5"}),
    "a number as yes": lambda body: body["content"].update(numbers={"floor_area_m2": True}),
    "an id of another form": lambda body: body["content"]["household"].update(id="{00000000}"),
    "a yes as text": lambda body: body["content"].update(identity_confirmed="false"),
    "a clock of the year 1": lambda body: body.update(started_at="0001-01-01T00:00:00+14:00"),
    "a clock of the year 9999": lambda body: body.update(device_at="9999-12-31T23:59:59-14:00"),
    "a yes as dusun": lambda body: body["content"]["household"].update(changes={"dusun": True}, base={}),
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_what_cannot_be_read_is_said_to_be_so(phone, visit, spoil):
    body = {**visit.body(), "device": phone.device}
    spoil(body)

    answer = phone.put(f"assessments/{visit.pk}", body)

    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")
    assert not FieldDraft.objects.exists()


def test_a_person_of_another_family_is_not_written_again_as_new(phone, visit, village, operator):
    other = Household.objects.create(village=village, head_name="B", address="B", created_by=operator)
    facts = {"order": 1, "name": "B", "sex": "1", "relation": "1", "joined_on": timezone.localdate()}
    person = Member.objects.create(household=other, village=village, **facts)
    new = {"name": "Komang Ayu", "sex": "2", "relation": "3", "nik": "", "identity_status": "2", "birth_date": ""}
    visit.content = {**visit.content, "members": [{"id": str(person.pk), **NOTHING, "left": None, "new": new}]}

    answer = phone.send(visit)

    assert answer.status_code == 422
    assert "sudah ada di keluarga lain" in str(answer.json()["problems"])


def test_a_version_of_the_app_that_is_no_number_is_too_old(phone):
    assert phone.client.get("/api/v1/codes", headers={"X-SLRT-App": "9" * 5000}).status_code == 426
