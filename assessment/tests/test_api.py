"""The operator's phone hands over what it has; whatever it repeats, and in whatever order, there is one survey."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from assessment import capture, instrument, review, uploads
from assessment.drafts import content_hash
from assessment.jpeg import MAGIC
from assessment.models import Assessment, FieldDraft, Instrument, Photo, PhotoUpload, Submission
from assessment.review import Point
from assessment.states import AssessmentStatus
from assessment.tests.desk import publish_stricter
from assessment.tests.phone import NOTHING, Phone, Visit, digest_of, entry, jpeg
from households import registry
from households.models import Household
from puskesos import accounts
from puskesos.models import Round, RoundDeadline, User
from puskesos.roles import Duty, Role
from puskesos.states import RoundStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(operator) -> Phone:
    """The operator's."""
    return Phone(operator)


@pytest.fixture
def visit(household, always_open, published) -> Visit:
    """Wayan Sukarta's family was visited; everything is there."""
    return Visit(household, published)


def test_a_visit_goes_from_the_phone_to_the_supervisor(phone, visit, household):
    """Answers first, then photos, then sending; the receipt counts every photo and names the content."""
    received = phone.send(visit)
    assert received.status_code == 201, received.json()
    assert received.json()["status"] == "waiting_photos"
    assert received.json()["photos"] == {"stored": 0, "needed": 7}
    for data in visit.photos:
        assert phone.send_photo(data).status_code == 201
    sent = phone.submit(visit)
    assert sent.status_code == 201, sent.json()
    receipt = sent.json()["receipt"]
    assert receipt["photos"] == {"stored": 7, "needed": 7}
    assessment = Assessment.objects.get(pk=visit.pk)
    assert assessment.status == AssessmentStatus.SUBMITTED
    assert (assessment.household, assessment.score is not None) == (household, True)
    assert receipt["number"] == assessment.receipt_number
    assert Photo.objects.filter(assessment=assessment, removed_at=None).count() == 7


def test_repeating_changes_nothing(phone, visit):
    """Every call again, and all of them in another order: the same answers, one row."""
    first = phone.send_all(visit).json()["receipt"]
    assert phone.submit(visit).json()["receipt"] == first
    assert phone.submit(visit).status_code == 200
    assert phone.send(visit).status_code == 200
    assert [phone.send_photo(data).status_code for data in visit.photos] == [200] * 7
    assert (Assessment.objects.count(), Submission.objects.count(), Photo.objects.count()) == (1, 1, 7)


def test_on_a_quick_line_the_photos_come_together(phone, visit):
    """One alone, the others at once, and all of them once more: each is here once."""
    phone.send(visit)
    alone, *others = visit.photos
    phone.send_photo(alone)
    assert phone.send_photos(*others).json() == {"received": [digest_of(data) for data in others], "refused": {}}
    assert phone.send_photos(*visit.photos).json()["received"] == [digest_of(data) for data in visit.photos]
    assert PhotoUpload.objects.count() == 7
    assert phone.submit(visit).json()["receipt"]["photos"] == {"stored": 7, "needed": 7}


def test_as_many_photos_as_a_survey_may_have_come_together(phone):
    assert len(phone.send_photos(*[jpeg(shade) for shade in range(15)]).json()["received"]) == 15


def test_a_spoilt_photo_among_others_keeps_none_of_them_out(phone, visit):
    """Which one and why is said; the rest is here."""
    good, bad, *_others = visit.photos
    answer = phone.send_photos(good, b"nothing", names=[digest_of(good), digest_of(bad)])
    assert answer.json() == {
        "received": [digest_of(good)],
        "refused": {digest_of(bad): {"code": "digest", "sentence": "Foto gagal terkirim. Coba lagi."}},
    }
    cut = phone.send_photos(bad[:400])
    assert cut.json()["refused"][digest_of(bad[:400])]["code"] == "broken"
    assert [row.client_sha256 for row in PhotoUpload.objects.all()] == [digest_of(good)]


