"""Pages of the survey, clicked through without JavaScript: the way to a receipt, and what stands in the way."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment import capture, checklist, instrument, review
from assessment.models import Assessment, Submission
from assessment.states import AssessmentStatus
from assessment.tests.conftest import NOW, fill, picture
from puskesos.models import Round

pytestmark = pytest.mark.usefixtures("always_open")

POSITION = {"latitude": "-8,112345", "longitude": "115.087654", "accuracy_m": "12"}
TYPED = {"floor_area_m2": "36,5", "monthly_income_rp": "Rp 1.500.000,-"}
# Pages on which something is changed, with what their address needs besides the assessment.
EDIT_PAGES = {
    "assessment_identity": [],
    "assessment_position": [],
    "assessment_questions": [1],
    "assessment_photos": [],
    "assessment_send": [],
}


@pytest.fixture
def phone(enter, operator):
    """The operator's browser."""
    return enter(operator)


def address(name: str, assessment: Assessment, *more) -> str:
    return reverse(f"assessment:{name}", args=[assessment.pk, *more])


def stored(assessment: Assessment) -> Assessment:
    return Assessment.objects.get(pk=assessment.pk)


# --- the way to a receipt --------------------------------------------------------------------------------------------


def test_a_survey_goes_from_the_task_list_to_a_receipt(phone, household, published):
    begun = phone.post(reverse("assessment:assessment_start", args=[household.pk]))
    survey = Assessment.objects.get()
    definition = instrument.definition(survey.instrument_id)
    assert begun.url == address("assessment_tasks", survey)
    assert "Masih kurang (24)" in phone.get(begun.url).text

    assert "WAYAN SUKARTA" in phone.get(address("assessment_identity", survey)).text
    assert phone.post(address("assessment_identity", survey)).url == begun.url
    taken_at = timezone.now().isoformat()
    assert phone.post(address("assessment_position", survey), {**POSITION, "taken_at": taken_at}).url == begun.url
    for number, questions in enumerate(checklist.pages(definition), 1):
        here = address("assessment_questions", survey, number)
        assert phone.get(here).status_code == 200
        chosen = {q.code: q.choices[0].code for q in questions if not q.is_computed}
        onward = address("assessment_questions", survey, number + 1) if number < 5 else begun.url
        assert phone.post(here, chosen | (TYPED if number == 4 else {})).url == onward
    for shade, slot in enumerate(definition.slots[:7]):
        answer = phone.post(address("photo_add", survey, slot.code), {"photo": picture(shade)})
        assert answer.url == address("assessment_photos", survey) + f"#foto-{slot.code}"
    assert "Siap dikirim" in phone.get(begun.url).text

    page = phone.get(address("assessment_send", survey)).text
    sent = phone.post(address("assessment_send", survey), {"revision": re.search(r'"revision" value="(\d+)"', page)[1]})
    receipt = phone.get(sent.url)

    survey.refresh_from_db()
    assert (survey.status, survey.submitted_by_id) == (AssessmentStatus.SUBMITTED, survey.surveyor_id)
    assert survey.numbers == {"floor_area_m2": 36.5, "monthly_income_rp": 1_500_000, "member_count": 2}
    assert sent.url == address("assessment_receipt", survey)
    assert all(part in receipt.text for part in (survey.receipt_number, "7/7", "<svg", "Menunggu tinjauan"))
    assert Submission.objects.count() == 1


def test_starting_again_opens_the_same_survey(phone, draft):
    answer = phone.post(reverse("assessment:assessment_start", args=[draft.household_id]))

    assert answer.url == address("assessment_tasks", draft)


def test_without_an_open_round_nothing_starts(phone, household, always_open):
    always_open.delete()

    answer = phone.post(reverse("assessment:assessment_start", args=[household.pk]))

    assert answer.status_code == 409
    assert "Tidak ada periode pemutakhiran yang dibuka" in answer.text
    assert not Assessment.objects.exists()


def test_saving_a_draft_leads_back_to_the_tasks(phone, draft):
    answer = phone.post(address("assessment_questions", draft, 1), {"spending": "food", "stop": "1"})

    assert answer.url == address("assessment_tasks", draft)
    assert stored(draft).answers == {"spending": "food"}


