"""Broken and hostile input to the pages of the survey: a sentence and a 4xx, and nothing half-written."""

import json

import pytest
from django.urls import reverse

from assessment.models import Assessment
from assessment.states import AssessmentStatus

pytestmark = pytest.mark.usefixtures("always_open")

LONG = "x" * 5_000
POSITION = {"latitude": "-8.112345", "longitude": "115.087654", "accuracy_m": "12"}
# What a person must not be able to write by adding fields to a form.
SMUGGLED = {
    "status": "approved",
    "score": "4500",
    "band": "not_poor",
    "revision": "1",
    "surveyor": "1",
    "village": "51.08.01.2002",
    "receipt_number": "0000-0000-0000",
    "approved_at": "2026-11-10",
    "submitted_by": "1",
    "answers": '{"roof": "good"}',
    "numbers": '{"member_count": 9}',
}


@pytest.fixture
def phone(enter, operator):
    """The operator's browser, which answers like the server in use: a fault is a 500."""
    return enter(operator, raise_request_exception=False)


def address(name: str, assessment: Assessment, *more) -> str:
    return reverse(f"assessment:{name}", args=[assessment.pk, *more])


def row(assessment: Assessment) -> dict:
    """Every column, to see that nothing was written."""
    return Assessment.objects.values().get(pk=assessment.pk)


def refused(answer, *, status: int = 422) -> bool:
    """Whether the answer is this 4xx, with a page that says what is wrong."""
    return answer.status_code == status and "data-error-summary" in answer.text


def taken(phone, url: str, assessment: Assessment, inputs: list[dict], *, status: int = 422) -> list[dict]:
    """Which of these inputs were not refused with a sentence, or changed the row all the same."""
    before, wrong = row(assessment), []
    for data in inputs:
        if not refused(phone.post(url, data), status=status) or row(assessment) != before:
            wrong.append(data)
    return wrong


# --- numbers ---------------------------------------------------------------------------------------------------------

NO_NUMBERS = [
    "1e9", "1E2", "-5", "\uff11\uff12", "٣٦", "NaN", "inf", "-inf", "1_000", "0x10", "12 m2", "1.50.0", "1,5 juta", "½",
    "36;5", "--5", "=1+1", "'; DROP TABLE x; --", "9" * 5_000, LONG, "\x00", "1\x002", "🏠",
]  # fmt: skip
NO_AREAS = [*NO_NUMBERS, "0", "0,9", "2000,1", "36,55", "1.500"]
NO_INCOMES = [*NO_NUMBERS, "1.50", "1.5", "1500,5", "1.500.00", "Rp", "Rp-", "1 500 000", "9" * 13]


@pytest.mark.parametrize(("field", "typed"), [("floor_area_m2", NO_AREAS), ("monthly_income_rp", NO_INCOMES)])
def test_a_number_that_is_none_is_refused(phone, draft, field, typed):
    url = address("assessment_questions", draft, 4)

    assert taken(phone, url, draft, [{field: text} for text in typed]) == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (
            "monthly_income_rp",
            {
                "Rp 1.500.000,-": 1_500_000,
                "rp1.500.000,00": 1_500_000,
                "Rp. 1.500.000": 1_500_000,
                " 1500000 ": 1_500_000,
                "0": 0,
                "950.000": 950_000,
            },
        ),
        ("floor_area_m2", {"36,5": 36.5, "36.5": 36.5, "36": 36, " 1 ": 1, "2000": 2000}),
    ],
)
def test_a_number_as_people_write_it_is_taken(phone, draft, field, typed):
    for text, number in typed.items():
        assert phone.post(address("assessment_questions", draft, 4), {field: text}).status_code == 302
        assert row(draft)["numbers"] == {field: number}


# --- choices ---------------------------------------------------------------------------------------------------------

NO_CHOICES = ["diamond", "POOR", "poor ,good", "0", LONG, "\x00", "poor'--", "[]", '{"a": 1}']


def test_a_choice_that_does_not_exist_is_refused(phone, draft):
    url = address("assessment_questions", draft, 3)

    assert taken(phone, url, draft, [{"roof": code} for code in NO_CHOICES]) == []


def test_a_condition_that_does_not_exist_is_refused(phone, draft):
    url = address("assessment_questions", draft, 1)

    assert taken(phone, url, draft, [{"overrides": ["homeless", code]} for code in NO_CHOICES]) == []


def test_the_answers_beside_a_choice_that_does_not_exist_are_kept(phone, draft):
    data = {"overrides": ["rich"], "spending": "food", "livelihood": "lottery"}

    assert refused(phone.post(address("assessment_questions", draft, 1), data))
    assert (row(draft)["answers"], row(draft)["overrides"]) == ({"spending": "food"}, [])


def test_a_question_of_another_page_is_not_taken(phone, draft):
    phone.post(address("assessment_questions", draft, 1), {"roof": "good", "member_count": "1", "crowding": "over12"})

    assert (row(draft)["answers"], row(draft)["numbers"]) == ({}, {})


# --- position --------------------------------------------------------------------------------------------------------

