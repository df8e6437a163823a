"""Every verb of a complaint in every state for every role: what moves, what is refused, what is closed to them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from puskesos.models import User
from puskesos.roles import HEARS, REGION_LENGTH, Role
from referrals import closing, complaints
from referrals.models import Answer, Complaint
from referrals.states import COMPLAINT_TRANSITIONS, ComplaintStatus, complaint_allows
from referrals.tests.conftest import NOW, hear

RECEIVED, HANDLED, REOPENED, CLOSED = (
    ComplaintStatus.RECEIVED,
    ComplaintStatus.HANDLED,
    ComplaintStatus.REOPENED,
    ComplaintStatus.CLOSED,
)
OPEN = {RECEIVED, REOPENED}
# verb -> address, what is posted, the states in which it works.
VERBS = {
    "handle": ("complaint_handle", {"result": "Sudah diantar ke Puskesmas."}, OPEN),
    "escalate": ("complaint_escalate", {"reason": "Perlu rumah sakit."}, OPEN),
    "change_urgency": ("complaint_change_urgency", {"urgency": "emergency"}, OPEN),
    "confirm": ("complaint_answer", {"said": "handled", "channel": "call", "satisfaction": "4"}, {HANDLED}),
    "reopen": ("complaint_answer", {"said": "not_handled", "channel": "visit"}, {HANDLED, CLOSED}),
    "note_unreached": ("complaint_note_unreached", {"words": "HP mati."}, {HANDLED}),
    "close_unreached": ("complaint_close_unreached", {}, {HANDLED}),
}


@pytest.fixture
def cast(regions, hospital) -> dict[str, User]:
    """One person of each role, all over the same village."""
    village = "51.08.01.2001"
    people = {}
    for role in Role:
        length = REGION_LENGTH.get(role)
        provider = hospital if role == Role.PROVIDER else None
        region = regions[village[:length]] if length else None
        people[role] = User.objects.create_user(role.value, role=role, region=region, full_name=role, provider=provider)
    return people


def in_state(status: str, village, by: User) -> Complaint:
    """A complaint brought into a state by the verbs; one that was handled was called in vain on three days."""
    complaint = hear(village, by)
    if status == RECEIVED:
        return complaint
    complaints.handle(complaint, by=by, at=NOW, result="Dibantu.")
    if status == REOPENED:
        return closing.answer(complaint, handled=False, channel="call", by=by, at=NOW)
    for day in range(3):
        closing.note_unreached(complaint, by=by, at=NOW + timedelta(days=day))
    if status == CLOSED:
        return closing.answer(complaint, handled=True, channel="call", by=by, at=NOW)
    return complaint


def _state(complaint: Complaint) -> tuple:
    row = Complaint.objects.get(pk=complaint.pk)
    return row.status, row.level, row.urgency, row.reopenings, row.result, row.answers.count()


@pytest.mark.parametrize("status", ComplaintStatus)
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_works_in_its_states_for_who_hears_complaints(client, village, cast, verb, status):
    name, typed, works_in = VERBS[verb]

    for role, person in cast.items():
        complaint = in_state(status, village, cast[Role.OPERATOR])
        before = _state(complaint)
        client.force_login(person)

        answer = client.post(reverse(f"referrals:{name}", args=[complaint.pk]), typed)

        if role not in HEARS:
            assert (answer.status_code, _state(complaint)) == (403, before), role
        elif status in works_in:
            assert answer.status_code == 302, role
            assert _state(complaint) != before
        else:
            assert answer.status_code in (409, 422), role
            assert _state(complaint) == before


@pytest.mark.parametrize("verb", COMPLAINT_TRANSITIONS)
@pytest.mark.parametrize("status", ComplaintStatus)
def test_page_and_table_agree_on_what_may_be_tried(verb, status):
    assert complaint_allows(status, verb) == (status in VERBS[verb][2])


@pytest.mark.parametrize(("role", "expected"), [(Role.OPERATOR, 409), (Role.FACILITATOR, 409), (Role.DINSOS, 302)])
def test_what_went_up_to_slrt_is_handled_there(client, village, cast, role, expected):
    complaint = hear(village, cast[Role.OPERATOR])
    complaints.escalate(complaint, by=cast[Role.OPERATOR], at=NOW, reason="Perlu rumah sakit.")
    client.force_login(cast[role])

    answer = client.post(reverse("referrals:complaint_handle", args=[complaint.pk]), {"result": "Dibantu."})

    assert answer.status_code == expected
    if expected == 409:
        assert "Dibantu." in answer.content.decode()
        assert "Petugas Dinsos yang menanganinya" in answer.content.decode()


def test_closing_without_an_answer_needs_calls_on_three_days(client, village, cast):
    complaint = hear(village, cast[Role.OPERATOR])
    complaints.handle(complaint, by=cast[Role.OPERATOR], at=NOW, result="Dibantu.")
    for hour in range(3):
        closing.note_unreached(complaint, by=cast[Role.OPERATOR], at=NOW + timedelta(hours=hour))
    client.force_login(cast[Role.OPERATOR])

    answer = client.post(reverse("referrals:complaint_close_unreached", args=[complaint.pk]))

    assert answer.status_code == 409
    assert "Hubungi warga di 2 hari lain dulu" in answer.content.decode()


def test_the_reason_of_handing_up_is_kept_and_shown(client, village, cast):
    complaint = hear(village, cast[Role.OPERATOR])
    client.force_login(cast[Role.OPERATOR])
    client.post(reverse("referrals:complaint_escalate", args=[complaint.pk]), {"reason": "Perlu rumah sakit."})

    client.force_login(cast[Role.DINSOS])
    body = client.get(reverse("referrals:complaint_detail", args=[complaint.pk])).content.decode()

    assert "Perlu rumah sakit." in body


def test_the_citizens_answer_is_kept_with_who_asked(client, village, cast):
    complaint = in_state(HANDLED, village, cast[Role.OPERATOR])
    client.force_login(cast[Role.FACILITATOR])
    told = {"said": "handled", "channel": "visit", "satisfaction": "5", "words": "Terima kasih."}

    client.post(reverse("referrals:complaint_answer", args=[complaint.pk]), told)

    last = Answer.objects.filter(complaint=complaint).latest("pk")
    assert (last.said, last.channel, last.satisfaction, last.words, last.by) == (
        "handled", "visit", 5, "Terima kasih.", cast[Role.FACILITATOR],
    )  # fmt: skip


def test_what_the_village_gave_to_slrt_it_no_longer_makes_more_pressing(client, village, cast):
    complaint = hear(village, cast[Role.OPERATOR])
    complaints.escalate(complaint, by=cast[Role.OPERATOR], at=NOW, reason="Perlu rumah sakit.")
    client.force_login(cast[Role.OPERATOR])
    address = reverse("referrals:complaint_change_urgency", args=[complaint.pk])

    answer = client.post(address, {"urgency": "emergency"})

    complaint.refresh_from_db()
    assert answer.status_code == 409
    assert complaint.urgency == Complaint.Urgency.ORDINARY
    client.force_login(cast[Role.DINSOS])
    assert client.post(address, {"urgency": "emergency"}).status_code == 302