def test_five_twins_at_the_same_moment_are_one_survey(phone, visit, operator, transactional_db):
    """Five threads hand over the same draft, photos and sending: five successes each, one row."""
    phones = [Phone(operator) for _number in range(5)]

    def all_at_once(call):
        with ThreadPoolExecutor(5) as pool:
            return sorted(pool.map(_closing(call), phones))

    assert all_at_once(lambda one: one.send(visit, device=phone.device).status_code) == [200] * 4 + [201]
    for data in visit.photos:
        assert set(all_at_once(lambda one, data=data: one.send_photo(data).status_code)) <= {200, 201}
    assert all_at_once(lambda one: one.submit(visit).status_code) == [200] * 4 + [201]
    assert (Assessment.objects.count(), Submission.objects.count(), Photo.objects.count()) == (1, 1, 7)


def _closing(call):
    """A call in a thread of its own, whose connection is given back."""

    def called(phone):
        try:
            return call(phone)
        finally:
            connection.close()

    return called


def test_a_draft_follows_its_operator_to_another_phone(phone, operator, visit):
    """What one phone handed over another one reads whole, and goes on from there."""
    visit.finished_at = None
    half = visit.change(answers={}, note="Rumah di ujung gang.")
    half.parent = None
    assert phone.send(half).status_code == 201
    other = Phone(operator)
    found = other.get(f"assessments/{half.pk}").json()
    assert (found["content"], found["revision"]) == (half.content, half.revision)
    assert other.send(half.change(answers=visit.content["answers"])).status_code == 201
    assert len(Assessment.objects.get(pk=half.pk).answers) == len(visit.content["answers"])


def test_what_was_overtaken_is_shown_and_not_written(phone, operator, visit):
    """Two phones go on from the same state: the second one gets what the first one wrote, to compare."""
    phone.send(visit)
    mine, theirs = visit.change(note="Atap bocor."), visit.change(note="Atap sudah diganti.")
    assert phone.send(mine).status_code == 201
    late = Phone(operator).send(theirs)
    assert (late.status_code, late.json()["code"]) == (412, "stale")
    assert late.json()["current"]["content"]["note"] == "Atap bocor."
    assert Assessment.objects.get(pk=visit.pk).note == "Atap bocor."
    merged = mine.change(note="Atap bocor, sebagian sudah diganti.")
    assert phone.send(merged).status_code == 201


def test_an_answer_changed_on_a_page_overtakes_the_phone(phone, operator, visit, published):
    """The page writes into the same draft, so the phone must look at it first."""
    visit.finished_at = None
    phone.send(visit)
    assessment = Assessment.objects.get(pk=visit.pk)
    code, choices = next(
        (q.code, q.choices) for q in instrument.definition(published.pk).questions if not q.is_computed
    )
    capture.save_answers(assessment, by=operator, answers={code: choices[1].code})
    answer = phone.send(visit.change(note="Dari HP."))
    assert answer.status_code == 412
    assert answer.json()["current"]["content"]["answers"][code] == choices[1].code


def test_the_same_revision_cannot_say_two_things(phone, visit):
    """A revision is what it said first."""
    phone.send(visit)
    visit.content = {**visit.content, "note": "Lain."}
    answer = phone.send(visit)
    assert (answer.status_code, answer.json()["code"]) == (409, "changed")


def test_a_family_is_surveyed_once_in_a_round(phone, visit, household, published):
    """Two phones began the same family: the second is told which draft there is."""
    phone.send(visit)
    twin = Visit(household, published, shade=20)
    answer = phone.send(twin)
    assert (answer.status_code, answer.json()["code"]) == (409, "exists")
    assert answer.json()["existing"] == visit.pk


def test_a_photo_is_missing_until_it_is_here(phone, visit):
    """Sending tells which hashes it waits for, and the pages say how many are here."""
    phone.send(visit)
    for data in visit.photos[:5]:
        phone.send_photo(data)
    answer = phone.submit(visit)
    assert (answer.status_code, answer.json()["code"]) == (409, "photos")
    assert answer.json()["missing_photos"] == [digest_of(data) for data in visit.photos[5:]]
    work = phone.get("work").json()["assessments"][0]
    assert (work["status"], work["photos"]) == ("waiting_photos", {"stored": 5, "needed": 7})


def test_a_sent_survey_is_closed(phone, visit):
    """After sending nothing is taken but the same again."""
    phone.send_all(visit)
    answer = phone.send(visit.change(note="Terlambat."))
    assert (answer.status_code, answer.json()["code"]) == (409, "sent")
    assert answer.json()["current"]["status"] == "submitted"


