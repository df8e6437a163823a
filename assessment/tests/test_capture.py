"""The operator's visit: every step is saved, nothing incomplete is sent, nothing sent is changed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from assessment import capture, checklist, instrument, review
from assessment.models import Assessment, Photo, Submission
from assessment.states import TRANSITIONS, AssessmentStatus
from assessment.tests.conftest import NOW, TODAY, fill, picture
from puskesos import rounds
from puskesos.errors import Refused
from puskesos.models import Activity
from puskesos.receipt_numbers import check_sign

DAY = timedelta(days=1)


def reload(assessment):
    return Assessment.objects.get(pk=assessment.pk)


def test_starting_twice_goes_on_with_the_same_assessment(draft, household, open_round, operator):
    again = capture.start(household, round=open_round, by=operator, at=NOW, on=TODAY)

    assert again.pk == draft.pk
    assert Activity.objects.filter(verb="assessment.start").count() == 1


@pytest.mark.parametrize("day", [date(2026, 10, 31), date(2026, 12, 1)])
def test_outside_the_round_nothing_starts(household, open_round, operator, published, day):
    with pytest.raises(Refused):
        capture.start(household, round=open_round, by=operator, at=NOW, on=day)

    assert not Assessment.objects.exists()


def test_a_district_with_its_own_closing_date_closes_earlier(household, open_round, operator, published, regions):
    open_round.deadlines.create(district=regions["51.08.01"], closes_on=date(2026, 11, 5))

    with pytest.raises(Refused, match="sudah ditutup"):
        capture.start(household, round=open_round, by=operator, at=NOW, on=TODAY)


def test_two_tabs_do_not_undo_each_other(draft, operator):
    capture.save_answers(draft, by=operator, answers={"roof": "poor"})
    capture.save_answers(draft, by=operator, answers={"walls": "good"}, numbers={"floor_area_m2": 36})

    assert reload(draft).answers == {"roof": "poor", "walls": "good"}
    assert reload(draft).numbers == {"floor_area_m2": 36}


def test_an_empty_draft_lists_everything_that_is_missing(draft):
    missing = checklist.missing_items(draft)

    assert [item.task for item in missing].count("questions") == 15
    assert [item.task for item in missing].count("photos") == 7
    assert {item.task for item in missing} == {"identity", "position", "questions", "photos"}


def test_sending_an_incomplete_draft_is_refused_with_the_full_list(draft, operator):
    fill(draft, operator)

    with pytest.raises(Refused) as refusal:
        capture.submit(draft, revision=1, by=operator, at=NOW, on=TODAY)

    assert len(refusal.value.reasons) == 9
    assert reload(draft).status == AssessmentStatus.DRAFT
    assert not Submission.objects.exists()


def test_sending_stores_score_class_criteria_and_receipt(complete, operator):
    sent = capture.submit(complete, revision=complete.revision, by=operator, at=NOW, on=TODAY)

    assert (sent.status, sent.score, sent.band) == (AssessmentStatus.SUBMITTED, 1500, "very_poor")
    assert sent.criteria == {"146": 11, "262": 8, "bps": 13}
    assert sent.answers["crowding"] == "under8"
    assert sent.numbers["member_count"] == 2
    assert check_sign(sent.receipt_number.replace("-", "")[:11]) == sent.receipt_number[-1]
    assert sent.submissions.get().photos.keys() == {"front", "walls", "floor", "roof", "kitchen", "toilet", "water"}


def test_sending_the_same_revision_twice_is_refused(submitted, operator):
    with pytest.raises(Refused, match="sudah dikirim"):
        capture.submit(submitted, revision=submitted.revision - 1, by=operator, at=NOW, on=TODAY)

    assert Submission.objects.count() == 1


def test_sending_from_a_stale_page_is_refused(complete, operator):
    with pytest.raises(Refused, match="Muat ulang"):
        capture.submit(complete, revision=complete.revision + 1, by=operator, at=NOW, on=TODAY)

    assert reload(complete).status == AssessmentStatus.DRAFT


def test_after_closing_a_finished_draft_is_not_taken(complete, operator):
    with pytest.raises(Refused, match="sudah ditutup"):
        capture.submit(complete, revision=complete.revision, by=operator, at=NOW, on=date(2026, 12, 1))


@pytest.mark.parametrize(
    "change",
    [
        lambda a, by: capture.save_answers(a, by=by, answers={"roof": "good"}),
        lambda a, by: capture.confirm_identity(a, by=by, at=NOW),
        lambda a, by: capture.add_photo(a, slot="roof", upload=picture(99), by=by, at=NOW),
        lambda a, by: capture.remove_photo(a.photos.first(), by=by, at=NOW),
        lambda a, by: capture.save_position(
            a, by=by, latitude=Decimal(-8), longitude=Decimal(115), accuracy_m=5, located_at=NOW
        ),
    ],
)
def test_what_was_sent_is_not_changed(submitted, operator, change):
    before = reload(submitted)

    with pytest.raises(Refused, match="sudah dikirim"):
        change(submitted, operator)

    after = reload(submitted)
    assert (after.answers, after.latitude, after.identity_confirmed_at) == (
        before.answers, before.latitude, before.identity_confirmed_at,
    )  # fmt: skip
    assert after.photos.filter(removed_at=None).count() == 7


@pytest.mark.parametrize(
    ("accuracy", "reason", "taken"),
    [(8, "", True), (50, "", True), (51, "", False), (None, "", False), (None, "Sinyal GPS mati", True)],
)
def test_a_typed_or_inaccurate_point_needs_a_reason(draft, operator, accuracy, reason, taken):
    def save():
        capture.save_position(
            draft, by=operator, latitude=Decimal(-8), longitude=Decimal(115), accuracy_m=accuracy, located_at=NOW,
            reason=reason,
        )  # fmt: skip

    if taken:
        save()
    else:
        with pytest.raises(Refused):
            save()
    assert reload(draft).is_located is taken


def test_a_family_without_a_home_needs_one_photo_and_no_house_questions(draft, operator):
    fill(draft, operator)
    capture.save_answers(draft, by=operator, overrides=["homeless"])
    capture.confirm_identity(draft, by=operator, at=NOW)
    capture.save_position(
        draft, by=operator, latitude=Decimal(-8), longitude=Decimal(115), accuracy_m=5, located_at=NOW
    )
    capture.add_photo(draft, slot="other", upload=picture(1), by=operator, at=NOW)

    sent = capture.submit(draft, revision=1, by=operator, at=NOW, on=TODAY)

    assert (sent.score, sent.band) == (None, "very_poor")
    assert "walls" not in sent.answers


def test_a_new_photo_replaces_the_one_before_it_and_both_stay_on_record(draft, operator):
    first = capture.add_photo(draft, slot="roof", upload=picture(1), by=operator, at=NOW)
    second = capture.add_photo(draft, slot="roof", upload=picture(2), by=operator, at=NOW + timedelta(minutes=1))

    assert list(draft.photos.filter(removed_at=None)) == [second]
    assert Photo.objects.get(pk=first.pk).removed_at == NOW + timedelta(minutes=1)


def test_the_same_photo_again_is_the_same_photo(draft, operator):
    first = capture.add_photo(draft, slot="roof", upload=picture(1), by=operator, at=NOW)

    assert capture.add_photo(draft, slot="roof", upload=picture(1), by=operator, at=NOW) == first


def test_one_photo_cannot_stand_for_two_slots(draft, operator):
    capture.add_photo(draft, slot="roof", upload=picture(1), by=operator, at=NOW)

    with pytest.raises(Refused, match="sudah dipakai"):
        capture.add_photo(draft, slot="walls", upload=picture(1), by=operator, at=NOW)


def test_a_sixteenth_photo_is_refused(draft, operator):
    for number in range(15):
        capture.add_photo(draft, slot="other", upload=picture(number), by=operator, at=NOW)

    with pytest.raises(Refused, match="15 foto"):
        capture.add_photo(draft, slot="other", upload=picture(20), by=operator, at=NOW)


def test_a_slot_that_the_instrument_does_not_have_is_refused(draft, operator):
    with pytest.raises(Refused):
        capture.add_photo(draft, slot="garage", upload=picture(1), by=operator, at=NOW)


@pytest.mark.parametrize("verb", list(TRANSITIONS))
@pytest.mark.parametrize("status", list(AssessmentStatus))
def test_a_transition_moves_only_from_the_states_of_the_table(submitted, supervisor, verb, status):
    signed = {"approved_at": NOW, "approved_by": supervisor} if status == "approved" else {}
    Assessment.objects.filter(pk=submitted.pk).update(status=status, **signed)
    columns = {"approved_at": NOW, "approved_by": supervisor} if verb == "approve" else {}

    moved = Assessment.objects.move(verb, pk=submitted.pk, revision=submitted.revision, **columns)

    sources, target = TRANSITIONS[verb]
    assert moved is (status in sources)
    assert reload(submitted).status == (target if moved else status)


def test_a_submission_cannot_be_rewritten(submitted):
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Submission.objects.filter(assessment=submitted).update(revision=9)


def test_an_assessment_without_receipt_or_class_is_no_submission(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=draft.pk).update(status=AssessmentStatus.SUBMITTED)


def test_questions_stand_in_five_pages_of_three(published):
    definition = instrument.definition(published.pk)

    assert [len(page) for page in checklist.pages(definition)] == [3, 3, 3, 3, 3]
    assert checklist.page_of(definition, "food") == 5


# --- the end of a round ----------------------------------------------------------------------------------------------


def test_after_the_closing_nothing_new_is_received(complete, operator, open_round):
    with pytest.raises(Refused, match="sudah ditutup"):
        capture.submit(complete, revision=complete.revision, by=operator, at=NOW, on=open_round.closes_on + DAY)

    assert reload(complete).status == AssessmentStatus.DRAFT


def test_closing_by_hand_refuses_at_once_and_what_was_received_is_still_approved(
    submitted, begin, operator, dinsos, supervisor, open_round
):
    rounds.close_round(open_round, by=dinsos, at=NOW)

    review.approve(submitted, revision=submitted.revision, by=supervisor, at=NOW)

    assert reload(submitted).status == AssessmentStatus.APPROVED
    with pytest.raises(Refused, match="sudah ditutup"):
        begin("NI LUH TERLAMBAT")


@pytest.mark.parametrize(("days", "taken"), [(3, True), (4, False)])
def test_what_was_received_in_time_may_be_mended_for_three_days(submitted, operator, supervisor, dinsos, days, taken):
    points = [review.Point("question", "roof", "Atap tidak tampak")]
    review.return_for_correction(submitted, revision=submitted.revision, by=supervisor, at=NOW, points=points)
    rounds.close_round(submitted.round, by=dinsos, at=NOW)
    mended = reload(submitted)

    if taken:
        capture.submit(mended, revision=mended.revision, by=operator, at=NOW + days * DAY, on=TODAY + days * DAY)
    else:
        with pytest.raises(Refused, match="sudah ditutup"):
            capture.submit(mended, revision=mended.revision, by=operator, at=NOW + days * DAY, on=TODAY + days * DAY)

    assert (reload(submitted).status == AssessmentStatus.SUBMITTED) == taken