def test_what_was_answered_is_marked_when_the_page_comes_again(phone, draft, operator):
    fill(draft, operator, position=1)

    page = phone.get(address("assessment_questions", draft, 4)).text

    assert re.search(r'value="protected"[^>]*checked', page)
    assert 'value="20"' in page
    assert 'value="1400000"' in page


def test_a_typed_position_comes_again_as_it_was_typed(phone, draft):
    phone.post(address("assessment_position", draft), {**POSITION, "accuracy_m": "", "reason": "HP tanpa GPS"})

    page = phone.get(address("assessment_position", draft)).text

    assert 'value="-8.112345"' in page
    assert 'value="HP tanpa GPS"' in page


def test_a_family_without_a_home_is_sent_with_one_photo(phone, draft):
    definition = instrument.definition(draft.instrument_id)
    for number, questions in enumerate(checklist.pages(definition), 1):
        chosen = {q.code: q.choices[0].code for q in questions if not q.is_computed}
        extra = {"overrides": ["homeless"]} if number == 1 else {"monthly_income_rp": "0"} if number == 4 else {}
        phone.post(address("assessment_questions", draft, number), chosen | extra)
    phone.post(address("assessment_identity", draft))
    phone.post(address("assessment_position", draft), POSITION)
    phone.post(address("photo_add", draft, "other"), {"photo": picture(1)})

    sent = phone.post(address("assessment_send", draft), {"revision": "1"})

    assert "1/1" in phone.get(sent.url).text
    assert stored(draft).band == "very_poor"


# --- what is still to be done ----------------------------------------------------------------------------------------


def test_an_incomplete_survey_is_not_sent_and_every_gap_is_a_link(phone, draft, operator):
    fill(draft, operator)

    answer = phone.post(address("assessment_send", draft), {"revision": "1"})

    assert answer.status_code == 409
    assert len(answer.context["problems"]) == 9
    assert all(f'href="{problem["url"]}"' in answer.text for problem in answer.context["problems"])
    assert stored(draft).status == AssessmentStatus.DRAFT


def test_what_is_wrong_is_said_and_the_rest_of_the_page_is_kept(phone, draft):
    typed = {"floor_area_m2": "besar", "water": "piped", "monthly_income_rp": "1,5 juta"}

    answer = phone.post(address("assessment_questions", draft, 4), typed)

    assert answer.status_code == 422
    assert "Ada yang perlu diperbaiki" in answer.text
    assert 'href="#id_floor_area_m2"' in answer.text
    assert 'href="#id_monthly_income_rp"' in answer.text
    assert 'value="besar"' in answer.text
    assert 'value="1,5 juta"' in answer.text
    assert (stored(draft).answers, stored(draft).numbers) == ({"water": "piped"}, {})


@pytest.mark.parametrize("page", [0, 6, 999_999_999_999_999_999_999])
def test_there_are_five_pages_of_questions(phone, draft, page):
    url = address("assessment_questions", draft, page)

    assert (phone.get(url).status_code, phone.post(url, {"roof": "good"}).status_code) == (404, 404)
    assert stored(draft).answers == {}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"accuracy_m": ""}, "Tulis alasan titik lokasi diketik."),
        ({"accuracy_m": "83.4567"}, "Ketelitian 83 m. Tulis alasan jika titik ini tetap dipakai."),
    ],
)
def test_a_doubtful_point_needs_a_reason(phone, draft, typed, sentence):
    answer = phone.post(address("assessment_position", draft), {**POSITION, **typed})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert stored(draft).latitude is None


# --- after sending ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [AssessmentStatus.SUBMITTED, AssessmentStatus.APPROVED])
def test_what_was_sent_is_only_looked_at(phone, submitted, supervisor, status):
    if status == AssessmentStatus.APPROVED:
        review.approve(submitted, revision=submitted.revision, by=supervisor, at=NOW)
    before = Assessment.objects.values().get(pk=submitted.pk)

    for name, more in EDIT_PAGES.items():
        for method in ("get", "post") if name != "assessment_photos" else ("get",):
            answer = getattr(phone, method)(address(name, submitted, *more))
            assert answer.status_code == 409, (name, method)
            assert "sudah dikirim dan tidak dapat diubah lagi" in answer.text

    page = phone.get(address("assessment_tasks", submitted))
    assert page.status_code == 200
    assert "Lihat tanda terima" in page.text
    assert Assessment.objects.values().get(pk=submitted.pk) == before


