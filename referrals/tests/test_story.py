"""One complaint from the front office to the citizen's answer, by the verbs."""

from datetime import date, timedelta

import pytest

from puskesos.errors import Refused
from referrals import closing, handling, overdue, placement
from referrals.models import Answer, Escalation, Referral
from referrals.states import ComplaintStatus, ReferralStatus
from referrals.tests.conftest import NOW


def test_a_complaint_is_referred_done_in_stages_and_closed_by_the_citizen(sent, complaint, at_hospital):
    handling.accept(sent, revision=3, by=at_hospital, at=NOW)
    handling.record_stage(sent, revision=4, values={"visited_on": "2026-11-10", "people": "2"}, by=at_hospital, at=NOW)
    assert (sent.status, sent.stage) == (ReferralStatus.IN_PROGRESS, "close")

    handling.record_stage(sent, revision=5, values={}, by=at_hospital, at=NOW, outcome="Sudah diobati.")
    complaint.refresh_from_db()
    assert (sent.status, complaint.status, complaint.result) == (
        ReferralStatus.COMPLETED,
        ComplaintStatus.HANDLED,
        "Sudah diobati.",
    )

    closing.answer(complaint, handled=True, channel=Answer.Channel.TICKET, by=None, at=NOW, satisfaction=5)
    assert complaint.status == ComplaintStatus.CLOSED


def test_a_stage_that_breaks_its_rules_is_refused_with_every_reason(sent, at_hospital):
    handling.accept(sent, revision=3, by=at_hospital, at=NOW)

    with pytest.raises(Refused) as refused:
        handling.record_stage(
            sent, revision=4, values={"visited_on": "2026-11-11", "people": "0"}, by=at_hospital, at=NOW
        )

    assert refused.value.reasons == ["Paling sedikit satu orang.", "Tanggal belum lewat."]
    assert sent.records.count() == 0


def test_a_declined_referral_comes_back_with_where_to_turn_next(sent, at_hospital):
    handling.decline(sent, revision=3, by=at_hospital, at=NOW, reason="Tidak ada dokter.")

    assert (sent.status, sent.reason) == (ReferralStatus.DECLINED, "Tidak ada dokter.")
    assert placement.next_best(sent, at=NOW) == []


def test_who_recommended_does_not_decide(complaint, service, hospital, manager):
    referral = placement.propose(complaint, service, by=manager, at=NOW)
    placement.recommend(referral, revision=1, by=manager, at=NOW, advice="Layak.")

    with pytest.raises(Refused, match="Orang lain"):
        placement.refuse(referral, revision=2, by=manager, at=NOW, reason="Tidak layak.")


def test_a_late_referral_is_escalated_role_by_role_and_only_once(sent):
    late = NOW + timedelta(days=30)

    assert overdue.escalate(at=late) > 0
    assert overdue.escalate(at=late) == 0

    levels = Escalation.objects.filter(referral=sent).values_list("level", flat=True)
    assert sorted(levels) == [1, 2, 3]
    assert Referral.objects.overdue(on=date(2026, 11, 13)).count() == 0
    assert Referral.objects.overdue(on=date(2026, 11, 14)).count() == 1
