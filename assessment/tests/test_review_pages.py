"""Pages of the review: everything for one decision on what was seen, and reasons that arrive."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment import capture, review
from assessment.models import Assessment, Review
from assessment.states import AssessmentStatus
from assessment.tests.conftest import NOW, TODAY, picture
from puskesos.models import PersonalDataRead, User
from puskesos.roles import Role

pytestmark = pytest.mark.usefixtures("always_open")

QUEUE = "/tinjauan/"


@pytest.fixture
def desk(enter, supervisor):
    """The supervisor's browser."""
    return enter(supervisor)


@pytest.fixture
def facilitator(village) -> User:
    return User.objects.create_user("gede", role=Role.FACILITATOR, region=village, full_name="Gede Arta")


def address(name: str, assessment: Assessment) -> str:
    return reverse(f"assessment:{name}", args=[assessment.pk])


def columns(assessment: Assessment) -> dict:
    return Assessment.objects.values().get(pk=assessment.pk)


# --- the page --------------------------------------------------------------------------------------------------------


def test_everything_for_one_decision_is_on_one_page(desk, submitted):
    page = desk.get(address("review_detail", submitted))

    expected = ("WAYAN SUKARTA", "LUH SARI", "Ayu Lestari", "-8,150000", "114,650000", "Kelas: Sangat miskin", "1500")
    assert [
        part for part in expected if part not in page.text.replace("-8.15", "-8,15").replace("114.65", "114,65")
    ] == []
    assert page.text.count("/kecil/") == 7
    assert len(page.context["rows"]) == 15
    assert f'name="revision" value="{submitted.revision}"' in page.text
    assert "Yang berubah" not in page.text


def test_reading_the_page_is_on_record(desk, submitted, supervisor):
    desk.get(address("review_detail", submitted))

    read = PersonalDataRead.objects.get()
    assert (read.target_type, read.target_id, read.by) == ("assessment", str(submitted.pk), supervisor)


def test_no_way_shows_the_page_without_a_record(desk, submitted):
    assert desk.get(address("assessment_return", submitted)).url == address("review_detail", submitted)
    assert not PersonalDataRead.objects.exists()


def test_a_draft_is_not_there_for_supervisor_and_dinsos(enter, draft, supervisor, dinsos):
    for person in (supervisor, dinsos):
        browser = enter(person)
        assert browser.get(address("review_detail", draft)).status_code == 404
        assert browser.get(address("assessment_tasks", draft)).status_code == 404
        assert "WAYAN SUKARTA" not in browser.get(reverse("assessment:assessment_list")).text
    desk = enter(supervisor)
    assert desk.post(address("assessment_approve", draft), {"revision": "1"}).status_code == 404
    assert desk.post(address("assessment_return", draft), {"revision": "1", "reason-identity": "x"}).status_code == 404
    assert columns(draft)["status"] == AssessmentStatus.DRAFT


def test_score_and_class_are_for_supervisor_and_dinsos_only(
    enter, submitted, supervisor, dinsos, operator, facilitator
):
    Assessment.objects.filter(pk=submitted.pk).update(score=1777)
    pages = [
        address("assessment_tasks", submitted),
        address("assessment_receipt", submitted),
        reverse("assessment:assessment_list"),
        reverse("household_detail", args=[submitted.household_id]),
        reverse("home"),
    ]

    for person in (operator, facilitator):
        browser = enter(person)
        assert browser.get(address("review_detail", submitted)).status_code == 403
        for page in pages:
            text = browser.get(page).text
            assert [word for word in ("1777", "Sangat miskin", "Skor") if word in text] == [], (person, page)
    for person in (supervisor, dinsos):
        text = enter(person).get(address("review_detail", submitted)).text
        assert [word for word in ("1777", "Sangat miskin", "Skor") if word not in text] == []


def test_dinsos_reads_and_does_not_decide(enter, submitted, dinsos):
    office = enter(dinsos)

    assert "Putusan" not in office.get(address("review_detail", submitted)).text
    assert office.post(address("assessment_approve", submitted), {"revision": submitted.revision}).status_code == 403
    assert columns(submitted)["status"] == AssessmentStatus.SUBMITTED


# --- decisions -------------------------------------------------------------------------------------------------------