NO_LATITUDES = [
    "inf",
    "NaN",
    "1e40",
    "1e-7",
    "1e999999999",
    "91",
    "-11.1",
    "٨",
    "8°12'S",
    "9" * 5_000,
    "-8." + "1" * 999,
]
NO_POSITIONS = [
    {"latitude": "115.087654", "longitude": "-8.112345"},
    *[{"latitude": text} for text in (*NO_LATITUDES, "")],
    *[{"longitude": text} for text in ("", "-115", "141.1", LONG, "\x00")],
    *[{"accuracy_m": text} for text in ("-1", "nan", "1e999", "100001", "dekat", "50.1", "")],
    *[{"taken_at": text} for text in ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2126-01-01T00:00:00Z")],
    *[{"taken_at": text} for text in ("1970-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "kemarin", LONG)],
    *[{"reason": text} for text in (LONG, "a\x00b")],
    {"accuracy_m": "", "reason": "   "},
]


def test_a_position_that_cannot_be_is_refused(phone, draft):
    url = address("assessment_position", draft)

    assert taken(phone, url, draft, [POSITION | typed for typed in NO_POSITIONS]) == []


def test_what_was_typed_for_a_position_stays_on_the_page(phone, draft):
    answer = phone.post(address("assessment_position", draft), POSITION | {"latitude": "91", "reason": "<b>HP</b>"})

    assert 'value="91"' in answer.text
    assert 'value="115.087654"' in answer.text
    assert "&lt;b&gt;HP&lt;/b&gt;" in answer.text
    assert "<b>HP</b>" not in answer.text


# --- sending ---------------------------------------------------------------------------------------------------------

NO_REVISIONS = ["abc", "", "0", "-1", "99", "1.0", "٩", "²", "9" * 400, "1e0", "\x00", "1 OR 1"]


def test_sending_something_else_than_what_was_seen_is_refused(phone, complete):
    url = address("assessment_send", complete)

    assert taken(phone, url, complete, [{}, *({"revision": typed} for typed in NO_REVISIONS)], status=409) == []
    assert "Muat ulang halaman, lalu kirim lagi." in phone.post(url, {"revision": "99"}).text


# --- whole requests --------------------------------------------------------------------------------------------------

POSTS = {
    "assessment_identity": [],
    "assessment_position": [],
    "assessment_questions": [3],
    "assessment_send": [],
    "photo_add": ["roof"],
}


@pytest.mark.parametrize("name", POSTS)
def test_a_field_that_is_not_on_the_page_changes_nothing(phone, draft, name):
    before = row(draft)

    phone.post(address(name, draft, *POSTS[name]), SMUGGLED | POSITION | {"floor": "good"})

    # Every change names another state of the draft, for phones that hold the one before.
    changed = {column for column, value in row(draft).items() if value != before[column]} - {"draft_revision"}
    own = {
        "assessment_identity": {"identity_confirmed_at"},
        "assessment_position": {"latitude", "longitude", "accuracy_m", "located_at"},
        "assessment_questions": {"answers"},
    }
    assert changed == own.get(name, set())
    assert row(draft)["answers"] in ({}, {"floor": "good"})


@pytest.mark.parametrize(
    ("name", "status"), {"assessment_position": 422, "assessment_send": 409, "photo_add": 422}.items()
)
def test_an_empty_form_is_told_what_it_lacks(phone, draft, name, status):
    before = row(draft)

    answer = phone.post(address(name, draft, *POSTS[name]))

    assert refused(answer, status=status)
    assert row(draft) == before


def test_an_empty_page_of_questions_is_a_draft_and_undoes_no_answer(phone, complete):
    before = row(complete)

    answer = phone.post(address("assessment_questions", complete, 3))

    assert answer.status_code == 302
    assert row(complete) == before


NO_FORMS = {
    "json": (json.dumps({"status": "approved", "floor": "good", **POSITION}).encode(), "application/json"),
    "xml": (b"<a/>", "text/xml"),
    "form as text": (b"floor=good&latitude=-8&longitude=115&accuracy_m=1", "text/plain"),
    "no kind": (b"floor=good", ""),
    "odd kind": (b"floor=good", "\\x00/;;;="),
}
BROKEN_FORMS = {
    "multipart without boundary": (b"floor=good", "multipart/form-data"),
    "multipart that ends early": (
        b'--x\r\nContent-Disposition: form-data; name="floor"\r\n\r\n',
        "multipart/form-data; boundary",
    ),
    "too many fields": (b"&".join(b"f%d=1" % number for number in range(501)), "application/x-www-form-urlencoded"),
    "too many bytes": (b"floor=" + b"g" * 1_000_001, "application/x-www-form-urlencoded"),
}


def unread(phone, url: str, bodies: dict) -> list[str]:
    """Which of these bodies were not refused with 400 and a sentence."""
    answers = {name: phone.generic("POST", url, data, content_type=kind) for name, (data, kind) in bodies.items()}
    return [
        name
        for name, answer in answers.items()
        if answer.status_code != 400 or "Tidak ada data yang berubah" not in answer.text
    ]


@pytest.mark.parametrize("name", POSTS)
def test_a_body_that_is_no_form_of_ours_changes_nothing(phone, draft, name):
    before = row(draft)
    # The button “Sudah sesuai” sends no field, so its page reads none.
    bodies = NO_FORMS if name == "assessment_identity" else NO_FORMS | BROKEN_FORMS

    assert unread(phone, address(name, draft, *POSTS[name]), bodies) == []
    assert row(draft) == before


def test_a_body_larger_than_any_form_is_refused_unread(phone, draft):
    answer = phone.post(address("assessment_position", draft), POSITION, CONTENT_LENGTH=str(10**9))

    assert answer.status_code == 400


def test_another_persons_survey_stays_as_it_is(enter, draft, neighbour_operator, supervisor):
    before = row(draft)
    for person, status in ((neighbour_operator, 404), (supervisor, 403)):
        browser = enter(person)
        for name, more in POSTS.items():
            assert browser.post(address(name, draft, *more), POSITION).status_code == status

    assert row(draft) == before
    assert row(draft)["status"] == AssessmentStatus.DRAFT