def test_what_came_back_is_mended_and_sent_again(phone, visit, supervisor):
    """The reasons come with the work; the mended draft goes on from what was sent."""
    phone.send_all(visit)
    assessment = Assessment.objects.get(pk=visit.pk)
    point = Point(kind="photo", key="front", reason="Kabur.")
    review.return_for_correction(
        assessment, revision=assessment.revision, points=[point], note="", by=supervisor, at=timezone.now()
    )
    told = phone.get("work").json()["assessments"][0]
    assert told["returned"]["points"] == [{"kind": "photo", "key": "front", "reason": "Kabur."}]
    fresh = jpeg(50)
    manifest = [entry("front", fresh) if one["slot"] == "front" else one for one in visit.content["manifest"]]
    mended = visit.change(manifest=manifest)
    assert phone.send(mended).status_code == 201
    phone.send_photo(fresh)
    assert phone.submit(mended).status_code == 201
    assert Submission.objects.filter(assessment=visit.pk).count() == 2


# --- families --------------------------------------------------------------------------------------------------------

HEAD = {"name": "Made Rai", "sex": "1", "relation": "1", "nik": "5108011203800001", "birth_date": "1980-03-12"}
CHILD = {"name": "Komang Ayu", "sex": "2", "relation": "3", "nik": "", "identity_status": "2", "birth_date": ""}


def new_family(published, **facts) -> Visit:
    visit = Visit(None, published)
    visit.content["household"]["new"] = {"kk": "5108010101200007", "address": "Banjar Tegal", "housing": "1", **facts}
    visit.content["members"] = [
        {"id": str(uuid.uuid4()), **NOTHING, "left": None, "new": facts} for facts in (HEAD, CHILD)
    ]
    return visit


def test_a_family_found_in_the_field_is_registered_with_its_survey(phone, always_open, published):
    """No list knew them: card, head and child are entered as they were written down, once."""
    visit = new_family(published)
    assert phone.send(visit).status_code == 201
    assert phone.send(visit.change(note="Baru pindah.")).status_code == 201
    household = Household.objects.get(pk=visit.content["household"]["id"])
    assert household.head_name == "MADE RAI"
    assert [member.name for member in household.members.all()] == ["MADE RAI", "KOMANG AYU"]


def test_a_number_that_somebody_else_holds_is_kept_as_a_problem(phone, always_open, published):
    """The second family with the same card is not entered, but nothing of its visit is lost."""
    phone.send(new_family(published))
    twin = new_family(published)
    answer = phone.send(twin)
    assert (answer.status_code, answer.json()["code"]) == (422, "problems")
    assert "sudah terdaftar" in answer.json()["problems"]["household.kk"]
    assert phone.get(f"assessments/{twin.pk}").json()["content"] == twin.content
    assert phone.submit(twin).json()["code"] == "incomplete"
    cardless = twin.change(household={**twin.content["household"], "new": {**HOUSE, "kk": ""}})
    assert list(phone.send(cardless).json()["problems"]) == [f"members.{twin.content['members'][0]['id']}.nik"]
    assert phone.send(cardless.change(members=[OTHER])).status_code == 201


HOUSE = {"address": "Banjar Kaja", "housing": "1"}
OTHER = {"id": str(uuid.UUID(int=5)), **NOTHING, "left": None, "new": {**HEAD, "nik": "5108011203800002"}}


def test_corrections_are_merged_and_never_overwrite(phone, visit, household, operator):
    """Two corrected different things: both stay. Two corrected the same: the later one is asked to look again."""
    household.members.update(identity_status="2")
    head = household.members.get(relation="1")
    before = {"name": head.name, "birth_place": ""}
    visit.content["members"] = [
        {"id": str(head.pk), "new": None, "changes": {"birth_place": "Singaraja"}, "base": before, "left": None}
    ]
    assert phone.send(visit).status_code == 201
    head.refresh_from_db()
    assert head.birth_place == "SINGARAJA"
    household.refresh_from_db()
    registry.amend_member(
        head, changes={"birth_place": "DENPASAR"}, revision=household.revision, by=operator, on=date(2026, 11, 22)
    )
    again = phone.send(visit.change(note="Lagi."))
    assert again.status_code == 422
    assert "diubah petugas lain" in again.json()["problems"][f"members.{head.pk}.birth_place"]
    head.refresh_from_db()
    assert head.birth_place == "DENPASAR"