def test_approving_leads_to_the_next_oldest(desk, submitted, wait, supervisor):
    following = wait("BERIKUT", minutes=10)

    answer = desk.post(address("assessment_approve", submitted), {"revision": submitted.revision})

    row = columns(submitted)
    assert answer.url == address("review_detail", following)
    assert "Keluarga WAYAN SUKARTA siap masuk batch." in desk.get(answer.url).text
    assert (row["status"], row["approved_by_id"]) == (AssessmentStatus.APPROVED, supervisor.pk)


def test_after_the_last_one_the_queue_comes(desk, submitted):
    answer = desk.post(address("assessment_approve", submitted), {"revision": submitted.revision})

    assert answer.url == QUEUE


@pytest.mark.parametrize(("name", "status"), [("assessment_approve", 409), ("assessment_return", 422)])
def test_a_decision_on_no_revision_changes_nothing(desk, wait, name, status):
    waiting = wait("DI SINI")
    before = columns(waiting)
    reason = {"reason-question-roof": "Atap di foto tampak baik"}
    revisions = [{}, *({"revision": text} for text in ("", "abc", "-2", "2.5", "9" * 400, "\x00"))]

    answers = [desk.post(address(name, waiting), reason | revision) for revision in revisions]

    assert [answer.status_code for answer in answers] == [status] * len(revisions)
    assert all("Muat ulang" in answer.text or "Ada yang perlu diperbaiki" in answer.text for answer in answers)
    assert columns(waiting) == before
    assert not Review.objects.exists()


@pytest.mark.parametrize("name", ["assessment_approve", "assessment_return"])
@pytest.mark.parametrize("revision", ["1", "3"])
def test_a_decision_on_something_else_than_what_was_seen_is_refused(desk, wait, name, revision):
    waiting = wait("DI SINI")
    before = columns(waiting)

    answer = desk.post(address(name, waiting), {"revision": revision, "reason-identity": "Periksa KK"})

    assert answer.status_code == 409
    assert "Muat ulang sebelum memutuskan." in answer.text
    assert columns(waiting) == before
    assert not Review.objects.exists()


def test_a_second_decision_is_told_that_somebody_was_faster(enter, submitted, supervisor, regions):
    colleague = User.objects.create_user("nyoman", role=Role.SUPERVISOR, region=regions["51.08.01"], full_name="Nyoman")
    data = {"revision": submitted.revision}
    enter(colleague).post(address("assessment_approve", submitted), data)
    before = columns(submitted)

    for name in ("assessment_approve", "assessment_return"):
        answer = enter(supervisor).post(address(name, submitted), data | {"reason-identity": "Periksa KK"})
        assert answer.status_code == 409
        assert "baru saja diubah atau diputuskan orang lain" in answer.text
    assert columns(submitted) == before


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"reason-question-roof": "   "},
        {"reason-question-unknown": "Atap"},
        {"reason-question-roof": "a" * 301},
        {"reason-question-roof": "a\x00"},
        {"reason-identity": "Periksa KK", "note": "n" * 1_001},
    ],
    ids=lambda typed: str(typed)[:30],
)
def test_returning_without_a_usable_reason_keeps_what_was_typed(desk, wait, typed):
    submitted = wait("DI SINI")
    before = columns(submitted)
    data = {"revision": submitted.revision, "note": "Sudah saya telepon"} | typed

    answer = desk.post(address("assessment_return", submitted), data)

    assert answer.status_code == 422
    assert "Ada yang perlu diperbaiki" in answer.text
    assert data["note"] in answer.text
    assert f'name="revision" value="{submitted.revision}"' in answer.text
    assert columns(submitted) == before
    assert not Review.objects.exists()