def test_before_sending_there_is_no_receipt(phone, draft):
    assert phone.get(address("assessment_receipt", draft)).status_code == 404


def test_a_returned_survey_says_what_to_mend_where_it_is_mended(phone, submitted, supervisor):
    reasons = {
        ("question", "roof"): "Atap di foto tampak baik",
        ("photo", "kitchen"): "Foto dapur gelap",
        ("position", ""): "Titik jatuh di sawah",
        ("identity", ""): "Anak kedua belum ditulis",
    }
    points = [review.Point(kind, key, reason) for (kind, key), reason in reasons.items()]
    review.return_for_correction(submitted, revision=submitted.revision, by=supervisor, at=NOW, points=points)

    tasks = phone.get(address("assessment_tasks", submitted)).text
    question_pages = [phone.get(address("assessment_questions", submitted, number)).text for number in range(1, 6)]
    photos = phone.get(address("assessment_photos", submitted))

    assert all(reason in tasks for reason in reasons.values())
    assert f'href="{address("assessment_questions", submitted, 3)}"' in tasks
    assert [reasons["question", "roof"] in page for page in question_pages] == [False, False, True, False, False]
    marked = {card["slot"].code: card["reason"] for card in photos.context["cards"] if card["reason"]}
    assert marked == {"kitchen": "Foto dapur gelap"}
    assert "Foto dapur gelap" in photos.text
    assert reasons["position", ""] in phone.get(address("assessment_position", submitted)).text
    assert reasons["identity", ""] in phone.get(address("assessment_identity", submitted)).text


# --- lists -----------------------------------------------------------------------------------------------------------


def queries_of(browser, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


def test_a_longer_list_asks_no_more_of_the_database(phone, draft, begin):
    url = reverse("assessment:assessment_list")
    one = queries_of(phone, url)

    begin("NENGAH RAI")
    begin("KETUT SUDI")

    assert queries_of(phone, url) == one


@pytest.mark.parametrize("name", ["assessment_tasks", "assessment_photos", "assessment_send"])
def test_more_photos_ask_no_more_of_the_database(phone, draft, operator, name):
    capture.add_photo(draft, slot="roof", upload=picture(1), by=operator, at=NOW)
    one = queries_of(phone, address(name, draft))

    for shade in (2, 3):
        capture.add_photo(draft, slot="other", upload=picture(shade), by=operator, at=NOW)

    assert queries_of(phone, address(name, draft)) == one


def test_who_was_not_visited_is_offered_and_begun_with_one_press(phone, household, published, begin):
    begin("NENGAH RAI")

    page = phone.get(reverse("assessment:assessment_choose"))

    assert [row.head_name for row in page.context["page"].rows] == ["WAYAN SUKARTA"]
    start = reverse("assessment:assessment_start", args=[household.pk])
    assert f'formaction="{start}"' in page.text
    phone.post(start)
    assert "Semua keluarga sudah didata" in phone.get(reverse("assessment:assessment_choose")).text


def test_without_an_open_round_nobody_is_offered(phone, household, always_open):
    Round.objects.filter(pk=always_open.pk).delete()

    assert "Tidak ada periode yang dibuka" in phone.get(reverse("assessment:assessment_choose")).text


def test_the_list_can_be_cut_to_one_state(phone, submitted, begin):
    begin("NENGAH RAI")

    page = phone.get(reverse("assessment:assessment_list"), {"status": "draft"})

    assert [row.household.head_name for row in page.context["page"].rows] == ["NENGAH RAI"]
    assert {tab["code"]: tab["count"] for tab in page.context["tabs"]} == {"draft": 1, "submitted": 1}


@pytest.mark.parametrize("query", [{"status": "x" * 5000}, {"after": "AAAA"}, {"after": "W10="}, {"status": "draft'"}])
def test_a_broken_address_of_the_list_shows_the_whole_list(phone, draft, query):
    page = phone.get(reverse("assessment:assessment_list"), query)

    assert [row.pk for row in page.context["page"].rows] == [draft.pk]