# --- versions and days -----------------------------------------------------------------------------------------------


@pytest.fixture
def next_version(published, regions, dinsos) -> Instrument:
    """Version 2, in force since today; version 1 is in its days of grace."""
    manager = User.objects.create_user(
        "kadek-manajer", role=Role.DINSOS, region=regions["51.08"], duties=[Duty.MANAGER], full_name="Kadek Manajer"
    )
    return publish_stricter(published, author=dinsos, manager=manager, valid_from=timezone.localdate())


def test_after_the_days_of_grace_the_draft_is_kept(phone, visit, published, dinsos):
    """The version ended long ago: nothing is dropped, and the operator is told how to go on."""
    _retire(published, by=dinsos)
    answer = phone.send(visit)
    assert (answer.status_code, answer.json()["code"]) == (422, "grace")
    assert FieldDraft.objects.get(pk=visit.pk).content_sha256 == content_hash(visit.content)


def _retire(version: Instrument, *, by: User) -> None:
    Instrument.objects.filter(pk=version.pk).update(retired_at=timezone.now() - timedelta(days=60), retired_by=by)


def test_after_the_days_of_grace_it_goes_on_with_the_new_version(phone, visit, published, next_version, dinsos):
    """The answers came too late for the old version: a new revision that names the one in force is taken."""
    assert phone.send(visit).status_code == 201
    for data in visit.photos:
        phone.send_photo(data)
    _retire(published, by=dinsos)
    Assessment.objects.filter(pk=visit.pk).update(answers_received_at=None)
    late = phone.submit(visit)
    assert (late.status_code, late.json()["code"], [*late.json()["problems"]]) == (409, "grace", ["grace"])
    newer = visit.change()
    newer.instrument = next_version.pk
    assert phone.send(newer).status_code == 201
    assert phone.submit(newer).status_code == 201
    assert Assessment.objects.get(pk=visit.pk).instrument == next_version


def test_what_was_finished_before_the_closing_may_arrive_a_day_later(phone, visit, always_open):
    """The village had no signal on the last evening; the survey is taken and marked."""
    yesterday = timezone.localtime().replace(hour=0, minute=0) - timedelta(minutes=5)
    always_open.closes_on = yesterday.date()
    always_open.save()
    visit.finished_at = yesterday
    assert phone.send_all(visit).status_code == 201
    assert Assessment.objects.get(pk=visit.pk).is_late


def test_a_kecamatan_that_was_given_more_time_is_not_late(phone, visit, always_open, household):
    """The round closed yesterday evening, but not here."""
    yesterday = timezone.localtime().replace(hour=0, minute=0) - timedelta(minutes=5)
    always_open.closes_on = yesterday.date()
    always_open.save()
    more = {"closes_on": date(2099, 12, 31), "reason": "Jalan desa putus."}
    RoundDeadline.objects.create(round=always_open, district_id=household.district_code, **more)
    visit.finished_at = yesterday

    phone.send(visit)

    assessment = Assessment.objects.get(pk=visit.pk)
    assert (assessment.answers_received_at is None, assessment.is_late) == (False, False)


def test_after_the_closing_a_draft_is_kept_and_told_so(phone, visit, always_open):
    """It was finished today, the round closed days ago."""
    always_open.closes_on = timezone.localdate() - timedelta(days=3)
    always_open.save()
    answer = phone.send(visit)
    assert (answer.status_code, answer.json()["code"]) == (422, "closed")
    assert FieldDraft.objects.filter(pk=visit.pk).exists()


@pytest.fixture
def closed_since(always_open):
    """Close the round yesterday; what is here came the day before."""

    def close(visit: Visit) -> None:
        always_open.closes_on = timezone.localdate() - timedelta(days=1)
        always_open.save()
        Assessment.objects.filter(pk=visit.pk).update(answers_received_at=timezone.now() - timedelta(days=2))

    return close


def test_what_is_corrected_after_the_closing_is_taken_and_marked(phone, visit, closed_since):
    """It was complete in time; the supervisor sees that it says something else since."""
    phone.send(visit)
    closed_since(visit)
    later = visit.change(numbers={"floor_area_m2": 60, "monthly_income_rp": 900_000})

    assert phone.send_all(later).status_code == 201

    assert Assessment.objects.get(pk=visit.pk).is_late