def test_reasons_go_to_the_operator_and_the_mended_survey_comes_back(enter, submitted, supervisor, operator):
    desk, phone = enter(supervisor), enter(operator)
    data = {
        "revision": submitted.revision,
        "reason-question-roof": "Atap di foto <b>tampak baik</b>",
        "reason-photo-kitchen": "Foto dapur gelap",
        "note": "Terima kasih",
    }
    desk.post(address("assessment_return", submitted), data)
    tasks = phone.get(address("assessment_tasks", submitted)).text
    assert "Atap di foto &lt;b&gt;tampak baik&lt;/b&gt;" in tasks
    assert "Terima kasih" in tasks
    assert "Foto dapur gelap" in phone.get(address("assessment_photos", submitted)).text
    assert desk.get(QUEUE).context["page"].rows == []

    phone.post(reverse("assessment:assessment_questions", args=[submitted.pk, 3]), {"roof": "good"})
    phone.post(reverse("assessment:photo_add", args=[submitted.pk, "kitchen"]), {"photo": picture(20)})
    sent = phone.post(address("assessment_send", submitted), {"revision": columns(submitted)["revision"]})

    page = desk.get(address("review_detail", submitted))
    assert sent.url == address("assessment_receipt", submitted)
    assert [row.pk for row in desk.get(QUEUE, {"again": "1"}).context["page"].rows] == [submitted.pk]
    assert "Yang berubah sejak dikembalikan" in page.text
    assert [change.what for change in page.context["changes"]] == [
        "8. Bagaimana atap rumah yang terluas?",
        "Foto: Dapur",
    ]
    assert "Foto dapur gelap" in page.text
    assert "Yang harus diperbaiki" not in phone.get(address("assessment_tasks", submitted)).text


def test_while_the_operator_mends_the_supervisor_sees_what_was_sent(desk, submitted, supervisor):
    points = [review.Point("question", "roof", "Atap tampak baik")]
    review.return_for_correction(submitted, revision=submitted.revision, by=supervisor, at=NOW, points=points)
    sent = desk.get(address("review_detail", submitted))
    Assessment.objects.filter(pk=submitted.pk).update(answers={}, latitude=None, longitude=None)

    page = desk.get(address("review_detail", submitted))

    assert page.status_code == 200
    assert [row["value"] for row in page.context["rows"]] == [row["value"] for row in sent.context["rows"]]
    assert "" not in [row["value"] for row in page.context["rows"]]
    assert page.context["result"] == sent.context["result"]
    assert "placement" in page.context
    assert "Putusan" not in page.text


def test_reasons_typed_on_a_page_that_went_stale_are_kept(desk, submitted, supervisor):
    data = {"revision": submitted.revision, "reason-question-roof": "Atap tampak baik", "note": "Sudah saya telepon"}
    Assessment.objects.filter(pk=submitted.pk).update(revision=submitted.revision + 1)

    answer = desk.post(address("assessment_return", submitted), data)

    assert answer.status_code == 409
    assert "Muat ulang" in answer.text
    assert 'value="Atap tampak baik"' in answer.text
    assert "Sudah saya telepon" in answer.text
    assert f'name="revision" value="{submitted.revision + 1}"' in answer.text


def test_reasons_typed_when_another_person_has_decided_are_still_shown(desk, submitted, supervisor):
    data = {"revision": submitted.revision, "reason-question-roof": "Atap tampak baik"}
    review.approve(submitted, revision=submitted.revision, by=supervisor, at=NOW)

    answer = desk.post(address("assessment_return", submitted), data)

    assert answer.status_code == 409
    assert "Alasan yang Anda tulis" in answer.text
    assert "Atap tampak baik" in answer.text


def test_nobody_approves_what_they_sent(desk, complete, supervisor):
    supervisor.role = Role.OPERATOR  # until yesterday, so to speak
    sent = capture.submit(complete, revision=complete.revision, by=supervisor, at=NOW, on=TODAY)

    answer = desk.post(address("assessment_approve", sent), {"revision": sent.revision})

    assert answer.status_code == 409
    assert "Orang lain yang harus menyetujui." in answer.text
    assert columns(sent)["status"] == AssessmentStatus.SUBMITTED


# --- cost ------------------------------------------------------------------------------------------------------------


def queries_of(browser, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


def test_more_photos_reviews_and_members_ask_no_more_of_the_database(enter, submitted, supervisor, operator):
    desk, url = enter(supervisor), address("review_detail", submitted)
    point = review.Point("identity", "", "Periksa KK")

    def send_again(shade: int) -> None:
        revision = columns(submitted)["revision"]
        review.return_for_correction(submitted, revision=revision, by=supervisor, at=NOW, points=[point])
        capture.add_photo(submitted, slot="other", upload=picture(shade), by=operator, at=NOW)
        capture.submit(submitted, revision=revision + 1, by=operator, at=NOW, on=TODAY)

    send_again(20)
    one = queries_of(desk, url)
    send_again(21)
    send_again(22)

    assert queries_of(desk, url) == one