def test_another_photo_or_note_after_the_closing_is_not_late(phone, visit, closed_since):
    phone.send(visit)
    closed_since(visit)

    assert phone.send_all(visit.change(note="Anjing galak")).status_code == 201

    assert not Assessment.objects.get(pk=visit.pk).is_late


def test_what_was_emptied_again_was_not_received(phone, visit, closed_since):
    """It waits for answers, not for photos; complete again after the closing, it comes too late."""
    phone.send(visit)
    closed_since(visit)
    emptied = visit.change(answers={})

    assert phone.send(emptied).json()["status"] == "draft"

    refilled = emptied.change(answers=visit.content["answers"])
    refilled.finished_at = timezone.now()
    answer = phone.send_all(refilled)
    assert (answer.status_code, answer.json()["code"]) == (409, "closed")


@pytest.fixture
def next_round(always_open):
    """Close the round the day before yesterday and open the next one yesterday."""

    def begin() -> None:
        today = timezone.localdate()
        Round.objects.filter(pk=always_open.pk).update(closes_on=today - timedelta(days=2))
        days = {"opens_on": today - timedelta(days=1), "closes_on": today + timedelta(days=30)}
        Round.objects.create(regency=always_open.regency, name="Pemutakhiran berikut", status=RoundStatus.OPEN, **days)

    return begin


def test_what_was_not_finished_in_a_round_is_no_work_of_the_next(phone, visit, next_round, household):
    """The family is surveyed anew; the old draft stays with the round it belongs to."""
    phone.send(visit.change(answers={}))

    next_round()

    work = phone.get("work").json()
    assert (work["assessments"], work["households"][0]["assessment"]) == ([], None)


def test_what_only_waits_for_photos_is_still_sent_in_the_next_round(phone, visit, next_round):
    phone.send(visit)

    next_round()

    assert [one["id"] for one in phone.get("work").json()["assessments"]] == [visit.pk]


def test_what_was_returned_at_the_end_of_a_round_is_mended_in_the_next(phone, visit, next_round, supervisor):
    phone.send_all(visit)
    held, at = Assessment.objects.get(pk=visit.pk), timezone.now()
    point = Point(kind="photo", key="front", reason="Kabur.")
    review.return_for_correction(held, revision=held.revision, points=[point], by=supervisor, at=at)

    next_round()

    assert [one["status"] for one in phone.get("work").json()["assessments"]] == ["returned"]
    Assessment.objects.filter(pk=visit.pk).update(returned_at=timezone.now() - timedelta(days=4))
    assert phone.get("work").json()["assessments"] == []


def test_the_day_of_the_answers_counts_not_that_of_the_last_photo(phone, visit, always_open):
    """The answers came in time; the photos may follow after the closing."""
    phone.send(visit)
    always_open.closes_on = timezone.localdate() - timedelta(days=1)
    always_open.save()
    Assessment.objects.filter(pk=visit.pk).update(answers_received_at=timezone.now() - timedelta(days=2))
    for data in visit.photos:
        phone.send_photo(data)
    assert phone.submit(visit).status_code == 201


@pytest.mark.parametrize("days", [-3650, -1, 1, 3650])
def test_a_wrong_clock_changes_no_order_and_no_deadline(phone, visit, days):
    """Ten years off: the server's time decides, the difference is noted."""
    wrong = timedelta(days=days)
    visit.started_at += wrong
    visit.finished_at += wrong
    answer = phone.send(visit, device_at=(timezone.now() + wrong).isoformat())
    assert answer.status_code == 201
    assessment = Assessment.objects.get(pk=visit.pk)
    assert abs(assessment.finished_at - timezone.now()) < timedelta(minutes=5)
    assert abs(FieldDraft.objects.get(pk=visit.pk).clock_skew_s + wrong.total_seconds()) < 60


def test_the_pages_say_what_waits_and_what_was_noted(phone, visit, operator, supervisor, enter):
    """The village's list counts the photos; the supervisor sees note, gallery and lateness."""
    from_gallery = {**visit.content["manifest"][0], "source": "gallery", "reason": "HP mati saat kunjungan"}
    manifest = [from_gallery, *visit.content["manifest"][1:]]
    visit.content = {**visit.content, "manifest": manifest, "note": "Rumah di ujung gang."}
    phone.send(visit)
    for data in visit.photos[:5]:
        phone.send_photo(data)
    village = enter(operator)
    assert "Menunggu foto 5/7" in village.get("/pendataan/").text
    assert "Menunggu foto 5/7" in village.get(f"/pendataan/{visit.pk}/").text
    phone.send_all(visit)
    Assessment.objects.filter(pk=visit.pk).update(is_late=True)
    page = enter(supervisor).get(reverse("assessment:review_detail", args=[visit.pk])).text
    for words in ("Rumah di ujung gang.", "HP mati saat kunjungan", "Terlambat sinkron"):
        assert words in page


def test_a_worker_looks_into_photos_and_marks_a_broken_one(phone, visit, supervisor, enter):
    """Received at once, decoded afterwards: thumbnails come, and what does not decode is said."""
    phone.send_all(visit)
    shown = enter(supervisor)
    photo = Photo.objects.filter(assessment=visit.pk).first()
    thumbnail = reverse("assessment:photo_thumbnail", args=[photo.pk])
    assert shown.get(thumbnail).getvalue().startswith(MAGIC)
    spoilt = Photo.objects.filter(assessment=visit.pk).last()
    storages["photos"].save(spoilt.path, ContentFile(b"\xff\xd8\xff nothing"))
    assert uploads.examine_some() == 7
    photo.refresh_from_db()
    spoilt.refresh_from_db()
    assert (photo.is_examined, photo.is_broken, len(photo.dhash)) == (True, False, 16)
    assert (spoilt.is_examined, spoilt.is_broken) == (True, True)
    assert uploads.examine_some() == 0
    assert shown.get(thumbnail).getvalue().startswith(MAGIC)


def test_photos_of_drafts_that_never_came_stay_a_month(phone, visit):
    """Then they are forgotten; those of a survey never are."""
    phone.send_all(visit)
    phone.send_photo(jpeg(70))
    assert uploads.forget_orphans(at=timezone.now() + timedelta(days=29)) == 0
    assert uploads.forget_orphans(at=timezone.now() + timedelta(days=31)) == 1
    assert PhotoUpload.objects.count() == 7


def test_what_was_begun_before_a_move_goes_to_the_old_village(phone, operator, visit, regions, village, dinsos):
    """The operator was moved yesterday with surveys still on the phone: they arrive where they were made (F13)."""
    visit.started_at = timezone.now() - timedelta(days=3)
    _move(operator, regions["51.08.01.2002"], by=dinsos)
    moved = Phone(User.objects.get(pk=operator.pk))
    assert moved.send_all(visit).status_code == 201
    assert Assessment.objects.get(pk=visit.pk).village == village
    assert moved.get("work").json()["households"] == []


def test_a_new_family_of_before_the_move_is_registered_in_the_old_village(
    phone, operator, always_open, published, regions, village, dinsos
):
    """The phone names no village: the day on which the visit began does."""
    visit = new_family(published)
    visit.started_at = timezone.now() - timedelta(days=3)
    _move(operator, regions["51.08.01.2002"], by=dinsos)
    assert Phone(User.objects.get(pk=operator.pk)).send(visit).status_code == 201
    assert Household.objects.get().village == village


def test_what_was_begun_after_a_move_is_not_for_the_old_village(phone, operator, visit, regions, dinsos):
    """The old village is another one's now; the draft is kept and told so."""
    _move(operator, regions["51.08.01.2002"], by=dinsos, days_ago=2)
    answer = Phone(User.objects.get(pk=operator.pk)).send(visit)
    assert (answer.status_code, answer.json()["code"]) == (422, "problems")
    assert FieldDraft.objects.filter(pk=visit.pk, assessment=None).exists()


def _move(operator: User, to, *, by: User, days_ago: int = 1) -> None:
    post = accounts.Post(role=Role.OPERATOR, region=to)
    today = timezone.localdate()
    manager = User.objects.create_user("made-admin", role=Role.ADMIN, full_name="Made Admin")
    day = today - timedelta(days=days_ago)
    accounts.move(operator, post, on=day, today=today, reason="Mutasi", by=manager, at=timezone.now())
